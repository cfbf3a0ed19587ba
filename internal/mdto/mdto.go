// Package mdto writes archival metadata: the Dutch standard MDTO (Metagegevens voor Duurzaam
// Toegankelijke Overheidsinformatie). What it writes is valid for version 1.0.1 as published
// and for the stricter drafts of 1.0.2. It decides the order and the lists of terms; it knows
// no family: names of files and objects here are kinds, numbers and dates.
package mdto

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// ID names an object within a source.
type ID struct {
	Mark   string `xml:"identificatieKenmerk"`
	Source string `xml:"identificatieBron"`
}

// Ref leads to another object.
type Ref struct {
	Name string `xml:"verwijzingNaam"`
	ID   *ID    `xml:"verwijzingIdentificatie,omitempty"`
}

// Term is a word from a list of terms.
type Term struct {
	Label string `xml:"begripLabel"`
	Code  string `xml:"begripCode,omitempty"`
	List  Ref    `xml:"begripBegrippenlijst"`
}

// Event is something that happened to an object.
type Event struct {
	Type   Term   `xml:"eventType"`
	Time   string `xml:"eventTijd,omitempty"`
	Actor  *Ref   `xml:"eventVerantwoordelijkeActor,omitempty"`
	Result string `xml:"eventResultaat,omitempty"`
}

// Period is a term in time: from what it is counted, how long, and its last day.
type Period struct {
	Trigger *Term  `xml:"termijnTriggerStartLooptijd,omitempty"`
	Start   string `xml:"termijnStartdatumLooptijd,omitempty"`
	Length  string `xml:"termijnLooptijd,omitempty"` // ISO 8601: P20Y
	End     string `xml:"termijnEinddatum,omitempty"`
}

// Restriction says why not everybody may see an object.
type Restriction struct {
	Type Term   `xml:"beperkingGebruikType"`
	Note string `xml:"beperkingGebruikNadereBeschrijving,omitempty"`
}

// Related is another object and what it is to this one.
type Related struct {
	Ref  Ref  `xml:"gerelateerdInformatieobjectVerwijzing"`
	Type Term `xml:"gerelateerdInformatieobjectTypeRelatie"`
}

// Object is an informatieobject: a case, or one record in it.
type Object struct {
	IDs            []ID          `xml:"identificatie"`
	Name           string        `xml:"naam"`
	Level          Term          `xml:"aggregatieniveau"`
	Class          *Term         `xml:"classificatie,omitempty"`
	Language       string        `xml:"taal"`
	Events         []Event       `xml:"event"`
	Valuation      Term          `xml:"waardering"`
	Retention      *Period       `xml:"bewaartermijn,omitempty"`
	Category       *Term         `xml:"informatiecategorie,omitempty"` // number in the selection list
	PartOf         []Ref         `xml:"isOnderdeelVan"`
	Parts          []Ref         `xml:"bevatOnderdeel"`
	Representation []Ref         `xml:"heeftRepresentatie"`
	Related        []Related     `xml:"gerelateerdInformatieobject"`
	Creator        Ref           `xml:"archiefvormer"`
	Activity       *Ref          `xml:"activiteit,omitempty"`
	Restrictions   []Restriction `xml:"beperkingGebruik"`
}

// Checksum is a hash of a file, and when it was taken.
type Checksum struct {
	Algorithm Term   `xml:"checksumAlgoritme"`
	Value     string `xml:"checksumWaarde"`
	At        string `xml:"checksumDatum"`
}

// File is a bestand: the bytes of a record.
type File struct {
	IDs            []ID       `xml:"identificatie"`
	Name           string     `xml:"naam"`
	Size           int64      `xml:"omvang"`
	Format         Term       `xml:"bestandsformaat"`
	Checksums      []Checksum `xml:"checksum"`
	Representation Ref        `xml:"isRepresentatieVan"`
}

type document struct {
	XMLName xml.Name `xml:"MDTO"`
	XMLNS   string   `xml:"xmlns,attr"`
	Object  *Object  `xml:"informatieobject,omitempty"`
	File    *File    `xml:"bestand,omitempty"`
}

const namespace = "https://www.nationaalarchief.nl/mdto"

// XML writes the metadata of an object.
func (o Object) XML() ([]byte, error) { return write(document{XMLNS: namespace, Object: &o}) }

// XML writes the metadata of a file.
func (f File) XML() ([]byte, error) { return write(document{XMLNS: namespace, File: &f}) }

func write(d document) ([]byte, error) {
	body, err := xml.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("MDTO: %w", err)
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}

// ReadFile reads the metadata of a file, to check it against the file.
func ReadFile(data []byte) (File, error) {
	var d struct {
		XMLName xml.Name `xml:"https://www.nationaalarchief.nl/mdto MDTO"`
		File    *File    `xml:"bestand"`
	}
	if err := xml.Unmarshal(data, &d); err != nil {
		return File{}, fmt.Errorf("MDTO: %w", err)
	}
	if d.File == nil {
		return File{}, fmt.Errorf("MDTO: not the metadata of a file")
	}
	return *d.File, nil
}

// SHA256 is the checksum that a file's metadata give, "" when there is none.
func (f File) SHA256() string {
	for _, c := range f.Checksums {
		if c.Algorithm.Label == sha256Label {
			return strings.ToLower(c.Value)
		}
	}
	return ""
}

const sha256Label = "SHA256"

func term(list, label, code string) Term {
	return Term{Label: label, Code: code, List: Ref{Name: list}}
}

// Level is what an object is in the archive: "Zaak", "Archiefstuk".
func Level(label string) Term { return term("Begrippenlijst Aggregatieniveaus MDTO", label, "") }

// EventType is a kind of event: "Creatie", "Ontvangst", "Vervanging", "Vernietiging".
func EventType(label string) Term { return term("Begrippenlijst EventTypeLijst MDTO", label, "") }

// Valuation is V, to be destroyed, or B, to be kept.
func Valuation(code string) Term {
	label := "Tijdelijk te bewaren"
	if code == "B" {
		label = "Blijvend te bewaren"
	}
	return term("Begrippenlijst Waarderingen MDTO", label, code)
}

// Category is a number in a selection list.
func Category(list, number, label string) *Term {
	t := term(list, label, number)
	return &t
}

// RestrictedBy says why not everybody may see an object.
func RestrictedBy(note string) Restriction {
	return Restriction{Type: term("Begrippenlijst BeperkingGebruikTypen MDTO", "Privacygevoelig", ""), Note: note}
}

// Sum gives the checksum of a file.
func Sum(sha256 string, at time.Time) Checksum {
	return Checksum{Algorithm: term("Begrippenlijst ChecksumAlgoritme MDTO", sha256Label, ""), Value: sha256, At: Time(at)}
}

// Formats are kinds of files with their number in the PRONOM register.
var formats = map[string][2]string{
	"pdf/a-2a": {"Acrobat PDF/A - Portable Document Format 2a", "fmt/476"}, "pdf/a-3a": {"Acrobat PDF/A - Portable Document Format 3a", "fmt/479"},
	"docx": {"Microsoft Word for Windows", "fmt/412"}, "eml": {"Internet Message Format", "fmt/278"}, "json": {"JSON Data Interchange Format", "fmt/817"},
}

// Format gives the kind of a file: "pdf/a-3a", "pdf/a-2a", "eml", "json"; the ending of a name
// for what is not in the list.
func Format(kind string) Term {
	f, ok := formats[kind]
	if !ok {
		f = [2]string{kind, ""}
	}
	return term("PRONOM-register", f[0], f[1])
}

// Relation is what another object is to this one.
func Relation(label string) Term { return term("Begrippenlijst Relatietypen MDTO", label, "") }

// Time writes a moment, in UTC.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
