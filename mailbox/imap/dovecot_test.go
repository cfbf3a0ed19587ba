//go:build unix

package imap

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"mdaplus/mailbox/account"
	"mdaplus/mailbox/mailtest"
)

func startDovecot(t testing.TB, opts mailtest.DovecotOptions) (*mailtest.Dovecot, Config) {
	t.Helper()
	if line := mailtest.DovecotMissing(); line != "" {
		t.Skip(line)
	}
	d, err := mailtest.StartDovecot(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(d.Log())
		}
		d.Close()
	})
	return d, config(account.Server{Address: d.TLSAddress, TLS: account.TLS, RootCAs: d.Certificate.Pool}, d.Username, d.Password)
}

// through puts a proxy in front of the server; its plain port is used, so that bytes can be counted.
func through(t testing.TB, d *mailtest.Dovecot, cfg *Config) *mailtest.Proxy {
	t.Helper()
	proxy, err := mailtest.StartProxy(d.Address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	cfg.Server = account.Server{Address: proxy.Address, TLS: account.None}
	return proxy
}

func TestDovecotDeliversOverIdle(t *testing.T) {
	t.Parallel() // mostly waiting
	for _, mode := range []account.Mode{account.TLS, account.StartTLS} {
		d, cfg := startDovecot(t, mailtest.DovecotOptions{})
		if mode == account.StartTLS {
			cfg.Server.Address, cfg.Server.TLS = d.Address, mode
		}
		desk := newDesk(processed)
		w := run(t, cfg, desk)
		eventually(t, "first pass", func() bool { return w.Health().State == HealthOK })
		for n := range 5 {
			d.Deliver(mail(n))
			began := time.Now()
			eventually(t, "moved", func() bool { return desk.count(Moved) == n+1 })
			t.Logf("%s: delivered to moved in %v", mode, time.Since(began))
		}
		list, err := d.Folder("Processed")
		if err != nil || len(list) != 5 {
			t.Fatalf("Processed holds %d, %v", len(list), err)
		}
		for _, r := range desk.rows {
			if r.movedUID == 0 || r.movedTo != "Processed" {
				t.Errorf("no COPYUID recorded: %+v", r)
			}
		}
	}
}

func TestDovecotOAuth(t *testing.T) {
	t.Parallel() // mostly waiting
	d, cfg := startDovecot(t, mailtest.DovecotOptions{OAuth: true})
	for _, method := range []account.Method{account.XOAuth2, account.OAuthBearer} {
		cfg.Login = account.Login{Method: method, Username: d.Username, OAuth: account.OAuth{TokenURL: d.TokenURL, ClientID: "id", ClientSecret: "client-secret"}}
		t.Run(string(method)+" good", func(t *testing.T) {
			if list := Check(context.Background(), cfg); !list[0].OK {
				t.Errorf("%+v", list)
			}
		})
		t.Run(string(method)+" old token is renewed once", func(t *testing.T) {
			d.NextToken("worthless")
			if list := Check(context.Background(), cfg); !list[0].OK {
				t.Errorf("%+v", list)
			}
		})
		t.Run(string(method)+" expired while running", func(t *testing.T) {
			key := account.NewKey(cfg.Login)
			full := cfg.withDefaults()
			for range 2 {
				s, err := connect(context.Background(), &full, key)
				if err != nil {
					t.Fatal(err)
				}
				s.leave()
				d.ExpireTokens()
			}
		})
		t.Run(string(method)+" wrong user", func(t *testing.T) {
			wrong := cfg
			wrong.Login.Username = "other@example.test"
			if list := Check(context.Background(), wrong); list[0].OK || list[0].Cause != "refused" {
				t.Errorf("%+v", list)
			}
		})
		t.Run(string(method)+" wrong secret", func(t *testing.T) {
			wrong := cfg
			wrong.Login.OAuth.ClientSecret = "no"
			if list := Check(context.Background(), wrong); list[0].OK || list[0].Cause != "refused" {
				t.Errorf("%+v", list)
			}
		})
	}
}

func TestDovecotUIDValidityReset(t *testing.T) {
	t.Parallel() // mostly waiting
	d, cfg := startDovecot(t, mailtest.DovecotOptions{})
	for n := range 3 {
		d.Deliver(mail(n))
	}
	cfg.Timings.IdleMin, cfg.Timings.IdleMax = 100*time.Millisecond, 200*time.Millisecond // an idle session does not hear of it
	desk := newDesk(undecided)
	run(t, cfg, desk)
	eventually(t, "stored", func() bool { return desk.count(Waiting) == 3 })
	desk.mu.Lock()
	desk.decide = processed // the same bytes are known now
	desk.mu.Unlock()
	if err := d.SetUIDValidity("INBOX", 4242); err != nil {
		t.Fatal(err)
	}
	eventually(t, "all moved under the new numbers", func() bool { return desk.count(Moved) == 3 })
	if distinct, total := desk.stored(); distinct != 3 || total != 6 {
		t.Errorf("%d distinct, %d in all", distinct, total)
	}
	if list, _ := d.Folder("Processed"); len(list) != 3 {
		t.Errorf("Processed holds %d", len(list))
	}
}

func TestDovecotWithoutMove(t *testing.T) {
	t.Parallel() // mostly waiting
	d, cfg := startDovecot(t, mailtest.DovecotOptions{NoMove: true})
	for n := range 20 {
		d.Deliver(mail(n))
	}
	desk := newDesk(processed)
	run(t, cfg, desk)
	eventually(t, "moved", func() bool { return desk.count(Moved) == 20 })
	for folder, want := range map[string]int{"INBOX": 0, "Processed": 20} {
		if list, err := d.Folder(folder); err != nil || len(list) != want {
			t.Errorf("%s holds %d, %v", folder, len(list), err)
		}
	}
}

func TestDovecotBlackHole(t *testing.T) {
	d, cfg := startDovecot(t, mailtest.DovecotOptions{})
	proxy := through(t, d, &cfg)
	cfg.Timings.Command, cfg.Timings.Fetch = 300*time.Millisecond, 300*time.Millisecond
	cfg.Timings.IdleMin, cfg.Timings.IdleMax = 200*time.Millisecond, 300*time.Millisecond
	desk := newDesk(processed)
	w := run(t, cfg, desk)
	d.Deliver(mail(1))
	eventually(t, "first moved", func() bool { return desk.count(Moved) == 1 })
	opened := proxy.Opened()
	proxy.BlackHole(true)
	d.Deliver(mail(2))
	eventually(t, "noticed", func() bool { h := w.Health(); return h.State == HealthNetwork && h.Code == "no-answer" })
	proxy.BlackHole(false)
	eventually(t, "mail of the dark time moved", func() bool { return desk.count(Moved) == 2 })
	if _, total := desk.stored(); total != 2 || proxy.Opened() <= opened {
		t.Errorf("stored %d, connections %d then %d", total, opened, proxy.Opened())
	}
}

// TestDovecotCutLiteral cuts the connection at many places, also inside bodies: every message arrives whole and once.
func TestDovecotCutLiteral(t *testing.T) {
	t.Parallel() // mostly waiting
	d, cfg := startDovecot(t, mailtest.DovecotOptions{})
	proxy := through(t, d, &cfg)
	cfg.Timings.Message = []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond}
	want := map[string]bool{}
	desk := newDesk(processed)
	run(t, cfg, desk)
	const cuts = 12
	for n := range cuts {
		raw := append(mail(n), bytes.Repeat([]byte("0123456789abcde\r\n"), 1000)...)
		want[string(raw)] = true
		proxy.CutAfter(int64(500 + n*1800))
		d.Deliver(raw)
		eventually(t, "moved in spite of a cut", func() bool { return desk.count(Moved) == n+1 })
	}
	if distinct, _ := desk.stored(); distinct != cuts {
		t.Errorf("%d distinct bodies: a cut one was taken for whole", distinct)
	}
	list, _ := d.Folder("Processed")
	for _, raw := range list {
		if !want[string(raw)] {
			t.Errorf("unknown body of %d bytes", len(raw))
		}
	}
	if len(list) != cuts || desk.refusals(CodeFetchFailed) != 0 {
		t.Errorf("Processed holds %d, refused %v", len(list), desk.refused)
	}
}

func TestDovecotRestart(t *testing.T) {
	t.Parallel() // mostly waiting
	d, cfg := startDovecot(t, mailtest.DovecotOptions{})
	desk := newDesk(processed)
	w := run(t, cfg, desk)
	eventually(t, "connected", func() bool { return w.Health().State == HealthOK })
	d.Stop()
	d.Deliver(mail(1))
	eventually(t, "loss noticed", func() bool { return w.Health().State == HealthNetwork })
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "moved after the restart", func() bool { return desk.count(Moved) == 1 })
}

// TestDovecotThousand holds the count and measures the speed.
func TestDovecotThousand(t *testing.T) {
	const total = 1000
	d, cfg := startDovecot(t, mailtest.DovecotOptions{})
	filler := strings.Repeat("Een regel van een gewone brief, zoals er zoveel zijn.\r\n", 40)
	for n := range total {
		d.Deliver(append(mail(n), filler...))
	}
	desk := newDesk(processed)
	began := time.Now()
	run(t, cfg, desk)
	eventually(t, "all moved", func() bool { return desk.count(Moved) == total })
	took := time.Since(began)
	t.Logf("%d messages fetched and moved in %v: %.0f a second", total, took.Round(time.Millisecond), total/took.Seconds())
	if distinct, stored := desk.stored(); distinct != total || stored != total {
		t.Errorf("%d distinct, %d stored", distinct, stored)
	}
	for folder, want := range map[string]int{"INBOX": 0, "Processed": total} {
		if list, err := d.Folder(folder); err != nil || len(list) != want {
			t.Errorf("%s holds %d, %v", folder, len(list), err)
		}
	}
	if rate := total / took.Seconds(); rate < 100 {
		t.Errorf("only %.0f a second", rate)
	}
}

// TestDovecotThousandWaiting decides later, in pieces, as a pipeline does.
func TestDovecotThousandWaiting(t *testing.T) {
	const total = 1000
	d, cfg := startDovecot(t, mailtest.DovecotOptions{})
	for n := range total {
		d.Deliver(mail(n))
	}
	desk := newDesk(undecided)
	began := time.Now()
	run(t, cfg, desk)
	eventually(t, "all moved", func() bool {
		desk.decideAll("Processed")
		return desk.count(Moved) == total
	})
	took := time.Since(began)
	t.Logf("%d messages in %v: %.0f a second, %d looks", total, took.Round(time.Millisecond), total/took.Seconds(), desk.looks)
	if list, _ := d.Folder("Processed"); len(list) != total {
		t.Errorf("Processed holds %d", len(list))
	}
}

func TestDovecotRehearseAndSent(t *testing.T) {
	t.Parallel() // mostly waiting
	d, cfg := startDovecot(t, mailtest.DovecotOptions{Folders: []string{"Sent"}})
	for n := range 10 {
		d.Deliver(mail(n))
	}
	seen := 0
	if missed, err := Rehearse(context.Background(), cfg, func(Key, time.Time, []byte) error { seen++; return nil }); err != nil || missed != 0 || seen != 10 {
		t.Errorf("saw %d, missed %d, %v", seen, missed, err)
	}
	if list, _ := d.Folder("INBOX"); len(list) != 10 {
		t.Errorf("inbox holds %d", len(list))
	}
	cfg.Folders.Sent = "INBOX"
	if found, err := FindSent(context.Background(), cfg, "<3@x.example>"); err != nil || !found {
		t.Errorf("found %v, %v", found, err)
	}
	if found, err := FindSent(context.Background(), cfg, "<33@x.example>"); err != nil || found {
		t.Errorf("found %v, %v", found, err)
	}
	if got := fmt.Sprint(Check(context.Background(), cfg)[1:4]); got != "[{imap.move true  } {imap.idle true  } {imap.uidplus true  }]" {
		t.Error(got)
	}
}
