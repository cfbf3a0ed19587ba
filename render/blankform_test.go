package render

import (
	"bytes"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/pdfcheck"
)

// TestBlankForms: every form, empty and filled in beforehand, has the structure that a screen
// reader needs, fields that are called as in the Word form, and the same bytes each time.
func TestBlankForms(t *testing.T) {
	before := blank.Fill{Prefilled: true, Reference: "MDA-2026-0007", Unclear: map[string]bool{"role": true, "structural-unsafety": true},
		Fields:     map[string]string{"municipality": "Elders", "date": "2025-06-20"},
		Priorities: []blank.Filled{{Problem: strings.Repeat("lang ", 100) + "Łódź", Agreements: make([]blank.Agreement, 14)}}}
	for _, d := range forms.Definitions {
		for _, v := range d.Versions {
			l, err := blank.LayoutOf(d.Form, v.ID, blank.GooiEnVechtstreek)
			if err != nil {
				t.Fatal(err)
			}
			for _, fill := range []blank.Fill{{}, before} {
				pdf, err := BlankForm(l, fill, Look{})
				if err != nil {
					t.Fatal(err)
				}
				for _, wrong := range pdfcheck.Check(pdf) {
					t.Errorf("%s: %s", l.FileName(), wrong)
				}
				if again, _ := BlankForm(l, fill, Look{}); !bytes.Equal(pdf, again) {
					t.Errorf("%s: the same form gives other bytes", l.FileName())
				}
				if !bytes.Contains(pdf, []byte("<dc:identifier>"+l.TemplateID()+"<")) || bytes.Contains(pdf, []byte("<pdfaid:part>")) {
					t.Errorf("%s: no name of what it was made from, or a claim that makes it read-only", l.FileName())
				}
				named(t, l, pdf)
			}
		}
	}
}

// named looks that each question has its field.
func named(t *testing.T, l blank.Layout, pdf []byte) {
	t.Helper()
	var look func(it blank.Item)
	look = func(it blank.Item) {
		var want []string
		switch it.Kind {
		case blank.Criteria, blank.Priority:
			for _, inner := range it.Items {
				look(inner)
			}
		case blank.Table:
			for _, c := range it.Items {
				want = append(want, it.ID+":1:"+c.ID)
			}
		case blank.Row:
			want = []string{it.ID, it.ID + ":explanation"}
		case blank.TickAny: // letters outside ASCII are written in another way
			want = []string{it.ID + ":" + it.Options[0].Value}
		default:
			want = []string{it.ID}
		}
		for _, name := range want {
			if it.Printed == "" && !bytes.Contains(pdf, []byte("/T("+name+")/TU")) {
				t.Errorf("%s: no field %s", l.FileName(), name)
			}
		}
	}
	for _, s := range l.Sections {
		for _, it := range s.Items {
			look(it)
		}
	}
}

func BenchmarkBlankForm(b *testing.B) {
	l, err := blank.LayoutOf(forms.Referral.Form, forms.Version2019, blank.GooiEnVechtstreek)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := BlankForm(l, blank.Fill{}, Look{}); err != nil {
			b.Fatal(err)
		}
	}
}
