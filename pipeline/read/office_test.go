package read

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
)

// converting is how long LibreOffice may take for all forms in one format.
const converting = 4 * time.Minute

// libreOffice gives the program that converts, and skips the test where it is not installed.
func libreOffice(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("LibreOffice takes half a minute: not in short tests")
	}
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("LibreOffice is not installed: install libreoffice-writer to test against a real program")
	return ""
}

// contentTypes names the parts as LibreOffice wants them named; this program asks nothing of it.
const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>` +
	`<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>`

// borders gives a table the lines that the form has: on paper they are all that tells its rows apart.
const borders = `<w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/>` +
	`<w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders>`

// originals are forms as Word files: each way of marking that the blank form has, and
// every answer of the catalogue.
func originals(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, version := range []string{forms.Version2019, forms.Version2019Numbered, forms.Version2020} {
		for m := blank.Boxes; m <= blank.Highlighted; m++ {
			data, err := blank.Docx(version, filled(m))
			if err != nil {
				t.Fatal(err)
			}
			all[fmt.Sprintf("blank-%s-%d", version, m)] = data
		}
	}
	for i, s := range allCells() {
		s.parts["[Content_Types].xml"] = contentTypes
		s.tblPr = borders + s.tblPr
		all[fmt.Sprintf("cells-%02d", i)] = s.docx(t)
	}
	return all
}

// TestConvertedByLibreOffice turns Word files into other formats with a real program. No
// value may become another one. A question is allowed: some formats lose the state of a box.
func TestConvertedByLibreOffice(t *testing.T) {
	program, dir := libreOffice(t), t.TempDir()
	var paths []string
	want := map[string]Result{}
	for name, data := range originals(t) {
		path := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		paths, want[name] = append(paths, path), File(path, data, Options{})
	}
	opts := pdfOptions(t)
	for _, steps := range [][]string{{"odt"}, {"fodt"}, {"rtf"}, {"pdf"}, {"odt", "docx"}, {"doc", "docx"}} { // a doc is read as the converter of the service gives it
		made, files := dir, paths
		for _, format := range steps {
			convert(t, program, made, format, files)
			made = filepath.Join(made, format)
			files, _ = filepath.Glob(filepath.Join(made, "*."+format))
		}
		chain, last := strings.Join(steps, " "), steps[len(steps)-1]
		n := tallies{}
		for name, w := range want {
			data, err := os.ReadFile(filepath.Join(made, name+"."+last))
			if err != nil {
				t.Errorf("%s was not converted to %s: %v", name, chain, err)
				continue
			}
			sameForms(t, name+" "+chain, w, File("x.docx", data, opts), &n)
		}
		t.Logf("%s: %d answers the same, %d became a question, %d questions became an answer", chain, n.same, n.asked, n.gained)
		if n.same < 500 || strings.HasPrefix(chain, "odt") && n.asked*20 > n.same {
			t.Errorf("%s: too few answers are the same: %+v", chain, n)
		}
	}
}

func convert(t *testing.T, program, dir, format string, paths []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), converting)
	defer cancel()
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", format, "--outdir", filepath.Join(dir, format)}, paths...)
	if out, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", format, err, out)
	}
}

type tallies struct{ same, asked, gained int }

func sameForms(t *testing.T, name string, want, got Result, n *tallies) {
	t.Helper()
	if len(want.Forms) != len(got.Forms) {
		t.Errorf("%s: %d forms, were %d: %+v", name, len(got.Forms), len(want.Forms), got.Message)
		return
	}
	for i, w := range want.Forms {
		for id, a := range w.Fields {
			n.compare(t, name+" "+id, a, got.Forms[i].Fields[id])
		}
		for id, c := range w.Criteria {
			n.compare(t, name+" "+id, c.Answer, got.Forms[i].Criteria[id].Answer)
		}
	}
}

func (n *tallies) compare(t *testing.T, name string, want, got forms.Answer) {
	t.Helper()
	switch {
	case want.Status == forms.Read && got.Status == forms.Read && (want.Value != got.Value || fmt.Sprint(want.Members) != fmt.Sprint(got.Members)):
		t.Errorf("%s: %q became %q", name, want.Value, got.Value)
	case want.Status == forms.Read && got.Status != forms.Read:
		n.asked++
		t.Logf("%s: %q is asked now: %s %q", name, want.Value, got.Reason, got.Text)
	case want.Status != forms.Read && got.Status == forms.Read:
		n.gained++
		t.Logf("%s: was asked (%s %q), is %q now %q", name, want.Reason, want.Text, got.Value, got.Text)
	default:
		n.same++
	}
}
