package office

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands between the tags of XML: letters, entities, and what is read past.

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
