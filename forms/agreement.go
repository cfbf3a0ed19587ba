package forms

import (
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// agreement is who does what by when.
type agreement struct{ parts map[string]*slot }

// Parts of an agreement.
const (
	who    = "who"
	what   = "what"
	byWhen = "byWhen"
)

var agreementEntries = map[string]*entry{
	who:    {field: &FieldDefinition{ID: who, Kind: FreeText, Required: true}, part: true},
	what:   {field: &FieldDefinition{ID: what, Kind: FreeText, Required: true}, part: true},
	byWhen: {field: &FieldDefinition{ID: byWhen, Kind: DateKind, Required: true}, part: true},
}

// agreementParts is the order in which the parts stand on the form.
var agreementParts = []string{who, what, byWhen}

// columnNames says what a column of a plan's table holds by its heading.
var columnNames = map[string]string{
	"wie": who, "door wie": who, "wie doet het": who, "wie doet": who, "verantwoordelijke": who, "verantwoordelijk": who,
	"wat": what, "actie": what, "acties": what, "afspraak": what, "afspraken": what, "doet wat": what, "wat doet hij of zij": what,
	"wanneer": byWhen, "voor wanneer": byWhen, "uiterlijk": byWhen, "uiterlijk wanneer": byWhen, "wanneer uiterlijk": byWhen, "deadline": byWhen, "klaar op": byWhen,
	"uiterlijk op": byWhen, "vóór": byWhen, "datum": byWhen, "uiterste datum": byWhen,
	"nr": numberColumn, "nummer": numberColumn, "prioriteit": numberColumn, "prio": numberColumn,
}

const numberColumn = "number"

// agreementPair takes "Wie: moeder" on a line of its own.
func (c *collector) agreementPair(l *line) bool {
	part, at := pairHead(l)
	if part == "" {
		return false
	}
	c.open = c.nextPart(part, l.place)
	c.line(l.from(at))
	return true
}

// pairHead gives the part that a line names before a colon.
func pairHead(l *line) (part string, at int) {
	for n := 1; n <= 3 && n <= len(l.words); n++ {
		if part := columnNames[joined(l.words[:n])]; part != "" && part != numberColumn && colonAfter(l, l.words[n-1].to) {
			return part, l.words[n-1].to
		}
	}
	return "", 0
}

// nextPart gives the slot of a part of an agreement, in a new agreement when this one has it.
func (c *collector) nextPart(part string, at sheet.Place) *slot {
	p := c.priority()
	if n := len(p.agreements); n == 0 || p.agreements[n-1].parts[part] != nil {
		p.agreements = append(p.agreements, &agreement{map[string]*slot{}})
	}
	s := &slot{entry: agreementEntries[part], place: at, times: 1}
	p.agreements[len(p.agreements)-1].parts[part] = s
	return s
}

// agreementLine takes the lines of a table of agreements that became text: rows with tabs
// between the cells, or every cell on a line of its own.
func (c *collector) agreementLine(l *line) bool {
	cells := split(l)
	if order := headline(cells); order != nil {
		c.close()
		c.queue, c.order = []line{}, order
		return true
	}
	if len(cells) == len(agreementParts) && c.queue != nil && c.order != nil {
		order := c.order
		c.endQueue()
		c.queue, c.order = []line{}, order
		by := map[string][]line{}
		for i, part := range order {
			by[part] = cells[i]
		}
		c.agreementRow([][]line{by[who], by[what], by[byWhen]})
		return true
	}
	if len(cells) > 1 && c.queue == nil && c.open != nil && c.open.entry.part && !hasDots(l) {
		c.close() // a row of a table without headings
		c.priority().lost = "unclear-place"
		c.line(*l)
		return true
	}
	if c.queue == nil && columnNames[joined(l.words)] == who && c.open != nil {
		c.close()
		c.queue = append(c.queue, *l)
		return true
	}
	if len(c.queue) == 0 {
		if c.queue != nil && len(l.words) > 0 && !c.beginsField(l) {
			c.queue = append(c.queue, *l)
			return true
		}
		return false
	}
	if c.beginsField(l) {
		c.endQueue()
		return false
	}
	if len(l.words) > 0 {
		c.queue = append(c.queue, *l)
	}
	return true
}

// headline gives the parts that the headings of a table of agreements name, in their order;
// nil when the line is none.
func headline(cells [][]line) (order []string) {
	if len(cells) != len(agreementParts) {
		return nil
	}
	for i := range cells {
		part := columnNames[cellWords(cells[i])]
		if part == "" || part == numberColumn || slices.Contains(order, part) {
			return nil
		}
		order = append(order, part)
	}
	return order
}

// hasDots says whether a line holds leader dots: tabs in it only make room.
func hasDots(l *line) bool {
	return strings.Contains(l.text(), "....") || strings.Contains(l.text(), "……")
}

// endQueue turns cells that became lines into agreements: in threes, each ending with a date.
// Any other row of lines is a question.
func (c *collector) endQueue() {
	queue := c.queue
	c.queue, c.order = nil, nil
	for i, part := range agreementParts { // the headings themselves
		if i < len(queue) && columnNames[joined(queue[0].words)] == part {
			queue = queue[1:]
		}
	}
	if len(queue) == 0 || c.priority() == nil {
		return
	}
	for i := range queue {
		if _, date := dateOf(queue[i].text()); date != (i%len(agreementParts) == len(agreementParts)-1) || len(queue)%len(agreementParts) != 0 {
			c.priority().lost = "unclear-place"
			c.cur.loose = append(c.cur.loose, queue...)
			return
		}
	}
	for group := range slices.Chunk(queue, len(agreementParts)) {
		c.agreementRow([][]line{group[:1], group[1:2], group[2:]})
	}
}

// agreementRow adds one agreement from its three cells; an empty row is none.
func (c *collector) agreementRow(cells [][]line) {
	if c.priority() == nil || filledCells(cells) == 0 && !anyObjects(cells) && !slices.ContainsFunc(cells, anyPrompt) {
		return
	}
	a := &agreement{map[string]*slot{}}
	most := 0
	for i, part := range agreementParts {
		s := &slot{entry: agreementEntries[part], place: firstLine(cells[i]).place, answer: cells[i], times: 1, inTable: true}
		if s.place == (sheet.Place{}) && len(cells[i]) > 0 {
			s.place = cells[i][0].place
		}
		a.parts[part] = s
		if severalLines(cells[i]) {
			most++
		}
	}
	if most == len(agreementParts) || severalLines(cells[2]) { // several agreements in one row
		for _, s := range a.parts {
			s.doubts("unclear-place")
		}
	}
	p := c.priority()
	p.agreements = append(p.agreements, a)
	c.open = nil
}

func anyObjects(cells [][]line) bool {
	for _, lines := range cells {
		if anyObject(lines) != "" {
			return true
		}
	}
	return false
}
