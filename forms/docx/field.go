package docx

import (
	"strconv"
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// field is a complex field that is open at the current place.
type field struct {
	instruction strings.Builder
	result      bool // past the separator: text is shown
	gone        bool // it began inside a deletion
	isBox       bool
	box         struct{ checked, standard onOff }
	isList      bool
	entries     []string
	chosen      int // -1: never chosen
}

// hushed says whether text is part of an instruction, or of a result that the state replaces.
func (w *walker) hushed() bool {
	for _, f := range w.fields {
		if !f.result || f.name() == "FORMDROPDOWN" {
			return true
		}
	}
	return false
}

func (f *field) name() string {
	words := strings.Fields(f.instruction.String())
	if len(words) == 0 {
		return ""
	}
	return strings.ToUpper(words[0])
}

func (w *walker) instruction(t string) {
	if n := len(w.fields); n > 0 && w.gone == 0 {
		w.fields[n-1].instruction.WriteString(t)
	}
}

// fieldChar reads a w:fldChar: begin (with the state of a form field), separate, end.
func (w *walker) fieldChar(e element, l looks) error {
	switch e.Attr("fldCharType") {
	case "begin":
		f := &field{chosen: -1, gone: w.gone > 0}
		w.fields = append(w.fields, f)
		return w.p.Within(f.property)
	case "separate":
		if n := len(w.fields); n > 0 {
			w.fields[n-1].result = true
		}
	case "end":
		if n := len(w.fields); n > 0 {
			f := w.fields[n-1]
			w.fields = w.fields[:n-1]
			w.endField(f, l)
		}
	}
	return w.p.Skip()
}

// property reads the elements of w:ffData.
func (f *field) property(e element) {
	switch e.Key {
	case "checkBox":
		f.isBox = true
	case "ddList":
		f.isList = true
	case "checked":
		f.box.checked = toggle(e)
	case "default":
		if f.isBox {
			f.box.standard = toggle(e)
		}
	case "result":
		if f.isList {
			f.chosen, _ = strconv.Atoi(e.Attr("val"))
		}
	case "listEntry":
		if len(f.entries) < office.MaxEntries {
			f.entries = append(f.entries, e.Attr("val"))
		}
	}
}

// endField writes what a form field shows: its state exists nowhere else.
func (w *walker) endField(f *field, l looks) {
	if f.gone || w.gone > 0 || w.into == nil || w.hushed() {
		return
	}
	switch name := f.name(); {
	case name == "FORMCHECKBOX":
		w.into.Add(f.boxRun())
	case name == "FORMDROPDOWN":
		w.list(f, l)
	case name == "SYMBOL":
		w.symbolField(f, l)
	case !plainField(name):
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
}

// boxRun gives the box: what was set beats the default; without either the state is unknown.
func (f *field) boxRun() sheet.Run {
	state := f.box.checked
	if state == unset {
		state = f.box.standard
	}
	switch {
	case !f.isBox:
		return sheet.Run{Text: "☐", Box: sheet.Conflicting}
	case state == yes:
		return sheet.Run{Text: "☒", Box: sheet.Ticked}
	}
	return sheet.Run{Text: "☐", Box: sheet.Unticked}
}

// list writes the chosen entry; an entry that nobody chose is only a prompt.
func (w *walker) list(f *field, l looks) {
	r := w.look(l)
	at := f.chosen
	if at < 0 {
		at, r.Marks = 0, r.Marks|sheet.Placeholder
	}
	if at < len(f.entries) {
		r.Text = f.entries[at]
		w.into.Add(r)
		return
	}
	w.object(sheet.Object{Kind: sheet.Unknown})
}

// symbolField writes a SYMBOL field, for example: SYMBOL 254 \f "Wingdings".
func (w *walker) symbolField(f *field, l looks) {
	words := strings.Fields(f.instruction.String())
	_, font, _ := strings.Cut(f.instruction.String(), `\f`)
	font = strings.ToLower(strings.Trim(strings.TrimSpace(font), `" `))
	if i := strings.IndexByte(font, '"'); i >= 0 {
		font = font[:i]
	}
	code, err := strconv.ParseInt(words[min(1, len(words)-1)], 0, 32)
	if err != nil {
		w.object(sheet.Object{Kind: sheet.Unknown})
		return
	}
	w.sign(font, rune(code), w.look(l))
}

// plainField says whether a field only shows text that stands in the file.
func plainField(instruction string) bool {
	name, _, _ := strings.Cut(strings.TrimSpace(strings.ToUpper(instruction)), " ")
	switch name {
	case "", "HYPERLINK", "FORMTEXT", "FILLIN", "REF", "PAGE", "NUMPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "AUTHOR",
		"DOCPROPERTY", "TITLE", "SUBJECT", "FILENAME", "STYLEREF", "QUOTE", "SEQ", "TOC", "PAGEREF", "MERGEFIELD", "SECTION", "USERNAME":
		return true
	}
	return false
}
