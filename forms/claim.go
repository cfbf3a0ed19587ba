package forms

import (
	"slices"
	"strings"
)

// What is written round the answers, in the description or beside the form, never sets an
// answer. It makes one a question when it says something else about that criterion.

// takenBack turns answers into questions that words in the form itself speak of: "bij nader
// inzien moet criterium 3 nee zijn", "Intergenerationele overdracht: nee".
func (d *draft) takenBack(r *Reading) {
	for i := range d.loose {
		d.compare(r, &d.loose[i], true)
	}
	for _, s := range d.slots {
		lines := s.note // of another criterion than the one it stands with
		if s.entry.field != nil && s.entry.field.Kind == FreeText {
			lines = s.answer
		}
		for i := range lines {
			d.compare(r, &lines[i], false)
		}
	}
}

// compare doubts the criteria of which a text says otherwise. In the text of a mail, any
// word about the answer of a criterion counts, where it stands outside the fields.
func (d *draft) compare(r *Reading, l *line, loose bool) {
	if !(loose && r.Source == "body") && !l.mayClaim() {
		return
	}
	for _, sentence := range statements(l.text()) {
		words := foldWords(sentence)
		if !anyOf(words, claiming) && !revises(words) && !(loose && r.Source == "body") {
			continue
		}
		back := revises(words) || loose && r.Source == "body" && speaksOfAnswer(sentence)
		for _, id := range d.spokenOf(sentence, words) {
			c, ok := r.Criteria[id]
			if !ok || c.Status != Read {
				continue
			}
			says := claimed(words)
			if says == "" && denied(words, id) {
				says = "no"
			}
			if back || says != "" && says != c.Value {
				c.Answer = Answer{Status: Ask, Reason: "text-contradicts", Text: c.Text, Evidence: c.Evidence}
				r.Criteria[id] = c
			}
		}
	}
}

// mayClaim says whether a line holds a word that says, or takes back, what an answer is.
func (l *line) mayClaim() bool {
	for _, w := range l.words {
		if claiming[w.text] || revising[w.text] || should[w.text] {
			return true
		}
	}
	return false
}

// statements cuts a text into sentences. A full stop behind a number, or a colon, ends none:
// "3. nee", "criterium 3: nee".
func statements(text string) []string {
	var out []string
	from := 0
	for i, c := range text {
		stop := c == '.' && i > 0 && !digit(text[i-1]) && (i+1 == len(text) || text[i+1] == ' ')
		if stop || c == ';' || c == '!' {
			out = append(out, text[from:i])
			from = i + 1
		}
	}
	return append(out, text[from:])
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// claiming are words of which a sentence holds one that says what an answer is.
var claiming = wordSet("ja nee neen toepassing nvt geen orde speelt")

// spokenOf gives the criteria that a sentence names, by their wording or their number in this form.
func (d *draft) spokenOf(sentence string, words []string) []string {
	ids := Named(sentence)
	for i, w := range words {
		first := i == 0 && len(words) > 1 && (words[1] == "ja" || words[1] == "nee") // "3. nee"
		behind := i > 0 && (slices.Contains(numbering, words[i-1]) || loosely[words[i-1]] && revises(words))
		if isNumber(w) && (first || behind) {
			ids = append(ids, d.numbered(w)...)
		}
	}
	return ids
}

// numbering are words before the number of a criterion.
var numbering = []string{"criterium", "criteria", "punt", "vraag", "rij", "nummer", "nr"}

// numbered gives the criteria that a number may stand for in this form.
func (d *draft) numbered(number string) []string {
	for id, n := range d.numbers {
		if n == number {
			return []string{id}
		}
	}
	if len(d.numbers) > 0 {
		return nil
	}
	return Numbered("criterium " + number)
}

// claimed gives what a sentence says that the answer is: the option stands right behind the
// name or number, or it says whether it applies; "" when it says nothing of the kind.
func claimed(words []string) string {
	t := " " + strings.Join(words, " ") + " "
	if strings.Contains(t, " niet van toepassing ") || strings.Contains(t, " nvt ") || strings.Contains(t, " n v t ") {
		return "no"
	}
	for i, w := range words {
		if w != "ja" && w != "nee" && w != "neen" || i == 0 {
			continue
		}
		if before := words[i-1]; before == "is" || isNumber(before) || labelEnds[before] {
			return map[bool]string{true: "yes", false: "no"}[w == "ja"]
		}
	}
	return ""
}

// denied says whether a sentence says of a criterion by its name that it does not apply: "er is
// geen intergenerationele overdracht", "… speelt niet".
func denied(words []string, id string) bool {
	t := strings.Join(words, " ") + " "
	for _, e := range entries {
		if e.criterion == nil || e.criterion.ID != id {
			continue
		}
		for _, l := range e.labels {
			name := strings.Join(l, " ") + " "
			for _, after := range []string{"is niet aan de orde ", "is hier niet aan de orde ", "speelt niet ", "speelt hier niet ", "is er niet "} {
				if strings.Contains(t, name+after) {
					return true
				}
			}
			if strings.Contains(" "+t, " geen "+name) || strings.Contains(" "+t, " geen sprake van "+name) {
				return true
			}
		}
	}
	return false
}

// labelEnds are the words with which the names of criteria end.
var labelEnds = func() map[string]bool {
	ends := map[string]bool{}
	for _, e := range entries {
		for _, l := range append(e.labels, e.hints...) {
			if e.criterion != nil {
				ends[l[len(l)-1]] = true
			}
		}
	}
	return ends
}()

// Words with which people say that something in what they filled in is wrong.
var (
	mistakes  = wordSet("fout fouten vergissing vergist ongeluk abusievelijk verwisseld omgedraaid verkeerd verkeerde onjuist onjuiste twijfel voorbehoud")
	unsure    = []string{"niet juist", "klopt niet", "kloppen niet", "niet zeker", "nader inzien", "niet goed ingevuld"}
	ofAnswers = wordSet(`antwoord antwoorden ingevuld invullen aangekruist aangevinkt doorgehaald doorgehaalde formulier punt punten criterium criteria vraag ja nee
		beantwoord aangegeven keuze`)
	should = wordSet("moet moeten hoort horen toch")
	become = wordSet("zijn staan worden wezen ingevuld aangekruist")
	// disclaimers are words of the text that mail servers put below a mail.
	disclaimers = wordSet("bericht mail email e afzender vertrouwelijk ontvangt ontvangen geadresseerde bestemd disclaimer aansprakelijk")
)

// longRemark is how many words a remark on answers has at most.
const longRemark = 30

// takesBack says whether a sentence takes back what was filled in, without saying where.
func takesBack(sentence string) bool {
	words := foldWords(sentence)
	if len(words) > longRemark || anyOf(words, disclaimers) {
		return false
	}
	if anyOf(words, should) && anyOf(words, yesNoWords) && anyOf(words, become) {
		return true
	}
	if !anyOf(words, ofAnswers) {
		return false
	}
	folded := strings.Join(words, " ")
	return anyOf(words, mistakes) || slices.ContainsFunc(unsure, func(u string) bool { return strings.Contains(folded, u) })
}

var yesNoWords = wordSet("ja nee neen")
