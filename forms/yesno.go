package forms

import "strings"

// Words behind an answer that make it uncertain, for the two questions that invite
// words behind the answer.
var (
	// What may stand behind a Ja: that it holds for all, or for whom more.
	addressYesWords = wordSet(`allemaal allen iedereen alle samen zij ze wonen woont ook in elkaar op hetzelfde zelfde adres dit dat klopt het gezin gezinsleden hele
		de een met z n zijn inclusief en zowel als woonachtig inwonend thuis er volledig momenteel nu huis woning onder dak allebei`)
	addressPersons = wordSet(`oma opa moeder vader kind kinderen zoon dochter zonen dochters broer zus partner stiefvader stiefmoeder tante oom`)
	addressMore    = wordSet("ook inclusief inwonend")
	addressNoDoubt = wordSet(`maar wel ja allemaal zelfde hetzelfde samen weet onbekend denk misschien waarschijnlijk soms deels officieel feitelijk of
		niet`)
	zvhYesDoubt = wordSet(`maar niet nog geen weet onbekend misschien waarschijnlijk mogelijk vroeger eerder was geweest afgesloten aangemeld aanvraag
		gaat wordt nee wel of binnenkort straks beeindigd gestopt verleden overwogen overweegt aanmelding eerdere deels`)
	zvhNoTails = []string{"", "niet betrokken", "nog niet", "is niet betrokken", "nog niet betrokken", "op dit moment niet", "niet", "momenteel niet",
		"geen betrokkenheid", "het zorg en veiligheidshuis is niet betrokken", "zvh is niet betrokken", "het zvh is niet betrokken",
		"is nog niet betrokken", "dit is niet het geval", "voor geen van de gezinsleden", "voor niemand", "niet van toepassing"}
)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

func anyOf(words []string, set map[string]bool) bool {
	for _, w := range words {
		if set[w] {
			return true
		}
	}
	return false
}

// yesNoField reads a yes/no question in which words behind the answer are usual.
func (in *interpreter) yesNoField(s *slot, doubtful func(value string, words []string) bool) (Answer, []line) {
	if code := anyObject(s.answer); code != "" {
		return ask(s, code), nil
	}
	if in.prompt(written(s.answer)) {
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}, nil
	}
	v := decide(s.answer, yesNo)
	if v.status == Read && in.legend && !v.typed {
		v = asks("legend")
	}
	if v.status == Read && oddSigns(v.tail) && members(written(v.tail)) == nil {
		v = asks("qualified")
	}
	if v.status == Read && doubtful(yesNo[v.option].value, foldWords(written(v.tail))) {
		v = asks("qualified")
	}
	if v.reason == "unmarked" {
		v = verdict{status: Empty}
	}
	return in.answer(s, v, yesNo), v.tail
}

func (in *interpreter) sameAddress(s *slot) Answer {
	a, _ := in.yesNoField(s, func(value string, words []string) bool {
		if value == "yes" {
			return !together(words)
		}
		return anyOf(words, addressNoDoubt)
	})
	return a
}

// together says whether the words behind a Ja only say that all live at one address. Anything
// else may tell of somebody who does not.
func together(words []string) bool {
	persons := false
	for _, w := range words {
		if addressPersons[w] {
			persons = true
		} else if !addressYesWords[w] && !addressMore[w] {
			return false
		}
	}
	return !persons || anyOf(words, addressMore)
}

// zvh reads the last question; the members of the family are given when every word is known.
func (in *interpreter) zvh(s *slot) Answer {
	a, tail := in.yesNoField(s, func(value string, words []string) bool {
		if value == "yes" {
			return anyOf(words, zvhYesDoubt)
		}
		return !oneOf(strings.Join(words, " "), zvhNoTails)
	})
	if a.Status == Read && a.Value == "yes" {
		a.Members = members(written(tail))
	}
	return a
}

func oneOf(s string, all []string) bool {
	for _, a := range all {
		if s == a {
			return true
		}
	}
	return false
}

var memberWords = map[string]string{"moeder": "mother", "vader": "father", "zoon": "son", "dochter": "daughter"}

// otherMembers are kept as written.
var otherMembers = wordSet(`stiefvader stiefmoeder partner ex expartner oma opa zus broer kind kinderen zonen dochters baby pleegvader pleegmoeder
	tante oom schoonmoeder schoonvader gezin`)

// members gives for whom, nil when some word is not known.
func members(tail string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(tail, func(r rune) bool { return strings.ContainsRune(",;/&+():.", r) }) {
		for _, piece := range strings.Split(" "+part+" ", " en ") {
			words := foldWords(piece)
			for len(words) > 0 && (words[0] == "voor" || words[0] == "de" || words[0] == "het" || words[0] == "alleen" || words[0] == "en") {
				words = words[1:]
			}
			switch {
			case len(words) == 0:
			case len(words) == 1 && memberWords[words[0]] != "":
				out = append(out, memberWords[words[0]])
			case len(words) == 1 && otherMembers[words[0]]:
				out = append(out, strings.Join(strings.Fields(piece), " "))
			default:
				return nil
			}
		}
	}
	return out
}
