package pdfium

import (
	"errors"
	"math"
	"strings"
	"unicode/utf16"

	"mdaplus/forms/pdf"
)

// subtypes are the kinds of annotations by their number in the engine.
var subtypes = []string{"Unknown", "Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly",
	"StrikeOut", "Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Sound", "Movie", "Widget", "Screen", "PrinterMark", "TrapNet", "Watermark",
	"3D", "RichMedia", "XFAWidget", "Redact"}

// Flags of an annotation.
const (
	hiddenFlag = 1 << 1
	noViewFlag = 1 << 5
)

// Flags of a control.
const passwordFlag = 1 << 13

// fieldKinds are the kinds of controls by their number in the engine.
var fieldKinds = map[int]pdf.FieldKind{1: pdf.PushButton, 2: pdf.CheckBox, 3: pdf.Radio, 4: pdf.Combo, 5: pdf.List, 6: pdf.TextField, 7: pdf.Signature}

// notes gives the annotations of a page and the controls of its form.
func (m *machine) notes(page, form uint64, p *pdf.Page) {
	n := m.number("FPDFPage_GetAnnotCount", page)
	if n > maxNotes {
		panic(tooLarge{})
	}
	for i := range n {
		note := m.call("FPDFPage_GetAnnot", page, uint64(i))
		if note == 0 {
			p.Notes = append(p.Notes, pdf.Annotation{Kind: subtypes[0]})
			continue
		}
		p.Notes = append(p.Notes, m.note(note, form))
		m.call("FPDFPage_CloseAnnot", note)
	}
}

func (m *machine) note(note, form uint64) pdf.Annotation {
	a := pdf.Annotation{Kind: subtypes[0]}
	if n := m.number("FPDFAnnot_GetSubtype", note); n > 0 && n < len(subtypes) {
		a.Kind = subtypes[n]
	}
	if m.yes("FPDFAnnot_GetRect", note, m.room) {
		a.Box = m.rect(m.room)
	}
	a.Hidden = m.number("FPDFAnnot_GetFlags", note)&(hiddenFlag|noViewFlag) != 0
	a.Contents = m.value(note, "Contents")
	a.Layer = m.has(note, "OC")
	a.Drawn = m.has(note, "AP")
	a.Reply = m.has(note, "IRT")
	a.Filled = m.has(note, "IC")
	switch a.Kind {
	case "Widget":
		if form != 0 {
			a.Field = m.field(note, form)
		}
	case "Ink":
		a.Ink = m.ink(note)
	case "Line":
		if m.yes("FPDFAnnot_GetLine", note, m.room, m.room+8) {
			a.Line = []pdf.Point{{X: m.float(m.room), Y: m.float(m.room + 4)}, {X: m.float(m.room + 8), Y: m.float(m.room + 12)}}
		}
	default:
		a.Quads = m.quads(note)
	}
	return a
}

func (m *machine) has(note uint64, name string) bool {
	return m.yes("FPDFAnnot_HasKey", note, m.key(name))
}

func (m *machine) value(note uint64, name string) string {
	if !m.has(note, name) {
		return ""
	}
	return m.sized("FPDFAnnot_GetStringValue", note, m.key(name))
}

func (m *machine) quads(note uint64) [][4]pdf.Point {
	const most = 500
	var out [][4]pdf.Point
	for i := range min(int(uint32(m.call("FPDFAnnot_CountAttachmentPoints", note))), most) {
		if !m.yes("FPDFAnnot_GetAttachmentPoints", note, uint64(i), m.room) {
			continue
		}
		var q [4]pdf.Point
		for j := range q {
			q[j] = pdf.Point{X: m.float(m.room + uint64(j)*8), Y: m.float(m.room + uint64(j)*8 + 4)}
		}
		out = append(out, q)
	}
	return out
}

func (m *machine) ink(note uint64) [][]pdf.Point {
	const most = 1000 // of a stroke; the engine gives all or none
	var out [][]pdf.Point
	for i := range min(int(uint32(m.call("FPDFAnnot_GetInkListCount", note))), most) {
		n := int(uint32(m.call("FPDFAnnot_GetInkListPath", note, uint64(i), 0, 0)))
		if n <= 0 || n > most || n*8 > roomBytes {
			continue
		}
		m.call("FPDFAnnot_GetInkListPath", note, uint64(i), m.room, uint64(n))
		line := make([]pdf.Point, n)
		for j := range line {
			line[j] = pdf.Point{X: m.float(m.room + uint64(j)*8), Y: m.float(m.room + uint64(j)*8 + 4)}
		}
		out = append(out, line)
	}
	return out
}

func (m *machine) field(note, form uint64) *pdf.Field {
	f := &pdf.Field{Kind: fieldKinds[m.number("FPDFAnnot_GetFormFieldType", form, note)]}
	f.Name = m.sized("FPDFAnnot_GetFormFieldName", form, note)
	f.Tip = m.sized("FPDFAnnot_GetFormFieldAlternateName", form, note)
	f.Value = m.sized("FPDFAnnot_GetFormFieldValue", form, note)
	f.State = m.value(note, "AS")
	f.Password = f.Kind == pdf.TextField && m.number("FPDFAnnot_GetFormFieldFlags", form, note)&passwordFlag != 0
	switch f.Kind {
	case pdf.CheckBox, pdf.Radio:
		f.Export = m.sized("FPDFAnnot_GetFormFieldExportValue", form, note)
	case pdf.Combo, pdf.List:
		const most = 500
		for i := range min(m.number("FPDFAnnot_GetOptionCount", form, note), most) {
			if m.yes("FPDFAnnot_IsOptionSelected", form, note, uint64(i)) {
				f.Chosen = append(f.Chosen, m.sized("FPDFAnnot_GetOptionLabel", form, note, uint64(i)))
			}
		}
	}
	return f
}

// shown adds what text controls show: once every annotation is made part of its page, it
// is text of that page. It comes last, since it changes the document. Of a file that leaves
// the looks to who opens it (remade), nothing is known of a control that shows nothing.
func (m *machine) shown(document uint64, doc *pdf.Document, remade bool) {
	for i := range doc.Pages {
		p := &doc.Pages[i]
		if !hasText(p) {
			continue
		}
		m.shownOn(document, i, p, remade)
	}
}

func hasText(p *pdf.Page) bool {
	for i := range p.Notes {
		if f := p.Notes[i].Field; f != nil && (f.Kind == pdf.TextField || f.Kind == pdf.Combo) {
			return true
		}
	}
	return false
}

func (m *machine) shownOn(document uint64, i int, p *pdf.Page, remade bool) {
	const forScreen, failed = 0, 0
	page := m.call("FPDF_LoadPage", document, uint64(i))
	if page == 0 || m.number("FPDFPage_Flatten", page, forScreen) == failed {
		return
	}
	m.call("FPDF_ClosePage", page)
	if page = m.call("FPDF_LoadPage", document, uint64(i)); page == 0 {
		panic(trap{errors.New("page")})
	}
	defer m.call("FPDF_ClosePage", page)
	text := m.call("FPDFText_LoadPage", page)
	if text == 0 {
		return
	}
	defer m.call("FPDFText_ClosePage", text)
	for j := range p.Notes {
		f := p.Notes[j].Field
		if f == nil || f.Kind != pdf.TextField && f.Kind != pdf.Combo || p.Notes[j].Hidden {
			continue
		}
		f.Shown = m.within(text, p.Notes[j].Box)
		f.ShownKnown = !remade || strings.TrimSpace(f.Shown) != ""
	}
}

// within gives the text inside a box of a page.
func (m *machine) within(text uint64, box pdf.Rect) string {
	bits := func(v float64) uint64 { return math.Float64bits(v) }
	args := []uint64{text, bits(box.Left), bits(box.Top), bits(box.Right), bits(box.Bottom)}
	n := m.number("FPDFText_GetBoundedText", append(args, 0, 0)...)
	if n <= 0 || n*2 > roomBytes {
		return ""
	}
	m.call("FPDFText_GetBoundedText", append(args, m.room, uint64(n))...)
	b := m.bytes(m.room, n*2)
	units := make([]uint16, 0, n)
	for i := 0; i+1 < len(b); i += 2 {
		if u := uint16(b[i]) | uint16(b[i+1])<<8; u != 0 {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}
