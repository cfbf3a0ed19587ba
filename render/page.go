package render

import (
	"strconv"
	"strings"
	"time"

	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// The page: A4 with a grid of 174 columns of one millimetre, so that every width is
// in millimetres.
const (
	pageWidth, marginSide   = 210.0, 18.0
	pageHeight              = 297.0
	marginTop, marginBottom = 14.0, 10.0
	textWidth               = pageWidth - 2*marginSide
	grid                    = int(textWidth)
	bodySize, smallSize     = 9.2, 7.6
	lineFactor              = 1.42 // line height in parts of the size
	linesARow               = 6    // a row is never split over pages: long texts are many rows
	footerHeight            = 9.0
	capacity                = pageHeight - marginTop - marginBottom - footerHeight - 0.01 // of a page, in millimetres
)

// The house colours: dark enough to stay apart on a grey printer.
var (
	ink   = &props.Color{Red: 28, Green: 33, Blue: 40}
	muted = &props.Color{Red: 92, Green: 101, Blue: 112}
	rule  = &props.Color{Red: 205, Green: 212, Blue: 219}
	mist  = &props.Color{Red: 243, Green: 246, Blue: 248}
	amber = &props.Color{Red: 255, Green: 244, Blue: 219}
	rust  = &props.Color{Red: 140, Green: 72, Blue: 8}
	white = &props.Color{Red: 255, Green: 255, Blue: 255}
)

// page collects rows. Maroto never splits a row and draws whatever it is given; so
// every text is measured and broken into lines here, and a long text becomes many
// rows that flow over as many pages as it takes.
type page struct {
	doc     *pdfa.Document
	painter *painter
	config  *entity.Config
	face    *typeface
	look    Look
	accent  *props.Color // the colour of the house
	footer  string
	head    [2]string     // stands left and right above each page; empty in a document that begins with its masthead
	used    float64       // millimetres of this page
	depth   int           // of the part that is drawn now, in the list of bookmarks
	in      *pdfa.Element // that what is drawn now belongs to; nil: an artifact
}

// Look is the house style of a region, by configuration.
type Look struct {
	Profile pdfa.Profile
	Accent  string        // colour RRGGBB, dark enough for white letters; "" is that of the house
	Logo    *pdfa.Picture // nil: none
	Sealer  *pdfa.Sealer  // nil: documents are not sealed
}

// houseAccent is the colour where a region has none of its own.
const houseAccent = "174E6E"

// accentOf reads a colour. It was checked where the configuration was read.
func (l Look) accentOf() *props.Color {
	hex := l.Accent
	if hex == "" {
		hex = houseAccent
	}
	v, err := strconv.ParseUint(hex, 16, 24)
	if err != nil {
		v, _ = strconv.ParseUint(houseAccent, 16, 24)
	}
	return &props.Color{Red: int(v >> 16), Green: int(v >> 8 & 255), Blue: int(v & 255)}
}

// about is what a document says of itself.
type about struct {
	title, subject, footer string
	id                     string // for machines
	author                 string // the region
	made                   time.Time
}

// newPage begins a document with its first page.
func newPage(face *typeface, look Look, a about, data, schema []byte) (*page, error) {
	doc, err := pdfa.New(look.Profile, pdfa.Info{Title: a.title, Subject: a.subject, ID: a.id, Author: a.author, Language: "nl-NL", Program: "mdaplus", Made: a.made.UTC()},
		pdfa.Attachment{Name: "gegevens.json", Description: word("data"), MediaType: "application/json", Relation: pdfa.DataOf, Data: data},
		pdfa.Attachment{Name: "gegevens.schema.json", Description: word("schema"), MediaType: "application/schema+json", Relation: pdfa.SupplementTo, Data: schema})
	if err != nil {
		return nil, err
	}
	c := config.NewBuilder().WithMaxGridSize(grid).WithDefaultFont(&props.Font{Family: "noto", Size: bodySize, Color: ink}).Build()
	p := &page{doc: doc, config: c, face: face, look: look, accent: look.accentOf(), footer: a.footer, painter: &painter{doc: doc, face: face}}
	p.turn()
	return p, nil
}

// turn begins a new page.
func (p *page) turn() {
	p.doc.AddPage(pageWidth, pageHeight)
	p.painter.x, p.painter.y, p.used = marginSide, marginTop, 0
}

// bytes puts the footer on every page, now that their number is known, and gives the file.
func (p *page) bytes() ([]byte, error) {
	pages := p.doc.Pages()
	for n := 1; n <= pages; n++ {
		p.doc.OnPage(n, func() { p.doc.In(nil, func() { p.foot(n, pages) }) })
	}
	return p.doc.Bytes()
}

func (p *page) foot(n, pages int) {
	const top, text = pageHeight - marginBottom - footerHeight + 3, 4.2
	p.doc.Fill(marginSide, top, textWidth, 0.2, colorOf(rule))
	p.doc.Text(marginSide, top+text, p.face.regular, smallSize, colorOf(muted), p.footer)
	p.right(top+text, templates.Text("document.page", "page", strconv.Itoa(n), "pages", strconv.Itoa(pages)))
	const high = 9.4
	p.doc.Text(marginSide, high, p.face.regular, smallSize, colorOf(muted), p.head[0])
	p.right(high, p.head[1])
}

// right writes a small text against the right margin.
func (p *page) right(y float64, s string) {
	p.doc.Text(pageWidth-marginSide-p.face.regular.Width(s, smallSize), y, p.face.regular, smallSize, colorOf(muted), s)
}

// tag makes an element of the structure tree and draws in it.
func (p *page) tag(role string, draw func()) {
	was := p.in
	p.in = p.doc.Add(was, role)
	draw()
	p.in = was
}

// within draws in an element that is there already.
func (p *page) within(e *pdfa.Element, draw func()) {
	was := p.in
	p.in = e
	draw()
	p.in = was
}

// style is how a text looks. Top and left are in millimetres.
type style struct {
	size      float64
	bold      bool
	color     *props.Color
	align     align.Type
	top, left float64
}

func (s style) font() fontstyle.Type {
	if s.bold {
		return fontstyle.Bold
	}
	return fontstyle.Normal
}

func (s style) lineHeight() float64 { return s.size * millimetresAPoint * lineFactor }

// wrap breaks a text into lines of at most this width. A word that is too wide by itself
// is cut: better than running off the page. A line that ends between two words ends with
// the space between them, so that who takes the text out of the file finds it as it was.
func (p *page) wrap(s string, st style, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		for i, piece := range p.pieces(word, st, width) {
			joined := piece
			if line != "" {
				joined = line + " " + piece
			}
			if line == "" || i == 0 && p.face.width(joined, st.font(), st.size) <= width {
				line = joined
				continue
			}
			if i == 0 {
				line += " "
			}
			lines = append(lines, line)
			line = piece
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// trimmed is a line without the space that it ends with.
func trimmed(line string) string { return strings.TrimSuffix(line, " ") }

func (p *page) pieces(word string, st style, width float64) []string {
	if p.face.width(word, st.font(), st.size) <= width {
		return []string{word}
	}
	var pieces []string
	start, used := 0, 0.0
	for i, r := range word {
		w := p.face.width(string(r), st.font(), st.size)
		if used+w > width && i > start {
			pieces = append(pieces, word[start:i])
			start, used = i, 0
		}
		used += w
	}
	return append(pieces, word[start:])
}

// cell makes a column of lines. The lines were wrapped by the caller.
func (p *page) cell(width int, st style, lines ...string) core.Col {
	c := col.New(width)
	for i, line := range lines {
		c.Add(p.text(line, st, st.top+float64(i)*st.lineHeight()))
	}
	return c
}

// cellIn makes a column whose lines belong to an element.
func (p *page) cellIn(e *pdfa.Element, width int, st style, lines ...string) (c core.Col) {
	p.within(e, func() { c = p.cell(width, st, lines...) })
	return c
}

// spaced ends the last line with a space: more of the same element follows.
func spaced(lines []string) []string {
	if n := len(lines); n > 0 {
		lines[n-1] += " "
	}
	return lines
}

func (p *page) text(line string, st style, top float64) core.Component {
	if st.align == "" {
		st.align = align.Left
	}
	color := st.color
	if color == nil {
		color = ink
	}
	drawn := text.New(line, props.Text{Family: "noto", Style: st.font(), Size: st.size, Align: st.align, Top: top, Left: st.left, Color: color})
	return tagged{Component: drawn, doc: p.doc, element: p.in}
}

// add puts a row on the page, or on the next one when it does not fit.
func (p *page) add(height float64, box *props.Cell, cols ...core.Col) {
	if p.used+height > capacity {
		p.turn()
	}
	r := row.New(height).Add(cols...)
	if box != nil {
		r.WithStyle(box)
	}
	r.SetConfig(p.config)
	r.Render(p.painter, entity.Cell{X: marginSide, Y: p.painter.y, Width: textWidth, Height: height})
	p.used += height
}

// room begins a new page when less than this height is left, so that what belongs
// together stays together.
func (p *page) room(height float64) {
	if capacity-p.used < height {
		p.turn()
	}
}

// space leaves an empty strip, which a new page does not begin with.
func (p *page) space(height float64) {
	if p.used > 0 && p.used+height <= capacity {
		p.add(height, nil, col.New(grid))
	}
}

// heading opens a section and stays with the beginning of what follows.
func (p *page) heading(s string) {
	const height, follows = 8.6, 22.0
	p.room(height + follows)
	p.doc.Bookmark(s, 1+p.depth, p.doc.Here(p.painter.y))
	p.tag(pdfa.H2, func() {
		p.add(height, &props.Cell{BorderType: border.Bottom, BorderColor: p.accent, BorderThickness: 0.35},
			p.cell(grid, style{size: 11, bold: true, color: p.accent, top: 2.0}, s))
	})
	p.space(1.8)
}

// flow sets lines in a column of this width, as many rows as it takes. Beside gives
// the columns left and right of each row.
func (p *page) flow(lines []string, st style, width int, beside func(first bool) (left, right []core.Col)) {
	for i := 0; i < len(lines); i += linesARow {
		part := lines[i:min(i+linesARow, len(lines))]
		left, right := beside(i == 0)
		cols := append(append(left, p.cell(width, st, part...)), right...)
		p.add(float64(len(part))*st.lineHeight(), nil, cols...)
	}
}
