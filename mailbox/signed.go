package mailbox

import (
	"bytes"
	"errors"
)

// errCMS means that a signed message is damaged or of another kind.
var errCMS = errors.New("not a signed message")

// DER tags that are met on the way to the content (RFC 5652 section 5).
const (
	tagInteger     = 0x02
	tagOctets      = 0x04
	tagOID         = 0x06
	tagSequence    = 0x30
	tagSet         = 0x31
	tagContext0    = 0xA0
	tagOctetPieces = 0x24 // an octet string in pieces
	maxCMSDepth    = 16
)

var (
	oidData       = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01}
	oidSignedData = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}
)

// OpenSigned gives the message inside an opaquely signed one (S/MIME signed-data, RFC
// 8551 section 3.5.2). The signature is not judged: it is no secret what was signed, and
// a signature gives no right to anything here.
func OpenSigned(m *Message) (*Message, bool) {
	p := m.wrapping()
	if p == nil {
		return nil, false
	}
	content, err := signedContent(p.Body)
	if err != nil {
		return nil, false
	}
	return m.withContent(content), true
}

func signedContent(data []byte) ([]byte, error) {
	r := &berReader{data: data}
	info := r.enter(tagSequence)
	if !bytes.Equal(info.value(tagOID), oidSignedData) {
		return nil, errCMS
	}
	signed := info.enter(tagContext0).enter(tagSequence)
	signed.value(tagInteger)
	signed.value(tagSet)
	inner := signed.enter(tagSequence)
	if !bytes.Equal(inner.value(tagOID), oidData) {
		return nil, errCMS
	}
	content, ok := inner.enter(tagContext0).octets(0)
	if !ok {
		return nil, errCMS
	}
	return content, nil
}

// berReader walks BER, which unlike DER allows lengths that are told by an end mark.
type berReader struct {
	data []byte
	bad  bool
}

// next gives the next element: its tag, its content, and whether there is one.
func (r *berReader) next() (tag byte, content []byte, ok bool) {
	tag, head, size, ok := header(r.data)
	if !ok || r.bad {
		r.bad = true
		return 0, nil, false
	}
	if size < 0 { // up to the end mark
		n, ok := indefinite(r.data[head:], 0)
		if !ok {
			r.bad = true
			return 0, nil, false
		}
		content = r.data[head : head+n]
		r.data = r.data[head+n+2:]
		return tag, content, true
	}
	content = r.data[head : head+size]
	r.data = r.data[head+size:]
	return tag, content, true
}

func (r *berReader) value(tag byte) []byte {
	got, content, ok := r.next()
	if !ok || got != tag {
		r.bad = true
		return nil
	}
	return content
}

func (r *berReader) enter(tag byte) *berReader {
	content := r.value(tag)
	return &berReader{data: content, bad: r.bad}
}

// octets gives an octet string, joined when it comes in pieces.
func (r *berReader) octets(depth int) ([]byte, bool) {
	tag, content, ok := r.next()
	switch {
	case !ok || depth > maxCMSDepth:
		return nil, false
	case tag == tagOctets:
		return content, true
	case tag != tagOctetPieces:
		return nil, false
	}
	var all []byte
	for pieces := (&berReader{data: content}); len(pieces.data) > 0; {
		piece, ok := pieces.octets(depth + 1)
		if !ok {
			return nil, false
		}
		all = append(all, piece...)
	}
	return all, true
}

// header reads tag and length; size is -1 when the end is told by a mark.
func header(data []byte) (tag byte, head, size int, ok bool) {
	if len(data) < 2 || data[0]&0x1F == 0x1F {
		return 0, 0, 0, false
	}
	tag, n := data[0], int(data[1])
	switch {
	case n == 0x80:
		return tag, 2, -1, tag&0x20 != 0
	case n < 0x80:
		return tag, 2, n, 2+n <= len(data)
	}
	n &= 0x7F
	if n > 4 || len(data) < 2+n {
		return 0, 0, 0, false
	}
	for _, b := range data[2 : 2+n] {
		size = size<<8 | int(b)
	}
	return tag, 2 + n, size, size <= len(data)-2-n
}

// indefinite gives the length of what stands before the end mark.
func indefinite(data []byte, depth int) (int, bool) {
	at := 0
	for {
		rest := data[at:]
		if len(rest) >= 2 && rest[0] == 0 && rest[1] == 0 {
			return at, true
		}
		_, head, size, ok := header(rest)
		if !ok || depth > maxCMSDepth {
			return 0, false
		}
		if size < 0 {
			if size, ok = indefinite(rest[head:], depth+1); !ok {
				return 0, false
			}
			size += 2
		}
		at += head + size
	}
}
