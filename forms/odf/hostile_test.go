package odf_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/odf"
	"mdaplus/forms/office"
	"mdaplus/internal/testkit"
)

// slowest is how long one file may take to read.
const slowest = time.Second

// hostile gives every OpenDocument file that others keep to break readers.
func hostile(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(testkit.Shared(t, "hostile"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && (strings.HasSuffix(path, ".odt") || odf.Is(data)) {
			all[filepath.Base(path)] = data
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestHostileFiles(t *testing.T) {
	files, read := hostile(t), 0
	for name, data := range files {
		start := time.Now()
		sh, err := odf.Read(data)
		if took := time.Since(start); took > slowest {
			t.Errorf("%s took %v", name, took)
		}
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		read++
		if all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek}); len(all) > 0 {
			t.Errorf("%s: %d forms", name, len(all))
		}
	}
	t.Logf("%d of %d read", read, len(files))
}

func with(parts files, more ...[2]string) files { return append(parts, more...) }

func text(inside string) string {
	return `<office:body><office:text>` + inside + `</office:text></office:body>`
}

func TestRefusals(t *testing.T) {
	whole := packed(t, odt(body("Ja")))
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, odf.ErrNotText}, {"words", []byte("Ja"), odf.ErrNotText}, {"cut", whole[:len(whole)/2], office.ErrDamaged},
		{"encrypted", packed(t, with(odt(body("Ja"))[:3], [2]string{"META-INF/manifest.xml", manifestHead + `<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`})), office.ErrEncrypted},
		{"sheet", packed(t, files{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}}), odf.ErrNotText},
		{"no content", packed(t, files{{"mimetype", mimetype}}), odf.ErrNotText}, {"no body", packed(t, files{{"mimetype", mimetype}, {"content.xml", "<x/>"}}), odf.ErrNotText},
		{"twice", packed(t, with(odt(body("Ja")), [2]string{"Content.xml", "<x/>"})), office.ErrRefused}, {"outside", packed(t, with(odt(body("Ja")), [2]string{"../x", ""})), office.ErrRefused},
		{"document type in the manifest", packed(t, with(odt(body("Ja"))[:3], [2]string{"META-INF/manifest.xml", `<!DOCTYPE x [<!ENTITY a "b">]>` + manifestHead + `</manifest:manifest>`})), office.ErrRefused},
		{"document type that is only named", packed(t, with(odt(body("Ja"))[:3], [2]string{"META-INF/manifest.xml", `<!DOCTYPE manifest:manifest PUBLIC "a" "Manifest.dtd">` + manifestHead + `</manifest:manifest>`})), nil},
		{"document type", flat(`<!DOCTYPE x [<!ENTITY a "aaaa">]>` + body("&a;")), office.ErrRefused},
		{"entity", flat(body("&a;")), office.ErrDamaged}, {"not closed", flat(text("<text:p>"))[:900], office.ErrDamaged},
		{"deep", flat(text(strings.Repeat("<text:section>", 400))), office.ErrTooLarge},
		{"deep in a package", packed(t, odt(text(strings.Repeat("<text:section>", 400)))), office.ErrTooLarge},
		{"bomb", packed(t, odt(text("<text:p>"+strings.Repeat("a", 40<<20)+"</text:p>"))), office.ErrTooLarge},
		{"small bomb", packed(t, odt(text("<text:p>"+strings.Repeat("a", 8<<20)+"</text:p>"))), office.ErrTooLarge},
		{"spaces", flat(text("<text:p>" + strings.Repeat(`<text:s text:c="1000"/>`, 20_000) + "</text:p>")), office.ErrTooLarge},
		{"rows", flat(text("<table:table>" + strings.Repeat(`<table:table-row table:number-rows-repeated="999999"><table:table-cell table:number-columns-repeated="9999"/></table:table-row>`, 3000) + "</table:table>")), office.ErrTooLarge},
		{"cells that reach down", flat(text("<table:table>" + strings.Repeat("<table:table-row>"+strings.Repeat(`<table:table-cell table:number-rows-spanned="2000" table:number-columns-spanned="900"/>`, 500)+"</table:table-row>", 100) + "</table:table>")), office.ErrTooLarge},
		{"many entries", packed(t, func() files {
			all := odt(body("Ja"))
			for range 2100 {
				all = append(all, [2]string{"x" + strings.Repeat("y", len(all)), ""})
			}
			return all
		}()), office.ErrTooLarge},
	} {
		start := time.Now()
		_, err := odf.Read(c.data)
		if took := time.Since(start); took > 10*slowest {
			t.Errorf("%s took %v", c.name, took)
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// Many small things must not take time by the square of their number.
func TestManyThings(t *testing.T) {
	for name, inside := range map[string]string{
		"paragraphs": strings.Repeat("<text:p>a</text:p>", 200_000),
		"deletions":  tracked + "<text:p>" + strings.Repeat(start+`d"/>x`+stop+`d"/>`, 100_000) + "</text:p>",
		"fields":     "<text:p>" + strings.Repeat(ticked+"x", 50_000) + "</text:p>",
		"boxes":      "<text:p>" + strings.Repeat(tick("", "☐"), 50_000) + "</text:p>",
		"unknown":    "<text:p>" + strings.Repeat("<text:x/>", 200_000) + "</text:p>",
		"lists":      strings.Repeat(item("Stip", "x"), 50_000),
	} {
		begin := time.Now()
		if _, err := odf.Read(flat(text(inside))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(begin); took > 15*slowest {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func FuzzFlat(f *testing.F) {
	for _, c := range cases {
		f.Add(c.cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		if sh, err := odf.Read(flat(body(cell))); err == nil {
			forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
		}
	})
}

func FuzzPackage(f *testing.F) {
	f.Add(packed(f, odt(body("Ja"))))
	if _, err := os.Stat(sharedFolder()); err == nil {
		for _, data := range hostile(f) {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if sh, err := odf.Read(data); err == nil {
			forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
		}
	})
}
