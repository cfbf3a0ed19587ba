package pipeline

import (
	"fmt"
	"testing"

	"mdaplus/forms"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/pipeline/read"
)

func complete(change ...func(*forms.Reading)) forms.Reading {
	r := forms.Reading{Form: "referral", Version: forms.Version2019, Fields: map[string]forms.Answer{}, Criteria: map[string]forms.Criterion{}}
	for id, value := range map[string]string{"referrer": "x", "initials": "A.B.", "role": "mother", "municipality": "Huizen"} {
		r.Fields[id] = forms.Answer{Status: forms.Read, Value: value}
	}
	for _, id := range forms.CriterionOrder {
		r.Criteria[id] = forms.Criterion{Answer: forms.Answer{Status: forms.Read, Value: "yes"}}
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func criterion(id string, status forms.Status, value string) func(*forms.Reading) {
	return func(r *forms.Reading) {
		r.Criteria[id] = forms.Criterion{Answer: forms.Answer{Status: status, Value: value}}
	}
}

func field(id, value string) func(*forms.Reading) {
	return func(r *forms.Reading) { r.Fields[id] = forms.Answer{Status: forms.Read, Value: value} }
}

func filed(all ...forms.Reading) read.Result {
	return read.Result{Message: read.Message{Outcome: read.Filed}, Forms: all,
		Mail: &read.Envelope{AnswerTo: "a@b.example", Answer: read.Answer{Allowed: true}}}
}

func outcome(what, code string) read.Result {
	r := filed()
	r.Message = read.Message{Outcome: what, Reasons: []forms.Finding{{Code: code}}}
	return r
}

func silent(r read.Result) read.Result {
	r.Mail.Answer = read.Answer{Reason: "list-header"}
	return r
}

func earlier(change ...func(*EarlierForm)) *EarlierForm {
	e := &EarlierForm{Case: store.Case{ID: 7}, Form: complete(), SameSender: true}
	for _, c := range change {
		c(e)
	}
	return e
}

func personal(tier int) func(*forms.Reading) {
	return func(r *forms.Reading) {
		r.PersonalData = []forms.PersonalData{{Class: "bsn", Tier: tier, Field: "summary"}}
	}
}

func TestEveryMessageGetsOneDecision(t *testing.T) {
	ask := complete(criterion("high-risk", forms.Ask, ""))
	for name, c := range map[string]struct {
		result  read.Result
		history History
		want    string // outcome reason: role/outcome … | answer(suppressed) … | notice
	}{
		"complete":                    {filed(complete()), History{}, "filed : referral/accepted | received"},
		"something to ask":            {filed(ask), History{}, "filed : referral/ask-back | questions"},
		"an empty criterion":          {filed(complete(criterion("high-risk", forms.Empty, ""))), History{}, "filed : referral/ask-back | questions"},
		"no structural unsafety":      {filed(complete(criterion("structural-unsafety", forms.Read, "no"))), History{}, "filed : referral/not-admissible | not-admissible"},
		"a BSN":                       {filed(complete(personal(1))), History{}, "filed : referral/held | privacy-hold"},
		"a place to look at":          {filed(complete(personal(2))), History{}, "filed : referral/accepted | received"},
		"two families":                {filed(complete(), complete(field("initials", "C.D."))), History{}, "filed : referral/accepted referral/accepted | received received"},
		"the same form again":         {filed(complete()), History{SameForms: []*EarlierForm{earlier()}}, "filed : duplicate/accepted | again"},
		"the same from a colleague":   {filed(complete()), History{SameForms: []*EarlierForm{earlier(func(e *EarlierForm) { e.SameSender = false })}}, "filed : duplicate/accepted | again"},
		"the same mail by Cc":         {filed(complete()), History{SameContent: true, SameForms: []*EarlierForm{earlier()}}, "filed : duplicate/accepted | again(same-content)"},
		"a corrected form":            {filed(complete()), History{Answers: earlier()}, "filed : correction/accepted | corrected"},
		"a corrected form, not whole": {filed(ask), History{Answers: earlier()}, "filed : correction/ask-back | corrected"},
		"corrected by another sender": {filed(complete()), History{Answers: earlier(func(e *EarlierForm) { e.SameSender = false })}, "held answer-other-sender : | unreadable | notice"},
		"only the subject says so":    {filed(complete()), History{Answers: earlier(func(e *EarlierForm) { e.Unproven = true })}, "held answer-unproven : | unreadable | notice"},
		"about another family":        {filed(complete(field("initials", "C.D."))), History{Answers: earlier()}, "held answer-other-family : | unreadable | notice"},
		"initials written otherwise":  {filed(complete(field("initials", "a. b."))), History{Answers: earlier()}, "filed : correction/accepted | corrected"},
		"two forms, one of them new": {filed(complete(), complete(field("initials", "C.D."))), History{Answers: earlier()},
			"filed : correction/accepted referral/accepted | corrected received"},
		"an empty form as answer": {filed(complete(field("initials", ""))), History{Answers: earlier()}, "held answer-empty-form : | unreadable | notice"},
		"another form":            {filed(complete(func(r *forms.Reading) { r.Form = "safety-plan" })), History{}, "held form-not-handled : | unreadable | notice"},
		"a correction in words":   {said(forms.Said{Answers: []forms.Stated{{ID: "high-risk", Value: "no"}}}), History{Answers: earlier()}, "filed : correction/accepted | corrected"},
		"words that answer the question": {said(forms.Said{Answers: []forms.Stated{{ID: "high-risk", Value: "yes"}}}), History{Answers: asked("unmarked", "high-risk")},
			"filed : correction/accepted | corrected"},
		"a number without a name":        {said(forms.Said{Answers: []forms.Stated{{Number: 4, Value: "no"}}}), History{Answers: earlier()}, "filed : correction/ask-back | corrected"},
		"structural unsafety taken back": {said(forms.Said{Answers: []forms.Stated{{ID: "structural-unsafety", Value: "no"}}}), History{Answers: earlier()}, "filed : correction/not-admissible | not-admissible"},
		"Ja to one question":             {said(forms.Said{Bare: "yes"}), History{Answers: asked("unmarked", "high-risk")}, "filed : correction/accepted | corrected"},
		"Ja to two questions":            {said(forms.Said{Bare: "yes"}), History{Answers: asked("unmarked", "high-risk", "intergenerational")}, "held correction-in-words : | unreadable | notice"},
		"Ja to a question that is none":  {said(forms.Said{Bare: "yes"}), History{Answers: asked("text-contradicts", "high-risk")}, "held correction-in-words : | unreadable | notice"},
		"Ja to an older mail": {said(forms.Said{Bare: "yes"}), History{Answers: func() *EarlierForm { e := asked("unmarked", "high-risk"); e.Latest = false; return e }()},
			"held correction-in-words : | unreadable | notice"},
		"Ja to nothing":               {said(forms.Said{Bare: "yes"}), History{}, "held correction-in-words : | unreadable | notice"},
		"words from another sender":   {said(forms.Said{Answers: []forms.Stated{{ID: "high-risk", Value: "no"}}}), History{Answers: earlier(func(e *EarlierForm) { e.SameSender = false })}, "held answer-other-sender : | unreadable | notice"},
		"words with a reference only": {said(forms.Said{Answers: []forms.Stated{{ID: "high-risk", Value: "no"}}}), History{Answers: earlier(func(e *EarlierForm) { e.Unproven = true })}, "held answer-unproven : | unreadable | notice"},
		"words about no form":         {said(forms.Said{Answers: []forms.Stated{{ID: "high-risk", Value: "no"}}}), History{}, "held correction-in-words : | unreadable | notice"},
		"a newsletter":                {outcome(read.Ignored, "list"), History{}, "ignored list : |"},
		"a PDF":                       {outcome(read.Held, "container-pdf"), History{}, "held container-pdf : | unreadable | notice"},
		"the reader failed":           {outcome(read.Held, reasonReader), History{}, "held reader-failed : | | notice"},
		"a robot may not be told":     {silent(outcome(read.Held, "no-form")), History{}, "held no-form : | unreadable(list-header) | notice"},
		"a referral from a list":      {silent(filed(complete())), History{}, "filed : referral/accepted | received(list-header)"},
		"robots in a loop":            {outcome(read.Held, "no-form"), History{LastHour: 3}, "held no-form : | unreadable(rate-limit) | notice"},
		"a busy referrer":             {filed(complete()), History{LastHour: 10}, "filed : referral/accepted | received"},
		"too busy to be a person":     {filed(complete()), History{LastHour: 20}, "filed : referral/accepted | received(rate-limit)"},
		"too many in a day":           {filed(complete()), History{LastDay: 60}, "filed : referral/accepted | received(rate-limit)"},
		"the leader has heard it":     {outcome(read.Held, "no-form"), History{NoticesHour: 20}, "held no-form : | unreadable"},
		"a sender that was forged":    {func() read.Result { r := filed(complete()); r.Mail.Trust = "failed"; return r }(), History{}, "filed : referral/accepted | received(sender-check-failed)"},
		"added by hand":               {func() read.Result { r := filed(complete()); r.Mail = nil; return r }(), History{}, "filed : referral/accepted |"},
	} {
		if got := told(Decide(c.result, c.history, cases.DefaultPolicy)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// said is a mail of words without a form.
func said(what forms.Said) read.Result {
	r := filed()
	r.Said = &what
	if what.Bare != "" {
		r.Message = read.Message{Outcome: read.Held, Reasons: []forms.Finding{{Code: reasonInWords}}}
	}
	return r
}

// asked is an earlier form with open questions.
func asked(code string, ids ...string) *EarlierForm {
	return earlier(func(e *EarlierForm) {
		e.Latest = true
		for _, id := range ids {
			e.Form.Criteria[id] = forms.Criterion{Answer: forms.Answer{Status: forms.Ask, Reason: code}}
		}
	})
}

func TestWordsChangeOnlyWhatTheyName(t *testing.T) {
	before := complete()
	d := Decide(said(forms.Said{Answers: []forms.Stated{{ID: "high-risk", Value: "no", Text: "dat moet Nee zijn", Explanation: "want het is rustig"}}}),
		History{Answers: earlier()}, cases.DefaultPolicy)
	after := d.Forms[0].Form
	for id, c := range after.Criteria {
		if id == "high-risk" {
			if c.Value != "no" || c.Explanation != "want het is rustig" || c.Evidence == "" {
				t.Errorf("the corrected one: %+v", c)
			}
			continue
		}
		if c.Value != before.Criteria[id].Value || c.Status != forms.Read {
			t.Errorf("%s became %+v", id, c)
		}
	}
	if after.Meaning == "" || after.Meaning == before.Meaning {
		t.Error("the changed form passes for the one before")
	}
}

// told writes a decision on one line.
func told(d Decision) string {
	s := d.Outcome
	if d.Reason != "" {
		s += " " + d.Reason
	}
	s += " :"
	for _, f := range d.Forms {
		s += fmt.Sprintf(" %s/%s", f.Role, f.Outcome)
	}
	s += " |"
	for _, a := range d.Answers {
		s += " " + a.Kind
		if a.Suppressed != "" {
			s += "(" + a.Suppressed + ")"
		}
	}
	if d.Notice {
		s += " | notice"
	}
	return s
}
