// Package samples makes mail as people and robots send it: for the demo, and for
// tests and measurements that need thousands of different referrals. Everybody in
// it is made up.
package samples

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
	"time"
)

// Letter is a mail as a person's program writes it.
type Letter struct {
	From, To, Subject string
	MessageID         string // with brackets
	InReplyTo         string
	Date              time.Time
	Text, HTML        string
	Files             []File
	Headers           [][2]string // further header fields
}

// File is an attachment.
type File struct {
	Name, Type string
	Data       []byte
}

// Types of attachments.
const (
	DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	PDFType  = "application/pdf"
	MailType = "message/rfc822"
)

// Bytes gives the mail as it travels.
func (l Letter) Bytes() []byte {
	var b bytes.Buffer
	header := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	header("From", l.From)
	header("To", l.To)
	header("Subject", mime.QEncoding.Encode("utf-8", l.Subject))
	header("Date", l.Date.Format(time.RFC1123Z))
	header("Message-ID", l.MessageID)
	header("In-Reply-To", l.InReplyTo)
	header("References", l.InReplyTo)
	for _, h := range l.Headers {
		header(h[0], h[1])
	}
	header("MIME-Version", "1.0")
	l.body(&b)
	return b.Bytes()
}

func (l Letter) body(b *bytes.Buffer) {
	mixed := multipart.NewWriter(b)
	mixed.SetBoundary(boundary(l.MessageID, "m"))
	fmt.Fprintf(b, "Content-Type: multipart/mixed; boundary=%q\r\n\r\n", mixed.Boundary())
	if l.HTML == "" {
		writeText(mixed, "text/plain", l.Text)
	} else {
		var inner bytes.Buffer
		both := multipart.NewWriter(&inner)
		both.SetBoundary(boundary(l.MessageID, "a"))
		writeText(both, "text/plain", l.Text)
		writeText(both, "text/html", l.HTML)
		both.Close()
		w, _ := mixed.CreatePart(textproto.MIMEHeader{"Content-Type": {fmt.Sprintf("multipart/alternative; boundary=%q", both.Boundary())}})
		w.Write(inner.Bytes())
	}
	for _, f := range l.Files {
		writeFile(mixed, f)
	}
	mixed.Close()
}

func boundary(id, kind string) string {
	return "=_" + kind + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(id))
}

func writeText(m *multipart.Writer, mediaType, text string) {
	w, _ := m.CreatePart(textproto.MIMEHeader{"Content-Type": {mediaType + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}})
	q := quotedprintable.NewWriter(w)
	q.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
	q.Close()
}

func writeFile(m *multipart.Writer, f File) {
	if f.Type == MailType {
		w, _ := m.CreatePart(textproto.MIMEHeader{"Content-Type": {MailType}, "Content-Disposition": {"attachment"}})
		w.Write(f.Data)
		return
	}
	w, _ := m.CreatePart(textproto.MIMEHeader{"Content-Type": {f.Type}, "Content-Transfer-Encoding": {"base64"},
		"Content-Disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": f.Name})}})
	encoded := base64.StdEncoding.EncodeToString(f.Data)
	for len(encoded) > 76 {
		fmt.Fprintf(w, "%s\r\n", encoded[:76])
		encoded = encoded[76:]
	}
	fmt.Fprintf(w, "%s\r\n", encoded)
}
