package read

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
)

// slowest is how long one hostile file may take on a slow machine.
const slowest = 20 * time.Second

func TestHostileDocuments(t *testing.T) {
	s := sample{}
	body := func(inside string) string {
		return `<w:document ` + namespaces + `><w:body>` + inside + `</w:body></w:document>`
	}
	twice := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range []string{"_rels/.rels", "word/document.xml", "word/Document.xml"} {
			w, _ := z.Create(name)
			w.Write([]byte("<x/>"))
		}
		z.Close()
		return b.Bytes()
	}
	for _, v := range []struct {
		name string
		data []byte
		code string
	}{
		{"entity bomb", pack(t, `<!DOCTYPE x [<!ENTITY a "aaaa">]>`+body(p("&a;")), nil, ""), "unsafe"},
		{"deep", pack(t, body(strings.Repeat("<w:sdt><w:sdtContent>", 400)), nil, ""), "too-large"},
		{"bomb", pack(t, body(p(t_(strings.Repeat("a", 40<<20)))), nil, ""), "too-large"},
		{"twice", twice(), "unsafe"},
		{"outside", pack(t, body(p("")), map[string]string{"../evil.xml": "<x/>"}, ""), "unsafe"},
		{"cut", s.docx(t)[:900], "damaged"},
		{"not closed", pack(t, `<w:document `+namespaces+`><w:body><w:p>`, nil, ""), "damaged"},
		{"no relations", pack(t, body(p("")), map[string]string{"_rels/.rels": "<x/>"}, ""), "container-unknown"},
		{"remote template", pack(t, body(p("")), nil, `<Relationship Id="t" Type="http://x/attachedTemplate" Target="https://evil.example/t.dotm" TargetMode="External"/>`), "no-form"},
		{"nothing", nil, "no-form"},
		{"noise", []byte("\x00\x01\x02\x03"), "container-unknown"},
		{"pdf", []byte("%PDF-1.4\n"), "container-pdf"}, {"rtf", []byte(`{\rtf1`), "damaged"}, {"image", []byte("\xff\xd8\xff\xe0"), "container-image"},
		{"tnef", []byte{0x78, 0x9F, 0x3E, 0x22, 0}, "container-tnef"},
	} {
		r := File(v.name, v.data, Options{})
		if r.Message.Outcome != Held || r.Message.Reasons[0].Code != v.code || len(r.Forms) > 0 {
			t.Errorf("%s: %+v, want held %s", v.name, r.Message, v.code)
		}
	}
}

// TestHostileCorpus reads everything that was collected to break readers.
func TestHostileCorpus(t *testing.T) {
	dir := filepath.Join(shared(t), "hostile")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no hostile files: set MDAPLUS_SHARED to the folder that holds hostile/")
	}
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if n++; testing.Short() && n%10 != 0 {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		start := time.Now()
		r := File(path, data, pdfOptions(t))
		if took := time.Since(start); took > slowest {
			t.Errorf("%s took %v", path, took)
		}
		if r.Message.Outcome == "" || r.Message.Outcome == Filed {
			t.Errorf("%s: %+v", path, r.Message)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files", n)
}

func FuzzFile(f *testing.F) {
	for _, version := range []string{forms.Version2019, forms.Version2020} {
		for m := blank.Boxes; m <= blank.Highlighted; m++ {
			data, err := blank.Docx(version, filled(m))
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
			f.Add([]byte(blank.HTMLBody(version, filled(m))))
		}
	}
	f.Add([]byte(textForm()))
	f.Add(mail("Subject: x\r\n", "text/plain", textForm()))
	for _, s := range allCells() {
		f.Add(s.docx(f))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := File("fuzz", data, Options{})
		for _, form := range r.Forms {
			if broken := forms.Check(form); len(broken) > 0 {
				t.Errorf("%+v", broken)
			}
		}
	})
}
