package read

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/forms/text"
	"mdaplus/internal/testkit"
)

// examplePlan is a plan as the examples describe it.
type examplePlan struct {
	Kind, Case, Municipality     string
	Phase, Version               int
	Date, NextReview             string
	Coordinator, ProcessManager  string
	Goal, Vision, RevisedBecause string
	Family                       []struct {
		Role, Initials string
		Age            int
	}
	SafetyScore            map[string]int
	Network, Professionals []string
	Priorities             []examplePriority
}

type examplePriority struct {
	Number                                   int
	UnsafeSituation, RiskFactor, Consequence string
	SafetyCondition, StabilityCondition      string
	RecoveryGoal                             string
	Agreements                               []struct{ Who, What, ByWhen string }
}

// answers gives what a plan must be read as, by id.
func (p examplePlan) answers() map[string]string {
	family := []string{}
	for _, m := range p.Family {
		family = append(family, fmt.Sprintf("%s %s (%d)", m.Role, m.Initials, m.Age))
	}
	all := map[string]string{"case": p.Case, "municipality": p.Municipality, "phase": strconv.Itoa(p.Phase), "version": strconv.Itoa(p.Version),
		"date": p.Date, "next-review": p.NextReview, "coordinator": p.Coordinator, "process-manager": p.ProcessManager, "goal": p.Goal, "vision": p.Vision,
		"revised-because": p.RevisedBecause, "family": strings.Join(family, ", "), "network": strings.Join(p.Network, ", "),
		"professionals": strings.Join(p.Professionals, ", "), "score": strconv.Itoa(p.SafetyScore["agreed"]), "target-score": strconv.Itoa(p.SafetyScore["target"])}
	for _, id := range []string{"second-coordinator", "score-mother", "score-father", "score-stepfather", "score-network", "score-professionals"} {
		all[id] = ""
	}
	for _, q := range p.Priorities {
		all[forms.PartID(q.Number, "problem")] = q.UnsafeSituation + q.RiskFactor + q.Consequence
		all[forms.PartID(q.Number, "condition")] = q.SafetyCondition + q.StabilityCondition + q.RecoveryGoal
		for i, a := range q.Agreements {
			all[forms.AgreementID(q.Number, i+1, "who")], all[forms.AgreementID(q.Number, i+1, "what")], all[forms.AgreementID(q.Number, i+1, "byWhen")] = a.Who, a.What, a.ByWhen
		}
	}
	return all
}

// said gives a reading the same way: a value, "" for empty, "?code" for a question.
func said(r forms.Reading) map[string]string {
	all := map[string]string{}
	for id, a := range r.Answers() {
		switch a.Status {
		case forms.Read:
			all[id] = a.Value
		case forms.Ask:
			all[id] = "?" + a.Reason
		default:
			all[id] = ""
		}
	}
	return all
}

// sameAnswers compares two sets of answers; "?" as want is any question, or empty.
func sameAnswers(t *testing.T, name string, want, got map[string]string) {
	t.Helper()
	for _, id := range slices.Sorted(maps.Keys(want)) {
		g, ok := got[id]
		if w := want[id]; w != g && !(w == "?" && (g == "" || g[0] == '?')) || !ok {
			t.Errorf("%s: %s = %q, want %q", name, id, g, w)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[id]; !ok {
			t.Errorf("%s: %s = %q was never asked for", name, id, got[id])
		}
	}
}

// TestExamplePlans: the example plans are read as their description says, in full.
func TestExamplePlans(t *testing.T) {
	dir := testkit.Shared(t, filepath.Join("corpus", "plans"))
	files, err := filepath.Glob(filepath.Join(dir, "*.docx"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%d plans: %v", len(files), err)
	}
	for _, f := range files {
		var p examplePlan
		description, err := os.ReadFile(strings.TrimSuffix(f, ".docx") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(description, &p); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r := File(f, data, Options{})
		if len(r.Forms) != 1 || r.Forms[0].Form != p.Kind || r.Forms[0].Outcome != forms.OutcomeAccepted {
			t.Fatalf("%s: %+v", f, r)
		}
		sameAnswers(t, filepath.Base(f), p.answers(), said(r.Forms[0]))
	}
}

// safety is the plan that the variants below begin with.
const safety = `TOP 3 Veiligheidsplan
Casus: voorbeeld-B
Gemeente: Huizen
Fase: 1
Versie: 2
Datum: 2025-06-20
Volgende bespreking: 2025-07-18
MDA++-coördinator: P.D.
Gemeentelijke procesregisseur: G.A.
Gezin: moeder S.T. (41), vader U.T. (44), dochter V.T. (7)
Doel van deze fase: directe veiligheid: het geweld stopt per direct
Veiligheidscijfer nu: 4
Veiligheidscijfer doel: 6
Visie van gezin, netwerk en professionals: Onze dochter mag zien dat niemand bang is.
Reden van herziening: Het expertoverleg van 2025-06-13.
Prioriteit 1
Onveilige situatie: Vader volgt moeder
Veiligheidsvoorwaarde: Moeder heeft een veilige plek
| Wie | Wat | Wanneer |
| coördinator | regelt een telefoon | 2025-06-24 |
| vrouwenopvang | bespreekt een vluchtplan | 2025-06-27 |
Prioriteit 2
Onveilige situatie: Dreigen met meenemen
Veiligheidsvoorwaarde: De dochter reist niet
| Wie | Wat | Wanneer |
| moeder | bewaart de papieren | 2025-06-25 |
Prioriteit 3
Onveilige situatie: De dochter slaapt niet
Veiligheidsvoorwaarde: De dochter heeft elke dag rust
| Wie | Wat | Wanneer |
| school | biedt een inlooptijd | 2025-06-30 |
Netwerk: zus van moeder
Professionals: Veilig Thuis, school`

var safetyAnswers = map[string]string{"case": "voorbeeld-B", "municipality": "Huizen", "phase": "1", "version": "2", "date": "2025-06-20", "next-review": "2025-07-18",
	"coordinator": "P.D.", "second-coordinator": "", "process-manager": "G.A.", "family": "moeder S.T. (41), vader U.T. (44), dochter V.T. (7)",
	"goal": "directe veiligheid: het geweld stopt per direct", "score": "4", "score-mother": "", "score-father": "", "score-stepfather": "", "score-network": "",
	"score-professionals": "", "target-score": "6", "vision": "Onze dochter mag zien dat niemand bang is.", "revised-because": "Het expertoverleg van 2025-06-13.",
	"network": "zus van moeder", "professionals": "Veilig Thuis, school",
	"priority-1-problem": "Vader volgt moeder", "priority-1-condition": "Moeder heeft een veilige plek",
	"priority-1-agreement-1-who": "coördinator", "priority-1-agreement-1-what": "regelt een telefoon", "priority-1-agreement-1-byWhen": "2025-06-24",
	"priority-1-agreement-2-who": "vrouwenopvang", "priority-1-agreement-2-what": "bespreekt een vluchtplan", "priority-1-agreement-2-byWhen": "2025-06-27",
	"priority-2-problem": "Dreigen met meenemen", "priority-2-condition": "De dochter reist niet",
	"priority-2-agreement-1-who": "moeder", "priority-2-agreement-1-what": "bewaart de papieren", "priority-2-agreement-1-byWhen": "2025-06-25",
	"priority-3-problem": "De dochter slaapt niet", "priority-3-condition": "De dochter heeft elke dag rust",
	"priority-3-agreement-1-who": "school", "priority-3-agreement-1-what": "biedt een inlooptijd", "priority-3-agreement-1-byWhen": "2025-06-30"}

// planLine is a line of a plan: a row of a table, or a label with its answer.
type planLine struct {
	cells         []string
	label, answer string
}

func linesOfPlan(plan string) []planLine {
	var out []planLine
	for _, l := range strings.Split(plan, "\n") {
		if strings.HasPrefix(l, "|") {
			var cells []string
			for _, c := range strings.Split(strings.Trim(l, "|"), "|") {
				cells = append(cells, strings.TrimSpace(c))
			}
			out = append(out, planLine{cells: cells})
			continue
		}
		label, answer, ok := strings.Cut(l, ": ")
		if !ok {
			label, answer = strings.TrimSuffix(l, ":"), ""
		}
		out = append(out, planLine{label: label, answer: answer})
	}
	return out
}

// table says whether the line at i begins, goes on with, or ends a table of rows.
func tableAround(lines []planLine, i int, open, end string) (before, after string) {
	if i == 0 || lines[i-1].cells == nil {
		before = open
	}
	if i+1 == len(lines) || lines[i+1].cells == nil {
		after = end
	}
	return before, after
}

// Ways in which the same plan is written down.
var layouts = []struct {
	name  string
	write func(t testing.TB, plan string) []byte
}{
	{"text", func(_ testing.TB, plan string) []byte { return []byte(plan) }},
	{"text with tabs", func(_ testing.TB, plan string) []byte {
		var b strings.Builder
		for _, l := range linesOfPlan(plan) {
			if l.cells != nil {
				b.WriteString(strings.Join(l.cells, "\t") + "\n")
				continue
			}
			b.WriteString(withColon(l) + "\n")
		}
		return []byte(b.String())
	}},
	{"text, answers below", func(_ testing.TB, plan string) []byte {
		var b strings.Builder
		for _, l := range linesOfPlan(plan) {
			switch {
			case l.cells != nil:
				b.WriteString(strings.Join(l.cells, "\t") + "\n")
			case l.answer != "":
				b.WriteString(l.label + ":\n" + l.answer + "\n\n")
			default:
				b.WriteString(l.label + "\n")
			}
		}
		return []byte(b.String())
	}},
	{"html, bold labels", func(_ testing.TB, plan string) []byte { return htmlPlan(plan, false) }},
	{"html, fields in a table", func(_ testing.TB, plan string) []byte { return htmlPlan(plan, true) }},
	{"docx, bold labels", func(t testing.TB, plan string) []byte { return docxPlan(t, plan, false) }},
	{"docx, fields in a table", func(t testing.TB, plan string) []byte { return docxPlan(t, plan, true) }},
}

func withColon(l planLine) string {
	if l.answer == "" {
		return l.label
	}
	return l.label + ": " + l.answer
}

func htmlPlan(plan string, table bool) []byte {
	var b strings.Builder
	b.WriteString("<html><body>")
	lines := linesOfPlan(plan)
	for i, l := range lines {
		before, after := tableAround(lines, i, "<table>", "</table>")
		switch {
		case l.cells != nil:
			b.WriteString(before + "<tr><td>" + strings.Join(l.cells, "</td><td>") + "</td></tr>" + after)
		case l.answer == "":
			b.WriteString("<h2>" + l.label + "</h2>")
		case table:
			b.WriteString("<table><tr><td>" + l.label + "</td><td>" + l.answer + "</td></tr></table>")
		default:
			b.WriteString("<p><b>" + l.label + ":</b> " + l.answer + "</p>")
		}
	}
	return []byte(b.String() + "</body></html>")
}

func docxPlan(t testing.TB, plan string, table bool) []byte {
	return pack(t, `<w:document `+namespaces+`><w:body>`+wordBody(plan, table)+`</w:body></w:document>`, nil, "")
}

func wordBody(plan string, table bool) string {
	var b strings.Builder
	lines := linesOfPlan(plan)
	for i, l := range lines {
		before, after := tableAround(lines, i, "<w:tbl>", "</w:tbl>")
		switch {
		case l.cells != nil:
			b.WriteString(before + "<w:tr>")
			for _, c := range l.cells {
				b.WriteString(cell(p(t_(c))))
			}
			b.WriteString("</w:tr>" + after)
		case l.answer == "":
			b.WriteString(p(run(bold, l.label)))
		case table:
			b.WriteString("<w:tbl><w:tr>" + cell(p(run(bold, l.label))) + cell(p(t_(l.answer))) + "</w:tr></w:tbl>")
		default:
			b.WriteString(p(run(bold, l.label+": ") + t_(l.answer)))
		}
	}
	return b.String()
}

// planVariants change one thing. want holds the answers that differ; the others must stay.
var planVariants = []struct {
	name     string
	replace  []string
	want     map[string]string
	gone     []string // ids that are no more
	findings string   // codes of reasons and remarks that must be there
	texts    bool     // only in text: the lines have no other lay-out
	tables   bool     // only where a table is one: in text the line may belong to the row above it
}{
	{name: "as it is"},
	{name: "date with dashes", replace: []string{"Datum: 2025-06-20", "Datum: 20-06-2025"}},
	{name: "date in words", replace: []string{"Datum: 2025-06-20", "Datum: 20 juni 2025"}},
	{name: "date with its day", replace: []string{"Datum: 2025-06-20", "Datum: vrijdag 20 juni 2025"}},
	{name: "date with the wrong day", replace: []string{"Datum: 2025-06-20", "Datum: maandag 20 juni 2025"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "date with dots", replace: []string{"Datum: 2025-06-20", "Datum: 20.6.2025"}},
	{name: "date with slashes", replace: []string{"Datum: 2025-06-20", "Datum: 20/06/2025"}},
	{name: "day or month first", replace: []string{"Datum: 2025-06-20", "Datum: 06/07/2025"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "month first", replace: []string{"Datum: 2025-06-20", "Datum: 06/20/2025"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "short month", replace: []string{"Datum: 2025-06-20", "Datum: 20 jun. 2025"}},
	{name: "short year", replace: []string{"Datum: 2025-06-20", "Datum: 20-06-25"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "no such day", replace: []string{"Datum: 2025-06-20", "Datum: 31-06-2025"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "no leap year", replace: []string{"Datum: 2025-06-20", "Datum: 29 februari 2025"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "two dates", replace: []string{"Datum: 2025-06-20", "Datum: 20-06-2025 of 21-06-2025"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "month only", replace: []string{"Datum: 2025-06-20", "Datum: juni 2025"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "another century", replace: []string{"Datum: 2025-06-20", "Datum: 20-06-1925"}, want: map[string]string{"date": "?date-unclear"}},
	{name: "half a score", replace: []string{"cijfer nu: 4", "cijfer nu: 6,5"}, want: map[string]string{"score": "6.5"}},
	{name: "half with a dot", replace: []string{"cijfer nu: 4", "cijfer nu: 6.5"}, want: map[string]string{"score": "6.5"}},
	{name: "half as a sign", replace: []string{"cijfer nu: 4", "cijfer nu: 6½"}, want: map[string]string{"score": "6.5"}},
	{name: "score of ten", replace: []string{"cijfer nu: 4", "cijfer nu: 4/10"}},
	{name: "score in words", replace: []string{"cijfer nu: 4", "cijfer nu: vier"}},
	{name: "ten", replace: []string{"cijfer nu: 4", "cijfer nu: 10"}, want: map[string]string{"score": "10"}},
	{name: "zero", replace: []string{"cijfer nu: 4", "cijfer nu: 0"}, want: map[string]string{"score": "0"}},
	{name: "more than ten", replace: []string{"cijfer nu: 4", "cijfer nu: 11"}, want: map[string]string{"score": "?score-unclear"}},
	{name: "below zero", replace: []string{"cijfer nu: 4", "cijfer nu: -4"}, want: map[string]string{"score": "?score-unclear"}},
	{name: "between", replace: []string{"cijfer nu: 4", "cijfer nu: tussen 5 en 6"}, want: map[string]string{"score": "?score-unclear"}},
	{name: "from to", replace: []string{"cijfer nu: 4", "cijfer nu: 5-6"}, want: map[string]string{"score": "?score-unclear"}},
	{name: "quarter", replace: []string{"cijfer nu: 4", "cijfer nu: 6,25"}, want: map[string]string{"score": "?score-unclear"}},
	{name: "nearly", replace: []string{"cijfer nu: 4", "cijfer nu: bijna 6"}, want: map[string]string{"score": "?score-unclear"}},
	{name: "score in doubt", replace: []string{"cijfer nu: 4", "cijfer nu: 6?"}, want: map[string]string{"score": "?unclear"}},
	{name: "score of each", replace: []string{"Veiligheidscijfer doel", "Veiligheidscijfer moeder: 3\nVeiligheidscijfer vader: 7\nVeiligheidscijfer netwerk: 4\nVeiligheidscijfer professionals: 4\nVeiligheidscijfer doel"},
		want: map[string]string{"score-mother": "3", "score-father": "7", "score-network": "4", "score-professionals": "4"}},
	{name: "phase in words", replace: []string{"Fase: 1", "Fase: 1 (directe veiligheid)"}},
	{name: "phase by name", replace: []string{"Fase: 1", "Fase: directe veiligheid"}},
	{name: "phase twice", replace: []string{"Fase: 1", "Fase: fase 1"}},
	{name: "phase of another plan", replace: []string{"Fase: 1", "Fase: 2"}, want: map[string]string{"phase": "?phase-contradicts"}},
	{name: "phase against itself", replace: []string{"Fase: 1", "Fase: 1 (stabiele veiligheid)"}, want: map[string]string{"phase": "?phase-unclear"}},
	{name: "phase four", replace: []string{"Fase: 1", "Fase: 4"}, want: map[string]string{"phase": "?phase-unclear"}},
	{name: "phase one or two", replace: []string{"Fase: 1", "Fase: 1/2"}, want: map[string]string{"phase": "?"}},
	{name: "goal of another phase", replace: []string{"directe veiligheid: het", "stabiele veiligheid: het"}, want: map[string]string{"goal": "?phase-contradicts"}},
	{name: "version in words", replace: []string{"Versie: 2", "Versie: versie 2"}},
	{name: "version with v", replace: []string{"Versie: 2", "Versie: v2"}},
	{name: "version with a point", replace: []string{"Versie: 2", "Versie: 2.1"}, want: map[string]string{"version": "?number-unclear"}},
	{name: "first version", replace: []string{"Versie: 2", "Versie: 1", "\nReden van herziening: Het expertoverleg van 2025-06-13.", ""}, want: map[string]string{"version": "1", "revised-because": ""}},
	{name: "revised without a reason", replace: []string{"\nReden van herziening: Het expertoverleg van 2025-06-13.", ""}, want: map[string]string{"revised-because": ""}, findings: "revision-unexplained"},
	{name: "municipality in capitals", replace: []string{"Gemeente: Huizen", "Gemeente: gemeente HUIZEN"}},
	{name: "village", replace: []string{"Gemeente: Huizen", "Gemeente: Loosdrecht"}, want: map[string]string{"municipality": "?village"}},
	{name: "two municipalities", replace: []string{"Gemeente: Huizen", "Gemeente: Huizen en Laren"}, want: map[string]string{"municipality": "?unknown-municipality"}},
	{name: "renamed labels", replace: []string{"Casus:", "Kenmerk casus:", "Volgende bespreking:", "Volgende evaluatie:", "MDA++-coördinator:", "Coördinator:", "Gezin:", "Samenstelling van het gezin:",
		"Visie van gezin, netwerk en professionals:", "Gezamenlijke visie:", "Netwerk:", "Betrokken netwerk:", "Veiligheidscijfer doel:", "Gewenst veiligheidscijfer:"}},
	{name: "renamed columns", replace: []string{"| Wie | Wat | Wanneer |", "| Door wie | Actie | Uiterlijk |"}},
	{name: "another title", replace: []string{"TOP 3 Veiligheidsplan", "MDA++ TOP3 Veiligheidsplan - versie 2"}},
	{name: "title behind a colon", replace: []string{"TOP 3 Veiligheidsplan", "Veiligheidsplan TOP 3: casus B"}},
	{name: "text below the agreements", replace: []string{"\nPrioriteit 3\n", "\nMoeder belt 112 als hij komt.\nPrioriteit 3\n"}, findings: "text-beside", tables: true},
	{name: "vision in paragraphs", replace: []string{"niemand bang is.\n", "niemand bang is.\n\nEn dat blijft zo.\n"}, want: map[string]string{"vision": "Onze dochter mag zien dat niemand bang is. En dat blijft zo."}, texts: true},
	{name: "a signature", replace: []string{"Professionals: Veilig Thuis, school", "Professionals: Veilig Thuis, school\n\nK. Jansen\nGemeente Huizen"}, want: map[string]string{"professionals": "?unclear-place"}, texts: true},
	{name: "a greeting", replace: []string{"Professionals: Veilig Thuis, school", "Professionals: Veilig Thuis, school\n\nMet vriendelijke groet,\nK. Jansen\nGemeente Huizen"}, texts: true},
	{name: "a label deleted", replace: []string{"\nCasus: voorbeeld-B", ""}, want: map[string]string{"case": "?label-missing"}},
	{name: "an answer deleted", replace: []string{"Casus: voorbeeld-B", "Casus: ....."}, want: map[string]string{"case": ""}},
	{name: "coordinator in doubt", replace: []string{"coördinator: P.D.", "coördinator: P.D.?"}, want: map[string]string{"coordinator": "?unclear"}},
	{name: "label twice", replace: []string{"\nGemeente: Huizen", "\nGemeente: Huizen\nGemeente: Laren"}, want: map[string]string{"municipality": "?twice"}},
	{name: "row added", replace: []string{"| moeder | bewaart de papieren | 2025-06-25 |", "| moeder | bewaart de papieren | 2025-06-25 |\n| oma | belt elke dag | 1 juli 2025 |"},
		want: map[string]string{"priority-2-agreement-2-who": "oma", "priority-2-agreement-2-what": "belt elke dag", "priority-2-agreement-2-byWhen": "2025-07-01"}},
	{name: "agreement without date", replace: []string{"2025-06-25", "zo snel mogelijk"}, want: map[string]string{"priority-2-agreement-1-byWhen": "?date-unclear"}},
	{name: "network in the agreements", replace: []string{"| moeder | bewaart", "| netwerk | bewaart"}, want: map[string]string{"priority-2-agreement-1-who": "netwerk"}},
	{name: "no third priority", replace: []string{"Prioriteit 3\nOnveilige situatie: De dochter slaapt niet\nVeiligheidsvoorwaarde: De dochter heeft elke dag rust\n| Wie | Wat | Wanneer |\n| school | biedt een inlooptijd | 2025-06-30 |\n", ""},
		gone: []string{"priority-3-"}, findings: "priorities-missing"},
	{name: "a fourth priority", replace: []string{"\nNetwerk:", "\nPrioriteit 4\nOnveilige situatie: Nog iets\nVeiligheidsvoorwaarde: Dat stopt\n| Wie | Wat | Wanneer |\n| oma | helpt | 2025-07-01 |\nNetwerk:"},
		want: map[string]string{"priority-4-problem": "Nog iets", "priority-4-condition": "Dat stopt", "priority-4-agreement-1-who": "oma", "priority-4-agreement-1-what": "helpt", "priority-4-agreement-1-byWhen": "2025-07-01"}, findings: "priorities-extra"},
	{name: "heading of a priority deleted", replace: []string{"Prioriteit 2\n", ""}},
	{name: "priority by rank", replace: []string{"Prioriteit 2\n", "Tweede prioriteit\n"}},
	{name: "condition deleted", replace: []string{"\nVeiligheidsvoorwaarde: De dochter reist niet", ""}, want: map[string]string{"priority-2-condition": "?label-missing"}},
	{name: "problem empty", replace: []string{"situatie: Dreigen met meenemen", "situatie: ...."}, want: map[string]string{"priority-2-problem": ""}},
	{name: "same number twice", replace: []string{"Prioriteit 2\n", "Prioriteit 1\n"}, want: map[string]string{"priority-1-problem": "?", "priority-1-condition": "?"}, gone: []string{"priority-2-"}},
	{name: "a sentence about a priority", replace: []string{"mag zien dat niemand bang is.", "mag zien dat niemand bang is. Prioriteit 1 is rust."}, want: map[string]string{"vision": "Onze dochter mag zien dat niemand bang is. Prioriteit 1 is rust."}},
	{name: "names another plan", replace: []string{"Het expertoverleg van 2025-06-13.", "Na het hulpverleningsplan."}, want: map[string]string{"revised-because": "Na het hulpverleningsplan."}},
}

func TestPlanVariants(t *testing.T) {
	n := 0
	for _, v := range planVariants {
		plan := safety
		for i := 0; i < len(v.replace); i += 2 {
			if !strings.Contains(plan, v.replace[i]) {
				t.Fatalf("%s: %q is not there", v.name, v.replace[i])
			}
			plan = strings.ReplaceAll(plan, v.replace[i], v.replace[i+1])
		}
		want := maps.Clone(safetyAnswers)
		maps.DeleteFunc(want, func(id, _ string) bool {
			return slices.ContainsFunc(v.gone, func(g string) bool { return strings.HasPrefix(id, g) })
		})
		maps.Copy(want, v.want)
		for _, l := range layouts {
			if n++; v.tables && strings.HasPrefix(l.name, "text") || v.texts && l.name != "text" {
				continue
			}
			t.Run(v.name+", "+l.name, func(t *testing.T) { planIs(t, l.write(t, plan), want, v.findings, v.gone != nil && v.want != nil) })
		}
	}
	t.Logf("%d plans", n)
}

func planIs(t *testing.T, data []byte, want map[string]string, findings string, loose bool) {
	t.Helper()
	r := File("plan", data, Options{})
	if len(r.Forms) != 1 || r.Forms[0].Form != "safety-plan" {
		t.Fatalf("%d forms: %+v", len(r.Forms), r.Message)
	}
	f := r.Forms[0]
	got := said(f)
	if loose { // two priorities share a number: only that nothing is certain about them counts
		maps.DeleteFunc(got, func(id, _ string) bool { return strings.HasPrefix(id, "priority-1-agreement") })
		want = maps.Clone(want)
		maps.DeleteFunc(want, func(id, _ string) bool { return strings.HasPrefix(id, "priority-1-agreement") })
	}
	sameAnswers(t, "plan", want, got)
	codes := ""
	for _, c := range append(slices.Clone(f.Reasons), f.Remarks...) {
		codes += c.Code + " "
		if strings.Contains(c.Text, "⟦") || strings.Contains(forms.Name(c.Field), "⟦") {
			t.Errorf("%s %s has no words: %q, %q", c.Code, c.Field, c.Text, forms.Name(c.Field))
		}
	}
	if !strings.Contains(codes, findings) {
		t.Errorf("findings %q, want %q", codes, findings)
	}
	open := slices.ContainsFunc(forms.Open(f), func(string) bool { return true })
	if accepted := f.Outcome == forms.OutcomeAccepted; accepted == open {
		t.Errorf("outcome %s with open %v", f.Outcome, forms.Open(f))
	}
}

// mailWith is a mail with a text and attachments.
func mailWith(body string, files ...[]byte) []byte {
	var b strings.Builder
	b.WriteString("From: coordinator@gemeente.example\r\nTo: aanmelden@regio.example\r\nSubject: plan\r\nMessage-ID: <1@gemeente.example>\r\nDate: Mon, 1 Jun 2026 10:00:00 +0200\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"grens\"\r\n\r\n--grens\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body + "\r\n")
	for i, f := range files {
		fmt.Fprintf(&b, "--grens\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"bestand-%d\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", i, base64.StdEncoding.EncodeToString(f))
	}
	return []byte(b.String() + "--grens--\r\n")
}

func kindsOf(r Result) string {
	var out []string
	for _, f := range r.Forms {
		out = append(out, f.Form)
	}
	return strings.Join(out, " ")
}

func TestPlansBesideOtherForms(t *testing.T) {
	referral, err := blank.Docx(forms.Version2019, filled(blank.Boxes))
	if err != nil {
		t.Fatal(err)
	}
	plan := docxPlan(t, safety, true)
	changed := docxPlan(t, strings.Replace(safety, "nu: 4", "nu: 5", 1), true)
	later := docxPlan(t, strings.NewReplacer("Versie: 2", "Versie: 3", "2025-06-20", "2025-07-18").Replace(safety), true)
	for _, v := range []struct {
		name  string
		mail  []byte
		kinds string
		score string
	}{
		{"referral and plan", mailWith("Hierbij beide.", referral, plan), "referral safety-plan", "4"},
		{"plan and referral", mailWith("Hierbij beide.", plan, referral), "safety-plan referral", "4"},
		{"plan in the text", mailWith(safety), "safety-plan", "4"},
		{"referral and plan in the text", mailWith(textForm() + "\n\n" + safety), "referral safety-plan", "4"},
		{"plan and referral in the text", mailWith(safety + "\n\n" + textForm()), "safety-plan referral", "4"},
		{"the same plan twice", mailWith("Twee keer.", plan, plan), "safety-plan", "4"},
		{"the same plan as text", mailWith(safety, plan), "safety-plan", "4"},
		{"two copies that differ", mailWith("Kijk zelf.", plan, changed), "safety-plan", "?sources-differ"},
		{"two versions", mailWith("Oud en nieuw.", plan, later), "safety-plan safety-plan", "4"},
		{"a plan behind a greeting", mailWith("Beste collega,\n\nHieronder het plan.\n\n" + safety), "safety-plan", "4"},
	} {
		r := File("mail.eml", v.mail, Options{})
		if r.Message.Outcome != Filed || kindsOf(r) != v.kinds {
			t.Errorf("%s: %s %v, forms %q", v.name, r.Message.Outcome, r.Message.Reasons, kindsOf(r))
			continue
		}
		for i := range r.Forms {
			f := &r.Forms[i]
			got := said(*f)
			if f.Form == "safety-plan" && f.Fields["version"].Value == "2" && got["score"] != v.score {
				t.Errorf("%s: score %q", v.name, got["score"])
			}
			if f.Form == "referral" {
				for _, id := range forms.CriterionOrder {
					if f.Criteria[id].Value != "yes" {
						t.Errorf("%s: %s = %+v", v.name, id, f.Criteria[id])
					}
				}
			}
		}
	}
}

// TestNoPlan: what only speaks of a plan is none.
func TestNoPlan(t *testing.T) {
	for _, body := range []string{
		"Beste collega,\n\nHet TOP 3 Veiligheidsplan volgt morgen.\n\nGroet",
		"TOP 3 Veiligheidsplan\n\nGemeente: Huizen\nDatum: 20 juni 2025\nWij spreken elkaar dan.",
		"Veiligheidsplan\n\nCasus: B\nGemeente: Huizen\nFase: 1\nVersie: 2\nDatum: 20 juni 2025\nHet plan zelf zit op papier.",
		"Agenda\n1. Veiligheidsplan\n2. Hulpverleningsplan\n3. Herstelplan\nPrioriteit 1: rust\nNetwerk: oma",
		"Aanmelding expertoverleg MDA++\nDatum: 20 juni 2025\nWij melden ons aan.",
	} {
		if r := File("mail.eml", mailWith(body), Options{}); len(r.Forms) > 0 || r.Message.Outcome == Filed {
			t.Errorf("%q: %s %q", body, r.Message.Outcome, kindsOf(r))
		}
	}
	// A referral that speaks of the plans stays a referral, with the same answers.
	f := filled(blank.Boxes)
	f.Fields["summary"] = "Er is een TOP 3 Veiligheidsplan.\nTOP 3 Veiligheidsplan\nPrioriteit 1: rust."
	data, err := blank.Docx(forms.Version2019, f)
	if err != nil {
		t.Fatal(err)
	}
	r := File("aanmelding.docx", data, Options{})
	if kindsOf(r) != "referral" || !strings.HasSuffix(r.Forms[0].Fields["summary"].Value, "Prioriteit 1: rust.") {
		t.Errorf("%q: %+v", kindsOf(r), r.Forms)
	}
	// The title of one plan over the priorities of another is a form of neither kind.
	swapped := strings.Replace(safety, "TOP 3 Veiligheidsplan", "TOP 3 Hulpverleningsplan", 1)
	if r := File("plan", docxPlan(t, swapped, false), Options{}); len(r.Forms) > 0 {
		t.Errorf("a plan of two kinds is a %q", kindsOf(r))
	}
	// Without its title it is known by the words of its priorities.
	bare := strings.Replace(safety, "TOP 3 Veiligheidsplan\n", "", 1)
	if r := File("plan", docxPlan(t, bare, false), Options{}); kindsOf(r) != "safety-plan" {
		t.Errorf("without title: %q", kindsOf(r))
	}
}

// TestPlanMarks: what lies over, under or beside an answer makes it a question.
func TestPlanMarks(t *testing.T) {
	for _, v := range []struct{ name, content, want string }{
		{"plain", t_("4"), "4"},
		{"in pieces", t_("6") + run(bold, ",") + t_("5"), "6.5"},
		{"one struck", run(struck, "4") + t_(" 5"), "?unclear"},
		{"all struck", run(struck, "4"), "?unclear"},
		{"deleted, another inserted", del("4") + ins(t_("5")), "5"},
		{"only deleted", del("4"), ""},
		{"hidden", t_("4") + run("<w:vanish/>", "5"), "?hidden-text"},
		{"comment", t_("4") + `<w:r><w:commentReference w:id="0"/></w:r>`, "?comment"},
		{"line over it", shape("line") + t_("4"), "?overlay"},
		{"a control", `<w:sdt><w:sdtPr><w:comboBox><w:listItem w:value="4"/></w:comboBox></w:sdtPr><w:sdtContent>` + t_("4") + `</w:sdtContent></w:sdt>`, "4"},
		{"a prompt", `<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>` + t_("Kies een cijfer.") + `</w:sdtContent></w:sdt>`, ""},
		{"a prompt that was kept", t_("Kies een cijfer."), ""},
		{"two lines", t_("4") + `<w:r><w:br/></w:r>` + t_("5"), "?unclear"},
		{"unknown", `<w:r><x:y xmlns:x="urn:x"/></w:r>` + t_("4"), "?unknown-object"},
	} {
		plan := strings.Replace(wordBody(safety, false), p(run(bold, "Veiligheidscijfer nu: ")+t_("4")), p(run(bold, "Veiligheidscijfer nu: ")+v.content), 1)
		data := pack(t, `<w:document `+namespaces+`><w:body>`+plan+`</w:body></w:document>`, map[string]string{
			"word/comments.xml": `<w:comments ` + namespaces + `><w:comment w:id="0">` + p(t_("klopt dit?")) + `</w:comment></w:comments>`}, "")
		r := File("plan.docx", data, Options{})
		if kindsOf(r) != "safety-plan" {
			t.Errorf("%s: %q", v.name, kindsOf(r))
			continue
		}
		want := maps.Clone(safetyAnswers)
		want["score"] = v.want
		sameAnswers(t, v.name, want, said(r.Forms[0]))
	}
}

// FuzzPlans reads texts that look like plans and registrations: whatever is read as words
// must stand in the text, and whatever is read keeps the rules of the contract.
func FuzzPlans(f *testing.F) {
	for _, plan := range []string{safety, registration} {
		for _, l := range layouts[:5] {
			f.Add(string(l.write(f, plan)))
		}
		f.Add(strings.ReplaceAll(plan, "\n", "\n\n"))
		f.Add(plan + "\n" + plan)
	}
	for _, v := range planVariants {
		plan := safety
		for i := 0; i < len(v.replace); i += 2 {
			plan = strings.ReplaceAll(plan, v.replace[i], v.replace[i+1])
		}
		f.Add(plan)
	}
	f.Fuzz(func(t *testing.T, plan string) {
		if len(plan) > 20_000 {
			return
		}
		sh := text.Read(plan)
		for _, r := range forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek, Source: "body"}) {
			if broken := forms.Check(r); len(broken) > 0 {
				t.Fatalf("%+v breaks %+v", r, broken)
			}
			checkWords(t, plan, &r)
		}
	})
}

// checkWords looks for everything that was read as words in the text.
func checkWords(t *testing.T, plan string, r *forms.Reading) {
	t.Helper()
	letters := func(s string) string {
		return strings.Map(func(c rune) rune {
			if c < ' ' || unicode.IsSpace(c) || c == '\u00a0' || c == '\u200b' || c == '\u00ad' || c == '\u2060' || c == '\ufeff' || c == '\u007f' || c == '|' {
				return -1
			}
			return c
		}, s)
	}
	all := letters(plan)
	for id, a := range r.Answers() {
		if a.Status != forms.Read || a.Text == "" || a.Value != a.Text {
			continue
		}
		if strings.Contains(a.Text, "\ufffd") {
			continue
		}
		pieces := 0
		for _, word := range strings.Fields(a.Text) {
			if !strings.Contains(all, letters(word)) {
				t.Fatalf("%s holds %q, which is not in the text", id, word)
			}
			pieces++
		}
		if pieces == 0 {
			t.Fatalf("%s is read as nothing", id)
		}
	}
}

// priorityTables are other ways to lay out the three priorities; each says what the plan says.
var priorityTables = map[string]string{
	"one table": `<table><tr><td>Nr</td><td>Onveilige situatie</td><td>Veiligheidsvoorwaarde</td><td>Wie</td><td>Wat</td><td>Wanneer</td></tr>
<tr><td>1</td><td>Vader volgt moeder</td><td>Moeder heeft een veilige plek</td><td>coördinator</td><td>regelt een telefoon</td><td>2025-06-24</td></tr>
<tr><td></td><td></td><td></td><td>vrouwenopvang</td><td>bespreekt een vluchtplan</td><td>2025-06-27</td></tr>
<tr><td>2</td><td>Dreigen met meenemen</td><td>De dochter reist niet</td><td>moeder</td><td>bewaart de papieren</td><td>2025-06-25</td></tr>
<tr><td>3</td><td>De dochter slaapt niet</td><td>De dochter heeft elke dag rust</td><td>school</td><td>biedt een inlooptijd</td><td>2025-06-30</td></tr></table>`,
	"one table, everything repeated": `<table><tr><td>Prioriteit</td><td>Onveilige situatie</td><td>Veiligheidsvoorwaarde</td><td>Wie</td><td>Wat</td><td>Wanneer</td></tr>
<tr><td>1</td><td>Vader volgt moeder</td><td>Moeder heeft een veilige plek</td><td>coördinator</td><td>regelt een telefoon</td><td>2025-06-24</td></tr>
<tr><td>1</td><td>Vader volgt moeder</td><td>Moeder heeft een veilige plek</td><td>vrouwenopvang</td><td>bespreekt een vluchtplan</td><td>2025-06-27</td></tr>
<tr><td>2</td><td>Dreigen met meenemen</td><td>De dochter reist niet</td><td>moeder</td><td>bewaart de papieren</td><td>2025-06-25</td></tr>
<tr><td>3</td><td>De dochter slaapt niet</td><td>De dochter heeft elke dag rust</td><td>school</td><td>biedt een inlooptijd</td><td>2025-06-30</td></tr></table>`,
	"without numbers": `<table><tr><td>Onveilige situatie</td><td>Veiligheidsvoorwaarde</td><td>Wie</td><td>Wat</td><td>Wanneer</td></tr>
<tr><td>Vader volgt moeder</td><td>Moeder heeft een veilige plek</td><td>coördinator</td><td>regelt een telefoon</td><td>2025-06-24</td></tr>
<tr><td></td><td></td><td>vrouwenopvang</td><td>bespreekt een vluchtplan</td><td>2025-06-27</td></tr>
<tr><td>Dreigen met meenemen</td><td>De dochter reist niet</td><td>moeder</td><td>bewaart de papieren</td><td>2025-06-25</td></tr>
<tr><td>De dochter slaapt niet</td><td>De dochter heeft elke dag rust</td><td>school</td><td>biedt een inlooptijd</td><td>2025-06-30</td></tr></table>`,
	"a table each": `<table><tr><td>Prioriteit 1</td><td></td></tr><tr><td>Onveilige situatie</td><td>Vader volgt moeder</td></tr><tr><td>Veiligheidsvoorwaarde</td><td>Moeder heeft een veilige plek</td></tr></table>
<table><tr><td>Wat</td><td>Wie</td><td>Wanneer</td></tr><tr><td>regelt een telefoon</td><td>coördinator</td><td>2025-06-24</td></tr><tr><td>bespreekt een vluchtplan</td><td>vrouwenopvang</td><td>2025-06-27</td></tr></table>
<table><tr><td>Prioriteit 2</td><td>Onveilige situatie</td><td>Dreigen met meenemen</td></tr><tr><td></td><td>Veiligheidsvoorwaarde</td><td>De dochter reist niet</td></tr><tr><td>Wie</td><td>Wat</td><td>Wanneer</td></tr><tr><td>moeder</td><td>bewaart de papieren</td><td>2025-06-25</td></tr></table>
<table><tr><td>Prioriteit 3</td><td>De dochter slaapt niet</td></tr><tr><td>Veiligheidsvoorwaarde</td><td>De dochter heeft elke dag rust</td></tr></table>
<table><tr><td>Wie</td><td>school</td></tr><tr><td>Wat</td><td>biedt een inlooptijd</td></tr><tr><td>Wanneer</td><td>2025-06-30</td></tr></table>`,
	"words": `<p>Prioriteit één: Vader volgt moeder</p><p>Veiligheidsvoorwaarde: Moeder heeft een veilige plek</p><p>Afspraken</p><p>Wie: coördinator</p><p>Wat: regelt een telefoon</p><p>Wanneer: 24 juni 2025</p><p>Wie: vrouwenopvang</p><p>Wat: bespreekt een vluchtplan</p><p>Wanneer: 27 juni 2025</p>
<p>Prioriteit nr 2</p><p>Onveilige situatie: Dreigen met meenemen</p><p>Veiligheidsvoorwaarde: De dochter reist niet</p><p>Wat: bewaart de papieren</p><p>Wie: moeder</p><p>Wanneer: 25 juni 2025</p>
<p>Prioriteit III</p><p>Onveilige situatie: De dochter slaapt niet</p><p>Veiligheidsvoorwaarde: De dochter heeft elke dag rust</p><p>Wie</p><p>Wat</p><p>Wanneer</p><p>school</p><p>biedt een inlooptijd</p><p>30-06-2025</p>`,
	"cells in a cell": `<table><tr><td><p>Prioriteit 1</p><p>Onveilige situatie: Vader volgt moeder</p><p>Veiligheidsvoorwaarde: Moeder heeft een veilige plek</p><table><tr><td>Wie</td><td>Wat</td><td>Wanneer</td></tr><tr><td>coördinator</td><td>regelt een telefoon</td><td>2025-06-24</td></tr><tr><td>vrouwenopvang</td><td>bespreekt een vluchtplan</td><td>2025-06-27</td></tr></table></td></tr>
<tr><td><p>Prioriteit 2</p><p>Onveilige situatie: Dreigen met meenemen</p><p>Veiligheidsvoorwaarde: De dochter reist niet</p><table><tr><td>Wie</td><td>Wat</td><td>Wanneer</td></tr><tr><td>moeder</td><td>bewaart de papieren</td><td>2025-06-25</td></tr></table></td></tr>
<tr><td><p>Prioriteit 3</p><p>Onveilige situatie: De dochter slaapt niet</p><p>Veiligheidsvoorwaarde: De dochter heeft elke dag rust</p><table><tr><td>Wie</td><td>Wat</td><td>Wanneer</td></tr><tr><td>school</td><td>biedt een inlooptijd</td><td>2025-06-30</td></tr></table></td></tr></table>`,
}

// unclearTables say things that nobody can be sure of: no part of an agreement may be read.
var unclearTables = map[string]string{
	"no headings":           `<tr><td>moeder</td><td>bewaart de papieren</td><td>2025-06-25</td></tr>`,
	"two in one row":        `<tr><td>Wie</td><td>Wat</td><td>Wanneer</td></tr><tr><td>moeder<br>oma</td><td>bewaart de papieren<br>belt</td><td>2025-06-25<br>2025-06-26</td></tr>`,
	"struck row":            `<tr><td>Wie</td><td>Wat</td><td>Wanneer</td></tr><tr><td><s>moeder</s></td><td><s>bewaart de papieren</s></td><td><s>2025-06-25</s></td></tr>`,
	"headings nobody knows": `<tr><td>Persoon</td><td>Handeling</td><td>Moment</td></tr><tr><td>moeder</td><td>bewaart de papieren</td><td>2025-06-25</td></tr>`,
	"a column for each":     `<tr><td>Wie</td><td>moeder</td><td>oma</td></tr><tr><td>Wat</td><td>bewaart de papieren</td><td>belt</td></tr><tr><td>Wanneer</td><td>2025-06-25</td><td>2025-06-26</td></tr>`,
}

func TestPlanTables(t *testing.T) {
	at, end := strings.Index(safety, "Prioriteit 1"), strings.Index(safety, "Netwerk:")
	page := func(priorities string) []byte {
		above, below := string(htmlPlan(safety[:at-1], true)), string(htmlPlan(safety[end:], true))
		return []byte(strings.TrimSuffix(above, "</body></html>") + priorities + strings.TrimPrefix(below, "<html><body>"))
	}
	for name, html := range priorityTables {
		r := File("plan.html", page(html), Options{})
		if kindsOf(r) != "safety-plan" {
			t.Errorf("%s: %q", name, kindsOf(r))
			continue
		}
		sameAnswers(t, name, safetyAnswers, said(r.Forms[0]))
	}
	for name, rows := range unclearTables {
		html := `<h2>Prioriteit 1</h2><p>Onveilige situatie: Vader volgt moeder</p><p>Veiligheidsvoorwaarde: Moeder heeft een veilige plek</p><table>` + rows + `</table>`
		r := File("plan.html", page(html), Options{})
		if kindsOf(r) != "safety-plan" {
			t.Errorf("%s: %q", name, kindsOf(r))
			continue
		}
		for id, answer := range said(r.Forms[0]) {
			if strings.Contains(id, "agreement") && answer != "" && answer[0] != '?' || id == "priority-1-condition" && answer != safetyAnswers[id] {
				t.Errorf("%s: %s = %q", name, id, answer)
			}
		}
		if r.Forms[0].Outcome != forms.OutcomeAskBack {
			t.Errorf("%s: %s", name, r.Forms[0].Outcome)
		}
	}
}

// TestPlanWithoutALine: whatever line of a plan is deleted, doubled or moved, no answer
// becomes another one; an answer to a deleted question is no answer to its neighbour.
func TestPlanWithoutALine(t *testing.T) {
	changedLines(t, safety, safetyAnswers)
	changedLines(t, registration, registrationAnswers)
}

func changedLines(t *testing.T, form string, answers map[string]string) {
	t.Helper()
	lines := strings.Split(form, "\n")
	changed := map[string][]string{}
	for i := 1; i < len(lines); i++ {
		changed["without "+lines[i]] = slices.Delete(slices.Clone(lines), i, i+1)
		changed["twice "+lines[i]] = slices.Insert(slices.Clone(lines), i, lines[i])
		if i+1 < len(lines) {
			swapped := slices.Clone(lines)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			changed["swapped "+lines[i]] = swapped
			if lines[i][0] != '|' && lines[i+1][0] != '|' {
				changed["joined "+lines[i]] = append(append(slices.Clone(lines[:i]), lines[i]+" "+lines[i+1]), lines[i+2:]...)
			}
		}
		if label, _, ok := strings.Cut(lines[i], ": "); ok {
			bare := slices.Clone(lines)
			bare[i] = strings.TrimPrefix(lines[i], label+": ") // the label deleted, the answer kept
			changed["bare "+lines[i]] = bare
			empty := slices.Clone(lines)
			empty[i] = label + ": "
			changed["empty "+lines[i]] = empty
		}
	}
	values := map[string]bool{}
	for _, v := range answers {
		values[v] = true
	}
	n := 0
	for name, plan := range changed {
		for _, l := range layouts {
			r := File("plan", l.write(t, strings.Join(plan, "\n")), Options{})
			for i := range r.Forms {
				n++
				for id, answer := range said(r.Forms[i]) {
					if answer != "" && answer[0] != '?' && !values[answer] {
						t.Errorf("%s, %s: %s = %q", name, l.name, id, answer)
					}
					if want, ok := answers[id]; !strings.HasPrefix(id, "priority-") && answer != "" && answer[0] != '?' && ok && answer != want {
						t.Errorf("%s, %s: %s = %q, was %q", name, l.name, id, answer, want)
					}
				}
			}
		}
	}
	t.Logf("%d plans", n)
}
