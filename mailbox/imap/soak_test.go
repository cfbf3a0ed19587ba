//go:build unix

package imap

import (
	"context"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"mdaplus/mailbox/mailtest"
)

// TestDovecotRandomStops stops the worker and cuts its connection at random moments, with and without MOVE. At the end every message was stored
// once, lies in Processed once, and no goroutine is left over.
func TestDovecotRandomStops(t *testing.T) {
	const rounds, each = 40, 5
	for _, noMove := range []bool{false, true} {
		d, cfg := startDovecot(t, mailtest.DovecotOptions{NoMove: noMove})
		proxy := through(t, d, &cfg)
		cfg.Timings.Message = []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond}
		desk := newDesk(processed)
		before := runtime.NumGoroutine()
		random := rand.New(rand.NewPCG(1, 2))
		for round := range rounds {
			for n := range each {
				d.Deliver(mail(round*each + n))
			}
			proxy.CutAfter(int64(random.IntN(12_000)))
			runFor(cfg, desk, time.Duration(random.IntN(60))*time.Millisecond)
		}
		proxy.CutAfter(-1)
		w := run(t, cfg, desk)
		eventually(t, "all settled", func() bool { return desk.count(Moved) == rounds*each && w.Health().State == HealthOK })
		checkOnce(t, d, desk, rounds*each)
		eventually(t, "no goroutine is left over", func() bool { return runtime.NumGoroutine() <= before+20 })
	}
}

// runFor runs a worker for a while and waits for its end.
func runFor(cfg Config, desk Desk, d time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	NewWorker(cfg, desk, quiet).Run(ctx)
}

func checkOnce(t *testing.T, d *mailtest.Dovecot, desk *memDesk, total int) {
	t.Helper()
	if distinct, stored := desk.stored(); distinct != total || stored != total {
		t.Errorf("%d distinct, %d stored, want %d", distinct, stored, total)
	}
	list, err := d.Folder("Processed")
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, raw := range list {
		times[string(raw)]++
	}
	for raw, n := range times {
		if n != 1 {
			t.Errorf("%d copies of %.60q", n, raw)
		}
	}
	if len(times) != total {
		t.Errorf("Processed holds %d different messages, want %d", len(times), total)
	}
	if left, _ := d.Folder("INBOX"); len(left) != 0 {
		t.Errorf("inbox holds %d", len(left))
	}
}
