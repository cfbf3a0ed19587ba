package mailbox

import (
	"bytes"
	"strings"
)

// multipart reads the parts of a multipart (RFC 2046 section 5.1). Without a usable boundary the whole body is one text part: nothing is lost.
func (w *walker) multipart(p *Part, body []byte, depth int) {
	if boundary := w.boundary(p, body); boundary != "" {
		w.split(p, body, boundary, depth)
	}
	if len(p.Children) == 0 && len(bytes.TrimSpace(body)) > 0 && w.parts < MaxParts {
		w.warn(p.Path, CodeBoundaryMissing)
		p.Children = []*Part{w.part(headerBlock{body: body}, childPath(p.Path, 1), depth+1, "text/plain")}
	}
}

// split reads the parts between the boundary lines.
func (w *walker) split(p *Part, body []byte, boundary string, depth int) {
	fallback := "text/plain"
	if p.MediaType == "multipart/digest" {
		fallback = "message/rfc822"
	}
	s := splitter{data: body, mark: []byte("--" + boundary)}
	for piece, ok := s.next(); ok; piece, ok = s.next() {
		if w.parts >= MaxParts {
			w.warn(p.Path, CodeTooManyParts)
			break
		}
		block := splitHeader(piece, false)
		path := childPath(p.Path, len(p.Children)+1)
		w.warn(path, block.codes...)
		p.Children = append(p.Children, w.part(block, path, depth+1, fallback))
	}
	w.warn(p.Path, s.codes()...)
}

// boundary takes the first one given that occurs in the body, and otherwise guesses the first line that looks like one.
func (w *walker) boundary(p *Part, body []byte) string {
	_, list := parseParams(p.Header.Get("Content-Type"))
	if b := trimBoundary(p.Params["boundary"]); hasBoundary(body, b) {
		return b
	}
	for _, q := range list {
		if q.name == "boundary" && hasBoundary(body, trimBoundary(q.value)) {
			w.warn(p.Path, CodeBoundaryGuessed)
			return trimBoundary(q.value)
		}
	}
	if b := guessBoundary(body); b != "" {
		w.warn(p.Path, CodeBoundaryGuessed)
		return b
	}
	return ""
}

// trimBoundary cuts trailing blanks, which RFC 2046 forbids and line ends lose.
func trimBoundary(b string) string { return strings.TrimRight(b, " \t") }

func hasBoundary(body []byte, boundary string) bool {
	if boundary == "" {
		return false
	}
	at, _, _ := findMark(body, []byte("--"+boundary))
	return at >= 0
}

// guessBoundary takes the first line that begins with two dashes and is followed by a Content- field.
func guessBoundary(body []byte) string {
	for rest := body; len(rest) > 0; {
		var line []byte
		line, rest = cutLine(rest)
		line = bytes.TrimRight(line, " \t")
		if len(line) > 2 && len(line) < maxBoundaryGuess && bytes.HasPrefix(line, []byte("--")) &&
			len(rest) > 8 && bytes.EqualFold(rest[:8], []byte("Content-")) {
			return string(line[2:])
		}
	}
	return ""
}

// splitter cuts a multipart body at its boundary lines.
type splitter struct {
	data, mark        []byte
	begun, ended      bool // a boundary line was seen; the closing one was seen
	afterEnd, leftOut bool // parts came after the closing line; text did
}

// next returns the bytes between two boundary lines, without the line end that belongs to the boundary.
func (s *splitter) next() ([]byte, bool) {
	for {
		at, end, closing := findMark(s.data, s.mark)
		if at < 0 {
			return s.last()
		}
		piece := s.data[:at]
		s.data = s.data[end:]
		wasBegun, wasEnded := s.begun, s.ended
		s.begun, s.ended = true, closing
		switch {
		case !wasBegun: // preamble
		case wasEnded:
			s.afterEnd = true
			s.leftOut = s.leftOut || len(bytes.TrimSpace(piece)) > 0
		default:
			return trimLineEnd(piece), true
		}
	}
}

// last returns the part that no boundary line ended.
func (s *splitter) last() ([]byte, bool) {
	rest := s.data
	s.data = nil
	if s.ended {
		s.leftOut = s.leftOut || len(bytes.TrimSpace(rest)) > 0
		return nil, false
	}
	return rest, len(rest) > 0
}

func (s *splitter) codes() []Code {
	var codes []Code
	if !s.ended {
		codes = append(codes, CodeBoundaryUnclosed)
	}
	if s.afterEnd {
		codes = append(codes, CodePartAfterEnd)
	}
	if s.leftOut {
		codes = append(codes, CodeTextAfterEnd)
	}
	return codes
}

// findMark finds the next line that is the boundary: it tells where the line starts and ends, and whether it is the closing one.
func findMark(data, mark []byte) (at, end int, closing bool) {
	for from := 0; ; {
		i := bytes.Index(data[from:], mark)
		if i < 0 {
			return -1, 0, false
		}
		at = from + i
		from = at + len(mark)
		if at > 0 && data[at-1] != '\n' {
			continue
		}
		line, rest := cutLine(data[from:])
		tail := bytes.TrimRight(line, " \t\r")
		if len(tail) == 0 || string(tail) == "--" {
			return at, len(data) - len(rest), len(tail) > 0
		}
	}
}

func trimLineEnd(piece []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(piece, []byte("\n")), []byte("\r"))
}
