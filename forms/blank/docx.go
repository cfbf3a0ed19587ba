package blank

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"time"

	"mdaplus/forms"
)

// Docx writes a form as a Word document. The same fill gives the same bytes.
func Docx(version string, f Fill) ([]byte, error) {
	if !known(version) {
		return nil, fmt.Errorf("blank: unknown version %q of the form", version)
	}
	return pack([]part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"word/document.xml", (&writer{version: version, fill: f}).document()},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles},
		{"word/settings.xml", settings},
		{"word/footer1.xml", footer(version)},
		{"docProps/core.xml", coreProperties},
	})
}

func known(version string) bool {
	for _, v := range forms.Referral.Versions {
		if v.ID == version {
			return true
		}
	}
	return false
}

type part struct{ name, text string }

// noTime stands in every package, so that nothing but the content decides the bytes.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack writes the parts.
func pack(parts []part) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: noTime})
		if err != nil {
			return nil, fmt.Errorf("blank: packing %s: %w", p.name, err)
		}
		if _, err := w.Write([]byte(xmlHead + p.text)); err != nil {
			return nil, fmt.Errorf("blank: packing %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("blank: packing: %w", err)
	}
	return b.Bytes(), nil
}

// writer builds the main part from top to bottom.
type writer struct {
	b       strings.Builder
	version string
	fill    Fill
	ids     int
}

func (w *writer) add(s ...string) {
	for _, t := range s {
		w.b.WriteString(t)
	}
}

func (w *writer) document() string {
	w.add(documentHead, `<w:body>`)
	w.paragraph("Title", run("", title))
	w.paragraph("Subtitle", run("", anonymous))
	for _, id := range []string{"referrer", "initials", "role", "municipality", "family", "same-address"} {
		w.field(id)
	}
	w.summary()
	w.table()
	w.paragraph("Vraag", run("", label("zvh")+"? Zo ja; geef aan voor welk gezinslid (moeder, vader, zoon, dochter)"))
	w.paragraph("Antwoord", w.text("zvh"))
	w.add(sectionEnd, `</w:body></w:document>`)
	return w.b.String()
}

func (w *writer) paragraph(style string, content ...string) {
	w.add(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/></w:pPr>`)
	w.add(content...)
	w.add(`</w:p>`)
}

func (w *writer) field(id string) {
	end := ": "
	if id == "same-address" {
		end = "? "
	}
	answer := w.text(id)
	if id == "role" {
		answer = w.role()
	}
	w.paragraph("Vraag", run("", label(id)+end), `<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t xml:space="preserve"> </w:t></w:r>`, answer)
}

func (w *writer) summary() {
	w.paragraph("Vraag", run("", label("summary")), run(plainRun, summaryHint), run("", ":"))
	w.paragraph("Antwoord", w.text("summary"))
}

// role offers the three roles as boxes, or gives the one that was filled in.
func (w *writer) role() string {
	if w.fill.Fields["role"] == "" && w.fill.Marking != Boxes {
		return run(plainRun, "Moeder/ Vader/ Kind")
	}
	if w.fill.Marking != Boxes {
		return run(plainRun, w.fill.Fields["role"])
	}
	var out []string
	for _, r := range []string{"Moeder", "Vader", "Kind"} {
		out = append(out, w.box(strings.EqualFold(r, w.fill.Fields["role"]))+run(plainRun, " "+r+"   "))
	}
	return strings.Join(out, "")
}

// text is a text control with the value, or with its prompt while nothing is filled in.
func (w *writer) text(id string) string {
	value, showing := w.fill.Fields[id], ""
	looks := plainRun
	if value == "" {
		value, showing, looks = prompt(id), `<w:showingPlcHdr/>`, `<w:rPr><w:rStyle w:val="Prompt"/></w:rPr>`
	}
	w.ids++
	return fmt.Sprintf(`<w:sdt><w:sdtPr><w:alias w:val="%s"/><w:tag w:val="%s"/><w:id w:val="%d"/>%s<w:text w:multiLine="1"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>`,
		escape(label(id)), id, firstID+w.ids, showing, run(looks, value))
}

func (w *writer) box(on bool) string {
	w.ids++
	state, sign := "0", "☐"
	if on {
		state, sign = "1", "☒"
	}
	return fmt.Sprintf(`<w:sdt><w:sdtPr><w:id w:val="%d"/><w14:checkbox><w14:checked w14:val="%s"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>`+
		`<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>`,
		firstID+w.ids, state, run(boxRun, sign))
}

// table writes the criteria; the version of 2020 has two tables.
func (w *writer) table() {
	criteria := forms.CriteriaOf(w.version)
	if w.version != forms.Version2020 {
		first := 1
		if w.version == forms.Version2019Numbered {
			first = 2
		}
		w.rows("", criteria, func(i int) string { return fmt.Sprint(first + i) })
		return
	}
	w.rows("Doelgroep: beide moeten van toepassing zijn", criteria[:2], func(i int) string { return string(rune('A' + i)) })
	w.paragraph("Antwoord")
	w.rows("Criteria: ten minste één moet van toepassing zijn", criteria[2:], func(i int) string { return fmt.Sprint(1 + i) })
}

func (w *writer) rows(heading string, criteria []string, number func(int) string) {
	w.add(tableHead)
	if heading != "" {
		w.add(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
		w.cell(columnNumber, headFill, "")
		w.cell(columnName, headFill, run("<w:rPr><w:b/></w:rPr>", heading))
		w.cell(columnAnswer, headFill, run("<w:rPr><w:b/></w:rPr>", "Ja/ Nee"))
		w.add(`</w:tr>`)
	}
	for i, id := range criteria {
		w.add(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		w.cell(columnNumber, "", run("", number(i)))
		w.cell(columnName, "", run("<w:rPr><w:b/></w:rPr>", criterionLabel(w.version, id)), run("", "toelichting: ")+w.explanation(id))
		w.cell(columnAnswer, "", w.answer(id))
		w.add(`</w:tr>`)
	}
	w.add(`</w:tbl>`)
}

func (w *writer) cell(width int, fill string, paragraphs ...string) {
	w.add(fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, width, fill))
	for _, p := range paragraphs {
		w.paragraph("Cel", p)
	}
	w.add(`</w:tc>`)
}

func (w *writer) explanation(id string) string {
	value, showing, looks := w.fill.Explanations[id], "", ""
	if value == "" {
		if w.fill.Marking != Boxes {
			return ""
		}
		value, showing, looks = prompt("explanation"), `<w:showingPlcHdr/>`, `<w:rPr><w:rStyle w:val="Prompt"/></w:rPr>`
	}
	w.ids++
	return fmt.Sprintf(`<w:sdt><w:sdtPr><w:id w:val="%d"/>%s<w:text w:multiLine="1"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>`,
		firstID+w.ids, showing, run(looks, value))
}

// answer writes the answer to a criterion in the chosen way of marking.
func (w *writer) answer(id string) string {
	answer := w.fill.Answers[id]
	if w.fill.Marking == Boxes {
		return w.box(answer == Yes) + run("", " Ja   ") + w.box(answer == No) + run("", " Nee")
	}
	yes, no := "", ""
	switch {
	case answer == "":
	case w.fill.Marking == Typed:
		return run("", map[Answer]string{Yes: "Ja", No: "Nee"}[answer])
	case w.fill.Marking == Struck:
		yes, no = pick(answer == No, struckRun), pick(answer == Yes, struckRun)
	case w.fill.Marking == Bold:
		yes, no = pick(answer == Yes, boldRun), pick(answer == No, boldRun)
	case w.fill.Marking == Highlighted:
		yes, no = pick(answer == Yes, markedRun), pick(answer == No, markedRun)
	}
	return run(yes, "Ja") + run("", "/ ") + run(no, "Nee")
}

func pick(on bool, looks string) string {
	if on {
		return looks
	}
	return ""
}

func run(looks, text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = `<w:t xml:space="preserve">` + escape(lines[i]) + `</w:t>`
	}
	return `<w:r>` + looks + strings.Join(lines, `<w:br/>`) + `</w:r>`
}

// escape writes text as XML; signs that XML does not know are left out.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r < 0x20 && r != '\t' || r == 0xFFFE || r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
