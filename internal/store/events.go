package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"mdaplus/internal/seal"
	"mdaplus/pipeline/cases"
)

// Subjects of events.
const (
	OfCase    = "case"
	OfMessage = "message"
)

// Event is one line of what happened to a case or a message. Lines are only ever
// added; each carries the hash of the one before, so a changed or missing line shows.
type Event struct {
	Seq    int
	At     time.Time
	Kind   string
	Actor  string // "mdaplus", or who gave the command
	Sealed []byte // JSON data, sealed with the subject's key
	Prev   string
	Hash   string
}

// AddEvent adds the next line of a subject; data is stored as sealed JSON.
func (tx *Tx) AddEvent(ctx context.Context, subject string, id int64, key *seal.Key, kind, actor string, data any, now time.Time) (int, error) {
	plain, err := json.Marshal(data)
	if err != nil {
		return 0, err
	}
	last, err := lastEvent(ctx, tx, subject, id)
	if err != nil {
		return 0, err
	}
	e := Event{Seq: last.Seq + 1, At: now, Kind: kind, Actor: actor, Prev: last.Hash}
	e.Sealed = key.Seal(eventPlace(subject, id, e.Seq), plain)
	e.Hash = hashEvent(subject, id, e)
	_, err = tx.Exec(ctx, `INSERT INTO event (subject, subject_id, seq, at, kind, actor, sealed_data, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, subject, id, e.Seq, Millis(e.At), e.Kind, e.Actor, e.Sealed, e.Prev, e.Hash)
	return e.Seq, err
}

func lastEvent(ctx context.Context, q querier, subject string, id int64) (e Event, err error) {
	err = q.QueryRow(ctx, `SELECT seq, hash FROM event WHERE subject = $1 AND subject_id = $2 ORDER BY seq DESC LIMIT 1`, subject, id).Scan(&e.Seq, &e.Hash)
	if err = notFound(err); errors.Is(err, ErrNotFound) {
		return e, nil
	}
	return e, err
}

func hashEvent(subject string, id int64, e Event) string {
	h := sha256.New()
	data := sha256.Sum256(e.Sealed)
	fmt.Fprintf(h, "%q %d %d %d %q %q %x %q", subject, id, e.Seq, Millis(e.At), e.Kind, e.Actor, data, e.Prev)
	return hex.EncodeToString(h.Sum(nil))
}

func eventPlace(subject string, id int64, seq int) string {
	return fmt.Sprintf("event/%s/%d/%d", subject, id, seq)
}

// Events gives all lines of a subject in order.
func (s *Store) Events(ctx context.Context, subject string, id int64) ([]Event, error) {
	return events(ctx, s.db, subject, id)
}

func events(ctx context.Context, q querier, subject string, id int64) ([]Event, error) {
	return collect(ctx, q, scanEvent, `SELECT seq, at, kind, actor, sealed_data, prev, hash FROM event WHERE subject = $1 AND subject_id = $2 ORDER BY seq`, subject, id)
}

func scanEvent(row Row) (e Event, err error) {
	var at int64
	err = row.Scan(&e.Seq, &at, &e.Kind, &e.Actor, &e.Sealed, &e.Prev, &e.Hash)
	e.At = Time(at)
	return e, err
}

// OpenEvent unseals the data of an event into data.
func OpenEvent(key *seal.Key, subject string, id int64, e Event, data any) error {
	plain, err := key.Open(eventPlace(subject, id, e.Seq), e.Sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, data)
}

// CheckChain says what is wrong with a subject's events; nil when the chain is whole.
func CheckChain(subject string, id int64, events []Event) error {
	prev := ""
	for i, e := range events {
		switch {
		case e.Seq != i+1:
			return fmt.Errorf("%s %d: line %d is missing", subject, id, i+1)
		case e.Prev != prev:
			return fmt.Errorf("%s %d: line %d does not follow the one before", subject, id, e.Seq)
		case e.Hash != hashEvent(subject, id, e):
			return fmt.Errorf("%s %d: line %d was changed", subject, id, e.Seq)
		}
		prev = e.Hash
	}
	return nil
}

// CaseEvents gives what happened to a case, in order, unsealed.
func (tx *Tx) CaseEvents(ctx context.Context, id int64, key *seal.Key) ([]cases.Event, error) {
	return caseEvents(ctx, tx, id, key)
}

// CaseEvents gives what happened to a case, in order, unsealed.
func (s *Store) CaseEvents(ctx context.Context, id int64, key *seal.Key) ([]cases.Event, error) {
	return caseEvents(ctx, s.db, id, key)
}

func caseEvents(ctx context.Context, from querier, id int64, key *seal.Key) ([]cases.Event, error) {
	lines, err := events(ctx, from, OfCase, id)
	if err != nil {
		return nil, err
	}
	all := make([]cases.Event, len(lines))
	for i, line := range lines {
		if err := OpenEvent(key, OfCase, id, line, &all[i]); err != nil {
			return nil, fmt.Errorf("line %d of case %d: %w", line.Seq, id, err)
		}
	}
	return all, nil
}
