package scenario

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/samples"
	"mdaplus/mailbox"
)

// paper makes a form of another kind than the referral, filled in.
func paper(t *testing.T, form string, f blank.Fill) []byte {
	t.Helper()
	layout, err := blank.LayoutOf(form, forms.Version1, blank.GooiEnVechtstreek)
	if err != nil {
		t.Fatal(err)
	}
	docx, err := layout.Docx(f)
	if err != nil {
		t.Fatal(err)
	}
	return docx
}

func safetyPlan(reference string, version int, score string) blank.Fill {
	f := blank.Fill{Fields: map[string]string{"case": reference, "municipality": "Hilversum", "version": fmt.Sprint(version), "date": fmt.Sprintf("2026-1%d-20", version), "next-review": "2027-01-15",
		"coordinator": "K.L.", "process-manager": "B.S.", "family": "moeder A.B. (33), stiefvader C.B. (36)", "score": score, "target-score": "6", "vision": "Niemand is bang.",
		"network": "oma (moeders kant), buurvrouw", "professionals": "Veilig Thuis, school"}}
	if version > 1 {
		f.Fields["revised-because"] = "Het expertoverleg; de uitkomst is leidend."
	}
	for n := 1; n <= 3; n++ {
		f.Priorities = append(f.Priorities, blank.Filled{Problem: fmt.Sprintf("Probleem %d", n), Condition: fmt.Sprintf("Voorwaarde %d van versie %d", n, version),
			Agreements: []blank.Agreement{{Who: "oma", What: "heeft een bed klaar", ByWhen: "2026-12-01"}}})
	}
	return f
}

func meetingForm(reference string, version int) blank.Fill {
	return blank.Fill{Fields: map[string]string{"case": reference, "municipality": "Hilversum", "date": "2026-11-24", "phase": "1", "coordinator": "K.L.", "coordinator-contact": "035-1234501",
		"plan-kind": "TOP 3 Veiligheidsplan", "plan-version": fmt.Sprint(version), "plan-date": fmt.Sprintf("2026-1%d-20", version), "score": "4", "involved": "Veilig Thuis, Stichting Welzijn, school",
		"tried": "Een huisverbod en gesprekken.", "question": "Hoe voorkomen wij terugval in het weekend?", "earlier-meetings": "geen"},
		Answers: map[string]blank.Answer{"client-present": blank.Yes},
		Chosen:  map[string][]string{"reason": {"no-six-after-three-months"}, "plan-kind": {"safety-plan"}, "phase": {"1"}, "concurrence": {"PGA"}, "first-shell": {"trauma", "strafrecht"}, "second-shell": {"verslavingszorg"}}}
}

// A coordinator mails the plan of a case, then a better one with the registration for the
// expert meeting: the plans come back as documents, and a chair who is not involved gets the pack.
func TestPlansAndTheExpertMeeting(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, nil), time.Now()).Bytes())
	s.settle(1, time.Minute)
	c := s.cases()[0]
	mails := 1
	send := func(from, subject string, files ...samples.File) {
		mails++
		l := samples.Letter{From: from, To: samples.Intake, Subject: subject, Text: "Zie de bijlage.\r\n", Files: files, Date: time.Now(), MessageID: fmt.Sprintf("<plan%d@hilversum.example>", mails)}
		s.deliver(l.Bytes())
		s.settle(mails, time.Minute)
	}
	plan := func(version int, score string) samples.File {
		return samples.File{Name: "Veiligheidsplan.docx", Type: samples.DocxType, Data: paper(t, "safety-plan", safetyPlan(c.Reference, version, score))}
	}
	send(samples.Sender(1), "Plan", plan(1, "3")) // the referrer is no coordinator
	send(coordinator, "Plan zonder casus", samples.File{Name: "p.docx", Type: samples.DocxType, Data: paper(t, "safety-plan", safetyPlan("", 1, "3"))})
	if got := fmt.Sprint(s.heldReasons()); got != "[plan-sender plan-no-case]" {
		t.Errorf("held %s", got)
	}
	before := len(s.mailTo(coordinator))
	send(coordinator, "Plan", plan(1, "3"))
	first := s.awaitMail(coordinator, before+1)
	if text := pdfText(t, attachment(raw(s, first))); !strings.Contains(text, "TOP 3 Veiligheidsplan") || !strings.Contains(text, "Voorwaarde 2 van versie 1") || !strings.Contains(text, c.Reference) {
		t.Errorf("the plan: %s", text)
	}
	registration := samples.File{Name: "Aanmelding.docx", Type: samples.DocxType, Data: paper(t, "meeting-registration", meetingForm(c.Reference, 2))}
	send(coordinator, "Aanmelding, met een verkeerde versie", registration)
	if asked := s.awaitMail(coordinator, before+2); !strings.Contains(textOf(asked), "Dat is versie 1") {
		t.Errorf("asked: %s", textOf(asked))
	}
	send(coordinator, "Aanmelding met het nieuwe plan", samples.File{Name: "Aanmelding 2.docx", Type: samples.DocxType, Data: paper(t, "meeting-registration", func() blank.Fill {
		f := meetingForm(c.Reference, 2)
		f.Fields["tried"] = "Een huisverbod, gesprekken en een slaapplek bij de broer."
		return f
	}())}, plan(2, "4"))
	pack := s.awaitMail(chair, 1)
	text := pdfText(t, attachment(raw(s, pack)))
	for _, want := range []string{"Stukken expertoverleg", c.Reference, "Hoe voorkomen wij terugval", "Voorwaarde 2 van versie 2", "Samenvatting aanmelding", "trauma", "verslavingszorg", "Stichting Welzijn", "slaapplek bij de broer", "Afsprakenblad"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("the pack lacks %q", want)
		}
	}
	if !hasCalendar(pack) {
		t.Error("no file for the calendar")
	}
	if got := s.mailTo("q.r@welzijn.example"); len(got) != 0 {
		t.Error("a chair got a case in which the own organisation is involved")
	}
	s.awaitMail(coordinator, before+4) // the new plan, and that the registration is complete
	if all := s.cases(); len(all) != 1 || all[0].State != c.State {
		t.Errorf("cases %+v", all)
	}
}

// raw gives the bytes of a mail as it was accepted.
func raw(s *site, m *mailbox.Message) []byte {
	for _, a := range s.smtp.Accepted() {
		if mailbox.Parse(a.Raw).MessageID == m.MessageID {
			return a.Raw
		}
	}
	return nil
}

func hasCalendar(m *mailbox.Message) bool {
	for part := range m.Leaves() {
		if part.MediaType == "text/calendar" {
			return true
		}
	}
	return false
}
