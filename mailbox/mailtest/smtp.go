package mailtest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"strings"
	"sync"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"mdaplus/mailbox/account"
)

// SMTPOptions says what server to play.
type SMTPOptions struct {
	Mode               account.Mode                  // None (default), TLS or StartTLS offered
	Username, Password string                        // "" = no log-in wanted
	LoginOnly          bool                          // offer LOGIN and not PLAIN
	Tokens             func(user, token string) bool // offers XOAUTH2 and OAUTHBEARER when set
	NoDSN              bool
	Accept             func(Accepted) // called before the 250, as Microsoft files a copy in Sent before it answers
}

// Accepted is one mail that the server took.
type Accepted struct {
	From, To   string
	EnvelopeID string
	Notify     []string
	Raw        []byte
}

// Stage of an SMTP transaction at which a fault strikes.
type Stage string

const (
	AtMail Stage = "mail"
	AtRcpt Stage = "rcpt"
	AtData Stage = "data" // after the final dot
	AtQuit Stage = "quit"
)

// Fault is what goes wrong. Drop closes the connection instead of answering; at AtData the mail is then kept as accepted all the same, since
// the client cannot know.
type Fault struct {
	Stage    Stage
	Code     int
	Enhanced [3]int
	Text     string
	Drop     bool
	Times    int // how often; 0 = always
}

// SMTP is a running server.
type SMTP struct {
	Address     string
	Certificate *Certificate

	opts   SMTPOptions
	server *smtp.Server

	mu       sync.Mutex
	accepted []Accepted
	faults   map[string][]*Fault // by address, "" = all
	conns    int
	logins   int
}

// StartSMTP starts a server on a free loopback port.
func StartSMTP(opts SMTPOptions) (*SMTP, error) {
	s := &SMTP{opts: opts, faults: map[string][]*Fault{}}
	var cert *Certificate
	var err error
	if s.Certificate, err = NewCertificate(); err != nil {
		return nil, err
	}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return s.session(c), nil }))
	s.server.Domain = "localhost"
	s.server.AllowInsecureAuth = true
	s.server.EnableDSN = !opts.NoDSN
	s.server.MaxMessageBytes = 64 << 20
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	switch opts.Mode {
	case account.TLS:
		cert = s.Certificate
	case account.StartTLS:
		s.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{s.Certificate.TLS}}
	}
	ln, err := listen(cert)
	if err != nil {
		return nil, err
	}
	s.Address = ln.Addr().String()
	go s.server.Serve(&quitListener{Listener: ln, smtp: s})
	return s, nil
}

// Close stops the server and its connections.
func (s *SMTP) Close() { s.server.Close() }

// Accepted returns the mails taken so far, in order.
func (s *SMTP) Accepted() []Accepted {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Accepted(nil), s.accepted...)
}

// Counts returns how many connections were opened and how many log-ins succeeded.
func (s *SMTP) Counts() (connections, logins int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns, s.logins
}

// Fail arms a fault for a recipient or, at AtMail, a sender; "" is everyone.
func (s *SMTP) Fail(addr string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[addr] = append(s.faults[addr], &f)
}

// fault finds and counts down what is armed.
func (s *SMTP) fault(stage Stage, addr string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range []string{addr, ""} {
		for i, f := range s.faults[key] {
			if f.Stage != stage {
				continue
			}
			if f.Times > 0 {
				if f.Times--; f.Times == 0 {
					s.faults[key] = append(s.faults[key][:i:i], s.faults[key][i+1:]...)
				}
			}
			return f
		}
	}
	return nil
}

func (s *SMTP) session(c *smtp.Conn) smtp.Session {
	s.mu.Lock()
	s.conns++
	s.mu.Unlock()
	sess := &smtpSession{server: s, conn: c}
	if s.opts.Username == "" && s.opts.Tokens == nil {
		sess.loggedIn = true
		return sess
	}
	return &authSession{sess}
}

type smtpSession struct {
	server   *SMTP
	conn     *smtp.Conn
	loggedIn bool
	mail     Accepted
}

func (s *smtpSession) Reset()        { s.mail = Accepted{} }
func (s *smtpSession) Logout() error { return nil }

// strike plays a fault; nil when there is none.
func (s *smtpSession) strike(stage Stage, addr string) error {
	f := s.server.fault(stage, addr)
	if f == nil {
		return nil
	}
	if f.Drop {
		s.conn.Conn().Close()
		return errors.New("dropped")
	}
	return &smtp.SMTPError{Code: f.Code, EnhancedCode: f.Enhanced, Message: f.Text}
}

func (s *smtpSession) Mail(from string, opts *smtp.MailOptions) error {
	if !s.loggedIn {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 57}, Message: "Client not authenticated"}
	}
	s.mail = Accepted{From: from, EnvelopeID: opts.EnvelopeID}
	return s.strike(AtMail, from)
}

func (s *smtpSession) Rcpt(to string, opts *smtp.RcptOptions) error {
	s.mail.To = to
	for _, n := range opts.Notify {
		s.mail.Notify = append(s.mail.Notify, string(n))
	}
	return s.strike(AtRcpt, to)
}

func (s *smtpSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.Raw = raw
	f := s.server.fault(AtData, s.mail.To)
	if f != nil && !f.Drop {
		return &smtp.SMTPError{Code: f.Code, EnhancedCode: f.Enhanced, Message: f.Text}
	}
	s.server.take(s.mail)
	if f != nil {
		s.conn.Conn().Close()
	}
	return nil
}

func (s *SMTP) take(a Accepted) {
	if s.opts.Accept != nil {
		s.opts.Accept(a)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accepted = append(s.accepted, a)
}

// authSession adds AUTH to a session.
type authSession struct{ *smtpSession }

func (s *authSession) AuthMechanisms() []string {
	list := []string{sasl.Plain}
	if s.server.opts.LoginOnly {
		list = []string{sasl.Login}
	}
	if s.server.opts.Tokens != nil {
		list = append(list, "XOAUTH2", sasl.OAuthBearer)
	}
	return list
}

func (s *authSession) Auth(mech string) (sasl.Server, error) {
	switch {
	case mech == sasl.Plain && !s.server.opts.LoginOnly:
		return sasl.NewPlainServer(func(_, user, password string) error { return s.password(user, password) }), nil
	case mech == sasl.Login && s.server.opts.LoginOnly:
		return &loginServer{check: s.password}, nil
	case mech == "XOAUTH2" && s.server.opts.Tokens != nil:
		return &xoauth2Server{check: s.token}, nil
	case mech == sasl.OAuthBearer && s.server.opts.Tokens != nil:
		return &bearerServer{sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
			if s.token(o.Username, o.Token) != nil {
				return &sasl.OAuthBearerError{Status: "invalid_token", Schemes: "bearer"}
			}
			return nil
		})}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *authSession) password(user, password string) error {
	return s.enter(user == s.server.opts.Username && password == s.server.opts.Password)
}

func (s *authSession) token(user, token string) error {
	return s.enter(s.server.opts.Tokens(user, token))
}

func (s *authSession) enter(ok bool) error {
	if !ok {
		return smtp.ErrAuthFailed
	}
	s.loggedIn = true
	s.server.mu.Lock()
	s.server.logins++
	s.server.mu.Unlock()
	return nil
}

// bearerServer refuses with 535, as servers do.
type bearerServer struct{ sasl.Server }

func (b *bearerServer) Next(response []byte) (challenge []byte, done bool, err error) {
	challenge, done, err = b.Server.Next(response)
	if err != nil {
		err = smtp.ErrAuthFailed
	}
	return challenge, done, err
}

// loginServer is the server side of LOGIN, which go-sasl lacks.
type loginServer struct {
	check func(user, password string) error
	step  int
	user  string
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.step++
	switch l.step {
	case 1:
		if response == nil {
			return []byte("Username:"), false, nil
		}
		l.step++
		fallthrough
	case 2:
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(response))
}

// xoauth2Server is the server side of XOAUTH2: an error is first a challenge, then a refusal.
type xoauth2Server struct {
	check  func(user, token string) error
	failed error
}

func (x *xoauth2Server) Next(response []byte) (challenge []byte, done bool, err error) {
	if x.failed != nil {
		return nil, true, x.failed
	}
	if response == nil {
		return []byte{}, false, nil
	}
	user, token := "", ""
	for _, part := range bytes.Split(response, []byte{1}) {
		if v, ok := strings.CutPrefix(string(part), "user="); ok {
			user = v
		}
		if v, ok := strings.CutPrefix(string(part), "auth=Bearer "); ok {
			token = v
		}
	}
	if x.failed = x.check(user, token); x.failed != nil {
		return []byte(`{"status":"401","schemes":"bearer"}`), false, nil
	}
	return nil, true, nil
}

// quitListener plays the fault at QUIT: the connection is gone before the farewell.
type quitListener struct {
	net.Listener
	smtp *SMTP
}

func (l *quitListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if _, encrypted := c.(*tls.Conn); encrypted {
		return c, nil // go-smtp must see the TLS connection
	}
	return &quitConn{Conn: c, smtp: l.smtp}, nil
}

type quitConn struct {
	net.Conn
	smtp *SMTP
}

func (c *quitConn) Write(b []byte) (int, error) {
	if bytes.HasPrefix(b, []byte("221 ")) && c.smtp.fault(AtQuit, "") != nil {
		c.Conn.Close()
		return 0, net.ErrClosed
	}
	return c.Conn.Write(b)
}
