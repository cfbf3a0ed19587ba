package read

import (
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
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
		{"a description that says otherwise by name", field("summary", p(t_("Korte omschrijving van de situatie:"))+p(t_("Hoog risico gezin: nee, valt mee."))), "high-risk", "A", ""},
		{"a description that says otherwise by number", field("summary", p(t_("Korte omschrijving van de situatie:"))+p(t_("4. nee, valt mee"))), "high-risk", "A", ""},
		{"a description that says the same", field("summary", p(t_("Korte omschrijving van de situatie:"))+p(t_("Hoog risico gezin: ja, al jaren."))), "high-risk", "J", ""},
		{"a description in which somebody says no", field("summary", p(t_("Korte omschrijving van de situatie:"))+p(t_("Dit hoog risico gezin zegt nee tegen hulp."))), "high-risk", "J", ""},
		{"an answer below the table", sample{after: p("") + p(t_("Criterium 4: nee"))}, "high-risk", "A", ""},
		{"a typing error in the name", sample{rows: map[int]string{3: `<w:tr>` + cell(p(t_("3"))) + cell(p(run(bold, "Ernstig actueel en/of chronisch gewelt of verwaarlozing"))+p(t_("toelichting: Er is niets gezien."))) + cell(p(t_("Nee"))) + `</w:tr>`}}, "violence-or-neglect", "N", ""},
		{"a full stop behind the name", sample{rows: map[int]string{4: `<w:tr>` + cell(p(t_("4"))) + cell(p(run(bold, criterionNames[3]+"."))+p(t_("toelichting: slaan"))) + cell(p(t_("Ja"))) + `</w:tr>`}}, "high-risk", "J", "slaan"},
		{"signs of several parts stay whole", sample{notes: map[int]string{4: "Gezin 👨‍👩‍👧 ❤️ 1⁄2"}}, "high-risk", "J", "Gezin 👨‍👩‍👧 ❤️ 1⁄2"},
		{"an address for some only", field("same-address", p(t_(labelAddress+" Ja, de kinderen wonen bij vader"))), "same-address", "A", ""},
		{"an address that not all have", field("same-address", p(t_(labelAddress+" Ja, vader zit vast"))), "same-address", "A", ""},
		{"an address for more", field("same-address", p(t_(labelAddress+" Ja, oma woont ook in"))), "same-address", "yes", ""},
		{"an address for all", field("same-address", p(t_(labelAddress+" Ja, allemaal in hetzelfde huis"))), "same-address", "yes", ""},
		{"a list control round the paragraph", sample{answers: map[int]string{4: list("2", p(t_("Nee")))}}, "high-risk", "N", ""},
		{"a list control round the paragraph that was stored otherwise", sample{answers: map[int]string{4: list("1", p(t_("Nee")))}}, "high-risk", "A", ""},
		{"a list control round the cell", sample{rows: map[int]string{4: `<w:tr>` + cell(p(t_("4"))) + cell(p(run(bold, criterionNames[3]))+p(t_("toelichting: veel"))) + list("1", cell(p(t_("Ja")))) + `</w:tr>`}}, "high-risk", "J", "veel"},
		{"a heading in the table is no description", sample{rows: map[int]string{1: `<w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>` + p(t_("Verplicht")) + `</w:tc></w:tr>` + row3("1", 1, "Zie het dossier.", p(t_("Ja")))}}, "summary", "Er is veel aan de hand.", ""},
		{"a heading between criteria is no explanation", sample{rows: map[int]string{5: `<w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>` + p(t_("Overige criteria")) + `</w:tc></w:tr>` + row3("5", 5, "Zie het dossier.", p(t_("Ja")))}}, "high-risk", "J", "Zie het dossier."},
		{"what to fill in is no summary", between("Geef hieronder per criterium aan of het van toepassing is (Ja/ Nee)."), "summary", "Er is veel aan de hand.", ""},
		{"a sentence that begins like a label", field("summary", p(t_("Korte omschrijving van de situatie:"))+p(t_("Samenstelling van het gezin is veranderd: vader is weg."))), "family", "moeder, vader, zoon", ""},
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

func list(last, content string) string {
	return `<w:sdt><w:sdtPr><w:dropDownList w:lastValue="` + last + `"><w:listItem w:displayText="Ja" w:value="1"/><w:listItem w:displayText="Nee" w:value="2"/></w:dropDownList></w:sdtPr><w:sdtContent>` + content + `</w:sdtContent></w:sdt>`
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
		{"an explanation behind the answer", fourth(": Ja, elke maand is er politie"), "J", "Zie het dossier."},
		{"an explanation behind a dash", fourth(" – Ja, elke maand is er politie"), "J", "Zie het dossier."},
		{"an explanation that takes some back", fourth(": Ja, maar vorig jaar minder"), "A", "Zie het dossier."},
		{"an explanation behind the answer and nowhere else", strings.Replace(fourth(": Ja, elke maand is er politie"), "politie\n   toelichting: Zie het dossier.", "politie", 1), "J", "elke maand is er politie"},
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

// An older form below a new one never counts, whatever program wrote the header between them.
func TestOlderFormsBelow(t *testing.T) {
	now, was := textForm(), strings.ReplaceAll(textForm(), ": Ja", ": Nee")
	page := func(s string) string { return strings.ReplaceAll(s, "\n", "<br>") }
	for name, header := range map[string]string{
		"name first":    "N. Jansen schreef op 2026-06-01 09:00:",
		"no colon":      "Op maandag 1 juni schreef N. Jansen <n@x.example>",
		"subject first": "Onderwerp: Aanmelding\nDatum: 1 juni 2026\nVan: N\nAan: R",
		"two lines":     "Van: N. Jansen\nDatum: 1 juni 2026",
		"usual":         "Van: N\nVerzonden: maandag 1 juni 2026 09:00\nAan: R\nOnderwerp: RE: x",
	} {
		shown := strings.NewReplacer("<n@x.example>", "&lt;n@x.example&gt;").Replace(header)
		row := func(s string) string { return "<tr><td>" + page(s) + "</td></tr>" }
		for kind, raw := range map[string][]byte{
			"plain":         mail("In-Reply-To: <2@mda.example>\r\n", "text/plain", now+"\n"+header+"\n\n"+was),
			"one paragraph": mail("In-Reply-To: <2@mda.example>\r\n", "text/html", page(now)+"<br>"+page(shown)+"<br><br>"+page(was)),
			"one cell":      mail("In-Reply-To: <2@mda.example>\r\n", "text/html", "<table>"+row(now+"\n"+shown+"\n\n"+was)+"</table>"),
			"cells":         mail("In-Reply-To: <2@mda.example>\r\n", "text/html", "<table>"+row(now)+row(shown+"\n")+row(was)+"</table>"),
		} {
			r := File("mail.eml", raw, Options{})
			if len(r.Forms) != 1 {
				t.Errorf("%s, %s: %d forms, %s %v", name, kind, len(r.Forms), r.Message.Outcome, r.Message.Reasons)
				continue
			}
			judge(t, name+", "+kind, "J", r.Forms[0].Criteria["high-risk"].Answer)
		}
	}
	quote := mail("In-Reply-To: <2@mda.example>\r\n", "text/html", "<table><tr><td>"+page(now)+"<blockquote>"+page(was)+"</blockquote></td></tr></table>")
	if r := File("mail.eml", quote, Options{}); len(r.Forms) != 1 || r.Forms[0].Criteria["high-risk"].Value != "yes" {
		t.Errorf("a quote in a table: %d forms", len(r.Forms))
	}
}

// A sentence beside an attached form that takes something back makes questions, also when it
// does not say of what; the usual sentences do not.
func TestWordsBesideAForm(t *testing.T) {
	for text, want := range map[string]string{
		"Bij 3 moet nee staan.":                                                                      "A",
		"Let op: ik heb ja en nee verwisseld in het formulier.":                                      "A",
		"Ik heb bij het vierde punt een fout gemaakt.":                                               "A",
		"Het antwoord over de politie weet ik niet zeker.":                                           "A",
		"In het formulier staat bij politie ja, dat is niet juist.":                                  "A",
		"Alles staat in de bijlage. Nee, er is geen spoed.":                                          "J",
		"Ja, we hebben haast. Nee, bellen hoeft niet.":                                               "J",
		"Het is toch gelukt om het formulier in te vullen.":                                          "J",
		"Vragen? Bel gerust, ook als iets niet klopt.":                                               "J",
		"Is dit bericht per vergissing bij u? Beantwoord het niet: verwijder dit bericht. Ja, echt.": "J",
	} {
		r := File("mail.eml", mixed("", "mixed", piece{plainKind, "", "Beste,\n\nBijgaand.\n" + text + "\n"}, docxPiece(t, "a.docx", sample{})), Options{})
		if len(r.Forms) != 1 {
			t.Fatalf("%s: %d forms", text, len(r.Forms))
		}
		judge(t, text, want, r.Forms[0].Criteria["high-risk"].Answer)
	}
}

// The version with a target group also comes as text: its two headings are no answers.
func TestFiveCriteriaAsText(t *testing.T) {
	f := filled(blank.Typed)
	body := blank.TextBody(forms.Version2020, f)
	if !strings.Contains(body, "Doelgroep: beide") {
		body = strings.Replace(body, "1. Structurele", "Doelgroep: beide moeten van toepassing zijn\n1. Structurele", 1)
		body = strings.Replace(body, "3. Ernstig", "Criteria: ten minste één moet van toepassing zijn\n3. Ernstig", 1)
	}
	r := File("mail.eml", mail("", "text/plain", body), Options{})
	if len(r.Forms) != 1 || r.Forms[0].Version != forms.Version2020 {
		t.Fatalf("%d forms", len(r.Forms))
	}
	if got := r.Forms[0].Fields["summary"].Value; got != "Er is veel aan de hand." {
		t.Errorf("summary %q", got)
	}
	for id, c := range r.Forms[0].Criteria {
		if c.Value != "yes" || c.Explanation != "Zie het dossier." {
			t.Errorf("%s: %+v", id, c)
		}
	}
}

// A table that a program turned into text gives every cell a line of its own: headings and
// numbers are no text of the sender, and the last line before a number is the answer,
// whatever it says.
func TestCellsAsLines(t *testing.T) {
	head := textForm()[:strings.Index(textForm(), "1. Structurele")]
	form := func(heads, fourth string) string {
		body := head + heads
		for i, name := range criterionNames {
			answer := "Ja"
			if i == 3 {
				answer = fourth
			}
			body += string(rune('1'+i)) + "\n" + name + "\ntoelichting: Zie het dossier.\n" + answer + "\n"
		}
		return body + "\n" + zvhLabel + "\nNee\n"
	}
	for _, v := range []struct{ heads, answer, want string }{
		{"", "Ja", "J"}, {"", "Nee", "N"}, {"", "Ja\nNee", "A"}, {"", "x Ja\nNee", "J"}, {"", "x\tJa\tNee", "J"}, {"", "deels", "A"}, {"", "Ja -> nee", "A"}, {"", "Nee, toch wel", "A"}, {"", "", "A"},
		{"Nr\nCriterium\nJa/ Nee\n", "Nee", "N"},
	} {
		r := File("mail.eml", mail("", "text/plain", form(v.heads, v.answer)), Options{})
		if len(r.Forms) != 1 {
			t.Errorf("%q: %d forms", v.answer, len(r.Forms))
			continue
		}
		judge(t, v.answer, v.want, r.Forms[0].Criteria["high-risk"].Answer)
		if got := r.Forms[0].Fields["summary"].Value; got != "Er is veel aan de hand." {
			t.Errorf("%q: summary %q", v.answer, got)
		}
		for id, c := range r.Forms[0].Criteria {
			if c.Explanation != "Zie het dossier." || id != "high-risk" && c.Value != "yes" {
				t.Errorf("%q: %s = %+v", v.answer, id, c)
			}
		}
	}
}

// A legend may stand anywhere in the file; then marks are asked.
func TestLegendsAnywhere(t *testing.T) {
	const legend = "geel = niet van toepassing"
	box := `<w:r><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>` + p(t_(legend)) + `</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`
	marked := map[int]string{4: jn(pen, "", "")}
	for name, s := range map[string]sample{
		"text box":     {before: p(box)},
		"comment":      {before: p(t_("MDA") + `<w:r><w:commentReference w:id="0"/></w:r>`), parts: map[string]string{"word/comments.xml": `<w:comments ` + namespaces + `><w:comment w:id="0">` + p(t_(legend)) + `</w:comment></w:comments>`}},
		"footnote":     {before: p(t_("MDA") + `<w:r><w:footnoteReference w:id="1"/></w:r>`), parts: map[string]string{"word/footnotes.xml": `<w:footnotes ` + namespaces + `><w:footnote w:id="1">` + p(t_(legend)) + `</w:footnote></w:footnotes>`}},
		"heading cell": {rows: map[int]string{1: `<w:tr>` + cell(p("")) + cell(p(t_("Criterium"))) + cell(p(t_("Ja/ Nee (geel is niet van toepassing)"))) + `</w:tr>` + row3("1", 1, "Zie het dossier.", p(t_("Ja")))}},
	} {
		s.answers = marked
		judge(t, name, "A", s.reading(t).Criteria["high-risk"].Answer)
	}
}

// Columns for one person or one time, and remarks in a column of their own.
func TestColumnsThatLimitAnAnswer(t *testing.T) {
	table := func(heads [2]string, fourth [2]string) sample {
		rows := map[int]string{}
		for n := 1; n <= 8; n++ {
			answer := [2]string{"Ja", ""}
			if n == 4 {
				answer = fourth
			}
			rows[n] = `<w:tr>` + cell(p(t_(string(rune('0'+n))))) + cell(p(t_(criterionNames[n-1]))+p(t_("toelichting: veel"))) + cell(p(t_(answer[0]))) + cell(p(t_(answer[1]))) + `</w:tr>`
		}
		rows[1] = `<w:tr>` + cell(p("")) + cell(p(t_("Criterium"))) + cell(p(t_(heads[0]))) + cell(p(t_(heads[1]))) + `</w:tr>` + rows[1]
		return sample{rows: rows}
	}
	for _, v := range []struct {
		heads, fourth [2]string
		want          string
	}{
		{[2]string{"Moeder", "Vader"}, [2]string{"Ja", ""}, "A"},
		{[2]string{"2024", "2025"}, [2]string{"", "Nee"}, "A"},
		{[2]string{"Ja/ Nee", "Opmerking"}, [2]string{"Nee", "twijfel"}, "A"},
		{[2]string{"Ja/ Nee", "Opmerking"}, [2]string{"Nee", "verslag van mei"}, "N"},
		{[2]string{"Ja", "Nee"}, [2]string{"", "x"}, "N"},
	} {
		judge(t, v.heads[0]+v.fourth[0]+v.fourth[1], v.want, table(v.heads, v.fourth).reading(t).Criteria["high-risk"].Answer)
	}
}
