package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Settings of the queue (measured: engine notes in docs/decisions).
const (
	fetchCooldown  = 50 * time.Millisecond // under load: few fetches of many jobs, for SQLite has one writer
	fetchPoll      = 2 * time.Second       // beside being told of new jobs
	rescueAfter    = 90 * time.Second      // longer than any stage may take
	softStop       = 20 * time.Second
	overdueAfter   = 20 * time.Second // a row this long without progress gets its job again
	overdueAtOnce  = 500
	longestRetry   = 2 * time.Minute
	shortestRetry  = time.Second
	maxJobAttempts = 1000 // stages give up by themselves; the queue never does
)

// Stage is one kind of work on one kind of row. Work must be safe to repeat: it
// looks at the row first and does nothing when there is nothing left to do.
type Stage struct {
	Name    string
	Workers int
	Timeout time.Duration
	Work    func(ctx context.Context, id int64) error
}

// Later, returned by a stage, means: nothing went wrong, come back after d.
func Later(d time.Duration) error { return river.JobSnooze(d) }

// job carries ids only: what is to be done is told by the row.
type job struct {
	Stage string `json:"stage"`
	ID    int64  `json:"id"`
}

func (job) Kind() string { return "stage" }

// Enqueue asks for a stage to work on a row; asking twice is asking once.
func (tx *Tx) Enqueue(ctx context.Context, stage string, id int64) error {
	return tx.enqueue(ctx, job{Stage: stage, ID: id}, &river.InsertOpts{
		Queue: stage, MaxAttempts: maxJobAttempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
			rivertype.JobStateRetryable, rivertype.JobStateScheduled,
		}},
	})
}

type stageWorker struct {
	river.WorkerDefaults[job]
	stages map[string]Stage
	log    *slog.Logger
}

func (w *stageWorker) Work(ctx context.Context, j *river.Job[job]) error {
	stage, ok := w.stages[j.Args.Stage]
	if !ok {
		return river.JobCancel(errors.New("no such stage: " + j.Args.Stage))
	}
	err := stage.Work(ctx, j.Args.ID)
	if later := new(river.JobSnoozeError); err != nil && ctx.Err() == nil && !errors.As(err, &later) {
		w.log.Warn("a job failed and is tried again", "stage", j.Args.Stage, "row", j.Args.ID, "attempt", j.Attempt, "error", err)
	}
	return err
}

func (w *stageWorker) Timeout(j *river.Job[job]) time.Duration {
	return w.stages[j.Args.Stage].Timeout
}

func (w *stageWorker) NextRetry(j *river.Job[job]) time.Time {
	wait := shortestRetry << min(j.Attempt-1, 10)
	return time.Now().Add(min(wait, longestRetry))
}

// StartJobs begins to work on the stages.
func (s *Store) StartJobs(ctx context.Context, stages []Stage, log *slog.Logger) error {
	byName := map[string]Stage{}
	queues := map[string]river.QueueConfig{}
	for _, stage := range stages {
		byName[stage.Name] = stage
		queues[stage.Name] = river.QueueConfig{MaxWorkers: stage.Workers, FetchCooldown: fetchCooldown, FetchPollInterval: fetchPoll}
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &stageWorker{stages: byName, log: log})
	return s.db.startJobs(ctx, &river.Config{
		Queues: queues, Workers: workers, Logger: log,
		JobTimeout: rescueAfter - 10*time.Second, RescueStuckJobsAfter: rescueAfter,
		FetchCooldown: fetchCooldown, FetchPollInterval: fetchPoll, SoftStopTimeout: softStop,
		CompletedJobRetentionPeriod: time.Hour, // the rows tell what was done
	})
}

// StopJobs waits for work in hand, up to the soft stop.
func (s *Store) StopJobs(ctx context.Context) error { return s.db.stopJobs(ctx) }

func orInsertOnly(config *river.Config) *river.Config {
	if config != nil {
		return config
	}
	return &river.Config{Logger: slog.New(slog.DiscardHandler)}
}

// Overdue finds rows whose work should have been done, in a queue that may have
// lost their jobs, and enqueues them again. It gives how many it found.
func (s *Store) Overdue(ctx context.Context, now time.Time) (int, error) {
	old := Millis(now.Add(-overdueAfter))
	found := 0
	for _, lost := range []struct{ stage, query string }{
		{"read", `SELECT id FROM message WHERE state = 'stored' AND stored_at < $1 ORDER BY id LIMIT $2`},
		{"render", `SELECT id FROM document WHERE state = 'wanted' AND wanted_at < $1 ORDER BY id LIMIT $2`},
		{"send", `SELECT id FROM outbox WHERE state IN ('queued', 'sending', 'retry', 'uncertain') AND next_at < $1 ORDER BY next_at LIMIT $2`},
	} {
		ids, err := collect(ctx, s.db, scanID, lost.query, old, overdueAtOnce)
		if err != nil {
			return found, err
		}
		found += len(ids)
		err = s.WithTx(ctx, func(tx *Tx) error {
			for _, id := range ids {
				if err := tx.Enqueue(ctx, lost.stage, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return found, err
		}
	}
	return found, nil
}
