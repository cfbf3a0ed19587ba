package office

import (
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
	Attrs      []Attr
	Start, End bool
	Text       string
}

// Attr gives the value of an attribute by its local name.
func (e Element) Attr(local string) string {
	for i := range e.Attrs {
		if e.Attrs[i].Local == local {
			return e.Attrs[i].Value
		}
	}
	return ""
}

// Has says whether an attribute is there.
func (e Element) Has(local string) bool {
	for i := range e.Attrs {
		if e.Attrs[i].Local == local {
			return true
		}
	}
	return false
}

// Parser reads the tokens of one part within the limits.
type Parser struct {
	scan       scanner
	unreadable error
	tokens     int
	keys       map[name]string

	// Rename gives an element the key under which it is known; nil leaves it as it stands.
	Rename func(key string) string
	// Named lets a part name a document type, as older programs do; it may never bring one along.
	Named bool
}

// NewParser reads a part in UTF-8, or in the encoding that its first line names.
func NewParser(data []byte, spaces Spaces) *Parser {
	text, err := decoded(string(data))
	return &Parser{scan: scanner{text: text, spaces: spaces}, unreadable: err, keys: map[name]string{}}
}

// decoded follows the encoding that a part names; UTF-16 was turned into UTF-8 before.
func decoded(text string) (string, error) {
	head, _, _ := strings.Cut(text, "?>")
	head, declared := strings.CutPrefix(head, "<?xml")
	if !declared {
		return text, nil
	}
	switch encoding := strings.ToLower(pseudo(head, "encoding")); encoding {
	case "", "utf-8", "us-ascii", "utf-16", "utf-16le", "utf-16be", "utf16":
		return text, nil
	case "iso-8859-1", "windows-1252":
		return charmap.Windows1252.NewDecoder().String(text)
	default:
		return "", fmt.Errorf("unknown encoding %q", encoding)
	}
}

func (p *Parser) key(n name) string {
	if n.known && n.space == "" && p.Rename == nil {
		return n.local
	}
	if k, ok := p.keys[n]; ok {
		return k
	}
	k := "?:" + n.local
	if n.known {
		k = n.space + n.local
	}
	if p.Rename != nil {
		k = p.Rename(k)
	}
	p.keys[n] = k
	return k
}

// Offset is how far into the part the parser is, in bytes.
func (p *Parser) Offset() int { return p.scan.at }

// Next gives the next token that matters; io.EOF at the end.
func (p *Parser) Next() (Element, error) {
	if p.unreadable != nil {
		return Element{}, fmt.Errorf("%w: %v", ErrDamaged, p.unreadable)
	}
	for {
		p.scan.named = p.Named
		t, done, err := p.scan.next()
		if errors.Is(err, ErrRefused) {
			return Element{}, err
		}
		if err != nil {
			return Element{}, fmt.Errorf("%w: %v", ErrDamaged, err)
		}
		if done {
			return Element{}, io.EOF
		}
		if p.tokens++; p.tokens > maxTokens {
			return Element{}, fmt.Errorf("%w: more than %d tokens", ErrTooLarge, maxTokens)
		}
		switch {
		case t.start:
			if len(p.scan.open) > maxDepth {
				return Element{}, fmt.Errorf("%w: nested deeper than %d", ErrTooLarge, maxDepth)
			}
			return Element{Key: p.key(t.name), Attrs: t.attrs, Start: true}, nil
		case t.end:
			return Element{Key: p.key(t.name), End: true}, nil
		case t.text != "":
			return Element{Text: t.text}, nil
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
			b.WriteString(e.Text)
			return nil
		})
	}
	err := inside()
	return b.String(), err
}
