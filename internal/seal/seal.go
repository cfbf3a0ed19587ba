// Package seal encrypts everything a person wrote before it reaches a disk, and
// makes forgetting possible: each message and each case has a data key of its
// own, which is itself stored wrapped by one master key from a file. Destroying
// the wrapped data key destroys whatever it sealed, in every copy that holds no
// key table.
//
// AES-256-GCM throughout. What a sealed text belongs to (table, column, record)
// is authenticated with it, so that a sealed value copied to another place does
// not open there.
package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// KeySize is the length of a master or data key in bytes (AES-256).
const KeySize = 32

// format is the first byte of every sealed text; another layout gets another number.
const format = 1

// ErrCannotOpen means that a sealed text was changed, belongs elsewhere, or that its key is another one.
var ErrCannotOpen = errors.New("sealed text cannot be opened: changed, moved, or another key")

// Master is the key from the key file. It wraps data keys and makes fingerprints.
type Master struct {
	wrap        cipher.AEAD
	fingerprint []byte
}

// Key is the data key of one message or case.
type Key struct {
	aead cipher.AEAD
}

// LoadMaster reads a master key file: 32 bytes in base64 or hex on one line.
// The file must be readable by its owner only.
func LoadMaster(path string) (*Master, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("key file %s does not exist; make one with: openssl rand -base64 32 > %s && chmod 600 %s", path, path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("key file %s may be read by others (mode %o); run: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	raw, err := decodeKey(data)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return NewMaster(raw)
}

func decodeKey(data []byte) ([]byte, error) {
	text := string(bytes.TrimSpace(data))
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == KeySize {
		return raw, nil
	}
	if raw, err := base64.StdEncoding.DecodeString(text); err == nil && len(raw) == KeySize {
		return raw, nil
	}
	return nil, fmt.Errorf("holds no key of %d bytes in base64 or hex", KeySize)
}

// NewMaster makes a master from 32 raw bytes.
func NewMaster(raw []byte) (*Master, error) {
	if len(raw) != KeySize {
		return nil, fmt.Errorf("master key has %d bytes, not %d", len(raw), KeySize)
	}
	wrapKey, err := hkdf.Key(sha256.New, raw, nil, "mdaplus wrap 1", KeySize)
	if err != nil {
		return nil, err
	}
	printKey, err := hkdf.Key(sha256.New, raw, nil, "mdaplus fingerprint 1", KeySize)
	if err != nil {
		return nil, err
	}
	aead, err := newAEAD(wrapKey)
	if err != nil {
		return nil, err
	}
	return &Master{wrap: aead, fingerprint: printKey}, nil
}

// WriteNewMaster makes a fresh key file that only its owner may read. It never replaces one.
func WriteNewMaster(path string) error {
	raw := make([]byte, KeySize)
	rand.Read(raw)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("making key file: %w", err)
	}
	if _, err = fmt.Fprintln(f, base64.StdEncoding.EncodeToString(raw)); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// NewKey makes a data key and gives it together with its wrapped form for the store.
func (m *Master) NewKey() (*Key, []byte, error) {
	raw := make([]byte, KeySize)
	rand.Read(raw)
	key, err := newKey(raw)
	if err != nil {
		return nil, nil, err
	}
	return key, m.wrap.Seal([]byte{format}, nil, raw, []byte("data-key")), nil
}

// Unwrap gives back the data key from its wrapped form.
func (m *Master) Unwrap(wrapped []byte) (*Key, error) {
	raw, err := open(m.wrap, wrapped, "data-key")
	if err != nil {
		return nil, fmt.Errorf("unwrapping a data key: %w", err)
	}
	return newKey(raw)
}

func newKey(raw []byte) (*Key, error) {
	aead, err := newAEAD(raw)
	if err != nil {
		return nil, err
	}
	return &Key{aead: aead}, nil
}

// Fingerprint turns a value into a token that is equal for equal values and says
// nothing without the master key. Domain keeps kinds of values apart.
func (m *Master) Fingerprint(domain, value string) string {
	mac := hmac.New(sha256.New, m.fingerprint)
	fmt.Fprintf(mac, "%d:%s%s", len(domain), domain, value)
	return hex.EncodeToString(mac.Sum(nil))
}

// Seal encrypts plain for the place it will be kept in, for example "message.reading".
func (k *Key) Seal(place string, plain []byte) []byte {
	return k.aead.Seal([]byte{format}, nil, plain, []byte(place))
}

// Open decrypts what Seal made for the same place.
func (k *Key) Open(place string, sealed []byte) ([]byte, error) {
	return open(k.aead, sealed, place)
}

func open(aead cipher.AEAD, sealed []byte, place string) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != format {
		return nil, ErrCannotOpen
	}
	plain, err := aead.Open(nil, nil, sealed[1:], []byte(place))
	if err != nil {
		return nil, ErrCannotOpen
	}
	return plain, nil
}
