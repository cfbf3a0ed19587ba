package render

import (
	"time"

	"mdaplus/templates"
)

// Invitation asks an expert to a meeting (domain.md 5). It names the case by its reference
// only: it travels before anybody has agreed to come.
type Invitation struct {
	Region    string    `json:"region"`
	Reference string    `json:"case"`
	Meeting   Meeting   `json:"meeting"`
	To        string    `json:"to"`        // the expertise, or the organisation
	Expertise string    `json:"expertise"` // why this one
	Reply     string    `json:"reply"`     // ISO: answer before
	Contact   string    `json:"contact"`   // mail address and telephone of the chair
	MadeAt    time.Time `json:"madeAt"`
}

func (d Invitation) info() about {
	return about{title: word("invitation.title") + " " + d.Reference, subject: word("pack.subject"), author: d.Region, made: d.MadeAt, footer: d.Reference + "  ·  " + word("pack.footer")}
}

func (d Invitation) draw(p *page) {
	p.masthead(d.info(), word("invitation.title"), d.Reference)
	p.band(banner{word("pack.date"), (MeetingPack{Meeting: d.Meeting}).when(), orDash(d.Meeting.Place)},
		banner{word("invitation.reply"), day(d.Reply), ""})
	p.para(templates.Text("document.invitation.dear", "to", d.To))
	p.para(templates.Text("document.invitation.ask", "expertise", d.Expertise))
	p.para(word("invitation.what"))
	p.heading(word("invitation.prepare"))
	p.bullets([]string{word("invitation.prepare-1"), word("invitation.prepare-2"), word("invitation.prepare-3")})
	p.quiet(word("pack.privacy"), word("invitation.privacy"))
	p.para(templates.Text("document.invitation.contact", "contact", d.Contact))
	p.para(word("letter.closing"))
	p.para(joinedWith(", ", d.Meeting.Chair, word("invitation.chair"), d.Meeting.Organisation))
}

// NotAdmissible is the letter with which a referral goes back (domain.md 2): with the reason
// and the regular routes. It repeats nothing of what the referrer wrote.
type NotAdmissible struct {
	Region       string    `json:"region"`
	Reference    string    `json:"reference"`
	Municipality string    `json:"municipality,omitempty"`
	ReceivedAt   time.Time `json:"receivedAt"`
	Reason       string    `json:"reason"`           // a Dutch sentence
	NotMet       []string  `json:"notMet,omitempty"` // names of criteria
	Contact      string    `json:"contact,omitempty"`
	MadeAt       time.Time `json:"madeAt"`
}

func (d NotAdmissible) info() about {
	return about{title: word("returned.title") + " " + d.Reference, subject: word("subject"), author: d.Region, made: d.MadeAt, footer: d.Reference + "  ·  " + word("footer")}
}

func (d NotAdmissible) draw(p *page) {
	p.masthead(d.info(), word("returned.title"), d.Reference)
	p.para(word("letter.dear"))
	p.para(templates.Text("document.returned.received", "date", templates.Date(d.ReceivedAt)))
	p.line(word("plan.municipality"), d.Municipality)
	p.space(2)
	p.boxed(word("returned.why"), d.Reason)
	if len(d.NotMet) > 0 {
		p.heading(word("returned.not-met"))
		p.bullets(d.NotMet)
	}
	p.heading(word("returned.routes"))
	p.bullets([]string{word("returned.route-municipality"), word("returned.route-vt"), word("returned.route-danger")})
	p.heading(word("returned.again"))
	p.para(word("returned.again-note"))
	if d.Contact != "" {
		p.para(templates.Text("document.returned.contact", "contact", d.Contact))
	}
	p.para(word("letter.closing"))
	p.para(word("returned.sender"))
}
