package render

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"

	"mdaplus/render/pdfa"
)

// Noto Sans in two sizes: the small one holds what Dutch needs and is read in no time, the
// full one also Greek, Cyrillic, Vietnamese and symbols. A document takes the small one
// when every letter is in it.
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

// typeface is a font in two styles.
type typeface struct{ regular, bold *pdfa.Font }

var (
	small = sync.OnceValue(func() *typeface { return load(regularSmall, boldSmall) })
	full  = sync.OnceValue(func() *typeface { return load(regularFull, boldFull) })
)

func load(regular, bold []byte) *typeface {
	return &typeface{regular: parsed("NotoSans-Regular", regular), bold: parsed("NotoSans-Bold", bold)}
}

func parsed(name string, data []byte) *pdfa.Font {
	f, err := pdfa.ParseFont(name, data)
	if err != nil {
		panic(fmt.Sprintf("render: built-in font %s: %v", name, err))
	}
	return f
}

func (f *typeface) font(style fontstyle.Type) *pdfa.Font {
	if style == fontstyle.Bold {
		return f.bold
	}
	return f.regular
}

// covers says whether the font has this letter in both styles.
func (f *typeface) covers(r rune) bool { return f.regular.Covers(r) && f.bold.Covers(r) }

// width of text in millimetres at a size in points.
func (f *typeface) width(text string, style fontstyle.Type, size float64) float64 {
	return f.font(style).Width(text, size)
}

const millimetresAPoint = 25.4 / 72
