// Package rtf reads an RTF document into a sheet. It decides what stands on the page when
// every tracked change is accepted, and with which evidence. RTF has no schema: a reader
// shows text behind words that it does not know. So this one keeps such text, leaves out
// only what is known never to be shown, and puts an unknown object where a destination
// that it does not know holds text, because what is left out could turn an answer round.
// A check box whose state a program did not write is neither ticked nor empty. Nothing
// outside the bytes it is given is opened.
package rtf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"mdaplus/forms/sheet"
)

// What is wrong with a file that cannot be read.
var (
	ErrNotRTF   = errors.New("rtf: not an RTF document")
	ErrTooLarge = errors.New("rtf: larger than allowed")
	ErrDamaged  = errors.New("rtf: damaged")
)

// Limits, enforced while reading.
const (
	maxSize       = 64 << 20
	maxDepth      = 512 // groups in groups
	maxWord       = 32  // letters of a control word
	maxDigits     = 10
	maxTable      = 20_000  // fonts, colours, styles, entries of a list
	maxCells      = 1000    // cells in a row
	maxGrid       = 1 << 20 // cells of rows in all
	maxNesting    = 16      // tables in tables
	maxStyleChain = 32
	maxName       = 4096 // bytes of a name or property
)

var magic = []byte(`{\rtf`)

// Is says whether the bytes look like RTF.
func Is(data []byte) bool { return bytes.HasPrefix(trimmed(data), magic) }

// trimmed leaves out what some programs put before the document.
func trimmed(data []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n\x00")
}

// Read reads the document into a sheet.
func Read(data []byte) (*sheet.Sheet, error) {
	switch {
	case !Is(data):
		return nil, ErrNotRTF
	case len(data) > maxSize:
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(data))
	}
	r := newReader(trimmed(data))
	if err := r.run(); err != nil {
		return nil, err
	}
	return r.finish(), nil
}

// finish closes what is still open and gives the sheet.
func (r *reader) finish() *sheet.Sheet {
	sh := &sheet.Sheet{Blocks: r.flow.finish(), Furniture: r.edges.String()}
	if sh.Blocks == nil {
		sh.Blocks = []sheet.Block{{Paragraph: &sheet.Paragraph{}}}
	}
	for place, b := range r.kept {
		sh.Hide(place, b.String())
	}
	sh.Mend()
	return sh
}

// aside keeps text that is not shown, for the search for personal data.
func (r *reader) aside(place, t string) {
	b := r.kept[place]
	if b == nil {
		b = &strings.Builder{}
		r.kept[place] = b
	}
	b.WriteString(t)
}
