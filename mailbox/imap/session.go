package imap

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"mdaplus/mailbox/account"
)

var (
	errWatchdog = errors.New("no answer in time")
	errClosed   = errors.New("connection closed by the server")
	errRebuild  = errors.New("connection is old")
	errFolder   = errors.New("a folder is missing and cannot be made")
)

// session is one connection, logged in.
type session struct {
	cfg         *Config
	raw         net.Conn // closing it ends everything
	c           *imapclient.Client
	caps        imap.CapSet
	mail        chan struct{} // poked when the server speaks of new messages
	began       time.Time
	uidValidity uint32
	stop        func() bool

	idleFailures int
}

// connect opens a session; a refused token is renewed once, on a new connection, since some servers and go-imap itself leave a
// connection unusable after a failed log-in.
func connect(ctx context.Context, cfg *Config, key *account.Key) (*session, error) {
	s, err := connectOnce(ctx, cfg, key)
	if errors.Is(err, account.ErrRefused) && key.CanRefresh() {
		key.Forget()
		s, err = connectOnce(ctx, cfg, key)
	}
	return s, err
}

func connectOnce(ctx context.Context, cfg *Config, key *account.Key) (*session, error) {
	dialCtx, cancel := context.WithTimeout(ctx, cfg.Timings.Command)
	defer cancel()
	conn, raw, err := cfg.Server.Dial(dialCtx)
	if err != nil {
		return nil, err
	}
	s := &session{cfg: cfg, raw: raw, mail: make(chan struct{}, 1), began: time.Now()}
	s.stop = context.AfterFunc(ctx, func() { raw.Close() })
	if err := s.open(conn); err != nil {
		s.close()
		return nil, err
	}
	if err := s.login(ctx, key); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// open waits for the greeting, over STARTTLS when that is wanted.
func (s *session) open(conn net.Conn) error {
	options := &imapclient.Options{
		TLSConfig: s.cfg.Server.TLSConfig(),
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil {
				poke(s.mail)
			}
		}},
	}
	return s.do(s.cfg.Timings.Command, func() (err error) {
		if s.cfg.Server.TLS == account.StartTLS {
			s.c, err = imapclient.NewStartTLS(conn, options)
			return err
		}
		s.c = imapclient.New(conn, options)
		return s.c.WaitGreeting()
	})
}

// login authenticates and reads what the server can do.
func (s *session) login(ctx context.Context, key *account.Key) error {
	if s.c.State() == imap.ConnStateNotAuthenticated {
		if err := s.authenticate(ctx, key); err != nil {
			return err
		}
	}
	return s.do(s.cfg.Timings.Command, func() error {
		s.caps = s.c.Caps()
		if s.caps == nil {
			return errClosed
		}
		return nil
	})
}

func (s *session) authenticate(ctx context.Context, key *account.Key) error {
	var caps imap.CapSet
	if err := s.do(s.cfg.Timings.Command, func() error { caps = s.c.Caps(); return nil }); err != nil {
		return err
	}
	offered := caps.AuthMechanisms()
	isPassword := !key.CanRefresh()
	if isPassword && !has(caps, "AUTH=PLAIN") {
		if has(caps, imap.CapLoginDisabled) {
			return fmt.Errorf("server offers no password log-in: %w", account.ErrRefused)
		}
		return refusal(s.do(s.cfg.Timings.Command, func() error {
			return s.c.Login(s.cfg.Login.Username, s.cfg.Login.Password).Wait()
		}))
	}
	sasl, err := key.Client(ctx, offered, false)
	if err != nil {
		return err
	}
	return refusal(s.do(s.cfg.Timings.Command, func() error { return s.c.Authenticate(sasl) }))
}

// refusal tells a refused log-in from a server that is busy or gone.
func refusal(err error) error {
	var no *imap.Error
	if !errors.As(err, &no) {
		return err
	}
	switch no.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug:
		return err
	}
	return &refusedError{no}
}

// refusedError is a server's no to our credentials.
type refusedError struct{ answer *imap.Error }

func (e *refusedError) Error() string   { return "log-in refused: " + cause(e.answer) }
func (e *refusedError) Unwrap() []error { return []error{account.ErrRefused, e.answer} }

// notConnected is Exchange's answer when the token is good and the mailbox is not: permission missing, wrong user, or throttled.
func (e *refusedError) notConnected() bool {
	return strings.Contains(e.answer.Text, "authenticated but not connected")
}

// do runs one wire action and closes the connection when it takes too long: the only cure, since go-imap has no timeout between responses.
func (s *session) do(d time.Duration, f func() error) error {
	var fired atomic.Bool
	timer := time.AfterFunc(d, func() { fired.Store(true); s.raw.Close() })
	err := f()
	timer.Stop()
	if fired.Load() {
		return errors.Join(errWatchdog, err)
	}
	return err
}

// command is do with the time of an ordinary command.
func (s *session) command(f func() error) error { return s.do(s.cfg.Timings.Command, f) }

// has looks for the capability itself: go-imap's own Has also infers from IMAP4rev2, which some servers claim and lack.
func has(caps imap.CapSet, c imap.Cap) bool {
	_, ok := caps[c]
	return ok
}

// selectFolder opens the inbox for the worker, read-only for anybody else.
func (s *session) selectFolder(name string, readOnly bool) error {
	return s.command(func() error {
		data, err := s.c.Select(name, &imap.SelectOptions{ReadOnly: readOnly}).Wait()
		if err == nil {
			s.uidValidity = data.UIDValidity
		}
		return err
	})
}

// search returns the messages that are not marked deleted, in ascending order. It is the plain form that every server knows.
func (s *session) search(criteria imap.SearchCriteria) (uids []uint32, err error) {
	criteria.NotFlag = []imap.Flag{imap.FlagDeleted}
	err = s.command(func() error {
		data, err := s.c.UIDSearch(&criteria, nil).Wait()
		if err != nil {
			return err
		}
		for _, uid := range data.AllUIDs() {
			uids = append(uids, uint32(uid))
		}
		return nil
	})
	return uids, err
}

// ensureFolder makes a folder that is not there.
func (s *session) ensureFolder(name string) error {
	found, err := s.hasFolder(name)
	if err != nil || found {
		return err
	}
	return s.createFolder(name)
}

func (s *session) createFolder(name string) error {
	err := s.command(func() error { return s.c.Create(name, nil).Wait() })
	var no *imap.Error
	if errors.As(err, &no) && no.Code != imap.ResponseCodeAlreadyExists {
		return errors.Join(errFolder, err)
	}
	if err != nil && no == nil {
		return err
	}
	err = s.command(func() error { return s.c.Subscribe(name).Wait() })
	if errors.As(err, &no) {
		return nil // a folder that nobody subscribed to works as well
	}
	return err
}

func (s *session) hasFolder(name string) (found bool, err error) {
	err = s.command(func() error {
		list, err := s.c.List("", name, nil).Collect()
		for _, item := range list {
			found = found || sameFolder(item.Mailbox, name) && !slices.Contains(item.Attrs, imap.MailboxAttrNoSelect) &&
				!slices.Contains(item.Attrs, imap.MailboxAttrNonExistent)
		}
		return err
	})
	return found, err
}

// sameFolder compares names; INBOX is the same in any case (RFC 3501 section 5.1).
func sameFolder(a, b string) bool {
	return a == b || strings.EqualFold(a, "INBOX") && strings.EqualFold(b, "INBOX")
}

// close ends the connection at once and waits for go-imap's reader.
func (s *session) close() {
	s.stop()
	s.raw.Close()
	if s.c != nil {
		s.c.Close()
	}
}

// leave says goodbye first. What LOGOUT answers changes nothing.
func (s *session) leave() {
	const patience = 2 * time.Second
	s.do(patience, func() error { return s.c.Logout().Wait() })
	s.close()
}

func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

func drain(ch chan struct{}) {
	select {
	case <-ch:
	default:
	}
}
