package docx

import (
	"strings"

	"mdaplus/forms/sheet"
)

// inline reads what stands in a paragraph, or in an element inside one.
func (w *walker) inline(top bool) (markGone bool, err error) {
	err = w.p.Children(func(e element) error {
		if top && e.Key == "pPr" {
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
	switch e.Key {
	case "r":
		return w.run()
	case "ins", "moveTo":
		return w.during(&w.inserted, again)
	case "del", "moveFrom":
		return w.during(&w.gone, again)
	case "sdt":
		return w.control(again)
	case "hyperlink", "smartTag", "customXml", "bdo", "dir", "fldSimple":
		if e.Key == "fldSimple" && !plainField(e.Attr("instr")) {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
		return again()
	case "commentRangeStart":
		w.comment(e.Attr("id"))
		return w.p.Skip()
	case "mc:AlternateContent":
		return w.alternate(again)
	case "p": // seen in broken files
		return again()
	}
	if !neutral(e.Key) {
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
	return w.p.Skip()
}

// paragraphProperties reads w:pPr: style, list, and whether the paragraph mark is deleted.
func (w *walker) paragraphProperties() (markGone bool, err error) {
	styleID, num := "", numRef{}
	err = w.p.Children(func(e element) error {
		switch e.Key {
		case "pStyle":
			styleID = e.Attr("val")
		case "numPr":
			return w.p.Within(num.take)
		case "rPr":
			return w.p.Children(func(e element) error {
				markGone = markGone || e.Key == "del" || e.Key == "moveFrom"
				return w.p.Skip()
			})

		}
		return w.p.Skip()
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
	return w.p.Children(func(e element) error {
		if e.Key == "rPr" {
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
	switch e.Key {
	case "t", "delText":
		t, err := w.p.Words()
		if e.Key == "delText" && w.gone == 0 {
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
		w.symbol(strings.ToLower(e.Attr("font")), e.Attr("char"), l)
	case "fldChar":
		return w.fieldChar(e, l)
	case "instrText":
		t, err := w.p.Words()
		w.instruction(t)
		return err
	case "commentReference":
		w.comment(e.Attr("id"))
	case "footnoteReference", "endnoteReference":
		w.object(sheet.Object{Kind: sheet.Footnote, Text: w.notes[strings.TrimSuffix(e.Key, "Reference")+":"+e.Attr("id")]})
	case "drawing":
		return w.drawing()
	case "pict":
		return w.vml()
	case "object", "control":
		return w.embedded()
	case "mc:AlternateContent":
		return w.alternate(func() error {
			return w.p.Children(func(e element) error { return w.runElement(e, l) })
		})
	case "ruby":
		return w.p.Children(func(e element) error {
			if e.Key == "rubyBase" {
				_, err := w.inline(false)
				return err
			}
			return w.p.Skip()
		})

	default:
		if !neutral(e.Key) {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
	}
	return w.p.Skip()
}

// knownNeeds are the prefixes in mc:Choice/@Requires that this reader understands.
const knownNeeds = " wps wpg wpi wpc w14 w15 w16 w16se w16cid wp14 a14 aink am3d cx "

// alternate takes the first choice that is understood, else the fallback; never both.
func (w *walker) alternate(f func() error) error {
	taken := false
	return w.p.Children(func(e element) error {
		use := !taken && (e.Key == "mc:Fallback" || e.Key == "mc:Choice" && understood(e.Attr("Requires")))
		if !use {
			return w.p.Skip()
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
