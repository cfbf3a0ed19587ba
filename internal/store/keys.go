package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mdaplus/internal/seal"
)

// ErrKeyDestroyed means that what is asked for was destroyed on purpose: its key is gone.
var ErrKeyDestroyed = errors.New("the key was destroyed, and with it what it sealed")

// NewKey makes a data key for a case or a message and stores it wrapped.
func (tx *Tx) NewKey(ctx context.Context, now time.Time) (int64, *seal.Key, error) {
	key, wrapped, err := tx.master.NewKey()
	if err != nil {
		return 0, nil, err
	}
	id, err := tx.addKey(ctx, wrapped, now)
	return id, key, err
}

func (tx *Tx) addKey(ctx context.Context, wrapped []byte, now time.Time) (int64, error) {
	return scanID(tx.QueryRow(ctx, `INSERT INTO data_key (wrapped, created_at) VALUES ($1, $2) RETURNING id`, wrapped, Millis(now)))
}

// Key opens a data key.
func (tx *Tx) Key(ctx context.Context, id int64) (*seal.Key, error) {
	return openKey(ctx, tx, tx.master, id)
}

// Key opens a data key outside a transaction.
func (s *Store) Key(ctx context.Context, id int64) (*seal.Key, error) {
	return openKey(ctx, s.db, s.master, id)
}

func openKey(ctx context.Context, q querier, master *seal.Master, id int64) (*seal.Key, error) {
	var wrapped []byte
	err := notFound(q.QueryRow(ctx, `SELECT wrapped FROM data_key WHERE id = $1`, id).Scan(&wrapped))
	if errors.Is(err, ErrNotFound) {
		return nil, ErrKeyDestroyed
	}
	if err != nil {
		return nil, fmt.Errorf("reading data key %d: %w", id, err)
	}
	return master.Unwrap(wrapped)
}

// Fingerprint makes the token by which equal values are found without storing them.
func (s *Store) Fingerprint(domain, value string) string { return s.master.Fingerprint(domain, value) }

// Fingerprint is the same inside a transaction.
func (tx *Tx) Fingerprint(domain, value string) string {
	return tx.master.Fingerprint(domain, value)
}

// FreshKey makes a data key before there is a row to keep it: its wrapped form goes in with AddMessage.
func (s *Store) FreshKey() (*seal.Key, []byte, error) { return s.master.NewKey() }
