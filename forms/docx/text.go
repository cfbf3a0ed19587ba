package docx

import (
	"strconv"
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// write puts text where runs go now, unless it was deleted or belongs to a field's
// instruction. Deleted and hidden text is kept aside for the search for personal data.
func (w *walker) write(t string, l looks) {
	if w.gone > 0 {
		w.sh.Hide("revisions", t)
		return
	}
	if w.into == nil || w.hushed() {
		return
	}
	r := w.look(l)
	if r.Marks&(sheet.Hidden|sheet.Invisible) != 0 {
		w.sh.Hide("hidden", t)
	}
	if w.box != nil {
		t = w.box.see(t, w.into, r.Marks)
	}
	if symbolic(l) {
		w.signs(t, l, r)
		return
	}
	text.Write(w.into, t, r)
}

func (w *walker) look(l looks) sheet.Run {
	r := l.run()
	if w.inserted > 0 {
		r.Marks |= sheet.Inserted
	}
	if w.prompt > 0 {
		r.Marks |= sheet.Placeholder
	}
	return r
}

func symbolic(l looks) bool {
	return sheet.IsSymbolFont(l.ascii) || sheet.IsSymbolFont(l.hAnsi) || sheet.IsSymbolFont(l.cs) || sheet.IsSymbolFont(l.eastAsia)
}

// signs writes text of which at least some letters are signs of a symbol font.
func (w *walker) signs(t string, l looks, r sheet.Run) {
	for _, c := range t {
		font := fontOf(c, l)
		if !sheet.IsSymbolFont(font) || c == '\t' || c == '\n' {
			r.Text = string(c)
			w.into.Add(r)
			continue
		}
		w.sign(font, c, r)
	}
}

// fontOf picks the font that shows a character (ECMA-376 part 1, 17.3.2.26, in short).
func fontOf(c rune, l looks) string {
	if c >= 0xF000 && c <= 0xF0FF {
		for _, f := range []string{l.ascii, l.hAnsi, l.cs, l.eastAsia} {
			if sheet.IsSymbolFont(f) {
				return f
			}
		}
	}
	if l.hint == "eastasia" && c > 0x7F {
		return l.eastAsia
	}
	if c <= 0x7F {
		return l.ascii
	}
	return l.hAnsi
}

func (w *walker) sign(font string, code rune, r sheet.Run) {
	sign, ok := sheet.SymbolOf(font, code)
	if !ok {
		r.Text, r.Marks = "\uFFFD", r.Marks|sheet.Symbol
		w.into.Add(r)
		return
	}
	r.Text, r.Box, r.Font = string(sign), sheet.BoxOf(sign), ""
	w.into.Add(r)
}

// symbol writes a w:sym.
func (w *walker) symbol(font, char string, l looks) {
	if w.gone > 0 || w.into == nil || w.hushed() {
		return
	}
	code, err := strconv.ParseUint(char, 16, 16)
	if err != nil {
		w.object(sheet.Object{Kind: sheet.Unknown})
		return
	}
	if w.box != nil {
		if sign, ok := sheet.SymbolOf(font, rune(code)); ok {
			w.box.see(string(sign), w.into, w.look(l).Marks)
			return
		}
	}
	w.sign(font, rune(code), w.look(l))
}

// object puts an object at the current place.
func (w *walker) object(o sheet.Object) {
	if w.gone > 0 {
		return
	}
	if w.into == nil {
		w.sh.Loose = append(w.sh.Loose, o)
		return
	}
	w.into.Objects = append(w.into.Objects, o)
}

// comment notes that a comment hangs here, once a paragraph.
func (w *walker) comment(id string) {
	text := w.notes["comment:"+id]
	if w.into == nil {
		return
	}
	for _, o := range w.into.Objects {
		if o.Kind == sheet.Comment && o.Text == text {
			return
		}
	}
	w.into.Objects = append(w.into.Objects, sheet.Object{Kind: sheet.Comment, Text: text})
}

// readNotes reads comments, footnotes and endnotes.
func (w *walker) readNotes(side map[string][]byte) error {
	w.notes = map[string]string{}
	for _, kind := range []string{"comment", "footnote", "endnote"} {
		data := side[kind+"s"]
		if data == nil {
			continue
		}
		p := office.NewParser(data, spaces)
		err := p.Each(func(e element) error {
			if e.Key != kind {
				return nil
			}
			t, err := noteText(p)
			w.notes[kind+":"+e.Attr("id")] = t
			w.sh.Hide("comments", t)
			return err
		})

		if err != nil {
			return err
		}
	}
	return nil
}

func noteText(p *parser) (string, error) {
	var words []string
	err := p.Children(func(e element) error {
		t, err := p.Words()
		words = append(words, strings.TrimSpace(t))
		return err
	})

	return strings.TrimSpace(strings.Join(words, " ")), err
}

// tickBox is a check box control being read: stored state against shown sign.
type tickBox struct {
	checked, seen, shown bool
	on, off              rune
	known                bool
	glyph                rune
	into                 *sheet.Paragraph // where the sign stands
	at                   int
	marks                sheet.Marks
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
		switch {
		case b.on == b.off:
		case c == b.on:
			b.shown, b.known = true, true
		case c == b.off:
			b.shown, b.known = false, true
		default:
			state := sheet.BoxOf(c)
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
