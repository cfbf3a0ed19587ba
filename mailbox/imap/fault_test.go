package imap

import (
	"bufio"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mdaplus/mailbox/account"
)

// scripted is a server that does what tests tell it. It holds messages 1 to n by number and UID, can IDLE and MOVE, and lets fetch speak in its
// place for whole bodies.
type scripted struct {
	ln    net.Listener
	fetch func(c *scriptedConn, tag string, uid, seq int, attempt int) bool // false = answer properly
	other func(c *scriptedConn, tag, command string) bool

	mu       sync.Mutex
	bodies   map[int]string
	attempts map[int]int
	moved    map[int]string
	uids     bool // FETCH by UID was used last
}

type scriptedConn struct {
	net.Conn
	srv *scripted
}

func (c *scriptedConn) say(format string, args ...any) { fmt.Fprintf(c, format+"\r\n", args...) }

func startScripted(t *testing.T, n int) (*scripted, Config) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	s := &scripted{ln: ln, bodies: map[int]string{}, attempts: map[int]int{}, moved: map[int]string{}}
	for i := 1; i <= n; i++ {
		s.bodies[i] = string(mail(i))
	}
	go s.accept()
	cfg := config(account.Server{Address: ln.Addr().String(), TLS: account.None}, "u", "p")
	cfg.Timings.Command, cfg.Timings.Fetch = 500*time.Millisecond, 500*time.Millisecond
	return s, cfg
}

func (s *scripted) accept() {
	for {
		conn, err := s.ln.Accept()
		if err != nil {
			return
		}
		go s.serve(&scriptedConn{conn, s})
	}
}

func (s *scripted) serve(c *scriptedConn) {
	defer c.Close()
	c.say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR IDLE MOVE UIDPLUS] ready")
	in := bufio.NewScanner(c)
	idleTag := ""
	for in.Scan() {
		tag, command, _ := strings.Cut(in.Text(), " ")
		switch {
		case in.Text() == "DONE":
			c.say("%s OK done", idleTag)
		case s.other != nil && s.other(c, tag, command):
		case command == "IDLE":
			idleTag = tag
			c.say("+ idling")
		default:
			s.answer(c, tag, command)
		}
	}
}

var (
	fetchCommand = regexp.MustCompile(`^(UID )?FETCH (\d+) \(.*BODY\.PEEK\[(HEADER)?\]`)
	sizeCommand  = regexp.MustCompile(`^UID FETCH \S+ \(UID RFC822.SIZE\)`)
	seqCommand   = regexp.MustCompile(`^SEARCH UID (\d+)`)
	moveCommand  = regexp.MustCompile(`^UID MOVE (\S+) "?(\w+)"?`)
)

func (s *scripted) answer(c *scriptedConn, tag, command string) {
	word, _, _ := strings.Cut(command, " ")
	switch {
	case word == "AUTHENTICATE":
		c.say("%s OK [CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS] in", tag)
	case word == "LIST":
		c.say("* LIST () \"/\" %s", strings.Fields(command)[2])
		c.say("%s OK", tag)
	case word == "SELECT":
		c.say("* FLAGS (\\Seen)\r\n* %d EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n%s OK [READ-WRITE] ok", len(s.left()), tag)
	case word == "LOGOUT":
		c.say("* BYE\r\n%s OK", tag)
	case sizeCommand.MatchString(command):
		c.say("%s OK", tag)
	case fetchCommand.MatchString(command):
		s.answerFetch(c, tag, fetchCommand.FindStringSubmatch(command))
	case seqCommand.MatchString(command): // numbers and UIDs differ by nothing here, gaps aside
		c.say("* SEARCH %s\r\n%s OK", seqCommand.FindStringSubmatch(command)[1], tag)
	case moveCommand.MatchString(command):
		s.answerMove(c, tag, moveCommand.FindStringSubmatch(command))
	case strings.HasPrefix(command, "UID SEARCH"):
		c.say("* SEARCH%s\r\n%s OK", s.left(), tag)
	default:
		c.say("%s OK", tag)
	}
}

func (s *scripted) left() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := ""
	for uid := 1; uid <= len(s.bodies); uid++ {
		if s.moved[uid] == "" {
			out += " " + strconv.Itoa(uid)
		}
	}
	return out
}

func (s *scripted) answerFetch(c *scriptedConn, tag string, m []string) {
	n, _ := strconv.Atoi(m[2])
	s.mu.Lock()
	if m[3] == "" {
		s.attempts[n]++
	}
	attempt, body := s.attempts[n], s.bodies[n]
	s.uids = m[1] != ""
	s.mu.Unlock()
	section := "BODY[]"
	if m[3] != "" {
		section = "BODY[HEADER]"
		body, _, _ = strings.Cut(body, "\r\n\r\n")
	} else if s.fetch != nil && s.fetch(c, tag, n, n, attempt) {
		return
	}
	c.say("* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE \"12-May-2026 09:00:00 +0000\" %s {%d}\r\n%s)\r\n%s OK", n, n, len(body), section, len(body), body, tag)
}

func (s *scripted) answerMove(c *scriptedConn, tag string, m []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for part := range strings.SplitSeq(m[1], ",") {
		from, to, ranged := strings.Cut(part, ":")
		first, _ := strconv.Atoi(from)
		last := first
		if ranged {
			last, _ = strconv.Atoi(to)
		}
		for uid := first; uid <= last; uid++ {
			s.moved[uid] = m[2]
		}
	}
	c.say("* OK [COPYUID 1 %s %s] moved\r\n%s OK", m[1], m[1], tag)
}

// TestFetchFaults plays every way in which servers were seen to fail at message 2: it must arrive whole all the same, or go to Attention,
// and its neighbours must not suffer.
func TestFetchFaults(t *testing.T) {
	const date = `INTERNALDATE "12-May-2026 09:00:00 +0000"`
	for _, c := range []struct {
		name      string
		faulty    int // attempts that fail, 99 = all
		attention bool
		fetch     func(c *scriptedConn, tag string, body string)
	}{
		{"OK and nothing", 2, false, func(c *scriptedConn, tag, body string) { c.say("%s OK", tag) }},
		{"OK and nothing, always", 99, true, func(c *scriptedConn, tag, body string) { c.say("%s OK", tag) }},
		{"NO", 2, false, func(c *scriptedConn, tag, body string) { c.say("%s NO [SERVERBUG] later", tag) }},
		{"NO, always", 99, true, func(c *scriptedConn, tag, body string) { c.say("%s NO broken", tag) }},
		{"BAD, always", 99, true, func(c *scriptedConn, tag, body string) { c.say("%s BAD what", tag) }},
		{"NIL body", 99, true, func(c *scriptedConn, tag, body string) {
			c.say("* 2 FETCH (UID 2 RFC822.SIZE 9 %s BODY[] NIL)\r\n%s OK", date, tag)
		}},
		{"empty body", 99, true, func(c *scriptedConn, tag, body string) {
			c.say("* 2 FETCH (UID 2 RFC822.SIZE 9 %s BODY[] {0}\r\n)\r\n%s OK", date, tag)
		}},
		{"literal cut by a lost connection", 1, false, func(c *scriptedConn, tag, body string) {
			c.say("* 2 FETCH (UID 2 RFC822.SIZE 500 %s BODY[] {500}\r\nFrom:", date)
			c.Close()
		}},
		{"connection lost, always", 99, true, func(c *scriptedConn, tag, body string) { c.Close() }},
		{"BYE", 1, false, func(c *scriptedConn, tag, body string) { c.say("* BYE Session invalidated"); c.Close() }},
		{"stall inside the literal", 1, false, func(c *scriptedConn, tag, body string) {
			c.say("* 2 FETCH (UID 2 RFC822.SIZE 500 %s BODY[] {500}\r\nFrom:", date)
		}},
		{"stall", 1, false, func(c *scriptedConn, tag, body string) {}},
		{"unknown response", 1, false, func(c *scriptedConn, tag, body string) { c.say("* XYZZY 1 2 3\r\n%s OK", tag) }},
		{"flags first", 1, false, func(c *scriptedConn, tag, body string) {
			c.say("* 2 FETCH (UID 2 FLAGS (\\Recent))\r\n* 2 FETCH (UID 2 %s BODY[] {%d}\r\n%s)\r\n%s OK", date, len(body), body, tag)
		}},
		{"another message's body", 1, false, func(c *scriptedConn, tag, body string) {
			c.say("* 1 FETCH (UID 1 %s BODY[] {5}\r\nwrong)\r\n%s OK", date, tag)
		}},
		{"OK before NO", 1, false, func(c *scriptedConn, tag, body string) {
			c.say("* 2 FETCH (UID 2 %s BODY[] {5}\r\nFrom:)\r\n%s NO only a part", date, tag)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv, cfg := startScripted(t, 3)
			srv.fetch = func(conn *scriptedConn, tag string, uid, _, attempt int) bool {
				if uid != 2 || attempt > c.faulty {
					return false
				}
				c.fetch(conn, tag, string(mail(2)))
				return true
			}
			desk := newDesk(processed)
			run(t, cfg, desk)
			eventually(t, "all moved", func() bool { return desk.count(Moved) == 3 })
			srv.mu.Lock()
			defer srv.mu.Unlock()
			want := "Processed"
			if c.attention {
				want = "Attention"
			}
			if srv.moved[1] != "Processed" || srv.moved[2] != want || srv.moved[3] != "Processed" {
				t.Errorf("moved %v", srv.moved)
			}
			if n := desk.refusals(CodeFetchFailed); (n == 1) != c.attention {
				t.Errorf("refused %d times", n)
			}
			if c.attention && srv.attempts[2] != 3 {
				t.Errorf("given up after %d attempts, not 3", srv.attempts[2])
			}
			desk.mu.Lock()
			defer desk.mu.Unlock()
			for _, r := range desk.rows {
				if n := desk.bodies[r.sum]; n > 1 {
					t.Errorf("stored %d times", n)
				}
			}
		})
	}
}

// TestUIDAfterBody is the server for which go-imap gives an empty answer by UID: the sequence number helps.
func TestUIDAfterBody(t *testing.T) {
	srv, cfg := startScripted(t, 2)
	srv.fetch = func(c *scriptedConn, tag string, uid, _, _ int) bool {
		body := string(mail(uid))
		c.say("* %d FETCH (BODY[] {%d}\r\n%s INTERNALDATE \"12-May-2026 09:00:00 +0000\" UID %d)\r\n%s OK", uid, len(body), body, uid, tag)
		return true
	}
	desk := newDesk(processed)
	run(t, cfg, desk)
	eventually(t, "both moved", func() bool { return desk.count(Moved) == 2 })
	if distinct, total := desk.stored(); distinct != 2 || total != 2 || desk.refusals(CodeFetchFailed) != 0 {
		t.Errorf("%d distinct, %d stored, refused %v", distinct, total, desk.refused)
	}
}

// TestMoveFaults plays refusals of a move: nothing is recorded as moved that was not.
func TestMoveFaults(t *testing.T) {
	for name, fault := range map[string]func(c *scriptedConn, tag string){
		"NO":              func(c *scriptedConn, tag string) { c.say("%s NO [LIMIT] later", tag) },
		"OK and nothing":  func(c *scriptedConn, tag string) { c.say("%s OK", tag) },
		"lost connection": func(c *scriptedConn, tag string) { c.Close() },
		"stall":           func(c *scriptedConn, tag string) {},
	} {
		t.Run(name, func(t *testing.T) {
			srv, cfg := startScripted(t, 3)
			var mu sync.Mutex
			faults := 4
			srv.other = func(c *scriptedConn, tag, command string) bool {
				mu.Lock()
				defer mu.Unlock()
				if !strings.HasPrefix(command, "UID MOVE") || faults == 0 {
					return false
				}
				faults--
				fault(c, tag)
				return true
			}
			desk := newDesk(processed)
			run(t, cfg, desk)
			eventually(t, "all moved", func() bool { return desk.count(Moved) == 3 })
			if left := srv.left(); left != "" {
				t.Errorf("recorded as moved and still there:%s", left)
			}
			if _, total := desk.stored(); total != 3 {
				t.Errorf("stored %d times", total)
			}
		})
	}
}

// TestMoveAnswerLost loses the answer of a MOVE that was done: the messages count as moved, once.
func TestMoveAnswerLost(t *testing.T) {
	srv, cfg := startScripted(t, 3)
	var once sync.Once
	srv.other = func(c *scriptedConn, tag, command string) bool {
		hit := false
		if m := moveCommand.FindStringSubmatch(command); m != nil {
			once.Do(func() {
				hit = true
				silent := &scriptedConn{nullConn{c.Conn}, srv}
				srv.answerMove(silent, tag, m)
				c.Close()
			})
		}
		return hit
	}
	desk := newDesk(processed)
	run(t, cfg, desk)
	eventually(t, "all moved", func() bool { return desk.count(Moved) == 3 })
	if _, total := desk.stored(); total != 3 {
		t.Errorf("stored %d times", total)
	}
}

type nullConn struct{ net.Conn }

func (nullConn) Write(b []byte) (int, error) { return len(b), nil }

// TestIdleRefused polls instead.
func TestIdleRefused(t *testing.T) {
	srv, cfg := startScripted(t, 1)
	srv.other = func(c *scriptedConn, tag, command string) bool {
		if command == "IDLE" {
			c.say("%s NO not now", tag)
			return true
		}
		return false
	}
	desk := newDesk(processed)
	cfg.Timings.IdleMin, cfg.Timings.IdleMax = 20*time.Millisecond, 30*time.Millisecond
	run(t, cfg, desk)
	eventually(t, "first moved", func() bool { return desk.count(Moved) == 1 })
	srv.mu.Lock()
	srv.bodies[2] = string(mail(2))
	srv.mu.Unlock()
	eventually(t, "second found by polling", func() bool { return desk.count(Moved) == 2 })
}

// TestNeverSent holds what the worker must not say to any server.
func TestNeverSent(t *testing.T) {
	srv, cfg := startScripted(t, 5)
	var mu sync.Mutex
	var said []string
	srv.other = func(_ *scriptedConn, _, command string) bool {
		mu.Lock()
		defer mu.Unlock()
		said = append(said, command)
		return false
	}
	desk := newDesk(processed)
	run(t, cfg, desk)
	eventually(t, "all moved", func() bool { return desk.count(Moved) == 5 })
	mu.Lock()
	defer mu.Unlock()
	for _, command := range said {
		if strings.HasPrefix(command, "ID") && command != "IDLE" || strings.HasPrefix(command, "ENABLE") {
			t.Errorf("said %q", command)
		}
		for _, never := range []string{"ENVELOPE", "BODYSTRUCTURE", "\\Seen", "BODY[", "EXPUNGE", "RETURN", "CHARSET"} {
			if strings.Contains(command, never) {
				t.Errorf("said %q", command)
			}
		}
	}
}

// TestLoginAnswers tells a mailbox that is not ours from a server that is busy, and both from a lost connection.
func TestLoginAnswers(t *testing.T) {
	for _, c := range []struct{ answer, state, code string }{
		{"NO [AUTHENTICATIONFAILED] no", HealthAuth, "refused"},
		{"NO no", HealthAuth, "refused"},
		{"BAD User is authenticated but not connected.", HealthAuth, "not-connected"},
		{"NO [UNAVAILABLE] later", HealthNetwork, "answer-NO-UNAVAILABLE"},
		{"", HealthNetwork, "closed"},
	} {
		srv, cfg := startScripted(t, 0)
		srv.other = func(conn *scriptedConn, tag, command string) bool {
			if !strings.HasPrefix(command, "AUTHENTICATE") {
				return false
			}
			if c.answer == "" {
				conn.Close()
			} else {
				conn.say("%s %s", tag, c.answer)
			}
			return true
		}
		w := run(t, cfg, newDesk(processed))
		eventually(t, c.answer, func() bool { h := w.Health(); return h.State == c.state && h.Code == c.code })
	}
}
