package mailbox

import (
	"sort"
	"strconv"
	"strings"
)

// param is one parameter as it stood in the field; star tells that its value is percent-encoded (RFC 2231).
type param struct {
	name, value string
	index       int // of a continuation, else -1
	star        bool
}

// parseParams reads "main; name=value; …" (RFC 2045 section 5.1, RFC 2183) the way senders write it: quoted or not, with blanks,
// a value's closing quote missing, names twice. main comes in lower case.
func parseParams(field string) (main string, list []param) {
	main, rest, _ := strings.Cut(field, ";")
	main = strings.ToLower(strings.TrimSpace(dropComment(main)))
	for rest != "" {
		var p param
		var ok bool
		if p, rest, ok = cutParam(rest); ok {
			list = append(list, p)
		}
	}
	return main, list
}

func dropComment(s string) string {
	if i := strings.IndexByte(s, '('); i >= 0 {
		return s[:i]
	}
	return s
}

// cutParam reads one parameter and what follows its semicolon.
func cutParam(s string) (param, string, bool) {
	eq := strings.IndexAny(s, "=;")
	if eq < 0 {
		return param{}, "", false
	}
	if s[eq] == ';' {
		return param{}, s[eq+1:], false
	}
	p := param{name: strings.ToLower(strings.TrimSpace(s[:eq])), index: -1}
	p.splitName()
	value := strings.TrimLeft(s[eq+1:], " \t")
	if strings.HasPrefix(value, `"`) {
		value, rest := cutQuoted(value[1:])
		_, rest, _ = strings.Cut(rest, ";")
		p.value = value
		return p, rest, p.name != ""
	}
	value, rest, _ := strings.Cut(value, ";")
	p.value = strings.TrimSpace(value)
	return p, rest, p.name != ""
}

// splitName takes "filename*1*" apart.
func (p *param) splitName() {
	name := p.name
	if strings.HasSuffix(name, "*") {
		p.star = true
		name = strings.TrimSuffix(name, "*")
	}
	if base, num, found := strings.Cut(name, "*"); found {
		if n, err := strconv.Atoi(num); err == nil && n >= 0 {
			p.index, name = n, base
		}
	}
	p.name = name
}

// cutQuoted reads up to the closing quote. A backslash escapes only a quote or a backslash, since Windows paths stand here too.
func cutQuoted(s string) (value, rest string) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return out.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			out.WriteByte(s[i])
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String(), ""
}

// paramMap joins continuations and decodes; the first of two equal names wins and doubled tells that they differed.
func paramMap(list []param) (params map[string]string, doubled bool) {
	params = map[string]string{}
	pieces := map[string][]param{}
	for _, p := range list {
		if p.index >= 0 {
			pieces[p.name] = append(pieces[p.name], p)
			continue
		}
		value := p.value
		if p.star {
			value = decodeExtended(value)
		}
		key := p.name
		if p.star {
			key += "*"
		}
		if have, found := params[key]; found {
			doubled = doubled || have != value
			continue
		}
		params[key] = value
	}
	for name, list := range pieces {
		if _, found := params[name+"*"]; !found {
			params[name+"*"] = joinPieces(list)
		}
	}
	preferExtended(params)
	return params, doubled
}

// preferExtended lets name* win over name, as RFC 6266 section 4.3 says for file names.
func preferExtended(params map[string]string) {
	for key, value := range params {
		if name, found := strings.CutSuffix(key, "*"); found {
			delete(params, key)
			params[name] = value
		}
	}
}

// joinPieces puts the continuations of RFC 2231 section 3 together; the charset stands in the first piece.
func joinPieces(list []param) string {
	sort.SliceStable(list, func(i, j int) bool { return list[i].index < list[j].index })
	var raw []byte
	charset := ""
	for i, p := range list {
		value := p.value
		if !p.star {
			raw = append(raw, value...)
			continue
		}
		if i == 0 {
			charset, value = cutCharset(value)
		}
		raw = append(raw, unpercent(value)...)
	}
	text, _ := decodeCharset(raw, charset)
	return text
}

// decodeExtended decodes charset'language'percent-encoded for any charset.
func decodeExtended(value string) string {
	charset, rest := cutCharset(value)
	text, _ := decodeCharset(unpercent(rest), charset)
	return text
}

func cutCharset(value string) (charset, rest string) {
	parts := strings.SplitN(value, "'", 3)
	if len(parts) < 3 {
		return "", value
	}
	return parts[0], parts[2]
}

func unpercent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}
