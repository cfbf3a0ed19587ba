package pipeline

import (
	"context"
	"errors"

	"mdaplus/internal/seal"
	"mdaplus/internal/store"
)

// Hold keeps a case from being destroyed, whatever list it is on.
func (p *Pipeline) Hold(ctx context.Context, ref, by, reason string) error {
	return p.holdTx(ctx, ref, func(tx *store.Tx, c store.Case) error {
		key, err := tx.Key(ctx, c.KeyID)
		if err != nil {
			return err
		}
		if _, err := tx.Hold(ctx, c.ID); !errors.Is(err, store.ErrNotFound) {
			return errors.Join(err, ErrHeld)
		}
		h := store.Hold{CaseID: c.ID, SealedReason: key.Seal(store.HoldPlace(c.ID), []byte(reason)), By: by, At: p.now()}
		if err := tx.AddHold(ctx, h); err != nil {
			return err
		}
		return tx.Record(ctx, store.OfHold, c.ID, "held", by, map[string]string{"case": c.Reference}, p.now())
	})
}

// ReleaseHold ends a hold: the case may be listed again.
func (p *Pipeline) ReleaseHold(ctx context.Context, ref, by string) error {
	return p.holdTx(ctx, ref, func(tx *store.Tx, c store.Case) error {
		h, err := tx.Hold(ctx, c.ID)
		if errors.Is(err, store.ErrNotFound) {
			return ErrNotHeld
		}
		if err != nil {
			return err
		}
		if err := tx.ReleaseHold(ctx, h.ID, by, p.now()); err != nil {
			return err
		}
		return tx.Record(ctx, store.OfHold, c.ID, "released", by, map[string]string{"case": c.Reference}, p.now())
	})
}

func (p *Pipeline) holdTx(ctx context.Context, ref string, do func(*store.Tx, store.Case) error) error {
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		if err := tx.LockDecisions(ctx); err != nil {
			return err
		}
		c, err := tx.CaseByReference(ctx, ref)
		if err != nil {
			return err
		}
		return do(tx, c)
	})
}

// holdOf tells who holds a case back from destruction, and why.
func (p *Pipeline) holdOf(ctx context.Context, caseID int64, key *seal.Key) (by, reason string, err error) {
	h, err := p.store.HoldOf(ctx, caseID)
	if errors.Is(err, store.ErrNotFound) {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	plain, err := key.Open(store.HoldPlace(caseID), h.SealedReason)
	return h.By, string(plain), err
}
