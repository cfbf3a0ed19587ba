package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"mdaplus/render/pdfa"
)

// ErrUnknownKind means that there is no such document.
var ErrUnknownKind = errors.New("unknown document")

// Profile3a and Profile2a are the profiles of contracts.md: with the data in the file, or
// without.
const (
	Profile3a = pdfa.A3a
	Profile2a = pdfa.A2a
)

// Paper is the data of one kind of document.
type Paper interface {
	info() about
	draw(p *page)
}

// entry is one kind of document: how its data are read, and an example.
type entry struct {
	kind    string
	read    func(data []byte) (Paper, error)
	example Paper
}

// documents are all kinds, in the order in which they are listed.
var documents = []entry{
	kindOf("intake-summary", exampleSummary),
	kindOf("safety-plan", exampleSafetyPlan),
	kindOf("care-plan", exampleCarePlan),
	kindOf("recovery-plan", exampleRecoveryPlan),
	kindOf("meeting-pack", examplePack),
	kindOf("agreements", exampleAgreements),
	kindOf("invitation", exampleInvitation),
	kindOf("case-meeting", exampleCaseMeeting),
	kindOf("not-admissible", exampleNotAdmissible),
	kindOf("progress-report", exampleReport),
	kindOf("destruction-certificate", exampleDestruction),
}

func kindOf[T Paper](kind string, example T) entry {
	return entry{kind: kind, example: example, read: func(data []byte) (Paper, error) {
		var paper T
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.DisallowUnknownFields() // a misspelt key would be a hole in the document
		err := decoder.Decode(&paper)
		return paper, err
	}}
}

// Kinds names the documents that can be made.
func Kinds() []string {
	var kinds []string
	for _, e := range documents {
		kinds = append(kinds, e.kind)
	}
	return kinds
}

// Document makes one document from its data as JSON.
func Document(kind string, data []byte, look Look) ([]byte, error) {
	for _, e := range documents {
		if e.kind != kind {
			continue
		}
		paper, err := e.read(data)
		if err != nil {
			return nil, fmt.Errorf("data of %s: %w", kind, err)
		}
		return Make(paper, look)
	}
	return nil, fmt.Errorf("%w %q", ErrUnknownKind, kind)
}

// Make draws a document: PDF/A and PDF/UA, the same bytes for the same data.
func Make(paper Paper, look Look) ([]byte, error) {
	data, err := json.MarshalIndent(paper, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("data of the document: %w", err)
	}
	paper = tidied(paper)
	p, err := newPage(fontFor(paper), look, paper.info(), data, schemaOf(paper))
	if err != nil {
		return nil, err
	}
	paper.draw(p)
	if look.Sealer != nil {
		p.doc.SealWith(look.Sealer)
	}
	return p.bytes()
}

// Example gives a complete example of a document's data.
func Example(kind string) (data any, ok bool) {
	for _, e := range documents {
		if e.kind == kind {
			return e.example, true
		}
	}
	return nil, false
}

// ExampleJSON is Example as JSON; nil for an unknown kind.
func ExampleJSON(kind string) []byte {
	data, ok := Example(kind)
	if !ok {
		return nil
	}
	b, err := json.Marshal(data)
	if err != nil {
		panic(err) // the examples are ours
	}
	return b
}

var exampleSummary = IntakeSummary{
	Region: "Gooi en Vechtstreek", Reference: "MDA-2026-0007", Outcome: "ask-back",
	Admission: "De aanmelding is nog niet compleet. De aanmelder is om een aanvulling gevraagd.", Version: "2019",
	ReceivedAt: time.Date(2026, 11, 25, 8, 41, 0, 0, time.UTC), DueAt: time.Date(2026, 12, 9, 22, 59, 59, 0, time.UTC),
	MadeAt: time.Date(2026, 11, 25, 8, 41, 2, 0, time.UTC),
	Fields: []Field{
		{ID: "referrer", Label: "Naam en contactgegevens aanmelder", Status: "read", Value: "K.L., procesregisseur gemeente Hilversum, 035-1234501"},
		{ID: "initials", Label: "Initialen één van de betrokkenen", Status: "read", Value: "A.B."},
		{ID: "role", Label: "Rol van degene van wie de initialen zijn", Status: "read", Value: "moeder"},
		{ID: "municipality", Label: "Gemeente", Status: "ask", Text: "Loosdrecht"},
		{ID: "family", Label: "Samenstelling van het gezin", Status: "read", Value: "moeder, stiefvader, twee kinderen van 4 en 9 jaar"},
		{ID: "same-address", Label: "Wonen deze gezinsleden allemaal op hetzelfde adres?", Status: "read", Value: "Nee", Text: "Nee, vader woont elders"},
		{ID: "summary", Label: "Korte omschrijving van de situatie", Status: "read", Value: "Sinds drie jaar zijn er terugkerende meldingen van geweld tussen de ouders, waarbij de kinderen aanwezig zijn. Hulp is enkele keren gestart en weer gestopt."},
		{ID: "zvh", Label: "Is het Zorg- en Veiligheidshuis betrokken?", Status: "read", Value: "Ja (vader)", Text: "Ja, vader"},
	},
	Criteria: []Criterion{
		{ID: "structural-unsafety", Label: "Structurele onveiligheid", Status: "read", Value: "yes", Explanation: "De onveiligheid keert na elke rustige periode terug.", Evidence: "tabel 1 rij 1: Nee doorgehaald"},
		{ID: "stalled-help", Label: "Hulp is vastgelopen of dreigt vast te lopen", Status: "read", Value: "yes", Explanation: "De gezinshulp dreigt te stoppen; er is geen ingang meer.", Evidence: "tabel 1 rij 2: Nee doorgehaald"},
		{ID: "violence-or-neglect", Label: "Ernstig actueel en/of chronisch geweld of verwaarlozing", Status: "read", Value: "yes", Explanation: "Duwen, slaan en dreigen met een mes.", Evidence: "tabel 1 rij 3: Nee doorgehaald"},
		{ID: "high-risk", Label: "Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT", Status: "empty", Explanation: "Elf politiemutaties in een jaar en vijf meldingen bij VT."},
		{ID: "intergenerational", Label: "Intergenerationele overdracht", Status: "ask", Explanation: "Vader is als kind uit huis geplaatst.", Evidence: "tabel 1 rij 5: Ja en Nee aangekruist"},
		{ID: "overarching-problems", Label: "Overstijgende problematiek (verslaving, psychiatrie, eer, schulden)", Status: "read", Value: "no", Evidence: "tabel 1 rij 6: Ja doorgehaald"},
		{ID: "serious-consequences", Label: "Ernstige gevolgen zoals trauma of ontwikkeling kinderen ernstig in gevaar", Status: "read", Value: "yes", Explanation: "Het oudste kind snijdt zichzelf.", Evidence: "tabel 1 rij 7: Nee doorgehaald"},
		{ID: "insufficient-results", Label: "Reguliere interventies/ trajecten onvoldoende resultaat", Status: "read", Value: "no", Explanation: "Er is nog geen eerder traject geweest.", Evidence: "tabel 1 rij 8: Ja doorgehaald"},
	},
	Missing: []Question{
		{Place: "Gemeente", Question: "Er staat een dorp of wijk. In welke gemeente woont het gezin?"},
		{Place: "Criterium 4 – Hoog risico gezin", Question: "Wij zien geen antwoord. Is dit criterium van toepassing: Ja of Nee?"},
		{Place: "Criterium 5 – Intergenerationele overdracht", Question: "Ja én Nee zijn aangekruist. Welk antwoord bedoelt u?"},
	},
	Origin: Origin{Message: "B-2026-000123", Sender: "k.l@hilversum.example", Trust: "aligned", File: "Aanmeldingsformulier.docx",
		SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Program: "mdaplus"},
}
