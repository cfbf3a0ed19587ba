package forms

import (
	"fmt"
	"strings"
	"testing"
)

// told writes what was said: "high-risk=no 4=yes", "bare yes", "?" for not understood.
func told(text string) string {
	said, ok := InWords(text)
	if !ok {
		return "?"
	}
	if said.Bare != "" {
		return "bare " + said.Bare
	}
	return answersIn(said)
}

func answersIn(said Said) string {
	var out []string
	for _, a := range said.Answers {
		name := a.ID
		if name == "" {
			name = fmt.Sprint(a.Number)
		}
		if a.Explanation != "" {
			name += "(" + a.Explanation + ")"
		}
		out = append(out, name+"="+a.Value)
	}
	return strings.Join(out, " ")
}

func TestCorrectionsInWords(t *testing.T) {
	for text, want := range map[string]string{
		"In het formulier van vanochtend klopt één ding niet: het criterium \"Intergenerationele overdracht\" moet Nee zijn in plaats van Ja.": "intergenerational=no",
		"Goedemiddag,\n\nIntergenerationele overdracht: Nee\n\nMet vriendelijke groet,\nK.L.\nProcesregisseur":                                 "intergenerational=no",
		"Criterium 4 (Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT) moet Nee zijn.":                                  "high-risk=no",
		"Criterium 5 (hoog risico gezin) is Ja":                                         "high-risk=yes",
		"criterium 4 moet Nee zijn":                                                     "4=no",
		"Hoog risico gezin was Ja, dit moet Nee zijn i.p.v. Ja.":                        "high-risk=no",
		"Structurele onveiligheid moet ja zijn, en Overstijgende problematiek nee.":     "structural-unsafety=yes overarching-problems=no",
		"Structurele onveiligheid en Overstijgende problematiek moeten beide Nee zijn.": "structural-unsafety=no overarching-problems=no",
		"Nee bij Intergenerationele overdracht.":                                        "intergenerational=no",
		"Intergenerationele overdracht: Ja, want vader is als kind zelf mishandeld.":    "intergenerational(want vader is als kind zelf mishandeld)=yes",
		"Wijzig Intergenerationele overdracht van Nee naar Ja":                          "intergenerational=yes",
		"Ja":                                "bare yes",
		"Goedemorgen,\n\nNee.\n\nGroet,\nJ": "bare no",
		"Ja, dat klopt.":                    "bare yes",
		// and all that only its sender can say
		"Intergenerationele overdracht moet geen Ja zijn":                                      "?",
		"Intergenerationele overdracht moet niet op Nee staan":                                 "?",
		"Moet Intergenerationele overdracht niet Nee zijn?":                                    "?",
		"Intergenerationele overdracht: Ja\nIntergenerationele overdracht: Nee":                "?",
		"Intergenerationele overdracht moet Nee zijn, de rest ook.":                            "?",
		"Intergenerationele overdracht moet Nee zijn.\n\nDe andere criteria kloppen ook niet.": "?",
		"Dat van die wapens klopt niet":                                                        "?",
		"Intergenerationele overdracht: Ja, want er is geen sprake van geweld":                 "?",
		"Intergenerationele overdracht is Ja als je het ruim ziet":                             "?",
		"Intergenerationele overdracht moeder ja vader nee":                                    "?",
		"Op 3, 5 en 7 ja, rest nee":                                                            "?",
		"Criterium 2 (Intergenerationele overdracht) moet Nee zijn":                            "?",
		"Ja en nee":                        "?",
		"Ja\nNee":                          "?",
		"Graag bellen, het is ingewikkeld": "?",
		"Ja, behalve voor vader":           "?",
		"Nee.\n\nGroet, J\nPS Hoog risico gezin moet ook Ja zijn": "?",
		"": "?",
		"Vader is vorige week opnieuw aangehouden door de politie.\nIntergenerationele overdracht moet Ja zijn.": "?",
	} {
		if got := told(text); got != want {
			t.Errorf("%q\n got %s, want %s", text, got, want)
		}
	}
}

func FuzzInWords(f *testing.F) {
	f.Add("Criterium 4 (Hoog risico gezin) moet Nee zijn in plaats van Ja, want er is niets.")
	f.Add("Nee bij 3 en 4: ja")
	f.Fuzz(func(t *testing.T, text string) {
		said, ok := InWords(text)
		if !ok {
			return
		}
		lower := strings.ToLower(text)
		for _, a := range said.Answers {
			if word := map[string]string{"yes": "ja", "no": "nee"}[a.Value]; !strings.Contains(lower, word) && !strings.Contains(foldText(text), word) {
				t.Errorf("%q: the answer %s is nowhere in it", text, a.Value)
			}
		}
	})
}
