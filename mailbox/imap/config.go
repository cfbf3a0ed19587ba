package imap

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"mdaplus/mailbox"
	"mdaplus/mailbox/account"
)

// Config says which mailbox to read and where its mail goes.
type Config struct {
	Account    string // our name for it, part of every Key
	Server     account.Server
	Login      account.Login
	Folders    Folders
	MaxMessage int64 // bytes; 0 is mailbox.MaxMessage
	Timings    Timings
}

// Folders are names in plain ASCII, since servers disagree on how others are written. Sent is only looked into and may be "".
type Folders struct {
	Inbox, Processed, Ignored, Attention, Sent string
}

// Timings are all the waits; zero means the default beside it.
type Timings struct {
	Command            time.Duration   // 45 s, one command
	Fetch              time.Duration   // 4 min, one message
	IdleMin, IdleMax   time.Duration   // 5 and 9 min: IDLE is renewed at a random moment between them, which also finds dead peers
	Poll               time.Duration   // 60 s, without IDLE
	Look               time.Duration   // 250 ms, between looks at the desk while messages wait
	RetryMin, RetryMax time.Duration   // 1 s and 5 min: before a new connection, doubled each time, full jitter
	Rebuild            time.Duration   // 45 min, age of a connection
	Auth               []time.Duration // 1, 5, 15, 60 min: after a refused log-in
	Message            []time.Duration // 5 s, 1 min: after a failed fetch of one message; then it is refused
}

func (c Config) withDefaults() Config {
	t := &c.Timings
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&t.Command, 45 * time.Second}, {&t.Fetch, 4 * time.Minute}, {&t.IdleMin, 5 * time.Minute}, {&t.IdleMax, 9 * time.Minute},
		{&t.Poll, time.Minute}, {&t.Look, 250 * time.Millisecond}, {&t.RetryMin, time.Second}, {&t.RetryMax, 5 * time.Minute},
		{&t.Rebuild, 45 * time.Minute},
	} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if len(t.Auth) == 0 {
		t.Auth = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}
	}
	if len(t.Message) == 0 {
		t.Message = []time.Duration{5 * time.Second, time.Minute}
	}
	if c.MaxMessage == 0 {
		c.MaxMessage = mailbox.MaxMessage
	}
	if c.Folders.Inbox == "" {
		c.Folders.Inbox = "INBOX"
	}
	return c
}

// check refuses what could never work.
func (c Config) check() error {
	f := c.Folders
	seen := map[string]bool{}
	for _, name := range []string{f.Inbox, f.Processed, f.Ignored, f.Attention} {
		if err := checkFolder(name); err != nil {
			return err
		}
		if name == f.Inbox && seen[name] {
			return errors.New("the inbox cannot be a destination as well")
		}
		seen[name] = true
	}
	for _, name := range []string{f.Processed, f.Ignored, f.Attention} {
		if strings.EqualFold(name, f.Inbox) {
			return errors.New("the inbox cannot be a destination as well")
		}
	}
	return nil
}

func checkFolder(name string) error {
	const maxName = 200
	if name == "" || len(name) > maxName || strings.ContainsFunc(name, func(r rune) bool {
		return r < ' ' || r >= 0x7f || strings.ContainsRune(`%*&"\`, r)
	}) {
		return fmt.Errorf("folder name %.80q must be plain ASCII without wildcards", name)
	}
	return nil
}
