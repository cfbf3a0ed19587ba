package pdfa

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"unicode/utf16"
)

// perMillimetre is how many points a millimetre is.
const perMillimetre = 72 / 25.4

// writer writes numbered objects one after another and remembers where each begins.
type writer struct {
	b       bytes.Buffer
	offsets []int // by object number; 0: not written yet
}

func newWriter() *writer {
	w := &writer{offsets: []int{0}}
	w.b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	return w
}

func (w *writer) reserve() int {
	w.offsets = append(w.offsets, 0)
	return len(w.offsets) - 1
}

func (w *writer) object(id int, body string) {
	w.offsets[id] = w.b.Len()
	fmt.Fprintf(&w.b, "%d 0 obj\n%s\nendobj\n", id, body)
}

// stream writes compressed data; dict holds further entries of its dictionary.
func (w *writer) stream(id int, dict string, data []byte) {
	w.packed(id, dict, deflate(data))
}

// packed writes data that is compressed already.
func (w *writer) packed(id int, dict string, packed []byte) {
	w.raw(id, dict+"/Filter/FlateDecode", packed)
}

// raw writes data as it is.
func (w *writer) raw(id int, dict string, data []byte) {
	w.offsets[id] = w.b.Len()
	fmt.Fprintf(&w.b, "%d 0 obj\n<<%s/Length %d>>\nstream\n", id, dict, len(data))
	w.b.Write(data)
	w.b.WriteString("\nendstream\nendobj\n")
}

// finish writes the table of objects. The file's identity is a hash of its own bytes.
func (w *writer) finish(root int) ([]byte, error) {
	sum := sha256.Sum256(w.b.Bytes())
	start := w.b.Len()
	fmt.Fprintf(&w.b, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets))
	for id, at := range w.offsets[1:] {
		if at == 0 {
			return nil, fmt.Errorf("pdfa: object %d was promised and never written", id+1)
		}
		fmt.Fprintf(&w.b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&w.b, "trailer\n<</Size %d/Root %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets), root, sum[:16], sum[:16], start)
	return w.b.Bytes(), nil
}

// packers are kept: making one costs more than most streams.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	b.Grow(len(data)/3 + 64)
	z := packers.Get().(*zlib.Writer)
	z.Reset(&b)
	z.Write(data) // into memory: it cannot fail
	z.Close()
	packers.Put(z)
	return b.Bytes()
}

// number writes a length in points with as many digits as anybody can see.
func number(f float64) string {
	var b [24]byte
	s := strconv.AppendFloat(b[:0], f, 'f', 2, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if string(s) == "-0" {
		return "0"
	}
	return string(s)
}

// text writes a text string: plain when it is ASCII, else UTF-16 with its mark.
func text(s string) string {
	var b bytes.Buffer
	for _, r := range s {
		if r < 0x20 || r > 0x7E {
			return wide(s)
		}
		if r == '(' || r == ')' || r == '\\' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return "(" + b.String() + ")"
}

func wide(s string) string {
	var b bytes.Buffer
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

// name writes a name; letters that a name may not hold are written as numbers.
func name(s string) string {
	var b bytes.Buffer
	b.WriteByte('/')
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '+', c == '_', c == '.':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}
