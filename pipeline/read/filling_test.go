package read

import (
	"strings"
	"testing"

	"mdaplus/forms"
)

// One thing in a form is changed; the answer, explanation or field must come out as stated.
// Each line once was read wrong, or asked without need.
func TestWaysOfFillingIn(t *testing.T) {
	between := func(text string) sample {
		return sample{between: p(t_(text)), answers: map[int]string{4: jn("", "", struck)}}
	}
	named := func(content string) sample {
		return sample{rows: map[int]string{4: `<w:tr>` + cell(p(t_("4"))) + cell(p(run(bold, criterionNames[3]))+content) + cell(p(t_("Ja"))) + `</w:tr>`}}
	}
	field := func(id, content string) sample { return sample{fields: map[string]string{id: content}} }
	for _, v := range []struct {
		name string
		s    sample
		id   string
		want string // J, N or A for a criterion, the value or A for a field
		note string // of criterion 4; "" is not looked at
	}{
		{"a legend that turns strikes round", between("Doorgestreept is wat van toepassing is."), "high-risk", "A", ""},
		{"an instruction is no legend", between("Doorhalen wat niet van toepassing is."), "high-risk", "J", ""},
		{"an instruction is no summary", between("Doorhalen wat niet van toepassing is."), "summary", "Er is veel aan de hand.", ""},
		{"an instruction to tick is no summary", between("Kruis aan wat van toepassing is."), "summary", "Er is veel aan de hand.", ""},
		{"a black bar hides an answer", sample{answers: map[int]string{4: jn("", "", `<w:highlight w:val="black"/>`)}}, "high-risk", "A", ""},
		{"white is no marker pen", sample{answers: map[int]string{4: jn(`<w:highlight w:val="white"/>`, "", "")}}, "high-risk", "A", ""},
		{"a mark behind its option", sample{answers: map[int]string{4: t_("Ja x/ Nee")}}, "high-risk", "J", ""},
		{"a mark behind the slash", sample{answers: map[int]string{4: t_("Ja/x Nee")}}, "high-risk", "A", ""},
		{"an explanation that takes the answer back", sample{notes: map[int]string{4: "Bij nader inzien moet dit nee zijn."}}, "high-risk", "A", "Bij nader inzien moet dit nee zijn."},
		{"words round the form that take an answer back", sample{after: p("") + p(t_("Let op: bij Hoog risico gezin moet toch nee staan."))}, "high-risk", "A", ""},
		{"the colon behind toelichting deleted", named(p(t_("Toelichting Zestien mutaties."))), "high-risk", "J", "Zestien mutaties."},
		{"a sentence that begins with toelichting", named(p(t_("Toelichting volgt na overleg."))), "high-risk", "J", "Toelichting volgt na overleg."},
		{"an explanation above toelichting", named(p(t_("Zestien mutaties.")) + p(t_("toelichting:"))), "high-risk", "J", "Zestien mutaties."},
		{"initials that are none", field("initials", p(t_("Initialen één van de betrokkenen: n.v.t."))), "initials", "A", ""},
		{"gem. before a municipality", field("municipality", p(t_("Gemeente: Gem. Huizen"))), "municipality", "Huizen", ""},
		{"a bold label without colon", field("municipality", p(run(bold, "Gemeente")+t_(" Huizen"))), "municipality", "Huizen", ""},
		{"members with a plus", field("zvh", p(t_(zvhLabel))+p(t_("Ja, vader + moeder"))), "zvh", "yes", ""},
	} {
		r := v.s.reading(t)
		if c, ok := r.Criteria[v.id]; ok {
			judge(t, v.name, v.want, c.Answer)
			if v.note != "" && c.Explanation != v.note {
				t.Errorf("%s: explanation %q", v.name, c.Explanation)
			}
			continue
		}
		got := r.Fields[v.id].Value
		if r.Fields[v.id].Status != forms.Read {
			got = "A"
		}
		if got != v.want {
			t.Errorf("%s: %s = %q, want %q", v.name, v.id, got, v.want)
		}
	}
}

// A list of the criteria, without a place for answers, is no form.
func TestListOfCriteriaIsNoForm(t *testing.T) {
	body := p(t_("Beleid MDA++"))
	for _, name := range criterionNames {
		body += p(t_(name))
	}
	r := File("beleid.docx", pack(t, `<w:document `+namespaces+`><w:body>`+body+`</w:body></w:document>`, nil, ""), Options{})
	if len(r.Forms) != 0 || r.Message.Outcome != Held {
		t.Errorf("%d forms, %s", len(r.Forms), r.Message.Outcome)
	}
}

// One thing in a form in the text of a mail is changed; criterion 4 must come out as stated.
func TestWaysOfWritingMails(t *testing.T) {
	const yes = "hulpverlening/ VT: Ja\n"
	fourth := func(with string) string { return strings.Replace(textForm(), yes, "hulpverlening/ VT"+with+"\n", 1) }
	older := "> " + strings.ReplaceAll(strings.ReplaceAll(textForm(), ": Ja", ": Nee"), "\n", "\n> ")
	for _, v := range []struct{ name, body, want, note string }{
		{"an explanation behind the answer", fourth(": Ja, elke maand is er politie"), "J", "elke maand is er politie Zie het dossier."},
		{"an explanation behind a dash", fourth(" – Ja, elke maand is er politie"), "J", "elke maand is er politie Zie het dossier."},
		{"an explanation that takes some back", fourth(": Ja, maar vorig jaar minder"), "A", "maar vorig jaar minder Zie het dossier."},
		{"the answer below a colon", fourth(":\nJa"), "J", "Zie het dossier."},
		{"stars round a label", strings.Replace(textForm(), "Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT:", "*Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT:*", 1), "J", "Zie het dossier."},
		{"words above the form", "Let op: Hoog risico gezin is toch nee.\n\n" + textForm(), "A", "Zie het dossier."},
		{"words below the form", textForm() + "\n\nPS: criterium 4 moet nee zijn.\n", "A", "Zie het dossier."},
		{"a new form below a quoted one", "Op ma 1 jun 2026 om 10:00 schreef N <n@x.example>:\n" + older + "\nHierbij het nieuwe formulier.\n\n" + textForm(), "J", "Zie het dossier."},
		{"a row pasted with tabs", strings.Replace(fourth(""), "VT\n   toelichting: Zie het dossier.", "VT\n   toelichting: Zie het dossier.\tNee", 1), "N", "Zie het dossier."},
	} {
		r := File("mail.eml", mail("Subject: x\r\n", "text/plain", v.body), Options{})
		if len(r.Forms) != 1 {
			t.Errorf("%s: %d forms, %s %v", v.name, len(r.Forms), r.Message.Outcome, r.Message.Reasons)
			continue
		}
		c := r.Forms[0].Criteria["high-risk"]
		judge(t, v.name, v.want, c.Answer)
		if c.Explanation != v.note {
			t.Errorf("%s: explanation %q", v.name, c.Explanation)
		}
	}
}

// The dress of a mail changes nothing about the form in it.
func TestDressOfMails(t *testing.T) {
	form := textForm()
	for name, raw := range map[string][]byte{
		"utf-8 called latin-1": []byte(strings.Replace(string(mail("", "text/plain", form)), "charset=utf-8", "charset=iso-8859-1", 1)),
		"moved to the right":   mail("", "text/html", `<p>Hierbij:</p><blockquote style="margin:0 0 0 40px; border:none; padding:0">`+strings.ReplaceAll(form, "\n", "<br>")+`</blockquote>`),
		"with a small logo":    mixed("", "mixed", piece{plainKind, "", form}, piece{"image/gif", "logo.gif", "GIF89a\x10\x00\x10\x00\x00\x00\x00"}),
		"labels in bold stars": mail("", "text/plain", strings.NewReplacer("Gemeente:", "*Gemeente*:", "Rol van degene van wie de initialen zijn:", "*Rol van degene van wie de initialen zijn:*").Replace(form)),
	} {
		r := File("mail.eml", raw, Options{})
		if r.Message.Outcome != Filed || len(r.Forms) != 1 {
			t.Errorf("%s: %s %v, %d forms", name, r.Message.Outcome, r.Message.Reasons, len(r.Forms))
			continue
		}
		for id, a := range r.Forms[0].Fields {
			if a.Status != forms.Read {
				t.Errorf("%s: %s is %s %s", name, id, a.Status, a.Reason)
			}
		}
	}
}
