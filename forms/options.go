package forms

import (
	"mdaplus/forms/sheet"
)

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
