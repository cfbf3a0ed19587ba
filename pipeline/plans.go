package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"mdaplus/forms"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/pipeline/read"
)

// A TOP 3 plan or a registration for the expert meeting is about a case that is known. A plan
// becomes the next version in it; a registration becomes a meeting pack for a chair.

// Codes of reasons why a plan or registration waits for a person.
const (
	reasonNoCase        = "plan-no-case"
	reasonCaseDiffers   = "plan-case-differs"
	reasonNoCoordinator = "plan-sender"
	reasonNoChair       = "plan-no-chair"
	reasonCaseClosed    = "plan-case-not-admissible"
)

// CaseHistory is what is known of the case that a plan or registration is about.
type CaseHistory struct {
	Case    store.Case
	Course  cases.Case
	Differs bool // the form, the subject or the thread name different cases
}

// Chair may lead an expert meeting (domain.md 5): one of the pool, never of an organisation
// that is involved.
type Chair struct {
	Name, Address, Organisation string
	Meetings                    int // how many went to this chair before
}

// decidePlan decides about a TOP 3 plan.
func decidePlan(r read.Result, form forms.Reading, c *CaseHistory, policy cases.Policy, coordinators []string) (f FormDecision, why string) {
	if why := knownCase(r, c, coordinators); why != "" {
		return f, why
	}
	f = FormDecision{Form: form, Role: store.Plan, Around: c}
	f.Outcome, f.Why = cases.Admit(form, policy)
	if f.Outcome != forms.OutcomeHeld {
		f.ask(cases.PlanProblems(c.Course, form))
	}
	return f, ""
}

// decideRegistration decides about a registration for the expert meeting. A plan that came in
// the same message counts already.
func decideRegistration(r read.Result, form forms.Reading, c *CaseHistory, policy cases.Policy, h History, plans []FormDecision) (f FormDecision, why string) {
	if why := knownCase(r, c, h.Coordinators); why != "" {
		return f, why
	}
	f = FormDecision{Form: form, Role: store.Registration, Around: c}
	f.Outcome, f.Why = cases.Admit(form, policy)
	if f.Outcome == forms.OutcomeHeld {
		return f, ""
	}
	f.ask(cases.RegistrationProblems(withPlans(c, plans), form))
	if f.Outcome != forms.OutcomeAccepted {
		return f, ""
	}
	chair, ok := chairFor(form, h.Chairs)
	if !ok {
		return f, reasonNoChair
	}
	f.Chair = chair
	return f, ""
}

// withPlans is the course of a case with the plans that came along.
func withPlans(c *CaseHistory, plans []FormDecision) cases.Case {
	course := c.Course
	for _, p := range plans {
		if p.Around != nil && p.Around.Case.ID == c.Case.ID && p.Outcome == forms.OutcomeAccepted {
			course.Plans = append(slices.Clone(course.Plans), planOf(p.Form))
		}
	}
	return course
}

func planOf(form forms.Reading) cases.Plan {
	return cases.Plan{Form: form.Form, Version: cases.Number(form, "version"), Date: form.Fields["date"].Value, Score: cases.Score(form)}
}

// knownCase says why nothing can be done with a plan or registration, "" when something can.
func knownCase(r read.Result, c *CaseHistory, coordinators []string) string {
	switch {
	case c == nil:
		return reasonNoCase
	case c.Differs:
		return reasonCaseDiffers
	case c.Case.State == string(cases.NotAdmissible) || c.Case.State == string(cases.Held):
		return reasonCaseClosed
	case r.Mail != nil && !slices.ContainsFunc(coordinators, func(a string) bool { return strings.EqualFold(a, r.Mail.From.Address) }):
		return reasonNoCoordinator
	case r.Mail != nil && r.Mail.Trust == "failed":
		return reasonNoCoordinator
	}
	return ""
}

// ask adds what is wrong with a form beside its own questions.
func (f *FormDecision) ask(found []forms.Finding) {
	if len(found) == 0 {
		return
	}
	f.Form.Reasons = append(slices.Clone(f.Form.Reasons), found...)
	if f.Outcome == forms.OutcomeAccepted {
		f.Outcome = forms.OutcomeAskBack
	}
}

// chairFor chooses who had the fewest meetings, in the order of the pool, among those whose
// organisation is not named as involved. An organisation is named by any telling word of its name:
// "Versa Welzijn" may be "Stichting Versa".
func chairFor(form forms.Reading, pool []Chair) (best Chair, ok bool) {
	involved := form.Fields["involved"].Value + " " + form.Fields["coordinator-contact"].Value
	for _, c := range pool {
		if mayName(involved, c.Organisation) {
			continue
		}
		if !ok || c.Meetings < best.Meetings {
			best, ok = c, true
		}
	}
	return best, ok
}

// mayName says whether a text may name an organisation: by its whole name, or by one telling word of it.
func mayName(text, organisation string) bool {
	words := tellingWords(text)
	return strings.Contains(strings.ToLower(text), strings.ToLower(organisation)) ||
		slices.ContainsFunc(tellingWords(organisation), func(w string) bool { return slices.Contains(words, w) })
}

// tellingWords are the words of a text that may be the name of an organisation.
func tellingWords(text string) []string {
	all := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(all, func(w string) bool { return len(w) < 2 || commonWords[w] })
}

// commonWords stand in the names of many organisations.
var commonWords = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`stichting vereniging bv nv organisatie instelling centrum team dienst regio gooi en vechtstreek de het een van voor in op te en of aan bij der den
		nederland welzijn zorg hulp jeugd jeugdzorg jeugdhulp maatschappelijk werk welzijnsorganisatie zorgorganisatie gezin kinderen moeder vader coördinator coordinator
		mda nl www mail tel telefoon contact`) {
		all[w] = true
	}
	return all
}()

// around finds the case that each plan or registration is about.
func (f *filing) around(ctx context.Context, h *History) error {
	h.Around = make([]*CaseHistory, len(f.result.Forms))
	for i, form := range f.result.Forms {
		if form.Form == forms.Referral.Form {
			continue
		}
		c, err := f.aroundOne(ctx, form)
		if err != nil {
			return err
		}
		h.Around[i] = c
		for _, a := range f.p.settings.Coordinators {
			h.Coordinators = append(h.Coordinators, a.Address)
		}
	}
	return f.chairs(ctx, h)
}

func (f *filing) aroundOne(ctx context.Context, form forms.Reading) (*CaseHistory, error) {
	named := reference.FindString(strings.ToUpper(form.Fields["case"].Value))
	subject := ""
	if f.result.Mail != nil {
		subject = reference.FindString(f.result.Mail.Subject)
	}
	ref := named
	if ref == "" {
		ref = subject
	}
	if ref == "" {
		return nil, nil
	}
	c, err := f.tx.CaseByReference(ctx, ref)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	key, err := f.tx.Key(ctx, c.KeyID)
	if errors.Is(err, store.ErrKeyDestroyed) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	events, err := f.tx.CaseEvents(ctx, c.ID, key)
	if err != nil {
		return nil, err
	}
	course, err := cases.Fold(events)
	return &CaseHistory{Case: c, Course: course, Differs: named != "" && subject != "" && named != subject}, err
}

// chairs counts what each chair of the pool got before.
func (f *filing) chairs(ctx context.Context, h *History) error {
	for _, c := range f.p.settings.Chairs {
		n, err := f.tx.MailsOfKindTo(ctx, "meeting-pack", f.person(c.Address))
		if err != nil {
			return err
		}
		c.Meetings = n
		h.Chairs = append(h.Chairs, c)
	}
	return nil
}

// plan files a TOP 3 plan: a complete one becomes the version that counts.
func (f *filing) plan(ctx context.Context, i int, d FormDecision) (store.Case, error) {
	c, key, readingID, err := f.addBeside(ctx, i, d)
	if err != nil {
		return c, err
	}
	event := f.planEvent(d, readingID)
	if d.Outcome != forms.OutcomeAccepted {
		event.Kind = cases.PlanAsked
		return f.happen(ctx, c, key, event)
	}
	if before, ok := d.Around.Course.Current(); ok {
		if err := f.tx.Supersede(ctx, before.Reading, readingID); err != nil {
			return c, err
		}
	}
	event.Kind = cases.PlanMade
	if c, err = f.happen(ctx, c, key, event); err != nil {
		return c, err
	}
	return c, f.want(ctx, c, readingID, d.Form.Form)
}

// register files a registration for the expert meeting: a complete one becomes a pack.
func (f *filing) register(ctx context.Context, i int, d FormDecision) (store.Case, error) {
	c, key, readingID, err := f.addBeside(ctx, i, d)
	if err != nil {
		return c, err
	}
	event := f.planEvent(d, readingID)
	event.Kind, event.Chair = cases.PlanAsked, d.Chair.Name
	if d.Outcome == forms.OutcomeAccepted {
		event.Kind = cases.Registered
	}
	if c, err = f.happen(ctx, c, key, event); err != nil || d.Outcome != forms.OutcomeAccepted {
		return c, err
	}
	return c, f.want(ctx, c, readingID, "meeting-pack")
}

func (f *filing) planEvent(d FormDecision, readingID int64) cases.Event {
	return cases.Event{At: f.now, ReceivedAt: f.message.ReceivedAt, Outcome: d.Outcome, Reading: readingID, Message: f.message.ID, Form: d.Form.Form,
		Version: cases.Number(d.Form, "version"), Date: d.Form.Fields["date"].Value, Score: max(cases.Score(d.Form), 0)}
}

// addBeside adds the reading of a plan or registration to its case.
func (f *filing) addBeside(ctx context.Context, i int, d FormDecision) (c store.Case, key *seal.Key, readingID int64, err error) {
	if c, err = f.tx.Case(ctx, d.Around.Case.ID); err != nil { // a plan in the same message may have changed it
		return c, nil, 0, err
	}
	if key, err = f.tx.Key(ctx, c.KeyID); err != nil {
		return c, nil, 0, err
	}
	readingID, err = f.addReading(ctx, i, d, key, c.ID)
	return c, key, readingID, err
}

// want asks for a document of a reading.
func (f *filing) want(ctx context.Context, c store.Case, readingID int64, kind string) error {
	id, err := f.tx.WantDocument(ctx, store.Document{CaseID: c.ID, ReadingID: readingID, KeyID: c.KeyID, Kind: kind, WantedAt: f.now})
	if err != nil {
		return err
	}
	return f.tx.Enqueue(ctx, "render", id)
}

// bodyOf opens the body of a reading of a case.
func (p *Pipeline) bodyOf(ctx context.Context, key *seal.Key, readingID int64) (b Body, err error) {
	r, err := p.store.Reading(ctx, readingID)
	if err != nil {
		return b, err
	}
	plain, err := key.Open(store.BodyPlace(r.MessageID, r.FormNo), r.SealedBody)
	if err != nil {
		return b, fmt.Errorf("reading %d: %w", readingID, err)
	}
	return b, json.Unmarshal(plain, &b)
}
