package imap

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"

	"mdaplus/mailbox/account"
)

// Rehearse hands every message of the inbox to see and changes nothing: the folder is opened read-only, and nothing is moved. It ends at the first
// error, also one of see. A message that the server does not give whole is passed over; missed tells how many.
func Rehearse(ctx context.Context, cfg Config, see func(key Key, received time.Time, raw []byte) error) (missed int, err error) {
	cfg = cfg.withDefaults()
	s, err := enter(ctx, &cfg, cfg.Folders.Inbox)
	if err != nil {
		return 0, err
	}
	defer s.leave()
	uids, err := s.search(imap.SearchCriteria{})
	if err != nil {
		return 0, err
	}
	for _, uid := range uids {
		f, err := s.fetchOne(uid, false, whole)
		if err != nil && !alive(err) {
			return missed, err
		}
		if !f.complete {
			missed++
			continue
		}
		if err := see(Key{cfg.Account, cfg.Folders.Inbox, s.uidValidity, uid}, f.received, f.raw); err != nil {
			return missed, err
		}
	}
	return missed, nil
}

// FindSent looks for a mail of ours in the Sent folder, where Microsoft and Google file what was submitted. messageID has its angle brackets.
func FindSent(ctx context.Context, cfg Config, messageID string) (found bool, err error) {
	cfg = cfg.withDefaults()
	if cfg.Folders.Sent == "" {
		return false, errors.New("no Sent folder is configured")
	}
	s, err := enter(ctx, &cfg, cfg.Folders.Sent)
	if err != nil {
		return false, err
	}
	defer s.leave()
	uids, err := s.search(imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: messageID}}})
	return len(uids) > 0, err
}

// enter opens a connection with one folder, read-only.
func enter(ctx context.Context, cfg *Config, folder string) (*session, error) {
	s, err := connect(ctx, cfg, account.NewKey(cfg.Login))
	if err != nil {
		return nil, err
	}
	if err := s.selectFolder(folder, true); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// CheckFinding is something that the doctor has to say about a mailbox. OK findings are good news.
type CheckFinding struct {
	Code   string // stable: see Check
	OK     bool
	Folder string // for folder findings
	Cause  string // few words without personal data, "" when OK
}

// Check logs in and looks around: imap.login (its Cause as in Health.Code), imap.move (without it, moving is slower and may leave marked messages),
// imap.idle (without it, mail is noticed once a minute), imap.uidplus, and imap.folder for each folder that is there or missing. It changes nothing.
func Check(ctx context.Context, cfg Config) []CheckFinding {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return []CheckFinding{{Code: "imap.config", Cause: err.Error()}}
	}
	s, err := connect(ctx, &cfg, account.NewKey(cfg.Login))
	if err != nil {
		return []CheckFinding{{Code: "imap.login", Cause: cause(err)}}
	}
	defer s.leave()
	list := []CheckFinding{
		{Code: "imap.login", OK: true},
		{Code: "imap.move", OK: has(s.caps, imap.CapMove)},
		{Code: "imap.idle", OK: has(s.caps, imap.CapIdle)},
		{Code: "imap.uidplus", OK: has(s.caps, imap.CapUIDPlus)},
	}
	f := cfg.Folders
	for _, name := range []string{f.Inbox, f.Processed, f.Ignored, f.Attention, f.Sent} {
		if name == "" {
			continue
		}
		found, err := s.hasFolder(name)
		finding := CheckFinding{Code: "imap.folder", OK: found, Folder: name}
		if err != nil {
			finding.Cause = cause(err)
		}
		list = append(list, finding)
	}
	return list
}
