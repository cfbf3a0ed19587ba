package render

import (
	"strings"
	"time"

	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// MeetingPack is what the chair of an expert meeting gets (domain.md 5): all that the
// experts need about one case, bound as one document. Its cover names the case by its
// reference only.
type MeetingPack struct {
	Region         string         `json:"region"`
	Reference      string         `json:"case"`
	Municipality   string         `json:"municipality"`
	Meeting        Meeting        `json:"meeting"`
	Coordinator    string         `json:"coordinator"`
	ProcessManager string         `json:"processManager,omitempty"`
	Registered     string         `json:"registered"` // ISO, day of the registration
	Reason         string         `json:"reason"`     // why this meeting is needed
	Question       string         `json:"question"`   // to the experts
	Tried          string         `json:"tried,omitempty"`
	Referral       *IntakeSummary `json:"referral,omitempty"`
	Plan           *Plan          `json:"plan"` // the current safety or care plan
	History        []PlanVersion  `json:"history,omitempty"`
	Course         []Score        `json:"course,omitempty"`
	Phases         []Phase        `json:"phases,omitempty"`
	Events         []Event        `json:"events,omitempty"` // unsafe events
	Involved       []Involved     `json:"involved,omitempty"`
	Concurrence    []string       `json:"concurrence,omitempty"`
	FirstShell     []string       `json:"firstShell,omitempty"`
	SecondShell    []string       `json:"secondShell,omitempty"`
	Client         string         `json:"client,omitempty"`  // whether and why the client is there
	Agenda         []AgendaItem   `json:"agenda,omitempty"`  // empty: the usual one
	Missing        []string       `json:"missing,omitempty"` // what the registration did not tell
	MadeAt         time.Time      `json:"madeAt"`
}

// Meeting is when and where, and who chairs.
type Meeting struct {
	Date         string `json:"date,omitempty"`  // ISO; empty: to be planned
	Start        string `json:"start,omitempty"` // "13:30"
	Place        string `json:"place,omitempty"`
	Chair        string `json:"chair"`
	Organisation string `json:"organisation,omitempty"` // of the chair
}

// PlanVersion is one plan that came before.
type PlanVersion struct {
	Kind    string `json:"kind"`
	Version int    `json:"version"`
	Date    string `json:"date"`
	Because string `json:"because,omitempty"`
}

// Phase is a phase of the case, and how it was left.
type Phase struct {
	Phase int    `json:"phase"`
	From  string `json:"from"`
	To    string `json:"to,omitempty"`
	Left  string `json:"left,omitempty"`
}

// Event is something unsafe that happened.
type Event struct {
	Date string `json:"date"`
	What string `json:"what"`
}

// Involved is a role or organisation around the family; never a name of the family.
type Involved struct {
	Organisation string `json:"organisation"`
	Role         string `json:"role,omitempty"`
}

// AgendaItem is a point of the agenda with its time.
type AgendaItem struct {
	Minutes int    `json:"minutes"`
	What    string `json:"what"`
	Who     string `json:"who,omitempty"`
}

func (d MeetingPack) info() about {
	return about{title: word("pack.title") + " " + d.Reference, subject: word("pack.subject"), author: d.Region, made: d.MadeAt,
		footer: d.Reference + "  ·  " + word("pack.footer")}
}

// packPart is one part of the pack: its place goes into the contents.
type packPart struct {
	title string
	place pdfa.Place
	draw  func(p *page)
}

func (d MeetingPack) draw(p *page) {
	d.cover(p)
	p.turn()
	contents := p.doc.Pages()
	list := p.contentsHead()
	parts := d.parts()
	for i := range parts {
		p.turn()
		parts[i].place = p.doc.Here(marginTop)
		p.doc.Bookmark(parts[i].title, 1, parts[i].place)
		p.depth = 1
		parts[i].draw(p)
		p.depth = 0
	}
	p.doc.OnPage(contents, func() { p.contents(list, parts) })
}

// parts are those of which there is something to show.
func (d MeetingPack) parts() []*packPart {
	all := []*packPart{{title: word("pack.question"), draw: d.question}, {title: word("pack.agenda"), draw: d.agenda}}
	if d.Referral != nil {
		all = append(all, &packPart{title: word("title"), draw: d.Referral.draw})
	}
	if d.Plan != nil {
		all = append(all, &packPart{title: word("plan." + d.Plan.Kind), draw: d.Plan.draw})
	}
	return append(all, &packPart{title: word("pack.course"), draw: d.course}, &packPart{title: word("pack.around"), draw: d.around},
		&packPart{title: word("pack.sheet"), draw: d.sheet}, &packPart{title: word("pack.privacy"), draw: d.privacy})
}

// cover names the case by its reference only: it may lie on a table.
func (d MeetingPack) cover(p *page) {
	p.logo()
	p.add(46, nil, blankCol())
	p.tag(pdfa.P, func() {
		p.add(8, nil, p.cell(grid, style{size: 11, bold: true, color: p.accent}, "MDA++  ·  "+d.Region+" "))
	})
	p.tag(pdfa.H1, func() {
		p.add(15, nil, p.cell(grid, style{size: 28, bold: true}, word("pack.title")+" "))
		p.add(15, nil, p.cell(grid, style{size: 28, bold: true, color: p.accent}, d.Reference))
	})
	p.add(14, underline(p.accent), blankCol())
	p.add(8, nil, blankCol())
	p.pairs([]pair{{label: word("pack.date"), value: d.when()}, {label: word("pack.chair"), value: joinedWith(", ", d.Meeting.Chair, d.Meeting.Organisation)},
		{label: word("pack.place"), value: orDash(d.Meeting.Place)}, {label: word("plan.coordinator"), value: d.Coordinator}})
	p.add(60, nil, blankCol())
	p.boxed(word("pack.confidential"), word("pack.confidential-note"))
}

func (d MeetingPack) when() string {
	if d.Meeting.Date == "" {
		return word("pack.date-open")
	}
	if d.Meeting.Start == "" {
		return weekday(d.Meeting.Date)
	}
	return templates.Text("document.pack.date-time", "date", weekday(d.Meeting.Date), "time", d.Meeting.Start)
}

func joinedWith(sep string, parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, sep)
}

// contentsHead sets the title of the contents and gives the element for its lines, which
// are drawn when the pages are known.
func (p *page) contentsHead() (list *pdfa.Element) {
	p.partHead(word("pack.contents"))
	return p.doc.Add(p.in, pdfa.TOC)
}

// contents draws the lines of the contents, each a link to its part.
func (p *page) contents(list *pdfa.Element, parts []*packPart) {
	const height = 8.4
	p.painter.x, p.painter.y, p.used = marginSide, marginTop+24, 24
	st := style{size: bodySize + 1.6}
	for _, part := range parts {
		y := p.painter.y
		item := p.doc.Add(list, pdfa.TOCItem)
		p.doc.Link(item, marginSide, y, textWidth, height, &part.place, part.title, func() {
			font := p.face.regular
			base := y + 1.2 + st.size*millimetresAPoint
			p.doc.Text(marginSide, base, font, st.size, colorOf(ink), part.title+" ")
			n := number(part.place.Number())
			p.doc.Text(marginSide+textWidth-font.Width(n, st.size), base, font, st.size, colorOf(p.accent), n)
		})
		p.add(height, underline(rule), blankCol())
	}
}

// partHead is the title of a part that has no masthead of its own.
func (p *page) partHead(title string) {
	p.tag(pdfa.H1, func() {
		p.add(14, nil, p.cell(grid, style{size: 19, bold: true, top: 2}, title))
	})
	p.space(4)
}

func (d MeetingPack) question(p *page) {
	p.partHead(word("pack.question"))
	p.lead(d.Question)
	p.heading(word("pack.why"))
	p.para(d.Reason)
	if d.Tried != "" {
		p.heading(word("pack.tried"))
		p.para(d.Tried)
	}
	for _, m := range d.Missing {
		p.boxed(word("pack.missing"), m)
	}
	p.heading(word("pack.invitees"))
	p.shells(d.FirstShell, d.SecondShell)
	if d.Client != "" {
		p.subheading(word("pack.client"))
		p.para(d.Client)
	}
}

// shells lists who is asked to come, by shell (domain.md 5).
func (p *page) shells(first, second []string) {
	for _, s := range []struct {
		key string
		who []string
	}{{"pack.first-shell", first}, {"pack.second-shell", second}} {
		if len(s.who) > 0 {
			p.subheading(word(s.key))
			p.bullets(s.who)
		}
	}
}

func (d MeetingPack) agenda(p *page) {
	p.partHead(word("pack.agenda"))
	items := d.Agenda
	if len(items) == 0 {
		items = UsualAgenda(d.Coordinator, d.Meeting.Chair)
	}
	var rows [][]string
	total := 0
	at, err := time.Parse("15:04", d.Meeting.Start)
	for i, item := range items {
		when := templates.Text("document.pack.minutes", "n", number(item.Minutes))
		if err == nil {
			when = at.Add(time.Duration(total)*time.Minute).Format("15:04") + " (" + when + ")"
		}
		rows = append(rows, []string{number(i + 1), item.What, orDash(item.Who), when})
		total += item.Minutes
	}
	p.table([]column{{title: word("pack.nr"), width: 12}, {title: word("pack.point"), width: 84, bold: true}, {title: word("pack.by"), width: 42}, {title: word("pack.time"), width: 36}}, rows)
	p.note(templates.Text("document.pack.total", "n", number(total)))
}

// UsualAgenda is the agenda of an expert meeting where none was given.
func UsualAgenda(coordinator, chair string) []AgendaItem {
	return []AgendaItem{{5, word("agenda.welcome"), chair}, {10, word("agenda.case"), coordinator}, {5, word("agenda.question"), coordinator}, {25, word("agenda.views"), word("agenda.experts")},
		{15, word("agenda.concurrence"), chair}, {20, word("agenda.approach"), word("agenda.all")}, {10, word("agenda.agreements"), chair}}
}

func (d MeetingPack) course(p *page) {
	p.partHead(word("pack.course"))
	if len(d.Course) > 0 {
		p.room(courseRoom)
		p.heading(word("plan.course"))
		p.scores(d.Course)
	}
	if len(d.Phases) > 0 {
		p.heading(word("pack.phases"))
		var rows [][]string
		for _, f := range d.Phases {
			to := word("pack.now")
			if f.To != "" {
				to = day(f.To)
			}
			rows = append(rows, []string{number(f.Phase), day(f.From), to, orDash(f.Left)})
		}
		p.table([]column{{title: word("plan.phase"), width: 16, bold: true}, {title: word("pack.from"), width: 38}, {title: word("pack.to"), width: 38}, {title: word("pack.left"), width: 82}}, rows)
	}
	if len(d.Events) > 0 {
		p.heading(word("pack.events"))
		var rows [][]string
		for _, e := range d.Events {
			rows = append(rows, []string{day(e.Date), e.What})
		}
		p.table([]column{{title: word("pack.day"), width: 44, bold: true}, {title: word("pack.what"), width: 130}}, rows)
	}
	if len(d.History) > 0 {
		p.heading(word("pack.history"))
		var rows [][]string
		for _, h := range d.History {
			rows = append(rows, []string{word("plan." + h.Kind), number(h.Version), day(h.Date), orDash(h.Because)})
		}
		p.table([]column{{title: word("pack.plan"), width: 56, bold: true}, {title: word("plan.version"), width: 18}, {title: word("plan.date"), width: 36}, {title: word("plan.revised"), width: 64}}, rows)
	}
}

func (d MeetingPack) around(p *page) {
	p.partHead(word("pack.around"))
	p.pairs([]pair{{label: word("plan.coordinator"), value: d.Coordinator}, {label: word("plan.process-manager"), value: orDash(d.ProcessManager)},
		{label: word("plan.municipality"), value: d.Municipality}, {label: word("pack.registered"), value: day(d.Registered)}})
	p.heading(word("pack.involved"))
	var rows [][]string
	for _, i := range d.Involved {
		rows = append(rows, []string{i.Organisation, orDash(i.Role)})
	}
	if len(rows) == 0 {
		p.note(word("pack.involved-none"))
	} else {
		p.table([]column{{title: word("pack.organisation"), width: 80, bold: true}, {title: word("pack.role"), width: 94}}, rows)
	}
	p.heading(word("pack.concurrence"))
	if len(d.Concurrence) == 0 {
		p.note(word("pack.concurrence-none"))
		return
	}
	p.bullets(d.Concurrence)
	p.note(word("pack.concurrence-note"))
}

// sheet is to be filled in at the table.
func (d MeetingPack) sheet(p *page) {
	p.partHead(word("pack.sheet"))
	p.line(word("pack.case"), d.Reference)
	p.space(2)
	p.heading(word("pack.outcome"))
	p.ruled(5)
	p.heading(word("pack.agreed"))
	const rows = 9
	p.openTable([]column{{title: word("agreed.who"), width: 44}, {title: word("agreed.what"), width: 92}, {title: word("agreed.when"), width: 38}}, rows)
	p.note(word("pack.sheet-note"))
}

// openTable is a table to write in. Its rows are drawn for the eye; the head tells a screen
// reader what belongs in it.
func (p *page) openTable(columns []column, rows int) {
	p.tag(pdfa.Table, func() { p.tag(pdfa.Row, func() { p.tableHead(columns, true) }) })
	for range rows {
		p.add(10, underline(rule), blankCol())
	}
	p.space(3)
}

func (d MeetingPack) privacy(p *page) {
	p.partHead(word("pack.privacy"))
	p.para(word("pack.privacy-ground"))
	p.bullets([]string{word("pack.privacy-1"), word("pack.privacy-2"), word("pack.privacy-3"), word("pack.privacy-4"), word("pack.privacy-5")})
}
