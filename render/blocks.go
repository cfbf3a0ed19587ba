package render

import (
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// Blocks are what every document is built of: the house style in one place.

// masthead says whose document this is, what it is, and its reference, large enough to
// find in a pile.
func (p *page) masthead(a about, title, right string) {
	wide := int(textWidth - max(40, p.face.width(right, style{bold: true}.font(), 19)+4))
	p.logo()
	p.tag(pdfa.P, func() {
		p.add(5, nil,
			p.cell(110, style{size: smallSize, bold: true, color: p.accent}, "MDA++  ·  "+a.author+" "),
			p.cell(grid-110, style{size: smallSize, color: muted, align: align.Right}, templates.ShortDate(a.made)))
	})
	st := style{size: 19, bold: true}
	lines := p.wrap(title, st, float64(wide))
	p.tag(pdfa.H1, func() {
		for i, line := range spaced(lines) {
			beside := ""
			if i == 0 {
				beside = right
			}
			p.add(11-2*float64(min(i, 1)), nil, p.cell(wide, st, line), p.cell(grid-wide, style{size: 19, bold: true, color: p.accent, align: align.Right}, beside))
		}
	})
	p.space(2.5)
}

// banner is one half of the band below the masthead: a small label, a large word, and a
// sentence.
type banner struct{ label, head, body string }

// band sets what counts now on the left and the date that counts on the right, white on
// the colour of the house.
func (p *page) band(left, right banner) {
	const half, inset = 104, 5
	label := style{size: smallSize, color: white, left: inset, top: 3}
	title := style{size: 13, bold: true, color: white, left: inset, top: 0.8}
	small := style{size: 8.4, color: white, left: inset, top: 0.4}
	ground := func() *props.Cell { return &props.Cell{BackgroundColor: p.accent} }
	l, r := p.doc.Add(p.in, pdfa.P), p.doc.Add(p.in, pdfa.P)
	rows := func(rest float64, st style, a, b string) {
		x, y := p.wrap(a, st, half-2*inset), p.wrap(b, st, float64(grid-half)-2*inset)
		lines := max(len(x), len(y))
		p.add(float64(max(lines, 1))*st.lineHeight()+rest, ground(), p.cellIn(l, half, st, spaced(x)...), p.cellIn(r, grid-half, st, spaced(y)...))
	}
	p.room(28)
	rows(3.7, label, left.label, right.label)
	rows(0.5, title, left.head, right.head)
	rows(3.6, small, left.body, right.body)
	p.space(3)
}

// pair is a short answer under its label.
type pair struct {
	label, value string
	look         style // of the value; a zero size is that of the body
}

// pairs sets short answers two beside each other.
func (p *page) pairs(all []pair) {
	for i := 0; i < len(all); i += 2 {
		p.pairRow(all[i:min(i+2, len(all))])
	}
	p.space(2)
}

func (p *page) pairRow(some []pair) {
	const width, gap = 84, 6
	label := style{size: smallSize, color: muted}
	var labels, values [2][]string
	looks := [2]style{{size: bodySize}, {size: bodySize}}
	var said [2]*pdfa.Element
	height, tall := 0, 0
	for i, a := range some {
		if a.look.size > 0 {
			looks[i] = a.look
		}
		said[i] = p.doc.Add(p.in, pdfa.P)
		labels[i], values[i] = spaced(p.wrap(a.label, label, width)), p.wrap(a.value, looks[i], width)
		height, tall = max(height, len(labels[i])), max(tall, len(values[i]))
	}
	p.room(float64(height)*label.lineHeight() + 3*looks[0].lineHeight())
	row := func(lines int, looks [2]style, texts [2][]string) {
		p.add(float64(lines)*looks[0].lineHeight(), nil, p.cellIn(said[0], width, looks[0], texts[0]...), col.New(gap), p.cellIn(said[1], width, looks[1], texts[1]...))
	}
	row(height, [2]style{label, label}, labels)
	for i := 0; i < tall; i += linesARow {
		n := min(linesARow, tall-i)
		row(n, looks, [2][]string{part(values[0], i, n), part(values[1], i, n)})
	}
	p.space(1.6)
}

func part(lines []string, from, n int) []string {
	return lines[min(from, len(lines)):min(from+n, len(lines))]
}

// boxed sets a bold line and a text in an amber box with a bar on its left: what somebody
// must do or know.
func (p *page) boxed(head, body string) { p.box(amber, rust, head, body) }

// quiet sets them in a grey box with a bar in the colour of the house.
func (p *page) quiet(head, body string) { p.box(mist, p.accent, head, body) }

func (p *page) box(ground, edge *props.Color, head, body string) {
	const bar, inset = 1, 4
	back, side := &props.Cell{BackgroundColor: ground}, &props.Cell{BackgroundColor: edge}
	rest := grid - bar - inset
	lead, plain := style{size: bodySize, bold: true}, style{size: bodySize}
	set := func(st style, lines []string) {
		for i := 0; i < len(lines); i += linesARow {
			some := part(lines, i, linesARow)
			p.add(float64(len(some))*st.lineHeight(), nil, col.New(bar).WithStyle(side), col.New(inset).WithStyle(back), p.cell(rest, st, some...).WithStyle(back))
		}
	}
	air := func(height float64) {
		p.add(height, nil, col.New(bar).WithStyle(side), col.New(inset+rest).WithStyle(back))
	}
	heads, bodies := p.wrap(head, lead, float64(rest)-4), p.wrap(body, plain, float64(rest)-4)
	p.room(float64(len(heads)+min(2, len(bodies))) * plain.lineHeight())
	air(1)
	p.tag(pdfa.P, func() {
		set(lead, spaced(heads))
		set(plain, bodies)
	})
	air(1.4)
	p.space(1.2)
}

// note is a remark in small grey letters.
func (p *page) note(s string) {
	st := style{size: smallSize + 0.6, color: muted}
	p.tag(pdfa.P, func() { p.flow(p.wrap(s, st, textWidth), st, grid, none) })
	p.space(2)
}

// para is a paragraph of running text.
func (p *page) para(s string) { p.paraIn(style{size: bodySize}, s) }

// lead is a paragraph in larger letters: what the whole page is about.
func (p *page) lead(s string) { p.paraIn(style{size: bodySize + 3.2}, s) }

func (p *page) paraIn(st style, s string) {
	p.tag(pdfa.P, func() { p.flow(p.wrap(s, st, textWidth), st, grid, none) })
	p.space(2.4)
}

func none(bool) ([]core.Col, []core.Col) { return nil, nil }

// bullets is a list; each point stands behind a sign.
func (p *page) bullets(points []string) { p.listed(points, func(int) string { return "•" }) }

func (p *page) listed(points []string, sign func(i int) string) {
	const lead = 6
	st := style{size: bodySize}
	p.tag(pdfa.List, func() {
		for i, point := range points {
			p.tag(pdfa.Item, func() {
				label := p.doc.Add(p.in, pdfa.Label)
				p.tag(pdfa.Body, func() {
					p.flow(p.wrap(point, st, textWidth-lead), st, grid-lead, func(first bool) ([]core.Col, []core.Col) {
						if !first {
							return []core.Col{col.New(lead)}, nil
						}
						return []core.Col{p.cellIn(label, lead, style{size: bodySize, color: p.accent, bold: true}, sign(i)+" ")}, nil
					})
				})
			})
			p.space(0.9)
		}
	})
	p.space(1.8)
}

// line is a small label with its value behind it: where something comes from.
func (p *page) line(label, value string) {
	if value == "" {
		return
	}
	const width = 46
	st := style{size: smallSize + 0.4}
	p.tag(pdfa.P, func() {
		p.flow(p.wrap(value, st, float64(grid-width)), st, grid-width, func(first bool) ([]core.Col, []core.Col) {
			if !first {
				return []core.Col{col.New(width)}, nil
			}
			return []core.Col{p.cell(width, style{size: smallSize + 0.4, color: muted}, label+": ")}, nil
		})
	})
}

// subheading is a heading within a section.
func (p *page) subheading(s string) {
	const height, follows = 6.4, 14.0
	p.room(height + follows)
	p.tag(pdfa.H3, func() {
		p.add(height, nil, p.cell(grid, style{size: bodySize + 1, bold: true, top: 1.4}, s))
	})
	p.space(0.6)
}

// ruled leaves lines to write on.
func (p *page) ruled(lines int) {
	for range lines {
		p.add(8, &props.Cell{BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.2}, col.New(grid))
	}
	p.space(3)
}
