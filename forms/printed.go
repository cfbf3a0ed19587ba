package forms

import (
	"slices"
	"strings"
)

// printed are the sentences that our own forms print beside the questions: headings, help,
// and the mark "Graag invullen". They are no part of any answer.
type printed struct {
	title     string          // folded
	sentences map[string]bool // folded; true for a heading
	words     int             // of the longest
}

// Marks of a form that was filled in beforehand: what is to be filled in, and what may stay.
const (
	FillIn    = "Graag invullen"
	Unchanged = "(ongewijzigd laten = blijft zoals u het eerder schreef)"
	// FillInIntro stands below the title of such a form.
	FillInIntro = "Vul alleen de vakken in waar “Graag invullen” bij staat. De rest kunt u zo laten."
	// DayHint stands beside a date where there is no calendar to pick it from.
	DayHint = "Bijvoorbeeld 20-6-2025"
	// FillInEnd stands in it where an empty form says where it goes.
	FillInEnd = "Stuur dit formulier terug als antwoord op onze e-mail."
)

func printedOn(d *Definition) printed {
	p := printed{title: foldText(d.Title), sentences: map[string]bool{}}
	add := func(sentence string, heading bool) {
		if words := foldWords(sentence); len(words) > 0 {
			p.sentences[strings.Join(words, " ")] = heading
			p.words = max(p.words, len(words))
		}
	}
	add(FillIn, false)
	add(FillInIntro, false)
	add(FillInEnd, false)
	add(DayHint, false)
	for _, s := range d.Sections {
		add(s.Heading, true)
		add(s.Help, false)
	}
	for _, all := range [][]FieldDefinition{d.Fields, d.Parts} {
		for i := range all {
			add(all[i].Help, false)
		}
	}
	if d != &Referral {
		add(d.Title, false)
		add(d.Intro, false)
	}
	return p
}

// maxPrintedLines is over how many lines a program may have wrapped a printed sentence.
const maxPrintedLines = 6

// at says how many of the lines hold a printed sentence and nothing else, and whether it is
// a heading.
func (p printed) at(lines []line) (n int, heading bool) {
	if p.edge(&lines[0]) {
		return 1, false
	}
	text, words := "", 0
	for i := 0; i < len(lines) && i < maxPrintedLines; i++ {
		if len(lines[i].words) == 0 {
			return 0, false
		}
		if words += len(lines[i].words); words > p.words {
			return 0, false
		}
		text = strings.TrimPrefix(text+" "+joined(lines[i].words), " ")
		if heading, ok := p.sentences[text]; ok && !hasBoxes(lines[:i+1]) {
			return i + 1, heading
		}
	}
	return 0, false
}

// edge says whether a line is the head or foot of a page of ours, in a file that keeps them
// among the text.
func (p printed) edge(l *line) bool {
	n := len(l.words)
	if n < 3 || n > maxEdgeWords {
		return false
	}
	if l.words[0].text == "regio" && l.words[n-1].text == "mda" {
		return true
	}
	return strings.HasPrefix(joined(l.words), p.title+" versie ") && slices.ContainsFunc(l.chars, func(c char) bool { return c.r == '·' })
}

// maxEdgeWords is how many words the head or foot of a page has at most.
const maxEdgeWords = 20

// without leaves the printed sentences out.
func (p printed) without(lines []line) []line {
	var out []line
	for i := 0; i < len(lines); i++ {
		if n, _ := p.at(lines[i:]); n > 0 {
			out = append(out, unprinted(lines[i:i+n])...)
			i += n - 1
			continue
		}
		out = append(out, lines[i])
	}
	return out
}

// unprinted keeps what else stands on printed lines: a drawing or a comment is never left out.
func unprinted(lines []line) []line {
	var out []line
	for _, l := range lines {
		if len(l.objects) > 0 || l.hidden {
			l.chars, l.words = nil, nil
			out = append(out, l)
		}
	}
	return out
}

// longestPrompt is how many words a prompt has at most.
const longestPrompt = 16

// only says whether a text holds nothing but printed sentences and prompts, one after another.
func (p printed) only(folded string, prompts map[string]bool) bool {
	words := strings.Fields(folded)
	from := 0
	for from < len(words) {
		to := 0
		for end := from + 1; end <= min(len(words), from+max(p.words, longestPrompt)); end++ {
			t := strings.Join(words[from:end], " ")
			if _, ok := p.sentences[t]; ok || prompts[t] {
				to = end
			}
		}
		if to == 0 {
			return false
		}
		from = to
	}
	return len(words) > 0
}
