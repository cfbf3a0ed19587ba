package rtf_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/rtf"
	"mdaplus/internal/testkit"
)

// slowest is how long one file may take to read.
const slowest = time.Second

// hostile gives every RTF file that others keep to break readers.
func hostile(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(testkit.Shared(t, "hostile"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && (strings.HasSuffix(path, ".rtf") || rtf.Is(data)) {
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
		sh, err := rtf.Read(data)
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

func TestLimits(t *testing.T) {
	for name, data := range map[string]string{
		"deep groups":            `{\rtf1` + strings.Repeat("{", 1_000_000),
		"deep tables":            `{\rtf1\intbl` + strings.Repeat(`\itap9999 x\nestcell`, 10),
		"binary past end":        `{\rtf1 {\pict\bin999999999 x}}`,
		"binary negative":        `{\rtf1 {\pict\bin-5 x}}`,
		"cut":                    `{\rtf1 {\b Ja`,
		"ends in a word":         `{\rtf1 \`,
		"half a hex":             `{\rtf1 \'f`,
		"long word":              `{\rtf1 \` + strings.Repeat("a", 1_000_000) + `}`,
		"long number":            `{\rtf1 \b` + strings.Repeat("9", 1_000_000) + `}`,
		"numbers overflow":       `{\rtf1\cf-2147483649\f99999999999\u99999999999 ?\uc99999 \highlight-3 x\par}`,
		"cells without end":      `{\rtf1` + strings.Repeat(`\cellx1`, 200_000) + strings.Repeat(`\intbl x\cell`, 200_000) + `\row}`,
		"rows of one definition": `{\rtf1` + strings.Repeat(`\cellx1`, 2000) + strings.Repeat(`\intbl\cell\row`, 200_000) + `}`,
		"many paragraphs":        `{\rtf1` + strings.Repeat(`\par`, 500_000) + `}`,
		"many deletions":         `{\rtf1` + strings.Repeat(`{\deleted x}`, 300_000) + `}`,
		"many objects":           `{\rtf1` + strings.Repeat(`{\*\zz x}{\pict 00}{\shp{\*\shpinst}}`, 100_000) + `}`,
		"many fields":            `{\rtf1` + strings.Repeat(`{\field{\*\fldinst FORMCHECKBOX}{\fldrslt}}`, 100_000) + `}`,
		"fields in fields":       `{\rtf1` + strings.Repeat(`{\field{\*\fldinst `, 200) + strings.Repeat(`}}`, 200) + `}`,
		"styles in a circle":     `{\rtf1{\stylesheet{\s1\sbasedon2 a;}{\s2\sbasedon1 b;}{\*\cs1\sbasedon1 c;}}\s1\cs1 x\par}`,
		"only closing":           `{\rtf1}}}}}`,
	} {
		start := time.Now()
		sh, err := rtf.Read([]byte(data))
		if took := time.Since(start); took > 10*slowest {
			t.Errorf("%s took %v (%v)", name, took, err)
		}
		if (sh == nil) == (err == nil) {
			t.Errorf("%s: %v, %v", name, sh, err)
		}
	}
	if _, err := rtf.Read(bytes.Repeat([]byte("x"), 10)); err == nil {
		t.Error("what is no RTF was read")
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range cases {
		f.Add([]byte(document(c.cell)))
	}
	if _, err := os.Stat(sharedFolder()); err == nil {
		for _, data := range hostile(f) {
			if len(data) < 20_000 {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if sh, err := rtf.Read(data); err == nil {
			forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
		}
	})
}
