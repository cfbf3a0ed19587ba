package pdf

import (
	"math"
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// Sizes of boxes to tick, in points.
const (
	boxLeast = 4.5
	boxMost  = 24.0
	boxRatio = 1.4 // of width to height
)

// tickBox is a box to tick that is drawn as a figure.
type tickBox struct {
	Rect
	round   bool
	state   sheet.Box
	solid   bool
	ticking []int // characters in it that are its tick
	order   int
}

func boxSized(r Rect) bool {
	w, h := r.width(), r.height()
	return w >= boxLeast && h >= boxLeast && w <= boxMost && h <= boxMost && w <= boxRatio*h && h <= boxRatio*w
}

// boxes finds boxes to tick among the figures, and whether something stands in them.
func (l *layout) boxes(glyphs []glyph) []*tickBox {
	var out []*tickBox
	add := func(b tickBox) {
		for _, o := range out {
			if o.Rect.wider(1.5).meets(b.Rect) && (o.share(b.Rect) > 0.6 || b.share(o.Rect) > 0.6) {
				if b.area() > o.area() {
					o.Rect = b.Rect
				}
				o.solid = o.solid || b.solid
				return
			}
		}
		out = append(out, &b)
	}
	for _, r := range l.squares {
		add(tickBox{Rect: r})
	}
	for i := range l.figures.fills {
		if f := &l.figures.fills[i]; boxSized(f.Rect) && !light(f.colour) && !f.transparent && !hasLetters(glyphs, f.Rect) {
			if l.inBox(out, f.Rect) == nil {
				add(tickBox{Rect: f.Rect, solid: true, order: f.order})
				f.used = true
			}
		}
	}
	for i := range l.figures.scrawls {
		s := &l.figures.scrawls[i]
		if s.closed && s.curved && boxSized(s.Rect) && !hasLetters(glyphs, s.Rect) && l.inBox(out, s.Rect) == nil && !l.insideLarger(i) {
			add(tickBox{Rect: s.Rect, round: true, solid: s.filled, order: s.order})
			s.used = true
		}
	}
	out = slices.DeleteFunc(out, func(b *tickBox) bool {
		if !hasLetters(glyphs, b.Rect) {
			return false
		}
		l.frames = append(l.frames, b.Rect) // a frame round a short word
		return true
	})
	for _, b := range out {
		l.fillBox(b, glyphs)
	}
	return out
}

// insideLarger says whether a curve lies in another closed curve: it is what fills it.
func (l *layout) insideLarger(i int) bool {
	s := &l.figures.scrawls[i]
	return slices.ContainsFunc(l.figures.scrawls, func(o scrawl) bool {
		return o.closed && o.curved && boxSized(o.Rect) && o.area() > s.area()*1.1 && s.Rect.inside(o.Rect.wider(0.5))
	})
}

func (l *layout) inBox(boxes []*tickBox, r Rect) *tickBox {
	for _, b := range boxes {
		if b.Rect.wider(1.5).holds(r.midX(), r.midY()) && r.inside(b.Rect.wider(1.5)) {
			return b
		}
	}
	return nil
}

func light(c Colour) bool {
	return c.Pattern || int(c.R)+int(c.G)+int(c.B) > 3*190
}

// maxFrame is how long the side of a frame round some words may be.
const maxFrame = 250.0

// closedBoxes finds four lines that make a box: one to tick, or a frame round a few words.
// A frame stands alone: a box that other lines touch is part of a table.
func closedBoxes(bars []bar) (squares, frames []Rect) {
	const most = 1500
	var flat, up []*bar
	for i := range bars {
		b := &bars[i]
		switch long := max(b.width(), b.height()); {
		case long < boxLeast-1 || long > maxFrame:
		case b.flat():
			flat = append(flat, b)
		default:
			up = append(up, b)
		}
	}
	if len(flat) > most || len(up) > most {
		return nil, nil
	}
	for _, low := range flat {
		for _, high := range flat {
			box := low.Rect.and(high.Rect)
			if high.midY() <= low.midY() || math.Abs(low.Left-high.Left) > slack || math.Abs(low.Right-high.Right) > slack {
				continue
			}
			left, right := sideOf(up, box.Left, box), sideOf(up, box.Right, box)
			if left == nil || right == nil || left == right {
				continue
			}
			switch sides := []*bar{low, high, left, right}; {
			case boxSized(box):
				squares = append(squares, box)
				claim(sides)
			case box.height() <= maxFrame/4 && alone(bars, box, sides):
				frames = append(frames, box)
				claim(sides)
			}
		}
	}
	return squares, frames
}

func claim(sides []*bar) {
	for _, b := range sides {
		b.square, b.used = true, true
	}
}

// alone says whether no other line touches a box.
func alone(bars []bar, box Rect, sides []*bar) bool {
	const near = 0.8
	for i := range bars {
		b := &bars[i]
		if b.meets(box.wider(near)) && !slices.Contains(sides, b) && !(b.flat() && b.inside(box.wider(-near))) {
			return false
		}
	}
	for _, s := range sides { // a side that goes on, or lies beside another, belongs to more than this box
		if !s.inside(box.wider(near)) || slices.ContainsFunc(bars, func(b bar) bool { return s.twin(&b) && !b.inside(box.wider(near)) }) {
			return false
		}
	}
	return true
}

// twin says whether two lines are the sides of neighbouring cells.
func (a *bar) twin(b *bar) bool {
	const apart, ends = 4.5, 1.5
	if a.flat() != b.flat() {
		return false
	}
	if a.flat() {
		return math.Abs(a.midY()-b.midY()) <= apart && math.Abs(a.Left-b.Left) <= ends && math.Abs(a.Right-b.Right) <= ends
	}
	return math.Abs(a.midX()-b.midX()) <= apart && math.Abs(a.Bottom-b.Bottom) <= ends && math.Abs(a.Top-b.Top) <= ends
}

func sideOf(up []*bar, x float64, box Rect) *bar {
	for _, b := range up {
		if math.Abs(b.midX()-x) <= 1.5 && overlap(b.Bottom, b.Top, box.Bottom, box.Top) > 0.7*box.height() && b.height() < box.height()+2*slack {
			return b
		}
	}
	return nil
}

// ticks are characters that tick a box when they stand in it.
const ticks = "xXvV✓✔✗✘✖×✕•●■☒√+"

func isTick(g *glyph) bool { return strings.ContainsRune(ticks, g.r) }

// hasLetters says whether text that is no tick stands in a box.
func hasLetters(glyphs []glyph, r Rect) bool {
	n, tick := 0, 0
	for i := range glyphs {
		g := &glyphs[i]
		if g.space || !r.holds((g.ink.Left+g.ink.Right)/2, (g.ink.Bottom+g.ink.Top)/2) {
			continue
		}
		n++
		if isTick(g) || g.looks.Marks&sheet.Symbol != 0 {
			tick++
		}
	}
	return n > 1 || n > tick
}

// fillBox decides whether a box is ticked by what is drawn or written in it.
func (l *layout) fillBox(b *tickBox, glyphs []glyph) {
	b.state = sheet.Unticked
	if b.solid {
		b.state = sheet.Ticked
	}
	tick := func(ok bool) {
		switch {
		case !ok:
			b.state = sheet.Conflicting
		case b.state == sheet.Unticked:
			b.state = sheet.Ticked
		}
	}
	near := b.Rect.wider(0.25 * b.width())
	for i := range l.figures.scrawls {
		s := &l.figures.scrawls[i]
		if s.used || !b.Rect.wider(-0.1*b.width()).holds(s.midX(), s.midY()) {
			continue
		}
		if s.width() > 2.2*b.width() || s.height() > 2.2*b.height() {
			continue // a stroke across more than this box
		}
		s.used = true
		if s.paper || s.closed && s.curved && !s.filled && s.area() > 0.6*b.area() && s.inside(b.Rect.wider(1)) {
			continue // the ground of the box, or its edge
		}
		tick(s.inside(near.wider(0.5 * b.width())))
	}
	for i := range l.figures.fills {
		f := &l.figures.fills[i]
		if f.used || !f.Rect.inside(b.Rect.wider(1.5)) {
			continue
		}
		f.used = true
		if !light(f.colour) && f.area() > 0.1*b.area() {
			tick(true)
		}
	}
	for i := range l.figures.bars {
		bar := &l.figures.bars[i]
		if bar.used || bar.grid && !boxSized(bar.Rect.and(b.Rect)) || !bar.Rect.inside(b.Rect.wider(1.5)) {
			continue
		}
		bar.used = true
		if !edge(bar, b.Rect) {
			tick(false)
		}
	}
	for i := range glyphs {
		g := &glyphs[i]
		if !g.space && b.Rect.holds(g.ink.midX(), g.ink.midY()) {
			b.ticking = append(b.ticking, i)
			tick(isTick(g) && g.looks.Marks&(sheet.Faint|sheet.Invisible) == 0)
		}
	}
}

// edge says whether a line lies along the side of a box: a frame drawn twice.
func edge(b *bar, r Rect) bool {
	const near = 0.22
	if b.flat() {
		return min(math.Abs(b.midY()-r.Bottom), math.Abs(b.midY()-r.Top)) < near*r.height()
	}
	return min(math.Abs(b.midX()-r.Left), math.Abs(b.midX()-r.Right)) < near*r.width()
}

// withoutTicks takes the characters out of the text that tick a box.
func withoutTicks(glyphs []glyph, boxes []*tickBox) []glyph {
	drop := map[int]bool{}
	for _, b := range boxes {
		for _, i := range b.ticking {
			drop[i] = true
		}
	}
	var out []glyph
	for i := range glyphs {
		if !drop[i] {
			out = append(out, glyphs[i])
		}
	}
	return out
}

// boxGlyphs makes characters of boxes, on the baseline of the text beside them.
func boxGlyphs(boxes []*tickBox) []glyph {
	var out []glyph
	for _, b := range boxes {
		out = append(out, boxGlyph(b.Rect, b.state, b.round, b.solid))
	}
	return out
}

func boxGlyph(r Rect, state sheet.Box, round, solid bool) glyph {
	signs := map[sheet.Box]rune{sheet.Ticked: '☒', sheet.Unticked: '☐', sheet.Conflicting: '☐'}
	g := glyph{r: signs[state], x0: r.Left, x1: r.Right, y: r.midY() - 0.33*min(r.height(), 11), size: min(max(r.height(), 7), 11), ink: r, typed: true}
	if round {
		g.r = map[sheet.Box]rune{sheet.Ticked: '◉', sheet.Unticked: '○', sheet.Conflicting: '○'}[state]
	}
	if solid && state == sheet.Ticked {
		g.r = '■'
		if round {
			g.r = '●'
		}
	}
	g.looks.Box = state
	return g
}
