package mailbox

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/smallstep/pkcs7"
)

// Key opens mail that was encrypted for this mailbox (S/MIME): its certificate and the
// private key that belongs to it, each in PEM.
type Key struct {
	Certificate []byte `json:"certificate"`
	Private     []byte `json:"private"`
}

// Check says what is wrong with a key.
func (k Key) Check() error {
	_, _, err := k.open()
	return err
}

func (k Key) open() (*x509.Certificate, crypto.PrivateKey, error) {
	if block, _ := pem.Decode(k.Private); block == nil {
		return nil, nil, errors.New("the private key is not in PEM, or is locked with a password")
	}
	pair, err := tls.X509KeyPair(k.Certificate, k.Private)
	if err != nil {
		return nil, nil, fmt.Errorf("S/MIME key: %w", err)
	}
	return pair.Leaf, pair.PrivateKey, nil
}

// OpenEncrypted gives the message inside an encrypted one (S/MIME enveloped-data, RFC 8551
// section 3.3), with the first of the keys that fits. It proves nothing about who wrote it.
func OpenEncrypted(m *Message, keys []Key) (*Message, bool) {
	p := m.wrapping()
	if p == nil {
		return nil, false
	}
	content, ok := decrypted(p.Body, keys)
	if !ok {
		return nil, false
	}
	return m.withContent(content), true
}

// wrapping gives the S/MIME part that is all of the message; nil when anything stands
// beside it, which opening it would hide.
func (m *Message) wrapping() *Part {
	var only *Part
	for p := range m.Leaves() {
		if only != nil {
			return nil
		}
		only = p
	}
	if only == nil || only.MediaType != "application/pkcs7-mime" && only.MediaType != "application/x-pkcs7-mime" {
		return nil
	}
	return only
}

// decrypted opens enveloped data. The parser is a library's; whatever it does with hostile
// bytes, the message then only stays closed.
func decrypted(data []byte, keys []Key) (content []byte, ok bool) {
	defer func() {
		if recover() != nil {
			content, ok = nil, false
		}
	}()
	envelope, err := pkcs7.Parse(data)
	if err != nil {
		return nil, false
	}
	for _, k := range keys {
		certificate, private, err := k.open()
		if err != nil {
			continue
		}
		if content, err = envelope.Decrypt(certificate, private); err == nil {
			return content, true
		}
	}
	return nil, false
}

// withContent puts the message that was inside in the place of its wrapping.
func (m *Message) withContent(content []byte) *Message {
	inner := Parse(content)
	opened := *m
	opened.Root = inner.Root
	opened.Warnings = append(append([]Warning(nil), m.Warnings...), inner.Warnings...)
	return &opened
}
