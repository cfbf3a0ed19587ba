package read

import (
	"regexp"
	"slices"
	"strings"

	"mdaplus/forms"
	"mdaplus/forms/sheet"
	"mdaplus/mailbox"
)

// maxForms is how many forms one mail may hold; a person sends one, or a few.
const maxForms = 100

// decide gives a mail its one outcome.
func (c *contents) decide(r *Result, m *mailbox.Message, kind mailbox.Kind) {
	if len(c.files)+len(c.bodies) > maxForms {
		r.hold("too-large")
		return
	}
	r.Forms = append(r.Forms, c.forms()...)
	if len(r.Forms) > 0 {
		r.Message.Outcome = Filed
		c.remarks(r, m.Subject)
		c.leftovers(r, m)
		return
	}
	if found := c.forwarded(m); found != nil {
		r.Forms = append(r.Forms, found...)
		r.Message.Outcome = Filed
		c.leftovers(r, m)
		return
	}
	if kind == mailbox.KindList && len(c.unread) == 0 {
		r.ignore(string(kind))
		return
	}
	if r.Said = c.inWords(m); r.Said != nil && r.Said.Bare == "" {
		r.Message.Outcome = Filed
		return
	}
	r.hold(c.why(m))
}

// leftovers holds a mail of which a part stayed closed: another form may lie in it.
func (c *contents) leftovers(r *Result, m *mailbox.Message) {
	if m.Incomplete() || c.unreadable {
		r.hold("damaged")
	}
	for _, code := range c.unread {
		r.hold(code)
	}
}

// why says what is in a mail without a form.
func (c *contents) why(m *mailbox.Message) string {
	said := ""
	for _, sh := range c.said {
		said += textOf(sh)
	}
	switch {
	case len(c.unread) > 0:
		return c.unread[0]
	case m.Incomplete() || c.unreadable:
		return "damaged"
	case c.corrects(said):
		return "correction-in-words"
	case linkOnly(said):
		return "link-only"
	case answers(m) && !c.extra && (strings.TrimSpace(said) != "" || c.writtenBetween()):
		return "correction-in-words"
	}
	return "no-form"
}

// corrects says whether a text names a criterion and says something about its answer.
func (c *contents) corrects(said string) bool {
	for _, s := range sentencesOf(said) {
		if forms.Sweeping(s) && len(strings.Fields(s)) < shortSweep {
			return true
		}
		if len(forms.Named(s))+len(forms.Numbered(s)) > 0 && forms.SpeaksOfAnswer(s) {
			return true
		}
	}
	return false
}

func answers(m *mailbox.Message) bool { return m.InReplyTo != "" || len(m.References) > 0 }

// shortSweep is the number of words below which an answer for many criteria at once is
// taken for one, and not for a remark on all and sundry.
const shortSweep = 15

// shortText is how many letters a text with a link may hold and still be no more than that.
const shortText = 600

func linkOnly(said string) bool {
	lower := strings.ToLower(said)
	return len(said) < shortText && (strings.Contains(lower, "https://") || strings.Contains(lower, "http://") || strings.Contains(lower, "www."))
}

// forms joins the forms of text and attachments. A form that stands in both is one form;
// where the two differ it is asked.
func (c *contents) forms() []forms.Reading {
	out := c.different()
	for i := range c.bodies {
		b := &c.bodies[i]
		if twin := sameFamily(out, b); twin != nil {
			compare(twin, b.Fields, b.Criteria, "sources-differ")
			continue
		}
		if twin := copyOf(out, b); twin != nil {
			differ(twin, b, "sources-differ")
			continue
		}
		for j := range out {
			if sameIdentity(&out[j], b) {
				compareBoth(&out[j], b)
			}
		}
		out = append(out, *b)
	}
	return out
}

// compareBoth asks, in each of two forms about one family, what differs in the other.
func compareBoth(a, b *forms.Reading) {
	before := a.Clone()
	compare(a, b.Fields, b.Criteria, "sources-differ")
	compare(b, before.Fields, before.Criteria, "sources-differ")
}

// different gives the forms of attachments without copies of one another. Two versions
// about one family stay two forms; where they differ, both are asked.
func (c *contents) different() []forms.Reading {
	var out []forms.Reading
	for i := range c.files {
		f := &c.files[i]
		twin := -1
		if first := copyOf(out, f); first != nil {
			differ(first, f, "sources-differ")
			continue
		}
		for j := range out {
			if out[j].Meaning == f.Meaning && f.Fields["initials"].Status == forms.Read {
				twin = j
				break
			}
			if sameIdentity(&out[j], f) {
				compareBoth(&out[j], f)
			}
		}
		if twin < 0 {
			out = append(out, *f)
		}
	}
	return out
}

// sameIdentity says whether two forms are about the same family, as far as they tell.
func sameIdentity(a, b *forms.Reading) bool {
	for _, id := range []string{"initials", "role", "municipality"} {
		x, y := a.Fields[id], b.Fields[id]
		if x.Status != forms.Read || y.Status != forms.Read || !alike(x.Value, y.Value) {
			return false
		}
	}
	return true
}

// sameFamily looks for a form about the same family from an attachment.
func sameFamily(all []forms.Reading, b *forms.Reading) *forms.Reading {
	if len(b.Criteria) == 0 {
		return nil
	}
	for i := range all {
		a := &all[i]
		x, y := a.Fields["initials"], b.Fields["initials"]
		if a.Source != "body" && (x.Status == forms.Read && y.Status == forms.Read && alike(x.Value, y.Value)) {
			return a
		}
	}
	return nil
}

// remarks lets words beside an attached form, and the subject, turn its answers into questions.
func (c *contents) remarks(r *Result, subject string) {
	c.apply(r, subject, nil)
	for _, sh := range c.said {
		fields, criteria := forms.Mentions(sh, forms.Options{Region: c.opts.Region})
		for i := range r.Forms {
			compare(&r.Forms[i], fields, criteria, "sources-differ")
		}
		c.apply(r, textOf(sh), criteria)
	}
}

// apply doubts the answers that the sentences of a text speak of, unless the text only repeats
// what the form says.
func (c *contents) apply(r *Result, text string, said map[string]forms.Criterion) {
	for _, sentence := range sentencesOf(text) {
		m := forms.RemarkOf(sentence)
		if m.Sweeping {
			m.IDs = append(m.IDs, forms.CriterionOrder...)
		}
		for i := range r.Forms {
			doubt(&r.Forms[i], m.IDs, said)
		}
		if m.Recalls && slices.ContainsFunc(r.Forms, func(f forms.Reading) bool { return f.Form == forms.Referral.Form }) {
			r.hold("taken-back")
		}
	}
}

func doubt(f *forms.Reading, ids []string, said map[string]forms.Criterion) {
	for _, id := range ids {
		a := f.Fields[id]
		if c, ok := f.Criteria[id]; ok {
			a = c.Answer
		}
		if clean, ok := said[id]; ok && clean.Status == forms.Read && clean.Value == a.Value {
			continue
		}
		if a.Status == forms.Read {
			forms.Doubt(f, id, "sources-differ")
		}
	}
}

// sentencesOf cuts a text into sentences. A full stop behind one letter ends none: "A.B. trekt zich terug".
func sentencesOf(s string) []string {
	return strings.FieldsFunc(fullStop.ReplaceAllString(s, "$1\n"), func(r rune) bool { return r == '\n' || r == '!' || r == ';' })
}

var fullStop = regexp.MustCompile(`([\pL\pN)]{2})\. `)

// forwarded reads a form below the header of a mail that was passed on by hand (FW:),
// when nothing else stands in the mail. In an answer (RE:) older mail is never read.
func (c *contents) forwarded(m *mailbox.Message) []forms.Reading {
	if !passedOn(m.Subject) || len(c.unread) > 0 {
		return nil
	}
	var found []forms.Reading
	for _, sh := range c.older {
		found = append(found, forms.Recognise(sh, forms.Options{Region: c.opts.Region, Source: "body"})...)
	}
	if len(found) != 1 || c.anyMention() {
		return nil
	}
	return found
}

func (c *contents) anyMention() bool {
	for _, sh := range c.said {
		if c.corrects(textOf(sh)) || hasMention(sh, c.opts) {
			return true
		}
	}
	return false
}

func hasMention(sh *sheet.Sheet, opts Options) bool {
	_, criteria := forms.Mentions(sh, forms.Options{Region: opts.Region})
	return len(criteria) > 0
}

func passedOn(subject string) bool {
	s := strings.ToLower(strings.TrimSpace(subject))
	for _, p := range []string{"fw:", "fwd:", "doorst:", "doorgestuurd:", "tr:", "wg:"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
