package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mdaplus/internal/seal"
	"mdaplus/internal/testkit"
)

// The same suite runs on SQLite and on PostgreSQL: what holds on one holds on both.

var postgres *testkit.Postgres

func TestMain(m *testing.M) {
	if testkit.PostgresMissing() == "" {
		var err error
		if postgres, err = testkit.NewPostgres(); err != nil {
			fmt.Fprintln(os.Stderr, "starting PostgreSQL:", err)
			os.Exit(1)
		}
	}
	code := m.Run()
	if postgres != nil {
		postgres.Remove()
	}
	os.Exit(code)
}

var when = time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)

func testMaster(fill byte) *seal.Master {
	m, err := seal.NewMaster(bytes.Repeat([]byte{fill}, seal.KeySize))
	if err != nil {
		panic(err)
	}
	return m
}

// onBoth runs a test on each database, with options for opening the same one again.
func onBoth(t *testing.T, test func(t *testing.T, s *Store, o Options)) {
	t.Run("sqlite", func(t *testing.T) {
		o := Options{SQLite: filepath.Join(t.TempDir(), "app.db"), Master: testMaster(1), Service: true}
		test(t, open(t, o), o)
	})
	t.Run("postgres", func(t *testing.T) {
		if why := testkit.PostgresMissing(); why != "" {
			t.Skip(why)
		}
		url, err := postgres.NewDatabase()
		if err != nil {
			t.Fatal(err)
		}
		o := Options{Postgres: url, Master: testMaster(1), Service: true}
		test(t, open(t, o), o)
	})
}

func open(t *testing.T, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func addMessage(t *testing.T, s *Store, sha string) (m Message, isNew bool) {
	t.Helper()
	_, wrapped, err := s.master.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	err = s.WithTx(t.Context(), func(tx *Tx) error {
		m, isNew, err = tx.AddMessage(t.Context(), NewMessage{SHA256: sha, Size: 3, Wrapped: wrapped, Object: "o", Origin: FromMailbox,
			SealedName: []byte("x"), ReceivedAt: when, StoredAt: when})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m, isNew
}

func TestARolledBackTransactionLeavesNeitherRowNorJob(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		var worked atomic.Int64
		stage := Stage{Name: "read", Workers: 2, Timeout: time.Second, Work: func(context.Context, int64) error { worked.Add(1); return nil }}
		if err := s.StartJobs(t.Context(), []Stage{stage}, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		stop := errors.New("stop")
		err := s.WithTx(t.Context(), func(tx *Tx) error {
			if err := tx.Enqueue(t.Context(), "read", 1); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if err := s.WithTx(t.Context(), func(tx *Tx) error { return tx.Enqueue(t.Context(), "read", 2) }); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { return worked.Load() == 1 })
		if err := s.StopJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		if worked.Load() != 1 {
			t.Errorf("%d jobs worked, want 1", worked.Load())
		}
	})
}

func TestAskingTwiceIsAskingOnceAndRetriesComeBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		for range 3 {
			if err := s.WithTx(t.Context(), func(tx *Tx) error { return tx.Enqueue(t.Context(), "read", 7) }); err != nil {
				t.Fatal(err)
			}
		}
		var mu sync.Mutex
		tries := map[int64]int{}
		stage := Stage{Name: "read", Workers: 2, Timeout: time.Second, Work: func(_ context.Context, id int64) error {
			mu.Lock()
			defer mu.Unlock()
			if tries[id]++; tries[id] == 1 {
				return errors.New("first time fails")
			}
			return nil
		}}
		if err := s.StartJobs(t.Context(), []Stage{stage}, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { mu.Lock(); defer mu.Unlock(); return tries[7] == 2 })
		s.StopJobs(t.Context())
		if len(tries) != 1 || tries[7] != 2 {
			t.Errorf("tries %v, want one job tried twice", tries)
		}
	})
}

func TestLostJobsAreFoundFromTheRows(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		m, _ := addMessage(t, s, "aa")
		if n := must[int](t)(s.Overdue(t.Context(), when)); n != 0 {
			t.Errorf("%d overdue at once", n)
		}
		if n := must[int](t)(s.Overdue(t.Context(), when.Add(time.Hour))); n != 1 {
			t.Fatalf("%d overdue after an hour, want 1", n)
		}
		var seen atomic.Int64
		stage := Stage{Name: "read", Workers: 1, Timeout: time.Second, Work: func(_ context.Context, id int64) error { seen.Store(id); return nil }}
		if err := s.StartJobs(t.Context(), []Stage{stage}, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { return seen.Load() == m.ID })
		s.StopJobs(t.Context())
	})
}

func TestTheSameBytesAreOneMessageAndDecidedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		m, isNew := addMessage(t, s, "ab")
		again, isNewAgain := addMessage(t, s, "ab")
		if !isNew || isNewAgain || again.ID != m.ID {
			t.Fatalf("new %v, again %v, ids %d %d", isNew, isNewAgain, m.ID, again.ID)
		}
		decide := func() error {
			return s.WithTx(t.Context(), func(tx *Tx) error {
				return tx.Decide(t.Context(), m.ID, "held", "damaged", "", []byte("r"), when)
			})
		}
		if err := decide(); err != nil {
			t.Fatal(err)
		}
		if err := decide(); !errors.Is(err, ErrDecided) {
			t.Errorf("second decision: %v", err)
		}
		held := must[[]Message](t)(s.Held(t.Context(), 10))
		if len(held) != 1 || held[0].Reason != "damaged" {
			t.Errorf("held %+v", held)
		}
		b := must[Balance](t)(s.Balance(t.Context(), when.Add(-time.Hour), when.Add(time.Hour)))
		if b.In != 1 || b.Held != 1 || b.In != b.Filed+b.Ignored+b.Held+b.Waiting {
			t.Errorf("balance %+v", b)
		}
	})
}

func TestAPlaceIsKnownUntilItsMessageMoved(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		m, _ := addMessage(t, s, "ac")
		p := Place{Account: "a", Folder: "INBOX", UIDValidity: 4294967295, UID: 4294967294}
		for range 2 {
			if err := s.WithTx(t.Context(), func(tx *Tx) error { return tx.AddArrival(t.Context(), p, m.ID, when) }); err != nil {
				t.Fatal(err)
			}
		}
		standings := must[map[uint32]Standing](t)(s.Standings(t.Context(), "a", "INBOX", p.UIDValidity))
		if standings[p.UID].State != MessageStored {
			t.Errorf("standings %v", standings)
		}
		if err := s.Moved(t.Context(), []Move{{From: p, Folder: "Verwerkt", UID: 9}}, when); err != nil {
			t.Fatal(err)
		}
		if left := must[map[uint32]Standing](t)(s.Standings(t.Context(), "a", "INBOX", p.UIDValidity)); len(left) != 0 {
			t.Errorf("still there: %v", left)
		}
	})
}

func TestCaseNumbersHaveNoGapsAndNoDoubles(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				err := s.WithTx(t.Context(), func(tx *Tx) error {
					if err := tx.LockDecisions(t.Context()); err != nil {
						return err
					}
					keyID, _, err := tx.NewKey(t.Context(), when)
					if err != nil {
						return err
					}
					_, err = tx.AddCase(t.Context(), "MDA", 2026, Case{KeyID: keyID, State: "selection", Municipality: "Huizen", Events: 1, ReceivedAt: when, DueAt: when.AddDate(0, 0, i)})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		seen := map[string]bool{}
		s.EachCase(t.Context(), func(c Case) error { seen[c.Reference] = true; return nil })
		for i := 1; i <= 20; i++ {
			if ref := fmt.Sprintf("MDA-2026-%04d", i); !seen[ref] {
				t.Errorf("%s is missing", ref)
			}
		}
		queue := must[[]Case](t)(s.Queue(t.Context(), 5))
		for i := 1; i < len(queue); i++ {
			if queue[i].DueAt.Before(queue[i-1].DueAt) {
				t.Error("the queue is not in order of date")
			}
		}
	})
}

func TestAChangedOrMissingEventShows(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		err := s.WithTx(t.Context(), func(tx *Tx) error {
			_, key, err := tx.NewKey(t.Context(), when)
			for _, kind := range []string{"received", "corrected", "duplicate"} {
				if err == nil {
					_, err = tx.AddEvent(t.Context(), OfCase, 1, key, kind, "mdaplus", map[string]string{"a": "b"}, when)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		events := must[[]Event](t)(s.Events(t.Context(), OfCase, 1))
		if err := CheckChain(OfCase, 1, events); err != nil {
			t.Error(err)
		}
		broken := append([]Event{events[0]}, events[2])
		if CheckChain(OfCase, 1, broken) == nil {
			t.Error("a missing line was not noticed")
		}
		events[1].Kind = "other"
		if CheckChain(OfCase, 1, events) == nil {
			t.Error("a changed line was not noticed")
		}
	})
}

func TestAMailIsClaimedByOneAndAnsweredOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		add := func(mailID string) (id int64) {
			err := s.WithTx(t.Context(), func(tx *Tx) error {
				keyID, key, err := tx.NewKey(t.Context(), when)
				if err != nil {
					return err
				}
				m := Mail{Origin: "answer/1/1", Kind: "received", MailID: mailID, Recipient: "r", KeyID: keyID, State: Queued, NextAt: when, CreatedAt: when}
				SealMail(key, &m, "a@b.example", []byte("raw"))
				id, err = tx.AddMail(t.Context(), m)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		id := add("<1@x>")
		if second := add("<2@x>"); second != 0 {
			t.Error("a second answer to the same thing was stored")
		}
		var won atomic.Int64
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				_, err := s.ClaimMail(t.Context(), id, fmt.Sprint("p", i), when.Add(time.Minute), when)
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, ErrNotFound) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d claimed it, want 1", won.Load())
		}
		if ids := must[[]int64](t)(s.OrphanMails(t.Context(), when, when, false)); len(ids) != 0 {
			t.Error("a living claim was taken away")
		}
		if ids := must[[]int64](t)(s.OrphanMails(t.Context(), when.Add(time.Hour), when.Add(2*time.Hour), false)); len(ids) != 1 {
			t.Error("a dead claim was not found")
		}
		m := must[Mail](t)(s.Mail(t.Context(), id))
		if m.State != Uncertain || !m.NextAt.Equal(when.Add(2*time.Hour)) {
			t.Errorf("state %s, to be looked into at %v", m.State, m.NextAt)
		}
		key := must[*seal.Key](t)(s.Key(t.Context(), m.KeyID))
		if to, raw, err := OpenMail(key, m); err != nil || to != "a@b.example" || string(raw) != "raw" {
			t.Errorf("opened %q %q %v", to, raw, err)
		}
	})
}

func TestALeaseHasOneHolder(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		take := func(holder string, now time.Time) error {
			return s.TakeLease(t.Context(), "mailbox", holder, now.Add(30*time.Second), now)
		}
		if err := take("a", when); err != nil {
			t.Fatal(err)
		}
		if err := take("b", when.Add(10*time.Second)); !errors.Is(err, ErrLeased) {
			t.Errorf("second holder: %v", err)
		}
		if err := take("a", when.Add(20*time.Second)); err != nil {
			t.Errorf("renewal: %v", err)
		}
		if err := take("b", when.Add(2*time.Minute)); err != nil {
			t.Errorf("after it ran out: %v", err)
		}
		if err := s.DropLease(t.Context(), "mailbox", "b"); err != nil {
			t.Fatal(err)
		}
		if err := take("c", when.Add(2*time.Minute)); err != nil {
			t.Errorf("after it was dropped: %v", err)
		}
	})
}

func TestAnotherKeyFileIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, o Options) {
		o.Master, o.Service = testMaster(2), false
		if other, err := Open(t.Context(), o); err == nil {
			other.Close()
			t.Error("opened with another key")
		}
	})
}

func TestASecondServiceOnOneSQLiteFileIsRefused(t *testing.T) {
	o := Options{SQLite: filepath.Join(t.TempDir(), "app.db"), Master: testMaster(1), Service: true}
	open(t, o)
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Errorf("second service: %v", err)
	}
	o.Service = false
	open(t, o) // a command beside the service
	o.ReadOnly = true
	open(t, o)
}

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not happen within 15 s")
		}
	}
}
