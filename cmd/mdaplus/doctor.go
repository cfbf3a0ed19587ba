package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sys/unix"

	"mdaplus/internal/archive"
	"mdaplus/internal/config"
	"mdaplus/internal/convert"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/mailbox/imap"
	"mdaplus/render"
	"mdaplus/templates"
)

// leastFree is the disk space, in bytes, under which the doctor warns.
const leastFree = 1 << 30

// patience is how long one check may take.
const patience = 30 * time.Second

// doctor checks everything the service needs and says what to do about each trouble.
func doctor(ctx context.Context, c call) int {
	set := c.flags("doctor")
	path := set.String("config", "mdaplus.yaml", "")
	if !c.onlyFlags(set) {
		return wrongCall
	}
	cfg, err := config.Load(*path)
	d := &diagnosis{call: c}
	d.report("config", err)
	if err != nil {
		return notDone
	}
	for _, check := range []struct {
		part string
		do   func(context.Context, config.Config) error
	}{
		{"key", checkKey}, {"archive", checkArchive}, {"store", checkStore}, {"disk", checkDisk}, {"clock", checkClock},
		{"reader", checkReader}, {"libreoffice", checkLibreOffice}, {"fonts", checkFonts}, {"mailbox", checkMailbox}, {"smtp", checkSMTP},
	} {
		within, cancel := context.WithTimeout(ctx, patience)
		d.report(check.part, check.do(within, cfg))
		cancel()
	}
	if d.troubled {
		return notDone
	}
	fmt.Fprintln(c.out, templates.Text("doctor.all-ok"))
	return done
}

type diagnosis struct {
	call     call
	troubled bool
}

func (d *diagnosis) report(part string, err error) {
	verdict := templates.Text("doctor.ok")
	if err != nil {
		d.troubled = true
		verdict = templates.Text("doctor.trouble") + ": " + err.Error()
	}
	fmt.Fprintf(d.call.out, "%-16s %s\n", templates.Text("doctor."+part), verdict)
	if err != nil {
		fmt.Fprintf(d.call.out, "%-16s %s\n", "", templates.Text("doctor.advice-"+part))
	}
}

func checkKey(_ context.Context, cfg config.Config) error {
	_, err := seal.LoadMaster(cfg.Store.KeyFile)
	return err
}

func checkArchive(_ context.Context, cfg config.Config) error {
	a, err := archive.Open(cfg.Store.Archive)
	if err != nil {
		return err
	}
	return a.Check()
}

// checkStore opens the store beside a service that may be running.
func checkStore(ctx context.Context, cfg config.Config) error {
	s, err := openStore(ctx, cfg, store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Ping(ctx)
}

func checkDisk(_ context.Context, cfg config.Config) error {
	var fs unix.Statfs_t
	if err := unix.Statfs(cfg.Store.Folder, &fs); err != nil {
		return err
	}
	if free := fs.Bavail * uint64(fs.Bsize); free < leastFree {
		return errors.New(templates.Text("doctor.disk-low", "free", fmt.Sprint(free>>20), "least", fmt.Sprint(leastFree>>20)))
	}
	return nil
}

// checkClock finds a clock that is plainly wrong: before this program was made, or decades off.
func checkClock(context.Context, config.Config) error {
	now := time.Now()
	if year := now.Year(); year < 2026 || year > 2076 {
		return errors.New(templates.Text("doctor.clock-off", "now", templates.DateTime(now)))
	}
	return nil
}

// checkReader reads a message in a child, the way the service does.
func checkReader(ctx context.Context, cfg config.Config) error {
	pool, err := newReaders(cfg, nil)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.Read(ctx, "", []byte("From: a@mda.example\r\n\r\nproef\r\n"))
	return err
}

// checkLibreOffice converts a document, where the configuration asks for that.
func checkLibreOffice(ctx context.Context, cfg config.Config) error {
	if cfg.LibreOffice == "" {
		return nil
	}
	office, err := convert.New(cfg.LibreOffice)
	if err != nil {
		return err
	}
	_, err = office.Docx(ctx, []byte(`{\rtf1 proef}`))
	return err
}

func checkFonts(context.Context, config.Config) error {
	_, err := render.Document("intake-summary", render.ExampleJSON("intake-summary"), render.Look{Profile: render.Profile3a})
	return err
}

func checkMailbox(ctx context.Context, cfg config.Config) error {
	ic, err := imapConfig(cfg)
	if err != nil {
		return err
	}
	var all []error
	for _, f := range imap.Check(ctx, ic) {
		if !f.OK && doctorCares(f, ic) {
			all = append(all, errors.New(templates.Text("doctor."+f.Code, "folder", f.Folder, "cause", f.Cause)))
		}
	}
	return errors.Join(all...)
}

// doctorCares leaves out what the service sees to itself: it makes its own folders and
// knows other ways to move. A missing folder of sent mail is for the administrator.
func doctorCares(f imap.CheckFinding, ic imap.Config) bool {
	switch f.Code {
	case "imap.move", "imap.uidplus", "imap.idle":
		return false
	case "imap.folder":
		return f.Folder == ic.Folders.Sent || f.Folder == ic.Folders.Inbox
	}
	return true
}

func checkSMTP(ctx context.Context, cfg config.Config) error {
	p, err := newPost(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return p.sender.Check(ctx)
}
