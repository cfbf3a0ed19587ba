package odf

import (
	"strconv"
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// field is a form field as Word has them, kept in a field:fieldmark.
type field struct {
	kind     string
	box      string // Checkbox_Checked
	entries  []string
	selected string // Dropdown_Selected
	into     *sheet.Paragraph
	runs     int // how much stood in the paragraph when the field began
	last     int // and in its last run
}

// hushed says whether text is part of a field whose state is shown instead.
func (w *walker) hushed() bool {
	for _, f := range w.fields {
		if f.kind == "FORMCHECKBOX" || f.kind == "FORMDROPDOWN" {
			return true
		}
	}
	return false
}

// fieldStart reads a whole field (field:fieldmark) or the beginning of one that holds text.
func (w *walker) fieldStart(e element) error {
	kind := strings.ToUpper(attr(e, "type"))
	f := &field{kind: kind[strings.LastIndexByte(kind, '.')+1:], into: w.into}
	if w.into != nil {
		if f.runs = len(w.into.Runs); f.runs > 0 {
			f.last = len(w.into.Runs[f.runs-1].Text)
		}
	}
	whole := e.Key == "field:fieldmark"
	w.fields = append(w.fields, f)
	err := w.p.Content(func(e element) error {
		switch {
		case !e.Start:
			w.typed(e.Text)
			return nil
		case e.Key == "field:param":
			f.parameter(attr(e, "name"), attr(e, "value"))
			return w.p.Skip()
		}
		return w.inlineElement(e)
	})

	if whole {
		w.endField()
	}
	return err
}

func (f *field) parameter(name, value string) {
	switch name {
	case "Checkbox_Checked":
		f.box = value
	case "Dropdown_Selected":
		f.selected = value
	case "Dropdown_ListEntry":
		if len(f.entries) < office.MaxEntries {
			f.entries = append(f.entries, value)
		}
	}
}

// fieldEnd reads the separator, before which only an instruction stood, or the end.
func (w *walker) fieldEnd(e element) error {
	switch n := len(w.fields); {
	case n == 0:
		w.object(sheet.Object{Kind: sheet.Unknown})
	case e.Key == "field:fieldmark-end":
		w.endField()
	case w.fields[n-1].into == w.into && w.into != nil:
		w.fields[n-1].clear()
	}
	return w.p.Skip()
}

// clear takes out what was written since the field began: it was its instruction.
func (f *field) clear() {
	if f.runs > len(f.into.Runs) {
		return
	}
	f.into.Runs = f.into.Runs[:f.runs]
	if f.runs > 0 {
		last := &f.into.Runs[f.runs-1]
		last.Text = last.Text[:min(f.last, len(last.Text))]
	}
}

// endField writes what a form field shows: its state exists nowhere else.
func (w *walker) endField() {
	f := w.fields[len(w.fields)-1]
	w.fields = w.fields[:len(w.fields)-1]
	if w.gone > 0 || w.hushed() {
		return
	}
	if w.into == nil {
		w.object(sheet.Object{Kind: sheet.Unknown})
		return
	}
	w.space = false
	switch {
	case f.kind == "FORMCHECKBOX":
		w.into.Add(f.boxRun(w.look().Marks))
	case f.kind == "FORMDROPDOWN":
		w.choice(f)
	case !plainField(f.kind):
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
}

// boxRun gives the box; LibreOffice leaves out the state of a box that is not ticked.
func (f *field) boxRun(marks sheet.Marks) sheet.Run {
	marks &= sheet.Hidden | sheet.Inserted | sheet.Struck
	switch f.box {
	case "true":
		return sheet.Run{Text: "☒", Box: sheet.Ticked, Marks: marks}
	case "false", "":
		return sheet.Run{Text: "☐", Box: sheet.Unticked, Marks: marks}
	}
	return sheet.Run{Text: "☐", Box: sheet.Conflicting, Marks: marks}
}

// choice writes the chosen entry; an entry that nobody chose is only a prompt.
func (w *walker) choice(f *field) {
	at, err := strconv.Atoi(f.selected)
	switch {
	case f.selected == "" && len(f.entries) > 0:
		_ = during(&w.prompt, func() error { w.write(f.entries[0]); return nil })
	case err == nil && at >= 0 && at < len(f.entries):
		w.write(f.entries[at])
	default:
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
}

// plainField says whether a field only shows text that stands in the file.
func plainField(kind string) bool {
	switch kind {
	case "FORMTEXT", "HYPERLINK", "REF", "PAGE", "NUMPAGES", "PAGEREF", "TOC", "DATE", "TIME", "QUOTE", "SEQ", "STYLEREF", "DOCPROPERTY", "MERGEFIELD":
		return true
	}
	return false
}
