package render

import (
	"errors"

	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/consts/extension"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/render/pdfa"
)

// painter is what maroto's rows, columns and texts are drawn with: instead of maroto's own
// PDF library it writes PDF/A. Maroto lays out; package pdfa writes.
type painter struct {
	doc  *pdfa.Document
	face *typeface
	x, y float64 // of the next column, in millimetres from the upper left corner
}

var _ core.Provider = (*painter)(nil)

// CreateCol draws the ground and the lines of a cell and moves behind it.
func (p *painter) CreateCol(width, height float64, _ *entity.Config, look *props.Cell) {
	x := p.x
	p.x += width
	if look == nil {
		return
	}
	p.doc.In(nil, func() {
		if look.BackgroundColor != nil {
			p.doc.Fill(x, p.y, width, height, colorOf(look.BackgroundColor))
		}
		c, thick := ink, look.BorderThickness
		if look.BorderColor != nil {
			c = look.BorderColor
		}
		if thick == 0 {
			thick = 0.2
		}
		switch look.BorderType {
		case border.Full:
			p.doc.Frame(x, p.y, width, height, thick, colorOf(c))
		case border.Bottom:
			p.doc.Fill(x, p.y+height-thick/2, width, thick, colorOf(c))
		case border.Top:
			p.doc.Fill(x, p.y-thick/2, width, thick, colorOf(c))
		}
	})
}

// CreateRow moves below a row.
func (p *painter) CreateRow(height float64) {
	p.x = marginSide
	p.y += height
}

// AddText draws one line; every line was measured before.
func (p *painter) AddText(s string, cell *entity.Cell, look *props.Text) {
	font := p.face.font(look.Style)
	width := font.Width(trimmed(s), look.Size)
	x := cell.X + look.Left
	switch look.Align {
	case align.Right:
		x = cell.X + cell.Width - look.Right - width
	case align.Center:
		x = cell.X + (cell.Width-width)/2
	}
	p.doc.Text(x, cell.Y+look.Top+look.Size*millimetresAPoint, font, look.Size, colorOf(look.Color), s)
}

// AddLine draws a line through the middle of a cell.
func (p *painter) AddLine(cell *entity.Cell, look *props.Line) {
	p.doc.In(nil, func() {
		p.doc.Fill(cell.X, cell.Y+cell.Height/2, cell.Width, look.Thickness, colorOf(look.Color))
	})
}

// GetFontHeight is the height of a line without the space between lines.
func (p *painter) GetFontHeight(f *props.Font) float64 { return f.Size * millimetresAPoint }

// GetLinesQuantity is always one: texts are broken into lines before they come here.
func (p *painter) GetLinesQuantity(string, *props.Text, float64) int { return 1 }

// GenerateBytes gives the file.
func (p *painter) GenerateBytes() ([]byte, error) { return p.doc.Bytes() }

// What follows is the rest of maroto's list. No document here holds a picture or a code,
// and none is locked or left uncompressed; asking for it is a fault of ours.

var errNotDrawn = errors.New("render: pictures and codes are not drawn")

func (p *painter) AddMatrixCode(string, *entity.Cell, *props.Rect)    { panic(errNotDrawn) }
func (p *painter) AddQrCode(string, *entity.Cell, *props.Rect)        { panic(errNotDrawn) }
func (p *painter) AddBarCode(string, *entity.Cell, *props.Barcode)    { panic(errNotDrawn) }
func (p *painter) AddImageFromFile(string, *entity.Cell, *props.Rect) { panic(errNotDrawn) }
func (p *painter) SetProtection(*entity.Protection)                   { panic(errNotDrawn) }
func (p *painter) SetCompression(bool)                                {}
func (p *painter) SetMetadata(*entity.Metadata)                       {}
func (p *painter) AddImageFromBytes([]byte, *entity.Cell, *props.Rect, extension.Type) {
	panic(errNotDrawn)
}
func (p *painter) AddBackgroundImageFromBytes([]byte, *entity.Cell, *props.Rect, extension.Type) {
	panic(errNotDrawn)
}
func (p *painter) GetDimensionsByMatrixCode(string) (*entity.Dimensions, error) {
	return nil, errNotDrawn
}
func (p *painter) GetDimensionsByImage(string) (*entity.Dimensions, error) { return nil, errNotDrawn }
func (p *painter) GetDimensionsByQrCode(string) (*entity.Dimensions, error) {
	return nil, errNotDrawn
}
func (p *painter) GetDimensionsByImageByte([]byte, extension.Type) (*entity.Dimensions, error) {
	return nil, errNotDrawn
}

func colorOf(c *props.Color) pdfa.Color {
	if c == nil {
		c = ink
	}
	return pdfa.Color{R: c.Red, G: c.Green, B: c.Blue}
}

// tagged is a component that belongs to an element of the structure tree.
type tagged struct {
	core.Component
	doc     *pdfa.Document
	element *pdfa.Element
}

// Render draws the component within its element.
func (t tagged) Render(provider core.Provider, cell *entity.Cell) {
	t.doc.In(t.element, func() { t.Component.Render(provider, cell) })
}
