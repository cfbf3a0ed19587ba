package docx

import (
	"strconv"
	"strings"
	"unicode"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// controlProperties are what w:sdtPr says.
type controlProperties struct {
	prompt           bool
	box              *tickBox
	items            map[string]string // value → shown text of a list
	lastValue        string
	storeItem, xpath string
}

// control reads a w:sdt, which may wrap blocks, rows, cells or runs: content reads
// what is inside w:sdtContent, whose start was just read.
func (w *walker) control(content func() error) error {
	var c controlProperties
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "sdtPr":
			return c.read(w.p)
		case "sdtContent":
			return w.controlContent(c, content)
		}
		return w.p.Skip()
	})

}

func (c *controlProperties) read(p *parser) error {
	return p.Children(func(e element) error {
		switch e.Key {
		case "showingPlcHdr":
			c.prompt = on(e)
		case "w14:checkbox", "checkbox":
			c.box = &tickBox{on: '☒', off: '☐'}
			return p.Within(c.box.property)
		case "dropDownList", "comboBox":
			c.lastValue = e.Attr("lastValue")
			c.items = map[string]string{}
			return p.Within(c.item)
		case "dataBinding", "w15:dataBinding":
			c.storeItem, c.xpath = e.Attr("storeItemID"), e.Attr("xpath")
		}
		return p.Skip()
	})

}

func (c *controlProperties) item(e element) {
	if e.Key == "listItem" && len(c.items) < office.MaxEntries {
		c.items[e.Attr("value")] = orDefault(e.Attr("displayText"), e.Attr("value"))
	}
}

func (b *tickBox) property(e element) {
	switch e.Key {
	case "w14:checked", "checked":
		b.checked = on(e)
	case "w14:checkedState", "checkedState":
		b.on = glyphOf(e, b.on)
	case "w14:uncheckedState", "uncheckedState":
		b.off = glyphOf(e, b.off)
	}
}

func glyphOf(e element, standard rune) rune {
	n, err := strconv.ParseUint(e.Attr("val"), 16, 32)
	if err != nil {
		return standard
	}
	if sign, ok := sheet.SymbolOf(strings.ToLower(e.Attr("font")), rune(n)); ok {
		return sign
	}
	return rune(n)
}

// controlContent reads the content and compares every copy of the answer that the control holds.
func (w *walker) controlContent(c controlProperties, content func() error) error {
	if c.prompt {
		w.prompt++
		defer func() { w.prompt-- }()
	}
	if c.box != nil {
		return w.tick(c.box, content)
	}
	if c.xpath == "" && c.lastValue == "" {
		return content()
	}
	from := w.mark()
	if err := content(); err != nil {
		return err
	}
	shown := w.since(from)
	if c.lastValue != "" && c.items[c.lastValue] != "" && !sameWords(c.items[c.lastValue], shown) && !c.prompt {
		w.conflict(from)
	}
	if c.xpath != "" && w.gone == 0 {
		w.compareBound(c, shown, from)
	}
	return nil
}

func (w *walker) compareBound(c controlProperties, shown string, from spot) {
	stored, ok := w.bound(c.storeItem, c.xpath)
	switch {
	case ok && c.items != nil && c.items[stored] != "" && sameWords(c.items[stored], shown):
	case ok && (sameWords(stored, shown) || c.prompt && strings.TrimSpace(stored) == ""):
	default:
		w.conflict(from)
	}
}

// tick reads a check box control. Its sign becomes a run with a state, where it stood.
func (w *walker) tick(b *tickBox, content func() error) error {
	outer := w.box
	w.box = b
	b.into, b.at = w.into, 0
	if w.into != nil {
		b.at = len(w.into.Runs)
	}
	err := content()
	w.box = outer
	if w.gone > 0 || err != nil {
		return err
	}
	if b.into == nil {
		w.sh.Loose = append(w.sh.Loose, sheet.Object{Kind: sheet.Embedded})
		return nil
	}
	r := sheet.Run{Text: string(orRune(b.glyph, '☐')), Marks: b.marks, Box: b.state()}
	b.into.Runs = append(b.into.Runs[:b.at:b.at], append([]sheet.Run{r}, b.into.Runs[b.at:]...)...)
	return nil
}

func orRune(r, standard rune) rune {
	if r == 0 {
		return standard
	}
	return r
}

// spot is a place in the text: how much of the current paragraph was read, and how many paragraphs.
type spot struct{ letters, paragraphs int }

func (w *walker) mark() spot {
	s := spot{paragraphs: len(w.read)}
	if w.into != nil {
		s.letters = len(w.into.Text())
	}
	return s
}

// since gives the text that was written from a place on: in the current paragraph, or, for
// a control round whole paragraphs or cells, in those.
func (w *walker) since(from spot) string {
	if w.into != nil {
		t := w.into.Text()
		return t[min(from.letters, len(t)):]
	}
	t := ""
	for _, p := range w.read[from.paragraphs:] {
		t += " " + p.Text()
	}
	return t
}

// conflict notes that the copies of an answer in a control differ.
func (w *walker) conflict(from spot) {
	o := sheet.Object{Kind: sheet.Conflict}
	if n := len(w.read); w.into == nil && n > from.paragraphs && w.gone == 0 {
		w.read[n-1].Objects = append(w.read[n-1].Objects, o)
		return
	}
	w.object(o)
}

func sameWords(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), unicode.IsSpace), " ")
	}
	return fold(a) == fold(b)
}
