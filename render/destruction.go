package render

import (
	"time"

	"mdaplus/templates"
)

// Destruction is the certificate that says what was destroyed, on what ground, by whom and
// when. It keeps identifiers and hashes, and nothing of what was destroyed.
type Destruction struct {
	Region    string      `json:"region"`
	Number    string      `json:"number"` // of the certificate: "V-2026-0003"
	List      string      `json:"list"`   // of the destruction list
	Proposed  Act         `json:"proposed"`
	Approved  Act         `json:"approved"`
	Executed  Act         `json:"executed"`
	Ground    string      `json:"ground"` // selection list with its number
	Method    string      `json:"method"` // how it was destroyed
	Destroyed []Destroyed `json:"destroyed"`
	Failed    []Failed    `json:"failed,omitempty"`
	MadeAt    time.Time   `json:"madeAt"`
}

// Act is who did something, and when.
type Act struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Destroyed is one case or file that is gone.
type Destroyed struct {
	Reference string `json:"reference"`
	Rule      string `json:"rule"`   // number in the selection list
	Closed    string `json:"closed"` // ISO, start of the term
	Until     string `json:"until"`  // ISO, end of the term
	Documents int    `json:"documents"`
	SHA256    string `json:"sha256,omitempty"` // of the list of its files
}

// Failed is what could not be destroyed, and why.
type Failed struct {
	Reference string `json:"reference"`
	Why       string `json:"why"`
}

func (d Destruction) info() about {
	return about{title: word("destruction.title") + " " + d.Number, subject: word("destruction.subject"), author: d.Region, made: d.MadeAt, footer: d.Number + "  ·  " + word("destruction.title")}
}

func (d Destruction) draw(p *page) {
	p.masthead(d.info(), word("destruction.title"), d.Number)
	state := word("destruction.complete")
	if len(d.Failed) > 0 {
		state = word("destruction.incomplete")
	}
	p.band(banner{word("destruction.state"), state, templates.Text("document.destruction.count", "n", number(len(d.Destroyed)), "list", d.List)},
		banner{word("destruction.executed"), templates.ShortDate(d.Executed.At), d.Executed.By})
	p.para(word("destruction.statement"))
	p.heading(word("destruction.ground"))
	p.para(d.Ground)
	p.heading(word("destruction.who"))
	var acts [][]string
	for _, a := range []struct {
		key string
		act Act
	}{{"destruction.proposed", d.Proposed}, {"destruction.approved", d.Approved}, {"destruction.executed", d.Executed}} {
		acts = append(acts, []string{word(a.key), a.act.By, templates.DateTime(a.act.At)})
	}
	p.table([]column{{title: word("destruction.act"), width: 50, bold: true}, {title: word("destruction.by"), width: 70}, {title: word("destruction.when"), width: 54}}, acts)
	p.heading(word("destruction.method"))
	p.para(d.Method)
	p.heading(word("destruction.what"))
	var rows [][]string
	for _, x := range d.Destroyed {
		rows = append(rows, []string{x.Reference, x.Rule, day(x.Closed), day(x.Until), number(x.Documents), x.SHA256})
	}
	p.table([]column{{title: word("destruction.reference"), width: 34, bold: true}, {title: word("destruction.rule"), width: 18}, {title: word("destruction.closed"), width: 28},
		{title: word("destruction.until"), width: 28}, {title: word("destruction.files"), width: 18}, {title: word("destruction.hash"), width: 48}}, rows)
	if len(d.Failed) > 0 {
		p.heading(word("destruction.failed"))
		for _, f := range d.Failed {
			p.boxed(f.Reference, f.Why)
		}
	}
}
