package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
)

// Report is what Verify found. Trouble is one English line each, without any text of a person.
type Report struct {
	Messages, Cases, Documents int
	Orphans                    int      // archive objects that nothing points to: left by a crash, unreadable, harmless
	Destroyed                  int      // records whose key was destroyed on purpose
	Unfinished                 []string // cases of which the keys are gone and not yet all files: destroy their list again
	Trouble                    []string
}

// checkup collects a report.
type checkup struct {
	p        *Pipeline
	report   Report
	objects  map[string]bool
	gone     map[string]bool // objects of destroyed cases
	progress func(messages int)
}

// progressEvery is after how many messages a person is told that it goes on.
const progressEvery = 1000

// Verify reads store and archive again: every object opens and has the hash that was
// recorded, every message has one outcome or is waiting, every chain of events is
// whole, every case is what its events make of it, and what is gone was destroyed by a list.
func (p *Pipeline) Verify(ctx context.Context, progress func(messages int)) (Report, error) {
	v := &checkup{p: p, objects: map[string]bool{}, gone: map[string]bool{}, progress: progress}
	for _, part := range []func(context.Context) error{v.destructions, v.messages, v.cases, v.documents, v.balance, v.archive} {
		if err := part(ctx); err != nil {
			return v.report, err
		}
	}
	return v.report, nil
}

func (v *checkup) say(format string, args ...any) {
	v.report.Trouble = append(v.report.Trouble, fmt.Sprintf(format, args...))
}

func (v *checkup) messages(ctx context.Context) error {
	return v.p.store.EachMessage(ctx, func(m store.Message) error {
		if v.report.Messages++; v.report.Messages%progressEvery == 0 {
			v.progress(v.report.Messages)
		}
		v.objects[m.Object] = true
		_, raw, err := v.p.Original(ctx, m)
		switch {
		case err != nil && v.keyGone(ctx, m.KeyID):
			if err := v.destroyed(ctx, 0, m.Object, m.Number()); err != nil {
				return err
			}
		case err != nil:
			v.say("%s: %v", m.Number(), err)
		case digest(raw) != m.SHA256:
			v.say("%s: the original is not what came in", m.Number())
		}
		return v.chain(ctx, store.OfMessage, m.ID, m.State == store.MessageDecided)
	})
}

// keyGone looks again: a case may be destroyed while this goes on.
func (v *checkup) keyGone(ctx context.Context, keyID int64) bool {
	_, err := v.p.store.Key(ctx, keyID)
	return errors.Is(err, store.ErrKeyDestroyed)
}

// destroyed counts what can no longer be read, which a list must account for.
func (v *checkup) destroyed(ctx context.Context, caseID int64, object, what string) error {
	v.report.Destroyed++
	listed, err := v.p.store.Listed(ctx, caseID, object)
	if err == nil && !listed {
		v.say("%s: its key is gone, and no list says that it was destroyed", what)
	}
	return err
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (v *checkup) chain(ctx context.Context, subject string, id int64, wanted bool) error {
	events, err := v.p.store.Events(ctx, subject, id)
	if err != nil {
		return err
	}
	if err := store.CheckChain(subject, id, events); err != nil {
		v.say("%v", err)
	}
	if wanted && len(events) == 0 {
		v.say("%s %d: nothing says how it was decided", subject, id)
	}
	return nil
}

func (v *checkup) cases(ctx context.Context) error {
	return v.p.store.EachCase(ctx, func(c store.Case) error {
		v.report.Cases++
		if err := v.chain(ctx, store.OfCase, c.ID, true); err != nil {
			return err
		}
		return v.projection(ctx, c)
	})
}

// projection computes the case again from its events and compares it with its row.
func (v *checkup) projection(ctx context.Context, c store.Case) error {
	key, err := v.p.store.Key(ctx, c.KeyID)
	if errors.Is(err, store.ErrKeyDestroyed) {
		return v.destroyed(ctx, c.ID, "", "case "+c.Reference)
	}
	if err != nil {
		return err
	}
	return v.p.store.WithTx(ctx, func(tx *store.Tx) error {
		events, err := tx.CaseEvents(ctx, c.ID, key)
		if err != nil {
			v.say("case %s: %v", c.Reference, err)
			return nil
		}
		now, err := cases.Fold(events)
		if err != nil {
			v.say("case %s: %v", c.Reference, err)
			return nil
		}
		if row := project(c, now); row.State != c.State || row.ReadingID != c.ReadingID || row.Events != c.Events || row.Municipality != c.Municipality || !sameSecond(row.DueAt, c.DueAt) {
			v.say("case %s: its row is not what its events make of it", c.Reference)
		}
		return nil
	})
}

func sameSecond(a, b time.Time) bool { return a.Unix() == b.Unix() }

func (v *checkup) documents(ctx context.Context) error {
	return v.p.store.EachDocument(ctx, func(d store.Document) error {
		v.report.Documents++
		v.objects[d.Object] = true
		pdf, err := v.p.Document(ctx, d)
		switch {
		case err != nil && v.keyGone(ctx, d.KeyID):
			return v.destroyed(ctx, 0, d.Object, fmt.Sprintf("document %d", d.ID))
		case err != nil:
			v.say("document %d: %v", d.ID, err)
		case digest(pdf) != d.SHA256:
			v.say("document %d: not what was made", d.ID)
		}
		return nil
	})
}

// Document gives the bytes of a document that was made.
func (p *Pipeline) Document(ctx context.Context, d store.Document) ([]byte, error) {
	key, err := p.store.Key(ctx, d.KeyID)
	if err != nil {
		return nil, err
	}
	sealed, err := p.archive.Get(d.Object)
	if err != nil {
		return nil, err
	}
	return key.Open(store.DocumentPlace(d.ID), sealed)
}

func (v *checkup) balance(ctx context.Context) error {
	b, err := v.p.store.Balance(ctx, time.Unix(0, 0), v.p.now().Add(time.Hour))
	if err != nil {
		return err
	}
	if b.In != b.Filed+b.Ignored+b.Held+b.Waiting {
		v.say("messages do not add up: %d in, %d filed, %d ignored, %d held, %d waiting", b.In, b.Filed, b.Ignored, b.Held, b.Waiting)
	}
	return nil
}

func (v *checkup) archive(context.Context) error {
	return v.p.archive.Walk(func(name string) error {
		if v.gone[name] {
			return nil // told with its case
		}
		if !v.objects[name] {
			v.report.Orphans++
			return nil
		}
		if _, err := v.p.archive.Get(name); err != nil {
			v.say("archive: %v", err)
		}
		return nil
	})
}
