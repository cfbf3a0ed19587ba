package store

import (
	"context"
	"fmt"
	"time"
)

// Case is the row of a case: a projection of its events, for lists and look-ups.
type Case struct {
	ID           int64
	Reference    string // MDA-2026-0007
	KeyID        int64
	State        string // held, questions, selection, not-admissible (pipeline/cases)
	Municipality string
	Events       int   // number of events it is a projection of
	ReadingID    int64 // the reading that counts now
	ReceivedAt   time.Time
	DueAt        time.Time // selection talk; zero when none is due
}

const caseColumns = `id, reference, key_id, state, municipality, events, reading_id, received_at, COALESCE(due_at, 0)`

func scanCase(row Row) (c Case, err error) {
	var received, due int64
	err = row.Scan(&c.ID, &c.Reference, &c.KeyID, &c.State, &c.Municipality, &c.Events, &c.ReadingID, &received, &due)
	c.ReceivedAt, c.DueAt = Time(received), Time(due)
	return c, notFound(err)
}

// LockDecisions makes decisions wait for each other: numbering and the search for
// an earlier copy of a form need the world to stand still.
func (tx *Tx) LockDecisions(ctx context.Context) error { return tx.lock(ctx, "decide") }

// AddCase gives a case the next number of the year and stores it. LockDecisions comes first.
func (tx *Tx) AddCase(ctx context.Context, prefix string, year int, c Case) (Case, error) {
	var number int
	if err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM cases WHERE year = $1`, year).Scan(&number); err != nil {
		return c, err
	}
	c.Reference = fmt.Sprintf("%s-%d-%04d", prefix, year, number)
	id, err := scanID(tx.QueryRow(ctx, `INSERT INTO cases (year, number, reference, key_id, state, municipality, events, reading_id, received_at, due_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		year, number, c.Reference, c.KeyID, c.State, c.Municipality, c.Events, c.ReadingID, Millis(c.ReceivedAt), due(c)))
	c.ID = id
	return c, err
}

func due(c Case) any {
	if c.DueAt.IsZero() {
		return nil
	}
	return Millis(c.DueAt)
}

// SaveCase brings the row up to date with its events.
func (tx *Tx) SaveCase(ctx context.Context, c Case) error {
	n, err := tx.Exec(ctx, `UPDATE cases SET state = $2, municipality = $3, events = $4, reading_id = $5, due_at = $6 WHERE id = $1 AND events <= $4`,
		c.ID, c.State, c.Municipality, c.Events, c.ReadingID, due(c))
	if err == nil && n == 0 {
		return fmt.Errorf("case %d was changed meanwhile", c.ID)
	}
	return err
}

// Case gives one case as this transaction sees it.
func (tx *Tx) Case(ctx context.Context, id int64) (Case, error) {
	return scanCase(tx.QueryRow(ctx, `SELECT `+caseColumns+` FROM cases WHERE id = $1`, id))
}

// CaseByReference finds a case by its reference.
func (tx *Tx) CaseByReference(ctx context.Context, reference string) (Case, error) {
	return scanCase(tx.QueryRow(ctx, `SELECT `+caseColumns+` FROM cases WHERE reference = $1`, reference))
}

// Case gives one case.
func (s *Store) Case(ctx context.Context, id int64) (Case, error) {
	return scanCase(s.db.QueryRow(ctx, `SELECT `+caseColumns+` FROM cases WHERE id = $1`, id))
}

// Queue lists cases with a date that is still to be met, first date first.
func (s *Store) Queue(ctx context.Context, limit int) ([]Case, error) {
	return collect(ctx, s.db, scanCase, `SELECT `+caseColumns+` FROM cases WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT $1`, limit)
}

// EachCase visits every case in order, for verify.
func (s *Store) EachCase(ctx context.Context, visit func(Case) error) error {
	for after := int64(0); ; {
		page, err := collect(ctx, s.db, scanCase, `SELECT `+caseColumns+` FROM cases WHERE id > $1 ORDER BY id LIMIT 500`, after)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, c := range page {
			if err := visit(c); err != nil {
				return err
			}
			after = c.ID
		}
	}
}

// Roles of a reading.
const (
	Referral   = "referral"
	Correction = "correction"
	Duplicate  = "duplicate"

	Plan         = "plan"         // a TOP 3 plan of a case that is known
	Registration = "registration" // for an expert meeting
)

// Reading is what one form of one message said.
type Reading struct {
	ID, CaseID, MessageID int64
	FormNo                int
	Role                  string // of the constants above
	Outcome               string // of the form (contracts.md)
	Meaning               string // fingerprint of what it says
	Source                string // fingerprint of the file's bytes
	Sender                string // fingerprint of the sender's address
	SealedBody            []byte // JSON, sealed with the case's key
	SupersededBy          int64
	CreatedAt             time.Time
}

const readingColumns = `id, case_id, message_id, form_no, role, outcome, meaning, source, sender, sealed_body, COALESCE(superseded_by, 0), created_at`

func scanReading(row Row) (r Reading, err error) {
	var created int64
	err = row.Scan(&r.ID, &r.CaseID, &r.MessageID, &r.FormNo, &r.Role, &r.Outcome, &r.Meaning, &r.Source, &r.Sender, &r.SealedBody, &r.SupersededBy, &created)
	r.CreatedAt = Time(created)
	return r, notFound(err)
}

// AddReading stores a reading. CaseID may be filled in later with LinkReading.
func (tx *Tx) AddReading(ctx context.Context, r Reading) (int64, error) {
	return scanID(tx.QueryRow(ctx, `INSERT INTO reading (case_id, message_id, form_no, role, outcome, meaning, source, sender, sealed_body, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		r.CaseID, r.MessageID, r.FormNo, r.Role, r.Outcome, r.Meaning, r.Source, r.Sender, r.SealedBody, Millis(r.CreatedAt)))
}

// LinkReading binds a reading to the case that was made for it.
func (tx *Tx) LinkReading(ctx context.Context, readingID, caseID int64) error {
	_, err := tx.Exec(ctx, `UPDATE reading SET case_id = $2 WHERE id = $1`, readingID, caseID)
	return err
}

// Supersede marks an earlier reading as replaced by a later one; it stays.
func (tx *Tx) Supersede(ctx context.Context, earlier, later int64) error {
	_, err := tx.Exec(ctx, `UPDATE reading SET superseded_by = $2 WHERE id = $1`, earlier, later)
	return err
}

// Reading gives one reading.
func (s *Store) Reading(ctx context.Context, id int64) (Reading, error) {
	return scanReading(s.db.QueryRow(ctx, `SELECT `+readingColumns+` FROM reading WHERE id = $1`, id))
}

// Reading gives one reading as this transaction sees it.
func (tx *Tx) Reading(ctx context.Context, id int64) (Reading, error) {
	return scanReading(tx.QueryRow(ctx, `SELECT `+readingColumns+` FROM reading WHERE id = $1`, id))
}

// SameForm finds the latest reading that says the same, or came from the same file.
func (tx *Tx) SameForm(ctx context.Context, meaning, source string) (Reading, error) {
	return scanReading(tx.QueryRow(ctx, `SELECT `+readingColumns+` FROM reading
		WHERE (meaning = $1 AND $1 <> '') OR (source = $2 AND $2 <> '') ORDER BY id DESC LIMIT 1`, meaning, source))
}

// ReadingsOf lists the readings of a case, oldest first.
func (s *Store) ReadingsOf(ctx context.Context, caseID int64) ([]Reading, error) {
	return collect(ctx, s.db, scanReading, `SELECT `+readingColumns+` FROM reading WHERE case_id = $1 ORDER BY id`, caseID)
}

// CasesOf lists the cases that a message's forms belong to.
func (s *Store) CasesOf(ctx context.Context, messageID int64) ([]Case, error) {
	return collect(ctx, s.db, scanCase, `SELECT `+caseColumns+` FROM cases
		WHERE id IN (SELECT case_id FROM reading WHERE message_id = $1) ORDER BY id`, messageID)
}

// BodyPlace is what the sealed body of a reading belongs to.
func BodyPlace(messageID int64, formNo int) string {
	return fmt.Sprintf("reading.body/%d/%d", messageID, formNo)
}
