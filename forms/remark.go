package forms

import (
	"slices"
	"strconv"
	"strings"
)

// Remark is what one sentence beside a form, in the mail that brought it, says about the
// answers in it. It never sets an answer; it makes those a question that it speaks of.
type Remark struct {
	IDs      []string // criteria and fields, by name or number
	Sweeping bool     // about many criteria at once, or about what was filled in without saying where
	Recalls  bool     // the form itself is taken back: "dit is de verkeerde versie"
}

// RemarkOf reads a sentence of a mail beside a form.
func RemarkOf(sentence string) Remark {
	words := foldWords(sentence)
	m := Remark{Sweeping: Sweeping(sentence), Recalls: recalls(words)}
	if speaksOfAnswer(sentence) || anyOf(words, dropping) || revises(words) {
		m.IDs = append(Named(sentence), Numbered(sentence)...)
	}
	m.Sweeping = m.Sweeping || m.IDs == nil && takesBack(sentence)
	if anyOf(words, yesNoWords) {
		m.IDs = append(m.IDs, numberedBehind(words, loosely)...)
	}
	if len(words) <= longRemark && !anyOf(words, disclaimers) {
		m.IDs = append(m.IDs, fieldsChanged(words)...)
	}
	return m
}

// dropping are words with which people take an answer away.
var dropping = wordSet(`vervalt vervallen verviel abuis aangevinkt aangekruist doorgehaald geschrapt schrappen weglaten weggelaten gewijzigd gewijzigde wijziging veranderd
	aangepast geworden`)

// Sweeping says whether a sentence answers for many criteria at once: "de rest is nee", "alle
// criteria behalve 5 zijn van toepassing".
func Sweeping(text string) bool {
	words := foldWords(text)
	if !anyOf(words, wordSet("rest overige alle alles overal allemaal overigens andere")) {
		return false
	}
	return anyOf(words, wordSet("ja nee")) || anyOf(words, wordSet("criteria antwoorden vragen punten")) && anyOf(words, wordSet("behalve niet toepassing kloppen gelden vervallen"))
}

// numbering words before the number of a criterion; some only where the sentence also says Ja or Nee.
var (
	strictly = wordSet("criterium criteria punt punten rij vraag vragen nummer nr")
	loosely  = wordSet("bij op")
)

// Numbered gives the criteria that a text names by number: "criterium 4", "criteria 2 en 3". The
// published copies number differently, so each number stands for two criteria.
func Numbered(text string) []string { return numberedBehind(foldWords(text), strictly) }

func numberedBehind(words []string, numbering map[string]bool) (ids []string) {
	listing := false // the words before were a list of numbers
	for i, w := range words {
		n := numberOf(w)
		switch {
		case numbering[w]:
			listing = true
			if i > 0 {
				ids = append(ids, criteriaOf(ordinals[words[i-1]])...)
			}
		case listing && n > 0:
			if i+1 < len(words) && monthNames[words[i+1]] {
				listing = false
				continue
			}
			ids = append(ids, criteriaOf(n)...)
		case w != "en" && w != "of" && w != "t" && w != "m" && w != "tot":
			listing = false
		}
	}
	return ids
}

// criteriaOf gives the criteria that a number may stand for.
func criteriaOf(n int) (ids []string) {
	for _, at := range []int{n - 1, n - 2} {
		if n > 0 && at >= 0 && at < len(CriterionOrder) {
			ids = append(ids, CriterionOrder[at])
		}
	}
	return ids
}

// numberOf reads a small number in figures or as a word; 0 when it is none. "Een" is no number here.
func numberOf(w string) int {
	if at := slices.Index(numberNames, w); at >= 0 {
		return at + 2
	}
	n, err := strconv.Atoi(w)
	if err != nil || n > 99 {
		return 0
	}
	return n
}

var numberNames = []string{"twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"}

var monthNames = wordSet("januari februari maart april mei juni juli augustus september oktober november december jan feb mrt apr jun jul aug sep okt nov dec uur dagen weken")

// fieldNames are the words with which people speak of a field.
var fieldNames = map[string]map[string]bool{
	"initials":     wordSet("initialen initiaal"),
	"municipality": wordSet("gemeente woonplaats"),
	"role":         wordSet("moeder vader kind rol"),
	"zvh":          wordSet("zvh veiligheidshuis zorgveiligheidshuis"),
	"same-address": wordSet("adres"),
	"family":       wordSet("gezinssamenstelling samenstelling"),
}

// fieldsChanged gives the fields of which a sentence says that they are otherwise than was written.
func fieldsChanged(words []string) (ids []string) {
	t := " " + strings.Join(words, " ") + " "
	instead := strings.Contains(t, " niet ") && strings.Contains(t, " maar ") || strings.Contains(t, " niet de ") || strings.Contains(t, " in plaats van ") || strings.Contains(t, " ipv ")
	otherwise := revises(words) || anyOf(words, mistakes) || anyOf(words, should) && anyOf(words, become) || anyOf(words, wordSet("gewijzigd veranderd aangepast"))
	since := anyOf(words, wordSet("inmiddels sinds toch")) && anyOf(words, wordSet("wel niet geen"))
	for _, id := range FieldOrder {
		if !anyOf(words, fieldNames[id]) {
			continue
		}
		said := instead || otherwise
		switch id {
		case "role": // people speak of mothers and fathers for many reasons
			said = instead && countOf(words, wordSet("moeder vader kind")) > 1 || otherwise && slices.Contains(words, "rol")
		case "zvh":
			said = said || since
		}
		if said {
			ids = append(ids, id)
		}
	}
	return ids
}

// countOf counts the different words of a set in a sentence.
func countOf(words []string, set map[string]bool) int {
	found := map[string]bool{}
	for _, w := range words {
		found[w] = found[w] || set[w]
	}
	n := 0
	for _, is := range found {
		if is {
			n++
		}
	}
	return n
}

// recalls says whether a sentence takes back the form that comes with it.
func recalls(words []string) bool {
	t := " " + strings.Join(words, " ") + " "
	about := anyOf(words, wordSet("aanmelding aanmeldingsformulier formulier verzoek casus melding"))
	if about && (strings.Contains(t, " intrekken ") || strings.Contains(t, " ingetrokken ") || strings.Contains(t, " annuleren ") || anyOf(words, wordSet("trek trekken")) && strings.Contains(t, " in ")) {
		return true
	}
	return anyOf(words, wordSet("verkeerde foute")) && anyOf(words, wordSet("versie formulier bijlage bestand")) && !anyOf(words, wordSet("eerder eerdere vorige gisteren stuurde verstuurde hierbij vervangt"))
}
