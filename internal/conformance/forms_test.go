//go:build conformance

package conformance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/pdfcheck"
	"mdaplus/internal/samples"
	"mdaplus/render"
	"mdaplus/render/pdfa"
)

// TestFillableFormsConform: every form to be filled in, empty and filled in, is PDF/UA-1. That
// it also keeps the rules of PDF/A-2a is judged with the claim put in: as it is handed out
// the claim is left out, since programs open what makes it for reading only.
func TestFillableFormsConform(t *testing.T) {
	for _, c := range []struct {
		profile pdfa.Profile
		flavour string
	}{{pdfa.Fillable, "ua1"}, {pdfa.A2a, "2a"}} {
		dir := t.TempDir()
		for _, d := range forms.Definitions {
			for _, v := range d.Versions {
				l, err := blank.LayoutOf(d.Form, v.ID, blank.GooiEnVechtstreek)
				if err != nil {
					t.Fatal(err)
				}
				for name, fill := range fills() {
					data, err := render.BlankForm(l, fill, render.Look{Profile: c.profile})
					if err != nil {
						t.Fatal(err)
					}
					for _, wrong := range pdfcheck.Check(data) {
						t.Errorf("%s %s: %s", l.FileName(), name, wrong)
					}
					if err := os.WriteFile(filepath.Join(dir, l.FileName()+"-"+name+".pdf"), data, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		passed, failed := judge(t, c.flavour, dir), 0
		for file, ok := range passed {
			if !ok {
				failed++
				t.Errorf("%s is not %s", file, c.flavour)
			}
		}
		t.Logf("%s: %d forms, %d failures", c.flavour, len(passed), failed)
	}
}

// fills are ways to fill in a form beforehand; what a form does not ask is left out.
func fills() map[string]blank.Fill {
	full := samples.Fill(1)
	full.Fields["summary"] = strings.Repeat("Łódź € “aan” de orde. ", 60)
	full.Unclear = map[string]bool{"role": true, "intergenerational": true, "reason": true, "priority-1-agreements": true}
	full.Prefilled, full.Reference = true, "MDA-2026-0007"
	full.Priorities = []blank.Filled{{Problem: "onveilig", Condition: "veilig", Agreements: make([]blank.Agreement, 9)}}
	return map[string]blank.Fill{"leeg": {}, "vooraf": full}
}
