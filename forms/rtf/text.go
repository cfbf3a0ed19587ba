package rtf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// pages are the code pages that text can stand in.
var pages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855, 858: charmap.CodePage858,
	860: charmap.CodePage860, 862: charmap.CodePage862, 863: charmap.CodePage863, 865: charmap.CodePage865, 866: charmap.CodePage866,
	874: charmap.Windows874, 932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254,
	1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258,
	10000: charmap.Macintosh, 10007: charmap.MacintoshCyrillic, 65001: encoding.Nop,
}

// charsets gives the code page of a \fcharset; 1 is the page of the document.
var charsets = map[int]int{0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
	186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}

// byte takes one byte of text.
func (r *reader) byte(c byte) {
	r.star = false
	if r.skip > 0 {
		r.skip--
		return
	}
	if r.dest != destSkip {
		r.pending = append(r.pending, c)
	}
}

// flush decodes the bytes taken so far. All of them stand in the same font.
func (r *reader) flush() {
	if len(r.pending) == 0 {
		return
	}
	b := r.pending
	r.pending = r.pending[:0]
	f := r.fontNow()
	if f.symbolic() && r.dest.text() {
		for _, c := range b {
			r.symbol(f.name, rune(c))
		}
		return
	}
	r.emit(r.decode(b, f))
}

func (r *reader) decode(b []byte, f fontInfo) string {
	if ascii(b) {
		return string(b)
	}
	page := f.page
	if page == 0 {
		page = r.page
	}
	enc, ok := pages[page]
	if !ok {
		enc = charmap.Windows1252
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil || !utf8.Valid(out) {
		return strings.Repeat("\uFFFD", len(b))
	}
	return string(out)
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// unicodeChar takes a \u: a negative number counts from 65536. Some characters are two.
func (r *reader) unicodeChar(n int) {
	if n < 0 {
		n += 0x10000
	}
	r.skip = r.unicode
	c := rune(n)
	if c >= 0xD800 && c < 0xDC00 {
		r.alone()
		r.half = c
		return
	}
	if r.half != 0 {
		c = utf16.DecodeRune(r.half, c)
		r.half = 0
	}
	if !utf8.ValidRune(c) {
		c = '\uFFFD'
	}
	f := r.fontNow()
	if r.dest.text() && sheet.IsSymbolFont(f.name) && (c < 0x100 || c >= 0xF000 && c <= 0xF0FF) {
		r.symbol(f.name, c)
		return
	}
	r.emit(string(c))
}

// alone gives a first half that no second half followed: a sign that nobody knows.
func (r *reader) alone() {
	if r.half != 0 {
		r.half = 0
		r.emit("\uFFFD")
	}
}

// symbol takes a code of a symbol font.
func (r *reader) symbol(fontName string, code rune) {
	s, ok := sheet.SymbolOf(fontName, code)
	if code == ' ' {
		s, ok = ' ', true
	}
	if r.list != nil && r.dest == destList {
		r.list.WriteRune(s)
		return
	}
	if !r.shows(string(s)) {
		return
	}
	r.flow.paragraph().Add(signRun(s, ok, r.look()))
}

func signRun(s rune, known bool, run sheet.Run) sheet.Run {
	if !known {
		run.Text, run.Marks = "\uFFFD", run.Marks|sheet.Symbol
		return run
	}
	run.Text, run.Box, run.Font = string(s), sheet.BoxOf(s), ""
	return run
}

// shows says whether text is shown at this place, and keeps aside what was deleted or is
// hidden, for the search for personal data.
func (r *reader) shows(t string) bool {
	switch {
	case !r.dest.text():
		return false
	case r.deleted:
		r.aside("revisions", t)
		return false
	case r.dest == destHushed:
		r.field.shown.WriteString(t)
		return false
	}
	if r.doubted && strings.TrimSpace(t) != "" {
		r.object(sheet.Object{Kind: sheet.Unknown})
	}
	return true
}

// emit sends text to where text goes now.
func (r *reader) emit(t string) {
	if t == "" {
		return
	}
	r.alone()
	switch r.dest {
	case destBody, destHushed:
		r.write(t)
	case destInstruction:
		r.field.instruct(t, r.look().Marks, r.deleted)
	case destList:
		r.list.WriteString(t)
	case destName:
		if r.name.Len() < maxName {
			r.name.WriteString(t)
		}
	case destInfo:
		r.aside("properties", t)
	case destEdges:
		r.edges.WriteString(t)
	case destFonts, destColours, destStyles:
		r.tableText(t)
	case destUnknown:
		r.unknownText(t)
	}
}

func (r *reader) write(t string) {
	if !r.shows(t) {
		return
	}
	run := r.look()
	if run.Marks&(sheet.Hidden|sheet.Invisible) != 0 {
		r.aside("hidden", t)
	}
	text.Write(r.flow.paragraph(), t, run)
}

// unknownText notes that text stands in a destination that nobody knows.
func (r *reader) unknownText(t string) {
	if strings.TrimSpace(t) != "" && !r.deleted {
		p := r.flow.paragraph()
		if n := len(p.Objects); n == 0 || p.Objects[n-1].Kind != sheet.Unknown {
			p.Objects = append(p.Objects, sheet.Object{Kind: sheet.Unknown})
		}
	}
}
