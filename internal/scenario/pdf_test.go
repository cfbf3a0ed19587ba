package scenario

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"mdaplus/internal/samples"
)

// A form that comes as PDF is read by a locked-up child with the engine for it, and is
// filed and answered like any other.
func TestAReferralAsPDF(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "pipeline", "read", "testdata", "pdf", "form.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, siteOptions{})
	p := s.start()
	for n := range 3 {
		l := samples.Mail(n, data, time.Now())
		l.Files[0].Name, l.Files[0].Type = "formulier.pdf", "application/pdf"
		s.deliver(l.Bytes())
	}
	s.settle(3, time.Minute)
	if got := s.heldReasons(); len(got) > 0 {
		t.Errorf("held %v", got)
	}
	if c := s.cases(); len(c) == 0 || c[0].State != "selection" {
		t.Errorf("cases %+v", c)
	}
	s.stop(p)
	s.verify()
}
