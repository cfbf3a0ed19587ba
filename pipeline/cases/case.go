// Package cases holds what a case is: the sum of its events. It decides in which
// state events leave a case and which date follows from them. It is pure: time
// and policy come in as values, and a term is kept with the event that began it, so
// every date can be computed again, also after the region changes its terms.
package cases

import (
	"fmt"
	"time"

	"mdaplus/forms"
)

// State of a case between referral and selection talk.
type State string

const (
	// Held: the form may not be worked with (personal data); a person must look. Left by a new form.
	Held State = "held"
	// Questions: the referrer was asked what is missing or unclear. Left by a corrected form.
	Questions State = "questions"
	// Selection: complete and admissible; the project leader plans the selection talk.
	Selection State = "selection"
	// NotAdmissible: went back to the referrer with the reason; kept. Left by a corrected form.
	NotAdmissible State = "not-admissible"
)

// stateOf is the state in which a form's outcome leaves its case.
var stateOf = map[string]State{
	forms.OutcomeHeld:          Held,
	forms.OutcomeAskBack:       Questions,
	forms.OutcomeAccepted:      Selection,
	forms.OutcomeNotAdmissible: NotAdmissible,
}

// Kinds of events.
const (
	Referred     = "referred"      // a form arrived that became this case
	Corrected    = "corrected"     // a form that replaces the earlier reading
	SentAgain    = "sent-again"    // the same form arrived once more
	AnswerFailed = "answer-failed" // an answer did not reach the referrer
	PlanMade     = "plan-made"     // a coordinator sent a TOP 3 plan that is complete
	PlanAsked    = "plan-asked"    // a plan or registration came in that is not complete
	Registered   = "registered"    // the case was registered for an expert meeting
	Exported     = "exported"      // its records were given to an archive
)

// Event is one thing that happened to a case. Only the fields of its kind are set.
type Event struct {
	Kind         string    `json:"kind"`
	At           time.Time `json:"at"`                     // when it was decided
	ReceivedAt   time.Time `json:"receivedAt,omitzero"`    // when the form was received (Referred, Corrected, SentAgain)
	Outcome      string    `json:"outcome,omitempty"`      // of the form (Referred, Corrected)
	Municipality string    `json:"municipality,omitempty"` // as read; "" when not certain (Referred, Corrected)
	Reading      int64     `json:"reading,omitempty"`      // number of the reading (Referred, Corrected, SentAgain)
	Message      int64     `json:"message,omitempty"`      // number of the message
	Term         Term      `json:"term,omitzero"`          // for the selection talk, as it was then (Referred)
	Code         string    `json:"code,omitempty"`         // SMTP status (AnswerFailed)
	Form         string    `json:"form,omitempty"`         // forms.Definition.Form (PlanMade, PlanAsked, Registered)
	Version      int       `json:"version,omitempty"`      // of the plan (PlanMade)
	Date         string    `json:"date,omitempty"`         // ISO, on the plan (PlanMade)
	Score        float64   `json:"score,omitempty"`        // agreed safety score (PlanMade, Registered)
	Chair        string    `json:"chair,omitempty"`        // who got the meeting pack (Registered)
}

// Case is what its events make of it.
type Case struct {
	State        State
	Municipality string
	Reading      int64     // the reading that counts
	ReceivedAt   time.Time // first receipt
	Due          time.Time // last moment for the selection talk; zero when none is due
	Events       int
	Plans        []Plan // oldest first; the last one counts
	Meetings     int    // registered for
	term         Term
}

// Plan is a version of a TOP 3 plan in the course of a case.
type Plan struct {
	Form    string // safety-plan, care-plan, recovery-plan
	Version int
	Date    string // ISO
	Score   float64
	Reading int64
}

// Current gives the plan that counts.
func (c *Case) Current() (Plan, bool) {
	if len(c.Plans) == 0 {
		return Plan{}, false
	}
	return c.Plans[len(c.Plans)-1], true
}

// First gives the first version of a kind of plan: with it the phase began.
func (c *Case) First(form string) (Plan, bool) {
	for _, p := range c.Plans {
		if p.Form == form {
			return p, true
		}
	}
	return Plan{}, false
}

// Latest gives the last version of a kind of plan.
func (c *Case) Latest(form string) (Plan, bool) {
	for i := len(c.Plans) - 1; i >= 0; i-- {
		if c.Plans[i].Form == form {
			return c.Plans[i], true
		}
	}
	return Plan{}, false
}

// Fold computes a case from its events. The first one must be Referred.
func Fold(events []Event) (Case, error) {
	var c Case
	for i, e := range events {
		if (i == 0) != (e.Kind == Referred) {
			return c, fmt.Errorf("event %d of a case cannot be %q", i+1, e.Kind)
		}
		if err := c.apply(e); err != nil {
			return c, err
		}
	}
	return c, nil
}

// LastChange is when something last happened in a case; that it was exported changes nothing.
func LastChange(events []Event) (last time.Time) {
	for _, e := range events {
		if e.Kind != Exported && e.At.After(last) {
			last = e.At
		}
	}
	return last
}

func (c *Case) apply(e Event) error {
	c.Events++
	switch e.Kind {
	case Referred, Corrected:
		state, ok := stateOf[e.Outcome]
		if !ok {
			return fmt.Errorf("no state follows from outcome %q", e.Outcome)
		}
		c.State, c.Reading, c.Municipality = state, e.Reading, e.Municipality
		if e.Kind == Referred {
			c.ReceivedAt, c.term = e.ReceivedAt, e.Term
		}
		c.Due = c.due()
	case PlanMade:
		c.Plans = append(c.Plans, Plan{Form: e.Form, Version: e.Version, Date: e.Date, Score: e.Score, Reading: e.Reading})
	case Registered:
		c.Meetings++
	case SentAgain, AnswerFailed, PlanAsked, Exported:
		// told in the history; the case stays as it is
	default:
		return fmt.Errorf("unknown event %q", e.Kind)
	}
	return nil
}

// due: the selection talk is within two weeks from receipt (domain.md 3, step 3). The
// clock starts at the first receipt and does not wait for answers to questions.
func (c *Case) due() time.Time {
	if c.State == NotAdmissible {
		return time.Time{}
	}
	return c.term.After(c.ReceivedAt)
}
