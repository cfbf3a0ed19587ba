package read

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"mdaplus/mailbox"
)

// envelope gives what the pipeline must know of a mail beside its forms.
func envelope(m *mailbox.Message, kind mailbox.Kind, opts Options) *Envelope {
	trust := mailbox.ReadTrust(m, opts.Trust)
	e := &Envelope{
		MessageID: m.MessageID, InReplyTo: m.InReplyTo, References: m.References, Date: m.Date, Subject: m.Subject,
		Kind: string(kind), Trust: trust.Level.String(), Semantic: semantic(m),
	}
	if len(m.From) > 0 {
		e.From = Person{Name: m.From[0].Name, Address: m.From[0].Addr}
	}
	for _, to := range m.To {
		e.To = append(e.To, to.Addr)
	}
	if a, ok := mailbox.AnswerAddress(m, trust); ok {
		e.AnswerTo = a.Addr
	}
	e.Answer.Allowed, e.Answer.Reason = mailbox.MayAnswer(m, opts.Own)
	for _, w := range m.Warnings {
		e.warn(string(w.Code))
	}
	for _, w := range trust.Warnings {
		e.warn(w)
	}
	e.Bounce = bounceOf(m, opts.Own)
	return e
}

func (e *Envelope) warn(code string) {
	for _, was := range e.Warnings {
		if was == code {
			return
		}
	}
	e.Warnings = append(e.Warnings, code)
}

func bounceOf(m *mailbox.Message, own mailbox.Own) *Bounce {
	b, ok := mailbox.ParseBounce(m, own)
	if !ok {
		return nil
	}
	out := &Bounce{EnvelopeID: b.EnvelopeID, MessageIDs: b.MessageIDs, Failed: b.Failed(), Genuine: b.Genuine}
	for _, r := range b.Recipients {
		if out.Code == "" {
			out.Code = r.Status
		}
	}
	return out
}

// semantic hashes what a mail says: the same mail fetched again through another way gives
// the same value, whatever servers changed in its headers.
func semantic(m *mailbox.Message) string {
	h := sha256.New()
	put := func(s string) { h.Write([]byte(s)); h.Write([]byte{0}) }
	put(m.MessageID)
	for _, a := range m.From {
		put(strings.ToLower(a.Addr))
	}
	put(m.Date.UTC().Format(time.RFC3339))
	for p := range m.Leaves() {
		put(p.MediaType)
		if p.IsAttachment() {
			put(string(p.Body))
		} else {
			put(strings.Join(strings.Fields(p.Text()), " "))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
