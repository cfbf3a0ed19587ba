package mailbox

import (
	"bytes"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"
)

func outgoing() Outgoing {
	return Outgoing{
		From: Address{"Projectleider MDA++", "intake@mda.example"}, To: Address{"", "renee@hilversum.example"},
		Subject: "Aanmelding ontvangen: één vraag over MDA-2026-0007", Text: "Beste collega,\n\nDank — tot zo.\n.\nFrom here\n",
		MessageID: "<a1@mda.example>", Boundary: "b1", Date: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC), LoopSecret: []byte("geheim"),
	}
}

func fieldNames(m *Message) []string {
	var names []string
	for _, f := range m.Header.Fields() {
		names = append(names, f.Name)
	}
	return names
}

func TestCompose(t *testing.T) {
	o := outgoing()
	o.HTML = "<p>Beste collega</p>"
	o.InReplyTo, o.References = "<q@x.example>", []string{"<p@x.example>"}
	o.Attachments = []Attachment{{"Samenvatting één.pdf", "application/pdf", bytes.Repeat([]byte("%PDF"), 100)}}
	raw, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Compose(o)
	if !bytes.Equal(raw, again) {
		t.Error("the same value gave other bytes")
	}
	m := Parse(raw)
	list := leaves(m)
	if m.Subject != o.Subject || m.From[0] != o.From || m.To[0] != o.To || len(list) != 3 || len(m.Warnings) > 0 {
		t.Fatalf("reparsed: %q %+v %+v, %d leaves, %v", m.Subject, m.From, m.To, len(list), m.Warnings)
	}
	if list[0].Text() != o.Text || list[2].Filename != "Samenvatting één.pdf" || !bytes.Equal(list[2].Body, o.Attachments[0].Body) {
		t.Errorf("parts: %q %q", list[0].Text(), list[2].Filename)
	}
	if m.Header.Get("Auto-Submitted") != "auto-replied" || fmt.Sprint(m.References) != "[<p@x.example> <q@x.example>]" {
		t.Errorf("header: %v", m.Header.Fields())
	}
	own := Own{LoopSecret: []byte("geheim")}
	if kind, _ := Classify(m, own); kind != KindOwn || (Own{LoopSecret: []byte("ander")}).Made(m.Header) {
		t.Error("the loop marker does not hold")
	}
	if std, err := mail.ReadMessage(bytes.NewReader(raw)); err != nil || std.Header.Get("Message-ID") != o.MessageID {
		t.Errorf("net/mail: %v", err)
	}
	for _, line := range strings.Split(string(raw), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("line %.60q", line)
		}
	}
}

func TestComposeRefuses(t *testing.T) {
	for name, change := range map[string]func(*Outgoing){
		"CR LF in the subject":   func(o *Outgoing) { o.Subject = "a\r\nBcc: x@y" },
		"LF in a name":           func(o *Outgoing) { o.To.Name = "a\nb" },
		"CR in an address":       func(o *Outgoing) { o.To.Addr = "a@b\r\nBcc:c@d" },
		"two addresses":          func(o *Outgoing) { o.To.Addr = "a@b,c@d" },
		"angle in an address":    func(o *Outgoing) { o.To.Addr = "a@b> <c@d" },
		"no address":             func(o *Outgoing) { o.To.Addr = "" },
		"bad message identifier": func(o *Outgoing) { o.MessageID = "<a>\r\nX: y>" },
		"bad reference":          func(o *Outgoing) { o.References = []string{"<a\n>"} },
		"extra field":            func(o *Outgoing) { o.Extra = []Field{{"X-A: b\r\nBcc", "c"}} },
		"extra Bcc":              func(o *Outgoing) { o.Extra = []Field{{"Bcc", "c@d"}} },
		"boundary":               func(o *Outgoing) { o.Boundary = "a\"b" },
		"file type":              func(o *Outgoing) { o.Attachments = []Attachment{{"a", "a/b\r\nX: y", nil}} },
		"no date":                func(o *Outgoing) { o.Date = time.Time{} },
	} {
		o := outgoing()
		change(&o)
		if raw, err := Compose(o); err == nil {
			t.Errorf("%s: composed\n%s", name, raw)
		}
	}
}

func FuzzCompose(f *testing.F) {
	plain, _ := Compose(outgoing())
	want := fieldNames(Parse(plain))
	f.Add("Naam", "a@b.example", "onderwerp", "tekst", "x.pdf")
	f.Add("a\r\nBcc: x@y", "a@b\r\n", "=?utf-8?q?=0D=0A?=", "--=_b1_m--\r\n.\r\n", "..\\x")
	f.Fuzz(func(t *testing.T, name, addr, subject, text, file string) {
		o := outgoing()
		o.To, o.Subject, o.Text = Address{name, addr}, subject, text
		o.Attachments = []Attachment{{file, "application/pdf", []byte(text)}}
		raw, err := Compose(o)
		if err != nil {
			return
		}
		m := Parse(raw)
		if got := fieldNames(m); !slices.Equal(got[:len(got)-1], want[:len(want)-2]) {
			t.Fatalf("fields %q, want %q", got, want)
		}
		list := leaves(m)
		if len(m.To) != 1 || m.To[0].Addr != addr || len(list) != 2 || string(list[1].Body) != text {
			t.Fatalf("reparsed %+v with %d leaves", m.To, len(list))
		}
	})
}
