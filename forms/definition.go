package forms

// Kind says how the answer to a field is read.
type Kind int

// Kinds of fields.
const (
	FreeText Kind = iota
	InitialsKind
	RoleKind
	MunicipalityKind
	SameAddressKind
	ZvhKind
	LineText   // free text that a person writes on one line: a name, a reference
	DateKind   // a day: 2025-06-20
	ScoreKind  // 0 to 10, halves allowed: 6.5
	PhaseKind  // 1, 2 or 3
	NumberKind // a whole number from 1
	ChoiceKind // one of Options
	ListKind   // any of Options
	YesNoKind  // yes or no; a reason may stand behind it
)

// Option is one of the answers that a question offers.
type Option struct {
	Value string   // in a reading
	Text  string   // on the form
	Other []string // other ways to write it
}

// FieldDefinition describes one field of a form: what it is called in the form, how it
// looks there and how it is read.
type FieldDefinition struct {
	ID       string
	Kind     Kind
	Required bool
	Optional bool     // a form on which the label does not stand is not asked about it
	Labels   []string // the wording in the form first, then wordings seen elsewhere
	Hints    []string // words that belong to the label, not to the answer
	Name     string   // wording in the blank form where that is not the first label
	Help     string   // a sentence below the label in the blank form; never part of an answer
	Prompt   string   // stands in the blank form where the answer comes
	Printed  string   // stands in the blank form as answer: it is the same in every form of this kind
	Options  []Option // ChoiceKind, ListKind
	Lines    int      // room to write; 0 is one line
}

// Label gives the wording of the field in the blank form.
func (f *FieldDefinition) Label() string {
	if f.Name != "" {
		return f.Name
	}
	return f.Labels[0]
}

// CriterionDefinition describes one criterion.
type CriterionDefinition struct {
	ID     string
	Labels []string
	Hints  []string
}

// VersionDefinition names a version of the form and the criteria that it asks for, in its order.
type VersionDefinition struct {
	ID       string
	Criteria []string
	Tests    bool // a copy with a mistake: it is read, and never handed out
}

// Section is a part of the blank form under a heading: its fields in order, or the table
// of criteria, or the priorities.
type Section struct {
	Heading    string
	Help       string
	Fields     []string
	Criteria   bool
	Priorities bool
}

// Prompts that belong to no field.
const (
	ExplanationPrompt = "Klik hier en licht kort toe."
	WhoPrompt         = "Wie?"
	WhatPrompt        = "Wat spreekt u af?"
	DatePrompt        = "Kies een datum"
)

// Definition describes a form as data. Matching goes by wording, never by number:
// one published copy numbers its eight criteria 2 to 9.
type Definition struct {
	Form     string
	Title    string   // above the blank form
	Intro    string   // below the title
	Titles   []string // folded beginnings of the title line
	Fields   []FieldDefinition
	Criteria []CriterionDefinition
	Parts    []FieldDefinition // of one priority; nil where the form has no priorities
	Versions []VersionDefinition
	Sections []Section
	Phase    string   // of the plan; "" for a form of any phase
	Own      []string // fields that no other form has: without one of them it is not this form
}

// Version1 is the first version of the plans and the registration.
const Version1 = "2026"

// Definitions are all forms, in the order in which a case meets them.
var Definitions = []*Definition{&Referral, &SafetyPlan, &CarePlan, &RecoveryPlan, &MeetingRegistration}

// DefinitionOf gives the definition of a form, nil when there is none.
func DefinitionOf(form string) *Definition {
	for _, d := range Definitions {
		if d.Form == form {
			return d
		}
	}
	return nil
}

// Field gives a field of the form, or a part of a priority, by its id; nil when there is none.
func (d *Definition) Field(id string) *FieldDefinition {
	for _, all := range [][]FieldDefinition{d.Fields, d.Parts} {
		for i := range all {
			if all[i].ID == id {
				return &all[i]
			}
		}
	}
	return nil
}

// Versions of the referral form.
const (
	Version2019         = "2019"
	Version2019Numbered = "2019-genummerd-2-9"
	Version2020         = "2020"
)

var eight = []string{"structural-unsafety", "stalled-help", "violence-or-neglect", "high-risk", "intergenerational",
	"overarching-problems", "serious-consequences", "insufficient-results"}

// Referral is the "Aanmeldingsformulier MDA++".
var Referral = Definition{
	Form:   "referral",
	Title:  "Aanmeldingsformulier MDA++",
	Intro:  "Graag geanonimiseerd invullen!",
	Titles: []string{"aanmeldingsformulier mda", "aanmeldformulier mda"},
	Fields: []FieldDefinition{
		{ID: "referrer", Kind: FreeText, Required: true, Labels: []string{
			"Naam en contactgegevens aanmelder", "Naam en contactgegevens van de aanmelder", "Naam en contactgegevens van aanmelder",
			"Naam contactgegevens aanmelder", "Naam en telefoonnummer aanmelder", "Naam van de aanmelder", "Naam aanmelder",
			"Contactgegevens aanmelder", "Gegevens aanmelder", "Aanmelder"},
			Prompt: "Klik hier en vul uw naam, organisatie en telefoonnummer in.", Lines: 2},
		{ID: "initials", Kind: InitialsKind, Required: true, Labels: []string{
			"Initialen één van de betrokkenen", "Initialen van één van de betrokkenen", "Initialen van een betrokkene",
			"Initialen betrokkene", "Initialen"}, Prompt: "Bijvoorbeeld A.B."},
		{ID: "role", Kind: RoleKind, Required: true, Labels: []string{
			"Rol van degene van wie de initialen zijn", "Rol van degene van wie dit de initialen zijn", "Rol van de betrokkene",
			"Rol van degene", "Rol betrokkene", "Rol"}, Prompt: "Klik hier en kies een rol.",
			Options: []Option{{Value: "mother", Text: "Moeder"}, {Value: "father", Text: "Vader"}, {Value: "child", Text: "Kind"}}},
		{ID: "municipality", Kind: MunicipalityKind, Required: true, Labels: []string{
			"Gemeente waar het gezin woont", "Gemeente van het gezin", "Woongemeente", "Gemeente"},
			Name: "Gemeente", Prompt: "Klik hier en kies een gemeente."},
		{ID: "family", Kind: FreeText, Labels: []string{
			"Samenstelling van het gezin", "Samenstelling gezin", "Gezinssamenstelling"},
			Help: "Schrijf geen namen. Bijvoorbeeld: moeder, stiefvader en twee kinderen van 4 en 9 jaar.", Prompt: "Klik hier en beschrijf het gezin.", Lines: 2},
		{ID: "same-address", Kind: SameAddressKind, Labels: []string{
			"Wonen deze gezinsleden allemaal op hetzelfde adres", "Wonen de gezinsleden allemaal op hetzelfde adres",
			"Wonen alle gezinsleden op hetzelfde adres", "Wonen deze gezinsleden op hetzelfde adres",
			"Wonen gezinsleden allemaal op hetzelfde adres"},
			Name: "Wonen deze gezinsleden allemaal op hetzelfde adres?", Help: "Kies Ja of Nee. U mag er iets achter zetten.", Prompt: "Klik hier voor Ja of Nee.",
			Options: []Option{{Value: "yes", Text: "Ja"}, {Value: "no", Text: "Nee"}}},
		{ID: "summary", Kind: FreeText, Labels: []string{
			"Korte omschrijving van de situatie", "Korte omschrijving situatie", "Omschrijving van de situatie", "Korte omschrijving"},
			Hints:  []string{"geef per criterium aan of het van toepassing is en zo ja waarom het mag kort"},
			Help:   "Een paar zinnen zijn genoeg. Schrijf geen namen en geen adressen.",
			Prompt: "Klik hier en beschrijf de situatie kort.", Lines: 6},
		{ID: "zvh", Kind: ZvhKind, Labels: []string{
			"Is het Zorg- en Veiligheidshuis betrokken", "Is het Zorg en Veiligheidshuis (ZVH) betrokken", "Is het ZVH betrokken",
			"Zorg- en Veiligheidshuis betrokken"},
			Hints: []string{"zo ja geef aan voor welk gezinslid moeder vader zoon dochter", "zo ja voor welk gezinslid moeder vader zoon dochter"},
			Name:  "Is het Zorg- en Veiligheidshuis betrokken?", Help: "Bij Ja: zet erachter voor wie. Bijvoorbeeld: Ja, vader.", Prompt: "Klik hier en kies of typ het antwoord.",
			Options: []Option{{Value: "no", Text: "Nee"}, {Value: "yes", Text: "Ja, moeder"}, {Value: "yes", Text: "Ja, vader"}, {Value: "yes", Text: "Ja, zoon"}, {Value: "yes", Text: "Ja, dochter"}}},
	},
	Criteria: []CriterionDefinition{
		{ID: "structural-unsafety", Labels: []string{"Structurele onveiligheid"}},
		{ID: "stalled-help", Labels: []string{"Hulp is vastgelopen of dreigt vast te lopen", "Hulp is vastgelopen dreigt vast te lopen",
			"Hulpverlening is vastgelopen of dreigt vast te lopen", "De hulp is vastgelopen of dreigt vast te lopen", "Hulp is vastgelopen"}},
		{ID: "violence-or-neglect", Labels: []string{"Ernstig actueel en/of chronisch geweld of verwaarlozing",
			"Ernstig actueel en/of chronisch geweld/ verwaarlozing", "Ernstig actueel of chronisch geweld of verwaarlozing",
			"Ernstig actueel en chronisch geweld of verwaarlozing", "Ernstig en/of chronisch geweld of verwaarlozing",
			"Ernstig actueel en/of chronisch geweld"}},
		{ID: "high-risk", Labels: []string{"Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT",
			"Hoogrisicogezin dat telkens terugkomt bij politie/ hulpverlening/ VT",
			"Hoog risico gezin dat telkens terugkomt", "Hoog risico gezin", "Hoogrisicogezin"},
			Hints: []string{"bij politie hulpverlening vt", "bij politie hulpverlening veilig thuis", "bij politie hulpverlening of vt"}},
		{ID: "intergenerational", Labels: []string{"Intergenerationele overdracht"}, Hints: []string{"van geweld"}},
		{ID: "overarching-problems", Labels: []string{"Overstijgende problematiek"},
			Hints: []string{"verslaving psychiatrie eer schulden", "zoals verslaving psychiatrie eer schulden"}},
		{ID: "serious-consequences", Labels: []string{"Ernstige gevolgen zoals trauma of ontwikkeling kinderen ernstig in gevaar",
			"Ernstige gevolgen zoals trauma of ontwikkeling van kinderen ernstig in gevaar", "Ernstige gevolgen zoals trauma", "Ernstige gevolgen"},
			Hints: []string{"of ontwikkeling kinderen ernstig in gevaar"}},
		{ID: "insufficient-results", Labels: []string{"Reguliere interventies/ trajecten onvoldoende resultaat",
			"Reguliere interventies en trajecten onvoldoende resultaat", "Reguliere interventies of trajecten onvoldoende resultaat",
			"Reguliere interventies/ trajecten hebben onvoldoende resultaat", "Reguliere interventies onvoldoende resultaat",
			"Eerdere interventies onvoldoende resultaat", "Eerdere interventies hebben onvoldoende resultaat"}},
	},
	Versions: []VersionDefinition{
		{ID: Version2019, Criteria: eight},
		{ID: Version2019Numbered, Criteria: eight, Tests: true},
		{ID: Version2020, Criteria: []string{"structural-unsafety", "insufficient-results", "violence-or-neglect", "high-risk",
			"intergenerational", "overarching-problems", "serious-consequences"}},
	},
	Sections: []Section{
		{Heading: "Wie meldt aan?", Fields: []string{"referrer"}},
		{Heading: "Om wie gaat het?", Help: "Noem het gezin alleen met initialen en rol. Schrijf geen namen, adressen of geboortedatums.",
			Fields: []string{"initials", "role", "municipality", "family", "same-address"}},
		{Heading: "Wat is er aan de hand?", Fields: []string{"summary"}},
		{Heading: "Zijn de criteria van toepassing?", Help: "Kies bij elk criterium Ja of Nee. Een korte toelichting is genoeg.", Criteria: true},
		{Heading: "Wie is er al betrokken?", Fields: []string{"zvh"}},
		{Heading: "Klaar?", Help: "Mail dit formulier naar MDA++ en naar uw eigen leidinggevende. Acuut gevaar? Bel 112."},
	},
}

// CriteriaOf gives the criteria that a version of the referral form asks for.
func CriteriaOf(version string) []string {
	for _, v := range Referral.Versions {
		if v.ID == version {
			return v.Criteria
		}
	}
	return eight
}
