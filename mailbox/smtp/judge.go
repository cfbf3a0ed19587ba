package smtp

import (
	"errors"
	"fmt"
	"strings"

	gosmtp "github.com/emersion/go-smtp"
)

// judge says what the end of a transaction means.
func judge(at stage, err error) Result {
	var answer *gosmtp.SMTPError
	switch {
	case err == nil:
		return Result{State: Sent, Code: 250}
	case !errors.As(err, &answer):
		if at == stageDot {
			return Result{State: Uncertain, Text: err.Error()}
		}
		return Result{State: Retry, Text: err.Error()}
	}
	r := fromAnswer(answer)
	switch {
	case answer.Code/100 == 4:
		r.State = Retry
	case tooLarge(answer):
		r.State = Failed
	case at == stageMail, mayNotSend(answer):
		r.State = Account
	default:
		r.State = Failed
	}
	return r
}

// tooLarge is RFC 1870's answer: no other time or account will help.
func tooLarge(a *gosmtp.SMTPError) bool {
	return a.Code == 552 || a.EnhancedCode == gosmtp.EnhancedCode{5, 3, 4}
}

// mayNotSend knows the refusals that mean us, not the recipient: no log-in, or no right to send as this mailbox (Exchange: 5.7.60, 5.7.57,
// 5.2.252 SendAsDenied, told after RCPT or DATA).
func mayNotSend(a *gosmtp.SMTPError) bool {
	switch a.EnhancedCode {
	case gosmtp.EnhancedCode{5, 7, 60}, gosmtp.EnhancedCode{5, 7, 57}, gosmtp.EnhancedCode{5, 7, 3}:
		return true
	}
	return a.Code == 530 || a.Code == 535 || strings.Contains(strings.ToLower(a.Message), "sendasdenied")
}

func fromAnswer(a *gosmtp.SMTPError) Result {
	const maxText = 500
	r := Result{Code: a.Code, Text: strings.ToValidUTF8(a.Message[:min(len(a.Message), maxText)], "")}
	if a.EnhancedCode[0] > 0 {
		r.Enhanced = fmt.Sprintf("%d.%d.%d", a.EnhancedCode[0], a.EnhancedCode[1], a.EnhancedCode[2])
	}
	return r
}

// accountResult is for errors before there was a transaction.
func accountResult(err error) Result {
	var answer *gosmtp.SMTPError
	r := Result{Text: err.Error()}
	if errors.As(err, &answer) {
		r = fromAnswer(answer)
	}
	r.State = Account
	return r
}
