// Package render makes the documents. It takes typed data, never markup, and
// decides how they look on paper; every word in them that is not the referrer's
// comes from templates/. It knows no store and no clock: the same data always
// give the same pages.
package render

import "time"

// IntakeSummary is the document a project leader gets of each referral: who
// referred, what was answered, what is missing, and by when the selection talk
// must be planned (domain.md 2 and 3, step 3).
type IntakeSummary struct {
	Region     string      `json:"region"`              // "Gooi en Vechtstreek"
	Reference  string      `json:"reference"`           // "MDA-2026-0007"
	Outcome    string      `json:"outcome"`             // accepted, ask-back, not-admissible, held (contracts.md)
	Admission  string      `json:"admission"`           // a Dutch sentence: why this outcome
	Corrected  bool        `json:"corrected,omitempty"` // this form replaces an earlier one
	Version    string      `json:"version,omitempty"`   // version of the form
	ReceivedAt time.Time   `json:"receivedAt"`          // first receipt
	DueAt      time.Time   `json:"dueAt,omitzero"`      // last day for the selection talk; zero when no clock runs
	MadeAt     time.Time   `json:"madeAt"`              // of the data, not of the PDF
	Fields     []Field     `json:"fields"`              // in the order of the form
	Criteria   []Criterion `json:"criteria"`            // in the order of the form
	Missing    []Question  `json:"missing,omitempty"`   // what is missing or unclear
	Privacy    []string    `json:"privacy,omitempty"`   // names of fields that may identify a family
	Origin     Origin      `json:"origin"`
}

// Field is one question of the form with its answer.
type Field struct {
	ID     string `json:"id"`              // contracts.md
	Label  string `json:"label"`           // as on the form
	Status string `json:"status"`          // read, empty, ask
	Value  string `json:"value,omitempty"` // in Dutch, only when certain
	Text   string `json:"text,omitempty"`  // as written, where that says more than the value
}

// Criterion is one criterion with its answer and explanation.
type Criterion struct {
	ID          string `json:"id"`
	Label       string `json:"label"`
	Status      string `json:"status"`          // read, empty, ask
	Value       string `json:"value,omitempty"` // yes, no: only when certain
	Explanation string `json:"explanation,omitempty"`
	Evidence    string `json:"evidence,omitempty"` // where it stands and what decided it
}

// Question is one thing that is missing or unclear.
type Question struct {
	Place    string `json:"place"`
	Question string `json:"question"`
}

// Origin says where all this came from.
type Origin struct {
	Message string `json:"message"`          // B-2026-000123
	Sender  string `json:"sender,omitempty"` // mail address
	Trust   string `json:"trust,omitempty"`  // how sure the sender's domain is (mailbox.TrustLevel)
	File    string `json:"file"`             // name of the attachment, or the mail's own text
	SHA256  string `json:"sha256,omitempty"` // of that file
	Program string `json:"program"`          // name and version of the reader
}
