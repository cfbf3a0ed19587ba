package read

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"mdaplus/forms"
)

// sample is a filled-in form written as raw WordprocessingML, so that each test says in
// one line what is special about it. Empty parts are filled in as usual.
type sample struct {
	before, between, after string            // blocks before the form, between fields and table, at the end
	fields                 map[string]string // paragraphs by field id, with label; "-" leaves the field out
	rows                   map[int]string    // whole rows by number
	answers                map[int]string    // content of the answer cell's paragraph, by number
	notes                  map[int]string    // explanations
	parts                  map[string]string // further parts: styles, numbering, comments …
	rels                   string
	tblPr                  string
	wrap                   func(body string) string
}

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"` +
	` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`

// r is a run, t a run without looks.
func run(looks, text string) string {
	if looks != "" {
		looks = "<w:rPr>" + looks + "</w:rPr>"
	}
	return `<w:r>` + looks + `<w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

func t_(text string) string { return run("", text) }

func p(content string) string { return `<w:p>` + content + `</w:p>` }

func cell(content string) string { return `<w:tc><w:tcPr/>` + content + `</w:tc>` }

var criterionNames = []string{"Structurele onveiligheid", "Hulp is vastgelopen of dreigt vast te lopen", "Ernstig actueel en/of chronisch geweld of verwaarlozing",
	"Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT", "Intergenerationele overdracht",
	"Overstijgende problematiek (verslaving, psychiatrie, eer, schulden)", "Ernstige gevolgen zoals trauma of ontwikkeling kinderen ernstig in gevaar",
	"Reguliere interventies/ trajecten onvoldoende resultaat"}

var usualFields = [][2]string{
	{"referrer", p(t_("Naam en contactgegevens aanmelder: ") + t_("K.L., gemeente Hilversum, 035-1234501"))},
	{"initials", p(t_("Initialen één van de betrokkenen: ") + t_("A.B."))},
	{"role", p(t_("Rol van degene van wie de initialen zijn: Moeder"))},
	{"municipality", p(t_("Gemeente: Hilversum"))},
	{"family", p(t_("Samenstelling van het gezin: moeder, vader, zoon"))},
	{"same-address", p(t_("Wonen deze gezinsleden allemaal op hetzelfde adres? Ja"))},
	{"summary", p(t_("Korte omschrijving van de situatie (geef per criterium aan of het van toepassing is en zo ja waarom; het mag kort):")) + p(t_("Er is veel aan de hand."))},
}

const zvhLabel = "Is het Zorg- en Veiligheidshuis betrokken? Zo ja; geef aan voor welk gezinslid (moeder, vader, zoon, dochter)"

func (s sample) row(n int) string {
	if row, ok := s.rows[n]; ok {
		return row
	}
	answer, note := t_("Ja"), s.notes[n]
	if a, ok := s.answers[n]; ok {
		answer = a
	}
	if note == "" {
		note = "Zie het dossier."
	}
	if !strings.Contains(answer, "<w:p>") {
		answer = p(answer)
	}
	return row3(fmt.Sprint(n), n, note, answer)
}

func row3(number string, n int, note, answer string) string {
	return `<w:tr>` + cell(p(t_(number))) + cell(p(run("<w:b/>", criterionNames[n-1]))+p(t_("toelichting: "+note))) + cell(answer) + `</w:tr>`
}

func (s sample) body() string {
	var b strings.Builder
	b.WriteString(p(t_("Aanmeldingsformulier MDA++")) + p(t_("Graag geanonimiseerd invullen!")) + s.before)
	for _, f := range usualFields {
		switch own, ok := s.fields[f[0]]; {
		case !ok:
			b.WriteString(f[1])
		case own != "-":
			b.WriteString(own)
		}
	}
	b.WriteString(s.between + `<w:tbl><w:tblPr>` + s.tblPr + `</w:tblPr><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>`)
	for n := 1; n <= 8; n++ {
		b.WriteString(s.row(n))
	}
	b.WriteString(`</w:tbl>` + p(""))
	if own, ok := s.fields["zvh"]; ok {
		b.WriteString(own)
	} else {
		b.WriteString(p(run("<w:b/>", zvhLabel)) + p(t_("Nee")))
	}
	return b.String() + s.after
}

func (s sample) docx(t testing.TB) []byte {
	t.Helper()
	body := s.body()
	if s.wrap != nil {
		body = s.wrap(body)
	}
	return pack(t, `<w:document `+namespaces+`><w:body>`+body+`</w:body></w:document>`, s.parts, s.rels)
}

func pack(t testing.TB, document string, parts map[string]string, rels string) []byte {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":                  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":            document,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + relsOf(parts) + `</Relationships>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range all {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(text))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func relsOf(parts map[string]string) string {
	out := ""
	for _, kind := range []string{"styles", "numbering", "comments", "footnotes"} {
		if _, ok := parts["word/"+kind+".xml"]; ok {
			out += `<Relationship Id="` + kind + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + kind + `.xml"/>`
		}
	}
	return out
}

// reading reads a sample that must hold exactly one form.
func (s sample) reading(t testing.TB) forms.Reading {
	t.Helper()
	r := File("sample.docx", s.docx(t), Options{})
	if len(r.Forms) != 1 {
		t.Fatalf("%d forms, %s %v", len(r.Forms), r.Message.Outcome, r.Message.Reasons)
	}
	return r.Forms[0]
}

// judge compares an answer with what is expected: J, N, A (ask) or one of J|A, N|A.
func judge(t testing.TB, what, want string, got forms.Answer) {
	t.Helper()
	letter := map[string]string{"yes": "J", "no": "N", "mother": "mother", "father": "father", "child": "child"}[got.Value]
	if got.Status != forms.Read {
		letter = "A"
	}
	for _, w := range strings.Split(want, "|") {
		if w == letter {
			return
		}
	}
	t.Errorf("%s: %s (%s, %s), want %s", what, letter, got.Status, got.Reason, want)
}
