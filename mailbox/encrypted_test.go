package mailbox

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sslBox is a mailbox with an S/MIME key, made by OpenSSL.
type sslBox struct {
	t         *testing.T
	dir, cert string
	key       Key
}

func newSSLBox(t *testing.T, algorithm ...string) *sslBox {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed (Debian: apt-get install openssl); opening its encrypted mail is skipped")
	}
	b := &sslBox{t: t, dir: t.TempDir()}
	key := filepath.Join(b.dir, "key")
	b.cert = filepath.Join(b.dir, "cert")
	b.run(append([]string{"req", "-x509", "-nodes", "-keyout", key, "-out", b.cert, "-days", "2", "-subj", "/CN=mda@b.example"}, algorithm...)...)
	var err error
	if b.key.Certificate, err = os.ReadFile(b.cert); err != nil {
		t.Fatal(err)
	}
	if b.key.Private, err = os.ReadFile(key); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *sslBox) run(args ...string) []byte {
	b.t.Helper()
	out, err := exec.Command("openssl", args...).Output()
	if err != nil {
		b.t.Fatalf("openssl %v: %v", args, err)
	}
	return out
}

// encrypt gives a mail to the box.
func (b *sslBox) encrypt(entity string, options ...string) []byte {
	in := filepath.Join(b.dir, "in")
	if err := os.WriteFile(in, []byte(entity), 0o600); err != nil {
		b.t.Fatal(err)
	}
	args := append([]string{"cms", "-encrypt", "-binary", "-in", in, "-from", "a@b.example"}, options...)
	if !strings.Contains(strings.Join(options, " "), "-recip") {
		args = append(args, "-recip", b.cert)
	}
	return b.run(args...)
}

const secretLetter = "Content-Type: text/plain; charset=utf-8\r\n\r\nHet formulier staat hier.\r\n"

func TestEncryptedMailIsOpenedWithItsKey(t *testing.T) {
	box, other := newSSLBox(t, "-newkey", "rsa:2048"), newSSLBox(t, "-newkey", "rsa:2048")
	for _, options := range [][]string{{"-aes256"}, {"-aes128"}, {"-des3"}, {"-aes256", "-stream"},
		{"-aes256", "-recip", other.cert, "-recip", box.cert}, {"-aes256", "-recip", box.cert, "-keyopt", "rsa_padding_mode:oaep"}} {
		mail := box.encrypt(secretLetter, options...)
		if _, ok := OpenEncrypted(Parse(mail), nil); ok {
			t.Errorf("%v: opened without a key", options)
		}
		m, ok := OpenEncrypted(Parse(mail), []Key{{Certificate: []byte("x"), Private: []byte("y")}, box.key})
		if !ok || !strings.Contains(m.Root.Text(), "Het formulier staat hier.") || m.From[0].Addr != "a@b.example" {
			t.Errorf("%v: not opened: %v", options, ok)
		}
		if m != nil && m.Protection() != "" {
			t.Errorf("%v: still called closed", options)
		}
	}
	if _, ok := OpenEncrypted(Parse(box.encrypt(secretLetter)), []Key{other.key}); ok {
		t.Error("opened with the key of another mailbox")
	}
}

// What stands beside an encrypted part would be lost by opening it.
func TestTextBesideAnEncryptedPartKeepsTheMailClosed(t *testing.T) {
	box := newSSLBox(t, "-newkey", "rsa:2048")
	sealed := box.encrypt(secretLetter, "-aes256")
	head, body, _ := bytes.Cut(sealed, []byte("\n\n"))
	var content []string
	for _, l := range strings.Split(string(head), "\n") {
		if strings.HasPrefix(l, "Content-") || strings.HasPrefix(l, "\t") {
			content = append(content, l)
		}
	}
	mail := "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nEerst dit.\n--x\n" +
		strings.Join(content, "\n") + "\n\n" + string(body) + "\n--x--\n"
	m := Parse([]byte(mail))
	if _, ok := OpenEncrypted(m, []Key{box.key}); ok || m.Protection() != ProtectionEncrypted {
		t.Errorf("opened %v, protection %q", ok, m.Protection())
	}
}

func TestAKeyThatDoesNotFitIsNamed(t *testing.T) {
	box, other := newSSLBox(t, "-newkey", "rsa:2048"), newSSLBox(t, "-newkey", "rsa:2048")
	if err := box.key.Check(); err != nil {
		t.Error(err)
	}
	for what, key := range map[string]Key{"another certificate": {other.key.Certificate, box.key.Private}, "no key": {box.key.Certificate, nil}} {
		if key.Check() == nil {
			t.Errorf("%s: not noticed", what)
		}
	}
}

func FuzzOpenEncrypted(f *testing.F) {
	f.Add(der(tagSequence, der(tagOID, oidSignedData), der(tagContext0, der(tagSequence, der(tagInteger, []byte{1})))))
	f.Fuzz(func(t *testing.T, cms []byte) {
		OpenEncrypted(signedMail(cms), []Key{{}})
	})
}
