package forms

import (
	"slices"
	"strings"
	"unicode"
)

// An explanation never sets an answer. It can only make one doubtful, when it says the
// opposite in so many words.

// denials deny the criterion; behind a Ja they ask for a question.
var denials = []string{"niet van toepassing", "n v t", "nvt", "geen sprake van", "niet aan de orde", "niet het geval", "geen aanwijzingen",
	"niets van gebleken", "daarvan is niets gebleken", "niets bekend", "niets over bekend", "hierover is niets bekend", "niet bekend", "voorheen wel", "vroeger wel", "speelt niet meer",
	"speelt niet", "is opgelost", "geen bijzonderheden", "verloopt goed", "ontwikkelen zich goed", "ontwikkelt zich goed", "werken mee",
	"niet eerder bekend", "nog geen eerder traject", "eerste melding", "eerste inzet loopt nog", "situatie is veilig", "is nu veilig",
	"geen bijkomende problemen", "geen structurele onveiligheid", "geen onveiligheid", "geen geweld", "geen verwaarlozing",
	"geen overdracht", "geen problematiek", "geen overstijgende problematiek", "geen intergenerationele overdracht", "geen ernstige gevolgen",
	"geen gevolgen", "niet vastgelopen", "geen hoog risico", "niet onveilig", "geen trauma", "geen bijzonderheden", "dit is niet zo",
	"onterecht ja", "loopt prima", "loopt goed", "gaat prima", "zich prima", "nooit eerder gemeld", "heeft goed geholpen", "heeft juist goed geholpen",
	"geen intergenerationele problematiek", "niet meer aan de orde", "geen zorgen", "niet van belang", "geen", "niet", "nee", "onbekend", "weten we niet", "weet ik niet"}

// wholeOnly are denials only when nothing else stands in the explanation.
var wholeOnly = wordSet("geen niet nee onbekend nvt")

// negations turn what follows or stands beside them round.
var negations = wordSet(`geen niet niets nooit nergens zonder nee noch eerste veilig rustig goed verbeterd opgelost voorheen vroeger eerder
	eerdere verleden ontkent nog minder geweest afgenomen gelukkig graag fijn fijne leuk tevreden vrolijk vrolijke gesaneerd afgelost`)

// problems are words that describe what a criterion is about; behind a Nee they ask for
// a question when nothing in their clause turns them round.
var problems = map[string][]string{
	"structural-unsafety":  {"onveilig", "geweld", "angst", "bang", "bedreig", "dreig", "slaan", "slaat", "geslagen", "mishandel", "escal", "letsel", "meldingen", "vreest"},
	"stalled-help":         {"vastgelopen", "gestopt", "afgebroken", "weiger", "stagneert", "haakt af", "afgehaakt", "komen niet", "mijden", "zorgmijd", "loopt vast", "dreigt", "dreigen", "teruggetrokken"},
	"violence-or-neglect":  {"geweld", "slaan", "slaat", "geslagen", "mishandel", "letsel", "mes", "verwaarlo", "dreig", "duwt", "duwen", "schopt", "blauwe plek", "misbruik", "wurg", "gebroken"},
	"high-risk":            {"meldingen", "mutaties", "politie", "telkens", "steeds", "opnieuw", "herhaald", "maandelijks", "wekelijks", "elke week", "elke maand", "iedere week", "iedere maand", "wijkagent"},
	"intergenerational":    {"mishandeld", "uit huis geplaatst", "opgegroeid met", "speelde vroeger", "als kind", "zelf slachtoffer", "patroon", "generaties", "groeide op", "misbruikt", "gewelddadig gezin"},
	"overarching-problems": {"verslav", "alcohol", "drugs", "schuld", "psychi", "depress", "eer", "gokken", "gokt", "cocaine", "gebruikt", "ggz", "suicid", "borderline", "eerprobl", "eergerel", "eerwraak"},
	"serious-consequences": {"trauma", "getraumatiseerd", "snijdt", "nachtmerrie", "achterstand", "blijft achter", "slaapt slecht", "slapen slecht", "school", "behandeling", "klampt", "suicid", "spreekt nauwelijks"},
	"insufficient-results": {"onvoldoende", "niets veranderd", "niet geholpen", "geen resultaat", "geen effect", "kort resultaat", "daarna weer", "terugval", "mislukt", "geen blijvend"},
}

// revising are words with which people take back an answer: "dit moet toch nee zijn".
var revising = wordSet("inzien vergissing vergist bedoeld bedoel correctie wijzigen aanpassen veranderen verkeerd")

// revises says whether a sentence takes back an answer.
func revises(words []string) bool {
	return anyOf(words, revising) || anyOf(words, should) && (anyOf(words, become) || anyOf(words, isWord))
}

var isWord = wordSet("is")

// contradicts says whether an explanation clearly says the opposite of the answer.
func contradicts(criterion, value, explanation string) bool {
	words := foldWords(explanation)
	if len(words) == 0 {
		return false
	}
	if unsettled(words) {
		return true
	}
	if revises(words) && anyOf(words, wordSet(map[string]string{"yes": "nee neen", "no": "ja"}[value])) {
		return true
	}
	if value == "yes" {
		return words[0] == "nee" || allDenied(criterion, explanation) || bare(words, denying, about) || denies(explanation, words) || criterion == "structural-unsafety" && safe(explanation)
	}
	return words[0] == "ja" || bare(words, assenting, about) && !anyOf(words, negations) || describes(criterion, explanation)
}

// shortDoubt is how many words an explanation has at most that only says that the answer is not settled.
const shortDoubt = 7

// unsettled says whether an explanation only says that the answer may still change.
func unsettled(words []string) bool {
	t := " " + strings.Join(words, " ") + " "
	for _, sign := range []string{" te bespreken ", " uit te zoeken ", " na te vragen ", " na te gaan ", " navragen ", " nagaan ", " uitzoeken ", " onder voorbehoud ", " te bepalen "} {
		if strings.Contains(t, sign) {
			return len(words) <= shortDoubt
		}
	}
	return words[0] == "gewijzigd" && anyOf(words, yesNoWords)
}

// allDenied says whether the first sentence names problems of a criterion, and each with "geen".
func allDenied(criterion, explanation string) bool {
	words := foldWords(sentences(explanation)[0])
	named := 0
	for i, w := range words {
		if !slices.ContainsFunc(problems[criterion], func(p string) bool { return strings.HasPrefix(w, p) && len(p) > 3 }) {
			continue
		}
		if named++; i == 0 || words[i-1] != "geen" {
			return false
		}
	}
	return named > 0
}

// Words of an explanation that says nothing but whether the criterion applies: "daarvan is
// geen sprake", "dit speelt al jaren".
var (
	about = wordSet(`dit dat daar hier hiervan daarvan hierover daarover er is was zijn ons volgens in deze casus gezin voor het criterium van bij op over moment nu
		momenteel nog al jaren ook de aan orde hand sprake signalen aanwijzingen zo aangetoond bekend gebleken gezien toepassing aanwezig geval waar juist
		duidelijk volop degelijk situatie ja onze zien wij we toch`)
	denying   = wordSet("niet geen niets nooit nvt")
	assenting = wordSet("wel toepassing speelt sprake zeker aanwezig jazeker inderdaad klopt degelijk")
)

// bare says whether a text holds one of the telling words, and beside them only words that
// say nothing of their own.
func bare(words []string, telling, about map[string]bool) bool {
	for _, w := range words {
		if !telling[w] && !about[w] {
			return false
		}
	}
	return anyOf(words, telling)
}

const fewWords = 5

// denies looks for a denial in the first clause of the explanation.
func denies(explanation string, words []string) bool {
	first := strings.Join(foldWords(sentences(explanation)[0]), " ")
	whole := strings.Join(words, " ")
	if len(words) < fewWords { // so short that full stops may belong to an abbreviation
		first = whole
	}
	for _, d := range denials {
		if wholeOnly[d] || d == "eerste melding" && len(words) > fewWords {
			if whole == d {
				return true
			}
			continue
		}
		if strings.Contains(" "+first+" ", " "+d+" ") {
			return true
		}
	}
	return strings.HasSuffix(first, " nu niet") || strings.HasSuffix(first, " nu niet meer")
}

// safe says whether the first sentence says that it is safe now.
func safe(explanation string) bool {
	words := foldWords(sentences(explanation)[0])
	return anyOf(words, wordSet("veilig veilige")) && !anyOf(words, wordSet("niet nooit geen niets zonder onveilig weinig nauwelijks moet moeten wil willen niemand"))
}

func sentences(s string) []string {
	return strings.FieldsFunc(s+" ", func(r rune) bool { return r == '.' || r == ';' || r == '!' || r == ':' })
}

// describes looks for a clause that names a problem without turning it round.
func describes(criterion, explanation string) bool {
	none := false // "geen" stood in the clause before, and may go on: "geen schulden, verslaving of psychiatrie"
	for _, clause := range clauses(explanation) {
		words := foldWords(clause)
		none = slices.Contains(words, "geen") || none && onlyNouns(words)
		if none || turned(criterion, words) {
			continue
		}
		text := " " + strings.Join(words, " ")
		for _, p := range problems[criterion] {
			if at := strings.Index(text, " "+p); at >= 0 && (len(p) > 3 || strings.HasPrefix(text[at+1+len(p):]+" ", " ")) {
				return true
			}
		}
	}
	for _, p := range problems["insufficient-results"] {
		if criterion == "insufficient-results" && strings.Contains(p, " ") && strings.Contains(foldText(explanation), p) {
			return true
		}
	}
	return false
}

// problemNouns are the beginnings of the words that a list of problems is made of.
var problemNouns = []string{"verslav", "alcohol", "drugs", "schuld", "psychi", "eer", "of", "en"}

// onlyNouns says whether a clause is no more than an item of a list of problems.
func onlyNouns(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return !slices.ContainsFunc(problemNouns, func(p string) bool { return w == p || len(p) > 3 && strings.HasPrefix(w, p) })
	})
}

// past are words that turn most clauses round, but not one about what came before.
var past = wordSet("vroeger eerder eerdere verleden voorheen geweest")

func turned(criterion string, words []string) bool {
	for _, w := range words {
		if negations[w] && (criterion != "intergenerational" && criterion != "insufficient-results" || !past[w]) {
			return true
		}
	}
	return false
}

// clauses cuts a text at punctuation and at words that begin a new thought.
func clauses(s string) []string {
	var out []string
	from := 0
	for i, r := range s {
		if strings.ContainsRune(".,;:!()", r) {
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	out = append(out, s[from:])
	var finer []string
	for _, c := range out {
		at := 0
		fields := strings.FieldsFunc(c, unicode.IsSpace)
		for i, w := range fields {
			switch strings.ToLower(w) {
			case "omdat", "want", "maar", "doordat", "waardoor", "terwijl", "zodat":
				finer = append(finer, strings.Join(fields[at:i], " "))
				at = i + 1
			}
		}
		finer = append(finer, strings.Join(fields[at:], " "))
	}
	return finer
}
