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
	maybe   []line // text: behind an empty line, perhaps still the explanation
	behind  bool   // text: the answer stands behind the explanation
	below   bool   // text: the answer stands on a line below the name
	robbed  *slot  // the free text that a line was taken from
}

func (s *slot) doubts(code string) {
	if s.doubt == "" {
		s.doubt = code
	}
}

// draft is one form while it is collected.
type draft struct {
	slots     map[string]*slot
	loose     []line
	titled    bool
	target    bool // a heading "Doelgroep": the version with a target group and five criteria
	earlier   bool // "Eerdere interventies" instead of "Reguliere interventies"
	numbers   map[string]string
	extraRows int
	drifting  bool // an object that may lie over any answer
	// upward: answers on lines of their own may belong to the name above or below them.
	upward bool
	last   *slot // the criterion read last
}

func newDraft() *draft { return &draft{slots: map[string]*slot{}, numbers: map[string]string{}} }

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
	c, f := d.criteria(), d.fields()
	return c >= 3 || c >= 1 && f >= 2 || f >= 4
}

// collector walks over a sheet and puts every line where it belongs.
type collector struct {
	done    []*draft
	cur     *draft
	open    *slot // the field or criterion that following lines belong to
	tabular bool  // criteria stand in tables, so lines that begin like one are only text
	heads   heads
	pending []pendingColumn
	inTable int
	before  line // the last line that was no label and no number
	ended   bool // a greeting closed the form: what follows is a signature
}

// heads are the columns of a table by what their headings say.
type heads struct{ yes, no, note int }

var noHeads = heads{-1, -1, -1}

type pendingColumn struct {
	column int
	slot   *slot
}

// collect gives the drafts of all forms in the blocks, in reading order.
func collect(blocks []sheet.Block) []*draft {
	c := &collector{cur: newDraft(), heads: noHeads, tabular: hasCriteriaRows(blocks)}
	c.blocks(blocks)
	return append(c.done, c.cur)
}

// next starts another form when this one has begun.
func (c *collector) next() {
	if len(c.cur.slots) > 0 {
		c.done = append(c.done, c.cur)
		c.cur = newDraft()
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

// flow reads lines outside tables, or inside a cell that holds a whole form.
func (c *collector) flow(lines []line) {
	for i := 0; i < len(lines); i++ {
		l := &lines[i]
		if c.title(l) {
			continue
		}
		if f, ok := labelAt(lines[i:]); ok && c.isLabel(&f, lines[i:]) {
			rest := lines[i+f.last].from(f.end)
			rest = rest.from(hintEnd(&rest))
			i += f.last
			c.begin(f, l)
			c.rest(rest, lines[i:])
			continue
		}
		if f, at, ok := inside(lines[i:], 0); ok && labelSign(l.from(f.end)) {
			c.misplaced(f, l, at)
			continue
		}
		c.line(*l)
		if len(l.words) > 0 && !onlyNumber(l) {
			c.before = *l
		}
	}
}

// hintEnd gives where a hint in brackets between label and colon ends: "Gemeente (van het gezin):".
func hintEnd(rest *line) int {
	opened := false
	for i, c := range rest.chars {
		switch {
		case c.r == '(':
			opened = true
		case !opened && c.r != ' ':
			return 0
		case opened && c.r == ')':
			if i+1 < len(rest.chars) && colonAfter(rest, i+1) {
				return i + 1
			}
			return 0
		}
	}
	return 0
}

// rest takes what stands behind a label on its line; another long label in it begins the next field.
func (c *collector) rest(rest line, lines []line) {
	if f, at, ok := inside([]line{rest}, 1); ok && labelSign(rest.from(f.end)) {
		head := rest
		head.chars, head.words = rest.chars[:at], wordsOf(rest.chars[:at])
		c.line(head)
		c.begin(f, &rest)
		c.rest(rest.from(f.end), lines)
		return
	}
	if c.open != nil && c.open.entry.criterion != nil {
		c.criterionRest(rest)
		return
	}
	c.line(rest)
}

// misplaced is text before its label: only its sender knows where it belongs.
func (c *collector) misplaced(f found, l *line, at int) {
	before := c.open
	c.begin(f, l)
	c.open.robbed = before
	c.open.doubts("before-label")
	c.open.answer = append(c.open.answer, *l)
	c.open = nil
}

// labelSign says whether what follows makes the words before it a label.
func labelSign(rest line) bool {
	t := strings.TrimLeft(rest.text(), " ")
	return t == "" || strings.HasPrefix(t, ":") || strings.HasPrefix(t, "?") || strings.HasPrefix(t, "(")
}

// maxTitleRest is how many letters may stand behind the title on its line.
const maxTitleRest = 30

// title notices the title of the form; a second one begins another form.
func (c *collector) title(l *line) bool {
	if len(l.words) == 0 || len(l.words) > 12 {
		return false
	}
	t := joined(l.words)
	for _, title := range Referral.Titles {
		if !strings.HasPrefix(t, title) || len(t) >= len(title)+maxTitleRest {
			continue
		}
		if len(c.cur.slots) > 0 && c.cur.criteria() == 0 {
			return false // a sentence about the form, not a form
		}
		c.next()
		c.cur.titled, c.ended = true, false
		return true
	}
	return false
}

func joined(words []word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// isLabel says whether a line that begins with the words of a label is that label, and
// not a sentence about it.
func (c *collector) isLabel(f *found, lines []line) bool {
	rest := lines[f.last].from(f.end)
	sign := strings.TrimLeft(rest.text(), " ")
	marked := sign == "" || strings.ContainsAny(sign[:1], ":?=._…") || strings.HasPrefix(sign, "…") || strings.HasPrefix(rest.text(), "  ")
	if f.entry.criterion != nil {
		if c.tabular && c.inTable == 0 {
			return false
		}
		return marked || strings.ContainsAny(sign[:1], "-–→(") || looksLikeAnswer(&rest)
	}
	if len(f.entry.labels[0]) == 1 || labelWords(f, lines) <= 2 {
		return !c.ended && marked || strings.HasPrefix(sign, "(") && strings.Contains(sign, "):") && !c.ended
	}
	return true
}

func labelWords(f *found, lines []line) int {
	n := 0
	for _, w := range lines[0].words {
		if w.from >= f.at && (f.last > 0 || w.to <= f.end) {
			n++
		}
	}
	return n
}

// begin opens the slot of a label, in a new form when this one is past that point.
func (c *collector) begin(f found, l *line) *slot {
	id := f.entry.id()
	if s := c.cur.slots[id]; s != nil && f.entry.field != nil && c.cur.criteria() > 0 && early(id) {
		c.next()
	}
	s := c.cur.slots[id]
	if s == nil {
		s = &slot{entry: f.entry, place: l.place}
		c.cur.slots[id] = s
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
	}
	if f.entry.criterion != nil {
		c.cur.upward = c.cur.upward || c.cur.last == nil && bareAnswer(&c.before)
		c.cur.last = s
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
	for i := range s.maybe {
		if i == len(s.maybe)-1 && onlyNumber(&s.maybe[i]) {
			break // the number of the next criterion, on a line of its own
		}
		s.note = append(s.note, s.maybe[i])
	}
	s.maybe = nil
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
		return
	}
	if len(s.answer) == 0 {
		l = l.from(leader(&l))
	}
	s.answer = append(s.answer, l)
}

func (c *collector) looseLine(l line) {
	if !l.blank() {
		c.cur.loose = append(c.cur.loose, l)
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

// criterionRest takes what stands behind the name of a criterion on the same line of text.
func (c *collector) criterionRest(rest line) {
	rest = rest.from(leader(&rest))
	if at := noteAt(&rest); at >= 0 {
		head := rest
		head.chars, head.words = rest.chars[:at], wordsOf(rest.chars[:at])
		c.open.answer = append(c.open.answer, head)
		c.open.noting = true
		c.open.explain(rest.from(at))
		return
	}
	c.open.answer = append(c.open.answer, rest)
}

// criterionLine takes a line below the name of a criterion in text.
func (c *collector) criterionLine(s *slot, l line) {
	if noteAt(&l) == 0 {
		s.noting = true
		s.explain(l)
		return
	}
	if !s.noting && !hasText(s.answer) && looksLikeAnswer(&l) {
		s.below = true
		s.answer = append(s.answer, l)
		return
	}
	switch {
	case s.noting && !hasText(s.answer) && bareAnswer(&l):
		s.keep()
		s.behind, s.below = true, true
		s.answer = append(s.answer, l)
	case l.blank():
		s.closed = s.closed || hasText(s.note) || s.behind
	case s.closed || s.behind:
		s.maybe = append(s.maybe, l)
	default:
		s.note = append(s.note, l)
	}
}

// bareAnswer says whether a line holds an answer and nothing else.
func bareAnswer(l *line) bool {
	if !looksLikeAnswer(l) {
		return false
	}
	v := decide([]line{*l}, yesNo)
	return v.status == Read && len(v.tail) == 0 || v.reason == "unmarked" || v.reason == "both-marked" || v.reason == "all-struck"
}

func onlyNumber(l *line) bool { return len(l.words) == 1 && isNumber(l.words[0].text) }

var noteWords = []string{"toelichting", "motivering", "onderbouwing", "toelichtingen"}

// noteAt gives where "toelichting:" stands in a line, -1 when it does not.
func noteAt(l *line) int {
	for i, w := range l.words {
		for _, n := range noteWords {
			if w.text == n && (i == 0 && onlySigns(l.chars[:w.from]) || colonAfter(l, w.to)) {
				return firstOf(i == 0, w.from)
			}
		}
	}
	return -1
}

func firstOf(first bool, at int) int {
	if first {
		return 0
	}
	return at
}

func onlySigns(chars []char) bool {
	for _, c := range chars {
		if !strings.ContainsRune(" -–•*·(", c.r) {
			return false
		}
	}
	return true
}

func colonAfter(l *line, at int) bool {
	for ; at < len(l.chars); at++ {
		if l.chars[at].r != ' ' {
			return l.chars[at].r == ':'
		}
	}
	return false
}

// explain adds a line that begins with "toelichting" to the explanation. The word is
// taken off once, where it is the form's own.
func (s *slot) explain(l line) {
	if !s.titled && len(l.words) > 0 && (colonAfter(&l, l.words[0].to) || len(l.words) == 1) {
		s.titled = true
		l = afterNote(l)
	}
	s.note = append(s.note, l)
}

// afterNote takes the word "toelichting:" off a line.
func afterNote(l line) line {
	at := l.words[0].to
	for ; at < len(l.chars) && strings.ContainsRune(" :", l.chars[at].r); at++ {
	}
	return l.from(at)
}

// looksLikeAnswer says whether a line begins with an option, a box or a mark.
func looksLikeAnswer(l *line) bool {
	for _, c := range l.chars {
		if c.run.Box != sheet.NoBox {
			return true
		}
		if wordly(c.r) {
			break
		}
	}
	if len(l.words) == 0 {
		return false
	}
	switch w := l.words[0].text; w {
	case "ja", "nee", "neen":
		return len(l.words) <= 8
	case "x", "v", "j", "n", "nvt", "onbekend", "deels", "yes", "no":
		return len(l.words) <= 4
	}
	return false
}

var farewells = []string{"met vriendelijke groet", "vriendelijke groet", "hartelijke groet", "met hartelijke groet", "groet", "groeten",
	"mvg", "hoogachtend", "met collegiale groet", "alvast bedankt", "bij voorbaat dank", "verzonden vanaf mijn", "verstuurd vanaf mijn", "outlook voor"}

// signOff says whether a line ends what was written: a greeting or the mark of a signature.
func signOff(l *line) bool {
	t := strings.TrimSpace(l.text())
	if t == "--" || strings.HasPrefix(t, "____") && len(l.words) == 0 {
		return true
	}
	if len(l.words) == 0 || len(l.words) > 8 {
		return false
	}
	words := joined(l.words)
	for _, f := range farewells {
		if words == f || strings.HasPrefix(words, f+" ") || strings.HasPrefix(words, f+"en ") {
			return true
		}
	}
	return false
}
