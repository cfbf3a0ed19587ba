package forms

import (
	_ "embed"
	"strings"
	"sync"
)

// Municipality is a municipality of the region by its official name.
type Municipality struct {
	Name     string
	Aliases  []string // other ways to write it
	Villages []string // places in it that are no municipality themselves
}

// Region is where referrals come from: configuration, with this region as the example.
type Region struct{ Municipalities []Municipality }

// GooiEnVechtstreek is the region that the software was first made for.
var GooiEnVechtstreek = Region{Municipalities: []Municipality{
	{Name: "Hilversum"},
	{Name: "Gooise Meren", Aliases: []string{"Gooisemeren", "Gooische Meren"}, Villages: []string{"Bussum", "Naarden", "Muiden", "Muiderberg"}},
	{Name: "Huizen"},
	{Name: "Blaricum", Villages: []string{"Bijvanck", "Blaricummermeent"}},
	{Name: "Laren"},
	{Name: "Wijdemeren", Villages: []string{"Loosdrecht", "Nederhorst den Berg", "Ankeveen", "Kortenhoef", "s-Graveland", "Breukeleveen", "Nieuw-Loosdrecht", "Oud-Loosdrecht"}},
	{Name: "Weesp"},
	{Name: "Eemnes"},
}}

// municipalities.txt holds the official names, one a line, other spellings behind "=".
//
//go:embed municipalities.txt
var municipalityList string

// official maps folded spellings to official names.
var official = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, l := range strings.Split(municipalityList, "\n") {
		names := strings.Split(l, "=")
		name := strings.TrimSpace(names[0])
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		for _, n := range names {
			all[foldText(n)] = name
		}
	}
	return all
})

// Municipality gives the official name for what was written. In the region it knows
// other spellings; elsewhere only official names. A village is not a municipality.
func (r Region) Municipality(text string) (name string, ok bool) {
	t := withoutKind(text)
	for _, m := range r.Municipalities {
		for _, n := range append([]string{m.Name}, m.Aliases...) {
			if t == foldText(n) {
				return m.Name, true
			}
		}
	}
	name, ok = official()[t]
	return name, ok
}

// withoutKind folds a name and takes "gemeente" off it.
func withoutKind(text string) string {
	t := foldText(text)
	return strings.TrimPrefix(strings.TrimPrefix(t, "gemeente "), "gem ")
}

// Village gives the municipality of the region that a place lies in.
func (r Region) Village(text string) (municipality string, ok bool) {
	t := withoutKind(text)
	for _, m := range r.Municipalities {
		for _, v := range m.Villages {
			if t == foldText(v) {
				return m.Name, true
			}
		}
	}
	return "", false
}

func (in *interpreter) town(text string) bool {
	_, is := in.opts.Region.Municipality(text)
	return is
}

func (in *interpreter) municipality(s *slot) Answer {
	text := strings.Trim(written(s.answer), " :.,")
	if code := anyObject(s.answer); code != "" {
		return ask(s, code)
	}
	if strings.Trim(text, " .…_-") == "" || in.prompt(text) {
		return Answer{Status: Empty, Evidence: evidence(s, "empty")}
	}
	if severalLines(s.answer) || anyStruck(s.answer) || strings.ContainsAny(text, "?/") {
		return ask(s, "unclear")
	}
	if name, ok := in.opts.Region.Municipality(text); ok {
		return Answer{Status: Read, Value: name, Text: text, Evidence: evidence(s, "written")}
	}
	if _, ok := in.opts.Region.Village(text); ok {
		return ask(s, "village")
	}
	return ask(s, "unknown-municipality")
}
