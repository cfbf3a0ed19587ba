package forms

import (
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// priority is one of the three of a TOP 3 plan while it is collected.
type priority struct {
	number     int
	place      sheet.Place
	slots      map[string]*slot // problem, condition
	agreements []*agreement
	lost       string // reason code: agreements stand here that cannot be told apart
	beside     []line // what else stands below its heading
}

// columns are the columns of a table by what they hold: grid column → part.
type columns map[int]string

func (c columns) holds(part string) bool {
	for _, p := range c {
		if p == part {
			return true
		}
	}
	return false
}

// partSlots gives where a part of a priority is kept: in the one that is open, or in the
// next where its heading was deleted.
func (c *collector) partSlots(id string, at sheet.Place) map[string]*slot {
	n := len(c.cur.priorities)
	if n == 0 {
		return c.startPriority(1, at).slots
	}
	p := c.cur.priorities[n-1]
	if p.slots[id] != nil && (len(p.slots) == len(c.def.Parts) || len(p.agreements) > 0) {
		return c.startPriority(p.number+1, at).slots
	}
	return p.slots
}

func (c *collector) startPriority(number int, at sheet.Place) *priority {
	c.endQueue()
	p := &priority{number: number, place: at, slots: map[string]*slot{}}
	c.cur.priorities = append(c.cur.priorities, p)
	c.cur.within = p
	c.open = nil
	return p
}

func (c *collector) priority() *priority {
	if n := len(c.cur.priorities); n > 0 {
		return c.cur.priorities[n-1]
	}
	return nil
}

// close ends what is open: a heading follows.
func (c *collector) close() {
	c.endQueue()
	if c.open != nil {
		c.open.keep()
	}
	c.open = nil
}

// priorityHead reads "Prioriteit 2", "2e prioriteit" or "Prioriteit 2: …" and gives what
// stands behind it.
func priorityHead(l *line) (number int, rest line, ok bool) {
	w := l.words
	if len(w) < 2 || len(w[0].text) > 12 {
		return 0, line{}, false
	}
	at := 1
	switch {
	case (w[0].text == "prioriteit" || w[0].text == "prio") && len(w) > 2 && (w[1].text == "nr" || w[1].text == "nummer") && digitWord(w[2].text) > 0:
		number, at = digitWord(w[2].text), 2
	case (w[0].text == "prioriteit" || w[0].text == "prio") && digitWord(w[1].text) > 0:
		number = digitWord(w[1].text)
	case w[1].text == "prioriteit" && digitWord(strings.TrimRight(w[0].text, "e")) > 0 && len(w[0].text) == 2:
		number = digitWord(strings.TrimRight(w[0].text, "e"))
	case w[1].text == "prioriteit" && ordinals[w[0].text] > 0:
		number = ordinals[w[0].text]
	default:
		return 0, line{}, false
	}
	rest = l.from(w[at].to)
	if len(rest.words) > 0 && !strings.ContainsRune(":–—-.", firstSign(&rest)) {
		return 0, line{}, false // a sentence about a priority
	}
	return number, rest.from(leadingSigns(&rest)), true
}

var ordinals = map[string]int{"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4}

// digitWord reads a number from 1 to 9 in digits, in a word, or as the Romans wrote it.
func digitWord(w string) int {
	if len(w) == 1 && w[0] >= '1' && w[0] <= '9' {
		return int(w[0] - '0')
	}
	return digitWords[w]
}

var digitWords = map[string]int{"een": 1, "twee": 2, "drie": 3, "vier": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}

func firstSign(l *line) rune {
	for _, c := range l.chars {
		if c.r != ' ' {
			return c.r
		}
	}
	return 0
}

func leadingSigns(l *line) int {
	for i, c := range l.chars {
		if !strings.ContainsRune(" :–—-.", c.r) {
			return i
		}
	}
	return len(l.chars)
}

// planLine takes a line of text that begins a priority or belongs to its agreements.
func (c *collector) planLine(l *line) bool {
	if number, rest, ok := priorityHead(l); ok {
		c.beginPriority(number, l, rest)
		return true
	}
	if c.priority() == nil || len(l.words) == 0 && len(c.queue) == 0 {
		return false
	}
	if len(l.words) == 1 && (l.words[0].text == "afspraken" || l.words[0].text == "acties") {
		c.close()
		return true
	}
	if c.queue == nil && c.agreementPair(l) {
		return true
	}
	return c.agreementLine(l)
}

// beginPriority opens a priority; text behind its number is what the priority is about.
func (c *collector) beginPriority(number int, l *line, rest line) {
	p := c.startPriority(number, l.place)
	if len(rest.words) == 0 {
		return
	}
	if f, ok := c.labels.at([]line{rest}); ok && f.entry.part {
		s := c.begin(f, l)
		c.open = s
		c.line(rest.from(f.end))
		return
	}
	s := &slot{entry: c.labels.part(ProblemPart), place: l.place, times: 1}
	p.slots[ProblemPart] = s
	c.open = s
	c.line(rest)
}

// part gives the entry of a part of a priority.
func (ls labels) part(id string) *entry {
	for _, e := range ls {
		if e.part && e.field.ID == id {
			return e
		}
	}
	return nil
}

// beginsField says whether a line begins with a label and says so by a colon.
func (c *collector) beginsField(l *line) bool {
	if n, _ := c.printed.at([]line{*l}); n > 0 {
		return true
	}
	f, ok := c.labels.at([]line{*l})
	return ok && (strings.HasPrefix(strings.TrimLeft(textOf(l.chars[min(f.end, len(l.chars)):]), " "), ":") || boldLabel(&f, []line{*l}))
}

// split cuts a line at tabs or upright bars.
func split(l *line) [][]line {
	var out [][]line
	from := 0
	for i := 0; i <= len(l.chars); i++ {
		if i < len(l.chars) && l.chars[i].run != tab && l.chars[i].r != '|' {
			continue
		}
		if part := l.between(from, i); i > from && len(part.words) > 0 {
			out = append(out, []line{part})
		}
		from = i + 1
	}
	return out
}

func (l *line) between(from, to int) line {
	head := l.until(to)
	return head.from(from)
}

// planRow takes a row of a table that belongs to the priorities.
func (c *collector) planRow(row *sheet.Row, cells [][]line) bool {
	if heads := c.columnHeads(row, cells); heads != nil {
		c.close()
		c.columns = heads
		return true
	}
	first := firstFilled(cells)
	if first < 0 {
		if c.columns != nil {
			c.columnRow(row, cells)
		}
		return c.columns != nil
	}
	if number, rest, ok := priorityHead(firstLine(cells[first])); ok && !hasText(below(cells[first])) {
		c.priorityRow(row, cells, first, number, rest)
		return true
	}
	if c.columns != nil && !c.labelRow(cells, first) {
		c.columnRow(row, cells)
		return true
	}
	if c.priority() == nil {
		return false
	}
	if part := columnNames[cellWords(cells[first])]; part != "" && part != numberColumn && len(cells) == first+2 {
		c.open = c.nextPart(part, firstLine(cells[first]).place)
		c.lines(cells[first+1])
		c.open = nil
		return true
	}
	if f, ok := c.labels.first(cells[first]); (!ok || !c.fieldCell(cells, first, f)) && filledCells(cells) > 1 && filledCells(cells) == len(cells) && len(cells) > 2 {
		c.priority().lost = "unclear-place" // a table without headings
		c.close()
		return true
	}
	return false
}

// below gives the lines of a cell behind its first filled one.
func below(lines []line) []line {
	for i := range lines {
		if !lines[i].blank() {
			return lines[i+1:]
		}
	}
	return nil
}

func firstFilled(cells [][]line) int { return slices.IndexFunc(cells, hasText) }

// columnHeads reads a row of headings: at least two columns are known, one of them says
// who or what.
func (c *collector) columnHeads(row *sheet.Row, cells [][]line) columns {
	heads := columns{}
	for i := range cells {
		words := cellWords(cells[i])
		part := columnNames[words]
		if f, ok := c.labels.first(cells[i]); ok && f.entry.part && strings.Trim(textOf(cells[i][f.last].from(f.end).chars), " :") == "" && !hasText(cells[i][f.last+1:]) {
			part = f.entry.field.ID
		}
		if part != "" && heads.holds(part) {
			return nil
		}
		if part != "" {
			heads[row.Cells[i].Column] = part
		}
	}
	if heads.holds(who) && heads.holds(what) || heads.holds(what) && heads.holds(byWhen) || heads.holds(ProblemPart) && heads.holds(ConditionPart) && (heads.holds(numberColumn) || len(heads) > 2) {
		return heads
	}
	return nil
}

// labelRow says whether a row below headings is no row of that table, but begins with a label.
func (c *collector) labelRow(cells [][]line, first int) bool {
	f, ok := c.labels.first(cells[first])
	if !ok || !c.fieldCell(cells, first, f) {
		return false
	}
	return filledCells(cells) <= 2 && (f.entry.part || colonAfter(firstLine(cells[first]), f.end)) || len(cells) < len(c.columns)
}

// priorityRow takes a row that begins with "Prioriteit 2"; what stands in it may be what
// the priority is about, or a field of it.
func (c *collector) priorityRow(row *sheet.Row, cells [][]line, first, number int, rest line) {
	behind := cells[first+1:]
	c.beginPriority(number, firstLine(cells[first]), rest)
	if filledCells(behind) == 0 {
		return
	}
	if c.columns != nil {
		c.columnRow(&sheet.Row{Cells: row.Cells[first+1:]}, behind)
		return
	}
	at := first + 1 + firstFilled(behind)
	if f, ok := c.labels.first(cells[at]); ok && c.fieldCell(cells, at, f) {
		c.fieldRow(&sheet.Row{Cells: row.Cells[at:]}, cells[at:])
		return
	}
	if c.priority().slots[ProblemPart] == nil && filledCells(behind) == 1 {
		c.open = &slot{entry: c.labels.part(ProblemPart), place: firstLine(cells[at]).place, times: 1}
		c.priority().slots[ProblemPart] = c.open
		c.lines(cells[at])
		c.open = nil
		return
	}
	c.priority().lost = "unclear-place"
	for _, lines := range behind {
		c.cur.loose = append(c.cur.loose, lines...)
	}
}

// columnRow takes a row below headings: each cell by its column.
func (c *collector) columnRow(row *sheet.Row, cells [][]line) {
	by := map[string][]line{}
	for i := range cells {
		part := c.columns[row.Cells[i].Column]
		switch {
		case part != "":
			by[part] = append(by[part], cells[i]...)
			if row.Cells[i].Merged && hasText(cells[i]) && (part == who || part == what || part == byWhen) {
				by["merged"] = cells[i]
			}
		case hasText(cells[i]):
			c.cur.extraRows++ // a column that the form does not have
		}
	}
	c.numberCell(by[numberColumn], row)
	c.partCells(by)
	if c.priority() == nil && filledCells([][]line{by[who], by[what], by[byWhen]}) > 0 {
		c.startPriority(1, placeOf(row))
		c.priority().lost = "unclear-place"
		return
	}
	if by["merged"] != nil {
		c.priority().lost = "merged"
	}
	if c.columns.holds(who) || c.columns.holds(what) {
		c.agreementRow([][]line{by[who], by[what], by[byWhen]})
	}
}

// numberCell begins the priority whose number stands in the first column.
func (c *collector) numberCell(lines []line, row *sheet.Row) {
	words := strings.Fields(strings.TrimPrefix(cellWords(lines), "prioriteit "))
	if len(words) == 0 {
		return
	}
	number := digitWord(words[0])
	if p := c.priority(); p != nil && p.number == number && len(words) == 1 {
		return // the number stands in every row
	}
	c.startPriority(number, firstLine(lines).place)
	if number == 0 || len(words) > 1 {
		c.priority().lost = "unclear-place"
	}
}

// slotsOfRow gives the parts of the priority that a row speaks of: the one whose number stands
// in it, or the one that follows.
func (c *collector) slotsOfRow(part string, number []line, at sheet.Place) map[string]*slot {
	if p := c.priority(); p != nil && hasText(number) {
		return p.slots
	}
	return c.partSlots(part, at)
}

// partCells takes problem and condition from their columns. Where they stand in no other
// row, they begin the next priority.
func (c *collector) partCells(by map[string][]line) {
	for _, part := range []string{ProblemPart, ConditionPart} {
		lines := by[part]
		if !hasText(lines) && !anyPrompt(lines) {
			continue
		}
		if p := c.priority(); p != nil && p.slots[part] != nil && written(p.slots[part].answer) == written(lines) {
			continue // repeated in every row
		}
		slots := c.slotsOfRow(part, by[numberColumn], firstLine(lines).place)
		if slots[part] == nil {
			slots[part] = &slot{entry: c.labels.part(part), place: firstLine(lines).place, times: 1, answer: lines, inTable: true}
			continue
		}
		slots[part].doubts("twice")
	}
}

func placeOf(row *sheet.Row) (p sheet.Place) {
	for i := range row.Cells {
		sheet.Each(row.Cells[i].Blocks, func(q *sheet.Paragraph) {
			if p == (sheet.Place{}) {
				p = q.Place
			}
		})
	}
	return p
}
