package docx

import (
	"strconv"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// controlProperties are what w:sdtPr says.
type controlProperties struct {
	prompt            bool
	box               *tickBox
	items             map[string]string // value → shown text of a list
	lastValue         string
	storeItem, xpath  string
	picture, unusable bool
}

// control reads a w:sdt, which may wrap blocks, rows, cells or runs: content reads
// what is inside w:sdtContent, whose start was just read.
func (w *walker) control(content func() error) error {
	var c controlProperties
	return w.p.children(func(e element) error {
		switch e.key {
		case "sdtPr":
			return c.read(w.p)
		case "sdtContent":
			return w.controlContent(c, content)
		}
		return w.p.skip()
	})
}

func (c *controlProperties) read(p *parser) error {
	return p.children(func(e element) error {
		switch e.key {
		case "showingPlcHdr":
			c.prompt = e.on()
		case "w14:checkbox", "checkbox":
			c.box = &tickBox{on: '☒', off: '☐'}
			return p.within(c.box.property)
		case "dropDownList", "comboBox":
			c.lastValue = e.attr("lastValue")
			c.items = map[string]string{}
			return p.within(c.item)
		case "dataBinding", "w15:dataBinding":
			c.storeItem, c.xpath = e.attr("storeItemID"), e.attr("xpath")
		}
		return p.skip()
	})
}

func (c *controlProperties) item(e element) {
	if e.key == "listItem" && len(c.items) < maxEntries {
		c.items[e.attr("value")] = orDefault(e.attr("displayText"), e.attr("value"))
	}
}

func (b *tickBox) property(e element) {
	switch e.key {
	case "w14:checked", "checked":
		b.checked = e.on()
	case "w14:checkedState", "checkedState":
		b.on = glyphOf(e, b.on)
	case "w14:uncheckedState", "uncheckedState":
		b.off = glyphOf(e, b.off)
	}
}

func glyphOf(e element, standard rune) rune {
	n, err := strconv.ParseUint(e.attr("val"), 16, 32)
	if err != nil {
		return standard
	}
	if sign, ok := sheet.SymbolOf(strings.ToLower(e.attr("font")), rune(n)); ok {
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
		w.object(sheet.Object{Kind: sheet.Conflict})
	}
	if c.xpath != "" && w.gone == 0 {
		w.compareBound(c, shown)
	}
	return nil
}

func (w *walker) compareBound(c controlProperties, shown string) {
	stored, ok := w.bound(c.storeItem, c.xpath)
	switch {
	case ok && c.items != nil && c.items[stored] != "" && sameWords(c.items[stored], shown):
	case ok && (sameWords(stored, shown) || c.prompt && strings.TrimSpace(stored) == ""):
	default:
		w.object(sheet.Object{Kind: sheet.Conflict})
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

// mark and since give the text that was written to the current paragraph in between.
func (w *walker) mark() int {
	if w.into == nil {
		return 0
	}
	return len(w.into.Text())
}

func (w *walker) since(from int) string {
	if w.into == nil {
		return ""
	}
	if t := w.into.Text(); len(t) >= from {
		return t[from:]
	}
	return ""
}

func sameWords(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), unicode.IsSpace), " ")
	}
	return fold(a) == fold(b)
}
