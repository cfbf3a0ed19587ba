package read

import (
	"maps"
	"strings"
	"testing"

	"mdaplus/forms"
)

const registration = `Aanmelding expertoverleg MDA++
Casus: voorbeeld-B
Gemeente: Huizen
Datum: 3 juni 2025
Fase: 1
MDA++-coördinator: P.D.
Contactgegevens coördinator: 035-1234502, p.d@huizen.example
Huidig plan: TOP 3 Veiligheidsplan
Versie van het plan: 1
Datum van het plan: 10-03-2025
Veiligheidscijfer nu: 4
Reden van aanmelding: Na drie maanden nog geen 6 voor directe veiligheid
Wie zijn betrokken?: Veilig Thuis, school
Samenloop met andere vormen van regie: wettelijke taken Veilig Thuis
Wat is er al geprobeerd?: Een tweede telefoon en een vluchtplan.
Vraag aan de experts: Kan moeder veilig vertrekken?
Experts uit de eerste schil: huiselijk geweld, openbare orde en ambulante vrouwenopvang
Experts uit de tweede schil: mensenhandel, cliëntondersteuning
Is de cliënt bij het overleg aanwezig?: Nee
Waarom wel of niet?: Dat is nu niet veilig.
Eerdere expertoverleggen: geen`

var registrationAnswers = map[string]string{"case": "voorbeeld-B", "municipality": "Huizen", "date": "2025-06-03", "phase": "1", "coordinator": "P.D.",
	"coordinator-contact": "035-1234502, p.d@huizen.example", "plan-kind": "safety-plan", "plan-version": "1", "plan-date": "2025-03-10", "score": "4",
	"reason": "no-six-after-three-months", "involved": "Veilig Thuis, school", "concurrence": "wettelijke taken Veilig Thuis",
	"tried": "Een tweede telefoon en een vluchtplan.", "question": "Kan moeder veilig vertrekken?",
	"first-shell": "openbare orde, huiselijk geweld, ambulante vrouwenopvang", "second-shell": "mensenhandel, cliëntondersteuning",
	"client-present": "no", "client-present-why": "Dat is nu niet veilig.", "earlier-meetings": "geen"}

// TestRegistrations changes one thing in a registration for the expert meeting.
func TestRegistrations(t *testing.T) {
	reason, shell := "Reden van aanmelding: Na drie maanden nog geen 6 voor directe veiligheid", "Experts uit de tweede schil: mensenhandel, cliëntondersteuning"
	present := "aanwezig?: Nee"
	for _, v := range []struct {
		name, old, new, id, want string
	}{
		{"as it is", "", "", "case", "voorbeeld-B"},
		{"phase three", "Fase: 1", "Fase: 3", "phase", "?phase-three"},
		{"phase two", "Fase: 1", "Fase: 2 (stabiele veiligheid)", "phase", "2"},
		{"care plan", "TOP 3 Veiligheidsplan", "hulpverleningsplan", "plan-kind", "care-plan"},
		{"recovery plan", "TOP 3 Veiligheidsplan", "Herstelplan", "plan-kind", "?unclear"},
		{"both plans", "TOP 3 Veiligheidsplan", "Veiligheidsplan/ Hulpverleningsplan", "plan-kind", "?unclear"},
		{"reason ticked", reason, "Reden van aanmelding:\n☐ Na drie maanden nog geen 6 voor directe veiligheid\n☒ De voortgang stagneert\n☐ De voortgang dreigt te stagneren\n☐ Er is andere expertise nodig", "reason", "progress-stalls"},
		{"reason ticked by hand", reason, "Reden van aanmelding:\n[ ] Na drie maanden nog geen 6 voor directe veiligheid\n[ ] De voortgang stagneert\n[x] De voortgang dreigt te stagneren\n[ ] Er is andere expertise nodig", "reason", "progress-threatens-to-stall"},
		{"two reasons", reason, "Reden van aanmelding:\n☒ Na drie maanden nog geen 6 voor directe veiligheid\n☒ De voortgang stagneert\n☐ De voortgang dreigt te stagneren\n☐ Er is andere expertise nodig", "reason", "?both-marked"},
		{"no reason", reason, "Reden van aanmelding:\n☐ Na drie maanden nog geen 6 voor directe veiligheid\n☐ De voortgang stagneert\n☐ De voortgang dreigt te stagneren\n☐ Er is andere expertise nodig", "reason", ""},
		{"reason with more words", reason, "Reden van aanmelding:\n☐ Na drie maanden nog geen 6 voor directe veiligheid\n☒ De voortgang stagneert een beetje\n☐ De voortgang dreigt te stagneren\n☐ Er is andere expertise nodig", "reason", "?unclear"},
		{"another reason", reason, "Reden van aanmelding: moeder wil het", "reason", "?unclear"},
		{"reason in short", reason, "Reden van aanmelding: stagnatie", "reason", "progress-stalls"},
		{"boxes behind", shell, "Experts uit de tweede schil:\nmensenhandel ☒ huisvesting ☐\njeugdzorg ☒ leerplicht ☐", "second-shell", "mensenhandel, jeugdzorg"},
		{"boxes on one line", shell, "Experts uit de tweede schil: ☒ mensenhandel ☐ huisvesting ☒ jeugdzorg", "second-shell", "mensenhandel, jeugdzorg"},
		{"nothing ticked", shell, "Experts uit de tweede schil: ☐ mensenhandel ☐ huisvesting", "second-shell", ""},
		{"an expert that nobody knows", shell, "Experts uit de tweede schil: mensenhandel, islamdeskundige", "second-shell", "?unclear"},
		{"a box without option", shell, "Experts uit de tweede schil: ☒ mensenhandel ☒ ", "second-shell", "?unclear"},
		{"a box for something else", shell, "Experts uit de tweede schil: ☒ mensenhandel ☒ anders", "second-shell", "?unclear"},
		{"present", present, "aanwezig?: Ja", "client-present", "yes"},
		{"present by box", present, "aanwezig?: ☒ Ja ☐ Nee", "client-present", "yes"},
		{"both boxes", present, "aanwezig?: ☒ Ja ☒ Nee", "client-present", "?both-marked"},
		{"no box", present, "aanwezig?: ☐ Ja ☐ Nee", "client-present", ""},
		{"perhaps", present, "aanwezig?: Ja, misschien", "client-present", "?qualified"},
		{"not sure", present, "aanwezig?: onbekend", "client-present", "?unclear"},
		{"no concurrence", "wettelijke taken Veilig Thuis", "...", "concurrence", ""},
		{"two forms of control", "wettelijke taken Veilig Thuis", "PGA en versterkte procesregie", "concurrence", "versterkte procesregie, PGA"},
		{"question missing", "Vraag aan de experts: Kan moeder veilig vertrekken?\n", "", "question", "?label-missing"},
	} {
		if !strings.Contains(registration, v.old) {
			t.Fatalf("%s: %q is not there", v.name, v.old)
		}
		text := strings.Replace(registration, v.old, v.new, 1)
		want := maps.Clone(registrationAnswers)
		want[v.id] = v.want
		for _, l := range layouts {
			if strings.Contains(v.new, "\n") && l.name != "text" {
				continue // answers of several lines have one way to be written here
			}
			r := File("formulier", l.write(t, text), Options{})
			if kindsOf(r) != "meeting-registration" {
				t.Errorf("%s, %s: forms %q", v.name, l.name, kindsOf(r))
				continue
			}
			sameAnswers(t, v.name+", "+l.name, want, said(r.Forms[0]))
			if accepted := r.Forms[0].Outcome == forms.OutcomeAccepted; accepted != (len(forms.Open(r.Forms[0])) == 0) {
				t.Errorf("%s: %s", v.name, r.Forms[0].Outcome)
			}
		}
	}
}
