// Package pdf turns what is drawn on the pages of a PDF into a sheet. It never sees the
// file: an engine (internal/pdfium) tells it which characters, figures, pictures, notes and
// controls stand where, and it decides what a person who looks at the page sees: which
// characters are a line, which lines a paragraph or a cell of a table, which thin figure
// strikes a word, underlines it or belongs to the table, what is a box and whether it is
// ticked.
//
// A PDF has no strike, no table and no tick: these are figures like any other. So the world
// is closed: a figure, picture or note that touches text and that no rule explains becomes
// an object of the sheet, and what it touches is asked. Two readings of one thing that do
// not agree (a control as stored and as shown, a box's name and the word beside it, a line
// of a table that runs through a word) are asked too.
package pdf

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// Shares that make a page a picture of a page.
const (
	pictureArea  = 0.5  // of the page under pictures
	unknownShare = 0.15 // of its characters that no font explains
	leastText    = 20   // characters of a page that says something
)

// Read makes a sheet of a document. Its errors are those of this package.
func Read(doc *Document) (*sheet.Sheet, error) {
	if doc.XFA {
		return nil, ErrUnread
	}
	drawn, text := false, 0
	for i := range doc.Pages {
		p := &doc.Pages[i]
		if p.picture() {
			return nil, ErrPicture
		}
		drawn = drawn || len(p.Paths)+len(p.Areas)+len(p.Chars) > 0
		text += len(p.Chars) + fields(p)
	}
	switch {
	case doc.Portfolio && text < 40*leastText:
		return nil, ErrUnread
	case drawn && text < leastText:
		return nil, ErrPicture
	}
	return assemble(doc)
}

func fields(p *Page) int {
	n := 0
	for i := range p.Notes {
		if p.Notes[i].Field != nil {
			n += leastText
		}
	}
	return n
}

// picture says whether a page only shows a picture of text: a scan, with or without the
// guess of some program at what it says, or text in fonts that do not say which characters
// they show.
func (p *Page) picture() bool {
	seen, unseen, unknown := 0, 0, 0
	for i := range p.Chars {
		c := &p.Chars[i]
		switch {
		case unicode.IsSpace(c.Rune):
		case c.Text >= 0 && c.Text < len(p.Texts) && p.Texts[c.Text].Mode == 3:
			unseen++
		case c.Unknown || c.Rune == 0 || c.Rune == unicode.ReplacementChar:
			unknown++
		default:
			seen++
		}
	}
	if unknown > 3 && float64(unknown) > unknownShare*float64(seen+unknown) {
		return true
	}
	covered := 0.0
	for _, a := range p.Areas {
		covered += p.Visible.within(a.Box).area()
	}
	over := covered > pictureArea*p.Visible.area()
	return over && (unseen > seen || seen < leastText) || unseen > leastText && unseen > seen
}

// assembly puts the pages behind one another.
type assembly struct {
	sheet   *sheet.Sheet
	layouts []*layout
	last    *sheet.Table // a table that may go on at the top of the next page
	columns []float64
	rows    [][]*region // of that table, when it has lines
	open    bool        // that table has no lines
	unruled *columns
	unsure  bool // a table without lines that cannot be told apart
}

func assemble(doc *Document) (*sheet.Sheet, error) {
	a := &assembly{sheet: &sheet.Sheet{}}
	for i := range doc.Pages {
		a.layouts = append(a.layouts, layoutOf(&doc.Pages[i]))
	}
	a.furniture()
	for _, l := range a.layouts {
		l.margins()
	}
	a.unruled = findColumns(a.layouts)
	for _, l := range a.layouts {
		a.page(l)
		a.sheet.Hide("hidden", l.hidden)
		a.sheet.Loose = append(a.sheet.Loose, l.loose...)
	}
	if doc.Layers {
		a.sheet.Loose = append(a.sheet.Loose, sheet.Object{Kind: sheet.Unknown})
	}
	if a.unsure {
		return nil, ErrUnread
	}
	a.sheet.Mend()
	return a.sheet, nil
}

// Where headers and footers stand, as parts of the height of a page.
const (
	headerFrom = 0.90
	footerTo   = 0.10
)

var (
	pageNumber = regexp.MustCompile(`(?i)^(pagina|page|blz\.?|p\.?|-)?\s*\d{1,3}\s*((van|of|/|-)\s*\d{0,3})?\s*-?$`)
	digits     = regexp.MustCompile(`\d+`)
	part       = regexp.MustCompile(`(?i)^\W*(prioriteit|criterium|afspraak|vraag)\s*\d`) // a heading with a number of its own
)

// furniture takes headers, footers and page numbers out of the text: what stands at the
// edge of a page and is a number, or stands there on another page too.
func (a *assembly) furniture() {
	seen := map[string]int{}
	for i, l := range a.layouts {
		here := map[string]bool{}
		for _, line := range l.outside.lines {
			if k := edgeKey(i, l, line); k != "" && !here[k] {
				here[k] = true
				seen[k]++
			}
		}
	}
	for i, l := range a.layouts {
		kept := l.outside.lines[:0]
		for _, line := range l.outside.lines {
			k := edgeKey(i, l, line)
			if k != "" && len(line.things) == 0 && (seen[k] > 1 || pageNumber.MatchString(strings.TrimSpace(line.text()))) {
				a.sheet.Furniture += line.text() + "\n"
				continue
			}
			kept = append(kept, line)
		}
		l.outside.lines = kept
	}
}

// edgeKey is the text of a line at the edge of a page, without the number of the page: "" for
// another line. Other numbers stay, and so does that of a heading.
func edgeKey(page int, l *layout, line *textLine) string {
	if y := line.y / max(l.view.height(), 1); y > footerTo && y < headerFrom {
		return ""
	}
	text := strings.Join(strings.Fields(strings.ToLower(line.text())), " ")
	if part.MatchString(text) {
		return text
	}
	own := strconv.Itoa(page + 1)
	return digits.ReplaceAllStringFunc(text, func(n string) string {
		if n == own {
			return "#"
		}
		return n
	})
}

// page adds one page: its tables and the text between them, from top to bottom.
func (a *assembly) page(l *layout) {
	rest := l.outside.lines
	first := true
	for len(rest) > 0 || len(l.grids) > 0 {
		g := l.nextTable(rest)
		n := len(rest)
		if g >= 0 {
			n = above(rest, l.grids[g].Top)
		}
		if n > 0 {
			a.text(l, rest[:n], first)
			rest = rest[n:]
			first = false
		}
		if g < 0 {
			continue
		}
		a.table(l, g, first)
		l.grids = append(l.grids[:g:g], l.grids[g+1:]...)
		l.cells = append(l.cells[:g:g], l.cells[g+1:]...)
		first = false
	}
}

// nextTable gives the highest table that is left, -1 when there is none.
func (l *layout) nextTable([]*textLine) int {
	best := -1
	for i := range l.grids {
		if best < 0 || l.grids[i].Top > l.grids[best].Top {
			best = i
		}
	}
	return best
}

func above(lines []*textLine, y float64) int {
	n := 0
	for n < len(lines) && lines[n].y > y-2 {
		n++
	}
	return n
}

// text adds lines outside tables.
func (a *assembly) text(l *layout, lines []*textLine, first bool) {
	before := a.last
	onTop := first && before != nil && a.open
	if onTop {
		lines = withoutHeading(lines, before)
	}
	blocks, sure := l.unruled(lines, a.unruled, onTop)
	a.unsure = a.unsure || !sure
	a.last = nil
	for i, b := range blocks {
		if i == 0 && b.Table != nil && onTop {
			a.last = before
			a.goOn(b.Table)
			continue
		}
		a.last = b.Table
		a.sheet.Blocks = append(a.sheet.Blocks, b)
	}
	a.open = a.last != nil
}

// withoutHeading takes the heading of a table off the top of the page on which it goes on.
func withoutHeading(lines []*textLine, t *sheet.Table) []*textLine {
	if len(lines) > 0 && len(t.Rows) > 0 && letters(lines[0].text()) == letters(rowText(&t.Rows[0])) {
		return lines[1:]
	}
	return lines
}

// textLimit is how far lines may reach: as far as the widest one does, or as the margin at
// the left leaves.
func (l *layout) textLimit() float64 {
	left, right := l.view.Right, 0.0
	for _, line := range l.outside.lines {
		if len(line.glyphs) > 0 {
			left, right = min(left, line.left()), max(right, line.right())
		}
	}
	return max(right, l.view.Right-left)
}

// margins takes text beside a table out of the text: notes of a print with tracked changes.
func (l *layout) margins() {
	kept := l.outside.lines[:0]
	for _, line := range l.outside.lines {
		if balloon.MatchString(line.text()) {
			l.loose = append(l.loose, sheet.Object{Kind: sheet.Unknown, Text: line.text()})
		}
		if !l.beside(line) {
			kept = append(kept, line)
		}
	}
	l.outside.lines = kept
}

// balloon is how notes of tracked changes begin in the margin.
var balloon = regexp.MustCompile(`(?i)^\s*(verwijderd|ingevoegd|opmaak|met opmerking(en)?|opmerking|verplaatst|deleted|inserted|formatted|commented)\s*(\[[^\]]*\])?\s*:`)

// beside gives a line that stands beside a table to the row that it stands at.
func (l *layout) beside(line *textLine) bool {
	if len(line.glyphs) == 0 {
		return false
	}
	mid := line.y + 0.3*line.size
	for i := range l.grids {
		g := &l.grids[i]
		if mid > g.Top || mid < g.Bottom || line.left() < g.Right && line.right() > g.Left {
			continue
		}
		for _, r := range l.cells[i] {
			if mid <= r.Top+2*line.size && mid >= r.Bottom-2*line.size {
				r.note(sheet.Object{Kind: sheet.Comment, Text: line.text()})
			}
		}
		return true
	}
	return false
}

// note adds an object to a cell.
func (r *region) note(o sheet.Object) {
	if len(r.lines) == 0 {
		r.lines = []*textLine{{y: r.midY(), size: 10, alone: true}}
	}
	r.lines[0].things = append(r.lines[0].things, o)
}

// table adds a table with lines, or goes on with the one that ran to the bottom of the page
// before.
func (a *assembly) table(l *layout, i int, first bool) {
	g := &l.grids[i]
	t, rows := tableOf(g, l.cells[i], l.leading), g.rows(l.cells[i])
	switch {
	case !first || a.last == nil || a.open:
		a.begin(t, rows)
	case !among(a.columns, g.xs):
		a.begin(t, a.rest(t, rows, a.headings(t), l.leading))
	default:
		again := a.headings(t)
		rows = a.rest(t, rows, again, l.leading)
		own := max(a.own(t, rows), again)
		a.last.Rows, a.rows = append(a.last.Rows, t.Rows[again:own]...), append(a.rows, rows[again:own]...)
		if own < len(rows) {
			t.Rows = t.Rows[own:]
			a.begin(t, rows[own:])
		}
	}
	a.columns, a.open = g.xs, false
}

// own tells how many rows of the next page have only columns of the table, and gives their
// cells those columns: another table right below it lends it more.
func (a *assembly) own(t *sheet.Table, rows [][]*region) int {
	for i, cells := range rows {
		if slices.ContainsFunc(cells, func(r *region) bool { return !among([]float64{r.Left, r.Right}, a.columns) }) {
			return i
		}
		for j, r := range cells {
			c := &t.Rows[i].Cells[j]
			c.Column = nearest(a.columns, r.Left)
			c.Span = nearest(a.columns, r.Right) - c.Column
		}
	}
	return len(rows)
}

// begin adds a new table with lines.
func (a *assembly) begin(t *sheet.Table, rows [][]*region) {
	if len(rows) > 0 {
		a.last, a.rows = t, rows
		a.sheet.Blocks = append(a.sheet.Blocks, sheet.Block{Table: t})
	}
}

// rest gives the rows of the next page without the one, below the headings that stand there
// again, that is the rest of the last row; that one is joined to it.
func (a *assembly) rest(t *sheet.Table, rows [][]*region, at int, lead float64) [][]*region {
	if at >= len(rows) || at >= len(a.rows) {
		return rows
	}
	c := a.cutAt(rows[at], rows[at+1:], lead)
	v := c.verdict()
	if v == newRow {
		return rows
	}
	a.endRow(c.join(), lead, v)
	t.Rows = slices.Delete(t.Rows, at, at+1)
	return slices.Delete(rows, at, at+1)
}

// headings tells how many rows of the next page repeat the first ones of the table.
func (a *assembly) headings(t *sheet.Table) int {
	n := 0
	for n < len(t.Rows) && n < len(a.last.Rows) && rowText(&t.Rows[n]) != "" && rowText(&t.Rows[n]) == rowText(&a.last.Rows[n]) {
		n++
	}
	return n
}

// endRow puts the cells of the last row with their rests in the place of what they were.
func (a *assembly) endRow(cells []*region, lead float64, v verdict) {
	last := len(a.rows) - 1
	row := &a.last.Rows[last]
	a.rows[last] = cells
	for i, r := range cells {
		row.Cells[i].Blocks = r.blocks(lead)
	}
	if v == unsure {
		doubt(row)
	}
}

// among says whether all columns of a table stand on the next page too.
func among(columns, page []float64) bool {
	return !slices.ContainsFunc(columns, func(x float64) bool { return nearest(page, x) < 0 })
}

func sameColumns(a, b []float64) bool {
	return len(a) == len(b) && among(a, b) && among(b, a)
}

func tableOf(g *grid, cells []*region, lead float64) *sheet.Table {
	t := &sheet.Table{Rows: make([]sheet.Row, len(g.ys)-1)}
	for i, c := range g.cells {
		for r := range c.rows {
			cell := sheet.Cell{Column: c.column, Span: c.columns, Merged: c.rows > 1, Filled: cells[i].filled}
			if r == 0 {
				cell.Blocks = cells[i].blocks(lead)
			}
			row := &t.Rows[c.row+r]
			at := len(row.Cells)
			for at > 0 && row.Cells[at-1].Column > cell.Column {
				at--
			}
			row.Cells = append(row.Cells[:at:at], append([]sheet.Cell{cell}, row.Cells[at:]...)...)
		}
	}
	return t
}

// goOn adds the rows of the next page to a table without lines. Its headings may stand there
// again, and its first row may be the rest of the last one: then nothing stands in its first
// cell, where other rows have their number.
func (a *assembly) goOn(t *sheet.Table) {
	rows := t.Rows
	if len(rows) > 0 && len(a.last.Rows) > 0 && rowText(&rows[0]) == rowText(&a.last.Rows[0]) && rowText(&rows[0]) != "" {
		rows = rows[1:]
	}
	if len(rows) > 0 && len(a.last.Rows) > 0 && a.continues(&rows[0]) {
		last := &a.last.Rows[len(a.last.Rows)-1]
		for i := range rows[0].Cells {
			if i < len(last.Cells) {
				last.Cells[i].Blocks = append(last.Cells[i].Blocks, rows[0].Cells[i].Blocks...)
			}
		}
		rows = rows[1:]
	}
	a.last.Rows = append(a.last.Rows, rows...)
}

func (a *assembly) continues(row *sheet.Row) bool {
	last := &a.last.Rows[len(a.last.Rows)-1]
	n := len(row.Cells) - 1
	if n < 1 || n != len(last.Cells)-1 || cellText(&row.Cells[0]) != "" || cellText(&row.Cells[n]) != "" && cellText(&last.Cells[n]) != "" {
		return false // a heading, or a row of its own
	}
	numbered := 0
	for i := range a.last.Rows {
		if cells := a.last.Rows[i].Cells; len(cells) > 0 && cellText(&cells[0]) != "" {
			numbered++
		}
	}
	return 2*numbered > len(a.last.Rows)
}

func rowText(row *sheet.Row) string {
	var b strings.Builder
	for i := range row.Cells {
		b.WriteString(cellText(&row.Cells[i]) + "\n")
	}
	return strings.TrimSpace(b.String())
}

func cellText(c *sheet.Cell) string {
	var b strings.Builder
	sheet.Each(c.Blocks, func(p *sheet.Paragraph) { b.WriteString(p.Text() + " ") })
	return strings.TrimSpace(b.String())
}
