package smtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"mdaplus/mailbox/account"
)

// link is one connection to the server, logged in.
type link struct {
	client *gosmtp.Client
	raw    net.Conn
	used   int       // mails tried over it
	since  time.Time // when it became idle
}

// connect dials, encrypts and logs in; a refused token is renewed once. Every error is the account's.
func (s *Sender) connect(ctx context.Context) (*link, error) {
	l, err := s.connectOnce(ctx)
	if err != nil && errors.Is(err, account.ErrRefused) && s.key.CanRefresh() {
		s.key.Forget()
		l, err = s.connectOnce(ctx)
	}
	return l, err
}

func (s *Sender) connectOnce(ctx context.Context) (*link, error) {
	conn, raw, err := s.cfg.Server.Dial(ctx)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	client, err := s.greet(conn)
	if err == nil {
		err = s.login(ctx, client)
	}
	if err != nil {
		raw.Close()
		return nil, err
	}
	return &link{client: client, raw: raw}, nil
}

func (s *Sender) greet(conn net.Conn) (*gosmtp.Client, error) {
	client := gosmtp.NewClient(conn)
	if s.cfg.Server.TLS == account.StartTLS {
		var err error
		if client, err = gosmtp.NewClientStartTLS(conn, s.cfg.Server.TLSConfig()); err != nil {
			return nil, fmt.Errorf("STARTTLS: %w", err)
		}
	}
	name := s.cfg.LocalName
	if name == "" {
		name = "localhost"
	}
	if err := client.Hello(name); err != nil {
		return nil, fmt.Errorf("greeting: %w", err)
	}
	client.CommandTimeout = s.cfg.Timeout
	client.SubmissionTimeout = s.cfg.Timeout
	return client, nil
}

func (s *Sender) login(ctx context.Context, client *gosmtp.Client) error {
	if s.cfg.Login.Username == "" {
		return nil
	}
	_, offered := client.Extension("AUTH")
	sasl, err := s.key.Client(ctx, strings.Fields(strings.ToUpper(offered)), true)
	if err != nil {
		return err
	}
	err = client.Auth(sasl)
	var answer *gosmtp.SMTPError
	if errors.As(err, &answer) && answer.Code >= 500 {
		return &refusedError{answer}
	}
	return err
}

// refusedError is a server's no to our credentials: both the answer and account.ErrRefused.
type refusedError struct{ answer *gosmtp.SMTPError }

func (e *refusedError) Error() string   { return account.ErrRefused.Error() }
func (e *refusedError) Unwrap() []error { return []error{account.ErrRefused, e.answer} }

// stage tells how far a transaction came.
type stage int

const (
	stageMail stage = iota
	stageRcpt
	stageData
	stageDot // the final dot was on its way
)

// transmit runs one transaction. The stage returned with an error is the one in which it happened.
func (l *link) transmit(from, rcpt, envelopeID string, raw []byte) (stage, error) {
	mail := &gosmtp.MailOptions{Size: int64(len(raw)), Return: gosmtp.DSNReturnHeaders, EnvelopeID: envelopeID}
	if err := l.client.Mail(from, mail); err != nil {
		return stageMail, err
	}
	notify := &gosmtp.RcptOptions{Notify: []gosmtp.DSNNotify{gosmtp.DSNNotifyFailure, gosmtp.DSNNotifyDelayed}}
	if err := l.client.Rcpt(rcpt, notify); err != nil {
		return stageRcpt, err
	}
	data, err := l.client.Data()
	if err != nil {
		return stageData, err
	}
	if _, err := bytes.NewReader(raw).WriteTo(data); err != nil {
		return stageData, err
	}
	return stageDot, data.Close()
}

// close ends the connection without ceremony.
func (l *link) close() { l.raw.Close() }

// quit takes leave; what the server says to that changes nothing.
func (l *link) quit() {
	const patience = 2 * time.Second
	timer := time.AfterFunc(patience, func() { l.raw.Close() })
	defer timer.Stop()
	l.client.Quit()
	l.raw.Close()
}
