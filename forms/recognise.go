package forms

import (
	"strings"

	"mdaplus/forms/sheet"
)

// Options is what the recogniser is told from outside.
type Options struct {
	Region Region
	Source string // name of the file, or "body"
	Around string // text that came with the form, such as the mail it hung on: it may hold a legend
}

// Recognise gives a reading of every form in a sheet, in reading order. Outcome and
// personal data are left to those who decide about them.
func Recognise(sh *sheet.Sheet, opts Options) []Reading {
	var out []Reading
	for _, d := range drafts(sh) {
		if d.form() {
			out = append(out, reading(d, sh, opts))
		}
	}
	return out
}

// drafts collects the forms of the text itself and of text boxes that hold a whole form.
func drafts(sh *sheet.Sheet) []*draft {
	all := collectAll(sh.Blocks)
	eachObject(sh.Blocks, func(o sheet.Object) {
		if o.Inside == nil {
			return
		}
		for _, d := range collectAll(o.Inside) {
			if d.form() {
				all = append(all, d)
			}
		}
	})
	return all
}

func eachObject(blocks []sheet.Block, f func(sheet.Object)) {
	sheet.Each(blocks, func(p *sheet.Paragraph) {
		for _, o := range p.Objects {
			f(o)
			eachObject(o.Inside, f)
		}
	})
}

// aside gives what stands in comments, notes and text boxes: a legend may be there.
func aside(sh *sheet.Sheet) string {
	var b strings.Builder
	eachObject(sh.Blocks, func(o sheet.Object) {
		b.WriteString(o.Text + "\n")
		sheet.Each(o.Inside, func(p *sheet.Paragraph) { b.WriteString(p.Text() + "\n") })
	})
	return b.String()
}

func reading(d *draft, sh *sheet.Sheet, opts Options) Reading {
	in := &interpreter{opts: opts, draft: d, legend: d.hasLegend(opts.Around + "\n" + sh.Furniture + "\n" + aside(sh))}
	def := d.model.def
	r := Reading{
		Source: opts.Source, Form: def.Form, Version: d.version(),
		Reasons: []Finding{}, PersonalData: []PersonalData{},
		Fields: map[string]Answer{}, Criteria: map[string]Criterion{},
	}
	r.Reference, r.Prefilled = markOf(sh)
	d.spill()
	for i := range def.Fields {
		f := &def.Fields[i]
		s := d.slots[f.ID]
		switch {
		case s != nil:
			r.Fields[f.ID] = in.field(s)
		case f.Optional:
			r.Fields[f.ID] = Answer{Status: Empty}
		default:
			r.Fields[f.ID] = Answer{Status: Ask, Reason: "label-missing"}
		}
	}
	in.priorities(&r)
	in.criteria(&r)
	swallowed(&r)
	if len(sh.Loose) > 0 {
		doubtAll(&r, "unknown-object")
	}
	d.takenBack(&r)
	d.remarks(&r)
	r.OutOfSight = sh.OutOfSight
	r.Meaning = meaning(&r)
	return r
}

func (in *interpreter) criteria(r *Reading) {
	if in.draft.model != referral {
		return
	}
	for _, id := range CriteriaOf(r.Version) {
		r.Criteria[id] = Criterion{Answer: Answer{Status: Ask, Reason: "row-missing"}}
	}
	for id, s := range in.draft.slots {
		if s.entry.criterion != nil {
			r.Criteria[id] = in.criterion(s)
		}
	}
}

// doubtAll turns every answer by mark or option into a question: something in the file
// could not be read at all.
func doubtAll(r *Reading, code string) {
	for id, c := range r.Criteria {
		if c.Status == Read {
			c.Answer = Answer{Status: Ask, Reason: code, Text: c.Text, Evidence: c.Evidence}
			r.Criteria[id] = c
		}
	}
	for _, f := range DefinitionOf(r.Form).Fields {
		switch f.Kind {
		case RoleKind, SameAddressKind, ZvhKind, ChoiceKind, ListKind, YesNoKind, PhaseKind, ScoreKind:
			if a := r.Fields[f.ID]; a.Status == Read {
				r.Fields[f.ID] = Answer{Status: Ask, Reason: code, Text: a.Text, Evidence: a.Evidence}
			}
		}
	}
}

// swallowed doubts a description that holds names of criteria that were found nowhere else:
// the form may be written in an order that is not known.
func swallowed(r *Reading) {
	summary := r.Fields["summary"]
	if summary.Status != Read {
		return
	}
	n := 0
	for _, id := range Named(summary.Value) {
		if r.Criteria[id].Reason == "row-missing" {
			n++
		}
	}
	if n >= manyCriteria {
		r.Fields["summary"] = Answer{Status: Ask, Reason: "unclear-place", Text: summary.Text, Evidence: summary.Evidence}
	}
}

// spill doubts a free text that may hold the answer to the next field, whose label was deleted.
func (d *draft) spill() {
	if d.model != referral {
		d.spillAnywhere()
		return
	}
	fields := d.model.def.Fields
	for i := 0; i+1 < len(fields); i++ {
		s, next := d.slots[fields[i].ID], d.slots[fields[i+1].ID]
		if s != nil && next == nil && fields[i].Kind == FreeText && severalLines(s.answer) && fields[i].ID != "summary" {
			s.doubts("label-missing")
		}
	}
}

// version tells which version of the form this is.
func (d *draft) version() string {
	if d.model != referral {
		return Version1
	}
	if d.slots["stalled-help"] == nil && (d.target || d.earlier || d.numbers["structural-unsafety"] == "a") {
		return Version2020
	}
	if d.numbers["structural-unsafety"] == "2" {
		return Version2019Numbered
	}
	return Version2019
}

// remarks adds what is worth saying but changes nothing.
func (d *draft) remarks(r *Reading) {
	if d.extraRows > 0 {
		r.Remarks = append(r.Remarks, finding("extra-row", ""))
	}
	if z := r.Fields["zvh"]; z.Status == Read && z.Value == "yes" && len(z.Members) == 0 {
		r.Remarks = append(r.Remarks, finding("members-missing", "zvh"))
	}
	if d.model != referral {
		d.planRemarks(r)
		return
	}
	for _, id := range CriteriaOf(r.Version) {
		if c := r.Criteria[id]; !r.Prefilled && c.Status == Read && c.Value == "yes" && strings.TrimSpace(c.Explanation) == "" {
			r.Remarks = append(r.Remarks, finding("explanation-missing", id))
		}
	}
}

// Mentions gives what a text says about single fields and criteria by their name, also
// when it is no form: a correction, or a remark beside an attachment.
func Mentions(sh *sheet.Sheet, opts Options) (fields map[string]Answer, criteria map[string]Criterion) {
	fields, criteria = map[string]Answer{}, map[string]Criterion{}
	for _, d := range collect(referral, sh.Blocks) {
		in := &interpreter{opts: opts, draft: d, legend: d.hasLegend("")}
		for id, s := range d.slots {
			if s.entry.criterion != nil {
				criteria[id] = in.criterion(s)
			} else {
				fields[id] = in.field(s)
			}
		}
	}
	return fields, criteria
}

// Named gives the criteria whose name stands anywhere in a text.
func Named(text string) []string {
	folded := " " + foldText(text) + " "
	var out []string
	for _, e := range entries {
		if e.criterion == nil {
			continue
		}
		for _, l := range e.labels {
			if strings.Contains(folded, " "+strings.Join(l, " ")+" ") {
				out = append(out, e.criterion.ID)
				break
			}
		}
	}
	return out
}

// SpeaksOfAnswer says whether a sentence is about what an answer is or should be.
func SpeaksOfAnswer(text string) bool { return speaksOfAnswer(text) }
