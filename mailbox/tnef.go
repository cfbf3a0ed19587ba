package mailbox

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// Limits of a winmail.dat.
const (
	maxTNEFFiles = 100
	maxTNEFProps = 4096
)

// ErrTNEF means that a winmail.dat is damaged or not one.
var ErrTNEF = errors.New("winmail.dat cannot be read")

// TNEF is what Outlook packed into a winmail.dat (MS-OXTNEF): attachments, and the
// text of the mail as RTF or HTML.
type TNEF struct {
	Files []TNEFFile
	RTF   []byte // decompressed, nil when there is none
	HTML  []byte
}

// TNEFFile is one attachment.
type TNEFFile struct {
	Name string
	Data []byte
}

// Attributes and properties that are read; the rest says nothing of the content.
const (
	tnefSignature    = 0x223E9F78
	attMAPIProps     = 0x00069003
	attRenderData    = 0x00069002 // begins an attachment
	attAttachTitle   = 0x00018010
	attAttachData    = 0x0006800F
	attAttachMAPI    = 0x00069005
	propHTML         = 0x1013
	propRTF          = 0x1009
	propAttachData   = 0x3701
	propLongFilename = 0x3707
)

// UnpackTNEF reads a winmail.dat. Attributes it does not know are passed over;
// whatever is cut off or contradicts itself is an error, so that no attachment is
// lost in silence.
func UnpackTNEF(data []byte) (t TNEF, err error) {
	r := &tnefReader{data: data}
	if r.uint32() != tnefSignature {
		return t, ErrTNEF
	}
	r.uint16()                                                 // key
	for len(bytes.Trim(r.data, "\x00\r\n ")) > 0 && !r.short { // mail programs leave line ends behind
		r.bytes(1) // level: the attribute tells
		id := r.uint32()
		value := r.bytes(int(r.uint32()))
		r.uint16() // checksum: Outlook itself does not look
		if r.short {
			break
		}
		if err := t.attribute(id, value); err != nil {
			return t, err
		}
	}
	if r.short || t.hollow() {
		return t, ErrTNEF
	}
	return t, nil
}

// hollow says that an attachment was begun and its bytes are not there: the file was cut.
func (t *TNEF) hollow() bool {
	for _, f := range t.Files {
		if len(f.Data) == 0 {
			return true
		}
	}
	return false
}

func (t *TNEF) attribute(id uint32, value []byte) error {
	if id == attRenderData {
		if len(t.Files) == maxTNEFFiles {
			return ErrTNEF
		}
		t.Files = append(t.Files, TNEFFile{})
		return nil
	}
	if id == attMAPIProps {
		return t.message(value)
	}
	if len(t.Files) == 0 {
		return nil
	}
	f := &t.Files[len(t.Files)-1]
	switch id {
	case attAttachTitle:
		if f.Name == "" {
			f.Name = cleanFilename(ansi(value))
		}
	case attAttachData:
		f.Data = value
	case attAttachMAPI:
		return properties(value, func(id, kind uint16, value []byte) {
			switch {
			case id == propLongFilename:
				f.Name = cleanFilename(mapiText(kind, value))
			case id == propAttachData && len(f.Data) == 0 && len(value) > guidSize:
				f.Data = value[guidSize:] // an embedded object carries its interface first
			}
		})
	}
	return nil
}

const guidSize = 16

func (t *TNEF) message(props []byte) error {
	var failed error
	err := properties(props, func(id, _ uint16, value []byte) {
		switch id {
		case propHTML:
			t.HTML = value
		case propRTF:
			t.RTF, failed = unpackRTF(value)
		}
	})
	return errors.Join(err, failed)
}

func ansi(b []byte) string {
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return trimZero(string(s))
}

func trimZero(s string) string {
	for i := range len(s) {
		if s[i] == 0 {
			return s[:i]
		}
	}
	return s
}

func mapiText(kind uint16, b []byte) string {
	if kind != 0x1F {
		return ansi(b)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return trimZero(string(utf16.Decode(units)))
}

// properties visits the MAPI properties of a message or an attachment (MS-OXTNEF 2.1.3.4).
func properties(data []byte, visit func(id, kind uint16, value []byte)) error {
	r := &tnefReader{data: data}
	n := r.uint32()
	if n > maxTNEFProps {
		return ErrTNEF
	}
	for range n {
		kind, id := r.uint16(), r.uint16()
		if id >= 0x8000 {
			r.namedProperty()
		}
		values := uint32(1)
		multi, variable := kind&0x1000 != 0, variableLength(kind&0x0FFF)
		if multi || variable {
			values = r.uint32()
		}
		for range min(values, maxTNEFProps) {
			value := r.value(kind&0x0FFF, variable)
			if r.short {
				return ErrTNEF
			}
			visit(id, kind&0x0FFF, value)
		}
	}
	if r.short {
		return ErrTNEF
	}
	return nil
}

func variableLength(kind uint16) bool {
	return kind == 0x1E || kind == 0x1F || kind == 0x102 || kind == 0x0D
}

type tnefReader struct {
	data  []byte
	short bool // more was asked for than there is
}

func (r *tnefReader) bytes(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.short, r.data = true, nil
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *tnefReader) uint32() uint32 {
	if b := r.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *tnefReader) uint16() uint16 {
	if b := r.bytes(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

// padded reads bytes that are filled up to a multiple of four.
func (r *tnefReader) padded(n int) []byte {
	b := r.bytes(n)
	r.bytes(min((4-n%4)%4, len(r.data)))
	return b
}

func (r *tnefReader) namedProperty() {
	r.bytes(guidSize)
	if r.uint32() == 0 {
		r.uint32()
		return
	}
	r.padded(int(r.uint32()))
}

func (r *tnefReader) value(kind uint16, variable bool) []byte {
	if variable {
		return r.padded(int(r.uint32()))
	}
	switch kind {
	case 0x05, 0x06, 0x07, 0x14, 0x40: // eight bytes: double, currency, time, integer
		return r.bytes(8)
	case 0x48:
		return r.bytes(guidSize)
	}
	return r.bytes(4)
}

// rtfDictionary is what the window of compressed RTF begins with (MS-OXRTFCP 2.1.2.1).
const rtfDictionary = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// maxRTF is the largest text that is unpacked.
const maxRTF = 16 << 20

// unpackRTF undoes Outlook's compression of RTF (MS-OXRTFCP).
func unpackRTF(data []byte) ([]byte, error) {
	r := &tnefReader{data: data}
	r.uint32()
	size, kind := r.uint32(), r.uint32()
	r.uint32() // checksum
	if r.short || size > maxRTF {
		return nil, ErrTNEF
	}
	switch kind {
	case 0x414C454D: // "MELA": not compressed
		return r.bytes(min(int(size), len(r.data))), nil
	case 0x75465A4C: // "LZFu"
		return inflateRTF(r, int(size))
	}
	return nil, ErrTNEF
}

func inflateRTF(r *tnefReader, size int) ([]byte, error) {
	const window = 4096
	var dictionary [window]byte
	at := copy(dictionary[:], rtfDictionary)
	out := make([]byte, 0, size)
	put := func(b byte) {
		out = append(out, b)
		dictionary[at] = b
		at = (at + 1) % window
	}
	for len(out) < size {
		flags := r.bytes(1)
		for bit := 0; bit < 8 && !r.short && len(out) < size; bit++ {
			if flags[0]&(1<<bit) == 0 {
				if b := r.bytes(1); b != nil {
					put(b[0])
				}
				continue
			}
			b := r.bytes(2)
			if b == nil {
				break
			}
			offset, length := int(b[0])<<4|int(b[1])>>4, int(b[1]&0x0F)+2
			if offset == at {
				return out, nil // the end mark
			}
			for i := range length {
				put(dictionary[(offset+i)%window])
			}
		}
		if r.short {
			return nil, ErrTNEF
		}
	}
	return out, nil
}
