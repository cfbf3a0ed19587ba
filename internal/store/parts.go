package store

import (
	"context"
	"time"
)

// PartLooked records that a part of the archive was read from end to end.
func (s *Store) PartLooked(ctx context.Context, part int, at time.Time) error {
	return s.WithTx(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO archive_part (part, looked_at) VALUES ($1, $2)
			ON CONFLICT (part) DO UPDATE SET looked_at = EXCLUDED.looked_at`, part, Millis(at))
		return err
	})
}

// PartsLooked gives for each part of the archive that was ever read when that was last.
func (s *Store) PartsLooked(ctx context.Context) (map[int]time.Time, error) {
	type look struct {
		part int
		at   time.Time
	}
	looks, err := collect(ctx, s.db, func(row Row) (l look, err error) {
		var at int64
		err = row.Scan(&l.part, &at)
		l.at = Time(at)
		return l, err
	}, `SELECT part, looked_at FROM archive_part`)
	out := map[int]time.Time{}
	for _, l := range looks {
		out[l.part] = l.at
	}
	return out, err
}
