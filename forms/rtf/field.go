package rtf

import (
	"strconv"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// Kinds of form fields, and the value that says "as the default".
const (
	formText    = 0
	formBox     = 1
	formList    = 2
	asByDefault = 25
)

// field is a field that is open at the current place.
type field struct {
	instruction strings.Builder
	shown       strings.Builder // the result of a field whose state is shown instead
	marks       sheet.Marks     // of the instruction: they hold for the box or entry
	gone        bool
	form        bool // {\*\formfield …} was met
	kind        int
	result      int
	standard    int
	hasResult   bool
	hasStandard bool
	entries     []string
	preset      string // \ffdeftext
	answered    bool   // a result was met
	outer       dest
}

func (f *field) name() string {
	words := strings.Fields(f.instruction.String())
	if len(words) == 0 {
		return ""
	}
	return strings.ToUpper(words[0])
}

// instruct takes text of the instruction.
func (f *field) instruct(t string, marks sheet.Marks, deleted bool) {
	if f.instruction.Len() < maxName {
		f.instruction.WriteString(t)
	}
	if strings.TrimSpace(t) != "" {
		f.marks |= marks & (sheet.Struck | sheet.Hidden | sheet.Inserted)
		f.gone = f.gone || deleted
	}
}

// fieldWord acts on words of fields; false when it is none.
func (r *reader) fieldWord(t token) bool {
	f := r.innermost()
	switch t.name {
	case "field":
		r.beginField()
		return true
	case "formfield", "fldinst", "fldrslt", "ffl", "ffdeftext":
		if f == nil {
			r.enter(destUnknown)
			return true
		}
	}
	switch t.name {
	case "fldinst":
		r.field = f
		r.enter(destInstruction)
	case "fldrslt":
		r.result(f)
	case "formfield":
		f.form = true
		r.enter(destForm)
	case "ffl", "ffdeftext":
		r.formName(f, t.name)
	case "fftype":
		set(f, t, func() { f.kind = t.number })
	case "ffres":
		set(f, t, func() { f.result, f.hasResult = t.number, true })
	case "ffdefres":
		set(f, t, func() { f.standard, f.hasStandard = t.number, true })
	default:
		return false
	}
	return true
}

func set(f *field, t token, do func()) {
	if f != nil && t.given {
		do()
	}
}

func (r *reader) innermost() *field {
	if n := len(r.fields); n > 0 {
		return r.fields[n-1]
	}
	return nil
}

func (r *reader) beginField() {
	f := &field{gone: r.deleted, outer: r.dest}
	r.fields = append(r.fields, f)
	n := len(r.fields)
	r.atClose(func() {
		r.fields = r.fields[:n-1]
		r.endField(f)
	})
}

// result begins the result: text as any other, unless the state of the field is shown.
func (r *reader) result(f *field) {
	f.answered = true
	r.dest, r.field = f.outer, r.groupField()
	switch f.name() {
	case "FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL":
		if f.outer == destBody {
			r.dest, r.field = destHushed, f
		}
	}
}

// groupField gives the field whose instruction holds the innermost field, if any.
func (r *reader) groupField() *field {
	if n := len(r.fields); n > 1 {
		return r.fields[n-2]
	}
	return nil
}

// formName reads an entry of a list or the default of a text field.
func (r *reader) formName(f *field, word string) {
	name := &strings.Builder{}
	outer := r.name
	r.name = name
	r.enter(destName)
	r.atClose(func() {
		r.name = outer
		switch {
		case word == "ffdeftext":
			f.preset = name.String()
		case len(f.entries) < maxTable:
			f.entries = append(f.entries, name.String())
		}
	})
}

// endField writes what a form field shows: its state exists nowhere else.
func (r *reader) endField(f *field) {
	if f.gone || r.deleted || r.dest != destBody {
		return
	}
	switch name := f.name(); {
	case name == "FORMCHECKBOX":
		r.flow.paragraph().Add(f.boxRun())
	case name == "FORMDROPDOWN":
		r.choice(f)
	case name == "SYMBOL":
		r.symbolField(f)
	case name == "FORMTEXT":
		if !f.answered && strings.TrimSpace(f.preset) != "" {
			r.object(sheet.Object{Kind: sheet.Unknown})
		}
	case !plainField(name):
		r.object(sheet.Object{Kind: sheet.Unknown})
	}
}

// boxRun gives the box: what was set beats the default. Some programs write the field
// without its state: then it is not known.
func (f *field) boxRun() sheet.Run {
	run := sheet.Run{Text: "☐", Box: sheet.Conflicting, Marks: f.marks}
	state, known := f.result, f.hasResult
	if !known || state == asByDefault {
		state, known = f.standard, f.hasStandard
	}
	switch {
	case !f.form || !known || f.kind != formBox:
	case state == 1:
		run.Text, run.Box = "☒", sheet.Ticked
	case state == 0:
		run.Box = sheet.Unticked
	}
	return run
}

// choice writes the chosen entry; an entry that nobody chose is only a prompt.
func (r *reader) choice(f *field) {
	run := r.look()
	run.Marks |= f.marks
	at := f.result
	if !f.hasResult || at == asByDefault {
		at, run.Marks = f.standard, run.Marks|sheet.Placeholder
	}
	if !f.form || f.kind != formList || at < 0 || at >= len(f.entries) {
		r.object(sheet.Object{Kind: sheet.Unknown})
		return
	}
	if shown := f.shown.String(); strings.TrimSpace(shown) != "" && !sameWords(shown, f.entries[at]) {
		r.object(sheet.Object{Kind: sheet.Conflict})
	}
	text.Write(r.flow.paragraph(), f.entries[at], run)
}

func sameWords(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), unicode.IsSpace), " ")
	}
	return fold(a) == fold(b)
}

// symbolField writes a SYMBOL field, for example: SYMBOL 254 \f "Wingdings".
func (r *reader) symbolField(f *field) {
	words := strings.Fields(f.instruction.String())
	_, name, _ := strings.Cut(f.instruction.String(), `\f`)
	name = strings.TrimLeft(name, `" `)
	if i := strings.IndexByte(name, '"'); i >= 0 {
		name = name[:i]
	}
	code, err := strconv.ParseInt(words[min(1, len(words)-1)], 0, 32)
	if err != nil {
		r.object(sheet.Object{Kind: sheet.Unknown})
		return
	}
	s, ok := sheet.SymbolOf(strings.ToLower(strings.TrimSpace(name)), rune(code))
	run := r.look()
	run.Marks |= f.marks
	r.flow.paragraph().Add(signRun(s, ok, run))
}

// plainField says whether a field only shows text that stands in the file.
func plainField(name string) bool {
	switch name {
	case "HYPERLINK", "FILLIN", "REF", "PAGE", "NUMPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "AUTHOR", "DOCPROPERTY", "TITLE",
		"SUBJECT", "FILENAME", "STYLEREF", "QUOTE", "SEQ", "TOC", "PAGEREF", "MERGEFIELD", "SECTION", "USERNAME":
		return true
	}
	return false
}
