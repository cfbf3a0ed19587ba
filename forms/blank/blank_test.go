package blank_test

import (
	"bytes"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/forms/docx"
	"mdaplus/forms/html"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

var fields = map[string]string{
	"referrer": "K.L., procesregisseur gemeente Hilversum, 035-1234501", "initials": "A.B.", "role": "Moeder", "municipality": "Hilversum",
	"family": "moeder, stiefvader & twee kinderen", "same-address": "Nee, stiefvader staat elders ingeschreven",
	"summary": "Sinds drie jaar zijn er meldingen.", "zvh": "Ja, vader",
}

var values = map[string]string{
	"referrer": fields["referrer"], "initials": "A.B.", "role": "mother", "municipality": "Hilversum", "family": fields["family"],
	"same-address": "no", "summary": fields["summary"], "zvh": "yes",
}

func filled(version string, m blank.Marking) blank.Fill {
	f := blank.Fill{Fields: fields, Answers: map[string]blank.Answer{}, Explanations: map[string]string{}, Marking: m}
	for i, id := range forms.CriteriaOf(version) {
		f.Answers[id] = blank.Yes
		if i%3 == 2 {
			f.Answers[id] = blank.No
		}
		f.Explanations[id] = "Zie het <dossier> van " + id
	}
	return f
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, version := range []string{forms.Version2019, forms.Version2019Numbered, forms.Version2020} {
		for m := blank.Boxes; m <= blank.Highlighted; m++ {
			f := filled(version, m)
			data, err := blank.Docx(version, f)
			if err != nil {
				t.Fatal(err)
			}
			sh, err := docx.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			check(t, version, f, sh, true)
			sh, err = html.Read([]byte(blank.HTMLBody(version, f)))
			if err != nil {
				t.Fatal(err)
			}
			check(t, version, f, sh, false)
			check(t, version, f, text.Read(blank.TextBody(version, f)), false)
		}
	}
}

func check(t *testing.T, version string, f blank.Fill, sh *sheet.Sheet, exact bool) {
	t.Helper()
	all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
	if len(all) != 1 {
		t.Fatalf("%s: %d forms", version, len(all))
	}
	r := all[0]
	if exact && r.Version != version {
		t.Errorf("version %s read as %s", version, r.Version)
	}
	for id, want := range values {
		if a := r.Fields[id]; a.Value != want {
			t.Errorf("%s marking %d: %s = %+v, want %q", version, f.Marking, id, a, want)
		}
	}
	for id, want := range f.Answers {
		c := r.Criteria[id]
		if c.Value != string(want) || c.Explanation != f.Explanations[id] {
			t.Errorf("%s marking %d: %s = %+v, want %q", version, f.Marking, id, c, want)
		}
	}
}

func TestBlankFormIsEmpty(t *testing.T) {
	for _, version := range []string{forms.Version2019, forms.Version2020} {
		data, err := blank.Docx(version, blank.Fill{})
		if err != nil {
			t.Fatal(err)
		}
		again, _ := blank.Docx(version, blank.Fill{})
		if !bytes.Equal(data, again) {
			t.Error("the same form gives other bytes")
		}
		sh, err := docx.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		r := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})[0]
		for id, a := range r.Fields {
			if a.Status == forms.Read {
				t.Errorf("%s read as %q", id, a.Value)
			}
		}
		for id, c := range r.Criteria {
			if c.Status == forms.Read || c.Explanation != "" {
				t.Errorf("%s = %+v", id, c)
			}
		}
	}
	for id, a := range withoutControls(t).Fields {
		if a.Status == forms.Read {
			t.Errorf("the prompt of %s was read as %q", id, a.Value)
		}
	}
	if _, err := blank.Docx("1999", blank.Fill{}); err == nil {
		t.Error("an unknown version was written")
	}
}

// withoutControls reads the blank form as a program leaves it that turns controls into text.
func withoutControls(t *testing.T) forms.Reading {
	t.Helper()
	data, err := blank.Docx(forms.Version2019, blank.Fill{})
	if err != nil {
		t.Fatal(err)
	}
	sh, err := docx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) {
		for i := range p.Runs {
			p.Runs[i].Marks &^= sheet.Placeholder
		}
	})
	return forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})[0]
}
