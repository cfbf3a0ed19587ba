package forms

import "mdaplus/forms/sheet"

// verdict is what an answer says.
type verdict struct {
	status Status
	option int    // with Read
	reason string // with Ask
	why    string // what decided it: a key of the evidence texts
	typed  bool   // the answer was typed, not marked: a legend does not touch it
	tail   []line // what was written behind the answer
}

func asks(reason string) verdict { return verdict{status: Ask, reason: reason} }
func chose(option int, why string) verdict {
	return verdict{status: Read, option: option, why: why}
}

// answerSheet is an answer cut into pieces, with what matters about them counted.
type answerSheet struct {
	tokens  []token
	options []option
	opts    []int // places of option tokens
	words   []int // places of words that nobody expects
	boxes   []int
	marks   []int
	crosses []int
	struckW bool // struck words that are no options
}

func newAnswerSheet(lines []line, options []option) *answerSheet {
	a := &answerSheet{tokens: tokens(lines, options), options: options}
	for i := range a.tokens {
		t := &a.tokens[i]
		switch t.kind {
		case optionToken:
			a.opts = append(a.opts, i)
		case boxToken:
			a.boxes = append(a.boxes, i)
		case markToken:
			a.marks = append(a.marks, i)
		case crossToken:
			a.crosses = append(a.crosses, i)
		case wordToken, bracketToken:
			if t.wholly(sheet.Struck) {
				a.struckW = true
				continue
			}
			a.words = append(a.words, i)
		}
	}
	a.marksForBoxes()
	return a
}

// marksForBoxes takes a mark for a ticked box where somebody replaced one of the boxes
// by a mark: "x Ja ☐ Nee".
func (a *answerSheet) marksForBoxes() {
	if len(a.boxes) == 0 || len(a.marks) == 0 || len(a.crosses) > 0 || len(a.boxes)+len(a.marks) != len(a.options) {
		return
	}
	for _, i := range a.marks {
		a.tokens[i].kind, a.tokens[i].box = boxToken, sheet.Ticked
	}
	a.boxes = append(a.boxes, a.marks...)
	a.marks = nil
}

// decide reads an answer to a question with a few options. The order of the rules is
// the order of certainty: what is removed or typed, what is marked, what stands out.
func decide(lines []line, options []option) verdict {
	if !hasText(lines) && !hasBoxes(lines) {
		return verdict{status: Empty}
	}
	a := newAnswerSheet(lines, options)
	switch {
	case doubtfulSign(lines):
		return asks("doubt")
	case len(a.opts) == 0:
		return a.withoutOptions()
	case a.struckW:
		return asks("unclear")
	}
	v := a.withOptions(lines)
	if v.status == Read && differentBullets(lines) && !v.typed {
		return asks("unclear")
	}
	return v
}

func hasBoxes(lines []line) bool {
	for i := range lines {
		for _, c := range lines[i].chars {
			if c.run.Box != sheet.NoBox {
				return true
			}
		}
	}
	return false
}

// doubtfulSign says whether a question mark or a sign nobody knows stands in the answer.
func doubtfulSign(lines []line) bool {
	for i := range lines {
		for _, c := range lines[i].chars {
			if c.r == '?' || c.r == '\uFFFD' || c.is(sheet.Symbol) || c.r >= 0xE000 && c.r <= 0xF8FF {
				return true
			}
		}
	}
	return false
}

func differentBullets(lines []line) bool {
	for i := range lines {
		if i > 0 && (lines[i].bullet == nil) != (lines[0].bullet == nil) ||
			lines[i].bullet != nil && lines[0].bullet != nil && lines[i].bullet.Text != lines[0].bullet.Text {
			return true
		}
	}
	return false
}

// withoutOptions reads an answer that holds none of the printed options.
func (a *answerSheet) withoutOptions() verdict {
	visible := len(a.words) + len(a.boxes) + len(a.marks) + len(a.crosses)
	if visible == 0 {
		if a.struckW {
			return asks("all-struck")
		}
		return verdict{status: Empty}
	}
	if len(a.options) != 2 {
		return asks("unclear")
	}
	if len(a.words) == 1 && visible == 1 {
		switch t := &a.tokens[a.words[0]]; {
		case t.text == "j" && !t.partly(sheet.Struck):
			return a.letter(0)
		case t.text == "n" && !t.partly(sheet.Struck):
			return a.letter(1)
		}
	}
	if len(a.boxes) == 1 && len(a.words) == 2 && visible == 3 && a.tokens[a.words[0]].text == "van" && a.tokens[a.words[1]].text == "toepassing" {
		return a.singleBox()
	}
	return asks("unclear")
}

func (a *answerSheet) letter(option int) verdict {
	if a.tokens[a.words[0]].wholly(sheet.Faint) {
		return asks("faded")
	}
	v := chose(option, "typed")
	v.typed = true
	return v
}

// singleBox is one box "van toepassing": ticked means yes; not ticked may also mean "not looked at".
func (a *answerSheet) singleBox() verdict {
	switch a.tokens[a.boxes[0]].box {
	case sheet.Ticked:
		return chose(0, "ticked")
	case sheet.Conflicting:
		return asks("box-conflict")
	}
	return asks("unmarked")
}

// withOptions reads an answer in which at least one option stands.
func (a *answerSheet) withOptions(lines []line) verdict {
	for _, i := range a.opts {
		if a.tokens[i].partly(sheet.Struck) {
			return asks("strike-incomplete")
		}
		if a.tokens[i].wholly(sheet.Raised) || a.tokens[i].partly(sheet.Raised) {
			return asks("unclear")
		}
	}
	if len(a.words) > 0 {
		return a.withWords(lines)
	}
	return a.clean()
}

// withWords decides an answer with other words in it: certain only when they stand behind
// the one option that is left; what they may say there depends on the question.
func (a *answerSheet) withWords(lines []line) verdict {
	last := a.opts[len(a.opts)-1]
	for _, w := range a.words {
		if w < last || a.tokens[w].kind == bracketToken {
			return asks("unclear")
		}
	}
	if len(a.marks)+len(a.crosses) > 0 && a.anyAfter(last) {
		return asks("unclear")
	}
	head := *a
	head.tokens = a.tokens[:last+1]
	head.words = nil
	head.boxes = upTo(a.boxes, last)
	if len(head.boxes) != len(a.boxes) {
		return asks("unclear")
	}
	v := head.clean()
	if v.status == Read && (v.typed || v.why == "struck") {
		v.tail = tailOf(lines, a.tokens[last])
	} else if v.status == Read {
		return asks("unclear")
	}
	return v
}

func (a *answerSheet) anyAfter(at int) bool {
	for _, i := range append(append([]int{}, a.marks...), a.crosses...) {
		if i > at {
			return true
		}
	}
	return false
}

func upTo(places []int, last int) []int {
	var out []int
	for _, p := range places {
		if p < last {
			out = append(out, p)
		}
	}
	return out
}

// tailOf gives what stands behind a token.
func tailOf(lines []line, t token) []line {
	end := &t.chars[len(t.chars)-1]
	for i := range lines {
		for j := range lines[i].chars {
			if &lines[i].chars[j] == end {
				return append([]line{lines[i].from(j + 1)}, lines[i+1:]...)
			}
		}
	}
	return nil
}
