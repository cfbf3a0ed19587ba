package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"mdaplus/internal/archive"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/templates"
)

// Every night a part of the archive is read again, so that each object is looked at once in
// thirty days and a failing disk is seen while there are backups. Which part follows from the
// date and the names: there is nothing to remember, and a restart begins the same part anew.

const (
	fixityRound = 30             // days in which everything is looked at
	fixityHour  = 3              // local time
	fixityLease = 20 * time.Hour // one process does it once a night
	fixityName  = "fixity"
	mostDamaged = 20 // named in the log of one night
)

// fixity looks at tonight's part, when it is time and no other process does.
func (p *Pipeline) fixity(ctx context.Context) {
	local := p.now().In(cases.Amsterdam)
	if local.Hour() != fixityHour || p.fixityDone == local.YearDay() {
		return
	}
	p.fixityDone = local.YearDay()
	err := p.store.TakeLease(ctx, fixityName, p.holder+local.Format(time.DateOnly), p.now().Add(fixityLease), p.now())
	if errors.Is(err, store.ErrLeased) {
		return
	}
	if err == nil {
		err = p.LookAtPart(ctx, local.YearDay()%fixityRound)
	}
	if err != nil && ctx.Err() == nil {
		p.log.Error("looking at the archive", "error", err)
	}
}

// LookAtPart reads one of the thirty parts of the archive, and tells the project leader when
// something in it is not what it was.
func (p *Pipeline) LookAtPart(ctx context.Context, part int) error {
	damaged, err := p.Damaged(ctx, func(name string) bool { return partOf(name) == part })
	if err != nil || len(damaged) == 0 {
		return err
	}
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
	return int(n % fixityRound)
}

// Damaged reads the objects of the archive that records point to, and gives those that are
// missing or not what they were.
func (p *Pipeline) Damaged(ctx context.Context, look func(name string) bool) (damaged []string, err error) {
	check := func(name string) error {
		if name == "" || !look(name) {
			return ctx.Err()
		}
		_, err := p.archive.Get(name)
		if errors.Is(err, archive.ErrMissing) || errors.Is(err, archive.ErrDamaged) {
			damaged = append(damaged, name)
			return nil
		}
		return err
	}
	err = p.store.EachMessage(ctx, func(m store.Message) error {
		if _, err := p.store.Key(ctx, m.KeyID); errors.Is(err, store.ErrKeyDestroyed) {
			return nil
		}
		return check(m.Object)
	})
	if err != nil {
		return damaged, fmt.Errorf("looking at originals: %w", err)
	}
	err = p.store.EachDocument(ctx, func(d store.Document) error {
		if _, err := p.store.Key(ctx, d.KeyID); errors.Is(err, store.ErrKeyDestroyed) {
			return nil
		}
		return check(d.Object)
	})
	if err != nil {
		return damaged, fmt.Errorf("looking at documents: %w", err)
	}
	certificates, err := p.store.Certificates(ctx, 0)
	for _, c := range certificates {
		err = errors.Join(err, check(c.Object))
	}
	return damaged, err
}
