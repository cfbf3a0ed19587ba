package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"mdaplus/internal/config"
	"mdaplus/internal/store"
	"mdaplus/mailbox/account"
	"mdaplus/mailbox/imap"
	"mdaplus/pipeline"
)

// intake reads the mailbox for the pipeline. Of all processes that share a store,
// the one that holds the lease does so; another takes over when it is gone.
type intake struct {
	worker   *imap.Worker
	desk     *desk
	store    *store.Store
	holder   string
	lease    time.Duration
	log      *slog.Logger
	announce func(standby bool)
}

func newIntake(cfg config.Config, log *slog.Logger) (*intake, error) {
	ic, err := imapConfig(cfg)
	if err != nil {
		return nil, err
	}
	d := &desk{}
	return &intake{worker: imap.NewWorker(ic, d, log), desk: d, holder: newHolder(), lease: time.Duration(cfg.Timing.Lease), log: log, announce: func(bool) {}}, nil
}

func imapConfig(cfg config.Config) (imap.Config, error) {
	m := cfg.Mailbox
	login, err := login(m.Login)
	if err != nil {
		return imap.Config{}, err
	}
	roots, err := roots(m.CAFile)
	if err != nil {
		return imap.Config{}, err
	}
	return imap.Config{
		Server: account.Server{Address: m.Server, TLS: account.Mode(m.TLS), RootCAs: roots}, Login: login, Account: m.Address,
		Folders:    imap.Folders{Inbox: m.Inbox, Processed: m.Filed, Ignored: m.Ignored, Attention: m.Held, Sent: m.Sent},
		MaxMessage: m.MaxSize << 20,
		Timings: imap.Timings{IdleMin: time.Duration(cfg.Timing.IdleRefresh), IdleMax: time.Duration(cfg.Timing.IdleRefresh) * 3 / 2,
			Poll: time.Duration(cfg.Timing.Poll), RetryMin: time.Duration(cfg.Timing.Reconnect)},
	}, nil
}

func (i *intake) join(p *pipeline.Pipeline, s *store.Store) {
	i.desk.pipeline, i.desk.store, i.store = p, s, s
}

// run reads the mailbox whenever this process holds the lease, until ctx ends.
func (i *intake) run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := i.take(ctx)
		if err == nil {
			i.announce(false)
			err = i.work(ctx)
		} else if errors.Is(err, store.ErrLeased) {
			i.announce(true)
		}
		if err != nil && !errors.Is(err, store.ErrLeased) && ctx.Err() == nil {
			i.log.Error("mailbox worker", "error", err)
		}
		sleep(ctx, i.lease/6)
	}
	return nil
}

func (i *intake) take(ctx context.Context) error {
	now := time.Now()
	return i.store.TakeLease(ctx, store.MailboxLease, i.holder, now.Add(i.lease), now)
}

// work runs the worker while the lease is renewed; when that fails for as long as
// the lease lasts, the worker is stopped before another process may begin.
func (i *intake) work(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- i.worker.Run(ctx) }()
	renewed := time.Now()
	for {
		select {
		case err := <-ended:
			return errors.Join(err, i.store.DropLease(context.WithoutCancel(ctx), store.MailboxLease, i.holder))
		case <-time.After(i.lease / 6):
		}
		began := time.Now()
		err := i.take(ctx)
		if err == nil {
			renewed = began
			h := i.worker.Health()
			err = i.store.TellHealth(ctx, i.holder, h.State, h.LastPass)
		}
		if errors.Is(err, store.ErrLeased) || time.Since(renewed) > i.lease*2/3 {
			cancel()
			<-ended
			return fmt.Errorf("the lease on the mailbox was lost: %w", err)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// desk is what the worker asks of the program, in the pipeline's words.
type desk struct {
	pipeline *pipeline.Pipeline
	store    *store.Store
}

func (d *desk) Look(ctx context.Context, account, folder string, uidValidity uint32, uids []uint32) (map[uint32]imap.Standing, error) {
	known, err := d.store.Standings(ctx, account, folder, uidValidity)
	if err != nil {
		return nil, err
	}
	standings := make(map[uint32]imap.Standing, len(uids))
	for _, uid := range uids {
		if s, ok := known[uid]; ok {
			standings[uid] = d.standing(s.State, s.Outcome)
		}
	}
	return standings, nil
}

// Present books as moved what was decided and lies there no longer: the move went
// through, and the program ended before it could say so.
func (d *desk) Present(ctx context.Context, account, folder string, uidValidity uint32, uids []uint32) error {
	known, err := d.store.Standings(ctx, account, folder, uidValidity)
	if err != nil {
		return err
	}
	for _, uid := range uids {
		delete(known, uid)
	}
	var moves []store.Move
	for uid, s := range known {
		if s.State == store.MessageDecided {
			from := store.Place{Account: account, Folder: folder, UIDValidity: uidValidity, UID: uid}
			moves = append(moves, store.Move{From: from, Folder: d.pipeline.FolderOf(s.Outcome)})
		}
	}
	if len(moves) == 0 {
		return nil
	}
	return d.store.Moved(ctx, moves, time.Now())
}

func (d *desk) standing(state, outcome string) imap.Standing {
	if state == store.MessageDecided {
		return imap.Standing{State: imap.Decided, Folder: d.pipeline.FolderOf(outcome)}
	}
	return imap.Standing{State: imap.Waiting}
}

func place(key imap.Key) *store.Place {
	return &store.Place{Account: key.Account, Folder: key.Folder, UIDValidity: key.UIDValidity, UID: key.UID}
}

func (d *desk) Store(ctx context.Context, key imap.Key, received time.Time, raw []byte) (imap.Standing, error) {
	m, err := d.pipeline.TakeIn(ctx, pipeline.Incoming{Place: place(key), Received: received, Raw: raw})
	return d.standing(m.State, m.Outcome), err
}

// Refuse takes in what is known of a message that cannot be fetched. Where that is nothing, its place
// in the mailbox keeps it apart from the next one.
func (d *desk) Refuse(ctx context.Context, key imap.Key, header []byte, code string) error {
	if len(header) == 0 {
		header = fmt.Appendf(nil, "X-Mdaplus-Place: %s %d/%d\r\n\r\n", key.Folder, key.UIDValidity, key.UID)
	}
	_, err := d.pipeline.TakeIn(ctx, pipeline.Incoming{Place: place(key), Received: time.Now(), Raw: header, Refused: strings.TrimPrefix(code, "imap.")})
	return err
}

func (d *desk) Moved(ctx context.Context, keys []imap.Key, folder string, uids []uint32) error {
	moves := make([]store.Move, len(keys))
	for i, key := range keys {
		moves[i] = store.Move{From: *place(key), Folder: folder, UID: uids[i]}
	}
	return d.store.Moved(ctx, moves, time.Now())
}
