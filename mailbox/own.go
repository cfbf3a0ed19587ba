package mailbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// LoopHeader marks every mail that we make. Its value proves that it was us: a keyed hash over the Message-ID.
const LoopHeader = "X-MDAplus-Loop"

// Own says who we are.
type Own struct {
	Addresses  []string // our mailbox and its aliases
	LoopSecret []byte   // key of the loop marker
}

// LoopMark returns the value of LoopHeader for a Message-ID (with brackets).
func LoopMark(secret []byte, messageID string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(strings.TrimSpace(messageID)))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Made reports whether the header is that of a mail we made ourselves: the marker fits the Message-ID.
func (o Own) Made(h Header) bool {
	if len(o.LoopSecret) == 0 {
		return false
	}
	want := LoopMark(o.LoopSecret, messageID(h.Get("Message-ID")))
	for _, mark := range h.Values(LoopHeader) {
		if hmac.Equal([]byte(mark), []byte(want)) {
			return true
		}
	}
	return false
}

// Is reports whether an address is one of ours.
func (o Own) Is(addr string) bool {
	for _, a := range o.Addresses {
		if strings.EqualFold(a, addr) {
			return true
		}
	}
	return false
}
