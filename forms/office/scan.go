package office

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Attr is an attribute. Space is the short name of its namespace; empty when it stands in none, or in one that is not
// known.
type Attr struct{ Space, Local, Value string }

// token is one piece of a part: the start or the end of an element, or text. A comment, an instruction and a document
// type that is only named give an empty one.
type token struct {
	start, end bool
	name       name
	attrs      []Attr
	text       string
}

// name is that of an element: the short name of its namespace, and what stands behind the colon.
type name struct {
	known        bool // the namespace
	space, local string
}

// scanner cuts a part into the tokens of XML 1.0 with namespaces. It is as strict as encoding/xml, against which it is
// fuzzed, but works on a text that is in memory as a whole: names, values and texts are pieces of it and not copies.
// Most of the time that a form takes would otherwise be spent here.
type scanner struct {
	text   string
	at     int
	spaces Spaces
	named  bool // a document type may be named

	open  []element // what was not closed yet, outermost first
	empty bool      // an element without content was started: its end comes next
	bound []binding // what each prefix stands for, innermost last
	last  binding   // the one that was asked for last
	attrs []Attr    // of the element at hand
	room  []Attr    // for the attributes of elements to come
}

type element struct {
	raw   string // prefix and name as they stand
	name  name
	bound int // how many bindings stand around it
}

// binding is the namespace of a prefix; the empty prefix is that of elements without one.
type binding struct {
	prefix string
	known  bool
	space  string
}

// attrsAtOnce is for how many attributes room is made at a time.
const attrsAtOnce = 128

var errCut = errors.New("it ends too early")

func (s *scanner) wrong(what string) error { return fmt.Errorf("%s at byte %d", what, s.at) }

// next gives the next token; done when all was read.
func (s *scanner) next() (t token, done bool, err error) {
	if s.empty {
		s.empty = false
		return s.close(), false, nil
	}
	if s.at == len(s.text) {
		if len(s.open) > 0 {
			return token{}, false, errCut
		}
		return token{}, true, nil
	}
	rest := s.text[s.at:]
	switch {
	case rest[0] != '<':
		t.text, err = s.piece(0)
	case strings.HasPrefix(rest, "</"):
		t, err = s.end()
	case strings.HasPrefix(rest, "<?"):
		err = s.instruction()
	case strings.HasPrefix(rest, "<!--"):
		err = s.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		t.text, err = s.verbatim()
	case strings.HasPrefix(rest, "<!"):
		err = s.documentType()
	default:
		t, err = s.start()
	}
	return t, false, err
}

// start reads the start of an element with its attributes.
func (s *scanner) start() (token, error) {
	s.at++
	raw, err := s.name()
	if err != nil {
		return token{}, err
	}
	e := element{raw: raw, bound: len(s.bound)}
	s.attrs = s.attrs[:0]
	for s.blank(); !s.tagEnd(); s.blank() {
		if s.at == len(s.text) {
			return token{}, errCut
		}
		if err := s.attr(); err != nil {
			return token{}, err
		}
	}
	e.name = s.elementName(raw)
	s.open = append(s.open, e)
	return token{start: true, name: e.name, attrs: s.keep()}, nil
}

// tagEnd reads past the end of a tag, if it is there.
func (s *scanner) tagEnd() bool {
	if strings.HasPrefix(s.text[s.at:], "/>") {
		s.at += len("/>")
		s.empty = true
		return true
	}
	return s.byte('>')
}

// attr reads one attribute; one that declares a namespace is kept with the bindings.
func (s *scanner) attr() error {
	raw, err := s.name()
	if err != nil {
		return err
	}
	s.blank()
	if !s.byte('=') {
		return s.wrong("an attribute without a value")
	}
	s.blank()
	var value string
	switch {
	case s.byte('"'):
		value, err = s.piece('"')
	case s.byte('\''):
		value, err = s.piece('\'')
	default:
		return s.wrong("a value without quotes")
	}
	if err != nil {
		return err
	}
	if raw == "xmlns" {
		s.bind("", value)
	} else if prefix, ok := strings.CutPrefix(raw, "xmlns:"); ok && prefix != "" {
		s.bind(prefix, value)
	} else {
		s.attrs = append(s.attrs, Attr{Local: raw, Value: value})
	}
	return nil
}

// keep names the attributes of the element at hand and gives them a place of their own.
func (s *scanner) keep() []Attr {
	if len(s.room) < len(s.attrs) {
		s.room = make([]Attr, max(attrsAtOnce, len(s.attrs)))
	}
	n := copy(s.room, s.attrs)
	kept := s.room[:n:n]
	s.room = s.room[n:]
	for i := range kept {
		prefix, local := cut(kept[i].Local)
		kept[i].Local = local
		if prefix != "" { // without one it is in no namespace, whatever the element is in
			kept[i].Space = s.bindingOf(prefix).space
		}
	}
	return kept
}

// end reads the end of an element, which must be the one that was started last.
func (s *scanner) end() (token, error) {
	s.at += len("</")
	raw, err := s.name()
	if err != nil {
		return token{}, err
	}
	s.blank()
	switch {
	case s.at == len(s.text):
		return token{}, errCut
	case !s.byte('>'):
		return token{}, s.wrong("more than a name in the end of an element")
	case len(s.open) == 0 || s.open[len(s.open)-1].raw != raw:
		return token{}, s.wrong("the end of an element that was not the last to start")
	}
	return s.close(), nil
}

func (s *scanner) close() token {
	e := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if len(s.bound) > e.bound {
		s.bound, s.last = s.bound[:e.bound], binding{}
	}
	return token{end: true, name: e.name}
}

func (s *scanner) bind(prefix, uri string) {
	space, known := s.spaces[uri]
	s.bound, s.last = append(s.bound, binding{prefix, known, space}), binding{}
}

// xmlNamespace is what the prefix xml always stands for.
const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

func (s *scanner) bindingOf(prefix string) binding {
	if prefix == s.last.prefix && s.last.known {
		return s.last
	}
	if prefix == "xml" {
		space, known := s.spaces[xmlNamespace]
		return binding{prefix, known, space}
	}
	for i := len(s.bound) - 1; i >= 0; i-- {
		if s.bound[i].prefix == prefix {
			s.last = s.bound[i]
			return s.last
		}
	}
	return binding{}
}

func (s *scanner) elementName(raw string) name {
	prefix, local := cut(raw)
	b := s.bindingOf(prefix)
	return name{b.known, b.space, local}
}

// cut gives the prefix of a name and what stands behind it. A colon at an end is part of the name.
func cut(raw string) (prefix, local string) {
	if i := strings.IndexByte(raw, ':'); i > 0 && i < len(raw)-1 {
		return raw[:i], raw[i+1:]
	}
	return "", raw
}

func (s *scanner) byte(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scanner) blank() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\n' || s.text[s.at] == '\t' || s.text[s.at] == '\r') {
		s.at++
	}
}

// inName says for each byte below 0x80 whether it may stand in a name.
var inName = func() (in [utf8.RuneSelf]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-." {
		in[c] = true
	}
	return in
}()

// name reads the name of an element or an attribute, with at most one prefix.
func (s *scanner) name() (string, error) {
	raw, err := s.word()
	if err == nil && strings.Count(raw, ":") > 1 {
		err = s.wrong("a name with two prefixes")
	}
	return raw, err
}

// word reads a name as XML has it. Of letters beyond ASCII all are taken: none is in a name that we know.
func (s *scanner) word() (string, error) {
	from := s.at
	for s.at < len(s.text) {
		if c := s.text[s.at]; c < utf8.RuneSelf {
			if !inName[c] {
				break
			}
			s.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
			return "", s.wrong("a name of no letters")
		}
		s.at += n
	}
	raw := s.text[from:s.at]
	if raw == "" || raw[0] == '-' || raw[0] == '.' || raw[0] >= '0' && raw[0] <= '9' {
		return "", s.wrong("no name where one must stand")
	}
	return raw, nil
}
