package pipeline

import (
	"context"
	"encoding/json"

	"mdaplus/internal/store"
	"mdaplus/pipeline/read"
)

// Release records that a person dealt with a held message: it leaves the list and stays in the ledger.
func (p *Pipeline) Release(ctx context.Context, m store.Message, who string) error {
	return p.byHand(ctx, m, "released", who, func(tx *store.Tx) error { return tx.Release(ctx, m.ID, p.now()) })
}

// Reread lets a held message be read and decided once more, as after an update of the program.
func (p *Pipeline) Reread(ctx context.Context, m store.Message, who string) error {
	return p.byHand(ctx, m, "reopened", who, func(tx *store.Tx) error {
		if err := tx.Reopen(ctx, m.ID); err != nil {
			return err
		}
		return tx.Enqueue(ctx, "read", m.ID)
	})
}

// Reading gives what was read of a message when it was decided.
func (p *Pipeline) Reading(ctx context.Context, m store.Message) (r read.Result, err error) {
	key, err := p.store.Key(ctx, m.KeyID)
	if err != nil {
		return r, err
	}
	sealed, err := p.store.SealedReading(ctx, m.ID)
	if err != nil {
		return r, err
	}
	plain, err := store.OpenReading(key, m, sealed)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(plain, &r)
}

// Shown records that a person looked at a message, or took a copy of it.
func (p *Pipeline) Shown(ctx context.Context, m store.Message, who string) error {
	return p.byHand(ctx, m, "original-shown", who, func(*store.Tx) error { return nil })
}

func (p *Pipeline) byHand(ctx context.Context, m store.Message, kind, who string, do func(*store.Tx) error) error {
	if who == "" {
		who = "unknown"
	}
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		key, err := tx.Key(ctx, m.KeyID)
		if err != nil {
			return err
		}
		if _, err := tx.AddEvent(ctx, store.OfMessage, m.ID, key, kind, who, struct{}{}, p.now()); err != nil {
			return err
		}
		return do(tx)
	})
}
