package forms

import "mdaplus/forms/sheet"

// segments cuts the answer at slashes and line ends, so that a mark belongs to the
// option it stands with. ok is false when a piece holds more than one option.
func (a *answerSheet) segments() (of map[int]int, ok bool) {
	of = map[int]int{} // place of a token → option of its segment
	from := 0
	flush := func(to int) bool {
		option, n := -1, 0
		for i := from; i < to; i++ {
			if a.tokens[i].kind == optionToken {
				option, n = a.tokens[i].option, n+1
			}
		}
		for i := from; i < to; i++ {
			of[i] = option
		}
		from = to + 1
		return n <= 1
	}
	ok = true
	for i := range a.tokens {
		if k := a.tokens[i].kind; k == slashToken || k == lineToken {
			ok = flush(i) && ok
		}
	}
	return of, flush(len(a.tokens)) && ok
}

// pairBoxes decides by tick boxes.
func (a *answerSheet) pairBoxes() verdict {
	states := make([]sheet.Box, len(a.options))
	set := func(option int, i int) bool {
		t := &a.tokens[i]
		if option < 0 || states[option] != sheet.NoBox || t.wholly(sheet.Struck) || t.partly(sheet.Struck) {
			return false
		}
		states[option] = t.box
		return true
	}
	if of, ok := a.segments(); ok {
		for _, i := range a.boxes {
			if !set(of[i], i) {
				return asks("unclear")
			}
		}
	} else if !a.alternate(set) {
		return asks("unclear")
	}
	return a.ticked(states)
}

// alternate pairs boxes and options that take turns: "☒ Ja ☐ Nee" or "Ja ☒ Nee ☐".
func (a *answerSheet) alternate(set func(option, box int) bool) bool {
	var turns []int
	for i := range a.tokens {
		switch a.tokens[i].kind {
		case boxToken, optionToken:
			turns = append(turns, i)
		}
	}
	if len(a.boxes) == 1 && len(turns) == len(a.options)+1 {
		return a.oneBox(turns, set)
	}
	if len(turns) != 2*len(a.options) {
		return false
	}
	boxFirst := a.tokens[turns[0]].kind == boxToken
	for i := 0; i < len(turns); i += 2 {
		box, opt := turns[i], turns[i+1]
		if !boxFirst {
			box, opt = opt, box
		}
		if a.tokens[box].kind != boxToken || a.tokens[opt].kind != optionToken || !set(a.tokens[opt].option, box) {
			return false
		}
	}
	return true
}

// oneBox pairs a single box that stands before the first or behind the last option.
func (a *answerSheet) oneBox(turns []int, set func(option, box int) bool) bool {
	first, last := turns[0], turns[len(turns)-1]
	switch a.boxes[0] {
	case first:
		return set(a.tokens[turns[1]].option, first)
	case last:
		return set(a.tokens[turns[len(turns)-2]].option, last)
	}
	return false
}

// ticked decides by the states of the boxes: one ticked, no other in doubt.
func (a *answerSheet) ticked(states []sheet.Box) verdict {
	option, n := -1, 0
	for i, s := range states {
		switch s {
		case sheet.Conflicting:
			return asks("box-conflict")
		case sheet.Ticked:
			option, n = i, n+1
		}
	}
	switch {
	case n == 0:
		return asks("unmarked")
	case n > 1:
		return asks("both-marked")
	case a.loneDot(states, option):
		return asks("unclear")
	}
	return chose(option, "ticked")
}

// loneDot says whether the only sign is a filled square or dot that may be a list sign.
func (a *answerSheet) loneDot(states []sheet.Box, option int) bool {
	for i, s := range states {
		if i != option && s != sheet.NoBox {
			return false
		}
	}
	for _, i := range a.boxes {
		switch a.tokens[i].text {
		case "●", "■", "▪", "◼", "⬛", "⚫", "⬤":
			return true
		}
	}
	return false
}

// pairMarks decides by marks beside an option. A cross is a mark against an option only
// when another one has a tick.
func (a *answerSheet) pairMarks() verdict {
	marks := make([]int, len(a.options))
	crosses := make([]int, len(a.options))
	weak := false
	of, ok := a.segments()
	turns := a.markTurns()
	for _, i := range append(append([]int{}, a.marks...), a.crosses...) {
		option := of[i]
		if !ok {
			option = a.atTheEnd(i)
		}
		if turns != nil {
			option = turns[i]
		}
		t := &a.tokens[i]
		if option < 0 || t.wholly(sheet.Struck) {
			return asks("unclear")
		}
		weak = weak || t.text == "v" || a.behindSlash(i)
		if t.kind == crossToken {
			crosses[option]++
		} else {
			marks[option]++
		}
	}
	return a.marked(marks, crosses, weak)
}

// markTurns pairs marks and options that take turns: "✅ Ja ❌ Nee"; nil when they do not.
func (a *answerSheet) markTurns() map[int]int {
	of := map[int]int{}
	last, signFirst := -1, false
	for i := range a.tokens {
		switch k := a.tokens[i].kind; {
		case k == slashToken || k == lineToken:
			return nil
		case k == optionToken || k == markToken || k == crossToken:
			sign := k != optionToken
			if last < 0 {
				signFirst = sign
			} else if sign == (a.tokens[last].kind != optionToken) {
				return nil
			}
			switch {
			case sign != signFirst && sign:
				of[i] = a.tokens[last].option
			case sign != signFirst && last >= 0:
				of[last] = a.tokens[i].option
			}
			last = i
		}
	}
	if len(of) != len(a.options) {
		return nil
	}
	return of
}

// atTheEnd gives the option that a mark before the first or behind the last one belongs to.
func (a *answerSheet) atTheEnd(mark int) int {
	switch {
	case mark < a.opts[0]:
		return a.tokens[a.opts[0]].option
	case mark > a.opts[len(a.opts)-1]:
		return a.tokens[a.opts[len(a.opts)-1]].option
	}
	return -1
}

// behindSlash says whether a mark is glued to the sign before it, so that it may belong
// to the option on either side: "Ja/x Nee". In "Ja x/ Nee" the sign was printed there.
func (a *answerSheet) behindSlash(i int) bool {
	return i > 0 && a.tokens[i-1].kind == slashToken && adjacent(&a.tokens[i-1], &a.tokens[i])
}

func adjacent(a, b *token) bool {
	if len(a.chars) == 0 || len(b.chars) == 0 {
		return false
	}
	// chars are slices of one array: they touch when b begins where a ends.
	return cap(a.chars)-len(a.chars) == cap(b.chars)
}

func (a *answerSheet) marked(marks, crosses []int, weak bool) verdict {
	option, n, crossed := -1, 0, 0
	for i := range marks {
		if marks[i] > 0 {
			option, n = i, n+1
			if marks[i] > 1 || crosses[i] > 0 {
				return asks("both-marked")
			}
		}
		if crosses[i] > 0 {
			crossed++
		}
	}
	switch {
	case n > 1:
		return asks("both-marked")
	case n == 0 || weak:
		return asks("unclear")
	case crossed > 0 && crossed != len(marks)-1:
		return asks("unclear")
	}
	return chose(option, "marked")
}
