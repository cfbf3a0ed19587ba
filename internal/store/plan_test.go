package store

import (
	"path/filepath"
	"strings"
	"testing"
)

// What is asked for every message must not read through all of them: the cost of a
// mail may not grow with the number of mails.
func TestWhatEveryMessageAsksUsesAnIndex(t *testing.T) {
	s := open(t, Options{SQLite: filepath.Join(t.TempDir(), "app.db"), Master: testMaster(1)})
	for name, query := range map[string]string{
		"standings":    `SELECT a.uid FROM arrival a JOIN message m ON m.id = a.message_id WHERE a.account = 'a' AND a.folder = 'b' AND a.uidvalidity = 1 AND a.moved_at IS NULL`,
		"same content": `SELECT COUNT(*) FROM message WHERE semantic = 'a' AND semantic <> '' AND id <> 1`,
		"same form":    `SELECT ` + readingColumns + ` FROM reading WHERE (meaning = 'a' AND 'a' <> '') OR (source = 'b' AND 'b' <> '') ORDER BY id DESC LIMIT 1`,
		"mails to":     `SELECT COUNT(*) FROM outbox WHERE recipient = 'a' AND created_at >= 1 AND state <> 'suppressed'`,
		"mails of":     `SELECT COUNT(*) FROM outbox WHERE kind = 'a' AND created_at >= 1`,
		"last event":   `SELECT seq, hash FROM event WHERE subject = 'case' AND subject_id = 1 ORDER BY seq DESC LIMIT 1`,
		"next number":  `SELECT MAX(number) FROM cases WHERE year = 2026`,
		"mail by id":   `SELECT ` + mailColumns + ` FROM outbox WHERE mail_id = 'a'`,
		"overdue mail": `SELECT id FROM outbox WHERE state IN ('queued', 'sending', 'retry', 'uncertain') AND next_at < 1 ORDER BY next_at LIMIT 5`,
		"message":      `SELECT ` + messageColumns + ` FROM message WHERE sha256 = 'a'`,
	} {
		plan, err := collect(t.Context(), s.db, func(row Row) (detail string, err error) {
			var id, parent, unused int
			return detail, row.Scan(&id, &parent, &unused, &detail)
		}, `EXPLAIN QUERY PLAN `+query)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, step := range plan {
			if strings.HasPrefix(step, "SCAN") {
				t.Errorf("%s reads through a whole table: %v", name, plan)
			}
		}
		if name == "standings" && !strings.Contains(strings.Join(plan, " "), "arrival_here") {
			t.Errorf("standings do not use the index of what lies there now: %v", plan)
		}
	}
}
