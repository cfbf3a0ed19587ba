package read

import (
	"reflect"
	"slices"
	"strings"

	"mdaplus/forms"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
	"mdaplus/mailbox"
)

// inWords reads an answer in words to a mail of ours: a correction of a form that came
// before, or the answer to a question. Nothing else may stand in the mail, its HTML and its
// plain text must say the same, and no mark may lie on the words.
func (c *contents) inWords(m *mailbox.Message) *forms.Said {
	if !answers(m) || m.Incomplete() || c.unreadable || c.extra || len(c.unread) > 0 || len(c.words) != 1 {
		return nil
	}
	if said := c.words[0].between(); said != nil {
		return said
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

// between reads answers that stand between the lines of our mail. What the HTML says now must
// be the same, word for word.
func (t bothTexts) between() *forms.Said {
	turns := text.Turns(t.lines)
	if len(turns) < 2 {
		return nil
	}
	said, ok := forms.BetweenLines(turns)
	if !ok {
		return nil
	}
	if t.html != nil {
		var now []string
		for _, turn := range turns {
			now = append(now, strings.Fields(turn.Now)...)
		}
		if marked(t.html) || !slices.Equal(strings.Fields(textOf(t.html)), now) {
			return nil
		}
	}
	return &said
}

// writtenBetween says whether anything was written between the lines of older mail.
func (c *contents) writtenBetween() bool {
	for _, t := range c.words {
		for _, turn := range text.Turns(t.lines) {
			if strings.TrimSpace(turn.Now) != "" {
				return true
			}
		}
	}
	return false
}

// bothTexts is what one letter says now, in each form in which it came.
type bothTexts struct {
	html, plain *sheet.Sheet
	lines       string // the plain text with what it quotes
}

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
