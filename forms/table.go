package forms

import (
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// hasCriteriaRows says whether criteria stand in the rows of a table somewhere in the blocks.
func (ls labels) hasCriteriaRows(blocks []sheet.Block) bool {
	n := 0
	eachTable(blocks, func(t *sheet.Table) {
		for r := range t.Rows {
			for c := range t.Rows[r].Cells {
				if f, ok := ls.first(cellLines(&t.Rows[r].Cells[c])); ok && f.entry.criterion != nil {
					n++
					break
				}
			}
		}
	})
	return n >= 2
}

func eachTable(blocks []sheet.Block, f func(*sheet.Table)) {
	for _, b := range blocks {
		if b.Table == nil {
			continue
		}
		f(b.Table)
		for r := range b.Table.Rows {
			for c := range b.Table.Rows[r].Cells {
				eachTable(b.Table.Rows[r].Cells[c].Blocks, f)
			}
		}
	}
}

// cellLines gives the lines of a cell; a row of a table inside it becomes one line.
func cellLines(cell *sheet.Cell) []line { return cellLinesAt(cell, 0) }

// maxNested is how deep tables may lie in one another; what lies deeper is not looked at,
// and asked about.
const maxNested = 6

func cellLinesAt(cell *sheet.Cell, deep int) []line {
	var out []line
	for _, b := range cell.Blocks {
		if b.Paragraph != nil {
			out = append(out, linesOf(b.Paragraph)...)
			continue
		}
		for r := range b.Table.Rows {
			out = append(out, rowLine(&b.Table.Rows[r], deep+1))
		}
	}
	return out
}

func rowLine(row *sheet.Row, deep int) line {
	if deep > maxNested {
		return line{objects: []sheet.Object{{Kind: sheet.Unknown}}}
	}
	var sum line
	space := char{' ', &sheet.Run{}}
	for c := range row.Cells {
		for _, l := range cellLinesAt(&row.Cells[c], deep) {
			if sum.chars != nil {
				sum.chars = append(sum.chars, space)
			}
			sum.chars = append(sum.chars, l.chars...)
			sum.objects = append(sum.objects, l.objects...)
			sum.hidden, sum.prompt, sum.place = sum.hidden || l.hidden, sum.prompt || l.prompt, l.place
		}
	}
	sum.words = wordsOf(sum.chars)
	return sum
}

// first looks for a label at the first line of a cell that is not empty.
func (ls labels) first(lines []line) (found, bool) {
	for i := range lines {
		if !lines[i].blank() {
			f, ok := ls.at(lines[i:])
			f.last += i
			return f, ok
		}
	}
	return found{}, false
}

// manyCriteria is how many names of criteria a cell must hold to be more than one
// criterion whose explanation speaks of another.
const manyCriteria = 3

// holdsForm says whether a cell holds a form, or a part of one, rather than one answer.
func (ls labels) holdsForm(lines []line, alone bool) bool {
	fields, criteria := map[string]bool{}, map[string]bool{}
	for i := range lines {
		if len(lines[i].words) == 0 {
			continue
		}
		f, ok := ls.at(lines[i:])
		switch {
		case ok && f.entry.criterion != nil:
			criteria[f.entry.id()] = true
		case ok && labelSign(lines[i+f.last].from(f.end)):
			fields[f.entry.id()] = true
		}
	}
	if alone {
		return len(fields)+len(criteria) >= 2
	}
	return len(fields) >= 2 || len(criteria) >= manyCriteria
}

// filledCells counts the cells of a row that hold text.
func filledCells(cells [][]line) int {
	n := 0
	for i := range cells {
		if hasText(cells[i]) {
			n++
		}
	}
	return n
}

// table reads a table row by row.
func (c *collector) table(t *sheet.Table) {
	heads, pending, columns := c.heads, c.pending, c.columns
	c.heads, c.pending, c.columns = noHeads, nil, nil
	c.endQueue()
	if c.open != nil && c.open.entry.field != nil && hasText(c.open.answer) && c.labels.hasCriteriaRows([]sheet.Block{{Table: t}}) {
		c.open = nil // what stands in the table of criteria is no part of the description above it
	}
	var slots []*slot
	drift := false
	for r := range t.Rows {
		s := c.row(&t.Rows[r])
		slots = append(slots, s...)
		drift = drift || rowDrifts(&t.Rows[r])
	}
	if drift {
		for _, s := range slots {
			s.doubts("overlay")
		}
	}
	if c.open != nil && c.open.entry.criterion != nil {
		c.open = nil
	}
	c.heads, c.pending, c.columns = heads, pending, columns
}

// rowDrifts says whether something drawn in this row may lie over another row.
func rowDrifts(row *sheet.Row) bool {
	for c := range row.Cells {
		drifts := false
		sheet.Each(row.Cells[c].Blocks, func(p *sheet.Paragraph) {
			for _, o := range p.Objects {
				drifts = drifts || o.Overlay() && o.Drifts && o.Kind != sheet.Picture
			}
		})
		if drifts {
			return true
		}
	}
	return false
}

// row reads one row and gives the criteria that it answered.
func (c *collector) row(row *sheet.Row) []*slot {
	cells := make([][]line, len(row.Cells))
	for i := range row.Cells {
		cells[i] = c.printed.without(cellLines(&row.Cells[i]))
	}
	alone := filledCells(cells) == 1
	for i := range cells {
		if c.labels.holdsForm(cells[i], alone) {
			return c.wholeForm(row)
		}
	}
	if c.def.Parts != nil && c.planRow(row, cells) {
		return nil
	}
	for i := range cells {
		f, ok := c.labels.first(cells[i])
		if !ok {
			continue
		}
		if f.entry.criterion != nil {
			return []*slot{c.criterionRow(row, cells, i, f)}
		}
		if c.fieldCell(cells, i, f) {
			c.fieldRow(row, cells)
			return nil
		}
	}
	c.plainRow(row, cells)
	return nil
}

// wholeForm reads cells that hold several labels each as text of their own.
func (c *collector) wholeForm(row *sheet.Row) []*slot {
	c.inTable++
	for i := range row.Cells {
		c.blocks(row.Cells[i].Blocks)
	}
	c.inTable--
	return nil
}

// fieldCell says whether a cell that begins like a field label is one.
func (c *collector) fieldCell(cells [][]line, i int, f found) bool {
	if len(f.entry.labels[0]) >= 3 && labelWords(&f, cells[i]) >= 3 {
		return true
	}
	return labelSign(cells[i][f.last].from(f.end))
}

// fieldRow reads a row of labels with their answers in the same cell, in the next cell,
// or in the row below.
func (c *collector) fieldRow(row *sheet.Row, cells [][]line) {
	labels, answered := []pendingColumn{}, false
	for i := range cells {
		f, ok := c.labels.first(cells[i])
		if ok && f.entry.field != nil && c.fieldCell(cells, i, f) {
			s := c.begin(f, firstLine(cells[i]))
			labels = append(labels, pendingColumn{row.Cells[i].Column, s})
			rest := cells[i][f.last].from(f.end)
			rest = rest.from(hintEnd(&rest))
			answered = answered || strings.Trim(rest.text(), " :?") != ""
			c.line(rest)
			c.lines(cells[i][f.last+1:])
			continue
		}
		if c.open != nil {
			answered = answered || hasText(cells[i])
			c.lines(cells[i])
		}
	}
	if len(labels) > 1 && !answered {
		c.pending, c.open = labels, nil
	}
}

func firstLine(lines []line) *line {
	for i := range lines {
		if !lines[i].blank() {
			return &lines[i]
		}
	}
	return &line{}
}

func (c *collector) lines(lines []line) {
	for i := range lines {
		c.line(lines[i])
	}
}

// plainRow reads a row without a label: headings, answers below labels, the explanation
// of the row above, or a row that nobody knows.
func (c *collector) plainRow(row *sheet.Row, cells [][]line) {
	if c.pending != nil && c.below(row, cells) {
		return
	}
	if s := c.open; c.model != referral && s != nil && hasText(s.answer) && filledCells(cells) > 0 {
		s.doubts("unclear-place") // nobody knows whether this row goes on with the answer
		c.close()
	}
	if s := c.open; s != nil && s.entry.criterion != nil && c.answerRow(s, cells) {
		return
	}
	if c.headings(row, cells) {
		c.open = nil
		return
	}
	if s := c.open; s != nil && s.entry.criterion != nil && c.noteRow(s, cells) {
		return
	}
	if c.unknownRow(cells) {
		c.cur.extraRows++
		c.open = nil
		for i := range cells {
			c.cur.loose = append(c.cur.loose, cells[i]...)
		}
		return
	}
	if s := c.open; s != nil && s.entry.criterion != nil && s.titled && hasText(s.note) {
		c.open = nil // a heading between criteria: the explanation above it is complete
	}
	for i := range cells {
		c.inTable++
		c.flow(cells[i])
		c.inTable--
	}
}

// headings notices a row that says what the columns below it hold.
func (c *collector) headings(row *sheet.Row, cells [][]line) bool {
	h, known := noHeads, false
	for i := range cells {
		column := row.Cells[i].Column
		switch t := cellWords(cells[i]); {
		case t == "ja" || t == "van toepassing" && pairOfHeads(cells):
			h.yes = column
		case t == "nee" || t == "neen" || t == "niet van toepassing" && pairOfHeads(cells):
			h.no = column
		case t == "toelichting" || t == "motivering" || t == "onderbouwing" || t == "opmerkingen" || t == "opmerking":
			h.note = column
		case strings.HasPrefix(t, "doelgroep"):
			c.cur.target, known = true, true
		case t == "criterium" || t == "criteria" || strings.HasPrefix(t, "criteria ") || t == "ja nee" && i > 0 && len(cells) > 1 && cellWords(cells[0]) == "":
			known = true
		}
	}
	below := c.open != nil && c.open.entry.criterion != nil // then "Toelichting" or "Ja" alone belongs to the row above
	known = known || h.yes >= 0 && h.no >= 0 || !below && (h.yes >= 0 || h.no >= 0 || h.note >= 0)
	if !known {
		return false
	}
	for i := range cells {
		if column := row.Cells[i].Column; column != h.no && noteAt(firstLine(cells[i])) != 0 && limits(strings.Fields(cellWords(cells[i]))) {
			h.part = append(h.part, row.Cells[i].Column)
		}
		for _, l := range cells[i] {
			c.looseLine(l)
		}
	}
	c.heads = h
	return true
}

// pairOfHeads says whether there is a column for what applies and one for what does not.
func pairOfHeads(cells [][]line) bool {
	yes, no := 0, 0
	for i := range cells {
		switch cellWords(cells[i]) {
		case "van toepassing":
			yes++
		case "niet van toepassing":
			no++
		}
	}
	return yes == 1 && no == 1
}

// limited are words over a column that say for whom or when its answers hold, or that they
// are about something else than whether the criterion applies.
var limited = wordSet(`moeder vader kind zoon dochter ouder ouders partner vt huis vroeger verleden heden nu aanmelder 2019 2020 2021 2022 2023 2024 2025 2026 2027
	januari februari maart april mei juni juli augustus september oktober november december eerst oud oude nieuw nieuwe vorig vorige voorheen later
	opgelost afgesloten weerlegd ontkracht gewenst doel`)

// limits says whether the heading of a column makes its answers less than plain ones.
func limits(heading []string) bool {
	return anyOf(heading, limited) || anyOf(heading, wordSet("niet geen")) && !anyOf(heading, wordSet("ja wel"))
}

func cellWords(lines []line) string {
	var parts []string
	for i := range lines {
		if len(lines[i].words) > 0 {
			parts = append(parts, joined(lines[i].words))
		}
	}
	return strings.Join(parts, " ")
}

// below gives the cells under a row of labels to those labels, by column.
func (c *collector) below(row *sheet.Row, cells [][]line) bool {
	pending := c.pending
	c.pending = nil
	for i := range cells {
		for _, p := range pending {
			if p.column == row.Cells[i].Column {
				c.open = p.slot
				c.lines(cells[i])
			}
		}
	}
	c.open = nil
	for _, p := range pending {
		if len(row.Cells) != len(pending) {
			p.slot.doubts("unclear-place")
		}
	}
	return true
}

// answerRow takes a row below a criterion that holds its answer: "Van toepassing | Ja".
func (c *collector) answerRow(s *slot, cells [][]line) bool {
	if hasText(s.answer) || hasBoxes(s.answer) || s.options != nil || len(cells) != 2 ||
		!slices.ContainsFunc(answerNames, func(name []string) bool { return cellWords(cells[0]) == strings.Join(name, " ") }) {
		return false
	}
	c.overlays(s, cells[1], true)
	s.answer = append(s.answer, cells[1]...)
	return true
}

// noteRow takes a row that only holds the explanation of the criterion above it.
func (c *collector) noteRow(s *slot, cells [][]line) bool {
	for i := range cells {
		first := firstLine(cells[i])
		if len(first.words) == 0 {
			continue
		}
		if noteAt(first) != 0 {
			return false
		}
		for _, lines := range cells[i:] {
			for k := range lines {
				c.overlaid(s, &lines[k])
			}
			c.take(s, lines)
		}
		return true
	}
	return false
}

// unknownRow says whether a row looks like a criterion that the form does not have.
func (c *collector) unknownRow(cells [][]line) bool {
	if len(cells) < 2 {
		return false
	}
	for i := range cells {
		if first := firstLine(cells[i]); looksLikeAnswer(first) {
			return true
		}
	}
	return len(cells) > 2 && c.cur.criteria() > 0
}
