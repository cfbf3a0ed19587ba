package seal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func master(t *testing.T, fill byte) *Master {
	t.Helper()
	m, err := NewMaster(bytes.Repeat([]byte{fill}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhatIsSealedOpensOnlyInItsPlaceWithItsKey(t *testing.T) {
	m := master(t, 1)
	key, wrapped, err := m.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	sealed := key.Seal("message.reading", []byte("Vader dreigt"))
	if bytes.Contains(sealed, []byte("Vader")) {
		t.Fatal("the text stands in the sealed bytes")
	}
	again, err := m.Unwrap(wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open("message.reading", sealed); err != nil || string(plain) != "Vader dreigt" {
		t.Fatalf("opened %q, %v", plain, err)
	}
	if _, err := again.Open("message.envelope", sealed); !errors.Is(err, ErrCannotOpen) {
		t.Errorf("opened in another place: %v", err)
	}
	other, _, _ := m.NewKey()
	if _, err := other.Open("message.reading", sealed); !errors.Is(err, ErrCannotOpen) {
		t.Errorf("opened with another data key: %v", err)
	}
	if _, err := master(t, 2).Unwrap(wrapped); !errors.Is(err, ErrCannotOpen) {
		t.Errorf("unwrapped with another master: %v", err)
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	key, _, _ := master(t, 1).NewKey()
	sealed := key.Seal("p", []byte("kort"))
	for i := range sealed {
		broken := bytes.Clone(sealed)
		broken[i] ^= 1
		if _, err := key.Open("p", broken); !errors.Is(err, ErrCannotOpen) {
			t.Fatalf("byte %d flipped, still opens: %v", i, err)
		}
	}
	for n := range sealed {
		if _, err := key.Open("p", sealed[:n]); !errors.Is(err, ErrCannotOpen) {
			t.Fatalf("cut at %d, still opens", n)
		}
	}
}

func TestFingerprintsKeepKindsApartAndNeedTheMaster(t *testing.T) {
	m := master(t, 1)
	if m.Fingerprint("a", "bc") == m.Fingerprint("ab", "c") {
		t.Error("domain and value run into each other")
	}
	if again := master(t, 1); m.Fingerprint("a", "x") != again.Fingerprint("a", "x") || m.Fingerprint("a", "x") == master(t, 2).Fingerprint("a", "x") {
		t.Error("fingerprints must depend on the value and the master only")
	}
}

func TestKeyFileTroubleSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "key")
	if _, err := LoadMaster(path); err == nil || !strings.Contains(err.Error(), "openssl rand") {
		t.Errorf("missing file: %v", err)
	}
	if err := WriteNewMaster(path); err != nil {
		t.Fatal(err)
	}
	if err := WriteNewMaster(path); err == nil {
		t.Error("a key file was replaced")
	}
	if _, err := LoadMaster(path); err != nil {
		t.Error(err)
	}
	os.Chmod(path, 0o644)
	if _, err := LoadMaster(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("open file: %v", err)
	}
	os.Chmod(path, 0o600)
	os.WriteFile(path, []byte("too short"), 0o600)
	if _, err := LoadMaster(path); err == nil {
		t.Error("a short key was taken")
	}
}
