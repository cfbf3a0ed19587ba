package imap

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// maxIdleFailures is how often IDLE may be refused before the folder is polled instead.
const maxIdleFailures = 2

// rest waits until there is a reason for another pass: new mail, a message whose turn comes, or the time to renew. Meanwhile it looks at the desk,
// without a word to the server unless something is to be moved. IDLE is a hint only: each renewal is followed by a search.
func (w *Worker) rest(ctx context.Context, s *session) error {
	renew := time.NewTimer(w.renewal(s))
	defer renew.Stop()
	for {
		idle, err := s.idle()
		if err != nil {
			return err
		}
		again, err := w.watch(ctx, s, renew.C)
		if stopErr := s.stopIdle(idle); err == nil {
			err = stopErr
		}
		switch {
		case err != nil:
			return err
		case time.Since(s.began) > w.cfg.Timings.Rebuild:
			return errRebuild
		case again:
			return nil
		}
		if err := w.moveDecided(ctx, s); err != nil {
			return err
		}
	}
}

// renewal is how long to rest at most.
func (w *Worker) renewal(s *session) time.Duration {
	t := w.cfg.Timings
	if !s.canIdle() {
		return t.Poll
	}
	return t.IdleMin + rand.N(max(t.IdleMax-t.IdleMin, 1))
}

// watch waits while nothing is to be said to the server. again means that a pass is due; otherwise something is to be moved.
func (w *Worker) watch(ctx context.Context, s *session, renew <-chan time.Time) (again bool, err error) {
	look := time.NewTicker(w.cfg.Timings.Look)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-s.c.Closed():
			return false, errClosed
		case <-s.mail:
			return true, nil
		case <-renew:
			w.reselect = true
			return true, nil
		case <-look.C:
			if w.troubleDue() {
				return true, nil
			}
		}
		if err := w.lookAtWaiting(ctx); err != nil {
			return false, err
		}
		if w.somethingToMove() {
			return false, nil
		}
	}
}

func (w *Worker) somethingToMove() bool {
	for uid := range w.placed {
		if w.due(uid) {
			return true
		}
	}
	return false
}

// troubleDue reports whether a message that failed may be tried again.
func (w *Worker) troubleDue() bool {
	for uid := range w.trouble {
		if w.due(uid) {
			return true
		}
	}
	return false
}

func (s *session) canIdle() bool {
	return has(s.caps, imap.CapIdle) && s.idleFailures < maxIdleFailures
}

// idle starts IDLE (RFC 2177), or asks with NOOP where that is not to be had; then the command is nil.
func (s *session) idle() (cmd *imapclient.IdleCommand, err error) {
	if !s.canIdle() {
		return nil, s.command(func() error { return s.c.Noop().Wait() })
	}
	err = s.command(func() (err error) {
		cmd, err = s.c.Idle()
		return err
	})
	if alive(err) {
		s.idleFailures++
		return nil, nil
	}
	return cmd, err
}

func (s *session) stopIdle(cmd *imapclient.IdleCommand) error {
	if cmd == nil {
		return nil
	}
	return s.command(func() error {
		if err := cmd.Close(); err != nil {
			return err
		}
		return cmd.Wait()
	})
}
