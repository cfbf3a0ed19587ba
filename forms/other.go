package forms

import (
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// The forms beside the referral begin with their title. A sheet is cut at the titles below
// which such a form stands; everything else is read for referrals as if there were no others.

// maxTitles is how many lines that look like a title are looked into.
const maxTitles = 40

// titleLine is a line that may be the title of a form.
type titleLine struct {
	block int
	model *model
}

// collectAll gives the drafts of all forms in the blocks, in reading order.
func collectAll(blocks []sheet.Block) []*draft {
	titles := titlesIn(blocks)
	var out []*draft
	for _, p := range cut(blocks, titles) {
		out = append(out, collect(p.model, p.blocks)...)
	}
	if !slices.ContainsFunc(out, (*draft).form) {
		if d := untitled(blocks, titles); d != nil {
			out = append(out, d)
		}
	}
	return out
}

// stretch is a stretch of blocks that is read for one form.
type stretch struct {
	model  *model
	blocks []sheet.Block
}

// cut gives the pieces. It goes from the last title to the first: each form ends where the
// next one begins, and a title without a form below it ends nothing.
func cut(blocks []sheet.Block, titles []titleLine) []stretch {
	var pieces []stretch
	end := len(blocks)
	for _, t := range slices.Backward(titles) {
		if t.block >= end {
			continue
		}
		part := blocks[t.block:end]
		if !slices.ContainsFunc(collect(t.model, part), (*draft).form) {
			continue
		}
		pieces = append(pieces, stretch{t.model, part})
		end = t.block
	}
	slices.Reverse(pieces)
	if !slices.ContainsFunc(pieces, func(p stretch) bool { return p.model != referral }) {
		return []stretch{{referral, blocks}}
	}
	if end > 0 {
		pieces = append([]stretch{{referral, blocks[:end]}}, pieces...)
	}
	return pieces
}

func titlesIn(blocks []sheet.Block) []titleLine {
	var out []titleLine
	others := false
	for i := range blocks {
		for _, l := range topLines(&blocks[i]) {
			if m := titleOf(&l); m != nil && len(out) < maxTitles {
				out = append(out, titleLine{i, m})
				others = others || m != referral
			}
		}
	}
	if !others {
		return nil
	}
	return out
}

// titleRows is in how many rows of a table a title is looked for.
const titleRows = 3

// topLines gives the lines of a block in which a title may stand.
func topLines(b *sheet.Block) []line {
	if b.Paragraph != nil {
		return linesOf(b.Paragraph)
	}
	var out []line
	for r := range b.Table.Rows[:min(titleRows, len(b.Table.Rows))] {
		for c := range b.Table.Rows[r].Cells {
			out = append(out, cellLines(&b.Table.Rows[r].Cells[c])...)
		}
	}
	return out
}

// maxTitleWords is how many words a line with a title has at most.
const maxTitleWords = 10

// titleOf gives the form whose title a line is, nil when it is none.
func titleOf(l *line) *model {
	if len(l.words) == 0 || len(l.words) > maxTitleWords || hasBoxes([]line{*l}) || slices.ContainsFunc(others, func(m *model) bool { return m.printed.edge(l) }) {
		return nil
	}
	var found *model
	for _, m := range others {
		if m.titled(l) {
			if found != nil {
				return nil
			}
			found = m
		}
	}
	if found != nil {
		return found
	}
	for _, title := range referral.titles {
		if beginWith(l.words, title) {
			return referral
		}
	}
	return nil
}

func beginWith(words []word, want []string) bool {
	if len(words) < len(want) {
		return false
	}
	for i, w := range want {
		if words[i].text != w {
			return false
		}
	}
	return true
}

// beforeTitle may stand before a title, besideTitle behind it.
var (
	beforeTitle = wordSet("top 3 top3 drie mda concept ons het bijlage")
	besideTitle = wordSet("top 3 top3 mda concept versie v definitief fase directe stabiele duurzame veiligheid casus gezin regio gooi en vechtstreek 1 2 4 5 6 7 8 9")
)

// titled says whether a line is the title of this form. Behind a colon, dash or bracket a
// title may name the case.
func (m *model) titled(l *line) bool {
	from := 0
	for from < len(l.words) && beforeTitle[l.words[from].text] {
		from++
	}
	for skip := range from + 1 {
		for _, want := range m.titles {
			if !beginWith(l.words[skip:], want) {
				continue
			}
			rest := l.from(l.words[skip+len(want)-1].to)
			if strings.ContainsRune(":–—-(|,", firstSign(&rest)) {
				return len(rest.words) <= 5
			}
			return !slices.ContainsFunc(rest.words, func(w word) bool { return !besideTitle[w.text] })
		}
	}
	return false
}

// otherTitle takes the title of the form; a second one is text.
func (c *collector) otherTitle(l *line) bool {
	if c.cur.titled || !c.model.titled(l) {
		return false
	}
	c.cur.titled = true
	return true
}

// How much of a form must be there to call it one.
const (
	fieldsOfPlan       = 4
	fieldsOfMeeting    = 6
	fieldsOfUntitled   = 7
	prioritiesUntitled = 2
)

// otherForm says whether enough of the form was found. A plan is known by what its
// priorities are called: each phase has its own words.
func (d *draft) otherForm() bool {
	if d.model.def.Parts == nil {
		own := func(id string) bool { return d.slots[id] != nil }
		return len(d.slots) >= fieldsOfMeeting && slices.ContainsFunc(d.model.def.Own, own)
	}
	return len(d.slots) >= fieldsOfPlan && d.ownPriorities() > 0
}

func (d *draft) ownPriorities() int {
	n := 0
	for _, p := range d.priorities {
		if len(p.slots) > 0 {
			n++
		}
	}
	return n
}

// untitled looks for a form whose title was deleted. Only one kind of form may fit, and no
// title may speak of another.
func untitled(blocks []sheet.Block, titles []titleLine) *draft {
	var found *draft
	for _, m := range others {
		all := collect(m, blocks)
		d := all[len(all)-1]
		if !d.otherForm() || len(d.slots) < fieldsOfUntitled || m.def.Parts != nil && d.ownPriorities() < prioritiesUntitled {
			continue
		}
		if found != nil || slices.ContainsFunc(titles, func(t titleLine) bool { return t.model != m && t.model != referral }) {
			return nil
		}
		found = d
	}
	return found
}

// spillAnywhere doubts every free text of several lines where a label is missing: the order of
// these forms is not known, so each may hold the answer whose label was deleted.
func (d *draft) spillAnywhere() {
	missing := d.slots["revised-because"] == nil && d.revised()
	for i := range d.model.def.Fields {
		f := &d.model.def.Fields[i]
		missing = missing || !f.Optional && d.slots[f.ID] == nil
	}
	doubtLong(d.slots, missing)
	d.model.doubtBuried(d.slots)
	for _, p := range d.priorities {
		doubtLong(p.slots, missing || len(p.slots) < len(d.model.def.Parts))
		d.model.doubtBuried(p.slots)
		for _, a := range p.agreements {
			d.model.doubtBuried(a.parts)
		}
	}
}

// doubtBuried doubts words in which another question of the form stands, or a row of a table:
// two paragraphs may have become one.
func (m *model) doubtBuried(slots map[string]*slot) {
	for _, s := range slots {
		if k := s.entry.field.Kind; k != FreeText && k != LineText {
			continue
		}
		for i := range s.answer {
			if m.buried(&s.answer[i]) {
				s.doubts("unclear-place")
			}
		}
	}
}

func (m *model) buried(l *line) bool {
	if n := len(l.words); n > 1 && l.words[n-2].text == "prioriteit" && digitWord(l.words[n-1].text) > 0 || len(split(l)) >= len(agreementParts) {
		return true
	}
	lines := []line{*l}
	for at := range l.words {
		for _, e := range m.labels {
			for _, label := range e.labels {
				c := cursor{lines: lines, i: at}
				if l.words[at].text == label[0] && c.follow(label) && colonAfter(l, l.words[c.i-1].to) {
					return true
				}
			}
		}
	}
	return false
}

func doubtLong(slots map[string]*slot, missing bool) {
	for _, s := range slots {
		if missing && s.entry.field.Kind == FreeText && severalLines(s.answer) {
			s.doubts("label-missing")
		}
	}
}

// revised says whether this is a later version of a plan, in which the reason is expected.
func (d *draft) revised() bool {
	v := d.slots["version"]
	return v != nil && hasText(v.answer) && foldText(written(v.answer)) != "1"
}

// priorities reads the priorities of a plan.
func (in *interpreter) priorities(r *Reading) {
	numbers := map[int]int{}
	for _, p := range in.draft.priorities {
		numbers[p.number]++
	}
	for _, p := range in.draft.priorities {
		if numbers[p.number] > 1 || p.number == 0 {
			for _, s := range p.slots {
				s.doubts("twice")
			}
		}
		out := Priority{Number: p.number, Problem: in.part(p.slots[ProblemPart]), Condition: in.part(p.slots[ConditionPart]), Agreements: []Agreement{}, Reason: p.lost, Beside: written(p.beside)}
		for _, a := range p.agreements {
			if p.lost != "" {
				for _, s := range a.parts {
					s.doubts(p.lost)
				}
			}
			out.Agreements = append(out.Agreements, in.agreement(a))
		}
		out.Agreements = withoutEmpty(out.Agreements, r.Prefilled)
		r.Priorities = append(r.Priorities, out)
	}
}

// withoutEmpty leaves empty rows out. In a form that was filled in beforehand an empty row
// stands for the agreement that was there: only those behind the last filled one are room.
func withoutEmpty(all []Agreement, prefilled bool) []Agreement {
	if !prefilled {
		return slices.DeleteFunc(all, func(a Agreement) bool { return !a.filled() })
	}
	for len(all) > 0 && !all[len(all)-1].filled() {
		all = all[:len(all)-1]
	}
	return all
}

func (in *interpreter) part(s *slot) Answer {
	if s == nil {
		return Answer{Status: Ask, Reason: "label-missing"}
	}
	return in.field(s)
}

func (in *interpreter) agreement(a *agreement) Agreement {
	read := func(part string) Answer {
		if s := a.parts[part]; s != nil {
			return in.field(s)
		}
		return Answer{Status: Empty}
	}
	return Agreement{read(who), read(what), read(byWhen)}
}

// filled says whether anything stands in an agreement.
func (a Agreement) filled() bool {
	return a.Who.Status != Empty || a.What.Status != Empty || a.ByWhen.Status != Empty
}

// planRemarks adds what is worth saying about a plan and changes nothing.
func (d *draft) planRemarks(r *Reading) {
	if len(r.Priorities) > PrioritiesInPlan {
		r.Remarks = append(r.Remarks, finding("priorities-extra", PrioritiesID))
	}
	for _, p := range r.Priorities {
		if p.Beside != "" {
			r.Remarks = append(r.Remarks, finding("text-beside", PartID(p.Number, "agreements")))
		}
	}
	if v := r.Fields["version"]; d.model.def.Parts != nil && v.Status == Read && v.Value != "1" && r.Fields["revised-because"].Status == Empty {
		r.Remarks = append(r.Remarks, finding("revision-unexplained", "revised-because"))
	}
}

// markOf reads the line at the foot of a form that we filled in beforehand.
func markOf(sh *sheet.Sheet) (reference string, prefilled bool) {
	several := false
	look := func(text string) {
		for _, l := range strings.Split(text, "\n") {
			if ref, ok := PrefilledMark(l); ok {
				several = several || prefilled && ref != reference
				reference, prefilled = ref, true
			}
		}
	}
	look(sh.Furniture)
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) { look(p.Text()) }) // a web page has no foot
	if several {
		reference = "" // none is certain
	}
	return reference, prefilled
}

// longestMark is in how many bytes the words stand that say it.
const longestMark = 64

// Words at the foot of a form that was filled in beforehand.
const (
	PrefilledWords = "vooraf ingevuld"
	ReferenceWord  = "kenmerk"
)

// PrefilledMark gives the reference in a line at the foot of a form: "… · kenmerk
// MDA-2026-0007 · vooraf ingevuld".
func PrefilledMark(text string) (reference string, ok bool) {
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == '·' || r == '\t' }) {
		words := strings.Fields(p)
		switch {
		case len(words) == 2 && foldText(words[0]) == ReferenceWord:
			reference = words[1]
		case strings.HasPrefix(foldText(p[:min(len(p), longestMark)]), PrefilledWords):
			ok = true
		}
	}
	if !ok {
		reference = ""
	}
	return reference, ok
}
