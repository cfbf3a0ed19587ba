package forms

import "testing"

func TestContradicts(t *testing.T) {
	for _, v := range []struct {
		criterion, value, explanation string
		want                          bool
	}{
		{"stalled-help", "yes", "Niet van toepassing.", true},
		{"stalled-help", "yes", "n.v.t.", true},
		{"stalled-help", "yes", "Nee, de hulp loopt.", true},
		{"stalled-help", "yes", "De hulp is in maart gestopt omdat ouders niet meer opendoen.", false},
		{"violence-or-neglect", "yes", "Er is geen sprake van geweld of verwaarlozing.", true},
		{"violence-or-neglect", "yes", "Door vader niet ontkend: twaalf meldingen in een jaar.", false},
		{"violence-or-neglect", "yes", "Geen dag zonder geweld.", false},
		{"violence-or-neglect", "yes", "", false},
		{"violence-or-neglect", "no", "", false},
		{"violence-or-neglect", "no", "Vader slaat moeder elke week. Zij durft niet weg.", true},
		{"violence-or-neglect", "no", "Er zijn geen aanwijzingen voor actueel geweld.", false},
		{"violence-or-neglect", "no", "Op dit moment is daar geen sprake van.", false},
		{"violence-or-neglect", "no", "Ja, in het weekend", true},
		{"structural-unsafety", "yes", "De situatie is sinds het vertrek van vader veilig.", true},
		{"structural-unsafety", "yes", "De kinderen zijn niet veilig bij vader.", false},
		{"structural-unsafety", "no", "De situatie is sinds het vertrek van vader veilig.", false},
		{"intergenerational", "no", "Bij beide ouders speelde vroeger hetzelfde.", true},
		{"intergenerational", "no", "Hierover is niets bekend geworden.", false},
		{"intergenerational", "yes", "Voorheen wel, sinds mei niet meer.", true},
		{"high-risk", "no", "Dit is de eerste melding.", false},
		{"high-risk", "yes", "Nee zeggen tegen hulp is een vast patroon.", true},
		{"high-risk", "yes", "Ja, al vijf meldingen bij VT. Nee zeggen tegen hulp is een patroon.", false},
		{"high-risk", "yes", "Eerste melding was in 2012, sindsdien elk jaar.", false},
		{"high-risk", "yes", "Eerste melding.", true},
		{"high-risk", "yes", "Niet aangetoond.", true},
		{"high-risk", "yes", "Daarvan is geen sprake.", true},
		{"stalled-help", "yes", "Dit is hier niet aan de hand.", true},
		{"stalled-help", "yes", "Bij nader inzien moet dit nee zijn.", true},
		{"stalled-help", "yes", "Ouders zeggen toch steeds nee tegen hulp.", false},
		{"insufficient-results", "yes", "Niet gelukt.", false},
		{"intergenerational", "no", "Dit is wel van toepassing.", true},
		{"intergenerational", "no", "Dit speelt al jaren.", true},
		{"intergenerational", "no", "Dit speelt niet.", false},
		{"serious-consequences", "no", "De kinderen gaan graag naar school.", false},
		{"insufficient-results", "no", "Er is nog geen eerder traject geweest.", false},
		{"insufficient-results", "yes", "Na twee veiligheidsplannen is er niets veranderd.", false},
		{"insufficient-results", "no", "Na twee veiligheidsplannen is er niets veranderd.", true},
		{"overarching-problems", "yes", "Er zijn geen schulden, geen verslaving en geen psychiatrie.", true},
		{"overarching-problems", "yes", "Geen schulden meer, wel verslaving en psychiatrie.", false},
		{"overarching-problems", "no", "Geen verslaving, psychiatrie, eer of schulden.", false},
		{"overarching-problems", "no", "Geen eer, maar moeder heeft forse schulden.", true},
		{"overarching-problems", "no", "toch wel", true},
		{"overarching-problems", "yes", "toch niet", true},
		{"overarching-problems", "no", "Schulden zijn gesaneerd.", false},
		{"violence-or-neglect", "no", "De laatste maanden slaat vader moeder.", true},
		{"violence-or-neglect", "no", "Geen rust, vader slaat.", true},
		{"structural-unsafety", "no", "Vader is niet weg, hij dreigt.", true},
		{"stalled-help", "yes", "Moeder durft nu niet naar de hulpverlening.", false},
		{"insufficient-results", "yes", "Het gezin is niet goed geholpen.", false},
		{"high-risk", "yes", "Moeder voelt zich onterecht beschuldigd, politie komt elke week.", false},
		{"violence-or-neglect", "yes", "Speelde in het verleden, nu niet.", true},
		{"structural-unsafety", "yes", "Dit was vroeger zo, nu niet meer.", true},
		{"structural-unsafety", "no", "Wel degelijk, moeder vreest voor haar leven.", true},
		{"structural-unsafety", "yes", "Nog te bespreken met VT.", true},
		{"structural-unsafety", "no", "Navragen bij de wijkagent", true},
		{"structural-unsafety", "yes", "Moeder durft dit niet te bespreken met vader omdat hij dan dreigt.", false},
		{"structural-unsafety", "no", "(gewijzigd 12-3: ja)", true},
		{"stalled-help", "yes", "Hulp loopt prima.", true},
		{"stalled-help", "no", "Hulpverlening heeft zich teruggetrokken omdat vader dreigde.", true},
		{"intergenerational", "yes", "Geen intergenerationele problematiek.", true},
		{"intergenerational", "no", "Drie generaties huiselijk geweld.", true},
		{"serious-consequences", "no", "De jongste is ernstig getraumatiseerd.", true},
		{"serious-consequences", "yes", "Kinderen ontwikkelen zich prima.", true},
		{"insufficient-results", "no", "Alle eerdere trajecten zijn mislukt.", true},
	} {
		if got := contradicts(v.criterion, v.value, v.explanation); got != v.want {
			t.Errorf("%s %s %q: %v", v.criterion, v.value, v.explanation, got)
		}
	}
}
