// Package pipeline is the way of a message, from bytes in a mailbox to a case
// with its deadline, an answer and a document. This file is the way; each stage
// stands in the file named beside it.
//
//	take in   bytes are safe on disk and in the store, before anybody understands them   takein.go
//	read      understood by a child process that may die                                 read.go
//	decide    what is it, is it complete, is it admissible: a pure function               decide.go
//	file      case, event, reading, answers, jobs: one transaction                       file.go, answers.go
//	render    the intake summary as PDF, and the mail that carries it                    render.go
//	send      stored bytes to the mail server, once                                      send.go
//	move      the message leaves the inbox, last of all                                  (mailbox/imap)
//
// Each stage looks at its row first and may be repeated at any time: a crash
// between any two lines loses nothing and does nothing twice. Every message ends
// in exactly one of filed, ignored (why), held (why).
package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"mdaplus/forms/blank"
	"mdaplus/internal/archive"
	"mdaplus/internal/store"
	"mdaplus/mailbox"
	"mdaplus/pipeline/cases"
	"mdaplus/pipeline/read"
	"mdaplus/render"
	"mdaplus/templates"
)

// Reader understands bytes: a pool of child processes, or this process in tests.
// An error means that reading failed, not that the form is bad.
type Reader interface {
	Read(ctx context.Context, name string, raw []byte) (read.Result, error)
}

// Sender brings stored bytes to a mail server and says what came of it.
type Sender interface {
	Send(ctx context.Context, to, envelopeID string, raw []byte) Delivery
	// FindSent looks whether the mail server kept a copy of a mail we sent.
	FindSent(ctx context.Context, mailID string) (bool, error)
	// KeepsCopies says whether it does so at all: whether "not found" means "not sent".
	KeepsCopies() bool
	// Backoff is how long to wait after the attempt of this number (from 1).
	Backoff(attempt int) time.Duration
}

// Delivery is what came of sending: one of the states below, with the server's words.
type Delivery struct {
	State string // Delivered, TryLater, Refused, Unknown, AccountTrouble
	Code  int    // SMTP reply code, 0 when there was none
	Text  string // enhanced status code
}

// States of a Delivery.
const (
	Delivered      = "delivered"
	TryLater       = "try-later"
	Refused        = "refused"
	Unknown        = "unknown"         // the connection was lost after the last byte
	AccountTrouble = "account-trouble" // log-in, TLS or the right to send: not this mail's fault
)

// Settings are the region's choices that the pipeline follows.
type Settings struct {
	Region     templates.Region
	CasePrefix string // "MDA"
	From       Address
	Leader     Address // project leader: summaries and what waits for a person
	Policy     cases.Policy
	Terms      cases.Terms
	TermText   string // the selection term in words, "2 weken"
	LoopSecret []byte
	Folders    Folders
	SendLease  time.Duration // longer than one delivery may take
	LookAgain  time.Duration // from uncertainty to looking for a copy
	Program    string        // name and version, for the document's origin
	Look       render.Look   // of the documents
	Forms      blank.Region  // what the forms show of the region

	Retention    Retention // how long cases are kept
	Coordinators []Address // who may send plans and registrations
	Chairs       []Chair   // the pool for expert meetings
	MeetingDays  int       // days within which a chair plans a meeting

	AloneOnJobs bool // no other process works on this store (SQLite)
}

// Address is a mail address with a name.
type Address struct{ Name, Address string }

// Folders are where the mailbox's messages go, by outcome.
type Folders struct{ Filed, Ignored, Held string }

// Of gives the folder for an outcome.
func (f Folders) Of(outcome string) string {
	switch outcome {
	case read.Filed:
		return f.Filed
	case read.Ignored:
		return f.Ignored
	}
	return f.Held
}

// Retention says who keeps the records, and how long.
type Retention struct {
	Archivist, Source, Restricted string
	RegretDays                    int
	Rules                         []cases.RetentionRule
}

// Pipeline joins the stages to what they work with.
type Pipeline struct {
	store    *store.Store
	archive  *archive.Archive
	reader   Reader
	sender   Sender
	settings Settings
	now      func() time.Time
	log      *slog.Logger
	holder   string       // this process, for claims
	pause    *accountGate // holds all sending while the account is in trouble

	emptyForm func() ([]mailbox.Attachment, error) // the referral form, made once
}

// New makes a pipeline.
func New(s *store.Store, a *archive.Archive, r Reader, sender Sender, settings Settings, holder string, now func() time.Time, log *slog.Logger) *Pipeline {
	p := &Pipeline{store: s, archive: a, reader: r, sender: sender, settings: settings, holder: holder, now: now, log: log, pause: &accountGate{}}
	p.emptyForm = sync.OnceValues(p.makeEmptyForm)
	return p
}

// stageTimeout is the longest that a stage may take; reading has its own, shorter, clock.
const stageTimeout = 75 * time.Second

// Stages is the work that the queue hands out.
func (p *Pipeline) Stages() []store.Stage {
	return []store.Stage{
		{Name: "read", Workers: 8, Timeout: stageTimeout, Work: p.readAndFile},
		{Name: "render", Workers: 4, Timeout: stageTimeout, Work: p.render},
		{Name: "send", Workers: 16, Timeout: stageTimeout, Work: p.send},
	}
}

// reconcileEvery is how often lost work is looked for.
const reconcileEvery = 10 * time.Second

// Run works until the context ends.
func (p *Pipeline) Run(ctx context.Context) error {
	p.reconcile(ctx, p.settings.AloneOnJobs)
	if err := p.store.StartJobs(ctx, p.Stages(), p.log); err != nil {
		return fmt.Errorf("starting jobs: %w", err)
	}
	var archive sync.WaitGroup
	archive.Go(func() { p.watchArchive(ctx) })
	defer archive.Wait()
	tick := time.NewTicker(reconcileEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			p.reconcile(ctx, false)
		case <-ctx.Done():
			return p.store.StopJobs(context.WithoutCancel(ctx))
		}
	}
}

// reconcile gives back to the queue what a crash or a lost job left undone.
func (p *Pipeline) reconcile(ctx context.Context, alone bool) {
	orphans, err := p.store.OrphanMails(ctx, p.now(), p.now().Add(p.settings.LookAgain), alone)
	if err == nil && len(orphans) > 0 {
		p.log.Warn("mails were being sent when a process ended", "count", len(orphans))
	}
	if err == nil {
		_, err = p.store.Overdue(ctx, p.now())
	}
	if err != nil && ctx.Err() == nil {
		p.log.Error("looking for lost work", "error", err)
	}
}
