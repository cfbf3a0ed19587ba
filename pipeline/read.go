package pipeline

import (
	"context"
	"errors"
	"fmt"

	"mdaplus/internal/store"
	"mdaplus/pipeline/read"
)

// maxAttempts is how often a message may kill its reader before a person must look.
const maxAttempts = 3

// readAndFile reads a stored message in a child process, decides, and files it.
func (p *Pipeline) readAndFile(ctx context.Context, id int64) error {
	m, err := p.store.Message(ctx, id)
	if err != nil || m.State == store.MessageDecided {
		return err
	}
	result, err := p.understand(ctx, m)
	if err != nil {
		return err
	}
	err = p.store.WithTx(ctx, func(tx *store.Tx) error { return p.file(ctx, tx, m, result) })
	if errors.Is(err, store.ErrDecided) {
		return nil // another process was first
	}
	if err != nil {
		return fmt.Errorf("filing message %d: %w", id, err)
	}
	return nil
}

// understand has a child process read the message. A child that dies or takes too
// long counts against the message; this process being stopped or killed does not,
// since the message was never in it. Nor does a child that could not be started, as while the
// program is replaced.
func (p *Pipeline) understand(ctx context.Context, m store.Message) (read.Result, error) {
	if m.Attempts >= maxAttempts {
		return read.Result{Message: read.Message{Outcome: read.Held, Reasons: reasons(reasonReader)}}, nil
	}
	name, raw, err := p.Original(ctx, m)
	if err != nil {
		return read.Result{}, err
	}
	result, err := p.reader.Read(ctx, name, raw)
	if errors.Is(err, read.ErrKilled) && ctx.Err() == nil {
		err = errors.Join(err, p.store.Attempt(ctx, m.ID))
	}
	if err != nil {
		return result, fmt.Errorf("reading message %d: %w", m.ID, err)
	}
	if m.Refused != "" { // its header says whom to answer, and no more
		result.Message, result.Forms = read.Message{Outcome: read.Held, Reasons: reasons(m.Refused)}, nil
	}
	return result, nil
}
