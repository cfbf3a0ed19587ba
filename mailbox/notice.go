package mailbox

import (
	"regexp"
	"strings"
)

// IsPlaceholder recognises what Exchange gives instead of a message that it cannot convert. The true message is still in the mailbox and
// only a person with Outlook can open it.
func IsPlaceholder(m *Message) bool {
	if !placeholderSubject.MatchString(m.Subject) || m.HasDocument() {
		return false
	}
	return len(m.From) == 0 || strings.Contains(m.From[0].Name, "Microsoft Exchange") || strings.Contains(m.From[0].Addr, "MicrosoftExchange") ||
		!m.From[0].Usable()
}

var placeholderSubject = regexp.MustCompile(`^Retrieval using the (IMAP4|POP3) protocol failed for the following message`)

// SecurePattern recognises one sort of notice "a secure message waits for you". All expressions that are set must match; From is matched
// against the sender's address, Subject and Body against text.
type SecurePattern struct {
	Name                string
	From, Subject, Body *regexp.Regexp
}

// DefaultSecurePatterns knows the Dutch suites by their domains and the wording that they share.
func DefaultSecurePatterns() []SecurePattern {
	link := regexp.MustCompile(`(?i)https?://`)
	return []SecurePattern{
		{Name: "zivver", From: regexp.MustCompile(`(?i)[@.]zivver\.(com|eu|nl)$`), Body: link},
		{Name: "smartlockr", From: regexp.MustCompile(`(?i)[@.]smartlockr\.(eu|nl|com|io)$`), Body: link},
		{Name: "cryptshare", Subject: regexp.MustCompile(`(?i)cryptshare`), Body: link},
		{Name: "kpn-secure-mail", From: regexp.MustCompile(`(?i)[@.](securemail|veiligmailen)\.(kpn\.com|nl)$`), Body: link},
		{
			Name:    "secure-message",
			Subject: regexp.MustCompile(`(?i)\b(beveiligd|veilig|versleuteld|secure|encrypted|vertrouwelijk)e? (e-?mail|mail|bericht|message)`),
			Body:    regexp.MustCompile(`(?is)https?://.*\b(code|sms|wachtwoord|inloggen|lees|openen|beschikbaar|password|passcode)\b|\b(code|sms|lees|open|inlog)\w*\b.*https?://`),
		},
	}
}

// IsSecureNotice reports whether the message only says that the true one waits elsewhere, and which pattern knew it. A message that carries a
// document is no notice.
func IsSecureNotice(m *Message, patterns []SecurePattern) (name string, ok bool) {
	if m.HasDocument() {
		return "", false
	}
	from, body := "", bodyText(m)
	if len(m.From) > 0 {
		from = m.From[0].Addr
	}
	for _, p := range patterns {
		if matches(p.From, from) && matches(p.Subject, m.Subject) && matches(p.Body, body) {
			return p.Name, true
		}
	}
	return "", false
}

func matches(re *regexp.Regexp, s string) bool { return re == nil || re.MatchString(s) }

// bodyText joins the text leaves, HTML as it is, up to a size that is plenty for a notice.
func bodyText(m *Message) string {
	const maxNotice = 128 << 10
	var out strings.Builder
	for p := range m.Leaves() {
		if strings.HasPrefix(p.MediaType, "text/") && out.Len() < maxNotice && len(p.Body) < maxNotice {
			out.WriteString(p.Text())
			out.WriteByte('\n')
		}
	}
	return out.String()
}
