package smtp

import (
	"context"
	"sync"
	"time"
)

// limiter lets at most n sends begin in any window: a sliding window, since the limits of mail platforms (Microsoft: 30 a minute) count so.
type limiter struct {
	mu     sync.Mutex
	starts []time.Time // ring of the last n
	next   int
	window time.Duration
}

func newLimiter(n int, window time.Duration) *limiter {
	return &limiter{starts: make([]time.Time, n), window: window}
}

// wait blocks until a send may begin. With n = 0 it never does.
func (l *limiter) wait(ctx context.Context) error {
	if len(l.starts) == 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(time.Until(l.reserve()))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reserve takes the next place and returns when it comes. A place that is then not used is lost, which errs on the careful side.
func (l *limiter) reserve() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := time.Now()
	if oldest := l.starts[l.next].Add(l.window); !l.starts[l.next].IsZero() && oldest.After(at) {
		at = oldest
	}
	l.starts[l.next] = at
	l.next = (l.next + 1) % len(l.starts)
	return at
}
