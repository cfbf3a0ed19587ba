package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"mdaplus/internal/config"
	"mdaplus/mailbox/imap"
	"mdaplus/pipeline/read"
	"mdaplus/templates"
)

// The service uses memory it does not need for speed, up to a goal well under its bar.
const (
	gcPercent  = 300
	memoryGoal = 160 << 20
)

// run is the service, until it is told to stop.
func run(ctx context.Context, c call) int {
	set := c.flags("run")
	path := set.String("config", "mdaplus.yaml", "")
	rehearse := set.Bool("rehearse", false, "")
	if !c.onlyFlags(set) {
		return wrongCall
	}
	cfg, err := config.Load(*path)
	if err != nil {
		fmt.Fprintln(c.say, "mdaplus:", err)
		return wrongCall
	}
	if *rehearse {
		return rehearsal(ctx, c, cfg)
	}
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryGoal)
	app, err := newApp(ctx, cfg, true, slog.New(slog.NewJSONHandler(c.say, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	kept := cfg.Store.Folder
	if cfg.Store.PostgresFile != "" {
		kept = "PostgreSQL"
	}
	fmt.Fprintln(c.say, templates.Text("run.started", "mailbox", cfg.Mailbox.Address, "store", kept))
	if err := app.Run(ctx); err != nil {
		return c.fail(err)
	}
	fmt.Fprintln(c.say, templates.Text("run.stopped"))
	return done
}

// Run works until ctx ends; then the mailbox is let go first and work in hand is finished.
func (a *app) Run(ctx context.Context) error {
	ended := make(chan error, 1)
	jobs, stopJobs := context.WithCancel(context.WithoutCancel(ctx))
	defer stopJobs()
	go func() { ended <- a.pipeline.Run(jobs) }()
	go a.warmEngine()
	err := a.intake.run(ctx)
	stopJobs()
	return errors.Join(err, <-ended)
}

// rehearsal reads a real mailbox, moves and sends nothing, and says what would happen.
func rehearsal(ctx context.Context, c call, cfg config.Config) int {
	ic, err := imapConfig(cfg)
	if err != nil {
		return c.fail(err)
	}
	reading := &bench{options: readOptions(cfg, nil)}
	defer reading.Close()
	n := 0
	missed, err := imap.Rehearse(ctx, ic, func(key imap.Key, _ time.Time, raw []byte) error {
		n++
		r, err := reading.read(ctx, "", raw)
		if err != nil {
			return err
		}
		fmt.Fprintln(c.out, templates.Text("rehearse.line", "uid", fmt.Sprintf("%6d", key.UID),
			"outcome", templates.Text("message-outcome."+r.Message.Outcome), "what", would(r)))
		return nil
	})
	if err != nil {
		return c.fail(err)
	}
	fmt.Fprintln(c.say, templates.Text("rehearse.done", "n", fmt.Sprint(n)))
	if missed > 0 {
		fmt.Fprintln(c.say, templates.Text("rehearse.missed", "n", fmt.Sprint(missed)))
		return notDone
	}
	return done
}

// would says in a few words what filing a reading would do.
func would(r read.Result) string {
	if len(r.Forms) == 0 {
		if len(r.Message.Reasons) == 0 {
			return ""
		}
		return templates.Reason(r.Message.Reasons[0].Code)
	}
	var parts []string
	for _, f := range r.Forms {
		parts = append(parts, templates.Text("outcome."+f.Outcome))
	}
	return templates.List(parts...)
}
