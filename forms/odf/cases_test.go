package odf_test

import (
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/odf"
	"mdaplus/forms/sheet"
)

func span(style, text string) string {
	return `<text:span text:style-name="` + style + `">` + text + `</text:span>`
}

func tick(attributes, glyph string) string {
	return `<loext:content-control loext:checkbox="true" loext:checked-state="☒" loext:unchecked-state="☐" ` + attributes + `>` + glyph + `</loext:content-control>`
}

func mark(kind, parameters string) string {
	return `<field:fieldmark field:type="vnd.oasis.opendocument.field.` + kind + `">` + parameters + `</field:fieldmark>`
}

func param(name, value string) string {
	return `<field:param field:name="` + name + `" field:value="` + value + `"/>`
}

func control(id string) string {
	return `<draw:control draw:control="` + id + `" text:anchor-type="as-char"/>`
}

func item(style, text string) string {
	return `<text:list text:style-name="` + style + `"><text:list-item><text:p>` + text + `</text:p></text:list-item></text:list>`
}

const (
	start = `<text:change-start text:change-id="`
	stop  = `<text:change-end text:change-id="`
)

var (
	ticked  = mark("FORMCHECKBOX", param("Checkbox_Checked", "true"))
	empty   = mark("FORMCHECKBOX", "")
	entries = param("Dropdown_ListEntry", "Kies") + param("Dropdown_ListEntry", "Ja") + param("Dropdown_ListEntry", "Nee")
)

// cases are answer cells with what may come of them: J, N or A (a question).
var cases = []struct{ name, cell, want string }{
	{"typed", `Ja`, "J"}, {"untouched", `Ja/ Nee`, "A"}, {"empty", ``, "A"},
	{"strike", `Ja/ ` + span("S", "Nee"), "J"}, {"strike on yes", span("S", "Ja") + `/ Nee`, "N"}, {"double", `Ja/ ` + span("SD", "Nee"), "J"},
	{"struck with slashes", `Ja/ ` + span("SX", "Nee"), "J"}, {"struck with signs only", `Ja/ ` + span("ST", "Nee"), "J"}, {"strike none", `Ja/ ` + span("S0", "Nee"), "A"},
	{"style and type disagree", `Ja/ ` + span("S?", "Nee"), "A"}, {"named style", `Ja/ ` + span("Doorgehaald", "Nee"), "J"}, {"parent style", `Ja/ ` + span("Vervallen", "Nee"), "J"},
	{"span in a span", span("S", `Ja/ `+span("S0", "Nee")), "N"}, {"none over style", `<text:p text:style-name="Weg">` + span("S0", "Ja") + `/ Nee</text:p>`, "J"},
	{"style none without type", `<text:p text:style-name="Weg">` + span("S1", "Ja") + `/ Nee</text:p>`, "J"}, {"paragraph struck", `<text:p text:style-name="Weg">Ja/ Nee</text:p>`, "A"},
	{"incomplete", `Ja/ N` + span("S", "ee"), "A"}, {"styles in a circle", span("Rond", "Ja"), "J"}, {"style that is not there", span("Q", "Ja") + "/ Nee", "A"},
	{"bold", span("B", "Ja") + `/ Nee`, "J"}, {"bold as a number", span("B7", "Ja") + `/ Nee`, "J"}, {"bold off", span("B0", "Ja") + `/ Nee`, "A"}, {"both bold", span("B", "Ja/ Nee"), "A"},
	{"bold taken back", span("B", `Ja/ `+span("B0", "Nee")), "J"}, {"italic", span("I", "Ja") + `/ Nee`, "A"}, {"underline", span("U", "Ja") + `/ Nee`, "J"},
	{"double underline", span("U2", "Ja") + `/ Nee`, "J"}, {"underline off", span("U0", "Ja") + `/ Nee`, "A"}, {"highlight", span("H", "Ja") + `/ Nee`, "J"},
	{"highlight off", span("H0", "Ja") + `/ Nee`, "A"}, {"highlight on both", span("H", "Ja/ Nee"), "A"}, {"red", span("R", "Ja") + `/ Nee`, "J"}, {"black", span("Z", "Ja") + `/ Nee`, "A"},
	{"automatic", span("A", "Ja") + `/ Nee`, "A"}, {"grey", `Ja/ ` + span("G", "Nee"), "J|A"}, {"white", `Ja/ ` + span("W", "Nee"), "A"}, {"transparent", `Ja/ ` + span("O", "Nee"), "A"},
	{"frame", span("K", "Ja") + `/ Nee`, "J"}, {"no frame", span("K0", "Ja") + `/ Nee`, "A"}, {"hidden", `Ja/ ` + span("V", "Nee"), "A"}, {"hidden under a condition", `Ja` + span("VC", "/ Nee"), "A"},
	{"raised", `Ja/ ` + span("P", "Nee"), "A"}, {"capitals", span("C", "Ja") + `/ Nee`, "A"}, {"struck and highlighted", `Ja/ ` + span("S", span("H", "Nee")), "A"},
	{"paragraph with a colour", `<text:p text:style-name="PF">Ja</text:p><text:p>Nee</text:p>`, "J|A"}, {"whole paragraph with a colour", `<text:p text:style-name="PF">Ja/ Nee</text:p>`, "A"},
	{"deleted", `Ja/ <text:change text:change-id="d"/>`, "J"}, {"deleted in its place", `Ja/ ` + start + `d"/>Nee` + stop + `d"/>`, "J"},
	{"inserted", `<text:change text:change-id="d"/>` + start + `i"/>ja` + stop + `i"/>`, "J"}, {"inserted and deleted", start + `di"/>Ja` + stop + `di"/>Nee`, "N"},
	{"format change", `Ja/ ` + start + `f"/>` + span("S", "Nee") + stop + `f"/>`, "J"}, {"unknown change", `Ja ` + start + `q"/>/ Nee` + stop + `q"/>`, "A"}, {"unknown place", `Ja<text:change text:change-id="q"/>`, "A"},
	{"boxes", tick(`loext:checked="true"`, "☒") + " Ja " + tick("", "☐") + " Nee", "J"}, {"boxes no", tick("", "☐") + " Ja " + tick(`loext:checked="true"`, span("B", "☒")) + " Nee", "N"},
	{"state and sign disagree", tick(`loext:checked="true"`, "☐") + " Ja " + tick("", "☐") + " Nee", "A"}, {"sign is another", tick(`loext:checked="true"`, "?") + " Ja " + tick("", "☐") + " Nee", "A"},
	{"box without sign", tick(`loext:checked="true"`, "") + " Ja " + tick("", "☐") + " Nee", "A"}, {"both boxes", tick(`loext:checked="true"`, "☒") + " Ja " + tick(`loext:checked="true"`, "☒") + " Nee", "A"},
	{"signs the wrong way round", `<loext:content-control loext:checkbox="true" loext:checked="true" loext:checked-state="☐" loext:unchecked-state="☒">☐</loext:content-control> Ja ` + tick("", "☐") + " Nee", "A"},
	{"content control", `<loext:content-control>Ja</loext:content-control>`, "J"}, {"prompt", `<loext:content-control loext:showing-place-holder="true"><loext:list-item loext:value="Nee"/>Ja</loext:content-control>`, "A"},
	{"chosen in a control", `<loext:content-control><loext:list-item loext:display-text="Nee" loext:value="2"/>Ja</loext:content-control>`, "J"},
	{"form boxes", ticked + " Ja " + empty + " Nee", "J"}, {"form boxes no", empty + " Ja " + ticked + " Nee", "N"}, {"odd state", mark("FORMCHECKBOX", param("Checkbox_Checked", "misschien")) + " Ja " + empty + " Nee", "A"},
	{"form list", mark("FORMDROPDOWN", entries+param("Dropdown_Selected", "1")), "J"}, {"form list not chosen", mark("FORMDROPDOWN", entries), "A"}, {"form list beyond", mark("FORMDROPDOWN", entries+param("Dropdown_Selected", "9")), "A"},
	{"form text", `<field:fieldmark-start field:type="vnd.oasis.opendocument.field.FORMTEXT"/>Nee<field:fieldmark-separator/>Ja<field:fieldmark-end/>`, "J"},
	{"form text without separator", `<field:fieldmark-start field:type="vnd.oasis.opendocument.field.FORMTEXT"/>Ja<field:fieldmark-end/>`, "J"}, {"unknown field", mark("UNHANDLED", "") + "Ja", "A"},
	{"drop-down", `<text:drop-down><text:label text:value="Ja" text:current-selected="true"/><text:label text:value="Nee"/>Ja</text:drop-down>`, "J"},
	{"drop-down disagrees", `<text:drop-down><text:label text:value="Ja" text:current-selected="true"/>Nee</text:drop-down>`, "A"}, {"drop-down not chosen", `<text:drop-down><text:label text:value="Ja"/>Ja</text:drop-down>`, "A"},
	{"controls", control("c1") + control("c2"), "J"}, {"controls by default", control("c8") + control("c3"), "A"}, {"one by default", control("c1") + control("c3"), "A"}, {"radio by default", control("r1") + control("r3"), "A"}, {"list box by default", control("l2"), "A"}, {"control unknown", control("c1") + control("c4"), "A"}, {"control set back", control("c1") + control("c7"), "J"},
	{"controls without caption", control("c5") + " Ja " + control("c6") + " Nee", "J"}, {"radio", control("r1") + control("r2"), "N"}, {"list box", control("l1"), "J"}, {"text control", control("t1"), "N"}, {"text control as it began", control("t2"), "A"},
	{"control of another kind", control("x1") + "Ja", "A"}, {"control that is not there", control("zz") + "Ja", "A"}, {"floating with caption", `<draw:control draw:control="c1" text:anchor-type="paragraph"/><draw:control draw:control="c2" text:anchor-type="paragraph"/>`, "J|A"},
	{"floating without caption", `<draw:control draw:control="c5" text:anchor-type="paragraph"/> Ja / Nee`, "A"}, {"floating far", `<draw:control draw:control="c1" text:anchor-type="paragraph" svg:y="3cm"/>`, "A"},
	{"symbol font", span("Wd", "\uF0FE") + " Ja " + span("Wd", "\uF0A8") + " Nee", "J"}, {"letters of a symbol font", span("Wd", "¨") + " Ja " + span("Wd", "þ") + " Nee", "N"},
	{"other symbol font", span("W2", "R") + " Ja " + span("W2", "£") + " Nee", "J"}, {"unknown sign", span("OS", "\uE4C4") + " Ja / Nee", "A"}, {"unknown sign of Wingdings", span("Wd", "\uF001") + " Ja", "A"}, {"Unicode in OpenSymbol", span("OS", "☒") + " Ja " + span("OS", "☐") + " Nee", "J"},
	{"box signs of lists", item("Vink", "Ja") + item("Leeg", "Nee"), "J|A"}, {"same signs", item("Stip", "Ja") + item("Stip", "Nee"), "A"}, {"other signs", item("Ster", "Ja") + item("Stip", "Nee"), "A"},
	{"comment", `<office:annotation><dc:creator>X</dc:creator><dc:date>2026</dc:date><text:p>klopt dit wel?</text:p></office:annotation>Ja<office:annotation-end/>`, "A"},
	{"footnote", `Ja<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>alleen bij vader</text:p></text:note-body></text:note>`, "A"},
	{"ellipse", `<draw:custom-shape svg:y="0cm" svg:height="0.4cm"><draw:enhanced-geometry draw:type="ooxml-ellipse"/></draw:custom-shape>Ja/ Nee`, "A"}, {"line", `<draw:line svg:x1="0cm" svg:y1="0cm" svg:x2="1cm" svg:y2="0cm"/>Ja`, "A"},
	{"text box", `<draw:frame><draw:text-box><text:p>X</text:p></draw:text-box></draw:frame>Ja/ Nee`, "A"}, {"picture", `<draw:frame><draw:image/></draw:frame>Ja`, "A"}, {"object", `<draw:frame><draw:object-ole/><draw:image/></draw:frame>Ja`, "A"},
	{"style under a condition", `<text:p text:style-name="Map">Ja</text:p>`, "A"}, {"half transparent", `Ja/ ` + span("O6", "Nee"), "A"}, {"same name as a named style", `<text:p text:style-name="Zelfde">` + span("S0", "Ja") + `/ Nee</text:p>`, "J"},
	{"unknown element", `<xml2:nieuw>Nee</xml2:nieuw>Ja`, "A"}, {"unknown text element", `<text:nieuw/>Ja`, "A"}, {"neutral elements", `<text:soft-page-break/><text:bookmark text:name="x"/>Ja`, "J"},
	{"conditional text", `<text:conditional-text>Ja</text:conditional-text>`, "A"}, {"hidden text", `Ja<text:hidden-text text:is-hidden="true" text:string-value="toch niet">toch niet</text:hidden-text>`, "A"},
	{"hidden section", `<text:section text:display="none"><text:p>Nee</text:p></text:section><text:p>Ja</text:p>`, "A"}, {"section", `<text:section><text:p>Ja</text:p></text:section>`, "J"},
	{"placeholder", `<text:placeholder>Ja</text:placeholder>`, "A"}, {"text field", "<text:text-input>Ja&#13;</text:text-input>", "J"}, {"link", `<text:a>Ja</text:a>`, "J"},
	{"spaces", `Ja<text:s text:c="9999999999"/>`, "J"}, {"white space", "\n   Ja/  \n  " + span("S", " Nee"), "J"}, {"tab and line", `<text:tab/>Ja<text:line-break/>`, "J"},
	{"letters apart", `J` + span("I", "") + `a/ ` + span("S", "N") + span("S", "ee"), "J"},
	{"table in the cell", `<table:table><table:table-row><table:table-cell><text:p>Ja</text:p></table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>`, "J|A"},
}

func highRisk(t *testing.T, name string, data []byte) forms.Reading {
	t.Helper()
	sh, err := odf.Read(data)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return forms.Reading{}
	}
	all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
	if len(all) != 1 {
		t.Errorf("%s: %d forms", name, len(all))
		return forms.Reading{}
	}
	return all[0]
}

func TestEvidence(t *testing.T) {
	for _, c := range cases {
		one, two := highRisk(t, c.name, flat(body(c.cell))), highRisk(t, c.name, packed(t, odt(body(c.cell))))
		a := one.Criteria["high-risk"]
		if got := map[string]string{"yes": "J", "no": "N", "": "A"}[a.Value]; !strings.Contains("|"+c.want+"|", "|"+got+"|") {
			t.Errorf("%s: %s (%s, %q), want %s", c.name, got, a.Reason, a.Text, c.want)
		}
		for id, other := range one.Criteria {
			if id != "high-risk" && other.Value != "yes" {
				t.Errorf("%s: %s became %q (%s)", c.name, id, other.Value, other.Reason)
			}
			if b := two.Criteria[id]; b.Value != other.Value || b.Reason != other.Reason {
				t.Errorf("%s: %s is %q in a flat file and %q in a package", c.name, id, other.Value, b.Value)
			}
		}
		if f := one.Fields["municipality"]; f.Value != "Huizen" {
			t.Errorf("%s: municipality %q", c.name, f.Value)
		}
	}
}

// TestGrid holds how rows of a table lie, with the columns and spans of their cells.
func TestGrid(t *testing.T) {
	cell := func(attributes, text string) string {
		return `<table:table-cell ` + attributes + `><text:p>` + text + `</text:p></table:table-cell>`
	}
	const covered = `<table:covered-table-cell/>`
	row := func(cells ...string) string {
		return `<table:table-row>` + strings.Join(cells, "") + `</table:table-row>`
	}
	for _, c := range []struct{ name, rows, want string }{
		{"plain", row(cell("", "a"), cell("", "b")), "a0+1 b1+1"},
		{"spanned", row(cell(`table:number-columns-spanned="2"`, "a"), covered, cell("", "b")), "a0+2 b2+1"},
		{"repeated", row(cell(`table:number-columns-repeated="2"`, "a"), cell("", "b")), "a0+1 a1+1 b2+1"},
		{"merged down", row(cell("", "a"), cell(`table:number-rows-spanned="2"`, "b")) + row(cell("", "c"), covered), "a0+1 b1+1m / c0+1 1+1m"},
		{"merged down and wide", row(cell(`table:number-rows-spanned="2" table:number-columns-spanned="2"`, "a"), covered, cell("", "b")) + row(covered+covered, cell("", "c")) + row(cell("", "d"), cell("", "e"), cell("", "f")),
			"a0+2m b2+1 / 0+2m c2+1 / d0+1 e1+1 f2+1"},
		{"merged down beside", row(cell(`table:number-rows-spanned="2"`, "a"), cell("", "b"), cell(`table:number-rows-spanned="3"`, "c")) + row(covered, cell("", "d"), covered) + row(cell("", "e"), cell("", "f"), covered),
			"a0+1m b1+1 c2+1m / 0+1m d1+1 2+1m / e0+1 f1+1 2+1m"},
		{"covered by nothing", row(cell("", "a"), covered), "a0+1 1+1m"},
		{"repeated rows", `<table:table-row table:number-rows-repeated="2">` + cell("", "a") + `</table:table-row>`, "a0+1 / a0+1"},
		{"header rows", `<table:table-header-rows>` + row(cell("", "a")) + `</table:table-header-rows>` + row(cell("", "b")), "a0+1 / b0+1"},
	} {
		sh, err := odf.Read(flat(`<office:body><office:text><table:table>` + c.rows + `</table:table></office:text></office:body>`))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := gridOf(sh.Blocks[0].Table); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func gridOf(table *sheet.Table) string {
	var rows []string
	for _, r := range table.Rows {
		var cells []string
		for _, c := range r.Cells {
			text := ""
			sheet.Each(c.Blocks, func(p *sheet.Paragraph) { text += p.Text() })
			text += string(rune('0'+c.Column)) + "+" + string(rune('0'+c.Span))
			if c.Merged {
				text += "m"
			}
			cells = append(cells, text)
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	return strings.Join(rows, " / ")
}

func TestOutOfSight(t *testing.T) {
	sh, err := odf.Read(flat(body(`Ja` + span("V", "stiekem") + `<office:annotation><dc:creator>Chef</dc:creator><text:p>opmerking</text:p></office:annotation>`)))
	if err != nil {
		t.Fatal(err)
	}
	for place, words := range map[string]string{"properties": "A. Geheim", "revisions": "Nee", "hidden": "stiekem", "comments": "opmerking"} {
		if got := sh.OutOfSight[place]; !strings.Contains(got, words) || strings.Contains(got, "Chef") {
			t.Errorf("%s: %q", place, got)
		}
	}
	if sh, err = odf.Read(packed(t, odt(body("Ja")))); err != nil || strings.TrimSpace(sh.Furniture) != "versie 2019" {
		t.Errorf("%q %v", sh.Furniture, err)
	}
}

// TestFloatingDrawing: a drawing that hangs on the page may lie over any answer; a picture does not.
func TestFloatingDrawing(t *testing.T) {
	for drawing, want := range map[string]forms.Status{
		`<draw:ellipse text:anchor-type="page" svg:y="10cm" svg:height="1cm"/>`:       forms.Ask,
		`<draw:frame text:anchor-type="page"><draw:image/></draw:frame>`:              forms.Read,
		`<draw:control draw:control="c1" text:anchor-type="page"/>`:                   forms.Ask,
		`<draw:line text:anchor-type="page" svg:x1="0cm" svg:y1="9cm" svg:y2="9cm"/>`: forms.Ask,
	} {
		r := highRisk(t, drawing, flat(strings.Replace(body("Ja"), `<text:sequence-decls/>`, drawing, 1)))
		if got := r.Criteria["high-risk"]; got.Status != want {
			t.Errorf("%s: %s %s", drawing, got.Status, got.Reason)
		}
	}
}
