package mailbox

import (
	"bytes"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// der wraps content in an element of definite length, ber in one with an end mark.
func der(tag byte, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	head := []byte{tag, byte(len(all))}
	if len(all) > 0x7F {
		head = []byte{tag, 0x82, byte(len(all) >> 8), byte(len(all))}
	}
	return append(head, all...)
}

func ber(tag byte, content ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, bytes.Join(content, nil)...), 0, 0)
}

func signedMail(cms []byte) *Message {
	return Parse([]byte("From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n" +
		"Content-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(cms) + "\r\n"))
}

func TestAnOpaquelySignedMailIsOpened(t *testing.T) {
	inner := []byte("Content-Type: text/plain; charset=utf-8\r\n\r\nHet formulier staat hier.\r\n")
	for name, cms := range map[string][]byte{
		"definite lengths": der(tagSequence, der(tagOID, oidSignedData), der(tagContext0, der(tagSequence, der(tagInteger, []byte{1}), der(tagSet),
			der(tagSequence, der(tagOID, oidData), der(tagContext0, der(tagOctets, inner))), der(tagSet)))),
		"end marks and pieces": ber(tagSequence, der(tagOID, oidSignedData), ber(tagContext0, ber(tagSequence, der(tagInteger, []byte{1}), der(tagSet),
			ber(tagSequence, der(tagOID, oidData), ber(tagContext0, ber(tagOctetPieces, der(tagOctets, inner[:20]), der(tagOctets, inner[20:])))), der(tagSet)))),
	} {
		m, ok := OpenSigned(signedMail(cms))
		if !ok || m.Root.Text() != "Het formulier staat hier.\r\n" && m.Root.Text() != "Het formulier staat hier.\n" || m.From[0].Addr != "a@b.example" {
			t.Errorf("%s: %v %+v", name, ok, m)
		}
		for n := range cms[:len(cms)-6] {
			OpenSigned(signedMail(cms[:n])) // whatever it says, it does not panic
		}
	}
}

func TestOpenSSLSignsAndWeRead(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed (Debian: apt-get install openssl); reading its signed mail is skipped")
	}
	dir := t.TempDir()
	key, cert, in := filepath.Join(dir, "k"), filepath.Join(dir, "c"), filepath.Join(dir, "in")
	os.WriteFile(in, []byte("Content-Type: text/plain\r\n\r\ngetekend\r\n"), 0o600)
	run := func(args ...string) []byte {
		t.Helper()
		out, err := exec.Command("openssl", args...).Output()
		if err != nil {
			t.Fatalf("openssl %v: %v", args, err)
		}
		return out
	}
	run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=a@b.example")
	for _, more := range [][]string{nil, {"-stream"}} {
		mail := run(append([]string{"smime", "-sign", "-nodetach", "-binary", "-in", in, "-signer", cert, "-inkey", key, "-from", "a@b.example"}, more...)...)
		if m, ok := OpenSigned(Parse(mail)); !ok || !bytes.Contains([]byte(m.Root.Text()), []byte("getekend")) {
			t.Errorf("%v: not opened", more)
		}
	}
	sealed := run("smime", "-encrypt", "-in", in, cert)
	if _, ok := OpenSigned(Parse(sealed)); ok {
		t.Error("an encrypted mail was opened")
	}
}

func FuzzOpenSigned(f *testing.F) {
	f.Add(der(tagSequence, der(tagOID, oidSignedData)))
	f.Add(ber(tagSequence, der(tagOID, oidSignedData), ber(tagContext0, ber(tagSequence))))
	f.Fuzz(func(t *testing.T, data []byte) { signedContent(data) })
}
