package pdfcheck

import (
	"bytes"
	"testing"

	"mdaplus/render"
)

func example(t testing.TB, kind string, profile string) []byte {
	t.Helper()
	look := render.Look{Profile: render.Profile3a}
	if profile == "2a" {
		look.Profile = render.Profile2a
	}
	pdf, err := render.Document(kind, render.ExampleJSON(kind), look)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func TestEveryDocumentIsRight(t *testing.T) {
	for _, kind := range render.Kinds() {
		for _, profile := range []string{"3a", "2a"} {
			if wrong := Check(example(t, kind, profile)); len(wrong) > 0 {
				t.Errorf("%s %s: %q", kind, profile, wrong)
			}
		}
	}
}

// Broken are files with one thing wrong; each is refused.
func TestBrokenFilesAreRefused(t *testing.T) {
	whole := example(t, "meeting-pack", "3a")
	for _, b := range Breaks {
		broken := bytes.Replace(whole, []byte(b.Was), []byte(b.Becomes), -1)
		if bytes.Equal(broken, whole) {
			t.Errorf("%s: nothing was broken", b.What)
			continue
		}
		if wrong := Check(broken); len(wrong) == 0 {
			t.Errorf("%s: not noticed", b.What)
		}
	}
	if len(Check(whole[:len(whole)/2])) == 0 || len(Check(nil)) == 0 {
		t.Error("half a file was taken")
	}
}

func FuzzCheck(f *testing.F) {
	whole := example(f, "invitation", "3a")
	f.Add([]byte("<</Type/Font>>"), 2000)
	f.Fuzz(func(t *testing.T, patch []byte, at int) {
		broken := bytes.Clone(whole)
		if at >= 0 && at < len(broken) {
			copy(broken[at:], patch)
		}
		Check(broken)
		Check(patch)
	})
}
