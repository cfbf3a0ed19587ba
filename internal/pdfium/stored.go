package pdfium

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium/requests"

	"mdaplus/forms/pdf"
)

// The engine tells of a box to tick what it shows as if that were stored. What is stored
// stands in the file; the engine writes it anew without packing, and there it is found by
// the full name of the field.

// Limits of what the engine writes anew.
const (
	maxCopy   = 48 << 20
	maxNested = 20
	maxChain  = 32 // fields in fields
)

// copied keeps what the engine writes, up to a limit.
type copied struct{ bytes.Buffer }

func (c *copied) Write(b []byte) (int, error) {
	if c.Len()+len(b) > maxCopy {
		return 0, errors.New("the copy is too large")
	}
	return c.Buffer.Write(b)
}

// stored replaces the values of boxes to tick by those in the file. It tells whether the
// file leaves it to who opens it to make the looks of its fields.
func (m *machine) stored(data []byte, doc *pdf.Document) (remade bool) {
	var boxes []*pdf.Field
	for i := range doc.Pages {
		for j := range doc.Pages[i].Notes {
			if f := doc.Pages[i].Notes[j].Field; f != nil && (f.Kind == pdf.CheckBox || f.Kind == pdf.Radio) {
				boxes = append(boxes, f)
			}
		}
	}
	file, err := m.copied(data)
	values := map[string]string{}
	if len(boxes) > 0 {
		values = fieldValues(file)
	}
	for _, f := range boxes {
		f.Value = values[f.Name]
		if err != nil {
			f.Value = disagreed
		}
	}
	return needsLooks.Match(file)
}

var needsLooks = regexp.MustCompile(`/NeedAppearances[ \r\n]+true\b`)

// copied gives the file as the engine writes it, without packing.
func (m *machine) copied(data []byte) ([]byte, error) {
	const withoutSecurity = 3
	doc, err := m.instance.FPDF_LoadMemDocument(&requests.FPDF_LoadMemDocument{Data: &data})
	if err != nil {
		return nil, err
	}
	defer m.instance.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document})
	out := &copied{}
	if _, err := m.instance.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Document: doc.Document, Flags: withoutSecurity, FileWriter: out}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// entry is one object of the file that is a field or a part of one.
type entry struct {
	title, value string
	titled       bool
	parent       int
}

// fieldValues gives the stored value of each field of the form by its full name.
func fieldValues(file []byte) map[string]string {
	entries := map[int]*entry{}
	for rest, at := file, 0; ; {
		n := bytes.Index(rest, objectWord)
		if n < 0 {
			break
		}
		at += n + len(objectWord)
		rest = file[at:]
		number, dictionary, ok := objectAt(file, at)
		if !ok {
			continue
		}
		p := &parser{rest: dictionary}
		if e := p.entry(); e != nil {
			entries[number] = e
		}
	}
	values, parts := map[string]string{}, map[string]string{}
	for n, e := range entries {
		name, value := fullName(entries, n)
		switch {
		case e.titled:
			values[name] = agreed(values[name], value)
		case e.value != "" && e.value != "Off": // some programs store in each box what it shows
			parts[name] = agreed(parts[name], e.value)
		}
	}
	for name, value := range parts {
		values[name] = agreed(values[name], value)
	}
	return values
}

var objectWord = []byte(" obj")

// objectAt gives the number of the object whose head ends here, and what stands in its
// dictionary; ok is false when this is no head of an object that is one.
func objectAt(file []byte, end int) (number int, dictionary []byte, ok bool) {
	const mostDigits, mostOfVersion = 9, 5
	digits := func(to, most int) int {
		from := to
		for from > 0 && to-from < most && file[from-1] >= '0' && file[from-1] <= '9' {
			from--
		}
		return from
	}
	last := end - len(objectWord)
	version := digits(last, mostOfVersion)
	if version == last || version < 2 || file[version-1] != ' ' {
		return 0, nil, false
	}
	first := digits(version-1, mostDigits)
	if first == version-1 || first > 0 && file[first-1] != '\r' && file[first-1] != '\n' {
		return 0, nil, false
	}
	dictionary, ok = bytes.CutPrefix(bytes.TrimLeft(file[end:], "\r\n "), []byte("<<"))
	if !ok {
		return 0, nil, false
	}
	number, err := strconv.Atoi(string(file[first : version-1]))
	return number, dictionary, err == nil
}

// disagreed stands for values that are not the same: nothing that is shown agrees with it.
const disagreed = "?"

func agreed(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return disagreed
}

// fullName gives the name of a field with those above it, and its value or theirs.
func fullName(entries map[int]*entry, n int) (name, value string) {
	var parts []string
	for range maxChain {
		e := entries[n]
		if e == nil {
			break
		}
		if e.titled {
			parts = append([]string{e.title}, parts...)
		}
		if value == "" {
			value = e.value
		}
		n = e.parent
	}
	return strings.Join(parts, "."), value
}

// parser reads the values of one dictionary, as the engine writes it.
type parser struct {
	rest []byte
	deep int
}

// entry reads a dictionary after its "<<"; nil when it is not of a field.
func (p *parser) entry() *entry {
	e := &entry{}
	field := false
	for {
		key, ok := p.value()
		if !ok || !strings.HasPrefix(key, "/") {
			break
		}
		value, ok := p.value()
		if !ok {
			break
		}
		switch key {
		case "/T":
			e.title, e.titled, field = text(value), true, true
		case "/V":
			e.value = strings.TrimPrefix(text(value), "/")
			field = true
		case "/Parent":
			e.parent, _ = strconv.Atoi(value)
			field = true
		}
	}
	if !field {
		return nil
	}
	return e
}

// value reads one value: a name with its slash, a string with its bracket, a number, the
// number of an object; of lists and dictionaries only that they are there.
func (p *parser) value() (string, bool) {
	p.rest = bytes.TrimLeft(p.rest, " \r\n\t\f\x00")
	if p.deep++; p.deep > maxNested {
		return "", false
	}
	defer func() { p.deep-- }()
	switch {
	case len(p.rest) == 0 || bytes.HasPrefix(p.rest, []byte(">>")) || p.rest[0] == ']':
		return "", false
	case p.rest[0] == '/':
		return p.word(1), true
	case bytes.HasPrefix(p.rest, []byte("<<")):
		return "<<", p.skip(2, ">>")
	case p.rest[0] == '[':
		return "[", p.skip(1, "]")
	case p.rest[0] == '(':
		return p.literal()
	case p.rest[0] == '<':
		end := bytes.IndexByte(p.rest, '>')
		if end < 0 {
			return "", false
		}
		s := string(p.rest[:end])
		p.rest = p.rest[end+1:]
		return s, true
	}
	w := p.word(0)
	if len(p.rest) > 0 && p.rest[0] == ' ' {
		p.rest = p.rest[len(reference.Find(p.rest)):]
	}
	return w, w != ""
}

// reference is what stands behind the number of an object that is pointed to.
var reference = regexp.MustCompile(`^ \d{1,5} R\b`)

func (p *parser) word(from int) string {
	end := from
	for end < len(p.rest) && !bytes.ContainsRune([]byte(" \r\n\t\f\x00/<>[]()"), rune(p.rest[end])) {
		end++
	}
	w := string(p.rest[:end])
	p.rest = p.rest[max(end, 1):]
	return unescape(w)
}

// unescape reads #20 in a name.
func unescape(s string) string {
	for i := strings.IndexByte(s, '#'); i >= 0 && i+2 < len(s); i = strings.IndexByte(s, '#') {
		n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
		if err != nil || n == '#' {
			break
		}
		s = s[:i] + string(rune(n)) + s[i+3:]
	}
	return s
}

func (p *parser) skip(n int, end string) bool {
	p.rest = p.rest[n:]
	for {
		p.rest = bytes.TrimLeft(p.rest, " \r\n\t\f\x00")
		if bytes.HasPrefix(p.rest, []byte(end)) {
			p.rest = p.rest[len(end):]
			return true
		}
		if _, ok := p.value(); !ok {
			return false
		}
	}
}

func (p *parser) literal() (string, bool) {
	deep := 0
	for i := 0; i < len(p.rest); i++ {
		switch p.rest[i] {
		case '\\':
			i++
		case '(':
			deep++
		case ')':
			if deep--; deep == 0 {
				s := string(p.rest[:i])
				p.rest = p.rest[i+1:]
				return s, true
			}
		}
	}
	return "", false
}

// text reads a string of the file: bytes with escapes, or UTF-16.
func text(s string) string {
	var b []byte
	switch {
	case strings.HasPrefix(s, "("):
		b = plain(s[1:])
	case strings.HasPrefix(s, "<") && s != "<<":
		b = fromHex(s[1:])
	default:
		return s
	}
	if len(b) > 1 && b[0] == 0xFE && b[1] == 0xFF {
		units := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(units))
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

func plain(s string) []byte {
	short := map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 >= len(s) {
			b = append(b, s[i])
			continue
		}
		i++
		if c, ok := short[s[i]]; ok {
			b = append(b, c)
			continue
		}
		n, digits := 0, 0
		for digits < 3 && i+digits < len(s) && s[i+digits] >= '0' && s[i+digits] <= '7' {
			n = n*8 + int(s[i+digits]-'0')
			digits++
		}
		if digits > 0 {
			b = append(b, byte(n))
			i += digits - 1
			continue
		}
		b = append(b, s[i])
	}
	return b
}

func fromHex(s string) []byte {
	var b []byte
	for i := 0; i+1 < len(s); i += 2 {
		n, err := strconv.ParseUint(s[i:i+2], 16, 8)
		if err != nil {
			break
		}
		b = append(b, byte(n))
	}
	return b
}
