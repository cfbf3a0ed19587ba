package render

import (
	"strings"
	"time"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/consts/pagesize"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// The page: A4 with a grid of 174 columns of one millimetre, so that every width is
// in millimetres.
const (
	pageWidth, marginSide   = 210.0, 18.0
	marginTop, marginBottom = 14.0, 10.0
	textWidth               = pageWidth - 2*marginSide
	grid                    = int(textWidth)
	bodySize, smallSize     = 9.2, 7.6
	lineFactor              = 1.42 // line height in parts of the size
	linesARow               = 6    // a row is never split over pages: long texts are many rows
	footerHeight            = 9.0
	capacity                = 297 - marginTop - marginBottom - footerHeight - 0.01 // of a page, in millimetres
)

// The house colours: dark enough to stay apart on a grey printer.
var (
	ink    = &props.Color{Red: 28, Green: 33, Blue: 40}
	muted  = &props.Color{Red: 92, Green: 101, Blue: 112}
	accent = &props.Color{Red: 23, Green: 78, Blue: 110}
	rule   = &props.Color{Red: 205, Green: 212, Blue: 219}
	amber  = &props.Color{Red: 255, Green: 244, Blue: 219}
	rust   = &props.Color{Red: 140, Green: 72, Blue: 8}
	white  = &props.Color{Red: 255, Green: 255, Blue: 255}
)

// page collects rows. Maroto never splits a row and draws whatever it is given; so
// every text is measured and broken into lines here, and a long text becomes many
// rows that flow over as many pages as it takes.
type page struct {
	maroto core.Maroto
	face   *typeface
	used   float64 // millimetres of this page
}

// about is what a document says of itself.
type about struct {
	title, subject, footer, pageOf string // pageOf: "Pagina {current} van {total}"
	made                           time.Time
}

func newPage(face *typeface, a about) *page {
	c := config.NewBuilder().
		WithPageSize(pagesize.A4).WithLeftMargin(marginSide).WithRightMargin(marginSide).WithTopMargin(marginTop).WithBottomMargin(marginBottom).
		WithMaxGridSize(grid).WithCustomFonts(face.custom()).WithDefaultFont(&props.Font{Family: face.name, Size: bodySize, Color: ink}).
		WithTitle(a.title, true).WithSubject(a.subject, true).WithCreator("mdaplus", true).WithCreationDate(a.made.UTC()).WithCompression(true).
		WithPageNumber(props.PageNumber{Pattern: a.pageOf, Place: props.RightBottom, Family: face.name, Size: smallSize, Color: muted}).
		Build()
	p := &page{maroto: maroto.New(c), face: face}
	if err := p.maroto.RegisterFooter(p.footer(a.footer)...); err != nil {
		panic(err) // a footer taller than the page: ours, and found by any test
	}
	return p
}

func (p *page) footer(s string) []core.Row {
	line := row.New(footerHeight - 6).WithStyle(&props.Cell{BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.2})
	return []core.Row{line.Add(col.New(grid)), row.New(6).Add(p.cell(grid, style{size: smallSize, color: muted, top: 1.6}, s))}
}

func (p *page) bytes() ([]byte, error) {
	doc, err := p.maroto.Generate()
	if err != nil {
		return nil, err
	}
	return doc.GetBytes(), nil
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

// wrap breaks a text into lines of at most this width. A word that is too wide by
// itself is cut: better than running off the page.
func (p *page) wrap(s string, st style, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		for _, piece := range p.pieces(word, st, width) {
			joined := piece
			if line != "" {
				joined = line + " " + piece
			}
			if line == "" || p.face.width(joined, st.font(), st.size) <= width {
				line = joined
				continue
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

func (p *page) text(line string, st style, top float64) core.Component {
	if st.align == "" {
		st.align = align.Left
	}
	color := st.color
	if color == nil {
		color = ink
	}
	return text.New(line, props.Text{Family: p.face.name, Style: st.font(), Size: st.size, Align: st.align, Top: top, Left: st.left, Color: color})
}

// add puts a row on the page, or on the next one when it does not fit.
func (p *page) add(height float64, box *props.Cell, cols ...core.Col) {
	if p.used+height > capacity {
		p.used = 0
	}
	p.used += height
	r := row.New(height).Add(cols...)
	if box != nil {
		r.WithStyle(box)
	}
	p.maroto.AddRows(r)
}

// room begins a new page when less than this height is left, so that what belongs
// together stays together.
func (p *page) room(height float64) {
	if left := capacity - p.used; left < height {
		p.maroto.AddRow(left, col.New(grid))
		p.used = capacity
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
	p.add(height, &props.Cell{BorderType: border.Bottom, BorderColor: accent, BorderThickness: 0.35},
		p.cell(grid, style{size: 11, bold: true, color: accent, top: 2.0}, s))
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
