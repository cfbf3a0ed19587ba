package mailbox

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// TrustLevel tells how sure we are that the sender's domain is what From says. It is shown with the referral and gives no right to anything.
type TrustLevel int

const (
	TrustFailed  TrustLevel = iota - 1 // our border says that DMARC failed
	TrustUnknown                       // no header of our border, or it says nothing
	TrustPath                          // SPF passed for From's organisation
	TrustSigned                        // a DKIM signature of From's organisation holds
	TrustAligned                       // DMARC passed
)

func (l TrustLevel) String() string {
	return [...]string{"failed", "unknown", "path", "signed", "aligned"}[l+1]
}

// TrustConfig says which Authentication-Results header is that of our own border.
type TrustConfig struct {
	AuthservIDs []string // accepted authserv-ids (RFC 8601 section 2.5)
	Microsoft   bool     // Microsoft 365: the header has no authserv-id, and the topmost Received must be Microsoft's
}

// Trust is the level, what it rests on, and oddities of the sender lines as codes for the reader.
type Trust struct {
	Level    TrustLevel
	Results  []AuthResult
	Warnings []string // sender.name-is-address, sender.reply-to-differs, sender.several-from, sender.no-from, sender.mixed-script, sender.punycode
}

// AuthResult is one method of an Authentication-Results header: "dkim", "pass", {"header.d": "example.nl"}.
type AuthResult struct {
	Method, Value string
	Props         map[string]string
}

// ReadTrust reads the topmost Authentication-Results header, and only that: what lies below it may come from the sender.
func ReadTrust(m *Message, cfg TrustConfig) Trust {
	t := Trust{Warnings: senderWarnings(m)}
	value := m.Header.Get("Authentication-Results")
	if value == "" {
		return t
	}
	id, results := parseAuthResults(value)
	if !cfg.accepts(id, m.Header) || len(m.From) != 1 {
		return t
	}
	t.Results = results
	t.Level = level(results, m.From[0].Domain())
	return t
}

func (cfg TrustConfig) accepts(id string, h Header) bool {
	if id == "" {
		return cfg.Microsoft && receivedByMicrosoft(h.Get("Received"))
	}
	for _, own := range cfg.AuthservIDs {
		if strings.EqualFold(own, id) {
			return true
		}
	}
	return false
}

// receivedByMicrosoft looks at the "by" host of a Received field.
func receivedByMicrosoft(received string) bool {
	_, by, found := strings.Cut(received, " by ")
	if !found {
		return false
	}
	host, _, _ := strings.Cut(strings.TrimSpace(by), " ")
	host = strings.ToLower(strings.TrimSuffix(host, ";"))
	return strings.HasSuffix(host, ".prod.outlook.com") || strings.HasSuffix(host, ".protection.outlook.com")
}

func level(results []AuthResult, from string) TrustLevel {
	best := TrustUnknown
	for _, r := range results {
		switch {
		case r.Method == "dmarc" && r.Value == "fail":
			return TrustFailed
		case r.Value != "pass":
		case r.Method == "dmarc" && sameOrganisation(r.Props["header.from"], from):
			best = max(best, TrustAligned)
		case r.Method == "dkim" && sameOrganisation(r.Props["header.d"], from), r.Method == "dkim" && sameOrganisation(domainOf(r.Props["header.i"]), from):
			best = max(best, TrustSigned)
		case r.Method == "spf" && sameOrganisation(domainOf(r.Props["smtp.mailfrom"]), from):
			best = max(best, TrustPath)
		}
	}
	return best
}

func domainOf(addr string) string { return addr[strings.LastIndexByte(addr, '@')+1:] }

// sameOrganisation is DMARC's relaxed alignment (RFC 7489 section 3.1): equal, or one registrable domain.
func sameOrganisation(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == "" || b == "" {
		return false
	}
	return a == b || organisation(a) != "" && organisation(a) == organisation(b)
}

func organisation(domain string) string {
	org, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return ""
	}
	return org
}

// parseAuthResults reads RFC 8601 tolerantly: comments dropped, a missing authserv-id accepted (Microsoft), unknown pieces skipped.
func parseAuthResults(value string) (id string, results []AuthResult) {
	const maxResults = 50
	for i, piece := range strings.Split(dropComments(value), ";") {
		words := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(piece, " =", "="), "= ", "="))
		if len(words) == 0 {
			continue
		}
		method, val, found := strings.Cut(words[0], "=")
		if !found {
			if i == 0 {
				id = words[0]
			}
			continue
		}
		method, _, _ = strings.Cut(method, "/")
		r := AuthResult{Method: strings.ToLower(method), Value: strings.ToLower(unquote(val)), Props: map[string]string{}}
		for _, w := range words[1:] {
			if key, v, ok := strings.Cut(w, "="); ok {
				r.Props[strings.ToLower(key)] = unquote(v)
			}
		}
		if results = append(results, r); len(results) == maxResults {
			break
		}
	}
	return id, results
}

func unquote(s string) string { return strings.Trim(s, `"<>`) }

// dropComments removes (nested (comments)) outside quotes; a semicolon inside quotes does not occur in practice.
func dropComments(s string) string {
	var out strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
		case c == '"' && depth == 0:
			quoted = !quoted
			out.WriteByte(c)
		case c == '(' && !quoted:
			depth++
		case c == ')' && !quoted && depth > 0:
			depth--
			out.WriteByte(' ')
		case depth == 0:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// senderWarnings names what is odd about the sender lines.
func senderWarnings(m *Message) []string {
	var list []string
	switch {
	case len(m.From) == 0 || m.From[0].Addr == "":
		return []string{"sender.no-from"}
	case len(m.From) > 1 || len(m.Header.Values("From")) > 1:
		list = append(list, "sender.several-from")
	}
	from := m.From[0]
	if strings.Contains(from.Name, "@") && !strings.EqualFold(from.Name, from.Addr) {
		list = append(list, "sender.name-is-address")
	}
	if len(m.ReplyTo) > 0 && m.ReplyTo[0].Addr != "" && !sameOrganisation(m.ReplyTo[0].Domain(), from.Domain()) {
		list = append(list, "sender.reply-to-differs")
	}
	return append(list, domainWarnings(from.Domain())...)
}

// domainWarnings looks for look-alike domains: several scripts in one label, or letters beyond ASCII hidden in punycode.
func domainWarnings(domain string) []string {
	shown, err := idna.Punycode.ToUnicode(domain)
	if err != nil || isASCII([]byte(shown)) {
		if err != nil || strings.Contains(domain, "xn--") {
			return []string{"sender.punycode"}
		}
		return nil
	}
	if mixedScripts(shown) {
		return []string{"sender.punycode", "sender.mixed-script"}
	}
	return []string{"sender.punycode"}
}

func mixedScripts(s string) bool {
	latin, other := false, false
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Latin, r):
			latin = true
		default:
			other = true
		}
	}
	return latin && other
}
