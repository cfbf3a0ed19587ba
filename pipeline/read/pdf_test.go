package read

import (
	"fmt"
	"strings"
	"testing"

	"mdaplus/forms"
)

// draws is one way to answer the fourth criterion of a drawn form.
type draws struct {
	name string
	form pdfForm
	want string // J, N or A, or two of them
}

func above(draw func(*pdfPage)) pdfForm {
	return pdfForm{over: func(_ *pdfFile, p *pdfPage) { draw(p) }}
}

func beneath(draw func(*pdfPage)) pdfForm {
	return pdfForm{under: func(_ *pdfFile, p *pdfPage) { draw(p) }}
}

func note(kind string, box [4]float64, keys string) pdfForm {
	return pdfForm{over: func(f *pdfFile, p *pdfPage) { f.note(p, kind, box, keys) }}
}

func quads(r [4]float64) string {
	return fmt.Sprintf("/QuadPoints[%.2f %.2f %.2f %.2f %.2f %.2f %.2f %.2f]", r[0], r[3], r[2], r[3], r[0], r[1], r[2], r[1])
}

func wider(r [4]float64, by float64) [4]float64 {
	return [4]float64{r[0] - by, r[1] - by, r[2] + by, r[3] + by}
}

// ellipse draws a closed curve in a box.
func ellipse(p *pdfPage, r [4]float64) {
	cx, cy, a, b := (r[0]+r[2])/2, (r[1]+r[3])/2, (r[2]-r[0])/2, (r[3]-r[1])/2
	const k = 0.5523
	fmt.Fprintf(p, "q 1 w %.2f %.2f m ", cx+a, cy)
	for _, c := range [][6]float64{{a, k * b, k * a, b, 0, b}, {-k * a, b, -a, k * b, -a, 0}, {-a, -k * b, -k * a, -b, 0, -b}, {k * a, -b, a, -k * b, a, 0}} {
		fmt.Fprintf(p, "%.2f %.2f %.2f %.2f %.2f %.2f c ", cx+c[0], cy+c[1], cx+c[2], cy+c[3], cx+c[4], cy+c[5])
	}
	fmt.Fprintln(p, "h S Q")
}

func (p *pdfPage) filledEllipse(r [4]float64) {
	at := p.Len()
	ellipse(p, r)
	drawn := strings.Replace(p.String()[at:], "h S Q", "h B Q", 1)
	p.Truncate(at)
	p.WriteString(drawn)
}

func frame(p *pdfPage, r [4]float64) {
	fmt.Fprintf(p, "q 0.5 w %.2f %.2f %.2f %.2f re S Q\n", r[0], r[1], r[2]-r[0], r[3]-r[1])
}

var drawn = func() []draws {
	o := optionsAt
	ja, nee := o.ja(), o.nee()
	strike := func(p *pdfPage, x0, x1, above float64) { p.box("0 0 0", x0, o.y+above, x1, o.y+above+0.5) }
	var all []draws
	add := func(want, name string, form pdfForm) { all = append(all, draws{name, form, want}) }

	// lines over and under words
	add("A", "untouched", pdfForm{})
	add("J", "strike as Word draws it", above(func(p *pdfPage) { strike(p, o.nee0-0.5, o.nee1+0.5, 2.6) }))
	add("N", "strike with a pen", above(func(p *pdfPage) { p.line(o.ja0, o.y+2.8, o.ja1, o.y+2.8) }))
	add("J", "strike with a felt pen", above(func(p *pdfPage) {
		fmt.Fprintf(p, "q 2.5 w %.2f %.2f m %.2f %.2f l S Q\n", o.nee0, o.y+3.4, o.nee1, o.y+3.4)
	}))
	add("A", "strike with a felt pen over both", above(func(p *pdfPage) {
		fmt.Fprintf(p, "q 2.5 w %.2f %.2f m %.2f %.2f l S Q\n", o.ja0, o.y+3.4, o.nee1, o.y+3.4)
	}))
	add("A", "bar that hides a word", above(func(p *pdfPage) {
		fmt.Fprintf(p, "q 6 w %.2f %.2f m %.2f %.2f l S Q\n", o.nee0, o.y+3.4, o.nee1, o.y+3.4)
	}))
	add("J", "strike of no width", above(func(p *pdfPage) { fmt.Fprintf(p, "0 w %.2f %.2f m %.2f %.2f l S\n", o.nee0, o.y+2.8, o.nee1, o.y+2.8) }))
	add("J", "double strike", above(func(p *pdfPage) { strike(p, o.nee0, o.nee1, 1.7); strike(p, o.nee0, o.nee1, 3) }))
	add("J", "strike in pieces", above(func(p *pdfPage) {
		for i := range 3 {
			third := (o.nee1 - o.nee0) / 3
			strike(p, o.nee0+float64(i)*third, o.nee0+float64(i+1)*third, 2.6)
		}
	}))
	add("A", "strike over both", above(func(p *pdfPage) { strike(p, o.ja0, o.nee1, 2.6) }))
	add("A", "strike over a part", above(func(p *pdfPage) { strike(p, o.nee0, o.nee0+8, 2.6) }))
	add("A", "line that goes on past the words", above(func(p *pdfPage) { strike(p, o.ja0-4, o.nee1+30, 2.6) }))
	add("A", "line through the top of the letters", above(func(p *pdfPage) { strike(p, o.nee0, o.nee1, 6) }))
	add("J", "underline", above(func(p *pdfPage) { strike(p, o.ja0, o.ja1, -1.4) }))
	add("N", "underline close under the baseline", above(func(p *pdfPage) { strike(p, o.nee0, o.nee1, -0.7) }))
	add("A", "line between underline and strike", above(func(p *pdfPage) { strike(p, o.nee0, o.nee1, 0.4) }))
	add("A", "slanting line", above(func(p *pdfPage) { p.line(o.nee0, o.y-1, o.nee1, o.y+8) }))
	add("A", "cross over a word", above(func(p *pdfPage) { p.line(o.nee0, o.y, o.nee1, o.y+8); p.line(o.nee0, o.y+8, o.nee1, o.y) }))
	add("A", "cross over a word that was typed", above(func(p *pdfPage) { fmt.Fprintf(p, "BT /F 18 Tf %.2f %.2f Td (x) Tj ET\n", o.nee0+4, o.y-1) }))
	add("A", "scribble", above(func(p *pdfPage) {
		fmt.Fprintf(p, "q 1 w %.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c S Q\n", o.nee0, o.y, o.nee0+5, o.y+9, o.nee0+9, o.y-6, o.nee1, o.y+8)
	}))
	add("J", "strike in a figure with edges of its own, as a form that was made flat has it", pdfForm{over: func(f *pdfFile, p *pdfPage) {
		n := f.stream("/Type/XObject/Subtype/Form/BBox[0 0 40 12]", fmt.Sprintf("0 0 40 12 re W n 0 g 0 4.6 %.2f 0.5 re f", o.nee1-o.nee0))
		f.figures = fmt.Sprintf("/X %d 0 R", n)
		fmt.Fprintf(p, "q 1 0 0 1 %.2f %.2f cm /X Do Q\n", o.nee0, o.y-2)
	}})
	// colours behind and over words
	add("J", "marker behind", beneath(func(p *pdfPage) { p.box("1 1 0", ja[0], ja[1], ja[2], ja[3]) }))
	add("A", "marker behind both", beneath(func(p *pdfPage) { p.box("1 1 0", ja[0], ja[1], nee[2], nee[3]) }))
	add("A", "marker behind a part", beneath(func(p *pdfPage) { p.box("1 1 0", nee[0], nee[1], nee[0]+8, nee[3]) }))
	add("A", "cell with a colour", beneath(func(p *pdfPage) { p.box("0.9 0.9 1", replyColumn, rowBase(3)-22, tableRight, rowBase(3)+11) }))
	add("A", "row with a colour", beneath(func(p *pdfPage) { p.box("0.9 0.9 1", tableLeft, rowBase(3)-22, tableRight, rowBase(3)+11) }))
	add("J", "marker over the text, as ink that shines through", above(func(p *pdfPage) {
		fmt.Fprint(p, "q /M gs ")
		p.box("1 1 0", ja[0], ja[1], ja[2], ja[3])
		fmt.Fprint(p, "Q ")
	}))
	add("A", "white over a word", above(func(p *pdfPage) { p.box("1 1 1", nee[0], nee[1], nee[2], nee[3]) }))
	add("A", "black over a word", above(func(p *pdfPage) { p.box("0 0 0", nee[0], nee[1], nee[2], nee[3]) }))
	add("A", "dark box beside", above(func(p *pdfPage) { p.box("0 0 0", ja[0]-4.5, o.y+2, ja[0]-1.5, o.y+5) }))
	// curves and frames
	add("J", "curve round a word", above(func(p *pdfPage) { ellipse(p, wider(ja, 3)) }))
	add("A", "curve filled with white over a word", above(func(p *pdfPage) { fmt.Fprint(p, "1 g "); p.filledEllipse(wider(nee, 1)) }))
	add("A", "curve round both", above(func(p *pdfPage) { ellipse(p, wider([4]float64{ja[0], ja[1], nee[2], nee[3]}, 4)) }))
	add("A", "curve round one and a half", above(func(p *pdfPage) { ellipse(p, wider([4]float64{ja[0], ja[1], nee[0] + 10, nee[3]}, 3)) }))
	add("N", "frame round a word", above(func(p *pdfPage) { frame(p, wider(nee, 0)) }))
	// type
	add("J", "bold", pdfForm{reply: func(p *pdfPage) { p.write("B", o.ja0, o.y, "Ja"); p.write("F", o.ja1+0.2, o.y, "/ Nee") }})
	add("J", "one option left", pdfForm{reply: func(p *pdfPage) { p.write("F", o.ja0, o.y, "Ja") }})
	add("N", "other colour", pdfForm{reply: func(p *pdfPage) {
		p.write("F", o.ja0, o.y, "Ja/")
		fmt.Fprint(p, "1 0 0 rg ")
		p.write("F", o.nee0, o.y, "Nee")
		fmt.Fprint(p, "0 g ")
	}})
	add("A|N", "white type", pdfForm{reply: func(p *pdfPage) {
		fmt.Fprint(p, "1 g ")
		p.write("F", o.ja0, o.y, "Ja")
		fmt.Fprint(p, "0 g ")
		p.write("F", o.ja1, o.y, "/ Nee")
	}})
	add("A", "type that is not painted", pdfForm{reply: func(p *pdfPage) {
		p.write("F", o.ja0, o.y, "Ja/ ")
		fmt.Fprint(p, "3 Tr ")
		p.write("F", o.nee0, o.y, "Nee x")
		fmt.Fprint(p, "0 Tr ")
	}})
	add("A", "type in a layer", pdfForm{reply: func(p *pdfPage) {
		fmt.Fprint(p, "/OC /L BDC ")
		p.write("F", o.ja0, o.y, "Ja")
		fmt.Fprint(p, "EMC ")
		p.write("F", o.nee0, o.y, " ")
	}})
	add("A", "type that stands on its side", above(func(p *pdfPage) { fmt.Fprintf(p, "BT /F 6 Tf 0 1 -1 0 %.2f %.2f Tm (nee) Tj ET\n", ja[0]+6, ja[1]) }))
	// boxes
	boxed := func(first, second string) func(*pdfPage) {
		return func(p *pdfPage) {
			for i, sign := range []string{first, second} {
				x := o.ja0 + float64(i)*35
				frame(p, [4]float64{x, o.y - 1, x + 9, o.y + 8})
				switch sign {
				case "cross":
					p.line(x, o.y-1, x+9, o.y+8)
					p.line(x, o.y+8, x+9, o.y-1)
				case "tick":
					p.write("Z", x+0.5, o.y, "4")
				case "x":
					p.write("F", x+2, o.y, "x")
				case "letter":
					p.write("F", x+2, o.y, "?")
				}
				p.write("F", x+12, o.y, []string{"Ja", "Nee"}[i])
			}
		}
	}
	for _, c := range [][3]string{{"cross", "", "J"}, {"", "tick", "N"}, {"x", "", "J"}, {"", "", "A"}, {"cross", "x", "A"}, {"letter", "", "A"}} {
		add(c[2], "boxes "+c[0]+"-"+c[1], pdfForm{reply: boxed(c[0], c[1])})
	}
	add("J", "tick of a dingbat font in a flattened form", pdfForm{reply: func(p *pdfPage) { p.write("Z", o.ja0, o.y, "4"); p.write("F", o.ja0+12, o.y, "Ja / Nee") }})
	// notes
	add("J", "StrikeOut", note("StrikeOut", nee, quads(nee)))
	add("N", "StrikeOut on Ja without quads", note("StrikeOut", ja, ""))
	add("J", "StrikeOut that repeats its text", note("StrikeOut", nee, quads(nee)+"/Contents(Nee)"))
	add("A", "StrikeOut with a remark", note("StrikeOut", nee, quads(nee)+"/Contents(toch niet)"))
	add("A", "hidden StrikeOut", note("StrikeOut", nee, quads(nee)+"/F 2"))
	add("A", "StrikeOut not for viewing", note("StrikeOut", nee, quads(nee)+"/F 32"))
	add("J", "Highlight", note("Highlight", ja, quads(ja)))
	add("N", "Underline", note("Underline", nee, quads(nee)))
	add("J", "Circle", note("Circle", wider(ja, 3), ""))
	add("A", "Circle round both", note("Circle", wider([4]float64{ja[0], ja[1], nee[2], nee[3]}, 3), ""))
	add("N", "Square", note("Square", wider(nee, 1), ""))
	add("A", "filled Square", note("Square", wider(nee, 1), "/IC[1 1 1]"))
	add("J", "level Line", note("Line", nee, fmt.Sprintf("/L[%.2f %.2f %.2f %.2f]", nee[0], o.y+3, nee[2], o.y+3.5)))
	add("A", "slanting Line", note("Line", nee, fmt.Sprintf("/L[%.2f %.2f %.2f %.2f]", nee[0], nee[1], nee[2], nee[3])))
	add("A", "Ink", note("Ink", ja, fmt.Sprintf("/InkList[[%.2f %.2f %.2f %.2f]]", ja[0], ja[1], ja[2], ja[3])))
	add("A", "Stamp", note("Stamp", wider(ja, 5), ""))
	add("A", "Text", note("Text", [4]float64{nee[2] + 3, o.y - 4, nee[2] + 15, o.y + 8}, "/Contents(ja)"))
	add("A", "Text beside a struck word", pdfForm{over: func(f *pdfFile, p *pdfPage) {
		strike(p, o.nee0, o.nee1, 2.6)
		f.note(p, "Text", [4]float64{nee[2] + 3, o.y - 4, nee[2] + 15, o.y + 8}, "/Contents(toch niet)")
	}})
	for _, kind := range []string{"Ink", "Stamp", "Redact", "Polygon"} {
		add("A", kind+" over a word beside a struck one", pdfForm{over: func(f *pdfFile, p *pdfPage) {
			strike(p, o.nee0, o.nee1, 2.6)
			f.note(p, kind, ja, quads(ja))
		}})
	}
	add("A", "a picture over the only word", pdfForm{reply: func(p *pdfPage) { p.write("F", o.ja0, o.y, "Ja") }, over: func(_ *pdfFile, p *pdfPage) {
		fmt.Fprintf(p, "q 9 0 0 8 %.2f %.2f cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80\nEI Q\n", o.ja0, o.y)
	}})
	add("A", "FreeText over a word", note("FreeText", [4]float64{ja[0], ja[1], ja[0] + 10, ja[3]}, "/Contents(x)/DA(/Helv 10 Tf)"))
	add("J", "FreeText beside a word", pdfForm{reply: func(p *pdfPage) { p.write("F", o.ja0+12, o.y, "Ja / Nee") },
		over: func(f *pdfFile, p *pdfPage) {
			f.note(p, "FreeText", [4]float64{o.ja0, o.y - 2, o.ja0 + 8, o.y + 9}, "/Contents(x)/DA(/Helv 10 Tf)")
		}})
	add("A", "Redact", note("Redact", nee, quads(nee)))
	add("A", "a kind nobody knows", note("Hologram", nee, ""))
	// tables
	for name, rules := range map[string]func(*pdfPage){"pen": penRules, "none": noRules} {
		add("J", "strike, rules "+name, pdfForm{ruled: rules, over: func(_ *pdfFile, p *pdfPage) { strike(p, o.nee0, o.nee1, 2.6) }})
		add("A", "untouched, rules "+name, pdfForm{ruled: rules})
	}
	add("A", "rules through the text", pdfForm{ruled: func(p *pdfPage) { penRules(p); p.line(tableLeft, o.y+2.8, tableRight, o.y+2.8) }})
	add("J", "sideways and turned back", pdfForm{over: func(_ *pdfFile, p *pdfPage) { strike(p, o.nee0, o.nee1, 2.6) },
		finish: func(f *pdfFile) {
			p := f.pages[0]
			content := p.String()
			p.Reset()
			fmt.Fprintf(p, "q 0 1 -1 0 842 0 cm %s Q", content)
			p.keys = "/Rotate 90/MediaBox[0 0 842 595]"
		}})
	return all
}()

func TestDrawnAnswers(t *testing.T) {
	opts := pdfOptions(t)
	for _, v := range drawn {
		r := File("form.pdf", v.form.bytes(), opts)
		if len(r.Forms) != 1 {
			t.Errorf("%s: %d forms, %v", v.name, len(r.Forms), r.Message)
			continue
		}
		f := r.Forms[0]
		if a := f.Criteria["high-risk"].Answer; !fits(v.want, a) {
			t.Errorf("%s: want %s, got %s %q %s (%s)", v.name, v.want, a.Status, a.Value, a.Reason, a.Text)
		}
		for _, id := range forms.CriterionOrder {
			c := f.Criteria[id]
			if id != "high-risk" && c.Value != "yes" || c.Explanation != "zie het verslag." {
				t.Errorf("%s: %s is %+v", v.name, id, c)
			}
		}
		for id, want := range map[string]string{"referrer": "J. Jansen", "initials": "A.B.", "role": "mother", "municipality": "Huizen", "zvh": "yes"} {
			if got := f.Fields[id]; got.Value != want {
				t.Errorf("%s: %s is %+v", v.name, id, got)
			}
		}
	}
}

// control is one way to answer with controls of a form.
type control struct {
	name string
	draw func(*pdfFile, *pdfPage)
	want string
}

func (f *pdfFile) appearance() int {
	return f.stream("/Type/XObject/Subtype/Form/BBox[0 0 10 10]", "0 0 10 10 re S")
}

// tick adds a box before one of the options: the state that it has when it is on, the one
// shown, and more keys.
func (f *pdfFile) tick(p *pdfPage, option int, on, shown, keys string) int {
	x := optionsAt.ja0 + float64(option)*35
	ap := f.appearance()
	return f.note(p, "Widget", [4]float64{x, optionsAt.y - 1, x + 9, optionsAt.y + 8}, fmt.Sprintf("/AP<</N<</%s %d 0 R/Off %d 0 R>>>>%s%s", on, ap, ap, shown, keys))
}

func boxes(jaShown, jaStored, neeShown, neeStored, more string) func(*pdfFile, *pdfPage) {
	return func(f *pdfFile, p *pdfPage) {
		f.fields = append(f.fields, f.tick(p, 0, "Ja", jaShown, "/FT/Btn/T(cja)"+jaStored+more), f.tick(p, 1, "Nee", neeShown, "/FT/Btn/T(cnee)"+neeStored))
	}
}

func radio(stored, jaShown, neeShown, keys string) func(*pdfFile, *pdfPage) {
	return func(f *pdfFile, p *pdfPage) {
		parent := len(f.objects) + 4 + 4 // behind two boxes with an appearance each
		first := f.tick(p, 0, "0", jaShown, fmt.Sprintf("/Parent %d 0 R", parent))
		second := f.tick(p, 1, "1", neeShown, fmt.Sprintf("/Parent %d 0 R", parent))
		f.fields = append(f.fields, f.add("<</FT/Btn/Ff 32768/T(c)%s%s/Kids[%d 0 R %d 0 R]>>", stored, keys, first, second))
	}
}

// entry adds a field with text in the place of the answer.
func entry(value, shown, keys string) func(*pdfFile, *pdfPage) {
	return func(f *pdfFile, p *pdfPage) {
		ap := ""
		if shown != "" {
			n := f.stream("/Type/XObject/Subtype/Form/BBox[0 0 60 12]/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>", "/Tx BMC BT /F 9 Tf 2 3 Td ("+shown+") Tj ET EMC")
			ap = fmt.Sprintf("/AP<</N %d 0 R>>", n)
		}
		o := optionsAt
		f.fields = append(f.fields, f.note(p, "Widget", [4]float64{o.ja0, o.y - 3, o.ja0 + 60, o.y + 9}, "/T(c)/DA(/Helv 9 Tf)"+value+ap+keys))
	}
}

var controls = []control{
	{"ticked", boxes("/AS/Ja", "/V/Ja", "/AS/Off", "/V/Off", ""), "J"},
	{"ticked, the other never touched", boxes("/AS/Off", "", "/AS/Nee", "/V/Nee", ""), "N"},
	{"none", boxes("/AS/Off", "/V/Off", "/AS/Off", "/V/Off", ""), "A"},
	{"both", boxes("/AS/Ja", "/V/Ja", "/AS/Nee", "/V/Nee", ""), "A"},
	{"shown, not stored", boxes("/AS/Ja", "/V/Off", "/AS/Off", "/V/Off", ""), "A"},
	{"stored, not shown", boxes("/AS/Off", "/V/Ja", "/AS/Off", "/V/Off", ""), "A"},
	{"stored, without a state", boxes("", "/V/Ja", "", "/V/Off", ""), "A"},
	{"ticked and hidden", boxes("/AS/Ja", "/V/Ja", "/AS/Off", "/V/Off", "/F 2"), "A"},
	{"names the wrong way round", func(f *pdfFile, p *pdfPage) {
		f.fields = append(f.fields, f.tick(p, 0, "Nee", "/AS/Nee", "/FT/Btn/T(a)/V/Nee"), f.tick(p, 1, "Ja", "/AS/Off", "/FT/Btn/T(b)/V/Off"))
	}, "A"},
	{"radio", radio("/V/1", "/AS/Off", "/AS/1", ""), "N"},
	{"radio with export values", radio("/V/0", "/AS/0", "/AS/Off", "/Opt[(Ja)(Nee)]"), "J"},
	{"radio that stores its export value", radio("/V(Ja)", "/AS/0", "/AS/Off", "/Opt[(Ja)(Nee)]"), "J|A"},
	{"radio, stored the other", radio("/V/0", "/AS/Off", "/AS/1", ""), "A"},
	{"radio, nothing stored", radio("", "/AS/Off", "/AS/1", ""), "A"},
	{"radio, nothing shown", radio("/V/0", "/AS/Off", "/AS/Off", ""), "A"},
	{"text", entry("/FT/Tx/V(Ja)", "Ja", ""), "J"},
	{"text in UTF-16", entry("/FT/Tx/V<FEFF004E00650065>", "Nee", ""), "N"},
	{"text without an appearance", entry("/FT/Tx/V(Ja)", "", ""), "J"},
	{"text that shows something else", entry("/FT/Tx/V(Ja)", "Nee", ""), "A"},
	{"text that is shown and not stored", entry("/FT/Tx", "Nee", ""), "A"},
	{"text that is hidden", entry("/FT/Tx/V(Ja)", "Ja", "/F 2"), "A"},
	{"list by label", entry("/FT/Ch/Ff 131072/V(N)/Opt[[(J)(Ja)][(N)(Nee)]]", "Nee", ""), "N"},
	{"list by number", entry("/FT/Ch/Ff 131072/V(1)/Opt[[(1)(Ja)][(2)(Nee)]]", "Ja", ""), "J"},
	{"comb", entry("/FT/Tx/Ff 16777216/MaxLen 5/V(Nee)", "Nee", ""), "N"},
	{"cross in a small field behind Ja", crosses("x", ""), "J"},
	{"cross in a small field behind Nee", crosses("", "X"), "N"},
	{"crosses in both small fields", crosses("x", "x"), "A"},
	{"nothing in small fields", crosses("", ""), "A"},
	{"another letter in a small field", crosses("n", ""), "A"},
}

// crosses adds small text fields behind the options: what each holds.
func crosses(ja, nee string) func(*pdfFile, *pdfPage) {
	return func(f *pdfFile, p *pdfPage) {
		for i, v := range []string{ja, nee} {
			x := optionsAt.ja0 + 23 + float64(i)*42
			n := f.note(p, "Widget", [4]float64{x, optionsAt.y - 2, x + 9, optionsAt.y + 8}, fmt.Sprintf("/FT/Tx/T(c%d)/V(%s)/DA(/Helv 9 Tf)", i, v))
			f.fields = append(f.fields, n)
		}
	}
}

// form is a form that is answered with the control: beside the words, or in their place.
func (c control) form() pdfForm {
	reply := func(p *pdfPage) {
		p.write("F", optionsAt.ja0+12, optionsAt.y, "Ja")
		p.write("F", optionsAt.ja0+47, optionsAt.y, "Nee")
	}
	if strings.HasPrefix(c.name, "text") || c.name == "comb" || strings.HasPrefix(c.name, "list by") {
		reply = func(*pdfPage) {}
	}
	return pdfForm{reply: reply, over: c.draw}
}

func TestControlsOfAForm(t *testing.T) {
	opts := pdfOptions(t)
	for _, c := range controls {
		r := File("form.pdf", c.form().bytes(), opts)
		if len(r.Forms) != 1 {
			t.Errorf("%s: %d forms, %v", c.name, len(r.Forms), r.Message)
			continue
		}
		if a := r.Forms[0].Criteria["high-risk"].Answer; !fits(c.want, a) {
			t.Errorf("%s: want %s, got %s %q %s (%s)", c.name, c.want, a.Status, a.Value, a.Reason, a.Text)
		}
	}
}
