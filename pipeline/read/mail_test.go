package read

import (
	"encoding/base64"
	"html"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
)

const head = "From: Aanmelder <a@hilversum.example>\r\nTo: projectleider@mda.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@hilversum.example>\r\nMIME-Version: 1.0\r\n"

func mail(headers, kind, body string) []byte {
	return []byte(head + headers + "Content-Type: " + kind + "; charset=utf-8\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n"))
}

type piece struct{ kind, name, body string }

func mixed(headers, sub string, pieces ...piece) []byte {
	var b strings.Builder
	b.WriteString(head + headers + "Content-Type: multipart/" + sub + "; boundary=grens\r\n\r\n")
	for _, p := range pieces {
		b.WriteString("--grens\r\nContent-Type: " + p.kind + "\r\n")
		if p.name != "" {
			b.WriteString("Content-Disposition: attachment; filename=\"" + p.name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
				base64.StdEncoding.EncodeToString([]byte(p.body)) + "\r\n")
			continue
		}
		b.WriteString("\r\n" + strings.ReplaceAll(p.body, "\n", "\r\n") + "\r\n")
	}
	return []byte(b.String() + "--grens--\r\n")
}

func docxPiece(t *testing.T, name string, s sample) piece {
	return piece{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", name, string(s.docx(t))}
}

func filled(m blank.Marking) blank.Fill {
	f := blank.Fill{Marking: m, Answers: map[string]blank.Answer{}, Explanations: map[string]string{}, Fields: map[string]string{
		"referrer": "K.L., gemeente Hilversum, 035-1234501", "initials": "A.B.", "role": "Moeder", "municipality": "Hilversum", "family": "moeder, vader, zoon",
		"same-address": "Ja", "summary": "Er is veel aan de hand.", "zvh": "Nee"}}
	for _, id := range forms.CriterionOrder {
		f.Answers[id], f.Explanations[id] = blank.Yes, "Zie het dossier."
	}
	return f
}

func textForm() string { return blank.TextBody(forms.Version2019, filled(blank.Typed)) }

const htmlKind, plainKind = "text/html; charset=utf-8", "text/plain; charset=utf-8"

// form-reading.md 5.10: outcome, reason, and the answer to criterion 4 of each form ("" for none).
// What a mail says beside the form that it brings makes a question of what it speaks of.
func TestRemarksBesideAForm(t *testing.T) {
	for said, want := range map[string]string{
		"Zie bijlage.": "", "Ik ben op vraag 4 dagen afwezig, bel mij niet op 3 mei.": "",
		"De gemeente Hilversum is niet aansprakelijk voor dit bericht, maar doet haar best.": "",
		"Vader is sinds vorige week niet meer thuis.":                                        "",
		"Alvast dank, ik werk voor de gemeente Hilversum en ben niet bereikbaar.":            "",
		"Het antwoord op vraag 8 is nee geworden.":                                           "serious-consequences insufficient-results",
		"Vraag 4 wijzigen in: nee":                                                           "violence-or-neglect high-risk",
		"Bij 1 bedoel ik nee.":                                                               "structural-unsafety",
		"Per abuis is intergenerationele overdracht aangevinkt.":                             "intergenerational",
		"Criteria 2 en 3 vervallen.":                                                         "structural-unsafety stalled-help violence-or-neglect",
		"Criterium twee moet op nee.":                                                        "structural-unsafety stalled-help",
		"Het derde criterium klopt niet.":                                                    "stalled-help violence-or-neglect",
		"Niet alle antwoorden kloppen.":                                                      strings.Join(forms.CriterionOrder, " "),
		"Alle criteria behalve 5 zijn van toepassing.":                                       strings.Join(forms.CriterionOrder, " "),
		"De gemeente is niet Hilversum maar Huizen.":                                         "municipality",
		"De initialen moeten C.D. zijn.":                                                     "initials",
		"Het betreft overigens de vader, niet de moeder.":                                    "role",
		"Het ZVH is sinds gisteren wel betrokken.":                                           "zvh",
	} {
		r := File("mail.eml", mixed("Subject: Aanmelding\r\n", "mixed", piece{plainKind, "", "Goedemiddag,\n\n" + said + "\n\nGroet, K.L."}, docxPiece(t, "a.docx", sample{})), Options{})
		if len(r.Forms) != 1 {
			t.Errorf("%q: %d forms", said, len(r.Forms))
			continue
		}
		var asked []string
		for _, q := range forms.Questions(r.Forms[0]) {
			asked = append(asked, q.Field)
		}
		if got := strings.Join(asked, " "); got != want {
			t.Errorf("%q asks about %q, want %q", said, got, want)
		}
	}
}

func TestMails(t *testing.T) {
	struckHTML := blank.HTMLBody(forms.Version2019, filled(blank.Struck))
	unmarked := filled(blank.Typed)
	unmarked.Answers = nil
	plainLost := blank.TextBody(forms.Version2019, unmarked)
	quoted := "> " + strings.ReplaceAll(textForm(), "\n", "\n> ")
	oldHeader := "\nVan: x@y.example\nVerzonden: maandag 2 maart 2026 10:11\nAan: z@y.example\nOnderwerp: RE: Aanmelding\n\n"
	const header = "Op 3 nov 2026 om 09:12 schreef MDA++ <mda@regio.example>:"
	between := "Zie hieronder.\n\n" + header + "\n> - Intergenerationele overdracht: Ja of Nee?\n\nJa\n\n> - Structurele onveiligheid: Ja of Nee?\n\nNee\n\n> Met vriendelijke groet,\n"
	betweenHTML := `<p>Zie hieronder.</p><div class="moz-cite-prefix">` + html.EscapeString(header) + `<br></div><blockquote type="cite"><ul><li>Intergenerationele overdracht: Ja of Nee?</li></ul></blockquote>` +
		`<p>Ja</p><blockquote type="cite"><ul><li>Structurele onveiligheid: Ja of Nee?</li></ul></blockquote><p>Nee</p><blockquote type="cite"><p>Met vriendelijke groet,</p></blockquote>`
	form := sample{answers: map[int]string{4: t_("Nee")}}
	other := sample{fields: map[string]string{"initials": p(t_("Initialen één van de betrokkenen: X.Y."))}}
	for _, v := range []struct {
		id      string
		raw     []byte
		outcome string
		reason  string
		fourth  string
	}{
		{"M01", mail("Subject: x\r\n", "text/plain", textForm()), Filed, "", "J"},
		{"M02", mail("Subject: x\r\n", "text/plain", "1 ja 2 nee 3 ja 4 ja 5 nee 6 ja 7 ja 8 ja"), Held, "no-form", ""},
		{"M04", mail("Subject: x\r\n", "text/html", struckHTML), Filed, "", "J"},
		{"M05", mail("Subject: x\r\n", "text/html", strings.ReplaceAll(struckHTML, "Ja/ <s>Nee</s>", "<del>Ja/ Nee</del> <ins>Nee</ins>")), Filed, "", "N"},
		{"M06", mixed("Subject: x\r\n", "alternative", piece{plainKind, "", plainLost}, piece{htmlKind, "", struckHTML}), Filed, "", "J"},
		{"M06b", mixed("Subject: x\r\n", "alternative", piece{plainKind, "", strings.ReplaceAll(textForm(), "hulpverlening/ VT: Ja", "hulpverlening/ VT: Nee")}, piece{htmlKind, "", struckHTML}), Filed, "", "A"},
		{"M07", mail("Subject: x\r\n", "text/plain", plainLost), Filed, "", "A"},
		{"M08", mail("Subject: x\r\n", "text/plain", strings.ReplaceAll(plainLost, "Ja/ Nee", "*Ja*/ Nee")), Filed, "", "J|A"},
		{"M10", mail("Subject: x\r\n", "text/html", strings.ReplaceAll(struckHTML, "Ja/ <s>Nee</s>", `<span style="color:#0070C0">Ja</span>/ Nee`)), Filed, "", "J|A"},
		{"M11", mail("Subject: x\r\n", "text/plain", "Op 3, 5 en 7 ja, rest nee"), Held, "", ""},
		{"M12", mail("Subject: Re: Ontvangen\r\nIn-Reply-To: <2@mda.example>\r\n", "text/plain", "Criterium 4 (Hoog risico gezin) moet Nee zijn.\n\n"+quoted), Filed, "", ""},
		{"M12b", mail("Subject: Re: Ontvangen\r\nIn-Reply-To: <2@mda.example>\r\n", "text/html", "<p>Hoog risico gezin moet <s>Ja</s> Nee zijn.</p>"), Held, "correction-in-words", ""},
		{"M12c", mail("Subject: Hoog risico gezin\r\n", "text/plain", "Criterium 4 (Hoog risico gezin) moet Nee zijn."), Held, "correction-in-words", ""},
		{"M12d", mixed("Subject: Re: x\r\nIn-Reply-To: <2@mda.example>\r\n", "alternative", piece{plainKind, "", "Hoog risico gezin moet Nee zijn."},
			piece{"text/html", "", "<p>Hoog risico gezin moet Ja zijn.</p>"}), Held, "correction-in-words", ""},
		{"M13", mail("Subject: Re: Ontvangen\r\nIn-Reply-To: <2@mda.example>\r\n", "text/plain", "Dat van die wapens klopt niet."), Held, "correction-in-words", ""},
		{"M16", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT: Ja"}, docxPiece(t, "a.docx", form)), Filed, "", "A"},
		{"M16b", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Criterium 4 moet toch Ja zijn."}, docxPiece(t, "a.docx", form)), Filed, "", "A"},
		{"M16c", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Het gaat vooral om de structurele onveiligheid in dit gezin."}, docxPiece(t, "a.docx", form)), Filed, "", "N"},
		{"M16d", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Let op: doorgestreept betekent ja."}, docxPiece(t, "a.docx", sample{answers: map[int]string{4: jn("", "", struck)}})), Filed, "", "A"},
		{"M16e", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Ik ben op 4 mei niet aanwezig."}, docxPiece(t, "a.docx", form)), Filed, "", "N"},
		{"M16f", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Op 3, 5 en 7 ja, de rest is nee."}, docxPiece(t, "a.docx", form)), Filed, "", "A"},
		{"M16g", mixed("Subject: x (criterium 4 moet nee zijn)\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, docxPiece(t, "a.docx", form)), Filed, "", "A"},
		{"M16h", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Het formulier gaat over A.B. in Hilversum. Bel mij niet op 4 mei."}, docxPiece(t, "a.docx", form)), Filed, "", "N"},
		{"M16i", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Hierbij trek ik de aanmelding van A.B. in. Het formulier zit er nog bij."}, docxPiece(t, "a.docx", form)), Held, "taken-back", "N"},
		{"M16j", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Sorry, dit is de verkeerde versie. De goede volgt."}, docxPiece(t, "a.docx", form)), Held, "taken-back", "N"},
		{"M16k", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Gisteren stuurde ik de verkeerde versie, hierbij de juiste."}, docxPiece(t, "a.docx", form)), Filed, "", "N"},
		{"M17b", mixed("Subject: x\r\n", "mixed", docxPiece(t, "a.docx", form), docxPiece(t, "kopie.docx", form)), Filed, "", "N"},
		{"M17c", mixed("Subject: x\r\n", "mixed", docxPiece(t, "v1.docx", form), docxPiece(t, "v2.docx", sample{})), Filed, "", "A A"},
		{"M17", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Twee gezinnen."}, docxPiece(t, "a.docx", form), docxPiece(t, "b.docx", other)), Filed, "", "N J"},
		{"M18", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, docxPiece(t, "a.docx", form), piece{"application/pdf", "b.pdf", "%PDF-1.7 x"}), Held, "container-pdf", "N"},
		{"M20", mail("Subject: x\r\n", "text/plain", textForm()+"\nMet vriendelijke groet,\nK.L.\nIs dit niet voor u? Nee, dan verwijderen. Ja of nee.\n"), Filed, "", "J"},
		{"M21", mail("Subject: Beveiligd bericht\r\n", "text/plain", "U heeft een beveiligd bericht: https://x.example/lees code"), Held, "secure-mail-notice", ""},
		{"M22", mail("Subject: x\r\n", "text/plain", "Zelfde als vorige keer."), Held, "no-form", ""},
		{"M24", mail("Subject: Re: Vragen\r\nIn-Reply-To: <2@mda.example>\r\n", "text/plain", "ja\n\n"+quoted), Held, "correction-in-words", ""},
		{"M24b", mail("Subject: Re: Vragen\r\nIn-Reply-To: <2@mda.example>\r\n", "text/plain", between), Filed, "", ""},
		{"M24c", mixed("Subject: Re: Vragen\r\nIn-Reply-To: <2@mda.example>\r\n", "alternative", piece{plainKind, "", between}, piece{htmlKind, "", betweenHTML}), Filed, "", ""},
		{"M24d", mixed("Subject: Re: Vragen\r\nIn-Reply-To: <2@mda.example>\r\n", "alternative", piece{plainKind, "", between}, piece{htmlKind, "", strings.ReplaceAll(betweenHTML, ">Nee<", ">Ja<")}), Held, "correction-in-words", ""},
		{"M24e", mixed("Subject: Re: Vragen\r\nIn-Reply-To: <2@mda.example>\r\n", "alternative", piece{plainKind, "", between}, piece{htmlKind, "", strings.ReplaceAll(betweenHTML, ">Nee<", "><s>Nee</s><")}), Held, "correction-in-words", ""},
		{"M24f", mail("Subject: Re: Vragen\r\nIn-Reply-To: <2@mda.example>\r\n", "text/plain", strings.ReplaceAll(between[strings.Index(between, "Op"):], "Nee", "Dat bespreek ik liever.")), Held, "correction-in-words", ""},
		{"M26", mail("Subject: Afwezig\r\nAuto-Submitted: auto-replied\r\n", "text/plain", "Ik ben afwezig."), Ignored, "auto-reply", ""},
		{"M27", mail("Subject: RE: x\r\nIn-Reply-To: <2@mda.example>\r\n", "text/plain", "Dank.\n"+oldHeader+textForm()), Held, "correction-in-words", ""},
		{"M28", mail("Subject: FW: Aanmelding\r\n", "text/plain", "Ter behandeling.\n"+oldHeader+textForm()), Filed, "", "J"},
		{"M28b", mail("Subject: FW: Aanmelding\r\n", "text/plain", "Ter behandeling, maar criterium 4 moet nee zijn.\n"+oldHeader+textForm()), Held, "correction-in-words", ""},
		{"M29", mail("Subject: x\r\n", "text/html", "<p>nieuw</p>"+struckHTML+`<div id="divRplyFwdMsg"><b>Van:</b> x</div>`+blank.HTMLBody(forms.Version2019, filled(blank.Typed))), Filed, "", "J"},
		{"M30", mail("Subject: x\r\n", "text/html", "<p>Zie onder</p><blockquote>"+struckHTML+"</blockquote>"), Held, "", ""},
		{"M31", mail("Subject: x\r\n", "text/plain", "Formulier: https://x.example/formulier.docx"), Held, "link-only", ""},
		{"M32", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, piece{"application/zip", "a.zip", "PK\x03\x04aanmelding"}), Held, "container-zip", ""},
		{"M33", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, piece{"application/msword", "a.doc", "{\\rtf1 x}"}), Held, "no-form", ""},
		{"M34", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", textForm()}, docxPiece(t, "a.docx", form)), Filed, "", "A"},
		{"M35", mixed("Subject: x\r\n", "mixed", piece{plainKind, "", "Zie."}, piece{"text/html", "form.html", struckHTML}), Filed, "", "J"},
		{"M36", mail("Subject: x\r\n", "application/pkcs7-mime; smime-type=enveloped-data", "AAAA"), Held, "smime-encrypted", ""},
	} {
		r := File("mail.eml", v.raw, Options{})
		code := ""
		if len(r.Message.Reasons) > 0 {
			code = r.Message.Reasons[0].Code
		}
		if r.Message.Outcome != v.outcome || v.reason != "" && code != v.reason {
			t.Errorf("%s: %s %s, want %s %s", v.id, r.Message.Outcome, code, v.outcome, v.reason)
		}
		want := strings.Fields(v.fourth)
		if len(r.Forms) != len(want) {
			t.Errorf("%s: %d forms, want %d", v.id, len(r.Forms), len(want))
			continue
		}
		for i, w := range want {
			judge(t, v.id, w, r.Forms[i].Criteria["high-risk"].Answer)
		}
		if r.Mail == nil || r.Mail.Semantic == "" || r.Mail.From.Address != "a@hilversum.example" {
			t.Errorf("%s: envelope %+v", v.id, r.Mail)
		}
	}
}
