package pdf

import "math"

func (r Rect) width() float64  { return r.Right - r.Left }
func (r Rect) height() float64 { return r.Top - r.Bottom }
func (r Rect) empty() bool     { return r.Right < r.Left || r.Top < r.Bottom }
func (r Rect) area() float64   { return max(r.width(), 0) * max(r.height(), 0) }
func (r Rect) midX() float64   { return (r.Left + r.Right) / 2 }
func (r Rect) midY() float64   { return (r.Bottom + r.Top) / 2 }

func (r Rect) within(o Rect) Rect {
	return Rect{max(r.Left, o.Left), max(r.Bottom, o.Bottom), min(r.Right, o.Right), min(r.Top, o.Top)}
}

func (r Rect) and(o Rect) Rect {
	return Rect{min(r.Left, o.Left), min(r.Bottom, o.Bottom), max(r.Right, o.Right), max(r.Top, o.Top)}
}

func (r Rect) with(p Point) Rect { return r.and(Rect{p.X, p.Y, p.X, p.Y}) }

func (r Rect) wider(by float64) Rect {
	return Rect{r.Left - by, r.Bottom - by, r.Right + by, r.Top + by}
}

func (r Rect) holds(x, y float64) bool {
	return x >= r.Left && x <= r.Right && y >= r.Bottom && y <= r.Top
}

// share gives which part of r lies in o.
func (r Rect) share(o Rect) float64 {
	if r.area() == 0 {
		return 0
	}
	return r.within(o).area() / r.area()
}

func (r Rect) meets(o Rect) bool { return !r.within(o).empty() }

// overlap gives how long two stretches lie beside each other.
func overlap(a0, a1, b0, b1 float64) float64 { return max(min(a1, b1)-max(a0, b0), 0) }

func (r Rect) inside(o Rect) bool {
	return r.Left >= o.Left && r.Right <= o.Right && r.Bottom >= o.Bottom && r.Top <= o.Top
}

// turn turns a point of a page by quarters, clockwise, so that it lies as it is shown.
func (p *Page) turn(at Point) Point {
	v := p.Visible
	switch p.Rotation & 3 {
	case 1:
		return Point{at.Y - v.Bottom, v.Right - at.X}
	case 2:
		return Point{v.Right - at.X, v.Top - at.Y}
	case 3:
		return Point{v.Top - at.Y, at.X - v.Left}
	}
	return Point{at.X - v.Left, at.Y - v.Bottom}
}

func (p *Page) turnRect(r Rect) Rect {
	a, b := p.turn(Point{r.Left, r.Bottom}), p.turn(Point{r.Right, r.Top})
	return Rect{min(a.X, b.X), min(a.Y, b.Y), max(a.X, b.X), max(a.Y, b.Y)}
}

// upright gives the page as it is shown: turned, and from the corner of what is visible.
func (p *Page) upright() *Page {
	out := &Page{Texts: p.Texts}
	out.Visible = p.turnRect(p.Visible)
	angle := float64(p.Rotation&3) * math.Pi / 2
	out.Texts = append([]Text{}, p.Texts...)
	for i := range out.Texts {
		out.Texts[i].Clip = p.turnRect(out.Texts[i].Clip)
	}
	for _, c := range p.Chars {
		c.Origin, c.Box, c.Cell, c.Angle = p.turn(c.Origin), p.turnRect(c.Box), p.turnRect(c.Cell), math.Remainder(c.Angle-angle, 2*math.Pi)
		out.Chars = append(out.Chars, c)
	}
	for _, path := range p.Paths {
		path.Box, path.Clip = p.turnRect(path.Box), p.turnRect(path.Clip)
		strokes := make([]Stroke, len(path.Strokes))
		for i, s := range path.Strokes {
			s.To = p.turn(s.To)
			strokes[i] = s
		}
		path.Strokes = strokes
		out.Paths = append(out.Paths, path)
	}
	for _, a := range p.Areas {
		a.Box = p.turnRect(a.Box)
		out.Areas = append(out.Areas, a)
	}
	for _, n := range p.Notes {
		out.Notes = append(out.Notes, p.turnNote(n))
	}
	return out
}

func (p *Page) turnNote(n Annotation) Annotation {
	n.Box = p.turnRect(n.Box)
	points := func(in []Point) []Point {
		out := make([]Point, len(in))
		for i := range in {
			out[i] = p.turn(in[i])
		}
		return out
	}
	n.Line = points(n.Line)
	ink := make([][]Point, len(n.Ink))
	for i := range ink {
		ink[i] = points(n.Ink[i])
	}
	n.Ink = ink
	quads := make([][4]Point, len(n.Quads))
	for i := range quads {
		copy(quads[i][:], points(n.Quads[i][:]))
	}
	n.Quads = quads
	return n
}
