package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	gooseDB "github.com/pressly/goose/v3/database"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// postgresDB is one pool; several processes share the database and the work.
type postgresDB struct {
	pool *pgxpool.Pool
	jobs *river.Client[pgx.Tx]
}

func openPostgres(ctx context.Context, o Options) (database, error) {
	config, err := pgxpool.ParseConfig(o.Postgres)
	if err != nil {
		return nil, errors.New("the PostgreSQL connection string cannot be read") // it may hold a password: not repeated
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	db := &postgresDB{pool: pool}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connecting to PostgreSQL: %w", err)
	}
	return db, db.newClient(nil)
}

func (d *postgresDB) newClient(config *river.Config) (err error) {
	d.jobs, err = river.NewClient(riverpgxv5.New(d.pool), orInsertOnly(config))
	return err
}

// migrateJobs runs under a lock: River's migrations do not expect two processes at once.
func (d *postgresDB) migrateJobs(ctx context.Context) error {
	m, err := rivermigrate.New(riverpgxv5.New(d.pool), nil)
	if err != nil {
		return err
	}
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	key := lockKey("river migration")
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, key); err != nil {
		return err
	}
	defer conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, key)
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

func (d *postgresDB) goose() (goose.Dialect, *sql.DB, []goose.ProviderOption) {
	option, err := migrationLock()
	if err != nil { // only a bad option of ours can do this
		panic(err)
	}
	return gooseDB.DialectPostgres, stdlib.OpenDBFromPool(d.pool), []goose.ProviderOption{option}
}

func (d *postgresDB) startJobs(ctx context.Context, config *river.Config) error {
	if err := d.newClient(config); err != nil {
		return err
	}
	return d.jobs.Start(ctx)
}

func (d *postgresDB) stopJobs(ctx context.Context) error { return d.jobs.Stop(ctx) }

// scrub takes deleted keys out of their table at once. The server's own log keeps them until
// it is reused: that belongs to the policy for backups.
func (d *postgresDB) scrub(ctx context.Context) error {
	if _, err := d.pool.Exec(ctx, `VACUUM data_key`); err != nil {
		return fmt.Errorf("clearing deleted keys: %w", err)
	}
	return nil
}

func (d *postgresDB) close() { d.pool.Close() }

func (d *postgresDB) Query(ctx context.Context, query string, args ...any) (Rows, error) {
	return pgRows(d.pool.Query(ctx, query, args...))
}

func (d *postgresDB) QueryRow(ctx context.Context, query string, args ...any) Row {
	return pgRow{d.pool.QueryRow(ctx, query, args...)}
}

func (d *postgresDB) withTx(ctx context.Context, do func(driverTx) error) error {
	tx, err := d.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if err := do(postgresTx{tx, d.jobs}); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

type postgresTx struct {
	tx   pgx.Tx
	jobs *river.Client[pgx.Tx]
}

func (t postgresTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	tag, err := t.tx.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

func (t postgresTx) Query(ctx context.Context, query string, args ...any) (Rows, error) {
	return pgRows(t.tx.Query(ctx, query, args...))
}

func (t postgresTx) QueryRow(ctx context.Context, query string, args ...any) Row {
	return pgRow{t.tx.QueryRow(ctx, query, args...)}
}

func (t postgresTx) enqueue(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	_, err := t.jobs.InsertTx(ctx, t.tx, args, opts)
	return err
}

// lock makes transactions that name the same lock wait for each other until commit.
func (t postgresTx) lock(ctx context.Context, name string) error {
	_, err := t.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, lockKey(name))
	return err
}

func lockKey(name string) int64 {
	h := fnv.New64a()
	h.Write([]byte("mdaplus " + name))
	return int64(h.Sum64())
}

// pgRow gives the same "no rows" as database/sql.
type pgRow struct{ pgx.Row }

func (r pgRow) Scan(dest ...any) error {
	err := r.Row.Scan(dest...)
	if errors.Is(err, pgx.ErrNoRows) {
		return sql.ErrNoRows
	}
	return err
}

func pgRows(rows pgx.Rows, err error) (Rows, error) {
	if err != nil {
		return nil, err
	}
	return rows, nil
}
