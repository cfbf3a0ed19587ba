package office

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var testSpaces = Spaces{"urn:a": "", "urn:b": "b:", xmlNamespace: "xml:"}

// standard tells the tokens of a part as encoding/xml reads them, in the words of tell.
func standard(data []byte) (string, error) {
	var b strings.Builder
	space := func(uri, unknown string) string {
		if short, ok := testSpaces[uri]; ok {
			return short
		}
		return unknown
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	text := ""
	for {
		t, err := d.Token()
		switch t.(type) {
		case xml.CharData, xml.Comment, xml.ProcInst:
		default:
			if text != "" {
				fmt.Fprintf(&b, "%q\n", text)
				text = ""
			}
		}
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return b.String(), err
		}
		switch t := t.(type) {
		case xml.StartElement:
			fmt.Fprintf(&b, "<%s%s", space(t.Name.Space, "?:"), t.Name.Local)
			for _, a := range t.Attr {
				if a.Name.Space != "xmlns" && (a.Name.Space != "" || a.Name.Local != "xmlns") {
					fmt.Fprintf(&b, " %s%s=%q", space(a.Name.Space, ""), a.Name.Local, a.Value)
				}
			}
			b.WriteString("\n")
		case xml.EndElement:
			fmt.Fprintf(&b, "/%s%s\n", space(t.Name.Space, "?:"), t.Name.Local)
		case xml.CharData:
			text += string(t)
		case xml.Directive:
			return b.String(), ErrRefused
		}
	}
}

// tell tells the tokens of a part as we read them.
func tell(data []byte) (string, error) {
	var b strings.Builder
	p := NewParser(data, testSpaces)
	text := ""
	for {
		e, err := p.Next()
		if e.Text == "" && text != "" {
			fmt.Fprintf(&b, "%q\n", text)
			text = ""
		}
		switch {
		case errors.Is(err, io.EOF):
			return b.String(), nil
		case err != nil:
			return b.String(), err
		case e.Start:
			fmt.Fprintf(&b, "<%s", e.Key)
			for _, a := range e.Attrs {
				fmt.Fprintf(&b, " %s%s=%q", a.Space, a.Local, a.Value)
			}
			b.WriteString("\n")
		case e.End:
			fmt.Fprintf(&b, "/%s\n", e.Key)
		default:
			text += e.Text
		}
	}
}

// scanned are parts that show each rule of XML; the fuzzer starts from them.
var scanned = []string{
	`<a xmlns="urn:a" x="1" y='een "twee"'><b/>tekst<b xmlns="urn:b"> <c/></b></a>`,
	`<p:a xmlns:p="urn:a" xmlns:q="urn:b" q:x="1" p:y="2" z="3"><q:b xmlns:p="urn:b"><p:c/></q:b><p:c/></p:a>`,
	`<a xml:space="preserve" xmlns:xml="urn:b"> x </a>`, `<u:a u:b="c"/>`, `<a xmlns="urn:a"><b xmlns=""/></a>`,
	"<a>een\r\ntwee\rdrie\n</a>", "<a b='een\r\ntwee'/>", `<a>&lt;&gt;&amp;&apos;&quot;&#233;&#xE9;&#x1F600;</a>`, `<a b="&lt;&#10;"/>`,
	`<a>&onbekend;</a>`, `<a>& </a>`, `<a>&#0;</a>`, `<a>&#xD800;</a>`, `<a>&#x110000;</a>`, `<a>&#;</a>`, `<a>&#x;</a>`, `<a>&lt</a>`, `<a>&#13;` + "\n</a>",
	`<a><![CDATA[<b> & ]] ]]]></a>`, "<a><![CDATA[x\r\ny]]>z</a>", `<a><![CDATA[</a>`, `<a>]]></a>`, `<a b="]]>"/>`, `<a>]]&gt;</a>`,
	`<a><!-- een -- twee --></a>`, `<a>een<!-- twee -->drie</a>`, `<a><!-- een ---></a>`, `<a><!-- </a>`, `<a><!-></a>`,
	`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a/>`, `<?xml version="1.1"?><a/>`, `<?xml version="1.0" encoding="utf-7"?><a/>`, `<a><?mso x?></a>`, `<a><? x?></a>`, `<a><?x </a>`, `<a><?::?></a>`,
	`<a></b>`, `</a>`, `<a>`, `<a`, `<a b`, `<a b=`, `<a b="`, `<a b=c>`, `<a b>`, `<a / >`, `<a/`, `<a b="c"d="e"/>`, `<a b = "c" />`, `<a b="<"/>`, `< a/>`, `<1/>`, `<a:b:c/>`, `<:a/>`, `<a xmlns:="urn:a"><:b/></a>`, `<a:/>`, `</a b>`,
	"<a>\x00</a>", "<a>\xff</a>", "<a b='\x01'/>", "<a>\ufffe</a>", "<a><![CDATA[\x00]]></a>", "<é/>", "<a é='1'/>", "<a/><b/>", "tekst", "", " <a/> ", `<a b="1" b="2"/>`,
	`<!DOCTYPE a><a/>`, `<a><!x></a>`,
}

func TestTokensAreThoseOfTheStandardLibrary(t *testing.T) {
	for _, in := range scanned {
		same(t, []byte(in))
	}
}

func FuzzTokens(f *testing.F) {
	for _, in := range scanned {
		f.Add([]byte(in))
	}
	f.Fuzz(func(t *testing.T, data []byte) { same(t, data) })
}

var declaration = regexp.MustCompile(`^<\?xml( version="[^"<]*")?( encoding="[^"<]*")?( standalone="[a-z]*")?\?>`)

// same holds that we read what the standard library reads, and refuse what it refuses. Two things are ours alone: names
// with letters beyond ASCII are not looked up in the tables of 1998, and a declaration counts only where it may stand and as
// it may be written.
func same(t *testing.T, data []byte) {
	t.Helper()
	if bytes.Count(data, []byte("<?xml")) > 1 || bytes.Contains(data, []byte("<?xml")) && !declaration.Match(data) {
		return
	}
	want, wantErr := standard(data)
	got, err := tell(data)
	beyond := bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
	switch {
	case (err == nil) != (wantErr == nil):
		if err == nil && beyond || err != nil && strings.Contains(fmt.Sprint(wantErr, err), "encoding") {
			return
		}
		t.Errorf("%q: %v, want %v", data, err, wantErr)
	case err == nil && got != want:
		t.Errorf("%q gives\n%s, want\n%s", data, got, want)
	}
}
