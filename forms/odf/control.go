package odf

import (
	"slices"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// contentControl reads a loext:content-control. A tick box has its state as an attribute
// and as a sign; of a list the shown entry is the answer.
func (w *walker) contentControl(e element) error {
	if isYes(e, "showing-place-holder") {
		w.prompt++
		defer func() { w.prompt-- }()
	}
	if isYes(e, "picture") {
		w.object(sheet.Object{Kind: sheet.Picture})
	}
	content := func() error {
		return w.p.Content(func(e element) error {
			switch {
			case !e.Start:
				w.typed(e.Text)
				return nil
			case e.Key == "loext:list-item":
				return w.p.Skip()
			}
			return w.inlineElement(e)
		})

	}
	if isYes(e, "checkbox") {
		return w.tick(&tickBox{checked: isYes(e, "checked"), on: firstRune(attr(e, "checked-state"), '☒'), off: firstRune(attr(e, "unchecked-state"), '☐')}, content)
	}
	return content()
}

func firstRune(s string, standard rune) rune {
	for _, c := range s {
		return c
	}
	return standard
}

// tickBox is a check box control being read: stored state against shown sign.
type tickBox struct {
	checked, seen, shown, known bool
	on, off, glyph              rune
	into                        *sheet.Paragraph // where the sign stands
	at                          int
	marks                       sheet.Marks
}

// see takes the sign that is shown from the text and gives the rest of the text.
func (b *tickBox) see(t string, into *sheet.Paragraph, marks sheet.Marks) string {
	for i, c := range t {
		if c == ' ' || b.seen {
			continue
		}
		b.seen, b.glyph, b.marks = true, c, marks
		if b.into != into {
			b.into, b.at = into, len(into.Runs)
		}
		state := sheet.BoxOf(c)
		switch {
		case b.on == b.off:
		case c == b.on:
			b.shown, b.known = true, state != sheet.Unticked
		case c == b.off:
			b.shown, b.known = false, state != sheet.Ticked
		default:
			b.shown, b.known = state == sheet.Ticked, state != sheet.NoBox
		}
		return t[:i] + t[i+len(string(c)):]
	}
	return t
}

func (b *tickBox) state() sheet.Box {
	switch {
	case !b.known || b.shown != b.checked:
		return sheet.Conflicting
	case b.checked:
		return sheet.Ticked
	}
	return sheet.Unticked
}

// tick reads a tick box. Its sign becomes a run with a state, where it stood.
func (w *walker) tick(b *tickBox, content func() error) error {
	outer := w.box
	w.box = b
	if b.into = w.into; w.into != nil {
		b.at = len(w.into.Runs)
	}
	err := content()
	w.box = outer
	if w.gone > 0 || err != nil {
		return err
	}
	if b.into == nil {
		w.object(sheet.Object{Kind: sheet.Embedded})
		return nil
	}
	if w.hidden > 0 {
		b.marks |= sheet.Hidden
	}
	r := sheet.Run{Text: string(b.glyph), Marks: b.marks, Box: b.state()}
	if b.glyph == 0 {
		r.Text = "☐"
	}
	b.into.Runs = slices.Insert(b.into.Runs, min(b.at, len(b.into.Runs)), r)
	return nil
}

// dropDown reads a text:drop-down: the chosen entry and the text that is shown are two
// copies of the answer.
func (w *walker) dropDown() error {
	chosen, any := "", false
	shown := &sheet.Paragraph{}
	into := w.into
	w.into = shown
	err := w.p.Content(func(e element) error {
		switch {
		case !e.Start:
			w.typed(e.Text)
			return nil
		case e.Key == "text:label":
			if isYes(e, "current-selected") {
				chosen, any = attr(e, "value"), true
			}
			return w.p.Skip()
		}
		return w.inlineElement(e)
	})

	w.into = into
	if into == nil {
		w.object(sheet.Object{Kind: sheet.Unknown})
		return err
	}
	switch text := shown.Text(); {
	case !any && strings.TrimSpace(text) == "":
	case !any:
		_ = during(&w.prompt, func() error { w.write(text); return nil })
	case strings.TrimSpace(text) != "" && !sameWords(text, chosen):
		w.object(sheet.Object{Kind: sheet.Conflict})
		w.write(text)
	default:
		w.write(chosen)
	}
	return err
}

func sameWords(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), unicode.IsSpace), " ")
	}
	return fold(a) == fold(b)
}
