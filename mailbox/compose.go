package mailbox

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Outgoing is one mail to one recipient. All that makes its bytes is in it: the same value always gives the same bytes.
type Outgoing struct {
	From, To    Address
	Subject     string
	Text        string // plain text, required
	HTML        string // the same in simple HTML, "" for none
	Attachments []Attachment
	MessageID   string // with angle brackets
	Boundary    string // any token of letters and digits; fixed by the caller so that the bytes are
	Date        time.Time
	InReplyTo   string   // the message answered, "" when this is no answer
	References  []string // its thread
	Extra       []Field  // header fields that a secure-mail gateway wants
	LoopSecret  []byte   // key of LoopHeader
}

// Attachment is a file to send along.
type Attachment struct {
	Filename, MediaType string
	Body                []byte
}

// Compose makes the bytes of a mail: CRLF, 7-bit, headers that keep other robots silent (RFC 3834). It refuses any control character in a
// header and any address that is not one, so that no text can add a header or a recipient. It is the only place where mail is made.
func Compose(o Outgoing) ([]byte, error) {
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("composing mail: %w", err)
	}
	var out bytes.Buffer
	o.writeHeader(&out)
	o.writeBody(&out)
	return out.Bytes(), nil
}

func (o Outgoing) check() error {
	switch {
	case !o.From.Usable() || !isASCII([]byte(o.From.Addr)):
		return fmt.Errorf("sender is not a mail address")
	case !o.To.Usable() || !isASCII([]byte(o.To.Addr)):
		return fmt.Errorf("recipient is not a mail address")
	case !isMessageID(o.MessageID):
		return fmt.Errorf("message identifier %.80q is not one", o.MessageID)
	case !isToken(o.Boundary) || len(o.Boundary) > 50:
		return fmt.Errorf("boundary %.80q is not a token", o.Boundary)
	case o.Date.IsZero():
		return fmt.Errorf("no date")
	}
	for _, id := range append([]string{o.InReplyTo}, o.References...) {
		if id != "" && !isMessageID(id) {
			return fmt.Errorf("reference %.80q is not a message identifier", id)
		}
	}
	return o.checkTexts()
}

// checkTexts refuses control characters and fields that Compose writes itself.
func (o Outgoing) checkTexts() error {
	for _, s := range []string{o.From.Name, o.To.Name, o.Subject} {
		if !isLine(s) {
			return fmt.Errorf("control character in a name or subject")
		}
	}
	for _, f := range o.Extra {
		if !isFieldName([]byte(f.Name)) || !isLine(f.Value) || !isASCII([]byte(f.Value)) || len(f.Value) > 900 || strings.TrimSpace(f.Value) == "" {
			return fmt.Errorf("extra header field %.80q is not sendable", f.Name)
		}
		if !strings.HasPrefix(strings.ToLower(f.Name), "x-") && !strings.EqualFold(f.Name, "zivver-relay") {
			return fmt.Errorf("extra header field %.80q does not begin with X-", f.Name)
		}
		if strings.EqualFold(f.Name, LoopHeader) || strings.EqualFold(f.Name, "X-Auto-Response-Suppress") {
			return fmt.Errorf("extra header field %.80q is written already", f.Name)
		}
	}
	for _, a := range o.Attachments {
		if !isLine(a.Filename) || a.Filename == "" || !isMediaType(a.MediaType) || !isASCII([]byte(a.MediaType)) || !isLine(a.MediaType) {
			return fmt.Errorf("attachment name or type is not sendable")
		}
	}
	return nil
}

func (o Outgoing) writeHeader(out *bytes.Buffer) {
	field := func(name, value string) { out.WriteString(name + ": " + value + "\r\n") }
	field("From", formatAddress(o.From))
	field("To", formatAddress(o.To))
	field("Subject", encodeText(o.Subject))
	field("Date", o.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	field("Message-ID", o.MessageID)
	submitted := "auto-generated"
	if o.InReplyTo != "" {
		submitted = "auto-replied"
		field("In-Reply-To", o.InReplyTo)
	}
	if refs := o.thread(); len(refs) > 0 {
		field("References", strings.Join(refs, "\r\n "))
	}
	field("Auto-Submitted", submitted)
	field("X-Auto-Response-Suppress", "All")
	if len(o.LoopSecret) > 0 {
		field(LoopHeader, LoopMark(o.LoopSecret, o.MessageID))
	}
	for _, f := range o.Extra {
		field(f.Name, strings.TrimSpace(f.Value))
	}
	field("MIME-Version", "1.0")
}

// thread is References as RFC 5322 section 3.6.4 wants it: the thread, then the message answered, at most 20.
func (o Outgoing) thread() []string {
	const maxThread = 20
	var refs []string
	for _, id := range o.References {
		if id != "" && id != o.InReplyTo {
			refs = append(refs, id)
		}
	}
	if o.InReplyTo != "" {
		refs = append(refs, o.InReplyTo)
	}
	return refs[max(0, len(refs)-maxThread):]
}

// writeBody writes mixed(alternative(text, html), attachments…), leaving out the levels that would hold one part. "=_" in the
// boundary cannot occur in quoted-printable or base64.
func (o Outgoing) writeBody(out *bytes.Buffer) {
	if len(o.Attachments) == 0 {
		o.writeText(out)
		return
	}
	mark := "=_" + o.Boundary + "_m"
	fmt.Fprintf(out, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\n", mark, mark)
	o.writeText(out)
	for _, a := range o.Attachments {
		fmt.Fprintf(out, "\r\n--%s\r\n", mark)
		a.write(out)
	}
	fmt.Fprintf(out, "\r\n--%s--\r\n", mark)
}

func (o Outgoing) writeText(out *bytes.Buffer) {
	if o.HTML == "" {
		writeQP(out, "text/plain", o.Text)
		return
	}
	mark := "=_" + o.Boundary + "_a"
	fmt.Fprintf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n--%s\r\n", mark, mark)
	writeQP(out, "text/plain", o.Text)
	fmt.Fprintf(out, "\r\n--%s\r\n", mark)
	writeQP(out, "text/html", o.HTML)
	fmt.Fprintf(out, "\r\n--%s--\r\n", mark)
}

func writeQP(out *bytes.Buffer, mediaType, text string) {
	fmt.Fprintf(out, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", mediaType)
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n"), "\r", "\n")
	w := quotedprintable.NewWriter(out)
	w.Write([]byte(text)) // a bytes.Buffer takes all
	w.Close()
	if !strings.HasSuffix(text, "\n") {
		out.WriteString("\r\n")
	}
}

func (a Attachment) write(out *bytes.Buffer) {
	fmt.Fprintf(out, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n", a.MediaType)
	fmt.Fprintf(out, "Content-Disposition: attachment;\r\n filename*=%s\r\n\r\n", encodeExtended(cleanFilename(a.Filename)))
	const width = 57 // bytes to 76 characters
	for body := a.Body; len(body) > 0; {
		n := min(width, len(body))
		out.WriteString(base64.StdEncoding.EncodeToString(body[:n]) + "\r\n")
		body = body[n:]
	}
}

// encodeExtended writes a parameter value as RFC 8187 does, in one piece, which every mail program of the last ten years reads.
func encodeExtended(s string) string {
	var out strings.Builder
	out.WriteString("utf-8''")
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

func formatAddress(a Address) string {
	if a.Name == "" {
		return "<" + a.Addr + ">"
	}
	return encodeText(a.Name) + "\r\n <" + a.Addr + ">"
}

// encodeText writes header text: plain when it is short simple ASCII, else as encoded words, one a line.
func encodeText(s string) string {
	const maxPlain = 60
	if len(s) <= maxPlain && isPlain(s) {
		return s
	}
	return encodeWords(s)
}

// encodeWords makes one encoded word of every 30 bytes or fewer, cut between characters (RFC 2047 section 2 allows 75 characters a word).
func encodeWords(s string) string {
	const width = 30
	var words []string
	for s != "" {
		n := min(width, len(s))
		for n < len(s) && !utf8.RuneStart(s[n]) {
			n--
		}
		words = append(words, "=?utf-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
		s = s[n:]
	}
	return strings.Join(words, "\r\n ")
}

// isPlain accepts what may stand bare in a subject or a display name (RFC 5322 atoms and blanks).
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '+' || c == '/' || c == ' ' && i > 0 && i < len(s)-1 && s[i-1] != ' ') {
			return false
		}
	}
	return true
}

// isLine accepts valid UTF-8 without control characters, line separators or bidi overrides.
func isLine(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r) {
			return false
		}
	}
	return true
}

// isMessageID accepts <printable ASCII without blanks or brackets>, as long as a header line may be.
func isMessageID(id string) bool {
	if len(id) < 3 || len(id) > 900 || id[0] != '<' || id[len(id)-1] != '>' {
		return false
	}
	for _, c := range []byte(id[1 : len(id)-1]) {
		if c <= ' ' || c >= 0x7f || c == '<' || c == '>' {
			return false
		}
	}
	return true
}

func isToken(s string) bool {
	for _, c := range []byte(s) {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-') {
			return false
		}
	}
	return s != ""
}
