package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"mdaplus/forms"
	"mdaplus/pipeline/read"
	"mdaplus/templates"
)

// A reading is told in the order of the form, each answer with its place, so that a person
// can lay the paper beside it: the label, what was read, and where. A sign before a label
// says that there is no certain answer.

// Widths of the columns: together with their margins 100, that of a wide terminal.
const (
	labelWidth = 33
	valueWidth = 29
	placeWidth = 30
	signAsk    = "? "
	signEmpty  = "- "
	signRead   = "  "
	margin     = "  "
)

// tell says in Dutch what a file holds, field by field, with the place of each answer.
func tell(w io.Writer, r read.Result) error {
	fmt.Fprintf(w, "%s: %s\n", r.File, templates.Text("message-outcome."+r.Message.Outcome))
	for _, reason := range r.Message.Reasons {
		fmt.Fprintf(w, "  %s\n", templates.Reason(reason.Code))
	}
	for _, f := range r.Forms {
		tellForm(w, f)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func tellForm(w io.Writer, f forms.Reading) {
	d := forms.DefinitionOf(f.Form)
	if d == nil {
		return
	}
	fmt.Fprintf(w, "\n  %s\n", templates.Text("read.form", "title", d.Title, "version", f.Version, "source", f.Source, "outcome", templates.Text("outcome."+f.Outcome)))
	if f.Prefilled {
		fmt.Fprintf(w, "  %s\n", templates.Text("read.prefilled", "reference", f.Reference))
	}
	fmt.Fprintln(w)
	for _, s := range d.Sections {
		for _, id := range s.Fields {
			tellField(w, d.Field(id), f.Fields[id])
		}
		if s.Criteria {
			tellCriteria(w, f)
		}
		if s.Priorities {
			tellPriorities(w, d, f)
		}
	}
	tellFindings(w, f.Form, signAsk, f.Reasons)
	tellFindings(w, f.Form, signEmpty, f.Remarks)
}

// tellField leaves out what may stand on a form and does not.
func tellField(w io.Writer, field *forms.FieldDefinition, a forms.Answer) {
	if a.Status == "" || field.Optional && a.Status == forms.Empty {
		return
	}
	row(w, sign(a), field.Label(), shown(field, a), a.Evidence)
}

func tellCriteria(w io.Writer, f forms.Reading) {
	for i, id := range forms.CriteriaOf(f.Version) {
		c, ok := f.Criteria[id]
		if !ok {
			continue
		}
		row(w, sign(c.Answer), strconv.Itoa(i+1)+". "+forms.Name(id), shown(nil, c.Answer), c.Evidence)
		if c.Explanation != "" {
			for _, l := range wrap(c.Explanation, labelWidth+valueWidth+placeWidth-2) {
				fmt.Fprintf(w, "%s%s     %s\n", margin, signRead, l)
			}
		}
	}
}

func tellPriorities(w io.Writer, d *forms.Definition, f forms.Reading) {
	for _, p := range f.Priorities {
		fmt.Fprintf(w, "\n%s%s%s\n", margin, signRead, templates.Text("read.priority", "number", strconv.Itoa(p.Number)))
		row(w, sign(p.Problem), d.Field(forms.ProblemPart).Label(), shown(d.Field(forms.ProblemPart), p.Problem), p.Problem.Evidence)
		row(w, sign(p.Condition), d.Field(forms.ConditionPart).Label(), shown(d.Field(forms.ConditionPart), p.Condition), p.Condition.Evidence)
		for i, a := range p.Agreements {
			mark := sign(a.Who)
			for _, part := range []forms.Answer{a.What, a.ByWhen} {
				if mark == signRead {
					mark = sign(part)
				}
			}
			label := templates.Text("read.agreement", "number", strconv.Itoa(i+1), "who", shown(nil, a.Who))
			row(w, mark, label, shown(nil, a.What), templates.Text("read.by", "day", day(a.ByWhen), "place", a.Who.Evidence))
		}
		if p.Beside != "" {
			row(w, signAsk, templates.Text("read.beside"), p.Beside, "")
		}
	}
}

func tellFindings(w io.Writer, form, mark string, all []forms.Finding) {
	for i, finding := range all {
		if i == 0 {
			fmt.Fprintln(w)
		}
		text := finding.Text
		if name := forms.NameIn(form, finding.Field); name != "" {
			text = name + ": " + text
		}
		before := mark
		for _, l := range wrap(text, labelWidth+valueWidth+placeWidth+2*len(margin)) {
			fmt.Fprintf(w, "%s%s%s\n", margin, before, l)
			before = signRead
		}
	}
}

func sign(a forms.Answer) string {
	switch a.Status {
	case forms.Ask:
		return signAsk
	case forms.Empty:
		return signEmpty
	}
	return signRead
}

// shown gives an answer as a person knows it: what was certain, and for a question what
// stands there.
func shown(field *forms.FieldDefinition, a forms.Answer) string {
	switch {
	case a.Status == forms.Ask && a.Text != "":
		return templates.Text("read.unsure", "status", templates.Text("status.ask"), "text", a.Text)
	case a.Status != forms.Read:
		return templates.Text("status." + string(a.Status))
	case field == nil:
		return worded(a.Value)
	}
	switch field.Kind {
	case forms.DateKind:
		return day(a)
	case forms.ScoreKind:
		return strings.Replace(a.Value, ".", ",", 1)
	case forms.ChoiceKind:
		for _, o := range field.Options {
			if o.Value == a.Value {
				return o.Text
			}
		}
	case forms.ZvhKind:
		text := worded(a.Value)
		for _, m := range a.Members {
			text += ", " + worded(m)
		}
		return text
	case forms.SameAddressKind, forms.RoleKind, forms.YesNoKind:
		return worded(a.Value)
	}
	return a.Value
}

func worded(value string) string {
	if templates.Has("value." + value) {
		return templates.Text("value." + value)
	}
	return value
}

func day(a forms.Answer) string {
	t, err := time.Parse(time.DateOnly, a.Value)
	if err != nil {
		return shown(nil, a)
	}
	return templates.ShortDate(t)
}

// row writes one answer over as many lines as it takes.
func row(w io.Writer, mark, label, value, place string) {
	labels, values, places := wrap(label, labelWidth), wrap(value, valueWidth), wrap(place, placeWidth)
	for i := range max(len(labels), len(values), len(places)) {
		line := fmt.Sprintf("%s%s%-*s  %-*s  %s", margin, mark, labelWidth, at(labels, i), valueWidth, at(values, i), at(places, i))
		fmt.Fprintln(w, strings.TrimRight(line, " "))
		mark = signRead
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// wrap cuts a text into lines of at most width letters, between words where it can.
func wrap(text string, width int) []string {
	var lines []string
	line := []rune{}
	for _, word := range strings.Fields(text) {
		letters := []rune(word)
		for len(line) == 0 && len(letters) > width || len(line) > 0 && len(line)+1+len(letters) > width {
			if len(line) > 0 {
				lines, line = append(lines, string(line)), line[:0]
				continue
			}
			lines, letters = append(lines, string(letters[:width])), letters[width:]
		}
		if len(line) > 0 {
			line = append(line, ' ')
		}
		line = append(line, letters...)
	}
	if len(line) > 0 {
		lines = append(lines, string(line))
	}
	return lines
}
