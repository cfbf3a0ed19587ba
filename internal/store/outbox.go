package store

import (
	"context"
	"errors"
	"time"

	"mdaplus/internal/seal"
)

// States of an outgoing mail.
//
//	queued → sending → sent
//	            ├────→ retry (at next_at) → sending …
//	            ├────→ uncertain: the connection was lost after the last byte, or
//	            │       the program died meanwhile; look for a copy before sending again
//	            └────→ failed: a person must act
//	suppressed: decided not to send, with the reason; bounced: a report came back
const (
	Queued     = "queued"
	Sending    = "sending"
	Sent       = "sent"
	Retry      = "retry"
	Failed     = "failed"
	Uncertain  = "uncertain"
	Suppressed = "suppressed"
	Bounced    = "bounced"
)

// Mail is one mail to one recipient.
type Mail struct {
	ID        int64
	Origin    string // what it answers, unique: a second answer to the same thing is impossible
	Kind      string // received, questions, summary, …
	CaseID    int64
	MessageID int64  // our number of the message it answers
	MailID    string // its Message-ID, fixed
	Recipient string // fingerprint of the address
	KeyID     int64
	SealedTo  []byte
	SealedRaw []byte
	State     string
	Reason    string
	Attempts  int
	Resends   int // how often it was sent again after uncertainty
	Holder    string
	NextAt    time.Time
	LastCode  int
	LastText  string
	CreatedAt time.Time
	SentAt    time.Time
}

const mailColumns = `id, origin, kind, case_id, message_id, mail_id, recipient, key_id, sealed_to, sealed_raw, state, reason, attempts, resends, holder,
	next_at, last_code, last_text, created_at, COALESCE(sent_at, 0)`

func scanMail(row Row) (m Mail, err error) {
	var next, created, sent int64
	err = row.Scan(&m.ID, &m.Origin, &m.Kind, &m.CaseID, &m.MessageID, &m.MailID, &m.Recipient, &m.KeyID, &m.SealedTo, &m.SealedRaw, &m.State, &m.Reason,
		&m.Attempts, &m.Resends, &m.Holder, &next, &m.LastCode, &m.LastText, &created, &sent)
	m.NextAt, m.CreatedAt, m.SentAt = Time(next), Time(created), Time(sent)
	return m, notFound(err)
}

// AddMail stores an outgoing mail. For an origin that was answered already it does nothing and gives 0.
func (tx *Tx) AddMail(ctx context.Context, m Mail) (int64, error) {
	id, err := scanID(tx.QueryRow(ctx, `INSERT INTO outbox (origin, kind, case_id, message_id, mail_id, recipient, key_id, sealed_to, sealed_raw, state, reason, next_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (origin) DO NOTHING RETURNING id`,
		m.Origin, m.Kind, m.CaseID, m.MessageID, m.MailID, m.Recipient, m.KeyID, m.SealedTo, m.SealedRaw, m.State, m.Reason, Millis(m.NextAt), Millis(m.CreatedAt)))
	if errors.Is(notFound(err), ErrNotFound) {
		return 0, nil
	}
	return id, err
}

// Mail gives one outgoing mail.
func (s *Store) Mail(ctx context.Context, id int64) (Mail, error) {
	return scanMail(s.db.QueryRow(ctx, `SELECT `+mailColumns+` FROM outbox WHERE id = $1`, id))
}

// MailByMailID finds an outgoing mail by its Message-ID.
func (tx *Tx) MailByMailID(ctx context.Context, mailID string) (Mail, error) {
	return scanMail(tx.QueryRow(ctx, `SELECT `+mailColumns+` FROM outbox WHERE mail_id = $1`, mailID))
}

// MailsOf lists what was sent about a message, oldest first.
func (s *Store) MailsOf(ctx context.Context, messageID int64) ([]Mail, error) {
	return collect(ctx, s.db, scanMail, `SELECT `+mailColumns+` FROM outbox WHERE message_id = $1 ORDER BY id`, messageID)
}

// MailsOfCase lists the mails about a case, oldest first.
func (s *Store) MailsOfCase(ctx context.Context, caseID int64) ([]Mail, error) {
	return collect(ctx, s.db, scanMail, `SELECT `+mailColumns+` FROM outbox WHERE case_id = $1 ORDER BY id`, caseID)
}

// ClaimMail takes a mail for sending until the given time, or gives ErrNotFound
// when it is not due or somebody holds it.
func (s *Store) ClaimMail(ctx context.Context, id int64, holder string, until, now time.Time) (m Mail, err error) {
	err = s.WithTx(ctx, func(tx *Tx) error {
		m, err = scanMail(tx.QueryRow(ctx, `UPDATE outbox SET state = 'sending', holder = $2, next_at = $3, attempts = attempts + 1
			WHERE id = $1 AND state IN ('queued', 'retry') AND next_at <= $4 RETURNING `+mailColumns, id, holder, Millis(until), Millis(now)))
		return err
	})
	return m, err
}

// MailDone records what came of a mail that this holder was sending or looking into.
// It changes nothing when the mail was taken over meanwhile.
func (tx *Tx) MailDone(ctx context.Context, m Mail, from string, now time.Time) (bool, error) {
	var sent any
	if m.State == Sent {
		sent = Millis(now)
	}
	n, err := tx.Exec(ctx, `UPDATE outbox SET state = $2, reason = $3, next_at = $4, last_code = $5, last_text = $6, sent_at = COALESCE($7, sent_at), resends = $8
		WHERE id = $1 AND state = $9 AND holder = $10`, m.ID, m.State, m.Reason, Millis(m.NextAt), m.LastCode, m.LastText, sent, m.Resends, from, m.Holder)
	return n > 0, err
}

// MailBounced records that a delivery report came back for a mail that was sent.
func (tx *Tx) MailBounced(ctx context.Context, id int64, code string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE outbox SET state = 'bounced', reason = $2 WHERE id = $1 AND state IN ('sent', 'uncertain', 'sending', 'retry')`, id, code)
	return n > 0, err
}

// OrphanMails makes uncertain what a dead process was sending: every mail in
// state sending (alone), or with an expired claim. Somebody will look into them.
// What the dead process had handed over may still be on its way into the server, so
// nobody looks before the given time.
func (s *Store) OrphanMails(ctx context.Context, now, look time.Time, alone bool) (ids []int64, err error) {
	limit := Millis(now)
	if alone { // nobody else can be sending
		limit = Millis(now.Add(100 * 365 * 24 * time.Hour))
	}
	err = s.WithTx(ctx, func(tx *Tx) error {
		ids, err = collect(ctx, tx, scanID, `UPDATE outbox SET state = 'uncertain', reason = 'interrupted', next_at = $2
			WHERE state = 'sending' AND next_at < $1 RETURNING id`, limit, Millis(look))
		for _, id := range ids {
			if err == nil {
				err = tx.Enqueue(ctx, "send", id)
			}
		}
		return err
	})
	return ids, err
}

// MailsTo counts the mails to one recipient since a time.
func (tx *Tx) MailsTo(ctx context.Context, recipient string, since time.Time) (n int, err error) {
	return n, tx.QueryRow(ctx, `SELECT COUNT(*) FROM outbox WHERE recipient = $1 AND created_at >= $2 AND state <> 'suppressed'`, recipient, Millis(since)).Scan(&n)
}

// MailsOfKind counts the mails of a kind since a time.
func (tx *Tx) MailsOfKind(ctx context.Context, kind string, since time.Time) (n int, err error) {
	return n, tx.QueryRow(ctx, `SELECT COUNT(*) FROM outbox WHERE kind = $1 AND created_at >= $2`, kind, Millis(since)).Scan(&n)
}

// MailsOfKindTo counts mails of a kind to one address, given as its fingerprint.
func (tx *Tx) MailsOfKindTo(ctx context.Context, kind, recipient string) (n int, err error) {
	return n, tx.QueryRow(ctx, `SELECT COUNT(*) FROM outbox WHERE kind = $1 AND recipient = $2`, kind, recipient).Scan(&n)
}

// OutboxBalance counts outgoing mail by state.
func (s *Store) OutboxBalance(ctx context.Context) (map[string]int, error) {
	type count struct {
		state string
		n     int
	}
	all, err := collect(ctx, s.db, func(row Row) (c count, err error) { return c, row.Scan(&c.state, &c.n) }, `SELECT state, COUNT(*) FROM outbox GROUP BY state`)
	byState := map[string]int{}
	for _, c := range all {
		byState[c.state] = c.n
	}
	return byState, err
}

// Troubled lists mails that a person must look at.
func (s *Store) Troubled(ctx context.Context, limit int) ([]Mail, error) {
	return collect(ctx, s.db, scanMail, `SELECT `+mailColumns+` FROM outbox WHERE state IN ('failed', 'bounced') ORDER BY id DESC LIMIT $1`, limit)
}

// Places that the sealed parts of a mail belong to.
func toPlace(mailID string) string  { return "outbox.to/" + mailID }
func rawPlace(mailID string) string { return "outbox.raw/" + mailID }

// SealMail fills the sealed parts of a mail.
func SealMail(key *seal.Key, m *Mail, to string, raw []byte) {
	m.SealedTo = key.Seal(toPlace(m.MailID), []byte(to))
	m.SealedRaw = key.Seal(rawPlace(m.MailID), raw)
}

// OpenMail gives address and bytes of a mail.
func OpenMail(key *seal.Key, m Mail) (to string, raw []byte, err error) {
	address, err := key.Open(toPlace(m.MailID), m.SealedTo)
	if err != nil {
		return "", nil, err
	}
	raw, err = key.Open(rawPlace(m.MailID), m.SealedRaw)
	return string(address), raw, err
}
