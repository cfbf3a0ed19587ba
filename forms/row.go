package forms

import (
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// criterionRow reads a row that holds a criterion: columns are known by what they hold.
func (c *collector) criterionRow(row *sheet.Row, cells [][]line, at int, f found) *slot {
	s := c.begin(f, firstLine(cells[at]))
	s.inTable = true
	c.name(s, cells[at], f)
	extra := [][]line{}
	numbered := false
	for i := range cells {
		if i != at && !numbered && isNumberCell(cells[i]) && c.heads.unnamed(row.Cells[i].Column) {
			numbered = true
			c.cur.numbers[s.entry.id()] = cellWords(cells[i])
			c.overlays(s, cells[i], true)
			continue
		}
		if i == at {
			c.overlays(s, cells[i], false)
			continue
		}
		c.overlays(s, cells[i], true)
		if row.Cells[i].Merged && hasText(cells[i]) {
			s.doubts("merged")
		}
		if c.answerCell(s, &row.Cells[i], cells[i]) {
			extra = append(extra, cells[i])
		}
	}
	c.sortOut(s, extra)
	return s
}

// name reads the cell with the criterion's name: what follows is the explanation.
func (c *collector) name(s *slot, lines []line, f found) {
	rest := lines[f.last].from(f.end)
	below := lines[f.last+1:]
	if strings.Trim(rest.text(), " *\"”’')»:?") == "" { // signs round a name
		rest = rest.from(len(rest.chars))
	}
	switch n := leader(&rest); {
	case strings.TrimSpace(textOf(rest.chars[n:])) == "":
	case noteAt(&rest) >= 0:
		at := noteAt(&rest)
		if text := strings.Trim(textOf(rest.chars[:at]), " :-–.("); text != "" {
			c.beside(s, rest, at)
		}
		below = append([]line{rest.from(at)}, below...)
	case looksLikeAnswer(ptr(rest.from(n))):
		s.answer = append(s.answer, rest.from(n))
	case strings.HasPrefix(strings.TrimSpace(rest.text()), "(") || strings.Contains(textOf(rest.chars[:n]), ":"):
		below = append([]line{rest.from(n)}, below...)
	default:
		s.doubts("label-changed")
		below = append([]line{rest}, below...)
	}
	c.take(s, below)
}

func ptr(l line) *line { return &l }

func (c *collector) beside(s *slot, rest line, at int) {
	head := rest.until(at)
	head = head.from(leader(&head))
	if looksLikeAnswer(&head) {
		s.answer = append(s.answer, head)
		return
	}
	if t := strings.TrimSpace(head.text()); !strings.HasPrefix(t, "(") {
		s.doubts("label-changed")
	}
	s.note = append(s.note, head)
}

// take adds lines to the explanation, without the word "toelichting:".
func (c *collector) take(s *slot, lines []line) {
	for _, l := range lines {
		if len(l.words) > 0 && noteAt(&l) == 0 && (!hasText(s.note) || len(l.words) == 1) {
			s.explain(l)
			continue
		}
		s.note = append(s.note, l)
	}
}

// overlays notes what lies in or over the cells of a row. A comment beside the name
// counts when it speaks about the answer.
func (c *collector) overlays(s *slot, lines []line, answer bool) {
	for i := range lines {
		for _, o := range lines[i].objects {
			switch {
			case o.Kind == sheet.Comment && (answer || speaksOfAnswer(o.Text)):
				s.doubts("comment")
			case o.Kind == sheet.Comment:
			case o.Kind == sheet.Footnote:
				if answer || speaksOfAnswer(o.Text) {
					s.doubts("footnote")
				}
			case o.Overlay():
				s.doubts("overlay")
			default:
				s.doubts("unknown-object")
			}
		}
		if answer && lines[i].hidden {
			s.doubts("hidden-text")
		}
	}
}

// overlaid notes what lies over a line of an explanation in text, or says something about the
// answer there.
func (c *collector) overlaid(s *slot, l *line) {
	for _, o := range l.objects {
		switch {
		case o.Kind == sheet.Comment && speaksOfAnswer(o.Text):
			s.doubts("comment")
		case o.Kind == sheet.Footnote && speaksOfAnswer(o.Text):
			s.doubts("footnote")
		case o.Overlay():
			s.doubts("overlay")
		}
	}
}

var answerWords = map[string]bool{"ja": true, "nee": true, "neen": true, "niet": true, "wel": true, "klopt": true, "twijfel": true, "onzeker": true,
	"onjuist": true, "juist": true, "fout": true, "toch": true, "moet": true, "antwoord": true, "aanpassen": true, "wijzigen": true, "veranderen": true,
	"navragen": true, "checken": true, "nagaan": true, "onbekend": true, "x": true, "geen": true, "vergissing": true}

func speaksOfAnswer(text string) bool {
	words := foldWords(text)
	for _, w := range words {
		if answerWords[w] {
			return true
		}
	}
	return len(words) == 0 || strings.Contains(text, "?")
}

// answerCell puts a cell where it belongs; true means: perhaps an answer, sort it out.
func (c *collector) answerCell(s *slot, cell *sheet.Cell, lines []line) bool {
	column := cell.Column
	switch {
	case column == c.heads.note:
		if hasText(s.note) && hasText(lines) && speaksOfAnswer(written(lines)) {
			s.doubts("qualified")
		}
		c.take(s, lines)
		return false
	case column == c.heads.yes || column == c.heads.no:
		s.under(c.heads, cell)
		s.answer = append(s.answer, lines...)
		return false
	case !hasText(lines) && !anyPrompt(lines):
		return false
	case noteAt(firstLine(lines)) == 0:
		c.take(s, lines)
		return false
	case slices.Contains(c.heads.part, column):
		s.doubts("qualified")
	}
	return true
}

func (h heads) unnamed(column int) bool { return column != h.yes && column != h.no && column != h.note }

func (s *slot) under(h heads, cell *sheet.Cell) {
	if s.options == nil {
		s.options = map[string]sheet.Cell{}
	}
	if cell.Column == h.yes {
		s.options["yes"] = *cell
	} else {
		s.options["no"] = *cell
	}
}

func anyPrompt(lines []line) bool {
	for i := range lines {
		if lines[i].prompt {
			return true
		}
	}
	return false
}

// isNumberCell says whether a cell only holds the number or letter of a row.
func isNumberCell(lines []line) bool {
	t := strings.Trim(cellWords(lines), " ")
	if t == "" || len(strings.Fields(t)) != 1 || !isNumber(t) {
		return false
	}
	for i := range lines {
		for _, ch := range lines[i].chars {
			if ch.run.Box != sheet.NoBox {
				return false
			}
		}
	}
	return true
}

// shortNote is the number of words from which an unnamed cell beside an answer is
// taken for an explanation; a shorter one may qualify the answer.
const shortNote = 4

// sortOut decides which of several unnamed cells is the answer.
func (c *collector) sortOut(s *slot, cells [][]line) {
	var answers, others [][]line
	for _, lines := range cells {
		if s.options != nil { // the answer stands under its heading: this is something else
			others = append(others, lines)
			continue
		}
		if looksLikeAnswer(firstLine(lines)) || len(cells) == 1 || !hasText(lines) {
			answers = append(answers, lines)
		} else {
			others = append(others, lines)
		}
	}
	for _, lines := range answers {
		s.answer = append(s.answer, lines...)
	}
	for _, lines := range others {
		if len(answers) != 1 && s.options == nil || len(strings.Fields(cellWords(lines))) < shortNote {
			if !hasText(lines) {
				continue
			}
			s.doubts("unclear-place")
			s.answer = append(s.answer, lines...)
			continue
		}
		c.take(s, lines)
	}
}
