package read

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/html"
	"mdaplus/forms/pdf"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// Taking a source of evidence out of a reader must be noticed: a reader that no longer saw it
// would fail a test. This is TestEverySourceOfEvidenceCounts for PDF and for mail.

// drawnFile is a drawn form as the engine opens it, with what criterion 4 must be.
type drawnFile struct {
	doc  *pdf.Document
	want string
}

func drawnFiles(t *testing.T) []drawnFile {
	t.Helper()
	e, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	var all []drawnFile
	add := func(data []byte, want string) {
		doc, err := e.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, drawnFile{doc, want})
	}
	for _, v := range drawn {
		add(v.form.bytes(), v.want)
	}
	for _, c := range controls {
		add(c.form().bytes(), c.want)
	}
	return all
}

// own gives a document that may be changed.
func own(doc *pdf.Document) *pdf.Document {
	out := *doc
	out.Pages = slices.Clone(doc.Pages)
	for i := range out.Pages {
		p := &out.Pages[i]
		p.Chars, p.Texts, p.Paths, p.Areas, p.Notes = slices.Clone(p.Chars), slices.Clone(p.Texts), slices.Clone(p.Paths), slices.Clone(p.Areas), slices.Clone(p.Notes)
		for j := range p.Notes {
			if f := p.Notes[j].Field; f != nil {
				field := *f
				p.Notes[j].Field = &field
			}
		}
	}
	return &out
}

// Ways to take something out of what the engine tells.
func withoutPaths(which func(pdf.Path) bool) func(*pdf.Page) {
	return func(p *pdf.Page) { p.Paths = slices.DeleteFunc(p.Paths, which) }
}

func withoutNotes(kinds ...string) func(*pdf.Page) {
	return func(p *pdf.Page) {
		p.Notes = slices.DeleteFunc(p.Notes, func(n pdf.Annotation) bool { return slices.Contains(kinds, n.Kind) })
	}
}

func eachNote(change func(*pdf.Annotation)) func(*pdf.Page) {
	return func(p *pdf.Page) {
		for i := range p.Notes {
			change(&p.Notes[i])
		}
	}
}

func eachField(change func(*pdf.Field)) func(*pdf.Page) {
	return eachNote(func(n *pdf.Annotation) {
		if n.Field != nil {
			change(n.Field)
		}
	})
}

func eachText(change func(*pdf.Text)) func(*pdf.Page) {
	return func(p *pdf.Page) {
		for i := range p.Texts {
			change(&p.Texts[i])
		}
	}
}

func curved(p pdf.Path) bool {
	return slices.ContainsFunc(p.Strokes, func(s pdf.Stroke) bool { return s.Kind == pdf.Curve })
}

func slanting(p pdf.Path) bool {
	return p.Stroked && !curved(p) && len(p.Strokes) == 2 && p.Box.Right-p.Box.Left > 3 && p.Box.Top-p.Box.Bottom > 3
}

// Sizes of what is drawn, in points: a level line, and a coloured box behind a word.
const thinLine, wordHigh, wordWide = 1.5, 6.0, 80.0

var evidenceOfPDF = map[string]func(*pdf.Page){
	"lines that are thin boxes": withoutPaths(func(p pdf.Path) bool {
		return p.Filled && !p.Stroked && p.Box.Top-p.Box.Bottom < thinLine && p.Box.Right-p.Box.Left < wordWide
	}),
	"lines of a pen":    withoutPaths(func(p pdf.Path) bool { return p.Stroked && len(p.Strokes) == 2 && p.Box.Right-p.Box.Left < wordWide }),
	"slanting lines":    withoutPaths(slanting),
	"curves":            withoutPaths(curved),
	"frames and boxes":  withoutPaths(func(p pdf.Path) bool { return p.Stroked && len(p.Strokes) > 3 && !curved(p) }),
	"coloured boxes":    withoutPaths(func(p pdf.Path) bool { return p.Filled && p.Box.Top-p.Box.Bottom > wordHigh && !curved(p) }),
	"order of painting": func(p *pdf.Page) { withoutOrder(p) },
	"transparency":      func(p *pdf.Page) { eachPath(p, func(x *pdf.Path) { x.Transparent, x.Fill.A = false, 255 }) },
	"colours of boxes":  func(p *pdf.Page) { eachPath(p, func(x *pdf.Path) { x.Fill = pdf.Colour{A: 255} }) },
	"pictures":          func(p *pdf.Page) { p.Areas = nil },
	"edges of figures":  func(p *pdf.Page) { eachPath(p, func(x *pdf.Path) { x.Clip = pdf.Rect{} }) },
	"turned pages":      func(p *pdf.Page) { p.Rotation = 0 },
	"turned type":       func(p *pdf.Page) { eachChar(p, func(c *pdf.Char) { c.Angle = 0 }) },
	"bold type":         eachText(func(x *pdf.Text) { x.Bold, x.Weight, x.Font = false, 0, "Helvetica" }),
	"coloured type":     eachText(func(x *pdf.Text) { x.Colour = pdf.Colour{A: 255} }),
	"type not painted":  eachText(func(x *pdf.Text) { x.Mode = 0 }),
	"type in layers":    eachText(func(x *pdf.Text) { x.Layer = false }),
	"StrikeOut":         withoutNotes("StrikeOut"),
	"Highlight":         withoutNotes("Highlight"),
	"Underline":         withoutNotes("Underline"),
	"Circle":            withoutNotes("Circle"),
	"Square":            withoutNotes("Square"),
	"Line":              withoutNotes("Line"),
	"Ink":               withoutNotes("Ink"), "Stamp": withoutNotes("Stamp"), "Redact": withoutNotes("Redact"), "Polygon": withoutNotes("Polygon"),
	"Text":                  withoutNotes("Text"),
	"FreeText":              withoutNotes("FreeText"),
	"Widget":                withoutNotes("Widget"),
	"what notes hide":       eachNote(func(n *pdf.Annotation) { n.Hidden = false }),
	"what notes say":        eachNote(func(n *pdf.Annotation) { n.Contents = "" }),
	"filled notes":          eachNote(func(n *pdf.Annotation) { n.Filled = false }),
	"ends of lines":         eachNote(func(n *pdf.Annotation) { n.Line = nil }),
	"state of boxes":        eachField(func(f *pdf.Field) { f.State = "" }),
	"stored values":         eachField(func(f *pdf.Field) { f.Value = "" }),
	"labels of lists":       eachField(func(f *pdf.Field) { f.Chosen = nil }),
	"what controls show":    eachField(func(f *pdf.Field) { f.ShownKnown = false }),
	"names of box states":   eachField(func(f *pdf.Field) { renamed(f) }),
	"fields of one another": eachField(func(f *pdf.Field) { f.Kind = pdf.OtherField }),
}

func renamed(f *pdf.Field) {
	if f.State == f.Value && f.Value != "" && f.Value != "Off" {
		f.State, f.Value, f.Export = "on", "on", ""
	}
}

func eachPath(p *pdf.Page, change func(*pdf.Path)) {
	for i := range p.Paths {
		change(&p.Paths[i])
	}
}

func eachChar(p *pdf.Page, change func(*pdf.Char)) {
	for i := range p.Chars {
		change(&p.Chars[i])
	}
}

func withoutOrder(p *pdf.Page) {
	eachPath(p, func(x *pdf.Path) { x.Order = 0 })
	for i := range p.Texts {
		p.Texts[i].Order = 1
	}
}

func TestEverySourceOfEvidenceInAPDFCounts(t *testing.T) {
	all := drawnFiles(t)
	missedOf := func(remove func(*pdf.Page)) int {
		n := 0
		for _, f := range all {
			doc := own(f.doc)
			for i := range doc.Pages {
				remove(&doc.Pages[i])
			}
			r := File("form.pdf", []byte("%PDF-1.7\n"), Options{OpenPDF: func([]byte) (*pdf.Document, error) { return doc, nil }})
			if len(r.Forms) != 1 || !fits(f.want, r.Forms[0].Criteria["high-risk"].Answer) {
				n++
			}
		}
		return n
	}
	if n := missedOf(func(*pdf.Page) {}); n != 0 {
		t.Fatalf("%d answers are wrong with all evidence", n)
	}
	for name, remove := range evidenceOfPDF {
		if missedOf(remove) == 0 {
			t.Errorf("without %s nothing changes: the evidence is not used or not tested", name)
		}
	}
}

// htmlCells are answers in a mail of HTML, with what may come of them.
var htmlCells = []struct{ cell, want string }{
	{"Ja/ <s>Nee</s>", "J"}, {"<del>Ja</del>/ Nee", "N"}, {"Ja/ <strike>Nee</strike>", "J"}, {`<span style="text-decoration:line-through">Ja</span>/ Nee`, "N"},
	{"<b>Ja</b>/ Nee", "J"}, {"Ja/ <strong>Nee</strong>", "N"}, {`Ja/ <span style="font-weight:700">Nee</span>`, "N"}, {"<b>Ja/ Nee</b>", "A"},
	{"<u>Ja</u>/ Nee", "J"}, {`Ja/ <span style="text-decoration:underline">Nee</span>`, "N"}, {"Ja/ <mark>Nee</mark>", "N"}, {`<span style="background:yellow">Ja</span>/ Nee`, "J"},
	{`Ja/ <span style="color:#ff0000">Nee</span>`, "N"}, {`<font color="red">Ja</font>/ Nee`, "J"}, {`<span style="border:1px solid black">Ja</span>/ Nee`, "J"}, {"<i>Ja</i>/ Nee", "A"},
	{`<input type="checkbox" checked> Ja <input type="checkbox"> Nee`, "J"}, {`<input type="radio"> Ja <input type="radio" checked> Nee`, "N"}, {"☐ Ja ☒ Nee", "N"}, {"☒ Ja ☒ Nee", "A"},
	{`Ja<span style="display:none">/ Nee</span>`, "A|J"}, {`<span style="display:none">x</span> Ja/ Nee`, "A"}, {`Ja/ <span style="color:#ffffff">Nee</span>`, "A"}, {`Ja/ <span style="color:#cccccc">Nee</span>`, "J|A"},
	{"Ja <ins>nee</ins>", "A"}, {`<sup>Ja</sup>`, "A"}, {`<span style="color:#ffffff">Ja</span>`, "A"}, {`<b>Ja</b>/ <span style="color:#d0d0d0">Nee</span>`, "J|A"}, {`Ja/ Nee <img src="cid:x">`, "A"},
	{`<b>Ja</b>/ <i>Nee</i>`, "A"}, {`<object data="x"></object> Ja`, "A"}, {"Ja", "J"}, {"Nee, zie toelichting", "N"},
}

// htmlForm puts eight of the cells in a form.
func htmlForm(from int) string {
	rows := ""
	for i, name := range criterionNames {
		answer := "Ja"
		if from+i < len(htmlCells) {
			answer = htmlCells[from+i].cell
		}
		rows += fmt.Sprintf("<tr><td>%d</td><td>%s<br>toelichting: kort</td><td>%s</td></tr>", i+1, name, answer)
	}
	return "<html><body><p>Aanmeldingsformulier MDA++</p><p>" + labelInitials + ": A.B.</p><p>Gemeente: Huizen</p><table>" + rows + "</table></body></html>"
}

func missedInHTML(t *testing.T, remove func(*sheet.Paragraph)) (missed []string) {
	t.Helper()
	for from := 0; from < len(htmlCells); from += 8 {
		sh, err := html.Read([]byte(htmlForm(from)))
		if err != nil {
			t.Fatal(err)
		}
		sheet.Each(sh.Blocks, remove)
		all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
		if len(all) != 1 {
			t.Fatalf("%d forms", len(all))
		}
		for i := 0; i < 8 && from+i < len(htmlCells); i++ {
			if c := htmlCells[from+i]; !fits(c.want, all[0].Criteria[forms.CriterionOrder[i]].Answer) {
				missed = append(missed, fmt.Sprintf("%s: %+v", c.cell, all[0].Criteria[forms.CriterionOrder[i]].Answer))
			}
		}
	}
	return missed
}

func TestEverySourceOfEvidenceInHTMLCounts(t *testing.T) {
	if wrong := missedInHTML(t, func(*sheet.Paragraph) {}); len(wrong) > 0 {
		t.Errorf("wrong with all evidence: %s", strings.Join(wrong, "\n"))
	}
	mask := func(m sheet.Marks) func(*sheet.Paragraph) {
		return func(p *sheet.Paragraph) {
			for i := range p.Runs {
				p.Runs[i].Marks &^= m
			}
		}
	}
	for name, remove := range map[string]func(*sheet.Paragraph){
		"struck": mask(sheet.Struck), "bold": mask(sheet.Bold), "underline": mask(sheet.Underline), "highlight": mask(sheet.Highlighted), "colour": mask(sheet.Coloured), "border": mask(sheet.Bordered),
		"italic": mask(sheet.Italic), "hidden": mask(sheet.Hidden), "invisible": mask(sheet.Invisible), "raised": mask(sheet.Raised),
		"boxes": func(p *sheet.Paragraph) {
			for i := range p.Runs {
				p.Runs[i].Box = sheet.NoBox
			}
		},
		"objects": func(p *sheet.Paragraph) { p.Objects = nil },
	} {
		if len(missedInHTML(t, remove)) == 0 {
			t.Errorf("without %s nothing changes: the evidence is not used or not tested", name)
		}
	}
}

// textCells are answers in a mail of text.
var textCells = []struct{ answer, want string }{
	{"Ja", "J"}, {"nee", "N"}, {"[x] Ja [ ] Nee", "J"}, {"( ) Ja (x) Nee", "N"}, {"☐ Ja ☒ Nee", "N"}, {"x Ja / Nee", "J"}, {"Ja/ Nee", "A"}, {"Ja / Nee x", "N"},
	{"*Ja*/ Nee", "J|A"}, {"☒ Ja ☒ Nee", "A"}, {"deels", "A"}, {"", "A"}, {"Ja?", "A"}, {"Ja, maar niet altijd", "A"}, {"Nee (zie toelichting)", "N"}, {"Ja nee", "A"},
}

// Taking signs out of a mail of text must be noticed as well.
func TestEverySignInTextCounts(t *testing.T) {
	missed := func(change func(string) string) (wrong []string) {
		for from := 0; from < len(textCells); from += 8 {
			body := "Aanmeldingsformulier MDA++\n" + labelInitials + ": A.B.\nGemeente: Huizen\n\n"
			for i, name := range criterionNames {
				body += fmt.Sprintf("%d. %s: %s\n   toelichting: kort\n", i+1, name, change(textCells[from+i].answer))
			}
			all := forms.Recognise(text.Read(body), forms.Options{Region: forms.GooiEnVechtstreek})
			if len(all) != 1 {
				t.Fatalf("%d forms", len(all))
			}
			for i := range 8 {
				if a := all[0].Criteria[forms.CriterionOrder[i]].Answer; !fits(textCells[from+i].want, a) {
					wrong = append(wrong, fmt.Sprintf("%q: %+v", textCells[from+i].answer, a))
				}
			}
		}
		return wrong
	}
	if wrong := missed(func(s string) string { return s }); len(wrong) > 0 {
		t.Errorf("wrong with all signs: %s", strings.Join(wrong, "\n"))
	}
	for name, signs := range map[string]string{"brackets": "[]()", "crosses": "x", "box signs": "☐☒", "question marks": "?"} {
		without := func(s string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune(signs, r) {
					return -1
				}
				return r
			}, s)
		}
		if len(missed(without)) == 0 {
			t.Errorf("without %s nothing changes: the sign is not used or not tested", name)
		}
	}
}
