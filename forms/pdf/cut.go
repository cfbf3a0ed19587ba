package pdf

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mdaplus/forms/sheet"
)

// The end of a page may cut a row of a table: the rest of each of its cells then stands in
// the first row of the next page, which looks like any other row. Two things tell them
// apart. A rest does not begin as rows of this table do: it lacks the number, the capital or
// the bold type that they have. And a rest stands only below a cell that was full. What these
// leave open, or answer differently, is joined so that all of the text is seen, and asked.

// verdict says what the first row of a page is.
type verdict uint8

const (
	newRow verdict = iota
	sameRow
	unsure
)

// Room in a cell, in parts of the size of its type. A paragraph is not cut after its first
// line or before its last, so a cut may leave room, but not for three lines, nor for all of
// the rest.
const (
	linePitch  = 1.4
	spareLines = 3.5
)

// cut is the last row of a page and the first one of the next. Others are the rows of the
// table that have the same cells.
type cut struct {
	tail, head []*region
	others     [][]*region
	lead       float64
}

// row gives the regions of a row, from left to right.
func (g *grid) row(cells []*region, row int) []*region {
	var at []int
	for i, c := range g.cells {
		if row >= c.row && row < c.row+c.rows {
			at = append(at, i)
		}
	}
	slices.SortFunc(at, func(a, b int) int { return g.cells[a].column - g.cells[b].column })
	out := make([]*region, len(at))
	for i, n := range at {
		out[i] = cells[n]
	}
	return out
}

func (g *grid) rows(cells []*region) [][]*region {
	out := make([][]*region, len(g.ys)-1)
	for r := range out {
		out[r] = g.row(cells, r)
	}
	return out
}

func (a *assembly) cutAt(head []*region, below [][]*region, lead float64) *cut {
	last := len(a.rows) - 1
	c := &cut{tail: a.rows[last], head: head, lead: lead}
	for _, r := range append(append([][]*region{}, a.rows...), below...) {
		if sameCells(r, head) {
			c.others = append(c.others, r)
		}
	}
	return c
}

// sameCells says whether two rows have the same cells beside each other.
func sameCells(a, b []*region) bool {
	var left, right []float64
	for _, r := range a {
		left = append(left, r.Left, r.Right)
	}
	for _, r := range b {
		right = append(right, r.Left, r.Right)
	}
	return len(a) > 0 && sameColumns(left, right)
}

func (c *cut) verdict() verdict {
	if !sameCells(c.tail, c.head) {
		return newRow
	}
	first, style := c.head[0].text(), c.numbers()
	switch full := c.full(); {
	case c.otherwise(first, style) && full:
		return sameRow
	case c.otherwise(first, style):
		return unsure
	case style != nil && style != looseNumber:
		return newRow
	case first == "":
		return c.flow()
	case !full:
		return newRow
	case !c.complete(), c.flows(0) && c.ends() < 2 && !c.single():
		return unsure
	}
	return newRow
}

// single says whether the first cell has one line, as in most rows: its name is whole.
func (c *cut) single() bool {
	n := 0
	for _, r := range c.others {
		if len(r[0].lines) == 1 {
			n++
		}
	}
	return len(c.tail[0].lines) == 1 && 2*n > len(c.others)
}

// ends tells how many cells with text on both pages have an end there, not a full line.
func (c *cut) ends() int {
	n := 0
	for i := range c.head {
		if c.tail[i].lastLine() != nil && c.head[i].firstLine() != nil && !c.flows(i) {
			n++
		}
	}
	return n
}

// full says whether every rest stands below a cell that had no room for it.
func (c *cut) full() bool {
	for i, r := range c.head {
		if t := c.tail[i].lastLine(); t != nil && r.lastLine() != nil {
			room := t.y - descent*t.size - c.tail[i].Bottom
			if room > min(spareLines, linePitch*float64(len(r.lines)))*t.size {
				return false
			}
		}
	}
	return true
}

// How rows are numbered: in a cell of its own, before the name, or before it without a sign,
// which a number in a sentence looks like too.
var (
	looseNumber = regexp.MustCompile(`^\d{1,2}\s`)
	numberings  = []*regexp.Regexp{rowNumber, regexp.MustCompile(`^(\d{1,2}|[A-Ha-h])[.):]\s`), looseNumber}
	motive      = regexp.MustCompile(`(?i)^\W*(korte\s+)?toelichting\b`)
)

// numbers tells how most rows of the table are numbered, nil when they are not.
func (c *cut) numbers() *regexp.Regexp {
	for _, n := range numberings {
		if 2*c.count(n.MatchString) > len(c.others) {
			return n
		}
	}
	return nil
}

func (c *cut) count(is func(string) bool) int {
	n := 0
	for _, r := range c.others {
		if is(r[0].text()) {
			n++
		}
	}
	return n
}

// otherwise says whether the row begins in another way than rows of this table do.
func (c *cut) otherwise(first string, style *regexp.Regexp) bool {
	const few = 2
	named := c.count(func(s string) bool { return s != "" })
	switch {
	case first == "":
		return 2*named > len(c.others)
	case style != nil:
		return !style.MatchString(first)
	case len(c.others) < few:
		return false
	case motive.MatchString(first):
		return c.count(motive.MatchString) == 0
	case small(first):
		return c.count(small) == 0
	}
	bold := 0
	for _, r := range c.others {
		if r[0].bold() {
			bold++
		}
	}
	return bold == named && !c.head[0].bold() || c.anotherWord(first, named)
}

// anotherWord says whether all rows begin with one word, and this one with another.
func (c *cut) anotherWord(first string, named int) bool {
	word := func(s string) string { w, _, _ := strings.Cut(s, " "); return w }
	for _, r := range c.others {
		if w := word(r[0].text()); w != "" {
			return w != word(first) && c.count(func(s string) bool { return word(s) == w }) == named
		}
	}
	return false
}

func small(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// complete says whether text stands in every cell in which all other rows have text.
func (c *cut) complete() bool {
	for i, r := range c.head {
		if r.text() == "" && !slices.ContainsFunc(c.others, func(o []*region) bool { return o[i].text() == "" }) {
			return false
		}
	}
	return true
}

// flow decides by the flow of the text alone, in a table that has rows without a name.
func (c *cut) flow() verdict {
	for i, r := range c.head {
		switch {
		case !c.flows(i):
		case small(r.text()):
			return sameRow
		default:
			return unsure
		}
	}
	return newRow
}

// flows says whether the last line of a cell was full, so that its text may go on.
func (c *cut) flows(i int) bool {
	t, h := c.tail[i].lastLine(), c.head[i].firstLine()
	if t == nil || h == nil {
		return false
	}
	next := *h
	next.y = t.y - leadLeast*t.size
	return t.full(&next, c.tail[i].textLimit(), c.lead)
}

// join gives the cells of the row with their rests.
func (c *cut) join() []*region {
	out := make([]*region, len(c.tail))
	for i, t := range c.tail {
		joined := *t
		joined.lines = append(append([]*textLine{}, t.lines...), c.head[i].below(t.lastLine())...)
		out[i] = &joined
	}
	return out
}

// below gives the lines of a region as they would stand below a line of the page before.
func (r *region) below(last *textLine) []*textLine {
	first := r.firstLine()
	if last == nil || first == nil {
		return r.lines
	}
	down := first.y - (last.y - leadLeast*max(last.size, first.size))
	var out []*textLine
	for _, l := range r.lines {
		moved := *l
		moved.y -= down
		out = append(out, &moved)
	}
	return out
}

func (r *region) firstLine() *textLine {
	for _, l := range r.lines {
		if len(l.glyphs) > 0 {
			return l
		}
	}
	return nil
}

func (r *region) lastLine() *textLine {
	for i := len(r.lines) - 1; i >= 0; i-- {
		if len(r.lines[i].glyphs) > 0 {
			return r.lines[i]
		}
	}
	return nil
}

// text gives the text of a region on one line.
func (r *region) text() string {
	var b strings.Builder
	for _, l := range r.lines {
		b.WriteString(l.text() + " ")
	}
	return strings.TrimSpace(b.String())
}

// bold says whether a region begins in bold type.
func (r *region) bold() bool {
	l := r.firstLine()
	return l != nil && l.glyphs[0].bold()
}

// doubt asks about a row.
func doubt(row *sheet.Row) {
	for i := range row.Cells {
		c := &row.Cells[i]
		p := &sheet.Paragraph{Objects: []sheet.Object{{Kind: sheet.Unknown}}}
		if len(c.Blocks) > 0 && c.Blocks[0].Paragraph != nil {
			c.Blocks[0].Paragraph.Objects = append(c.Blocks[0].Paragraph.Objects, p.Objects...)
			continue
		}
		c.Blocks = append(c.Blocks, sheet.Block{Paragraph: p})
	}
}
