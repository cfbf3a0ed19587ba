package office

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// Spaces gives each namespace the short name under which a reader knows its elements.
type Spaces map[string]string

// Element is one token: the start or end of an element, or text. Key is the short name
// of its namespace and its local name; that of an unknown namespace begins with "?:".
type Element struct {
	Key        string
	Attrs      []xml.Attr
	Start, End bool
	Text       []byte // valid until the next token
}

// Attr gives the value of an attribute by its local name.
func (e Element) Attr(local string) string {
	for i := range e.Attrs {
		if e.Attrs[i].Name.Local == local {
			return e.Attrs[i].Value
		}
	}
	return ""
}

// Has says whether an attribute is there.
func (e Element) Has(local string) bool {
	for i := range e.Attrs {
		if e.Attrs[i].Name.Local == local {
			return true
		}
	}
	return false
}

// Parser reads the tokens of one part within the limits.
type Parser struct {
	dec           *xml.Decoder
	spaces        Spaces
	depth, tokens int
	keys          map[xml.Name]string

	// Rename gives an element the key under which it is known; nil leaves it as it stands.
	Rename func(key string) string
	// Named lets a part name a document type, as older programs do; it may never bring one along.
	Named bool
}

// NewParser reads a part in UTF-8.
func NewParser(data []byte, spaces Spaces) *Parser {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset
	return &Parser{dec: d, spaces: spaces, keys: map[xml.Name]string{}}
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

func (p *Parser) key(n xml.Name) string {
	if k, ok := p.keys[n]; ok {
		return k
	}
	k, known := p.spaces[n.Space]
	if !known {
		k = "?:"
	}
	k += n.Local
	if p.Rename != nil {
		k = p.Rename(k)
	}
	p.keys[n] = k
	return k
}

// Offset is how far into the part the parser is, in bytes.
func (p *Parser) Offset() int64 { return p.dec.InputOffset() }

// Next gives the next token that matters; io.EOF at the end.
func (p *Parser) Next() (Element, error) {
	for {
		t, err := p.dec.Token()
		if errors.Is(err, io.EOF) {
			return Element{}, io.EOF
		}
		if err != nil {
			return Element{}, fmt.Errorf("%w: %v", ErrDamaged, err)
		}
		if p.tokens++; p.tokens > maxTokens {
			return Element{}, fmt.Errorf("%w: more than %d tokens", ErrTooLarge, maxTokens)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if p.depth++; p.depth > maxDepth {
				return Element{}, fmt.Errorf("%w: nested deeper than %d", ErrTooLarge, maxDepth)
			}
			return Element{Key: p.key(t.Name), Attrs: t.Attr, Start: true}, nil
		case xml.EndElement:
			p.depth--
			return Element{Key: p.key(t.Name), End: true}, nil
		case xml.CharData:
			return Element{Text: t}, nil
		case xml.Directive:
			if p.Named && !bytes.ContainsRune(t, '[') {
				continue
			}
			return Element{}, fmt.Errorf("%w: it declares a document type", ErrRefused)
		}
	}
}

// Content calls f for each child element and each stretch of text of the element whose
// start was just read; f must read past a child element.
func (p *Parser) Content(f func(Element) error) error {
	for {
		e, err := p.Next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: it ends too early", ErrDamaged)
		}
		if err != nil {
			return err
		}
		if e.End {
			return nil
		}
		if err := f(e); err != nil {
			return err
		}
	}
}

// Children is Content without the text.
func (p *Parser) Children(f func(Element) error) error {
	return p.Content(func(e Element) error {
		if !e.Start {
			return nil
		}
		return f(e)
	})
}

// Skip reads past the element whose start was just read.
func (p *Parser) Skip() error { return p.Children(func(Element) error { return p.Skip() }) }

// Within calls f for every element start below the element whose start was just read.
func (p *Parser) Within(f func(Element)) error {
	return p.Children(func(e Element) error {
		f(e)
		return p.Within(f)
	})
}

// Each calls f for every element start in the part, whatever its depth.
func (p *Parser) Each(f func(Element) error) error {
	for {
		e, err := p.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e.Start {
			if err := f(e); err != nil {
				return err
			}
		}
	}
}

// Words gives all text below the element whose start was just read.
func (p *Parser) Words() (string, error) {
	var b strings.Builder
	var inside func() error
	inside = func() error {
		return p.Content(func(e Element) error {
			if e.Start {
				return inside()
			}
			b.Write(e.Text)
			return nil
		})
	}
	err := inside()
	return b.String(), err
}
