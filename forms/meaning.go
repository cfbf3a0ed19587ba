package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// meaning hashes what was read, whatever file and marks it came from.
func meaning(r *Reading) string {
	h := sha256.New()
	write(h, r.Form, r.Version)
	for _, id := range FieldOrder {
		a := r.Fields[id]
		write(h, id, string(a.Status), a.Value)
		write(h, a.Members...)
		if a.Status == Ask {
			write(h, foldText(a.Text))
		}
	}
	for _, id := range CriterionOrder {
		c, ok := r.Criteria[id]
		if ok {
			write(h, id, string(c.Status), c.Value, c.Explanation)
		}
	}
	if r.Form != Referral.Form {
		for id, a := range r.Answers() {
			write(h, id, string(a.Status), a.Value)
			if a.Status == Ask {
				write(h, foldText(a.Text))
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func write(h hash.Hash, parts ...string) {
	for _, p := range parts {
		io.WriteString(h, p)
		h.Write([]byte{0})
	}
	h.Write([]byte{1})
}
