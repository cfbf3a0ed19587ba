package store

import (
	"context"
	"errors"
	"time"
)

// ErrLeased means that somebody else holds the lease.
var ErrLeased = errors.New("held by another process")

// TakeLease takes or renews what there is only one of (a mailbox) until the given
// time. One holder at a time: ErrLeased while another's lease has not run out.
func (s *Store) TakeLease(ctx context.Context, name, holder string, until, now time.Time) error {
	return s.WithTx(ctx, func(tx *Tx) error {
		n, err := tx.Exec(ctx, `INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
			WHERE lease.holder = EXCLUDED.holder OR lease.until < $4`, name, holder, Millis(until), Millis(now))
		if err == nil && n == 0 {
			return ErrLeased
		}
		return err
	})
}

// DropLease gives a lease back.
func (s *Store) DropLease(ctx context.Context, name, holder string) error {
	return s.WithTx(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM lease WHERE name = $1 AND holder = $2`, name, holder)
		return err
	})
}

// Health is how the mailbox is doing, as its worker last told.
type Health struct {
	Holder string    // process that reads the mailbox; "" when none does
	State  string    // ok, network, auth
	At     time.Time // last round that went well
}

// MailboxLease is the lease on the one mailbox of an installation.
const MailboxLease = "mailbox"

// TellHealth records how the mailbox is doing, by the process that holds its lease.
func (s *Store) TellHealth(ctx context.Context, holder, state string, at time.Time) error {
	return s.WithTx(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `UPDATE lease SET state = $3, at = $4 WHERE name = $1 AND holder = $2`, MailboxLease, holder, state, millisOrZero(at))
		return err
	})
}

// MailboxHealth gives what the worker last told.
func (s *Store) MailboxHealth(ctx context.Context) (h Health, err error) {
	var at int64
	err = notFound(s.db.QueryRow(ctx, `SELECT holder, state, at FROM lease WHERE name = $1`, MailboxLease).Scan(&h.Holder, &h.State, &at))
	if errors.Is(err, ErrNotFound) {
		return h, nil
	}
	h.At = Time(at)
	return h, err
}

func millisOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return Millis(t)
}
