package cases

import (
	"slices"
	"strconv"
	"time"

	"mdaplus/forms"
	"mdaplus/templates"
)

// ImmediateSafety is the safety score from which there is immediate safety (domain.md 4).
const ImmediateSafety = 6

// stableMonths is how long no unsafe event may have happened before the third phase.
const stableMonths = 6

// phases are the plans in the order of their phases.
var phases = []string{forms.SafetyPlan.Form, forms.CarePlan.Form, forms.RecoveryPlan.Form}

// IsPlan says whether a form is a TOP 3 plan.
func IsPlan(form string) bool { return slices.Contains(phases, form) }

// PlanProblems says what keeps a plan from being the next version in a case: a version that
// is there already, or a phase whose goal was not reached before (domain.md 4: never start a
// later phase's plan before the earlier goal is reached).
func PlanProblems(c Case, r forms.Reading) (found []forms.Finding) {
	if last, ok := c.Latest(r.Form); ok && Number(r, "version") <= last.Version {
		found = append(found, planFinding("version-there", "version", "version", strconv.Itoa(last.Version)))
	}
	if p, ok := c.Current(); ok && slices.Index(phases, p.Form) > slices.Index(phases, r.Form) {
		return append(found, planFinding("earlier-phase", "phase"))
	}
	switch r.Form {
	case forms.CarePlan.Form:
		if _, ok := c.Latest(forms.SafetyPlan.Form); !ok {
			return append(found, planFinding("no-safety-plan", "phase"))
		}
		if Score(r) < ImmediateSafety {
			found = append(found, planFinding("no-immediate-safety", "score"))
		}
	case forms.RecoveryPlan.Form:
		first, ok := c.First(forms.CarePlan.Form)
		if !ok {
			return append(found, planFinding("no-care-plan", "phase"))
		}
		if !monthsApart(first.Date, r.Fields["date"].Value, stableMonths) {
			found = append(found, planFinding("no-stable-safety", "date"))
		}
		if Score(r) < ImmediateSafety {
			found = append(found, planFinding("no-immediate-safety", "score"))
		}
	}
	return found
}

// RegistrationProblems says what keeps a registration from becoming an expert meeting
// (domain.md 5): phase 3, no plan, or another plan than the one that counts.
func RegistrationProblems(c Case, r forms.Reading) (found []forms.Finding) {
	plan, ok := c.Current()
	switch {
	case r.Fields["phase"].Value == "3", ok && plan.Form == forms.RecoveryPlan.Form:
		return append(found, planFinding("meeting-phase-3", "phase"))
	case !ok:
		return append(found, planFinding("meeting-no-plan", "plan-kind"))
	}
	if kind := r.Fields["plan-kind"]; kind.Status == forms.Read && kind.Value != plan.Form {
		found = append(found, planFinding("meeting-other-plan", "plan-kind"))
	}
	if r.Fields["plan-version"].Status == forms.Read && Number(r, "plan-version") != plan.Version {
		found = append(found, planFinding("meeting-other-version", "plan-version", "version", strconv.Itoa(plan.Version)))
	}
	if phase := r.Fields["phase"]; phase.Status == forms.Read && phase.Value != strconv.Itoa(slices.Index(phases, plan.Form)+1) {
		found = append(found, planFinding("meeting-other-phase", "phase"))
	}
	return found
}

func planFinding(code, field string, values ...string) forms.Finding {
	return forms.Finding{Code: code, Field: field, Text: templates.Text("plan-problem."+code, values...)}
}

// Number gives a whole number that was read, 0 when it was not.
func Number(r forms.Reading, id string) int {
	if r.Fields[id].Status != forms.Read {
		return 0
	}
	n, err := strconv.Atoi(r.Fields[id].Value)
	if err != nil {
		return 0
	}
	return n
}

// Score gives the agreed safety score of a plan or registration, -1 when it was not read.
func Score(r forms.Reading) float64 {
	if r.Fields["score"].Status != forms.Read {
		return -1
	}
	v, err := strconv.ParseFloat(r.Fields["score"].Value, 64)
	if err != nil {
		return -1
	}
	return v
}

// monthsApart says whether the later ISO date is at least so many months after the first.
func monthsApart(first, later string, months int) bool {
	a, err := time.Parse(time.DateOnly, first)
	b, err2 := time.Parse(time.DateOnly, later)
	return err == nil && err2 == nil && !b.Before(a.AddDate(0, months, 0))
}
