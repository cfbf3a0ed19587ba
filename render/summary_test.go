package render

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// textOf extracts the text of a PDF with poppler, as another program would.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed (Debian: apt-get install poppler-utils); reading the PDF back is skipped")
	}
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func letters(s string) string { return strings.Join(strings.Fields(s), "") }

func TestEverythingInTheDataIsOnThePaper(t *testing.T) {
	pdf, err := Make(exampleSummary, Look{Profile: Profile3a})
	if err != nil {
		t.Fatal(err)
	}
	got := letters(textOf(t, pdf))
	s := exampleSummary
	want := []string{s.Reference, s.Admission, s.Origin.Message, s.Origin.SHA256, s.Origin.Sender, "9 december 2026"}
	for _, f := range s.Fields {
		want = append(want, f.Text)
		if f.ID != "summary" { // its heading is another word
			want = append(want, f.Label)
		}
		if f.Text == "" {
			want = append(want, f.Value)
		}
	}
	for _, c := range s.Criteria {
		want = append(want, c.Label, c.Explanation, c.Evidence)
	}
	for _, q := range s.Missing {
		want = append(want, q.Place, q.Question)
	}
	for _, w := range want {
		if !strings.Contains(got, letters(w)) {
			t.Errorf("not on the paper: %q", w)
		}
	}
}

func TestLongTextsFlowAndLoseNothing(t *testing.T) {
	s := exampleSummary
	s.Criteria = append([]Criterion(nil), s.Criteria...)
	var words []string
	for i := range 4000 {
		words = append(words, "woord"+strings.Repeat("n", i%7)+string(rune('a'+i%26)))
	}
	long := strings.Join(words, " ") + " " + strings.Repeat("x", 3000) + " EINDE"
	s.Criteria[2].Explanation = long
	pdf, err := Make(s, Look{Profile: Profile3a})
	if err != nil {
		t.Fatal(err)
	}
	text := textOf(t, pdf)
	for _, page := range strings.Split(text, "\f") {
		for _, line := range strings.Split(page, "\n") {
			if utf8.RuneCountInString(line) > 190 {
				t.Errorf("a line of %d letters runs off the page", utf8.RuneCountInString(line))
			}
		}
	}
	// The answer stands beside the first line; page furniture stands between pages.
	got := letters(text)
	for _, w := range append(words, "EINDE") {
		i := strings.Index(got, w)
		if i < 0 {
			t.Fatalf("%q is lost", w)
		}
		got = got[i:]
	}
}

func TestOddLettersAreShownAndNeverPanic(t *testing.T) {
	s := exampleSummary
	s.Fields = append([]Field(nil), s.Fields...)
	s.Fields[6].Value = "café e\u0301\u00adé \u202eomgekeerd\u202c Ünïcödé Łódź Ğülşen Ελλάς Привет ☐ ☒ ✓ 😀 漢字 \x00\x07 \ufeff \U000F1234 \xff\xfe einde"
	pdf, err := Make(s, Look{Profile: Profile3a})
	if err != nil {
		t.Fatal(err)
	}
	got := letters(textOf(t, pdf))
	for _, want := range []string{"café", "éé", "omgekeerd", "Ünïcödé", "Łódź", "Ğülşen", "Ελλάς", "Привет", "☐☒✓", "‹U+1F600›", "‹U+6F22›", "einde"} {
		if !strings.Contains(got, letters(want)) {
			t.Errorf("%q is not on the paper", want)
		}
	}
}

// Documents are made side by side; under the race detector this found a library that
// wrote into the shared bytes of a font.
func TestDocumentsAreMadeSideBySide(t *testing.T) {
	before := append(bytes.Clone(regularSmall), boldSmall...)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 3 {
				if _, err := Make(exampleSummary, Look{Profile: Profile3a}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if !bytes.Equal(before, append(bytes.Clone(regularSmall), boldSmall...)) {
		t.Error("the built-in font was changed")
	}
}

func TestEmptyDataStillMakesADocument(t *testing.T) {
	if _, err := Make(IntakeSummary{Outcome: "held"}, Look{Profile: Profile3a}); err != nil {
		t.Fatal(err)
	}
}

func TestMisspeltKeysAndUnknownKindsAreRefused(t *testing.T) {
	if _, err := Document("intake-summary", []byte(`{"referense": "x"}`), Look{Profile: Profile3a}); err == nil {
		t.Error("a misspelt key was taken")
	}
	if _, err := Document("letter", []byte(`{}`), Look{Profile: Profile3a}); err == nil {
		t.Error("an unknown kind was taken")
	}
	for _, kind := range Kinds() {
		if pdf, err := Document(kind, ExampleJSON(kind), Look{Profile: Profile3a}); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("%s: its own example cannot be made: %v", kind, err)
		}
	}
}

func FuzzSummary(f *testing.F) {
	f.Add("gewone tekst", "nog een")
	f.Add("😀\u0300\u202e", strings.Repeat("w", 500))
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 20000 {
			t.Skip()
		}
		s := exampleSummary
		s.Fields = []Field{{ID: "summary", Label: a, Status: "read", Value: b}, {ID: "family", Label: "x", Status: "ask", Text: a}}
		s.Criteria = []Criterion{{Label: b, Status: "read", Value: "yes", Explanation: a + " " + b}}
		s.Origin.File = a
		if _, err := Make(s, Look{Profile: Profile3a}); err != nil {
			t.Fatal(err)
		}
		for _, r := range tidy(a) {
			if !full().covers(r) {
				t.Errorf("tidy left %U, which no font has", r)
			}
		}
	})
}

func BenchmarkIntakeSummary(b *testing.B) {
	data := ExampleJSON("intake-summary")
	var s IntakeSummary
	if err := json.Unmarshal(data, &s); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Make(s, Look{Profile: Profile3a}); err != nil {
			b.Fatal(err)
		}
	}
}
