package mailbox

import (
	"encoding/hex"
	"strings"
	"unicode"
)

// decodeWords decodes RFC 2047 words wherever they stand (also inside quotes, as senders do), and cleans the result for display.
// Adjacent words of one charset are joined before decoding, since some senders cut inside a character.
func decodeWords(s string) string {
	var out strings.Builder
	var pending []byte
	var charset string
	flush := func() {
		if pending != nil {
			text, _ := decodeCharset(pending, charset)
			out.WriteString(text)
			pending = nil
		}
	}
	for s != "" {
		start := strings.Index(s, "=?")
		if start < 0 {
			break
		}
		word, size, ok := cutWord(s[start:])
		gap := s[:start]
		if !ok {
			flush()
			out.WriteString(guessText([]byte(s[:start+2])))
			s = s[start+2:]
			continue
		}
		if pending == nil || strings.TrimSpace(gap) != "" || !strings.EqualFold(charset, word.charset) {
			flushed := pending != nil
			flush()
			if !flushed || strings.TrimSpace(gap) != "" {
				out.WriteString(guessText([]byte(gap)))
			}
			pending = []byte{}
		}
		charset, pending = word.charset, append(pending, word.data...)
		s = s[start+size:]
	}
	flush()
	out.WriteString(guessText([]byte(s)))
	return cleanLine(out.String())
}

type word struct {
	charset string
	data    []byte
}

// cutWord reads one =?charset?b|q?text?= at the start of s and tells its length.
func cutWord(s string) (word, int, bool) {
	const maxCharsetName = 60
	q1 := strings.IndexByte(s[2:min(len(s), 2+maxCharsetName)], '?')
	if q1 < 1 || len(s) < 2+q1+4 || s[2+q1+2] != '?' {
		return word{}, 0, false
	}
	charset, _, _ := strings.Cut(s[2:2+q1], "*") // RFC 2231 language tag
	textAt := 2 + q1 + 3
	end := strings.Index(s[textAt:], "?=")
	if end < 0 || strings.ContainsAny(charset, " \t\"<>") {
		return word{}, 0, false
	}
	text := s[textAt : textAt+end]
	size := textAt + end + 2
	switch s[2+q1+1] {
	case 'b', 'B':
		data, _ := decodeBase64([]byte(text))
		return word{charset, data}, size, true
	case 'q', 'Q':
		return word{charset, decodeQ(text)}, size, true
	}
	return word{}, 0, false
}

func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '_':
			out = append(out, ' ')
		case s[i] == '=' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b, _ := hex.DecodeString(s[i+1 : i+3])
			out = append(out, b[0])
			i += 2
		default:
			out = append(out, s[i])
		}
	}
	return out
}

// cleanLine makes text fit for one line: line breaks and tabs become spaces, other control characters go.
func cleanLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
