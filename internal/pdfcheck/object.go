package pdfcheck

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// The objects of a PDF. A dictionary and a list hold values; a Name is without its slash; a
// Ref is the number of another object; text is a string as it stands in the file, decoded.
type (
	value any
	dict  map[string]value
	list  []value
	name  string
	ref   int
	text  string
)

// file is a PDF with all its objects.
type file struct {
	objects map[int]value
	streams map[int][]byte // by number of the object, as they are packed
	trailer dict
}

var errSyntax = errors.New("not a PDF as it is written here")

// parse reads a file with a plain table of objects, as package pdfa writes it.
func parse(data []byte) (*file, error) {
	at := bytes.LastIndex(data, []byte("startxref"))
	if at < 0 {
		return nil, errSyntax
	}
	start, err := strconv.Atoi(string(bytes.TrimSpace(bytes.Split(data[at+len("startxref"):], []byte("%"))[0])))
	if err != nil || start <= 0 || start >= len(data) || !bytes.HasPrefix(data[start:], []byte("xref")) {
		return nil, errSyntax
	}
	f := &file{objects: map[int]value{}, streams: map[int][]byte{}}
	p := &parser{data: data, at: start + len("xref")}
	if p.number() != 0 {
		return nil, errSyntax
	}
	count := p.number()
	if count < 1 || count > len(data)/20 {
		return nil, errSyntax
	}
	p.skip()
	table := p.at
	for n := 1; n < count; n++ {
		line := table + 20*n
		if line+10 > len(data) {
			return nil, errSyntax
		}
		offset, err := strconv.Atoi(string(data[line : line+10]))
		if err != nil {
			return nil, errSyntax
		}
		if err := f.object(data, n, offset); err != nil {
			return nil, err
		}
	}
	p.at = table + 20*count
	if p.word() != "trailer" {
		return nil, errSyntax
	}
	trailer, _ := p.value(0).(dict)
	f.trailer = trailer
	if trailer == nil || p.bad {
		return nil, errSyntax
	}
	return f, nil
}

func (f *file) object(data []byte, n, offset int) error {
	if offset <= 0 || offset >= len(data) {
		return fmt.Errorf("%w: object %d", errSyntax, n)
	}
	p := &parser{data: data, at: offset}
	if p.number() != n || p.number() != 0 || p.word() != "obj" {
		return fmt.Errorf("%w: object %d does not stand where the table says", errSyntax, n)
	}
	v := p.value(0)
	f.objects[n] = v
	if d, ok := v.(dict); ok && p.word() == "stream" {
		size, _ := d["Length"].(float64)
		from := p.at + 1
		if from < len(data) && data[p.at] == '\r' {
			from++
		}
		if size < 0 || from+int(size) > len(data) {
			return fmt.Errorf("%w: stream %d", errSyntax, n)
		}
		f.streams[n] = data[from : from+int(size)]
	}
	if p.bad {
		return fmt.Errorf("%w: object %d", errSyntax, n)
	}
	return nil
}

// get follows a reference.
func (f *file) get(v value) value {
	for range 10 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[int(r)]
	}
	return nil
}

func (f *file) dict(v value) dict { d, _ := f.get(v).(dict); return d }
func (f *file) list(v value) list { l, _ := f.get(v).(list); return l }

// content gives the unpacked bytes of a stream.
func (f *file) content(v value) ([]byte, bool) {
	r, ok := v.(ref)
	if !ok {
		return nil, false
	}
	packed, ok := f.streams[int(r)]
	if !ok {
		return nil, false
	}
	if f.dict(v)["Filter"] == nil {
		return packed, true
	}
	const most = 64 << 20
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(z, most))
	return data, err == nil
}

// parser reads values one after another.
type parser struct {
	data []byte
	at   int
	bad  bool
}

const maxDepth = 60

func (p *parser) skip() {
	for p.at < len(p.data) {
		switch c := p.data[p.at]; {
		case c == '%':
			for p.at < len(p.data) && p.data[p.at] != '\n' && p.data[p.at] != '\r' {
				p.at++
			}
		case c <= ' ':
			p.at++
		default:
			return
		}
	}
}

func (p *parser) peek() byte {
	if p.at < len(p.data) {
		return p.data[p.at]
	}
	return 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 || c <= ' ' }

// word reads letters up to the next sign.
func (p *parser) word() string {
	p.skip()
	from := p.at
	for p.at < len(p.data) && !delimiter(p.data[p.at]) {
		p.at++
	}
	return string(p.data[from:p.at])
}

func (p *parser) number() int {
	n, err := strconv.Atoi(p.word())
	if err != nil {
		p.bad = true
	}
	return n
}

func (p *parser) value(depth int) value {
	p.skip()
	if depth > maxDepth || p.at >= len(p.data) {
		p.bad = true
		return nil
	}
	switch c := p.peek(); {
	case c == '/':
		p.at++
		return name(p.word())
	case c == '[':
		return p.list(depth)
	case c == '(':
		return p.text()
	case c == '<' && p.at+1 < len(p.data) && p.data[p.at+1] == '<':
		return p.dict(depth)
	case c == '<':
		return p.hex()
	}
	return p.plain()
}

func (p *parser) list(depth int) value {
	p.at++
	var out list
	for {
		p.skip()
		if p.peek() == ']' {
			p.at++
			return out
		}
		if p.at >= len(p.data) || p.bad {
			p.bad = true
			return out
		}
		out = append(out, p.value(depth+1))
	}
}

func (p *parser) dict(depth int) value {
	p.at += 2
	out := dict{}
	for {
		p.skip()
		if p.peek() == '>' {
			p.at += 2
			return out
		}
		key, ok := p.value(depth + 1).(name)
		if !ok || p.bad {
			p.bad = true
			return out
		}
		out[string(key)] = p.value(depth + 1)
	}
}

func (p *parser) text() value {
	p.at++
	var out []byte
	for depth := 1; p.at < len(p.data); p.at++ {
		switch c := p.data[p.at]; c {
		case '\\':
			p.at++
			out = append(out, p.peek())
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				p.at++
				return text(out)
			}
		}
		out = append(out, p.data[p.at])
	}
	p.bad = true
	return text(out)
}

func (p *parser) hex() value {
	end := bytes.IndexByte(p.data[p.at:], '>')
	if end < 0 {
		p.bad = true
		return nil
	}
	digits := string(p.data[p.at+1 : p.at+end])
	p.at += end + 1
	var out []byte
	for i := 0; i+1 < len(digits); i += 2 {
		n, err := strconv.ParseUint(digits[i:i+2], 16, 8)
		if err != nil {
			p.bad = true
			return nil
		}
		out = append(out, byte(n))
	}
	return text(out)
}

// plain reads a number, a reference, or a word such as true.
func (p *parser) plain() value {
	w := p.word()
	if w == "" {
		p.bad = true
		p.at++
		return nil
	}
	n, err := strconv.ParseFloat(w, 64)
	if err != nil {
		return w
	}
	after := p.at
	if second := p.word(); second == "0" && n == float64(int(n)) && p.word() == "R" {
		return ref(int(n))
	}
	p.at = after
	return n
}
