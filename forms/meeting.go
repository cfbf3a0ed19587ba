package forms

// MeetingRegistration is the "Aanmelding expertoverleg MDA++": the coordinator registers a
// case with the chair, together with the current plan (domain.md 5).
var MeetingRegistration = Definition{
	Form: "meeting-registration", Title: "Aanmelding expertoverleg MDA++",
	Intro: "Stuur dit formulier met het huidige plan naar de voorzitter. Schrijf geen namen: initialen en rollen zijn genoeg.",
	Titles: []string{"aanmelding expertoverleg", "aanmelding mda expertoverleg", "aanmelding voor het expertoverleg", "aanmelding voor het mda expertoverleg",
		"aanmeldingsformulier expertoverleg", "aanmeldformulier expertoverleg", "aanmelding voor expertoverleg", "aanmeldingsformulier mda expertoverleg"},
	Versions: []VersionDefinition{{ID: Version1}},
	Own:      []string{"plan-kind", "question", "reason", "first-shell", "second-shell", "concurrence"},
	Fields: []FieldDefinition{
		{ID: "case", Kind: LineText, Required: true, Labels: []string{"Casus", "Kenmerk casus", "Kenmerk van de casus", "Casusnummer", "Kenmerk"}, Prompt: "Bijvoorbeeld MDA-2026-0007"},
		{ID: "municipality", Kind: MunicipalityKind, Required: true, Labels: []string{"Gemeente", "Woongemeente", "Gemeente van het gezin"}, Prompt: "Klik hier en kies een gemeente."},
		{ID: "date", Kind: DateKind, Required: true, Labels: []string{"Datum", "Datum van aanmelding", "Datum aanmelding"}, Prompt: "Klik hier en kies een datum."},
		{ID: "phase", Kind: PhaseKind, Required: true, Labels: []string{"Fase", "Huidige fase"}, Help: "In fase 3 is er geen expertoverleg.", Prompt: "Klik hier en kies 1 of 2.",
			Options: []Option{{Value: "1", Text: "1"}, {Value: "2", Text: "2"}}},
		{ID: "coordinator", Kind: LineText, Required: true, Labels: []string{"MDA++-coördinator", "MDA++ coördinator", "Coördinator MDA++", "Coördinator", "Naam coördinator"}, Prompt: "Uw naam"},
		{ID: "coordinator-contact", Kind: LineText, Required: true, Labels: []string{"Contactgegevens coördinator", "Contactgegevens van de coördinator", "Telefoon en e-mail coördinator", "Contactgegevens"},
			Prompt: "Telefoon en e-mailadres"},
		{ID: "plan-kind", Kind: ChoiceKind, Required: true, Labels: []string{"Huidig plan", "Soort plan", "Het huidige plan"}, Prompt: "Klik hier en kies het plan.",
			Options: []Option{
				{Value: "safety-plan", Text: "TOP 3 Veiligheidsplan", Other: []string{"veiligheidsplan", "top3 veiligheidsplan"}},
				{Value: "care-plan", Text: "TOP 3 Hulpverleningsplan", Other: []string{"hulpverleningsplan", "top3 hulpverleningsplan"}}}},
		{ID: "plan-version", Kind: NumberKind, Required: true, Labels: []string{"Versie van het plan", "Versie plan", "Versie"}, Prompt: "Bijvoorbeeld 1"},
		{ID: "plan-date", Kind: DateKind, Required: true, Labels: []string{"Datum van het plan", "Datum plan"}, Prompt: "Klik hier en kies een datum."},
		{ID: "score", Kind: ScoreKind, Required: true, Labels: []string{"Veiligheidscijfer nu", "Huidig veiligheidscijfer", "Veiligheidscijfer"}, Prompt: "Kies een cijfer."},
		{ID: "reason", Kind: ChoiceKind, Required: true, Labels: []string{"Reden van aanmelding", "Reden aanmelding", "Reden van de aanmelding", "Aanleiding"},
			Help: "Kruis één reden aan: de belangrijkste.",
			Options: []Option{
				{Value: "no-six-after-three-months", Text: "Na drie maanden nog geen 6 voor directe veiligheid", Other: []string{"na drie maanden geen 6 voor directe veiligheid", "na 3 maanden geen 6", "na 3 maanden nog geen 6", "drie maanden zonder 6"}},
				{Value: "progress-stalls", Text: "De voortgang stagneert", Other: []string{"voortgang stagneert", "stagnatie"}},
				{Value: "progress-threatens-to-stall", Text: "De voortgang dreigt te stagneren", Other: []string{"voortgang dreigt te stagneren", "dreigende stagnatie"}},
				{Value: "expertise-needed", Text: "Er is andere expertise nodig", Other: []string{"expertise nodig", "er is expertise nodig", "expertise is nodig", "andere expertise nodig"}}}},
		{ID: "involved", Kind: FreeText, Required: true, Labels: []string{"Wie zijn betrokken", "Betrokkenen", "Betrokken organisaties", "Wie is betrokken"},
			Name: "Wie zijn betrokken?", Help: "Noem rollen en organisaties, geen namen van het gezin.", Prompt: "Klik hier en noem wie betrokken is.", Lines: 3},
		{ID: "concurrence", Kind: ListKind, Labels: []string{"Samenloop met andere vormen van regie", "Samenloop", "Andere vormen van regie"},
			Help: "Kruis aan wat nu ook loopt. Loopt er niets, laat dan alles leeg.",
			Options: []Option{
				{Value: "reguliere gemeentelijke regie", Text: "Reguliere gemeentelijke regie"},
				{Value: "versterkte procesregie", Text: "Versterkte procesregie"},
				{Value: "kinderbeschermingsmaatregel", Text: "Kinderbeschermingsmaatregel", Other: []string{"ondertoezichtstelling", "ots"}},
				{Value: "jeugdreclassering", Text: "Jeugdreclassering"},
				{Value: "wettelijke taken Veilig Thuis", Text: "Wettelijke taken Veilig Thuis"},
				{Value: "PGA", Text: "PGA (lokaal of TOP X)", Other: []string{"pga", "pga lokaal", "pga top x"}}}},
		{ID: "tried", Kind: FreeText, Required: true, Labels: []string{"Wat is er al geprobeerd", "Wat is al geprobeerd", "Ingezette hulp"},
			Name: "Wat is er al geprobeerd?", Prompt: "Klik hier en noem wat er is gedaan en wat het opleverde.", Lines: 4},
		{ID: "question", Kind: FreeText, Required: true, Labels: []string{"Vraag aan de experts", "Vraag aan het expertoverleg", "Vraag voor de experts", "Vraagstelling"},
			Help: "Eén duidelijke vraag helpt het meest.", Prompt: "Klik hier en schrijf de vraag op.", Lines: 3},
		{ID: "first-shell", Kind: ListKind, Labels: []string{"Experts uit de eerste schil", "Eerste schil", "Voorstel experts eerste schil", "Expertise 1e schil"},
			Help: "Kruis aan wie er volgens u bij moet zijn.", Options: options(FirstShell)},
		{ID: "second-shell", Kind: ListKind, Labels: []string{"Experts uit de tweede schil", "Tweede schil", "Voorstel experts tweede schil", "Expertise 2e schil"},
			Help: "Kruis aan wie er volgens u bij moet zijn.", Options: options(SecondShell)},
		{ID: "client-present", Kind: YesNoKind, Required: true, Labels: []string{"Is de cliënt bij het overleg aanwezig", "Cliënt aanwezig", "Aanwezigheid van de cliënt", "Komt de cliënt naar het overleg"},
			Name: "Is de cliënt bij het overleg aanwezig?"},
		{ID: "client-present-why", Kind: FreeText, Labels: []string{"Waarom wel of niet", "Reden wel of niet aanwezig"},
			Name: "Waarom wel of niet?", Prompt: "Klik hier en licht kort toe.", Lines: 2},
		{ID: "earlier-meetings", Kind: FreeText, Labels: []string{"Eerdere expertoverleggen", "Eerder expertoverleg", "Eerdere overleggen"},
			Help: "Noem de datum en de uitkomst. Was er geen, schrijf dan: geen.", Prompt: "Klik hier en noem eerdere overleggen.", Lines: 2},
	},
	Sections: []Section{
		{Heading: "Om welke casus gaat het?", Fields: []string{"case", "municipality", "date", "phase", "coordinator", "coordinator-contact"}},
		{Heading: "Hoe staat het ervoor?", Fields: []string{"plan-kind", "plan-version", "plan-date", "score", "reason"}},
		{Heading: "Wat loopt er nu?", Fields: []string{"involved", "concurrence", "tried"}},
		{Heading: "Wat vraagt u aan het overleg?", Fields: []string{"question", "first-shell", "second-shell"}},
		{Heading: "Hoe betrekken wij het gezin?", Fields: []string{"client-present", "client-present-why", "earlier-meetings"}},
	},
}

// FirstShell and SecondShell are the expertise that may be invited: nearly always, and on call.
var (
	FirstShell = []string{"strafrecht", "openbare orde", "huiselijk geweld", "trauma", "welzijn", "onderwijs", "licht verstandelijke beperking", "bemoeizorg",
		"kindbescherming", "maatschappelijke opvang", "ambulante vrouwenopvang", "forensische ggz"}
	SecondShell = []string{"reclassering", "mensenhandel", "justitiële inrichting", "verslavingszorg", "seksueel geweld", "leerplicht", "gecertificeerde instelling",
		"beschermd wonen", "huisvesting", "jeugdzorg", "forensische ggz", "zedenpolitie", "cliëntondersteuning", "residentiële vrouwenopvang"}
)

func options(names []string) []Option {
	var out []Option
	for _, n := range names {
		out = append(out, Option{Value: n, Text: n})
	}
	return out
}
