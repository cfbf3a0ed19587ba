package imap

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"sort"

	"github.com/emersion/go-imap/v2"

	"mdaplus/mailbox"
)

// moveBatch is how many messages go with one command.
const moveBatch = 100

// moveDecided moves every placed message whose turn it is, folder by folder.
func (w *Worker) moveDecided(ctx context.Context, s *session) error {
	byFolder := map[string][]uint32{}
	for uid, st := range w.placed {
		if w.due(uid) {
			byFolder[st.Folder] = append(byFolder[st.Folder], uid)
		}
	}
	for folder, uids := range byFolder {
		slices.Sort(uids)
		for chunk := range slices.Chunk(uids, moveBatch) {
			if err := w.move(ctx, s, chunk, folder); err != nil {
				return err
			}
		}
	}
	return nil
}

// move moves messages in the safest way that the server knows. go-imap's own fallback for servers without MOVE is not used: it sends COPY,
// STORE \Deleted and EXPUNGE without waiting, and so deletes what a refused COPY did not copy.
func (w *Worker) move(ctx context.Context, s *session, uids []uint32, folder string) error {
	var err error
	if has(s.caps, imap.CapMove) {
		err = w.moveByMove(ctx, s, uids, folder)
	} else {
		err = w.moveByCopy(ctx, s, uids, folder)
	}
	switch {
	case err == nil || !alive(err):
		return err
	case len(uids) > 1: // one of them is the trouble: each on its own
		for _, uid := range uids {
			if err := w.move(ctx, s, []uint32{uid}, folder); err != nil {
				return err
			}
		}
		return nil
	}
	w.failed(uids[0])
	w.log.Warn("message not moved", "uid", uids[0], "cause", cause(err))
	return nil
}

// withCreate runs a command that needs the folder, and makes the folder once when the server asks for that.
func (s *session) withCreate(folder string, run func() error) error {
	err := s.command(run)
	var no *imap.Error
	if !errors.As(err, &no) || no.Code != imap.ResponseCodeTryCreate && no.Code != imap.ResponseCodeNonExistent {
		return err
	}
	if err := s.createFolder(folder); err != nil {
		return err
	}
	return s.command(run)
}

// moveByMove uses MOVE (RFC 6851). COPYUID tells what was moved; for the others the folder is asked.
func (w *Worker) moveByMove(ctx context.Context, s *session, uids []uint32, folder string) error {
	var sources, dests imap.NumSet
	err := s.withCreate(folder, func() error {
		data, err := s.c.Move(uidSet(uids), folder).Wait()
		if err == nil {
			sources, dests = data.SourceUIDs, data.DestUIDs
		}
		return err
	})
	if err != nil {
		return err
	}
	where := copied(sources, dests)
	if err := w.recordMoves(ctx, uids, folder, where); err != nil || len(where) == len(uids) {
		return err
	}
	return w.recheck(ctx, s, without(uids, where), folder)
}

// recheck asks which messages are still in the inbox. Those that are get another turn; those that are not have left.
func (w *Worker) recheck(ctx context.Context, s *session, uids []uint32, folder string) error {
	left, err := s.search(imap.SearchCriteria{UID: []imap.UIDSet{uidSet(uids)}})
	if err != nil {
		return err
	}
	for _, uid := range uids {
		if slices.Contains(left, uid) {
			w.failed(uid)
			continue
		}
		if err := w.moved(ctx, []uint32{uid}, folder, []uint32{0}); err != nil {
			return err
		}
	}
	return nil
}

// moveByCopy is COPY, wait, mark deleted, and expunge exactly these where UIDPLUS (RFC 4315) allows it. Without UIDPLUS they stay, marked: a plain
// EXPUNGE would also remove what people had marked. A message that an earlier attempt may have copied is looked for in the folder first.
func (w *Worker) moveByCopy(ctx context.Context, s *session, uids []uint32, folder string) error {
	there, err := w.findCopies(s, uids, folder)
	if err != nil {
		return err
	}
	todo := without(uids, there)
	w.forgetEntered(todo)
	where := map[uint32]uint32{}
	if len(todo) > 0 {
		if where, err = s.copy(todo, folder); err != nil {
			return err
		}
	}
	for uid, dest := range there {
		where[uid] = dest
	}
	if err := s.deleteCopied(keys(where)); err != nil {
		return err
	}
	if err := w.recordMoves(ctx, uids, folder, where); err != nil {
		return err
	}
	return w.recheck(ctx, s, without(uids, where), folder)
}

// forgetEntered notes that from now on a copy may exist.
func (w *Worker) forgetEntered(uids []uint32) {
	for _, uid := range uids {
		delete(w.entered, uid)
	}
}

// copy returns the messages that are now in folder, with their number there where the server tells.
func (s *session) copy(uids []uint32, folder string) (map[uint32]uint32, error) {
	var data *imap.CopyData
	err := s.withCreate(folder, func() (err error) {
		data, err = s.c.Copy(uidSet(uids), folder).Wait()
		return err
	})
	if err != nil {
		return nil, err
	}
	if has(s.caps, imap.CapUIDPlus) {
		return copied(data.SourceUIDs, data.DestUIDs), nil
	}
	where := map[uint32]uint32{}
	for _, uid := range uids { // COPY is all or nothing (RFC 3501 section 6.4.7)
		where[uid] = 0
	}
	return where, nil
}

func (s *session) deleteCopied(uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	err := s.command(func() error {
		return s.c.Store(uidSet(uids), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close()
	})
	if err != nil || !has(s.caps, imap.CapUIDPlus) {
		return err
	}
	return s.command(func() error { return s.c.UIDExpunge(uidSet(uids)).Close() })
}

// findCopies looks for messages that lie in folder already, because an attempt ended between COPY and the deletion. Message-ID finds
// candidates, the bytes decide. Messages that this process stored and never copied are not looked for.
func (w *Worker) findCopies(s *session, uids []uint32, folder string) (map[uint32]uint32, error) {
	there := map[uint32]uint32{}
	wanted, err := w.suspects(s, uids)
	if err != nil || len(wanted) == 0 {
		return there, err
	}
	err = s.selectFolder(folder, true)
	if alive(err) { // no such folder: no copies
		return there, w.open(s)
	}
	if err != nil {
		return nil, err
	}
	for uid, want := range wanted {
		dest, err := s.findBytes(want.id, want.sum)
		if err != nil {
			return nil, err
		}
		if dest != 0 {
			there[uid] = dest
		}
	}
	return there, w.open(s)
}

type suspect struct {
	id  string
	sum [sha256.Size]byte
}

// suspects reads the messages that may have been copied before.
func (w *Worker) suspects(s *session, uids []uint32) (map[uint32]suspect, error) {
	list := map[uint32]suspect{}
	for _, uid := range uids {
		if w.entered[uid] {
			continue
		}
		f, err := s.fetchOne(uid, false, whole)
		if err != nil && !alive(err) {
			return nil, err
		}
		if id := messageID(f.raw); f.complete && id != "" {
			list[uid] = suspect{id: id, sum: sha256.Sum256(f.raw)}
		}
	}
	return list, nil
}

// findBytes returns the number of the message with this identifier and these bytes in the open folder, 0 when there is none.
func (s *session) findBytes(id string, sum [sha256.Size]byte) (uint32, error) {
	const maxCandidates = 20
	uids, err := s.search(imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: id}}})
	if err != nil {
		if alive(err) {
			return 0, nil
		}
		return 0, err
	}
	for _, uid := range uids[:min(len(uids), maxCandidates)] {
		f, err := s.fetchOne(uid, false, whole)
		if err != nil && !alive(err) {
			return 0, err
		}
		if f.complete && sha256.Sum256(f.raw) == sum {
			return uid, nil
		}
	}
	return 0, nil
}

// messageID reads the identifier of a message, "" unless it is plain ASCII that a search can carry.
func messageID(raw []byte) string {
	end := bytes.Index(raw, []byte("\r\n\r\n"))
	if end < 0 {
		end = len(raw)
	}
	id := mailbox.Parse(raw[:end]).MessageID
	for _, c := range []byte(id) {
		if c <= ' ' || c >= 0x7f {
			return ""
		}
	}
	return id
}

// recordMoves tells the desk what has left, all at once: for a database that is one commit.
func (w *Worker) recordMoves(ctx context.Context, uids []uint32, folder string, where map[uint32]uint32) error {
	var left, dests []uint32
	for _, uid := range uids {
		if dest, ok := where[uid]; ok {
			left, dests = append(left, uid), append(dests, dest)
		}
	}
	return w.moved(ctx, left, folder, dests)
}

func (w *Worker) moved(ctx context.Context, uids []uint32, folder string, dests []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	keys := make([]Key, len(uids))
	for i, uid := range uids {
		keys[i] = w.keyOf(uid)
	}
	if err := w.desk.Moved(ctx, keys, folder, dests); err != nil {
		return &deskError{err}
	}
	for _, uid := range uids {
		delete(w.placed, uid)
		delete(w.entered, uid)
		delete(w.trouble, uid)
	}
	return nil
}

// copied pairs the numbers of a COPYUID; without a full answer it is empty.
func copied(sources, dests imap.NumSet) map[uint32]uint32 {
	where := map[uint32]uint32{}
	from, ok1 := sources.(imap.UIDSet)
	to, ok2 := dests.(imap.UIDSet)
	if !ok1 || !ok2 {
		return where
	}
	src, ok1 := from.Nums()
	dst, ok2 := to.Nums()
	for i, uid := range src {
		where[uint32(uid)] = 0
		if ok1 && ok2 && len(src) == len(dst) {
			where[uint32(uid)] = uint32(dst[i])
		}
	}
	return where
}

func uidSet(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	return set
}

func without(uids []uint32, where map[uint32]uint32) []uint32 {
	var rest []uint32
	for _, uid := range uids {
		if _, ok := where[uid]; !ok {
			rest = append(rest, uid)
		}
	}
	return rest
}

func keys(m map[uint32]uint32) []uint32 {
	var list []uint32
	for k := range m {
		list = append(list, k)
	}
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}
