package odf

import (
	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// grid is a table being read: which of its places a cell above covers.
type grid struct {
	table   *sheet.Table
	covered map[int]cover // by column
}

// cover is a cell that reaches down over rows below it.
type cover struct {
	rows  int // how many more
	span  int
	inner bool // not the left edge of that cell
	fresh bool // begun in the row that is being read
}

// table reads a table:table.
func (w *walker) table(e element, out *[]sheet.Block) error {
	g := &grid{table: &sheet.Table{}, covered: map[int]cover{}}
	into, looks, sign := w.into, w.looks, w.sign
	w.into, w.sign = nil, false
	err := w.rows(g)
	w.into, w.looks, w.sign = into, looks, sign
	if len(g.table.Rows) > 0 {
		*out = append(*out, sheet.Block{Table: g.table})
	}
	return err
}

func (w *walker) rows(g *grid) error {
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "table:table-row":
			return w.row(g, e)
		case "table:table-rows", "table:table-header-rows", "table:table-row-group":
			return w.rows(g)
		case "table:table-column", "table:table-columns", "table:table-header-columns", "table:table-column-group":
			w.column(e)
			return w.p.Within(w.column)
		}
		if drawing(e.Key) || e.Key == "table:shapes" {
			w.object(sheet.Object{Kind: sheet.Unknown})
			return w.p.Skip()
		}
		if !neutral(e.Key) {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
		return w.p.Skip()
	})

}

// column doubts a table with a column that is not shown.
func (w *walker) column(e element) {
	if v := attr(e, "visibility"); v != "" && v != "visible" {
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
}

// row reads a table:table-row, as often as it stands for.
func (w *walker) row(g *grid, e element) error {
	var row sheet.Row
	times := count(e, "number-rows-repeated", maxRepeat)
	hidden := attr(e, "visibility") == "collapse" || attr(e, "visibility") == "filter"
	read := func() error { return w.cells(g, &row) }
	var err error
	if hidden {
		err = during(&w.hidden, read)
	} else {
		err = read()
	}
	g.endRow()
	w.grown += (times - 1) * len(row.Cells)
	for i := 0; i < times && len(row.Cells) > 0 && w.grown <= maxGrown; i++ {
		g.table.Rows = append(g.table.Rows, row)
		row = copyRow(row)
	}
	if err == nil && w.grown > maxGrown {
		err = office.ErrTooLarge
	}
	return err
}

func (w *walker) cells(g *grid, row *sheet.Row) error {
	column, until := 0, 0 // until: where the last cell that covers columns ends
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "table:table-cell":
			odd := column < until
			c, err := w.cell(e, column)
			if odd {
				lay(&c, sheet.Object{Kind: sheet.Unknown})
			}
			if n := count(e, "number-rows-spanned", office.MaxEntries); n > 1 {
				c.Merged = true
				if w.grown += (n - 1) * c.Span; w.grown > maxGrown {
					return office.ErrTooLarge
				}
				g.cover(column, c.Span, n-1)
			}
			until = column + c.Span
			n := count(e, "number-columns-repeated", maxRepeat)
			w.grown += n - 1
			for i := 0; i < n && len(row.Cells) < maxCells; i++ {
				if i > 0 {
					c = copyCell(c)
					c.Column = column
				}
				row.Cells = append(row.Cells, c)
				column++
			}
			return err
		case "table:covered-table-cell":
			return w.coveredCells(g, row, e, &column, until)
		}
		if !neutral(e.Key) {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
		return w.p.Skip()
	})

}

// coveredCells reads places that a cell to the left or above covers: what stands in them
// is not shown.
func (w *walker) coveredCells(g *grid, row *sheet.Row, e element, column *int, until int) error {
	var blocks []sheet.Block
	err := during(&w.hidden, func() error {
		var err error
		blocks, err = w.blocks()
		return err
	})
	for i, n := 0, count(e, "number-columns-repeated", maxRepeat); i < n && len(row.Cells) < maxCells; i, *column = i+1, *column+1 {
		if *column < until {
			continue
		}
		at, span := *column, 1
		if c, ok := g.covered[at]; ok && !c.fresh {
			if c.inner {
				continue
			}
			span = c.span
		}
		row.Cells = append(row.Cells, sheet.Cell{Blocks: blocks, Column: at, Span: span, Merged: true})
		blocks = nil
	}
	return err
}

// cover notes that a cell reaches down over the rows below.
func (g *grid) cover(column, span, rows int) {
	for i := range span {
		g.covered[column+i] = cover{rows: rows, span: span, inner: i > 0, fresh: true}
	}
}

// endRow counts down what cells above still cover.
func (g *grid) endRow() {
	for column, c := range g.covered {
		if !c.fresh {
			c.rows--
		}
		c.fresh = false
		g.covered[column] = c
		if c.rows <= 0 {
			delete(g.covered, column)
		}
	}
}

func (w *walker) cell(e element, column int) (sheet.Cell, error) {
	c := sheet.Cell{Column: column, Span: count(e, "number-columns-spanned", maxCells)}
	if st := w.styles.get("table-cell", attr(e, "style-name")); st != nil {
		c.Filled = st.filled == yes
	}
	var err error
	c.Blocks, err = w.blocks()
	return c, err
}

func lay(c *sheet.Cell, o sheet.Object) {
	for _, b := range c.Blocks {
		if b.Paragraph != nil {
			b.Paragraph.Objects = append(b.Paragraph.Objects, o)
			return
		}
	}
	c.Blocks = append(c.Blocks, sheet.Block{Paragraph: &sheet.Paragraph{Objects: []sheet.Object{o}}})
}

// copyRow and copyCell make copies with places of their own. A table inside a repeated
// cell is not copied: it becomes something unknown.
func copyRow(r sheet.Row) sheet.Row {
	out := sheet.Row{Cells: make([]sheet.Cell, len(r.Cells))}
	for i, c := range r.Cells {
		out.Cells[i] = copyCell(c)
	}
	return out
}

func copyCell(c sheet.Cell) sheet.Cell {
	blocks := c.Blocks
	c.Blocks = nil
	for _, b := range blocks {
		p := &sheet.Paragraph{Objects: []sheet.Object{{Kind: sheet.Unknown}}}
		if b.Paragraph != nil {
			p = &sheet.Paragraph{Runs: b.Paragraph.Runs, Objects: b.Paragraph.Objects}
		}
		c.Blocks = append(c.Blocks, sheet.Block{Paragraph: p})
	}
	return c
}
