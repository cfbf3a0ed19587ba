package mailbox

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// decodeTransfer undoes a Content-Transfer-Encoding (RFC 2045 section 6), however its name is spelt. What cannot be undone stays.
func decodeTransfer(data []byte, name string) ([]byte, []Code) {
	switch cleanEncoding(name) {
	case "", "7bit", "8bit", "binary":
		return data, nil
	case "base64":
		if isProse(data) {
			return data, []Code{CodeNotBase64}
		}
		return decodeBase64(data)
	case "quoted-printable":
		return decodeQP(data)
	case "uuencode":
		return decodeUU(data)
	}
	return data, []Code{CodeUnknownEncoding}
}

// cleanEncoding brings "BASE64;", "7-bit", "8bit+" and the like to the registered name.
func cleanEncoding(name string) string {
	name = strings.ToLower(name)
	if i := strings.IndexAny(name, ";,("); i >= 0 {
		name = name[:i]
	}
	name = strings.Trim(strings.TrimSpace(name), `"'+`)
	switch strings.NewReplacer("-", "", "_", "", " ", "", "\t", "").Replace(name) {
	case "7bit", "7bits", "usascii":
		return "7bit"
	case "8bit", "8bits":
		return "8bit"
	case "base64", "b64":
		return "base64"
	case "quotedprintable", "qp":
		return "quoted-printable"
	case "uuencode", "xuuencode", "uue", "xuue":
		return "uuencode"
	}
	return name
}

// isProse reports whether a body that is called base64 is plain text: one byte in eight or more, blanks included, is none of base64's.
func isProse(data []byte) bool {
	const share = 8
	foreign, all := 0, 0
	for _, c := range data {
		if c == '=' {
			break
		}
		if c == '\r' || c == '\n' {
			continue
		}
		all++
		if !isBase64(c) {
			foreign++
		}
	}
	return foreign*share >= all && foreign > 1
}

// decodeBase64 skips what is not base64 and accepts missing padding. Data end at the padding, unless everything after it is base64 again
// (senders that join encoded pieces); a footer behind the padding is left out with a warning.
func decodeBase64(data []byte) ([]byte, []Code) {
	var codes []Code
	joined := false // everything behind the first padding is base64 too
	clean := make([]byte, 0, len(data))
	out := make([]byte, 0, len(data)/4*3+3)
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case isBase64(c):
			clean = append(clean, c)
		case c == '=':
			out, codes = appendBase64(out, clean, codes)
			clean = clean[:0]
			rest := bytes.TrimLeft(data[i:], "= \t\r\n")
			if len(rest) == 0 {
				return out, codes
			}
			i = len(data) - len(rest) - 1
			if !joined && !allBase64(rest) {
				return out, addCode(codes, CodeBase64Tail)
			}
			joined, codes = true, addCode(codes, CodeBase64Repaired)
		case c != '\r' && c != '\n' && c != ' ' && c != '\t':
			codes = addCode(codes, CodeBase64Repaired)
		}
	}
	return appendBase64(out, clean, codes)
}

// appendBase64 decodes clean base64; one character too many cannot be decoded.
func appendBase64(out, clean []byte, codes []Code) ([]byte, []Code) {
	if len(clean)%4 == 1 {
		codes = addCode(codes, CodeBase64Cut)
		clean = clean[:len(clean)-1]
	}
	out, _ = base64.RawStdEncoding.AppendDecode(out, clean)
	return out, codes
}

func allBase64(data []byte) bool {
	for _, c := range data {
		if !isBase64(c) && c != '=' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}

func isBase64(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}

// decodeQP follows RFC 2045 section 6.7 and leaves wrong escapes as they are.
func decodeQP(data []byte) ([]byte, []Code) {
	var codes []Code
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n') + 1
		if end == 0 {
			end = len(data)
		}
		line := data[:end]
		data = data[end:]
		body := bytes.TrimRight(line, " \t\r\n")
		lineEnd := lineEnd(line)
		soft := bytes.HasSuffix(body, []byte("="))
		if soft {
			body = body[:len(body)-1]
		}
		out, codes = appendQP(out, body, codes)
		if !soft {
			out = append(out, lineEnd...)
		}
	}
	return out, codes
}

func appendQP(out, line []byte, codes []Code) ([]byte, []Code) {
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] != '=':
			out = append(out, line[i])
		case i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]):
			out = append(out, unhex(line[i+1])<<4|unhex(line[i+2]))
			i += 2
		default:
			out = append(out, '=')
			codes = addCode(codes, CodeQPRepaired)
		}
	}
	return out, codes
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	}
	return c - 'A' + 10
}

func lineEnd(line []byte) []byte {
	switch {
	case bytes.HasSuffix(line, []byte("\r\n")):
		return line[len(line)-2:]
	case bytes.HasSuffix(line, []byte("\n")):
		return line[len(line)-1:]
	}
	return nil
}

// decodeUU reads the lines between "begin" and "end"; without them the data stay as they are.
func decodeUU(data []byte) ([]byte, []Code) {
	var out []byte
	rest, begun := data, false
	for len(rest) > 0 {
		var line []byte
		line, rest = cutLine(rest)
		switch {
		case !begun:
			begun = bytes.HasPrefix(line, []byte("begin "))
		case bytes.Equal(line, []byte("end")):
			return out, nil
		case len(line) > 0:
			out = appendUU(out, line)
		}
	}
	if !begun {
		return data, []Code{CodeUnknownEncoding}
	}
	return out, []Code{CodeBase64Cut}
}

func appendUU(out, line []byte) []byte {
	want := int(line[0]-' ') & 63
	var group [4]byte
	for i := 1; i < len(line) && want > 0; i += 4 {
		group = [4]byte{}
		for j := 0; j < 4 && i+j < len(line); j++ {
			group[j] = (line[i+j] - ' ') & 63
		}
		three := []byte{group[0]<<2 | group[1]>>4, group[1]<<4 | group[2]>>2, group[2]<<6 | group[3]}
		n := min(want, 3)
		out = append(out, three[:n]...)
		want -= n
	}
	return out
}

func addCode(codes []Code, c Code) []Code {
	for _, have := range codes {
		if have == c {
			return codes
		}
	}
	return append(codes, c)
}
