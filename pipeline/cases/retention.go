package cases

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// RetentionRule says how long the records of a case are kept. Rules are dated data in the
// configuration, never code: the law and the selection lists change.
type RetentionRule struct {
	From        string   `yaml:"from"`         // ISO: cases that came in from this day on
	List        string   `yaml:"list"`         // name of the selection list
	Number      string   `yaml:"number"`       // in that list: "8.1.1"
	Term        string   `yaml:"term"`         // ISO 8601: P20Y; "" with valuation B
	CountedFrom string   `yaml:"counted_from"` // last-change, received
	States      []string `yaml:"states"`       // of the case; none: all
	Valuation   string   `yaml:"valuation"`    // V: to be destroyed, B: to be kept
	Ground      string   `yaml:"ground"`       // in words, for the list and the certificate
}

// Ways of counting, and valuations.
const (
	FromLastChange = "last-change"
	FromReceipt    = "received"
	Keep           = "B"
	Destroy        = "V"
)

// Retention is what the rules say of one case. End is zero when it is kept for ever.
type Retention struct {
	Rule       RetentionRule
	Start, End time.Time
}

// Over says whether the term has passed.
func (r Retention) Over(now time.Time) bool { return !r.End.IsZero() && now.After(r.End) }

// RetentionOf applies the rules to a case: of those for the same states the newest that was in
// force when it came in, and of what is left the one that keeps it longest. Ok is false when none
// fits: then it is kept.
func RetentionOf(rules []RetentionRule, state State, received, lastChange time.Time) (best Retention, ok bool) {
	var fitting []RetentionRule
	for _, rule := range rules {
		if rule.fits(state, received) {
			fitting = append(fitting, rule)
		}
	}
	for _, rule := range fitting {
		if slices.ContainsFunc(fitting, rule.replacedBy) {
			continue
		}
		r := Retention{Rule: rule, Start: lastChange}
		if rule.CountedFrom == FromReceipt {
			r.Start = received
		}
		if rule.Valuation != Keep {
			r.End = after(r.Start, rule.Term)
		}
		if !ok || r.End.IsZero() || !best.End.IsZero() && r.End.After(best.End) {
			best, ok = r, true
		}
	}
	return best, ok
}

func (r RetentionRule) fits(state State, received time.Time) bool {
	from, err := time.ParseInLocation(time.DateOnly, r.From, Amsterdam)
	return err == nil && !received.Before(from) && (len(r.States) == 0 || slices.Contains(r.States, string(state)))
}

// replacedBy says whether a rule is a later one for the same states.
func (r RetentionRule) replacedBy(other RetentionRule) bool {
	return other.From > r.From && slices.Equal(r.States, other.States)
}

// isoTerm is a length of years, months or days: "P20Y", "P6M", "P1Y6M".
var isoTerm = regexp.MustCompile(`^P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,5})D)?$`)

// after adds an ISO term; the last day belongs to it.
func after(start time.Time, term string) time.Time {
	m := isoTerm.FindStringSubmatch(term)
	if m == nil {
		return time.Time{}
	}
	part := func(i int) int {
		n, _ := strconv.Atoi(m[i]) // digits, or nothing
		return n
	}
	local := start.In(Amsterdam)
	year, month, day := local.Date()
	return time.Date(year+part(1), month+time.Month(part(2)), day+part(3)+1, 0, 0, 0, 0, Amsterdam).Add(-time.Second)
}

// Check says what is wrong with a rule.
func (r RetentionRule) Check() error {
	if _, err := time.Parse(time.DateOnly, r.From); err != nil {
		return fmt.Errorf("from: give a date such as 2020-01-01, not %q", r.From)
	}
	switch {
	case r.Valuation != Keep && r.Valuation != Destroy:
		return fmt.Errorf("valuation: use V (to be destroyed) or B (to be kept), not %q", r.Valuation)
	case r.Valuation == Destroy && (!isoTerm.MatchString(r.Term) || r.Term == "P"):
		return fmt.Errorf("term: give an ISO term such as P20Y, not %q", r.Term)
	case r.CountedFrom != FromLastChange && r.CountedFrom != FromReceipt:
		return fmt.Errorf("counted_from: use last-change or received, not %q", r.CountedFrom)
	case r.List == "" || r.Number == "":
		return fmt.Errorf("list and number: name the selection list and the number in it")
	}
	return nil
}
