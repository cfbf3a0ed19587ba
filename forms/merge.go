package forms

import "strings"

// plainQuestions are the reasons of a question to which a bare Ja or Nee is the answer: the
// question says what is missing, not that something is odd about what was given.
var plainQuestions = wordSet("empty unmarked both-marked row-missing all-struck")

// WithSaid gives the form with what its sender said about it in words; ok is false when a
// person must look. What was explained before no longer makes the answer doubtful: it is
// what its sender says now, by name. A number without a name makes the criteria that it may stand for a
// question, unless they say so already.
func (r *Reading) WithSaid(said Said) (merged Reading, ok bool) {
	if said.Bare != "" {
		id, only := r.onlyQuestion()
		if !only {
			return merged, false
		}
		said.Answers = []Stated{{ID: id, Value: said.Bare, Text: map[string]string{"yes": "Ja", "no": "Nee"}[said.Bare]}}
	}
	merged = r.Clone()
	merged.SourceSHA256 = "" // no file says this
	for _, s := range said.Answers {
		if s.ID == "" {
			merged.questionNumber(s)
			continue
		}
		c, known := merged.Criteria[s.ID]
		if !known || s.ToQuestion && !r.plainlyAsked(s.ID) {
			return merged, false
		}
		c.Answer = Answer{Status: Read, Value: s.Value, Text: s.Text, Evidence: evidenceInMail(s.Text)}
		c.Explanation = lengthened(c.Explanation, s.Explanation)
		merged.Criteria[s.ID] = c
	}
	return merged, true
}

func evidenceInMail(sentence string) string { return "e-mail: “" + sentence + "”" }

func lengthened(a, b string) string { return strings.TrimSpace(strings.TrimSpace(a) + " " + b) }

// onlyQuestion gives the one criterion that is asked about, when nothing else is.
func (r *Reading) onlyQuestion() (id string, ok bool) {
	open := Questions(*r)
	if len(open) != 1 {
		return "", false
	}
	_, criterion := r.Criteria[open[0].Field]
	return open[0].Field, criterion && plainQuestions[open[0].Code]
}

// plainlyAsked says whether a bare Ja or Nee answers the question about a criterion.
func (r *Reading) plainlyAsked(id string) bool {
	plain := false
	for _, q := range Questions(*r) {
		if q.Field == id {
			if plain = plainQuestions[q.Code]; !plain {
				return false
			}
		}
	}
	return plain
}

// questionNumber asks about every criterion that a bare number may stand for.
func (r *Reading) questionNumber(s Stated) {
	for _, at := range []int{s.Number - 1, s.Number - 2} {
		if at < 0 || at >= len(CriterionOrder) {
			continue
		}
		id := CriterionOrder[at]
		if c, ok := r.Criteria[id]; ok && !(c.Status == Read && c.Value == s.Value) {
			c.Answer = Answer{Status: Ask, Reason: "number-only", Text: s.Text, Evidence: evidenceInMail(s.Text)}
			r.Criteria[id] = c
		}
	}
}

// WithReturned gives this form with what came back in one that was filled in beforehand:
// words that were left alone stay what they were, every choice counts as it now stands. Ok is
// false when the two are not the same form.
func (r *Reading) WithReturned(back Reading) (merged Reading, ok bool) {
	if back.Form != r.Form || back.Version != r.Version {
		return merged, false
	}
	merged = back.Clone()
	d := DefinitionOf(r.Form)
	for id, was := range r.Fields {
		if f := d.Field(id); f != nil {
			merged.Fields[id] = returned(f, was, back.Fields[id])
		}
	}
	for id, was := range r.Criteria {
		now, there := back.Criteria[id]
		if !there {
			now.Answer = Answer{Status: Ask, Reason: "row-missing"}
		}
		if !strings.Contains(was.Explanation, now.Explanation) {
			was.Explanation = lengthened(was.Explanation, now.Explanation)
		}
		now.Explanation = was.Explanation
		merged.Criteria[id] = now
	}
	merged.Priorities = returnedPriorities(r.Priorities, back.Priorities)
	return merged, true
}

// returned gives one field. Words never went out: empty means unchanged. A choice that says
// the same as before keeps the words that stood with it.
func returned(f *FieldDefinition, was, now Answer) Answer {
	switch {
	case f.words() && now.Status == Empty:
		return was
	case f.Kind == ZvhKind && now.Status == Empty && len(was.Members) > 0: // members that the form has no box for did not go out
		return was
	case now.Status == Read && was.Status == Read && now.Value == was.Value && len(now.Members) == len(was.Members):
		return was
	}
	return now
}

// words says whether a field is answered in words of a person, which never go back by mail.
func (f *FieldDefinition) words() bool {
	return f.Kind == FreeText || f.Kind == LineText || f.Kind == InitialsKind
}

// returnedPriorities keeps what was left alone in each priority; one that was added stays.
func returnedPriorities(was, now []Priority) []Priority {
	keep := func(was, now Answer) Answer {
		if now.Status == Empty {
			return was
		}
		return now
	}
	out := append([]Priority(nil), now...)
	for i := range min(len(was), len(out)) {
		out[i].Problem, out[i].Condition = keep(was[i].Problem, out[i].Problem), keep(was[i].Condition, out[i].Condition)
		if len(out[i].Agreements) == 0 {
			out[i].Agreements = was[i].Agreements
			continue
		}
		agreements := append([]Agreement(nil), out[i].Agreements...)
		for k := range min(len(was[i].Agreements), len(agreements)) {
			a, b := was[i].Agreements[k], &agreements[k]
			b.Who, b.What, b.ByWhen = keep(a.Who, b.Who), keep(a.What, b.What), keep(a.ByWhen, b.ByWhen)
		}
		out[i].Agreements = agreements
	}
	if len(was) > len(out) {
		out = append(out, was[len(out):]...)
	}
	return out
}
