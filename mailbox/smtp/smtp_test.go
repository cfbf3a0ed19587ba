package smtp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mdaplus/mailbox/account"
	"mdaplus/mailbox/mailtest"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

const message = "From: <a@mda.example>\r\nSubject: x\r\n\r\n.dot\r\nbare\r\n"

func start(t *testing.T, opts mailtest.SMTPOptions) *mailtest.SMTP {
	t.Helper()
	srv, err := mailtest.StartSMTP(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	return srv
}

func sender(t *testing.T, srv *mailtest.SMTP, mode account.Mode, login account.Login) *Sender {
	t.Helper()
	s := NewSender(Config{
		Server:  account.Server{Address: srv.Address, TLS: mode, RootCAs: srv.Certificate.Pool},
		Login:   login,
		Timeout: 5 * time.Second,
	}, quiet)
	t.Cleanup(s.Close)
	return s
}

func send(s *Sender, rcpt string) Result {
	return s.Send(context.Background(), "a@mda.example", rcpt, "out-1", []byte(message))
}

func TestSendOverEveryEncryptionAndLogin(t *testing.T) {
	tokens := func(user, token string) bool { return user == "intake" && token == "good" }
	login := account.Login{Username: "intake", Password: "secret"}
	oauth := func(m account.Method) account.Login {
		return account.Login{Method: m, Username: "intake", OAuth: account.OAuth{TokenURL: tokenEndpoint(t, "good"), ClientID: "id", ClientSecret: "s"}}
	}
	for _, c := range []struct {
		name  string
		opts  mailtest.SMTPOptions
		login account.Login
	}{
		{"plain on loopback", mailtest.SMTPOptions{Mode: account.None}, account.Login{}},
		{"tls and PLAIN", mailtest.SMTPOptions{Mode: account.TLS, Username: "intake", Password: "secret"}, login},
		{"starttls and LOGIN", mailtest.SMTPOptions{Mode: account.StartTLS, Username: "intake", Password: "secret", LoginOnly: true}, login},
		{"XOAUTH2", mailtest.SMTPOptions{Mode: account.StartTLS, Tokens: tokens}, oauth(account.XOAuth2)},
		{"OAUTHBEARER", mailtest.SMTPOptions{Mode: account.TLS, Tokens: tokens}, oauth(account.OAuthBearer)},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv := start(t, c.opts)
			s := sender(t, srv, c.opts.Mode, c.login)
			for range 3 {
				if r := send(s, "b@x.example"); r.State != Sent {
					t.Fatalf("%+v", r)
				}
			}
			got := srv.Accepted()
			if len(got) != 3 || string(got[0].Raw) != message || got[0].EnvelopeID != "out-1" || fmt.Sprint(got[0].Notify) != "[FAILURE DELAY]" {
				t.Errorf("accepted %d, %+v", len(got), got[0])
			}
			if conns, _ := srv.Counts(); c.opts.Mode != account.StartTLS && conns != 1 {
				t.Errorf("%d connections for three mails", conns)
			}
		})
	}
}

// tokenEndpoint hands out the tokens in turn, the last one for ever.
func tokenEndpoint(t *testing.T, tokens ...string) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := min(int(n.Add(1)), len(tokens)) - 1
		if r.FormValue("grant_type") != "client_credentials" || tokens[i] == "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{"access_token": tokens[i], "token_type": "Bearer", "expires_in": 3600})
	})}
	go srv.Serve(ln)
	t.Cleanup(func() { srv.Close() })
	return "http://" + ln.Addr().String() + "/token"
}

func TestTokenIsRenewedOnce(t *testing.T) {
	srv := start(t, mailtest.SMTPOptions{Tokens: func(_, token string) bool { return token == "new" }})
	for _, c := range []struct {
		method account.Method
		tokens []string
		want   State
	}{
		{account.XOAuth2, []string{"old", "new"}, Sent},
		{account.OAuthBearer, []string{"old", "new"}, Sent},
		{account.XOAuth2, []string{"old"}, Account},
		{account.OAuthBearer, []string{"old"}, Account},
		{account.XOAuth2, []string{""}, Account},
	} {
		s := sender(t, srv, account.None, account.Login{Method: c.method, Username: "u", OAuth: account.OAuth{TokenURL: tokenEndpoint(t, c.tokens...)}})
		if r := send(s, "b@x.example"); r.State != c.want {
			t.Errorf("%s %v: %+v", c.method, c.tokens, r)
		}
	}
}

func TestAnswersOfTheServer(t *testing.T) {
	srv := start(t, mailtest.SMTPOptions{})
	s := sender(t, srv, account.None, account.Login{})
	for i, c := range []struct {
		fault mailtest.Fault
		want  State
		enh   string
	}{
		{mailtest.Fault{Stage: mailtest.AtRcpt, Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "unknown"}, Failed, "5.1.1"},
		{mailtest.Fault{Stage: mailtest.AtRcpt, Code: 450, Enhanced: [3]int{4, 2, 1}, Text: "later"}, Retry, "4.2.1"},
		{mailtest.Fault{Stage: mailtest.AtRcpt, Code: 550, Enhanced: [3]int{5, 7, 1}, Text: "policy of the recipient"}, Failed, "5.7.1"},
		{mailtest.Fault{Stage: mailtest.AtData, Code: 432, Enhanced: [3]int{4, 3, 2}, Text: "too many connections"}, Retry, "4.3.2"},
		{mailtest.Fault{Stage: mailtest.AtData, Code: 552, Enhanced: [3]int{5, 3, 4}, Text: "too large"}, Failed, "5.3.4"},
		{mailtest.Fault{Stage: mailtest.AtData, Code: 554, Enhanced: [3]int{5, 2, 252}, Text: "SendAsDenied; a@mda.example"}, Account, "5.2.252"},
		{mailtest.Fault{Stage: mailtest.AtData, Code: 554, Enhanced: [3]int{5, 6, 0}, Text: "content"}, Failed, "5.6.0"},
		{mailtest.Fault{Stage: mailtest.AtRcpt, Drop: true}, Retry, ""},
		{mailtest.Fault{Stage: mailtest.AtData, Drop: true}, Uncertain, ""},
	} {
		rcpt := fmt.Sprintf("r%d@x.example", i)
		srv.Fail(rcpt, c.fault)
		if r := send(s, rcpt); r.State != c.want || r.Enhanced != c.enh {
			t.Errorf("%+v: %+v", c.fault, r)
		}
		if r := send(s, "good@x.example"); r.State != Sent {
			t.Errorf("after %+v: %+v", c.fault, r)
		}
	}
	srv.Fail("a@mda.example", mailtest.Fault{Stage: mailtest.AtMail, Code: 550, Enhanced: [3]int{5, 7, 60}, Text: "not permitted", Times: 1})
	if r := send(s, "b@x.example"); r.State != Account || r.Enhanced != "5.7.60" {
		t.Errorf("sender refused: %+v", r)
	}
}

func TestQuitLostAfterDelivery(t *testing.T) {
	srv := start(t, mailtest.SMTPOptions{})
	srv.Fail("", mailtest.Fault{Stage: mailtest.AtQuit, Drop: true})
	s := sender(t, srv, account.None, account.Login{})
	if r := send(s, "b@x.example"); r.State != Sent {
		t.Errorf("%+v", r)
	}
	s.Close()
	if n := len(srv.Accepted()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestAccountTroubles(t *testing.T) {
	plain := start(t, mailtest.SMTPOptions{})
	wrongCA := start(t, mailtest.SMTPOptions{Mode: account.TLS})
	wrongCA.Certificate = plain.Certificate
	auth := start(t, mailtest.SMTPOptions{Username: "u", Password: "p"})
	for name, s := range map[string]*Sender{
		"no STARTTLS":       sender(t, plain, account.StartTLS, account.Login{}),
		"unknown authority": sender(t, wrongCA, account.TLS, account.Login{}),
		"wrong password":    sender(t, auth, account.None, account.Login{Username: "u", Password: "x"}),
		"no log-in":         sender(t, auth, account.None, account.Login{}),
		"nobody there":      NewSender(Config{Server: account.Server{Address: "127.0.0.1:1", TLS: account.None}}, quiet),
	} {
		if r := send(s, "b@x.example"); r.State != Account {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if err := sender(t, auth, account.None, account.Login{Username: "u", Password: "p"}).Check(context.Background()); err != nil {
		t.Errorf("check: %v", err)
	}
}

func TestKeptConnectionThatDied(t *testing.T) {
	srv := start(t, mailtest.SMTPOptions{})
	proxy, err := mailtest.StartProxy(srv.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	s := NewSender(Config{Server: account.Server{Address: proxy.Address, TLS: account.None}, Timeout: 5 * time.Second}, quiet)
	defer s.Close()
	for range 3 {
		if r := send(s, "b@x.example"); r.State != Sent {
			t.Fatalf("%+v", r)
		}
		proxy.Drop()
	}
	if n := len(srv.Accepted()); n != 3 {
		t.Errorf("%d mails", n)
	}
}

func TestBlackHoleEndsWithTheDeadline(t *testing.T) {
	srv := start(t, mailtest.SMTPOptions{})
	proxy, err := mailtest.StartProxy(srv.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	s := NewSender(Config{Server: account.Server{Address: proxy.Address, TLS: account.None}}, quiet)
	proxy.BlackHole(true)
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	if r := s.Send(ctx, "a@mda.example", "b@x.example", "", []byte(message)); r.State != Account {
		t.Errorf("%+v", r)
	}
	if d := time.Since(began); d > 3*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestRefusesBadEnvelopes(t *testing.T) {
	s := NewSender(Config{Server: account.Server{Address: "127.0.0.1:1"}}, quiet)
	for _, rcpt := range []string{"", "a@b\r\nRCPT TO:<c@d>", "a@b> <c@d", "é@b"} {
		if r := send(s, rcpt); r.State != Failed {
			t.Errorf("%q: %+v", rcpt, r)
		}
	}
}

func TestLimits(t *testing.T) {
	var now, most atomic.Int64
	srv := start(t, mailtest.SMTPOptions{Accept: func(mailtest.Accepted) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
	}})
	s := NewSender(Config{Server: account.Server{Address: srv.Address, TLS: account.None}, Connections: 2}, quiet)
	defer s.Close()
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() { send(s, "b@x.example") })
	}
	all.Wait()
	if most.Load() > 2 || len(srv.Accepted()) != 12 {
		t.Errorf("%d at once, %d accepted", most.Load(), len(srv.Accepted()))
	}

	l := newLimiter(3, 100*time.Millisecond)
	began := time.Now()
	for range 7 {
		l.wait(context.Background())
	}
	if d := time.Since(began); d < 200*time.Millisecond {
		t.Errorf("seven sends at three a window took %v", d)
	}
	full := newLimiter(1, time.Hour)
	full.reserve()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if full.wait(ctx) == nil {
		t.Error("a full window was not waited for")
	}
}

func TestBackoff(t *testing.T) {
	var got []string
	for attempt := range 8 {
		got = append(got, Backoff(attempt).String())
	}
	if want := "1m0s 1m0s 5m0s 15m0s 1h0m0s 4h0m0s 4h0m0s 4h0m0s"; strings.Join(got, " ") != want {
		t.Errorf("got %v", got)
	}
}

func BenchmarkSend(b *testing.B) {
	srv, err := mailtest.StartSMTP(mailtest.SMTPOptions{})
	if err != nil {
		b.Fatal(err)
	}
	defer srv.Close()
	s := NewSender(Config{Server: account.Server{Address: srv.Address, TLS: account.None}}, quiet)
	defer s.Close()
	for b.Loop() {
		if r := send(s, "b@x.example"); r.State != Sent {
			b.Fatalf("%+v", r)
		}
	}
}
