package odf

import (
	"strings"

	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// typed writes text as it stands in the file: white space counts once, and not at all at
// the beginning of a paragraph.
func (w *walker) typed(s string) {
	if w.into == nil {
		return
	}
	var b strings.Builder
	for _, c := range s {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			if !w.space {
				b.WriteByte(' ')
			}
			w.space = true
			continue
		}
		w.space = false
		b.WriteRune(c)
	}
	space := w.space
	w.write(b.String())
	w.space = space
}

// write puts text where runs go now, unless it was deleted or is shown in another way.
// Deleted and hidden text is kept aside for the search for personal data.
func (w *walker) write(t string) {
	w.space = false
	if w.gone > 0 {
		w.aside("revisions", t)
		return
	}
	if w.into == nil || w.hush > 0 || w.hushed() || t == "" {
		return
	}
	r := w.look()
	if r.Marks&(sheet.Hidden|sheet.Invisible) != 0 {
		w.aside("hidden", t)
	}
	if strings.TrimSpace(t) != "" {
		w.doubtLooks()
	}
	if w.box != nil {
		t = w.box.see(t, w.into, r.Marks)
	}
	if w.symbolic() {
		w.signs(t, r)
		return
	}
	text.Write(w.into, t, r)
}

// doubtLooks notes looks of which the file says two things.
func (w *walker) doubtLooks() {
	if w.looks.strike == disputed {
		w.object(sheet.Object{Kind: sheet.Conflict})
	}
	if w.looks.hidden == disputed {
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
}

func (w *walker) look() sheet.Run {
	r := w.looks.run()
	if w.inserted > 0 {
		r.Marks |= sheet.Inserted
	}
	if w.prompt > 0 {
		r.Marks |= sheet.Placeholder
	}
	if w.hidden > 0 {
		r.Marks |= sheet.Hidden
	}
	return r
}

func (w *walker) symbolic() bool {
	return sheet.IsSymbolFont(w.looks.font) || sheet.IsSymbolFont(w.looks.asian) || sheet.IsSymbolFont(w.looks.complex)
}

// signs writes text of which at least some letters are signs of a symbol font.
func (w *walker) signs(t string, r sheet.Run) {
	for _, c := range t {
		font := w.fontOf(c)
		if !sheet.IsSymbolFont(font) || c == '\t' || c == '\n' {
			text.Write(w.into, string(c), r)
			continue
		}
		w.into.Add(signRun(font, c, r))
	}
}

// fontOf picks the font that shows a character: codes of symbol fonts are shown in
// whichever of the three fonts is one.
func (w *walker) fontOf(c rune) string {
	if c >= 0xF000 && c <= 0xF0FF {
		for _, f := range []string{w.looks.font, w.looks.asian, w.looks.complex} {
			if sheet.IsSymbolFont(f) {
				return f
			}
		}
	}
	return w.looks.font
}

func signRun(font string, code rune, r sheet.Run) sheet.Run {
	sign, ok := sheet.SymbolOf(font, code)
	if !ok {
		r.Text, r.Marks = "\uFFFD", r.Marks|sheet.Symbol
		return r
	}
	r.Text, r.Box, r.Font = string(sign), sheet.BoxOf(sign), ""
	return r
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
	if n := len(w.into.Objects); n > 0 && o.Inside == nil && o.Text == "" {
		if last := w.into.Objects[n-1]; last.Kind == o.Kind && last.Inside == nil && last.Text == "" && last.Drifts == o.Drifts {
			return
		}
	}
	w.into.Objects = append(w.into.Objects, o)
}
