// Package blank writes the forms: empty, to be filled in, or filled in beforehand or for
// demonstrations, measurements and tests. It decides how a form looks; its words are
// those of the form's definition, so that what it writes can always be read back.
package blank

import (
	"slices"
	"time"

	"mdaplus/forms"
)

// Answer is the answer to a criterion or another question with Ja and Nee; "" is none.
type Answer string

// Answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Marking is the way in which answers are marked.
type Marking int

// Ways of marking. Boxes is the zero value: the form as it is handed out.
const (
	Boxes       Marking = iota // check box controls
	Typed                      // only the answer
	Struck                     // the other answer struck through
	Bold                       // the answer in bold
	Highlighted                // the answer with marker pen
)

// Fill is what was filled in. Role is written as Moeder, Vader or Kind; a date as
// 2025-06-20. An empty Fill gives the blank form.
type Fill struct {
	Fields       map[string]string   // by field id, as a person writes it
	Answers      map[string]Answer   // by id of a criterion or yes/no field
	Explanations map[string]string   // by criterion id
	Chosen       map[string][]string // by field id: values of the options that are ticked
	Priorities   []Filled            // of a plan
	Marking      Marking

	// Unclear marks questions as to be filled in, by id. The mark is never an answer.
	Unclear map[string]bool
	// Prefilled says that the form goes back to somebody who filled it in before: free text
	// that is left as it is stays what it was. Reference is the case it is about.
	Prefilled bool
	Reference string
}

// Text is what stands in a field of words or dates; "" where nothing was filled in.
func (f Fill) Text(it Item) string {
	value := f.Fields[it.ID]
	if value == "" {
		value = it.Printed
	}
	if it.Kind == Day {
		return DutchDay(value)
	}
	return value
}

// DutchDay writes 2025-06-20 as a person does; another text stays as it is.
func DutchDay(value string) string {
	if day, err := time.Parse(time.DateOnly, value); err == nil {
		return dutchDay(day)
	}
	return value
}

// Stays says whether the words of a question may be left as they were on an earlier form.
func (f Fill) Stays(it Item) bool {
	return f.Prefilled && !f.Unclear[it.ID] && (it.Kind == Line || it.Kind == Prose || it.Kind == Combo || it.Kind == Row)
}

// Filled is one priority of a plan.
type Filled struct {
	Problem, Condition string
	Agreements         []Agreement
}

// Agreement is who does what by when.
type Agreement struct{ Who, What, ByWhen string }

// Prefill gives the form that goes with questions about a reading: what was read and is no
// text of a person is filled in, what must be answered is marked. Words that somebody wrote,
// and initials, never go back by mail.
func Prefill(r forms.Reading, reference string) Fill {
	f := Fill{Fields: map[string]string{}, Answers: map[string]Answer{}, Chosen: map[string][]string{}, Unclear: map[string]bool{}, Prefilled: true, Reference: reference}
	for _, q := range forms.Questions(r) {
		f.Unclear[q.Field] = true
	}
	d := forms.DefinitionOf(r.Form)
	for i := range d.Fields {
		field := &d.Fields[i]
		if a := r.Fields[field.ID]; a.Status == forms.Read {
			f.take(field, a)
		}
	}
	for id, c := range r.Criteria {
		if c.Status == forms.Read {
			f.Answers[id] = Answer(c.Value)
		}
	}
	for _, p := range r.Priorities {
		f.Priorities = append(f.Priorities, Filled{Agreements: make([]Agreement, len(p.Agreements))})
	}
	return f
}

// take fills in one answer, where it is a choice, a number or a date.
func (f *Fill) take(field *forms.FieldDefinition, a forms.Answer) {
	switch field.Kind {
	case forms.FreeText, forms.LineText, forms.InitialsKind:
	case forms.YesNoKind:
		f.Answers[field.ID] = Answer(a.Value)
	case forms.ListKind:
		f.Chosen[field.ID] = a.Values
	case forms.ZvhKind:
		f.takeMembers(a)
	case forms.RoleKind, forms.SameAddressKind, forms.ChoiceKind:
		i := slices.IndexFunc(field.Options, func(o forms.Option) bool { return o.Value == a.Value })
		if i >= 0 {
			f.Fields[field.ID] = field.Options[i].Text
			f.Chosen[field.ID] = []string{a.Value}
		}
	case forms.ScoreKind:
		f.Fields[field.ID] = dutchNumber(a.Value)
	default:
		f.Fields[field.ID] = a.Value
	}
}

// takeMembers fills in whether the Zorg- en Veiligheidshuis is involved, where the members
// of the family are among those that the form names; otherwise it stays as it was.
func (f *Fill) takeMembers(a forms.Answer) {
	names := map[string]string{"mother": "moeder", "father": "vader", "son": "zoon", "daughter": "dochter"}
	text := map[string]string{"yes": "Ja", "no": "Nee"}[a.Value]
	for _, m := range a.Members {
		if names[m] == "" {
			return
		}
		text += ", " + names[m]
	}
	f.Fields["zvh"] = text
}
