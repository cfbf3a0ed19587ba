package blank

import (
	"fmt"
	"html"
	"strings"

	"mdaplus/forms"
)

// TextBody gives the form as the plain text of a mail.
func TextBody(version string, f Fill) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", title, anonymous)
	for _, id := range forms.FieldOrder[:6] {
		fmt.Fprintf(&b, "%s%s %s\n", label(id), sign(id), f.Fields[id])
	}
	fmt.Fprintf(&b, "%s:\n%s\n\n", label("summary"), f.Fields["summary"])
	for i, id := range forms.CriteriaOf(version) {
		fmt.Fprintf(&b, "%d. %s: %s\n   toelichting: %s\n", i+1, criterionLabel(version, id), typed(f.Answers[id]), f.Explanations[id])
	}
	fmt.Fprintf(&b, "\n%s? Zo ja; geef aan voor welk gezinslid (moeder, vader, zoon, dochter)\n%s\n", label("zvh"), f.Fields["zvh"])
	return b.String()
}

// HTMLBody gives the form as the HTML of a mail.
func HTMLBody(version string, f Fill) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"nl\"><head><meta charset=\"utf-8\"><title>%s</title></head><body>\n<h1>%s</h1>\n<p><i>%s</i></p>\n", title, title, anonymous)
	for _, id := range forms.FieldOrder[:6] {
		fmt.Fprintf(&b, "<p><b>%s%s</b> %s</p>\n", label(id), sign(id), html.EscapeString(f.Fields[id]))
	}
	fmt.Fprintf(&b, "<p><b>%s</b>%s<b>:</b></p>\n<p>%s</p>\n<table border=\"1\" cellpadding=\"4\">\n", label("summary"), summaryHint, html.EscapeString(f.Fields["summary"]))
	for i, id := range forms.CriteriaOf(version) {
		fmt.Fprintf(&b, "<tr><td>%d</td><td><b>%s</b><br>toelichting: %s</td><td>%s</td></tr>\n",
			i+1, criterionLabel(version, id), html.EscapeString(f.Explanations[id]), marked(f.Answers[id], f.Marking))
	}
	fmt.Fprintf(&b, "</table>\n<p><b>%s? Zo ja; geef aan voor welk gezinslid (moeder, vader, zoon, dochter)</b></p>\n<p>%s</p>\n</body></html>\n",
		label("zvh"), html.EscapeString(f.Fields["zvh"]))
	return b.String()
}

func typed(a Answer) string {
	switch a {
	case Yes:
		return "Ja"
	case No:
		return "Nee"
	}
	return "Ja/ Nee"
}

// marked writes an answer in HTML; a box is a typed one, since mail programs drop real ones.
func marked(a Answer, m Marking) string {
	if a == "" || m == Typed {
		return typed(a)
	}
	open, end, on := "<b>", "</b>", a
	switch m {
	case Boxes:
		return map[Answer]string{Yes: "☒ Ja ☐ Nee", No: "☐ Ja ☒ Nee"}[a]
	case Struck:
		open, end = "<s>", "</s>"
		on = map[Answer]Answer{Yes: No, No: Yes}[a]
	case Highlighted:
		open, end = `<span style="background:yellow">`, "</span>"
	}
	if on == Yes {
		return open + "Ja" + end + "/ Nee"
	}
	return "Ja/ " + open + "Nee" + end
}

func sign(id string) string {
	if id == "same-address" {
		return "?"
	}
	return ":"
}

// label gives the wording of a field in the form.
func label(id string) string {
	for _, f := range forms.Referral.Fields {
		if f.ID == id {
			if id == "municipality" {
				return "Gemeente"
			}
			return f.Labels[0]
		}
	}
	return id
}

// criterionLabel gives the wording of a criterion in a version of the form.
func criterionLabel(version, id string) string {
	if id == "overarching-problems" {
		return "Overstijgende problematiek (verslaving, psychiatrie, eer, schulden)"
	}
	if id == "insufficient-results" && version == forms.Version2020 {
		return "Eerdere interventies onvoldoende resultaat"
	}
	for _, c := range forms.Referral.Criteria {
		if c.ID == id {
			return c.Labels[0]
		}
	}
	return id
}
