package blank

import (
	"fmt"
	"strconv"
	"strings"

	"mdaplus/forms"
)

// Layout is a form as it stands on paper: what a person sees, in order, and how each
// question is answered. Every file format of the blank forms is written from it.
type Layout struct {
	Form, Version string
	Region        string // name of the region, above each page
	Title, Intro  string
	Sections      []Section
}

// FileName is what a file with this form is called, without its ending.
func (l Layout) FileName() string {
	return strings.ReplaceAll(strings.ReplaceAll(l.Title, "+", ""), " ", "-") + "-" + l.Version
}

// Head stands above each page.
func (l Layout) Head() string { return "Regio " + l.Region }

// Foot stands below each page: form and version, and the case of a form that was filled in
// beforehand, where the reading finds it (forms.PrefilledMark).
func (l Layout) Foot(f Fill) string {
	foot := l.Title + " · versie " + l.Version
	if f.Prefilled {
		foot += " · " + forms.ReferenceWord + " " + f.Reference + " · " + forms.PrefilledWords
	}
	return foot
}

// Section is a part of the form under a heading.
type Section struct {
	Heading, Help string
	Items         []Item
}

// ItemKind says how an item looks and how it is answered.
type ItemKind int

// Kinds of items.
const (
	Line     ItemKind = iota // one line of text
	Prose                    // several lines of text
	Pick                     // one of Options, chosen from a list
	Combo                    // one of Options, or typed
	TickOne                  // one of Options, each with a box
	TickAny                  // any of Options, each with a box
	Day                      // a date
	YesNo                    // a box for Ja and a box for Nee
	Criteria                 // a table: Items are its rows
	Row                      // a criterion: number, name with room for an explanation, Ja and Nee
	Priority                 // one of the three of a plan: Items are its fields, then a table of agreements
	Table                    // agreements: Items are the columns, Lines the rows
)

// Item is one question, or a group of them.
type Item struct {
	ID       string // of the field, criterion or part (forms.PartID)
	Kind     ItemKind
	Label    string
	Help     string // a sentence below the label
	Prompt   string // stands where the answer comes
	Printed  string // stands there as the answer: it is the same on every form of this kind
	Number   string // before a criterion
	Options  []forms.Option
	Lines    int // room to write
	Required bool
	Items    []Item
}

// Region is what the forms show of a region.
type Region struct {
	Name           string
	Municipalities []forms.Municipality
}

// GooiEnVechtstreek is the region that the software was first made for.
var GooiEnVechtstreek = Region{"Gooi en Vechtstreek", forms.GooiEnVechtstreek.Municipalities}

// Words of the table of criteria.
const (
	YesNoHead       = "Ja/ Nee"
	ExplanationHead = "toelichting:"
)

// rowsOfAgreements is for how many agreements a priority has room; Word adds rows on demand.
const rowsOfAgreements = 3

// LayoutOf gives the lay-out of a version of a form.
func LayoutOf(form, version string, region Region) (Layout, error) {
	d := forms.DefinitionOf(form)
	if d == nil {
		return Layout{}, fmt.Errorf("blank: unknown form %q", form)
	}
	if !known(d, version) {
		return Layout{}, fmt.Errorf("blank: unknown version %q of the form %s", version, form)
	}
	l := Layout{Form: form, Version: version, Region: region.Name, Title: d.Title, Intro: d.Intro}
	for _, s := range d.Sections {
		out := Section{Heading: s.Heading, Help: s.Help}
		for _, id := range s.Fields {
			out.Items = append(out.Items, item(d.Field(id), region))
		}
		if s.Criteria {
			out.Items = append(out.Items, criteria(version)...)
		}
		if s.Priorities {
			for n := 1; n <= forms.PrioritiesInPlan; n++ {
				out.Items = append(out.Items, priorityItem(d, n))
			}
		}
		l.Sections = append(l.Sections, out)
	}
	return l, nil
}

func known(d *forms.Definition, version string) bool {
	for _, v := range d.Versions {
		if v.ID == version {
			return true
		}
	}
	return false
}

// kinds says how a kind of field is answered.
var kinds = map[forms.Kind]ItemKind{
	forms.FreeText: Prose, forms.InitialsKind: Line, forms.RoleKind: Pick, forms.MunicipalityKind: Pick, forms.SameAddressKind: Combo,
	forms.ZvhKind: Combo, forms.LineText: Line, forms.DateKind: Day, forms.ScoreKind: Combo, forms.PhaseKind: Pick, forms.NumberKind: Line,
	forms.ChoiceKind: Pick, forms.ListKind: TickAny, forms.YesNoKind: YesNo,
}

// longChoice is how many options are shown with boxes rather than in a list.
const longChoice = 3

func item(f *forms.FieldDefinition, region Region) Item {
	it := Item{ID: f.ID, Kind: kinds[f.Kind], Label: f.Label(), Help: f.Help, Prompt: f.Prompt, Printed: f.Printed,
		Options: f.Options, Lines: max(f.Lines, 1), Required: f.Required}
	switch {
	case f.Kind == forms.MunicipalityKind:
		for _, m := range region.Municipalities {
			it.Options = append(it.Options, forms.Option{Value: m.Name, Text: m.Name})
		}
	case f.Kind == forms.ScoreKind:
		for n := range 11 {
			it.Options = append(it.Options, forms.Option{Value: strconv.Itoa(n), Text: strconv.Itoa(n)})
		}
	case f.Kind == forms.ChoiceKind && len(f.Options) > longChoice:
		it.Kind = TickOne
	case f.Printed != "" && it.Kind == Pick:
		it.Kind = Line
	}
	return it
}

// criteria gives the tables of criteria; the version of 2020 has two.
func criteria(version string) []Item {
	ids := forms.CriteriaOf(version)
	if version == forms.Version2020 {
		return []Item{
			{Kind: Criteria, Label: "Doelgroep: beide moeten van toepassing zijn", Items: rows(version, ids[:2], func(i int) string { return string(rune('A' + i)) })},
			{Kind: Criteria, Label: "Criteria: ten minste één moet van toepassing zijn", Items: rows(version, ids[2:], func(i int) string { return strconv.Itoa(1 + i) })},
		}
	}
	first := 1
	if version == forms.Version2019Numbered {
		first = 2
	}
	return []Item{{Kind: Criteria, Label: "Criterium", Items: rows(version, ids, func(i int) string { return strconv.Itoa(first + i) })}}
}

func rows(version string, ids []string, number func(int) string) []Item {
	var out []Item
	for i, id := range ids {
		out = append(out, Item{ID: id, Kind: Row, Number: number(i), Label: criterionLabel(version, id), Prompt: forms.ExplanationPrompt, Lines: 3, Required: true})
	}
	return out
}

func priorityItem(d *forms.Definition, number int) Item {
	p := Item{ID: fmt.Sprintf("priority-%d", number), Kind: Priority, Label: fmt.Sprintf("Prioriteit %d", number), Required: true}
	for i := range d.Parts {
		it := item(&d.Parts[i], Region{})
		it.ID = forms.PartID(number, it.ID)
		p.Items = append(p.Items, it)
	}
	p.Items = append(p.Items, Item{ID: forms.PartID(number, "agreements"), Kind: Table, Label: "Afspraken", Lines: rowsOfAgreements, Items: []Item{
		{ID: "who", Kind: Line, Label: "Wie", Prompt: forms.WhoPrompt},
		{ID: "what", Kind: Line, Label: "Wat", Prompt: forms.WhatPrompt},
		{ID: "byWhen", Kind: Day, Label: "Uiterlijk wanneer", Prompt: forms.DatePrompt},
	}})
	return p
}
