package samples

import (
	"testing"
	"time"

	"mdaplus/internal/pdfium"
	"mdaplus/pipeline/read"
)

var at = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func TestEveryKindIsReadAsWhatItIs(t *testing.T) {
	want := map[string][2]string{Complete: {"filed", "accepted"}, Incomplete: {"filed", "ask-back"}, NotAdmissible: {"filed", "not-admissible"},
		InBody: {"filed", "accepted"}, AutoReply: {"ignored", ""}, NoForm: {"held", ""}}
	meanings := map[string]int{}
	for n := range 200 {
		raw, kind, err := Mixed(n, at)
		if err != nil {
			t.Fatal(err)
		}
		r := read.File("", raw, read.Options{})
		outcome := ""
		if len(r.Forms) > 0 {
			outcome = r.Forms[0].Outcome
			if other, twice := meanings[r.Forms[0].Meaning]; twice {
				t.Errorf("mails %d and %d say the same", n, other)
			}
			meanings[r.Forms[0].Meaning] = n
		}
		if got := [2]string{r.Message.Outcome, outcome}; got != want[kind] {
			t.Errorf("mail %d (%s): %v, want %v: %+v", n, kind, got, want[kind], r.Message.Reasons)
		}
	}
}

func TestDemoMailsComeOutAsToldInTheTable(t *testing.T) {
	all, err := Demo(at)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 12 {
		t.Fatalf("%d samples, want at least 12", len(all))
	}
	engine, err := pdfium.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	for _, s := range all {
		if s.Raw == nil {
			continue // a correction: it answers a question that was not asked yet
		}
		if r := read.File("", s.Raw, read.Options{OpenPDF: engine.Open}); r.Message.Outcome != s.Outcome {
			t.Errorf("%s: %s, want %s: %+v", s.Name, r.Message.Outcome, s.Outcome, r.Message.Reasons)
		}
	}
}
