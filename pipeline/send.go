package pipeline

import (
	"context"
	"errors"
	"sync"
	"time"

	"mdaplus/internal/store"
)

// Limits of sending.
const (
	giveUpAfter   = 48 * time.Hour // temporary failures
	leastAttempts = 5              // before that, also of a mail that waited while everything was down
	maxResends    = 20             // after uncertainty, when the server's copies say that a mail did not go out
	blindResends  = 1              // the same without copies to look at: a second time it could arrive twice
	accountPause  = time.Minute    // while log-in or TLS fails, nothing is tried
)

// accountGate holds back all mail while the account is in trouble: that is no mail's fault.
type accountGate struct {
	mu    sync.Mutex
	until time.Time
	why   string
}

func (g *accountGate) shut(until time.Time, why string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.until, g.why = until, why
}

func (g *accountGate) wait(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until.Sub(now)
}

// send brings one mail on its way, or looks into one of which nobody knows whether it went.
func (p *Pipeline) send(ctx context.Context, id int64) error {
	if wait := p.pause.wait(p.now()); wait > 0 {
		return store.Later(wait)
	}
	m, err := p.store.Mail(ctx, id)
	if err != nil {
		return err
	}
	switch m.State {
	case store.Queued, store.Retry:
		if wait := m.NextAt.Sub(p.now()); wait > 0 {
			return store.Later(wait)
		}
		return p.deliver(ctx, id)
	case store.Uncertain:
		if wait := m.NextAt.Sub(p.now()); wait > 0 {
			return store.Later(wait)
		}
		return p.lookInto(ctx, m)
	}
	return nil // sent, failed, suppressed, or somebody is at it
}

func (p *Pipeline) deliver(ctx context.Context, id int64) error {
	m, err := p.store.ClaimMail(ctx, id, p.holder, p.now().Add(p.settings.SendLease), p.now())
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	key, err := p.store.Key(ctx, m.KeyID)
	if errors.Is(err, store.ErrKeyDestroyed) {
		return p.settle(ctx, m, store.Sending, store.Suppressed, "destroyed", time.Time{})
	}
	if err != nil {
		return err
	}
	to, raw, err := store.OpenMail(key, m)
	if err != nil {
		return err
	}
	d := p.sender.Send(ctx, to, envelopeID(m), raw)
	m.LastCode, m.LastText = d.Code, d.Text
	// What came of it is booked even when this process is told to stop meanwhile.
	return p.book(context.WithoutCancel(ctx), m, d)
}

// envelopeID comes back in a delivery report (RFC 3461 ENVID).
func envelopeID(m store.Mail) string {
	return m.MailID[1 : len(m.MailID)-1]
}

func (p *Pipeline) book(ctx context.Context, m store.Mail, d Delivery) error {
	now := p.now()
	switch d.State {
	case Delivered:
		return p.settle(ctx, m, store.Sending, store.Sent, "", now)
	case Unknown:
		p.log.Warn("connection lost after a mail was handed over", "mail", m.ID)
		return p.settle(ctx, m, store.Sending, store.Uncertain, "connection-lost", now.Add(p.settings.LookAgain))
	case Refused:
		return p.settle(ctx, m, store.Sending, store.Failed, "refused", now)
	case AccountTrouble:
		p.log.Error("the mail account cannot send", "code", d.Code, "status", d.Text)
		p.pause.shut(now.Add(accountPause), d.Text)
		return p.settle(ctx, m, store.Sending, store.Retry, "account", now.Add(accountPause))
	}
	if now.Sub(m.CreatedAt) > giveUpAfter && m.Attempts >= leastAttempts {
		return p.settle(ctx, m, store.Sending, store.Failed, "given-up", now)
	}
	return p.settle(ctx, m, store.Sending, store.Retry, "temporary", now.Add(p.sender.Backoff(m.Attempts)))
}

// lookInto finds out whether an uncertain mail went out: a copy in the folder of
// sent mail says so. When the server keeps copies and there is none, it did not go
// out, and the same bytes are sent again. Where no copies are kept, that is done once;
// a second uncertainty is for a person.
func (p *Pipeline) lookInto(ctx context.Context, m store.Mail) error {
	found, err := p.findSent(ctx, m.MailID)
	switch {
	case err != nil && p.now().Sub(m.CreatedAt) > giveUpAfter:
		return p.settle(ctx, m, store.Uncertain, store.Failed, "uncertain", p.now())
	case err != nil:
		p.log.Warn("looking for a sent copy", "mail", m.ID, "error", err)
		return store.Later(p.settings.LookAgain)
	case found:
		return p.settle(ctx, m, store.Uncertain, store.Sent, "found-copy", p.now())
	case m.Resends >= p.resends():
		return p.settle(ctx, m, store.Uncertain, store.Failed, "uncertain", p.now())
	}
	m.Resends++
	if err := p.settle(ctx, m, store.Uncertain, store.Queued, "sent-again", p.now()); err != nil {
		return err
	}
	return p.deliver(ctx, m.ID)
}

func (p *Pipeline) findSent(ctx context.Context, mailID string) (bool, error) {
	if !p.sender.KeepsCopies() {
		return false, nil
	}
	return p.sender.FindSent(ctx, mailID)
}

func (p *Pipeline) resends() int {
	if p.sender.KeepsCopies() {
		return maxResends
	}
	return blindResends
}

// settle records the new state of a mail; a failure is told to the project leader in the same transaction.
func (p *Pipeline) settle(ctx context.Context, m store.Mail, from, to, reason string, next time.Time) error {
	m.State, m.Reason, m.NextAt = to, reason, next
	err := p.store.WithTx(ctx, func(tx *store.Tx) error {
		changed, err := tx.MailDone(ctx, m, from, p.now())
		if err != nil || !changed || to != store.Failed {
			return err
		}
		return p.answerFailed(ctx, tx, m, m.LastText, reason == "uncertain")
	})
	if err == nil && (to == store.Retry || to == store.Uncertain) {
		return store.Later(next.Sub(p.now()))
	}
	return err
}
