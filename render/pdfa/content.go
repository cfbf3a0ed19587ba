package pdfa

import (
	"bytes"
	"fmt"
)

// page is one page in the making. Lengths in it are points, from the lower left corner.
type page struct {
	width, height float64
	number        int // from 0
	content       bytes.Buffer
	open          bool // a stretch of marked content is open
	owners        []*Element
	annots        []*annot
	fill, stroke  string // colours that are set
	face          string // font and size that are set
}

// Color is a colour of the screen, 0 to 255 each.
type Color struct{ R, G, B int }

func (c Color) operands() string {
	return number3(c.R) + " " + number3(c.G) + " " + number3(c.B)
}

// number3 writes a part of a colour with three digits: two would change it.
func number3(v int) string {
	switch v {
	case 0:
		return "0"
	case 255:
		return "1"
	}
	return fmt.Sprintf("%.3f", float64(v)/255)
}

func (p *page) setFill(c Color) {
	if s := c.operands() + " rg\n"; s != p.fill {
		p.content.WriteString(s)
		p.fill = s
	}
}

func (p *page) setStroke(c Color) {
	if s := c.operands() + " RG\n"; s != p.stroke {
		p.content.WriteString(s)
		p.stroke = s
	}
}

// Text draws a line of text. X and y are millimetres from the upper left corner of the
// page, y to the baseline; size is in points. A letter that the font lacks is a fault.
func (d *Document) Text(x, y float64, f *Font, size float64, c Color, s string) {
	if s == "" {
		return
	}
	p := d.enter()
	p.setFill(c)
	face := fmt.Sprintf("/F%d %s Tf\n", d.font(f)+1, number(size))
	p.content.WriteString("BT\n")
	if face != p.face {
		p.content.WriteString(face)
		p.face = face
	}
	fmt.Fprintf(&p.content, "1 0 0 1 %s %s Tm\n<", number(x*perMillimetre), number(p.height-y*perMillimetre))
	use := d.fonts[d.font(f)]
	for _, r := range s {
		g, ok := f.glyphs[r]
		if !ok {
			d.fail("the letter U+%04X is not in the font %s", r, f.name)
		}
		use.used[g] = r
		const digits = "0123456789ABCDEF"
		p.content.Write([]byte{digits[g>>12], digits[g>>8&15], digits[g>>4&15], digits[g&15]})
	}
	p.content.WriteString(">Tj\nET\n")
}

// Fill draws a filled rectangle, an artifact or part of a figure.
func (d *Document) Fill(x, y, width, height float64, c Color) {
	p := d.enter()
	p.setFill(c)
	fmt.Fprintf(&p.content, "%s %s %s %s re f\n", number(x*perMillimetre), number(p.height-(y+height)*perMillimetre), number(width*perMillimetre), number(height*perMillimetre))
}

// Frame draws the outline of a rectangle.
func (d *Document) Frame(x, y, width, height, thick float64, c Color) {
	p := d.enter()
	p.setStroke(c)
	fmt.Fprintf(&p.content, "%s w %s %s %s %s re S\n", number(thick*perMillimetre), number(x*perMillimetre), number(p.height-(y+height)*perMillimetre),
		number(width*perMillimetre), number(height*perMillimetre))
}

// Point is a place on a page, in millimetres from its upper left corner.
type Point struct{ X, Y float64 }

// Line draws a line through points. Dash is the length of dashes and gaps in millimetres, 0
// for a whole line.
func (d *Document) Line(points []Point, thick, dash float64, c Color) {
	if len(points) < 2 {
		return
	}
	p := d.enter()
	p.setStroke(c)
	if dash > 0 {
		fmt.Fprintf(&p.content, "[%s] 0 d ", number(dash*perMillimetre))
	}
	fmt.Fprintf(&p.content, "%s w 1 J 1 j\n", number(thick*perMillimetre))
	p.path(points)
	p.content.WriteString("S\n")
	if dash > 0 {
		p.content.WriteString("[] 0 d\n")
	}
}

// Shape fills the shape that points enclose.
func (d *Document) Shape(points []Point, c Color) {
	if len(points) < 3 {
		return
	}
	p := d.enter()
	p.setFill(c)
	p.path(points)
	p.content.WriteString("h f\n")
}

func (p *page) path(points []Point) {
	for i, at := range points {
		op := "l"
		if i == 0 {
			op = "m"
		}
		fmt.Fprintf(&p.content, "%s %s %s\n", number(at.X*perMillimetre), number(p.height-at.Y*perMillimetre), op)
	}
}

// Dot fills a circle.
func (d *Document) Dot(at Point, radius float64, c Color) {
	p := d.enter()
	p.setFill(c)
	const k = 0.5523 // of a quarter circle as a Bézier curve
	x, y, r := at.X*perMillimetre, p.height-at.Y*perMillimetre, radius*perMillimetre
	fmt.Fprintf(&p.content, "%s %s m\n", number(x+r), number(y))
	for _, q := range [][6]float64{{r, k * r, k * r, r, 0, r}, {-k * r, r, -r, k * r, -r, 0}, {-r, -k * r, -k * r, -r, 0, -r}, {k * r, -r, r, -k * r, r, 0}} {
		fmt.Fprintf(&p.content, "%s %s %s %s %s %s c\n", number(x+q[0]), number(y+q[1]), number(x+q[2]), number(y+q[3]), number(x+q[4]), number(y+q[5]))
	}
	p.content.WriteString("f\n")
}
