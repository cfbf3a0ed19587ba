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
)

// FieldDefinition describes one field of a form: what it is called in the form and how it is read.
type FieldDefinition struct {
	ID       string
	Kind     Kind
	Required bool
	Labels   []string // the wording in the form first, then wordings seen elsewhere
	Hints    []string // words that belong to the label, not to the answer
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
}

// Definition describes a form as data. Matching goes by wording, never by number:
// one published copy numbers its eight criteria 2 to 9.
type Definition struct {
	Form     string
	Titles   []string
	Fields   []FieldDefinition
	Criteria []CriterionDefinition
	Versions []VersionDefinition
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
	Titles: []string{"aanmeldingsformulier mda", "aanmeldformulier mda"},
	Fields: []FieldDefinition{
		{ID: "referrer", Kind: FreeText, Required: true, Labels: []string{
			"Naam en contactgegevens aanmelder", "Naam en contactgegevens van de aanmelder", "Naam en contactgegevens van aanmelder",
			"Naam contactgegevens aanmelder", "Naam en telefoonnummer aanmelder", "Naam van de aanmelder", "Naam aanmelder",
			"Contactgegevens aanmelder", "Gegevens aanmelder", "Aanmelder"}},
		{ID: "initials", Kind: InitialsKind, Required: true, Labels: []string{
			"Initialen één van de betrokkenen", "Initialen van één van de betrokkenen", "Initialen van een betrokkene",
			"Initialen betrokkene", "Initialen"}},
		{ID: "role", Kind: RoleKind, Required: true, Labels: []string{
			"Rol van degene van wie de initialen zijn", "Rol van degene van wie dit de initialen zijn", "Rol van de betrokkene",
			"Rol van degene", "Rol betrokkene", "Rol"}},
		{ID: "municipality", Kind: MunicipalityKind, Required: true, Labels: []string{
			"Gemeente waar het gezin woont", "Gemeente van het gezin", "Woongemeente", "Gemeente"}},
		{ID: "family", Kind: FreeText, Labels: []string{
			"Samenstelling van het gezin", "Samenstelling gezin", "Gezinssamenstelling"}},
		{ID: "same-address", Kind: SameAddressKind, Labels: []string{
			"Wonen deze gezinsleden allemaal op hetzelfde adres", "Wonen de gezinsleden allemaal op hetzelfde adres",
			"Wonen alle gezinsleden op hetzelfde adres", "Wonen deze gezinsleden op hetzelfde adres",
			"Wonen gezinsleden allemaal op hetzelfde adres"}},
		{ID: "summary", Kind: FreeText, Labels: []string{
			"Korte omschrijving van de situatie", "Korte omschrijving situatie", "Omschrijving van de situatie", "Korte omschrijving"},
			Hints: []string{"geef per criterium aan of het van toepassing is en zo ja waarom het mag kort"}},
		{ID: "zvh", Kind: ZvhKind, Labels: []string{
			"Is het Zorg- en Veiligheidshuis betrokken", "Is het Zorg en Veiligheidshuis (ZVH) betrokken", "Is het ZVH betrokken",
			"Zorg- en Veiligheidshuis betrokken"},
			Hints: []string{"zo ja geef aan voor welk gezinslid moeder vader zoon dochter", "zo ja voor welk gezinslid moeder vader zoon dochter"}},
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
		{ID: Version2019Numbered, Criteria: eight},
		{ID: Version2020, Criteria: []string{"structural-unsafety", "insufficient-results", "violence-or-neglect", "high-risk",
			"intergenerational", "overarching-problems", "serious-consequences"}},
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
