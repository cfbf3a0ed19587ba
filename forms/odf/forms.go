package odf

import (
	"strings"

	"mdaplus/forms/office"
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
	return w.p.Children(func(e element) error {
		if e.Key == "form:form" {
			return w.forms()
		}
		c := controlOf(e)
		if c == nil {
			return w.p.Skip()
		}
		for _, a := range e.Attrs {
			if a.Local == "id" && len(w.controls) < office.MaxEntries {
				w.controls[a.Value] = c
			}
		}
		return w.p.Within(c.entry)
	})

}

func controlOf(e element) *formControl {
	kind, ok := strings.CutPrefix(e.Key, "form:")
	if !ok || kind == "properties" || kind == "connection-resource" {
		return nil
	}
	c := &formControl{kind: kind, label: attr(e, "label"), shown: attr(e, "visible") != "false"}
	switch kind {
	case "checkbox":
		c.box = boxOf(attr(e, "current-state"), attr(e, "state"), "checked", "unchecked")
	case "radio":
		c.box = boxOf(attr(e, "current-selected"), attr(e, "selected"), "true", "false")
	case "text", "textarea", "combobox", "formatted-text", "date", "time", "number":
		c.value = attr(e, "current-value")
		c.unclear = c.value == "" && attr(e, "value") != "" // emptied, or never touched
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
	if e.Key != "form:option" || c.kind != "listbox" {
		return
	}
	switch boxOf(attr(e, "current-selected"), attr(e, "selected"), "true", "false") {
	case sheet.Ticked:
		c.value = strings.TrimSpace(c.value + " " + attr(e, "label"))
	case sheet.Conflicting:
		c.unclear = true
	}
}

// control reads a draw:control: the state with the caption beside it. A box without a
// caption that floats may lie before any word.
func (w *walker) control(e element) error {
	err := w.p.Skip()
	c := w.controls[attr(e, "control")]
	if w.gone > 0 {
		return err
	}
	fixed := attr(e, "anchor-type") == "as-char"
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
