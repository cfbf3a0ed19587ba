package odf

import (
	"strings"

	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// formControl is a control of a form: its state stands at the beginning of the body, its
// place where a draw:control names it.
type formControl struct {
	kind  string
	box   sheet.Box
	label string
	value string
	shown bool

	unclear bool // which entry is chosen, or whether it still holds what it began with
}

// forms reads office:forms with the forms inside forms.
func (w *walker) forms() error {
	return w.p.children(func(e element) error {
		if e.key == "form:form" {
			return w.forms()
		}
		c := controlOf(e)
		if c == nil {
			return w.p.skip()
		}
		for _, a := range e.attrs {
			if a.Name.Local == "id" && len(w.controls) < maxEntries {
				w.controls[a.Value] = c
			}
		}
		return w.p.within(c.entry)
	})
}

func controlOf(e element) *formControl {
	kind, ok := strings.CutPrefix(e.key, "form:")
	if !ok || kind == "properties" || kind == "connection-resource" {
		return nil
	}
	c := &formControl{kind: kind, label: e.attr("label"), shown: e.attr("visible") != "false"}
	switch kind {
	case "checkbox":
		c.box = boxOf(e.attr("current-state"), e.attr("state"), "checked", "unchecked")
	case "radio":
		c.box = boxOf(e.attr("current-selected"), e.attr("selected"), "true", "false")
	case "text", "textarea", "combobox", "formatted-text", "date", "time", "number":
		c.value = e.attr("current-value")
		c.unclear = c.value == "" && e.attr("value") != "" // emptied, or never touched
	}
	return c
}

// boxOf reads the state of a box. LibreOffice leaves out the state of a box that is empty
// now, also of one that was ticked from the start; other programs may mean that it still
// is. So a box of which only the beginning is known to be ticked is not clear.
func boxOf(now, first, ticked, empty string) sheet.Box {
	switch {
	case now == ticked:
		return sheet.Ticked
	case now == empty, now == "" && (first == "" || first == empty):
		return sheet.Unticked
	}
	return sheet.Conflicting
}

// entry takes the chosen entry of a list, and the text of a text area.
func (c *formControl) entry(e element) {
	if e.key != "form:option" || c.kind != "listbox" {
		return
	}
	switch boxOf(e.attr("current-selected"), e.attr("selected"), "true", "false") {
	case sheet.Ticked:
		c.value = strings.TrimSpace(c.value + " " + e.attr("label"))
	case sheet.Conflicting:
		c.unclear = true
	}
}

// control reads a draw:control: the state with the caption beside it. A box without a
// caption that floats may lie before any word.
func (w *walker) control(e element) error {
	err := w.p.skip()
	c := w.controls[e.attr("control")]
	if w.gone > 0 {
		return err
	}
	fixed := e.attr("anchor-type") == "as-char"
	d := w.drawn(e)
	if c == nil || w.into == nil || !c.shown || c.unclear || !fixed && (c.label == "" || c.box == sheet.NoBox || d.far()) {
		w.object(sheet.Object{Kind: sheet.Unknown})
		return err
	}
	w.space = false
	r := sheet.Run{Marks: w.look().Marks & (sheet.Hidden | sheet.Inserted)}
	switch c.kind {
	case "checkbox", "radio":
		r.Text, r.Box = "☐", c.box
		if c.box == sheet.Ticked {
			r.Text = "☒"
		}
		w.into.Add(r)
		r.Box = sheet.NoBox
		r.Text = " " + c.label + " "
	case "text", "textarea", "combobox", "formatted-text", "date", "time", "number", "listbox":
		r.Text = c.value
	case "fixed-text":
		r.Text = c.label
	default:
		w.object(sheet.Object{Kind: sheet.Embedded})
	}
	text.Write(w.into, r.Text, r)
	return err
}
