package forms

import "mdaplus/templates"

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
	return templates.Text("how.criterion")
}

// Name gives the human name of a field or criterion.
func Name(id string) string {
	switch {
	case id == "":
		return ""
	case templates.Has("criterion." + id):
		return templates.Text("criterion." + id)
	}
	return templates.Text("field." + id)
}
