package mailtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"mdaplus/mailbox/account"
)

// IMAPOptions says what server to play.
type IMAPOptions struct {
	Mode               account.Mode // None (default), TLS or StartTLS offered
	Username, Password string       // default "intake" and "secret"
	Folders            []string     // beside INBOX
	NoMove, NoUIDPlus  bool         // leave these capabilities out
}

// IMAP is a server whose mailboxes live in memory. Each start has its own UIDVALIDITY, as a restored server would.
type IMAP struct {
	Address            string
	Username, Password string
	Certificate        *Certificate

	mode   account.Mode
	user   *imapmemserver.User
	server *imapserver.Server
	base   uint32 // added to the UIDVALIDITY of the memory server, which begins at 1 every time
}

// lastBase makes sure that two starts within one tick of the clock differ too.
var lastBase atomic.Uint32

func nextBase() uint32 {
	const tick = 6 // bits of a millisecond clock that are dropped: 64 ms
	for {
		last := lastBase.Load()
		next := max(uint32(time.Now().UnixMilli()>>tick), last+1)
		if lastBase.CompareAndSwap(last, next) {
			return next
		}
	}
}

// StartIMAP starts a server on a free loopback port.
func StartIMAP(opts IMAPOptions) (*IMAP, error) {
	if opts.Mode == "" {
		opts.Mode = account.None
	}
	if opts.Username == "" {
		opts.Username, opts.Password = "intake", "secret"
	}
	s := &IMAP{Username: opts.Username, Password: opts.Password, mode: opts.Mode, user: imapmemserver.NewUser(opts.Username, opts.Password), base: nextBase()}
	for _, name := range append([]string{"INBOX"}, opts.Folders...) {
		if err := s.user.Create(name, nil); err != nil {
			return nil, err
		}
	}
	var err error
	if s.Certificate, err = NewCertificate(); err != nil {
		return nil, err
	}
	return s, s.serve(opts)
}

func (s *IMAP) serve(opts IMAPOptions) error {
	options := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &memSession{server: s}, nil, nil
		},
		Caps: opts.caps(), InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
	}
	var cert *Certificate
	switch opts.Mode {
	case account.TLS:
		cert = s.Certificate
	case account.StartTLS:
		options.TLSConfig = &tls.Config{Certificates: []tls.Certificate{s.Certificate.TLS}}
	}
	ln, err := listen(cert)
	if err != nil {
		return err
	}
	s.Address = ln.Addr().String()
	s.server = imapserver.New(options)
	go s.server.Serve(ln)
	return nil
}

func (o IMAPOptions) caps() imap.CapSet {
	caps := imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapNamespace: {}}
	if !o.NoMove {
		caps[imap.CapMove] = struct{}{}
	}
	if !o.NoUIDPlus {
		caps[imap.CapUIDPlus] = struct{}{}
	}
	return caps
}

// Close stops the server and its connections.
func (s *IMAP) Close() { s.server.Close() }

// Append delivers a message, without IMAP.
func (s *IMAP) Append(folder string, raw []byte) error {
	_, err := s.user.Append(folder, bytes.NewReader(raw), &imap.AppendOptions{Time: time.Now()})
	return err
}

// Messages returns the messages of a folder as they are, those marked deleted left out.
func (s *IMAP) Messages(folder string) ([][]byte, error) {
	server := account.Server{Address: s.Address, TLS: s.mode, RootCAs: s.Certificate.Pool}
	return readFolder(server, s.Username, s.Password, folder)
}

// readFolder reads over IMAP, with the plain client and without haste.
func readFolder(server account.Server, username, password, folder string) ([][]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, raw, err := server.Dial(ctx)
	if err != nil {
		return nil, err
	}
	defer raw.Close()
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	c := imapclient.New(conn, nil)
	if server.TLS == account.StartTLS {
		return nil, fmt.Errorf("reading over STARTTLS is not needed")
	}
	if err := c.Login(username, password).Wait(); err != nil {
		return nil, err
	}
	if _, err := c.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
		return nil, err
	}
	return readAll(c)
}

func readAll(c *imapclient.Client) ([][]byte, error) {
	found, err := c.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagDeleted}}, nil).Wait()
	if err != nil || len(found.AllUIDs()) == 0 {
		return nil, err
	}
	section := &imap.FetchItemBodySection{Peek: true}
	list, err := c.Fetch(found.All, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	var out [][]byte
	for _, m := range list {
		out = append(out, m.FindBodySection(section))
	}
	return out, err
}

// memSession adapts the memory server: its own UIDVALIDITY, and the mending of two faults (see Idle and Move).
type memSession struct {
	*imapmemserver.UserSession
	server *IMAP
}

func (m *memSession) Close() error {
	if m.UserSession == nil {
		return nil
	}
	return m.UserSession.Close()
}

func (m *memSession) Login(username, password string) error {
	if err := m.server.user.Login(username, password); err != nil {
		return err
	}
	m.UserSession = imapmemserver.NewUserSession(m.server.user)
	return nil
}

func (m *memSession) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	data, err := m.UserSession.Select(name, options)
	if data != nil {
		data.UIDValidity += m.server.base
	}
	return data, err
}

func (m *memSession) Status(name string, options *imap.StatusOptions) (*imap.StatusData, error) {
	data, err := m.UserSession.Status(name, options)
	if data != nil && data.UIDValidity != 0 {
		data.UIDValidity += m.server.base
	}
	return data, err
}

func (m *memSession) Copy(numSet imap.NumSet, dest string) (*imap.CopyData, error) {
	data, err := m.UserSession.Copy(numSet, dest)
	if data != nil {
		data.UIDValidity += m.server.base
	}
	return data, err
}

// Move of a message that has gone would answer with a malformed COPYUID and end the client's connection.
func (m *memSession) Move(w *imapserver.MoveWriter, numSet imap.NumSet, dest string) error {
	criteria := &imap.SearchCriteria{}
	switch set := numSet.(type) {
	case imap.UIDSet:
		criteria.UID = []imap.UIDSet{set}
	case imap.SeqSet:
		criteria.SeqNum = []imap.SeqSet{set}
	}
	found, err := m.UserSession.Search(imapserver.NumKindUID, criteria, &imap.SearchOptions{ReturnAll: true})
	if err == nil && (found.All == nil || len(found.AllUIDs()) == 0) {
		return nil
	}
	return m.UserSession.Move(w, numSet, dest)
}

// Idle polls, since the memory server loses a change that comes between "+ idling" and its registration.
func (m *memSession) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	const pause = 10 * time.Millisecond
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if err := m.UserSession.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-tick.C:
		}
	}
}
