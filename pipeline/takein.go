package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"mdaplus/internal/store"
)

// TakeIn makes the bytes of a message safe: sealed on disk first, then one
// transaction with the row, the place it was seen in and the job to read it. The
// same bytes are one message, however often and wherever they are seen.
func (p *Pipeline) TakeIn(ctx context.Context, in Incoming) (store.Message, error) {
	sum := sha256.Sum256(in.Raw)
	sha := hex.EncodeToString(sum[:])
	m, err := p.store.MessageBySHA(ctx, sha)
	if errors.Is(err, store.ErrNotFound) {
		return p.takeInNew(ctx, in, sha)
	}
	if err != nil || in.Place == nil {
		return m, err
	}
	err = p.store.WithTx(ctx, func(tx *store.Tx) error { return tx.AddArrival(ctx, *in.Place, m.ID, p.now()) })
	return m, err
}

// Incoming is a message as it comes in: from a place in a mailbox, or by hand.
type Incoming struct {
	Place    *store.Place // nil when added by hand
	Name     string       // file name, "" for a mail
	Received time.Time
	Raw      []byte
	Refused  string // code: could not be taken in whole, Raw is what there is of it
}

func (p *Pipeline) takeInNew(ctx context.Context, in Incoming, sha string) (m store.Message, err error) {
	n, err := p.sealOriginal(in, sha)
	if err != nil {
		return m, err
	}
	isNew := false
	err = p.store.WithTx(ctx, func(tx *store.Tx) error {
		if m, isNew, err = tx.AddMessage(ctx, n); err != nil {
			return err
		}
		if in.Place != nil {
			if err := tx.AddArrival(ctx, *in.Place, m.ID, p.now()); err != nil {
				return err
			}
		}
		if !isNew {
			return nil
		}
		return tx.Enqueue(ctx, "read", m.ID)
	})
	if err != nil {
		return m, fmt.Errorf("taking in a message: %w", err)
	}
	if !isNew {
		p.archive.Remove(n.Object) // the same bytes were stored meanwhile, under another key
	}
	return m, nil
}

func (p *Pipeline) sealOriginal(in Incoming, sha string) (n store.NewMessage, err error) {
	key, wrapped, err := p.store.FreshKey()
	if err != nil {
		return n, err
	}
	n = store.NewMessage{SHA256: sha, Size: int64(len(in.Raw)), Wrapped: wrapped, Origin: store.FromMailbox, Refused: in.Refused,
		SealedName: key.Seal(store.NamePlace(sha), []byte(in.Name)), ReceivedAt: in.Received, StoredAt: p.now()}
	if in.Place == nil {
		n.Origin = store.ByHand
	}
	n.Object, err = p.archive.Put(key.Seal(store.OriginalPlace(sha), in.Raw))
	return n, err
}

// Original gives the bytes of a message as they came in.
func (p *Pipeline) Original(ctx context.Context, m store.Message) (name string, raw []byte, err error) {
	key, err := p.store.Key(ctx, m.KeyID)
	if err != nil {
		return "", nil, err
	}
	sealed, err := p.archive.Get(m.Object)
	if err != nil {
		return "", nil, err
	}
	if raw, err = key.Open(store.OriginalPlace(m.SHA256), sealed); err != nil {
		return "", nil, err
	}
	sealedName, err := p.store.SealedName(ctx, m.ID)
	if err != nil {
		return "", nil, err
	}
	plain, err := key.Open(store.NamePlace(m.SHA256), sealedName)
	return string(plain), raw, err
}

// FolderOf is where in the mailbox a message with this outcome belongs.
func (p *Pipeline) FolderOf(outcome string) string { return p.settings.Folders.Of(outcome) }
