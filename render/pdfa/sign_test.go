package pdfa

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func sealer(t *testing.T, key crypto.Signer) *Sealer {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Regio"}, NotBefore: time.Unix(0, 0), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &Sealer{Key: key, Chain: []*x509.Certificate{certificate}}
}

func sealedSample(t *testing.T, s *Sealer) []byte {
	t.Helper()
	f := regular(t)
	d, err := New(A3a, Info{Title: "Verzegeld", Author: "Regio", Language: "nl-NL", Program: "mdaplus", Made: time.Unix(1e9, 0)})
	if err != nil {
		t.Fatal(err)
	}
	d.AddPage(210, 297)
	d.In(d.Add(nil, H1), func() { d.Text(20, 30, f, 18, blue, "Verzegeld") })
	d.SealWith(s)
	pdf, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// pdfsig is poppler's judgement of a seal.
func pdfsig(t *testing.T, pdf []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdfsig"); err != nil {
		t.Skip("pdfsig is not installed (Debian: apt-get install poppler-utils); its judgement of the seal is skipped")
	}
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := exec.Command("pdfsig", "-nocert", file).CombinedOutput()
	return string(out)
}

func TestSealsAreValid(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"RSA": small, "ECDSA": curve} {
		s := sealer(t, key)
		if err := s.Check(); err != nil {
			t.Error(err)
		}
		pdf := sealedSample(t, s)
		if said := pdfsig(t, pdf); !strings.Contains(said, "Signature is Valid") || !strings.Contains(said, "Total document signed") || !strings.Contains(said, "ETSI.CAdES.detached") {
			t.Errorf("%s: %s", name, said)
		}
		changed := bytes.Replace(pdf, []byte("Verzegeld"), []byte("Verzegelt"), 1)
		if said := pdfsig(t, changed); strings.Contains(said, "Signature is Valid") {
			t.Errorf("%s: a changed file is still valid", name)
		}
		if name == "RSA" && !bytes.Equal(pdf, sealedSample(t, s)) {
			t.Error("the same key gave another file")
		}
	}
	if (&Sealer{}).Check() == nil {
		t.Error("nobody can seal without a key")
	}
}
