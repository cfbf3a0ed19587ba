package render

import (
	"slices"
	"strings"
	"time"

	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// The blank forms as PDF to be filled in on a screen, or with a pen: drawn from the same
// lay-out as the Word forms, with fields that any program for PDF can fill in.

// Measures of a form, in millimetres.
const (
	labelWidth  = 58
	answerWidth = grid - labelWidth
	numberWidth = 10
	yesNoWidth  = 34
	nameWidth   = grid - numberWidth - yesNoWidth
	whoWidth    = 44
	whenWidth   = 38
	whatWidth   = grid - whoWidth - whenWidth

	cellPad         = 2.2
	cellRule        = 0.2
	oneLine         = 8.4
	furtherLine     = 4.6
	agreementHeight = 12.0
	headHeight      = 7.4
	tickSide        = 4.0
	tickRow         = 6.2
	tickGap         = 1.6  // from a box to its word
	noFrom          = 16.0 // from the box of Ja to that of Nee
	manyTicks       = 6    // from how many boxes two columns are used

	fieldSize = 10.0 // points
)

// agreementsOnPaper is for how many agreements a priority has room: a page gets no more
// rows, as the Word form does.
const agreementsOnPaper = 5

var (
	formLabel = style{size: 9.4, bold: true}
	formHelp  = style{size: 8.2, color: muted}
	formMark  = style{size: 8.2, bold: true, color: rust}
	formText  = style{size: 9.6}
	formSign  = style{size: 9, color: muted}
	edge      = &props.Color{Red: 150, Green: 164, Blue: 177}
)

// BlankForm draws a form to be filled in, or one that was filled in beforehand. The same
// form gives the same bytes.
func BlankForm(l blank.Layout, f blank.Fill, look Look) ([]byte, error) {
	if look.Profile == "" {
		look.Profile = pdfa.Fillable
	}
	face := small()
	p, err := newPage(face, look, about{title: l.Title, subject: l.Foot(f), id: l.TemplateID(), footer: l.Foot(f), author: l.Head(), made: formDay}, nil, nil)
	if err != nil {
		return nil, err
	}
	p.head = [2]string{l.Head(), "MDA++"}
	p.doc.FieldFont(face.regular)
	w := &formWriter{page: p, fill: f}
	w.form(l)
	return p.bytes()
}

// formDay stands in every form as the day on which it was made, so that nothing but its
// content decides the bytes.
var formDay = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// formWriter draws a form from top to bottom.
type formWriter struct {
	*page
	fill  blank.Fill
	ruled ruling
}

func (w *formWriter) form(l blank.Layout) {
	w.tag(pdfa.H1, func() {
		w.add(11, nil, w.cell(grid, style{size: 20, bold: true, color: w.accent}, l.Title))
	})
	w.explain(l.Intro)
	if w.fill.Prefilled {
		w.boxed(forms.FillInIntro, "")
	}
	for _, s := range l.Sections {
		w.section(s)
	}
	w.closeRules()
}

// explain is a sentence in grey below a heading.
func (w *formWriter) explain(s string) {
	if s != "" {
		w.paraIn(style{size: 9.2, color: muted}, s)
	}
}

func (w *formWriter) section(s blank.Section) {
	help := s.Help
	if w.fill.Prefilled && len(s.Items) == 0 {
		help = forms.FillInEnd
	}
	const heading = 20.0
	if len(s.Items) > 0 {
		w.room(heading + w.height(s.Items[0]))
	}
	w.heading(s.Heading)
	w.explain(help)
	for i := 0; i < len(s.Items); {
		switch it := s.Items[i]; it.Kind {
		case blank.Criteria:
			w.criteria(it)
			i++
		case blank.Priority:
			w.priority(it, i)
			i++
		default:
			n := i
			for n < len(s.Items) && s.Items[n].Kind != blank.Criteria && s.Items[n].Kind != blank.Priority {
				n++
			}
			w.tag(pdfa.Table, func() {
				for _, it := range s.Items[i:n] {
					w.question(it, w.fill.Text(it))
				}
			})
			i = n
		}
	}
	w.space(4)
}

// lines is a stretch of text of one style in a cell.
type lines struct {
	style
	text []string
}

func (p *page) lines(st style, s string, width int) lines {
	return lines{st, spaced(p.wrap(s, st, float64(width)-2*cellPad))}
}

func heightOf(all []lines) float64 {
	h := 0.0
	for _, l := range all {
		h += float64(len(l.text)) * l.lineHeight()
	}
	return h
}

// stack makes a column of several stretches of text, one below another.
func (w *formWriter) stack(e *pdfa.Element, width int, all []lines) core.Col {
	c := col.New(width)
	w.within(e, func() {
		top := cellPad - 0.6
		for _, l := range all {
			l.left = cellPad
			for _, line := range l.text {
				c.Add(w.text(line, l.style, top))
				top += l.lineHeight()
			}
		}
	})
	return c
}

// label is what stands beside an answer: the mark of a question that is to be answered, the
// question, and what helps to answer it.
func (w *formWriter) label(it blank.Item, width int) []lines {
	var all []lines
	if w.fill.Unclear[it.ID] {
		all = append(all, w.lines(formMark, forms.FillIn, width))
	}
	all = append(all, w.lines(formLabel, it.Label, width))
	if it.Help != "" {
		all = append(all, w.lines(formHelp, it.Help, width))
	}
	if it.Kind == blank.Day {
		all = append(all, w.lines(formHelp, forms.DayHint, width))
	}
	if it.Kind != blank.Row && w.fill.Stays(it) && w.fill.Text(it) == "" {
		all = append(all, w.lines(formHelp, forms.Unchanged, width))
	}
	return all
}

// height is what a row, or the first row of a group, takes.
func (w *formWriter) height(it blank.Item) float64 {
	switch it.Kind {
	case blank.Criteria:
		return headHeight + w.height(it.Items[0])
	case blank.Priority:
		h := headHeight + agreementHeight*agreementsOnPaper + 14
		for _, q := range it.Items[:len(it.Items)-1] {
			h += w.height(q)
		}
		return h
	case blank.Row:
		return heightOf(w.criterionName(it)) + 2*cellPad + furtherLine*2
	}
	return max(heightOf(w.label(it, labelWidth))+2*cellPad-0.6, w.answerHeight(it))
}

func (w *formWriter) answerHeight(it blank.Item) float64 {
	switch it.Kind {
	case blank.TickOne, blank.TickAny:
		return 2*cellPad + tickRow*float64(tickDepth(it)) - 1
	}
	return oneLine + furtherLine*float64(max(it.Lines, 1)-1)
}

// tickDepth is how many rows of boxes a question has.
func tickDepth(it blank.Item) int {
	n := len(it.Options)
	if n > manyTicks {
		return (n + 1) / 2
	}
	return n
}

// ruling is the part of a table that stands on one page: its lines are drawn at once, over
// the backgrounds.
type ruling struct {
	page   int
	levels []float64
	widths []int
}

func (r *ruling) bottom() float64 { return r.levels[len(r.levels)-1] }

// ground draws the background and the edges of a row of cells.
func (w *formWriter) ground(height float64, widths []int, fills []*props.Color) {
	y := w.painter.y
	w.doc.In(nil, func() {
		x := marginSide
		for i, width := range widths {
			if fills[i] != nil {
				w.doc.Fill(x, y, float64(width), height, colorOf(fills[i]))
			}
			x += float64(width)
		}
	})
	if r := &w.ruled; r.page != w.doc.Pages() || r.bottom() != y || !slices.Equal(r.widths, widths) {
		w.closeRules()
		w.ruled = ruling{page: w.doc.Pages(), levels: []float64{y}, widths: widths}
	}
	w.ruled.levels = append(w.ruled.levels, y+height)
}

// closeRules draws the lines of the table that ends here.
func (w *formWriter) closeRules() {
	r := w.ruled
	if r.page == 0 {
		return
	}
	w.doc.OnPage(r.page, func() {
		w.doc.In(nil, func() {
			for _, y := range r.levels {
				w.doc.Fill(marginSide, y-cellRule/2, textWidth, cellRule, colorOf(edge))
			}
			x, top := marginSide, r.levels[0]-cellRule/2
			for _, width := range append(r.widths[:len(r.widths):len(r.widths)], 0) {
				w.doc.Fill(x-cellRule/2, top, cellRule, r.bottom()-top+cellRule/2, colorOf(edge))
				x += float64(width)
			}
		})
	})
}

// colours are the backgrounds of a row: in one that is to be answered all cells are amber.
func (w *formWriter) colours(id string, usual ...*props.Color) []*props.Color {
	if w.fill.Unclear[id] {
		for i := range usual {
			usual[i] = amber
		}
	}
	return usual
}

// question draws one question with its answer beside it.
func (w *formWriter) question(it blank.Item, value string) {
	height := w.height(it)
	w.room(height)
	y := w.painter.y
	w.ground(height, []int{labelWidth, answerWidth}, w.colours(it.ID, mist, nil))
	w.tag(pdfa.Row, func() {
		head := w.doc.Add(w.in, pdfa.Head).RowHead()
		cell := w.doc.Add(w.in, pdfa.Cell)
		cols := []core.Col{w.stack(head, labelWidth, w.label(it, labelWidth))}
		if it.Printed != "" && (it.Kind == blank.Line || it.Kind == blank.Prose) {
			cols = append(cols, w.stack(cell, answerWidth, []lines{w.lines(formText, value, answerWidth)}))
			w.add(height, nil, cols...)
			return
		}
		w.add(height, nil, append(cols, col.New(answerWidth))...)
		w.answer(cell, it, value, marginSide+labelWidth, y, height)
	})
}

// criteria draws a table of criteria; on a further page its head stands again.
func (w *formWriter) criteria(t blank.Item) {
	widths := []int{numberWidth, nameWidth, yesNoWidth}
	titles := []string{"", t.Label, blank.YesNoHead}
	w.tag(pdfa.Table, func() {
		w.room(w.height(t))
		w.formHead(widths, titles, true)
		for _, it := range t.Items {
			w.roomUnder(w.height(it), widths, titles)
			w.criterion(it, widths)
		}
	})
	w.space(3)
}

// roomUnder turns the page where a row does not fit, with the head of its table again.
func (w *formWriter) roomUnder(height float64, widths []int, titles []string) {
	if capacity-w.used < height {
		w.turn()
		w.formHead(widths, titles, false)
	}
}

// formHead draws the head of a table; on a further page it is only for the eye.
func (w *formWriter) formHead(widths []int, titles []string, first bool) {
	fills := make([]*props.Color, len(widths))
	for i := range fills {
		fills[i] = headFill
	}
	w.ground(headHeight, widths, fills)
	st := formLabel
	st.color = w.accent
	cells := func() {
		var cols []core.Col
		for i, title := range titles {
			var e *pdfa.Element
			if first {
				e = w.doc.Add(w.in, pdfa.Head)
			}
			cols = append(cols, w.stack(e, widths[i], []lines{w.lines(st, title, widths[i])}))
		}
		w.add(headHeight, nil, cols...)
	}
	if first {
		w.tag(pdfa.Row, cells)
		return
	}
	w.within(nil, cells)
}

var headFill = &props.Color{Red: 226, Green: 234, Blue: 241}

// criterionName is the name of a criterion, above the room for its explanation.
func (w *formWriter) criterionName(it blank.Item) []lines {
	return append(w.label(it, nameWidth), w.lines(formSign, blank.ExplanationHead, nameWidth))
}

func (w *formWriter) criterion(it blank.Item, widths []int) {
	height := w.height(it)
	y := w.painter.y
	w.ground(height, widths, w.colours(it.ID, mist, nil, nil))
	w.tag(pdfa.Row, func() {
		number := w.doc.Add(w.in, pdfa.Cell)
		name := w.doc.Add(w.in, pdfa.Head).RowHead()
		reply := w.doc.Add(w.in, pdfa.Cell)
		text := w.criterionName(it)
		w.add(height, nil, w.stack(number, numberWidth, []lines{w.lines(formText, it.Number, numberWidth)}), w.stack(name, nameWidth, text), col.New(yesNoWidth))
		const sign = 19.0 // width of "toelichting:"
		top := y + cellPad - 0.6 + heightOf(text) - formSign.lineHeight()
		w.doc.Field(name, marginSide+float64(numberWidth)+cellPad+sign, top, float64(nameWidth)-sign-cellPad-0.7, y+height-top-0.7, fieldSize,
			it.ID+":explanation", it.Label+": toelichting", w.fill.Explanations[it.ID], true)
		w.yesNo(reply, it, marginSide+float64(numberWidth+nameWidth)+cellPad, y+(height-tickSide)/2)
	})
}

// priority draws one priority on one page: what it is about, and a table of agreements.
func (w *formWriter) priority(it blank.Item, at int) {
	var f blank.Filled
	if at < len(w.fill.Priorities) {
		f = w.fill.Priorities[at]
	}
	w.room(w.height(it))
	w.doc.Bookmark(it.Label, 2, w.doc.Here(w.painter.y))
	w.subheading(it.Label)
	questions, table := it.Items[:len(it.Items)-1], it.Items[len(it.Items)-1]
	values := map[string]string{forms.ProblemPart: f.Problem, forms.ConditionPart: f.Condition}
	w.tag(pdfa.Table, func() {
		for _, q := range questions {
			w.question(q, values[strings.TrimPrefix(q.ID, it.ID+"-")])
		}
	})
	w.space(2)
	w.agreements(table, f.Agreements)
	w.space(4)
}

func (w *formWriter) agreements(t blank.Item, filled []blank.Agreement) {
	widths := []int{whoWidth, whatWidth, whenWidth}
	var titles []string
	for _, c := range t.Items {
		titles = append(titles, c.Label)
	}
	w.tag(pdfa.Table, func() {
		w.formHead(widths, titles, true)
		for i := range max(agreementsOnPaper, len(filled)) {
			var a blank.Agreement
			if i < len(filled) {
				a = filled[i]
			}
			w.roomUnder(agreementHeight, widths, titles)
			w.agreement(t, i, [3]string{a.Who, a.What, blank.DutchDay(a.ByWhen)}, widths)
		}
	})
}

func (w *formWriter) agreement(t blank.Item, at int, values [3]string, widths []int) {
	y := w.painter.y
	w.ground(agreementHeight, widths, w.colours(t.ID, nil, nil, nil))
	w.tag(pdfa.Row, func() {
		x := marginSide
		for i, c := range t.Items {
			cell := w.doc.Add(w.in, pdfa.Cell)
			field := c
			if c.Kind != blank.Day {
				field.Lines = 2
			}
			field.Label = templates.Text("form.agreement", "label", c.Label, "n", number(at+1))
			w.entry(cell, field, t.ID+":"+number(at+1)+":"+c.ID, values[i], x, y, float64(widths[i]), agreementHeight)
			x += float64(widths[i])
		}
		w.add(agreementHeight, nil, col.New(grid))
	})
}
