package smtp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"mdaplus/mailbox/account"
)

// Limits that mail platforms impose; Microsoft's own are 30 a minute and 3 connections.
const (
	DefaultPerMinute   = 25
	DefaultConnections = 2
	maxIdle            = 20 * time.Second // a connection unused for longer is not trusted
	maxReuse           = 100              // mails over one connection
)

// Config says where to send and how fast.
type Config struct {
	Server      account.Server
	Login       account.Login // without a user name there is no log-in
	LocalName   string        // our name in EHLO, "" is localhost
	PerMinute   int           // sends in any minute, 0 = unlimited
	Connections int           // at the same time, 0 = unlimited
	Timeout     time.Duration // for one mail, connection included; 0 = 5 minutes
}

// Sender sends mails, from any number of goroutines.
type Sender struct {
	cfg     Config
	key     *account.Key
	log     *slog.Logger
	limiter *limiter
	slots   chan struct{} // nil = unlimited

	mu   sync.Mutex
	idle []*link
}

// NewSender returns a sender; it connects when there is something to send.
func NewSender(cfg Config, log *slog.Logger) *Sender {
	if cfg.Timeout == 0 {
		cfg.Timeout = 5 * time.Minute
	}
	s := &Sender{cfg: cfg, key: account.NewKey(cfg.Login), log: log, limiter: newLimiter(cfg.PerMinute, time.Minute)}
	if cfg.Connections > 0 {
		s.slots = make(chan struct{}, cfg.Connections)
	}
	return s
}

// Send hands one stored mail to the server for one recipient and says what became of it. envelopeID comes back in delivery reports (RFC 3461,
// printable ASCII). When ctx ends, the connection is closed; the state tells how far things had come.
func (s *Sender) Send(ctx context.Context, from, rcpt, envelopeID string, raw []byte) Result {
	if err := checkEnvelope(from, rcpt, envelopeID); err != nil {
		return Result{State: Failed, Text: err.Error()}
	}
	if err := s.enter(ctx); err != nil {
		return Result{State: Retry, Text: err.Error()}
	}
	defer s.leave()
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	result := s.sendOnce(ctx, from, rcpt, envelopeID, raw)
	s.log.Info("mail sent", "state", result.State, "code", result.Code, "enhanced", result.Enhanced, "envelope_id", envelopeID)
	return result
}

// enter waits for a free connection slot and for the rate.
func (s *Sender) enter(ctx context.Context) error {
	if s.slots != nil {
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := s.limiter.wait(ctx); err != nil {
		s.leave()
		return err
	}
	return nil
}

func (s *Sender) leave() {
	if s.slots != nil {
		<-s.slots
	}
}

// sendOnce uses a kept connection when there is one. A kept one may have died unnoticed: as long as the server has not accepted the sender
// on it, nothing was sent, and a new connection starts over.
func (s *Sender) sendOnce(ctx context.Context, from, rcpt, envelopeID string, raw []byte) Result {
	if l := s.takeIdle(); l != nil {
		if stale, result := s.over(ctx, l, from, rcpt, envelopeID, raw); !stale {
			return result
		}
	}
	l, err := s.connect(ctx)
	if err != nil {
		return accountResult(err)
	}
	_, result := s.over(ctx, l, from, rcpt, envelopeID, raw)
	return result
}

// over sends over one connection and keeps or closes it.
func (s *Sender) over(ctx context.Context, l *link, from, rcpt, envelopeID string, raw []byte) (stale bool, r Result) {
	stop := context.AfterFunc(ctx, func() { l.raw.Close() })
	defer stop()
	stage, err := l.transmit(from, rcpt, envelopeID, raw)
	if l.used > 0 && stage == stageMail && lost(err) && ctx.Err() == nil {
		l.close()
		return true, Result{}
	}
	l.used++
	s.keep(l, err)
	return false, judge(stage, err)
}

// lost reports whether the server has gone, or says (421) that it is going.
func lost(err error) bool {
	var answer *gosmtp.SMTPError
	return err != nil && (!errors.As(err, &answer) || answer.Code == 421)
}

// keep puts a healthy connection back. After an error the transaction is reset; when that fails the connection goes, whatever it said.
func (s *Sender) keep(l *link, err error) {
	if lost(err) || l.used >= maxReuse || err != nil && l.client.Reset() != nil {
		l.close()
		return
	}
	l.since = time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, l)
}

// takeIdle returns the connection used last, and closes those that waited too long.
func (s *Sender) takeIdle() *link {
	s.mu.Lock()
	defer s.mu.Unlock()
	for n := len(s.idle) - 1; n >= 0; n-- {
		l := s.idle[n]
		s.idle = s.idle[:n]
		if time.Since(l.since) < maxIdle {
			return l
		}
		l.close()
	}
	return nil
}

// Check connects and logs in, and sends nothing. For the doctor.
func (s *Sender) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	l, err := s.connect(ctx)
	if err == nil {
		l.quit()
	}
	return err
}

// Close takes leave of the server on every kept connection.
func (s *Sender) Close() {
	s.mu.Lock()
	idle := s.idle
	s.idle = nil
	s.mu.Unlock()
	for _, l := range idle {
		l.quit()
	}
}

func checkEnvelope(from, rcpt, envelopeID string) error {
	for _, v := range []string{from, rcpt, envelopeID} {
		if strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }) {
			return fmt.Errorf("address or envelope identifier is not printable ASCII")
		}
	}
	if from == "" || rcpt == "" || len(envelopeID) > 100 {
		return fmt.Errorf("address missing or envelope identifier too long")
	}
	return nil
}
