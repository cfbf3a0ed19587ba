package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mdaplus/internal/seal"
)

// Where a message stands. The CHECKs of the schema hold the same.
const (
	MessageStored  = "stored"  // its bytes are safe; nobody has read it yet
	MessageDecided = "decided" // it has its one outcome
)

// Origins of a message.
const (
	FromMailbox = "mailbox"
	ByHand      = "hand"
)

// ErrDecided means that somebody else decided the message meanwhile.
var ErrDecided = errors.New("the message was decided already")

// Message is one distinct message, by its bytes.
type Message struct {
	ID                   int64
	SHA256               string
	Size                 int64
	KeyID                int64
	Object               string // name in the archive
	Origin               string
	Refused              string // code: the mailbox did not give it whole, the bytes are its header
	Attempts             int
	State                string
	Outcome              string // filed, ignored, held; "" while stored
	Reason               string // stable code
	ReceivedAt, StoredAt time.Time
	DecidedAt            time.Time
	ReleasedAt           time.Time // when a person dealt with a held message
}

// Number is how people name a message: B-2026-000123.
func (m Message) Number() string {
	return fmt.Sprintf("B-%d-%06d", m.ReceivedAt.Year(), m.ID)
}

const messageColumns = `id, sha256, size, key_id, object, origin, refused, attempts, state, COALESCE(outcome, ''), reason,
	received_at, stored_at, COALESCE(decided_at, 0), COALESCE(released_at, 0)`

func scanMessage(row Row) (m Message, err error) {
	var received, stored, decided, released int64
	err = row.Scan(&m.ID, &m.SHA256, &m.Size, &m.KeyID, &m.Object, &m.Origin, &m.Refused, &m.Attempts, &m.State, &m.Outcome, &m.Reason,
		&received, &stored, &decided, &released)
	m.ReceivedAt, m.StoredAt, m.DecidedAt, m.ReleasedAt = Time(received), Time(stored), Time(decided), Time(released)
	return m, notFound(err)
}

// NewMessage is what is known of a message when its bytes are safe.
type NewMessage struct {
	SHA256     string
	Size       int64
	Wrapped    []byte // its data key, wrapped
	Object     string
	Origin     string
	Refused    string
	SealedName []byte // file name it came with, sealed
	ReceivedAt time.Time
	StoredAt   time.Time
}

// AddMessage stores a message, or finds the one with the same bytes (isNew false).
func (tx *Tx) AddMessage(ctx context.Context, n NewMessage) (m Message, isNew bool, err error) {
	m, err = tx.MessageBySHA(ctx, n.SHA256)
	if !errors.Is(err, ErrNotFound) {
		return m, false, err
	}
	keyID, err := tx.addKey(ctx, n.Wrapped, n.StoredAt)
	if err != nil {
		return m, false, err
	}
	m, err = scanMessage(tx.QueryRow(ctx, `INSERT INTO message (sha256, size, key_id, object, origin, refused, sealed_name, received_at, stored_at, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'stored') ON CONFLICT (sha256) DO NOTHING RETURNING `+messageColumns,
		n.SHA256, n.Size, keyID, n.Object, n.Origin, n.Refused, n.SealedName, Millis(n.ReceivedAt), Millis(n.StoredAt)))
	if errors.Is(err, ErrNotFound) { // another process was first
		m, err = tx.MessageBySHA(ctx, n.SHA256)
		return m, false, err
	}
	return m, err == nil, err
}

// MessageBySHA finds a message by the SHA-256 of its bytes.
func (tx *Tx) MessageBySHA(ctx context.Context, sha string) (Message, error) {
	return scanMessage(tx.QueryRow(ctx, `SELECT `+messageColumns+` FROM message WHERE sha256 = $1`, sha))
}

// MessageBySHA finds a message by the SHA-256 of its bytes.
func (s *Store) MessageBySHA(ctx context.Context, sha string) (Message, error) {
	return scanMessage(s.db.QueryRow(ctx, `SELECT `+messageColumns+` FROM message WHERE sha256 = $1`, sha))
}

// Message gives one message.
func (s *Store) Message(ctx context.Context, id int64) (Message, error) {
	return scanMessage(s.db.QueryRow(ctx, `SELECT `+messageColumns+` FROM message WHERE id = $1`, id))
}

// Message gives one message as this transaction sees it.
func (tx *Tx) Message(ctx context.Context, id int64) (Message, error) {
	return scanMessage(tx.QueryRow(ctx, `SELECT `+messageColumns+` FROM message WHERE id = $1`, id))
}

// Attempt counts a failed try to read the message.
func (s *Store) Attempt(ctx context.Context, id int64) error {
	return s.WithTx(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `UPDATE message SET attempts = attempts + 1 WHERE id = $1`, id)
		return err
	})
}

// Decide gives a stored message its one outcome, or ErrDecided.
func (tx *Tx) Decide(ctx context.Context, id int64, outcome, reason, semantic string, sealedReading []byte, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE message SET state = 'decided', outcome = $2, reason = $3, semantic = $4, sealed_reading = $5, decided_at = $6
		WHERE id = $1 AND state = 'stored'`, id, outcome, reason, semantic, sealedReading, Millis(now))
	if err == nil && n == 0 {
		return ErrDecided
	}
	return err
}

// SealedReading gives what was read of a message, sealed with the message's key.
func (s *Store) SealedReading(ctx context.Context, id int64) (sealed []byte, err error) {
	err = s.db.QueryRow(ctx, `SELECT sealed_reading FROM message WHERE id = $1`, id).Scan(&sealed)
	return sealed, notFound(err)
}

// SealedName gives the file name a message came with, sealed with its key.
func (s *Store) SealedName(ctx context.Context, id int64) (sealed []byte, err error) {
	err = s.db.QueryRow(ctx, `SELECT sealed_name FROM message WHERE id = $1`, id).Scan(&sealed)
	return sealed, notFound(err)
}

// SameSemantic says whether another decided message carries the same content (a resend, a copy by Cc).
func (tx *Tx) SameSemantic(ctx context.Context, id int64, semantic string) (bool, error) {
	if semantic == "" {
		return false, nil
	}
	var n int
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM message WHERE semantic = $1 AND semantic <> '' AND id <> $2`, semantic, id).Scan(&n)
	return n > 0, err
}

// Held lists the held messages that wait for a person, oldest first.
func (s *Store) Held(ctx context.Context, limit int) ([]Message, error) {
	return collect(ctx, s.db, scanMessage, `SELECT `+messageColumns+` FROM message
		WHERE outcome = 'held' AND released_at IS NULL ORDER BY id LIMIT $1`, limit)
}

// Release records that a person dealt with a held message.
func (tx *Tx) Release(ctx context.Context, id int64, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE message SET released_at = $2 WHERE id = $1 AND outcome = 'held' AND released_at IS NULL`, id, Millis(now))
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// Reopen makes a held message wait to be read again, as after an update of the program.
func (tx *Tx) Reopen(ctx context.Context, id int64) error {
	n, err := tx.Exec(ctx, `UPDATE message SET state = 'stored', outcome = NULL, decided_at = NULL, reason = '', attempts = 0, sealed_reading = NULL
		WHERE id = $1 AND outcome = 'held' AND released_at IS NULL`, id)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// Place is where a message lies in a mailbox (RFC 9051 2.3.1.1).
type Place struct {
	Account, Folder  string
	UIDValidity, UID uint32
}

// AddArrival records that a message was seen in a place. Seeing it again changes nothing.
func (tx *Tx) AddArrival(ctx context.Context, p Place, messageID int64, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO arrival (account, folder, uidvalidity, uid, message_id, seen_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account, folder, uidvalidity, uid) DO NOTHING`, p.Account, p.Folder, int64(p.UIDValidity), int64(p.UID), messageID, Millis(now))
	return err
}

// Standing is how far the message in a place is: State and Outcome as in Message.
type Standing struct{ State, Outcome string }

// Standings tells, by UID, of every message seen in this folder that may still lie there.
func (s *Store) Standings(ctx context.Context, account, folder string, uidValidity uint32) (map[uint32]Standing, error) {
	type seen struct {
		uid int64
		Standing
	}
	all, err := collect(ctx, s.db, func(row Row) (p seen, err error) {
		return p, row.Scan(&p.uid, &p.State, &p.Outcome)
	}, `SELECT a.uid, m.state, COALESCE(m.outcome, '') FROM arrival a JOIN message m ON m.id = a.message_id
		WHERE a.account = $1 AND a.folder = $2 AND a.uidvalidity = $3 AND a.moved_at IS NULL`, account, folder, int64(uidValidity))
	byUID := make(map[uint32]Standing, len(all))
	for _, p := range all {
		byUID[uint32(p.uid)] = p.Standing
	}
	return byUID, err
}

// Move is where the message in a place went.
type Move struct {
	From   Place
	Folder string
	UID    uint32 // 0 when the server did not tell
}

// Moved records where messages went, all in one commit.
func (s *Store) Moved(ctx context.Context, moves []Move, now time.Time) error {
	return s.WithTx(ctx, func(tx *Tx) error {
		for _, m := range moves {
			_, err := tx.Exec(ctx, `UPDATE arrival SET moved_to = $5, moved_uid = $6, moved_at = $7
				WHERE account = $1 AND folder = $2 AND uidvalidity = $3 AND uid = $4`,
				m.From.Account, m.From.Folder, int64(m.From.UIDValidity), int64(m.From.UID), m.Folder, int64(m.UID), Millis(now))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Balance is what came of the messages of a period: In is always the sum of the rest.
type Balance struct{ In, Filed, Ignored, Held, Waiting, Doubles int }

// Balance counts the messages stored from and before the given times, and how
// many more arrivals were the same bytes again.
func (s *Store) Balance(ctx context.Context, from, before time.Time) (b Balance, err error) {
	err = s.db.QueryRow(ctx, `SELECT COUNT(*),
		COALESCE(SUM(CASE WHEN outcome = 'filed' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN outcome = 'ignored' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN outcome = 'held' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'stored' THEN 1 ELSE 0 END), 0)
		FROM message WHERE stored_at >= $1 AND stored_at < $2`, Millis(from), Millis(before)).
		Scan(&b.In, &b.Filed, &b.Ignored, &b.Held, &b.Waiting)
	if err != nil {
		return b, err
	}
	var arrivals, first int
	err = s.db.QueryRow(ctx, `SELECT COUNT(*), COUNT(DISTINCT message_id) FROM arrival WHERE seen_at >= $1 AND seen_at < $2`,
		Millis(from), Millis(before)).Scan(&arrivals, &first)
	b.Doubles = arrivals - first
	return b, err
}

// EachMessage visits every message in order, for verify.
func (s *Store) EachMessage(ctx context.Context, visit func(Message) error) error {
	for after := int64(0); ; {
		page, err := collect(ctx, s.db, scanMessage, `SELECT `+messageColumns+` FROM message WHERE id > $1 ORDER BY id LIMIT 500`, after)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, m := range page {
			if err := visit(m); err != nil {
				return err
			}
			after = m.ID
		}
	}
}

// OpenReading unseals a message's stored reading.
func OpenReading(key *seal.Key, m Message, sealed []byte) ([]byte, error) {
	return key.Open(ReadingPlace(m.SHA256), sealed)
}

// Places that sealed texts of a message belong to.
func ReadingPlace(sha string) string  { return "message.reading/" + sha }
func OriginalPlace(sha string) string { return "message.original/" + sha }
func NamePlace(sha string) string     { return "message.name/" + sha }

// Settled says whether nothing is on its way: every message decided, every wanted
// document made, every mail sent or given up.
func (s *Store) Settled(ctx context.Context) (bool, error) {
	var n int
	err := s.db.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM message WHERE state = 'stored') + (SELECT COUNT(*) FROM document WHERE state = 'wanted')
		+ (SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending', 'retry', 'uncertain'))`).Scan(&n)
	return n == 0, err
}
