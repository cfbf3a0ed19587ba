package rtf

import (
	"fmt"
	"strings"

	"mdaplus/forms/sheet"
)

// fontInfo is one entry of the font table.
type fontInfo struct {
	name    string
	page    int // code page, 0 for that of the document
	charset int
}

// symbolic says whether letters in this font are signs.
func (f fontInfo) symbolic() bool { return f.charset == 2 || sheet.IsSymbolFont(f.name) }

// styleKey names a style: 'p' or 'c' and its number.
type styleKey struct {
	kind   byte
	number int
}

type style struct {
	looks   looks
	basedOn int
}

// tables is the entry of a table that is being read.
type tables struct {
	font             int
	name             strings.Builder
	red, green, blue int
	given            bool // the entry of the colour table holds a colour
	stylesheet       int  // how many groups were open where it began
	style            styleKey
	based            int
}

// opened begins an entry where a group opens inside a table.
func (r *reader) opened() {
	if r.dest == destStyles && len(r.groups) == r.tables.stylesheet+1 {
		r.tables.style, r.tables.based = styleKey{'p', 0}, -1
		r.direct = looks{}
		r.atClose(r.endStyle)
	}
}

// tableWord acts on a word inside the font, colour or style table.
func (r *reader) tableWord(t token) bool {
	switch r.dest {
	case destFonts:
		return r.fontWord(t)
	case destColours:
		return r.colourWord(t)
	case destStyles:
		return r.styleWord(t)
	}
	return false
}

func (r *reader) fontWord(t token) bool {
	f := r.fonts[r.tables.font]
	switch t.name {
	case "f":
		r.tables.font = t.number
		r.tables.name.Reset()
		return true
	case "fcharset":
		f.charset, f.page = t.number, charsets[t.number]
	case "cpg":
		f.page = t.number
	default:
		return false
	}
	if len(r.fonts) < maxTable {
		r.fonts[r.tables.font] = f
	}
	return true
}

func (r *reader) colourWord(t token) bool {
	c := max(0, min(t.number, 255))
	switch t.name {
	case "red":
		r.tables.red = c
	case "green":
		r.tables.green = c
	case "blue":
		r.tables.blue = c
	default:
		return false
	}
	r.tables.given = true
	return true
}

func (r *reader) styleWord(t token) bool {
	switch t.name {
	case "s":
		r.tables.style = styleKey{'p', t.number}
	case "cs":
		r.tables.style = styleKey{'c', t.number}
	case "ds", "ts":
		r.tables.style = styleKey{t.name[0], t.number}
	case "sbasedon":
		r.tables.based = t.number
	case "cbpat", "par":
	default:
		return r.direct.take(t)
	}
	return true
}

// tableText takes the text inside a table: names, and the ";" that ends an entry.
func (r *reader) tableText(t string) {
	for _, c := range t {
		switch {
		case c == ';' && r.dest == destColours:
			r.endColour()
		case c == ';' && r.dest == destFonts:
			r.endFont()
		case r.dest == destFonts && r.tables.name.Len() < maxName:
			r.tables.name.WriteRune(c)
		}
	}
}

func (r *reader) endFont() {
	f := r.fonts[r.tables.font]
	f.name = strings.ToLower(strings.TrimSpace(r.tables.name.String()))
	if len(r.fonts) < maxTable {
		r.fonts[r.tables.font] = f
	}
	r.tables.name.Reset()
}

func (r *reader) endColour() {
	c := ""
	if r.tables.given {
		c = fmt.Sprintf("%02X%02X%02X", r.tables.red, r.tables.green, r.tables.blue)
	}
	if len(r.colours) < maxTable {
		r.colours = append(r.colours, c)
	}
	r.tables.red, r.tables.green, r.tables.blue, r.tables.given = 0, 0, 0, false
}

func (r *reader) endStyle() {
	if len(r.styles) < maxTable && r.dest == destStyles {
		r.styles[r.tables.style] = &style{looks: r.direct, basedOn: r.tables.based}
	}
}

// styleLooks gives the looks of a style with everything it is based on laid under it.
func (r *reader) styleLooks(k styleKey) looks {
	var out looks
	for range maxStyleChain {
		st := r.styles[k]
		if st == nil {
			break
		}
		out = out.over(st.looks)
		if st.basedOn < 0 || st.basedOn == k.number {
			break
		}
		k.number = st.basedOn
	}
	return out
}
