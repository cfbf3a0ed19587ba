package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// States of a destruction list.
const (
	ListProposed = "proposed"
	ListApproved = "approved" // by a second person; open until every case on it is destroyed or skipped
	ListDone     = "done"
)

// States of a case on a list.
//
//	listed → destroying (its keys are gone) → destroyed (its files too)
//	   └────→ skipped       failed: stays open, done again by the next run
const (
	ItemListed     = "listed"
	ItemDestroying = "destroying"
	ItemDestroyed  = "destroyed"
	ItemFailed     = "failed"
	ItemSkipped    = "skipped"
)

// Subjects of the log of destruction.
const (
	OfDestruction = "destruction"
	OfHold        = "hold" // its id is that of the case
)

// DestructionList is a list of cases that may go.
type DestructionList struct {
	ID                             int64
	Reference                      string // L-2026-0003
	State                          string
	ProposedBy, ApprovedBy, DoneBy string
	ProposedAt, ApprovedAt, DoneAt time.Time // Done: the last run
}

// DestructionItem is one case on a list.
type DestructionItem struct {
	ID, ListID, CaseID      int64
	Reference               string // of the case
	Selection, Rule, Ground string // selection list, number in it, in words
	Start, End              time.Time
	Changes                 int    // events of the case when it was listed, exports not counted
	State                   string // of the constants above
	Reason                  string // code, with skipped and failed
	Detail                  string // what went wrong, with failed
	Files                   int
	SHA256                  string // of the names of its objects, one a line; set as soon as its keys are gone
	SettledAt               time.Time
}

// Certificate is the document that says what became of a list.
type Certificate struct {
	ID, ListID int64
	Reference  string // V-2026-0003
	KeyID      int64
	Object     string
	SHA256     string // of the PDF
	MadeAt     time.Time
}

// Hold keeps a case from being destroyed.
type Hold struct {
	ID, CaseID   int64
	SealedReason []byte
	By           string
	At           time.Time
}

const (
	listColumns        = `id, reference, state, proposed_by, proposed_at, approved_by, approved_at, executed_by, executed_at`
	itemColumns        = `id, list_id, case_id, reference, selection, rule, ground, start_at, end_at, changes, state, reason, detail, files, sha256, settled_at`
	certificateColumns = `id, list_id, reference, key_id, object, sha256, made_at`
)

func scanList(row Row) (l DestructionList, err error) {
	var proposed, approved, done int64
	err = row.Scan(&l.ID, &l.Reference, &l.State, &l.ProposedBy, &proposed, &l.ApprovedBy, &approved, &l.DoneBy, &done)
	l.ProposedAt, l.ApprovedAt, l.DoneAt = Time(proposed), Time(approved), Time(done)
	return l, notFound(err)
}

func scanItem(row Row) (i DestructionItem, err error) {
	var start, end, settled int64
	err = row.Scan(&i.ID, &i.ListID, &i.CaseID, &i.Reference, &i.Selection, &i.Rule, &i.Ground, &start, &end, &i.Changes, &i.State, &i.Reason, &i.Detail, &i.Files, &i.SHA256, &settled)
	i.Start, i.End, i.SettledAt = Time(start), Time(end), Time(settled)
	return i, notFound(err)
}

func scanCertificate(row Row) (c Certificate, err error) {
	var made int64
	err = row.Scan(&c.ID, &c.ListID, &c.Reference, &c.KeyID, &c.Object, &c.SHA256, &made)
	c.MadeAt = Time(made)
	return c, notFound(err)
}

// AddList makes an empty list with the next number of the year. LockDecisions comes first.
func (tx *Tx) AddList(ctx context.Context, year int, by string, now time.Time) (DestructionList, error) {
	var number int
	if err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM destruction_list WHERE year = $1`, year).Scan(&number); err != nil {
		return DestructionList{}, err
	}
	return scanList(tx.QueryRow(ctx, `INSERT INTO destruction_list (year, number, reference, state, proposed_by, proposed_at)
		VALUES ($1, $2, $3, 'proposed', $4, $5) RETURNING `+listColumns, year, number, fmt.Sprintf("L-%d-%04d", year, number), by, Millis(now)))
}

// AddItem puts a case on a list.
func (tx *Tx) AddItem(ctx context.Context, i DestructionItem) (DestructionItem, error) {
	return scanItem(tx.QueryRow(ctx, `INSERT INTO destruction_item (list_id, case_id, reference, selection, rule, ground, start_at, end_at, changes, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'listed') RETURNING `+itemColumns,
		i.ListID, i.CaseID, i.Reference, i.Selection, i.Rule, i.Ground, Millis(i.Start), Millis(i.End), i.Changes))
}

// OnOpenList says whether a case waits on a list already.
func (tx *Tx) OnOpenList(ctx context.Context, caseID int64) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM destruction_item i JOIN destruction_list l ON l.id = i.list_id
		WHERE i.case_id = $1 AND l.state <> 'done' AND i.state <> 'skipped'`, caseID).Scan(&n)
	return n > 0, err
}

// List gives a list by its number.
func (tx *Tx) List(ctx context.Context, reference string) (DestructionList, error) {
	return scanList(tx.QueryRow(ctx, `SELECT `+listColumns+` FROM destruction_list WHERE reference = $1`, reference))
}

// List gives a list by its number.
func (s *Store) List(ctx context.Context, reference string) (DestructionList, error) {
	return scanList(s.db.QueryRow(ctx, `SELECT `+listColumns+` FROM destruction_list WHERE reference = $1`, reference))
}

// Lists gives all lists, oldest first.
func (s *Store) Lists(ctx context.Context) ([]DestructionList, error) {
	return collect(ctx, s.db, scanList, `SELECT `+listColumns+` FROM destruction_list ORDER BY id`)
}

// ItemsOf gives the cases on a list.
func (s *Store) ItemsOf(ctx context.Context, listID int64) ([]DestructionItem, error) {
	return collect(ctx, s.db, scanItem, `SELECT `+itemColumns+` FROM destruction_item WHERE list_id = $1 ORDER BY case_id`, listID)
}

// ItemsOf gives the cases on a list as this transaction sees them.
func (tx *Tx) ItemsOf(ctx context.Context, listID int64) ([]DestructionItem, error) {
	return collect(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM destruction_item WHERE list_id = $1 ORDER BY case_id`, listID)
}

// ApproveList records the second person; false when the list does not wait for one.
func (tx *Tx) ApproveList(ctx context.Context, listID int64, by string, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE destruction_list SET state = 'approved', approved_by = $2, approved_at = $3 WHERE id = $1 AND state = 'proposed'`, listID, by, Millis(now))
	return n > 0, err
}

// ListRun records who carried a list out, and whether that finished it.
func (tx *Tx) ListRun(ctx context.Context, listID int64, by, state string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE destruction_list SET state = $2, executed_by = $3, executed_at = $4 WHERE id = $1 AND state = 'approved'`, listID, state, by, Millis(now))
	return err
}

// SaveItem brings the row of an item up to date. What is destroyed or skipped stays that.
func (tx *Tx) SaveItem(ctx context.Context, i DestructionItem) error {
	n, err := tx.Exec(ctx, `UPDATE destruction_item SET state = $2, reason = $3, detail = $4, files = $5, sha256 = $6, settled_at = $7
		WHERE id = $1 AND state NOT IN ('destroyed', 'skipped')`, i.ID, i.State, i.Reason, i.Detail, i.Files, i.SHA256, settled(i.SettledAt))
	if err == nil && n == 0 {
		return fmt.Errorf("%s was settled meanwhile", i.Reference)
	}
	return err
}

// FailItem says what went wrong with an item, and touches nothing else: whether its keys are gone
// is for the transaction to say that destroys them.
func (tx *Tx) FailItem(ctx context.Context, id int64, reason, detail string) error {
	_, err := tx.Exec(ctx, `UPDATE destruction_item SET state = 'failed', reason = $2, detail = $3 WHERE id = $1 AND state NOT IN ('destroyed', 'skipped')`, id, reason, detail)
	return err
}

func settled(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return Millis(t)
}

// AddObjects notes which objects of the archive go with a case.
func (tx *Tx) AddObjects(ctx context.Context, itemID int64, objects []string) error {
	for _, o := range objects {
		if _, err := tx.Exec(ctx, `INSERT INTO destruction_object (item_id, object) VALUES ($1, $2)`, itemID, o); err != nil {
			return err
		}
	}
	return nil
}

// ObjectsLeft gives the objects of a case that are not removed yet.
func (s *Store) ObjectsLeft(ctx context.Context, itemID int64) ([]string, error) {
	return collect(ctx, s.db, scanText, `SELECT object FROM destruction_object WHERE item_id = $1 AND removed_at = 0 ORDER BY object`, itemID)
}

// ObjectsOf gives all objects that went, or go, with a case.
func (s *Store) ObjectsOf(ctx context.Context, itemID int64) ([]string, error) {
	return collect(ctx, s.db, scanText, `SELECT object FROM destruction_object WHERE item_id = $1 ORDER BY object`, itemID)
}

func scanText(row Row) (text string, err error) { return text, row.Scan(&text) }

// ObjectRemoved notes that an object is gone.
func (tx *Tx) ObjectRemoved(ctx context.Context, itemID int64, object string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE destruction_object SET removed_at = $3 WHERE item_id = $1 AND object = $2`, itemID, object, Millis(now))
	return err
}

// ObjectLives says whether a record that can still be read points to an object.
func (s *Store) ObjectLives(ctx context.Context, object string) (bool, error) {
	var n int
	err := s.db.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM message m JOIN data_key k ON k.id = m.key_id WHERE m.object = $1)
		+ (SELECT COUNT(*) FROM document d JOIN data_key k ON k.id = d.key_id WHERE d.object = $1 AND d.object <> '')`, object).Scan(&n)
	return n > 0, err
}

// Listed says whether a list accounts for a case whose key is gone, or, for an object, for that.
func (s *Store) Listed(ctx context.Context, caseID int64, object string) (bool, error) {
	var n int
	err := s.db.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM destruction_item WHERE case_id = $1 AND sha256 <> '') + (SELECT COUNT(*) FROM destruction_object WHERE object = $2)`, caseID, object).Scan(&n)
	return n > 0, err
}

// Unfinished says whether the keys of a case are gone and its files are not.
func (s *Store) Unfinished(ctx context.Context, caseID int64) (bool, error) {
	var n int
	err := s.db.QueryRow(ctx, `SELECT COUNT(*) FROM destruction_item WHERE case_id = $1 AND sha256 <> '' AND state <> 'destroyed'`, caseID).Scan(&n)
	return n > 0, err
}

// About notes that a message is about a case, though nothing of it was filed there.
func (tx *Tx) About(ctx context.Context, messageID, caseID int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO message_about (message_id, case_id) VALUES ($1, $2) ON CONFLICT (message_id, case_id) DO NOTHING`, messageID, caseID)
	return err
}

// Busy says whether something of a case is still on its way: a document, a mail, or a message
// about it that a person must still look at.
func (tx *Tx) Busy(ctx context.Context, caseID int64) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM document WHERE case_id = $1 AND state = 'wanted')
		+ (SELECT COUNT(*) FROM outbox WHERE case_id = $1 AND case_id <> 0 AND state IN ('queued', 'sending', 'retry', 'uncertain'))
		+ (SELECT COUNT(*) FROM message_about a JOIN message m ON m.id = a.message_id WHERE a.case_id = $1 AND (m.state <> 'decided' OR m.outcome = 'held' AND m.released_at IS NULL))`, caseID).Scan(&n)
	return n > 0, err
}

// mine are the messages of a case that belong to no other case that lives.
const mine = `SELECT m.id, m.key_id, m.object FROM message m
	WHERE m.id IN (SELECT message_id FROM reading WHERE case_id = $1 UNION SELECT message_id FROM message_about WHERE case_id = $1)
	AND NOT EXISTS (SELECT 1 FROM reading o JOIN cases c ON c.id = o.case_id JOIN data_key k ON k.id = c.key_id WHERE o.message_id = m.id AND o.case_id <> $1)
	AND NOT EXISTS (SELECT 1 FROM message_about o JOIN cases c ON c.id = o.case_id JOIN data_key k ON k.id = c.key_id WHERE o.message_id = m.id AND o.case_id <> $1)`

// wiped takes the place of what was sealed.
var wiped = []byte{0}

// DestroyCase destroys the key of a case and of every message that belongs to no other living
// case: what they sealed can never be read again. Of the rows it leaves numbers, dates and the
// chain of events. It gives the objects of the archive that must go after that.
func (tx *Tx) DestroyCase(ctx context.Context, caseID int64) (objects []string, err error) {
	type owned struct {
		id, key int64
		object  string
	}
	messages, err := collect(ctx, tx, func(row Row) (o owned, err error) { return o, row.Scan(&o.id, &o.key, &o.object) }, mine, caseID)
	if err != nil {
		return nil, err
	}
	objects, err = collect(ctx, tx, scanText, `SELECT object FROM document WHERE case_id = $1 AND object <> ''`, caseID)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		objects = append(objects, m.object)
		if err := tx.wipe(ctx, m.id, `DELETE FROM data_key WHERE id = (SELECT key_id FROM message WHERE id = $1)`); err != nil {
			return nil, err
		}
		if err := tx.wipe(ctx, m.id, `UPDATE message SET sealed_name = $2, sealed_reading = NULL, semantic = '' WHERE id = $1`, wiped); err != nil {
			return nil, err
		}
		if err := tx.wipe(ctx, m.id, `UPDATE outbox SET sealed_to = $2, sealed_raw = $2, recipient = '' WHERE message_id = $1 AND message_id <> 0`, wiped); err != nil {
			return nil, err
		}
	}
	slices.Sort(objects)
	return slices.Compact(objects), errors.Join(
		tx.wipe(ctx, caseID, `DELETE FROM data_key WHERE id IN (SELECT key_id FROM cases WHERE id = $1 UNION SELECT key_id FROM document WHERE case_id = $1)`),
		tx.wipe(ctx, caseID, `UPDATE outbox SET sealed_to = $2, sealed_raw = $2, recipient = '' WHERE case_id = $1 AND case_id <> 0`, wiped),
		tx.wipe(ctx, caseID, `UPDATE reading SET sealed_body = $2, meaning = '', source = '', sender = '' WHERE case_id = $1`, wiped),
		tx.wipe(ctx, caseID, `UPDATE legal_hold SET sealed_reason = $2 WHERE case_id = $1`, wiped),
		tx.wipe(ctx, caseID, `UPDATE cases SET municipality = '', due_at = NULL WHERE id = $1`))
}

func (tx *Tx) wipe(ctx context.Context, id int64, query string, args ...any) error {
	_, err := tx.Exec(ctx, query, append([]any{id}, args...)...)
	return err
}

// AddCertificate gives a certificate the next number of the year; make and store its bytes with that.
func (tx *Tx) AddCertificate(ctx context.Context, year int, c Certificate, make func(reference string) (object, sha256 string, err error)) (Certificate, error) {
	var number int
	if err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM destruction_certificate WHERE year = $1`, year).Scan(&number); err != nil {
		return c, err
	}
	reference := fmt.Sprintf("V-%d-%04d", year, number)
	object, sum, err := make(reference)
	if err != nil {
		return c, err
	}
	return scanCertificate(tx.QueryRow(ctx, `INSERT INTO destruction_certificate (list_id, year, number, reference, key_id, object, sha256, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING `+certificateColumns, c.ListID, year, number, reference, c.KeyID, object, sum, Millis(c.MadeAt)))
}

// Certificates gives the certificates of a list, oldest first; of all lists for 0.
func (s *Store) Certificates(ctx context.Context, listID int64) ([]Certificate, error) {
	return collect(ctx, s.db, scanCertificate, `SELECT `+certificateColumns+` FROM destruction_certificate WHERE list_id = $1 OR $1 = 0 ORDER BY id`, listID)
}

// CertificatePlace is what the sealed bytes of a certificate belong to.
func CertificatePlace(reference string) string { return "certificate/" + reference }

// AddHold keeps a case from being destroyed.
func (tx *Tx) AddHold(ctx context.Context, h Hold) error {
	_, err := tx.Exec(ctx, `INSERT INTO legal_hold (case_id, sealed_reason, held_by, held_at) VALUES ($1, $2, $3, $4)`, h.CaseID, h.SealedReason, h.By, Millis(h.At))
	return err
}

// Hold gives the open hold of a case, or ErrNotFound.
func (tx *Tx) Hold(ctx context.Context, caseID int64) (h Hold, err error) {
	return holdOf(ctx, tx, caseID)
}

// HoldOf gives the hold on a case, or ErrNotFound.
func (s *Store) HoldOf(ctx context.Context, caseID int64) (Hold, error) {
	return holdOf(ctx, s.db, caseID)
}

func holdOf(ctx context.Context, q querier, caseID int64) (h Hold, err error) {
	var at int64
	err = q.QueryRow(ctx, `SELECT id, case_id, sealed_reason, held_by, held_at FROM legal_hold WHERE case_id = $1 AND released_at IS NULL`, caseID).
		Scan(&h.ID, &h.CaseID, &h.SealedReason, &h.By, &at)
	h.At = Time(at)
	return h, notFound(err)
}

// ReleaseHold ends a hold.
func (tx *Tx) ReleaseHold(ctx context.Context, id int64, by string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE legal_hold SET released_by = $2, released_at = $3 WHERE id = $1 AND released_at IS NULL`, id, by, Millis(now))
	return err
}

// HoldPlace is what the sealed reason of a hold belongs to.
func HoldPlace(caseID int64) string { return fmt.Sprintf("hold.reason/%d", caseID) }

// Record adds the next line to the log of a list or a hold. It is not sealed: the key would be
// one of those that go.
func (tx *Tx) Record(ctx context.Context, subject string, id int64, kind, actor string, data any, now time.Time) error {
	plain, err := json.Marshal(data)
	if err != nil {
		return err
	}
	e := Event{At: now, Kind: kind, Actor: actor, Sealed: plain}
	err = tx.QueryRow(ctx, `SELECT seq, hash FROM destruction_event WHERE subject = $1 AND subject_id = $2 ORDER BY seq DESC LIMIT 1`, subject, id).Scan(&e.Seq, &e.Prev)
	if err != nil && !errors.Is(notFound(err), ErrNotFound) {
		return err
	}
	e.Seq++
	_, err = tx.Exec(ctx, `INSERT INTO destruction_event (subject, subject_id, seq, at, kind, actor, data, prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		subject, id, e.Seq, Millis(e.At), e.Kind, e.Actor, e.Sealed, e.Prev, hashEvent(subject, id, e))
	return err
}

// Records gives the log of a list or a hold, for CheckChain; Sealed holds its data in the clear.
func (s *Store) Records(ctx context.Context, subject string, id int64) ([]Event, error) {
	return collect(ctx, s.db, scanEvent, `SELECT seq, at, kind, actor, data, prev, hash FROM destruction_event WHERE subject = $1 AND subject_id = $2 ORDER BY seq`, subject, id)
}

// HeldCases gives the cases that ever had a hold.
func (s *Store) HeldCases(ctx context.Context) ([]int64, error) {
	return collect(ctx, s.db, scanID, `SELECT DISTINCT case_id FROM legal_hold ORDER BY case_id`)
}

// Scrub makes the database let go of rows that were deleted, where it would keep copies.
func (s *Store) Scrub(ctx context.Context) error { return s.db.scrub(ctx) }
