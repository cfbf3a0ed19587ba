package forms

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"
)

// The shape of a reading is checked with validator; rules over several values are own
// rules with own tags, so that each has its sentence (finding.<tag>).

// shape is a reading as the rules see it: one line a field or criterion.
type shape struct {
	Form    string       `validate:"required,oneof=referral safety-plan care-plan recovery-plan meeting-registration"`
	Version string       `validate:"required"`
	Answers []entryShape `validate:"required,dive"`
}

// entryShape is one answer with what is known about its question.
type entryShape struct {
	ID     string           `validate:"required"`
	Field  *FieldDefinition // nil for a criterion
	Answer Answer
}

// Tags of own rules. Each is also the code of its finding.
const (
	ruleUncertain = "value-without-certainty" // contracts.md: a value is given only with "read"
	ruleValue     = "value-unknown"           // the value is none of those that the question allows
	ruleReason    = "reason-missing"          // contracts.md: status ask has a reason
	ruleAddress   = "address-contradiction"   // the words behind the answer say the opposite
	ruleMembers   = "members-with-no"         // family members beside a Nee
)

// Rules lists the codes of all own rules, for the test that each has a sentence.
var Rules = []string{ruleUncertain, ruleValue, ruleReason, ruleAddress, ruleMembers}

var rules = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterStructValidation(answerRules, entryShape{})
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return strings.ToLower(f.Name) })
	return v
})

// answerRules reports on the answer that the sender can change.
func answerRules(sl validator.StructLevel) {
	e := sl.Current().Interface().(entryShape)
	report := func(broken bool, tag string) {
		if broken {
			sl.ReportError(e.Answer, e.ID, "Answer", tag, "")
		}
	}
	a := e.Answer
	report(a.Status != Read && (a.Value != "" || a.Members != nil), ruleUncertain)
	report(a.Status == Read && !allowed(e), ruleValue)
	report(a.Status == Ask && a.Reason == "", ruleReason)
	if a.Status == Read && e.ID == "same-address" {
		report(a.Value == "yes" && anyOf(foldWords(a.Text), wordSet("elders behalve uitgezonderd")), ruleAddress)
	}
	if a.Status == Read && e.ID == "zvh" {
		report(a.Value == "no" && len(a.Members) > 0, ruleMembers)
	}
}

// allowed says whether a value is one that its question allows.
func allowed(e entryShape) bool {
	v := e.Answer.Value
	if e.Field == nil {
		return v == "yes" || v == "no"
	}
	switch e.Field.Kind {
	case SameAddressKind, ZvhKind, YesNoKind:
		return v == "yes" || v == "no"
	case RoleKind:
		return v == "mother" || v == "father" || v == "child"
	case DateKind:
		day, ok := dateOf(v)
		return ok && day == v
	case ScoreKind:
		m := scoreForm.FindStringSubmatch(v)
		return m != nil && !strings.ContainsAny(v, ",/")
	case PhaseKind:
		return v == "1" || v == "2" || v == "3"
	case NumberKind:
		return wholeNumber.MatchString(v)
	case ChoiceKind:
		return slices.ContainsFunc(e.Field.Options, func(o Option) bool { return o.Value == v })
	case ListKind:
		return len(e.Answer.Values) > 0
	}
	return strings.TrimSpace(v) != ""
}

// fieldOf gives the definition of a field or a part of a priority by its id.
func fieldOf(form, id string) *FieldDefinition {
	_, part, inPriority := partOf(id)
	if !inPriority {
		return DefinitionOf(form).Field(id)
	}
	for key, e := range agreementEntries {
		if strings.HasSuffix(part, "-"+key) {
			return e.field
		}
	}
	return DefinitionOf(form).Field(part)
}

// Check gives the rules that a reading breaks.
func Check(r Reading) []Finding {
	s := shape{Form: r.Form, Version: r.Version}
	for id, a := range r.Answers() {
		s.Answers = append(s.Answers, entryShape{ID: id, Field: fieldOf(r.Form, id), Answer: a})
	}
	err := rules().Struct(s)
	broken, ok := err.(validator.ValidationErrors)
	if !ok {
		return nil
	}
	var out []Finding
	for _, b := range broken {
		field := b.Field()
		if b.StructField() != "Answer" {
			field = ""
		}
		out = append(out, finding(b.Tag(), field))
	}
	return out
}
