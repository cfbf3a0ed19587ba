package forms

import "mdaplus/forms/sheet"

// drawing attention: kinds of emphasis that, on one option only, are taken for a choice.
var emphases = []sheet.Marks{sheet.Bold, sheet.Underline, sheet.Highlighted, sheet.Shaded, sheet.Coloured, sheet.Bordered, sheet.Odd}

// emphasis gives the options that stand out, and whether it is unclear which does: a part
// of a word, two colours against each other, a pen drawn over all of them.
func (a *answerSheet) emphasis() (votes map[int]bool, unclear bool) {
	votes = map[int]bool{}
	for _, m := range emphases {
		var with []*token
		for _, i := range a.opts {
			t := &a.tokens[i]
			if t.partly(m) {
				unclear = true
			}
			if t.wholly(m) {
				with = append(with, t)
			}
		}
		switch {
		case len(with) == 0:
		case len(with) == len(a.opts) && len(a.opts) > 1:
			unclear = unclear || differs(with)
		default:
			for _, t := range with {
				votes[t.option] = true
			}
		}
	}
	return votes, unclear
}

// differs says whether options that all have an emphasis have it in different colours.
func differs(with []*token) bool {
	first := with[0].chars[0].run
	for _, t := range with[1:] {
		if r := t.chars[0].run; r.Fill != first.Fill || r.Colour != first.Colour {
			return true
		}
	}
	return false
}

// standsOut decides by emphasis alone: exactly one option may have it.
func (a *answerSheet) standsOut() verdict {
	votes, unclear := a.emphasis()
	switch {
	case unclear || len(votes) > 1:
		return asks("both-marked")
	case len(votes) == 0 && a.weaklyMarked():
		return asks("weak-mark")
	case len(votes) == 0:
		return asks("unmarked")
	}
	if a.penOverAll() || a.faded(votes) || a.shouted(votes) {
		return asks("both-marked")
	}
	for o := range votes {
		if a.standsOutClearly(o) {
			return chose(o, "emphasis")
		}
	}
	return asks("weak-mark")
}

// standsOutClearly says whether an option has an emphasis that people use to choose.
func (a *answerSheet) standsOutClearly(option int) bool {
	t := a.optionToken(option)
	for _, m := range emphases {
		if m != sheet.Odd && t.wholly(m) && !a.all(m) {
			return true
		}
	}
	return false
}

// penOverAll says whether a marker, frame or line lies over every option.
func (a *answerSheet) penOverAll() bool {
	for _, m := range []sheet.Marks{sheet.Highlighted, sheet.Shaded, sheet.Underline, sheet.Bordered} {
		all := true
		for _, i := range a.opts {
			all = all && a.tokens[i].wholly(m)
		}
		if all {
			return true
		}
	}
	return false
}

// faded says whether an option that stands out is also faded, or another one is in italics.
func (a *answerSheet) faded(votes map[int]bool) bool {
	for _, i := range a.opts {
		t := &a.tokens[i]
		chosen := votes[t.option]
		if chosen && (t.wholly(sheet.Faint) || t.partly(sheet.Faint)) || !chosen && t.wholly(sheet.Italic) && !a.all(sheet.Italic) {
			return true
		}
	}
	return false
}

// shouted says whether an option that does not stand out otherwise is in capitals, and the
// one that stands out is not.
func (a *answerSheet) shouted(votes map[int]bool) bool {
	chosen, other := false, false
	for _, i := range a.opts {
		t := &a.tokens[i]
		if votes[t.option] {
			chosen = chosen || capitals(t)
		} else {
			other = other || capitals(t)
		}
	}
	return other && !chosen
}

func (a *answerSheet) all(m sheet.Marks) bool {
	for _, i := range a.opts {
		if !a.tokens[i].wholly(m) {
			return false
		}
	}
	return true
}

// weaklyMarked says whether the options look different in a way too weak to be an answer:
// italics, size, font, a lighter colour, capitals.
func (a *answerSheet) weaklyMarked() bool {
	first := &a.tokens[a.opts[0]]
	for _, i := range a.opts[1:] {
		t := &a.tokens[i]
		f, r := first.chars[0].run, t.chars[0].run
		if f.Size != r.Size || f.Font != r.Font || f.Marks&(sheet.Italic|sheet.Faint) != r.Marks&(sheet.Italic|sheet.Faint) || capitals(first) != capitals(t) {
			return true
		}
	}
	return false
}

func capitals(t *token) bool {
	for _, c := range t.chars {
		if c.r >= 'a' && c.r <= 'z' {
			return false
		}
	}
	return true
}
