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
	for _, part := range []func(){d.masthead, d.verdict, d.facts, d.missing, d.privacy, d.criteria, d.situation, d.origin} {
		part()
	}
}

func word(key string) string { return templates.Text("document." + key) }

type summary struct {
	*page
	IntakeSummary
}

// masthead: whose document this is, and its reference, large enough to find in a pile.
func (d summary) masthead() {
	d.tag(pdfa.P, func() {
		d.add(5, nil,
			d.cell(110, style{size: smallSize, bold: true, color: accent}, "MDA++  ·  "+d.Region+" "),
			d.cell(grid-110, style{size: smallSize, color: muted, align: align.Right}, templates.ShortDate(d.MadeAt)))
	})
	d.tag(pdfa.H1, func() {
		d.add(11, nil,
			d.cell(110, style{size: 19, bold: true}, word("title")+" "),
			d.cell(grid-110, style{size: 19, bold: true, color: accent, align: align.Right}, d.Reference))
	})
	d.space(2.5)
}

// verdict is the band with the outcome on the left and the date on the right.
func (d summary) verdict() {
	const half, inset = 104, 5
	head := strings.ToUpper(templates.Text("outcome." + d.Outcome)[:1]) + templates.Text("outcome." + d.Outcome)[1:]
	if d.Corrected {
		head += " · " + word("corrected")
	}
	label := style{size: smallSize, color: white, left: inset, top: 3}
	title := style{size: 13, bold: true, color: white, left: inset, top: 0.8}
	small := style{size: 8.4, color: white, left: inset, top: 0.4}
	why := d.wrap(d.Admission, small, half-2*inset)
	when, until, left := d.term(grid - half - inset)
	lines := max(len(why), len(left))
	band := func() *props.Cell { return &props.Cell{BackgroundColor: accent} }
	state, clock := d.doc.Add(d.in, pdfa.P), d.doc.Add(d.in, pdfa.P)
	row := func(height float64, st style, says, counts []string) {
		d.add(height, band(), d.cellIn(state, half, st, says...), d.cellIn(clock, grid-half, st, counts...))
	}
	row(7.5, label, []string{word("status") + " "}, []string{when + " "})
	row(7, title, []string{head + " "}, []string{until + " "})
	row(float64(lines)*small.lineHeight()+3.6, small, why, left)
	d.space(3)
}

func (d summary) term(width int) (when, until string, counted []string) {
	if d.DueAt.IsZero() {
		return word("term"), word("term-none"), nil
	}
	small := style{size: 8.4}
	return word("term-selection-talk"), templates.Text("document.term-until", "date", templates.ShortDate(d.DueAt)),
		d.wrap(templates.Text("document.term-counted", "date", templates.Date(d.ReceivedAt)), small, float64(width)-6)
}

// facts are the short answers, two beside each other.
func (d summary) facts() {
	d.heading(word("facts"))
	var short []Field
	for _, f := range d.Fields {
		if f.ID != "summary" {
			short = append(short, f)
		}
	}
	for i := 0; i < len(short); i += 2 {
		d.factRow(short[i:min(i+2, len(short))])
	}
	d.space(2)
}

func (d summary) factRow(pair []Field) {
	const width, gap = 84, 6
	label := style{size: smallSize, color: muted}
	var labels, values [2][]string
	var looks [2]style
	height, tall := 0, 0
	for i, f := range pair {
		var value string
		value, looks[i] = fact(f)
		labels[i], values[i] = d.wrap(f.Label, label, width), d.wrap(value, looks[i], width)
		height, tall = max(height, len(labels[i])), max(tall, len(values[i]))
	}
	d.room(float64(height)*label.lineHeight() + 3*looks[0].lineHeight())
	var said [2]*pdfa.Element
	for i := range pair {
		said[i] = d.doc.Add(d.in, pdfa.P)
	}
	row := func(lines int, looks [2]style, texts [2][]string) {
		d.add(float64(lines)*looks[0].lineHeight(), nil, d.cellIn(said[0], width, looks[0], texts[0]...), col.New(gap), d.cellIn(said[1], width, looks[1], texts[1]...))
	}
	row(height, [2]style{label, label}, [2][]string{spaced(labels[0]), spaced(labels[1])})
	for i := 0; i < tall; i += linesARow {
		n := min(linesARow, tall-i)
		row(n, looks, [2][]string{part(values[0], i, n), part(values[1], i, n)})
	}
	d.space(1.6)
}

func part(lines []string, from, n int) []string {
	return lines[min(from, len(lines)):min(from+n, len(lines))]
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

// boxed sets a bold line and a text in an amber box with a bar on its left.
func (d summary) boxed(head, body string) {
	const bar, inset = 1, 4
	box := &props.Cell{BackgroundColor: amber}
	rest := grid - bar - inset
	lead, plain := style{size: bodySize, bold: true}, style{size: bodySize}
	set := func(st style, lines []string) {
		for i := 0; i < len(lines); i += linesARow {
			some := part(lines, i, linesARow)
			d.add(float64(len(some))*st.lineHeight(), nil, col.New(bar).WithStyle(&props.Cell{BackgroundColor: rust}),
				col.New(inset).WithStyle(box), d.cell(rest, st, some...).WithStyle(box))
		}
	}
	heads := d.wrap(head, lead, float64(rest)-4)
	d.room(float64(len(heads)+2) * plain.lineHeight())
	edge := func(height float64) {
		d.add(height, nil, col.New(bar).WithStyle(&props.Cell{BackgroundColor: rust}), col.New(inset+rest).WithStyle(box))
	}
	edge(1)
	d.tag(pdfa.P, func() {
		set(lead, spaced(heads))
		set(plain, d.wrap(body, plain, float64(rest)-4))
	})
	edge(1.4)
	d.space(1.2)
}

func (d summary) note(s string) {
	st := style{size: smallSize + 0.6, color: muted}
	d.tag(pdfa.P, func() { d.flow(d.wrap(s, st, textWidth), st, grid, none) })
	d.space(2)
}

func none(bool) ([]core.Col, []core.Col) { return nil, nil }

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
			return []core.Col{d.cellIn(label, number, style{size: bodySize + 0.3, bold: true, color: accent}, fmt.Sprint(n))},
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
		text, ground, letter, line = templates.Text("value.yes"), accent, white, accent
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
		if line[1] != "" {
			d.originLine(templates.Text("origin."+line[0]), line[1])
		}
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

func (d summary) originLine(label, value string) {
	const width = 46
	st := style{size: smallSize + 0.4}
	d.tag(pdfa.P, func() {
		d.flow(d.wrap(value, st, float64(grid-width)), st, grid-width, func(first bool) ([]core.Col, []core.Col) {
			if !first {
				return []core.Col{col.New(width)}, nil
			}
			return []core.Col{d.cell(width, style{size: smallSize + 0.4, color: muted}, label+": ")}, nil
		})
	})
}
