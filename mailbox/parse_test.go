package mailbox

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// lines joins with CRLF, as mail has it.
func lines(l ...string) []byte { return []byte(strings.Join(l, "\r\n")) }

func leaves(m *Message) []*Part {
	var list []*Part
	for p := range m.Leaves() {
		list = append(list, p)
	}
	return list
}

func hasCode(m *Message, c Code) bool {
	for _, w := range m.Warnings {
		if w.Code == c {
			return true
		}
	}
	return false
}

func TestParsePlain(t *testing.T) {
	m := Parse(lines(
		`From: =?utf-8?Q?Ren=C3=A9e?= Jansen <renee@hilversum.example>`,
		`To: "Intake, MDA" <intake@mda.example>, groep: a@b.example;`,
		`Subject: =?utf-8?B?QWFubQ==?=`, ` =?utf-8?B?ZWxkaW5n?= =?iso-8859-1?Q?_caf=E9?=`,
		`Message-ID: <1@x.example>`, `References: <a@x> <b@x>`,
		`Date: Tue, 12 May 2026 09:14:00 +0200 (CEST)`, ``, `Hallo`))
	if got := m.From[0]; got.Name != "Renée Jansen" || got.Addr != "renee@hilversum.example" {
		t.Errorf("From = %+v", got)
	}
	if len(m.To) != 2 || m.To[0].Name != "Intake, MDA" || m.To[1].Addr != "a@b.example" {
		t.Errorf("To = %+v", m.To)
	}
	if m.Subject != "Aanmelding café" || m.MessageID != "<1@x.example>" || len(m.References) != 2 {
		t.Errorf("got %q %q %q", m.Subject, m.MessageID, m.References)
	}
	if !m.Date.Equal(time.Date(2026, 5, 12, 7, 14, 0, 0, time.UTC)) {
		t.Errorf("Date = %v", m.Date)
	}
	if m.Root.Text() != "Hallo" || len(m.Warnings) != 0 {
		t.Errorf("text %q, warnings %v", m.Root.Text(), m.Warnings)
	}
}

func TestFilenames(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{`attachment; filename="a b.pdf"`, "a b.pdf"},
		{`attachment; filename=mijn aanmelding (1).pdf`, "mijn aanmelding (1).pdf"},
		{`attachment; filename*=iso-8859-1''Caf%E9.pdf`, "Café.pdf"},
		{`attachment; filename="x.pdf"; filename*=utf-8'nl'%E2%82%AC.pdf`, "€.pdf"},
		{`attachment; filename*0*=utf-8''a%20; filename*1="b"; filename*2*=%C3%A9.odt`, "a bé.odt"},
		{`attachment; filename="=?iso-8859-1?Q?Caf=E9=2Epdf?="`, "Café.pdf"},
		{`attachment; filename="../../etc/x\y.pdf"`, "y.pdf"},
		{`attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd`, "passwd"},
		{`attachment; filename="` + "\u200b.htaccess" + `"`, "htaccess"},
		{`attachment; filename="fdp.` + "\u202e" + `exe"`, "fdp.exe"},
		{`attachment; filename="CON.txt"`, "_CON.txt"},
		{`attachment; filename="..."`, "attachment"},
		{`attachment; filename="a=0D=0Ab.pdf"`, "a=0D=0Ab.pdf"},
		{`attachment; filename="=?utf-8?Q?a=0D=0ABcc=3A.pdf?="`, "a  Bcc_.pdf"},
		{`attachment; filename="C:\temp\form.docx"`, "form.docx"},
		{`attachment; filename="cafe` + "\u0301" + `.pdf"`, "café.pdf"},
		{`attachment; filename="` + strings.Repeat("é", 200) + `.docx"`, strings.Repeat("é", 125) + ".docx"},
		{`attachment; filename="unclosed.pdf`, "unclosed.pdf"},
	} {
		m := Parse(lines("Content-Type: application/pdf", "Content-Disposition: "+c.header, "", "x"))
		if m.Root.Filename != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.header, m.Root.Filename, c.want)
		}
		if !m.Root.IsAttachment() {
			t.Errorf("%s: not an attachment", c.header)
		}
	}
}

func TestBodies(t *testing.T) {
	for _, c := range []struct{ name, ctype, cte, body, want string }{
		{"latin-1", `text/plain; charset=iso-8859-1`, "", "caf\xe9", "café"},
		{"called utf-8 but cp1252", `text/plain; charset=utf-8`, "", "\x93caf\xe9\x94 €", "“café” €"},
		{"no charset", `text/plain`, "", "caf\xe9", "café"},
		{"alias", `text/plain; charset=cp-850`, "", "caf\x82", "café"},
		{"comment", `text/plain; charset="windows-1252" (foo)`, "", "\x80", "€"},
		{"utf-7", `text/plain; charset=utf-7`, "", "caf+AOk- +-", "café +"},
		{"utf-16", `text/plain; charset=utf-16le`, "base64", "aADpAA==", "hé"},
		{"html meta", `text/html`, "", "<meta charset=iso-8859-15>\xa4", "<meta charset=iso-8859-15>€"},
		{"qp", `text/plain; charset=utf-8`, "quoted-printable", "a=C3=a9=\r\nb =\r\nc=ZZ  \r\nd=", "aéb c=ZZ\nd"},
		{"base64 named oddly", `text/plain`, "BASE64;", "aGVs\r\nbG8=", "hello"},
		{"base64 stray", `text/plain`, "base64", "aGV!sb\r\nG8gd29ybGQ", "hello world"},
		{"base64 footer", `text/plain`, "base64", "aGVsbG8=\r\n-- \r\nDisclaimer", "hello"},
		{"base64 joined", `text/plain`, "base64", "aGVsbG8=\r\nIHdvcmxk", "hello world"},
		{"called base64 and is not", `text/plain`, "base64", "Beste collega, hierbij de aanmelding.", "Beste collega, hierbij de aanmelding."},
		{"base64 indented", `text/plain`, "base64", "  aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=", "hello world hello world"},
		{"quoted printable", `text/plain; charset=utf-8`, "Quoted Printable", "=C3=A9", "é"},
		{"7-bit", `text/plain`, "7-bit", "x", "x"},
		{"unknown encoding", `text/plain`, "hexa", "x", "x"},
		{"flowed", `text/plain; format=flowed`, "", "een \r\ntwee\r\n> a \r\n> b\r\n -- \r\n-- \r\nK", "een twee\n> a b\n-- \n-- \nK\n"},
		{"flowed delsp", `text/plain; format=flowed; delsp=yes`, "", "een \r\ntwee", "eentwee\n"},
		{"uuencode", `text/plain`, "x-uuencode", "begin 644 a\r\n#8V%F\r\n`\r\nend\r\n", "caf"},
	} {
		m := Parse(lines("Content-Type: "+c.ctype, "Content-Transfer-Encoding: "+c.cte, "", c.body))
		if got := m.Root.Text(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMultipart(t *testing.T) {
	for _, c := range []struct {
		name string
		raw  []byte
		want []string
		code Code
	}{
		{"plain and file", lines(`Content-Type: multipart/mixed; boundary=b`, ``, `pre`, `--b`, ``, `one`, `--b `, `Content-Type: application/pdf`, ``, `two`, `--b--`, ``), []string{"one", "two"}, ""},
		{"missing end", lines(`Content-Type: multipart/mixed; boundary=b`, ``, `--b`, ``, `one`, `--b`, ``, `two`), []string{"one", "two"}, CodeBoundaryUnclosed},
		{"mixed line ends", []byte("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\r\n--b\r\n\r\ntwo\n--b--\n"), []string{"one", "two"}, ""},
		{"no boundary given", lines(`Content-Type: multipart/mixed`, ``, `--zz`, `Content-Type: text/plain`, ``, `one`, `--zz--`), []string{"one"}, CodeBoundaryGuessed},
		{"second boundary is the true one", lines(`Content-Type: multipart/mixed; boundary=a; boundary=b`, ``, `--b`, ``, `one`, `--b--`), []string{"one"}, CodeBoundaryGuessed},
		{"no boundary at all", lines(`Content-Type: multipart/mixed; boundary=b`, ``, `Beste collega`, ``, `tekst`), []string{"Beste collega\n\ntekst"}, CodeBoundaryMissing},
		{"inner boundary begins with the outer", lines(`Content-Type: multipart/mixed; boundary=b`, ``, `--b`, `Content-Type: multipart/alternative; boundary=b-2`, ``, `--b-2`, ``, `one`, `--b-2--`, `--b`, ``, `two`, `--b--`), []string{"one", "two"}, ""},
		{"part after the end", lines(`Content-Type: multipart/mixed; boundary=b`, ``, `--b`, ``, `one`, `--b--`, `--b`, ``, `two`, `--b--`), []string{"one", "two"}, CodePartAfterEnd},
		{"part without a header", lines(`Content-Type: multipart/mixed; boundary=b`, ``, `--b`, `zomaar tekst`, `--b--`), []string{"zomaar tekst"}, CodeNoHeaderEnd},
		{"mbox line and blank lines", lines(``, `From x@y Tue May 12`, `Subject: a`, `zonder dubbele punt`, `Content-Type: text/plain`, ``, `one`), []string{"one"}, CodeMboxLine},
		{"no header", lines(`Beste collega`, ``, `tekst`), []string{"Beste collega\n\ntekst"}, CodeNoHeaderEnd},
		{"no empty line", lines(`Subject: a`, `tekst zonder kop`), []string{"tekst zonder kop"}, CodeNoHeaderEnd},
		{"no empty line before the text", lines(`Subject: a`, `Beste collega,`, `Betreft: casus`, ``, `Groet`), []string{"Beste collega,\nBetreft: casus\n\nGroet"}, CodeNoHeaderEnd},
		{"bad line inside the header", lines(`Subject: a`, `zomaar iets`, `Content-Type: text/plain`, ``, `one`), []string{"one"}, CodeBadHeaderLine},
		{"unfolded parameter", lines(`Content-Type: text/plain;`, `charset="iso-8859-1"`, ``, "caf\xe9"), []string{"café"}, ""},
		{"CR CR LF", []byte("Subject: a\r\r\n\r\r\none\r\r\n"), []string{"one\n"}, ""},
		{"CR only", []byte("Subject: a\r\rone\rtwo"), []string{"one\ntwo"}, CodeCROnly},
		{"only an end", lines(`Content-Type: multipart/mixed; boundary=b`, ``, `tekst`, ``, `--b--`), []string{"tekst\n\n--b--"}, CodeBoundaryMissing},
		{"bad media type", lines(`Content-Type: text`, ``, `one`), []string{"one"}, CodeBadContentType},
	} {
		m := Parse(c.raw)
		var got []string
		for _, p := range leaves(m) {
			got = append(got, p.Text())
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if c.code != "" && !hasCode(m, c.code) || c.code == "" && len(m.Warnings) > 1 {
			t.Errorf("%s: warnings %v, want %q", c.name, m.Warnings, c.code)
		}
	}
}

func TestEmbedded(t *testing.T) {
	inner := "Subject: binnen\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nPDF"
	for range 4 {
		inner = "Subject: buiten\r\nContent-Type: message/rfc822\r\n\r\n" + inner
	}
	m := Parse([]byte(inner))
	if m.Root.Embedded == nil || m.Root.Embedded.Root.Embedded == nil || m.Root.Embedded.Root.Embedded.Root.Embedded != nil {
		t.Fatal("messages are opened to depth two")
	}
	if !hasCode(m, CodeEmbeddedTooDeep) || !m.Incomplete() || len(leaves(m)) != 1 {
		t.Errorf("warnings %v", m.Warnings)
	}
	eml := Parse(lines(`Content-Type: application/octet-stream; name=door.eml`, `Content-Transfer-Encoding: base64`, ``, `U3ViamVjdDogeA0KDQpoYWxsbw==`))
	if eml.Root.Embedded == nil || eml.Root.Embedded.Root.Text() != "hallo" {
		t.Error("an .eml file is opened")
	}
}

func TestLimits(t *testing.T) {
	deep := ""
	for i := range 5000 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	many := "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 100000)
	for name, raw := range map[string]string{
		"deep":            deep,
		"many parts":      many,
		"long header":     "Subject: " + strings.Repeat("a", 3<<20) + "\n\nx",
		"many fields":     strings.Repeat("A: b\n", 600000) + "\nx",
		"continuations":   "A:\n" + strings.Repeat(" b\n", 1<<20) + "\nx",
		"addresses":       "From: " + strings.Repeat("a@b,", 1<<20) + "\n\nx",
		"angles":          "From: " + strings.Repeat("<", 1<<20) + "\n\nx",
		"words":           "Subject: " + strings.Repeat("=?utf-8?q?", 1<<17) + "\n\nx",
		"params":          "Content-Type: a/b" + strings.Repeat(";a*1*=b", 1<<17) + "\n\nx",
		"almost boundary": "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--bb\n", 1<<20),
		"base64 padding":  "Content-Transfer-Encoding: base64\n\n" + strings.Repeat("A=", 1<<22),
		"base64 pads":     "Content-Transfer-Encoding: base64\n\n" + strings.Repeat("=", 1<<22) + "!",
		"qp":              "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=", 1<<22),
		"flowed":          "Content-Type: text/plain; format=flowed\n\n" + strings.Repeat("> \n>> \n", 1<<18),
	} {
		began := time.Now()
		m := Parse([]byte(raw))
		m.Header.Text("Subject")
		n := 0
		for p := range m.Leaves() {
			n++
			_ = p.Text()
		}
		if d := time.Since(began); d > time.Second {
			t.Errorf("%s took %v", name, d)
		}
		if n > MaxParts {
			t.Errorf("%s: %d parts", name, n)
		}
	}
	if m := Parse([]byte(deep)); !m.Incomplete() {
		t.Error("deep: not marked incomplete")
	}
}
