package rtf

import (
	"slices"

	"mdaplus/forms/sheet"
)

// flow is a stream of paragraphs and tables: the body, a text box, a note.
type flow struct {
	blocks []sheet.Block
	par    *sheet.Paragraph // being written, not placed yet
	levels []*level
	signed bool // the sign of a list item was met in the paragraph
}

// level is a table being read, at its depth of nesting.
type level struct {
	rows   []row
	cells  []sheet.Cell
	blocks []sheet.Block // of the cell being read
}

type row struct {
	cells []sheet.Cell
	def   rowDef
}

// rowDef is what the words from \trowd on say of the cells of a row.
type rowDef struct {
	left    int
	cells   []cellDef
	pending cellDef
}

type cellDef struct {
	right               int
	first, down, joined bool // merged downwards (first or further), or one with the cell to the left
	filled              bool
}

// paragraph gives the paragraph that is being written.
func (f *flow) paragraph() *sheet.Paragraph {
	if f.par == nil {
		f.par = &sheet.Paragraph{}
	}
	return f.par
}

// into gives the blocks that a paragraph at a depth of tables belongs to, with the tables
// around it opened and deeper ones closed.
func (f *flow) into(depth int) *[]sheet.Block {
	for len(f.levels) > depth {
		f.closeTable()
	}
	for len(f.levels) < depth {
		f.levels = append(f.levels, &level{})
	}
	if depth == 0 {
		return &f.blocks
	}
	return &f.levels[depth-1].blocks
}

func (f *flow) endParagraph(depth int) {
	p := f.paragraph()
	f.par, f.signed = nil, false
	out := f.into(depth)
	*out = append(*out, sheet.Block{Paragraph: p})
}

func (f *flow) endCell(depth int, filled bool) {
	if blocks := f.into(depth); f.par != nil || len(*blocks) == 0 { // no empty line behind a last \par
		f.endParagraph(depth)
	}
	l := f.levels[depth-1]
	if len(l.cells) < maxCells {
		l.cells = append(l.cells, sheet.Cell{Blocks: l.blocks, Filled: filled})
	}
	l.blocks = nil
}

func (f *flow) endRow(depth int, def rowDef) {
	f.into(depth)
	l := f.levels[depth-1]
	if n := len(l.cells); n > 0 && f.par != nil && len(f.par.Runs) == 0 && l.blocks == nil { // something without text behind the last cell
		for _, o := range f.par.Objects {
			lay(&l.cells[n-1], o)
		}
		f.par = nil
	}
	if f.par != nil || l.blocks != nil { // text that no \cell closed
		f.paragraph().Objects = append(f.paragraph().Objects, sheet.Object{Kind: sheet.Unknown})
		f.endCell(depth, false)
	}
	if len(l.cells) > 0 {
		l.rows = append(l.rows, row{l.cells, def})
	}
	l.cells = nil
}

// closeTable ends the deepest table: it becomes a block where it stood.
func (f *flow) closeTable() {
	depth := len(f.levels)
	l := f.levels[depth-1]
	par := f.par
	f.par = nil
	if l.cells != nil || l.blocks != nil {
		f.endRow(depth, rowDef{})
	}
	f.par = par
	f.levels = f.levels[:depth-1]
	if len(l.rows) == 0 {
		return
	}
	out := f.into(depth - 1)
	*out = append(*out, sheet.Block{Table: tableOf(l.rows)})
}

// finish places what is still open and gives all blocks.
func (f *flow) finish() []sheet.Block {
	if f.par != nil {
		f.endParagraph(len(f.levels))
	}
	f.into(0)
	return f.blocks
}

// near is how far edges of columns, in twips, may differ and still be one.
const near = 60

// tableOf lays the cells on a grid: rows name only where their own cells end.
func tableOf(rows []row) *sheet.Table {
	var edges []int
	for _, r := range rows {
		if r.fits() {
			edges = append(edges, r.def.left)
			for _, c := range r.def.cells {
				edges = append(edges, c.right)
			}
		}
	}
	edges = distinct(edges)
	t := &sheet.Table{}
	for _, r := range rows {
		t.Rows = append(t.Rows, r.onGrid(edges))
	}
	return t
}

// fits says whether the row has the cells that it says it has.
func (r row) fits() bool { return len(r.def.cells) >= len(r.cells) }

func distinct(edges []int) []int {
	slices.Sort(edges)
	var out []int
	for _, e := range edges {
		if len(out) == 0 || e-out[len(out)-1] > near {
			out = append(out, e)
		}
	}
	return out
}

func columnAt(edges []int, at int) int {
	i, exact := slices.BinarySearch(edges, at)
	if !exact && i > 0 && at-edges[i-1] <= near {
		i--
	}
	return i
}

func (r row) onGrid(edges []int) sheet.Row {
	var out sheet.Row
	left := r.def.left
	for i, c := range r.cells {
		c.Column, c.Span = i, 1
		if !r.fits() {
			if len(edges) > 0 {
				lay(&c, sheet.Object{Kind: sheet.Unknown})
			}
			out.Cells = append(out.Cells, c)
			continue
		}
		d := r.def.cells[i]
		c.Column = columnAt(edges, left)
		c.Span = max(1, columnAt(edges, d.right)-c.Column)
		c.Merged = d.first || d.down
		c.Filled = d.filled
		left = d.right
		if n := len(out.Cells); d.joined && n > 0 {
			out.Cells[n-1].Span += c.Span
			out.Cells[n-1].Blocks = append(out.Cells[n-1].Blocks, written(c.Blocks)...)
			continue
		}
		out.Cells = append(out.Cells, c)
	}
	return out
}

// written leaves out empty paragraphs.
func written(blocks []sheet.Block) []sheet.Block {
	return slices.DeleteFunc(blocks, func(b sheet.Block) bool {
		return b.Paragraph != nil && len(b.Paragraph.Runs)+len(b.Paragraph.Objects) == 0
	})
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
