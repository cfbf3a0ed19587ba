package imap

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mdaplus/mailbox/account"
	"mdaplus/mailbox/mailtest"
)

func TestWorkerOnEveryKindOfServer(t *testing.T) {
	for name, opts := range map[string]mailtest.IMAPOptions{
		"move":                {},
		"tls":                 {Mode: account.TLS},
		"starttls":            {Mode: account.StartTLS},
		"no move":             {NoMove: true},
		"no move, no uidplus": {NoMove: true, NoUIDPlus: true},
	} {
		t.Run(name, func(t *testing.T) {
			srv, cfg := startMem(t, opts)
			for n := range 40 {
				srv.Append("INBOX", mail(n))
			}
			desk := newDesk(processed)
			run(t, cfg, desk)
			eventually(t, "first forty moved", func() bool { return desk.count(Moved) == 40 })
			srv.Append("INBOX", mail(100))
			eventually(t, "new mail moved", func() bool { return desk.count(Moved) == 41 })
			if distinct, total := desk.stored(); distinct != 41 || total != 41 {
				t.Errorf("stored %d distinct, %d in all", distinct, total)
			}
			if opts.Mode == account.StartTLS {
				return
			}
			if list, err := srv.Messages("INBOX"); err != nil || len(list) != 0 {
				t.Errorf("inbox holds %d, %v", len(list), err)
			}
			if list, err := srv.Messages("Processed"); err != nil || len(list) != 41 {
				t.Errorf("Processed holds %d, %v", len(list), err)
			}
		})
	}
}

func TestWaitingMailIsMovedWhenDecided(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{})
	desk := newDesk(undecided)
	w := run(t, cfg, desk)
	srv.Append("INBOX", mail(1))
	eventually(t, "stored", func() bool { return desk.count(Waiting) == 1 })
	srv.Append("INBOX", mail(2))
	eventually(t, "noticed while the other waits", func() bool { return desk.count(Waiting) == 2 })
	desk.decideAll("Ignored")
	eventually(t, "moved", folderHas(t, srv.Messages, "Ignored", 2))
	eventually(t, "recorded", func() bool { return desk.count(Moved) == 2 })
	if h := w.Health(); h.State != HealthOK || h.LastPass.IsZero() {
		t.Errorf("health %+v", h)
	}
}

func TestRestartMovesWhatWasDecided(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{NoMove: true, Folders: []string{"Processed"}})
	srv.Append("INBOX", mail(1))
	srv.Append("INBOX", mail(2))
	srv.Append("Processed", mail(1)) // an earlier process died between COPY and the deletion
	desk := newDesk(undecided)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { NewWorker(cfg, desk, quiet).Run(ctx); close(done) }()
	eventually(t, "stored", func() bool { return desk.count(Waiting) == 2 })
	cancel()
	<-done
	desk.decideAll("Processed")
	run(t, cfg, desk)
	eventually(t, "moved", func() bool { return desk.count(Moved) == 2 })
	if list, _ := srv.Messages("Processed"); len(list) != 2 {
		t.Errorf("Processed holds %d messages, want each once", len(list))
	}
	if list, _ := srv.Messages("INBOX"); len(list) != 0 {
		t.Errorf("inbox holds %d", len(list))
	}
	if _, total := desk.stored(); total != 2 {
		t.Errorf("stored %d times", total)
	}
}

func TestMissingFolderIsMadeOnTheWay(t *testing.T) {
	for _, noMove := range []bool{false, true} {
		srv, cfg := startMem(t, mailtest.IMAPOptions{NoMove: noMove})
		srv.Append("INBOX", mail(1))
		desk := newDesk(func([]byte) string { return "Elsewhere" })
		run(t, cfg, desk)
		eventually(t, "moved to a folder that was not there", folderHas(t, srv.Messages, "Elsewhere", 1))
	}
}

func TestTooLargeAndPlaceholder(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{})
	cfg.MaxMessage = 10_000
	srv.Append("INBOX", append(mail(1), strings.Repeat("x", 20_000)...))
	srv.Append("INBOX", mail(2))
	srv.Append("INBOX", []byte("From: Microsoft Exchange Server\r\nSubject: Retrieval using the IMAP4 protocol failed for the following message: 3\r\n\r\nx"))
	desk := newDesk(processed)
	run(t, cfg, desk)
	eventually(t, "all moved", func() bool { return desk.count(Moved) == 3 })
	if desk.refusals(CodeTooLarge) != 1 || desk.refusals(CodePlaceholder) != 1 {
		t.Errorf("refused %v", desk.refused)
	}
	if list, _ := srv.Messages("Attention"); len(list) != 2 {
		t.Errorf("Attention holds %d", len(list))
	}
}

func TestDeskThatFails(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{})
	srv.Append("INBOX", mail(1))
	desk := newDesk(processed)
	desk.storing = errors.New("disk full")
	w := run(t, cfg, desk)
	eventually(t, "trouble is told", func() bool { return w.Health().State == HealthDesk })
	if list, _ := srv.Messages("INBOX"); len(list) != 1 {
		t.Errorf("inbox holds %d", len(list))
	}
	desk.mu.Lock()
	desk.storing = nil
	desk.mu.Unlock()
	eventually(t, "moved", func() bool { return desk.count(Moved) == 1 })
}

// TestDeskThatCannotTakeOne holds that the others do not wait for it.
func TestDeskThatCannotTakeOne(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{})
	for n := range 5 {
		srv.Append("INBOX", mail(n))
	}
	desk := newDesk(processed)
	desk.storing, desk.storingOnly = errors.New("no"), string(mail(0))
	w := run(t, cfg, desk)
	eventually(t, "the others moved", func() bool { return desk.count(Moved) == 4 })
	eventually(t, "trouble is told", func() bool { return w.Health().State == HealthDesk })
	srv.Append("INBOX", mail(9))
	eventually(t, "new mail moved", func() bool { return desk.count(Moved) == 5 })
	desk.mu.Lock()
	desk.storing = nil
	desk.mu.Unlock()
	eventually(t, "the last one moved", func() bool { return desk.count(Moved) == 6 })
	if desk.refusals(CodeFetchFailed) != 0 {
		t.Error("a message that could not be stored was given up")
	}
}

func TestWrongPasswordHasItsOwnClock(t *testing.T) {
	_, cfg := startMem(t, mailtest.IMAPOptions{})
	cfg.Login.Password = "wrong"
	w := run(t, cfg, newDesk(processed))
	eventually(t, "auth is told", func() bool { h := w.Health(); return h.State == HealthAuth && h.Code == "refused" })
	var c clocks
	defaults := Config{}.withDefaults().Timings
	var waits []string
	for range 5 {
		waits = append(waits, c.next(defaults, account.ErrRefused).String())
	}
	if got := strings.Join(waits, " "); got != "1m0s 5m0s 15m0s 1h0m0s 1h0m0s" {
		t.Errorf("waits %s", got)
	}
}

func TestUnknownAuthority(t *testing.T) {
	_, cfg := startMem(t, mailtest.IMAPOptions{Mode: account.TLS})
	cfg.Server.RootCAs = nil
	w := run(t, cfg, newDesk(processed))
	eventually(t, "tls is told", func() bool { h := w.Health(); return h.State == HealthNetwork && h.Code == "tls" })
}

func TestBadConfigurationEndsAtOnce(t *testing.T) {
	for _, change := range []func(*Config){
		func(c *Config) { c.Folders.Processed = "INBOX" },
		func(c *Config) { c.Folders.Processed = "inbox" },
		func(c *Config) { c.Folders.Ignored = "Café" },
		func(c *Config) { c.Folders.Attention = "" },
		func(c *Config) { c.Folders.Attention = "a*" },
	} {
		cfg := config(account.Server{}, "u", "p")
		change(&cfg)
		if err := NewWorker(cfg, newDesk(processed), quiet).Run(context.Background()); err == nil {
			t.Errorf("%+v accepted", cfg.Folders)
		}
	}
}

func TestRehearseChangesNothing(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{})
	for n := range 3 {
		srv.Append("INBOX", mail(n))
	}
	seen := map[string]bool{}
	missed, err := Rehearse(context.Background(), cfg, func(key Key, received time.Time, raw []byte) error {
		seen[string(raw)] = key.UID > 0 && !received.IsZero()
		return nil
	})
	if err != nil || missed != 0 || len(seen) != 3 || !seen[string(mail(1))] {
		t.Errorf("saw %v, missed %d, %v", seen, missed, err)
	}
	if list, _ := srv.Messages("INBOX"); len(list) != 3 {
		t.Errorf("inbox holds %d", len(list))
	}
}

func TestFindSentAndCheck(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{Folders: []string{"Sent"}})
	srv.Append("Sent", mail(7))
	for id, want := range map[string]bool{"<7@x.example>": true, "<8@x.example>": false} {
		if found, err := FindSent(context.Background(), cfg, id); err != nil || found != want {
			t.Errorf("%s: %v %v", id, found, err)
		}
	}
	var codes []string
	for _, f := range Check(context.Background(), cfg) {
		codes = append(codes, fmt.Sprintf("%s=%v", strings.TrimSuffix(f.Code+" "+f.Folder, " "), f.OK))
	}
	want := "imap.login=true imap.move=true imap.idle=true imap.uidplus=true imap.folder INBOX=true imap.folder Processed=false imap.folder Ignored=false imap.folder Attention=false imap.folder Sent=true"
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	cfg.Login.Password = "wrong"
	if list := Check(context.Background(), cfg); len(list) != 1 || list[0].OK || list[0].Cause != "refused" {
		t.Errorf("%+v", list)
	}
}

func TestQueueGoesRound(t *testing.T) {
	q := &queue{}
	for uid := range uint32(5) {
		q.add(uid + 1)
		q.add(uid + 1)
	}
	q.remove(2)
	var got []uint32
	for range 3 {
		got = append(got, q.some(2)...)
	}
	if fmt.Sprint(got) != "[1 3 4 5 1 3]" || q.len() != 4 {
		t.Errorf("got %v, %d left", got, q.len())
	}
}

func TestOldConnectionIsRebuilt(t *testing.T) {
	srv, cfg := startMem(t, mailtest.IMAPOptions{})
	proxy, err := mailtest.StartProxy(srv.Address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	cfg.Server.Address = proxy.Address
	cfg.Timings.IdleMin, cfg.Timings.IdleMax, cfg.Timings.Rebuild = 5*time.Millisecond, 10*time.Millisecond, 20*time.Millisecond
	desk := newDesk(processed)
	w := run(t, cfg, desk)
	eventually(t, "three connections", func() bool { return proxy.Opened() >= 3 })
	srv.Append("INBOX", mail(1))
	eventually(t, "moved", func() bool { return desk.count(Moved) == 1 })
	if h := w.Health(); h.State != HealthOK {
		t.Errorf("%+v", h)
	}
}
