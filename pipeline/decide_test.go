package pipeline

import (
	"fmt"
	"strings"
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

// planForm is a plan as read, complete but for what is changed.
func planForm(form string, version int, date string, score string, change ...func(*forms.Reading)) forms.Reading {
	r := forms.Reading{Form: form, Version: forms.Version1, Fields: map[string]forms.Answer{}, Criteria: map[string]forms.Criterion{}}
	for id, value := range map[string]string{"case": "MDA-2026-0007", "version": fmt.Sprint(version), "date": date, "score": score, "municipality": "Huizen",
		"next-review": "2027-01-01", "coordinator": "K.L.", "target-score": "6", "vision": "x", "phase": map[string]string{"safety-plan": "1", "care-plan": "2", "recovery-plan": "3"}[form]} {
		r.Fields[id] = forms.Answer{Status: forms.Read, Value: value}
	}
	read := func(s string) forms.Answer { return forms.Answer{Status: forms.Read, Value: s} }
	for n := 1; n <= 3; n++ {
		r.Priorities = append(r.Priorities, forms.Priority{Number: n, Problem: read("a"), Condition: read("b"), Agreements: []forms.Agreement{{Who: read("c"), What: read("d"), ByWhen: read("2026-12-01")}}})
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func registration(change ...func(*forms.Reading)) forms.Reading {
	r := forms.Reading{Form: "meeting-registration", Version: forms.Version1, Fields: map[string]forms.Answer{}, Criteria: map[string]forms.Criterion{}}
	for id, value := range map[string]string{"case": "MDA-2026-0007", "municipality": "Huizen", "date": "2026-11-20", "phase": "1", "coordinator": "K.L.", "coordinator-contact": "035-1",
		"plan-kind": "safety-plan", "plan-version": "1", "plan-date": "2026-08-01", "score": "4", "reason": "progress-stalls", "involved": "school, Stichting Welzijn", "tried": "x", "question": "y", "client-present": "no"} {
		r.Fields[id] = forms.Answer{Status: forms.Read, Value: value}
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func fromCoordinator(all ...forms.Reading) read.Result {
	r := filed(all...)
	r.Mail.From = read.Person{Address: "k.l@hilversum.example"}
	return r
}

// inCase is the history of a case with these plans.
func inCase(state string, plans ...cases.Plan) History {
	c := &CaseHistory{Case: store.Case{ID: 7, Reference: "MDA-2026-0007", State: state}, Course: cases.Case{Plans: plans}}
	return History{Around: []*CaseHistory{c, c}, Coordinators: []string{"K.L@hilversum.example"},
		Chairs: []Chair{{Name: "A", Organisation: "stichting welzijn"}, {Name: "B", Organisation: "opvang", Meetings: 3}, {Name: "C", Organisation: "reclassering", Meetings: 1}, {Name: "D"}}}
}

func TestPlansAndRegistrations(t *testing.T) {
	safety := cases.Plan{Form: "safety-plan", Version: 1, Date: "2026-08-01", Score: 4}
	care := cases.Plan{Form: "care-plan", Version: 1, Date: "2026-09-01", Score: 6}
	for name, c := range map[string]struct {
		result  read.Result
		history History
		want    string
	}{
		"a first plan":                     {fromCoordinator(planForm("safety-plan", 1, "2026-11-20", "4")), inCase("selection"), "filed : plan/accepted |"},
		"a next version":                   {fromCoordinator(planForm("safety-plan", 2, "2026-11-20", "4")), inCase("selection", safety), "filed : plan/accepted |"},
		"a version that is there":          {fromCoordinator(planForm("safety-plan", 1, "2026-11-20", "4")), inCase("selection", safety), "filed : plan/ask-back | plan-questions"},
		"a field is missing":               {fromCoordinator(planForm("safety-plan", 1, "2026-11-20", "4", func(r *forms.Reading) { r.Fields["vision"] = forms.Answer{Status: forms.Empty} })), inCase("selection"), "filed : plan/ask-back | plan-questions"},
		"no case":                          {fromCoordinator(planForm("safety-plan", 1, "2026-11-20", "4")), History{Around: []*CaseHistory{nil}, Coordinators: []string{"k.l@hilversum.example"}}, "held plan-no-case : | unreadable | notice"},
		"two cases named":                  {fromCoordinator(planForm("safety-plan", 1, "2026-11-20", "4")), func() History { h := inCase("selection"); h.Around[0].Differs = true; return h }(), "held plan-case-differs : | unreadable | notice"},
		"from somebody else":               {filed(planForm("safety-plan", 1, "2026-11-20", "4")), inCase("selection"), "held plan-sender : | unreadable | notice"},
		"a case that was not admitted":     {fromCoordinator(planForm("safety-plan", 1, "2026-11-20", "4")), inCase("not-admissible"), "held plan-case-not-admissible : | unreadable | notice"},
		"care before safety":               {fromCoordinator(planForm("care-plan", 1, "2026-11-20", "7")), inCase("selection"), "filed : plan/ask-back | plan-questions"},
		"care while it is unsafe":          {fromCoordinator(planForm("care-plan", 1, "2026-11-20", "5")), inCase("selection", safety), "filed : plan/ask-back | plan-questions"},
		"care after safety":                {fromCoordinator(planForm("care-plan", 1, "2026-11-20", "6")), inCase("selection", safety), "filed : plan/accepted |"},
		"recovery too early":               {fromCoordinator(planForm("recovery-plan", 1, "2026-11-20", "8")), inCase("selection", safety, care), "filed : plan/ask-back | plan-questions"},
		"recovery after six months":        {fromCoordinator(planForm("recovery-plan", 1, "2027-03-01", "8")), inCase("selection", safety, care), "filed : plan/accepted |"},
		"back to an earlier phase":         {fromCoordinator(planForm("safety-plan", 2, "2026-11-20", "4")), inCase("selection", safety, care), "filed : plan/ask-back | plan-questions"},
		"a registration":                   {fromCoordinator(registration()), inCase("selection", safety), "filed : registration/accepted | registered"},
		"a registration without a plan":    {fromCoordinator(registration()), inCase("selection"), "filed : registration/ask-back | plan-questions"},
		"with the plan in the same mail":   {fromCoordinator(registration(), planForm("safety-plan", 1, "2026-11-20", "4")), inCase("selection"), "filed : registration/accepted plan/accepted | registered"},
		"about another version":            {fromCoordinator(registration()), inCase("selection", safety, cases.Plan{Form: "safety-plan", Version: 2}), "filed : registration/ask-back | plan-questions"},
		"in phase 3":                       {fromCoordinator(registration()), inCase("selection", safety, care, cases.Plan{Form: "recovery-plan", Version: 1}), "filed : registration/ask-back | plan-questions"},
		"no chair that is free to lead it": {fromCoordinator(registration()), func() History { h := inCase("selection", safety); h.Chairs = h.Chairs[:1]; return h }(), "held plan-no-chair : | unreadable | notice"},
	} {
		if got := told(Decide(c.result, c.history, cases.DefaultPolicy)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
	d := Decide(fromCoordinator(registration()), inCase("selection", safety), cases.DefaultPolicy)
	if d.Forms[0].Chair.Name != "C" {
		t.Errorf("the chair is %+v, want the one with the fewest meetings of those who are not involved", d.Forms[0].Chair)
	}
}

// A chair of an organisation that is involved never leads the meeting, however it is written.
func TestChairsOfInvolvedOrganisations(t *testing.T) {
	for _, v := range []struct {
		involved, organisation string
		want                   bool
	}{
		{"school, Versa Welzijn (maatschappelijk werk)", "Stichting Versa Welzijn", true},
		{"school, Stichting Versa", "Versa Welzijn", true},
		{"Veilig Thuis, wijkteam", "Blijf Groep", false},
		{"welzijnsorganisatie, politie", "welzijnsorganisatie", true},
		{"Stichting Kijkduin", "Stichting Versa Welzijn", false},
		{"GGZ Centraal", "GGZ centraal", true},
	} {
		if got := mayName(v.involved, v.organisation); got != v.want {
			t.Errorf("%q in %q: %v", v.organisation, v.involved, got)
		}
	}
}

func TestTextsOfAPlan(t *testing.T) {
	for text, want := range map[string]string{"oma (moeders kant, en tante), buurvrouw; school": "[oma (moeders kant, en tante)|buurvrouw|school]", "": "[]", "één": "[één]", "a,,b,": "[a|b]"} {
		if got := "[" + strings.Join(list(text), "|") + "]"; got != want {
			t.Errorf("%q became %s", text, got)
		}
	}
	if m := member("moeder S.T. (41)"); m.Role != "moeder" || m.Initials != "S.T." || m.Age != 41 {
		t.Errorf("%+v", m)
	}
	if m := member("een tante die meekomt"); m.Role != "een tante die meekomt" {
		t.Errorf("%+v", m)
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
