package forms

import (
	"strings"

	"mdaplus/forms/sheet"
)

// slot is what the form holds for one field or criterion: where it stands, what was
// answered, the explanation, and what makes it doubtful.
type slot struct {
	entry   *entry
	place   sheet.Place
	answer  []line
	note    []line
	options map[string]sheet.Cell // answers under headings: "yes" and "no"
	doubt   string                // reason code, set once
	times   int
	inTable bool
	titled  bool   // the word "toelichting:" was seen
	noting  bool   // text: from "toelichting:" on
	closed  bool   // text: an empty line ended a short answer
	gap     bool   // an empty line stood below the answer
	maybe   []line // text: behind an empty line, perhaps still the explanation
	behind  bool   // text: the answer stands behind the explanation
	below   bool   // text: the answer stands on a line below the name
	inline  line   // text: the explanation behind the answer on the same line
	pasted  bool   // text: the explanation stood in a cell of its own
	width   int    // text: how long the line was that was read last
	colon   bool   // text: nothing but a colon stood behind the name
	robbed  *slot  // the free text that a line was taken from
}

func (s *slot) doubts(code string) {
	if s.doubt == "" {
		s.doubt = code
	}
}

// draft is one form while it is collected.
type draft struct {
	model      *model
	slots      map[string]*slot
	priorities []*priority
	within     *priority // the priority that lines without a label stand in
	loose      []line
	titled     bool
	target     bool // a heading "Doelgroep": the version with a target group and five criteria
	earlier    bool // "Eerdere interventies" instead of "Reguliere interventies"
	numbers    map[string]string
	extraRows  int
	celled     bool // text: every cell of the table became a line of its own
	drifting   bool // an object that may lie over any answer
	// upward: answers on lines of their own may belong to the name above or below them.
	upward bool
	last   *slot // the criterion read last
}

func newDraft(m *model) *draft {
	return &draft{model: m, slots: map[string]*slot{}, numbers: map[string]string{}}
}

func (d *draft) criteria() int {
	n := 0
	for _, s := range d.slots {
		if s.entry.criterion != nil {
			n++
		}
	}
	return n
}

func (d *draft) fields() int { return len(d.slots) - d.criteria() }

// form says whether enough of the form was found to call it one.
func (d *draft) form() bool {
	if d.model != referral {
		return d.otherForm()
	}
	c, f := d.criteria(), d.fields()
	return c >= 3 && (f > 0 || d.titled || d.answered()) || c >= 1 && f >= 2 || f >= 4
}

// answered says whether something stands in the place of an answer, if only "Ja/ Nee":
// a text that lists the criteria is no form.
func (d *draft) answered() bool {
	for _, s := range d.slots {
		if s.inTable || hasText(s.answer) || hasBoxes(s.answer) || s.options != nil {
			return true
		}
	}
	return false
}

// collector walks over a sheet and puts every line where it belongs.
type collector struct {
	*model
	done    []*draft
	cur     *draft
	open    *slot // the field or criterion that following lines belong to
	tabular bool  // criteria stand in tables, so lines that begin like one are only text
	heads   heads
	pending []pendingColumn
	inTable int
	before  line     // the last line that was no label and no number
	ended   bool     // a greeting closed the form: what follows is a signature
	columns columns  // of a table of agreements
	queue   []line   // text: cells of a table of agreements that became lines
	order   []string // text: the parts of an agreement in the order of its columns
}

// heads are the columns of a table by what their headings say.
type heads struct {
	yes, no, note int
	part          []int // columns for one person or time
}

var noHeads = heads{yes: -1, no: -1, note: -1}

type pendingColumn struct {
	column int
	slot   *slot
}

// collect gives the drafts of all forms in the blocks, in reading order.
func collect(m *model, blocks []sheet.Block) []*draft {
	c := &collector{model: m, cur: newDraft(m), heads: noHeads, tabular: m.labels.hasCriteriaRows(blocks)}
	c.blocks(blocks)
	c.endQueue()
	return append(c.done, c.cur)
}

// next starts another form when this one has begun.
func (c *collector) next() {
	if len(c.cur.slots) > 0 {
		c.done = append(c.done, c.cur)
		c.cur = newDraft(c.model)
	}
	c.open, c.before = nil, line{}
}

func (c *collector) blocks(blocks []sheet.Block) {
	var run []line
	flush := func() {
		c.flow(run)
		run = run[:0]
	}
	for _, b := range blocks {
		if b.Paragraph != nil {
			run = append(run, linesOf(b.Paragraph)...)
			continue
		}
		flush()
		c.table(b.Table)
	}
	flush()
}

// begin opens the slot of a label, in a new form when this one is past that point.
func (c *collector) begin(f found, l *line) *slot {
	id := f.entry.id()
	if s := c.cur.slots[id]; s != nil && f.entry.field != nil && c.cur.criteria() > 0 && early(id) {
		c.next()
	}
	c.endQueue()
	slots := c.cur.slots
	c.cur.within = nil
	if f.entry.part {
		slots = c.partSlots(id, l.place)
		c.cur.within = c.priority()
	}
	s := slots[id]
	if s == nil {
		s = &slot{entry: f.entry, place: l.place}
		slots[id] = s
		if f.entry.criterion != nil {
			s.robbed = c.open
		}
	}
	s.times++
	s.noting, s.closed = false, false
	if s.times > 1 {
		s.doubts("twice")
		robbed(c.open)
		robbed(s.robbed)
	}
	if c.open != nil {
		c.open.keep()
		if f.entry.criterion != nil && c.open.withoutHeads() {
			c.cur.celled = true
		}
		if c.cur.celled {
			c.open.lastCell(f.entry.criterion != nil)
		}
	}
	if f.entry.criterion != nil {
		c.cur.upward = c.cur.upward || c.cur.last == nil && bareAnswer(&c.before)
		c.cur.last = s
		if n := numberWords(l); n > 0 && c.cur.numbers[id] == "" {
			c.cur.numbers[id] = l.words[n-1].text
		}
	}
	if f.struck {
		s.doubts("label-struck")
	}
	if f.boxed {
		s.doubts("box-before-label")
	}
	if id == "insufficient-results" && len(l.words) > 0 && strings.HasPrefix(joined(l.words[min(numberWords(l), len(l.words)-1):]), "eerdere") {
		c.cur.earlier = true
	}
	c.open = s
	return s
}

// robbed doubts a free text from which a line may have been taken for a label.
func robbed(s *slot) {
	if s != nil && s.entry.field != nil && s.entry.field.Kind == FreeText && hasText(s.answer) {
		s.doubts("unclear-place")
	}
}

// keep adds what stood behind an empty line to the explanation, now that another label
// follows: it was no text below the form.
func (s *slot) keep() {
	s.note = append(s.note, s.maybe...)
	s.maybe = nil
}

// withoutHeads takes the number of the next criterion, on a line of its own, off what stood
// above it, and the headings of a table that became text. True when there was a number.
func (s *slot) withoutHeads() bool {
	lines := &s.answer
	if s.entry.criterion != nil {
		lines = &s.note
	}
	end := lastFilled(*lines)
	if end < 0 || s.entry.field != nil && s.entry.field.Kind != FreeText || !onlyNumber(&(*lines)[end]) {
		return false
	}
	for s.entry.field != nil && end > 0 && (tableHeads[joined((*lines)[end-1].words)] || (*lines)[end-1].blank()) {
		end--
	}
	if s.entry.field != nil && s.entry.id() != "summary" && !hasText((*lines)[:end]) {
		return false
	}
	*lines = (*lines)[:end]
	return true
}

// tableHeads are the headings of the table.
var tableHeads = map[string]bool{"nr": true, "nummer": true, "criterium": true, "criteria": true, "ja nee": true, "ja": true, "nee": true, "toelichting": true, "onbekend": true}

// lastFilled gives the last line with text, -1 when there is none.
func lastFilled(lines []line) int {
	i := len(lines) - 1
	for i >= 0 && lines[i].blank() {
		i--
	}
	return i
}

// speaksOfOptions says whether a short line holds one of the options.
func speaksOfOptions(l *line) bool {
	if len(l.words) > 6 {
		return false
	}
	for _, w := range l.words {
		if yesNoWords[w.text] {
			return true
		}
	}
	return false
}

// lastCell takes the last line of an explanation for the answer, where each cell of the
// table became a line of its own: the answer stood in the last one. Before a number it may
// say anything; elsewhere only an answer is sure to be one.
func (s *slot) lastCell(beforeNumber bool) {
	if s.entry.criterion == nil || s.inTable || s.behind || hasText(s.answer) || hasBoxes(s.answer) {
		return
	}
	end := len(s.note) - 1
	if !beforeNumber {
		end = lastFilled(s.note)
	}
	if end < 1 || s.note[end].blank() || !beforeNumber && !bareAnswer(&s.note[end]) && (end > 1 || !speaksOfOptions(&s.note[end])) {
		return
	}
	s.behind, s.below = true, true
	s.answer = append(s.answer, s.note[end])
	s.note = s.note[:end]
}

// early says whether a field stands before the criteria in the form.
func early(id string) bool { return id != "zvh" }

// line adds a line to what is open, or to the loose lines.
func (c *collector) line(l line) {
	s := c.open
	c.ended = c.ended || c.inTable == 0 && c.cur.criteria() > 0 && signOff(&l)
	if s == nil || signOff(&l) || s.closed && !l.blank() && s.entry.field != nil {
		if s != nil {
			c.open = nil
		}
		c.looseLine(l)
		return
	}
	if s.entry.criterion != nil {
		c.criterionLine(s, l)
		return
	}
	if l.blank() && !l.prompt && len(l.objects) == 0 {
		s.closed = s.entry.field.Kind != FreeText && hasText(s.answer)
		s.gap = s.gap || hasText(s.answer)
		return
	}
	if len(s.answer) == 0 {
		l = l.from(leader(&l))
	}
	if c.model != referral && c.inTable == 0 && hasText(s.answer) && (labelLike(&l) || s.gap && s.shortProse()) {
		s.doubts("unclear-place") // a question that this form does not have, or a signature, may begin here
	}
	s.answer = append(s.answer, l)
}

// shortProse says whether an answer is one paragraph: an empty line in it ends it.
func (s *slot) shortProse() bool {
	return s.entry.part || s.entry.field.Lines < manyLines
}

// manyLines is how much room a field has whose answer may be several paragraphs.
const manyLines = 3

// labelLike says whether a line looks like a label with its answer.
func labelLike(l *line) bool {
	for n := 1; n <= maxLabelWords && n <= len(l.words); n++ {
		if colonAfter(l, l.words[n-1].to) {
			return !isNumber(l.words[n-1].text)
		}
	}
	return false
}

// maxLabelWords is how many words a label has at most that nobody knows.
const maxLabelWords = 5

func (c *collector) looseLine(l line) {
	if !l.blank() {
		c.cur.loose = append(c.cur.loose, l)
		if p := c.cur.within; p != nil {
			p.beside = append(p.beside, l)
		}
		if strings.HasPrefix(joined(l.words), "doelgroep") {
			c.cur.target = true
		}
	}
	for _, o := range l.objects {
		c.cur.drifting = c.cur.drifting || mayLieAnywhere(o)
	}
}

// mayLieAnywhere says whether an object outside the answers may have been moved over one.
func mayLieAnywhere(o sheet.Object) bool {
	switch o.Kind {
	case sheet.Closed, sheet.Line, sheet.Ink, sheet.Group:
		return o.Drifts
	case sheet.TextBox:
		text := ""
		sheet.Each(o.Inside, func(p *sheet.Paragraph) { text += p.Text() })
		return len(strings.TrimSpace(text)) < 6
	}
	return false
}

func hasText(lines []line) bool {
	for i := range lines {
		if !lines[i].blank() {
			return true
		}
	}
	return false
}

// leader counts the characters between a label and its answer: colon, dots, dashes.
func leader(l *line) int {
	for i, c := range l.chars {
		if c.run.Box != sheet.NoBox || !strings.ContainsRune(" :?.…_=", c.r) {
			return i
		}
	}
	return len(l.chars)
}
