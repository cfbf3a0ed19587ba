package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
)

// A case is destroyed in steps that anybody can follow: what may go is put on a list, a second
// person approves it, there is time to regret, then its keys go and after them its files, and a
// certificate says so. Keys first: what a crash leaves in between cannot be read, and is never
// told to be finished. A hold beats the list until the very transaction in which the keys go.

// What a list refuses.
var (
	ErrNothingToDestroy = errors.New("no case is past its term")
	ErrSamePerson       = errors.New("whoever proposed a list may not approve it")
	ErrNotProposed      = errors.New("the list does not wait for approval")
	ErrNotApproved      = errors.New("the list is not approved")
	ErrHeld             = errors.New("the case is held already")
	ErrNotHeld          = errors.New("the case is not held")
)

// TooEarlyError says until when an approved list may still be regretted.
type TooEarlyError struct{ Until time.Time }

func (e *TooEarlyError) Error() string {
	return "there is time to regret until " + e.Until.Format(time.DateOnly)
}

// Codes of reasons why a case on a list was not destroyed.
const (
	notHeld    = "held"
	notChanged = "changed"
	notOver    = "term"
	notIdle    = "busy"
	notDone    = "error"
)

// ListStanding is a list with its cases, and the certificate when one was made.
type ListStanding struct {
	List        store.DestructionList
	Items       []store.DestructionItem
	Certificate store.Certificate
	PDF         []byte
}

// Whole says whether every case on the list was destroyed.
func (l ListStanding) Whole() bool {
	return !slices.ContainsFunc(l.Items, func(i store.DestructionItem) bool { return i.State != store.ItemDestroyed })
}

// Propose lists the cases whose term is over, that nobody holds and that are on no open list.
func (p *Pipeline) Propose(ctx context.Context, by string) (l ListStanding, err error) {
	var over []int64
	err = p.EachKept(ctx, func(k Kept) error {
		if !k.Destroyed && k.Ruled && k.Retention.Over(p.now()) {
			over = append(over, k.Case.ID)
		}
		return nil
	})
	if err != nil {
		return l, err
	}
	return l, p.store.WithTx(ctx, func(tx *store.Tx) (err error) {
		l, err = p.propose(ctx, tx, over, by)
		return err
	})
}

func (p *Pipeline) propose(ctx context.Context, tx *store.Tx, over []int64, by string) (l ListStanding, err error) {
	if err := tx.LockDecisions(ctx); err != nil {
		return l, err
	}
	now := p.now()
	for _, id := range over {
		item, ok, err := p.candidate(ctx, tx, id)
		if err != nil {
			return l, err
		}
		if ok {
			l.Items = append(l.Items, item)
		}
	}
	if len(l.Items) == 0 {
		return l, ErrNothingToDestroy
	}
	if l.List, err = tx.AddList(ctx, now.In(cases.Amsterdam).Year(), by, now); err != nil {
		return l, err
	}
	for i := range l.Items {
		l.Items[i].ListID = l.List.ID
		if l.Items[i], err = tx.AddItem(ctx, l.Items[i]); err != nil {
			return l, err
		}
	}
	return l, p.record(ctx, tx, l.List, "proposed", by, referencesOf(l.Items))
}

func (p *Pipeline) record(ctx context.Context, tx *store.Tx, l store.DestructionList, kind, by string, data any) error {
	return tx.Record(ctx, store.OfDestruction, l.ID, kind, by, data, p.now())
}

func referencesOf(items []store.DestructionItem) (refs []string) {
	for _, i := range items {
		refs = append(refs, i.Reference)
	}
	return refs
}

// candidate makes the line of a case on a list; not ok when it may not be on one.
func (p *Pipeline) candidate(ctx context.Context, tx *store.Tx, id int64) (item store.DestructionItem, ok bool, err error) {
	s, err := p.standing(ctx, tx, id)
	if err != nil || !s.over || s.held {
		return item, false, err
	}
	open, err := tx.OnOpenList(ctx, id)
	if err != nil || open {
		return item, false, err
	}
	r := s.retention
	return store.DestructionItem{CaseID: id, Reference: s.c.Reference, Selection: r.Rule.List, Rule: r.Rule.Number, Ground: r.Rule.Ground,
		Start: r.Start, End: r.End, Changes: s.changes}, true, nil
}

// standing is what decides whether a case may go.
type standing struct {
	c          store.Case
	retention  cases.Retention
	over, held bool
	busy       bool
	changes    int // events, exports not counted
}

func (p *Pipeline) standing(ctx context.Context, tx *store.Tx, id int64) (s standing, err error) {
	if s.c, err = tx.Case(ctx, id); err != nil {
		return s, err
	}
	key, err := tx.Key(ctx, s.c.KeyID)
	if err != nil {
		return s, err
	}
	events, err := tx.CaseEvents(ctx, id, key)
	if err != nil {
		return s, err
	}
	for _, e := range events {
		if e.Kind != cases.Exported {
			s.changes++
		}
	}
	var ruled bool
	s.retention, ruled = cases.RetentionOf(p.settings.Retention.Rules, cases.State(s.c.State), s.c.ReceivedAt, cases.LastChange(events))
	s.over = ruled && s.retention.Over(p.now())
	if s.busy, err = tx.Busy(ctx, id); err != nil {
		return s, err
	}
	_, err = tx.Hold(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return s, nil
	}
	s.held = err == nil
	return s, err
}

// Approve is the second person's word.
func (p *Pipeline) Approve(ctx context.Context, ref, by string) (l ListStanding, err error) {
	return l, p.store.WithTx(ctx, func(tx *store.Tx) (err error) {
		if l.List, err = tx.List(ctx, ref); err != nil {
			return err
		}
		if samePerson(l.List.ProposedBy, by) {
			return ErrSamePerson
		}
		ok, err := tx.ApproveList(ctx, l.List.ID, by, p.now())
		if err != nil {
			return err
		}
		if !ok {
			return ErrNotProposed
		}
		if l.Items, err = tx.ItemsOf(ctx, l.List.ID); err != nil {
			return err
		}
		if l.List, err = tx.List(ctx, ref); err != nil {
			return err
		}
		return p.record(ctx, tx, l.List, "approved", by, referencesOf(l.Items))
	})
}

func samePerson(a, b string) bool {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	return plain(a) == plain(b)
}

// RegretUntil is the moment from which an approved list may be carried out.
func (p *Pipeline) RegretUntil(l store.DestructionList) time.Time {
	return l.ApprovedAt.In(cases.Amsterdam).AddDate(0, 0, p.settings.Retention.RegretDays)
}

// Destroy carries an approved list out, as far as it goes, and makes the certificate. Done again
// it goes on with what failed; a list that is done only gives its certificate.
func (p *Pipeline) Destroy(ctx context.Context, ref, by string) (l ListStanding, err error) {
	if l.List, err = p.store.List(ctx, ref); err != nil {
		return l, err
	}
	switch {
	case l.List.State == store.ListProposed:
		return l, ErrNotApproved
	case l.List.State == store.ListDone:
		return p.ListStanding(ctx, ref)
	case p.now().Before(p.RegretUntil(l.List)):
		return l, &TooEarlyError{Until: p.RegretUntil(l.List)}
	}
	items, err := p.store.ItemsOf(ctx, l.List.ID)
	if err != nil {
		return l, err
	}
	for _, item := range items {
		if item.State == store.ItemDestroyed || item.State == store.ItemSkipped {
			continue
		}
		if err := p.destroyItem(ctx, l.List, item, by); err != nil {
			return l, err
		}
	}
	if err := p.store.Scrub(ctx); err != nil {
		return l, err // the list stays open: a copy of a key may be left
	}
	if err := p.certify(ctx, l.List, by); err != nil {
		return l, fmt.Errorf("making the certificate of %s: %w", ref, err)
	}
	return p.ListStanding(ctx, ref)
}

// destroyItem destroys one case. What goes wrong with it is written with it; an error means that
// not even that could be done.
func (p *Pipeline) destroyItem(ctx context.Context, l store.DestructionList, item store.DestructionItem, by string) error {
	err := p.store.WithTx(ctx, func(tx *store.Tx) error { return p.destroyKeys(ctx, tx, l, &item, by) })
	if err == nil && item.State == store.ItemDestroying {
		err = p.removeObjects(ctx, l, &item, by)
	}
	if err == nil {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		if err := tx.FailItem(ctx, item.ID, notDone, cause(err)); err != nil {
			return err
		}
		return p.record(ctx, tx, l, "failed", by, map[string]string{"case": item.Reference, "why": cause(err)})
	})
}

// cause leaves out where on this machine it went wrong.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Op + ": " + path.Err.Error()
	}
	return err.Error()
}

// destroyKeys is the point of no return: the keys go in the same transaction that says so.
func (p *Pipeline) destroyKeys(ctx context.Context, tx *store.Tx, l store.DestructionList, item *store.DestructionItem, by string) error {
	if err := tx.LockDecisions(ctx); err != nil {
		return err
	}
	if item.SHA256 != "" { // an earlier run came this far
		item.State, item.Reason, item.Detail = store.ItemDestroying, "", ""
		return tx.SaveItem(ctx, *item)
	}
	s, err := p.standing(ctx, tx, item.CaseID)
	if err != nil {
		return err
	}
	after := *item // what this transaction makes of it, if it is committed
	after.Reason, after.Detail = s.forbids(*item), ""
	if after.Reason != "" {
		after.State, after.SettledAt = store.ItemSkipped, p.now()
		if err := tx.SaveItem(ctx, after); err != nil {
			return err
		}
		*item = after
		return p.record(ctx, tx, l, "skipped", by, map[string]string{"case": item.Reference, "why": item.Reason})
	}
	objects, err := tx.DestroyCase(ctx, item.CaseID)
	if err != nil {
		return err
	}
	after.State, after.Files, after.SHA256 = store.ItemDestroying, len(objects), digest([]byte(strings.Join(objects, "\n")))
	if err := errors.Join(tx.SaveItem(ctx, after), tx.AddObjects(ctx, item.ID, objects)); err != nil {
		return err
	}
	*item = after
	return p.record(ctx, tx, l, "keys-destroyed", by, map[string]any{"case": item.Reference, "files": item.Files, "sha256": item.SHA256})
}

// forbids says why a case may not go after all, "" when it may.
func (s standing) forbids(item store.DestructionItem) string {
	switch {
	case s.held:
		return notHeld
	case s.changes != item.Changes:
		return notChanged
	case !s.over:
		return notOver
	case s.busy:
		return notIdle
	}
	return ""
}

// removeObjects takes the files of a case away, and only when all are gone says that it is destroyed.
func (p *Pipeline) removeObjects(ctx context.Context, l store.DestructionList, item *store.DestructionItem, by string) error {
	left, err := p.store.ObjectsLeft(ctx, item.ID)
	if err != nil {
		return err
	}
	var wrong error
	for _, object := range left {
		if err := p.removeObject(ctx, item.ID, object); err != nil {
			wrong = errors.Join(wrong, err)
		}
	}
	if wrong != nil {
		return wrong
	}
	after := *item
	after.State, after.SettledAt = store.ItemDestroyed, p.now()
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(ctx, item.CaseID)
		if err != nil {
			return err
		}
		if _, err := tx.Key(ctx, c.KeyID); !errors.Is(err, store.ErrKeyDestroyed) {
			return errors.Join(err, errors.New("its key is still there"))
		}
		if err := tx.SaveItem(ctx, after); err != nil {
			return err
		}
		return p.record(ctx, tx, l, "destroyed", by, map[string]any{"case": item.Reference, "files": item.Files, "sha256": item.SHA256})
	})
}

func (p *Pipeline) removeObject(ctx context.Context, itemID int64, object string) error {
	lives, err := p.store.ObjectLives(ctx, object)
	if err != nil {
		return err
	}
	if lives {
		return fmt.Errorf("object %s belongs to a record that lives", object)
	}
	if err := p.archive.Remove(object); err != nil {
		return err
	}
	return p.store.WithTx(ctx, func(tx *store.Tx) error { return tx.ObjectRemoved(ctx, itemID, object, p.now()) })
}

func open(i store.DestructionItem) bool {
	return i.State != store.ItemDestroyed && i.State != store.ItemSkipped
}

func isoDay(t time.Time) string { return t.In(cases.Amsterdam).Format(time.DateOnly) }

// ListStanding gives a list with its cases and its last certificate.
func (p *Pipeline) ListStanding(ctx context.Context, ref string) (l ListStanding, err error) {
	if l.List, err = p.store.List(ctx, ref); err != nil {
		return l, err
	}
	if l.Items, err = p.store.ItemsOf(ctx, l.List.ID); err != nil {
		return l, err
	}
	all, err := p.store.Certificates(ctx, l.List.ID)
	if err != nil || len(all) == 0 {
		return l, err
	}
	l.Certificate = all[len(all)-1]
	l.PDF, err = p.certificatePDF(ctx, l.Certificate)
	return l, err
}
