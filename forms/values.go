package forms

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// typed gives the text of an answer that must be one plain value. ok is false when it is
// empty, or when something in or over it makes it a question; then a is the answer.
func (in *interpreter) typed(s *slot) (text string, a Answer, ok bool) {
	text = strings.Trim(written(s.answer), " :")
	if code := anyObject(s.answer); code != "" {
		return "", ask(s, code), false
	}
	if strings.Trim(text, " .…_-/") == "" || in.prompt(text) {
		return "", Answer{Status: Empty, Evidence: evidence(s, "empty")}, false
	}
	if severalLines(s.answer) || anyStruck(s.answer) || doubtfulSign(s.answer) || hasBoxes(s.answer) {
		return text, in.unclear(s, "unclear"), false
	}
	return text, Answer{}, true
}

// unclear is a question that keeps what was written, for a person to see.
func (in *interpreter) unclear(s *slot, code string) Answer {
	a := ask(s, code)
	a.Text = written(s.answer)
	return a
}

func value(s *slot, value, text string) Answer {
	return Answer{Status: Read, Value: value, Text: text, Evidence: evidence(s, "written")}
}

// oneLine reads a name or a reference.
func (in *interpreter) oneLine(s *slot) Answer {
	text := strings.Trim(written(s.answer), " :")
	switch code := anyObject(s.answer); {
	case code != "":
		return ask(s, code)
	case strings.Trim(text, " .…_-") == "" || in.prompt(text):
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}
	case severalLines(s.answer) || anyStruck(s.answer) || strings.Contains(text, "?") || len(foldWords(text)) == 0 || template(text):
		return in.unclear(s, "unclear")
	}
	return value(s, text, text)
}

// template says whether a text is the empty place of somebody else's form: "[naam]", "<datum>".
func template(text string) bool {
	return strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") || strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">")
}

// prose reads free text of a plan. What is crossed out in it may be meant or not.
func (in *interpreter) prose(s *slot) Answer {
	for i := range s.answer {
		if s.answer[i].hidden {
			return ask(s, "hidden-text")
		}
	}
	text := written(s.answer)
	if anyStruck(s.answer) || template(text) || text != "" && !strings.ContainsFunc(text, unicode.IsLetter) && strings.ContainsFunc(text, unicode.IsDigit) {
		return in.unclear(s, "unclear")
	}
	return in.free(s)
}

func (in *interpreter) date(s *slot) Answer {
	text, a, ok := in.typed(s)
	if !ok {
		return a
	}
	iso, ok := dateOf(text)
	if !ok {
		return in.unclear(s, "date-unclear")
	}
	return value(s, iso, text)
}

var scoreForm = regexp.MustCompile(`^(?:een |cijfer )?(\d{1,2})(?:[,.](0|5))?(?: ?/ ?10| op 10)?$`)

var numberWordsDutch = []string{"nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"}

const highestScore = 10

// score reads a figure from 0 to 10; a half is allowed.
func (in *interpreter) score(s *slot) Answer {
	text, a, ok := in.typed(s)
	if !ok {
		return a
	}
	t := strings.ToLower(strings.TrimRight(text, ". "))
	if n := slices.Index(numberWordsDutch, foldText(t)); n >= 0 {
		return value(s, strconv.Itoa(n), text)
	}
	m := scoreForm.FindStringSubmatch(strings.ReplaceAll(t, "½", ",5"))
	if m == nil {
		return in.unclear(s, "score-unclear")
	}
	n, _ := strconv.Atoi(m[1])
	half := m[2] == "5"
	if n > highestScore || n == highestScore && half || len(m[1]) > 1 && m[1][0] == '0' {
		return in.unclear(s, "score-unclear")
	}
	if half {
		return value(s, m[1]+".5", text)
	}
	return value(s, m[1], text)
}

var wholeNumber = regexp.MustCompile(`^(?:versie |versie: |v\.? ?|nr\.? ?)?([1-9]\d?)$`)

// number reads a whole number from 1.
func (in *interpreter) number(s *slot) Answer {
	text, a, ok := in.typed(s)
	if !ok {
		return a
	}
	if m := wholeNumber.FindStringSubmatch(strings.ToLower(strings.TrimRight(text, ". "))); m != nil {
		return value(s, m[1], text)
	}
	return in.unclear(s, "number-unclear")
}

// phases are the words that may stand beside the number of a phase.
var phases = map[string]string{"": "", "directe veiligheid": "1", "stabiele veiligheid": "2", "duurzame veiligheid": "3",
	"veiligheidsplan": "1", "hulpverleningsplan": "2", "herstelplan": "3"}

// phase reads 1, 2 or 3. A plan belongs to one phase; a meeting is held in phase 1 or 2.
func (in *interpreter) phase(s *slot) Answer {
	text, a, ok := in.typed(s)
	if !ok {
		return a
	}
	words := foldWords(strings.NewReplacer("(", " ", ")", " ").Replace(text))
	if len(words) > 0 && words[0] == "fase" {
		words = words[1:]
	}
	number := ""
	if len(words) > 0 && len(words[0]) == 1 && words[0] >= "1" && words[0] <= "3" {
		number, words = words[0], words[1:]
	}
	said, known := phases[strings.Join(words, " ")]
	switch {
	case !known || number != "" && said != "" && said != number || number+said == "" || strings.ContainsAny(text, "/"):
		return in.unclear(s, "phase-unclear")
	case number == "":
		number = said
	}
	switch def := in.draft.model.def; {
	case def.Phase != "" && def.Phase != number:
		return in.unclear(s, "phase-contradicts")
	case def.Phase == "" && number == "3":
		return in.unclear(s, "phase-three")
	}
	return value(s, number, text)
}

// goal reads the goal of the phase. One that belongs to another phase is a question.
func (in *interpreter) goal(s *slot) Answer {
	a := in.prose(s)
	for words, phase := range phases {
		if words != "" && a.Status == Read && phase != in.draft.model.def.Phase && strings.Contains(foldText(a.Value), words) {
			return in.unclear(s, "phase-contradicts")
		}
	}
	return a
}

// whether reads Ja or Nee; a reason may stand behind it.
func (in *interpreter) whether(s *slot) Answer {
	a, _ := in.yesNoField(s, func(_ string, words []string) bool { return anyOf(words, hedges) })
	return a
}

// choice reads one of the options of a field.
func (in *interpreter) choice(s *slot) Answer {
	chosen, a, ok := in.chosen(s)
	switch {
	case !ok:
		return a
	case len(chosen) == 0:
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}
	case len(chosen) > 1:
		return in.unclear(s, "both-marked")
	}
	a.Value = chosen[0].Value
	a.Evidence = evidence(s, a.Evidence)
	return a
}

// list reads any number of the options of a field.
func (in *interpreter) list(s *slot) Answer {
	chosen, a, ok := in.chosen(s)
	if !ok {
		return a
	}
	if len(chosen) == 0 {
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}
	}
	for _, o := range chosen {
		a.Values = append(a.Values, o.Value)
	}
	a.Value = strings.Join(a.Values, ", ")
	a.Evidence = evidence(s, a.Evidence)
	return a
}

// chosen gives the options that were chosen, in the order of the form: ticked, or typed with
// nothing else. The evidence of the answer is the key of what decided it.
func (in *interpreter) chosen(s *slot) (chosen []Option, a Answer, ok bool) {
	text := written(s.answer)
	if code := anyObject(s.answer); code != "" {
		return nil, ask(s, code), false
	}
	if strings.Trim(text, " .…_-") == "" || in.prompt(text) {
		return nil, Answer{Status: Empty, Evidence: evidence(s, "empty")}, false
	}
	if anyStruck(s.answer) || doubtfulSign(s.answer) {
		return nil, in.unclear(s, "unclear"), false
	}
	options, boxes := s.entry.field.Options, false
	var is []bool
	if hasBoxes(s.answer) || bracketBoxes(s.answer) {
		if in.legend {
			return nil, in.unclear(s, "legend"), false
		}
		boxes, is = true, ticks(s.answer, options)
	} else {
		is = named(text, options)
	}
	if is == nil {
		return nil, in.unclear(s, "unclear"), false
	}
	for i, on := range is {
		if on {
			chosen = append(chosen, options[i])
		}
	}
	a = Answer{Status: Read, Text: text, Evidence: "written"}
	if boxes {
		a.Evidence = "ticked-list"
	}
	return chosen, a, true
}

// named reads options that were typed, with commas or "en" between them; nil when some word
// is no option, or when nothing but all of the options stands there.
func named(text string, options []Option) []bool {
	is := make([]bool, len(options))
	n := 0
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;/•·", r) }) {
		for _, piece := range strings.Split(" "+strings.Trim(part, " .-")+" ", " en ") {
			folded := foldText(piece)
			if folded == "" {
				continue
			}
			i := slices.IndexFunc(options, func(o Option) bool { return o.is(folded) })
			if i < 0 || is[i] {
				return nil
			}
			is[i], n = true, n+1
		}
	}
	if n == 0 || n == len(options) && n > 1 {
		return nil
	}
	return is
}

// is says whether folded words are this option.
func (o Option) is(folded string) bool {
	if foldText(o.Text) == folded || foldText(o.Value) == folded {
		return true
	}
	return slices.ContainsFunc(o.Other, func(t string) bool { return foldText(t) == folded })
}

// tickPiece is a box or an option in the order of the text.
type tickPiece struct {
	box    sheet.Box
	option int // -1 for a box
	line   int
}

// ticks pairs every box with the option behind it, or before it where all boxes stand behind;
// nil when something is left over: another word, a box without option, an option twice.
func ticks(lines []line, options []Option) []bool {
	var pieces []tickPiece
	for i := range lines {
		var ok bool
		if pieces, ok = ticksOf(pieces, &lines[i], i, options); !ok {
			return nil
		}
	}
	if len(pieces) == 0 || len(pieces)%2 != 0 {
		return nil
	}
	boxFirst := pieces[0].option < 0
	is, seen := make([]bool, len(options)), make([]bool, len(options))
	for i := 0; i < len(pieces); i += 2 {
		box, option := pieces[i], pieces[i+1]
		if !boxFirst {
			box, option = option, box
		}
		if box.option >= 0 || option.option < 0 || box.line != option.line || seen[option.option] || box.box == sheet.Conflicting {
			return nil
		}
		seen[option.option], is[option.option] = true, box.box == sheet.Ticked
	}
	return is
}

func ticksOf(pieces []tickPiece, l *line, at int, options []Option) ([]tickPiece, bool) {
	for i := 0; i < len(l.chars); {
		c := l.chars[i]
		if c.run.Box != sheet.NoBox {
			pieces = append(pieces, tickPiece{box: c.run.Box, option: -1, line: at})
			i++
			continue
		}
		if box, width := bracketBox(l.chars[i:]); width > 0 {
			pieces = append(pieces, tickPiece{box: box, option: -1, line: at})
			i += width
			continue
		}
		if !wordly(c.r) {
			if !strings.ContainsRune(" .,;:/()_–-", c.r) {
				return nil, false
			}
			i++
			continue
		}
		option, end := optionAt(l, i, options)
		if option < 0 {
			return nil, false
		}
		pieces = append(pieces, tickPiece{option: option, line: at})
		i = end
	}
	return pieces, true
}

// bracketBox reads a typed box: "[x]", "[ ]", "(x)".
func bracketBox(chars []char) (box sheet.Box, width int) {
	if chars[0].r != '[' && chars[0].r != '(' {
		return sheet.NoBox, 0
	}
	box = sheet.Unticked
	for i := 1; i < len(chars) && i < 5; i++ {
		switch chars[i].r {
		case ' ':
		case 'x', 'X':
			box = sheet.Ticked
		case ']', ')':
			return box, i + 1
		default:
			return sheet.NoBox, 0
		}
	}
	return sheet.NoBox, 0
}

func bracketBoxes(lines []line) bool {
	for i := range lines {
		for j := range lines[i].chars {
			if _, width := bracketBox(lines[i].chars[j:]); width > 0 {
				return true
			}
		}
	}
	return false
}

// optionAt gives the longest option that begins at a character.
func optionAt(l *line, at int, options []Option) (option, end int) {
	first := slices.IndexFunc(l.words, func(w word) bool { return w.from == at })
	if first < 0 {
		return -1, 0
	}
	option, longest := -1, 0
	for n := 1; first+n <= len(l.words); n++ {
		folded := joined(l.words[first : first+n])
		for i := range options {
			if options[i].is(folded) && n > longest {
				option, longest, end = i, n, l.words[first+n-1].to
			}
		}
	}
	return option, end
}
