// Package odf reads an OpenDocument text (odt, ott, and flat fodt) into a sheet. It
// decides what stands on the page when every tracked change is accepted, and with which
// evidence: it resolves automatic and named styles, reads boxes both as stored and as
// shown, and passes on everything it does not know as an unknown object, because what
// is left out could turn an answer round. Deleted text stays in the file, at the top of
// the body or in its place: it never counts as written. Nothing outside the bytes it is
// given is opened.
package odf

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"mdaplus/forms/sheet"
)

// What is wrong with a file that cannot be read.
var (
	ErrNotText   = errors.New("odf: not an OpenDocument text")
	ErrEncrypted = errors.New("odf: protected with a password")
	ErrTooLarge  = errors.New("odf: larger than allowed")
	ErrDamaged   = errors.New("odf: damaged")
	ErrRefused   = errors.New("odf: refused as unsafe")
)

// Limits. Declared sizes lie, so every one is enforced while reading.
const (
	maxEntries    = 2000
	maxPart       = 32 << 20
	maxTotal      = 64 << 20
	maxRatio      = 300     // unpacked to packed, for parts above ratioFrom
	ratioFrom     = 1 << 20 //
	maxDepth      = 256     // nesting of elements
	maxTokens     = 5_000_000
	maxStyleChain = 32
	maxRepeat     = 64      // copies of a repeated row or cell
	maxCells      = 1000    // cells in a row, with the repeated ones
	maxSpaces     = 1000    // spaces that one element stands for
	maxGrown      = 1 << 20 // spaces and cells in all that stand for more than is written
)

const (
	typePrefix = "application/vnd.oasis.opendocument"
	textPrefix = typePrefix + ".text"
	officeName = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	manifest   = "meta-inf/manifest.xml"
	flatHead   = 4096 // how far into a flat file its kind must show
)

// Is says whether the bytes look like OpenDocument of any kind, whole or damaged.
func Is(data []byte) bool {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		head := data[:min(len(data), flatHead)]
		return bytes.Contains(head, []byte("mimetype"+typePrefix)) ||
			bytes.Contains(data, []byte("content.xml")) && bytes.Contains(data, []byte("META-INF/manifest.xml"))
	}
	return isFlat(data)
}

func isFlat(data []byte) bool {
	head := toUTF8(data[:min(len(data), flatHead)])
	return bytes.Contains(head, []byte(officeName)) && bytes.Contains(head, []byte(":document")) && !bytes.Contains(head, []byte("<html"))
}

// Read reads the document into a sheet.
func Read(data []byte) (*sheet.Sheet, error) {
	switch {
	case isFlat(data):
		return readParts([]part{{name: "flat", data: toUTF8(data)}})
	case !bytes.HasPrefix(data, []byte("PK")):
		return nil, ErrNotText
	}
	p, err := open(data)
	if err != nil {
		return nil, err
	}
	all, err := p.needed()
	if err != nil {
		return nil, err
	}
	return readParts(all)
}

// part is one XML file of the package, as UTF-8.
type part struct {
	name string
	data []byte
}

// parts is the opened package.
type parts struct {
	files map[string]*zip.File
	total int64
}

func open(data []byte) (*parts, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("%w: %d entries", ErrTooLarge, len(z.File))
	}
	p := &parts{files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if err := p.take(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *parts) take(f *zip.File) error {
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

// needed gives the parts that a reading leans on: what defines looks first.
func (p *parts) needed() ([]part, error) {
	if err := p.checkKind(); err != nil {
		return nil, err
	}
	var all []part
	for _, name := range []string{"styles.xml", "content.xml", "meta.xml"} {
		data, err := p.part(name)
		if err != nil {
			return nil, err
		}
		if data == nil && name == "content.xml" {
			return nil, ErrNotText
		}
		if data != nil {
			all = append(all, part{name, data})
		}
	}
	return all, nil
}

// checkKind refuses what is encrypted or another kind of OpenDocument.
func (p *parts) checkKind() error {
	kind, err := p.part("mimetype")
	if err != nil {
		return err
	}
	list, err := p.part(manifest)
	if err != nil {
		return err
	}
	if list != nil {
		ps := newParser(list)
		ps.named = true
		err := ps.each(func(e element) error {
			if e.key == "manifest:encryption-data" {
				return ErrEncrypted
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if k := strings.TrimSpace(string(kind)); k != "" && !strings.HasPrefix(k, textPrefix) {
		return ErrNotText
	}
	return nil
}

// part gives the bytes of a part as UTF-8, nil when it is absent.
func (p *parts) part(name string) ([]byte, error) {
	f := p.files[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer r.Close()
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(r, maxPart+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	p.total += n
	packed := max(int64(f.CompressedSize64), 1)
	if n > maxPart || p.total > maxTotal || n > ratioFrom && n/packed > maxRatio {
		return nil, fmt.Errorf("%w: part of %d bytes", ErrTooLarge, n)
	}
	return toUTF8(b.Bytes()), nil
}
