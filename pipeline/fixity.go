package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"mdaplus/internal/archive"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/templates"
)

// The archive is looked at in thirty parts, each once a month and a few a night, so that a failing
// disk is seen while there are backups. Nights on which the program did not run are made up for.

const (
	// ArchiveParts is in how many parts the archive is looked at, each once a month.
	ArchiveParts = 30

	fixityFrom  = 3                                  // o'clock, local time
	fixityMost  = 4                                  // parts a night
	fixityDue   = (ArchiveParts*24 - 12) * time.Hour // since the last look; a night is not always at the same hour
	fixityLease = 8 * time.Hour                      // one process at a time
	fixityEvery = 10 * time.Minute                   // how often it is seen whether it is time
	fixityName  = "fixity"
	mostDamaged = 20 // named in the log of one night
)

// watchArchive looks at the archive when it is time, until the context ends.
func (p *Pipeline) watchArchive(ctx context.Context) {
	tick := time.NewTicker(fixityEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := p.lookAtArchive(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrLeased) {
				p.log.Error("looking at the archive", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// lookAtArchive looks at the parts that are due tonight, and writes the manifest anew.
func (p *Pipeline) lookAtArchive(ctx context.Context) error {
	looked, err := p.store.PartsLooked(ctx)
	if err != nil {
		return err
	}
	due := partsDue(looked, p.now())
	if len(due) == 0 {
		return nil
	}
	if err := p.store.TakeLease(ctx, fixityName, p.holder, p.now().Add(fixityLease), p.now()); err != nil {
		return err
	}
	defer p.store.DropLease(context.WithoutCancel(ctx), fixityName, p.holder)
	if err := p.lookAtParts(ctx, due); err != nil {
		return err
	}
	return p.WriteManifest(ctx)
}

// partsDue gives the parts to look at now, the one that waited longest first. It is time from three
// o'clock in the night on, once a day.
func partsDue(looked map[int]time.Time, now time.Time) []int {
	local := now.In(cases.Amsterdam)
	tonight := time.Date(local.Year(), local.Month(), local.Day(), fixityFrom, 0, 0, 0, cases.Amsterdam)
	if local.Before(tonight) {
		return nil
	}
	var due []int
	for part := range ArchiveParts {
		at := looked[part]
		if !at.Before(tonight) {
			return nil // it was done tonight
		}
		if tonight.Sub(at) > fixityDue {
			due = append(due, part)
		}
	}
	slices.SortStableFunc(due, func(a, b int) int { return looked[a].Compare(looked[b]) })
	return due[:min(len(due), fixityMost)]
}

// lookAtParts reads parts of the archive, and tells the project leader when something in them is
// not what it was.
func (p *Pipeline) lookAtParts(ctx context.Context, parts []int) error {
	damaged, err := p.Damaged(ctx, func(name string) bool { return slices.Contains(parts, partOf(name)) })
	if err != nil {
		return err
	}
	if len(damaged) > 0 {
		if err := p.tellDamaged(ctx, damaged); err != nil {
			return err
		}
	}
	for _, part := range parts {
		if err := p.store.PartLooked(ctx, part, p.now()); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pipeline) tellDamaged(ctx context.Context, damaged []string) error {
	for _, d := range damaged[:min(len(damaged), mostDamaged)] {
		p.log.Error("the archive is damaged", "object", d)
	}
	now := p.now()
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		keyID, key, err := tx.NewKey(ctx, now)
		if err != nil {
			return err
		}
		return p.post(ctx, tx, letter{origin: "fixity/" + now.In(cases.Amsterdam).Format(time.DateOnly), kind: "archive-damaged", to: p.settings.Leader, keyID: keyID, key: key,
			data: templates.ArchiveDamaged{Region: p.settings.Region, Found: now, Objects: len(damaged)}})
	})
}

// partOf is the part that an object is in, by its name.
func partOf(name string) int {
	n, err := strconv.ParseUint(name[:min(len(name), 4)], 16, 32)
	if err != nil {
		return 0
	}
	return int(n % ArchiveParts)
}

// Damaged reads the objects of the archive that must be there, and gives those that are
// missing or not what they were.
func (p *Pipeline) Damaged(ctx context.Context, look func(name string) bool) (damaged []string, err error) {
	err = p.eachObject(ctx, func(name string) error {
		if !look(name) {
			return ctx.Err()
		}
		_, err := p.archive.Get(name)
		if errors.Is(err, archive.ErrMissing) || errors.Is(err, archive.ErrDamaged) {
			damaged = append(damaged, name)
			return nil
		}
		return err
	})
	return damaged, err
}

// WriteManifest writes the list of what must be in the archive beside it.
func (p *Pipeline) WriteManifest(ctx context.Context) error {
	return p.archive.WriteManifest(func(visit func(string) error) error { return p.eachObject(ctx, visit) })
}

// eachObject visits the name of every object that records point to and that was not destroyed.
func (p *Pipeline) eachObject(ctx context.Context, visit func(name string) error) error {
	unlessDestroyed := func(object string, keyID int64) error {
		if _, err := p.store.Key(ctx, keyID); object == "" || errors.Is(err, store.ErrKeyDestroyed) {
			return nil
		}
		return visit(object)
	}
	if err := p.store.EachMessage(ctx, func(m store.Message) error { return unlessDestroyed(m.Object, m.KeyID) }); err != nil {
		return fmt.Errorf("looking at originals: %w", err)
	}
	if err := p.store.EachDocument(ctx, func(d store.Document) error { return unlessDestroyed(d.Object, d.KeyID) }); err != nil {
		return fmt.Errorf("looking at documents: %w", err)
	}
	certificates, err := p.store.Certificates(ctx, 0)
	if err != nil {
		return fmt.Errorf("looking at certificates: %w", err)
	}
	for _, c := range certificates {
		if err := visit(c.Object); err != nil {
			return fmt.Errorf("looking at certificates: %w", err)
		}
	}
	return nil
}
