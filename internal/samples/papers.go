package samples

import (
	"fmt"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
)

// Who works on the cases of the demo: the coordinator who writes the plans, and two chairs,
// of whom the first is of an organisation that is involved.
const (
	Coordinator       = "k.l@hilversum.example"
	InvolvedChair     = "q.r@welzijn.example"
	InvolvedOrganised = "Stichting Welzijn"
	Chair             = "z.v@opvang.example"
)

// paper makes a form of another kind than the referral.
func (m *maker) paper(form string, f blank.Fill) []byte {
	layout, err := blank.LayoutOf(form, forms.Version1, blank.GooiEnVechtstreek)
	var docx []byte
	if err == nil {
		docx, err = layout.Docx(f)
	}
	if err != nil && m.err == nil {
		m.err = err
	}
	return docx
}

func date(t time.Time) string { return t.Format(time.DateOnly) }

func plan(reference string, version int, at time.Time) blank.Fill {
	f := blank.Fill{Fields: map[string]string{"case": reference, "municipality": "Hilversum", "version": fmt.Sprint(version), "date": date(at.AddDate(0, 0, 30*(version-1)-60)), "next-review": date(at.AddDate(0, 0, 28)),
		"coordinator": "K.L.", "process-manager": "B.S.", "family": "moeder A.B. (33), stiefvader C.B. (36), kind D.B. (4), kind E.B. (9)",
		"score": fmt.Sprint(2 + version), "score-mother": "3", "score-stepfather": "6", "score-network": "4", "score-professionals": "4", "target-score": "6",
		"vision":  "Bij ons thuis hoeft niemand bang te zijn. Ook niet op zaterdagavond, en ook niet als er iets tegenzit.",
		"network": "oma (moeders kant), buurvrouw, broer van stiefvader", "professionals": "MDA++-coördinator, Veilig Thuis, verslavingszorg, school"}}
	agreements := []blank.Agreement{{Who: "stiefvader", What: "slaapt bij zijn broer als hij heeft gedronken", ByWhen: date(at.AddDate(0, 0, 3))}}
	if version > 1 {
		f.Fields["revised-because"] = "Een incident in het weekend."
		agreements = append(agreements, blank.Agreement{Who: "verslavingszorg", What: "heeft een eerste gesprek met stiefvader", ByWhen: date(at.AddDate(0, 0, 14))})
	}
	f.Priorities = []blank.Filled{
		{Problem: "In het weekend drinkt stiefvader en loopt ruzie uit op slaan en dreigen.", Condition: "Stiefvader drinkt niet thuis, en slaapt bij zijn broer als hij heeft gedronken.", Agreements: agreements},
		{Problem: "De kinderen zijn erbij als er geweld is, en weten niet waar ze heen kunnen.", Condition: "De kinderen kunnen altijd naar oma, dag en nacht.", Agreements: []blank.Agreement{{Who: "oma", What: "heeft altijd een bed klaar en een telefoon aan", ByWhen: date(at.AddDate(0, 0, 2))}}},
		{Problem: "Moeder durft geen hulp te vragen als het misgaat.", Condition: "Moeder heeft een codewoord en iemand die dan komt.", Agreements: []blank.Agreement{{Who: "buurvrouw", What: "belt 112 als moeder het codewoord stuurt", ByWhen: date(at.AddDate(0, 0, 2))}}},
	}
	return f
}

func registration(reference string, version int, at time.Time) blank.Fill {
	return blank.Fill{Fields: map[string]string{"case": reference, "municipality": "Hilversum", "date": date(at), "phase": "1", "coordinator": "K.L.", "coordinator-contact": "035-1234501, " + Coordinator,
		"plan-kind": "TOP 3 Veiligheidsplan", "plan-version": fmt.Sprint(version), "plan-date": date(at.AddDate(0, 0, 30*(version-1)-60)), "score": "4",
		"involved": "Veilig Thuis, gemeente Hilversum, verslavingszorg, " + InvolvedOrganised + ", school", "tried": "Een huisverbod van tien dagen, gesprekken bij de verslavingszorg en een slaapplek bij de broer.",
		"question": "Hoe voorkomen wij dat stiefvader in het weekend terugvalt, en wat kan het strafrecht daaraan bijdragen?", "client-present-why": "Moeder is er het eerste kwartier bij.", "earlier-meetings": "geen"},
		Answers: map[string]blank.Answer{"client-present": blank.Yes},
		Chosen: map[string][]string{"reason": {"no-six-after-three-months"}, "plan-kind": {"safety-plan"}, "phase": {"1"}, "concurrence": {"versterkte procesregie", "wettelijke taken Veilig Thuis"},
			"first-shell": {"huiselijk geweld", "strafrecht", "trauma"}, "second-shell": {"verslavingszorg"}}}
}
