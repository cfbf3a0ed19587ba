package mailbox

import (
	"bytes"
	"regexp"
	"strings"
)

// Bounce is what a delivery report tells (RFC 3464).
type Bounce struct {
	EnvelopeID string            // our ENVID come back, "" when absent
	Recipients []BounceRecipient // may be empty: not every report has them
	MessageIDs []string          // identifiers of the returned mail, the surest first: returned header, then the text, then the thread
	Genuine    bool              // the returned header carries our valid loop marker
}

// BounceRecipient is one per-recipient block. Action is failed, delayed, delivered, relayed or expanded (lower case); Status is "5.1.1".
type BounceRecipient struct{ Address, Action, Status, Diagnostic string }

// Failed reports whether a recipient will not get the mail; delays and other news are not failures. A report without
// readable recipients counts as failed, for a person to look at.
func (b Bounce) Failed() bool {
	for _, r := range b.Recipients {
		if r.Action == "failed" || r.Action == "" && strings.HasPrefix(r.Status, "5") {
			return true
		}
	}
	return len(b.Recipients) == 0
}

// ParseBounce reads a message that Classify calls a bounce; ok is false for any other.
func ParseBounce(m *Message, own Own) (b Bounce, ok bool) {
	if kind, _ := Classify(m, own); kind != KindBounce {
		return Bounce{}, false
	}
	for _, mediaType := range []string{"message/delivery-status", "message/global-delivery-status"} {
		if p := topPart(m, mediaType); p != nil {
			b.readStatus(p.Body)
		}
	}
	b.readReturned(m, own)
	b.readText(m)
	b.addIDs(m.InReplyTo)
	b.addIDs(m.References...)
	return b, true
}

// readStatus reads the blocks of fields: the first about the message, the others one a recipient.
func (b *Bounce) readStatus(body []byte) {
	const maxBlocks = 200
	rest := bytes.TrimLeft(body, " \t\r\n")
	for range maxBlocks {
		if len(rest) == 0 {
			return
		}
		block := splitHeader(rest, true)
		h := block.header
		if id := h.Get("Original-Envelope-Id"); id != "" {
			b.EnvelopeID = cleanLine(id)
		}
		if h.Has("Final-Recipient") || h.Has("Original-Recipient") || h.Has("Action") || h.Has("Status") {
			b.Recipients = append(b.Recipients, readRecipient(h))
		}
		rest = block.body
	}
}

func readRecipient(h Header) BounceRecipient {
	address := h.Get("Final-Recipient")
	if address == "" {
		address = h.Get("Original-Recipient")
	}
	action, _, _ := strings.Cut(strings.ToLower(h.Get("Action")), " ")
	status, _, _ := strings.Cut(h.Get("Status"), " ")
	return BounceRecipient{
		Address:    cleanAddr(strings.Trim(afterType(address), "<>")),
		Action:     action,
		Status:     status,
		Diagnostic: cleanLine(guessText([]byte(afterType(h.Get("Diagnostic-Code"))))),
	}
}

// afterType drops the "rfc822;" in front of a value.
func afterType(v string) string {
	if kind, rest, found := strings.Cut(v, ";"); found && len(kind) < 20 {
		return strings.TrimSpace(rest)
	}
	return v
}

// readReturned takes the identifier from the header of the mail that came back.
func (b *Bounce) readReturned(m *Message, own Own) {
	walkParts(m.Root, func(p *Part) {
		var h Header
		switch {
		case p.Embedded != nil:
			h = p.Embedded.Header
		case p.MediaType == "text/rfc822-headers", p.MediaType == "message/global-headers", p.MediaType == "text/rfc822-header", p.MediaType == "message/rfc822":
			h = splitHeader(p.Body, true).header
		default:
			return
		}
		b.addIDs(messageID(h.Get("Message-ID")))
		b.Genuine = b.Genuine || own.Made(h)
	})
}

var textMessageID = regexp.MustCompile(`(?i)message-?id:?[ \t]*\r?\n?[ \t]*(<[^<>\s]{3,250}>)`)

// readText looks for an identifier in the prose, where half of all mail systems put it.
func (b *Bounce) readText(m *Message) {
	const maxText = 256 << 10
	for p := range m.Leaves() {
		if !strings.HasPrefix(p.MediaType, "text/") {
			continue
		}
		for _, hit := range textMessageID.FindAllSubmatch(p.Body[:min(len(p.Body), maxText)], 20) {
			b.addIDs(string(hit[1]))
		}
	}
}

func (b *Bounce) addIDs(ids ...string) {
	for _, id := range ids {
		known := id == ""
		for _, have := range b.MessageIDs {
			known = known || have == id
		}
		if !known && len(b.MessageIDs) < maxReferences {
			b.MessageIDs = append(b.MessageIDs, id)
		}
	}
}
