package render

import (
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/render/chart"
	"mdaplus/render/pdfa"
)

// tone is the colour of a part of a chart on paper.
func (p *page) tone(t chart.Tone) pdfa.Color {
	return colorOf(map[chart.Tone]*props.Color{chart.Faint: rule, chart.Quiet: muted, chart.Goal: rust, chart.Strong: p.accent, chart.Alarm: rust}[t])
}

// figure draws a chart. Alt says in words what it shows; the words in the drawing are part
// of the picture.
func (p *page) figure(d chart.Drawing, alt string) {
	p.room(d.Height)
	x, y := marginSide, p.painter.y
	e := p.doc.Add(p.in, pdfa.Figure).Describe(alt)
	p.doc.In(e, func() { p.paint(d, x, y) })
	p.add(d.Height, nil, col.New(grid))
}

func (p *page) paint(d chart.Drawing, x, y float64) {
	for _, r := range d.Bars {
		p.doc.Fill(x+r.X, y+r.Y, r.Width, r.Height, p.tone(r.Tone))
	}
	for _, s := range d.Strokes {
		points := make([]pdfa.Point, len(s.Points))
		for i, at := range s.Points {
			points[i] = pdfa.Point{X: x + at.X, Y: y + at.Y}
		}
		dash := 0.0
		if s.Dashed {
			dash = 1.2
		}
		p.doc.Line(points, s.Thick, dash, p.tone(s.Tone))
	}
	for _, o := range d.Dots {
		p.doc.Dot(pdfa.Point{X: x + o.At.X, Y: y + o.At.Y}, o.Radius, p.tone(o.Tone))
	}
	for _, w := range d.Words {
		style := fontstyle.Normal
		if w.Bold {
			style = fontstyle.Bold
		}
		font := p.face.font(style)
		at := x + w.At.X
		switch w.Side {
		case chart.Left:
			at -= font.Width(w.Text, w.Size)
		case chart.Middle:
			at -= font.Width(w.Text, w.Size) / 2
		}
		p.doc.Text(at, y+w.At.Y, font, w.Size, p.tone(w.Tone), w.Text)
	}
}

// logo sets the region's own sign above the masthead, on the right.
func (p *page) logo() {
	const height = 12.0
	l := p.look.Logo
	if l == nil {
		return
	}
	width := height * l.Ratio()
	e := p.doc.Add(p.in, pdfa.Figure).Describe(word("logo"))
	p.doc.In(e, func() { p.doc.Picture(pageWidth-marginSide-width, p.painter.y, width, height, l) })
	p.add(height+3, nil, col.New(grid))
}
