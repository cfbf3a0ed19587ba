// Package store keeps what happened: messages, cases with their events, readings,
// documents, outgoing mail, and the jobs that are still to be done, in one
// database, SQLite or PostgreSQL. It decides that a change and all that follows
// from it commit together (WithTx), that nothing a person wrote is stored in the
// clear (sealed_ columns), and that every SQL text runs on both databases.
//
// Jobs (River) are disposable: what is still to be done can be told from the
// rows, and Overdue gives it back to the queue when a job was lost.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river"

	"mdaplus/internal/seal"
)

//go:embed migrations
var migrations embed.FS

// ErrNotFound means that there is no such row.
var ErrNotFound = errors.New("not found")

// Options say where the store is and which key seals it.
type Options struct {
	// SQLite is the path of the database file; Postgres a connection string. Exactly one is set.
	SQLite   string
	Postgres string
	Master   *seal.Master
	Log      *slog.Logger
	// ReadOnly opens an existing store beside a running service: for status, verify and held list.
	ReadOnly bool
	// Service is set by the one process that works on the jobs; with SQLite a second one is refused.
	Service bool
}

// Store is one database.
type Store struct {
	db     database
	master *seal.Master
	log    *slog.Logger
}

// Row, Rows and Tx are the little that both drivers have in common. SQL uses $1…$n.
type (
	Row  interface{ Scan(dest ...any) error }
	Rows interface {
		Next() bool
		Scan(dest ...any) error
		Err() error
		Close()
	}
	querier interface {
		Query(ctx context.Context, query string, args ...any) (Rows, error)
		QueryRow(ctx context.Context, query string, args ...any) Row
	}
	driverTx interface {
		querier
		Exec(ctx context.Context, query string, args ...any) (int64, error)
		enqueue(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error
		lock(ctx context.Context, name string) error
	}
	database interface {
		querier // outside a transaction, for reading
		withTx(ctx context.Context, do func(driverTx) error) error
		startJobs(ctx context.Context, config *river.Config) error
		stopJobs(ctx context.Context) error
		goose() (goose.Dialect, *sql.DB, []goose.ProviderOption)
		migrateJobs(ctx context.Context) error
		scrub(ctx context.Context) error
		close()
	}
)

// Tx is a transaction in which everything commits together or not at all. Inside
// it use only the Tx: SQLite has one writer, and asking for another waits for ever.
type Tx struct {
	driverTx
	master *seal.Master
}

// Open connects, brings the schema up to date and checks that the key is the
// store's own.
func Open(ctx context.Context, o Options) (*Store, error) {
	if (o.SQLite == "") == (o.Postgres == "") {
		return nil, errors.New("opening store: name one database, sqlite or postgres")
	}
	var db database
	var err error
	if o.SQLite != "" {
		db, err = openSQLite(o)
	} else {
		db, err = openPostgres(ctx, o)
	}
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	s := &Store{db: db, master: o.Master, log: o.Log}
	if err := s.prepare(ctx, o); err != nil {
		db.close()
		return nil, fmt.Errorf("opening store: %w", err)
	}
	return s, nil
}

func (s *Store) prepare(ctx context.Context, o Options) error {
	if !o.ReadOnly {
		if err := s.migrate(ctx); err != nil {
			return err
		}
	}
	return s.checkKey(ctx, o.ReadOnly)
}

// migrate runs River's steps and then ours, forward only.
func (s *Store) migrate(ctx context.Context) error {
	if err := s.db.migrateJobs(ctx); err != nil {
		return fmt.Errorf("migrating jobs: %w", err)
	}
	dialect, db, options := s.db.goose()
	name := strings.TrimSuffix(string(dialect), "3")
	folder, err := fs.Sub(migrations, "migrations/"+name)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db, folder, options...)
	if err != nil {
		return fmt.Errorf("reading migrations: %w", err)
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("reading schema version: %w", err)
	}
	if current > target {
		return fmt.Errorf("the database has schema %d, this program knows up to %d: use the newer program", current, target)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}

func migrationLock() (goose.ProviderOption, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.WithSessionLocker(locker), nil
}

// checkKey refuses a store that was made with another master key: going on would
// seal new rows that nobody who holds the old key can open.
func (s *Store) checkKey(ctx context.Context, readOnly bool) error {
	want := s.master.Fingerprint("store", "key check")
	have, err := s.setting(ctx, "key check")
	switch {
	case err == nil && have == want:
		return nil
	case err == nil:
		return errors.New("the key file is not the one this store was made with; put the right key file back")
	case !errors.Is(err, ErrNotFound):
		return err
	case readOnly:
		return errors.New("the store is empty")
	}
	return s.WithTx(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO setting (name, value) VALUES ('key check', $1) ON CONFLICT (name) DO NOTHING`, want)
		return err
	})
}

func (s *Store) setting(ctx context.Context, name string) (string, error) {
	var value string
	err := s.db.QueryRow(ctx, `SELECT value FROM setting WHERE name = $1`, name).Scan(&value)
	return value, notFound(err)
}

// WithTx runs do in one transaction and commits when it returns nil.
func (s *Store) WithTx(ctx context.Context, do func(tx *Tx) error) error {
	return s.db.withTx(ctx, func(tx driverTx) error { return do(&Tx{driverTx: tx, master: s.master}) })
}

// Close ends all connections. Jobs must have been stopped.
func (s *Store) Close() { s.db.close() }

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.setting(ctx, "key check")
	return err
}

// Millis is how times are stored: milliseconds since 1970 UTC, sortable and the same on both databases.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// Time is the way back from Millis; 0 gives the zero time.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// collect reads all rows of a query with scan.
func collect[T any](ctx context.Context, q querier, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func scanID(row Row) (id int64, err error) { return id, row.Scan(&id) }
