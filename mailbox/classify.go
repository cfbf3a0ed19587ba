package mailbox

import (
	"regexp"
	"strings"
)

// Kind says what sort of mail a message is.
type Kind string

const (
	KindMail      Kind = "mail"       // written by a person or a system with something to say: read it
	KindOwn       Kind = "own-mail"   // made by us and come back
	KindBounce    Kind = "bounce"     // a delivery report: see ParseBounce
	KindReceipt   Kind = "receipt"    // a read receipt
	KindCalendar  Kind = "calendar"   // an answer to an invitation
	KindAutoReply Kind = "auto-reply" // an absence message or the like
	KindList      Kind = "list"       // a newsletter or mailing list
)

// Final reports whether the kind alone settles it: whatever such a mail holds is a quotation. A list mail is not final: forms also
// reach us through distribution lists, so it is ignored only when no form is found in it.
func (k Kind) Final() bool { return k != KindMail && k != KindList }

// Classify decides the kind by strong signs only; weak ones merely keep the answer back (MayAnswer). reason is a stable code for the
// record. A mail that carries a document is never an auto-reply or a list mail.
func Classify(m *Message, own Own) (Kind, string) {
	switch {
	case own.Made(m.Header):
		return KindOwn, "loop-marker"
	case isReceipt(m):
		return KindReceipt, "disposition-notification"
	case isDeliveryReport(m):
		return KindBounce, "delivery-report"
	case looksLikeBounce(m):
		return KindBounce, "bounce-text"
	case calendarMethod(m) == "reply", calendarMethod(m) == "counter":
		return KindCalendar, "calendar-reply"
	case m.HasDocument():
		return KindMail, ""
	}
	if reason := autoReplyReason(m); reason != "" {
		return KindAutoReply, reason
	}
	if reason := listReason(m); reason != "" {
		return KindList, reason
	}
	return KindMail, ""
}

// HasDocument reports whether something is attached that might be a form: any attachment but signatures, calendars and small pictures of
// a signature block. Opened messages count with what they hold.
func (m *Message) HasDocument() bool {
	found := false
	walkParts(m.Root, func(p *Part) { found = found || p.isDocument() })
	return found
}

func (p *Part) isDocument() bool {
	switch {
	case !p.IsAttachment(), len(p.Body) == 0, p.Embedded != nil:
		return false
	case strings.HasPrefix(p.MediaType, "message/"):
		return p.MediaType == "message/rfc822" || p.MediaType == "message/global"
	case strings.HasPrefix(p.MediaType, "image/"):
		return p.Disposition == "attachment"
	}
	switch p.MediaType {
	case "text/calendar", "application/ics", "text/x-vcard", "text/vcard", "text/rfc822-headers", "application/pgp-signature",
		"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys":
		return false
	}
	return true
}

func isReceipt(m *Message) bool {
	return m.Root.MediaType == "multipart/report" && strings.EqualFold(m.Root.Params["report-type"], "disposition-notification") ||
		topPart(m, "message/disposition-notification") != nil
}

func isDeliveryReport(m *Message) bool {
	return m.Root.MediaType == "multipart/report" && strings.EqualFold(m.Root.Params["report-type"], "delivery-status") ||
		topPart(m, "message/delivery-status") != nil || topPart(m, "message/global-delivery-status") != nil ||
		m.Header.Has("X-Failed-Recipients")
}

// topPart finds a part by media type outside opened messages.
func topPart(m *Message, mediaType string) *Part { return findPart(m.Root, mediaType) }

func findPart(p *Part, mediaType string) *Part {
	if p.MediaType == mediaType {
		return p
	}
	for _, c := range p.Children {
		if found := findPart(c, mediaType); found != nil {
			return found
		}
	}
	return nil
}

var (
	bounceSender  = regexp.MustCompile(`^(mailer-daemon|mail-daemon|postmaster|mailerdaemon|maildaemon|microsoftexchange[0-9a-f]+)$`)
	bounceSubject = regexp.MustCompile(`(?i)undeliver|not deliver|returned (e?-?mail|to sender)|return(ed)? to sender|delivery (status|failure|failed|report|delayed|problem|error|notification|has)|failure notice|mail (delivery|system) (error|fail|subsystem)|mail failure|could not be delivered|onbestelbaar|niet (worden )?(bezorgd|afgeleverd)|unzustellbar|non remis|message you sent|warning: (message|could not)`)
)

// looksLikeBounce knows reports that are not multipart/report: a mail system speaks about delivery.
func looksLikeBounce(m *Message) bool {
	robot := len(m.From) > 0 && bounceSender.MatchString(m.From[0].Local())
	return (robot || nullReturnPath(m)) && bounceSubject.MatchString(m.Subject)
}

// autoReplyReason wants RFC 3834's keyword, a responder's own header, or two weaker signs together.
func autoReplyReason(m *Message) string {
	switch v := autoSubmitted(m); {
	case v == "auto-replied":
		return "auto-submitted"
	case autoResponder(m), precedence(m) == "auto_reply":
		return "auto-responder"
	case !autoSubject.MatchString(m.Subject):
		return ""
	case v != "" && v != "no", responseSuppressed(m), nullReturnPath(m):
		return "auto-reply-subject"
	}
	return ""
}

// listReason wants the mark of a bulk sender, not just any List- header.
func listReason(m *Message) string {
	switch {
	case m.Header.Has("List-Unsubscribe"):
		return "list-unsubscribe"
	case m.Header.Has("List-Id") && bulkPrecedence[precedence(m)]:
		return "list-id"
	case precedence(m) == "bulk", precedence(m) == "junk":
		return "precedence"
	}
	return ""
}
