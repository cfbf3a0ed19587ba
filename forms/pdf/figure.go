package pdf

import (
	"math"
	"slices"
)

// Sizes of figures, in points.
const (
	thin     = 2.2 // a line is not thicker
	dot      = 1.2 // what is smaller both ways is no line
	slack    = 2.5 // by which lines that are drawn to meet may miss each other
	straight = 0.6 // by which the ends of an upright line may differ
)

// bar is an upright line: drawn, or a box so thin that it looks like one.
type bar struct {
	Rect
	thick  float64
	order  int
	colour Colour
	grid   bool // a line of a table
	square bool // a side of a box to tick
	used   bool // it is known what it does
}

func (b *bar) flat() bool    { return b.Right-b.Left >= b.Top-b.Bottom }
func (b *bar) midY() float64 { return (b.Top + b.Bottom) / 2 }
func (b *bar) midX() float64 { return (b.Left + b.Right) / 2 }

// fill is an upright box with a colour.
type fill struct {
	Rect
	colour      Colour
	order       int
	transparent bool
	used        bool
}

// scrawl is any other figure: slanting or curved.
type scrawl struct {
	Rect
	closed bool // a curve that comes back to where it began
	filled bool // with ink
	paper  bool // with the colour of paper
	curved bool
	order  int
	used   bool
}

// figures are the drawings of a page by what they look like.
type figures struct {
	bars    []bar
	fills   []fill
	scrawls []scrawl
}

// figuresOf takes the drawings of a page apart.
func figuresOf(paths []Path) *figures {
	f := &figures{}
	for i := range paths {
		f.path(&paths[i])
	}
	f.join()
	return f
}

func (f *figures) path(p *Path) {
	box := p.Box.within(p.Clip)
	if box.empty() || p.Filled && !p.Stroked && p.Fill.A == 0 || p.Stroked && !p.Filled && p.Line.A == 0 {
		return
	}
	if p.Many || p.Layer {
		f.scrawls = append(f.scrawls, scrawl{Rect: box, order: p.Order, filled: p.Filled, curved: true})
		return
	}
	all := parts(p.Strokes)
	for i := 0; i < len(all); i++ {
		if i+1 < len(all) && p.Filled && !p.Stroked && f.ring(p, all[i], all[i+1]) {
			i++
			continue
		}
		f.part(p, all[i])
	}
}

// ringMost is how thick a border may be that is painted as the room between two boxes.
const ringMost = 4.0

// ring takes two parts of which one lies just inside the other for what they show when
// they are filled: a border.
func (f *figures) ring(p *Path, a, b []Stroke) bool {
	if len(a) < 3 || len(b) < 3 {
		return false
	}
	outer, inner := shapeOf(a), shapeOf(b)
	if inner.area() > outer.area() {
		outer, inner = inner, outer
	}
	o, i := outer.Rect, inner.Rect
	left, right, bottom, top := i.Left-o.Left, o.Right-i.Right, i.Bottom-o.Bottom, o.Top-i.Top
	if min(left, right, bottom, top) < -0.1 || max(left, right, bottom, top) > ringMost || max(left, right, bottom, top) <= 0 || i.width() < dot || i.height() < dot {
		return false
	}
	if !outer.upright || !inner.upright {
		f.scrawls = append(f.scrawls, scrawl{Rect: o.within(p.Clip), closed: true, curved: true, order: p.Order})
		return true
	}
	for _, side := range []Rect{{o.Left, o.Bottom, i.Left, o.Top}, {i.Right, o.Bottom, o.Right, o.Top}, {o.Left, o.Bottom, o.Right, i.Bottom}, {o.Left, i.Top, o.Right, o.Top}} {
		if side = side.within(p.Clip); !side.empty() && min(side.width(), side.height()) > 0.01 {
			f.bars = append(f.bars, bar{Rect: side, thick: min(side.width(), side.height()), order: p.Order, colour: p.Fill})
		}
	}
	return true
}

// parts cuts a path where the pen is lifted.
func parts(strokes []Stroke) [][]Stroke {
	var out [][]Stroke
	from := 0
	for i := range strokes {
		if i > from && strokes[i].Kind == Move {
			out = append(out, strokes[from:i])
			from = i
		}
	}
	return append(out, strokes[from:])
}

func (f *figures) part(p *Path, part []Stroke) {
	if len(part) < 2 {
		return
	}
	shape := shapeOf(part)
	box := shape.Rect.within(p.Clip)
	if box.empty() {
		return
	}
	if p.Filled && !p.Stroked && (box.width() <= thin || box.height() <= thin) {
		f.bars = append(f.bars, bar{Rect: box, thick: min(box.width(), box.height()), order: p.Order, colour: p.Fill})
		return
	}
	if p.Filled && shape.upright && p.Fill.A > 0 {
		f.fills = append(f.fills, fill{Rect: box, colour: p.Fill, order: p.Order, transparent: p.Transparent || p.Fill.A < opaque})
	}
	switch {
	case p.Stroked && shape.upright:
		f.edges(p, part)
	case !shape.upright:
		paper := p.Filled && light(p.Fill)
		f.scrawls = append(f.scrawls, scrawl{Rect: box, closed: shape.closed, filled: p.Filled && !paper, paper: paper, curved: shape.curved, order: p.Order})
	}
}

// opaque is how much ink hides what lies under it.
const opaque = 250

type shape struct {
	Rect
	upright, closed, curved bool
}

func shapeOf(part []Stroke) shape {
	s := shape{Rect: Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}, upright: true}
	for i := range part {
		at := part[i].To
		s.Rect = s.Rect.with(at)
		s.closed = s.closed || part[i].Back
		s.curved = s.curved || part[i].Kind == Curve
		if i > 0 && !level(part[i-1].To, at) {
			s.upright = false
		}
	}
	first, last := part[0].To, part[len(part)-1].To
	near := max(s.width(), s.height()) / 8
	s.closed = s.closed || math.Hypot(first.X-last.X, first.Y-last.Y) <= near
	s.upright = s.upright && !s.curved && (!s.closed || level(last, first))
	return s
}

// level says whether the line between two points is upright.
func level(a, b Point) bool { return math.Abs(a.X-b.X) <= straight || math.Abs(a.Y-b.Y) <= straight }

// edges adds the lines of an upright stroked figure.
func (f *figures) edges(p *Path, part []Stroke) {
	half := max(p.Width, 0.1) / 2
	add := func(a, b Point) {
		box := Rect{min(a.X, b.X), min(a.Y, b.Y), max(a.X, b.X), max(a.Y, b.Y)}
		if box.width() >= box.height() {
			box.Bottom, box.Top = (box.Bottom+box.Top)/2-half, (box.Bottom+box.Top)/2+half
		} else {
			box.Left, box.Right = (box.Left+box.Right)/2-half, (box.Left+box.Right)/2+half
		}
		if box = box.within(p.Clip); !box.empty() {
			f.bars = append(f.bars, bar{Rect: box, thick: 2 * half, order: p.Order, colour: p.Line})
		}
	}
	for i := 1; i < len(part); i++ {
		add(part[i-1].To, part[i].To)
	}
	if part[len(part)-1].Back {
		add(part[len(part)-1].To, part[0].To)
	}
}

// join makes one line of lines that go on where another ends: a strike that was drawn in
// pieces, one for every stretch of text.
func (f *figures) join() {
	slices.SortStableFunc(f.bars, func(a, b bar) int {
		if a.flat() != b.flat() {
			if a.flat() {
				return -1
			}
			return 1
		}
		if a.flat() {
			return order(math.Round(a.midY()*2), math.Round(b.midY()*2), a.Left, b.Left)
		}
		return order(math.Round(a.midX()*2), math.Round(b.midX()*2), a.Bottom, b.Bottom)
	})
	out := f.bars[:0]
	for _, b := range f.bars {
		if n := len(out); n > 0 && out[n-1].goesOn(&b) {
			last := &out[n-1]
			last.Rect = last.Rect.and(b.Rect)
			last.order = max(last.order, b.order)
			continue
		}
		out = append(out, b)
	}
	f.bars = out
}

func order(values ...float64) int {
	for i := 0; i+1 < len(values); i += 2 {
		switch {
		case values[i] < values[i+1]:
			return -1
		case values[i] > values[i+1]:
			return 1
		}
	}
	return 0
}

// goesOn says whether b goes on where a ends.
func (a *bar) goesOn(b *bar) bool {
	const gap, aside = 0.8, 0.5
	if a.flat() != b.flat() || math.Abs(a.thick-b.thick) > 0.3 || a.colour != b.colour {
		return false
	}
	if a.flat() {
		return math.Abs(a.midY()-b.midY()) <= aside && b.Left-a.Right <= gap
	}
	return math.Abs(a.midX()-b.midX()) <= aside && b.Bottom-a.Top <= gap
}
