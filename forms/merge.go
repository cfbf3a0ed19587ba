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
		if !known {
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
