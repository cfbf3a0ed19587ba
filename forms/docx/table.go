package docx

import (
	"strconv"
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// tableState is what cells need to know about the table around them.
type tableState struct {
	looks       looks // of the table style, with the part of the current cell
	whole       looks
	conditional map[string]looks
	use         map[string]bool // which parts of the table style the table switches on
	columns     int
}

// tableBlock reads a w:tbl. Merged cells are marked on both sides of the seam.
func (w *walker) tableBlock() (*sheet.Table, error) {
	t := &sheet.Table{}
	w.table = append(w.table, tableState{})
	into := w.into
	w.into = nil
	err := w.rows(t)
	w.into = into
	w.table = w.table[:len(w.table)-1]
	return t, err
}

func (w *walker) here() *tableState { return &w.table[len(w.table)-1] }

func (w *walker) rows(t *sheet.Table) error {
	return w.p.Children(func(e element) error {
		again := func() error { return w.rows(t) }
		switch e.Key {
		case "tblPr":
			return w.tableProperties()
		case "tblGrid":
			return w.p.Within(func(e element) {
				if e.Key == "gridCol" {
					w.here().columns++
				}
			})

		case "tr":
			return w.row(t)
		case "sdt":
			return w.control(again)
		case "customXml":
			return again()
		case "ins", "moveTo":
			return w.during(&w.inserted, again)
		case "del", "moveFrom":
			return w.during(&w.gone, again)
		case "mc:AlternateContent":
			return w.alternate(again)
		}
		if !neutral(e.Key) {
			w.sh.Loose = append(w.sh.Loose, sheet.Object{Kind: sheet.Unknown})
		}
		return w.p.Skip()
	})

}

func (w *walker) tableProperties() error {
	here := w.here()
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "tblStyle":
			if st := w.styles.get(e.Attr("val")); st != nil {
				here.whole, here.conditional = st.looks, st.conditional
			}
		case "tblLook":
			here.use = lookOf(e)
		}
		return w.p.Skip()
	})

}

// lookOf reads which parts of the table style are on; older files give bits only.
func lookOf(e element) map[string]bool {
	bits, _ := strconv.ParseUint(e.Attr("val"), 16, 32)
	on := func(name string, bit uint64) bool {
		if v := e.Attr(name); v != "" {
			return v == "1" || v == "true" || v == "on"
		}
		return bits&bit != 0
	}
	return map[string]bool{
		"firstRow": on("firstRow", 0x20), "firstCol": on("firstColumn", 0x80), "lastCol": on("lastColumn", 0x100),
	}
}

// rowState is what w:trPr says.
type rowState struct {
	before int
	gone   bool
}

func (w *walker) row(t *sheet.Table) error {
	var row sheet.Row
	var st rowState
	column := 0
	gone := w.gone
	err := w.cells(&row, &st, &column, len(t.Rows) == 0)
	deleted := w.gone > 0
	w.gone = gone
	if err == nil && !deleted && len(row.Cells) > 0 {
		t.Rows = append(t.Rows, row)
		seam(t)
	}
	return err
}

// cells reads the content of a w:tr. From w:trPr on, a deleted row counts as deleted text.
func (w *walker) cells(row *sheet.Row, st *rowState, column *int, first bool) error {
	return w.p.Children(func(e element) error {
		again := func() error { return w.cells(row, st, column, first) }
		switch e.Key {
		case "trPr":
			return w.rowProperties(st, column)
		case "tc":
			return w.cell(row, column, first)
		case "sdt":
			return w.control(again)
		case "customXml":
			return again()
		case "ins", "moveTo":
			return w.during(&w.inserted, again)
		case "del", "moveFrom":
			return w.during(&w.gone, again)
		}
		if !neutral(e.Key) {
			w.sh.Loose = append(w.sh.Loose, sheet.Object{Kind: sheet.Unknown})
		}
		return w.p.Skip()
	})

}

func (w *walker) rowProperties(st *rowState, column *int) error {
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "gridBefore":
			st.before, _ = strconv.Atoi(e.Attr("val"))
			*column += max(0, min(st.before, office.MaxEntries))
		case "del", "hidden":
			if !st.gone && (e.Key == "del" || on(e)) {
				st.gone = true
				w.gone++
			}
		}
		return w.p.Skip()
	})

}

func (w *walker) cell(row *sheet.Row, column *int, firstRow bool) error {
	c := sheet.Cell{Column: *column, Span: 1}
	gone, odd := w.gone, false
	into := w.into
	w.into = nil
	outer := w.open
	w.open = nil
	w.cellLooks(*column, 1, firstRow)
	err := w.p.Children(func(e element) error {
		if e.Key == "tcPr" {
			err := w.cellProperties(&c, &odd)
			w.cellLooks(*column, c.Span, firstRow)
			return err
		}
		return w.block(e, &c.Blocks)
	})

	deleted := w.gone > gone
	w.gone, w.into, w.open = gone, into, outer
	*column += c.Span
	if deleted {
		return err
	}
	if odd {
		lay(&c, sheet.Object{Kind: sheet.Unknown})
	}
	row.Cells = append(row.Cells, c)
	return err
}

func lay(c *sheet.Cell, o sheet.Object) {
	for _, b := range c.Blocks {
		if b.Paragraph != nil {
			b.Paragraph.Objects = append(b.Paragraph.Objects, o)
			return
		}
	}
}

func (w *walker) cellProperties(c *sheet.Cell, odd *bool) error {
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "gridSpan":
			n, _ := strconv.Atoi(e.Attr("val"))
			c.Span = max(1, min(n, office.MaxEntries))
		case "vMerge", "hMerge":
			if e.Attr("val") != "restart" {
				c.Merged = true
			}
		case "shd":
			fill := shade(e)
			c.Filled = fill != "AUTO" && fill != "FFFFFF"
		case "cellDel":
			w.gone++
		case "cellMerge":
			*odd = true
		}
		return w.p.Skip()
	})

}

// cellLooks lays the parts of the table style that hold for this cell over the whole.
func (w *walker) cellLooks(column, span int, firstRow bool) {
	h := w.here()
	h.looks = h.whole
	part := func(name string, on bool) {
		if l, ok := h.conditional[name]; ok && on && h.use[name] {
			h.looks = l.over(h.looks)
		}
	}
	part("firstCol", column == 0)
	part("lastCol", h.columns > 0 && column+span >= h.columns)
	part("firstRow", firstRow)
}

// seam marks the cell above a vertically merged cell as merged too.
func seam(t *sheet.Table) {
	if len(t.Rows) < 2 {
		return
	}
	above, row := &t.Rows[len(t.Rows)-2], &t.Rows[len(t.Rows)-1]
	for i := range row.Cells {
		for j := range above.Cells {
			if row.Cells[i].Merged && above.Cells[j].Column == row.Cells[i].Column {
				above.Cells[j].Merged = true
			}
		}
	}
}

// numRef is a reference to a list and a level in it.
type numRef struct {
	id    string
	level int
}

func (n *numRef) take(e element) {
	switch e.Key {
	case "numId":
		n.id = e.Attr("val")
	case "ilvl":
		n.level, _ = strconv.Atoi(e.Attr("val"))
	}
}

// lists knows which sign each level of each list shows.
type lists struct {
	abstract map[string]string         // num → abstractNum
	signs    map[string]map[int]bullet // abstractNum → level → sign
}

type bullet struct{ text, font string }

func readLists(data []byte) (*lists, error) {
	l := &lists{abstract: map[string]string{}, signs: map[string]map[int]bullet{}}
	if data == nil {
		return l, nil
	}
	id, num, level, kind := "", "", 0, ""
	err := office.NewParser(data, spaces).Each(func(e element) error {
		switch e.Key {
		case "abstractNum":
			id = e.Attr("abstractNumId")
			l.signs[id] = map[int]bullet{}
		case "lvl":
			level, _ = strconv.Atoi(e.Attr("ilvl"))
		case "numFmt":
			kind = e.Attr("val")
		case "lvlText":
			if kind == "bullet" && num == "" {
				l.signs[id][level] = bullet{text: e.Attr("val")}
			}
		case "rFonts":
			if b, ok := l.signs[id][level]; ok && num == "" {
				b.font = strings.ToLower(e.Attr("ascii"))
				l.signs[id][level] = b
			}
		case "num":
			num = e.Attr("numId")
		case "abstractNumId":
			l.abstract[num] = e.Attr("val")
		}
		return nil
	})

	return l, err
}

// bullet gives the sign of a list item as a run; a square or tick before an option may
// be a box that exists nowhere else.
func (l *lists) bullet(n numRef) (sheet.Run, bool) {
	if n.id == "" || n.id == "0" {
		return sheet.Run{}, false
	}
	b, ok := l.signs[l.abstract[n.id]][n.level]
	if !ok || b.text == "" {
		return sheet.Run{}, false
	}
	r := sheet.Run{Text: b.text, Marks: sheet.Bullet}
	c := []rune(b.text)[0]
	if sheet.IsSymbolFont(b.font) {
		if c, ok = sheet.SymbolOf(b.font, c); ok {
			r.Text = string(c)
		}
	}
	switch r.Text {
	case "•", "·", "-", "–", "o", "▪", "●", "○", "■", "➢", "❖":
		return r, true
	}
	r.Box = sheet.BoxOf(c)
	if r.Box == sheet.NoBox && strings.ContainsAny(r.Text, "✓✔✗✘") {
		r.Box = sheet.Ticked
	}
	return r, true
}
