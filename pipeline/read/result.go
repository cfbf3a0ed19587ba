package read

import (
	"time"

	"mdaplus/forms"
)

// Outcomes of a message: exactly one (contracts.md).
const (
	Filed   = "filed"
	Ignored = "ignored"
	Held    = "held"
)

// Result is all that the program knows of one file: the JSON line of `mdaplus read`.
type Result struct {
	File    string          `json:"file"`
	Message Message         `json:"message"`
	Forms   []forms.Reading `json:"forms"`
	Said    *forms.Said     `json:"said,omitempty"` // answers in words about a form that came before
	Mail    *Envelope       `json:"mail,omitempty"` // nil for a bare form file
}

// Message is the one outcome of a message and why.
type Message struct {
	Outcome string          `json:"outcome"`
	Reasons []forms.Finding `json:"reasons"` // the first code is the reason that counts
}

// Envelope is what the pipeline needs to know of a mail beside its forms.
type Envelope struct {
	From       Person    `json:"from"`
	AnswerTo   string    `json:"answerTo,omitempty"` // address an answer goes to (mailbox.AnswerAddress)
	To         []string  `json:"to,omitempty"`
	MessageID  string    `json:"messageId,omitempty"`
	InReplyTo  string    `json:"inReplyTo,omitempty"`
	References []string  `json:"references,omitempty"`
	Date       time.Time `json:"date,omitzero"`
	Subject    string    `json:"subject,omitempty"`
	Kind       string    `json:"kind"` // mailbox.Kind
	Answer     Answer    `json:"answer"`
	Trust      string    `json:"trust,omitempty"`
	Warnings   []string  `json:"warnings,omitempty"` // repairs and oddities, codes
	Bounce     *Bounce   `json:"bounce,omitempty"`
	Semantic   string    `json:"semantic,omitempty"` // hash of Message-ID, From, Date, decoded body and attachments
}

// Person is a mail address with the name beside it.
type Person struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address"`
}

// Answer says whether an automatic answer may go out, and if not, why (mailbox.MayAnswer).
type Answer struct {
	Allowed bool   `json:"allowed"`
	Reason  string `json:"reason,omitempty"`
}

// Bounce is what a delivery report says of a mail of ours (mailbox.Bounce).
type Bounce struct {
	EnvelopeID string   `json:"envelopeId,omitempty"`
	MessageIDs []string `json:"messageIds,omitempty"`
	Failed     bool     `json:"failed"`
	Code       string   `json:"code,omitempty"` // "5.1.1"
	Genuine    bool     `json:"genuine,omitempty"`
}
