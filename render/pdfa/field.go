package pdfa

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// A form's fields are made so that any reader can fill them in: each has its looks, its
// tooltip and its place in the structure tree; there are no scripts.

// FieldFont sets the font of what is typed into the fields.
func (d *Document) FieldFont(f *Font) { d.fieldFont = f }

// field is a field of a form, with its widgets.
type field struct {
	name, help string
	kind       string // Tx, Btn, Ch
	entries    string
	widgets    []*annot
	id         int
}

// Flags of fields (ISO 32000-1, tables 226 to 230).
const (
	severalLines = 1 << 12
	radioButtons = 1 << 15
	dropDown     = 1 << 17
	mayBeTyped   = 1 << 18
)

// Field places a text field. Name is unique in the form; help is what a screen reader says.
func (d *Document) Field(in *Element, x, y, width, height, size float64, fieldName, help, value string, lines bool) {
	flags := 0
	if lines {
		flags = severalLines
	}
	fl := d.newField(fieldName, help, "Tx", fmt.Sprintf("/Ff %d/DA%s%s", flags, text(appearance(size)), valueEntry(value)))
	d.widget(fl, in, x, y, width, height, func(w *writer, l *layout, a *annot) string {
		return fmt.Sprintf("/AP<</N %d 0 R>>", d.textLooks(w, l, a, size, value, lines))
	})
}

// Choice places a field with a list to choose from; typed: another text may be typed too.
func (d *Document) Choice(in *Element, x, y, width, height, size float64, fieldName, help string, options []string, value string, typed bool) {
	flags := dropDown
	if typed {
		flags |= mayBeTyped
	}
	var b bytes.Buffer
	for _, o := range options {
		b.WriteString(text(o))
	}
	fl := d.newField(fieldName, help, "Ch", fmt.Sprintf("/Ff %d/Opt[%s]/DA%s%s", flags, b.String(), text(appearance(size)), valueEntry(value)))
	d.widget(fl, in, x, y, width, height, func(w *writer, l *layout, a *annot) string {
		return fmt.Sprintf("/AP<</N %d 0 R>>", d.textLooks(w, l, a, size, value, false))
	})
}

// Option is one box of a question.
type Option struct {
	Name string  // the state it stands for, in letters: "Ja"
	Help string  // "Ja, structurele onveiligheid"
	X, Y float64 // of its upper left corner, in millimetres
}

// Boxes places boxes of which one may be ticked; size is their side in millimetres.
func (d *Document) Boxes(in *Element, size float64, fieldName, help string, options []Option, chosen string) {
	state := "/Off"
	for _, o := range options {
		if o.Name == chosen {
			state = name(chosen)
		}
	}
	fl := d.newField(fieldName, help, "Btn", fmt.Sprintf("/Ff %d/V%s", radioButtons, state))
	for _, o := range options {
		d.tick(fl, in, size, o, o.Name == chosen)
	}
}

// Box places one box that may be ticked.
func (d *Document) Box(in *Element, size float64, fieldName string, o Option, ticked bool) {
	state := "/Off"
	if ticked {
		state = name(o.Name)
	}
	d.tick(d.newField(fieldName, o.Help, "Btn", "/V"+state), in, size, o, ticked)
}

func (d *Document) tick(fl *field, in *Element, size float64, o Option, ticked bool) {
	d.widget(fl, in, o.X, o.Y, size, size, func(w *writer, _ *layout, a *annot) string {
		state := "/Off"
		if ticked {
			state = name(o.Name)
		}
		side := a.rect[2] - a.rect[0]
		return fmt.Sprintf("/TU%s/AS%s/AP<</N<<%s %d 0 R/Off %d 0 R>>>>", text(o.Help), state, name(o.Name), boxLooks(w, side, true), boxLooks(w, side, false))
	})
}

func (d *Document) newField(fieldName, help, kind, entries string) *field {
	f := &field{name: fieldName, help: help, kind: kind, entries: entries}
	d.fields = append(d.fields, f)
	return f
}

func (d *Document) widget(f *field, in *Element, x, y, width, height float64, looks func(w *writer, l *layout, a *annot) string) {
	e := d.Add(in, form)
	d.annotate(x, y, width, height, e, func(w *writer, l *layout, a *annot) string {
		return fmt.Sprintf("/Subtype/Widget/Parent %d 0 R%s", f.id, looks(w, l, a))
	})
	f.widgets = append(f.widgets, e.kids[0].annot)
}

func valueEntry(value string) string {
	if value == "" {
		return ""
	}
	return "/V" + text(value) + "/DV" + text(value)
}

// appearance is how what is typed looks: the form's own font in dark ink.
func appearance(size float64) string { return "/Vak " + number(size) + " Tf 0.11 0.13 0.16 rg" }

// Room round the text in a field, and the height of its lines in parts of the size.
const (
	fieldInset = 2.0
	fieldLine  = 1.25
)

// textLooks draws the value of a text field; what does not fit is cut off, as readers do.
func (d *Document) textLooks(w *writer, l *layout, a *annot, size float64, value string, lines bool) int {
	id := w.reserve()
	width, height := a.rect[2]-a.rect[0], a.rect[3]-a.rect[1]
	var b bytes.Buffer
	b.WriteString("/Tx BMC\nq\n")
	if value != "" {
		shown, y := []string{value}, (height-size*0.7)/2+0.5
		if lines {
			shown, y = d.broken(value, size, width-2*fieldInset), height-size-fieldInset/2
		}
		fmt.Fprintf(&b, "1 1 %s %s re W n BT %s %s %s Td", number(width-2), number(height-2), appearance(size), number(fieldInset), number(y))
		for i, line := range shown {
			if i > 0 {
				fmt.Fprintf(&b, " 0 %s Td", number(-size*fieldLine))
			}
			fmt.Fprintf(&b, " %s Tj", winAnsi(line))
		}
		b.WriteString(" ET\n")
	}
	b.WriteString("Q\nEMC\n")
	w.stream(id, fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 %s %s]/Resources<</Font<</Vak %d 0 R>>>>", number(width), number(height), l.fieldFont), b.Bytes())
	return id
}

// broken breaks a text into lines of at most this many points.
func (d *Document) broken(value string, size, width float64) []string {
	if d.fieldFont == nil {
		return nil // a fault, and said where the fields are written
	}
	var lines []string
	for paragraph := range strings.SplitSeq(value, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			longer := strings.TrimPrefix(line+" "+word, " ")
			if line != "" && d.fieldFont.Width(longer, size)*perMillimetre > width {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}

// boxLooks draws a box, ticked with a cross or not.
func boxLooks(w *writer, side float64, ticked bool) int {
	id := w.reserve()
	var b bytes.Buffer
	fmt.Fprintf(&b, "q 0.36 0.4 0.44 RG 1 1 1 rg 0.9 w 0.6 0.6 %s %s re B\n", number(side-1.2), number(side-1.2))
	if ticked {
		in := side * 0.24
		fmt.Fprintf(&b, "0.11 0.13 0.16 RG 1.5 w 1 J %s %s m %s %s l S %s %s m %s %s l S\n",
			number(in), number(in), number(side-in), number(side-in), number(in), number(side-in), number(side-in), number(in))
	}
	b.WriteString("Q\n")
	w.stream(id, fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 %s %s]/Resources<<>>", number(side), number(side)), b.Bytes())
	return id
}

func (d *Document) writeFields(w *writer, l *layout) {
	if l.form == 0 {
		return
	}
	var all bytes.Buffer
	seen := map[string]bool{}
	for _, f := range d.fields {
		if seen[f.name] {
			d.fail("two fields are called %s", f.name)
		}
		seen[f.name] = true
		if d.fieldFont == nil {
			d.fail("fields without a font")
			return
		}
		fmt.Fprintf(&all, "%d 0 R ", f.id)
		var kids bytes.Buffer
		for _, a := range f.widgets {
			fmt.Fprintf(&kids, "%d 0 R ", a.id)
		}
		w.object(f.id, fmt.Sprintf("<</FT/%s/T%s/TU%s/Kids[%s]%s>>", f.kind, text(f.name), text(f.help), kids.String(), f.entries))
	}
	if l.seal > 0 {
		d.writeSeal(w, l)
		fmt.Fprintf(&all, "%d 0 R", d.sealField.id)
		w.object(l.form, fmt.Sprintf("<</Fields[%s]/SigFlags 3%s>>", all.String(), d.typing(w, l)))
		return
	}
	w.object(l.form, fmt.Sprintf("<</Fields[%s]%s>>", all.String(), d.typing(w, l)))
}

// typing says how what is typed looks, and embeds the font for it.
func (d *Document) typing(w *writer, l *layout) string {
	if d.fieldFont == nil {
		return ""
	}
	d.writeFieldFont(w, l)
	return fmt.Sprintf("/DR<</Font<</Vak %d 0 R>>>>/DA%s", l.fieldFont, text(appearance(9)))
}

// winAnsi writes a string in the encoding of the field font; a letter that it lacks becomes
// a question mark, which the value itself does not.
func winAnsi(s string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, r := range s {
		c, ok := charmap.Windows1252.EncodeRune(r)
		if !ok || c < ' ' {
			c = '?'
		}
		fmt.Fprintf(&b, "%02X", c)
	}
	return b.String() + ">"
}

// writeFieldFont embeds the whole font, since nobody knows what will be typed. Its table of
// letters says again what the encoding says, for programs that write the font anew.
func (d *Document) writeFieldFont(w *writer, l *layout) {
	f := d.fieldFont
	descriptor, file, unicode := w.reserve(), w.reserve(), w.reserve()
	base := name(f.name)
	var widths strings.Builder
	var letters [][2]string
	for c := 32; c < 256; c++ {
		r := charmap.Windows1252.DecodeByte(byte(c))
		fmt.Fprintf(&widths, "%d ", f.widths[f.glyphs[r]])
		if f.Covers(r) {
			letters = append(letters, [2]string{fmt.Sprintf("%02X", c), utf16Hex(r)})
		}
	}
	w.object(l.fieldFont, fmt.Sprintf("<</Type/Font/Subtype/TrueType/BaseFont%s/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255/Widths[%s]/FontDescriptor %d 0 R/ToUnicode %d 0 R>>",
		base, widths.String(), descriptor, unicode))
	w.object(descriptor, f.descriptor(base, file))
	w.packed(file, fmt.Sprintf("/Length1 %d", len(f.data)), f.whole())
	w.stream(unicode, "", characterMap("<00><FF>", letters))
}
