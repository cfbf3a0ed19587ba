// Package forms turns a sheet (text with marks, see forms/sheet) into a reading:
// which form it is, what was filled in for each field and criterion, and what
// only its sender can say. It decides one thing above all: a value is given only
// when it is certain; everything else is a question. The package is pure: it
// takes values and returns values.
package forms

// Status says how certain an answer is (contracts.md, `status`).
type Status string

const (
	Read  Status = "read"  // the value is certain
	Empty Status = "empty" // nothing was filled in
	Ask   Status = "ask"   // something is there, and only its sender can say what it means
)

// Form outcomes, in the order in which they are decided (contracts.md).
const (
	OutcomeHeld          = "held"
	OutcomeNotAdmissible = "not-admissible"
	OutcomeAskBack       = "ask-back"
	OutcomeAccepted      = "accepted"
)

// Answer is what one field or criterion holds. Value is set only with status Read.
type Answer struct {
	Status  Status   `json:"status"`
	Value   string   `json:"value,omitempty"`
	Members []string `json:"members,omitempty"` // field zvh: for whom
	Values  []string `json:"values,omitempty"`  // a list of which any number may be chosen
	Text    string   `json:"text,omitempty"`    // the answer as written, white space folded
	Reason  string   `json:"reason,omitempty"`  // stable code, with status Ask
	// Evidence says in plain Dutch where the answer stands and what decided it,
	// for example "tabel 1 rij 3: Nee doorgehaald".
	Evidence string `json:"evidence,omitempty"`
}

// Criterion is the answer to one criterion with its explanation (toelichting) as written.
type Criterion struct {
	Answer
	Explanation string `json:"explanation"`
}

// Finding is something that is wrong with the form: a value, never an error.
// Code is stable; Text is the Dutch sentence for the sender.
type Finding struct {
	Code  string `json:"code"`
	Field string `json:"field,omitempty"`
	Text  string `json:"text"`
}

// PersonalData gives class, tier and place of personal data, never the text itself.
// Start and End count code points of the field's value.
type PersonalData struct {
	Class string `json:"class"`
	Tier  int    `json:"tier"`
	Field string `json:"field"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Priority is one of the three of a TOP 3 plan.
type Priority struct {
	Number     int         `json:"number"`
	Problem    Answer      `json:"problem"`
	Condition  Answer      `json:"condition"`
	Agreements []Agreement `json:"agreements"`
	Beside     string      `json:"beside,omitempty"` // what else stands there and belongs to no part
	Reason     string      `json:"reason,omitempty"` // why agreements that stand on the form could not be told apart
}

// Agreement is who does what by when.
type Agreement struct {
	Who    Answer `json:"who"`
	What   Answer `json:"what"`
	ByWhen Answer `json:"byWhen"`
}

// Reading is one form as read.
type Reading struct {
	Source       string               `json:"source"` // name of the file or "body"
	Form         string               `json:"form"`   // Definition.Form: "referral", "safety-plan" …
	Version      string               `json:"version,omitempty"`
	Outcome      string               `json:"outcome"`
	Reasons      []Finding            `json:"reasons"`
	Fields       map[string]Answer    `json:"fields"`
	Criteria     map[string]Criterion `json:"criteria"`
	PersonalData []PersonalData       `json:"personalData"`
	Priorities   []Priority           `json:"priorities,omitempty"` // of a plan, in its order

	// Prefilled: the form is one that we filled in beforehand with what an earlier form said;
	// Reference is the case that it names. Anybody can write both: they say where the sender
	// means it to go, never that it may go there. In such a form "empty" means unchanged for
	// free text, and still unanswered for a choice.
	Prefilled bool   `json:"prefilled,omitempty"`
	Reference string `json:"reference,omitempty"`

	Meaning      string    `json:"meaning,omitempty"`      // hash of what the form says: equal for equal answers and texts
	SourceSHA256 string    `json:"sourceSha256,omitempty"` // of the file the form stood in
	Remarks      []Finding `json:"remarks,omitempty"`      // worth saying to the sender; they change nothing

	// OutOfSight holds text that the form does not show, by place (properties, comments,
	// revisions, hidden): only for the search for personal data, never written out.
	OutOfSight map[string]string `json:"-"`
}
