package render

import (
	"fmt"
	"strings"

	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// info says what the document is.
func (s IntakeSummary) info() about {
	return about{title: word("title") + " " + s.Reference, subject: word("subject"), author: s.Region, made: s.MadeAt, footer: s.Reference + "  ·  " + word("footer")}
}

// draw sets out first what the project leader must know and do, then the criteria, then
// everything else the form said.
func (s IntakeSummary) draw(p *page) {
	d := summary{page: p, IntakeSummary: s}
	p.masthead(s.info(), word("title"), s.Reference)
	for _, part := range []func(){d.verdict, d.facts, d.missing, d.privacy, d.criteria, d.situation, d.origin} {
		part()
	}
}

func word(key string) string { return templates.Text("document." + key) }

type summary struct {
	*page
	IntakeSummary
}

// verdict is the band with the outcome on the left and the date on the right.
func (d summary) verdict() {
	head := strings.ToUpper(templates.Text("outcome." + d.Outcome)[:1]) + templates.Text("outcome." + d.Outcome)[1:]
	if d.Corrected {
		head += " · " + word("corrected")
	}
	d.band(banner{word("status"), head, d.Admission}, d.term())
}

func (d summary) term() banner {
	if d.DueAt.IsZero() {
		return banner{label: word("term"), head: word("term-none")}
	}
	return banner{word("term-selection-talk"), templates.Text("document.term-until", "date", templates.ShortDate(d.DueAt)),
		templates.Text("document.term-counted", "date", templates.Date(d.ReceivedAt))}
}

// facts are the short answers, two beside each other.
func (d summary) facts() {
	d.heading(word("facts"))
	var short []pair
	for _, f := range d.Fields {
		if f.ID != "summary" {
			value, look := fact(f)
			short = append(short, pair{f.Label, value, look})
		}
	}
	d.pairs(short)
}

// fact gives the answer to a field as it is shown, and how.
func fact(f Field) (string, style) {
	st := style{size: bodySize}
	switch f.Status {
	case "read":
		return spoken(f), st
	case "ask":
		st.color, st.bold = rust, true
		if f.Text != "" {
			return templates.Text("status.ask") + ": " + f.Text, st
		}
		return templates.Text("status.ask"), st
	}
	st.color = muted
	return templates.Text("status." + orEmpty(f.Status)), st
}

func orEmpty(status string) string {
	if status == "withheld" {
		return status
	}
	return "empty"
}

// spoken gives a value with the words it was written in, where those say more.
func spoken(f Field) string {
	value, _, _ := strings.Cut(f.Value, " (")
	switch written := strings.ToLower(f.Text); {
	case f.Text == "", written == strings.ToLower(f.Value):
		return f.Value
	case strings.HasPrefix(written, strings.ToLower(value)):
		return f.Text
	}
	return f.Value + " – " + f.Text
}

// missing is the list of questions, in a frame of its own.
func (d summary) missing() {
	d.heading(word("questions"))
	if len(d.Missing) == 0 {
		d.note(word("questions-none"))
		return
	}
	for _, q := range d.Missing {
		d.boxed(q.Place, q.Question)
	}
	d.note(word("questions-sent"))
}

func (d summary) privacy() {
	if len(d.Privacy) == 0 {
		return
	}
	d.heading(word("privacy"))
	d.boxed(templates.List(d.Privacy...), word("privacy-note"))
}

// criteria is the table: number, criterion with its explanation, answer.
func (d summary) criteria() {
	d.heading(templates.Text("document.criteria-n", "n", fmt.Sprint(len(d.Criteria))))
	d.tag(pdfa.List, func() {
		for i, c := range d.Criteria {
			d.tag(pdfa.Item, func() { d.criterion(i+1, c) })
		}
	})
	d.space(2)
	d.note(word("answers-note"))
}

func (d summary) criterion(n int, c Criterion) {
	const number, answer, gap = 9, 30, 4
	width := grid - number - answer - gap
	lead := style{size: bodySize + 0.3, bold: true}
	plain := style{size: bodySize}
	heads := d.wrap(c.Label, lead, float64(width))
	d.room(1.6 + float64(len(heads)+2)*plain.lineHeight())
	d.add(1.6, nil, col.New(grid))
	label, body := d.doc.Add(d.in, pdfa.Label), d.doc.Add(d.in, pdfa.Body)
	name, verdict := d.doc.Add(body, pdfa.P), d.doc.Add(body, pdfa.P)
	d.within(name, func() {
		d.flow(heads, lead, width, func(first bool) (left, right []core.Col) {
			if !first {
				return []core.Col{col.New(number)}, []core.Col{col.New(gap + answer)}
			}
			return []core.Col{d.cellIn(label, number, style{size: bodySize + 0.3, bold: true, color: d.accent}, fmt.Sprint(n))},
				[]core.Col{col.New(gap), d.verdictOf(verdict, answer, c)}
		})
	})
	d.within(body, func() {
		d.under(c, width, func(bool) ([]core.Col, []core.Col) {
			return []core.Col{col.New(number)}, []core.Col{col.New(gap + answer)}
		})
	})
	d.add(1.8, &props.Cell{BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.2}, col.New(grid))
}

// under sets the explanation of a criterion, and where its answer stood.
func (d summary) under(c Criterion, width int, side func(bool) ([]core.Col, []core.Col)) {
	plain, faint := style{size: bodySize}, style{size: smallSize, color: muted}
	explanation, look := c.Explanation, plain
	if explanation == "" {
		explanation, look = word("explanation-none"), faint
		if d.Outcome == "held" {
			explanation = templates.Text("status.withheld")
		}
	}
	d.tag(pdfa.P, func() { d.flow(d.wrap(explanation, look, float64(width)), look, width, side) })
	if c.Evidence != "" {
		d.tag(pdfa.P, func() { d.flow(d.wrap(c.Evidence, faint, float64(width)), faint, width, side) })
	}
}

// verdictOf is the answer as a label that also reads without colour.
func (d summary) verdictOf(e *pdfa.Element, width int, c Criterion) core.Col {
	text, ground, letter, line := templates.Text("status."+c.Status), amber, rust, rust
	switch {
	case c.Status == "read" && c.Value == "yes":
		text, ground, letter, line = templates.Text("value.yes"), d.accent, white, d.accent
	case c.Status == "read":
		text, ground, letter, line = templates.Text("value.no"), white, ink, muted
	}
	return d.cellIn(e, width, style{size: bodySize, bold: true, color: letter, align: align.Center, top: 0.35}, text).
		WithStyle(&props.Cell{BackgroundColor: ground, BorderType: border.Full, BorderColor: line, BorderThickness: 0.3})
}

// situation is the referrer's own description, whole.
func (d summary) situation() {
	for _, f := range d.Fields {
		if f.ID != "summary" {
			continue
		}
		d.heading(word("situation"))
		value, st := fact(f)
		d.tag(pdfa.P, func() { d.flow(d.wrap(value, st, textWidth), st, grid, none) })
		d.space(3)
	}
}

// origin says where all this came from, so that it can be looked up.
func (d summary) origin() {
	d.heading(word("origin"))
	o := d.Origin
	for _, line := range [][2]string{
		{"message", o.Message}, {"received", templates.DateTime(d.ReceivedAt)}, {"sender", o.Sender}, {"trust", trust(o.Trust)},
		{"place", o.File}, {"version", d.Version}, {"hash", o.SHA256}, {"program", o.Program},
	} {
		d.line(templates.Text("origin."+line[0]), line[1])
	}
	d.space(1.5)
	d.note(word("origin-note"))
}

func trust(level string) string {
	if level == "" {
		return ""
	}
	return templates.Text("trust." + level)
}
