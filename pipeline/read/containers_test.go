package read

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"mdaplus/forms"
)

// flatForm is a form as a flat OpenDocument text; criterion 4 is answered by a strike.
func flatForm() string {
	const oasis = "urn:oasis:names:tc:opendocument:xmlns:"
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><office:document xmlns:office="` + oasis + `office:1.0" xmlns:text="` + oasis + `text:1.0" xmlns:style="` + oasis + `style:1.0" office:mimetype="application/vnd.oasis.opendocument.text">` +
		`<office:automatic-styles><style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles><office:body><office:text>`)
	for _, line := range strings.Split(textForm(), "\n") {
		line = strings.ReplaceAll(line, "&", "&amp;")
		b.WriteString("<text:p>" + line + "</text:p>")
	}
	return b.String() + `</office:text></office:body></office:document>`
}

func packageForm(t *testing.T, kind string, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string, method uint16) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(text))
	}
	if kind != "" {
		put("mimetype", kind, zip.Store)
	}
	put("content.xml", flatForm(), zip.Deflate)
	put("META-INF/manifest.xml", `<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">`+strings.Join(more, "")+`</m:manifest>`, zip.Deflate)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rtfForm() string {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg1252\uc1 `)
	for _, r := range strings.ReplaceAll(textForm(), "\n", `\par `) {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		b.WriteString(`\'`)
		b.WriteString(strings.ToLower(string("0123456789ABCDEF"[r>>4&15]) + string("0123456789ABCDEF"[r&15])))
	}
	return b.String() + `\par}`
}

func twoBytes(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// The content says what a file is, not its name; what cannot be read says why.
func TestContainersByContent(t *testing.T) {
	const odtKind = "application/vnd.oasis.opendocument.text"
	whole := packageForm(t, odtKind)
	for _, c := range []struct {
		name, file string
		data       []byte
		code       string // none: it is read
	}{
		{"rtf named doc", "a.doc", []byte(rtfForm()), ""}, {"rtf named docx", "a.docx", []byte(rtfForm()), ""}, {"rtf behind a line", "a.rtf", []byte("\r\n" + rtfForm()), ""},
		{"rtf cut", "a.rtf", []byte(rtfForm())[:300], "damaged"}, {"rtf in two bytes a letter", "a.rtf", twoBytes(rtfForm()), "container-rtf"},
		{"odt named docx", "a.docx", whole, ""}, {"odt without mimetype", "a.odt", packageForm(t, ""), ""}, {"template", "a.ott", packageForm(t, odtKind+"-template"), ""},
		{"flat named xml", "a.xml", []byte(flatForm()), ""}, {"flat in two bytes a letter", "a.fodt", twoBytes(strings.Replace(flatForm(), `<?xml version="1.0"?>`, "", 1)), ""},
		{"odt cut", "a.odt", whole[:len(whole)/2], "damaged"}, {"flat cut", "a.fodt", []byte(flatForm())[:700], "damaged"},
		{"odt encrypted", "a.odt", packageForm(t, odtKind, `<m:file-entry><m:encryption-data/></m:file-entry>`), "encrypted"},
		{"spreadsheet", "a.ods", packageForm(t, "application/vnd.oasis.opendocument.spreadsheet"), "container-odt"},
		{"flat with a document type", "a.fodt", []byte(strings.Replace(flatForm(), "<office:document", "<!DOCTYPE x []><office:document", 1)), "unsafe"},
	} {
		bare := File(c.file, c.data, Options{})
		attached := File("x.eml", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, piece{"application/octet-stream", c.file, string(c.data)}), Options{})
		for where, r := range map[string]Result{"bare": bare, "attached": attached} {
			switch {
			case c.code == "" && (len(r.Forms) != 1 || r.Message.Outcome != Filed || r.Forms[0].Fields["municipality"].Status != forms.Read):
				t.Errorf("%s %s: %d forms, %+v", c.name, where, len(r.Forms), r.Message)
			case c.code != "" && (len(r.Forms) > 0 || r.Message.Outcome != Held || r.Message.Reasons[0].Code != c.code):
				t.Errorf("%s %s: %d forms, %+v, want %s", c.name, where, len(r.Forms), r.Message, c.code)
			}
		}
	}
}
