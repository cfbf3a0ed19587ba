package render

import "time"

var exampleMeeting = Meeting{Date: "2026-12-09", Start: "13:30", Place: "Zorg- en Veiligheidshuis, zaal 2", Chair: "Q.R.", Organisation: "welzijnsorganisatie"}

var yes, no = true, false

var examplePack = MeetingPack{
	Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Municipality: "Hilversum", Meeting: exampleMeeting, Coordinator: "K.L.", ProcessManager: "B.S.", Registered: "2026-11-24",
	Reason:   "Na drie maanden is er geen 6 voor directe veiligheid.",
	Question: "Hoe voorkomen wij dat stiefvader in het weekend terugvalt, en wat kan het strafrecht daaraan bijdragen?",
	Tried:    "Een huisverbod van tien dagen, gesprekken bij de verslavingszorg en een slaapplek bij de broer. Door de week gaat het goed; in het weekend niet.",
	Referral: &exampleSummary, Plan: &exampleSafetyPlan, History: []PlanVersion{{Kind: "safety-plan", Version: 1, Date: "2026-08-14"}, {Kind: "safety-plan", Version: 2, Date: "2026-11-20", Because: "Incident van 7 november 2026"}},
	Course: exampleSafetyPlan.Course, Phases: []Phase{{Phase: 1, From: "2026-08-14"}}, Events: []Event{{"2026-09-26", "stiefvader kwam dronken thuis en dreigde"}, {"2026-11-07", "de politie kwam aan de deur; de kinderen waren erbij"}},
	Involved:    []Involved{{"Veilig Thuis", "melding en vervolgonderzoek"}, {"gemeente Hilversum", "procesregisseur"}, {"verslavingszorg", "behandeling van stiefvader"}, {"school", "vertrouwenspersoon van de kinderen"}},
	Concurrence: []string{"Versterkte procesregie van de gemeente", "Wettelijke taken van Veilig Thuis"},
	FirstShell:  []string{"huiselijk geweld", "strafrecht", "trauma"}, SecondShell: []string{"verslavingszorg"}, Client: "Moeder is het eerste kwartier aanwezig, met haar cliëntondersteuner.", MadeAt: exampleDay,
}

var exampleAgreements = Agreements{
	Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Meeting: exampleMeeting, Question: examplePack.Question,
	Outcome:    "Eerst een plek bij de verslavingszorg en duidelijke voorwaarden; daarna pas gezinsgesprekken.",
	Present:    []string{"huiselijk geweld", "strafrecht (OM)", "trauma", "verslavingszorg", "MDA++-coördinator", "gemeentelijke procesregisseur"},
	Agreements: []Agreement{{Who: "verslavingszorg", What: "intake binnen een week", ByWhen: "2026-12-16", Kept: &yes}, {Who: "strafrecht (OM)", What: "stemt de voorwaarden af met de politie", ByWhen: "2026-12-14", Kept: &no}, {Who: "coördinator", What: "herziet het veiligheidsplan met het gezin", ByWhen: "2026-12-23"}},
	NextLook:   "2027-01-06", MadeAt: exampleDay,
}

var exampleInvitation = Invitation{
	Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Meeting: exampleMeeting, To: "expert verslavingszorg", Expertise: "terugval bij alcoholgebruik", Reply: "2026-12-02", Contact: "q.r@welzijn.example, 035-1234567", MadeAt: exampleDay,
}

var exampleCaseMeeting = CaseMeeting{
	Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Meeting: Meeting{Date: "2026-12-18", Start: "15:00", Place: "bij oma thuis", Chair: "K.L."}, Coordinator: "K.L.", Phase: 1,
	Score: exampleSafetyPlan.Course, Priorities: exampleSafetyPlan.Priorities, Open: []Agreement{{Who: "stiefvader", What: "sliep bij zijn broer als hij had gedronken", ByWhen: "2026-11-21", Kept: &yes}, {Who: "verslavingszorg", What: "had een eerste gesprek", ByWhen: "2026-12-04", Kept: &no}}, Present: []string{"moeder", "stiefvader", "oma", "buurvrouw", "Veilig Thuis"}, MadeAt: exampleDay,
}

var exampleNotAdmissible = NotAdmissible{
	Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0012", Municipality: "Huizen", ReceivedAt: time.Date(2026, 11, 18, 9, 12, 0, 0, time.UTC),
	Reason: "Volgens het formulier is er geen structurele onveiligheid. Dat is een voorwaarde voor MDA++.", NotMet: []string{"Structurele onveiligheid"}, Contact: "aanmelden@regio.example, 035-1234500", MadeAt: exampleDay,
}

var exampleReport = ProgressReport{
	Region: "Gooi en Vechtstreek", From: "2026-01-01", To: "2026-06-30", Referrals: 30, Admitted: 9, Waiting: 2,
	Municipalities: []Municipality{{"Hilversum", 12, 3, 210, 240}, {"Gooise Meren", 7, 2, 148, 160}, {"HBL", 6, 2, 171, 160}, {"Weesp", 3, 1, 52, 80}, {"Wijdemeren", 2, 1, 44, 80}},
	Criteria:       []Count{{"Structurele onveiligheid", 27}, {"Hulp is vastgelopen of dreigt vast te lopen", 21}, {"Ernstig geweld of verwaarlozing", 19}, {"Hoog risico gezin", 16}, {"Intergenerationele overdracht", 11}, {"Overstijgende problematiek", 18}, {"Ernstige gevolgen", 14}, {"Onvoldoende resultaat", 17}},
	Refused:        []Count{{"Geen structurele onveiligheid", 3}, {"Lokaal opgepakt", 14}, {"Opgepakt door Veilig Thuis", 4}},
	Steps:          []Step{{"Casusselectiegesprek", "2 weken", 24, 6, 9}, {"Toewijzing aan coördinator", "1 dag", 8, 1, 1}, {"Contact voor warme overdracht", "1 week", 7, 2, 5.5}},
	Phases:         []Count{{"Fase 1: directe veiligheid", 5}, {"Fase 2: stabiele veiligheid", 3}, {"Fase 3: duurzame veiligheid", 1}},
	Scores:         []Score{{"2026-01", 3.2}, {"2026-02", 3.9}, {"2026-03", 4.6}, {"2026-04", 5.1}, {"2026-05", 5.8}, {"2026-06", 6.1}},
	Meetings:       Meetings{Held: 4, Agreed: 13, Kept: 11, Broken: 2}, Closed: 1, Lasting: 1, StillSafe: 2, YearAgo: 2,
	Bottlenecks: []string{"Wachttijd van acht weken bij de verslavingszorg.", "Geen plek voor ambulante vrouwenopvang met kinderen."}, MadeAt: exampleDay,
}

var exampleDestruction = Destruction{
	Region: "Gooi en Vechtstreek", Number: "V-2026-0003", List: "L-2026-0003",
	Proposed: Act{"R.M., archiefmedewerker", time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)}, Approved: Act{"J.W., projectleider", time.Date(2026, 10, 8, 13, 20, 0, 0, time.UTC)}, Executed: Act{"R.M., archiefmedewerker", exampleDay},
	Ground: "Selectielijst gemeenten en intergemeentelijke organen 2020. De bewaartermijn is verstreken en er is geen reden om langer te bewaren.",
	Method: "De sleutels waarmee de gegevens waren versleuteld, zijn vernietigd, en daarna de bestanden zelf. Kopieën in back-ups zijn zonder sleutel onleesbaar.",
	Destroyed: []Destroyed{{"MDA-2006-0003", "8.1.1", "2011-04-02", "2026-04-02", 14, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		{"MDA-2006-0009", "8.1.1", "2011-09-17", "2026-09-17", 8, "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}},
	Failed: []Failed{{"MDA-2006-0011", "Er rust een bewaarplicht op dit dossier tot de rechter heeft beslist."}}, MadeAt: exampleDay,
}
