package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"mdaplus/forms"
	"mdaplus/internal/store"
	"mdaplus/mailbox"
	"mdaplus/render"
	"mdaplus/templates"
)

// render makes a wanted document, puts it in the archive, and posts it to who needs it. Done
// again it changes nothing.
func (p *Pipeline) render(ctx context.Context, id int64) error {
	d, err := p.store.Document(ctx, id)
	if err != nil || d.State == "made" {
		return err
	}
	paper, err := p.gather(ctx, d)
	if err != nil {
		return fmt.Errorf("gathering document %d: %w", id, err)
	}
	pdf, err := render.Make(paper.document, p.settings.Look)
	if err != nil {
		return fmt.Errorf("rendering document %d: %w", id, err)
	}
	sum := sha256.Sum256(pdf)
	d.SHA256, d.Size, d.MadeAt = hex.EncodeToString(sum[:]), int64(len(pdf)), p.now()
	if d.Object, err = p.archive.Put(paper.mail.key.Seal(store.DocumentPlace(d.ID), pdf)); err != nil {
		return err
	}
	paper.mail.attach = append([]mailbox.Attachment{{Filename: paper.filename, MediaType: "application/pdf", Body: pdf}}, paper.mail.attach...)
	mail, err := p.write(paper.mail) // before the transaction: it is the largest mail there is
	if err != nil {
		return err
	}
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		made, err := tx.DocumentMade(ctx, d)
		if err != nil || !made {
			return err
		}
		return put(ctx, tx, mail)
	})
}

func (p *Pipeline) summaryMail(c store.Case, data render.IntakeSummary) templates.Summary {
	return templates.Summary{Region: p.settings.Region, Reference: c.Reference, Municipality: c.Municipality, Outcome: data.Outcome,
		Questions: len(data.Missing), Corrected: data.Corrected, Received: data.ReceivedAt, TalkBefore: data.DueAt, Now: p.now()}
}

// Summary gathers the data of the intake summary from one reading and its case.
func (p *Pipeline) Summary(ctx context.Context, readingID int64) (s render.IntakeSummary, c store.Case, err error) {
	r, err := p.store.Reading(ctx, readingID)
	if err != nil {
		return s, c, err
	}
	if c, err = p.store.Case(ctx, r.CaseID); err != nil {
		return s, c, err
	}
	key, err := p.store.Key(ctx, c.KeyID)
	if err != nil {
		return s, c, err
	}
	body, err := openBody(key, r)
	if err != nil {
		return s, c, err
	}
	s = SummaryOf(body.Form, body.Outcome, body.Why)
	s.Region, s.Reference, s.Corrected = p.settings.Region.Name, c.Reference, body.Role == store.Correction
	s.ReceivedAt, s.DueAt, s.MadeAt = c.ReceivedAt, c.DueAt, r.CreatedAt
	s.Origin.Message, s.Origin.Sender, s.Origin.Trust, s.Origin.Program = body.Message, body.Sender, body.Trust, p.settings.Program
	return s, c, nil
}

// SummaryOf turns a reading into the document's data, as far as the reading goes.
func SummaryOf(form forms.Reading, outcome string, why []forms.Finding) render.IntakeSummary {
	s := render.IntakeSummary{Outcome: outcome, Admission: templates.Text("admission." + outcome), Version: form.Version,
		Origin: render.Origin{File: form.Source, SHA256: form.SourceSHA256}}
	if len(why) > 0 {
		s.Admission = why[0].Text
	}
	if form.Source == "body" {
		s.Origin.File = templates.Text("origin.source-body")
	}
	for _, id := range forms.FieldOrder {
		if a, ok := form.Fields[id]; ok {
			s.Fields = append(s.Fields, render.Field{ID: id, Label: place(id), Status: string(a.Status), Value: spoken(a), Text: a.Text})
		}
	}
	for _, id := range forms.CriterionOrder {
		if c, ok := form.Criteria[id]; ok {
			s.Criteria = append(s.Criteria, render.Criterion{ID: id, Label: place(id), Status: string(c.Status), Value: c.Value,
				Explanation: c.Explanation, Evidence: c.Evidence})
		}
	}
	if outcome == forms.OutcomeHeld {
		withhold(&s)
	}
	for _, q := range questions(form, outcome) {
		s.Missing = append(s.Missing, render.Question(q))
	}
	for _, d := range form.PersonalData {
		s.Privacy = append(s.Privacy, place(d.Field))
	}
	return s
}

// withhold leaves out all that was written in free words: the form may identify a
// family, and the sender was told that nobody gets to see it.
func withhold(s *render.IntakeSummary) {
	for i, f := range s.Fields {
		s.Fields[i].Text = ""
		if f.ID != "role" && f.ID != "municipality" && f.ID != "same-address" {
			s.Fields[i].Status, s.Fields[i].Value = "withheld", ""
		}
	}
	for i := range s.Criteria {
		s.Criteria[i].Explanation = ""
	}
	s.Origin.File = ""
}

// spoken gives a certain value in Dutch.
func spoken(a forms.Answer) string {
	value := a.Value
	if templates.Has("value." + value) {
		value = templates.Text("value." + value)
	}
	if len(a.Members) == 0 {
		return value
	}
	var members []string
	for _, m := range a.Members {
		if templates.Has("value." + m) {
			m = templates.Text("value." + m)
		}
		members = append(members, m)
	}
	return value + " (" + templates.List(members...) + ")"
}
