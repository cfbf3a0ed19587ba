package forms

import (
	"strings"
	"testing"

	"mdaplus/forms/text"
)

func TestAnswersBetweenTheLines(t *testing.T) {
	const intro = "Op 3 nov 2026 om 09:12 schreef MDA++ <mda@regio.example>:\n> Geachte aanmelder,\n>\n> Wat wij u vragen\n>\n"
	const first = "> - Criterium 3, Intergenerationele overdracht: er is niets aangekruist.\n>   Is het Ja of Nee?\n"
	const second = "> - Criterium 5, Structurele onveiligheid: er is niets aangekruist. Is het Ja\n>   of Nee?\n"
	const foot = ">\n> Noem het criterium bij zijn naam, bijvoorbeeld: Intergenerationele overdracht: Ja.\n>\n> Met vriendelijke groet,\n"
	for mail, want := range map[string]string{
		"Hierbij de antwoorden.\n\n" + intro + first + "Ja\n" + second + "Nee\n" + foot + "\nGroet, J.\n":                "intergenerational=yes structural-unsafety=no",
		"Goedemorgen, zie hieronder.\n\nGroet, J.\n\n" + intro + first + "Ja\n" + second + "Nee\n" + foot:                "intergenerational=yes structural-unsafety=no",
		intro + first + "Ja\n\nGroet, J.\n" + second + "Nee\n" + foot:                                                    "?", // it ended, and went on
		intro + first + "\nJa.\n\n" + second + foot:                                                                      "intergenerational=yes",
		intro + first + "Ja, dat klopt\n" + second + "Structurele onveiligheid: Nee, want het is eenmalig.\n" + foot:     "intergenerational=yes structural-unsafety(want het is eenmalig)=no",
		intro + first + second + "Ja\n" + foot:                                                                           "?", // to which of the two?
		intro + first + second + foot + "Nee\n":                                                                          "?",
		intro + first + foot + "Nee\n":                                                                                   "?", // below the whole mail
		intro + first + "Ja\n" + second + "Dat weten wij nog niet\n" + foot:                                              "?",
		intro + first + "Ja\n" + second + "Bel mij even, structurele onveiligheid ligt anders.\n" + foot:                 "?",
		intro + first + "Ja\nNee\n" + second + foot:                                                                      "?",
		intro + "> Gemeente: welke?\nJa\n" + first + foot:                                                                "?",
		intro + first + "Ja\n" + second + "Nee\n" + foot + "Overigens, de rest is ook Nee.\n":                            "?",
		"-----Oorspronkelijk bericht-----\nVan: MDA++\nVerzonden: 3 nov 2026\nAan: J.\n\nIntergenerationele overdracht?": "?",
		"": "?",
	} {
		said, ok := BetweenLines(text.Turns(mail))
		got := "?"
		if ok {
			got = answersIn(said)
		}
		if got != want {
			t.Errorf("%s\ngot %s, want %s", mail, got, want)
		}
	}
}

func FuzzBetweenLines(f *testing.F) {
	f.Add("> Intergenerationele overdracht?\nJa\n> Structurele onveiligheid?\nNee\n")
	f.Fuzz(func(t *testing.T, mail string) {
		said, ok := BetweenLines(text.Turns(mail))
		for _, a := range said.Answers {
			if ok && (a.Value != "yes" && a.Value != "no" || a.ToQuestion && (a.ID == "" || !strings.Contains(mail, ">"))) {
				t.Errorf("%q gave %+v", mail, a)
			}
		}
	})
}
