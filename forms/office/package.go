// Package office opens what Word and OpenDocument files have in common: a zip with XML
// parts in it. It decides how much of a file is unpacked and parsed, and that a file
// which lies about its size, names a part twice, reaches outside itself or brings its
// own document type along is refused, with one error for each reason.
package office

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// What is wrong with a file that cannot be read.
var (
	ErrEncrypted = errors.New("office: protected with a password")
	ErrTooLarge  = errors.New("office: larger than allowed")
	ErrDamaged   = errors.New("office: damaged")
	ErrRefused   = errors.New("office: refused as unsafe")
)

// Limits. Declared sizes lie, so every one is enforced while reading.
const (
	MaxEntries = 2000
	maxPart    = 32 << 20
	maxTotal   = 64 << 20
	maxRatio   = 300     // unpacked to packed, for parts above ratioFrom
	ratioFrom  = 1 << 20 //
	maxDepth   = 256     // nesting of elements
	maxTokens  = 5_000_000
	growAtOnce = 1 << 20 // a declared size up to this is believed when room is made
)

// Package is an opened zip: parts by their name in lower case, unpacked on demand.
type Package struct {
	files map[string]*zip.File
	total int64
}

// Open reads the list of parts.
func Open(data []byte) (*Package, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if len(z.File) > MaxEntries {
		return nil, fmt.Errorf("%w: %d entries", ErrTooLarge, len(z.File))
	}
	p := &Package{files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if err := p.take(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *Package) take(f *zip.File) error {
	name := strings.ToLower(strings.ReplaceAll(f.Name, "\\", "/"))
	if strings.HasPrefix(name, "/") || name == ".." || strings.HasPrefix(name, "../") || strings.Contains(name, "/../") || strings.HasSuffix(name, "/..") {
		return fmt.Errorf("%w: entry outside the package", ErrRefused)
	}
	if strings.HasSuffix(name, "/") {
		return nil
	}
	if _, twice := p.files[name]; twice {
		return fmt.Errorf("%w: an entry stands in it twice", ErrRefused)
	}
	if f.Flags&1 != 0 {
		return ErrEncrypted
	}
	p.files[name] = f
	return nil
}

// Names lists the parts.
func (p *Package) Names() []string { return slices.Collect(maps.Keys(p.files)) }

// Part gives the bytes of a part as UTF-8, nil when it is absent.
func (p *Package) Part(name string) ([]byte, error) {
	f := p.files[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer r.Close()
	var b bytes.Buffer
	if n := f.UncompressedSize64; n < growAtOnce {
		b.Grow(int(n) + bytes.MinRead)
	}
	n, err := io.Copy(&b, io.LimitReader(r, maxPart+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	p.total += n
	packed := max(int64(f.CompressedSize64), 1)
	if n > maxPart || p.total > maxTotal || n > ratioFrom && n/packed > maxRatio {
		return nil, fmt.Errorf("%w: part of %d bytes", ErrTooLarge, n)
	}
	return ToUTF8(b.Bytes()), nil
}

// ToUTF8 turns UTF-16 into UTF-8 by its byte order mark and drops a mark of UTF-8.
func ToUTF8(b []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return b[3:]
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return b
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 2; i+1 < len(b); i += 2 {
		units = append(units, order.Uint16(b[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}
