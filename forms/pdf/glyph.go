package pdf

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// glyph is one character as it stands on the page, or a box drawn among the text.
type glyph struct {
	r     rune
	x0    float64 // from its origin
	x1    float64 // to where the next one begins
	y     float64 // baseline
	size  float64
	ink   Rect
	order int
	space bool
	typed bool // from a control or a note, not from the page itself
	looks sheet.Run
	means string // of a box: the answer that its name stands for
}

// Heights of letters, in parts of their size.
const (
	capHeight = 0.7
	descent   = 0.22
)

// body is where a letter stands: from under the baseline to the height of a capital.
func (g *glyph) body() Rect {
	return Rect{g.x0, g.y - descent*g.size, g.x1, g.y + capHeight*g.size}
}

// core is the part of the body that holds most of the ink of any letter.
func (g *glyph) core() Rect { return Rect{g.x0, g.y, g.x1, g.y + 0.5*g.size} }

func (g *glyph) letter() bool {
	return g.looks.Box == sheet.NoBox && (unicode.IsLetter(g.r) || unicode.IsDigit(g.r) || unicode.Is(unicode.Mn, g.r))
}

func (g *glyph) mark(m sheet.Marks) { g.looks.Marks |= m }

// maxTilt is how far a line of text may be turned, in radians, to be read as a line.
const maxTilt = 0.05

// glyphs gives the text of an upright page, the text of it that is not shown, the places of
// text that is turned or lies in a layer of its own, and the baselines of text that the
// edge of the page cuts off.
func (p *Page) glyphs() (shown []glyph, hidden string, odd []Rect, cut []float64) {
	var b strings.Builder
	view := Rect{0, 0, p.Visible.width(), p.Visible.height()}
	families := make([]family, len(p.Texts))
	for i := range p.Texts {
		families[i] = familyOf(&p.Texts[i])
	}
	for i := range p.Chars {
		c := &p.Chars[i]
		if c.Text < 0 || c.Text >= len(p.Texts) {
			continue
		}
		t := &p.Texts[c.Text]
		box := c.Cell
		switch {
		case t.Mode == 3 || t.Mode == 7 || t.Colour.A == 0 && !t.Colour.Pattern,
			!t.Clip.wider(1).holds(box.midX(), box.midY()) && !isSpace(c.Rune):
			b.WriteRune(c.Rune)
			g := glyphOf(c, t, &families[c.Text])
			g.mark(sheet.Hidden)
			shown = append(shown, g)
			continue
		case !view.wider(1).holds(box.midX(), box.midY()):
			b.WriteRune(c.Rune)
			if !isSpace(c.Rune) {
				cut = append(cut, c.Origin.Y)
			}
			continue
		case t.Layer, math.Abs(c.Angle) > maxTilt:
			if !isSpace(c.Rune) {
				odd = append(odd, c.Box)
			}
			continue
		}
		shown = append(shown, glyphOf(c, t, &families[c.Text]))
	}
	return withoutCopies(shown), b.String(), odd, cut
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u00a0' || r == 0 }

func glyphOf(c *Char, t *Text, f *family) glyph {
	size := t.Size
	if size < 1 || size > 200 {
		size = max(c.Cell.height()*0.85, 1)
	}
	g := glyph{r: c.Rune, x0: c.Origin.X, x1: max(c.Cell.Right, c.Origin.X), y: c.Origin.Y, size: size, ink: c.Box, order: t.Order, looks: f.looks}
	if g.x1-g.x0 < 0.05*size {
		g.x0, g.x1 = min(c.Box.Left, g.x0), max(c.Box.Right, g.x1)
	}
	switch {
	case isSpace(c.Rune):
		g.space = true
		return g
	case f.replaced:
		g.replacement(c)
	case f.symbols != "":
		g.symbol(c, f)
	case c.Unknown || c.Rune < 0x20:
		g.r = unicode.ReplacementChar
	}
	g.looks.Box = sheet.BoxOf(g.r)
	return g
}

// symbol reads a sign of a symbol font.
func (g *glyph) symbol(c *Char, f *family) {
	if c.Rune > 0xFF && (c.Rune < 0xE000 || c.Rune > 0xF8FF) {
		return // the file says itself which sign it is
	}
	sign, ok := sheet.SymbolOf(f.symbols, c.Rune)
	if !ok {
		g.mark(sheet.Symbol)
	}
	g.r = sign
}

// drawnSign is a sign of OpenSymbol: the code that its symbol font had, how far it goes, and the
// width and height of its ink, in parts of the size of the type.
type drawnSign struct {
	code                   rune
	advance, width, height float64
	sign                   rune
}

// drawnSigns are the boxes and ticks of Wingdings and Wingdings 2 as OpenSymbol draws them. The
// file keeps the code but not the font that had it, and one code is another sign in each of
// them. What is drawn tells: only with the measures of its ink is the sign certain. A3 is not
// here: it has the same measures as a box and as a ring.
var drawnSigns = []drawnSign{
	{0xA8, 0.890, 0.723, 0.723, '☐'}, {0x6F, 0.903, 0.723, 0.723, '☐'},
	{0xFE, 0.925, 0.779, 0.762, '☑'}, {0x52, 0.925, 0.779, 0.762, '☑'},
	{0xFD, 0.919, 0.723, 0.723, '☒'}, {0x53, 0.919, 0.723, 0.723, '☒'}, {0x54, 0.919, 0.723, 0.723, '☒'},
	{0xFC, 0.828, 0.678, 0.643, '✓'}, {0x50, 0.787, 0.677, 0.643, '✓'}, {0xFB, 0.683, 0.483, 0.571, '✗'},
}

// replacement reads a sign of OpenSymbol by its code and its measures; another stays what it
// is, and is asked.
func (g *glyph) replacement(c *Char) {
	const far, near = 0.012, 0.003 // an advance is kept to a thousandth, ink is not
	like := func(v, want, by float64) bool { return math.Abs(v/g.size-want) <= by }
	for _, s := range drawnSigns {
		if c.Rune == 0xF000+s.code && like(c.Cell.Right-c.Origin.X, s.advance, near) && like(c.Box.width(), s.width, far) && like(c.Box.height(), s.height, far) {
			g.r = s.sign
			return
		}
	}
}

// family is what the name of a font tells.
type family struct {
	looks    sheet.Run
	symbols  string // the symbol font that it is
	replaced bool   // it is the one that LibreOffice puts in the place of every symbol font
}

// Weights of fonts from which type is bold.
const boldWeight = 600

// nameless are names that some programs give to fonts, which say nothing of their style.
// Then the thickness of its stems is all there is, and that is a guess.
var nameless = regexp.MustCompile(`^(cidfont\+?|font|f|t|tt|ff|c)?\d*$`)

// styleWords end the name of a font and say how it looks.
var styleWords = []string{"bolditalic", "boldoblique", "boldita", "semibold", "demibold", "extrabold", "ultrabold", "bold", "black", "heavy", "italic", "oblique",
	"regular", "roman", "medium", "light", "book", "psmt", "mt", "ps"}

func familyOf(t *Text) family {
	name := strings.ToLower(t.Font)
	if len(t.Font) > 7 && t.Font[6] == '+' {
		name = name[7:]
	}
	squeezed := strings.NewReplacer(" ", "", "-", "", ",", "", "_", "", "#20", "").Replace(name)
	f := family{symbols: symbolFont(squeezed), replaced: strings.HasPrefix(squeezed, "opensymbol")}
	m := sheet.Marks(0)
	switch {
	case t.Mode == 2, anyIn(squeezed, "bold", "black", "heavy", "demi"):
		m |= sheet.Bold
	case (t.Bold || t.Weight >= boldWeight) && nameless.MatchString(squeezed):
		m |= sheet.Odd
	}
	if t.Italic || anyIn(squeezed, "italic", "oblique") {
		m |= sheet.Italic
	}
	for cut := true; cut; {
		cut = false
		for _, w := range styleWords {
			if rest, ok := strings.CutSuffix(squeezed, w); ok && rest != "" {
				squeezed, cut = rest, true
			}
		}
	}
	f.looks = sheet.Run{Font: squeezed, Size: int(math.Round(t.Size * 2)), Marks: m}
	if c := t.Colour; c.Pattern {
		f.looks.Marks |= sheet.Odd
	} else {
		f.looks.Colour = hex(c)
		if c.A < opaque {
			f.looks.Colour = hex(faded(c))
		}
		f.looks.Marks |= sheet.ColourMark(f.looks.Colour)
		if f.looks.Colour == "000000" {
			f.looks.Colour = ""
		}
	}
	if t.Mode == 1 || t.Mode == 5 {
		f.looks.Marks |= sheet.Odd
	}
	return f
}

// faded gives the colour that half transparent ink has on white paper.
func faded(c Colour) Colour {
	mix := func(v uint8) uint8 { return uint8(255 - (255-int(v))*int(c.A)/255) }
	return Colour{R: mix(c.R), G: mix(c.G), B: mix(c.B), A: 255}
}

func hex(c Colour) string { return fmt.Sprintf("%02X%02X%02X", c.R, c.G, c.B) }

func anyIn(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func symbolFont(squeezed string) string {
	switch {
	case strings.HasPrefix(squeezed, "wingdings2"):
		return "wingdings 2"
	case strings.HasPrefix(squeezed, "wingdings3"):
		return "wingdings 3"
	case strings.HasPrefix(squeezed, "wingdings"):
		return "wingdings"
	case strings.HasPrefix(squeezed, "webdings"):
		return "webdings"
	case strings.HasPrefix(squeezed, "zapfdingbats"), strings.HasPrefix(squeezed, "dingbats"):
		return "zapfdingbats"
	case squeezed == "symbol" || strings.HasPrefix(squeezed, "symbolmt"):
		return "symbol"
	}
	return ""
}

// maxBack is how many characters back a copy of one is looked for.
const maxBack = 300

// withoutCopies drops characters that were painted twice in one place, which is how some
// programs print bold type.
func withoutCopies(all []glyph) []glyph {
	out := all[:0]
	for _, g := range all {
		i := -1
		if n := len(out); n == 0 || !out[n-1].sign(&g) {
			i = copyOf(out, &g)
		}
		if i < 0 {
			out = append(out, g)
			continue
		}
		for ink := out[i].ink; i >= 0 && out[i].ink == ink; i-- {
			out[i].mark(sheet.Bold)
		}
	}
	return out
}

// sign says whether two characters that follow each other are drawn as one sign, as "ff" is
// in many fonts: painted once, in one box.
func (g *glyph) sign(next *glyph) bool {
	return !g.space && g.order == next.order && g.ink == next.ink && g.x0 == next.x0 && g.y == next.y
}

// copyOf looks for the same character within a fraction of its size, -1 when there is none.
func copyOf(out []glyph, g *glyph) int {
	if g.space {
		return -1
	}
	near := 0.12 * g.size
	for i := len(out) - 1; i >= max(0, len(out)-maxBack); i-- {
		if o := &out[i]; o.r == g.r && !o.space && math.Abs(o.x0-g.x0) < near && math.Abs(o.y-g.y) < near {
			return i
		}
	}
	return -1
}
