package forms

import (
	"strings"
	"sync"

	"mdaplus/forms/sheet"
	"mdaplus/templates"
)

// interpreter turns the slots of one draft into answers.
type interpreter struct {
	opts   Options
	draft  *draft
	legend bool // somebody says in the form what its marks mean
}

// evidence gives the sentence on where an answer stands and what decided it.
func evidence(s *slot, key string, args ...string) string {
	return templates.Text("evidence.place", "place", s.where(), "what", templates.Text("evidence."+key, args...))
}

// where gives the row or the paragraph of an answer: enough to find it on paper.
func (s *slot) where() string {
	place := s.place
	for i := range s.answer {
		if !s.answer[i].blank() {
			place = s.answer[i].place
			break
		}
	}
	place.Column = 0
	return place.String()
}

// othersOf names what was not chosen.
func othersOf(options []option, chosen int) string {
	if len(options) != 2 {
		return templates.Text("evidence.others")
	}
	return templates.Text("value." + options[1-chosen].value)
}

func ask(s *slot, reason string) Answer {
	return Answer{Status: Ask, Reason: reason, Evidence: evidence(s, "ask")}
}

// criterion reads one criterion.
func (in *interpreter) criterion(s *slot) Criterion {
	note := s.note
	if !s.titled {
		note = append([]line{s.inline}, s.note...)
	}
	c := Criterion{Explanation: written(note)}
	if in.prompt(c.Explanation) {
		c.Explanation = ""
	}
	v := in.answerOf(s)
	switch {
	case v.status == Read:
		v = in.tail(v, v.tail)
	case v.status == Empty && (c.Explanation != "" || s.inTable && anyPrompt(s.answer)):
		if c.Explanation != "" {
			v = asks("unmarked")
		}
	case v.reason == "unmarked" && c.Explanation == "" && !hasBoxes(s.answer):
		v = verdict{status: Empty}
	}
	if v.status == Read && contradicts(s.entry.criterion.ID, yesNo[v.option].value, c.Explanation) {
		v = asks("text-contradicts")
	}
	if v.status == Read && !s.pasted && hedged(&s.inline) {
		v = asks("qualified")
	}
	beforeNote := s.titled && !s.behind // between its name and its explanation, an answer belongs to both
	if d := in.draft; s.below && !s.inTable && !beforeNote && (d.upward || !d.last.below && !s.colon) {
		s.doubts("unclear-place")
	}
	if s.doubt != "" && (v.status == Read || s.doubt != "overlay" || v.status == Empty) {
		v = asks(s.doubt)
	}
	c.Answer = in.answer(s, v, yesNo)
	return c
}

// answerOf decides what the answer lines of a slot say.
func (in *interpreter) answerOf(s *slot) verdict {
	if len(s.options) == 2 && !wordsUnderHeads(s) {
		return underHeads(s)
	}
	v := decide(s.answer, yesNo)
	if v.status == Read && in.legend && !v.typed {
		return asks("legend")
	}
	if v.status == Read && in.draft.drifting {
		return asks("overlay")
	}
	return v
}

// answer turns a verdict into an answer.
func (in *interpreter) answer(s *slot, v verdict, options []option) Answer {
	a := Answer{Status: v.status, Text: written(s.answer)}
	switch v.status {
	case Read:
		a.Value = options[v.option].value
		a.Evidence = evidence(s, v.why, "option", templates.Text("value."+a.Value), "other", othersOf(options, v.option))
	case Ask:
		a.Reason = v.reason
		a.Evidence = evidence(s, "ask")
	default:
		a.Text = ""
		a.Evidence = evidence(s, "empty")
	}
	return a
}

// wordsUnderHeads says whether the cells under the headings Ja and Nee repeat these words.
func wordsUnderHeads(s *slot) bool {
	n := 0
	for _, cell := range s.options {
		for _, l := range cellLines(&cell) {
			for _, w := range l.words {
				if w.text == "ja" || w.text == "nee" {
					n++
				}
			}
		}
	}
	return n >= 2
}

// underHeads decides when there is a column for Ja and one for Nee: exactly one is marked.
func underHeads(s *slot) verdict {
	option, n := 0, 0
	filled := 0
	for i, o := range yesNo {
		cell := s.options[o.value]
		marked, clear := cellMark(cellLines(&cell), o.word)
		if !clear {
			return asks("unclear")
		}
		if marked {
			option, n = i, n+1
		}
		if cell.Filled {
			filled++
		}
	}
	switch {
	case n == 0 && filled == 1:
		return asks("weak-mark")
	case n == 0:
		return asks("unmarked")
	case n > 1:
		return asks("both-marked")
	}
	return chose(option, "column")
}

// cellMark says whether a cell under a heading holds a mark, and whether that is clear.
func cellMark(lines []line, own string) (marked, clear bool) {
	if doubtfulSign(lines) {
		return false, false
	}
	for _, l := range lines {
		if l.hidden {
			return false, false
		}
	}
	a := newAnswerSheet(lines, []option{{"", own}})
	switch n := len(a.opts) + len(a.words) + len(a.boxes) + len(a.marks) + len(a.crosses); {
	case a.struckW || n > 1:
		return false, false
	case n == 0:
		return false, true
	case len(a.words) == 1 || len(a.crosses) == 1 && a.tokens[a.crosses[0]].text == "❌":
		return false, false
	}
	for i := range a.tokens {
		t := &a.tokens[i]
		if t.kind == slashToken || t.kind == lineToken {
			continue
		}
		if w, _ := t.share(sheet.Struck | sheet.Faint); w > 0 || t.box == sheet.Conflicting {
			return false, false
		}
		if t.kind == boxToken {
			return t.box == sheet.Ticked, true
		}
	}
	return true, true
}

// goodTails may stand behind an answer without changing it.
var goodTails = map[string][]string{
	"": {"", "zie toelichting", "zie de toelichting", "zie boven", "zie hierboven", "zie onder", "zie hieronder", "zie omschrijving", "zie bijlage",
		"zie tekst", "zie beschrijving", "zie situatieschets", "dat klopt", "klopt", "inderdaad", "toelichting zie links", "zie links"},
	"yes": {"zeker", "absoluut", "helaas", "van toepassing", "is van toepassing", "dit is van toepassing", "zeer", "zeker wel", "heel erg"},
	"no":  {"nog niet", "niet van toepassing", "is niet van toepassing", "niet aan de orde", "helemaal niet", "zeker niet", "gelukkig niet", "geen sprake van"},
}

// tail lets words behind the answer to a criterion turn it into a question, unless they
// are known to change nothing.
func (in *interpreter) tail(v verdict, tail []line) verdict {
	t := foldText(written(tail))
	if oddSigns(tail) {
		return asks("qualified")
	}
	if goodTail(t, yesNo[v.option].value) {
		return v
	}
	return asks("qualified")
}

// goodTail says whether words behind an answer change nothing about it.
func goodTail(folded, value string) bool {
	return oneOf(folded, goodTails[""]) || oneOf(folded, goodTails[value])
}

// hedges are words with which an explanation behind an answer may take some of it back.
var hedges = wordSet(`maar deels soms misschien waarschijnlijk vermoedelijk mogelijk mogelijkerwijs wellicht lijkt denk denken weet weten onbekend onduidelijk niet nee ja
	wel geen toch voorheen vroeger verleden nog meer of behalve alleen tenzij was waren geweest eerder tot beide gedeeltelijk enigszins beperkt tijdelijk nvt
	eventueel hopelijk volgens zegt nu moment momenteel ooit zou zouden kan kunnen`)

// hedged says whether the explanation behind an answer makes it less than certain.
func hedged(l *line) bool {
	for _, w := range l.words {
		if hedges[w.text] {
			return true
		}
	}
	return oddSigns([]line{*l}) || doubtfulSign([]line{*l})
}

// field reads one field.
func (in *interpreter) field(s *slot) Answer {
	if s.doubt != "" {
		return ask(s, s.doubt)
	}
	switch s.entry.field.Kind {
	case InitialsKind:
		return in.initials(s)
	case RoleKind:
		return in.role(s)
	case MunicipalityKind:
		return in.municipality(s)
	case SameAddressKind:
		return in.sameAddress(s)
	case ZvhKind:
		return in.zvh(s)
	case LineText:
		return in.oneLine(s)
	case DateKind:
		return in.date(s)
	case ScoreKind:
		return in.score(s)
	case PhaseKind:
		return in.phase(s)
	case NumberKind:
		return in.number(s)
	case ChoiceKind:
		return in.choice(s)
	case ListKind:
		return in.list(s)
	case YesNoKind:
		return in.whether(s)
	}
	switch {
	case in.draft.model == referral:
		return in.free(s)
	case s.entry.field.ID == "goal":
		return in.goal(s)
	}
	return in.prose(s)
}

// free reads free text: as written, white space folded.
func (in *interpreter) free(s *slot) Answer {
	text := written(withoutInstructions(s.answer))
	if lostObject(s.answer) {
		return ask(s, "unknown-object")
	}
	if strings.Trim(text, " .…_-:") == "" || in.prompt(text) {
		if hasPicture(s.answer) {
			return ask(s, "unknown-object")
		}
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}
	}
	return Answer{Status: Read, Value: text, Text: text, Evidence: evidence(s, "written")}
}

// withoutInstructions leaves out how to fill in the table below, where that stands
// between the last text and the table.
func withoutInstructions(lines []line) []line {
	end := len(lines)
	for end > 1 && (lines[end-1].blank() || isInstruction(lines[end-1].text()) || isLegend(lines[end-1].text(), false)) {
		end--
	}
	return lines[:end]
}

// lostObject says whether something stands in the text that may hold words.
func lostObject(lines []line) bool {
	for i := range lines {
		for _, o := range lines[i].objects {
			switch o.Kind {
			case sheet.TextBox, sheet.Embedded, sheet.Conflict, sheet.Unknown, sheet.Ink:
				return true
			}
		}
	}
	return false
}

func hasPicture(lines []line) bool {
	for i := range lines {
		for _, o := range lines[i].objects {
			if o.Kind == sheet.Picture {
				return true
			}
		}
	}
	return false
}

// anyObject says whether something lies in or over an answer that is no text.
func anyObject(lines []line) string {
	for i := range lines {
		if lines[i].hidden {
			return "hidden-text"
		}
		for _, o := range lines[i].objects {
			switch {
			case o.Kind == sheet.Comment:
				return "comment"
			case o.Kind == sheet.Footnote:
				return "footnote"
			case o.Overlay():
				return "overlay"
			}
			return "unknown-object"
		}
	}
	return ""
}

var prompts = []string{"klik of tik om tekst in te voeren", "klik hier als u tekst wilt invoeren", "klik hier om tekst in te voeren", "kies een item",
	"vul in", "hier invullen", "invullen", "kies", "maak een keuze", "selecteer", "click or tap here to enter text", "choose an item"}

func isPrompt(text string) bool {
	t := foldText(text)
	for _, p := range prompts {
		if t == p {
			return true
		}
	}
	return t != "" && ownPrompts()[t]
}

// prompt says whether a text is what the form itself prints: a prompt, a mark, a sentence of help.
func (in *interpreter) prompt(text string) bool {
	return isPrompt(text) || in.draft.model.printed.only(foldText(text), ownPrompts())
}

// ownPrompts are the prompts of our own blank form, for when a program turned its
// controls into plain text.
var ownPrompts = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	add := func(text string) {
		if t := foldText(text); t != "" {
			all[t] = true
		}
	}
	for _, text := range []string{ExplanationPrompt, WhoPrompt, WhatPrompt, DatePrompt, FillIn, Unchanged} {
		add(text)
	}
	for _, d := range Definitions {
		for _, fields := range [][]FieldDefinition{d.Fields, d.Parts} {
			for i := range fields {
				add(fields[i].Prompt)
			}
		}
	}
	return all
})

// maxInitials is how many letters initials have at most; more is a name, which is
// read as written and left to the search for personal data.
const maxInitials = 40

func (in *interpreter) initials(s *slot) Answer {
	text := strings.Trim(written(s.answer), " :")
	if code := anyObject(s.answer); code != "" {
		return ask(s, code)
	}
	if strings.Trim(text, " .…_-") == "" || in.prompt(text) {
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}
	}
	a := Answer{Status: Read, Value: text, Text: text, Evidence: evidence(s, "written")}
	if severalLines(s.answer) || len([]rune(text)) > maxInitials || !plainInitials(text) || anyStruck(s.answer) || in.town(text) {
		a = ask(s, "unclear")
	}
	return a
}

func severalLines(lines []line) bool {
	n := 0
	for i := range lines {
		if !lines[i].blank() {
			n++
		}
	}
	return n > 1
}

func anyStruck(lines []line) bool {
	for i := range lines {
		for _, c := range lines[i].chars {
			if c.is(sheet.Struck) && wordly(c.r) {
				return true
			}
		}
	}
	return false
}

// plainInitials says whether a text can be the initials or name of one person.
func plainInitials(text string) bool {
	for _, r := range text {
		if !wordly(r) && !strings.ContainsRune(" .-'’", r) || r >= '0' && r <= '9' {
			return false
		}
	}
	words := foldWords(text)
	if strings.Join(words, "") == "nvt" {
		return false
	}
	for _, w := range words {
		switch w {
		case "en", "of", "niet", "onbekend", "geen", "nvt", "ja", "nee", "zie", "beide", "moeder", "vader", "kind", "weet", "und", "and":
			return false
		}
		if noInitials[w] {
			return false
		}
	}

	letters := 0
	for _, r := range text {
		if wordly(r) {
			letters++
		}
	}
	return letters > 0
}

// noInitials are words that people write where they leave the initials out.
var noInitials = wordSet(`volgt volgen later nader bepalen ntb nnb anoniem geanonimiseerd geheim vertrouwelijk idem bekend onbekende initialen zoon dochter
	oma opa ouder ouders partner stiefvader stiefmoeder broer zus jongere jeugdige gezin client cliente`)

// oddSigns says whether something else than words and punctuation was written: "+/-", a smiley.
func oddSigns(lines []line) bool {
	for _, r := range written(lines) {
		if !wordly(r) && !strings.ContainsRune(" .,;:!()'\"‘’“”/–—-", r) {
			return true
		}
	}
	t := strings.Trim(written(lines), " .,;:!")
	return t != "" && len(foldWords(t)) == 0
}

func (in *interpreter) role(s *slot) Answer {
	if code := anyObject(s.answer); code != "" {
		return ask(s, code)
	}
	if in.prompt(written(s.answer)) {
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}
	}
	v := decide(s.answer, roles)
	if v.status == Read && (in.legend && !v.typed || foldText(written(v.tail)) != "" || oddSigns(v.tail)) {
		v = asks("unclear")
	}
	if v.reason == "unmarked" {
		v = verdict{status: Empty}
	}
	return in.answer(s, v, roles)
}
