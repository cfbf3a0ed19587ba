package cases

import (
	"testing"
	"time"
)

func onDay(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, Amsterdam)
	if err != nil {
		panic(err)
	}
	return t.Add(12 * time.Hour)
}

func TestTheLongestTermWins(t *testing.T) {
	short := RetentionRule{From: "2020-01-01", List: "L", Number: "1", Term: "P5Y", CountedFrom: FromReceipt, Valuation: Destroy}
	long := RetentionRule{From: "2020-01-01", List: "L", Number: "2", Term: "P20Y", CountedFrom: FromLastChange, Valuation: Destroy, States: []string{"selection"}}
	later := RetentionRule{From: "2030-01-01", List: "L", Number: "3", Term: "P1Y", CountedFrom: FromReceipt, Valuation: Destroy}
	newer := RetentionRule{From: "2026-01-01", List: "L", Number: "5", Term: "P3Y", CountedFrom: FromReceipt, Valuation: Destroy}
	ever := RetentionRule{From: "2020-01-01", List: "L", Number: "4", CountedFrom: FromReceipt, Valuation: Keep}
	for name, c := range map[string]struct {
		rules []RetentionRule
		state State
		want  string // number and last day
	}{
		"the longest":           {[]RetentionRule{short, long, later}, Selection, "2 2047-06-10"},
		"a newer, shorter one":  {[]RetentionRule{short, newer}, NotAdmissible, "5 2029-03-01"},
		"only those that fit":   {[]RetentionRule{short, long, later}, NotAdmissible, "1 2031-03-01"},
		"kept for ever":         {[]RetentionRule{long, ever}, Selection, "4 ever"},
		"ever, in other order":  {[]RetentionRule{ever, long}, Selection, "4 ever"},
		"no rule: it is kept":   {[]RetentionRule{later}, Selection, "none"},
		"a rule that is broken": {[]RetentionRule{{From: "ooit", Term: "P1Y", Valuation: Destroy}}, Selection, "none"},
	} {
		r, ok := RetentionOf(c.rules, c.state, onDay("2026-03-01"), onDay("2027-06-10"))
		got := "none"
		if ok {
			got = r.Rule.Number + " ever"
			if !r.End.IsZero() {
				got = r.Rule.Number + " " + r.End.In(Amsterdam).Format(time.DateOnly)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	r, _ := RetentionOf([]RetentionRule{short}, Selection, onDay("2026-03-01"), onDay("2026-03-01"))
	if r.Over(onDay("2031-03-01")) || !r.Over(onDay("2031-03-02")) {
		t.Errorf("the last day belongs to the term: %v", r.End)
	}
}

func TestRulesAreChecked(t *testing.T) {
	good := RetentionRule{From: "2020-01-01", List: "L", Number: "1", Term: "P1Y6M", CountedFrom: FromReceipt, Valuation: Destroy}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*RetentionRule){
		"term": func(r *RetentionRule) { r.Term = "20 jaar" }, "empty term": func(r *RetentionRule) { r.Term = "P" }, "from": func(r *RetentionRule) { r.From = "2020" },
		"valuation": func(r *RetentionRule) { r.Valuation = "X" }, "counted": func(r *RetentionRule) { r.CountedFrom = "" }, "number": func(r *RetentionRule) { r.Number = "" },
	} {
		bad := good
		change(&bad)
		if bad.Check() == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}
