package docx

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// spaces gives each namespace its short name, the strict and the transitional one the
// same. Elements are only ever known by namespace and local name, never by prefix.
var spaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":            "",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                        "",
	"http://schemas.microsoft.com/office/word/2010/wordml":                    "w14:",
	"http://schemas.microsoft.com/office/word/2012/wordml":                    "w15:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc:",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":     "r:",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                 "r:",
	"http://schemas.openxmlformats.org/package/2006/relationships":            "rel:",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                   "a:",
	"http://purl.oclc.org/ooxml/drawingml/main":                               "a:",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing":  "wp:",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":              "wp:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing":     "wp14:",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":                "pic:",
	"http://purl.oclc.org/ooxml/drawingml/picture":                            "pic:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":       "wps:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup":       "wpg:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingInk":         "wpi:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas":      "wpc:",
	"urn:schemas-microsoft-com:vml":                                           "v:",
	"urn:schemas-microsoft-com:office:office":                                 "o:",
	"urn:schemas-microsoft-com:office:word":                                   "w10:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":              "m:",
	"http://purl.oclc.org/ooxml/officeDocument/math":                          "m:",
	"http://schemas.microsoft.com/office/2006/xmlPackage":                     "pkg:",
	"http://schemas.openxmlformats.org/officeDocument/2006/customXml":         "ds:",
	"http://purl.oclc.org/ooxml/officeDocument/customXml":                     "ds:",
	"http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
	"http://purl.org/dc/elements/1.1/":                                        "dc:",
}

// element is one token: the start or end of an element, or text.
type element struct {
	key        string
	attrs      []xml.Attr
	start, end bool
	text       []byte // valid until the next token
}

// attr gives the value of an attribute by its local name.
func (e element) attr(local string) string {
	for i := range e.attrs {
		if e.attrs[i].Name.Local == local {
			return e.attrs[i].Value
		}
	}
	return ""
}

func (e element) has(local string) bool {
	for i := range e.attrs {
		if e.attrs[i].Name.Local == local {
			return true
		}
	}
	return false
}

// on reads an on/off value: absent is on.
func (e element) on() bool {
	switch strings.ToLower(e.attr("val")) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// parser reads tokens within the limits.
type parser struct {
	dec           *xml.Decoder
	depth, tokens int
	keys          map[xml.Name]string
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

func (p *parser) key(n xml.Name) string {
	if k, ok := p.keys[n]; ok {
		return k
	}
	k, known := spaces[n.Space]
	if !known {
		k = "?:"
	}
	k += n.Local
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
			return element{}, fmt.Errorf("%w: it declares a document type", ErrRefused)
		}
	}
}

// skip reads past the element whose start was just read.
func (p *parser) skip() error { return p.children(func(element) error { return p.skip() }) }

// children calls f for each child element of the element whose start was just read;
// f must read past the child. Text directly inside is left out.
func (p *parser) children(f func(element) error) error {
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
		if e.start {
			if err := f(e); err != nil {
				return err
			}
		}
	}
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

// within calls f for every element start below the element whose start was just read.
func (p *parser) within(f func(element)) error {
	return p.children(func(e element) error {
		f(e)
		return p.within(f)
	})
}

// text gives all text below the element whose start was just read.
func (p *parser) text() (string, error) {
	var b strings.Builder
	for depth := 1; depth > 0; {
		e, err := p.next()
		if errors.Is(err, io.EOF) {
			return "", fmt.Errorf("%w: it ends too early", ErrDamaged)
		}
		if err != nil {
			return "", err
		}
		switch {
		case e.start:
			depth++
		case e.end:
			depth--
		default:
			b.Write(e.text)
		}
	}
	return b.String(), nil
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

func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}
