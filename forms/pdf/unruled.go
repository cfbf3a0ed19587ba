package pdf

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// A table may have no lines, or only lines between its rows. Then its columns are what
// stands at one place on line after line, and its rows begin where a number stands. That
// is trusted only when every row is set apart from the one before: by a line, or by more
// room than there is between its own lines.

// Sizes of tables without lines.
const (
	leastRows  = 3
	sameColumn = 1.6 // points by which the beginnings of one column may differ
	cellGap    = 0.9 // room before a column, in parts of the size of its type
	longRule   = 0.3 // of the page: a line between rows
	rowRoom    = 0.8 // points by which rows stand further apart than lines
)

var rowNumber = regexp.MustCompile(`^(\d{1,2}|[A-Ha-h])[.):]?$`)

// columns are where the columns of tables without lines stand in a document.
type columns struct{ number, name, answer float64 }

// unruledTable is a table without lines: the lines of text that it takes, and where its
// rows begin among them.
type unruledTable struct {
	*columns
	from, to int
	starts   []int
}

// findColumns looks for tables without lines on all pages: what stands at one place on line
// after line behind other text, and numbers before it.
func findColumns(layouts []*layout) *columns {
	var lines []*textLine
	for _, l := range layouts {
		lines = append(lines, l.outside.lines...)
	}
	answer, n := lastColumn(lines)
	if n < leastRows {
		return nil
	}
	c := &columns{answer: answer}
	var numbers, names []float64
	for _, l := range lines {
		if at := l.columnsOf(); len(at) > 1 && rowNumber.MatchString(strings.TrimSpace(l.between(at[0], at[1]))) && at[1] < answer-sameColumn {
			numbers, names = append(numbers, at[0]), append(names, at[1])
		}
	}
	if len(names) < leastRows {
		return c
	}
	slices.Sort(names)
	slices.Sort(numbers)
	c.number, c.name = numbers[0], names[len(names)/2]
	return c
}

// named says whether the columns of numbers and names are known.
func (c *columns) named() bool { return c.name > 0 }

// unruled gives lines outside tables as blocks. OnTop: a table without lines ran to the end
// of the page before. It is false when they look like a table that cannot be told apart
// with certainty.
func (l *layout) unruled(lines []*textLine, c *columns, onTop bool) ([]sheet.Block, bool) {
	if c == nil || len(lines) == 0 {
		return l.asText(lines), true
	}
	t := unruledTable{columns: c}
	if !c.named() || !t.numbers(lines, l.bands(lines)) && !onTop || !t.extent(lines, onTop) {
		return l.asText(lines), !l.scattered(lines, c.answer)
	}
	if !l.certain(&t, lines) || l.scattered(lines[:t.from], c.answer) {
		return nil, false
	}
	out := l.asText(lines[:t.from])
	out = append(out, sheet.Block{Table: t.table(lines, l.leading)})
	rest, sure := l.unruled(lines[t.to:], c, false)
	return append(out, rest...), sure
}

// certain says whether every row is set apart from the one before, and no word lies across
// two columns.
func (l *layout) certain(t *unruledTable, lines []*textLine) bool {
	for i, start := range t.starts {
		if i > 0 && !l.apart(lines, t.starts[i-1], start) {
			return false
		}
	}
	return !slices.ContainsFunc(lines[t.from:t.to], func(line *textLine) bool { return line.crosses(t.answer) })
}

func (l *layout) asText(lines []*textLine) []sheet.Block {
	var out []sheet.Block
	for _, p := range paragraphs(lines, l.textLimit(), l.leading) {
		out = append(out, sheet.Block{Paragraph: p})
	}
	return out
}

// scattered says whether text of the last column stands on lines of its own, or beside a
// number only: then nobody can tell to what it belongs.
func (l *layout) scattered(lines []*textLine, answer float64) bool {
	return slices.ContainsFunc(lines, func(line *textLine) bool {
		return len(line.glyphs) > 0 && math.Abs(line.lastBegin()-answer) <= sameColumn && (line.left() > answer-2*sameColumn || rowNumber.MatchString(strings.TrimSpace(line.upTo(answer))))
	})
}

// columnsOf gives where something begins on a line after room for a column.
func (l *textLine) columnsOf() []float64 {
	var out []float64
	last := -1
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if g.space {
			continue
		}
		if last < 0 || g.x0-l.glyphs[last].x1 > cellGap*max(g.size, l.glyphs[last].size) {
			out = append(out, g.x0)
		}
		last = i
	}
	return out
}

// lastColumn finds the rightmost place at which something begins on several lines, behind
// other text on most of them.
func lastColumn(lines []*textLine) (x float64, n int) {
	var all []float64
	for _, l := range lines {
		if c := l.columnsOf(); len(c) > 1 {
			all = append(all, c[len(c)-1])
		}
	}
	slices.Sort(all)
	for i := range all {
		count := 0
		for j := i; j < len(all) && all[j]-all[i] <= sameColumn; j++ {
			count++
		}
		if count >= leastRows && count >= n {
			x, n = all[i], count
		}
	}
	return x, n
}

func (l *textLine) upTo(x float64) string { return l.between(-math.MaxFloat64, x-sameColumn) }

// bands tells of each line how many long rules lie above it, -1 when there are none.
func (l *layout) bands(lines []*textLine) []int {
	out := make([]int, len(lines))
	for i, line := range lines {
		for j := range l.figures.bars {
			if b := &l.figures.bars[j]; b.flat() && b.width() > longRule*l.view.width() && b.midY() > line.y {
				out[i]++
			}
		}
	}
	return out
}

// numbers finds the lines at which rows begin: the first below a rule where a number stands,
// or without rules the one with a number and then the name.
func (t *unruledTable) numbers(lines []*textLine, bands []int) bool {
	const aside = 6
	for i, l := range lines {
		first := i
		for first > 0 && bands[i] > 0 && bands[first-1] == bands[i] {
			first--
		}
		alone := rowNumber.MatchString(strings.TrimSpace(l.upTo(t.name))) && math.Abs(l.left()-t.number) <= aside
		if alone && bands[i] > 0 && first != i && (len(t.starts) == 0 || t.starts[len(t.starts)-1] < first) && lines[first].left() > t.number-aside {
			t.starts = append(t.starts, first)
			continue
		}
		at := l.columnsOf()
		if alone && bands[i] > 0 && first == i {
			t.starts = append(t.starts, i)
			continue
		}
		if len(at) < 2 || math.Abs(at[0]-t.number) > aside || math.Abs(at[1]-t.name) > 2*sameColumn || !rowNumber.MatchString(strings.TrimSpace(l.between(at[0], at[1]))) {
			continue
		}
		t.starts = append(t.starts, i)
	}
	return len(t.starts) > 0
}

// between gives the text of a line from one place to another.
func (l *textLine) between(from, to float64) string {
	part := l.part(from, to)
	return part.text()
}

// part gives the piece of a line from one place to another.
func (l *textLine) part(from, to float64) *textLine {
	p := &textLine{y: l.y, size: l.size, alone: l.alone}
	for _, g := range l.glyphs {
		if mid := (g.x0 + g.x1) / 2; mid >= from-0.5 && mid < to-0.5 {
			p.glyphs = append(p.glyphs, g)
		}
	}
	p.sort()
	return p
}

// extent says which lines belong to the table: those above with headings, or on top of a
// page the rest of a row, and behind the last row all that stand no further left than the
// names.
func (t *unruledTable) extent(lines []*textLine, onTop bool) bool {
	inner := func(l *textLine) bool { return len(l.glyphs) > 0 && l.left() > t.name-2*sameColumn }
	if onTop && inner(lines[0]) {
		if n := len(t.starts); n == 0 || !slices.ContainsFunc(lines[:t.starts[0]], func(l *textLine) bool { return !inner(l) }) {
			t.starts = append([]int{0}, t.starts...)
		}
	}
	if len(t.starts) == 0 {
		return false
	}
	t.from = t.starts[0]
	for t.from > 0 && math.Abs(lines[t.from-1].lastBegin()-t.answer) <= sameColumn && lines[t.from-1].y-lines[t.from].y < 3*lines[t.from].size {
		t.from--
	}
	t.to = t.starts[len(t.starts)-1] + 1
	for t.to < len(lines) && inner(lines[t.to]) {
		t.to++
	}
	return true
}

func (l *textLine) lastBegin() float64 {
	c := l.columnsOf()
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1]
}

// apart says whether the row that begins at a line is set apart from the one before.
func (l *layout) apart(lines []*textLine, before, start int) bool {
	above, own := lines[start-1], lines[start]
	for i := range l.figures.bars {
		b := &l.figures.bars[i]
		if b.flat() && b.width() > longRule*l.view.width() && b.midY() < above.y && b.midY() > own.y {
			return true
		}
	}
	room := above.y - own.y
	inner := 0.0
	for i := before + 1; i < start; i++ {
		inner = max(inner, lines[i-1].y-lines[i].y)
	}
	return inner > 0 && room > inner+rowRoom
}

// crosses says whether a word of the line begins before a place and ends behind it.
func (l *textLine) crosses(x float64) bool {
	for _, w := range l.words() {
		if l.glyphs[w[0]].x0 < x-sameColumn && l.glyphs[w[1]-1].x1 > x+sameColumn {
			return true
		}
	}
	return false
}

// table makes the rows.
func (t *unruledTable) table(lines []*textLine, lead float64) *sheet.Table {
	out := &sheet.Table{}
	bounds := append([]int{}, t.starts...)
	if t.from < t.starts[0] {
		bounds = append([]int{t.from}, bounds...)
	}
	bounds = append(bounds, t.to)
	for i := 0; i+1 < len(bounds); i++ {
		out.Rows = append(out.Rows, t.row(lines[bounds[i]:bounds[i+1]], lead))
	}
	return out
}

func (t *unruledTable) row(lines []*textLine, lead float64) sheet.Row {
	edges := []float64{-math.MaxFloat64, t.name, t.answer, math.MaxFloat64}
	var row sheet.Row
	for c := 0; c+1 < len(edges); c++ {
		cell := sheet.Cell{Column: c, Span: 1}
		var parts []*textLine
		for _, l := range lines {
			if p := l.part(edges[c], edges[c+1]); len(p.glyphs) > 0 {
				parts = append(parts, p)
			}
		}
		if c > 0 {
			for _, l := range lines { // what lies over a line may lie over any cell of it
				if len(l.things) > 0 {
					if len(parts) == 0 {
						parts = append(parts, &textLine{y: l.y, size: l.size})
					}
					parts[0].things = append(parts[0].things, l.things...)
				}
			}
		}
		limit := edges[c+1]
		if c == len(edges)-2 {
			limit = 0
			for _, p := range parts {
				limit = max(limit, p.right())
			}
		}
		for _, p := range paragraphs(parts, limit, lead) {
			cell.Blocks = append(cell.Blocks, sheet.Block{Paragraph: p})
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}
