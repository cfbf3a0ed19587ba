package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/pressly/goose/v3"
	gooseDB "github.com/pressly/goose/v3/database"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"golang.org/x/sys/unix"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// readers is how many connections may read beside the one that writes.
const readers = 4

// ErrInUse means that another service works on this data folder.
var ErrInUse = errors.New("another mdaplus is using this data folder; stop it first, or use PostgreSQL to share the work")

// sqliteDB has one connection that writes and a few that read, so that pages and
// commands never wait for the work.
type sqliteDB struct {
	writer, reader *sql.DB
	jobs           *river.Client[*sql.Tx]
	guard          *os.File
	written        *statements
}

func openSQLite(o Options) (database, error) {
	db := &sqliteDB{written: &statements{ready: map[string]*sql.Stmt{}}}
	if err := db.open(o); err != nil {
		db.close()
		return nil, err
	}
	return db, nil
}

func (d *sqliteDB) open(o Options) (err error) {
	if o.Service {
		if d.guard, err = lockFile(o.SQLite + ".lock"); err != nil {
			return err
		}
	}
	if o.ReadOnly {
		if _, err := os.Stat(o.SQLite); err != nil {
			return fmt.Errorf("no store there yet: %w", err)
		}
	} else {
		if d.writer, err = sql.Open("sqlite", sqliteURL(o.SQLite, "&_txlock=immediate")); err != nil {
			return err
		}
		d.writer.SetMaxOpenConns(1)
		if err := d.newClient(nil); err != nil {
			return err
		}
	}
	if d.reader, err = sql.Open("sqlite", sqliteURL(o.SQLite, "&_pragma=query_only(1)")); err != nil {
		return err
	}
	d.reader.SetMaxOpenConns(readers)
	return nil
}

// sqliteURL gives the settings that matter: WAL so that readers do not wait, FULL
// so that a commit survives a power cut (the mail is moved right after it), and
// immediate transactions so that two writers wait instead of failing.
func sqliteURL(path, more string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	return u.String() + "?_time_format=sqlite&_timezone=UTC&_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)" +
		"&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)&_pragma=foreign_keys(1)&_pragma=temp_store(memory)&_pragma=secure_delete(1)" + more
}

// lockFile takes the folder for this process; the lock goes when the process does.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = ErrInUse
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (d *sqliteDB) newClient(config *river.Config) (err error) {
	d.jobs, err = river.NewClient(riversqlite.New(d.writer), orInsertOnly(config))
	return err
}

func (d *sqliteDB) migrateJobs(ctx context.Context) error {
	m, err := rivermigrate.New(riversqlite.New(d.writer), nil)
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

func (d *sqliteDB) goose() (goose.Dialect, *sql.DB, []goose.ProviderOption) {
	return gooseDB.DialectSQLite3, d.writer, nil
}

// startJobs first frees the jobs that a killed process left running, and its place as
// leader: the folder is locked, so nobody else can be at work.
func (d *sqliteDB) startJobs(ctx context.Context, config *river.Config) error {
	for _, free := range []string{`UPDATE river_job SET state = 'available' WHERE state = 'running'`, `DELETE FROM river_leader`} {
		if _, err := d.writer.ExecContext(ctx, free); err != nil {
			return fmt.Errorf("freeing jobs: %w", err)
		}
	}
	if err := d.newClient(config); err != nil {
		return err
	}
	return d.jobs.Start(ctx)
}

// scrub empties the write-ahead log, in which a deleted key would still stand; in the file
// itself its place was overwritten (secure_delete).
func (d *sqliteDB) scrub(ctx context.Context) error {
	var busy, frames, moved int
	if err := d.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
		return fmt.Errorf("emptying the database's log: %w", err)
	}
	if busy != 0 {
		return errors.New("the database's log is in use and still holds what was deleted; run it again")
	}
	return nil
}

func (d *sqliteDB) stopJobs(ctx context.Context) error { return d.jobs.Stop(ctx) }

func (d *sqliteDB) close() {
	if d.writer != nil {
		d.writer.Close()
	}
	if d.reader != nil {
		d.reader.Close()
	}
	if d.guard != nil {
		d.guard.Close()
	}
}

func (d *sqliteDB) Query(ctx context.Context, query string, args ...any) (Rows, error) {
	return sqlRows(d.reader.QueryContext(ctx, query, args...))
}

func (d *sqliteDB) QueryRow(ctx context.Context, query string, args ...any) Row {
	return d.reader.QueryRowContext(ctx, query, args...)
}

func (d *sqliteDB) withTx(ctx context.Context, do func(driverTx) error) error {
	if err := d.written.prepare(ctx, d.writer); err != nil {
		return err
	}
	tx, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(sqliteTx{tx, d.jobs, d.written}); err != nil {
		return err
	}
	return tx.Commit()
}

// statements keeps our SQL compiled: compiling is a fifth of the work otherwise. Inside
// a transaction the one connection is taken, so a text seen for the first time is
// compiled before the next transaction.
type statements struct {
	mu    sync.Mutex
	ready map[string]*sql.Stmt
	new   []string
}

// prepare holds no lock while it waits for the connection: whoever has it asks for statements.
func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	s.mu.Lock()
	queries := s.new
	s.new = nil
	s.mu.Unlock()
	for _, query := range queries {
		stmt, err := db.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		s.keep(query, stmt)
	}
	return nil
}

// keep stores a statement, or closes it when another was kept meanwhile.
func (s *statements) keep(query string, stmt *sql.Stmt) {
	s.mu.Lock()
	old := s.ready[query]
	if old == nil {
		s.ready[query] = stmt
	}
	s.mu.Unlock()
	if old != nil {
		stmt.Close()
	}
}

// in gives the compiled statement for use in a transaction, nil the first time.
func (s *statements) in(ctx context.Context, tx *sql.Tx, query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.ready[query]; stmt != nil {
		return tx.StmtContext(ctx, stmt)
	}
	s.new = append(s.new, query)
	return nil
}

type sqliteTx struct {
	tx      *sql.Tx
	jobs    *river.Client[*sql.Tx]
	written *statements
}

func (t sqliteTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	var result sql.Result
	var err error
	if stmt := t.written.in(ctx, t.tx, query); stmt != nil {
		result, err = stmt.ExecContext(ctx, args...)
	} else {
		result, err = t.tx.ExecContext(ctx, query, args...)
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (t sqliteTx) Query(ctx context.Context, query string, args ...any) (Rows, error) {
	if stmt := t.written.in(ctx, t.tx, query); stmt != nil {
		return sqlRows(stmt.QueryContext(ctx, args...))
	}
	return sqlRows(t.tx.QueryContext(ctx, query, args...))
}

func (t sqliteTx) QueryRow(ctx context.Context, query string, args ...any) Row {
	if stmt := t.written.in(ctx, t.tx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return t.tx.QueryRowContext(ctx, query, args...)
}

func (t sqliteTx) enqueue(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	_, err := t.jobs.InsertTx(ctx, t.tx, args, opts)
	return err
}

// lock needs nothing: there is one writer.
func (t sqliteTx) lock(context.Context, string) error { return nil }

type stdRows struct{ *sql.Rows }

func (r stdRows) Close() { r.Rows.Close() }

func sqlRows(rows *sql.Rows, err error) (Rows, error) {
	if err != nil {
		return nil, err
	}
	return stdRows{rows}, nil
}

func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}
