package forms

// The three TOP 3 plans are one form in three wordings: one for each phase (domain.md 4).

// planWords is what differs between the plans.
type planWords struct {
	form, title, phase, goal  string
	titles                    []string
	problem, condition        []string // labels
	problemHelp, problemAbout string
}

// SafetyPlan, CarePlan and RecoveryPlan are the TOP 3 plans of phase 1, 2 and 3.
var (
	SafetyPlan = plan(planWords{
		form: "safety-plan", title: "TOP 3 Veiligheidsplan", phase: "1", titles: []string{"veiligheidsplan"},
		goal:         "directe veiligheid: het geweld stopt per direct",
		problem:      []string{"Onveilige situatie", "De onveilige situatie", "Wat is er onveilig", "Onveiligheid"},
		condition:    []string{"Veiligheidsvoorwaarde", "De veiligheidsvoorwaarde", "Voorwaarde voor veiligheid", "Veiligheidsvoorwaarden"},
		problemHelp:  "Wat gebeurt er, en wanneer? Schrijf het zo op dat het gezin het herkent.",
		problemAbout: "Klik hier en beschrijf wat er onveilig is.",
	})
	CarePlan = plan(planWords{
		form: "care-plan", title: "TOP 3 Hulpverleningsplan", phase: "2", titles: []string{"hulpverleningsplan"},
		goal:         "stabiele veiligheid: oorzaken zijn weggenomen of teruggedrongen",
		problem:      []string{"Oorzaak (risicofactor)", "Oorzaak", "Risicofactor", "Oorzaak of risicofactor", "De oorzaak"},
		condition:    []string{"Voorwaarde voor stabiele veiligheid", "De voorwaarde voor stabiele veiligheid", "Voorwaarde stabiele veiligheid", "Stabiliteitsvoorwaarde"},
		problemHelp:  "Waardoor ontstaat de onveiligheid telkens weer?",
		problemAbout: "Klik hier en beschrijf de oorzaak.",
	})
	RecoveryPlan = plan(planWords{
		form: "recovery-plan", title: "TOP 3 Herstelplan", phase: "3", titles: []string{"herstelplan"},
		goal:         "duurzame veiligheid: gevolgen zijn hersteld of beperkt",
		problem:      []string{"Gevolg", "Het gevolg", "Gevolg van de onveiligheid"},
		condition:    []string{"Hersteldoel", "Het hersteldoel", "Doel van het herstel"},
		problemHelp:  "Wat heeft de onveiligheid nagelaten, en bij wie?",
		problemAbout: "Klik hier en beschrijf het gevolg.",
	})
)

// Parts of a priority.
const (
	ProblemPart   = "problem"
	ConditionPart = "condition"
)

// PrioritiesInPlan is how many priorities a TOP 3 names.
const PrioritiesInPlan = 3

func plan(w planWords) Definition {
	return Definition{
		Form: w.form, Title: w.title, Titles: w.titles, Phase: w.phase,
		Intro:    "Eén plan van gezin, netwerk en professionals samen. Schrijf geen namen: initialen en rollen zijn genoeg.",
		Versions: []VersionDefinition{{ID: Version1}},
		Fields: []FieldDefinition{
			{ID: "case", Kind: LineText, Required: true, Labels: []string{"Casus", "Kenmerk casus", "Kenmerk van de casus", "Casusnummer", "Kenmerk"},
				Prompt: "Bijvoorbeeld MDA-2026-0007"},
			{ID: "municipality", Kind: MunicipalityKind, Required: true, Labels: []string{"Gemeente", "Woongemeente", "Gemeente van het gezin"},
				Prompt: "Klik hier en kies een gemeente."},
			{ID: "phase", Kind: PhaseKind, Required: true, Labels: []string{"Fase", "Huidige fase"}, Printed: w.phase},
			{ID: "version", Kind: NumberKind, Required: true, Labels: []string{"Versie", "Versie van het plan", "Versienummer"}, Prompt: "Bijvoorbeeld 1"},
			{ID: "date", Kind: DateKind, Required: true, Labels: []string{"Datum", "Datum van het plan", "Datum plan"}, Prompt: "Klik hier en kies een datum."},
			{ID: "next-review", Kind: DateKind, Required: true, Labels: []string{"Volgende bespreking", "Datum volgende bespreking", "Volgende evaluatie", "Evaluatiedatum"},
				Prompt: "Klik hier en kies een datum."},
			{ID: "coordinator", Kind: LineText, Required: true, Labels: []string{"MDA++-coördinator", "MDA++ coördinator", "Coördinator MDA++", "Coördinator", "Naam coördinator"},
				Prompt: "Uw naam of initialen"},
			{ID: "second-coordinator", Kind: LineText, Optional: true, Labels: []string{"Tweede coördinator", "2e coördinator", "Tweede MDA++-coördinator"},
				Prompt: "Als die er is"},
			{ID: "process-manager", Kind: LineText, Labels: []string{"Gemeentelijke procesregisseur", "Procesregisseur", "Procesregisseur gemeente"},
				Prompt: "Naam of initialen"},
			{ID: "family", Kind: FreeText, Labels: []string{"Gezin", "Samenstelling van het gezin", "Samenstelling gezin", "Gezinssamenstelling", "Gezinsleden"},
				Help: "Noem rol, initialen en leeftijd. Bijvoorbeeld: moeder A.B. (33), kind D.B. (4).", Prompt: "Klik hier en beschrijf het gezin.", Lines: 2},
			{ID: "goal", Kind: FreeText, Labels: []string{"Doel van deze fase", "Doel van de fase", "Doel"}, Printed: w.goal},
			{ID: "score", Kind: ScoreKind, Required: true, Labels: []string{"Veiligheidscijfer nu", "Veiligheidscijfer", "Huidig veiligheidscijfer", "Veiligheidscijfer samen"},
				Help: "Het cijfer dat u samen geeft, van 0 tot en met 10.", Prompt: "Kies een cijfer."},
			score("score-mother", "moeder"), score("score-father", "vader"), score("score-stepfather", "stiefvader"),
			score("score-network", "netwerk"), score("score-professionals", "professionals"),
			{ID: "target-score", Kind: ScoreKind, Required: true, Labels: []string{"Veiligheidscijfer doel", "Doel veiligheidscijfer", "Gewenst veiligheidscijfer", "Streefcijfer"},
				Prompt: "Kies een cijfer."},
			{ID: "vision", Kind: FreeText, Required: true, Labels: []string{"Visie van gezin, netwerk en professionals", "Gezamenlijke visie", "Visie van het gezin, netwerk en professionals", "Visie"},
				Help: "Wat willen gezin, netwerk en professionals samen bereiken?", Prompt: "Klik hier en schrijf de visie op.", Lines: 3},
			{ID: "revised-because", Kind: FreeText, Optional: true, Labels: []string{"Reden van herziening", "Reden herziening", "Reden van de herziening", "Herzien omdat"},
				Help: "Vul dit in vanaf versie 2.", Prompt: "Klik hier en noem de reden.", Lines: 2},
			{ID: "network", Kind: FreeText, Labels: []string{"Netwerk", "Betrokken netwerk", "Netwerk van het gezin"},
				Help: "Wie uit de omgeving doet mee? Noem rollen, geen namen.", Prompt: "Klik hier en noem wie meedoet.", Lines: 2},
			{ID: "professionals", Kind: FreeText, Labels: []string{"Professionals", "Betrokken professionals"},
				Help: "Welke organisaties en functies doen mee?", Prompt: "Klik hier en noem wie meedoet.", Lines: 2},
		},
		Parts: []FieldDefinition{
			{ID: ProblemPart, Kind: FreeText, Required: true, Labels: w.problem, Help: w.problemHelp, Prompt: w.problemAbout, Lines: 3},
			{ID: ConditionPart, Kind: FreeText, Required: true, Labels: w.condition, Help: "Waaraan ziet iedereen dat dit is bereikt?",
				Prompt: "Klik hier en beschrijf wat er dan anders is.", Lines: 3},
		},
		Sections: []Section{
			{Heading: "Over dit plan", Fields: []string{"case", "municipality", "phase", "goal", "version", "date", "next-review"}},
			{Heading: "Wie werken eraan?", Fields: []string{"coordinator", "second-coordinator", "process-manager", "family", "network", "professionals"}},
			{Heading: "Hoe veilig is het nu?", Help: "Geef een cijfer van 0 tot en met 10. Een halve mag: 6,5. Bij 6 is het voor nu veilig genoeg.",
				Fields: []string{"score", "score-mother", "score-father", "score-stepfather", "score-network", "score-professionals", "target-score"}},
			{Heading: "Wat willen wij samen?", Fields: []string{"vision", "revised-because"}},
			{Heading: "De drie prioriteiten", Help: "Spreek bij elke prioriteit af wie wat doet, en uiterlijk wanneer.", Priorities: true},
		},
	}
}

func score(id, who string) FieldDefinition {
	return FieldDefinition{ID: id, Kind: ScoreKind, Optional: true, Labels: []string{"Veiligheidscijfer " + who, "Veiligheidscijfer van " + who, "Cijfer " + who},
		Prompt: "Kies een cijfer."}
}
