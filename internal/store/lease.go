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
