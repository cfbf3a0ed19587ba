package forms

import "maps"

// Questions lists what must be asked of the sender, in the order of the form. Fields
// that are not required are asked about along with the others, never on their own.
func Questions(r Reading) []Finding {
	var out []Finding
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
	}
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
	return c
}
