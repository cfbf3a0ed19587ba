package render

import "time"

// The examples are made up, as all families in this program are.

var exampleDay = time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)

var exampleFamily = []Member{{Role: "moeder", Initials: "A.B.", Age: 33}, {Role: "stiefvader", Initials: "C.B.", Age: 36}, {Role: "kind", Initials: "D.B.", Age: 4}, {Role: "kind", Initials: "E.B.", Age: 9}}

var exampleSafetyPlan = Plan{
	Kind: "safety-plan", Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Municipality: "Hilversum", Phase: 1, Version: 2, Date: "2026-11-20", NextReview: "2026-12-18",
	Coordinator: "K.L.", ProcessManager: "B.S.", Family: exampleFamily, Goal: "Directe veiligheid: het geweld stopt per direct",
	SafetyScore: map[string]float64{"mother": 3, "stepfather": 6, "network": 4, "professionals": 4, "agreed": 4, "target": 6},
	Vision:      "Bij ons thuis hoeft niemand bang te zijn. Ook niet op zaterdagavond, en ook niet als er iets tegenzit.",
	Priorities: []Priority{
		{Number: 1, UnsafeSituation: "In het weekend drinkt stiefvader en loopt ruzie uit op slaan en dreigen.", SafetyCondition: "Stiefvader drinkt niet thuis, en slaapt bij zijn broer als hij heeft gedronken.",
			Agreements: []Agreement{{Who: "stiefvader", What: "slaapt bij zijn broer als hij heeft gedronken", ByWhen: "2026-11-21"}, {Who: "broer van stiefvader", What: "belt de coördinator als hij niet komt", ByWhen: "2026-11-21"},
				{Who: "verslavingszorg", What: "heeft een eerste gesprek met stiefvader", ByWhen: "2026-12-04"}}},
		{Number: 2, UnsafeSituation: "De kinderen zijn erbij als er geweld is, en weten niet waar ze heen kunnen.", SafetyCondition: "De kinderen kunnen altijd naar oma, dag en nacht.",
			Agreements: []Agreement{{Who: "oma", What: "heeft altijd een bed klaar en een telefoon aan", ByWhen: "2026-11-21"}, {Who: "moeder", What: "oefent met de kinderen wat zij doen bij ruzie", ByWhen: "2026-11-28"}}},
		{Number: 3, UnsafeSituation: "Moeder durft geen hulp te vragen als het misgaat.", SafetyCondition: "Moeder heeft een codewoord en iemand die dan komt.",
			Agreements: []Agreement{{Who: "buurvrouw", What: "belt 112 als moeder het codewoord stuurt", ByWhen: "2026-11-21"}, {Who: "Veilig Thuis", What: "bespreekt het vluchtplan met moeder", ByWhen: "2026-11-27"}}},
	},
	Network: []string{"oma (moeders kant)", "buurvrouw", "broer van stiefvader"}, Professionals: []string{"MDA++-coördinator", "Veilig Thuis", "verslavingszorg", "school"},
	RevisedBecause: "Het expertoverleg van 13 november 2026; de uitkomst daarvan is leidend.",
	Changes:        []string{"Prioriteit 1: stiefvader slaapt nu bij zijn broer als hij heeft gedronken.", "Prioriteit 3 is nieuw: een codewoord voor moeder."},
	Course:         []Score{{"2026-07", 2}, {"2026-08", 3}, {"2026-09", 5}, {"2026-10", 3}, {"2026-11", 4}},
	MadeAt:         exampleDay,
}

var exampleCarePlan = Plan{
	Kind: "care-plan", Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Municipality: "Hilversum", Phase: 2, Version: 1, Date: "2026-11-20", NextReview: "2027-01-15",
	Coordinator: "K.L.", ProcessManager: "B.S.", Family: exampleFamily, Goal: "Stabiele veiligheid: oorzaken zijn weggenomen of teruggedrongen",
	SafetyScore: map[string]float64{"mother": 7, "stepfather": 7, "network": 6, "professionals": 6, "agreed": 6, "target": 7},
	Vision:      "Wij weten waardoor het misging en doen daar wat aan, stap voor stap en samen.",
	Priorities: []Priority{
		{Number: 1, RiskFactor: "Alcoholgebruik van stiefvader", StabilityCondition: "Drie maanden zonder drank, en daarna begeleiding",
			Agreements: []Agreement{{Who: "stiefvader", What: "start bij de verslavingszorg", ByWhen: "2026-12-01"}, {Who: "verslavingszorg", What: "meldt wegblijven binnen een dag aan de coördinator", ByWhen: "2026-12-01"}}},
		{Number: 2, RiskFactor: "Schulden en dreigende huisuitzetting", StabilityCondition: "Er is een betaalregeling die wordt nagekomen",
			Agreements: []Agreement{{Who: "moeder", What: "levert de papieren in bij schuldhulp", ByWhen: "2026-12-04"}, {Who: "schuldhulpverlening", What: "sluit een regeling met de verhuurder", ByWhen: "2026-12-18"}}},
		{Number: 3, RiskFactor: "Moeder heeft zelf geweld meegemaakt en verstart", StabilityCondition: "Moeder herkent spanning en vraagt op tijd hulp",
			Agreements: []Agreement{{Who: "forensische ggz", What: "start de traumabehandeling", ByWhen: "2027-01-04"}}},
	},
	Network: []string{"oma (moeders kant)", "buurvrouw"}, Professionals: []string{"MDA++-coördinator", "verslavingszorg", "schuldhulpverlening", "forensische ggz"},
	Course: []Score{{"2026-07", 3}, {"2026-08", 5}, {"2026-09", 6}, {"2026-10", 6}, {"2026-11", 6}}, MadeAt: exampleDay,
}

var exampleRecoveryPlan = Plan{
	Kind: "recovery-plan", Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Municipality: "Hilversum", Phase: 3, Version: 1, Date: "2026-11-20", NextReview: "2027-02-12",
	Coordinator: "K.L.", ProcessManager: "B.S.", Family: exampleFamily, Goal: "Duurzame veiligheid: gevolgen zijn hersteld of beperkt",
	SafetyScore: map[string]float64{"mother": 8, "stepfather": 8, "network": 8, "professionals": 8, "agreed": 8, "target": 8},
	Vision:      "Wij halen in wat de kinderen hebben gemist, en blijven om hulp vragen.",
	Priorities: []Priority{
		{Number: 1, Consequence: "Het oudste kind heeft nachtmerries", RecoveryGoal: "Het kind slaapt door en speelt weer met anderen", Agreements: []Agreement{{Who: "jeugd-ggz", What: "rondt de traumabehandeling af", ByWhen: "2027-02-01"}}},
		{Number: 2, Consequence: "Moeder werkt niet en ziet weinig mensen", RecoveryGoal: "Moeder volgt een opleiding en heeft een eigen kring",
			Agreements: []Agreement{{Who: "moeder", What: "start met de opleiding", ByWhen: "2027-01-11"}, {Who: "welzijnswerk", What: "koppelt een maatje", ByWhen: "2026-12-14"}}},
		{Number: 3, Consequence: "Het jongste kind loopt achter in taal", RecoveryGoal: "Het kind is bij het begin van groep 3 op niveau", Agreements: []Agreement{{Who: "school", What: "geeft drie keer per week extra taal", ByWhen: "2026-12-07"}}},
	},
	Network: []string{"oma (moeders kant)", "buurvrouw", "broer van stiefvader"}, Professionals: []string{"MDA++-coördinator", "jeugd-ggz", "school"},
	Course: []Score{{"2026-03", 6}, {"2026-05", 7}, {"2026-07", 7}, {"2026-09", 8}, {"2026-11", 8}}, MadeAt: exampleDay,
}
