// Package docx reads a Word document (docx, docm, dotx, flat OPC; transitional and
// strict) into a sheet. It decides what stands on the page when every tracked change
// is accepted, and with which evidence: it follows parts by relationship, resolves
// styles, reads boxes both as stored and as shown, and passes on everything it does
// not know as an unknown object, because what is left out could turn an answer round.
// It opens nothing outside the bytes it is given.
package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"mdaplus/forms/sheet"
)

// What is wrong with a file that cannot be read.
var (
	ErrNotDocx    = errors.New("docx: not a Word document")
	ErrEncrypted  = errors.New("docx: protected with a password")
	ErrTooLarge   = errors.New("docx: larger than allowed")
	ErrDamaged    = errors.New("docx: damaged")
	ErrRefused    = errors.New("docx: refused as unsafe")
	ErrLegacyWord = errors.New("docx: a Word 97-2003 document")
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
	maxAltChunks  = 8
)

var (
	compoundMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
	encryptedName = utf16le("EncryptedPackage")
)

// Read reads the document into a sheet.
func Read(data []byte) (*sheet.Sheet, error) {
	pkg, err := open(data)
	if err != nil {
		return nil, err
	}
	return pkg.read(0)
}

// Is says whether the bytes look like a Word document, whole or damaged.
func Is(data []byte) bool {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return bytes.Contains(data, []byte("word/"))
	}
	return isFlat(data)
}

// parts is the opened package: the parts by their full name, read on demand.
type parts struct {
	files  map[string]*zip.File
	inline map[string][]byte // flat OPC
	total  int64
}

func open(data []byte) (*parts, error) {
	switch {
	case bytes.HasPrefix(data, compoundMagic) && bytes.Contains(data, encryptedName):
		return nil, ErrEncrypted
	case bytes.HasPrefix(data, compoundMagic):
		return nil, ErrLegacyWord
	case isFlat(data):
		return openFlat(data)
	case !bytes.HasPrefix(data, []byte("PK")):
		return nil, ErrNotDocx
	}
	return openZip(data)
}

func openZip(data []byte) (*parts, error) {
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
	if strings.HasSuffix(name, "/") {
		return nil
	}
	if strings.HasPrefix(name, "/") || name == ".." || strings.HasPrefix(name, "../") || strings.Contains(name, "/../") {
		return fmt.Errorf("%w: entry outside the package", ErrRefused)
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

// part gives the bytes of a part as UTF-8, nil when it is absent.
func (p *parts) part(name string) ([]byte, error) {
	key := strings.ToLower(strings.TrimPrefix(name, "/"))
	if b, ok := p.inline[key]; ok {
		return toUTF8(b), nil
	}
	f := p.files[key]
	if f == nil {
		return nil, nil
	}
	b, err := p.unpack(f)
	if err != nil {
		return nil, err
	}
	return toUTF8(b), nil
}

func (p *parts) unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer r.Close()
	var b bytes.Buffer
	if n := f.UncompressedSize64; n < 1<<20 {
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
	return b.Bytes(), nil
}

// relation is one entry of a .rels part.
type relation struct {
	kind     string // last element of the relationship type
	target   string // full name of the part
	external bool
}

// relations reads the relationships of a part ("" for the package).
func (p *parts) relations(of string) (map[string]relation, error) {
	dir, file := path.Split(of)
	data, err := p.part(dir + "_rels/" + file + ".rels")
	if err != nil || data == nil {
		return nil, err
	}
	all := map[string]relation{}
	return all, newParser(data).each(func(e element) error {
		if e.key == "rel:Relationship" {
			kind := e.attr("Type")
			r := relation{kind: kind[strings.LastIndexByte(kind, '/')+1:], external: e.attr("TargetMode") == "External"}
			r.target = resolve(dir, e.attr("Target"))
			all[e.attr("Id")] = r
		}
		return nil
	})
}

func resolve(dir, target string) string {
	if strings.HasPrefix(target, "/") {
		return path.Clean(target)[1:]
	}
	return strings.TrimPrefix(path.Clean("/"+dir+target), "/")
}

func (p *parts) mainPart() (string, error) {
	rels, err := p.relations("")
	if err != nil {
		return "", err
	}
	main := ""
	for _, r := range rels {
		if r.kind != "officeDocument" || r.external {
			continue
		}
		if main != "" && main != r.target {
			return "", fmt.Errorf("%w: two main parts", ErrRefused)
		}
		main = r.target
	}
	if main == "" {
		return "", ErrNotDocx
	}
	return main, nil
}

func isFlat(data []byte) bool {
	head := toUTF8(data[:min(len(data), 2048)])
	return bytes.Contains(head, []byte("http://schemas.microsoft.com/office/2006/xmlPackage"))
}

// openFlat cuts a flat OPC file into its parts.
func openFlat(data []byte) (*parts, error) {
	data = toUTF8(data)
	p := &parts{inline: map[string][]byte{}}
	ps := newParser(data)
	name, from := "", int64(-1)
	for {
		e, err := ps.next()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case e.start && e.key == "pkg:part":
			name = strings.ToLower(strings.TrimPrefix(e.attr("name"), "/"))
		case e.start && e.key == "pkg:xmlData":
			from = ps.dec.InputOffset()
		case e.end && e.key == "pkg:xmlData" && from >= 0:
			until := bytes.LastIndex(data[:ps.dec.InputOffset()], []byte("</"))
			if _, twice := p.inline[name]; twice {
				return nil, fmt.Errorf("%w: a part stands in it twice", ErrRefused)
			}
			if until > int(from) && len(p.inline) < maxEntries {
				p.inline[name] = data[from:until]
			}
			from = -1
		}
	}
}
