// Package account knows how a mail server is reached and entered, for reading and sending alike: the connection, its encryption, and the
// credentials. It decides that nothing travels in the clear except on this machine, and that a failed log-in ends its connection.
package account

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"time"
)

// Mode is how the connection is encrypted.
type Mode string

const (
	TLS      Mode = "tls"      // from the first byte (RFC 8314): IMAP 993, SMTP 465
	StartTLS Mode = "starttls" // upgraded, and mandatory: IMAP 143, SMTP 587
	None     Mode = "none"     // not at all; refused unless the server is on loopback
)

// Server says where a mail server is.
type Server struct {
	Address string         // host:port
	TLS     Mode           // "" is TLS
	RootCAs *x509.CertPool // nil is the system's
}

// ErrPlain is returned when an unencrypted connection would leave this machine.
var ErrPlain = errors.New("unencrypted mail connections are allowed on loopback only")

// keepAlive notices a dead peer behind an idle connection after about a minute.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 30 * time.Second, Interval: 10 * time.Second, Count: 3}

// Dial connects. raw is the connection to close when time is up; conn is what to speak over: the same, or TLS on top of it. With StartTLS the
// caller upgrades, using TLSConfig.
func (s Server) Dial(ctx context.Context) (conn, raw net.Conn, err error) {
	dialer := net.Dialer{Timeout: 30 * time.Second, KeepAliveConfig: keepAlive}
	raw, err = dialer.DialContext(ctx, "tcp", s.Address)
	if err != nil {
		return nil, nil, fmt.Errorf("connecting: %w", err)
	}
	switch s.TLS {
	case None:
		if !isLoopback(raw.RemoteAddr()) {
			raw.Close()
			return nil, nil, ErrPlain
		}
		return raw, raw, nil
	case StartTLS:
		return raw, raw, nil
	case TLS, "":
		return s.handshake(ctx, raw)
	}
	raw.Close()
	return nil, nil, fmt.Errorf("unknown TLS mode %q", s.TLS)
}

func (s Server) handshake(ctx context.Context, raw net.Conn) (net.Conn, net.Conn, error) {
	conn := tls.Client(raw, s.TLSConfig())
	if err := conn.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, nil, fmt.Errorf("TLS handshake: %w", err)
	}
	return conn, raw, nil
}

// TLSConfig verifies the server by its host name, TLS 1.2 or newer.
func (s Server) TLSConfig() *tls.Config {
	return &tls.Config{ServerName: s.Host(), RootCAs: s.RootCAs, MinVersion: tls.VersionTLS12}
}

// Host is the address without its port.
func (s Server) Host() string {
	host, _, err := net.SplitHostPort(s.Address)
	if err != nil {
		return s.Address
	}
	return host
}

func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
