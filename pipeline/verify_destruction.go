package pipeline

import (
	"context"
	"errors"

	"mdaplus/internal/store"
)

// destructions looks at every list: what is said to be destroyed must be gone, keys and files,
// what happened must be whole, and the certificates must be there.
func (v *checkup) destructions(ctx context.Context) error {
	lists, err := v.p.store.Lists(ctx)
	if err != nil {
		return err
	}
	for _, l := range lists {
		if err := v.records(ctx, store.OfDestruction, l.ID); err != nil {
			return err
		}
		items, err := v.p.store.ItemsOf(ctx, l.ID)
		if err != nil {
			return err
		}
		for _, i := range items {
			if err := v.item(ctx, i); err != nil {
				return err
			}
		}
	}
	held, err := v.p.store.HeldCases(ctx)
	if err != nil {
		return err
	}
	for _, id := range held {
		if err := v.records(ctx, store.OfHold, id); err != nil {
			return err
		}
	}
	return v.certificates(ctx)
}

func (v *checkup) records(ctx context.Context, subject string, id int64) error {
	lines, err := v.p.store.Records(ctx, subject, id)
	if err != nil {
		return err
	}
	if err := store.CheckChain(subject, id, lines); err != nil {
		v.say("%v", err)
	}
	if len(lines) == 0 {
		v.say("%s %d: nothing says what happened", subject, id)
	}
	return nil
}

// item looks at one case of a list. One whose keys are gone and whose files are not is between
// two runs: that is told, and is no damage.
func (v *checkup) item(ctx context.Context, i store.DestructionItem) error {
	if i.SHA256 == "" {
		return nil // nothing of it was touched
	}
	objects, err := v.p.store.ObjectsOf(ctx, i.ID)
	if err != nil {
		return err
	}
	for _, o := range objects {
		v.gone[o] = true
		if i.State == store.ItemDestroyed && v.p.archive.Has(o) {
			v.say("case %s is said to be destroyed, and object %s is still there", i.Reference, o)
		}
	}
	if i.State != store.ItemDestroyed {
		v.report.Unfinished = append(v.report.Unfinished, i.Reference)
	}
	c, err := v.p.store.Case(ctx, i.CaseID)
	if err != nil {
		return err
	}
	if _, err := v.p.store.Key(ctx, c.KeyID); !errors.Is(err, store.ErrKeyDestroyed) {
		v.say("case %s is said to be destroyed, and its key is still there", i.Reference)
	}
	return nil
}

func (v *checkup) certificates(ctx context.Context) error {
	all, err := v.p.store.Certificates(ctx, 0)
	if err != nil {
		return err
	}
	for _, c := range all {
		v.objects[c.Object] = true
		pdf, err := v.p.certificatePDF(ctx, c)
		switch {
		case err != nil:
			v.say("certificate %s: %v", c.Reference, err)
		case digest(pdf) != c.SHA256:
			v.say("certificate %s: not what was made", c.Reference)
		}
	}
	return nil
}
