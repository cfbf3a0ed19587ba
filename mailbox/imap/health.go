package imap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"

	"mdaplus/mailbox/account"
)

// Health says how the worker fares.
type Health struct {
	State    string    // HealthStarting, HealthOK, HealthNetwork, HealthAuth, HealthFolder or HealthDesk
	Code     string    // what kind of trouble, stable: "refused", "not-connected", "no-answer", "tls", …; "" when all is well
	Since    time.Time // of State
	LastPass time.Time // end of the last look at the folder that went through, zero before the first
	Waiting  int       // messages stored and not decided
}

// Values of Health.State.
const (
	HealthStarting = "starting"
	HealthOK       = "ok"
	HealthNetwork  = "network" // the server cannot be reached or does not answer
	HealthAuth     = "auth"    // the server does not let us in: somebody must act
	HealthFolder   = "folder"  // a folder is missing and cannot be made: somebody must act
	HealthDesk     = "desk"    // our own store refuses
)

type healthBox struct {
	mu sync.Mutex
	h  Health
}

func (b *healthBox) get() Health {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.h
}

func (b *healthBox) set(state, code string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.h.State != state {
		b.h.Since = time.Now()
	}
	b.h.State, b.h.Code = state, code
}

func (b *healthBox) passed(waiting int) {
	b.set(HealthOK, "")
	b.mu.Lock()
	defer b.mu.Unlock()
	b.h.LastPass, b.h.Waiting = time.Now(), waiting
}

// deskError marks an error of the desk, which says nothing about the mail server.
type deskError struct{ err error }

func (e *deskError) Error() string { return "desk: " + e.err.Error() }
func (e *deskError) Unwrap() error { return e.err }

// stateOf sorts an error into a health state.
func stateOf(err error) string {
	var desk *deskError
	switch {
	case errors.As(err, &desk):
		return HealthDesk
	case errors.Is(err, account.ErrRefused):
		return HealthAuth
	case errors.Is(err, errFolder):
		return HealthFolder
	}
	return HealthNetwork
}

// cause names an error in few words that hold nothing of a message, an address or a credential.
func cause(err error) string {
	var no *imap.Error
	var refused *refusedError
	var timeout net.Error
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	var desk *deskError
	switch {
	case errors.As(err, &desk):
		return "desk"
	case errors.As(err, &refused) && refused.notConnected():
		return "not-connected"
	case errors.Is(err, account.ErrRefused):
		return "refused"
	case errors.Is(err, account.ErrPlain):
		return "plain"
	case errors.Is(err, errWatchdog), errors.Is(err, context.DeadlineExceeded):
		return "no-answer"
	case errors.As(err, &no):
		return "answer-" + string(no.Type) + "-" + string(no.Code)
	case errors.As(err, &verify), errors.As(err, &unknown), errors.As(err, &record):
		return "tls"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no-answer"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed), errors.Is(err, errClosed):
		return "closed"
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return "unreachable"
	}
	return "protocol"
}
