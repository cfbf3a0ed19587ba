package render

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Noto Sans in two sizes: the small one holds what Dutch needs and is parsed in no
// time, the full one also Greek, Cyrillic, Vietnamese and symbols. A document takes
// the small one when every letter is in it.
var (
	//go:embed fonts/noto-sans-regular-small.ttf
	regularSmall []byte
	//go:embed fonts/noto-sans-bold-small.ttf
	boldSmall []byte
	//go:embed fonts/noto-sans-regular-full.ttf
	regularFull []byte
	//go:embed fonts/noto-sans-bold-full.ttf
	boldFull []byte
)

// typeface is a font in two styles, with the widths of its letters.
type typeface struct {
	name          string
	regular, bold []byte
	widths        [2]map[rune]float64 // by style, in parts of the size
}

var (
	small = sync.OnceValue(func() *typeface { return load("noto-small", regularSmall, boldSmall) })
	full  = sync.OnceValue(func() *typeface { return load("noto-full", regularFull, boldFull) })
)

func load(name string, regular, bold []byte) *typeface {
	f := &typeface{name: name, regular: regular, bold: bold}
	for i, data := range [][]byte{regular, bold} {
		widths, err := letterWidths(data)
		if err != nil {
			panic(fmt.Sprintf("render: built-in font %s: %v", name, err))
		}
		f.widths[i] = widths
	}
	return f
}

// letterWidths measures every letter of the Basic Multilingual Plane once.
func letterWidths(data []byte) (map[rune]float64, error) {
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, err
	}
	var buf sfnt.Buffer
	em := fixed.I(int(f.UnitsPerEm()))
	widths := map[rune]float64{}
	for r := rune(0x20); r <= 0xffff; r++ {
		glyph, err := f.GlyphIndex(&buf, r)
		if err != nil || glyph == 0 {
			continue
		}
		advance, err := f.GlyphAdvance(&buf, glyph, em, font.HintingNone)
		if err != nil {
			return nil, err
		}
		widths[r] = float64(advance) / float64(em)
	}
	return widths, nil
}

// covers says whether the font has this letter.
func (f *typeface) covers(r rune) bool { _, ok := f.widths[0][r]; return ok }

// width of text in millimetres at a size in points.
func (f *typeface) width(text string, style fontstyle.Type, size float64) float64 {
	widths := f.widths[0]
	if style == fontstyle.Bold {
		widths = f.widths[1]
	}
	total := 0.0
	for _, r := range text {
		total += widths[r]
	}
	return total * size * millimetresAPoint
}

const millimetresAPoint = 25.4 / 72

// custom gives copies: the PDF library writes into the bytes of a font while it cuts it.
func (f *typeface) custom() []*entity.CustomFont {
	return []*entity.CustomFont{
		{Family: f.name, Style: fontstyle.Normal, Bytes: bytes.Clone(f.regular)},
		{Family: f.name, Style: fontstyle.Bold, Bytes: bytes.Clone(f.bold)},
	}
}
