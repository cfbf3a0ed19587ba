package pipeline

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/mailbox"
	"mdaplus/pipeline/cases"
	"mdaplus/render"
	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// letter is one mail on its way to the outbox.
type letter struct {
	origin     string // unique: what it answers
	kind       string // templates/mail
	data       any    // its struct in templates
	to         Address
	caseID     int64
	messageID  int64
	keyID      int64
	key        *seal.Key
	inReplyTo  string
	references []string
	suppressed string
	attach     []mailbox.Attachment
}

// post fixes the bytes of a mail and puts them in the outbox, in the deciding
// transaction. From here on they are sent as they are.
func (p *Pipeline) post(ctx context.Context, tx *store.Tx, l letter) error {
	m, err := p.write(l)
	if err != nil {
		return err
	}
	return put(ctx, tx, m)
}

func put(ctx context.Context, tx *store.Tx, m store.Mail) error {
	id, err := tx.AddMail(ctx, m)
	if err != nil || id == 0 || m.State != store.Queued {
		return err
	}
	return tx.Enqueue(ctx, "send", id)
}

// write makes and seals the bytes of a mail.
func (p *Pipeline) write(l letter) (store.Mail, error) {
	now := p.now()
	text, err := templates.Mail(l.kind, l.data)
	if err != nil {
		return store.Mail{}, err
	}
	id := randomID()
	m := store.Mail{Origin: l.origin, Kind: l.kind, CaseID: l.caseID, MessageID: l.messageID, KeyID: l.keyID,
		MailID:    "<" + id + "@" + domain(p.settings.From.Address) + ">",
		Recipient: p.store.Fingerprint("address", strings.ToLower(l.to.Address)), State: store.Queued, NextAt: now, CreatedAt: now}
	if l.suppressed != "" {
		m.State, m.Reason = store.Suppressed, l.suppressed
	}
	raw, err := mailbox.Compose(mailbox.Outgoing{
		From: mailbox.Address{Name: p.settings.From.Name, Addr: p.settings.From.Address}, To: mailbox.Address{Name: l.to.Name, Addr: l.to.Address},
		Subject: text.Subject, Text: text.Text, HTML: text.HTML, Attachments: l.attach, MessageID: m.MailID, Boundary: "mdaplus" + id, Date: now,
		InReplyTo: l.inReplyTo, References: l.references, LoopSecret: p.settings.LoopSecret,
	})
	if err != nil && l.suppressed == "" {
		// an address that cannot be written is the sender's doing, and no reason to lose the message
		m.State, m.Reason, raw = store.Suppressed, "address-unusable", nil
	}
	store.SealMail(l.key, &m, l.to.Address, raw)
	return m, nil
}

// randomID is 128 bits that nobody can guess: whoever refers to it has our mail.
func randomID() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

func domain(address string) string {
	return address[strings.LastIndexByte(address, '@')+1:]
}

// answer puts one answer to the sender in the outbox.
func (f *filing) answer(ctx context.Context, a Answer, filed []store.Case) error {
	mail := f.result.Mail
	l := letter{kind: a.Kind, to: Address{Address: mail.AnswerTo}, messageID: f.message.ID, keyID: f.message.KeyID, key: f.key, suppressed: a.Suppressed}
	if mailbox.UsableMessageID(mail.MessageID) {
		l.inReplyTo = mail.MessageID
		for _, id := range mail.References {
			if mailbox.UsableMessageID(id) {
				l.references = append(l.references, id)
			}
		}
	}
	l.origin = fmt.Sprintf("answer/%d/%d", f.message.ID, a.Form+1)
	if a.Form < 0 {
		withForm := a.Suppressed == "" && formHelps(f.decision.Reason) && !f.p.coordinates(mail.AnswerTo)
		l.data = templates.Unreadable{Region: f.p.settings.Region, Reference: f.message.Number(), Received: f.message.ReceivedAt, Reason: f.decision.Reason, WithForm: withForm}
		if withForm {
			var err error
			if l.attach, err = f.p.emptyForm(); err != nil {
				return err
			}
		}
		return f.p.post(ctx, f.tx, l)
	}
	c := filed[a.Form]
	l.caseID, l.keyID = c.ID, c.KeyID
	var err error
	if l.key, err = f.tx.Key(ctx, c.KeyID); err != nil {
		return err
	}
	d := f.decision.Forms[a.Form]
	l.data = f.answerData(a.Kind, c, d)
	if d.Outcome == forms.OutcomeAskBack && d.Form.Form == forms.Referral.Form && a.Kind != "again" {
		if l.attach, err = f.p.formToAnswer(c.Reference, d.Form); err != nil {
			return err
		}
	}
	return f.p.post(ctx, f.tx, l)
}

// formToAnswer is the form that goes with questions, for Word and as PDF: filled in with the
// answers that were certain, without a word that anybody wrote, and with what is asked marked.
func (p *Pipeline) formToAnswer(reference string, form forms.Reading) ([]mailbox.Attachment, error) {
	layout, err := blank.LayoutOf(form.Form, form.Version, p.settings.Forms)
	if err != nil {
		return nil, err
	}
	return p.formFiles(layout, blank.Prefill(form, reference), templates.Text("mail.form-to-answer", "reference", reference))
}

// makeEmptyForm makes the referral form for who sent something that cannot be read.
func (p *Pipeline) makeEmptyForm() ([]mailbox.Attachment, error) {
	layout, err := blank.LayoutOf(forms.Referral.Form, forms.Version2019, p.settings.Forms)
	if err != nil {
		return nil, err
	}
	return p.formFiles(layout, blank.Fill{}, layout.FileName())
}

// formHelps says whether who sent something that is held for this reason is helped with an empty form:
// what came could not be read, or was none.
func formHelps(reason string) bool {
	switch reason {
	case "damaged", "encrypted", "smime-encrypted", "too-large", "unsafe", "no-form", "link-only", "secure-mail-notice":
		return true
	}
	return strings.HasPrefix(reason, "container-")
}

// coordinates says whether an address is that of a coordinator.
func (p *Pipeline) coordinates(address string) bool {
	return slices.ContainsFunc(p.settings.Coordinators, func(c Address) bool { return strings.EqualFold(c.Address, address) })
}

// formFiles gives a form for Word and as PDF.
func (p *Pipeline) formFiles(layout blank.Layout, fill blank.Fill, name string) ([]mailbox.Attachment, error) {
	docx, err := layout.Docx(fill)
	if err != nil {
		return nil, err
	}
	look := p.settings.Look
	look.Profile = pdfa.Fillable
	pdf, err := render.BlankForm(layout, fill, look)
	if err != nil {
		return nil, err
	}
	return []mailbox.Attachment{{Filename: name + ".docx", MediaType: docxType, Body: docx}, {Filename: name + ".pdf", MediaType: pdfType, Body: pdf}}, nil
}

const (
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	pdfType  = "application/pdf"
)

func (f *filing) answerData(kind string, c store.Case, d FormDecision) any {
	s, received := f.p.settings, f.message.ReceivedAt
	switch kind {
	case "again":
		return templates.Again{Region: s.Region, Reference: c.Reference, Received: c.ReceivedAt, Open: c.State == "questions" || c.State == "held"}
	case "privacy-hold":
		return templates.PrivacyHold{Region: s.Region, Reference: c.Reference, Received: received}
	case "not-admissible":
		return templates.NotAdmissible{Region: s.Region, Reference: c.Reference, Received: received, Reason: d.Why[0].Code, Least: s.Policy.AtLeast}
	case "plan-questions":
		return templates.PlanQuestions{Region: s.Region, Reference: c.Reference, Form: forms.DefinitionOf(d.Form.Form).Title, Received: received, Items: questions(d.Form, d.Outcome)}
	case "registered":
		return templates.Registered{Region: s.Region, Reference: c.Reference, Received: received, PlanBefore: cases.Term{Days: s.MeetingDays}.After(received)}
	case "corrected":
		return templates.Corrected{Region: s.Region, Reference: c.Reference, Received: received, TalkBefore: c.DueAt, Items: questions(d.Form, d.Outcome)}
	case "questions":
		return templates.Questions{Region: s.Region, Reference: c.Reference, Received: received, TalkBefore: c.DueAt, Term: s.TermText, Items: questions(d.Form, d.Outcome)}
	}
	return templates.Received{Region: s.Region, Reference: c.Reference, Received: received, TalkBefore: c.DueAt, Term: s.TermText}
}

// questions lists what must be asked of the sender, in the order of the form.
func questions(form forms.Reading, outcome string) []templates.Item {
	if outcome != forms.OutcomeAskBack {
		return nil
	}
	var items []templates.Item
	for _, finding := range form.Reasons {
		items = append(items, templates.Item{Place: numbered(form.Version, finding.Field), Question: finding.Text})
	}
	return items
}

// numbered names a criterion with its number, where the form's version numbers it as everybody knows it.
func numbered(version, id string) string {
	i := slices.Index(forms.CriterionOrder, id)
	if i < 0 || version != forms.Version2019 {
		return place(id)
	}
	return templates.Text("place.criterion", "n", fmt.Sprint(i+1), "name", place(id))
}

// place names a field or criterion as the form does.
func place(id string) string {
	if id == "" {
		return templates.Text("field.form")
	}
	return forms.Name(id)
}

// notice tells the project leader that a message waits for a person.
func (f *filing) notice(ctx context.Context) error {
	if !f.decision.Notice {
		return nil
	}
	answered := slices.ContainsFunc(f.decision.Answers, func(a Answer) bool { return a.Suppressed == "" })
	return f.p.post(ctx, f.tx, letter{
		origin: fmt.Sprintf("attention/%d", f.message.ID), kind: "attention", to: f.p.settings.Leader, messageID: f.message.ID, keyID: f.message.KeyID, key: f.key,
		data: templates.Attention{Region: f.p.settings.Region, Reference: f.message.Number(), Received: f.message.ReceivedAt, Reason: f.decision.Reason, Answered: answered},
	})
}

// answerFailed tells the project leader, and the case's history, that an answer did not arrive.
func (p *Pipeline) answerFailed(ctx context.Context, tx *store.Tx, m store.Mail, code string, uncertain bool) error {
	if m.Recipient == tx.Fingerprint("address", strings.ToLower(p.settings.Leader.Address)) {
		return nil // a mail to the project leader failed: another one would too; status shows it
	}
	key, err := tx.Key(ctx, m.KeyID)
	if errors.Is(err, store.ErrKeyDestroyed) {
		return nil // what it was about was destroyed meanwhile
	}
	if err != nil {
		return err
	}
	ref, err := p.nameOf(ctx, tx, m, key, code)
	if err != nil {
		return err
	}
	if code == "" {
		code = templates.Text("document.code-none")
	}
	return p.post(ctx, tx, letter{
		origin: fmt.Sprintf("failed/%d", m.ID), kind: "answer-failed", to: p.settings.Leader, caseID: m.CaseID, messageID: m.MessageID, keyID: m.KeyID, key: key,
		data: templates.AnswerFailed{Region: p.settings.Region, Reference: ref, Answer: m.Kind, Failed: p.now(), Code: code, Uncertain: uncertain},
	})
}

// nameOf gives the reference a failed answer was about, and books the failure on its case.
func (p *Pipeline) nameOf(ctx context.Context, tx *store.Tx, m store.Mail, key *seal.Key, code string) (string, error) {
	if m.CaseID == 0 {
		message, err := tx.Message(ctx, m.MessageID)
		return message.Number(), err
	}
	c, err := tx.Case(ctx, m.CaseID)
	if err != nil {
		return "", err
	}
	f := &filing{p: p, tx: tx, now: p.now()}
	_, err = f.happen(ctx, c, key, cases.Event{Kind: cases.AnswerFailed, At: p.now(), Message: m.MessageID, Code: code})
	return c.Reference, err
}
