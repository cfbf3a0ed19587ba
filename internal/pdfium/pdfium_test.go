package pdfium

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"mdaplus/forms/pdf"
)

// engine keeps its machine code where the program keeps it.
var engine = sync.OnceValues(func() (*Engine, error) {
	if dir, err := os.UserCacheDir(); err == nil {
		if e, err := New(filepath.Join(dir, "mdaplus", "pdf-engine")); err == nil {
			return e, nil
		}
	}
	return New("")
})

func open(t testing.TB, data []byte) (*pdf.Document, error) {
	t.Helper()
	e, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	return e.Open(data)
}

func form(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "pipeline", "read", "testdata", "pdf", "form.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOpenTellsWhatIsDrawn(t *testing.T) {
	doc, err := open(t, form(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Pages) != 1 || doc.Pages[0].Visible != (pdf.Rect{Right: 595, Top: 842}) || len(doc.Pages[0].Paths) < 50 {
		t.Fatalf("%d pages, %+v, %d figures", len(doc.Pages), doc.Pages[0].Visible, len(doc.Pages[0].Paths))
	}
	p := doc.Pages[0]
	var text strings.Builder
	for _, c := range p.Chars {
		text.WriteRune(c.Rune)
	}
	if !strings.HasPrefix(text.String(), "Aanmeldingsformulier MDA++") || !strings.Contains(text.String(), "één") {
		t.Errorf("%.80q", text.String())
	}
	if first := p.Texts[p.Chars[0].Text]; first.Font != "Helvetica-Bold" || first.Size != 10 || p.Chars[0].Origin != (pdf.Point{X: 71, Y: 790}) {
		t.Errorf("%+v at %+v", first, p.Chars[0])
	}
	if len(p.Notes) != 2 || p.Notes[0].Field.Value != "Ja" || p.Notes[0].Field.State != "Ja" || p.Notes[1].Field.State != "Off" || p.Notes[0].Field.Kind != pdf.CheckBox {
		t.Errorf("%+v", p.Notes)
	}
}

// The engine must not tell the shown state of a box as the stored one.
func TestStoredAndShownAreTwoThings(t *testing.T) {
	data := strings.Replace(string(form(t)), "/AS/Ja/FT/Btn/T(cja)/V/Ja", "/AS/Ja/FT/Btn/T(cja)/V/Nu", 1)
	doc, err := open(t, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if f := doc.Pages[0].Notes[0].Field; f.Value != "Nu" || f.State != "Ja" {
		t.Errorf("%+v", f)
	}
}

func TestFieldValues(t *testing.T) {
	got := fieldValues([]byte("1 0 obj\r\n<</T(a\\(b\\)\\351)/V/Ja#20nee/Kids[3 0 R]/X<</Y[1 2(x)]>>>>\r\nendobj\n3 0 obj\r\n<</Parent 1 0 R/T<FEFF0063>/Z true>>\r\nendobj\n4 0 obj <</Type/Page>>"))
	if len(got) != 2 || got["a(b)é"] != "Ja nee" || got["a(b)é.c"] != "Ja nee" {
		t.Errorf("%q", got)
	}
}

// Boxes that store a value each are one field: what is stored for the field counts, and
// where boxes or fields of one name say different things, nothing does.
func TestValuesOfBoxesThatStoreOneEach(t *testing.T) {
	const box, other = "/Parent 1 0 R", "/T(a)"
	for _, c := range [][4]string{
		{"/V/Ja", box, box, "Ja"}, {"/V/Ja", box + "/V/Off", box + "/V/Ja", "Ja"}, {"", box + "/V/Off", box + "/V/Nee", "Nee"}, {"", box, box, ""}, {"/V/Off", box, box, "Off"},
		{"/V/Ja", box + "/V/Nee", box, disagreed}, {"/V/Off", box + "/V/Ja", box, disagreed}, {"", box + "/V/Ja", box + "/V/Nee", disagreed}, {"", other + "/V/Off", other + "/V/Ja", disagreed},
	} {
		file := fmt.Sprintf("1 0 obj\n<</FT/Btn/T(a)%s>>\nendobj\n2 0 obj\n<<%s>>\nendobj\n3 0 obj\n<<%s>>\nendobj\n", c[0], c[1], c[2])
		for range 20 {
			if got := fieldValues([]byte(file))["a"]; got != c[3] {
				t.Errorf("%v: %q", c, got)
			}
		}
	}
}

func TestHeadsOfObjects(t *testing.T) {
	for file, want := range map[string]int{
		"1 0 obj<<": 1, "\n12 0 obj \r\n<<": 12, "x1 0 obj<<": 0, "1 0 obj[": 0, "1 obj<<": 0, " 1 0 obj<<": 0, "\r999999999 12345 obj<<": 999999999, "\n1 123456 obj<<": 0, " obj<<": 0, "0 obj<<": 0,
	} {
		if got, _, _ := objectAt([]byte(file), strings.Index(file, " obj")+len(objectWord)); got != want {
			t.Errorf("%q: %d, want %d", file, got, want)
		}
	}
}

func TestDamagedFilesAreErrors(t *testing.T) {
	data := form(t)
	for _, bad := range [][]byte{nil, []byte("%PDF-1.7"), data[:len(data)/3], []byte(strings.Repeat("%PDF-1.7\n1 0 obj<<", 1000))} {
		if doc, err := open(t, bad); err == nil && len(doc.Pages) == 0 || err != nil && !errors.Is(err, pdf.ErrDamaged) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

// A file that breaks its instance of the engine breaks no other.
func TestOneInstanceADocument(t *testing.T) {
	for range 3 {
		open(t, []byte(strings.Repeat("%PDF-1.7\n1 0 obj<<", 1000)))
		if _, err := open(t, form(t)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACacheThatOthersMayWriteIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := New(dir); err == nil {
		t.Error("the machine code in it could be anybody's")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(form(f))
	f.Add([]byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Parent 2 0 R>>endobj trailer<</Root 1 0 R>>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := open(t, data)
		if (doc == nil) == (err == nil) {
			t.Errorf("%v and %v", doc, err)
		}
		if doc != nil {
			pdf.Read(doc)
		}
	})
}
