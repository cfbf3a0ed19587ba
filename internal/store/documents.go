package store

import (
	"context"
	"fmt"
	"time"
)

// Document is a PDF of a case, wanted or made.
type Document struct {
	ID, CaseID, ReadingID, KeyID int64
	Kind                         string // intake-summary
	State                        string // wanted, made
	Object                       string // name in the archive
	SHA256                       string // of the PDF itself
	Size                         int64
	WantedAt, MadeAt             time.Time
}

const documentColumns = `id, case_id, reading_id, key_id, kind, state, object, sha256, size, wanted_at, COALESCE(made_at, 0)`

func scanDocument(row Row) (d Document, err error) {
	var wanted, made int64
	err = row.Scan(&d.ID, &d.CaseID, &d.ReadingID, &d.KeyID, &d.Kind, &d.State, &d.Object, &d.SHA256, &d.Size, &wanted, &made)
	d.WantedAt, d.MadeAt = Time(wanted), Time(made)
	return d, notFound(err)
}

// WantDocument asks for a document of a reading; asking twice is asking once.
func (tx *Tx) WantDocument(ctx context.Context, d Document) (int64, error) {
	return scanID(tx.QueryRow(ctx, `INSERT INTO document (case_id, reading_id, key_id, kind, state, wanted_at) VALUES ($1, $2, $3, $4, 'wanted', $5)
		ON CONFLICT (reading_id, kind) DO UPDATE SET kind = EXCLUDED.kind RETURNING id`, d.CaseID, d.ReadingID, d.KeyID, d.Kind, Millis(d.WantedAt)))
}

// Document gives one document.
func (s *Store) Document(ctx context.Context, id int64) (Document, error) {
	return scanDocument(s.db.QueryRow(ctx, `SELECT `+documentColumns+` FROM document WHERE id = $1`, id))
}

// DocumentsOf lists the documents of a case.
func (s *Store) DocumentsOf(ctx context.Context, caseID int64) ([]Document, error) {
	return collect(ctx, s.db, scanDocument, `SELECT `+documentColumns+` FROM document WHERE case_id = $1 ORDER BY id`, caseID)
}

// DocumentMade records what was made; false when somebody else was first.
func (tx *Tx) DocumentMade(ctx context.Context, d Document) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE document SET state = 'made', object = $2, sha256 = $3, size = $4, made_at = $5 WHERE id = $1 AND state = 'wanted'`,
		d.ID, d.Object, d.SHA256, d.Size, Millis(d.MadeAt))
	return n > 0, err
}

// EachDocument visits every made document in order, for verify.
func (s *Store) EachDocument(ctx context.Context, visit func(Document) error) error {
	for after := int64(0); ; {
		page, err := collect(ctx, s.db, scanDocument, `SELECT `+documentColumns+` FROM document WHERE id > $1 AND state = 'made' ORDER BY id LIMIT 500`, after)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, d := range page {
			if err := visit(d); err != nil {
				return err
			}
			after = d.ID
		}
	}
}

// DocumentPlace is what the sealed bytes of a document belong to.
func DocumentPlace(id int64) string { return fmt.Sprintf("document/%d", id) }
