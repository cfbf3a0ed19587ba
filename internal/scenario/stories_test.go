package scenario

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/samples"
	"mdaplus/internal/store"
	"mdaplus/mailbox"
	"mdaplus/mailbox/mailtest"
	"mdaplus/pipeline"
	"mdaplus/render"
)

// form makes a filled form, changed.
func form(t *testing.T, n int, change func(*blank.Fill)) []byte {
	t.Helper()
	f := samples.Fill(n)
	f.Marking = blank.Struck
	if change != nil {
		change(&f)
	}
	docx, err := blank.Docx(forms.Version2019, f)
	if err != nil {
		t.Fatal(err)
	}
	return docx
}

func without(id string) func(*blank.Fill) { return func(f *blank.Fill) { delete(f.Answers, id) } }

// mailTo gives the mails that arrived at an address, oldest first.
func (s *site) mailTo(address string) (mails []*mailbox.Message) {
	for _, a := range s.smtp.Accepted() {
		if a.To == address {
			mails = append(mails, mailbox.Parse(a.Raw))
		}
	}
	return mails
}

// awaitMail waits for the n-th mail to an address.
func (s *site) awaitMail(address string, n int) *mailbox.Message {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if mails := s.mailTo(address); len(mails) >= n {
			return mails[n-1]
		}
	}
	s.t.Fatalf("mail %d to %s did not come\n%s", n, address, s.tail())
	return nil
}

func textOf(m *mailbox.Message) string { return strings.Join(strings.Fields(plainOf(m)), " ") }

func (s *site) cases() (all []store.Case) {
	s.t.Helper()
	st, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	if err := st.EachCase(s.t.Context(), func(c store.Case) error { all = append(all, c); return nil }); err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s *site) heldReasons() (reasons []string) {
	s.t.Helper()
	st, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	held, err := st.Held(s.t.Context(), 100)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, m := range held {
		reasons = append(reasons, m.Reason)
	}
	return reasons
}

// A referrer forgets an answer, is asked, and answers with the corrected form. Others
// who try the same are not believed.
func TestQuestionsAndTheirAnswers(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, without("intergenerational")), time.Now()).Bytes())
	asked := s.awaitMail(samples.Sender(1), 1)
	if text := textOf(asked); !strings.Contains(text, "Criterium 5") || !strings.Contains(text, "Intergenerationele overdracht") || strings.Contains(text, "Daar zijn geen aanwijzingen") {
		t.Errorf("the questions: %s", text)
	}
	reply := func(from int, docx []byte) samples.Letter {
		l := samples.Mail(from, docx, time.Now())
		l.MessageID, l.InReplyTo, l.Subject = fmt.Sprintf("<antwoord%d-%d@gemeente.example>", from, len(docx)), asked.MessageID, "Re: "+asked.Subject
		return l
	}
	s.deliver(reply(2, form(t, 1, nil)).Bytes()) // somebody else, with our Message-ID
	s.settle(2, time.Minute)
	s.deliver(reply(1, form(t, 8, nil)).Bytes()) // another family
	s.settle(3, time.Minute)
	unthreaded := reply(1, form(t, 1, nil))
	unthreaded.InReplyTo, unthreaded.MessageID = "", "<los@gemeente.example>"
	s.deliver(unthreaded.Bytes()) // only the subject carries the reference
	s.settle(4, time.Minute)
	if got := fmt.Sprint(s.heldReasons()); got != "[answer-other-sender answer-other-family answer-unproven]" {
		t.Errorf("held %s", got)
	}
	if c := s.cases(); len(c) != 1 || c[0].State != "questions" {
		t.Fatalf("cases %+v", c)
	}
	s.deliver(reply(1, form(t, 1, nil)).Bytes())
	s.settle(5, time.Minute)
	c := s.cases()
	if len(c) != 1 || c[0].State != "selection" {
		t.Fatalf("cases %+v, want one in selection", c)
	}
	s.bothReadingsStay(c[0])
	if last := s.mailTo(samples.Sender(1)); !strings.Contains(last[len(last)-1].Subject, c[0].Reference) {
		t.Errorf("last answer %q", last[len(last)-1].Subject)
	}
}

// A referrer answers in words: one bare word to one question, and later a correction by
// name. What may mean more waits for a person.
func TestAnswersInWords(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, without("intergenerational")), time.Now()).Bytes())
	asked, mails := s.awaitMail(samples.Sender(1), 1), 0
	reply := func(to *mailbox.Message, text string) {
		mails++
		l := samples.Letter{From: samples.Sender(1), To: asked.From[0].Addr, Subject: "Re: " + asked.Subject, Text: text,
			MessageID: fmt.Sprintf("<woorden%d@gemeente.example>", mails), InReplyTo: to.MessageID, Date: time.Now()}
		s.deliver(l.Bytes())
		s.settle(mails+1, time.Minute)
	}
	reply(asked, "Ja en nee, het hangt ervan af.\r\n")
	reply(asked, "Goedemorgen,\r\n\r\nJa.\r\n\r\nGroet, J.\r\n\r\n> Wilt u alleen Ja of Nee antwoorden?\r\n")
	if c := s.cases(); len(c) != 1 || c[0].State != "selection" {
		t.Fatalf("cases %+v, want one in selection", c)
	}
	s.bothReadingsStay(s.cases()[0])
	complete := s.awaitMail(samples.Sender(1), 3)
	reply(complete, "Bij nader inzien: Structurele onveiligheid moet Nee zijn in plaats van Ja.\r\n")
	if c := s.cases(); len(c) != 1 || c[0].State != "not-admissible" {
		t.Errorf("cases %+v, want one that is not admissible", c)
	}
	if got := fmt.Sprint(s.heldReasons()); got != "[correction-in-words]" {
		t.Errorf("held %s", got)
	}
}

// A referrer writes each answer below its question, in the mail that asked.
func TestAnswersBetweenTheLines(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, func(f *blank.Fill) {
		delete(f.Answers, "intergenerational")
		delete(f.Answers, "structural-unsafety")
	}), time.Now()).Bytes())
	asked := s.awaitMail(samples.Sender(1), 1)
	text := "Op " + time.Now().Format("2 jan 2006 om 15:04") + " schreef MDA++ <" + asked.From[0].Addr + ">:\r\n"
	answers := map[string]string{"Intergenerationele overdracht": "Ja", "Structurele onveiligheid": "Nee"}
	below := ""
	for _, line := range strings.Split(plainOf(asked), "\n") {
		text += "> " + strings.TrimSpace(line) + "\r\n"
		if strings.HasSuffix(strings.TrimSpace(line), "?") && below != "" {
			text, below = text+"\r\n"+below+"\r\n\r\n", ""
		}
		for name, answer := range answers {
			if strings.Contains(line, name) && strings.HasPrefix(line, "-") {
				below = answer
			}
		}
	}
	reply := samples.Letter{From: samples.Sender(1), To: asked.From[0].Addr, Subject: "Re: " + asked.Subject, Text: text,
		MessageID: "<tussen@gemeente.example>", InReplyTo: asked.MessageID, Date: time.Now()}
	s.deliver(reply.Bytes())
	s.settle(2, time.Minute)
	if c := s.cases(); len(c) != 1 || c[0].State != "not-admissible" {
		t.Fatalf("cases %+v, want one that is not admissible", c)
	}
	for id, want := range map[string]string{"intergenerational": "yes", "structural-unsafety": "no"} {
		if c := s.reading().Criteria[id]; c.Value != want || !strings.Contains(c.Evidence, "e-mail") {
			t.Errorf("%s is %+v, want %s", id, c.Answer, want)
		}
	}
}

// The questions come with a form on which only what is asked is open. It comes back with
// that filled in, and nothing that was written before is lost.
func TestTheFormThatComesWithTheQuestions(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, without("intergenerational")), time.Now()).Bytes())
	asked := s.awaitMail(samples.Sender(1), 1)
	sent := wordFile(asked)
	if sent == nil {
		t.Fatal("the questions came without a form")
	}
	before := s.reading()
	for id, c := range before.Criteria {
		if c.Explanation != "" && bytes.Contains(unzipped(t, sent), []byte(c.Explanation)) {
			t.Errorf("the explanation of %s went back by mail", id)
		}
	}
	reply := func(n int, docx []byte) {
		l := samples.Mail(1, docx, time.Now())
		l.MessageID, l.InReplyTo, l.Subject = fmt.Sprintf("<terug%d@gemeente.example>", n), asked.MessageID, "Re: "+asked.Subject
		s.deliver(l.Bytes())
		s.settle(n+1, time.Minute)
	}
	reply(1, sent) // untouched: the same question again
	if c := s.cases(); len(c) != 1 || c[0].State != "questions" {
		t.Fatalf("cases %+v, want one with questions", c)
	}
	c := s.cases()[0]
	fill := blank.Prefill(before, c.Reference)
	fill.Answers["intergenerational"] = blank.Yes
	layout, err := blank.LayoutOf(before.Form, before.Version, blank.GooiEnVechtstreek)
	if err != nil {
		t.Fatal(err)
	}
	answered, err := layout.Docx(fill)
	if err != nil {
		t.Fatal(err)
	}
	reply(2, answered)
	if c := s.cases(); len(c) != 1 || c[0].State != "selection" {
		t.Fatalf("cases %+v, want one in selection", c)
	}
	after := s.reading()
	for id, a := range before.Fields {
		if after.Fields[id].Value != a.Value || after.Fields[id].Text != a.Text {
			t.Errorf("%s was %+v and is %+v", id, a, after.Fields[id])
		}
	}
	for id, was := range before.Criteria {
		if now := after.Criteria[id]; now.Explanation != was.Explanation || id != "intergenerational" && now.Value != was.Value || id == "intergenerational" && now.Value != "yes" {
			t.Errorf("%s was %+v and is %+v", id, was, now)
		}
	}
	los := samples.Mail(1, answered, time.Now()) // the same form in a mail of its own is no referral
	los.MessageID = "<los@gemeente.example>"
	s.deliver(los.Bytes())
	s.settle(4, time.Minute)
	if c := s.cases(); len(c) != 1 {
		t.Errorf("%d cases", len(c))
	}
}

// The same form comes as PDF, and may be returned instead of the Word file.
func TestTheQuestionsAnsweredInThePDF(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, without("intergenerational")), time.Now()).Bytes())
	asked := s.awaitMail(samples.Sender(1), 1)
	before := s.reading()
	c := s.cases()[0]
	fill := blank.Prefill(before, c.Reference)
	layout, err := blank.LayoutOf(before.Form, before.Version, blank.GooiEnVechtstreek)
	if err != nil {
		t.Fatal(err)
	}
	sent := fileOf(asked, ".pdf")
	if same, err := render.BlankForm(layout, fill, render.Look{}); err != nil || !bytes.Equal(sent, same) {
		t.Fatalf("the PDF is not the form that was filled in beforehand: %v", err)
	}
	fill.Answers["intergenerational"] = blank.Yes
	answered, err := render.BlankForm(layout, fill, render.Look{})
	if err != nil {
		t.Fatal(err)
	}
	for n, data := range [][]byte{sent, answered} {
		l := samples.Mail(1, data, time.Now())
		l.Files[0].Name, l.Files[0].Type = "Aanvulling.pdf", "application/pdf"
		l.MessageID, l.InReplyTo, l.Subject = fmt.Sprintf("<terug%d@gemeente.example>", n), asked.MessageID, "Re: "+asked.Subject
		s.deliver(l.Bytes())
		s.settle(n+2, time.Minute)
		if all, want := s.cases(), []string{"questions", "selection"}[n]; len(all) != 1 || all[0].State != want {
			t.Fatalf("cases %+v, want one with %s", all, want)
		}
	}
	after := s.reading()
	for id, a := range before.Fields {
		if after.Fields[id].Value != a.Value || after.Fields[id].Text != a.Text {
			t.Errorf("%s was %+v and is %+v", id, a, after.Fields[id])
		}
	}
	for id, was := range before.Criteria {
		if now := after.Criteria[id]; now.Explanation != was.Explanation || id != "intergenerational" && now.Value != was.Value || id == "intergenerational" && now.Value != "yes" {
			t.Errorf("%s was %+v and is %+v", id, was, now)
		}
	}
}

// plainOf gives the plain text of a mail, line by line.
func plainOf(m *mailbox.Message) string {
	for part := range m.Leaves() {
		if part.MediaType == "text/plain" {
			return part.Text()
		}
	}
	return ""
}

func wordFile(m *mailbox.Message) []byte { return fileOf(m, ".docx") }

func fileOf(m *mailbox.Message, ending string) []byte {
	for part := range m.Leaves() {
		if strings.HasSuffix(part.Filename, ending) {
			return part.Body
		}
	}
	return nil
}

func unzipped(t *testing.T, docx []byte) (all []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

// reading gives the reading that counts in the only case.
func (s *site) reading() forms.Reading {
	s.t.Helper()
	st, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	c := s.cases()[0]
	r, err := st.Reading(s.t.Context(), c.ReadingID)
	if err != nil {
		s.t.Fatal(err)
	}
	key, err := st.Key(s.t.Context(), c.KeyID)
	if err != nil {
		s.t.Fatal(err)
	}
	plain, err := key.Open(store.BodyPlace(r.MessageID, r.FormNo), r.SealedBody)
	if err != nil {
		s.t.Fatal(err)
	}
	var body pipeline.Body
	if err := json.Unmarshal(plain, &body); err != nil {
		s.t.Fatal(err)
	}
	return body.Form
}

func (s *site) bothReadingsStay(c store.Case) {
	s.t.Helper()
	st, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	readings, err := st.ReadingsOf(s.t.Context(), c.ID)
	if err != nil || len(readings) != 2 || readings[0].SupersededBy != readings[1].ID || readings[1].ID != c.ReadingID || readings[1].Role != store.Correction {
		s.t.Errorf("readings %+v, %v", readings, err)
	}
}

// A mail that asks for no answer gets none, and the project leader hears that its sender knows nothing.
func TestAReferralThatMayNotBeAnswered(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	l := samples.Mail(1, form(t, 1, without("intergenerational")), time.Now())
	l.Headers = append(l.Headers, [2]string{"X-Auto-Response-Suppress", "All"})
	s.deliver(l.Bytes())
	s.settle(1, time.Minute)
	told := textOf(s.awaitMail("leider@mda.example", 1))
	if !strings.Contains(told, "geen e-mail van ons gekregen") || !strings.Contains(told, "1 vraag die nog niet gesteld is") {
		t.Errorf("the leader reads %q", told)
	}
	if mails := s.mailTo(samples.Sender(1)); len(mails) != 0 {
		t.Errorf("%d answers", len(mails))
	}
}

// Two people mail the empty form: they are two referrals, and neither is told of the
// other's. The same person sending it again is one.
func TestEmptyFormsFromTwoPeople(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	empty, err := blank.Docx(forms.Version2019, blank.Fill{})
	if err != nil {
		t.Fatal(err)
	}
	for i, sender := range []int{1, 2, 1} {
		l := samples.Mail(sender, empty, time.Now())
		l.MessageID = fmt.Sprintf("<leeg%d@gemeente.example>", i)
		s.deliver(l.Bytes())
		s.settle(i+1, time.Minute)
	}
	if c := s.cases(); len(c) != 2 || c[0].State != "questions" || c[1].State != "questions" {
		t.Fatalf("cases %+v, want two with questions", c)
	}
	if a, b := s.awaitMail(samples.Sender(1), 2), s.awaitMail(samples.Sender(2), 1); strings.Contains(a.Subject, "0002") || strings.Contains(b.Subject, "0001") {
		t.Errorf("somebody was told of another's referral: %q, %q", a.Subject, b.Subject)
	}
}

// Who sends something that no program reads with certainty, gets the empty form, which can
// be filled in at once and is then a referral. A coordinator, who knows the forms, does not.
func TestTheEmptyFormForWhatCannotBeRead(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	for n, from := range []string{samples.Sender(1), coordinator} {
		photo := samples.Mail(4+n, append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), make([]byte, 4096)...), time.Now())
		photo.From, photo.Files[0].Name, photo.Files[0].Type = from, "Scan.jpg", "image/jpeg"
		s.deliver(photo.Bytes())
		s.settle(1+n, time.Minute)
	}
	if got := fmt.Sprint(s.heldReasons()); got != "[container-image container-image]" {
		t.Fatalf("held %s", got)
	}
	if told := s.awaitMail(coordinator, 1); wordFile(told) != nil {
		t.Error("a coordinator got a referral form")
	}
	told := s.awaitMail(samples.Sender(1), 1)
	docx, pdf := wordFile(told), fileOf(told, ".pdf")
	if docx == nil || pdf == nil || !strings.Contains(textOf(told), "lege formulier zit bij deze e-mail") {
		t.Fatalf("no empty form came with %q", textOf(told))
	}
	for n, data := range [][]byte{docx, pdf} { // sent back as it is: a form, and an empty one
		l := samples.Mail(2+n, data, time.Now())
		if n == 1 {
			l.Files[0].Name, l.Files[0].Type = "Formulier.pdf", "application/pdf"
		}
		s.deliver(l.Bytes())
		s.settle(3+n, time.Minute)
	}
	c := s.cases()
	if len(c) != 2 || c[0].State != "questions" || c[1].State != "questions" {
		t.Errorf("cases %+v, want two with questions", c)
	}
	s.verify()
}

// A form with a BSN: the referrer is told to send an anonymous one, and nothing that
// was written reaches anybody.
func TestAFormThatIdentifiesAFamily(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, func(f *blank.Fill) {
		f.Fields["summary"] = "Het gaat om het gezin met BSN 111222333, schuilnaam Zonnebloem."
	}), time.Now()).Bytes())
	s.settle(1, time.Minute)
	if c := s.cases(); len(c) != 1 || c[0].State != "held" {
		t.Fatalf("cases %+v", c)
	}
	for _, a := range s.smtp.Accepted() {
		if pdf := attachment(a.Raw); bytes.Contains(a.Raw, []byte("111222333")) || strings.Contains(pdfText(t, pdf), "111222333") || strings.Contains(pdfText(t, pdf), "Zonnebloem") {
			t.Errorf("the mail to %s gives away what was written", a.To)
		}
	}
	if m := s.awaitMail(samples.Sender(1), 1); !strings.Contains(strings.ToLower(textOf(m)), "anoniem") && !strings.Contains(textOf(m), "geanonimiseerd") {
		t.Errorf("the referrer is told: %s", textOf(m))
	}
}

func attachment(raw []byte) []byte {
	for part := range mailbox.Parse(raw).Leaves() {
		if part.MediaType == "application/pdf" {
			return part.Body
		}
	}
	return nil
}

func pdfText(t *testing.T, pdf []byte) string {
	t.Helper()
	if pdf == nil {
		return ""
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed (Debian: apt-get install poppler-utils); reading PDFs back is skipped")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// The mail server refuses, delays, or breaks off: every answer still arrives once, or
// the project leader knows.
func TestTroubleWithSending(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.smtp.Fail(samples.Sender(1), mailtest.Fault{Stage: mailtest.AtRcpt, Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "no such user"})
	s.smtp.Fail(samples.Sender(2), mailtest.Fault{Stage: mailtest.AtData, Drop: true, Times: 1})
	s.smtp.Fail(samples.Sender(4), mailtest.Fault{Stage: mailtest.AtQuit, Drop: true})
	s.start()
	for _, n := range []int{1, 2, 4} {
		s.deliver(samples.Mail(n, form(t, n, nil), time.Now()).Bytes())
	}
	s.settle(3, time.Minute)
	for _, n := range []int{2, 4} {
		if got := len(s.mailTo(samples.Sender(n))); got != 1 {
			t.Errorf("referrer %d got %d answers, want 1", n, got)
		}
	}
	told := 0
	for _, m := range s.mailTo("leider@mda.example") {
		if strings.Contains(textOf(m), "5.1.1") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the project leader was told %d times that an answer failed, want once", told)
	}
	s.arrivedOnce()
}

// Without copies to look at, a mail of which nobody knows whether it arrived is sent
// once more; after that a person must look.
func TestUncertainWithoutCopies(t *testing.T) {
	s := newSite(t, siteOptions{noCopies: true})
	s.cfg.Mailbox.Sent = ""
	s.save()
	s.smtp.Fail(samples.Sender(1), mailtest.Fault{Stage: mailtest.AtData, Drop: true, Times: 1})
	s.smtp.Fail(samples.Sender(2), mailtest.Fault{Stage: mailtest.AtData, Drop: true})
	s.start()
	for _, n := range []int{1, 2} {
		s.deliver(samples.Mail(n, form(t, n, nil), time.Now()).Bytes())
	}
	s.settle(2, time.Minute)
	ids := map[string]bool{}
	for _, n := range []int{1, 2} {
		mails := s.mailTo(samples.Sender(n))
		if len(mails) != 2 || mails[0].MessageID != mails[1].MessageID {
			t.Errorf("referrer %d got %d mails, want the same one twice", n, len(mails))
		}
		ids[mails[0].MessageID] = true
	}
	st, err := s.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if troubled, err := st.Troubled(t.Context(), 10); err != nil || len(troubled) != 1 || !ids[troubled[0].MailID] {
		t.Errorf("troubled %+v, %v", troubled, err)
	}
}

// A delivery report comes back for an answer that was accepted at first.
func TestAnAnswerBounces(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, nil), time.Now()).Bytes())
	answer := s.awaitMail(samples.Sender(1), 1)
	s.settle(1, time.Minute)
	s.deliver(report(answer.MessageID, samples.Sender(1)))
	s.settle(2, time.Minute)
	st, err := s.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if troubled, err := st.Troubled(t.Context(), 10); err != nil || len(troubled) != 1 || troubled[0].State != store.Bounced {
		t.Errorf("troubled %+v, %v", troubled, err)
	}
	mails := s.mailTo("leider@mda.example")
	if last := textOf(mails[len(mails)-1]); !strings.Contains(last, "5.1.1") {
		t.Errorf("the project leader is told: %s", last)
	}
}

// report is a delivery report as RFC 3464 has it.
func report(messageID, recipient string) []byte {
	return []byte(strings.ReplaceAll(`From: Mail Delivery System <mailer-daemon@gemeente.example>
To: `+samples.Intake+`
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.gemeente.example

Final-Recipient: rfc822; `+recipient+`
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: `+messageID+`
Subject: x

--b--
`, "\n", "\r\n"))
}

// A message that is too large is not fetched, waits for a person, and its sender knows.
func TestAMessageThatIsTooLarge(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.cfg.Mailbox.MaxSize = 1
	s.save()
	s.start()
	l := samples.Mail(1, make([]byte, 2<<20), time.Now())
	s.deliver(l.Bytes())
	s.settle(1, time.Minute)
	if got := fmt.Sprint(s.heldReasons()); got != "[too-large]" {
		t.Errorf("held %s", got)
	}
	if in, err := s.dovecot.Folder(s.cfg.Mailbox.Held); err != nil || len(in) != 1 || len(in[0]) < 2<<20 {
		t.Errorf("the message is not whole in the folder for attention: %d, %v", len(in), err)
	}
	s.awaitMail(samples.Sender(1), 1)
}

// mdaplus runs a command beside the service.
func (s *site) mdaplus(args ...string) (string, int) {
	s.t.Helper()
	cmd := exec.Command(binary, args...)
	out, err := cmd.CombinedOutput()
	if exit, ok := err.(*exec.ExitError); err != nil && !ok {
		s.t.Fatal(err)
	} else if ok {
		return string(out), exit.ExitCode()
	}
	return string(out), 0
}

func TestCommandsBesideTheService(t *testing.T) {
	s := newSite(t, siteOptions{})
	config := []string{"--config", s.path()}
	p := s.start()
	both := samples.Mail(1, []byte("%PDF-1.4\n"), time.Now()) // a form, and a file that cannot be read
	both.Files = append(both.Files, samples.File{Name: "Aanmelding.docx", Type: samples.DocxType, Data: form(t, 3, nil)})
	s.deliver(both.Bytes())
	s.settle(1, time.Minute)
	expect := func(want string, code int, args ...string) {
		t.Helper()
		if out, got := s.mdaplus(append(args, config...)...); got != code || !strings.Contains(out, want) {
			t.Errorf("%v: status %d, %s\nwant status %d and %q", args, got, out, code, want)
		}
	}
	expect("B-", 0, "held", "list")
	expect("vastgehouden", 0, "held", "show", "1")
	expect("Blaricum", 0, "held", "show", "1") // the municipality of the form that was read
	expect("", 0, "held", "show", "1", "-o", s.dir)
	if kept, err := os.ReadFile(filepath.Join(s.dir, fmt.Sprintf("B-%d-000001.eml", time.Now().Year()))); err != nil || !bytes.Contains(kept, []byte("Aanmeldingsformulier.docx")) {
		t.Errorf("the original was not written: %v", err)
	}
	expect("opnieuw gelezen", 0, "held", "return", "1")
	s.settle(1, time.Minute)
	expect("van de lijst", 0, "held", "release", "1")
	expect("niet vastgehouden", 1, "held", "release", "1")
	expect("geen berichtnummer", 2, "held", "show", "abc")

	docx := filepath.Join(s.dir, "Aanmelding.docx")
	os.WriteFile(docx, form(t, 5, nil), 0o600)
	expect("MDA-", 0, "add", docx)
	expect("was er al", 0, "add", docx)
	expect("in orde", 0, "doctor")
	expect("2 ontvangen = 1 verwerkt + 0 genegeerd + 1 vastgehouden", 0, "status")
	expect("Fouten: 0", 0, "verify")
	expect("another mdaplus", 1, "run")
	s.stop(p)
	expect("leest nu geen dienst", 0, "status")
}

// A rehearsal reads the mailbox, and changes nothing in it and sends nothing.
func TestARehearsal(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.heap(0, 10)
	out, code := s.mdaplus("run", "--rehearse", "--config", s.path())
	if code != 0 || strings.Count(out, "\n") != 11 || !strings.Contains(out, "10 berichten") {
		t.Errorf("status %d:\n%s", code, out)
	}
	if in, err := s.dovecot.Folder("INBOX"); err != nil || len(in) != 10 {
		t.Errorf("%d messages in the inbox, %v", len(in), err)
	}
	if len(s.smtp.Accepted()) != 0 {
		t.Error("something was sent")
	}
	if _, err := os.Stat(s.cfg.Store.Folder); err == nil {
		t.Error("something was stored")
	}
}

// One changed byte in the archive is found.
func TestVerifyFindsDamage(t *testing.T) {
	s := newSite(t, siteOptions{})
	p := s.start()
	s.heap(0, 4)
	s.settle(4, time.Minute)
	s.stop(p)
	s.verify()
	files, err := filepath.Glob(filepath.Join(s.cfg.Store.Archive, "objects", "*", "*"))
	if err != nil || len(files) < 4 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	data, _ := os.ReadFile(files[0])
	data[len(data)/2] ^= 1
	os.Chmod(files[0], 0o600)
	os.WriteFile(files[0], data, 0o600)
	if out, code := s.mdaplus("verify", "--config", s.path()); code != 1 || !strings.Contains(out, "Fouten: 1") && !strings.Contains(out, "Fouten: 2") {
		t.Errorf("status %d:\n%s", code, out)
	}
}

// Nothing that a person wrote stands readable in the data folder.
func TestNothingReadableOnTheDisk(t *testing.T) {
	s := newSite(t, siteOptions{})
	p := s.start()
	const canary = "Kanariepiet vertelt een geheim"
	s.deliver(samples.Mail(1, form(t, 1, func(f *blank.Fill) { f.Fields["summary"] = canary + "." }), time.Now()).Bytes())
	body := samples.Mail(2, nil, time.Now())
	body.Files, body.Text, body.Subject = nil, canary, canary
	s.deliver(body.Bytes())
	s.settle(2, time.Minute)
	look := func() {
		t.Helper()
		files := 0
		filepath.Walk(s.cfg.Store.Folder, func(path string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			files++
			for _, secret := range []string{canary, "Kanariepiet", samples.Sender(1)} {
				if bytes.Contains(data, []byte(secret)) {
					t.Errorf("%q stands readable in %s", secret, filepath.Base(path))
				}
			}
			return err
		})
		if files < 4 {
			t.Errorf("only %d files were looked at", files)
		}
	}
	look() // while the write-ahead log is there
	s.stop(p)
	look()
	if strings.Contains(p.output.String(), "Kanariepiet") || strings.Contains(p.output.String(), samples.Sender(1)) {
		t.Error("the log gives away what was written")
	}
}
