package mailbox

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// aliases are names that senders use and the registries lack.
var aliases = map[string]string{
	"cp-850": "ibm850", "cp850": "ibm850", "cp-1252": "windows-1252", "win-1252": "windows-1252", "ansi": "windows-1252",
	"ansi_x3.110": "windows-1252", "ansi_x3.110-1983": "windows-1252", "iso-8859-8-i": "iso-8859-8", "iso8859": "iso-8859-1",
	"latin-1": "iso-8859-1", "utf8mb4": "utf-8", "utf_8": "utf-8", "unicode": "utf-8", "x-unknown": "", "unknown-8bit": "", "default": "",
	"3dutf-8": "utf-8", "us-ascii": "", "ascii": "", "ansi_x3.4-1968": "", "_iso-2022-jp": "iso-2022-jp",
}

// decodeCharset makes UTF-8 of bytes. ok is false when the name was not known or not true and the text is our best guess.
func decodeCharset(data []byte, name string) (text string, ok bool) {
	name = cleanCharset(name)
	switch name {
	case "":
		return guessText(data), isASCII(data)
	case "utf-8":
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		return guessText(data), utf8.Valid(data)
	case "utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7":
		return decodeUTF7(data), true
	}
	enc := findEncoding(name)
	if enc == nil {
		return guessText(data), false
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return guessText(data), false
	}
	return string(out), true
}

// cleanCharset strips quotes, comments and blanks, and applies the aliases.
func cleanCharset(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if i := strings.IndexAny(name, " (;"); i >= 0 {
		name = name[:i]
	}
	name = strings.Trim(name, `"'`)
	if alias, found := aliases[name]; found {
		return alias
	}
	if name == "utf8" {
		return "utf-8"
	}
	return name
}

func findEncoding(name string) encoding.Encoding {
	if enc, err := htmlindex.Get(name); err == nil {
		return enc
	}
	if enc, err := ianaindex.MIME.Encoding(name); err == nil && enc != nil {
		return enc
	}
	return nil
}

// guessText reads UTF-8 and takes each byte that is not as windows-1252, so that mixed text keeps every letter.
func guessText(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	var out strings.Builder
	out.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(data[0])
		}
		out.WriteRune(r)
		data = data[n:]
	}
	return out.String()
}

func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// decodeUTF7 follows RFC 2152; a shift that is not base64 stays as it is.
func decodeUTF7(data []byte) string {
	var out strings.Builder
	for len(data) > 0 {
		plus := bytes.IndexByte(data, '+')
		if plus < 0 {
			break
		}
		out.WriteString(guessText(data[:plus]))
		data = data[plus+1:]
		n := 0
		for n < len(data) && isBase64(data[n]) {
			n++
		}
		out.WriteString(utf7Run(data[:n]))
		data = data[n:]
		if len(data) > 0 && data[0] == '-' {
			if n == 0 {
				out.WriteByte('+')
			}
			data = data[1:]
		}
	}
	out.WriteString(guessText(data))
	return out.String()
}

func utf7Run(run []byte) string {
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
	n, _ := base64.RawStdEncoding.Decode(raw, run)
	units := make([]uint16, n/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return string(utf16.Decode(units))
}
