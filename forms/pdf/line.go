package pdf

import (
	"math"
	"slices"
	"unicode"

	"mdaplus/forms/sheet"
)

// thing is something in or over the text that is no text, with its place.
type thing struct {
	Rect
	object sheet.Object
}

// textLine is one line of text, from left to right.
type textLine struct {
	glyphs []glyph
	y      float64 // baseline
	size   float64
	things []sheet.Object
	alone  bool // never a part of a longer paragraph
	spaced bool // a space was written behind it
}

func (l *textLine) box() Rect {
	if len(l.glyphs) == 0 {
		return Rect{0, l.y, 0, l.y}
	}
	r := l.glyphs[0].body()
	for i := range l.glyphs {
		r = r.and(l.glyphs[i].body())
	}
	return r
}

func (l *textLine) left() float64 {
	if len(l.glyphs) == 0 {
		return 0
	}
	return l.glyphs[0].x0
}

func (l *textLine) right() float64 {
	if len(l.glyphs) == 0 {
		return 0
	}
	return l.glyphs[len(l.glyphs)-1].x1
}

// Distances between characters and lines, in parts of their size.
const (
	sameLine  = 0.35 // baselines of one line
	wordGap   = 0.18 // between words, when no space was written
	columnGap = 2.0  // set apart
	raisedMax = 0.85 // a raised or lowered character is smaller than this
)

// linesOf sorts characters into lines from top to bottom.
func linesOf(glyphs []glyph) []*textLine {
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return order(-a.y, -b.y, a.x0, b.x0) })
	var out []*textLine
	for _, g := range glyphs {
		if g.space && (len(out) == 0 || math.Abs(out[len(out)-1].y-g.y) > sameLine*out[len(out)-1].size) {
			continue // a space alone makes no line
		}
		if n := len(out); n > 0 && out[n-1].takes(&g) {
			out[n-1].add(g)
			continue
		}
		out = append(out, &textLine{glyphs: []glyph{g}, y: g.y, size: g.size})
	}
	out = slices.DeleteFunc(out, func(l *textLine) bool { return l.blank() })
	out = raise(out)
	for _, l := range out {
		l.sort()
	}
	return out
}

func (l *textLine) blank() bool {
	return !slices.ContainsFunc(l.glyphs, func(g glyph) bool { return !g.space })
}

func (l *textLine) takes(g *glyph) bool {
	return l.y-g.y <= sameLine*min(max(l.size, g.size), 2*min(l.size, g.size))
}

// add puts a character on the line; the largest sets the baseline.
func (l *textLine) add(g glyph) {
	if !g.space && g.size > l.size {
		l.size, l.y = g.size, g.y
	}
	l.glyphs = append(l.glyphs, g)
}

// raise joins small characters above or below a line to it.
func raise(lines []*textLine) []*textLine {
	for i := 0; i < len(lines); i++ {
		for _, j := range []int{i - 1, i + 1} {
			if j < 0 || j >= len(lines) {
				continue
			}
			small, big := lines[i], lines[j]
			if small.size > raisedMax*big.size || len(small.glyphs) > len(big.glyphs) || math.Abs(small.y-big.y) > 0.6*big.size || !small.fits(big) {
				continue
			}
			for _, g := range small.glyphs {
				if g.looks.Box == sheet.NoBox {
					g.mark(sheet.Raised)
				}
				big.glyphs = append(big.glyphs, g)
			}
			lines = slices.Delete(lines, i, i+1)
			i--
			break
		}
	}
	return lines
}

// fits says whether the characters of a line stand beside those of another, not over them.
func (l *textLine) fits(big *textLine) bool {
	for i := range l.glyphs {
		for j := range big.glyphs {
			a, b := &l.glyphs[i], &big.glyphs[j]
			if !a.space && !b.space && overlap(a.x0, a.x1, b.x0, b.x1) > 0.4*min(a.x1-a.x0, b.x1-b.x0) {
				return false
			}
		}
	}
	near := big.box().wider(0.6 * big.size)
	return near.meets(l.box())
}

func (l *textLine) sort() {
	slices.SortStableFunc(l.glyphs, func(a, b glyph) int { return order(a.x0, b.x0) })
	for i := 1; i < len(l.glyphs); i++ { // an accent takes no room of its own
		if unicode.Is(unicode.Mn, l.glyphs[i].r) {
			l.glyphs[i].x1 = max(l.glyphs[i].x1, l.glyphs[i-1].x1)
		}
	}
	for len(l.glyphs) > 0 && l.glyphs[0].space {
		l.glyphs = l.glyphs[1:]
	}
	for len(l.glyphs) > 0 && l.glyphs[len(l.glyphs)-1].space {
		l.spaced = true
		l.glyphs = l.glyphs[:len(l.glyphs)-1]
	}
}

// words gives the stretches of letters on a line that belong together, by first and last.
func (l *textLine) words() [][2]int {
	var out [][2]int
	for i := 0; i < len(l.glyphs); {
		if !l.glyphs[i].letter() {
			i++
			continue
		}
		from := i
		for i++; i < len(l.glyphs) && l.glyphs[i].letter() && l.glyphs[i].x0-l.glyphs[i-1].x1 < wordGap*l.size; i++ {
		}
		out = append(out, [2]int{from, i})
	}
	return out
}

// piles says whether characters of a line lie over one another: text painted over text.
func (l *textLine) piles() bool {
	for i := 1; i < len(l.glyphs); i++ {
		a, b := &l.glyphs[i-1], &l.glyphs[i]
		if !a.letter() || !b.letter() || a.ink == b.ink {
			continue // a full stop may stand under an r; two letters in one box are one sign: "fi"
		}
		if overlap(a.ink.Left, a.ink.Right, b.ink.Left, b.ink.Right) > 0.45*min(a.ink.width(), b.ink.width()) && a.ink.meets(b.ink) && a.ink.width() > 0.3 && b.ink.width() > 0.3 {
			return true
		}
	}
	return false
}

// gap says what stands between two characters: nothing, a space, or room for a column.
func gap(a, b *glyph, between bool) string {
	size := max(a.size, b.size)
	switch d := b.x0 - a.x1; {
	case d > columnGap*size:
		return "\t"
	case between || d > wordGap*size, glued(a, b):
		return " "
	}
	return ""
}

// glued says whether a new word in other type stands right behind a word: a tab that was
// too short to be seen.
func glued(a, b *glyph) bool {
	return unicode.IsLower(a.r) && unicode.IsUpper(b.r) && a.bold() != b.bold()
}

// write adds the line to a paragraph.
func (l *textLine) write(p *sheet.Paragraph) {
	p.Objects = append(p.Objects, l.things...)
	var last *glyph
	between := false
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if g.space {
			between = true
			continue
		}
		run := g.looks
		if last != nil {
			if sep := gap(last, g, between); sep != "" {
				blank := last.looks
				blank.Box, blank.Text = sheet.NoBox, sep
				if last.looks != run {
					blank.Marks &= run.Marks
				}
				p.Add(blank)
			}
		}
		run.Text = string(g.r)
		p.Add(run)
		last, between = g, false
	}
}

// text gives the line as plain text.
func (l *textLine) text() string {
	p := &sheet.Paragraph{}
	l.write(p)
	return p.Text()
}
