package blank

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"time"

	"mdaplus/forms"
)

// Docx writes a referral form of this region as a Word document.
func Docx(version string, f Fill) ([]byte, error) {
	l, err := LayoutOf(forms.Referral.Form, version, GooiEnVechtstreek)
	if err != nil {
		return nil, err
	}
	return l.Docx(f)
}

// Docx writes a form as a Word document. The same fill gives the same bytes.
func (l Layout) Docx(f Fill) ([]byte, error) {
	return pack([]part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"word/document.xml", (&writer{layout: l, fill: f}).document()},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles},
		{"word/settings.xml", settings},
		{"word/header1.xml", header(l)},
		{"word/footer1.xml", footer(l, f)},
		{"docProps/core.xml", coreProperties(l)},
		{"docProps/custom.xml", customProperties(l, f)},
	})
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
	b      strings.Builder
	layout Layout
	fill   Fill
	ids    int
	// unclear: the row that is being written is one to be answered
	unclear bool
}

func (w *writer) add(s ...string) {
	for _, t := range s {
		w.b.WriteString(t)
	}
}

func (w *writer) document() string {
	w.add(documentHead, `<w:body>`)
	w.paragraph("Title", run("", w.layout.Title))
	w.paragraph("Subtitle", run("", w.layout.Intro))
	if w.fill.Prefilled {
		w.paragraph("Uitleg", run("", forms.FillInIntro))
	}
	for _, s := range w.layout.Sections {
		w.section(s)
	}
	w.add(sectionEnd, `</w:body></w:document>`)
	return w.b.String()
}

func (w *writer) paragraph(style string, content ...string) {
	w.add(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/></w:pPr>`)
	w.add(content...)
	w.add(`</w:p>`)
}

// section writes a heading, and the fields below it in one table.
func (w *writer) section(s Section) {
	w.paragraph("Heading1", run("", s.Heading))
	help := s.Help
	if w.fill.Prefilled && len(s.Items) == 0 {
		help = forms.FillInEnd
	}
	if help != "" {
		w.paragraph("Uitleg", run("", help))
	}
	for i := 0; i < len(s.Items); {
		switch s.Items[i].Kind {
		case Criteria:
			w.criteria(s.Items[i])
			i++
		case Priority:
			w.priority(s.Items[i], i)
			i++
		default:
			n := i
			for n < len(s.Items) && s.Items[n].Kind != Criteria && s.Items[n].Kind != Priority {
				n++
			}
			w.fields(s.Items[i:n])
			i = n
		}
	}
}

// fields writes questions with their answers beside them.
func (w *writer) fields(items []Item) {
	w.add(tableHead(columnLabel, columnAnswer))
	for i, it := range items {
		w.row(it)
		w.cell(columnLabel, labelFill, w.labelParagraphs(it, i+1 < len(items))...)
		w.cell(columnAnswer, "", w.answer(it)...)
		w.add(`</w:tr>`)
	}
	w.add(`</w:tbl>`)
	w.paragraph("Tussen")
}

// row opens a row that is not split over pages, with room to write.
func (w *writer) row(it Item) {
	w.openRow(rowHeight + (it.Lines-1)*lineHeight)
	w.unclear = w.fill.Unclear[it.ID]
}

func (w *writer) openRow(height int) {
	w.add(fmt.Sprintf(`<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="atLeast"/></w:trPr>`, height))
}

// labelParagraphs are the mark of a question that is to be answered, the label and the help.
func (w *writer) labelParagraphs(it Item, next bool) []string {
	style := "Vraag"
	if next {
		style = "VraagMetVolgende"
	}
	var out []string
	if w.unclear {
		out = append(out, paragraph("Invullen", run("", forms.FillIn)))
	}
	out = append(out, paragraph(style, run("", it.Label)))
	if it.Help != "" {
		out = append(out, paragraph("Hulp", run("", it.Help)))
	}
	return out
}

func paragraph(style string, content ...string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + strings.Join(content, "") + `</w:p>`
}

// cell writes a cell of whole paragraphs. In a row that is to be answered it is shaded.
func (w *writer) cell(width int, fill string, paragraphs ...string) {
	if w.unclear {
		fill = unclearFill
	}
	w.add(fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, width, fill))
	w.add(paragraphs...)
	w.add(`</w:tc>`)
}

// answer gives the paragraphs of an answer.
func (w *writer) answer(it Item) []string {
	value := w.fill.Fields[it.ID]
	if value == "" {
		value = it.Printed
	}
	switch it.Kind {
	case Pick:
		if it.ID == "role" && w.fill.Marking != Boxes {
			return []string{paragraph("Antwoord", run(plainRun, orElse(value, "Moeder/ Vader/ Kind")))}
		}
		return []string{paragraph("Antwoord", w.listControl(it, value))}
	case Combo:
		return []string{paragraph("Antwoord", w.listControl(it, value))}
	case TickOne, TickAny:
		rows := w.tickRows(it)
		for i := range rows {
			rows[i] = paragraph("Keuze", rows[i])
		}
		return rows
	case Day:
		return []string{paragraph("Antwoord", w.dateControl(it.ID, it.Label, value, w.prompt(it)))}
	case YesNo:
		return []string{paragraph("Antwoord", w.yesNo(it, w.fill.Answers[it.ID]))}
	}
	return []string{paragraph("Antwoord", w.textControl(it, value))}
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// criteria writes a table of criteria; its heading comes back on each page.
func (w *writer) criteria(t Item) {
	w.add(tableHead(columnNumber, columnName, columnYesNo))
	w.headRow([]int{columnNumber, columnName, columnYesNo}, []string{"", t.Label, YesNoHead})
	for _, it := range t.Items {
		w.row(it)
		w.cell(columnNumber, labelFill, paragraph("Antwoord", run("", it.Number)))
		var name []string
		if w.unclear {
			name = append(name, paragraph("Invullen", run("", forms.FillIn)))
		}
		w.cell(columnName, "", append(name, paragraph("Vraag", run("", it.Label)), paragraph("Antwoord", run("", ExplanationHead+" ")+w.explanation(it)))...)
		w.cell(columnYesNo, "", paragraph("Antwoord", w.marked(it)))
		w.add(`</w:tr>`)
	}
	w.add(`</w:tbl>`)
	w.paragraph("Tussen")
}

func (w *writer) headRow(widths []int, heads []string) {
	w.unclear = false
	w.add(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, h := range heads {
		w.cell(widths[i], headFill, paragraph("Kop", run("", h)))
	}
	w.add(`</w:tr>`)
}

func (w *writer) explanation(it Item) string {
	value := w.fill.Explanations[it.ID]
	if value == "" && w.fill.Marking != Boxes {
		return ""
	}
	return w.control(it.ID+":explanation", it.Label+": toelichting", `<w:text w:multiLine="1"/>`, value, w.prompt(Item{Kind: Row, Prompt: it.Prompt}))
}

// marked writes the answer to a criterion in the chosen way of marking.
func (w *writer) marked(it Item) string {
	answer := w.fill.Answers[it.ID]
	if w.fill.Marking == Boxes {
		return w.yesNo(it, answer)
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

// priority writes one priority: what it is about, and a table of agreements.
func (w *writer) priority(p Item, at int) {
	var f Filled
	if at < len(w.fill.Priorities) {
		f = w.fill.Priorities[at]
	}
	w.paragraph("Heading2", run("", p.Label))
	fields, table := p.Items[:len(p.Items)-1], p.Items[len(p.Items)-1]
	values := map[string]string{forms.ProblemPart: f.Problem, forms.ConditionPart: f.Condition}
	w.add(tableHead(columnLabel, columnAnswer))
	for _, it := range fields {
		w.row(it)
		w.cell(columnLabel, labelFill, w.labelParagraphs(it, true)...)
		w.cell(columnAnswer, "", paragraph("AntwoordMetVolgende", w.textControl(it, values[it.ID[len(p.ID)+1:]])))
		w.add(`</w:tr>`)
	}
	w.add(`</w:tbl>`)
	w.paragraph("TussenMetVolgende")
	w.agreements(table, f.Agreements)
}

func (w *writer) agreements(t Item, filled []Agreement) {
	widths := []int{columnWho, columnWhat, columnWhen}
	w.add(tableHead(widths...))
	var heads []string
	for _, c := range t.Items {
		heads = append(heads, c.Label)
	}
	w.headRow(widths, heads)
	inner := &writer{layout: w.layout, fill: w.fill, ids: w.ids}
	var rows []string
	for i := range max(t.Lines, len(filled)) {
		var a Agreement
		if i < len(filled) {
			a = filled[i]
		}
		inner.b.Reset()
		inner.openRow(agreementHeight)
		inner.unclear = w.fill.Unclear[t.ID]
		style := "AntwoordMetVolgende"
		if i+1 == max(t.Lines, len(filled)) {
			style = "Antwoord"
		}
		for c, it := range t.Items {
			value := []string{a.Who, a.What, a.ByWhen}[c]
			content := ""
			if it.Kind == Day {
				content = inner.dateControl(t.ID+":"+it.ID, it.Label, value, it.Prompt)
			} else {
				content = inner.control(t.ID+":"+it.ID, it.Label, `<w:text w:multiLine="1"/>`, value, w.agreementPrompt(it, i < len(filled)))
			}
			inner.cell(widths[c], "", paragraph(style, content))
		}
		inner.add(`</w:tr>`)
		rows = append(rows, inner.b.String())
	}
	w.ids = inner.ids
	w.add(w.repeated(t.ID, t.Label, rows), `</w:tbl>`)
	w.paragraph("Tussen")
}

// agreementPrompt lets an agreement that was there before stay as it was.
func (w *writer) agreementPrompt(it Item, before bool) string {
	if before && w.fill.Prefilled {
		return forms.Unchanged
	}
	return it.Prompt
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
