package render

import (
	"fmt"
	"time"

	"mdaplus/render/chart"
	"mdaplus/templates"
)

// ProgressReport is what municipalities and the ZVH get (domain.md 10): numbers, never a
// case that could be recognised.
type ProgressReport struct {
	Region         string         `json:"region"`
	From           string         `json:"from"` // ISO
	To             string         `json:"to"`
	Referrals      int            `json:"referrals"`
	Admitted       int            `json:"admitted"`
	Waiting        int            `json:"waiting,omitempty"`
	Municipalities []Municipality `json:"municipalities"`
	Refused        []Count        `json:"refused,omitempty"`  // reasons for not admitting
	Criteria       []Count        `json:"criteria,omitempty"` // how often each was met
	Steps          []Step         `json:"steps,omitempty"`
	Phases         []Count        `json:"phases,omitempty"` // cases in each phase now
	Scores         []Score        `json:"scores,omitempty"` // mean agreed safety score by month
	Meetings       Meetings       `json:"meetings"`
	Closed         int            `json:"closed"`
	Lasting        int            `json:"lasting"`   // of those, with lasting safety
	StillSafe      int            `json:"stillSafe"` // of those a year ago, safe now
	YearAgo        int            `json:"yearAgo"`   // closed a year ago
	Bottlenecks    []string       `json:"bottlenecks,omitempty"`
	MadeAt         time.Time      `json:"madeAt"`
}

// Municipality is one row: referrals, admitted, hours made against hours agreed.
type Municipality struct {
	Name      string  `json:"name"`
	Referrals int     `json:"referrals"`
	Admitted  int     `json:"admitted"`
	Hours     float64 `json:"hours"`
	Agreed    float64 `json:"agreed"` // hours of the agreed variant in this time
}

// Count is how often something happened.
type Count struct {
	What string `json:"what"`
	N    int    `json:"n"`
}

// Step is how a step of the process went against its term.
type Step struct {
	What   string  `json:"what"`
	Term   string  `json:"term"`   // "2 weken"
	InTime int     `json:"inTime"` // cases
	Late   int     `json:"late"`
	Median float64 `json:"medianDays"`
}

// Meetings are the expert meetings and what came of their agreements.
type Meetings struct {
	Held   int `json:"held"`
	Agreed int `json:"agreed"`
	Kept   int `json:"kept"`
	Broken int `json:"broken"`
}

func (d ProgressReport) info() about {
	title := templates.Text("document.report.title-of", "from", day(d.From), "to", day(d.To))
	return about{title: title, subject: word("report.subject"), author: d.Region, made: d.MadeAt, footer: word("report.title") + "  ·  " + day(d.From) + " – " + day(d.To)}
}

func (d ProgressReport) draw(p *page) {
	p.masthead(d.info(), word("report.title"), "")
	p.band(banner{word("report.period"), day(d.From) + " – " + day(d.To), word("report.numbers-only")},
		banner{word("report.referrals"), templates.Text("document.report.admitted-of", "admitted", number(d.Admitted), "all", number(d.Referrals)), waiting(d.Waiting)})
	d.municipalities(p)
	d.admission(p)
	d.steps(p)
	d.safety(p)
	d.meetings(p)
	if len(d.Bottlenecks) > 0 {
		p.heading(word("report.bottlenecks"))
		p.bullets(d.Bottlenecks)
	}
	p.note(word("report.note"))
}

func waiting(n int) string {
	if n == 0 {
		return ""
	}
	return templates.Text("document.report.waiting", "n", number(n))
}

func (d ProgressReport) municipalities(p *page) {
	p.heading(word("report.municipalities"))
	var rows [][]string
	c := chart.Compare{Names: 44, Unit: word("report.hours-unit")}
	for _, m := range d.Municipalities {
		rows = append(rows, []string{m.Name, number(m.Referrals), number(m.Admitted), chart.Figure(m.Hours), chart.Figure(m.Agreed), share(m.Hours, m.Agreed)})
		c.Values = append(c.Values, chart.Value{Label: m.Name, Value: m.Hours})
		c.Goals = append(c.Goals, m.Agreed)
	}
	p.table([]column{{title: word("plan.municipality"), width: 50, bold: true}, {title: word("report.referrals"), width: 26}, {title: word("report.admitted"), width: 26},
		{title: word("report.hours"), width: 24}, {title: word("report.agreed"), width: 24}, {title: word("report.share"), width: 24}}, rows)
	if len(c.Values) > 0 {
		p.subheading(word("report.hours-chart"))
		p.figure(c.Layout(textWidth), word("report.hours-alt"))
		p.space(2)
	}
}

func share(part, whole float64) string {
	if whole <= 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f%%", 100*part/whole)
}

func (d ProgressReport) admission(p *page) {
	for _, list := range []struct {
		key  string
		rows []Count
	}{{"report.criteria", d.Criteria}, {"report.refused", d.Refused}} {
		if len(list.rows) == 0 {
			continue
		}
		p.heading(word(list.key))
		p.counts(list.rows, word(list.key))
	}
}

// counts draws numbers as bars; the words and figures stand in the table for who cannot see them.
func (p *page) counts(all []Count, what string) {
	var rows [][]string
	c := chart.Compare{Names: 0}
	widest := 0.0
	for _, n := range all {
		rows = append(rows, []string{n.What, number(n.N)})
		widest = max(widest, p.face.regular.Width(n.What, 8))
		c.Values = append(c.Values, chart.Value{Label: n.What, Value: float64(n.N)})
	}
	if c.Names = widest + 4; c.Names < textWidth*0.6 {
		p.figure(c.Layout(textWidth), templates.Text("document.report.chart-alt", "what", what))
		p.space(2)
	}
	p.table([]column{{title: word("report.what"), width: 134}, {title: word("report.n"), width: 40, bold: true}}, rows)
}

func (d ProgressReport) steps(p *page) {
	if len(d.Steps) == 0 {
		return
	}
	p.heading(word("report.steps"))
	var rows [][]string
	for _, s := range d.Steps {
		rows = append(rows, []string{s.What, s.Term, number(s.InTime), number(s.Late), chart.Figure(s.Median)})
	}
	p.table([]column{{title: word("report.step"), width: 74, bold: true}, {title: word("report.term"), width: 30}, {title: word("report.in-time"), width: 22}, {title: word("report.late"), width: 20}, {title: word("report.median"), width: 28}}, rows)
}

func (d ProgressReport) safety(p *page) {
	p.heading(word("report.safety"))
	p.pairs([]pair{{label: word("report.closed"), value: templates.Text("document.report.closed-of", "lasting", number(d.Lasting), "closed", number(d.Closed))},
		{label: word("report.still-safe"), value: templates.Text("document.report.still-safe-of", "safe", number(d.StillSafe), "all", number(d.YearAgo))}})
	if len(d.Phases) > 0 {
		p.subheading(word("report.phases"))
		p.counts(d.Phases, word("report.phases"))
	}
	if len(d.Scores) > 0 {
		p.room(courseRoom)
		p.subheading(word("report.scores"))
		p.scores(d.Scores)
	}
}

func (d ProgressReport) meetings(p *page) {
	p.heading(word("report.meetings"))
	m := d.Meetings
	p.pairs([]pair{{label: word("report.meetings-held"), value: number(m.Held)}, {label: word("report.agreements-made"), value: number(m.Agreed)},
		{label: word("report.agreements-kept"), value: number(m.Kept)}, {label: word("report.agreements-broken"), value: number(m.Broken)}})
}
