package mailbox

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var us = Own{Addresses: []string{"intake@mda.example"}, LoopSecret: []byte("geheim")}

func TestMayAnswerAndClassify(t *testing.T) {
	document := "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment"
	for _, c := range []struct {
		header string
		kind   Kind
		answer bool
	}{
		{"Subject: Aanmelding", KindMail, true},
		{"Return-Path: <>", KindMail, false},
		{"Auto-Submitted: no", KindMail, true},
		{"Auto-Submitted: auto-generated", KindMail, false},
		{"Auto-Submitted: auto-replied; owner-email=x", KindAutoReply, false},
		{"Auto-Submitted: auto-replied\r\n" + document, KindMail, false},
		{"Auto-Submitted: auto-generated\r\nSubject: Automatisch antwoord: weg", KindAutoReply, false},
		{"X-Auto-Response-Suppress: DR, OOF", KindMail, false},
		{"X-Auto-Response-Suppress: All\r\nSubject: Automatic reply: away", KindAutoReply, false},
		{"X-Auto-Response-Suppress: RN", KindMail, true},
		{"Subject: Automatisch antwoord: weg", KindMail, true},
		{"Subject: Automatisch antwoord: weg\r\nIn-Reply-To: <a@b>", KindMail, false},
		{"Precedence: bulk", KindList, false},
		{"Precedence: bulk\r\n" + document, KindMail, false},
		{"List-Id: <x.y>", KindMail, false},
		{"List-Unsubscribe: <https://x>", KindList, false},
		{"X-Autoreply: yes", KindAutoReply, false},
		{"X-Loop: x", KindMail, false},
		{"From: noreply@zorg.example", KindMail, false},
		{"From: No-Reply <no-reply@zorg.example>", KindMail, false},
		{"From: MAILER-DAEMON@zorg.example\r\nSubject: Undelivered Mail Returned to Sender", KindBounce, false},
		{"From: postmaster@zorg.example\r\nSubject: Onbestelbaar: Ontvangen", KindBounce, false},
		{"Subject: failure notice", KindMail, true},
		{"From: intake@mda.example", KindMail, false},
		{"From: kapot", KindMail, false},
		{"Content-Type: multipart/report; report-type=disposition-notification; boundary=b", KindReceipt, false},
		{"Content-Type: text/calendar; method=REPLY", KindCalendar, false},
		{"Content-Type: text/calendar; method=REQUEST", KindMail, false},
		{"Message-ID: <1@mda.example>\r\n" + LoopHeader + ": " + LoopMark([]byte("geheim"), "<1@mda.example>"), KindOwn, false},
		{"Message-ID: <2@mda.example>\r\n" + LoopHeader + ": " + LoopMark([]byte("geheim"), "<1@mda.example>"), KindMail, false},
	} {
		header := c.header
		if !strings.Contains(header, "From:") {
			header = "From: renee@hilversum.example\r\n" + header
		}
		m := Parse([]byte(header + "\r\n\r\ntekst"))
		kind, why := Classify(m, us)
		answer, reason := MayAnswer(m, us)
		if kind != c.kind || answer != c.answer {
			t.Errorf("%q: kind %s (%s), answer %v (%s); want %s, %v", c.header, kind, why, answer, reason, c.kind, c.answer)
		}
		if answer != (reason == "") || (kind == KindMail) != (why == "") {
			t.Errorf("%q: a no has a reason and a yes none", c.header)
		}
	}
}

func TestParseBounce(t *testing.T) {
	sent, _ := Compose(outgoing())
	raw := lines(`From: MAILER-DAEMON@mx.example`, `Subject: Undelivered`, `Content-Type: multipart/report; report-type=delivery-status; boundary=b`, ``,
		`--b`, ``, `Your mail`, `--b`, `Content-Type: message/delivery-status`, ``,
		`Reporting-MTA: dns; mx.example`, `Original-Envelope-Id: out-17`, ``,
		`Final-Recipient: rfc822; <renee@hilversum.example>`, `Action: failed (bad)`, `Status: 5.1.1 (unknown)`, `Diagnostic-Code: smtp; 550 5.1.1 unknown`, ``,
		`Final-Recipient: rfc822; b@hilversum.example`, `Action: delayed`, `Status: 4.4.1`, ``,
		`--b`, `Content-Type: message/rfc822`, ``, string(sent), `--b--`)
	b, ok := ParseBounce(Parse(raw), us)
	if !ok || b.EnvelopeID != "out-17" || !b.Genuine || !b.Failed() || len(b.Recipients) != 2 || b.MessageIDs[0] != "<a1@mda.example>" {
		t.Fatalf("%v %+v", ok, b)
	}
	if want := (BounceRecipient{"renee@hilversum.example", "failed", "5.1.1", "550 5.1.1 unknown"}); b.Recipients[0] != want {
		t.Errorf("recipient %+v", b.Recipients[0])
	}
	prose := lines(`From: postmaster@mx.example`, `Subject: Mail delivery failed`, ``, `See below`, `Message-Id: <a1@mda.example>`)
	if b, ok := ParseBounce(Parse(prose), us); !ok || !slices.Equal(b.MessageIDs, []string{"<a1@mda.example>"}) || b.Genuine {
		t.Errorf("prose: %v %+v", ok, b)
	}
	if _, ok := ParseBounce(Parse(lines(`From: a@b.example`, ``, `x`)), us); ok {
		t.Error("an ordinary mail is no bounce")
	}
}

func TestReadTrust(t *testing.T) {
	ms := "Received: from A.eurprd01.prod.outlook.com (::1) by B.eurprd01.prod.outlook.com with HTTPS; Tue, 12 May 2026\r\n"
	for _, c := range []struct {
		name, header string
		level        TrustLevel
		warnings     string
	}{
		{"none", "", TrustUnknown, "[]"},
		{"microsoft", ms + "Authentication-Results: spf=pass (sender IP is 1.2.3.4)\r\n smtp.mailfrom=hilversum.example; dkim=pass (signature was verified)\r\n header.d=hilversum.example;dmarc=pass action=none\r\n header.from=hilversum.example;compauth=pass reason=100", TrustAligned, "[]"},
		{"microsoft form, other border", "Received: by mx.evil.example\r\nAuthentication-Results: dmarc=pass header.from=hilversum.example", TrustUnknown, "[]"},
		{"own id", "Authentication-Results: mx.mda.example 1; dkim=pass (a; (b) c) header.d=mail.hilversum.example", TrustSigned, "[]"},
		{"foreign id on top", "Authentication-Results: evil.example; dmarc=pass header.from=hilversum.example\r\nAuthentication-Results: mx.mda.example; dmarc=pass header.from=hilversum.example", TrustUnknown, "[]"},
		{"forged below ours", "Authentication-Results: mx.mda.example; spf=fail smtp.mailfrom=x@evil.example\r\nAuthentication-Results: mx.mda.example; dmarc=pass header.from=hilversum.example", TrustUnknown, "[]"},
		{"spf of the organisation", "Authentication-Results: mx.mda.example; spf=pass smtp.mailfrom=bounce@mail.hilversum.example", TrustPath, "[]"},
		{"signature of another", "Authentication-Results: mx.mda.example; dkim=pass header.d=evil.example", TrustUnknown, "[]"},
		{"failed", "Authentication-Results: mx.mda.example; spf=pass smtp.mailfrom=x@hilversum.example; dmarc=fail header.from=hilversum.example", TrustFailed, "[]"},
		{"none at all", "Authentication-Results: mx.mda.example; none", TrustUnknown, "[]"},
		{"name is an address", "From: \"renee@hilversum.example\" <x@evil.example>", TrustUnknown, "[sender.name-is-address]"},
		{"reply elsewhere", "Reply-To: x@evil.example", TrustUnknown, "[sender.reply-to-differs]"},
		{"look-alike", "From: <x@hilvеrsum.example>", TrustUnknown, "[sender.punycode sender.mixed-script]"},
		{"punycode", "From: <x@xn--caf-dma.example>", TrustUnknown, "[sender.punycode]"},
		{"two senders", "From: a@hilversum.example, b@hilversum.example", TrustUnknown, "[sender.several-from]"},
	} {
		header := c.header
		if !strings.Contains(header, "From: ") {
			header = "From: renee@hilversum.example\r\n" + header
		}
		got := ReadTrust(Parse([]byte(header+"\r\n\r\nx")), TrustConfig{AuthservIDs: []string{"mx.mda.example"}, Microsoft: true})
		if got.Level != c.level || fmt.Sprint(got.Warnings) != c.warnings {
			t.Errorf("%s: %v %v, want %v %v", c.name, got.Level, got.Warnings, c.level, c.warnings)
		}
	}
}

func TestAnswerAddress(t *testing.T) {
	m := Parse(lines(`From: a@hilversum.example`, `Reply-To: b@mail.hilversum.example`, ``, `x`))
	if a, _ := AnswerAddress(m, Trust{}); a.Addr != "a@hilversum.example" {
		t.Errorf("unverified: %v", a)
	}
	if a, _ := AnswerAddress(m, Trust{Level: TrustAligned}); a.Addr != "b@mail.hilversum.example" {
		t.Errorf("verified: %v", a)
	}
	if _, ok := AnswerAddress(Parse(lines(`From: x`, ``, `y`)), Trust{}); ok {
		t.Error("nowhere to answer to")
	}
}

func TestNotices(t *testing.T) {
	placeholder := Parse(lines(`From: Microsoft Exchange Server`, `Subject: Retrieval using the IMAP4 protocol failed for the following message: 24`, ``, `The server couldn't retrieve the following message:`))
	if !IsPlaceholder(placeholder) {
		t.Error("placeholder not recognised")
	}
	if IsPlaceholder(Parse(lines(`From: a@b.example`, `Subject: Retrieval using the IMAP4 protocol failed for the following message: 24`, ``, `x`))) {
		t.Error("a person who quotes that subject is no placeholder")
	}
	for _, c := range []struct{ from, subject, body, want string }{
		{"noreply@zivver.com", "Nieuw bericht", "https://app.zivver.com/x", "zivver"},
		{"noreply@veiligemail.example", "U hebt een beveiligd bericht ontvangen", "Lees: https://x/y Uw code per sms", "secure-message"},
		{"a@hilversum.example", "Aanmelding", "zie https://x/y", ""},
		{"a@hilversum.example", "beveiligd bericht", "geen koppeling", ""},
	} {
		m := Parse(lines("From: "+c.from, "Subject: "+c.subject, "", c.body))
		if got, _ := IsSecureNotice(m, DefaultSecurePatterns()); got != c.want {
			t.Errorf("%v: %q", c, got)
		}
	}
	if p := Parse(lines(`Content-Type: application/pkcs7-mime; smime-type=enveloped-data`, ``, `x`)).Protection(); p != ProtectionEncrypted {
		t.Errorf("enveloped: %q", p)
	}
}

// TestCorpusKinds holds the kinds of the reading corpus: only the three machine mails are set aside.
func TestCorpusKinds(t *testing.T) {
	want := map[string]Kind{"78-mail-auto-reply.eml": KindAutoReply, "79-mail-bounce.eml": KindBounce, "80-mail-newsletter.eml": KindList}
	seen := 0
	for _, path := range sharedFiles(t) {
		if filepath.Base(filepath.Dir(path)) != "reading" || filepath.Ext(path) != ".eml" {
			continue
		}
		raw, _ := os.ReadFile(path)
		m := Parse(raw)
		seen++
		expected := want[filepath.Base(path)]
		if expected == "" {
			expected = KindMail
		}
		if kind, _ := Classify(m, us); kind != expected {
			t.Errorf("%s: %s, want %s", filepath.Base(path), kind, expected)
		}
		_, notice := IsSecureNotice(m, DefaultSecurePatterns())
		if notice != strings.HasPrefix(filepath.Base(path), "81-") {
			t.Errorf("%s: secure notice %v", filepath.Base(path), notice)
		}
	}
	if seen == 0 {
		t.Skip("no reading corpus: set MDAPLUS_SHARED to the folder that holds corpus/")
	}
}

// TestBounceCorpus measures how many of the sisimai bounces are known and name a message.
func TestBounceCorpus(t *testing.T) {
	all, known, named := 0, 0, 0
	for _, path := range sharedFiles(t) {
		if !strings.Contains(path, "sisimai") {
			continue
		}
		raw, _ := os.ReadFile(path)
		all++
		if b, ok := ParseBounce(Parse(raw), us); ok {
			known++
			if len(b.MessageIDs) > 0 {
				named++
			}
		}
	}
	if all == 0 {
		t.Skip("no bounce corpus: set MDAPLUS_SHARED to the folder that holds hostile/")
	}
	t.Logf("%d mails, %d known as bounces, %d of them name a message", all, known, named)
	if known*100 < all*80 {
		t.Errorf("only %d of %d known", known, all)
	}
}
