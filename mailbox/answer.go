package mailbox

import (
	"regexp"
	"strings"
)

// MayAnswer decides whether an automatic answer may go out (RFC 3834 section 2 and what mail loops taught others). A no is only that: the
// message is taken in all the same. reason is a stable code, "" with yes. Rate limits and failed sender checks are the caller's.
func MayAnswer(m *Message, own Own) (ok bool, reason string) {
	for _, rule := range silences {
		if rule.holds(m, own) {
			return false, rule.reason
		}
	}
	return true, ""
}

// silences is the list of reasons not to answer, strongest first.
var silences = []struct {
	reason string
	holds  func(*Message, Own) bool
}{
	{"own-mail", func(m *Message, o Own) bool { return o.Made(m.Header) }},
	{"loop-header", func(m *Message, _ Own) bool { return m.Header.Has(LoopHeader) || m.Header.Has("X-Loop") }},
	{"no-sender", func(m *Message, _ Own) bool { return len(m.From) == 0 || !m.From[0].Usable() }},
	{"own-address", fromOwnAddress},
	{"null-return-path", func(m *Message, _ Own) bool { return nullReturnPath(m) }},
	{"auto-submitted", func(m *Message, _ Own) bool { v := autoSubmitted(m); return v != "" && v != "no" }},
	{"report", func(m *Message, _ Own) bool { return m.Root.MediaType == "multipart/report" }},
	{"response-suppressed", func(m *Message, _ Own) bool { return responseSuppressed(m) }},
	{"bulk", func(m *Message, _ Own) bool { return bulkPrecedence[precedence(m)] }},
	{"list", func(m *Message, _ Own) bool { return hasListHeader(m) }},
	{"auto-responder", func(m *Message, _ Own) bool { return autoResponder(m) }},
	{"robot-sender", func(m *Message, _ Own) bool { return robotLocal.MatchString(m.From[0].Local()) }},
	{"auto-reply-subject", func(m *Message, _ Own) bool { return m.InReplyTo != "" && autoSubject.MatchString(m.Subject) }},
	{"calendar", func(m *Message, _ Own) bool { return calendarMethod(m) != "" }},
}

var (
	robotLocal     = regexp.MustCompile(`^(mailer-daemon|mail-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|niet[-_.]?beantwoorden|bounces?([-_+.=].*)?|listserv|majordomo)$`)
	autoSubject    = regexp.MustCompile(`(?i)^\s*(automatisch antwoord|automatic reply|automatische antwort|auto[- ]?reply|autoreply|afwezig(heid)?\b|out of (the )?office|réponse automatique|niet aanwezig)`)
	bulkPrecedence = map[string]bool{"bulk": true, "list": true, "junk": true, "auto_reply": true}
)

func fromOwnAddress(m *Message, own Own) bool {
	for _, a := range append(m.From[:len(m.From):len(m.From)], parseAddresses(m.Header.Get("Sender"))...) {
		if own.Is(a.Addr) {
			return true
		}
	}
	return false
}

func nullReturnPath(m *Message) bool {
	v := strings.TrimSpace(m.Header.Get("Return-Path"))
	return m.Header.Has("Return-Path") && strings.Trim(v, "<> ") == "" && v != ""
}

// autoSubmitted returns the keyword of RFC 3834 section 5 without parameters, "" when the field is absent.
func autoSubmitted(m *Message) string {
	v, _, _ := strings.Cut(m.Header.Get("Auto-Submitted"), ";")
	return strings.ToLower(strings.TrimSpace(dropComment(v)))
}

// responseSuppressed reads Microsoft's X-Auto-Response-Suppress. Ordinary Exchange mail may carry it too, so it is a weak sign.
func responseSuppressed(m *Message) bool {
	for v := range strings.SplitSeq(strings.ToLower(m.Header.Get("X-Auto-Response-Suppress")), ",") {
		switch strings.TrimSpace(v) {
		case "all", "oof", "autoreply":
			return true
		}
	}
	return false
}

func precedence(m *Message) string {
	return strings.ToLower(strings.TrimSpace(m.Header.Get("Precedence")))
}

func hasListHeader(m *Message) bool {
	for _, f := range m.Header.Fields() {
		name := strings.ToLower(f.Name)
		if strings.HasPrefix(name, "list-") || name == "feedback-id" || name == "mailing-list" {
			return true
		}
	}
	return false
}

func autoResponder(m *Message) bool {
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-AutoReply-From"} {
		if v := m.Header.Get(name); m.Header.Has(name) && !strings.EqualFold(v, "no") {
			return true
		}
	}
	return false
}

// calendarMethod returns the iTIP method (RFC 5546) of the first calendar part, in lower case, or "".
func calendarMethod(m *Message) string {
	method := ""
	walkParts(m.Root, func(p *Part) {
		if p.MediaType == "text/calendar" && method == "" {
			method = strings.ToLower(p.Params["method"])
			if method == "" {
				method = "publish"
			}
		}
	})
	return method
}

// AnswerAddress is where an answer goes: Reply-To only when the sender's domain was verified and the Reply-To lies in it, else From. ok is
// false when there is nowhere to answer to.
func AnswerAddress(m *Message, trust Trust) (a Address, ok bool) {
	if len(m.From) == 0 || !m.From[0].Usable() {
		return Address{}, false
	}
	if len(m.ReplyTo) == 1 && m.ReplyTo[0].Usable() && trust.Level >= TrustAligned && sameOrganisation(m.ReplyTo[0].Domain(), m.From[0].Domain()) {
		return m.ReplyTo[0], true
	}
	return m.From[0], true
}
