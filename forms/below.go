package forms

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mdaplus/forms/sheet"
)

// What stands behind and below the name of a criterion in text: its answer, over as many lines
// as it takes, and its explanation.

// criterionRest takes what stands behind the name of a criterion on the same line of text.
func (c *collector) criterionRest(rest line) {
	rest = rest.from(cellEdge(&rest))
	if answer, note, ok := pastedCells(&rest); ok {
		c.open.answer, c.open.inline = append(c.open.answer, answer), note
		c.open.pasted = true
		return
	}
	if at := noteAt(&rest); at >= 0 {
		c.open.answer = append(c.open.answer, rest.until(at))
		c.open.noting = true
		c.open.explain(rest.from(at))
		return
	}
	if at := inlineNote(&rest); at > 0 {
		c.open.answer = append(c.open.answer, rest.until(at))
		c.open.inline = rest.from(at)
		return
	}
	c.open.answer = append(c.open.answer, rest)
}

// cellEdge gives where the answer begins behind a label, in a cell of its own or not.
func cellEdge(rest *line) int {
	at := leader(rest)
	for at < len(rest.chars) && rest.chars[at].run.Box == sheet.NoBox && strings.ContainsRune(" |", rest.chars[at].r) {
		at++
	}
	return at
}

// pastedCells cuts the rest of a row of a table that was pasted as text: the answer, and the
// explanation in the cell behind it.
func pastedCells(rest *line) (answer, note line, ok bool) {
	edge := func(ch char) bool { return ch.run == tab || ch.r == '|' }
	at := slices.IndexFunc(rest.chars, edge)
	if at < 0 {
		return answer, note, false
	}
	from, to := at, len(rest.chars)
	for from < to && (edge(rest.chars[from]) || rest.chars[from].r == ' ') {
		from++
	}
	for from < to && (edge(rest.chars[to-1]) || rest.chars[to-1].r == ' ') {
		to--
	}
	answer, note = rest.until(at), rest.until(to)
	note = note.from(from)
	return answer, note, bareAnswer(&answer) && len(note.words) > 0 && !looksLikeAnswer(&note) && !slices.ContainsFunc(note.chars, edge)
}

// inlineNote gives where an explanation begins behind an answer on the same line:
// "Ja, elke maand is er geweld"; 0 when there is none.
func inlineNote(l *line) int {
	if len(l.words) < 1+inlineWords || l.words[0].from > 0 || l.words[0].text != "ja" && l.words[0].text != "nee" {
		return 0
	}
	at, sign := l.words[0].to, false
	for ; at < l.words[1].from; at++ {
		if c := l.chars[at].r; !strings.ContainsRune(" ,.;:-–—", c) {
			break
		} else if c != ' ' {
			sign = true
		}
	}
	rest := l.from(at)
	if l.words[1].text == "nee" || l.words[1].text == "ja" || !sign || goodTail(joined(rest.words), "yes") || goodTail(joined(rest.words), "no") {
		return 0
	}
	return at
}

// inlineWords is how many words behind an answer are an explanation, and no addition.
const inlineWords = 3

// criterionLine takes a line below the name of a criterion in text.
func (c *collector) criterionLine(s *slot, l line) {
	if head, rest, ok := l.behindTab(); ok && !hasText(s.answer) && hasText([]line{head}) && !looksLikeAnswer(&head) && bareAnswer(&rest) {
		s.answer = append(s.answer, rest) // a row of the table pasted as text
		l = head
	}
	if noteAt(&l) == 0 && !s.refers(&l) {
		s.noting = true
		s.explain(l)
		return
	}
	if at := answerAt(&l); at > 0 && !hasText(s.answer) {
		l = l.from(at)
		l = l.from(leader(&l))
	}
	if !s.noting && !hasText(s.answer) && looksLikeAnswer(&l) {
		s.below = true
		c.overlays(s, []line{l}, true)
		s.width = len(l.chars)
		c.criterionRest(l)
		return
	}
	if s.answering() && c.goesOn(s, l) {
		return
	}
	c.overlaid(s, &l)
	switch {
	case s.noting && !hasText(s.answer) && bareAnswer(&l):
		c.overlays(s, []line{l}, true)
		s.keep()
		s.behind, s.below = true, true
		s.answer = append(s.answer, l)
	case s.behind && len(s.maybe) == 0 && looksLikeAnswer(&l):
		c.overlays(s, []line{l}, true)
		s.answer = append(s.answer, l)
	case l.blank():
		s.closed = s.closed || hasText(s.note) || s.behind || len(s.inline.words) > 0
		s.maybe = append(s.maybe, l)
	case s.closed || s.behind:
		s.maybe = append(s.maybe, l)
	default:
		s.note = append(s.note, l)
	}
}

// answerAt gives where the answer begins behind "Antwoord:" or "Van toepassing:"; 0 when the
// line does not begin so.
func answerAt(l *line) int {
	for _, name := range answerNames {
		if n := len(name); len(l.words) > n && joined(l.words[:n]) == strings.Join(name, " ") && colonAfter(l, l.words[n-1].to) {
			return l.words[n-1].to
		}
	}
	return 0
}

var answerNames = folded([]string{"Antwoord", "Van toepassing", "Ja/Nee", "Keuze"})

// answering says whether the last line was the answer: the next one may belong to it.
func (s *slot) answering() bool {
	return (hasText(s.answer) || hasBoxes(s.answer)) && !s.noting && !s.closed && !s.behind && len(s.note)+len(s.maybe) == 0
}

// goesOn takes a line that belongs to the answer above it: another option ("Ja" and below it
// "x Nee"), the rest of a sentence, or words that a mail program put on the next line.
func (c *collector) goesOn(s *slot, l line) bool {
	last := &s.answer[len(s.answer)-1]
	wrapped := s.width+1+firstWidth(&l) > wrapFrom && startsLower(&l)
	s.width = len(l.chars)
	answer, note, pasted := pastedCells(&l)
	switch {
	case len(l.words) == 0 && !hasBoxes([]line{l}):
		return false
	case pasted && len(s.inline.words) == 0:
		s.answer, s.inline, s.pasted = append(s.answer, answer), note, true
	case looksLikeAnswer(&l) || beginsWith(strings.TrimSpace(l.text()), "/|"):
		s.answer = append(s.answer, l)
	case len(s.inline.words) > 0:
		if wrapped {
			s.inline = joinLines(s.inline, l)
		}
		return wrapped
	case goingOn[l.words[0].text] || endsOpen(last) || unsettled(foldWords(l.text())):
		whole := joinLines(*last, l)
		s.answer = s.answer[:len(s.answer)-1]
		c.criterionRest(whole)
	case wrapped:
		s.inline = l
	default:
		return false
	}
	c.overlays(s, []line{l}, true)
	return true
}

// refers says whether a line is the end of "Ja, zie toelichting", which a program broke there.
func (s *slot) refers(l *line) bool {
	if !s.answering() || len(l.words) != 1 || colonAfter(l, l.words[0].to) {
		return false
	}
	last := s.answer[len(s.answer)-1].words
	return len(last) > 0 && last[len(last)-1].text == "zie"
}

// goingOn are words with which a line goes on with the sentence above it.
var goingOn = wordSet("maar toch of behalve tenzij alleen echter hoewel mits deels zie niet")

// endsOpen says whether a line cannot be the end of what is said.
func endsOpen(l *line) bool {
	t := strings.TrimRight(l.text(), " ")
	return strings.HasSuffix(t, ",") || strings.HasSuffix(t, "/") || len(l.words) > 0 && goingOn[l.words[len(l.words)-1].text]
}

// wrapFrom is the width from which programs break the lines of a mail.
const wrapFrom = 68

func firstWidth(l *line) int {
	t := strings.TrimLeft(l.text(), " ")
	if at := strings.IndexByte(t, ' '); at >= 0 {
		t = t[:at]
	}
	return utf8.RuneCountInString(t)
}

func startsLower(l *line) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(l.text(), " "))
	return unicode.IsLower(r)
}

// joinLines gives two lines as one.
func joinLines(a, b line) line {
	a.chars = append(append(a.chars[:len(a.chars):len(a.chars)], char{' ', &sheet.Run{}}), b.chars...)
	a.words = wordsOf(a.chars)
	a.objects = append(a.objects[:len(a.objects):len(a.objects)], b.objects...)
	a.hidden, a.prompt = a.hidden || b.hidden, a.prompt || b.prompt
	return a
}

// bareAnswer says whether a line holds an answer and nothing else.
func bareAnswer(l *line) bool {
	if !looksLikeAnswer(l) {
		return false
	}
	v := decide([]line{*l}, yesNo)
	return v.status == Read && len(v.tail) == 0 || v.reason == "unmarked" || v.reason == "both-marked" || v.reason == "all-struck"
}
