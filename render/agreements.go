package render

import (
	"time"

	"mdaplus/templates"
)

// Agreements is the outcome of an expert meeting with its agreements (domain.md 5): what the
// chair watches over, and what leads the revised plan.
type Agreements struct {
	Region     string      `json:"region"`
	Reference  string      `json:"case"`
	Meeting    Meeting     `json:"meeting"`
	Question   string      `json:"question"`
	Outcome    string      `json:"outcome"`
	Present    []string    `json:"present,omitempty"` // expertise and roles
	Agreements []Agreement `json:"agreements"`
	NextLook   string      `json:"nextLook,omitempty"` // ISO: when the chair looks whether they were kept
	MadeAt     time.Time   `json:"madeAt"`
}

func (d Agreements) info() about {
	return about{title: word("outcome.title") + " " + d.Reference, subject: word("outcome.subject"), author: d.Region, made: d.MadeAt, footer: d.Reference + "  ·  " + word("pack.footer")}
}

func (d Agreements) draw(p *page) {
	p.masthead(d.info(), word("outcome.title"), d.Reference)
	p.band(banner{word("outcome.meeting"), weekday(d.Meeting.Date), joinedWith(" · ", d.Meeting.Place, templates.Text("document.outcome.chair", "name", joinedWith(", ", d.Meeting.Chair, d.Meeting.Organisation)))},
		banner{word("outcome.look"), orDash(day(d.NextLook)), word("outcome.look-note")})
	p.heading(word("pack.question"))
	p.para(d.Question)
	p.heading(word("outcome.outcome"))
	p.lead(d.Outcome)
	p.heading(word("pack.agreed"))
	if len(d.Agreements) == 0 {
		p.note(word("plan.agreements-none"))
	} else {
		p.agreed(d.Agreements)
	}
	if len(d.Present) > 0 {
		p.heading(word("outcome.present"))
		p.bullets(d.Present)
	}
	p.note(word("outcome.note"))
}
