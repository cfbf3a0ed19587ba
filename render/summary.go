package render

import (
	"fmt"
	"strings"

	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/templates"
)

// IntakeSummaryPDF draws the intake summary: first what the project leader must know
// and do, then the criteria, then everything else the form said.
func IntakeSummaryPDF(s IntakeSummary) ([]byte, error) {
	s = s.tidied()
	p := newPage(faceFor(s.texts()...), about{
		title: word("title") + " " + s.Reference, subject: word("subject"), made: s.MadeAt, footer: s.Reference + "  ·  " + word("footer"),
		pageOf: templates.Text("document.page", "page", "{current}", "pages", "{total}"),
	})
	d := summary{page: p, IntakeSummary: s}
	for _, part := range []func(){d.masthead, d.verdict, d.facts, d.missing, d.privacy, d.criteria, d.situation, d.origin} {
		part()
	}
	return p.bytes()
}

func word(key string) string { return templates.Text("document." + key) }

type summary struct {
	*page
	IntakeSummary
}

// masthead: whose document this is, and its reference, large enough to find in a pile.
func (d summary) masthead() {
	d.add(5, nil,
		d.cell(110, style{size: smallSize, bold: true, color: accent}, "MDA++  ·  "+d.Region),
		d.cell(grid-110, style{size: smallSize, color: muted, align: align.Right}, templates.ShortDate(d.MadeAt)))
	d.add(11, nil,
		d.cell(110, style{size: 19, bold: true}, word("title")),
		d.cell(grid-110, style{size: 19, bold: true, color: accent, align: align.Right}, d.Reference))
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
	d.add(7.5, band(), d.cell(half, label, word("status")), d.cell(grid-half, label, when))
	d.add(7, band(), d.cell(half, title, head), d.cell(grid-half, title, until))
	d.add(float64(lines)*small.lineHeight()+3.6, band(), d.cell(half, small, why...), d.cell(grid-half, small, left...))
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
	d.add(float64(height)*label.lineHeight(), nil, d.cell(width, label, labels[0]...), col.New(gap), d.cell(width, label, labels[1]...))
	for i := 0; i < tall; i += linesARow {
		n := min(linesARow, tall-i)
		d.add(float64(n)*looks[0].lineHeight(), nil, d.cell(width, looks[0], part(values[0], i, n)...), col.New(gap), d.cell(width, looks[1], part(values[1], i, n)...))
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
	set(lead, heads)
	set(plain, d.wrap(body, plain, float64(rest)-4))
	edge(1.4)
	d.space(1.2)
}

func (d summary) note(s string) {
	st := style{size: smallSize + 0.6, color: muted}
	d.flow(d.wrap(s, st, textWidth), st, grid, none)
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
	for i, c := range d.Criteria {
		d.criterion(i+1, c)
	}
	d.space(2)
	d.note(word("answers-note"))
}

func (d summary) criterion(n int, c Criterion) {
	const number, answer, gap = 9, 30, 4
	width := grid - number - answer - gap
	lead := style{size: bodySize + 0.3, bold: true}
	plain := style{size: bodySize}
	faint := style{size: smallSize, color: muted}
	heads := d.wrap(c.Label, lead, float64(width))
	d.room(1.6 + float64(len(heads)+2)*plain.lineHeight())
	d.add(1.6, nil, col.New(grid))
	d.flow(heads, lead, width, func(first bool) ([]core.Col, []core.Col) {
		if !first {
			return []core.Col{col.New(number)}, []core.Col{col.New(gap + answer)}
		}
		return []core.Col{d.cell(number, style{size: bodySize + 0.3, bold: true, color: accent}, fmt.Sprint(n))}, []core.Col{col.New(gap), d.verdictOf(answer, c)}
	})
	side := func(bool) ([]core.Col, []core.Col) {
		return []core.Col{col.New(number)}, []core.Col{col.New(gap + answer)}
	}
	if d.Outcome == "held" && c.Explanation == "" {
		d.flow([]string{templates.Text("status.withheld")}, faint, width, side)
	} else if c.Explanation == "" {
		d.flow([]string{word("explanation-none")}, faint, width, side)
	} else {
		d.flow(d.wrap(c.Explanation, plain, float64(width)), plain, width, side)
	}
	if c.Evidence != "" {
		d.flow(d.wrap(c.Evidence, faint, float64(width)), faint, width, side)
	}
	d.add(1.8, &props.Cell{BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.2}, col.New(grid))
}

// verdictOf is the answer as a label that also reads without colour.
func (d summary) verdictOf(width int, c Criterion) core.Col {
	text, ground, letter, line := templates.Text("status."+c.Status), amber, rust, rust
	switch {
	case c.Status == "read" && c.Value == "yes":
		text, ground, letter, line = templates.Text("value.yes"), accent, white, accent
	case c.Status == "read":
		text, ground, letter, line = templates.Text("value.no"), white, ink, muted
	}
	return d.cell(width, style{size: bodySize, bold: true, color: letter, align: align.Center, top: 0.35}, text).
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
		d.flow(d.wrap(value, st, textWidth), st, grid, none)
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
	d.flow(d.wrap(value, st, float64(grid-width)), st, grid-width, func(first bool) ([]core.Col, []core.Col) {
		if !first {
			return []core.Col{col.New(width)}, nil
		}
		return []core.Col{d.cell(width, style{size: smallSize + 0.4, color: muted}, label)}, nil
	})
}

// tidied makes every text fit for paper, once.
func (s IntakeSummary) tidied() IntakeSummary {
	for _, t := range []*string{&s.Region, &s.Reference, &s.Admission, &s.Version, &s.Origin.Message, &s.Origin.Sender, &s.Origin.File, &s.Origin.SHA256, &s.Origin.Program} {
		*t = tidy(*t)
	}
	s.Fields = tidyAll(s.Fields, func(f *Field) []*string { return []*string{&f.Label, &f.Value, &f.Text} })
	s.Criteria = tidyAll(s.Criteria, func(c *Criterion) []*string { return []*string{&c.Label, &c.Explanation, &c.Evidence} })
	s.Missing = tidyAll(s.Missing, func(q *Question) []*string { return []*string{&q.Place, &q.Question} })
	s.Privacy = tidyAll(s.Privacy, func(t *string) []*string { return []*string{t} })
	return s
}

func tidyAll[T any](list []T, texts func(*T) []*string) []T {
	out := append([]T(nil), list...)
	for i := range out {
		for _, t := range texts(&out[i]) {
			*t = tidy(*t)
		}
	}
	return out
}

// texts are all texts of the document, for choosing its font.
func (s IntakeSummary) texts() []string {
	all := []string{s.Region, s.Admission, s.Origin.Sender, s.Origin.File, s.Version}
	for _, f := range s.Fields {
		all = append(all, f.Label, f.Value, f.Text)
	}
	for _, c := range s.Criteria {
		all = append(all, c.Label, c.Explanation, c.Evidence)
	}
	for _, q := range s.Missing {
		all = append(all, q.Place, q.Question)
	}
	return append(all, s.Privacy...)
}
