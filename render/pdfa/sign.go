package pdfa

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// A seal says that an organisation stands for a document and that nothing was changed since
// (PAdES B-B, ETSI EN 319 142-1). It is the organisation's own certificate; the key may lie in
// a device. An RSA key gives the same bytes each time; another kind does not.

// Sealer is who seals: a key and its certificates, the own one first.
type Sealer struct {
	Key   crypto.Signer
	Chain []*x509.Certificate
}

// ErrSealer means that a key or certificate cannot seal.
var ErrSealer = errors.New("a seal needs an RSA or ECDSA key with its certificate")

// Check says whether somebody can seal.
func (s *Sealer) Check() error {
	if s.Key == nil || len(s.Chain) == 0 {
		return ErrSealer
	}
	_, err := s.algorithm()
	return err
}

func (s *Sealer) algorithm() (pkix.AlgorithmIdentifier, error) {
	switch s.Key.Public().(type) {
	case *rsa.PublicKey:
		return pkix.AlgorithmIdentifier{Algorithm: oidRSA, Parameters: asn1.NullRawValue}, nil
	case *ecdsa.PublicKey:
		return pkix.AlgorithmIdentifier{Algorithm: oidECDSA}, nil
	}
	return pkix.AlgorithmIdentifier{}, ErrSealer
}

// SealWith has the finished file sealed. The seal is not shown on a page.
func (d *Document) SealWith(s *Sealer) { d.sealer = s }

// Room for the seal, and for the places of what it covers, kept open while the file is written.
const (
	sealRoom  = 16 << 10
	rangeRoom = "[0 0000000000 0000000000 0000000000]"
)

// writeSeal writes the field of the seal with its room.
func (d *Document) writeSeal(w *writer, l *layout) {
	w.object(l.seal, fmt.Sprintf("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M%s/ByteRange%s/Contents<%s>>>",
		date(d.info.Made), rangeRoom, string(bytes.Repeat([]byte{'0'}, 2*sealRoom))))
}

// addSealField makes the field that the seal belongs to, which is its own widget: it takes
// no room on the page.
func (d *Document) addSealField(l *layout) {
	was := d.now
	d.now = d.pages[0]
	e := d.Add(nil, form)
	d.annotate(0, 0, 0, 0, e, func(w *writer, _ *layout, _ *annot) string {
		looks := w.reserve()
		w.stream(looks, "/Type/XObject/Subtype/Form/BBox[0 0 0 0]/Resources<<>>", nil)
		return fmt.Sprintf("/Subtype/Widget/FT/Sig/T(zegel)/TU(Elektronisch zegel)/V %d 0 R/AP<</N %d 0 R>>", l.seal, looks)
	})
	d.sealField = e.kids[0].annot
	d.now = was
}

// sealed puts the seal into its room: over everything but the room itself.
func (d *Document) sealed(pdf []byte) ([]byte, error) {
	contents := bytes.Index(pdf, append([]byte("/Contents<"), bytes.Repeat([]byte{'0'}, 64)...))
	places := bytes.Index(pdf, []byte(rangeRoom))
	if contents < 0 || places < 0 {
		return nil, errors.New("pdfa: no room for the seal")
	}
	from := contents + len("/Contents")
	to := from + 2*sealRoom + 2
	copy(pdf[places:], fmt.Sprintf("[0 %010d %010d %010d]", from, to, len(pdf)-to))
	h := sha256.New()
	h.Write(pdf[:from])
	h.Write(pdf[to:])
	cms, err := d.sealer.sign(h.Sum(nil))
	if err != nil {
		return nil, err
	}
	if len(cms) > sealRoom {
		return nil, fmt.Errorf("pdfa: a seal of %d bytes is too large", len(cms))
	}
	hex.Encode(pdf[from+1:], cms)
	return pdf, nil
}

var (
	oidData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSigned      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSA         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidECDSA       = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// What is written of a signed message (RFC 5652).
type (
	attribute struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
	issuerSerial struct {
		Issuer asn1.RawValue
		Serial asn1.RawValue
	}
	signerInfo struct {
		Version   int
		Signer    issuerSerial
		Digest    pkix.AlgorithmIdentifier
		Signed    asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature []byte
	}
	contentInfo struct{ Type asn1.ObjectIdentifier }
	signedData  struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      contentInfo
		Certificates asn1.RawValue
		Signers      []signerInfo `asn1:"set"`
	}
	signedMessage struct {
		Type    asn1.ObjectIdentifier
		Content signedData `asn1:"explicit,tag:0"`
	}
)

// sign makes the signed message around the hash of the file. It says when nowhere: the file does.
func (s *Sealer) sign(digest []byte) ([]byte, error) {
	algorithm, err := s.algorithm()
	if err != nil {
		return nil, err
	}
	attributes, err := s.attributes(digest)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(attributes) // as a SET, whatever tag it gets in the message
	signature, err := s.Key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	own := s.Chain[0]
	serial, err := asn1.Marshal(own.SerialNumber)
	if err != nil {
		return nil, err
	}
	var certificates []byte
	for _, c := range s.Chain {
		certificates = append(certificates, c.Raw...)
	}
	hash := pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
	tagged := slices.Clone(attributes)
	tagged[0] = 0xA0 // [0] IMPLICIT
	return asn1.Marshal(signedMessage{Type: oidSigned, Content: signedData{Version: 1, Digests: []pkix.AlgorithmIdentifier{hash}, Content: contentInfo{oidData},
		Certificates: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: certificates},
		Signers: []signerInfo{{Version: 1, Signer: issuerSerial{asn1.RawValue{FullBytes: own.RawIssuer}, asn1.RawValue{FullBytes: serial}}, Digest: hash,
			Signed: asn1.RawValue{FullBytes: tagged}, Algorithm: algorithm, Signature: signature}}}})
}

// attributes are what is signed: what it is, the hash of the file, and whose certificate.
func (s *Sealer) attributes(digest []byte) ([]byte, error) {
	own := sha256.Sum256(s.Chain[0].Raw)
	certificate, err := asn1.Marshal(struct{ Certs []struct{ Hash []byte } }{[]struct{ Hash []byte }{{own[:]}}})
	if err != nil {
		return nil, err
	}
	kind, err := asn1.Marshal(oidData)
	if err != nil {
		return nil, err
	}
	hash, err := asn1.Marshal(digest)
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for _, a := range []attribute{{oidContentType, []asn1.RawValue{{FullBytes: kind}}}, {oidDigest, []asn1.RawValue{{FullBytes: hash}}}, {oidCertificate, []asn1.RawValue{{FullBytes: certificate}}}} {
		der, err := asn1.Marshal(a)
		if err != nil {
			return nil, err
		}
		all = append(all, der)
	}
	slices.SortFunc(all, bytes.Compare) // DER: a SET is in order
	return asn1.Marshal(asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(all, nil)})
}
