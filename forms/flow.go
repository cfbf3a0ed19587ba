package forms

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mdaplus/forms/sheet"
)

// flow reads lines outside tables, or inside a cell that holds a whole form.
func (c *collector) flow(lines []line) {
	for i := 0; i < len(lines); i++ {
		l := &lines[i]
		if !c.printed.edge(l) && c.title(l) {
			continue
		}
		if n, heading := c.printed.at(lines[i:]); n > 0 {
			for _, rest := range unprinted(lines[i : i+n]) {
				c.line(rest)
			}
			if heading {
				c.close()
			}
			i += n - 1
			continue
		}
		if c.def.Parts != nil && c.planLine(l) {
			continue
		}
		if c.heading(l) {
			continue
		}
		lines[i] = c.labels.withoutStars(lines[i:])
		if f, ok := c.labels.at(lines[i:]); ok && c.isLabel(&f, lines[i:]) {
			rest := lines[i+f.last].from(f.end)
			rest = rest.from(hintEnd(&rest))
			rest = rest.from(dashEnd(&rest))
			i += f.last
			s := c.begin(f, l)
			s.colon = strings.TrimSpace(rest.text()) == ":"
			if f.entry.criterion != nil {
				s.width = len(lines[i].chars)
				c.overlays(s, lines[i:i+1], !rest.blank())
			}
			c.rest(rest, lines[i:])
			continue
		}
		if f, at, ok := c.labels.inside(lines[i:], 0); ok && labelSign(l.from(f.end)) {
			c.misplaced(f, l, at)
			continue
		}
		c.line(*l)
		if len(l.words) > 0 && !onlyNumber(l) && !(tableHeads[joined(l.words)] && tableHeads[joined(c.before.words)]) {
			c.before = *l
		}
	}
}

// heading notices the lines above the two tables of the version with five criteria.
func (c *collector) heading(l *line) bool {
	if len(l.words) < 2 || len(l.words) > 12 || l.words[0].text != "doelgroep" && l.words[0].text != "criteria" {
		return false
	}
	t := joined(l.words)
	target := strings.HasPrefix(t, "doelgroep beide")
	if !target && !strings.HasPrefix(t, "criteria ten minste") && !strings.HasPrefix(t, "criteria minstens") {
		return false
	}
	c.cur.target = c.cur.target || target
	if c.open != nil {
		c.open.keep()
	}
	c.open = nil
	return true
}

// withoutStars takes the stars off a label, with which mail programs show bold type in
// plain text: "*Gemeente:* Huizen".
func (ls labels) withoutStars(lines []line) line {
	l := lines[0]
	if len(l.words) == 0 || !slices.ContainsFunc(l.chars, func(c char) bool { return c.r == '*' }) {
		return l
	}
	f, ok := ls.at(lines)
	if !ok || f.last > 0 || f.at == 0 || l.chars[f.at-1].r != '*' {
		return l
	}
	for end := f.end; end < len(l.chars) && strings.ContainsRune(":?* ", l.chars[end].r); end++ {
		if l.chars[end].r == '*' {
			chars := append(append([]char{}, l.chars[:f.at-1]...), l.chars[f.at:end]...)
			l.chars = append(chars, l.chars[end+1:]...)
			l.words = wordsOf(l.chars)
			break
		}
	}
	return l
}

// dashEnd gives where a dash between label and answer ends: "Intergenerationele overdracht - Ja".
func dashEnd(rest *line) int {
	for i, c := range rest.chars {
		if strings.ContainsRune("-–—→", c.r) && i > 0 && i+1 < len(rest.chars) && rest.chars[i+1].r == ' ' {
			return i + 1
		}
		if c.r != ' ' {
			return 0
		}
	}
	return 0
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

// maxJoined is how many words a line may have that is searched for a second label.
const maxJoined = 2000

// rest takes what stands behind a label on its line; another long label in it begins the next field.
func (c *collector) rest(rest line, lines []line) {
	if len(rest.words) > maxJoined {
		c.line(rest)
		return
	}
	if f, at, ok := c.labels.inside([]line{rest}, 1); ok && labelSign(rest.from(f.end)) {
		c.line(rest.until(at))
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
	if c.model != referral {
		return c.otherTitle(l)
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
	marked := sign == "" || beginsWith(sign, ":?=._…") || strings.HasPrefix(rest.text(), "  ") || boldLabel(f, lines)
	if f.entry.criterion != nil {
		if c.tabular && c.inTable == 0 {
			return false
		}
		return marked || beginsWith(sign, "-–—→(") || looksLikeAnswer(&rest)
	}
	if len(f.entry.labels[0]) == 1 || labelWords(f, lines) <= 2 {
		return !c.ended && marked || strings.HasPrefix(sign, "(") && strings.Contains(sign, "):") && !c.ended
	}
	again := c.cur.slots[f.entry.id()] != nil
	return marked || !again || len(rest.words) == 0 || !verbs[rest.words[0].text]
}

// verbs go on with a sentence behind words that are also a label: "Samenstelling van het
// gezin is veranderd".
var verbs = wordSet("is was zijn waren wordt werd heeft had kan moet blijft verandert veranderde wisselt wisselde")

// boldLabel says whether the words of a label are in bold type and what follows is not.
func boldLabel(f *found, lines []line) bool {
	if f.last > 0 {
		return false
	}
	for i, ch := range lines[0].chars {
		if i >= f.at && wordly(ch.r) && ch.is(sheet.Bold) != (i < f.end) {
			return false
		}
	}
	return true
}

// beginsWith says whether a text begins with one of the signs.
func beginsWith(s, signs string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(signs, r)
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
	if !s.titled && len(l.words) > 0 && (colonAfter(&l, l.words[0].to) || len(l.words) == 1 || newSentence(&l)) {
		s.titled = true
		l = afterNote(l)
	}
	s.note = append(s.note, l)
}

// newSentence says whether a sentence begins behind the first word: its colon was deleted.
func newSentence(l *line) bool {
	next := l.chars[l.words[1].from].r
	return unicode.IsUpper(next) || unicode.IsDigit(next)
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
