package mailbox

import "strings"

// Address is one mailbox: the display name (decoded, one line) and the address as written. Either may be empty.
type Address struct{ Name, Addr string }

// Domain returns the part behind the last @ in lower case, or "".
func (a Address) Domain() string {
	if i := strings.LastIndexByte(a.Addr, '@'); i >= 0 {
		return strings.ToLower(strings.TrimSuffix(a.Addr[i+1:], "."))
	}
	return ""
}

// Local returns the part in front of the last @ in lower case.
func (a Address) Local() string {
	if i := strings.LastIndexByte(a.Addr, '@'); i >= 0 {
		return strings.ToLower(a.Addr[:i])
	}
	return strings.ToLower(a.Addr)
}

// Usable reports whether mail can be sent there: one line, no blanks or angle brackets, something on both sides of an @.
func (a Address) Usable() bool {
	const maxAddress = 320
	at := strings.LastIndexByte(a.Addr, '@')
	if at < 1 || at == len(a.Addr)-1 || len(a.Addr) > maxAddress {
		return false
	}
	for _, r := range a.Addr {
		if r <= ' ' || r == 0x7f || strings.ContainsRune(`<>,;:\"()[]`, r) {
			return false
		}
	}
	return !strings.Contains(a.Addr[:at], "@") && strings.Trim(a.Addr, "'") == a.Addr
}

// parseAddresses reads an address list (RFC 5322 section 3.4) of any quality. Groups give their members.
func parseAddresses(value string) []Address {
	var list []Address
	for _, item := range splitAddresses(value) {
		if a := parseAddress(item); a.Addr != "" || a.Name != "" {
			list = append(list, a)
		}
		if len(list) == maxAddresses {
			break
		}
	}
	return list
}

// splitAddresses cuts at commas and semicolons that stand outside quotes, comments and angle brackets.
func splitAddresses(s string) []string {
	var out []string
	start, depth, quoted, angle := 0, 0, false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && (quoted || depth > 0):
			i++
		case c == '"' && depth == 0:
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case (c == ',' || c == ';') && !angle:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// parseAddress reads one item: "name <addr>", "addr (name)", "group: addr" or a bare address.
func parseAddress(item string) Address {
	item = strings.TrimSpace(item)
	if open := lastAngle(item); open >= 0 {
		addr, _, _ := strings.Cut(item[open+1:], ">")
		return Address{Name: cleanName(item[:open]), Addr: cleanAddr(addr)}
	}
	name := ""
	if open := strings.IndexByte(item, '('); open >= 0 {
		name = strings.TrimSuffix(strings.TrimSpace(item[open+1:]), ")")
		item = item[:open]
	}
	if colon := strings.IndexByte(item, ':'); colon >= 0 && !strings.Contains(item[:colon], "@") {
		item = item[colon+1:]
	}
	addr := cleanAddr(item)
	if !strings.Contains(addr, "@") {
		return Address{Name: cleanName(item)}
	}
	return Address{Name: cleanName(name), Addr: addr}
}

// lastAngle finds the bracket of the address: the last one outside quotes, since display names hold brackets too.
func lastAngle(s string) int {
	at, quoted := -1, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '<' && !quoted:
			at = i
		}
	}
	return at
}

func cleanName(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1 && s[0] == '"' {
		value, rest := cutQuoted(s[1:])
		s = value + rest
	}
	return strings.Trim(decodeWords(s), `"' `)
}

// cleanAddr removes blanks, quotes around the whole, "mailto:" and control characters.
func cleanAddr(s string) string {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, guessText([]byte(s)))
	s = strings.Trim(s, `'"`)
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	return s
}

// parseMessageIDs reads <…> items (RFC 5322 section 3.6.4), at most the last maxReferences, each with its brackets.
func parseMessageIDs(value string) []string {
	var ids []string
	for {
		_, rest, found := strings.Cut(value, "<")
		if !found {
			break
		}
		id, next, closed := strings.Cut(rest, ">")
		if !closed {
			break
		}
		if id = strings.Join(strings.Fields(id), ""); id != "" && !strings.ContainsRune(id, '<') {
			ids = append(ids, "<"+id+">")
		}
		value = next
	}
	return ids[max(0, len(ids)-maxReferences):]
}

// messageID reads one identifier; without brackets the first word counts.
func messageID(value string) string {
	if ids := parseMessageIDs(value); len(ids) > 0 {
		return ids[0]
	}
	if words := strings.Fields(value); len(words) > 0 {
		return "<" + strings.Trim(words[0], "<>") + ">"
	}
	return ""
}
