package read

import (
	"fmt"
	"strings"
	"testing"

	"mdaplus/forms"
)

func fieldTable(rows ...[]string) string {
	out := `<w:tbl><w:tr>`
	for i, cells := range rows {
		if i > 0 {
			out += `</w:tr><w:tr>`
		}
		for _, c := range cells {
			out += cell(p(t_(c)))
		}
	}
	return out + `</w:tr></w:tbl>`
}

// withFields puts other blocks in the place of all fields before the table.
func withFields(blocks string) sample {
	s := sample{fields: map[string]string{}, between: blocks}
	for _, f := range usualFields {
		s.fields[f[0]] = "-"
	}
	return s
}

const (
	labelReferrer = "Naam en contactgegevens aanmelder"
	labelInitials = "Initialen één van de betrokkenen"
	labelRole     = "Rol van degene van wie de initialen zijn"
	labelAddress  = "Wonen deze gezinsleden allemaal op hetzelfde adres?"
)

// fieldLayouts are ways to lay out the questions above the table.
func fieldLayouts() map[string]sample {
	return map[string]sample{
		"two columns": withFields(fieldTable([]string{labelReferrer, "K.L., wijkteam"}, []string{labelInitials + ":", "A.B."}, []string{labelRole, "Moeder"},
			[]string{"Gemeente", "Huizen"}, []string{"Samenstelling van het gezin", "moeder, zoon"}, []string{labelAddress, "Ja"}, []string{"Korte omschrijving van de situatie", "Er is veel."})),
		"four columns": withFields(fieldTable([]string{labelReferrer, "K.L., wijkteam", labelInitials, "A.B."}, []string{labelRole, "Moeder", "Gemeente:", "Huizen"},
			[]string{"Samenstelling van het gezin", "moeder, zoon", labelAddress, "Ja"}, []string{"Korte omschrijving van de situatie", "Er is veel."})),
		"labels above answers": withFields(fieldTable([]string{labelReferrer, labelInitials}, []string{"K.L., wijkteam", "A.B."}, []string{labelRole, "Gemeente"}, []string{"Moeder", "Huizen"},
			[]string{"Samenstelling van het gezin", labelAddress}, []string{"moeder, zoon", "Ja"}, []string{"Korte omschrijving van de situatie"}, []string{"Er is veel."})),
		"one cell each": withFields(fieldTable([]string{labelReferrer + ": K.L., wijkteam"}, []string{labelInitials + ": A.B."}, []string{labelRole + ": Moeder"},
			[]string{"Gemeente: Huizen"}, []string{"Samenstelling van het gezin: moeder, zoon"}, []string{labelAddress + " Ja"}, []string{"Korte omschrijving van de situatie: Er is veel."})),
		"frame": withFields(`<w:tbl><w:tr>` + cell(p(t_(labelReferrer+": K.L., wijkteam"))+p(t_(labelInitials+": A.B."))+p(t_(labelRole+": Moeder"))+p(t_("Gemeente: Huizen"))+
			p(t_("Samenstelling van het gezin: moeder, zoon"))+p(t_(labelAddress+" Ja"))+p(t_("Korte omschrijving van de situatie:"))+p(t_("Er is veel."))) + `</w:tr></w:tbl>`),
		"answer in a frame of its own": withFields(p(t_(labelReferrer+":")) + fieldTable([]string{"K.L., wijkteam"}) + p(t_(labelInitials+": A.B.")) + p(t_(labelRole+": Moeder")) + p(t_("Gemeente: Huizen")) +
			p(t_("Samenstelling van het gezin: moeder, zoon")) + p(t_(labelAddress+" Ja")) + p(t_("Korte omschrijving van de situatie:")) + fieldTable([]string{"Er is veel."})),
	}
}

func TestFieldLayouts(t *testing.T) {
	want := map[string]string{"referrer": "K.L., wijkteam", "initials": "A.B.", "role": "mother", "municipality": "Huizen", "family": "moeder, zoon", "same-address": "yes", "summary": "Er is veel."}
	for name, s := range fieldLayouts() {
		r := s.reading(t)
		for id, w := range want {
			if got := r.Fields[id]; got.Value != w {
				t.Errorf("%s: %s = %+v, want %q", name, id, got, w)
			}
		}
		for id, c := range r.Criteria {
			if c.Value != "yes" {
				t.Errorf("%s: %s = %+v", name, id, c)
			}
		}
	}
}

// In text the place of an answer is less sure than in a table: below its name, behind the
// explanation, or above the next name.
func TestTextLayouts(t *testing.T) {
	fields := "Aanmeldingsformulier MDA++\n" + labelReferrer + ": K.L.\n" + labelInitials + ": A.B.\n" + labelRole + ": Moeder\nGemeente: Huizen\n" +
		"Samenstelling van het gezin: moeder, zoon\nWonen deze gezinsleden allemaal op\nhetzelfde adres? Ja\nKorte omschrijving van de situatie:\nEr is veel.\n\n"
	end := "\nIs het Zorg- en Veiligheidshuis betrokken? Zo ja; geef aan voor welk\ngezinslid (moeder, vader, zoon, dochter)\nNee\n\nGroet, K.L.\nGemeente: Weesp\n"
	answers := []string{"Ja", "Nee", "Ja", "Nee", "Nee", "Ja", "Ja", "Nee"}
	form := func(one func(n int, name, answer string) string) string {
		out := fields
		for i, name := range criterionNames {
			out += one(i+1, name, answers[i])
		}
		return out + end
	}
	for _, v := range []struct {
		name, text string
		ask        bool
	}{
		{"on the line", form(func(n int, name, a string) string {
			return fmt.Sprintf("%d. %s: %s\ntoelichting: uitleg\n", n, name, a)
		}), false},
		{"by tabs", form(func(n int, name, a string) string {
			return fmt.Sprintf("%d\t%s\t%s\ntoelichting: uitleg\n", n, name, a)
		}), false},
		{"by a dash", form(func(n int, name, a string) string {
			return fmt.Sprintf("%d) %s - %s\n- toelichting: uitleg\n", n, name, a)
		}), false},
		{"answer named", form(func(n int, name, a string) string {
			return fmt.Sprintf("Criterium %d: %s\nAntwoord: %s\nToelichting: uitleg\n", n, name, a)
		}), false},
		{"below", form(func(n int, name, a string) string { return fmt.Sprintf("%d %s\n%s\ntoelichting: uitleg\n", n, name, a) }), false},
		{"cells as lines", form(func(n int, name, a string) string {
			return fmt.Sprintf("%d\n\n%s\n\ntoelichting: uitleg\n\n%s\n\n", n, name, a)
		}), false},
		{"above", form(func(n int, name, a string) string { return fmt.Sprintf("%s\n%d %s\ntoelichting: uitleg\n", a, n, name) }), true},
		{"above, cells as lines", form(func(n int, name, a string) string {
			return fmt.Sprintf("%s\n\n%d\n\n%s\n\ntoelichting: uitleg\n\n", a, n, name)
		}), true},
		{"wrapped", form(func(n int, name, a string) string {
			words := strings.SplitN(name, " ", 3)
			return fmt.Sprintf("%d. %s: %s\ntoelichting: uitleg\n", n, strings.Join(words, "\n"), a)
		}), false},
	} {
		r := File("form.txt", []byte(v.text), Options{})
		if len(r.Forms) != 1 {
			t.Errorf("%s: %d forms", v.name, len(r.Forms))
			continue
		}
		f := r.Forms[0]
		for i, id := range forms.CriterionOrder {
			want := map[string]string{"Ja": "J", "Nee": "N"}[answers[i]]
			if v.ask {
				want = "A"
			}
			judge(t, v.name+" "+id, want, f.Criteria[id].Answer)
			if !v.ask && f.Criteria[id].Explanation != "uitleg" {
				t.Errorf("%s: explanation %q", v.name, f.Criteria[id].Explanation)
			}
		}
		if f.Fields["municipality"].Value != "Huizen" || f.Fields["zvh"].Value != "no" || f.Fields["same-address"].Value != "yes" {
			t.Errorf("%s: fields %+v", v.name, f.Fields)
		}
	}
}

func TestExplanationMayNameOtherCriteria(t *testing.T) {
	s := sample{rows: map[int]string{1: `<w:tr>` + cell(p(t_("1"))) + cell(p(t_(criterionNames[0]))+p(t_("toelichting: zie ook"))+p(t_("Intergenerationele overdracht: speelt bij vader"))) + cell(p(t_("Ja"))) + `</w:tr>`}}
	r := s.reading(t)
	if c := r.Criteria["structural-unsafety"]; c.Value != "yes" || c.Explanation != "zie ook Intergenerationele overdracht: speelt bij vader" {
		t.Errorf("%+v", c)
	}
	if c := r.Criteria["intergenerational"]; c.Value != "yes" || c.Explanation != "Zie het dossier." {
		t.Errorf("%+v", c)
	}
	s = sample{fields: map[string]string{"summary": p(t_("Korte omschrijving van de situatie:")) + p(t_("Het Aanmeldingsformulier MDA++ is besproken.")) + p(t_("Aanmeldingsformulier MDA++ ligt bij ouders")) + p(t_("Gemeente: doet al veel"))}}
	r = s.reading(t)
	if a := r.Fields["summary"]; a.Status == forms.Read {
		t.Errorf("a line of the summary was lost: %+v", a)
	}
}

// A description that denies a criterion makes the answer to it a question.
func TestDescriptionsThatDeny(t *testing.T) {
	for said, want := range map[string]string{
		"Intergenerationele overdracht is niet aan de orde.":            "A",
		"Er is geen intergenerationele overdracht.":                     "A",
		"De ingevulde Ja bij 5 moet Nee zijn.":                          "A",
		"Intergenerationele overdracht speelt sterk, geen twijfel.":     "J",
		"Er is geen dag rust. Vader ontkent, maar het speelt al jaren.": "J",
	} {
		r := sample{fields: map[string]string{"summary": p(t_("Korte omschrijving van de situatie:")) + p(t_(said))}}.reading(t)
		judge(t, said, want, r.Criteria["intergenerational"].Answer)
		if a := r.Fields["summary"]; a.Value != said {
			t.Errorf("the description became %q", a.Value)
		}
		judge(t, said, "J", r.Criteria["structural-unsafety"].Answer)
	}
}
