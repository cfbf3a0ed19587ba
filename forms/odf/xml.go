package odf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

const oasis = "urn:oasis:names:tc:opendocument:xmlns:"

// spaces gives each namespace its short name. Elements are only ever known by namespace
// and local name, never by prefix.
var spaces = map[string]string{
	officeName:                             "office:",
	oasis + "text:1.0":                     "text:",
	oasis + "table:1.0":                    "table:",
	oasis + "style:1.0":                    "style:",
	oasis + "xsl-fo-compatible:1.0":        "fo:",
	oasis + "svg-compatible:1.0":           "svg:",
	oasis + "drawing:1.0":                  "draw:",
	oasis + "form:1.0":                     "form:",
	oasis + "meta:1.0":                     "meta:",
	oasis + "manifest:1.0":                 "manifest:",
	oasis + "presentation:1.0":             "presentation:",
	"http://www.w3.org/1999/xlink":         "xlink:",
	"http://www.w3.org/XML/1998/namespace": "xml:",
	"xml":                                  "xml:",
	"http://purl.org/dc/elements/1.1/":     "dc:",
	"http://openoffice.org/2009/office":    "officeooo:",
	"http://www.w3.org/1998/Math/MathML":   "math:",
	"urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0":     "field:",
	"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext:",
	"urn:oasis:names:tc:opendocument:xmlns:loext:1.0":                      "loext:",
	"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
	"http://www.w3.org/2003/g/data-view#":                                  "grddl:",
	"http://www.w3.org/1999/xhtml":                                         "xhtml:",
}

// element is one token: the start or end of an element, or text.
type element struct {
	key        string
	attrs      []xml.Attr
	start, end bool
	text       []byte // valid until the next token
}

// attr gives the value of an attribute of a known namespace by its local name.
func (e element) attr(local string) string {
	v, _ := e.lookup(local)
	return v
}

func (e element) lookup(local string) (string, bool) {
	for i := range e.attrs {
		if a := &e.attrs[i]; a.Name.Local == local && spaces[a.Name.Space] != "" {
			return a.Value, true
		}
	}
	return "", false
}

// yes reads a boolean attribute: absent is no.
func (e element) yes(local string) bool { return e.attr(local) == "true" }

// count reads a number from 1 to the most that is allowed; absent is 1.
func (e element) count(local string, most int) int {
	n, err := strconv.Atoi(e.attr(local))
	if err != nil {
		if e.attr(local) != "" && !strings.HasPrefix(e.attr(local), "-") {
			return most
		}
		return 1
	}
	return max(1, min(n, most))
}

// parser reads tokens within the limits.
type parser struct {
	dec           *xml.Decoder
	depth, tokens int
	keys          map[xml.Name]string
	named         bool // it may name a document type, as older programs do; never bring one along
}

func newParser(data []byte) *parser {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset
	return &parser{dec: d, keys: map[xml.Name]string{}}
}

// charset is asked for encodings other than UTF-8; UTF-16 was already turned into UTF-8.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch l := strings.ToLower(label); {
	case strings.HasPrefix(l, "utf-16"), strings.HasPrefix(l, "utf16"), l == "us-ascii":
		return in, nil
	case l == "iso-8859-1", l == "windows-1252":
		return charmap.Windows1252.NewDecoder().Reader(in), nil
	}
	return nil, fmt.Errorf("unknown encoding %q", label)
}

// key names an element. LibreOffice writes tables inside shapes in a namespace of its own.
func (p *parser) key(n xml.Name) string {
	if k, ok := p.keys[n]; ok {
		return k
	}
	k, known := spaces[n.Space]
	if !known {
		k = "?:"
	}
	k += n.Local
	if strings.HasPrefix(k, "loext:table") {
		k = k[len("loext:"):]
		k = "table:" + k
	}
	p.keys[n] = k
	return k
}

// next gives the next token that matters; io.EOF at the end.
func (p *parser) next() (element, error) {
	for {
		t, err := p.dec.Token()
		if errors.Is(err, io.EOF) {
			return element{}, io.EOF
		}
		if err != nil {
			return element{}, fmt.Errorf("%w: %v", ErrDamaged, err)
		}
		if p.tokens++; p.tokens > maxTokens {
			return element{}, fmt.Errorf("%w: more than %d tokens", ErrTooLarge, maxTokens)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if p.depth++; p.depth > maxDepth {
				return element{}, fmt.Errorf("%w: nested deeper than %d", ErrTooLarge, maxDepth)
			}
			return element{key: p.key(t.Name), attrs: t.Attr, start: true}, nil
		case xml.EndElement:
			p.depth--
			return element{key: p.key(t.Name), end: true}, nil
		case xml.CharData:
			return element{text: t}, nil
		case xml.Directive:
			if p.named && !bytes.ContainsRune(t, '[') {
				continue
			}
			return element{}, fmt.Errorf("%w: it declares a document type", ErrRefused)
		}
	}
}

// content calls f for each child element and each stretch of text of the element whose
// start was just read; f must read past a child element.
func (p *parser) content(f func(element) error) error {
	for {
		e, err := p.next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: it ends too early", ErrDamaged)
		}
		if err != nil {
			return err
		}
		if e.end {
			return nil
		}
		if err := f(e); err != nil {
			return err
		}
	}
}

// children is content without the text.
func (p *parser) children(f func(element) error) error {
	return p.content(func(e element) error {
		if !e.start {
			return nil
		}
		return f(e)
	})
}

// skip reads past the element whose start was just read.
func (p *parser) skip() error { return p.children(func(element) error { return p.skip() }) }

// within calls f for every element start below the element whose start was just read.
func (p *parser) within(f func(element)) error {
	return p.children(func(e element) error {
		f(e)
		return p.within(f)
	})
}

// each calls f for every element start in the part, whatever its depth.
func (p *parser) each(f func(element) error) error {
	for {
		e, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e.start {
			if err := f(e); err != nil {
				return err
			}
		}
	}
}

// words gives all text below the element whose start was just read, paragraphs apart.
func (p *parser) words() (string, error) {
	var b strings.Builder
	var inside func() error
	inside = func() error {
		return p.content(func(e element) error {
			switch {
			case !e.start:
				b.Write(e.text)
				return nil
			case e.key == "text:p" || e.key == "text:h" || e.key == "text:s" || e.key == "text:tab" || e.key == "text:line-break":
				b.WriteByte(' ')
			}
			return inside()
		})
	}
	err := inside()
	return strings.Join(strings.Fields(b.String()), " "), err
}

// toUTF8 turns UTF-16 into UTF-8 by its byte order mark and drops a mark of UTF-8.
func toUTF8(b []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return b[3:]
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return b
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 2; i+1 < len(b); i += 2 {
		units = append(units, order.Uint16(b[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}
