package render

import (
	"sort"
	"time"

	"mdaplus/render/chart"
	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// Plan is a TOP 3 plan (domain.md 4): for a family at a kitchen table as well as for a
// judge. Kind says which of the three; the names of the parts of a priority follow from it.
type Plan struct {
	Kind           string             `json:"kind"` // safety-plan, care-plan, recovery-plan
	Region         string             `json:"region,omitempty"`
	Reference      string             `json:"case"` // "MDA-2026-0007"
	Municipality   string             `json:"municipality"`
	Phase          int                `json:"phase"`
	Version        int                `json:"version"`
	Date           string             `json:"date"`                 // ISO, day on which it was agreed
	NextReview     string             `json:"nextReview,omitempty"` // ISO
	Coordinator    string             `json:"coordinator"`
	ProcessManager string             `json:"processManager,omitempty"`
	Family         []Member           `json:"family"`
	Goal           string             `json:"goal"`
	SafetyScore    map[string]float64 `json:"safetyScore"` // by who gave it; agreed, target
	Vision         string             `json:"vision"`
	Priorities     []Priority         `json:"priorities"`
	Network        []string           `json:"network,omitempty"`
	Professionals  []string           `json:"professionals,omitempty"`
	RevisedBecause string             `json:"revisedBecause,omitempty"`
	Changes        []string           `json:"changes,omitempty"` // what is other than in the version before
	Course         []Score            `json:"course,omitempty"`  // agreed scores so far, oldest first
	MadeAt         time.Time          `json:"madeAt,omitzero"`   // of the data, not of the PDF

	// keys of the examples that the document has no use for
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
}

// Member is one of the family: role and initials, never a name.
type Member struct {
	Role     string `json:"role"`
	Initials string `json:"initials,omitempty"`
	Age      int    `json:"age,omitempty"`
}

// Priority is one of the three: what is wrong, what is wanted, and who does what by when.
// Its first two parts have the names of the plan's kind.
type Priority struct {
	Number             int         `json:"number"`
	UnsafeSituation    string      `json:"unsafeSituation,omitempty"` // safety plan
	SafetyCondition    string      `json:"safetyCondition,omitempty"`
	RiskFactor         string      `json:"riskFactor,omitempty"` // care plan
	StabilityCondition string      `json:"stabilityCondition,omitempty"`
	Consequence        string      `json:"consequence,omitempty"` // recovery plan
	RecoveryGoal       string      `json:"recoveryGoal,omitempty"`
	Agreements         []Agreement `json:"agreements"`
}

// Problem is what is wrong, whatever the kind of plan calls it.
func (p Priority) Problem() string { return p.UnsafeSituation + p.RiskFactor + p.Consequence }

// Condition is what is wanted.
func (p Priority) Condition() string {
	return p.SafetyCondition + p.StabilityCondition + p.RecoveryGoal
}

// Agreement is who does what by when.
type Agreement struct {
	Who    string `json:"who"`
	What   string `json:"what"`
	ByWhen string `json:"byWhen"`         // ISO, or words
	Kept   *bool  `json:"kept,omitempty"` // nil: not known yet
}

// Score is an agreed safety score in a month or on a day.
type Score struct {
	Month string  `json:"month"` // "2024-10" or "2024-10-14"
	Score float64 `json:"score"`
}

// threshold is the safety score from which there is immediate safety (domain.md 4).
const threshold = 6

func (d Plan) info() about {
	return about{title: word("plan."+d.Kind) + " " + d.Reference, subject: word("plan.subject"), author: d.Region, made: orDay(d.MadeAt, d.Date),
		footer: templates.Text("document.plan.footer", "case", d.Reference, "version", number(d.Version), "date", day(d.Date))}
}

// draw sets one clear page first, for the table at which the family sits; then the details.
func (d Plan) draw(p *page) {
	p.masthead(d.info(), word("plan."+d.Kind), d.Reference)
	p.band(banner{word("plan.goal"), d.Goal, word("plan.leave-" + d.Kind)}, d.scoreBanner())
	d.onePage(p)
	d.agreements(p)
	d.course(p)
	d.people(p)
	d.version(p)
}

func (d Plan) scoreBanner() banner {
	agreed, known := d.SafetyScore["agreed"]
	b := banner{label: word("plan.score-now"), head: word("plan.score-none")}
	if known {
		b.head = templates.Text("document.plan.score-of", "score", chart.Figure(agreed))
	}
	if target, ok := d.SafetyScore["target"]; ok {
		b.body = templates.Text("document.plan.target", "score", chart.Figure(target))
	}
	return b
}

// onePage is the plan on one page: what we want, and the three things that count.
func (d Plan) onePage(p *page) {
	if d.Vision != "" {
		p.heading(word("plan.vision"))
		p.lead(d.Vision)
	}
	p.heading(word("plan.top3"))
	for _, r := range d.Priorities {
		p.card(number(r.Number), word("plan.problem-"+d.Kind), r.Problem(), word("plan.condition-"+d.Kind), r.Condition())
	}
	if d.NextReview != "" {
		p.boxed(templates.Text("document.plan.review", "date", weekday(d.NextReview)), word("plan.review-note"))
	}
}

// agreements are the tables: per priority, who does what by when. They begin a new page: the
// first one is for the table.
func (d Plan) agreements(p *page) {
	p.turn()
	p.heading(word("plan.agreements"))
	for _, r := range d.Priorities {
		p.subheading(templates.Text("document.plan.priority", "n", number(r.Number), "what", r.Condition()))
		if len(r.Agreements) == 0 {
			p.note(word("plan.agreements-none"))
			continue
		}
		p.agreed(r.Agreements)
	}
}

// agreed is the table of agreements; with what came of them where that is known.
func (p *page) agreed(all []Agreement) {
	columns := []column{{title: word("agreed.who"), width: 44, bold: true}, {title: word("agreed.what"), width: 92}, {title: word("agreed.when"), width: 38}}
	follow := false
	for _, a := range all {
		follow = follow || a.Kept != nil
	}
	if follow {
		columns = []column{{title: word("agreed.who"), width: 40, bold: true}, {title: word("agreed.what"), width: 76}, {title: word("agreed.when"), width: 36}, {title: word("agreed.kept"), width: 22}}
	}
	var rows [][]string
	for _, a := range all {
		rows = append(rows, []string{a.Who, a.What, day(a.ByWhen), kept(a.Kept)})
	}
	p.table(columns, rows)
}

func kept(k *bool) string {
	switch {
	case k == nil:
		return word("agreed.open")
	case *k:
		return word("agreed.yes")
	}
	return word("agreed.no")
}

// course is the safety score: now, by who gave it, and over time.
func (d Plan) course(p *page) {
	if len(d.SafetyScore) == 0 && len(d.Course) == 0 {
		return
	}
	p.room(courseRoom)
	p.heading(word("plan.course"))
	if len(d.Course) > 0 {
		p.scores(d.Course)
	}
	var titles, figures []string
	for _, who := range scorers(d.SafetyScore) {
		titles, figures = append(titles, scorer(who)), append(figures, chart.Figure(d.SafetyScore[who]))
	}
	if len(titles) > 0 {
		p.subheading(word("plan.score-by"))
		p.across(titles, figures)
	}
	p.note(word("plan.score-note"))
}

// courseRoom is the room that a course needs with its heading and table.
const courseRoom = 86.0

// scores draws a course of safety scores, with its figures as a table for who cannot see it.
func (p *page) scores(course []Score) {
	c := chart.Course{Most: 10, Step: 2, Threshold: threshold, Named: word("plan.threshold")}
	var titles, figures []string
	for _, s := range course {
		c.Values = append(c.Values, chart.Value{Label: month(s.Month), Value: s.Score})
		titles, figures = append(titles, month(s.Month)), append(figures, chart.Figure(s.Score))
	}
	first, last := course[0], course[len(course)-1]
	p.figure(c.Layout(textWidth, 58), templates.Text("document.plan.course-alt", "from", month(first.Month), "first", chart.Figure(first.Score),
		"to", month(last.Month), "last", chart.Figure(last.Score)))
	p.space(2)
	p.across(titles, figures)
}

// scorers orders who gave a score: the family, network, professionals, what was agreed.
func scorers(scores map[string]float64) []string {
	rank := map[string]int{"mother": 1, "father": 2, "stepmother": 3, "stepfather": 4, "child": 5, "network": 10, "professionals": 11, "agreed": 12, "target": 13}
	var all []string
	for who := range scores {
		all = append(all, who)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := rank[all[i]], rank[all[j]]
		if a == 0 {
			a = 9
		}
		if b == 0 {
			b = 9
		}
		return a < b || a == b && all[i] < all[j]
	})
	return all
}

// scorer names who gave a score, where it is one of those that are known.
func scorer(who string) string {
	if templates.Has("document.scorer." + who) {
		return word("scorer." + who)
	}
	return tidy(who)
}

func (d Plan) people(p *page) {
	p.heading(word("plan.people"))
	all := []pair{{label: word("plan.coordinator"), value: d.Coordinator}, {label: word("plan.process-manager"), value: orDash(d.ProcessManager)},
		{label: word("plan.municipality"), value: d.Municipality}, {label: word("plan.phase"), value: number(d.Phase)}}
	p.pairs(all)
	var family []string
	for _, m := range d.Family {
		family = append(family, member(m))
	}
	for _, list := range []struct {
		key   string
		items []string
	}{{"plan.family", family}, {"plan.network", d.Network}, {"plan.professionals", d.Professionals}} {
		if len(list.items) > 0 {
			p.subheading(word(list.key))
			p.bullets(list.items)
		}
	}
}

func member(m Member) string {
	s := m.Role
	if m.Initials != "" {
		s += " " + m.Initials
	}
	if m.Age > 0 {
		s += " (" + number(m.Age) + ")"
	}
	return s
}

// version says which version this is and what changed since the one before.
func (d Plan) version(p *page) {
	p.heading(word("plan.about"))
	p.line(word("plan.version"), number(d.Version))
	p.line(word("plan.date"), day(d.Date))
	p.line(word("plan.revised"), d.RevisedBecause)
	p.space(2)
	if len(d.Changes) > 0 {
		p.subheading(word("plan.changes"))
		p.bullets(d.Changes)
	}
	p.note(word("plan.note"))
}

// card is one priority on the first page: its number large, what is wrong above what is
// wanted.
func (p *page) card(n, wrongLabel, wrong, wantedLabel, wanted string) {
	const numberWidth = 16
	label, text := style{size: smallSize, color: muted, top: 0.6}, style{size: bodySize + 1.4}
	strong := text
	strong.bold = true
	width := grid - numberWidth
	a, b := p.wrap(wrong, text, float64(width)-4), p.wrap(wanted, strong, float64(width)-4)
	p.room(4.6*2 + float64(min(len(a), linesARow)+min(len(b), linesARow))*text.lineHeight() + 6)
	p.tag(pdfa.Sect, func() {
		big := p.doc.Add(p.in, pdfa.P)
		first := true
		set := func(role string, st style, lines []string, height float64) {
			p.tag(role, func() {
				for i := 0; i < len(lines); i += linesARow {
					some := part(lines, i, linesARow)
					sign := ""
					if first {
						sign, first = n, false
					}
					p.add(height+float64(len(some))*st.lineHeight(), nil,
						p.cellIn(big, numberWidth, style{size: 26, bold: true, color: p.accent, top: 1}, sign), p.cell(width, st, some...))
				}
			})
		}
		set(pdfa.P, label, []string{wrongLabel + " "}, 0.8)
		set(pdfa.P, text, a, 0.6)
		set(pdfa.P, label, []string{wantedLabel + " "}, 0.8)
		set(pdfa.P, strong, b, 0.6)
	})
	p.add(2.2, underline(rule), blankCol())
	p.space(1.6)
}
