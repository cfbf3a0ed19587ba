package cases

import (
	"strings"
	"testing"

	"mdaplus/forms"
)

// filledIn gives a reading with every field read and the criteria as letters in the
// order of the form: J, N, or anything else for a question; "-" leaves one out.
func filledIn(version, letters string) forms.Reading {
	r := forms.Reading{Form: "referral", Version: version, Fields: map[string]forms.Answer{}, Criteria: map[string]forms.Criterion{}}
	for _, id := range forms.FieldOrder {
		r.Fields[id] = forms.Answer{Status: forms.Read, Value: "x"}
	}
	for i, id := range forms.CriterionOrder {
		switch letters[i] {
		case 'J':
			r.Criteria[id] = forms.Criterion{Answer: forms.Answer{Status: forms.Read, Value: "yes"}}
		case 'N':
			r.Criteria[id] = forms.Criterion{Answer: forms.Answer{Status: forms.Read, Value: "no"}}
		case '-':
		default:
			r.Criteria[id] = forms.Criterion{Answer: forms.Answer{Status: forms.Ask, Reason: "unmarked"}}
		}
	}
	return r
}

func TestAdmit(t *testing.T) {
	or, all, three := Policy{Kind: PolicyOr}, Policy{Kind: PolicyAll}, Policy{Kind: PolicyAtLeast, AtLeast: 3}
	without := func(id string, status forms.Status) func(*forms.Reading) {
		return func(r *forms.Reading) { r.Fields[id] = forms.Answer{Status: status} }
	}
	identified := func(tier int) func(*forms.Reading) {
		return func(r *forms.Reading) {
			r.PersonalData = []forms.PersonalData{{Class: "bsn", Tier: tier, Field: "summary"}}
		}
	}
	for _, v := range []struct {
		what, version, letters string
		policy                 Policy
		change                 func(*forms.Reading)
		want, why              string
	}{
		{"all met", "2019", "JJJJJJJJ", or, nil, forms.OutcomeAccepted, ""},
		{"criterion 1 and one other", "2019", "JNNNNNNJ", or, nil, forms.OutcomeAccepted, ""},
		{"only criterion 1", "2019", "JNNNNNNN", or, nil, forms.OutcomeNotAdmissible, "policy-or"},
		{"not criterion 1", "2019", "NJJJJJJJ", or, nil, forms.OutcomeNotAdmissible, StructuralUnsafety},
		{"not criterion 1, others open", "2019", "N???????", or, nil, forms.OutcomeNotAdmissible, StructuralUnsafety},
		{"not criterion 1, field empty", "2019", "NJJJJJJJ", or, without("initials", forms.Empty), forms.OutcomeNotAdmissible, StructuralUnsafety},
		{"criterion 1 open", "2019", "?JJJJJJJ", or, nil, forms.OutcomeAskBack, ""},
		{"another open", "2019", "JJJ?JJJJ", or, nil, forms.OutcomeAskBack, ""},
		{"a row is missing", "2019", "JJJ-JJJJ", or, nil, forms.OutcomeAskBack, ""},
		{"criterion 1 is missing", "2019", "-JJJJJJJ", or, nil, forms.OutcomeAskBack, ""},
		{"policy not met, but one open", "2019", "JNNNNNN?", or, nil, forms.OutcomeAskBack, ""},
		{"required field empty", "2019", "JJJJJJJJ", or, without("municipality", forms.Empty), forms.OutcomeAskBack, ""},
		{"required field unclear", "2019", "JJJJJJJJ", or, without("role", forms.Ask), forms.OutcomeAskBack, ""},
		{"other field empty", "2019", "JJJJJJJJ", or, without("summary", forms.Empty), forms.OutcomeAccepted, ""},
		{"five criteria have no second row", "2020", "J-JJJJJJ", or, nil, forms.OutcomeAccepted, ""},
		{"five criteria, all", "2020", "J-JJJJJJ", all, nil, forms.OutcomeAccepted, ""},
		{"all, one Nee", "2019", "JJJJNJJJ", all, nil, forms.OutcomeNotAdmissible, "policy-all"},
		{"three others", "2019", "JJJJNNNN", three, nil, forms.OutcomeAccepted, ""},
		{"two others", "2019", "JJJNNNNN", three, nil, forms.OutcomeNotAdmissible, "policy-at-least-n"},
		{"identified", "2019", "JJJJJJJJ", or, identified(1), forms.OutcomeHeld, "personal-data"},
		{"identified and not criterion 1", "2019", "NJJJJJJJ", or, identified(1), forms.OutcomeHeld, "personal-data"},
		{"tier 2 is shown, not held", "2019", "JJJJJJJJ", or, identified(2), forms.OutcomeAccepted, ""},
	} {
		r := filledIn(v.version, v.letters)
		if v.change != nil {
			v.change(&r)
		}
		outcome, why := Admit(r, v.policy)
		code := ""
		if len(why) > 0 {
			code = why[0].Code
			if strings.Contains(why[0].Text, "⟦") {
				t.Errorf("%s: no sentence for %q", v.what, code)
			}
		}
		if outcome != v.want || code != v.why {
			t.Errorf("%s: %s %q, want %s %q", v.what, outcome, code, v.want, v.why)
		}
	}
}
