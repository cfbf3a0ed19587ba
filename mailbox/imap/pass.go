package imap

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"

	"mdaplus/mailbox"
)

const (
	lookBatch     = 1000      // messages in one question to the desk
	fetchBatch    = 32        // messages fetched before decided ones are moved in between
	fetchAhead    = 8         // fetches on their way at the same time
	maxHeaderKept = 256 << 10 // bytes of header kept of a refused message
	smallMessage  = 64 << 10  // a placeholder is never larger
)

// pass looks at the whole folder once: what is new is fetched and stored, what is decided is moved.
func (w *Worker) pass(ctx context.Context, s *session) error {
	if w.reselect {
		if err := w.open(s); err != nil {
			return err
		}
	}
	w.unstored = 0
	drain(s.mail) // before the search: what arrives from here on wakes us again
	uids, err := s.search(imap.SearchCriteria{})
	if err != nil {
		return err
	}
	if err := w.reckon(ctx, uids); err != nil {
		return err
	}
	fresh, err := w.sort(ctx, uids)
	if err != nil {
		return err
	}
	for len(fresh) > 0 {
		n := min(fetchBatch, len(fresh))
		if err := w.takeIn(ctx, s, fresh[:n]); err != nil {
			return err
		}
		fresh = fresh[n:]
		if err := w.settle(ctx, s, len(fresh) == 0); err != nil {
			return err
		}
	}
	return w.moveDecided(ctx, s)
}

// reckon compares what we remember with what lies in the folder.
func (w *Worker) reckon(ctx context.Context, uids []uint32) error {
	present := make(map[uint32]bool, len(uids))
	for _, uid := range uids {
		present[uid] = true
	}
	w.waiting.keep(present)
	for uid := range w.trouble {
		if !present[uid] {
			delete(w.trouble, uid)
		}
	}
	for uid, standing := range w.placed {
		if !present[uid] { // moved, and the answer was lost
			if err := w.moved(ctx, []uint32{uid}, standing.Folder, []uint32{0}); err != nil {
				return err
			}
		}
	}
	for uid := range w.entered {
		if !present[uid] {
			delete(w.entered, uid)
		}
	}
	return w.bearWitness(ctx, uids)
}

// bearWitness tells a desk that wants to know what lies in the folder, once for each time it was opened.
func (w *Worker) bearWitness(ctx context.Context, uids []uint32) error {
	witness, ok := w.desk.(Witness)
	if !ok || !w.opened {
		return nil
	}
	w.opened = false
	if err := witness.Present(ctx, w.cfg.Account, w.cfg.Folders.Inbox, w.uidValidity, uids); err != nil {
		w.opened = true
		return &deskError{err}
	}
	return nil
}

// sort asks the desk about messages whose standing we do not know, and returns the new ones whose turn it is.
func (w *Worker) sort(ctx context.Context, uids []uint32) (fresh []uint32, err error) {
	var unknown []uint32
	for _, uid := range uids {
		if _, placed := w.placed[uid]; !placed && !w.waiting.in[uid] && w.due(uid) {
			unknown = append(unknown, uid)
		}
	}
	for len(unknown) > 0 {
		n := min(lookBatch, len(unknown))
		standings, err := w.look(ctx, unknown[:n])
		if err != nil {
			return nil, err
		}
		for _, uid := range unknown[:n] {
			if w.place(uid, standings[uid]) {
				fresh = append(fresh, uid)
			}
		}
		unknown = unknown[n:]
	}
	return fresh, nil
}

func (w *Worker) look(ctx context.Context, uids []uint32) (map[uint32]Standing, error) {
	standings, err := w.desk.Look(ctx, w.cfg.Account, w.cfg.Folders.Inbox, w.uidValidity, uids)
	if err != nil {
		return nil, &deskError{err}
	}
	return standings, nil
}

// place remembers a standing and reports whether the message is new.
func (w *Worker) place(uid uint32, st Standing) (isNew bool) {
	switch st.State {
	case New:
		return true
	case Waiting:
		w.waiting.add(uid)
	default:
		switch st.Folder {
		case "":
			st.Folder = w.cfg.Folders.Processed
		case w.cfg.Folders.Inbox: // a move onto itself would give it a new number, and so for ever
			st.Folder = w.cfg.Folders.Attention
		}
		w.waiting.remove(uid)
		w.placed[uid] = st
	}
	return false
}

// due reports whether a message that failed may be tried again.
func (w *Worker) due(uid uint32) bool {
	t := w.trouble[uid]
	return t == nil || !time.Now().Before(t.next)
}

// failed sets the next try of a message.
func (w *Worker) failed(uid uint32) *trouble {
	t := w.trouble[uid]
	if t == nil {
		t = &trouble{}
		w.trouble[uid] = t
	}
	waits := w.cfg.Timings.Message
	t.next = time.Now().Add(waits[min(t.failures, len(waits)-1)])
	t.failures++
	return t
}

// takeIn fetches and stores new messages. Those that failed before come alone, so that nothing else suffers.
func (w *Worker) takeIn(ctx context.Context, s *session, uids []uint32) error {
	var good []uint32
	for _, uid := range uids {
		if w.trouble[uid] == nil {
			good = append(good, uid)
		}
	}
	if err := w.fetchMany(ctx, s, good); err != nil {
		return err
	}
	for _, uid := range uids {
		if t := w.trouble[uid]; t != nil && w.due(uid) {
			if err := w.fetchTroubled(ctx, s, uid, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// fetchMany fetches in small groups and stores in order. When a connection ends in the middle of a group, the first message that did not come
// is blamed: what came whole before it counts.
func (w *Worker) fetchMany(ctx context.Context, s *session, uids []uint32) error {
	for group := range slices.Chunk(uids, fetchAhead) {
		results, err := s.fetchGroup(group)
		if err != nil {
			return err
		}
		for i, uid := range group {
			if err := w.handle(ctx, uid, results[i].fetched, results[i].err); err != nil {
				return err
			}
		}
	}
	return nil
}

// fetchTroubled tries a message that failed before, by its sequence number this time, and gives it up after the last try.
func (w *Worker) fetchTroubled(ctx context.Context, s *session, uid uint32, t *trouble) error {
	switch {
	case t.tooLarge:
		return w.giveUp(ctx, s, uid, t, CodeTooLarge)
	case t.failures > len(w.cfg.Timings.Message):
		return w.giveUp(ctx, s, uid, t, CodeFetchFailed)
	}
	f, err := s.fetchOne(uid, true, whole)
	return w.handle(ctx, uid, f, err)
}

// handle stores what came. An error that ended the connection is returned after the message is given its own, later turn.
func (w *Worker) handle(ctx context.Context, uid uint32, f fetched, err error) error {
	switch {
	case err != nil && ctx.Err() != nil:
		return err
	case err != nil && !alive(err):
		w.failed(uid)
		return err
	case err != nil, !f.complete && !f.tooLarge: // it said no, or OK and nothing came: never taken for processed
		w.failed(uid)
		return nil
	case f.tooLarge: // its header is fetched when its turn comes
		w.trouble[uid] = &trouble{tooLarge: true}
		return nil
	case len(f.raw) < smallMessage && mailbox.IsPlaceholder(mailbox.Parse(f.raw)):
		return w.refuse(ctx, uid, f.raw, CodePlaceholder)
	}
	return w.store(ctx, uid, f)
}

// store hands a message to the desk. A desk that cannot take one may still take the others: the message gets a later turn, and only several
// refusals in one pass end it. They never count as failed fetches: the message is not given up.
func (w *Worker) store(ctx context.Context, uid uint32, f fetched) error {
	const maxUnstored = 3
	standing, err := w.desk.Store(ctx, w.keyOf(uid), f.received, f.raw)
	if err == nil && standing.State == New {
		err = errors.New("stored message is still new")
	}
	if err != nil {
		waits := w.cfg.Timings.Message
		w.trouble[uid] = &trouble{next: time.Now().Add(waits[len(waits)-1])}
		if w.unstored++; w.unstored >= maxUnstored || ctx.Err() != nil {
			return &deskError{err}
		}
		w.log.Error("message not stored", "uid", uid)
		return nil
	}
	delete(w.trouble, uid)
	w.entered[uid] = true
	w.place(uid, standing)
	return nil
}

// giveUp refuses a message that is too large or would not come. Its header is tried once; if even that ends the connection, the message goes
// without.
func (w *Worker) giveUp(ctx context.Context, s *session, uid uint32, t *trouble, code string) error {
	var header []byte
	if !t.headerTried {
		t.headerTried = true
		f, err := s.fetchOne(uid, false, headerOnly)
		if err != nil && !alive(err) {
			w.failed(uid)
			return err
		}
		header = f.raw
	}
	return w.refuse(ctx, uid, header, code)
}

// refuse hands a message to people: recorded first, then moved to Attention.
func (w *Worker) refuse(ctx context.Context, uid uint32, header []byte, code string) error {
	if err := w.desk.Refuse(ctx, w.keyOf(uid), header[:min(len(header), maxHeaderKept)], code); err != nil {
		return &deskError{err}
	}
	w.log.Warn("message refused", "uid", uid, "code", code)
	delete(w.trouble, uid)
	w.place(uid, Standing{State: Decided, Folder: w.cfg.Folders.Attention})
	return nil
}

// settle asks the desk about waiting messages and moves the decided ones; unless forced, no more often than the clock says,
// so that many are moved with one command.
func (w *Worker) settle(ctx context.Context, s *session, force bool) error {
	if !force && time.Since(w.lastLook) < w.cfg.Timings.Look {
		return nil
	}
	if err := w.lookAtWaiting(ctx); err != nil {
		return err
	}
	return w.moveDecided(ctx, s)
}

func (w *Worker) lookAtWaiting(ctx context.Context) error {
	w.lastLook = time.Now()
	if w.waiting.len() == 0 {
		return nil
	}
	uids := w.waiting.some(lookBatch)
	standings, err := w.look(ctx, uids)
	if err != nil {
		return err
	}
	for _, uid := range uids {
		if w.place(uid, standings[uid]) { // the desk has forgotten it: take it in again
			w.waiting.remove(uid)
		}
	}
	return nil
}
