package pipeline

import (
	"slices"
	"strings"

	"mdaplus/forms"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/pipeline/read"
	"mdaplus/templates"
)

// Limits on automatic answers to one address: two robots that answer each other
// carry no mark, only a count stops them (RFC 3834, section 2).
const (
	robotAnswersAnHour = 3  // answers that another robot could provoke: unreadable, again
	answersAnHour      = 20 // all answers
	answersADay        = 60
	noticesAnHour      = 20 // to the project leader about held messages
)

// Codes of reasons that the pipeline itself gives.
const (
	reasonOtherSender = "answer-other-sender"
	reasonOtherFamily = "answer-other-family"
	reasonUnproven    = "answer-unproven"
	reasonEmptyAnswer = "answer-empty-form"
	reasonInWords     = "correction-in-words"
	reasonOtherForm   = "form-not-handled"
	reasonReader      = "reader-failed"
)

// History is what the store knows that bears on a message.
type History struct {
	SameContent bool           // the same content came in another message: a resend, a copy
	SameForms   []*EarlierForm // per form: an earlier form that says the same; nil when there is none
	Answers     *EarlierForm   // the form that counts in the case this message answers; nil when it answers none
	LastHour    int            // automatic mails to this address
	LastDay     int
	NoticesHour int // notices to the project leader in the last hour

	Around       []*CaseHistory // per form: the case a plan or registration is about; nil when none is known
	Coordinators []string       // addresses that may send plans and registrations
	Chairs       []Chair        // the pool, with how many meetings each had
}

// EarlierForm is a form that came in before, with its case.
type EarlierForm struct {
	Case       store.Case
	Reading    store.Reading
	Form       forms.Reading
	SameSender bool
	Unproven   bool // found by the reference in a subject only, which anybody may write
	Latest     bool // the mail that is answered was the last one about this form
}

// Decision is all that follows from one message.
type Decision struct {
	Outcome string // filed, ignored, held
	Reason  string // stable code, "" when filed
	Forms   []FormDecision
	Answers []Answer
	Notice  bool // tell the project leader that a message waits
	Bounce  *read.Bounce
}

// FormDecision is what happens with one form of the message.
type FormDecision struct {
	Form    forms.Reading // as it is filed: with a correction, joined with what counted before
	Role    string        // store.Referral, store.Correction, store.Duplicate, store.Plan, store.Registration
	Earlier *EarlierForm  // with Correction and Duplicate
	Around  *CaseHistory  // with Plan and Registration
	Chair   Chair         // with Registration: who gets the pack
	Outcome string        // forms.Outcome…
	Why     []forms.Finding
}

// Answer is a mail to the sender. Suppressed says why it is not sent after all.
type Answer struct {
	Kind       string // templates/mail
	Form       int    // index of the form it is about, -1 for the message
	Suppressed string
}

// Decide says what a message is and what follows from it. It is pure: the same
// reading, history and policy always give the same decision.
func Decide(r read.Result, h History, policy cases.Policy) Decision {
	switch {
	case r.Message.Outcome == read.Ignored:
		d := Decision{Outcome: read.Ignored, Reason: reason(r)}
		if r.Mail != nil {
			d.Bounce = r.Mail.Bounce
		}
		return d
	case r.Message.Outcome == read.Filed, r.Said != nil:
		return decideForms(r, h, policy)
	}
	return hold(r, h, reason(r))
}

func reason(r read.Result) string {
	if len(r.Message.Reasons) == 0 {
		return ""
	}
	return r.Message.Reasons[0].Code
}

// reasons makes the one reason of a message that the pipeline holds itself.
func reasons(code string) []forms.Finding {
	return []forms.Finding{{Code: code, Text: templates.Reason(code)}}
}

// hold keeps a message for a person, tells the project leader, and the sender where that helps.
func hold(r read.Result, h History, why string) Decision {
	d := Decision{Outcome: read.Held, Reason: why, Notice: h.NoticesHour < noticesAnHour}
	if r.Mail != nil && templates.SenderReason(why) != "" {
		d.Answers = []Answer{{Kind: "unreadable", Form: -1}}
		d.Answers[0].Suppressed = suppressed(r, h, robotAnswersAnHour)
	}
	return d
}

func decideForms(r read.Result, h History, policy cases.Policy) Decision {
	d := Decision{Outcome: read.Filed, Forms: make([]FormDecision, max(len(r.Forms), 1))}
	for _, i := range plansFirst(r.Forms) {
		f, why := decideOne(r, h, i, policy, d.Forms)
		if why != "" {
			return hold(r, h, why)
		}
		d.Forms[i] = f
	}
	for i, f := range d.Forms {
		if r.Mail == nil {
			continue // added by hand: there is nobody to answer
		}
		limit := answersAnHour
		if f.Role == store.Duplicate {
			limit = robotAnswersAnHour
		}
		if kind := answerKind(f); kind != "" {
			d.Answers = append(d.Answers, Answer{Kind: kind, Form: i, Suppressed: suppressed(r, h, limit)})
		}
	}
	return d
}

// plansFirst is the order in which the forms of a message are decided: a registration for
// the expert meeting may lean on a plan that came along.
func plansFirst(all []forms.Reading) (order []int) {
	var last []int
	for i := range max(len(all), 1) {
		if i < len(all) && all[i].Form == forms.MeetingRegistration.Form {
			last = append(last, i)
			continue
		}
		order = append(order, i)
	}
	return append(order, last...)
}

// decideOne decides about one form of the message, or about its words when it holds none.
func decideOne(r read.Result, h History, i int, policy cases.Policy, before []FormDecision) (FormDecision, string) {
	if len(r.Forms) == 0 {
		return decideSaid(r.Said, h, policy)
	}
	form := r.Forms[i]
	var around *CaseHistory
	if i < len(h.Around) {
		around = h.Around[i]
	}
	switch {
	case cases.IsPlan(form.Form):
		if again := sameForm(h, i); again != nil {
			return FormDecision{Form: form, Role: store.Duplicate, Earlier: again, Outcome: form.Outcome}, ""
		}
		return decidePlan(r, form, around, policy, h.Coordinators)
	case form.Form == forms.MeetingRegistration.Form:
		if again := sameForm(h, i); again != nil {
			return FormDecision{Form: form, Role: store.Duplicate, Earlier: again, Outcome: form.Outcome}, ""
		}
		return decideRegistration(r, form, around, policy, h, before)
	}
	return decideForm(form, h, i, policy, len(r.Forms) == 1)
}

func sameForm(h History, i int) *EarlierForm {
	if i < len(h.SameForms) {
		return h.SameForms[i]
	}
	return nil
}

// decideSaid lets words change the form they are about, as a corrected form would.
func decideSaid(said *forms.Said, h History, policy cases.Policy) (f FormDecision, why string) {
	switch {
	case said == nil || h.Answers == nil, said.Bare != "" && !h.Answers.Latest:
		return f, reasonInWords
	case h.Answers.Unproven:
		return f, reasonUnproven
	case !h.Answers.SameSender:
		return f, reasonOtherSender
	}
	merged, ok := h.Answers.Form.WithSaid(*said)
	if !ok {
		return f, reasonInWords
	}
	return corrected(merged, h.Answers, policy), ""
}

// corrected files a form in the place of the one that counted.
func corrected(form forms.Reading, earlier *EarlierForm, policy cases.Policy) FormDecision {
	read.Settle(&form, policy)
	outcome, why := cases.Admit(form, policy)
	return FormDecision{Form: form, Role: store.Correction, Earlier: earlier, Outcome: outcome, Why: why}
}

// decideForm says what one form is: new, the same again, or a correction of an
// earlier one. A reason means that only a person can tell.
func decideForm(form forms.Reading, h History, i int, policy cases.Policy, only bool) (f FormDecision, why string) {
	if form.Form != "referral" {
		return f, reasonOtherForm
	}
	f.Form = form
	f.Outcome, f.Why = cases.Admit(form, policy)
	if again := sameForm(h, i); again != nil {
		f.Role, f.Earlier = store.Duplicate, again
		return f, ""
	}
	f.Role = store.Referral
	if form.Prefilled && h.Answers == nil {
		return f, reasonUnproven // it is no referral: its texts stand in another form
	}
	if h.Answers == nil {
		return f, ""
	}
	switch {
	case h.Answers.Unproven:
		return f, reasonUnproven
	case !h.Answers.SameSender:
		return f, reasonOtherSender
	case form.Prefilled && form.Reference != h.Answers.Case.Reference:
		return f, reasonOtherFamily
	case form.Prefilled:
		merged, ok := h.Answers.Form.WithReturned(form)
		if !ok {
			return f, reasonOtherForm
		}
		return corrected(merged, h.Answers, policy), ""
	case hollow(form):
		return f, reasonEmptyAnswer // it would replace answers by nothing
	case otherFamily(form, h.Answers.Form) && only:
		return f, reasonOtherFamily
	case otherFamily(form, h.Answers.Form):
		return f, "" // one of several forms: this one is about another family
	}
	return corrected(form, h.Answers, policy), ""
}

// identity are the fields that say which family a form is about.
var identity = []string{"initials", "role", "municipality"}

func otherFamily(a, b forms.Reading) bool {
	return slices.ContainsFunc(identity, func(id string) bool {
		x, y := a.Fields[id], b.Fields[id]
		return x.Status == forms.Read && y.Status == forms.Read && plain(x.Value) != plain(y.Value)
	})
}

// plain compares initials as people write them: "A.B.", "A. B.", "ab".
func plain(s string) string {
	return strings.ToLower(strings.NewReplacer(".", "", " ", "", "-", "").Replace(s))
}

func answerKind(f FormDecision) string {
	switch {
	case f.Role == store.Duplicate:
		return "again"
	case f.Outcome == forms.OutcomeHeld:
		return "privacy-hold"
	case (f.Role == store.Plan || f.Role == store.Registration) && f.Outcome == forms.OutcomeAskBack:
		return "plan-questions"
	case f.Role == store.Registration:
		return "registered"
	case f.Role == store.Plan:
		return "" // the plan itself comes, as a document
	case f.Outcome == forms.OutcomeNotAdmissible:
		return "not-admissible"
	case f.Role == store.Correction:
		return "corrected"
	case f.Outcome == forms.OutcomeAskBack:
		return "questions"
	}
	return "received"
}

// suppressed says why an answer may not go out, "" when it may.
func suppressed(r read.Result, h History, anHour int) string {
	switch {
	case !r.Mail.Answer.Allowed:
		return r.Mail.Answer.Reason
	case r.Mail.AnswerTo == "":
		return "no-address"
	case r.Mail.Trust == "failed":
		return "sender-check-failed"
	case h.SameContent:
		return "same-content"
	case h.LastHour >= anHour, h.LastDay >= answersADay:
		return "rate-limit"
	}
	return ""
}
