package render

import "time"

// CaseMeeting is the format of a TOP 3 case meeting around the family (domain.md 1 and 9): to
// prepare it, and to write in.
type CaseMeeting struct {
	Region      string      `json:"region"`
	Reference   string      `json:"case"`
	Meeting     Meeting     `json:"meeting"`
	Coordinator string      `json:"coordinator"`
	Phase       int         `json:"phase"`
	Score       []Score     `json:"course,omitempty"`
	Priorities  []Priority  `json:"priorities,omitempty"`
	Open        []Agreement `json:"open,omitempty"` // agreements of the last time
	Present     []string    `json:"present,omitempty"`
	MadeAt      time.Time   `json:"madeAt"`
}

func (d CaseMeeting) info() about {
	return about{title: word("case-meeting.title") + " " + d.Reference, subject: word("case-meeting.subject"), author: d.Region, made: d.MadeAt, footer: d.Reference + "  ·  " + word("pack.footer")}
}

func (d CaseMeeting) draw(p *page) {
	p.masthead(d.info(), word("case-meeting.title"), d.Reference)
	p.band(banner{word("pack.date"), (MeetingPack{Meeting: d.Meeting}).when(), joinedWith(" · ", d.Meeting.Place, joinedWith(", ", d.Meeting.Chair, d.Meeting.Organisation))}, banner{word("plan.phase"), number(d.Phase), joinedWith(" ", word("plan.coordinator")+":", d.Coordinator)})
	p.heading(word("case-meeting.order"))
	p.listed([]string{word("case-meeting.step-1"), word("case-meeting.step-2"), word("case-meeting.step-3"), word("case-meeting.step-4"), word("case-meeting.step-5"), word("case-meeting.step-6")},
		func(i int) string { return number(i+1) + "." })
	if len(d.Present) > 0 {
		p.heading(word("outcome.present"))
		p.bullets(d.Present)
	}
	if len(d.Open) > 0 {
		p.heading(word("case-meeting.open"))
		p.agreed(d.Open)
	}
	if len(d.Score) > 0 {
		p.room(courseRoom)
		p.heading(word("plan.course"))
		p.scores(d.Score)
	}
	p.heading(word("case-meeting.now"))
	p.openTable([]column{{title: word("plan.score-by"), width: 80}, {title: word("plan.score"), width: 24}, {title: word("case-meeting.because"), width: 70}}, 5)
	p.heading(word("plan.top3"))
	for _, r := range d.Priorities {
		p.subheading(number(r.Number) + ". " + r.Problem())
		p.para(r.Condition())
		if len(r.Agreements) > 0 {
			p.agreed(r.Agreements)
		}
	}
	if len(d.Priorities) == 0 {
		p.ruled(6)
	}
	p.heading(word("case-meeting.agreed"))
	p.openTable([]column{{title: word("agreed.who"), width: 44}, {title: word("agreed.what"), width: 92}, {title: word("agreed.when"), width: 38}}, 6)
}
