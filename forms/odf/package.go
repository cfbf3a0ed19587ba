// Package odf reads an OpenDocument text (odt, ott, and flat fodt) into a sheet. It
// decides what stands on the page when every tracked change is accepted, and with which
// evidence: it resolves automatic and named styles, reads boxes both as stored and as
// shown, and passes on everything it does not know as an unknown object, because what
// is left out could turn an answer round. Deleted text stays in the file, at the top of
// the body or in its place: it never counts as written. Nothing outside the bytes it is
// given is opened.
package odf

import (
	"bytes"
	"errors"
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// ErrNotText is returned for what is no OpenDocument text; the other errors are those of office.
var ErrNotText = errors.New("odf: not an OpenDocument text")

// Limits beside those of office.
const (
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
	head := office.ToUTF8(data[:min(len(data), flatHead)])
	return bytes.Contains(head, []byte(officeName)) && bytes.Contains(head, []byte(":document")) && !bytes.Contains(head, []byte("<html"))
}

// Read reads the document into a sheet.
func Read(data []byte) (*sheet.Sheet, error) {
	switch {
	case isFlat(data):
		return readParts([]part{{name: "flat", data: office.ToUTF8(data)}})
	case !bytes.HasPrefix(data, []byte("PK")):
		return nil, ErrNotText
	}
	opened, err := office.Open(data)
	if err != nil {
		return nil, err
	}
	all, err := parts{opened}.needed()
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
type parts struct{ *office.Package }

// needed gives the parts that a reading leans on: what defines looks first.
func (p parts) needed() ([]part, error) {
	if err := p.checkKind(); err != nil {
		return nil, err
	}
	var all []part
	for _, name := range []string{"styles.xml", "content.xml", "meta.xml"} {
		data, err := p.Part(name)
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
func (p parts) checkKind() error {
	kind, err := p.Part("mimetype")
	if err != nil {
		return err
	}
	list, err := p.Part(manifest)
	if err != nil {
		return err
	}
	if list != nil {
		ps := newParser(list)
		ps.Named = true
		err := ps.Each(func(e element) error {
			if e.Key == "manifest:encryption-data" {
				return office.ErrEncrypted
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
