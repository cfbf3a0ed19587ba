package imap

import (
	"errors"
	"io"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// fetched is one message as it came. complete is false when the server said OK and gave nothing usable; tooLarge when its body was left.
type fetched struct {
	received           time.Time
	raw                []byte
	complete, tooLarge bool
}

// whole asks for no more than this: every other item (ENVELOPE, BODYSTRUCTURE) makes servers and parsers stumble over the message's content.
var whole = &imap.FetchItemBodySection{Peek: true}

// headerOnly is for messages that are too large or cannot be had.
var headerOnly = &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader}

// largeMessage is the size from which a message is fetched alone.
const largeMessage = 2 << 20

// beginFetch sends the FETCH of one message and does not wait, so that several can be on their way.
func (s *session) beginFetch(set imap.NumSet, section *imap.FetchItemBodySection) (cmd *imapclient.FetchCommand, err error) {
	err = s.command(func() error {
		cmd = s.c.Fetch(set, &imap.FetchOptions{
			UID: true, RFC822Size: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{section},
		})
		return nil
	})
	return cmd, err
}

// endFetch reads the answer. It holds only when the literal had all its bytes and the command ended with OK: a connection that dies inside a
// literal gives a short read without any error. After a short read the command is left alone, since closing it would read the literal again
// beside go-imap's own reader.
func (s *session) endFetch(cmd *imapclient.FetchCommand, uid uint32) (f fetched, err error) {
	err = s.do(s.cfg.Timings.Fetch, func() error {
		for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
			if err := s.readItems(msg, uid, &f); err != nil {
				s.raw.Close()
				return err
			}
		}
		return cmd.Close()
	})
	if err != nil {
		return fetched{}, err
	}
	return f, nil
}

// result is the outcome of one fetch of a group.
type result struct {
	fetched
	err error
}

// fetchGroup fetches several messages, each with its own command, all on their way at once. Each answer has its own reader: Dovecot holds back
// the OK of one command until it has sent the bodies of the next, and an unread body stops go-imap altogether. Large messages, as far as the
// server tells their size, come one by one, so that memory holds one of them.
func (s *session) fetchGroup(uids []uint32) ([]result, error) {
	sizes, err := s.sizes(uids)
	if err != nil {
		return nil, err
	}
	results := make([]result, len(uids))
	var readers sync.WaitGroup
	for i, uid := range uids {
		large := sizes[uid] > largeMessage
		if large {
			readers.Wait()
		}
		cmd, err := s.beginFetch(imap.UIDSetNum(imap.UID(uid)), whole)
		if err != nil {
			results[i].err = err
			continue
		}
		readers.Go(func() { results[i].fetched, results[i].err = s.endFetch(cmd, uid) })
		if large {
			readers.Wait()
		}
	}
	readers.Wait()
	return results, nil
}

// sizes asks for RFC822.SIZE, which is a hint only: some servers guess it. One that says no is not asked for more.
func (s *session) sizes(uids []uint32) (map[uint32]int64, error) {
	sizes := map[uint32]int64{}
	if len(uids) < 2 {
		return sizes, nil
	}
	err := s.command(func() error {
		list, err := s.c.Fetch(uidSet(uids), &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
		for _, m := range list {
			sizes[uint32(m.UID)] = m.RFC822Size
		}
		return err
	})
	if alive(err) {
		err = nil
	}
	return sizes, err
}

// readItems reads one FETCH response. A body counts only under its own UID; it is held back until the UID is known, which may come later.
func (s *session) readItems(msg *imapclient.FetchMessageData, uid uint32, f *fetched) error {
	var got fetched
	var gotUID imap.UID
	for item := msg.Next(); item != nil; item = msg.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			gotUID = item.UID
		case imapclient.FetchItemDataInternalDate:
			got.received = item.Time
		case imapclient.FetchItemDataBodySection:
			if err := s.readBody(item.Literal, &got); err != nil {
				return err
			}
		}
	}
	if uint32(gotUID) == uid && (got.complete || got.tooLarge) {
		*f = got
	}
	return nil
}

func (s *session) readBody(lit imap.LiteralReader, got *fetched) error {
	switch {
	case lit == nil:
		return nil
	case lit.Size() > s.cfg.MaxMessage:
		got.tooLarge = true
		_, err := io.Copy(io.Discard, lit)
		return err
	}
	raw := make([]byte, lit.Size())
	if _, err := io.ReadFull(lit, raw); err != nil {
		return err
	}
	got.raw, got.complete = raw, len(raw) > 0
	return nil
}

// fetchOne gets one message by UID, or by its sequence number for servers that tell the UID only after the body.
func (s *session) fetchOne(uid uint32, bySequence bool, section *imap.FetchItemBodySection) (fetched, error) {
	var set imap.NumSet = imap.UIDSetNum(imap.UID(uid))
	if bySequence {
		seq, err := s.sequence(uid)
		if err != nil || seq == 0 {
			return fetched{}, err
		}
		set = imap.SeqSetNum(seq)
	}
	cmd, err := s.beginFetch(set, section)
	if err != nil {
		return fetched{}, err
	}
	return s.endFetch(cmd, uid)
}

// sequence finds the number of a UID in the folder as it is now, 0 when it has gone.
func (s *session) sequence(uid uint32) (seq uint32, err error) {
	err = s.command(func() error {
		data, err := s.c.Search(&imap.SearchCriteria{UID: []imap.UIDSet{imap.UIDSetNum(imap.UID(uid))}}, nil).Wait()
		if err != nil {
			return err
		}
		if nums := data.AllSeqNums(); len(nums) == 1 {
			seq = nums[0]
		}
		return nil
	})
	return seq, err
}

// alive reports whether an error was an answer (NO, BAD), after which the connection can still be used.
func alive(err error) bool {
	var no *imap.Error
	return errors.As(err, &no) && !errors.Is(err, errWatchdog)
}
