package imap

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"mdaplus/mailbox/account"
)

// Worker empties one inbox. There must be only one for a mailbox at a time: IMAP cannot lock, so the caller holds a lease.
type Worker struct {
	cfg  Config
	desk Desk
	log  *slog.Logger
	key  *account.Key
	box  healthBox

	// What follows belongs to the goroutine of Run.
	uidValidity uint32
	waiting     *queue              // stored, not decided
	trouble     map[uint32]*trouble // messages that fail have their own clock
	entered     map[uint32]bool     // stored by this process: no earlier one can have copied them
	placed      map[uint32]Standing // decided, the move not confirmed
	lastLook    time.Time
	reselect    bool // the next pass opens the folder anew
	opened      bool // the folder was opened since the witness was last called
	unstored    int  // messages of this pass that the desk would not store
}

// trouble is the record of a message that could not be fetched or moved.
type trouble struct {
	failures    int
	next        time.Time
	tooLarge    bool
	headerTried bool
}

// NewWorker returns a worker; Run makes it work.
func NewWorker(cfg Config, desk Desk, log *slog.Logger) *Worker {
	w := &Worker{cfg: cfg.withDefaults(), desk: desk, log: log, key: account.NewKey(cfg.Login)}
	w.box.set(HealthStarting, "")
	w.forget()
	return w
}

// Health returns how the worker fares.
func (w *Worker) Health() Health { return w.box.get() }

// Run works until ctx ends, over as many connections as it takes. It returns an error only for a configuration that can never work.
func (w *Worker) Run(ctx context.Context) error {
	if err := w.cfg.check(); err != nil {
		return err
	}
	var clocks clocks
	for ctx.Err() == nil {
		passes, err := w.connection(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if passes > 0 {
			clocks = newClocks()
		}
		if errors.Is(err, errRebuild) {
			continue
		}
		w.box.set(stateOf(err), cause(err))
		wait := clocks.next(w.cfg.Timings, err)
		w.log.Warn("mailbox connection ended", "state", stateOf(err), "cause", cause(err), "retry_in", wait.Round(time.Millisecond).String())
		sleep(ctx, wait)
	}
	return nil
}

// connection works over one connection and tells how many looks at the folder went through.
func (w *Worker) connection(ctx context.Context) (passes int, err error) {
	s, err := connect(ctx, &w.cfg, w.key)
	if err != nil {
		return 0, err
	}
	defer func() {
		if errors.Is(err, errRebuild) {
			s.leave()
		}
		s.close()
	}()
	if err := w.prepare(s); err != nil {
		return 0, err
	}
	w.log.Info("mailbox connected")
	for {
		if err := w.pass(ctx, s); err != nil {
			return passes, err
		}
		passes++
		w.box.passed(w.waiting.len())
		if w.unstored > 0 {
			w.box.set(HealthDesk, "store")
		}
		if err := w.rest(ctx, s); err != nil {
			return passes, err
		}
	}
}

// prepare checks the folders and opens the inbox.
func (w *Worker) prepare(s *session) error {
	for _, name := range []string{w.cfg.Folders.Processed, w.cfg.Folders.Ignored, w.cfg.Folders.Attention} {
		if err := s.ensureFolder(name); err != nil {
			return err
		}
	}
	return w.open(s)
}

// open selects the inbox. Another UIDVALIDITY means that all we remember of numbers is void (RFC 3501 section 2.3.1.1).
func (w *Worker) open(s *session) error {
	if err := s.selectFolder(w.cfg.Folders.Inbox, false); err != nil {
		return err
	}
	if s.uidValidity != w.uidValidity {
		w.forget()
		w.uidValidity = s.uidValidity
	}
	w.reselect, w.opened = false, true
	return nil
}

func (w *Worker) forget() {
	w.waiting = &queue{}
	w.trouble = map[uint32]*trouble{}
	w.entered = map[uint32]bool{}
	w.placed = map[uint32]Standing{}
}

func (w *Worker) keyOf(uid uint32) Key {
	return Key{Account: w.cfg.Account, Folder: w.cfg.Folders.Inbox, UIDValidity: w.uidValidity, UID: uid}
}

// clocks count failures: those of the network and those of the log-in go at different speeds, since servers slow down or lock an account
// that keeps failing.
type clocks struct{ network, auth int }

func newClocks() clocks { return clocks{} }

func (c *clocks) next(t Timings, err error) time.Duration {
	if errors.Is(err, account.ErrRefused) {
		c.auth++
		return t.Auth[min(c.auth, len(t.Auth))-1]
	}
	c.network++
	limit := t.RetryMax
	if c.network < 20 {
		limit = min(t.RetryMax, t.RetryMin<<(c.network-1))
	}
	return t.RetryMin/10 + rand.N(max(limit, 1)) // full jitter, never at once
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
