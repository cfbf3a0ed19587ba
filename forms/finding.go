package forms

import (
	"strings"

	"mdaplus/templates"
)

// finding makes a finding with its Dutch sentence; field is the id of a field or criterion.
func finding(code, field string) Finding {
	return Finding{Code: code, Field: field, Text: templates.Text("finding."+code, "how", how(field))}
}

// how says how to answer a field or criterion.
func how(id string) string {
	switch {
	case templates.Has("how." + id):
		return templates.Text("how." + id)
	case id == "":
		return ""
	}
	if f := anyField(id); f != nil {
		return templates.Text("how.kind-" + kindNames[f.Kind])
	}
	return templates.Text("how.criterion")
}

// kindNames are the kinds of fields that have one way to answer whatever the field.
var kindNames = map[Kind]string{FreeText: "text", LineText: "text", DateKind: "date", ScoreKind: "score", PhaseKind: "phase", NumberKind: "number",
	ChoiceKind: "choice", ListKind: "list", YesNoKind: "whether"}

// anyField gives the field of any form that has this id.
func anyField(id string) *FieldDefinition {
	for _, d := range Definitions {
		if f := fieldOf(d.Form, id); f != nil {
			return f
		}
	}
	return nil
}

// Name gives the human name of a field or criterion.
func Name(id string) string {
	switch {
	case id == "":
		return ""
	case templates.Has("criterion." + id):
		return templates.Text("criterion." + id)
	case templates.Has("field." + id):
		return templates.Text("field." + id)
	}
	if number, part, ok := partOf(id); ok {
		return templates.Text("plan.priority", "number", number, "part", partName(part))
	}
	if f := anyField(id); f != nil {
		return f.Label()
	}
	return templates.Text("field." + id)
}

// NameIn gives the human name of a field, criterion or part of a priority in the words of its form.
func NameIn(form, id string) string {
	number, part, ok := partOf(id)
	if d := DefinitionOf(form); ok && d != nil && d.Field(part) != nil {
		return templates.Text("plan.priority", "number", number, "part", d.Field(part).Label())
	}
	return Name(id)
}

// partName says in words what part of a priority an id means: "afspraak 2, wie".
func partName(part string) string {
	agreement, of := strings.CutPrefix(part, "agreement-")
	if !of {
		return templates.Text("plan.part-" + part)
	}
	number, part, _ := strings.Cut(agreement, "-")
	return templates.Text("plan.agreement", "number", number, "part", templates.Text("plan.part-"+part))
}
