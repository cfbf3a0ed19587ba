package read

import (
	"fmt"
	"strings"
	"testing"

	"mdaplus/forms"
)

// Criteria outside tables: an answer is all that belongs to it, over as many lines as it takes.
func TestAnswersOverLines(t *testing.T) {
	const usual = "VT: Ja\n   toelichting: Zie het dossier.\n"
	if !strings.Contains(textForm(), usual) {
		t.Fatal("the form of the test has changed")
	}
	for _, v := range []struct{ lines, want, note string }{
		{"VT: Ja\nx Nee\n   toelichting: Tekst.", "N", "Tekst."},
		{"VT: Ja\n[x] Nee\ntoelichting: Tekst.", "N", "Tekst."},
		{"VT:\n[ ] Ja\n[x] Nee\ntoelichting: Tekst.", "N", "Tekst."},
		{"VT:\n☐ Ja\n☒ Nee\ntoelichting: Tekst.", "N", "Tekst."},
		{"VT: Nee\nX Ja\n   toelichting: Tekst.", "J", "Tekst."},
		{"VT: Ja\n/ x Nee\n   toelichting: Tekst.", "N", "Tekst."},
		{"VT: Ja\ntoch nee\n   toelichting: Tekst.", "A", "*"},
		{"VT: Ja\nNee\n   toelichting: Tekst.", "A", "*"},
		{"VT: Nee\nmaar wel vermoedens\n   toelichting: Tekst.", "A", "*"},
		{"VT: Ja,\nmaar niet recent\n   toelichting: Tekst.", "A", "*"},
		{"VT: Ja, maar\nniet recent", "A", "*"},
		{"VT: Ja,\nzie toelichting\n   toelichting: Tekst.", "J", "Tekst."},
		{"VT:\nJa. Elke maand een melding.\n", "J", "Elke maand een melding."},
		{"VT:\nJa, soms wel een melding.\n", "A", "*"},
		{"VT: Ja\nElke maand een melding.\n", "J", "Elke maand een melding."},
		{"VT\nVan toepassing: Ja\nToelichting: Tekst.", "J", "Tekst."},
		{"VT\nAntwoord: Nee\nToelichting: Tekst.", "N", "Tekst."},
		{"VT\tJa\tElke maand niet één maar twee.", "J", "Elke maand niet één maar twee."},
		{"VT | Nee | Eén melding. |", "N", "Eén melding."},
		{"VT\tJa\tNee", "A", "*"},
		{"VT\tJa\nX Nee\tEén melding in een jaar.", "N", "Eén melding in een jaar."},
		{"VT: Ja, zie\ntoelichting\n   toelichting: Tekst.", "J", "Tekst."},
		{"VT: Ja\nnog te bespreken met VT\n   toelichting: Tekst.", "A", "*"},
		{"VT\nAntwoord: ☐ Ja ☒ Nee\nToelichting: Tekst.", "N", "Tekst."},
		{"VT\nAntwoord: [x] Ja [ ] Nee\nToelichting: Tekst.", "J", "Tekst."},
		{"VT\nAntwoord: ❌ Nee\nToelichting: Tekst.", "A", "Tekst."},
		{"VT: Ja\n   toelichting: 23 mutaties,\n> 10 dit jaar\nen vijf meldingen.", "J", "23 mutaties, > 10 dit jaar en vijf meldingen."},
		{"VT: Ja\n> Nee\n   toelichting: Tekst.", "A", "*"},
	} {
		r := File("mail.eml", mail("Subject: x\r\n", "text/plain", strings.Replace(textForm(), usual, v.lines+"\n", 1)), Options{})
		if len(r.Forms) != 1 {
			t.Errorf("%q: %d forms", v.lines, len(r.Forms))
			continue
		}
		c := r.Forms[0].Criteria["high-risk"]
		judge(t, v.lines, v.want, c.Answer)
		if v.note != "*" && c.Explanation != v.note {
			t.Errorf("%q: explanation %q, want %q", v.lines, c.Explanation, v.note)
		}
		for _, other := range []string{"violence-or-neglect", "intergenerational"} {
			judge(t, v.lines+" ("+other+")", "J", r.Forms[0].Criteria[other].Answer)
		}
	}
}

// flowing is a form of which the criteria stand in paragraphs: the fourth has the answer.
func flowing(answer string) sample {
	return sample{wrap: func(body string) string {
		from, to := strings.Index(body, "<w:tbl>"), strings.Index(body, "</w:tbl>")
		rows := ""
		for i, name := range criterionNames {
			given := t_("Ja")
			if i == 3 {
				given = answer
			}
			rows += p(t_(fmt.Sprintf("%d. %s: ", i+1, name))+given) + p(t_("toelichting: Zie het dossier."))
		}
		return body[:from] + rows + body[to+len("</w:tbl>"):]
	}, parts: map[string]string{
		"word/comments.xml":  `<w:comments ` + namespaces + `><w:comment w:id="0">` + p(t_("klopt dit wel?")) + `</w:comment></w:comments>`,
		"word/footnotes.xml": `<w:footnotes ` + namespaces + `><w:footnote w:id="2">` + p(t_("toch nee")) + `</w:footnote></w:footnotes>`,
	}}
}

// What lies over an answer in a paragraph, or is said beside it, is asked as in a table.
func TestOverlaysOutsideTables(t *testing.T) {
	for name, v := range map[string]struct{ answer, want string }{
		"nothing":     {t_("Ja"), "J"},
		"a line":      {shape("line") + t_("Ja"), "A"},
		"an oval":     {shape("ellipse") + t_("Ja/ Nee"), "A"},
		"a comment":   {`<w:commentRangeStart w:id="0"/>` + t_("Ja") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`, "A"},
		"a footnote":  {t_("Ja") + `<w:r><w:footnoteReference w:id="2"/></w:r>`, "A"},
		"white text":  {t_("Ja") + run(`<w:color w:val="FFFFFF"/>`, " Nee"), "A"},
		"hidden text": {t_("Ja") + run("<w:vanish/>", " Nee"), "A"},
	} {
		judge(t, name, v.want, flowing(v.answer).reading(t).Criteria["high-risk"].Answer)
	}
}

// Words round the name of a criterion, and rows below it, that hold its answer.
func TestNamesAndRowsOfOtherForms(t *testing.T) {
	name := criterionNames[3]
	wide := func(content ...string) string {
		row := ""
		for _, c := range content {
			row += cell(p(t_(c)))
		}
		return "<w:tr>" + row + "</w:tr>"
	}
	for what, v := range map[string]struct{ row, want, note string }{
		"a question":      {wide("4", "Is er sprake van "+strings.ToLower(name[:1])+name[1:]+"?", "Nee"), "N", ""},
		"a lead-in":       {wide("4", "Criterium: "+name, "Nee"), "N", ""},
		"a star":          {wide("4", name+" *", "Nee"), "N", ""},
		"quotation marks": {wide("4", "“"+name+"”", "Nee"), "N", ""},
		"rows below":      {wide("4. "+name) + wide("Ja/Nee", "Nee") + wide("Toelichting", "Tekst."), "N", "Tekst."},
		"empty rows":      {wide("4", name, "Nee") + wide("Toelichting:"), "N", ""},
	} {
		r := sample{rows: map[int]string{4: v.row}}.reading(t)
		c := r.Criteria["high-risk"]
		judge(t, what, v.want, c.Answer)
		if c.Explanation != v.note {
			t.Errorf("%s: explanation %q", what, c.Explanation)
		}
		if next := r.Criteria["intergenerational"]; next.Value != "yes" || next.Explanation != "Zie het dossier." {
			t.Errorf("%s: the next one is %+v", what, next)
		}
	}
}

// A heading over the answers that turns them round, or limits them, is asked about.
func TestHeadingsThatChangeAnswers(t *testing.T) {
	form := func(heading string, cells ...string) []byte {
		page := strings.Split(textForm(), "1. ")[0]
		page = "<p>" + strings.ReplaceAll(page, "\n", "</p><p>") + "</p><table><tr><td>nr</td><td>criterium</td>" + heading + "</tr>"
		for i, name := range criterionNames {
			page += fmt.Sprintf("<tr><td>%d</td><td>%s</td>%s</tr>", i+1, name, strings.Join(cells, ""))
		}
		return []byte("<html><body>" + page + "</table></body></html>")
	}
	for heading, v := range map[string]struct{ cells, want string }{
		"<td>Ja/ Nee</td>":                                      {"<td>Nee</td>", "N"},
		"<td>Van toepassing?</td>":                              {"<td>Nee</td>", "N"},
		"<td>Niet van toepassing</td>":                          {"<td>Nee</td>", "A"},
		"<td>Opgelost?</td>":                                    {"<td>Nee</td>", "A"},
		"<td>Januari</td><td>Nu</td>":                           {"<td>Nee</td><td></td>", "A"},
		"<td>Van toepassing</td><td>Niet van toepassing</td>":   {"<td></td><td>x</td>", "N"},
		"<td>Van toepassing</td><td>Niet  van  toepassing</td>": {"<td>x</td><td>x</td>", "A"},
	} {
		r := File("formulier.html", form(heading, v.cells), Options{})
		if len(r.Forms) != 1 {
			t.Errorf("%s: %d forms", heading, len(r.Forms))
			continue
		}
		judge(t, heading, v.want, r.Forms[0].Criteria["high-risk"].Answer)
	}
}

// What people write where they leave the initials out is no initials.
func TestNoInitials(t *testing.T) {
	for text, want := range map[string]forms.Status{"A.B.": forms.Read, "AB": forms.Read, "volgt": forms.Ask, "anoniem": forms.Ask, "geheim": forms.Ask,
		"idem": forms.Ask, "nader te bepalen": forms.Ask, "Hilversum": forms.Ask} {
		r := sample{fields: map[string]string{"initials": p(t_("Initialen één van de betrokkenen: " + text))}}.reading(t)
		if got := r.Fields["initials"].Status; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
