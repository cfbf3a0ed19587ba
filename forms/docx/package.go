// Package docx reads a Word document (docx, docm, dotx, flat OPC; transitional and
// strict) into a sheet. It decides what stands on the page when every tracked change
// is accepted, and with which evidence: it follows parts by relationship, resolves
// styles, reads boxes both as stored and as shown, and passes on everything it does
// not know as an unknown object, because what is left out could turn an answer round.
// It opens nothing outside the bytes it is given.
package docx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// What is wrong with a file, beside the errors of office.
var (
	ErrNotDocx    = errors.New("docx: not a Word document")
	ErrLegacyWord = errors.New("docx: a Word 97-2003 document")
)

// Limits beside those of office.
const (
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
	zip    *office.Package
	inline map[string][]byte // flat OPC, when there is no zip
}

func open(data []byte) (*parts, error) {
	switch {
	case bytes.HasPrefix(data, compoundMagic) && bytes.Contains(data, encryptedName):
		return nil, office.ErrEncrypted
	case bytes.HasPrefix(data, compoundMagic):
		return nil, ErrLegacyWord
	case isFlat(data):
		return openFlat(data)
	case !bytes.HasPrefix(data, []byte("PK")):
		return nil, ErrNotDocx
	}
	z, err := office.Open(data)
	return &parts{zip: z}, err
}

// part gives the bytes of a part as UTF-8, nil when it is absent.
func (p *parts) part(name string) ([]byte, error) {
	key := strings.ToLower(strings.TrimPrefix(name, "/"))
	if p.zip == nil {
		return office.ToUTF8(p.inline[key]), nil
	}
	return p.zip.Part(key)
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
	return all, office.NewParser(data, spaces).Each(func(e element) error {
		if e.Key == "rel:Relationship" {
			kind := e.Attr("Type")
			r := relation{kind: kind[strings.LastIndexByte(kind, '/')+1:], external: e.Attr("TargetMode") == "External"}
			r.target = resolve(dir, e.Attr("Target"))
			all[e.Attr("Id")] = r
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
			return "", fmt.Errorf("%w: two main parts", office.ErrRefused)
		}
		main = r.target
	}
	if main == "" {
		return "", ErrNotDocx
	}
	return main, nil
}

func isFlat(data []byte) bool {
	head := office.ToUTF8(data[:min(len(data), 2048)])
	return bytes.Contains(head, []byte("http://schemas.microsoft.com/office/2006/xmlPackage"))
}

// openFlat cuts a flat OPC file into its parts.
func openFlat(data []byte) (*parts, error) {
	data = office.ToUTF8(data)
	p := &parts{inline: map[string][]byte{}}
	ps := office.NewParser(data, spaces)
	name, from := "", -1
	for {
		e, err := ps.Next()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case e.Start && e.Key == "pkg:part":
			name = strings.ToLower(strings.TrimPrefix(e.Attr("name"), "/"))
		case e.Start && e.Key == "pkg:xmlData":
			from = ps.Offset()
		case e.End && e.Key == "pkg:xmlData" && from >= 0:
			until := bytes.LastIndex(data[:ps.Offset()], []byte("</"))
			if _, twice := p.inline[name]; twice {
				return nil, fmt.Errorf("%w: a part stands in it twice", office.ErrRefused)
			}
			if until > from && len(p.inline) < office.MaxEntries {
				p.inline[name] = data[from:until]
			}
			from = -1
		}
	}
}
