// Package read decides what one message or file says: which forms it holds, what is
// certain in them, and what becomes of the message: filed, ignored, or held for a
// person. It goes by content, never by a file's name. Whatever it cannot read with
// certainty it holds; it drops nothing and loads nothing. It is a pure function of bytes.
package read

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"mdaplus/forms"
	"mdaplus/forms/pdf"
	"mdaplus/mailbox"
	"mdaplus/pipeline/cases"
	"mdaplus/templates"
)

// maxFile is the largest file that is looked into.
const maxFile = mailbox.MaxMessage

// Options is what reading needs to know of the region and the mailbox. The zero value
// stands for this region, its policy, and an unknown mailbox.
type Options struct {
	Policy cases.Policy
	Region forms.Region
	Trust  mailbox.TrustConfig
	Own    mailbox.Own
	Keys   []mailbox.Key // for mail encrypted to the mailbox
	// OpenPDF tells what is drawn in a PDF (internal/pdfium). Without it a PDF stays closed.
	// OpenLegacy gives a document of an older program as a Word document of today; ok is
	// false where nobody converted it. Legacy says that somebody could.
	OpenLegacy func(document []byte) (docx []byte, ok bool) `json:"-"`
	Legacy     bool
	OpenPDF    func(data []byte) (*pdf.Document, error) `json:"-"`
	// Privacy finds personal data in a reading; out holds text outside the form's fields by
	// place (subject, filename, properties, comments, revisions, hidden).
	Privacy func(r forms.Reading, out map[string]string) []forms.PersonalData `json:"-"`
}

func (o Options) complete() Options {
	if o.Policy.Kind == "" {
		o.Policy = cases.DefaultPolicy
	}
	if o.Region.Municipalities == nil {
		o.Region = forms.GooiEnVechtstreek
	}
	if o.Privacy == nil {
		o.Privacy = identifying
	}
	return o
}

// File reads one message or form file.
func File(name string, data []byte, opts Options) Result {
	opts = opts.complete()
	r := Result{File: name, Forms: []forms.Reading{}, Message: Message{Reasons: []forms.Finding{}}}
	if len(data) > maxFile {
		r.hold("too-large")
		return r
	}
	switch kind := sniff(data); kind {
	case kindMail:
		readMail(&r, data, opts)
	default:
		readBare(&r, name, data, opts)
	}
	for i := range r.Forms {
		settle(&r.Forms[i], &r, opts)
	}
	return r
}

// readBare reads a form that did not come by mail.
func readBare(r *Result, name string, data []byte, opts Options) {
	d := readDocument(base(name), data, opts, "")
	if d.code != "" {
		r.hold(d.code)
		return
	}
	r.Forms = append(r.Forms, d.forms...)
	r.Message.Outcome = Filed
}

// ErrKilled means that the process that read a file for this one had to be killed, or died of it.
var ErrKilled = errors.New("the reader was killed: the message took too long, too much memory, or crashed it")

// Unopened is what is said of a file that could not be opened.
func Unopened(name string) Result {
	r := Result{File: name, Forms: []forms.Reading{}}
	r.hold("not-opened")
	return r
}

// hold keeps the message for a person; the first reason is the one that counts.
func (r *Result) hold(code string) {
	r.Message.Outcome = Held
	for _, was := range r.Message.Reasons {
		if was.Code == code {
			return
		}
	}
	r.Message.Reasons = append(r.Message.Reasons, forms.Finding{Code: code, Text: templates.Reason(code)})
}

func (r *Result) ignore(code string) {
	r.Message.Outcome = Ignored
	r.Message.Reasons = []forms.Finding{{Code: code, Text: templates.Reason(code)}}
}

// settle decides about one form: personal data, outcome, and what is to be asked.
func settle(f *forms.Reading, r *Result, opts Options) {
	out := map[string]string{"filename": f.Source}
	for place, text := range f.OutOfSight {
		out[place] = text
	}
	if r.Mail != nil {
		out["subject"] = r.Mail.Subject
	}
	f.PersonalData = append([]forms.PersonalData{}, opts.Privacy(*f, out)...)
	judged(f, opts.Policy)
}

// Settle decides again about a form whose answers were changed by what came later. What
// was found outside its fields stays found.
func Settle(f *forms.Reading, policy cases.Policy) {
	found := identifying(*f, nil)
	for _, d := range f.PersonalData {
		_, field := f.Fields[d.Field]
		_, criterion := f.Criteria[d.Field]
		if !field && !criterion {
			found = append(found, d)
		}
	}
	f.PersonalData = append([]forms.PersonalData{}, found...)
	judged(f, policy)
}

// judged gives the outcome of a form and what is to be asked.
func judged(f *forms.Reading, policy cases.Policy) {
	outcome, why := cases.Admit(*f, policy)
	f.Outcome = outcome
	f.Reasons = append([]forms.Finding{}, why...)
	if outcome == forms.OutcomeAskBack {
		f.Reasons = append(f.Reasons, forms.Questions(*f)...)
	}
	forms.Seal(f)
}

// Hash is the SHA-256 of data, as it names files here.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
