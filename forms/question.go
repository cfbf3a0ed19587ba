package forms

import (
	"maps"
	"slices"
)

// Questions lists what must be asked of the sender, in the order of the form. Fields
// that are not required are asked about along with the others, never on their own.
func Questions(r Reading) []Finding {
	var out []Finding
	if r.Form != Referral.Form {
		return questionsOf(r)
	}
	for _, id := range FieldOrder {
		if a, ok := r.Fields[id]; ok && a.Status != Read {
			out = append(out, question(id, a))
		}
	}
	for _, id := range CriterionOrder {
		if c, ok := r.Criteria[id]; ok && c.Status != Read {
			out = append(out, question(id, c.Answer))
		}
	}
	return out
}

// questionsOf lists the questions about a form beside the referral. A field that may stay
// empty is not asked about when it is.
func questionsOf(r Reading) []Finding {
	var out []Finding
	open := Open(r)
	for _, id := range open {
		if id == PrioritiesID {
			out = append(out, finding("priorities-missing", id))
		}
	}
	for id, a := range r.Answers() {
		if a.Status == Ask || slices.Contains(open, id) {
			out = append(out, question(id, a))
		}
	}
	for i := range r.Priorities {
		if p := &r.Priorities[i]; len(p.Agreements) == 0 {
			out = append(out, finding(orElse(p.Reason, "agreements-missing"), PartID(p.Number, "agreements")))
		}
	}
	return out
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func question(id string, a Answer) Finding {
	if a.Status == Empty {
		return finding("empty", id)
	}
	return finding(a.Reason, id)
}

// Doubt turns a field or criterion of a reading into a question.
func Doubt(r *Reading, id, reason string) {
	if c, ok := r.Criteria[id]; ok {
		c.Answer = Answer{Status: Ask, Reason: reason, Text: c.Text, Evidence: c.Evidence}
		r.Criteria[id] = c
		return
	}
	if a, ok := r.Fields[id]; ok {
		r.Fields[id] = Answer{Status: Ask, Reason: reason, Text: a.Text, Evidence: a.Evidence}
		return
	}
	r.parts(func(part string, a *Answer) bool {
		if part == id {
			*a = Answer{Status: Ask, Reason: reason, Text: a.Text, Evidence: a.Evidence}
		}
		return part != id
	})
}

// Seal checks a finished reading and hashes what it says. An answer that breaks a rule of
// the contract becomes a question: a fault of ours must never look like certainty.
func Seal(r *Reading) {
	for _, f := range Check(*r) {
		if f.Field != "" {
			Doubt(r, f.Field, "unsure")
		}
		r.Reasons = append(r.Reasons, f)
		if r.Outcome == OutcomeAccepted {
			r.Outcome = OutcomeAskBack
		}
	}
	r.Meaning = meaning(r)
}

// Clone gives a reading whose answers can be changed without changing these.
func (r *Reading) Clone() Reading {
	c := *r
	c.Fields, c.Criteria = maps.Clone(r.Fields), maps.Clone(r.Criteria)
	c.Priorities = slices.Clone(r.Priorities)
	for i := range c.Priorities {
		c.Priorities[i].Agreements = slices.Clone(c.Priorities[i].Agreements)
	}
	return c
}
