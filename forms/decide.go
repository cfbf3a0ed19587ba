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

// clean decides an answer that holds only options, boxes and marks.
func (a *answerSheet) clean() verdict {
	switch {
	case len(a.opts) == 1:
		return a.single()
	case a.block() && len(a.opts) == len(a.options):
		return a.choice()
	case a.block() && len(a.opts) == len(a.options)+1 && a.slashed():
		return a.typedBehind()
	}
	return asks("both-marked")
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

// block says whether the first options are the printed ones, each once, in any order.
func (a *answerSheet) block() bool {
	if len(a.opts) < len(a.options) {
		return false
	}
	seen := make([]bool, len(a.options))
	for _, i := range a.opts[:len(a.options)] {
		o := a.tokens[i].option
		if seen[o] {
			return false
		}
		seen[o] = true
	}
	return true
}

// slashed says whether signs stand between the printed options, so that they are the
// printed ones and no answer in words.
func (a *answerSheet) slashed() bool {
	n := 0
	for i := a.opts[0]; i < a.opts[len(a.options)-1]; i++ {
		if a.tokens[i].kind == slashToken {
			n++
		}
	}
	return n == len(a.options)-1
}

// single decides when one option is left: the others were removed or never typed.
func (a *answerSheet) single() verdict {
	t := &a.tokens[a.opts[0]]
	v := chose(t.option, "typed")
	switch {
	case t.wholly(sheet.Struck):
		return asks("all-struck")
	case t.wholly(sheet.Faint) || t.partly(sheet.Faint):
		return asks("faded")
	case len(a.crosses) > 0 || len(a.boxes) > 1 || len(a.marks) > 1 || len(a.boxes)*len(a.marks) > 0:
		return asks("unclear")
	case len(a.boxes) == 1:
		if b := &a.tokens[a.boxes[0]]; b.box != sheet.Ticked || b.wholly(sheet.Struck) {
			return asks("unmarked")
		}
		v.why = "ticked"
		return v
	case len(a.marks) == 1 && a.tokens[a.marks[0]].text == "v":
		return asks("unclear")
	}
	v.typed = len(a.marks) == 0
	return v
}

// typedBehind decides when an answer was typed behind the printed options.
func (a *answerSheet) typedBehind() verdict {
	k := len(a.options)
	typed := &a.tokens[a.opts[k]]
	if typed.wholly(sheet.Struck) || typed.wholly(sheet.Faint) || len(a.boxes)+len(a.marks)+len(a.crosses) > 0 {
		return asks("both-marked")
	}
	printed := *a
	printed.opts = a.opts[:k]
	struck := printed.struck()
	votes, unclear := printed.emphasis()
	for o := range votes {
		if o != typed.option {
			unclear = true
		}
	}
	if unclear {
		return asks("both-marked")
	}
	left := k - len(struck)
	if left != 0 && left != k && (left != 1 || struck[typed.option]) {
		return asks("both-marked")
	}
	v := chose(typed.option, "typed-behind")
	v.typed = true
	return v
}

// struck gives the options with a line through them.
func (a *answerSheet) struck() map[int]bool {
	out := map[int]bool{}
	for _, i := range a.opts {
		if t := &a.tokens[i]; t.wholly(sheet.Struck) {
			out[t.option] = true
		}
	}
	return out
}

// choice decides between the printed options, each standing there once.
func (a *answerSheet) choice() verdict {
	struck := a.struck()
	switch left := len(a.options) - len(struck); {
	case left == 0:
		return asks("all-struck")
	case left == 1 && len(a.options) > 1:
		return a.left(struck)
	case len(struck) > 0:
		return asks("both-marked")
	case len(a.boxes) > 0 && len(a.marks)+len(a.crosses) > 0:
		return asks("both-marked")
	case len(a.boxes) > 0:
		return a.checked(a.pairBoxes())
	case len(a.marks)+len(a.crosses) > 0:
		return a.checked(a.pairMarks())
	}
	return a.standsOut()
}

// left decides when all options but one are struck, unless another mark speaks against it.
func (a *answerSheet) left(struck map[int]bool) verdict {
	option := 0
	for i := range a.options {
		if !struck[i] {
			option = i
		}
	}
	for _, i := range a.boxes {
		if a.tokens[i].bullet {
			return asks("both-marked")
		}
	}
	if len(a.boxes)+len(a.marks)+len(a.crosses) > 0 {
		var v verdict
		if len(a.boxes) > 0 && len(a.marks)+len(a.crosses) == 0 {
			v = a.pairBoxes()
		} else if len(a.boxes) == 0 {
			v = a.pairMarks()
		}
		if v.status != Read || v.option != option {
			return asks("both-marked")
		}
	}
	return a.checked(chose(option, "struck"))
}

// checked lets emphasis on another option turn a reading into a question.
func (a *answerSheet) checked(v verdict) verdict {
	if v.status != Read {
		return v
	}
	votes, unclear := a.emphasis()
	for o := range votes {
		unclear = unclear || o != v.option
	}
	if unclear {
		return asks("both-marked")
	}
	if t := a.optionToken(v.option); v.why == "struck" && (t.wholly(sheet.Faint) || t.partly(sheet.Faint)) {
		return asks("faded")
	}
	return v
}

func (a *answerSheet) optionToken(option int) *token {
	for _, i := range a.opts {
		if a.tokens[i].option == option {
			return &a.tokens[i]
		}
	}
	return &token{}
}
