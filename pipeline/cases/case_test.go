package cases

import (
	"testing"
	"time"

	"mdaplus/forms"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, Amsterdam)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A story is a list of events with the state and date they leave behind.
func TestStoriesFromReferralToSelection(t *testing.T) {
	type step struct {
		kind, outcome, received string
		state                   State
		due                     string
	}
	for name, story := range map[string][]step{
		"complete at once": {
			{Referred, forms.OutcomeAccepted, "2026-11-25 09:30", Selection, "2026-12-09"},
		},
		"asked back, answered after a week: the clock did not wait": {
			{Referred, forms.OutcomeAskBack, "2026-11-25 09:30", Questions, "2026-12-09"},
			{SentAgain, "", "2026-11-26 10:00", Questions, "2026-12-09"},
			{Corrected, forms.OutcomeAccepted, "2026-12-02 16:00", Selection, "2026-12-09"},
		},
		"not admissible, then corrected": {
			{Referred, forms.OutcomeNotAdmissible, "2026-11-25 09:30", NotAdmissible, ""},
			{Corrected, forms.OutcomeAccepted, "2026-11-27 09:00", Selection, "2026-12-09"},
		},
		"late in the evening, when it is the next day in Hilversum but not in London": {
			{Referred, forms.OutcomeAccepted, "2026-06-30 23:59", Selection, "2026-07-14"},
		},
		"over the end of summer time": {
			{Referred, forms.OutcomeAccepted, "2026-10-20 00:30", Selection, "2026-11-03"},
		},
		"over the end of the year": {
			{Referred, forms.OutcomeHeld, "2026-12-24 17:00", Held, "2027-01-07"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var events []Event
			for i, s := range story {
				events = append(events, Event{Kind: s.kind, Outcome: s.outcome, ReceivedAt: at(t, s.received).UTC(), Term: Term{Days: 14}, Reading: int64(i + 1)})
				c, err := Fold(events)
				if err != nil {
					t.Fatal(err)
				}
				due := ""
				if !c.Due.IsZero() {
					due = c.Due.In(Amsterdam).Format(time.DateOnly)
				}
				if c.State != s.state || due != s.due {
					t.Errorf("step %d: %s due %q, want %s due %q", i+1, c.State, due, s.state, s.due)
				}
			}
		})
	}
}

func TestImpossibleHistoriesAreRefused(t *testing.T) {
	ok := Event{Kind: Referred, Outcome: forms.OutcomeAccepted}
	for name, events := range map[string][]Event{
		"begins with a correction": {{Kind: Corrected, Outcome: forms.OutcomeAccepted}},
		"referred twice":           {ok, ok},
		"unknown outcome":          {{Kind: Referred, Outcome: "maybe"}},
		"unknown kind":             {ok, {Kind: "vanished"}},
	} {
		if _, err := Fold(events); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
