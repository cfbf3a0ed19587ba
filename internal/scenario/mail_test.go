package scenario

import (
	"testing"
	"time"

	"mdaplus/internal/samples"
	"mdaplus/mailbox/mailtest"
)

func TestAThousandMixedMails(t *testing.T) {
	s := newSite(t, siteOptions{})
	kinds := s.heap(0, 1000)
	p := s.start()
	s.settle(1000, 3*time.Minute)
	s.check(kinds)
	s.stop(p)
	s.verify()
}

func TestMailThatArrivesWhileTheServiceIsDown(t *testing.T) {
	for name, o := range map[string]siteOptions{"sqlite": {}, "postgres": {postgres: true}} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, o)
			kinds := s.heap(0, 10)
			p := s.start()
			s.settle(10, time.Minute)
			s.stop(p)
			for n, kind := range s.heap(10, 20) {
				kinds[n] = kind
			}
			s.start()
			s.settle(20, time.Minute)
			s.check(kinds)
		})
	}
}

func TestAServerWithoutMove(t *testing.T) {
	s := newSite(t, siteOptions{noMove: true})
	kinds := s.heap(0, 30)
	s.start()
	s.settle(30, time.Minute)
	s.check(kinds)
}

// Microsoft 365 and Google give tokens to the program itself, without a person.
func TestLogInWithClientCredentials(t *testing.T) {
	for _, method := range []string{"xoauth2", "oauthbearer"} {
		t.Run(method, func(t *testing.T) {
			s := newSite(t, siteOptions{oauth: method})
			kinds := s.heap(0, 5)
			s.start()
			s.settle(5, time.Minute)
			s.dovecot.ExpireTokens() // the next connection needs a fresh one
			if err := s.dovecot.SetUIDValidity("INBOX", 99); err != nil {
				t.Fatal(err)
			}
			for n, kind := range s.heap(5, 8) {
				kinds[n] = kind
			}
			s.settle(8, time.Minute)
			s.check(kinds)
		})
	}
}

// Every message looks new after a reset: the bytes say that it is not.
func TestUIDValidityIsReset(t *testing.T) {
	s := newSite(t, siteOptions{})
	kinds := s.heap(0, 10)
	p := s.start()
	s.settle(10, time.Minute)
	s.stop(p)
	kept, err := s.dovecot.Folder(s.cfg.Mailbox.Filed)
	if err != nil || len(kept) == 0 {
		t.Fatalf("%d messages, %v", len(kept), err)
	}
	for _, raw := range kept { // somebody moves everything back after a rebuild
		s.deliver(raw)
	}
	if err := s.dovecot.SetUIDValidity("INBOX", 4711); err != nil {
		t.Fatal(err)
	}
	for n, kind := range s.heap(10, 15) {
		kinds[n] = kind
	}
	s.start()
	s.settle(15, time.Minute)
	back, err := s.dovecot.Folder(s.cfg.Mailbox.Filed)
	if err != nil || len(back) < 2*len(kept) {
		t.Errorf("%d messages in the folder, want the %d old ones twice: %v", len(back), len(kept), err)
	}
	s.answeredOnce(kinds)
}

func (s *site) answeredOnce(kinds map[int]string) {
	s.t.Helper()
	answers := s.answersTo()
	for n, kind := range kinds {
		want := 1
		if expected[kind].subject == "" {
			want = 0
		}
		if got := answers[samples.Sender(n)]; len(got) != want {
			s.t.Errorf("mail %d (%s): %d answers %q, want %d", n, kind, len(got), got, want)
		}
	}
}

// The connection to the mailbox swallows everything, is cut in the middle of a
// message, and comes back; mail arrives meanwhile.
func TestABadNetworkToTheMailbox(t *testing.T) {
	var proxy *mailtest.Proxy
	s := newSite(t, siteOptions{through: func(address string) string {
		var err error
		if proxy, err = mailtest.StartProxy(address); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(proxy.Close)
		return proxy.Address
	}})
	kinds := s.heap(0, 20)
	s.start()
	for i := range 8 {
		time.Sleep(150 * time.Millisecond)
		proxy.CutAfter(int64(3000 + 4000*i))
		for n, kind := range s.heap(20+i*5, 25+i*5) {
			kinds[n] = kind
		}
	}
	proxy.CutAfter(-1)
	s.settle(60, 2*time.Minute)
	s.check(kinds)
}
