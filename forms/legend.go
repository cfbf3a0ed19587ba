package forms

import (
	"slices"
	"strings"
)

// markWords are the words with which people speak of a mark.
var markWords = wordSet(`geel gele groen groene rood rode blauw blauwe roze oranje grijs grijze vet vette vetgedrukt vetgedrukte onderstreept
	onderstreepte gearceerd gearceerde gemarkeerd gemarkeerde markering markeringen doorgehaald doorgehaalde doorgestreept doorgestreepte doorhaling
	doorhalingen streep kruis kruisje kruisjes aangekruist aangekruiste aangevinkt aangevinkte omcirkeld omcirkelde cursief cursieve kleur kleuren vinkje x
	omkaderd weggestreept weggestreepte aankruisen aanvinken omcirkelen markeren onderstrepen arceren doorhalen doorstrepen weghalen wegstrepen
	kruis vink doorhaal dikgedrukt dikgedrukte`)

// How people ask for marks in the usual way: select what applies, strike what does not.
var (
	selecting = wordSet("aankruisen aanvinken omcirkelen markeren onderstrepen arceren kruisje vinkje kruis vink")
	striking  = wordSet("doorhalen doorstrepen weghalen wegstrepen doorhaal streep")
	refusing  = wordSet("niet geen nvt nee")
)

// usual says whether a text asks for marks with their usual meaning.
func usual(words []string, folded string) bool {
	selects, strikes := anyOf(words, selecting), anyOf(words, striking)
	switch {
	case selects == strikes:
		return false
	case strikes:
		return onlyStrikes(words) && (strings.Contains(folded, "niet van toepassing") || strings.Contains(folded, "nvt"))
	}
	return !anyOf(words, refusing) && (strings.Contains(folded, "van toepassing") || anyOf(words, aboutAnswers))
}

// onlyStrikes says whether the only marks that a text speaks of are strikes.
func onlyStrikes(words []string) bool {
	for _, w := range words {
		if markWords[w] && !strikeWords[w] {
			return false
		}
	}
	return true
}

// aboutAnswers are words with which people speak of the answers themselves.
var aboutAnswers = wordSet("antwoord antwoorden criteria criterium keuze keuzes optie opties")

// neutralLegends say what everybody does anyway; they change nothing.
var neutralLegends = []string{"doorhalen wat niet van toepassing is", "doorhalen hetgeen niet van toepassing is", "graag doorhalen wat niet van toepassing is",
	"svp doorhalen wat niet van toepassing is", "s v p doorhalen wat niet van toepassing is", "aankruisen wat van toepassing is", "graag aankruisen wat van toepassing is",
	"s v p aankruisen wat van toepassing is", "omcirkelen wat van toepassing is", "antwoorden in blauw", "mijn antwoorden in blauw", "zie blauw", "antwoorden staan in blauw",
	"aankruisen welke van toepassing is", "weghalen wat niet van toepassing is"}

// shortLegend is how many words a legend among the words of a field has at most.
const shortLegend = 12

// longInstruction is how many words an instruction on what to fill in has at most.
const longInstruction = 20

// shortLoose is how many words a line has at most that is a legend for speaking of a mark at all.
const shortLoose = 8

// everyday are words for marks that are used for other things as well.
var everyday = wordSet(`x kruis streep kleur kleuren vink geel gele groen groene rood rode blauw blauwe roze oranje grijs grijze`)

// Words of a legend that only says what everybody takes a mark to mean.
var (
	plainWords  = wordSet("mijn ons onze de het ik we wij heb hebben gekozen antwoord antwoorden keuze keuzes is zijn staat staan in met wat van toepassing gemaakt aangegeven gedrukt")
	choiceWords = wordSet("antwoord antwoorden keuze keuzes gekozen toepassing")
	strikeWords = wordSet("doorgehaald doorgehaalde doorgestreept doorgestreepte weggestreept weggestreepte doorhaling doorhalingen streep doorhalen doorstrepen weghalen wegstrepen doorhaal")
)

// plainLegend says whether a text only says that a mark selects and a strike rejects:
// "de antwoorden zijn geel gemarkeerd", "doorgestreept = niet van toepassing".
func plainLegend(words []string, folded string) bool {
	strikes := anyOf(words, strikeWords)
	for _, w := range words {
		if !plainWords[w] && !markWords[w] && (w != "niet" || !strikes) {
			return false
		}
	}
	if strikes {
		return onlyStrikes(words) && strings.Contains(folded, "niet van toepassing")
	}
	return anyOf(words, choiceWords)
}

// isInstruction says whether a line only asks for marks in the usual way: it belongs to
// the form, not to what somebody wrote.
func isInstruction(text string) bool {
	words := foldWords(text)
	folded := strings.Join(words, " ")
	for _, n := range neutralLegends {
		if folded == n && strings.Contains(n, "van toepassing") {
			return true
		}
	}
	if len(words) <= longInstruction && strings.Contains(folded, "per criterium aan of") && strings.Contains(folded, "van toepassing is") {
		return true
	}
	return len(words) <= shortLegend && anyOf(words, markWords) && usual(words, folded) && strings.Contains(folded, "van toepassing")
}

// isLegend says whether a text explains what a mark means. Then marks may mean the
// opposite of what they usually do, and only typed answers stay certain.
func isLegend(text string, loose bool) bool {
	words := foldWords(text)
	folded := strings.Join(words, " ")
	for _, n := range neutralLegends {
		if folded == n {
			return false
		}
	}
	if !anyOf(words, markWords) {
		return false
	}
	if plainLegend(words, folded) {
		return false
	}
	if strings.Contains(text, "=") || len(words) <= shortLegend && markWords[words[0]] && strings.Contains(text, ":") {
		return true
	}
	if usual(words, folded) {
		return false
	}
	for _, sign := range []string{"betekent", "betekenen", "staat voor", "staan voor", "legenda"} {
		if strings.Contains(folded, sign) {
			return true
		}
	}
	if anyOf(words, aboutAnswers) || turnsRound(words) {
		return true
	}
	if !loose {
		return len(words) <= shortLegend && strings.Contains(folded, "van toepassing")
	}
	if len(words) <= shortLoose && (anyOf(words, choiceWords) || slices.ContainsFunc(words, func(w string) bool { return markWords[w] && !everyday[w] })) {
		return true
	}
	for _, sign := range []string{"van toepassing", "nvt", "n v t", "is nee", "is ja", "zijn ja", "zijn nee", "geldt", "gelden", "bedoel", "niet juist", "is juist", "klopt",
		"kloppen", "antwoord", "vervalt", "vervallen", "wel", "niet", "twijfel", "weg "} {
		if strings.Contains(" "+folded+" ", " "+sign) {
			return true
		}
	}
	return false
}

// turnsRound says whether a text says what was marked, against what marks usually say: "geel gemaakt
// wat niet klopt", "streep door wat wel klopt".
func turnsRound(words []string) bool {
	return len(words) <= shortLegend && slices.Contains(words, "wat") && anyOf(words, strikeWords) != anyOf(words, refusing)
}

// hasLegend looks for a legend in what stands round the answers.
func (d *draft) hasLegend(around string) bool {
	for i := range d.loose {
		if isLegend(d.loose[i].text(), true) {
			return true
		}
	}
	for _, s := range d.slots {
		if s.entry.field == nil {
			continue
		}
		for i := range s.answer {
			if isLegend(s.answer[i].text(), false) {
				return true
			}
		}
	}
	for _, l := range strings.Split(around, "\n") {
		if isLegend(l, true) {
			return true
		}
	}
	return false
}
