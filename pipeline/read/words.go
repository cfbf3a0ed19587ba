package read

import (
	"reflect"

	"mdaplus/forms"
	"mdaplus/forms/sheet"
	"mdaplus/mailbox"
)

// inWords reads an answer in words to a mail of ours: a correction of a form that came
// before, or the answer to a question. Nothing else may stand in the mail, its HTML and its
// plain text must say the same, and no mark may lie on the words.
func (c *contents) inWords(m *mailbox.Message) *forms.Said {
	if !answers(m) || m.Incomplete() || c.unreadable || c.extra || len(c.unread) > 0 || len(c.words) != 1 {
		return nil
	}
	var first *forms.Said
	for _, sh := range []*sheet.Sheet{c.words[0].html, c.words[0].plain} {
		if sh == nil {
			continue
		}
		said, ok := forms.InWords(textOf(sh))
		if !ok || marked(sh) {
			return nil
		}
		if first != nil && !reflect.DeepEqual(said, *first) {
			return nil
		}
		first = &said
	}
	return first
}

// bothTexts is what one letter says now, in each form in which it came.
type bothTexts struct{ html, plain *sheet.Sheet }

// marked says whether anything lies on or beside the words that may change what they say.
func marked(sh *sheet.Sheet) bool {
	found := len(sh.Loose) > 0
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) {
		if text := p.Text(); len(p.Objects) > 0 && (forms.SpeaksOfAnswer(text) || len(forms.Named(text)) > 0) {
			found = true
		}
		for _, r := range p.Runs {
			found = found || r.Box != sheet.NoBox || r.Marks&(sheet.Struck|sheet.Hidden|sheet.Invisible|sheet.Faint|sheet.Symbol|sheet.Odd) != 0
		}
	})
	return found
}
