package forms

import (
	"iter"
	"strconv"
	"strings"
)

// FieldOrder and CriterionOrder are the ids of the referral form in the order of the form (domain.md 2).
var (
	FieldOrder = []string{"referrer", "initials", "role", "municipality", "family", "same-address", "summary", "zvh"}

	CriterionOrder = []string{"structural-unsafety", "stalled-help", "violence-or-neglect", "high-risk",
		"intergenerational", "overarching-problems", "serious-consequences", "insufficient-results"}
)

// PrioritiesID stands for all priorities of a plan where a finding is about none of them.
const PrioritiesID = "priorities"

// PartID names a part of a priority: "priority-2-problem".
func PartID(number int, part string) string {
	return "priority-" + strconv.Itoa(number) + "-" + part
}

// AgreementID names a part of an agreement, counted from 1: "priority-2-agreement-1-who".
func AgreementID(number, agreement int, part string) string {
	return PartID(number, "agreement-"+strconv.Itoa(agreement)+"-"+part)
}

// partOf takes the id of a part of a priority apart: "2", "agreement-1-who".
func partOf(id string) (number, part string, ok bool) {
	rest, ok := strings.CutPrefix(id, "priority-")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "-")
}

// Answers gives every answer of a reading with its id, in the order of the form: fields,
// criteria, and the parts of the priorities.
func (r *Reading) Answers() iter.Seq2[string, Answer] {
	return func(yield func(string, Answer) bool) {
		d := DefinitionOf(r.Form)
		if d == nil {
			return
		}
		for i := range d.Fields {
			if a, ok := r.Fields[d.Fields[i].ID]; ok && !yield(d.Fields[i].ID, a) {
				return
			}
		}
		for _, id := range CriterionOrder {
			if c, ok := r.Criteria[id]; ok && !yield(id, c.Answer) {
				return
			}
		}
		r.parts(func(id string, a *Answer) bool { return yield(id, *a) })
	}
}

// parts goes over the parts of the priorities until f says that it is enough.
func (r *Reading) parts(f func(id string, a *Answer) bool) {
	for i := range r.Priorities {
		p := &r.Priorities[i]
		if !f(PartID(p.Number, ProblemPart), &p.Problem) || !f(PartID(p.Number, ConditionPart), &p.Condition) {
			return
		}
		for j := range p.Agreements {
			a := &p.Agreements[j]
			if !f(AgreementID(p.Number, j+1, who), &a.Who) || !f(AgreementID(p.Number, j+1, what), &a.What) || !f(AgreementID(p.Number, j+1, byWhen), &a.ByWhen) {
				return
			}
		}
	}
}

// Open lists what a form beside the referral must answer and does not, in its order: then
// it is asked back (contracts.md). The rule for referrals stands with their admission.
func Open(r Reading) []string {
	d := DefinitionOf(r.Form)
	var open []string
	for i := range d.Fields {
		if f := &d.Fields[i]; f.Required && r.Fields[f.ID].Status != Read {
			open = append(open, f.ID)
		}
	}
	if d.Parts == nil {
		return open
	}
	if len(r.Priorities) < PrioritiesInPlan {
		open = append(open, PrioritiesID)
	}
	for i := range r.Priorities {
		if p := &r.Priorities[i]; len(p.Agreements) == 0 {
			open = append(open, PartID(p.Number, "agreements"))
		}
	}
	r.parts(func(id string, a *Answer) bool {
		if a.Status != Read {
			open = append(open, id)
		}
		return true
	})
	return open
}
