package templates

import (
	"reflect"
	"time"
)

// Region says for whom a mail is signed.
type Region struct {
	Name  string // "Gooi en Vechtstreek"
	Team  string // "Projectleider MDA++"
	Phone string `mail:"optional"`
	Mail  string // the address to answer to
}

// Item is one thing that is missing or unclear.
type Item struct {
	Place    string // "Criterium 5 – Intergenerationele overdracht"
	Question string // a whole sentence
}

// Mails to a referrer. None of them has room for what the referrer wrote.
type (
	// Received says that a referral is complete and accepted (kind "received").
	Received struct {
		Region     Region
		Reference  string    // "MDA-2026-0007"
		Received   time.Time // when the first message with this referral came in
		TalkBefore time.Time // last day for planning the selection talk
		Term       string    `mail:"optional"` // "2 weken", counted from Received
	}

	// Questions asks what is missing or unclear (kind "questions").
	Questions struct {
		Region     Region
		Reference  string
		Received   time.Time
		TalkBefore time.Time
		Term       string `mail:"optional"`
		Items      []Item
	}

	// NotAdmissible says that a referral is not taken, and what remains (kind "not-admissible").
	NotAdmissible struct {
		Region    Region
		Reference string
		Received  time.Time
		Reason    string // "structural-unsafety", "policy-or", "policy-all", "policy-at-least-n"
		Least     int    `mail:"optional"` // n of "policy-at-least-n"
	}

	// Unreadable says that a message could not be read with certainty (kind "unreadable").
	Unreadable struct {
		Region    Region
		Reference string // of the message: "B-2026-000123"
		Received  time.Time
		Reason    string `mail:"optional"` // code, see SenderReason
		WithForm  bool   `mail:"optional"` // the empty form goes with it
	}

	// Again says that the same form came in before (kind "again").
	Again struct {
		Region    Region
		Reference string
		Received  time.Time // when the first one came in
		Open      bool      `mail:"optional"` // we wait for a corrected or an anonymous form
	}

	// Corrected answers a corrected form: complete without Items, else what is left (kind "corrected").
	Corrected struct {
		Region     Region
		Reference  string
		Received   time.Time // when the corrected form came in
		TalkBefore time.Time
		Items      []Item `mail:"optional"`
	}

	// PrivacyHold asks for an anonymous form, without saying what was found (kind "privacy-hold").
	PrivacyHold struct {
		Region    Region
		Reference string // of the case or of the message
		Received  time.Time
	}
)

// Mails to a coordinator and to a chair.
type (
	// Plan goes with a TOP 3 plan as PDF (kind "plan").
	Plan struct {
		Region    Region
		Reference string
		Plan      string // "TOP 3 Veiligheidsplan"
		Version   int
		Received  time.Time
		Review    string `mail:"optional"` // ISO, next discussion of the plan
	}

	// PlanQuestions asks what is missing in a plan or a registration (kind "plan-questions").
	PlanQuestions struct {
		Region    Region
		Reference string
		Form      string // title of the form
		Received  time.Time
		Items     []Item
	}

	// Registered says that a registration for the expert meeting is complete (kind "registered").
	Registered struct {
		Region     Region
		Reference  string
		Received   time.Time
		PlanBefore time.Time // last day for planning the meeting
	}

	// MeetingPack goes with the pack for the chair as PDF (kind "meeting-pack").
	MeetingPack struct {
		Region      Region
		Reference   string
		Received    time.Time
		PlanBefore  time.Time
		Coordinator string
	}
)

// Mails to the project leader.
type (
	// Summary goes with the intake summary as PDF (kind "summary").
	Summary struct {
		Region       Region
		Reference    string
		Municipality string `mail:"optional"` // empty while it is one of the questions
		Outcome      string // "accepted", "ask-back", "not-admissible", "held"
		Questions    int    `mail:"optional"` // how many were asked
		Corrected    bool   `mail:"optional"` // this is a corrected form
		Untold       bool   `mail:"optional"` // who sent it got no answer
		Received     time.Time
		TalkBefore   time.Time `mail:"optional"` // zero when no clock runs
		Now          time.Time
	}

	// Attention says that a message waits for a person (kind "attention").
	Attention struct {
		Region    Region
		Reference string // of the message
		Received  time.Time
		Reason    string // code, see Reason
		Answered  bool   `mail:"optional"` // the sender was told
	}

	// ArchiveDamaged says that something in the archive is gone or changed (kind "archive-damaged").
	ArchiveDamaged struct {
		Region  Region
		Found   time.Time
		Objects int
	}

	// AnswerFailed says that an answer did not reach the referrer (kind "answer-failed").
	AnswerFailed struct {
		Region    Region
		Reference string // of the case or of the message
		Answer    string // kind of the mail that was not delivered
		Failed    time.Time
		Code      string // "550 5.1.1"
		Uncertain bool   `mail:"optional"` // it may have been delivered after all
	}
)

// Example is one mail with data to show or to test with.
type Example struct {
	Name string // "questions", "questions-minimal"
	Kind string
	Data any
}

// Examples gives each kind with everything filled in, and with only what must be.
func Examples() []Example {
	var list []Example
	for _, pair := range examples {
		list = append(list, Example{pair.kind, pair.kind, pair.full}, Example{pair.kind + "-minimal", pair.kind, pair.minimal})
	}
	return list
}

// dataOf gives the type of the data of each kind.
var dataOf = func() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, pair := range examples {
		types[pair.kind] = reflect.TypeOf(pair.full)
	}
	return types
}()

var (
	exampleRegion = Region{Name: "Gooi en Vechtstreek", Team: "Projectleider MDA++", Phone: "035 000 00 00", Mail: "aanmelden@mda.example"}
	plainRegion   = Region{Name: "Gooi en Vechtstreek", Team: "Projectleider MDA++", Mail: "aanmelden@mda.example"}

	exampleReceived = time.Date(2026, 11, 25, 9, 5, 0, 0, time.UTC)
	exampleTalk     = time.Date(2026, 12, 9, 22, 59, 59, 0, time.UTC)
	exampleNow      = time.Date(2026, 11, 25, 9, 6, 0, 0, time.UTC)

	exampleItems = []Item{
		{"Gemeente", "Deze vraag is niet ingevuld. Welke gemeente is het?"},
		{"Criterium 5 – Intergenerationele overdracht", "Ja én Nee zijn aangekruist. Welk antwoord bedoelt u?"},
		{"Criterium 7 – Ernstige gevolgen zoals trauma of ontwikkeling kinderen ernstig in gevaar",
			"Wij zien geen antwoord. Is dit criterium van toepassing: Ja of Nee?"},
	}
)

var examples = []struct {
	kind          string
	full, minimal any
}{
	{"again",
		Again{exampleRegion, "MDA-2026-0007", exampleReceived, true},
		Again{plainRegion, "MDA-2026-0007", exampleReceived, false}},
	{"answer-failed",
		AnswerFailed{exampleRegion, "MDA-2026-0007", "questions", exampleNow, "421 4.4.2", true},
		AnswerFailed{plainRegion, "B-2026-000123", "unreadable", exampleNow, "554", false}},
	{"archive-damaged",
		ArchiveDamaged{exampleRegion, exampleNow, 3},
		ArchiveDamaged{plainRegion, exampleNow, 1}},
	{"attention",
		Attention{exampleRegion, "B-2026-000123", exampleReceived, "container-pdf", true},
		Attention{plainRegion, "B-2026-000123", exampleReceived, "new-code", false}},
	{"corrected",
		Corrected{exampleRegion, "MDA-2026-0007", exampleNow, exampleTalk, exampleItems[:1]},
		Corrected{plainRegion, "MDA-2026-0007", exampleNow, exampleTalk, nil}},
	{"meeting-pack",
		MeetingPack{exampleRegion, "MDA-2026-0007", exampleReceived, exampleTalk, "K.L."},
		MeetingPack{plainRegion, "MDA-2026-0007", exampleReceived, exampleTalk, "K.L."}},
	{"not-admissible",
		NotAdmissible{exampleRegion, "MDA-2026-0007", exampleReceived, "policy-at-least-n", 3},
		NotAdmissible{plainRegion, "MDA-2026-0007", exampleReceived, "structural-unsafety", 0}},
	{"plan",
		Plan{exampleRegion, "MDA-2026-0007", "TOP 3 Veiligheidsplan", 2, exampleReceived, "2026-12-18"},
		Plan{plainRegion, "MDA-2026-0007", "TOP 3 Herstelplan", 1, exampleReceived, ""}},
	{"plan-questions",
		PlanQuestions{exampleRegion, "MDA-2026-0007", "TOP 3 Veiligheidsplan", exampleReceived, exampleItems},
		PlanQuestions{plainRegion, "MDA-2026-0007", "TOP 3 Veiligheidsplan", exampleReceived, exampleItems[:1]}},
	{"privacy-hold",
		PrivacyHold{exampleRegion, "MDA-2026-0007", exampleReceived},
		PrivacyHold{plainRegion, "B-2026-000123", exampleReceived}},
	{"questions",
		Questions{exampleRegion, "MDA-2026-0007", exampleReceived, exampleTalk, "2 weken", exampleItems},
		Questions{plainRegion, "MDA-2026-0007", exampleReceived, exampleTalk, "", exampleItems[:1]}},
	{"received",
		Received{exampleRegion, "MDA-2026-0007", exampleReceived, exampleTalk, "2 weken"},
		Received{plainRegion, "MDA-2026-0007", exampleReceived, exampleTalk, ""}},
	{"registered",
		Registered{exampleRegion, "MDA-2026-0007", exampleReceived, exampleTalk},
		Registered{plainRegion, "MDA-2026-0007", exampleReceived, exampleTalk}},
	{"summary",
		Summary{exampleRegion, "MDA-2026-0007", "Hilversum", "ask-back", 2, true, true, exampleReceived, exampleTalk, exampleNow},
		Summary{plainRegion, "MDA-2026-0007", "", "not-admissible", 0, false, false, exampleReceived, time.Time{}, exampleNow}},
	{"unreadable",
		Unreadable{exampleRegion, "B-2026-000123", exampleReceived, "container-image", true},
		Unreadable{plainRegion, "B-2026-000123", exampleReceived, "", false}},
}
