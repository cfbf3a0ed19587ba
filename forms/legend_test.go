package forms

import "testing"

func TestIsLegend(t *testing.T) {
	for text, want := range map[string]bool{
		"geel = niet van toepassing":                         true,
		"Geel gemarkeerd betekent nee":                       true,
		"Doorgestreept is juist":                             true,
		"Doorhalen wat van toepassing is":                    true,
		"Aankruisen wat niet van toepassing is":              true,
		"Met groene groet":                                   false,
		"De rode draad is geweld":                            false,
		"Geel: twijfel":                                      true,
		"Geel is gekozen door vader":                         true,
		"Antwoorden in geel zijn nog onzeker":                true,
		"Doorgehaald of geel is niet van toepassing":         true,
		"Geel = van toepassing":                              false,
		"Het gekozen antwoord is geel gemarkeerd.":           false,
		"Doorgestreept = niet van toepassing":                false,
		"Wat niet van toepassing is, is doorgehaald.":        false,
		"Doorgehaald is van toepassing":                      true,
		"x = nee":                                            true,
		"De rode antwoorden kloppen niet meer":               true,
		"Doorhalen wat niet van toepassing is.":              false,
		"S.v.p. aankruisen wat van toepassing is":            false,
		"Zet een vinkje bij wat van toepassing is":           false,
		"Graag uw antwoord omcirkelen":                       false,
		"Antwoorden in blauw":                                false,
		"Moeder woont in een huis met een grote tuin.":       false,
		"Wij bellen u volgende week.":                        false,
		"Graag geanonimiseerd invullen!":                     false,
		"Bijgaand een aanmelding, het gezin is niet bekend.": false,
	} {
		if got := isLegend(text, true); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, text := range []string{"Ik heb geel gemaakt wat niet klopt.", "Ik heb aangekruist wat niet geldt", "Streep door wat wél klopt"} {
		if !isLegend(text, false) || !isLegend(text, true) {
			t.Errorf("no legend: %q", text)
		}
	}
	for _, text := range []string{"Dikgedrukte opties vervallen.", "Het gele moet nog weg", "In rood staan mijn twijfels"} {
		if !isLegend(text, true) {
			t.Errorf("no legend: %q", text)
		}
	}
	for _, text := range []string{"Vader droeg een rode jas en de kinderen niet.", "Er zijn blauwe plekken gezien, moeder ontkent niet."} {
		if isLegend(text, false) {
			t.Errorf("a description was taken for a legend: %q", text)
		}
	}
}
