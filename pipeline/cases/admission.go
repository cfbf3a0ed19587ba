package cases

import (
	"fmt"
	"slices"

	"mdaplus/forms"
	"mdaplus/templates"
)

// Policy is the rule of admission (domain.md 2). Structural unsafety must be met
// under each of them.
type Policy struct {
	Kind    string `json:"kind" yaml:"policy"`                // PolicyOr, PolicyAll, PolicyAtLeast
	AtLeast int    `json:"atLeast,omitempty" yaml:"at_least"` // PolicyAtLeast: how many of the other criteria
}

// Kinds of policy.
const (
	PolicyOr      = "or"         // structural unsafety and at least one other: the rule now
	PolicyAll     = "all"        // every criterion of the form's version
	PolicyAtLeast = "at-least-n" // structural unsafety and n others
)

// DefaultPolicy is the one the evaluation of the pilot recommends.
var DefaultPolicy = Policy{Kind: PolicyOr}

// Check says what is wrong with a policy.
func (p Policy) Check() error {
	switch {
	case p.Kind == PolicyOr, p.Kind == PolicyAll:
		return nil
	case p.Kind == PolicyAtLeast && p.AtLeast >= 1 && p.AtLeast <= 7:
		return nil
	case p.Kind == PolicyAtLeast:
		return fmt.Errorf("admission policy at-least-n needs a number from 1 to 7, not %d", p.AtLeast)
	}
	return fmt.Errorf("unknown admission policy %q: use or, all or at-least-n", p.Kind)
}

// StructuralUnsafety is the criterion that must be met under every policy.
const StructuralUnsafety = "structural-unsafety"

// required are the fields without which a referral cannot be decided (contracts.md).
var required = []string{"referrer", "initials", "role", "municipality"}

// Admit decides the outcome of a form, the first that holds in the order of
// contracts.md. The reasons say why it was not admitted; what is to be asked is
// in the reading already.
func Admit(r forms.Reading, p Policy) (outcome string, reasons []forms.Finding) {
	switch {
	case identifies(r):
		return forms.OutcomeHeld, []forms.Finding{finding("personal-data", "")}
	case r.Criteria[StructuralUnsafety].Value == "no" && r.Criteria[StructuralUnsafety].Status == forms.Read:
		return forms.OutcomeNotAdmissible, []forms.Finding{finding(StructuralUnsafety, StructuralUnsafety)}
	case len(Unanswered(r)) > 0:
		return forms.OutcomeAskBack, nil
	case r.Form == forms.Referral.Form && !p.meets(r):
		return forms.OutcomeNotAdmissible, []forms.Finding{finding("policy-"+p.Kind, "")}
	}
	return forms.OutcomeAccepted, nil
}

func finding(code, field string) forms.Finding {
	return forms.Finding{Code: code, Field: field, Text: templates.Text("admission." + code)}
}

func identifies(r forms.Reading) bool {
	return slices.ContainsFunc(r.PersonalData, func(d forms.PersonalData) bool { return d.Tier == 1 })
}

// Unanswered lists the required fields and criteria that have no certain answer.
func Unanswered(r forms.Reading) []string {
	if r.Form != forms.Referral.Form {
		return forms.Open(r)
	}
	var open []string
	for _, id := range required {
		if r.Fields[id].Status != forms.Read {
			open = append(open, id)
		}
	}
	for id, c := range r.Criteria {
		if c.Status != forms.Read {
			open = append(open, id)
		}
	}
	for _, id := range forms.CriteriaOf(r.Version) {
		if _, there := r.Criteria[id]; !there {
			open = append(open, id) // a criterion that is not there was not answered with Nee
		}
	}
	slices.Sort(open)
	return open
}

func (p Policy) meets(r forms.Reading) bool {
	met := 0
	for id, c := range r.Criteria {
		if id != StructuralUnsafety && c.Value == "yes" {
			met++
		}
	}
	switch p.Kind {
	case PolicyAll:
		return met == len(r.Criteria)-1
	case PolicyAtLeast:
		return met >= p.AtLeast
	}
	return met >= 1
}
