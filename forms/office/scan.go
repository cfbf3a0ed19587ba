package office

import (
	"errors"
	"fmt"
	"strconv"
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

// plainText says for each byte whether it stands for itself wherever text may stand.
var plainText = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= ' ' && c < utf8.RuneSelf && !strings.ContainsRune(`<&]"'`, rune(c)) || c == '\n' || c == '\t'
	}
	return is
}()

// piece reads text: up to a tag, or with a quote as a value up to that quote, which it reads past.
func (s *scanner) piece(quote byte) (string, error) {
	var written []byte // what had to be written in another way, up to from
	from := s.at
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case plainText[c]:
			s.at++
		case quote != 0 && c == quote:
			s.at++
			return taken(written, s.text[from:s.at-1]), nil
		case c == '<' && quote == 0:
			return taken(written, s.text[from:s.at]), nil
		case c == '<':
			return "", s.wrong("a < within a value")
		case c == ']' && quote == 0 && strings.HasPrefix(s.text[s.at:], "]]>"):
			return "", s.wrong("a ]]> within text")
		case c == '&':
			written = append(written, s.text[from:s.at]...)
			r, err := s.entity()
			if err != nil {
				return "", err
			}
			written, from = utf8.AppendRune(written, r), s.at
		case c == '\r': // every end of a line is one sign
			written = append(append(written, s.text[from:s.at]...), '\n')
			s.at++
			s.byte('\n')
			from = s.at
		default:
			if err := s.letter(); err != nil {
				return "", err
			}
		}
	}
	if quote != 0 {
		return "", errCut
	}
	return taken(written, s.text[from:]), nil
}

func taken(written []byte, rest string) string {
	if written == nil {
		return rest
	}
	return string(append(written, rest...))
}

// letter reads past a character that XML allows.
func (s *scanner) letter() error {
	r, n := utf8.DecodeRuneInString(s.text[s.at:])
	if r == utf8.RuneError && n == 1 || !allowed(r) {
		return s.wrong("a character that may not stand there")
	}
	s.at += n
	return nil
}

// allowed follows XML 1.0, 2.2.
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= unicode.MaxRune
}

// entities are those of XML itself. Others need a document type, which is refused.
var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "apos": '\'', "quot": '"'}

// entity reads a character that is written as &name;, &#10; or &#xA;.
func (s *scanner) entity() (rune, error) {
	const longest = 16
	rest := s.text[s.at:]
	end := strings.IndexByte(rest[:min(len(rest), longest)], ';')
	if end < 0 {
		return 0, s.wrong("an & that begins nothing known")
	}
	s.at += end + 1
	body := rest[1:end]
	if number, ok := strings.CutPrefix(body, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(number, "x"); ok {
			number, base = hex, 16
		}
		n, err := strconv.ParseUint(number, base, 32)
		if err != nil || n > unicode.MaxRune {
			return 0, s.wrong("a character without a number")
		}
		r := rune(n)
		if !utf8.ValidRune(r) {
			r = utf8.RuneError
		}
		if !allowed(r) {
			return 0, s.wrong("a character that may not stand there")
		}
		return r, nil
	}
	r, ok := entities[body]
	if !ok {
		return 0, s.wrong("an entity that nobody defined")
	}
	return r, nil
}

// verbatim reads a CDATA section.
func (s *scanner) verbatim() (string, error) {
	s.at += len("<![CDATA[")
	n := strings.Index(s.text[s.at:], "]]>")
	if n < 0 {
		return "", errCut
	}
	text := s.text[s.at : s.at+n]
	for _, r := range text {
		if !allowed(r) {
			return "", s.wrong("a character that may not stand there")
		}
	}
	if !utf8.ValidString(text) {
		return "", s.wrong("bytes that are no text")
	}
	s.at += n + len("]]>")
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text, nil
}

// comment reads past a comment.
func (s *scanner) comment() error {
	s.at += len("<!--")
	n := strings.Index(s.text[s.at:], "--")
	if n < 0 {
		return errCut
	}
	s.at += n + len("--")
	if s.at == len(s.text) {
		return errCut
	}
	if !s.byte('>') {
		return s.wrong("a -- within a comment")
	}
	return nil
}

// instruction reads past a processing instruction. The encoding that the first one may name was followed before.
func (s *scanner) instruction() error {
	s.at += len("<?")
	target, err := s.word()
	if err != nil {
		return err
	}
	n := strings.Index(s.text[s.at:], "?>")
	if n < 0 {
		return errCut
	}
	if version := pseudo(s.text[s.at:s.at+n], "version"); target == "xml" && version != "" && version != "1.0" {
		return s.wrong("a version of XML that is not known")
	}
	s.at += n + len("?>")
	return nil
}

// documentType reads past a document type where one may be named. One that brings something along is refused.
func (s *scanner) documentType() error {
	var quote byte
	for i := s.at + len("<!"); i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '[', quote == 0 && c == '<', !s.named:
			return fmt.Errorf("%w: it declares a document type", ErrRefused)
		case c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			s.at = i + 1
			return nil
		}
	}
	return errCut
}

// pseudo gives a value from an instruction that looks like an attribute.
func pseudo(instruction, name string) string {
	for {
		i := strings.Index(instruction, name)
		if i < 0 {
			return ""
		}
		before := instruction[:i]
		instruction = instruction[i+len(name):]
		rest, ok := strings.CutPrefix(strings.TrimLeft(instruction, " \t\r\n"), "=")
		if !ok || before != "" && !strings.ContainsAny(before[len(before)-1:], " \t\r\n") {
			continue
		}
		rest = strings.TrimLeft(rest, " \t\r\n")
		if rest == "" || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		if end := strings.IndexByte(rest[1:], rest[0]); end >= 0 {
			return rest[1 : 1+end]
		}
	}
}
