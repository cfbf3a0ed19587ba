package docx

import (
	"strings"

	"mdaplus/forms/sheet"
)

// inline reads what stands in a paragraph, or in an element inside one.
func (w *walker) inline(top bool) (markGone bool, err error) {
	err = w.p.children(func(e element) error {
		if top && e.key == "pPr" {
			gone, err := w.paragraphProperties()
			markGone = gone
			return err
		}
		return w.inlineElement(e)
	})
	return markGone, err
}

func (w *walker) inlineElement(e element) error {
	again := func() error { _, err := w.inline(false); return err }
	switch e.key {
	case "r":
		return w.run()
	case "ins", "moveTo":
		return w.during(&w.inserted, again)
	case "del", "moveFrom":
		return w.during(&w.gone, again)
	case "sdt":
		return w.control(again)
	case "hyperlink", "smartTag", "customXml", "bdo", "dir", "fldSimple":
		if e.key == "fldSimple" && !plainField(e.attr("instr")) {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
		return again()
	case "commentRangeStart":
		w.comment(e.attr("id"))
		return w.p.skip()
	case "mc:AlternateContent":
		return w.alternate(again)
	case "p": // seen in broken files
		return again()
	}
	if !neutral(e.key) {
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
	return w.p.skip()
}

// paragraphProperties reads w:pPr: style, list, and whether the paragraph mark is deleted.
func (w *walker) paragraphProperties() (markGone bool, err error) {
	styleID, num := "", numRef{}
	err = w.p.children(func(e element) error {
		switch e.key {
		case "pStyle":
			styleID = e.attr("val")
		case "numPr":
			return w.p.within(num.take)
		case "rPr":
			return w.p.children(func(e element) error {
				markGone = markGone || e.key == "del" || e.key == "moveFrom"
				return w.p.skip()
			})
		}
		return w.p.skip()
	})
	w.base = w.paragraphLooks(styleID)
	if st := w.styles.get(orDefault(styleID, w.styles.paragraph)); st != nil && num.id == "" {
		num = st.numbered
	}
	if r, ok := w.lists.bullet(num); ok && w.gone == 0 {
		w.into.Add(r)
	}
	return markGone, err
}

func orDefault(v, standard string) string {
	if v == "" {
		return standard
	}
	return v
}

// run reads a w:r.
func (w *walker) run() error {
	l := w.base
	return w.p.children(func(e element) error {
		if e.key == "rPr" {
			var own looks
			if err := own.read(w.p); err != nil {
				return err
			}
			l = w.runLooks(own)
			return nil
		}
		return w.runElement(e, l)
	})
}

// runLooks lays character style and direct formatting over the paragraph's looks.
func (w *walker) runLooks(own looks) looks {
	l := w.base
	if st := w.styles.get(own.style); own.style != "" && st != nil {
		l = st.looks.level(l)
	}
	return own.over(l)
}

func (w *walker) runElement(e element, l looks) error {
	switch e.key {
	case "t", "delText":
		t, err := w.p.text()
		if e.key == "delText" && w.gone == 0 {
			return w.during(&w.gone, func() error { w.write(t, l); return err })
		}
		w.write(t, l)
		return err
	case "tab", "ptab":
		w.write("\t", l)
	case "br", "cr":
		w.write("\n", l)
	case "noBreakHyphen":
		w.write("-", l)
	case "sym":
		w.symbol(strings.ToLower(e.attr("font")), e.attr("char"), l)
	case "fldChar":
		return w.fieldChar(e, l)
	case "instrText":
		t, err := w.p.text()
		w.instruction(t)
		return err
	case "commentReference":
		w.comment(e.attr("id"))
	case "footnoteReference", "endnoteReference":
		w.object(sheet.Object{Kind: sheet.Footnote, Text: w.notes[strings.TrimSuffix(e.key, "Reference")+":"+e.attr("id")]})
	case "drawing":
		return w.drawing()
	case "pict":
		return w.vml()
	case "object", "control":
		return w.embedded()
	case "mc:AlternateContent":
		return w.alternate(func() error {
			return w.p.children(func(e element) error { return w.runElement(e, l) })
		})
	case "ruby":
		return w.p.children(func(e element) error {
			if e.key == "rubyBase" {
				_, err := w.inline(false)
				return err
			}
			return w.p.skip()
		})
	default:
		if !neutral(e.key) {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
	}
	return w.p.skip()
}

// knownNeeds are the prefixes in mc:Choice/@Requires that this reader understands.
const knownNeeds = " wps wpg wpi wpc w14 w15 w16 w16se w16cid wp14 a14 aink am3d cx "

// alternate takes the first choice that is understood, else the fallback; never both.
func (w *walker) alternate(f func() error) error {
	taken := false
	return w.p.children(func(e element) error {
		use := !taken && (e.key == "mc:Fallback" || e.key == "mc:Choice" && understood(e.attr("Requires")))
		if !use {
			return w.p.skip()
		}
		taken = true
		return f()
	})
}

func understood(needs string) bool {
	for _, n := range strings.Fields(needs) {
		if !strings.Contains(knownNeeds, " "+n+" ") {
			return false
		}
	}
	return true
}
