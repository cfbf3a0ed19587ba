package mailbox

import (
	"bytes"
	"strings"
)

// Field is one header field: its name as written, its value unfolded, otherwise as sent (raw 8-bit bytes and encoded words included).
type Field struct{ Name, Value string }

// Header holds the fields in their order. Names compare without regard to case.
type Header struct{ fields []Field }

// Fields returns all fields in order, topmost first.
func (h Header) Fields() []Field { return h.fields }

// Get returns the topmost value of a field, unfolded and trimmed, or "".
func (h Header) Get(name string) string {
	for _, f := range h.fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Has reports whether the field is there, even when empty.
func (h Header) Has(name string) bool { return len(h.Values(name)) > 0 }

// Values returns every value of a field, topmost first.
func (h Header) Values(name string) []string {
	var out []string
	for _, f := range h.fields {
		if strings.EqualFold(f.Name, name) {
			out = append(out, f.Value)
		}
	}
	return out
}

// Text returns the topmost value for people: encoded words decoded (RFC 2047), raw bytes made UTF-8, CR, LF and control characters removed.
func (h Header) Text(name string) string { return decodeWords(h.Get(name)) }

// headerBlock is what splitHeader found: the fields and where the body starts.
type headerBlock struct {
	header Header
	body   []byte
	codes  []Code
	ended  bool // an empty line or a boundary ended the fields

	name  string // the field being read
	value []byte

	bad   []byte // from the first line that was no field
	badAt int    // how many fields came before it
}

// splitHeader reads a header block. top is true for the start of a message, where mbox lines and blank lines are tolerated, and
// false for a part, where a block without an empty line and without a Content-field is taken to be all body.
func splitHeader(data []byte, top bool) headerBlock {
	var b headerBlock
	start := data
	if top {
		start = b.skipLead(data)
	}
	b.readFields(start)
	b.closeField()
	switch {
	case b.bad != nil && !b.isBase64(): // no field that anyone knows came after it: this is the text already
		b.header.fields = b.header.fields[:b.badAt]
		b.body = b.bad
		b.warn(CodeNoHeaderEnd)
	case !b.ended && !top && !b.hasContentField() && len(start) > 0:
		return headerBlock{body: start, codes: addCode(b.codes, CodeNoHeaderEnd)}
	}
	return b
}

// readFields reads lines up to the empty one. It remembers the first line that was no field until a field that everyone knows shows that the
// header went on.
func (b *headerBlock) readFields(rest []byte) {
	for used := 0; len(rest) > 0; {
		line, next := cutLine(rest)
		if len(line) == 0 {
			b.body, b.ended = next, true
			return
		}
		if bytes.HasPrefix(line, []byte("--")) && bytes.IndexByte(line, ':') < 0 {
			b.warn(CodeNoHeaderEnd)
			b.body, b.ended = rest, true
			return
		}
		used += len(rest) - len(next)
		if !b.addLine(line, used) && b.bad == nil {
			b.closeField()
			b.bad, b.badAt = rest, len(b.header.fields)
		}
		rest = next
	}
}

// isBase64 reports whether the body is encoded, so that a stray line cannot be part of it.
func (b *headerBlock) isBase64() bool {
	return cleanEncoding(b.header.Get("Content-Transfer-Encoding")) == "base64"
}

// wellKnown are beginnings of field names that occur in headers and hardly at the start of a line of prose.
var wellKnown = []string{"content-", "x-", "received", "list-", "authentication-", "arc-", "dkim-", "message-id", "mime-version", "reply-to",
	"return-path", "references", "in-reply-to", "auto-submitted", "thread-", "from", "to", "cc", "date", "subject", "sender", "importance"}

func isWellKnown(name string) bool {
	name = strings.ToLower(name)
	for _, known := range wellKnown {
		if name == known || strings.HasSuffix(known, "-") && strings.HasPrefix(name, known) {
			return true
		}
	}
	return false
}

func (b *headerBlock) hasContentField() bool {
	for _, f := range b.header.fields {
		if len(f.Name) > 8 && strings.EqualFold(f.Name[:8], "Content-") {
			return true
		}
	}
	return false
}

// skipLead passes over blank lines and mbox separator lines in front of a message.
func (b *headerBlock) skipLead(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for len(data) > 0 {
		line, next := cutLine(data)
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			b.warn(CodeLeadingBlank)
		case bytes.HasPrefix(line, []byte("From ")), bytes.HasPrefix(line, []byte(">From ")):
			b.warn(CodeMboxLine)
		default:
			return data
		}
		data = next
	}
	return data
}

// addLine adds a field or continues one; false means that the line is neither.
func (b *headerBlock) addLine(line []byte, used int) bool {
	if used > MaxHeader {
		b.warn(CodeHeaderTooLarge)
		return true
	}
	if line[0] == ' ' || line[0] == '\t' || isParameter(line) {
		return b.continueField(line)
	}
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || !isFieldName(bytes.TrimRight(line[:colon], " \t")) {
		b.warn(CodeBadHeaderLine)
		return false
	}
	b.closeField()
	b.bad = b.stillBad(line[:colon])
	b.name = string(bytes.TrimRight(line[:colon], " \t"))
	b.value = append([]byte{}, bytes.TrimSpace(line[colon+1:])...)
	return true
}

// stillBad forgets a bad line once a well-known field follows it.
func (b *headerBlock) stillBad(name []byte) []byte {
	if isWellKnown(string(bytes.TrimSpace(name))) {
		return nil
	}
	return b.bad
}

// isParameter knows the second line of a folded Content- field that lost its blank: filename="…" and the like.
func isParameter(line []byte) bool {
	for _, name := range []string{"filename", "name", "boundary", "charset"} {
		if len(line) > len(name) && bytes.EqualFold(line[:len(name)], []byte(name)) && (line[len(name)] == '=' || line[len(name)] == '*') {
			return true
		}
	}
	return false
}

func (b *headerBlock) continueField(line []byte) bool {
	if b.name == "" {
		b.warn(CodeBadHeaderLine)
		return false
	}
	if len(b.value) > 0 {
		b.value = append(b.value, ' ')
	}
	b.value = append(b.value, bytes.TrimSpace(line)...)
	return true
}

// closeField ends the field that is being read.
func (b *headerBlock) closeField() {
	if b.name == "" {
		return
	}
	if len(b.value) > MaxHeaderLine {
		b.warn(CodeLineTooLong)
		b.value = b.value[:MaxHeaderLine]
	}
	b.header.fields = append(b.header.fields, Field{Name: b.name, Value: cleanValue(b.value)})
	b.name, b.value = "", nil
}

func (b *headerBlock) warn(c Code) {
	for _, have := range b.codes {
		if have == c {
			return
		}
	}
	b.codes = append(b.codes, c)
}

// cutLine returns the first line without its end, and what follows. LF, CRLF and CRCRLF end a line.
func cutLine(data []byte) (line, rest []byte) {
	i := bytes.IndexByte(data, '\n')
	if i < 0 {
		return bytes.TrimRight(data, "\r"), nil
	}
	return bytes.TrimRight(data[:i], "\r"), data[i+1:]
}

// isFieldName follows RFC 5322 ftext: printable US-ASCII without colon or space.
func isFieldName(name []byte) bool {
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return len(name) > 0
}

// cleanValue trims a value and turns stray CR and NUL into spaces.
func cleanValue(v []byte) string {
	v = bytes.TrimSpace(v)
	if bytes.IndexByte(v, '\r') < 0 && bytes.IndexByte(v, 0) < 0 {
		return string(v)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\r' || r == 0 {
			return ' '
		}
		return r
	}, string(v)))
}
