package read

import (
	"archive/zip"
	"bytes"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/samples"
)

func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(data)
	}
	z.Close()
	return b.Bytes()
}

func TestFormsInsideAWrapping(t *testing.T) {
	form := func(n int) []byte {
		data, err := blank.Docx(forms.Version2019, samples.Fill(n))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	one := zipped(t, map[string][]byte{"map/": nil, "map/Aanmelding.docx": form(1), "__MACOSX/map/._Aanmelding.docx": {0, 5}, ".DS_Store": {0}})
	locked := bytes.Clone(one)
	for i := range len(locked) - 8 { // the flag that an entry has a password, in both places
		if bytes.HasPrefix(locked[i:], []byte("PK\x01\x02")) {
			locked[i+8] |= 1
		}
	}
	for name, c := range map[string]struct {
		data          []byte
		forms         int
		outcome, code string
	}{
		"one form":         {one, 1, Filed, ""},
		"two families":     {zipped(t, map[string][]byte{"a.docx": form(1), "b.docx": form(2)}), 2, Filed, ""},
		"a zip in a zip":   {zipped(t, map[string][]byte{"a.zip": one}), 0, Held, "container-zip"},
		"nothing":          {zipped(t, nil), 0, Held, "container-zip"},
		"no form":          {zipped(t, map[string][]byte{"a.txt": []byte("hallo")}), 0, Held, "no-form"},
		"a password":       {locked, 0, Held, "encrypted"},
		"damaged":          {one[:len(one)-30], 0, Held, "container-zip"},
		"a bomb":           {zipped(t, map[string][]byte{"a": make([]byte, 33<<20), "b": make([]byte, 33<<20)}), 0, Held, "too-large"},
		"up the tree":      {zipped(t, map[string][]byte{"../../Aanmelding.docx": form(3)}), 1, Filed, ""},
		"a form and a PDF": {zipped(t, map[string][]byte{"a.docx": form(4), "b.pdf": []byte("%PDF-1.4")}), 1, Held, "container-pdf"},
	} {
		l := samples.Mail(1, c.data, time.Now())
		l.Files[0].Name, l.Files[0].Type = "Aanmelding.zip", "application/zip"
		r := File("", l.Bytes(), Options{})
		code := ""
		if len(r.Message.Reasons) > 0 {
			code = r.Message.Reasons[0].Code
		}
		if len(r.Forms) != c.forms || r.Message.Outcome != c.outcome || code != c.code {
			t.Errorf("%s: %d forms, %s %s; want %d, %s %s", name, len(r.Forms), r.Message.Outcome, code, c.forms, c.outcome, c.code)
		}
	}
}
