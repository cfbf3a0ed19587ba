package pdf

import (
	"strings"
	"testing"

	"mdaplus/forms/sheet"
)

// typedChar is a character with its place: x from and to, and the stretch of text that
// painted it.
type typedChar struct {
	r        rune
	x0, x1   float64
	painting int
}

func lineFrom(chars ...typedChar) *textLine {
	p := &Page{Visible: Rect{0, 0, 600, 800}}
	for range 3 {
		p.Texts = append(p.Texts, Text{Font: "Serif", Size: 10, Colour: Colour{A: 255}, Order: len(p.Texts) + 1, Clip: p.Visible})
	}
	for _, c := range chars {
		box := Rect{c.x0, 500, c.x1, 507}
		p.Chars = append(p.Chars, Char{Rune: c.r, Text: c.painting, Origin: Point{c.x0, 500}, Box: box, Cell: box})
	}
	glyphs, _, _, _ := p.glyphs()
	return linesOf(glyphs)[0]
}

func TestSignsOfSeveralLetters(t *testing.T) {
	for _, c := range []struct {
		name, want string
		bold       bool
		chars      []typedChar
	}{
		{"ff in one sign", "eff", false, []typedChar{{'e', 10, 16, 0}, {'f', 16, 24, 0}, {'f', 16, 24, 0}}},
		{"ffi in one sign", "ffi", false, []typedChar{{'f', 16, 28, 0}, {'f', 16, 28, 0}, {'i', 16, 28, 0}}},
		{"ff set tight", "ff", false, []typedChar{{'f', 16, 19, 0}, {'f', 18, 21, 0}}},
		{"accents of their own", "e\u0301e\u0301", false, []typedChar{{'e', 16, 22, 0}, {'\u0301', 17, 20, 0}, {'e', 22, 28, 0}, {'\u0301', 23, 26, 0}}},
		{"painted twice", "ja", true, []typedChar{{'j', 10, 13, 0}, {'a', 13, 18, 0}, {'j', 10.3, 13.3, 1}, {'a', 13.3, 18.3, 1}}},
		{"painted twice in one place", "ja", true, []typedChar{{'j', 10, 13, 0}, {'a', 13, 18, 0}, {'j', 10, 13, 1}, {'a', 13, 18, 1}}},
		{"a sign painted twice", "eff", true, []typedChar{{'e', 10, 16, 0}, {'f', 16, 24, 0}, {'f', 16, 24, 0}, {'e', 10.3, 16.3, 1}, {'f', 16.3, 24.3, 1}, {'f', 16.3, 24.3, 1}}},
	} {
		l := lineFrom(c.chars...)
		if got := l.text(); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
		for _, g := range l.glyphs {
			if g.bold() != c.bold {
				t.Errorf("%s: %q bold: %v", c.name, g.r, g.bold())
			}
		}
	}
}

func TestSignsOfOpenSymbol(t *testing.T) {
	for _, c := range []struct {
		code                   rune
		advance, width, height float64
		want                   rune
	}{
		{0xF0FE, 10.17, 8.57, 8.38, '☑'}, {0xF0A8, 9.79, 7.96, 7.95, '☐'}, {0xF053, 10.11, 7.95, 7.95, '☒'},
		{0xF0A8, 3.70, 3.72, 3.72, 0xF0A8}, // of Wingdings 2: no box
		{0xF053, 3.29, 2.93, 7.34, 0xF053}, // of Wingdings
		{0xF06F, 9.93, 7.95, 7.95, '☐'},
		{0xF06F, 9.88, 7.95, 7.95, 0xF06F}, // of Wingdings 2: a six in a ring
		{0xF0A3, 9.79, 7.95, 7.95, 0xF0A3}, // a box or a ring
		{0xF0A8, 10.11, 7.95, 7.95, 0xF0A8},
		{'☒', 10, 8, 8, '☒'},
	} {
		text := Text{Font: "EAAAAA+OpenSymbol", Size: 11, Colour: Colour{A: 255}}
		f := familyOf(&text)
		g := glyphOf(&Char{Rune: c.code, Origin: Point{50, 50}, Box: Rect{51, 50, 51 + c.width, 50 + c.height}, Cell: Rect{50, 48, 50 + c.advance, 60}}, &text, &f)
		if g.r != c.want || g.looks.Box != sheet.BoxOf(c.want) {
			t.Errorf("%U of %.2f: %q", c.code, c.advance, g.r)
		}
	}
}

// broken sets lines of type below one another, each half an em a letter wide.
func broken(lines ...string) []*textLine {
	var out []*textLine
	for i, s := range lines {
		var glyphs []glyph
		for j, r := range []rune(s) {
			x := 10 + 5*float64(j)
			glyphs = append(glyphs, glyph{r: r, x0: x, x1: x + 5, y: 500 - 16*float64(i), size: 10, space: r == ' '})
		}
		out = append(out, linesOf(glyphs)...)
	}
	return out
}

func TestLinesBrokenBehindAHyphen(t *testing.T) {
	for _, c := range [][3]string{
		{"belt naar 035-", "2070000 of mailt", "belt naar 035-2070000 of mailt"},
		{"soms hulp-", "verlening", "soms hulp-verlening"},
		{"soms hulp\u2010", "verlening", "soms hulp\u2010verlening"},
		{"soms hulp\u00ad", "verlening", "soms hulpverlening"},
		{"soms jeugd- ", "en opvoedhulp", "soms jeugd- en opvoedhulp"},
		{"soms jeugd-", "en opvoedhulp", "soms jeugd- en opvoedhulp"},
		{"vader is weg -", "zegt hij", "vader is weg - zegt hij"},
		{"Wel gezien:", "- ruzie", "Wel gezien: - ruzie"},
	} {
		lines := broken(c[0], c[1])
		var all []string
		for _, p := range paragraphs(lines, lines[0].right()+2, leadMost) {
			all = append(all, p.Text())
		}
		if got := strings.Join(all, " "); got != c[2] {
			t.Errorf("%q, %q: %q", c[0], c[1], got)
		}
	}
	for _, c := range [][3]string{{"Intergenerationel", "e overdracht", "Intergenerationele overdracht"}, {"Nee", "x", "Nee x"}, {"bij opa", "e mail", "bij opa e mail"}} {
		lines := broken(c[0], c[1])
		if got := paragraphs(lines, lines[0].right()+2, leadMost)[0].Text(); got != c[2] {
			t.Errorf("%q, %q: %q", c[0], c[1], got)
		}
	}
	lines := broken("belt naar 035-", "2070000")
	if got := len(paragraphs(lines, lines[0].right()+2, 1.2)); got != 1 {
		t.Errorf("lines further apart than in a table: %d paragraphs", got)
	}
}
