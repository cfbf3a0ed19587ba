package mailbox

import (
	"strings"

	"golang.org/x/net/html/charset"
)

// Text returns the body as UTF-8 with LF line ends: its charset decoded (a wrong or unknown one guessed), format=flowed lines joined again
// (RFC 3676). HTML comes as HTML. The bytes of Body stay as they are.
func (p *Part) Text() string {
	text := p.decodeText()
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.NewReplacer("\r\r\n", "\n", "\r\n", "\n", "\r", "\n").Replace(text) // some senders encode the CR and leave the line end
	}
	if p.MediaType == "text/plain" && strings.EqualFold(p.Params["format"], "flowed") {
		text = unflow(text, strings.EqualFold(p.Params["delsp"], "yes"))
	}
	return text
}

func (p *Part) decodeText() string {
	name := p.Params["charset"]
	if p.MediaType == "text/html" && cleanCharset(name) == "" {
		if _, found, _ := charset.DetermineEncoding(p.Body, ""); found != "windows-1252" { // which only means that it does not know
			name = found
		}
	}
	text, _ := decodeCharset(p.Body, name)
	return text
}

// unflow joins lines that end in a blank with the next one of the same quote depth. The signature line "-- " never flows.
func unflow(text string, delSp bool) string {
	var out strings.Builder
	out.Grow(len(text))
	depth, flowing := 0, false
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		quotes := len(line) - len(strings.TrimLeft(line, ">"))
		content := strings.TrimPrefix(line[quotes:], " ")
		if flowing && (quotes != depth || content == "-- ") {
			out.WriteByte('\n')
			flowing = false
		}
		if !flowing && quotes > 0 {
			out.WriteString(line[:quotes] + " ")
		}
		depth = quotes
		flowing = strings.HasSuffix(content, " ") && content != "-- "
		if flowing && delSp {
			content = content[:len(content)-1]
		}
		out.WriteString(content)
		if !flowing {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
