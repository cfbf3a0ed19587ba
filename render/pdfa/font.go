package pdfa

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
	"sync"
)

// Font is a TrueType font, read once and used by any number of documents at a time.
type Font struct {
	name    string // PostScript name
	data    []byte
	tables  map[string][]byte
	glyphs  map[rune]uint16
	widths  []int // by glyph, in thousandths of the size
	ascent  int
	descent int
	cap     int
	box     [4]int
	bold    bool
	whole   func() []byte // the file, compressed
}

// ErrFont means that data are no TrueType font that can be embedded.
var ErrFont = errors.New("not a TrueType font with outlines")

// ParseFont reads a font. Name is its PostScript name.
func ParseFont(fontName string, data []byte) (*Font, error) {
	f := &Font{name: fontName, data: data, tables: map[string][]byte{}}
	if len(data) < 12 {
		return nil, ErrFont
	}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		at := 12 + 16*i
		if at+16 > len(data) {
			return nil, ErrFont
		}
		from, size := int(u32(data[at+8:])), int(u32(data[at+12:]))
		if from < 0 || size < 0 || from > len(data) || size > len(data)-from {
			return nil, ErrFont
		}
		f.tables[string(data[at:at+4])] = data[from : from+size]
	}
	for _, t := range []struct {
		name  string
		least int
	}{{"head", 54}, {"hhea", 36}, {"maxp", 6}, {"hmtx", 4}, {"loca", 4}, {"glyf", 1}, {"cmap", 4}, {"OS/2", 90}} {
		if len(f.tables[t.name]) < t.least {
			return nil, fmt.Errorf("%w: table %s", ErrFont, t.name)
		}
	}
	if u16(f.tables["head"][18:]) == 0 {
		return nil, fmt.Errorf("%w: no size", ErrFont)
	}
	f.measure()
	f.whole = sync.OnceValue(func() []byte { return deflate(data) })
	return f, f.letters()
}

func u16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func u32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
func i16(b []byte) int    { return int(int16(u16(b))) }

// measure reads sizes, all brought to thousandths of the font's size.
func (f *Font) measure() {
	head, hhea, os2 := f.tables["head"], f.tables["hhea"], f.tables["OS/2"]
	em := int(u16(head[18:]))
	scaled := func(v int) int { return v * 1000 / em }
	for i := range 4 {
		f.box[i] = scaled(i16(head[36+2*i:]))
	}
	f.ascent, f.descent, f.cap = scaled(i16(hhea[4:])), scaled(i16(hhea[6:])), scaled(i16(os2[88:]))
	f.bold = u16(head[44:])&1 != 0
	count, long := int(u16(f.tables["maxp"][4:])), int(u16(hhea[34:]))
	hmtx := f.tables["hmtx"]
	for g := range count {
		at := 4 * min(g, long-1)
		if at < 0 || at+2 > len(hmtx) {
			break
		}
		f.widths = append(f.widths, (int(u16(hmtx[at:]))*1000+em/2)/em)
	}
}

// letters reads which glyph each letter has (tables of format 4 and 12).
func (f *Font) letters() error {
	f.glyphs = map[rune]uint16{}
	cmap := f.tables["cmap"]
	for i := range int(u16(cmap[2:])) {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			return ErrFont
		}
		from := int(u32(cmap[at+4:]))
		if from < 0 || from > len(cmap)-16 {
			return ErrFont
		}
		switch t := cmap[from:]; u16(t) {
		case 4:
			f.segments(t)
		case 12:
			f.groups(t)
		}
	}
	if len(f.glyphs) == 0 {
		return fmt.Errorf("%w: no table of letters", ErrFont)
	}
	return nil
}

func (f *Font) segments(t []byte) {
	n := int(u16(t[6:])) / 2
	if 16+8*n > len(t) {
		return
	}
	for i := range n {
		last, first := int(u16(t[14+2*i:])), int(u16(t[16+2*n+2*i:]))
		delta, offset := int(u16(t[16+4*n+2*i:])), int(u16(t[16+6*n+2*i:]))
		for c := first; c <= last && c != 0xFFFF; c++ {
			g := c + delta
			if offset != 0 {
				at := 16 + 6*n + 2*i + offset + 2*(c-first)
				if at+2 > len(t) {
					continue
				}
				if g = int(u16(t[at:])); g != 0 {
					g += delta
				}
			}
			f.letter(rune(c), g&0xFFFF)
		}
	}
}

func (f *Font) groups(t []byte) {
	for i := range int(u32(t[12:])) {
		at := 16 + 12*i
		if at+12 > len(t) {
			return
		}
		first, last, glyph := u32(t[at:]), u32(t[at+4:]), u32(t[at+8:])
		for c := first; c <= last && c-first < 1<<16; c++ {
			f.letter(rune(c), int(glyph+c-first))
		}
	}
}

func (f *Font) letter(r rune, glyph int) {
	if glyph > 0 && glyph < len(f.widths) {
		f.glyphs[r] = uint16(glyph)
	}
}

// Covers says whether the font has a letter.
func (f *Font) Covers(r rune) bool { _, ok := f.glyphs[r]; return ok }

// Width is that of a text in millimetres, at a size in points.
func (f *Font) Width(s string, size float64) float64 {
	total := 0
	for _, r := range s {
		if g, ok := f.glyphs[r]; ok {
			total += f.widths[g]
		}
	}
	return float64(total) * size / 1000 / perMillimetre
}

// Cap is the height of a capital letter in millimetres, at a size in points.
func (f *Font) Cap(size float64) float64 { return float64(f.cap) * size / 1000 / perMillimetre }

// use is a font in one document, with the glyphs that were drawn.
type use struct {
	font *Font
	used map[uint16]rune
}

// font gives the place of a font in this document.
func (d *Document) font(f *Font) int {
	for i, u := range d.fonts {
		if u.font == f {
			return i
		}
	}
	d.fonts = append(d.fonts, &use{font: f, used: map[uint16]rune{}})
	return len(d.fonts) - 1
}

func (d *Document) writeFonts(w *writer, l *layout) {
	for i, u := range d.fonts {
		u.write(w, l.font[i])
	}
}

// write embeds what a document needs of a font: its glyphs keep their numbers, which are
// also what stands in the text; a table says which letter each is.
func (u *use) write(w *writer, id int) {
	f := u.font
	glyphs := make([]int, 0, len(u.used))
	for g := range u.used {
		glyphs = append(glyphs, int(g))
	}
	sort.Ints(glyphs)
	cut := f.cut(glyphs)
	sum := sha256.Sum256(cut)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	base := name(string(tag) + "+" + f.name)
	descendant, descriptor, file, unicode := w.reserve(), w.reserve(), w.reserve(), w.reserve()
	w.object(id, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", base, descendant, unicode))
	w.object(descendant, fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %d 0 R/DW 1000/W[%s]>>",
		base, descriptor, f.widthsOf(glyphs)))
	w.object(descriptor, f.descriptor(base, file))
	w.stream(file, fmt.Sprintf("/Length1 %d", len(cut)), cut)
	w.stream(unicode, "", u.toUnicode(glyphs))
}

func (f *Font) descriptor(base string, file int) string {
	weight := 80
	if f.bold {
		weight = 140
	}
	return fmt.Sprintf("<</Type/FontDescriptor/FontName%s/Flags 32/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		base, f.box[0], f.box[1], f.box[2], f.box[3], f.ascent, f.descent, f.cap, weight, file)
}

// widthsOf writes widths, those of neighbours together.
func (f *Font) widthsOf(glyphs []int) string {
	var b bytes.Buffer
	for i, g := range glyphs {
		if i == 0 || glyphs[i-1] != g-1 {
			if i > 0 {
				b.WriteByte(']')
			}
			fmt.Fprintf(&b, "%d[", g)
		} else {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d", f.widths[g])
	}
	if len(glyphs) > 0 {
		b.WriteByte(']')
	}
	return b.String()
}

// mostInMap is how many entries one block of a character map may hold.
const mostInMap = 100

func (u *use) toUnicode(glyphs []int) []byte {
	letters := make([][2]string, len(glyphs))
	for i, g := range glyphs {
		letters[i] = [2]string{fmt.Sprintf("%04X", g), utf16Hex(u.used[uint16(g)])}
	}
	return characterMap("<0000><FFFF>", letters)
}

// characterMap says which letter each code of a font stands for, both written in hexadecimal.
func characterMap(codes string, letters [][2]string) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n" + codes + "\nendcodespacerange\n")
	for part := range slices.Chunk(letters, mostInMap) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, l := range part {
			fmt.Fprintf(&b, "<%s><%s>\n", l[0], l[1])
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

func utf16Hex(r rune) string {
	if r < 0x10000 {
		return fmt.Sprintf("%04X", r)
	}
	r -= 0x10000
	return fmt.Sprintf("%04X%04X", 0xD800+(r>>10), 0xDC00+(r&0x3FF))
}
