package mailbox

import (
	"bytes"
	"iter"
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Message is one mail. Date is zero when it could not be read; Message identifiers carry their angle brackets.
type Message struct {
	Header        Header
	From, ReplyTo []Address
	To, Cc        []Address
	Subject       string
	MessageID     string
	InReplyTo     string
	References    []string
	Date          time.Time
	Root          *Part // never nil
	Warnings      []Warning
}

// Part is one node of a message (RFC 2045). A multipart has Children, any other part a Body: the decoded bytes, never transcoded.
// Embedded is set beside Body when the part is a message that was opened.
type Part struct {
	MediaType   string            // lower case, "text/plain" where none was given
	Params      map[string]string // of Content-Type, names in lower case
	Disposition string            // "attachment", "inline", "" or as written, lower case
	Filename    string            // safe to show, "" when none was given
	RawFilename string            // as sent, for the record only
	ContentID   string            // with angle brackets
	Header      Header
	Body        []byte
	Children    []*Part
	Embedded    *Message
	Path        string // place as in IMAP, "1.2"
}

// Parse reads a message. It never fails: what is wrong is in Warnings. Time grows linearly with the size.
func Parse(raw []byte) *Message {
	w := &walker{}
	return w.message(raw, "", 0)
}

// Leaves yields the parts without children in reading order. An opened message stands for its own leaves.
func (m *Message) Leaves() iter.Seq[*Part] {
	return func(yield func(*Part) bool) { eachLeaf(m.Root, yield) }
}

func eachLeaf(p *Part, yield func(*Part) bool) bool {
	switch {
	case p.Embedded != nil:
		return eachLeaf(p.Embedded.Root, yield)
	case len(p.Children) == 0:
		return p.IsMultipart() || yield(p)
	}
	for _, c := range p.Children {
		if !eachLeaf(c, yield) {
			return false
		}
	}
	return true
}

// Incomplete reports whether a limit or damage left something of the message unread.
func (m *Message) Incomplete() bool {
	for _, w := range m.Warnings {
		if w.Incomplete() {
			return true
		}
	}
	return false
}

// IsMultipart reports whether the part only holds others.
func (p *Part) IsMultipart() bool { return strings.HasPrefix(p.MediaType, "multipart/") }

// IsAttachment reports whether the part is more than body text: it has a file name, is not text, or says so.
func (p *Part) IsAttachment() bool {
	if p.IsMultipart() {
		return false
	}
	return p.Filename != "" || p.Disposition == "attachment" || !strings.HasPrefix(p.MediaType, "text/")
}

// walker carries the limits that hold for a message as a whole.
type walker struct {
	parts, decoded, embedded int
	warnings                 []Warning
}

func (w *walker) warn(path string, codes ...Code) {
	for _, c := range codes {
		if len(w.warnings) < maxWarnings || incomplete[c] && len(w.warnings) < 2*maxWarnings {
			w.warnings = append(w.warnings, Warning{Code: c, Part: path})
		}
	}
}

func (w *walker) message(raw []byte, path string, depth int) *Message {
	if len(raw) > MaxMessage {
		w.warn(path, CodeMessageTooLarge)
		raw = raw[:MaxMessage]
	}
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') >= 0 {
		w.warn(path, CodeCROnly)
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	block := splitHeader(raw, true)
	w.warn(path, block.codes...)
	m := &Message{Header: block.header}
	m.readHeader(w, path)
	m.Root = w.part(block, path, depth, "text/plain")
	m.Warnings = w.warnings
	return m
}

// readHeader fills the fields that everyone asks for.
func (m *Message) readHeader(w *walker, path string) {
	h := m.Header
	m.From = parseAddresses(h.Get("From"))
	m.ReplyTo = parseAddresses(h.Get("Reply-To"))
	m.To = parseAddresses(strings.Join(h.Values("To"), ", "))
	m.Cc = parseAddresses(strings.Join(h.Values("Cc"), ", "))
	m.Subject = h.Text("Subject")
	m.MessageID = messageID(h.Get("Message-ID"))
	m.InReplyTo = messageID(h.Get("In-Reply-To"))
	m.References = parseMessageIDs(h.Get("References"))
	m.Date = parseDate(h.Get("Date"))
	if m.Date.IsZero() {
		w.warn(path, CodeBadDate)
	}
	for _, name := range []string{"From", "Subject", "Content-Type", "Message-ID"} {
		if len(h.Values(name)) > 1 {
			w.warn(path, CodeDuplicateHeader)
			return
		}
	}
}

// parseDate follows RFC 5322 section 3.3 and some near misses; zero when nothing fits.
func parseDate(value string) time.Time {
	if i := strings.IndexByte(value, '('); i > 0 {
		value = value[:i]
	}
	value = strings.Join(strings.Fields(value), " ")
	if len(value) > 64 {
		return time.Time{}
	}
	if t, err := mail.ParseDate(value); err == nil {
		return t
	}
	for _, layout := range []string{"Mon, 2 Jan 2006 15:04", "2 Jan 2006 15:04:05", "Mon, 2 Jan 2006 15:04:05", time.RFC3339, time.ANSIC} {
		if t, err := time.Parse(layout, value); err == nil {
			return t
		}
	}
	return time.Time{}
}

// part reads one part whose header is already split off. fallback is its media type when it gives none.
func (w *walker) part(block headerBlock, path string, depth int, fallback string) *Part {
	p := &Part{Header: block.header, Path: path}
	w.readType(p, fallback)
	w.readDisposition(p)
	p.ContentID = messageID(block.header.Get("Content-ID"))
	if !p.IsMultipart() {
		w.leaf(p, block.body, depth)
		return p
	}
	if depth >= MaxDepth {
		w.warn(path, CodeTooDeep)
		p.MediaType = "application/octet-stream"
		w.leaf(p, block.body, depth)
		return p
	}
	w.multipart(p, block.body, depth)
	return p
}

func (w *walker) readType(p *Part, fallback string) {
	field := p.Header.Get("Content-Type")
	main, list := parseParams(field)
	params, doubled := paramMap(list)
	if doubled {
		w.warn(p.Path, CodeDuplicateParameter)
	}
	p.Params, p.MediaType = params, main
	if isMediaType(main) {
		return
	}
	p.MediaType = fallback
	if field != "" {
		w.warn(p.Path, CodeBadContentType)
		if params["boundary"] != "" {
			p.MediaType = "multipart/mixed"
		} else if params["name"] != "" {
			p.MediaType = "application/octet-stream"
		}
	}
}

func isMediaType(s string) bool {
	major, minor, found := strings.Cut(s, "/")
	return found && major != "" && minor != "" && !strings.ContainsAny(s, " \t\"<>@,;:\\[]?=") && strings.Count(s, "/") == 1
}

func (w *walker) readDisposition(p *Part) {
	main, list := parseParams(p.Header.Get("Content-Disposition"))
	params, doubled := paramMap(list)
	if doubled {
		w.warn(p.Path, CodeDuplicateParameter)
	}
	p.Disposition = main
	p.RawFilename = params["filename"]
	if p.RawFilename == "" {
		p.RawFilename = p.Params["name"]
	}
	p.Filename = cleanFilename(p.RawFilename)
	if p.Filename != decodeWords(p.RawFilename) {
		w.warn(p.Path, CodeFilenameCleaned)
	}
}

// leaf decodes a body and opens it when it is a message.
func (w *walker) leaf(p *Part, body []byte, depth int) {
	w.parts++
	decoded, codes := decodeTransfer(body, p.Header.Get("Content-Transfer-Encoding"))
	w.warn(p.Path, codes...)
	if w.decoded+len(decoded) > MaxDecoded {
		w.warn(p.Path, CodeDecodedTooLarge)
		decoded = decoded[:MaxDecoded-w.decoded]
	}
	w.decoded += len(decoded)
	p.Body = decoded
	if p.isMessage() {
		w.open(p, depth)
		return
	}
	if strings.HasPrefix(p.MediaType, "text/") {
		w.warnCharset(p)
	}
}

// isMessage also knows the mail that a web mail program attached as a nameless kind of file.
func (p *Part) isMessage() bool {
	switch p.MediaType {
	case "message/rfc822", "message/global":
		return true
	case "application/octet-stream", "application/x-message", "message/x-mail":
		return strings.HasSuffix(strings.ToLower(p.Filename), ".eml")
	}
	return false
}

func (w *walker) open(p *Part, depth int) {
	if len(bytes.TrimSpace(p.Body)) == 0 {
		return
	}
	if w.embedded >= MaxEmbedded || depth >= MaxDepth {
		w.warn(p.Path, CodeEmbeddedTooDeep)
		return
	}
	w.embedded++
	outer := w.warnings
	w.warnings = nil
	p.Embedded = w.message(p.Body, p.Path, depth+1)
	w.warnings = append(outer, w.warnings...)
	w.embedded--
}

func (w *walker) warnCharset(p *Part) {
	charset := cleanCharset(p.Params["charset"])
	switch {
	case charset == "" || charset == "utf-8":
		if !utf8.Valid(p.Body) {
			w.warn(p.Path, CodeCharsetGuessed)
		}
	case charset != "utf-7" && charset != "unicode-1-1-utf-7" && charset != "x-unicode-2-0-utf-7" && findEncoding(charset) == nil:
		w.warn(p.Path, CodeUnknownCharset)
	}
}

func childPath(parent string, n int) string {
	if parent == "" {
		return strconv.Itoa(n)
	}
	return parent + "." + strconv.Itoa(n)
}
