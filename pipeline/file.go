package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"mdaplus/forms"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/pipeline/read"
)

// actor is who did what no person did.
const actor = "mdaplus"

// filing is one message on its way through the deciding transaction.
type filing struct {
	p        *Pipeline
	tx       *store.Tx
	message  store.Message
	key      *seal.Key // the message's
	result   read.Result
	decision Decision
	sender   string // fingerprint of the sender's address, "" when there is none
	now      time.Time
}

// file decides a message and stores all that follows from it, in the caller's
// transaction: the outcome, cases, readings, events, answers, documents, jobs.
func (p *Pipeline) file(ctx context.Context, tx *store.Tx, m store.Message, result read.Result) error {
	if err := tx.LockDecisions(ctx); err != nil {
		return err
	}
	key, err := tx.Key(ctx, m.KeyID)
	if err != nil {
		return err
	}
	f := &filing{p: p, tx: tx, message: m, key: key, result: result, now: p.now()}
	if result.Mail != nil && result.Mail.From.Address != "" {
		f.sender = f.person(result.Mail.From.Address)
	}
	history, err := f.history(ctx)
	if err != nil {
		return fmt.Errorf("looking up history: %w", err)
	}
	f.decision = Decide(result, history, p.settings.Policy)
	for _, step := range []func(context.Context) error{f.outcome, f.forms, f.bounce, f.notice} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return f.about(ctx, history)
}

// about notes which case a message is about of which nothing was filed: it is destroyed with it.
func (f *filing) about(ctx context.Context, h History) error {
	if f.decision.Outcome == read.Filed {
		return nil
	}
	var ids []int64
	if h.Answers != nil {
		ids = append(ids, h.Answers.Case.ID)
	}
	for _, e := range h.SameForms {
		if e != nil {
			ids = append(ids, e.Case.ID)
		}
	}
	for _, c := range h.Around {
		if c != nil {
			ids = append(ids, c.Case.ID)
		}
	}
	for _, id := range ids {
		if err := f.tx.About(ctx, f.message.ID, id); err != nil {
			return err
		}
	}
	return nil
}

func (f *filing) person(address string) string {
	return f.tx.Fingerprint("address", strings.ToLower(address))
}

func (f *filing) semantic() string {
	if f.result.Mail == nil || f.result.Mail.Semantic == "" {
		return ""
	}
	return f.tx.Fingerprint("semantic", f.result.Mail.Semantic)
}

// fingerprints of a form: what it says, and the file it came from. A form that tells
// nothing of a family, such as one that was sent empty, is the same as another only
// when it comes from the same sender.
func (f *filing) fingerprints(form forms.Reading) (meaning, source string) {
	whose := ""
	if hollow(form) {
		if whose = f.sender; whose == "" {
			return "", ""
		}
	}
	if form.Meaning != "" {
		meaning = f.tx.Fingerprint("meaning", form.Meaning+whose)
	}
	if form.SourceSHA256 != "" && len(f.result.Forms) == 1 {
		source = f.tx.Fingerprint("source", form.SourceSHA256+whose)
	}
	return meaning, source
}

// hollow says that nothing in a form tells one family from another.
func hollow(form forms.Reading) bool {
	for _, id := range []string{"initials", "family", "summary"} {
		if form.Fields[id].Text != "" || form.Fields[id].Value != "" {
			return false
		}
	}
	for _, c := range form.Criteria {
		if c.Explanation != "" {
			return false
		}
	}
	return true
}

func (f *filing) history(ctx context.Context) (h History, err error) {
	if h.SameContent, err = f.tx.SameSemantic(ctx, f.message.ID, f.semantic()); err != nil {
		return h, err
	}
	for _, form := range f.result.Forms {
		meaning, source := f.fingerprints(form)
		same, err := f.tx.SameForm(ctx, meaning, source)
		if errors.Is(err, store.ErrNotFound) {
			h.SameForms = append(h.SameForms, nil)
			continue
		}
		if err != nil {
			return h, err
		}
		earlier, err := f.earlier(ctx, same)
		if err != nil {
			return h, err
		}
		h.SameForms = append(h.SameForms, earlier)
	}
	if h.Answers, err = f.answered(ctx); err != nil {
		return h, err
	}
	if err := f.around(ctx, &h); err != nil {
		return h, err
	}
	return h, f.counts(ctx, &h)
}

func (f *filing) counts(ctx context.Context, h *History) (err error) {
	if f.result.Mail != nil && f.result.Mail.AnswerTo != "" {
		to := f.person(f.result.Mail.AnswerTo)
		if h.LastHour, err = f.tx.MailsTo(ctx, to, f.now.Add(-time.Hour)); err != nil {
			return err
		}
		if h.LastDay, err = f.tx.MailsTo(ctx, to, f.now.Add(-24*time.Hour)); err != nil {
			return err
		}
	}
	h.NoticesHour, err = f.tx.MailsOfKind(ctx, "attention", f.now.Add(-time.Hour))
	return err
}

// earlier loads a form that came in before. A case that was destroyed is not there.
func (f *filing) earlier(ctx context.Context, r store.Reading) (*EarlierForm, error) {
	c, err := f.tx.Case(ctx, r.CaseID)
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
	body, err := openBody(key, r)
	if err != nil {
		return nil, err
	}
	return &EarlierForm{Case: c, Reading: r, Form: body.Form, SameSender: r.Sender == f.sender}, nil
}

// reference finds a case reference in a subject line.
var reference = regexp.MustCompile(`[A-Z]{2,8}-\d{4}-\d{4,}`)

// answered finds the case this message answers: by the Message-ID of a mail of
// ours, which nobody can guess, or, unproven, by the reference in its subject.
func (f *filing) answered(ctx context.Context) (*EarlierForm, error) {
	if f.result.Mail == nil || f.result.Message.Outcome != read.Filed && f.result.Said == nil {
		return nil, nil
	}
	c, ours, err := f.answeredCase(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	current, err := f.tx.Reading(ctx, c.ReadingID)
	if err != nil {
		return nil, err
	}
	earlier, err := f.earlier(ctx, current)
	if earlier != nil {
		earlier.Unproven = ours == nil
		earlier.Latest = ours != nil && ours.MessageID == current.MessageID
	}
	return earlier, err
}

// named is the case that a subject names, or a form that we filled in beforehand.
func (f *filing) named(subject string) string {
	for _, form := range f.result.Forms {
		if form.Prefilled && form.Reference != "" {
			return form.Reference
		}
	}
	return reference.FindString(subject)
}

// answeredCase gives the case, and the mail of ours that is answered, nil when only the
// subject names the case.
func (f *filing) answeredCase(ctx context.Context) (c store.Case, ours *store.Mail, err error) {
	mail := f.result.Mail
	for _, id := range append([]string{mail.InReplyTo}, mail.References...) {
		if id == "" {
			continue
		}
		mail, err := f.tx.MailByMailID(ctx, id)
		if err == nil && mail.CaseID != 0 {
			c, err = f.tx.Case(ctx, mail.CaseID)
			return c, &mail, err
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return c, nil, err
		}
	}
	if ref := f.named(mail.Subject); ref != "" {
		c, err = f.tx.CaseByReference(ctx, ref)
		return c, nil, err
	}
	return c, nil, store.ErrNotFound
}

// outcome gives the message its one outcome, with what was read of it.
func (f *filing) outcome(ctx context.Context) error {
	reading, err := json.Marshal(f.result)
	if err != nil {
		return err
	}
	sealed := f.key.Seal(store.ReadingPlace(f.message.SHA256), reading)
	d := f.decision
	if err := f.tx.Decide(ctx, f.message.ID, d.Outcome, d.Reason, f.semantic(), sealed, f.now); err != nil {
		return err
	}
	_, err = f.tx.AddEvent(ctx, store.OfMessage, f.message.ID, f.key, d.Outcome, actor, map[string]string{"reason": d.Reason}, f.now)
	return err
}

// forms files each form: a new case, a correction of one, or the same form again.
func (f *filing) forms(ctx context.Context) error {
	filed := make([]store.Case, len(f.decision.Forms))
	for _, i := range plansFirst(f.result.Forms) {
		if i >= len(f.decision.Forms) {
			break // a message that is held or ignored
		}
		d := f.decision.Forms[i]
		var err error
		switch d.Role {
		case store.Referral:
			filed[i], err = f.newCase(ctx, i, d)
		case store.Correction:
			filed[i], err = f.correct(ctx, i, d)
		case store.Duplicate:
			filed[i], err = f.again(ctx, i, d)
		case store.Plan:
			filed[i], err = f.plan(ctx, i, d)
		case store.Registration:
			filed[i], err = f.register(ctx, i, d)
		}
		if err != nil {
			return fmt.Errorf("filing form %d: %w", i+1, err)
		}
	}
	for _, a := range f.decision.Answers {
		if err := f.answer(ctx, a, filed); err != nil {
			return fmt.Errorf("answering with %s: %w", a.Kind, err)
		}
	}
	return nil
}

func (f *filing) newCase(ctx context.Context, i int, d FormDecision) (c store.Case, err error) {
	keyID, key, err := f.tx.NewKey(ctx, f.now)
	if err != nil {
		return c, err
	}
	readingID, err := f.addReading(ctx, i, d, key, 0)
	if err != nil {
		return c, err
	}
	event := f.event(cases.Referred, i, d, readingID)
	event.Term = f.p.settings.Terms.SelectionTalk
	now, err := cases.Fold([]cases.Event{event})
	if err != nil {
		return c, err
	}
	year := f.message.ReceivedAt.In(cases.Amsterdam).Year()
	if c, err = f.tx.AddCase(ctx, f.p.settings.CasePrefix, year, project(store.Case{KeyID: keyID}, now)); err != nil {
		return c, err
	}
	if err := f.tx.LinkReading(ctx, readingID, c.ID); err != nil {
		return c, err
	}
	if _, err := f.tx.AddEvent(ctx, store.OfCase, c.ID, key, event.Kind, actor, event, f.now); err != nil {
		return c, err
	}
	return c, f.want(ctx, c, readingID, "intake-summary")
}

// correct lets a corrected form replace the reading that counted. Both stay.
func (f *filing) correct(ctx context.Context, i int, d FormDecision) (store.Case, error) {
	c, key, readingID, err := f.addToCase(ctx, i, d)
	if err != nil {
		return c, err
	}
	if err := f.tx.Supersede(ctx, c.ReadingID, readingID); err != nil {
		return c, err
	}
	if c, err = f.happen(ctx, c, key, f.event(cases.Corrected, i, d, readingID)); err != nil {
		return c, err
	}
	return c, f.want(ctx, c, readingID, "intake-summary")
}

// again links the same form to the case it already is.
func (f *filing) again(ctx context.Context, i int, d FormDecision) (store.Case, error) {
	c, key, readingID, err := f.addToCase(ctx, i, d)
	if err != nil {
		return c, err
	}
	return f.happen(ctx, c, key, f.event(cases.SentAgain, i, d, readingID))
}

// addToCase adds a reading to the case that was there before.
func (f *filing) addToCase(ctx context.Context, i int, d FormDecision) (c store.Case, key *seal.Key, readingID int64, err error) {
	c = d.Earlier.Case
	if key, err = f.tx.Key(ctx, c.KeyID); err != nil {
		return c, nil, 0, err
	}
	readingID, err = f.addReading(ctx, i, d, key, c.ID)
	return c, key, readingID, err
}

func (f *filing) event(kind string, i int, d FormDecision, readingID int64) cases.Event {
	e := cases.Event{Kind: kind, At: f.now, ReceivedAt: f.message.ReceivedAt, Reading: readingID, Message: f.message.ID}
	if kind != cases.SentAgain {
		e.Outcome, e.Municipality = d.Outcome, d.Form.Fields["municipality"].Value
	}
	return e
}

// happen adds an event to a case and brings its row up to date with all of them.
func (f *filing) happen(ctx context.Context, c store.Case, key *seal.Key, e cases.Event) (store.Case, error) {
	history, err := f.tx.CaseEvents(ctx, c.ID, key)
	if err != nil {
		return c, err
	}
	now, err := cases.Fold(append(history, e))
	if err != nil {
		return c, err
	}
	if _, err := f.tx.AddEvent(ctx, store.OfCase, c.ID, key, e.Kind, actor, e, f.now); err != nil {
		return c, err
	}
	c = project(c, now)
	return c, f.tx.SaveCase(ctx, c)
}

// project writes what the events make of a case into its row.
func project(row store.Case, c cases.Case) store.Case {
	row.State, row.Municipality, row.Events = string(c.State), c.Municipality, c.Events
	row.ReadingID, row.ReceivedAt, row.DueAt = c.Reading, c.ReceivedAt, c.Due
	return row
}

// Body is what is kept of a reading, sealed with the case's key.
type Body struct {
	Form     forms.Reading   `json:"form"`
	Outcome  string          `json:"outcome"` // under the region's policy
	Why      []forms.Finding `json:"why,omitempty"`
	Message  string          `json:"message"` // number
	Sender   string          `json:"sender,omitempty"`
	Trust    string          `json:"trust,omitempty"`
	Received time.Time       `json:"received"`
	Role     string          `json:"role"`
}

func (f *filing) addReading(ctx context.Context, i int, d FormDecision, key *seal.Key, caseID int64) (int64, error) {
	form := d.Form
	body := Body{Form: form, Outcome: d.Outcome, Why: d.Why, Message: f.message.Number(), Received: f.message.ReceivedAt, Role: d.Role}
	if f.result.Mail != nil {
		body.Sender, body.Trust = f.result.Mail.From.Address, f.result.Mail.Trust
	}
	plain, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	meaning, source := f.fingerprints(form)
	return f.tx.AddReading(ctx, store.Reading{CaseID: caseID, MessageID: f.message.ID, FormNo: i + 1, Role: d.Role, Outcome: d.Outcome,
		Meaning: meaning, Source: source, Sender: f.sender, SealedBody: key.Seal(store.BodyPlace(f.message.ID, i+1), plain), CreatedAt: f.now})
}

func openBody(key *seal.Key, r store.Reading) (b Body, err error) {
	plain, err := key.Open(store.BodyPlace(r.MessageID, r.FormNo), r.SealedBody)
	if err != nil {
		return b, err
	}
	return b, json.Unmarshal(plain, &b)
}

// bounce books a delivery report on the mail it is about.
func (f *filing) bounce(ctx context.Context) error {
	b := f.decision.Bounce
	if b == nil || !b.Failed {
		return nil
	}
	for _, id := range b.MessageIDs {
		mail, err := f.tx.MailByMailID(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil && mail.CaseID != 0 { // a report may hold the whole mail
			err = f.tx.About(ctx, f.message.ID, mail.CaseID)
		}
		if err != nil {
			return err
		}
		changed, err := f.tx.MailBounced(ctx, mail.ID, b.Code)
		if err != nil || !changed {
			return err
		}
		return f.p.answerFailed(ctx, f.tx, mail, b.Code, false)
	}
	return nil
}
