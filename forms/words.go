package forms

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Said is what a mail says in words about a form that came before: "het criterium
// Intergenerationele overdracht moet Nee zijn". It holds answers only when the whole mail
// is understood; a mail with one sentence that may mean more is left to a person.
type Said struct {
	Answers []Stated `json:"answers,omitempty"`
	// Bare is "yes" or "no" when that one word is all the mail says: only who knows the
	// question can tell what it answers.
	Bare string `json:"bare,omitempty"`
}

// Stated is one answer in words. ID is that of a criterion; where only a number was given,
// ID is empty: the published forms number differently, so a number alone is never certain.
type Stated struct {
	ID          string `json:"id,omitempty"`
	Number      int    `json:"number,omitempty"`
	Value       string `json:"value"` // yes, no
	Explanation string `json:"explanation,omitempty"`
	Text        string `json:"text"` // the sentence as written
	// ToQuestion says that Ja or Nee stands below a question of ours, without the name.
	ToQuestion bool `json:"toQuestion,omitempty"`
}

// InWords reads the text of a mail that holds no form; ok says that all of it is understood.
func InWords(text string) (said Said, ok bool) {
	body, signature := beforeClosing(text)
	if answersSomething(signature) {
		return said, false
	}
	for _, sentence := range spoken(body) {
		words := foldWords(sentence)
		switch {
		case len(words) == 0 || courtesy(sentence, words):
			continue
		case said.bare(words):
			continue
		}
		stated, understood := statementOf(sentence, words)
		if !understood {
			return Said{}, false
		}
		said.Answers = append(said.Answers, stated...)
	}
	return said, said.consistent()
}

// consistent says whether something was said, and nothing twice in different ways.
func (s *Said) consistent() bool {
	if len(s.Answers) == 0 {
		return s.Bare != ""
	}
	said := map[Stated]string{}
	for _, a := range s.Answers {
		about := Stated{ID: a.ID, Number: a.Number}
		if before, twice := said[about]; twice && before != a.Value {
			return false
		}
		said[about] = a.Value
	}
	return s.Bare == ""
}

// bare takes a sentence that is nothing but an answer.
func (s *Said) bare(words []string) bool {
	value := ""
	for _, w := range words {
		v := wordValue(w)
		switch {
		case v != "" && value == "":
			value = v
		case v == "" && assents[w]:
		default:
			return false
		}
	}
	if value == "" || s.Bare != "" {
		return false
	}
	s.Bare = value
	return true
}

// assents are words beside a bare answer that add nothing to it.
var assents = wordSet("dat klopt inderdaad het antwoord is dit hoor")

func wordValue(w string) string {
	switch w {
	case "ja":
		return "yes"
	case "nee", "neen":
		return "no"
	}
	return ""
}

// closing is a line with which a letter ends; what follows is a signature.
var closing = regexp.MustCompile(`(?i)^\s*(met\s+(vriendelijke|hartelijke|collegiale)\s+groet(en)?|(vriendelijke|hartelijke)?\s*groet(en|jes)?|m\.?v\.?g\.?|alvast (bedankt|dank)|--)\b.*`)

// beforeClosing cuts a letter at its closing line.
func beforeClosing(text string) (body, signature string) {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if closing.MatchString(l) && len(foldWords(l)) <= fewWords {
			return strings.Join(lines[:i], "\n"), strings.Join(lines[i+1:], "\n")
		}
	}
	return text, ""
}

// answersSomething says whether a text may still hold an answer.
func answersSomething(text string) bool {
	return len(Named(text))+len(Numbered(text)) > 0 || anyOf(foldWords(text), yesNoWords)
}

// spoken cuts a text into sentences. A colon ends one only when nothing that is answered
// stands before it: "één ding klopt niet: …", but not "Structurele onveiligheid: Nee".
func spoken(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		for _, s := range statements(shortened.Replace(l)) {
			if before, after, found := strings.Cut(s, ":"); found && !answersSomething(before) {
				out = append(out, before)
				s = after
			}
			out = append(out, s)
		}
	}
	return out
}

// shortened are abbreviations whose full stops end no sentence.
var shortened = strings.NewReplacer("i.p.v.", "in plaats van", "I.p.v.", "in plaats van", "a.u.b.", "aub", "s.v.p.", "svp")

// courtesy says whether a sentence says nothing about the form: a greeting, an apology,
// the announcement of a correction.
func courtesy(sentence string, words []string) bool {
	if answersSomething(sentence) || strings.Contains(sentence, "?") || anyOf(words, vague) {
		return false
	}
	return len(words) <= fewWords && !anyOf(words, negations) || anyOf(words, polite)
}

// vague are words that may make a remark reach further than it says.
var vague = wordSet(`rest overige alle alles overal allemaal andere anders overigens twijfel misschien wellicht behalve tenzij voorbehoud onzeker
	soms deels verder daarnaast bovendien trouwens`)

// polite are words of sentences that go with an answer.
var polite = wordSet(`beste geachte goedemorgen goedemiddag goedenavond dag hallo hoi dank bedankt excuses sorry hierbij formulier aanmelding mail email bericht
	antwoord antwoorden vraag vragen correctie verbetering vergissing kenmerk reactie zoals gevraagd`)

// word of a sentence about an answer.
type spokenWord struct {
	id     string // of a criterion
	number int
	value  string
	not    bool // the value is what it should not be
}

// statementOf reads a sentence that gives answers. Every word of it must be known.
func statementOf(sentence string, words []string) ([]Stated, bool) {
	if strings.Contains(sentence, "?") {
		return nil, false
	}
	words, explanation := withReason(sentence, words)
	tokens, ok := spokenWords(words)
	if !ok {
		return nil, false
	}
	out, ok := pairUp(tokens)
	for i := range out {
		out[i].Text = strings.Join(strings.Fields(sentence), " ")
		out[i].Explanation = explanation
	}
	if explanation != "" && (len(out) != 1 || out[0].ID != "" && contradicts(out[0].ID, out[0].Value, explanation)) {
		return nil, false
	}
	return out, ok
}

// because begins the reason behind an answer: it is the explanation of the criterion.
var because = regexp.MustCompile(`(?i)[\s,]+(want|omdat|namelijk)\s`)

func withReason(sentence string, words []string) ([]string, string) {
	at := because.FindStringIndex(sentence)
	if at == nil {
		return words, ""
	}
	return foldWords(sentence[:at[0]]), strings.Join(strings.Fields(strings.TrimLeft(sentence[at[0]:], " ,")), " ")
}

// fillers are words round an answer that do not change it.
var fillers = wordSet(`het de een bij voor van op in aan criterium criteria antwoord moet moeten moest hoort horen dient zijn worden wordt is staan te toch
	graag wijzigen veranderen aanpassen verander wijzig pas wijziging correctie gecorrigeerd ingevuld invullen ingevulde aangekruist aangevinkt formulier vanochtend
	vanmiddag gisteren vandaag mijn ons onze ik wij we heb hebben per ongeluk abusievelijk dit dat dus en beide allebei maar dan als zetten gezet maken
	gewijzigd veranderd worden svp aub alsnog gaat om betreft over vraag u punt staat`)

// Words that make the next answer what it should not be.
var (
	formerly = wordSet("was stond stonden waren")
	instead  = [][]string{{"in", "plaats", "van"}, {"i", "p", "v"}, {"ipv"}, {"en", "niet"}, {"niet"}, {"geen"}, {"en", "geen"}}
)

// spokenWords turns words into names, numbers and answers; ok is false at the first word that
// is not known.
func spokenWords(words []string) (out []spokenWord, ok bool) {
	not := false
	for i := 0; i < len(words); {
		if id, n := nameAt(words[i:]); n > 0 {
			out, i = append(out, spokenWord{id: id}), i+n
			continue
		}
		if number, n := numberAt(words[i:]); n > 0 {
			out, i = append(out, spokenWord{number: number}), i+n
			continue
		}
		if n := insteadAt(words[i:]); n > 0 {
			not, i = true, i+n
			continue
		}
		w := words[i]
		switch v := wordValue(w); {
		case v != "":
			out, not = append(out, spokenWord{value: v, not: not}), false
		case formerly[w]:
			not = true
		case w == "naar" && len(out) > 0 && out[len(out)-1].value != "":
			out[len(out)-1].not = true
		case !fillers[w]:
			return nil, false
		}
		i++
	}
	return out, !not
}

// nameAt finds the longest name of a criterion at the start of words, with its hint.
func nameAt(words []string) (id string, n int) {
	for _, e := range entries {
		if e.criterion == nil {
			continue
		}
		for _, l := range e.labels {
			if len(l) > n && startsWith(words, l) {
				id, n = e.criterion.ID, len(l)
			}
		}
	}
	for _, e := range entries {
		if n == 0 || e.criterion == nil || e.criterion.ID != id {
			continue
		}
		for _, h := range e.hints {
			if startsWith(words[n:], h) {
				return id, n + len(h)
			}
		}
	}
	return id, n
}

func startsWith(words, start []string) bool {
	return len(words) >= len(start) && slices.Equal(words[:len(start)], start)
}

// numberAt finds "criterium 4", or a number at the start of an answer.
func numberAt(words []string) (number, n int) {
	if len(words) > 1 && slices.Contains(numbering, words[0]) && isNumber(words[1]) {
		number, n = atoi(words[1]), 2
	} else if isNumber(words[0]) {
		number, n = atoi(words[0]), 1
	}
	return number, n
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// insteadAt finds words that turn the answer right behind them round.
func insteadAt(words []string) int {
	for _, phrase := range instead {
		if startsWith(words, phrase) && len(words) > len(phrase) && wordValue(words[len(phrase)]) != "" {
			return len(phrase)
		}
	}
	return 0
}

// pairUp gives each name its answer: names first and then the answer, as often as that is
// said, or one answer and then its names.
func pairUp(tokens []spokenWord) ([]Stated, bool) {
	tokens, ok := withNumbers(tokens)
	tokens, fits := withoutDenied(tokens)
	if !ok || !fits || len(tokens) == 0 {
		return nil, false
	}
	value := ""
	if tokens[0].value != "" {
		value, tokens = tokens[0].value, tokens[1:]
	}
	var out, waiting []Stated
	for _, t := range tokens {
		switch {
		case t.value == "":
			waiting = append(waiting, Stated{ID: t.id, Number: t.number})
		case value != "" || len(waiting) == 0:
			return nil, false
		default:
			out, waiting = append(out, all(waiting, t.value)...), nil
		}
	}
	if value != "" {
		return all(waiting, value), len(waiting) > 0
	}
	return out, len(waiting) == 0
}

func all(names []Stated, value string) []Stated {
	for i := range names {
		names[i].Value = value
	}
	return names
}

// withNumbers joins "criterium 4" and the name behind or before it, when they can belong together.
func withNumbers(tokens []spokenWord) (out []spokenWord, ok bool) {
	for _, t := range tokens {
		if n := len(out); n > 0 && (t.number == 0) != (out[n-1].number == 0) && t.value == "" && out[n-1].value == "" {
			last := &out[n-1]
			last.id, last.number = last.id+t.id, max(last.number, t.number)
			at := slices.Index(CriterionOrder, last.id)
			if last.number != at+1 && last.number != at+2 {
				return nil, false
			}
			last.number = 0
			continue
		}
		out = append(out, t)
	}
	return out, true
}

// withoutDenied takes out what an answer should not be. It must differ from what it should be.
func withoutDenied(tokens []spokenWord) (out []spokenWord, ok bool) {
	denied, given := map[string]bool{}, map[string]bool{}
	for _, t := range tokens {
		switch {
		case t.value == "":
			out = append(out, t)
		case t.not:
			denied[t.value] = true
		default:
			given[t.value] = true
			out = append(out, t)
		}
	}
	if len(denied) > 0 && (len(given) != 1 || denied["yes"] && given["yes"] || denied["no"] && given["no"]) {
		return nil, false
	}
	return out, true
}
