package render

import (
	"strings"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/render/pdfa"
)

// The fields of a blank form, and what stands beside them.

// answer places the fields of an answer in its cell.
func (w *formWriter) answer(cell *pdfa.Element, it blank.Item, value string, x, y, height float64) {
	switch it.Kind {
	case blank.TickOne, blank.TickAny:
		w.ticks(cell, it, x+cellPad, y+cellPad)
		return
	case blank.YesNo:
		w.yesNo(cell, it, x+cellPad, y+(height-tickSide)/2)
		return
	}
	w.entry(cell, it, it.ID, value, x, y, float64(answerWidth), height)
}

// entry places a field that takes words, in all of its cell.
func (w *formWriter) entry(cell *pdfa.Element, it blank.Item, name, value string, x, y, width, height float64) {
	const in = 0.7
	x, y, width, height = x+in, y+in, width-2*in, height-2*in
	switch it.Kind {
	case blank.Pick, blank.Combo:
		options, listed := texts(it.Options), value == ""
		for _, o := range options {
			listed = listed || o == value
		}
		const tall = 7.0
		w.doc.Choice(cell, x, y+(height-tall)/2, width, tall, fieldSize, name, says(it), options, value, it.Kind == blank.Combo || !listed)
	default:
		w.doc.Field(cell, x, y, width, height, fieldSize, name, says(it), value, it.Lines > 1)
	}
}

func texts(options []forms.Option) []string {
	var all []string
	for _, o := range options {
		all = append(all, o.Text)
	}
	return all
}

// says is what a screen reader says of a field, and what shows under the mouse.
func says(it blank.Item) string {
	said := it.Label
	for _, more := range []string{it.Help, map[bool]string{true: forms.DayHint, false: it.Prompt}[it.Kind == blank.Day]} {
		if more != "" {
			said = strings.TrimRight(said, ".:") + ". " + more
		}
	}
	return said
}

// States of boxes, as the file calls them.
const (
	yesState    = "Ja"
	noState     = "Nee"
	tickedState = "Aan"
)

// yesNo places the boxes of Ja and Nee.
func (w *formWriter) yesNo(cell *pdfa.Element, it blank.Item, x, y float64) {
	chosen := map[blank.Answer]string{blank.Yes: yesState, blank.No: noState}[w.fill.Answers[it.ID]]
	options := []pdfa.Option{{Name: yesState, Help: it.Label + ": " + yesState, X: x, Y: y}, {Name: noState, Help: it.Label + ": " + noState, X: x + noFrom, Y: y}}
	w.doc.Boxes(cell, tickSide, it.ID, it.Label, options, chosen)
	for _, o := range options {
		w.beside(cell, o.X, o.Y, o.Name)
	}
}

// beside writes the word beside a box.
func (w *formWriter) beside(cell *pdfa.Element, x, y float64, word string) {
	st := formText
	w.doc.In(cell, func() {
		w.doc.Text(x+tickSide+tickGap, y+tickSide-0.7, w.face.regular, st.size, colorOf(ink), word+" ")
	})
}

// ticks places a box for each option; two columns where there are many.
func (w *formWriter) ticks(cell *pdfa.Element, it blank.Item, x, y float64) {
	column := (float64(answerWidth) - 2*cellPad) / 2
	depth := tickDepth(it)
	var options []pdfa.Option
	chosen := ""
	for i, o := range it.Options {
		at := pdfa.Option{Name: stateName(o.Value), Help: it.Label + ": " + o.Text, X: x + column*float64(i/depth), Y: y + tickRow*float64(i%depth)}
		on := false
		for _, v := range w.fill.Chosen[it.ID] {
			on = on || v == o.Value
		}
		if on {
			chosen = at.Name
		}
		if it.Kind == blank.TickAny {
			at.Name = tickedState
			w.doc.Box(cell, tickSide, it.ID+":"+o.Value, at, on)
		}
		options = append(options, at)
	}
	if it.Kind == blank.TickOne {
		w.doc.Boxes(cell, tickSide, it.ID, it.Label, options, chosen)
	}
	for i, o := range it.Options {
		w.beside(cell, options[i].X, options[i].Y, o.Text)
	}
}

// stateName is the name of a value as the state of a box: no spaces, since some programs
// that fill in forms stumble over them.
func stateName(value string) string { return strings.ReplaceAll(value, " ", "-") }
