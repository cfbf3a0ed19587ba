package read

import (
	"testing"

	"mdaplus/forms"
)

const (
	struck = "<w:strike/>"
	bold   = "<w:b/>"
	under  = `<w:u w:val="single"/>`
	pen    = `<w:highlight w:val="yellow"/>`
)

func jn(ja, slash, nee string) string { return run(ja, "Ja") + run(slash, "/ ") + run(nee, "Nee") }

func tick(stored, shown string) string {
	return `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="` + stored + `"/><w14:checkedState w14:val="2612"/><w14:uncheckedState w14:val="2610"/></w14:checkbox></w:sdtPr><w:sdtContent>` + t_(shown) + `</w:sdtContent></w:sdt>`
}

func legacy(state string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>` + state + `</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func sym(font, char string) string {
	return `<w:r><w:sym w:font="` + font + `" w:char="` + char + `"/></w:r>`
}

func del(text string) string {
	return `<w:del w:id="1" w:author="a"><w:r><w:delText xml:space="preserve">` + text + `</w:delText></w:r></w:del>`
}

func ins(content string) string { return `<w:ins w:id="2" w:author="a">` + content + `</w:ins>` }

func shape(geometry string) string {
	return `<w:r><w:drawing><wp:anchor><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="200000" cy="180000"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="` + geometry + `"/></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`
}

// Each line is one way to fill in an answer cell (form-reading.md 5.1-5.5): its id, the
// content of the cell, and what may come of it.
var cells = []struct{ id, xml, want string }{
	{"T01", t_("Ja"), "J"}, {"T01n", t_("Nee"), "N"},
	{"T02", t_("Ja/ "), "J"}, {"T02n", t_(" / Nee"), "N"},
	{"T07", t_("Ja/ Nee: nee"), "N"}, {"T07b", t_("Ja/ Nee; ja"), "J"}, {"T07c", t_("Ja/ Nee, ja"), "J|A"},
	{"T13", "", "A"}, {"T14", t_("Ja/ Nee"), "A"}, {"T14b", t_("Ja/Nee"), "A"}, {"T14c", t_("Ja / Nee"), "A"}, {"T14d", t_("Ja of nee"), "A"},
	{"T15", t_("n.v.t."), "A"}, {"T15b", t_("nvt"), "A"}, {"T15c", t_("NVT"), "A"}, {"T15d", t_("N.V.T."), "A"}, {"T15e", t_("n v t"), "A"},
	{"T16", t_("onbekend"), "A"}, {"T16b", t_("niet bekend"), "A"}, {"T16c", t_("?"), "A"}, {"T16d", t_("Ja?"), "A"}, {"T16e", t_("?Ja"), "A"}, {"T16f", t_("Ja (?)"), "A"},
	{"T17", t_("deels"), "A"}, {"T17b", t_("gedeeltelijk"), "A"}, {"T17c", t_("soms"), "A"}, {"T17d", t_("Ja, deels"), "A"}, {"T17e", t_("Ja deels"), "A"},
	{"T19", t_("Ja en nee"), "A"}, {"T19b", t_("Ja, nee"), "A"}, {"T19c", t_("ja nee ja"), "A"}, {"T19d", t_("Nee/ Ja"), "A"},
	{"T20", t_("Nee, nog niet"), "N"}, {"T20b", t_("Nee, maar dreigt wel"), "A"}, {"T20c", t_("Ja, was vroeger zo"), "A"}, {"T20d", t_("nog niet"), "A"},
	{"T21", t_("niet ja"), "A"}, {"T21b", t_("geen nee"), "A"}, {"T22", t_("ja!"), "J"}, {"T22b", t_("JA!!"), "J"}, {"T22c", t_("'Ja'"), "J|A"},
	{"T23", t_("Wel"), "J|A"}, {"T23n", t_("Niet"), "N|A"},
	{"T24", t_("Jaa"), "J|A"}, {"T24b", t_("Jq"), "A"}, {"T24c", t_("Neee"), "N|A"}, {"T24d", t_("Ne"), "N|A"},
	{"T25", t_("J"), "J"}, {"T25n", t_("N"), "N"}, {"T26", t_("Yes"), "J|A"}, {"T26n", t_("No"), "N|A"},
	{"T27", t_("1"), "A"}, {"T27b", t_("0"), "A"}, {"T27c", t_("+"), "A"}, {"T27d", t_("-"), "A"},
	{"T28", t_("x"), "A"}, {"T28b", t_("X"), "A"}, {"T28c", t_("v"), "A"}, {"T28d", t_("✓"), "A"},
	{"T29", t_("x Ja / Nee"), "J"}, {"T29b", t_("X Ja/ Nee"), "J"}, {"T30", t_("Ja/ Nee x"), "N"}, {"T30b", t_("Ja x / Nee"), "J"},
	{"T31", t_("Ja/x Nee"), "N|A"}, {"T31b", t_("Jax/ Nee"), "J|A"}, {"T32", t_("v Ja / Nee"), "J|A"},
	{"T33", t_("(Ja)/ Nee"), "J|A"}, {"T33b", t_("[Ja]/ Nee"), "J|A"}, {"T33c", t_("&gt;Ja&lt;/ Nee"), "J|A"}, {"T33d", t_("Ja (nee)"), "A"}, {"T33e", t_("(Ja)"), "J|A"},
	{"T34", t_("JA/ nee"), "J|A"}, {"T35", sym("Wingdings", "F0E0") + t_(" Ja / Nee"), "J|A"}, {"T35b", t_("→ Ja / Nee"), "J|A"}, {"T35c", t_("Ja ← / Nee"), "J|A"},
	{"T36", t_("Moeder: ja, vader: nee"), "A"}, {"T36b", t_("moeder ja"), "A"}, {"T40", t_("idem"), "A"}, {"T40b", t_("zie boven"), "A"},
	{"T41", p(t_("Ja")) + p(t_("Nee")), "A"}, {"T41b", p(t_("Ja x")) + p(t_("Nee")), "J"}, {"T41c", p(t_("Ja")) + p(t_("Nee")) + p(t_("ja")), "J|A"},
	{"T42", t_("Ja/ Nee ja nee"), "A"}, {"T43", t_("Ja/ Nee niet ja"), "A"}, {"T43b", t_("Ja/ Nee nog niet"), "A"}, {"T44", t_("ik denk ja"), "A"},
	{"T45", t_("Ja/ Nee  "), "A"}, {"T46", t_("Ja\u00a0"), "J"}, {"T47", t_("J\u200ba"), "J"}, {"T48", t_("Ja") + t_("/ ") + t_("N") + t_("ee"), "A"}, {"T49", t_("ne") + t_("e"), "N"},
	{"T50", t_("Ja, zie toelichting"), "J"}, {"T50b", t_("Ja; zie toelichting."), "J"}, {"T51", t_("nee nee"), "N|A"}, {"T52", t_("Ja/ Nee  Onbekend"), "A"},
	{"T53", t_("Ja +/-"), "A"}, {"T53b", t_("Ja 👎"), "A"}, {"T53c", t_("Nee -"), "N|A"}, {"T53d", t_("Ja (zie toelichting)"), "J"}, {"T53e", t_("Ja ±"), "A"},
	{"T54", jn("", "", struck) + t_(", zie toelichting"), "J"}, {"T54b", jn("", "", struck) + t_(" maar niet altijd"), "A"},
	{"F46", jn("<w:caps/>", "", ""), "J|A"}, {"F46b", jn("", "<w:caps/>", struck), "J"}, {"F46c", jn(struck, "", "<w:outline/>"), "N|A"}, {"F46d", jn(bold, "", "<w:caps/>"), "A"}, {"F46e", jn("", "", "<w14:glow/>"), "N|A"},
	{"F46f", run(bold, "Ja") + t_("/ NEE"), "A"}, {"F46g", run(bold, "JA") + t_("/ nee"), "J|A"},
	{"F01", jn("", "", struck), "J"}, {"F01a", jn("", "", `<w:strike w:val="1"/>`), "J"}, {"F01b", jn("", "", `<w:strike w:val="true"/>`), "J"}, {"F01c", jn("", "", `<w:strike w:val="on"/>`), "J"},
	{"F01d", jn("", "", `<w:strike w:val="0"/>`), "A"}, {"F01e", jn("", "", `<w:strike w:val="off"/>`), "A"}, {"F01f", jn("", "", `<w:strike w:val="false"/>`), "A"},
	{"F02", jn(struck, "", ""), "N"}, {"F03", jn("", "", "<w:dstrike/>"), "J"}, {"F04", jn(struck, struck, struck), "A"},
	{"F06", jn(struck, "", `<w:strike w:val="0"/>`), "N"}, {"F08", jn(struck, struck, struck) + t_(" Ja"), "J"}, {"F08b", run(struck, "Ja/ Nee Ja"), "A"},
	{"F10", jn("", struck, struck), "J"}, {"F11", run(struck, "Ja/ N") + t_("ee"), "N|A"}, {"F12", t_("Ja/ N") + run(struck, "ee"), "J|A"}, {"F12b", run(struck, "J") + t_("a/ Nee"), "N|A"},
	{"F13", `<w:pPr><w:rPr><w:strike/></w:rPr></w:pPr>` + t_("Ja/ Nee"), "A"}, {"F14", jn(bold, "", ""), "J"}, {"F14n", jn("", "", bold), "N"}, {"F15", jn(bold, bold, bold), "A"},
	{"F16", jn(bold, bold, ""), "J|A"}, {"F18", t_("Ja/ ") + `<w:proofErr w:type="spellStart"/>` + t_("Nee") + `<w:proofErr w:type="spellEnd"/>`, "A"},
	{"F19", jn(pen, "", ""), "J"}, {"F20", jn(pen, pen, pen), "A"}, {"F20b", jn(pen, "", pen), "A"}, {"F21", jn(`<w:highlight w:val="green"/>`, "", `<w:highlight w:val="red"/>`), "J|A"},
	{"F22", t_("Ja/ Nee"), "A"}, {"F23", jn(`<w:color w:val="FF0000"/>`, "", ""), "J"}, {"F24", jn("", "", `<w:color w:val="D9D9D9"/>`), "J|A"}, {"F25", jn("", "", `<w:color w:val="FFFFFF"/>`), "A"},
	{"F25b", jn(`<w:color w:val="FFFFFF"/>`, "", ""), "A"}, {"F26", jn("", "", "<w:vanish/>"), "J|A"}, {"F26b", jn("<w:vanish/>", "", ""), "N|A"}, {"F28", jn(`<w:sz w:val="28"/>`, "", `<w:sz w:val="20"/>`), "J|A"},
	{"F29", jn("<w:i/>", "", ""), "J|A"}, {"F30", jn(`<w:rFonts w:ascii="Segoe Script" w:hAnsi="Segoe Script"/>`, "", ""), "J|A"}, {"F31", jn("", "", struck+pen), "A"}, {"F31b", jn(bold, "", struck), "J|A"},
	{"F31c", jn(struck, "", pen), "N|A"}, {"F32", jn(bold, "", under), "A"}, {"F33", jn(struck, "", "") + t_(" ja"), "A"}, {"F33b", jn("", "", bold) + t_(" ja"), "A"}, {"F33c", jn("", "", struck) + t_(" ja"), "J|A"},
	{"F36", t_("Ja") + `<w:r><w:footnoteReference w:id="1"/></w:r>` + t_("/ Nee"), "A"}, {"F36b", t_("Ja") + `<w:r><w:footnoteReference w:id="1"/></w:r>`, "A"}, {"F37", jn("", "", `<w:vertAlign w:val="superscript"/>`), "A"},
	{"F39", jn("", "", `<w:bdr w:val="single"/>`), "N"}, {"F40", jn(under, "", ""), "J"}, {"F40b", jn(`<w:u w:val="none"/>`, "", `<w:u w:val="none"/>`), "A"}, {"F41", jn(bold+struck, "", ""), "A"},
	{"F42", run(struck, "onbekend ") + t_("Ja"), "J|A"}, {"F43", run(`<w:color w:val="D9D9D9"/>`, "Ja"), "A"}, {"F44", run("<w:vanish/>", "Ja"), "A"}, {"F44b", run(`<w:color w:val="FFFFFF"/>`, "Ja"), "A"}, {"F44c", run(`<w:highlight w:val="white"/><w:color w:val="FFFFFF"/>`, "Ja"), "A"}, {"F37b", jn(bold, "", `<w:vertAlign w:val="superscript"/>`), "A"}, {"F45", t_("Ja") + run("<w:vanish/>", " Nee"), "J|A"},
	{"C01", t_("Ja/ ") + del("Nee"), "J"}, {"C02", del("Ja/ Nee") + ins(t_("Ja")), "J"}, {"C03", del("Ja/ Nee") + ins(del("Ja")) + ins(t_("Nee")), "N"},
	{"C04", `<w:moveFrom w:id="3" w:author="a">` + t_("Nee") + `</w:moveFrom><w:moveTo w:id="4" w:author="a">` + t_("Ja") + `</w:moveTo>`, "J"},
	{"C05", t_("Ja/ ") + `<w:r><w:rPr><w:strike/><w:rPrChange w:id="5" w:author="a"><w:rPr/></w:rPrChange></w:rPr><w:t>Nee</w:t></w:r>`, "J"},
	{"C05b", t_("Ja/ ") + `<w:r><w:rPr><w:rPrChange w:id="5" w:author="a"><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>Nee</w:t></w:r>`, "A"},
	{"C06", t_("Ja/ ") + `<w:del w:id="1" w:author="a"><w:r><w:t>Nee</w:t></w:r></w:del>`, "J"}, {"C08", ins(t_("Ja/ Nee")), "A"}, {"C09", del("Ja"), "A"}, {"C10", `<w:commentRangeStart w:id="0"/>` + t_("Ja/ Nee") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`, "J|A"},
	{"C11", `<w:commentRangeStart w:id="0"/>` + t_("Ja") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`, "A"},
	{"X01", tick("1", "☒") + t_(" Ja  ") + tick("0", "☐") + t_(" Nee"), "J"}, {"X02", tick("1", "☒") + t_(" Ja  ") + tick("1", "☒") + t_(" Nee"), "A"}, {"X03", tick("0", "☐") + t_(" Ja  ") + tick("0", "☐") + t_(" Nee"), "A"},
	{"X04", tick("1", "☐") + t_(" Ja  ") + tick("0", "☐") + t_(" Nee"), "A"}, {"X05", tick("0", "☒") + t_(" Ja  ") + tick("1", "☐") + t_(" Nee"), "A"}, {"X06", tick("true", "☒") + t_(" Ja  ") + tick("false", "☐") + t_(" Nee"), "J"},
	{"X07", t_("Ja ") + tick("1", "☒") + t_("  Nee ") + tick("0", "☐"), "J"}, {"X08", t_("☐ Ja ☒ Nee ☐"), "A"}, {"X09", tick("1", "☒") + t_(" van toepassing"), "J"}, {"X09b", tick("0", "☐") + t_(" van toepassing"), "A"}, {"X09c", tick("1", "☒") + t_(" niet van toepassing"), "A"},
	{"X10", tick("1", "☒"), "A"}, {"X11", legacy("<w:checked/>") + t_(" Ja ") + legacy("") + t_(" Nee"), "J"}, {"X12", legacy("") + t_(" Ja ") + legacy(`<w:default w:val="1"/>`) + t_(" Nee"), "N"},
	{"X13", legacy(`<w:default w:val="1"/><w:checked w:val="0"/>`) + t_(" Ja ") + legacy(`<w:checked/>`) + t_(" Nee"), "N"}, {"X17", t_("Ja ") + legacy("<w:checked/>") + t_(" Nee ") + legacy(""), "J"},
	{"X18", `<w:sdt><w:sdtPr><w:comboBox><w:listItem w:value="Ja"/></w:comboBox></w:sdtPr><w:sdtContent>` + t_("deels") + `</w:sdtContent></w:sdt>`, "A"},
	{"X18b", `<w:sdt><w:sdtPr><w:dropDownList w:lastValue="2"><w:listItem w:displayText="Ja" w:value="1"/><w:listItem w:displayText="Nee" w:value="2"/></w:dropDownList></w:sdtPr><w:sdtContent>` + t_("Ja") + `</w:sdtContent></w:sdt>`, "A"},
	{"X18c", `<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dropDownList/></w:sdtPr><w:sdtContent>` + t_("Ja") + `</w:sdtContent></w:sdt>`, "A"},
	{"X21", `<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a/b" w:storeItemID="{1}"/></w:sdtPr><w:sdtContent>` + t_("Ja") + `</w:sdtContent></w:sdt>`, "A"},
	{"X22", `<w:r><w:object><w:control r:id="x"/></w:object></w:r>` + t_(" Ja ") + `<w:r><w:object><w:control r:id="y"/></w:object></w:r>` + t_(" Nee"), "A"},
	{"X22b", t_("Ja") + `<w:r><w:object><o:OLEObject/></w:object></w:r>`, "A"},
	{"X23", sym("Wingdings", "F0FE") + t_(" Ja ") + sym("Wingdings", "F0A8") + t_(" Nee"), "J"}, {"X24", sym("Wingdings 2", "F052") + t_(" Ja ") + sym("Wingdings 2", "F0A3") + t_(" Nee"), "J"}, {"X24b", sym("Wingdings 2", "0052") + t_(" Ja ") + sym("Wingdings 2", "00A3") + t_(" Nee"), "J"},
	{"X25", sym("Wingdings 2", "F0A8") + t_(" Ja ") + sym("Wingdings", "F0A8") + t_(" Nee"), "J|A"}, {"X25b", sym("Wingdings", "F0A8") + t_(" Ja ") + sym("Wingdings 2", "F0A8") + t_(" Nee"), "N|A"}, {"X25c", sym("Wingdings", "F04A") + t_(" Ja ") + sym("Wingdings", "F0A8") + t_(" Nee"), "J|A"},
	{"X26", run(`<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>`, "\uf0fe") + t_(" Ja ") + run(`<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>`, "\uf0a8") + t_(" Nee"), "J"},
	{"X27", run(`<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>`, "þ") + t_(" Ja ") + run(`<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>`, "¨") + t_(" Nee"), "J"},
	{"X27b", run(`<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>`, "R") + t_(" Ja ") + run(`<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>`, "£") + t_(" Nee"), "J"},
	{"X28", t_("þ Ja ¨ Nee"), "J|A"}, {"X28b", t_("R Ja £ Nee"), "J|A"}, {"X33", t_("✅ Ja ❌ Nee"), "J"}, {"X33b", t_("❌ Ja ✅ Nee"), "N"}, {"X34", t_("Ja/ ❌ Nee"), "A"}, {"X34b", t_("❌ Nee"), "A"}, {"X34c", t_("Ja ❌"), "A"},
	{"X36", t_("⚫ Ja ⚪ Nee"), "J"}, {"X36b", t_("◉ Ja ○ Nee"), "J"}, {"X36c", t_("● Ja ○ Nee"), "J"}, {"X38", t_("☑ Ja □ Nee"), "J"}, {"X38b", t_("☑Ja □Nee"), "J"},
	{"X39", t_("[x] Ja [ ] Nee"), "J"}, {"X39b", t_("(x) Ja ( ) Nee"), "J"}, {"X39c", t_("[X] Ja [ ] Nee"), "J"}, {"X39d", t_("[ x ] Ja [  ] Nee"), "J"}, {"X39e", t_("[ ] Ja [x] Nee"), "N"}, {"X39f", t_("[x] Ja [x] Nee"), "A"}, {"X39g", t_("[ ] Ja [ ] Nee"), "A"},
	{"X39h", t_("Ja [x] Nee [ ]"), "J"}, {"X39i", t_("[x]Ja / [ ]Nee"), "J"}, {"X40", t_("☐ Ja ☒ Nee"), "N"}, {"X40b", t_("☐ Ja / ☒ Nee"), "N"}, {"X40c", t_("Ja ☐ / Nee ☒"), "N"}, {"X40d", t_("☒ Ja / Nee"), "J|A"}, {"X40e", t_("Ja ☒ Nee"), "A"}, {"X41", t_("☒ Ja ☐ ") + run(bold, "Nee"), "A"},
	{"X42", t_("☐ Ja ☐ ") + run(struck, "Nee"), "J|A"}, {"X42b", t_("☒ Ja ☐ ") + run(struck, "Nee"), "J|A"}, {"X42c", t_("☐ Ja ☒ ") + run(struck, "Nee"), "A"}, {"X43", t_("☒ Ja ☐ Nee ☐ Onbekend"), "J|A"}, {"X43b", t_("☐ Ja ☐ Nee ☒ Onbekend"), "A"}, {"X44", t_("☐ Ja ☒ Nee, zie toelichting"), "N|A"},
	{"X45", t_("✓ Ja ☐ Nee"), "J|A"}, {"X46", t_("☐ Ja"), "A"}, {"X46b", t_("☒ Nee"), "N"}, {"X47", t_("☒ niet Ja"), "A"},
	{"S01", shape("ellipse") + t_("Ja/ Nee"), "J|A"}, {"S03", shape("ellipse") + shape("ellipse") + t_("Ja/ Nee"), "A"}, {"S05", shape("line") + t_("Ja/ Nee"), "J|A"}, {"S05b", shape("line") + t_("Ja"), "A"}, {"S09", shape("rightArrow") + t_("Ja/ Nee"), "A"}, {"S13", shape("mathMultiply") + jn("", "", struck), "A"},
	{"S12", `<w:r><w:pict><v:oval style="margin-top:0"/></w:pict></w:r>` + t_("Ja/ Nee"), "J|A"}, {"S14", `<w:r><w:pict><v:shape><v:imagedata r:id="i"/></v:shape></w:pict></w:r>` + t_("Ja"), "A"},
	{"U01", `<w:r><x:y xmlns:x="urn:x"/></w:r>` + t_("Ja"), "A"}, {"U02", `<m:oMath><m:r><m:t>Ja</m:t></m:r></m:oMath>`, "A"}, {"U03", `<x:y xmlns:x="urn:x">Nee</x:y>` + t_("Ja"), "A"}, {"U04", `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MACROBUTTON X Ja </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`, "A"},
	{"U05", `<w:hyperlink>` + t_("Ja") + `</w:hyperlink>`, "J"}, {"U06", `<w:smartTag>` + t_("Ne") + `</w:smartTag>` + t_("e"), "N"},
}

func TestAnswerCells(t *testing.T) {
	asked, coverable := 0, 0
	for _, v := range cells {
		s := sample{answers: map[int]string{4: v.xml}, parts: map[string]string{
			"word/comments.xml":  `<w:comments ` + namespaces + `><w:comment w:id="0">` + p(t_("klopt dit wel?")) + `</w:comment></w:comments>`,
			"word/footnotes.xml": `<w:footnotes ` + namespaces + `><w:footnote w:id="1">` + p(t_("alleen bij vader")) + `</w:footnote></w:footnotes>`,
		}}
		r := s.reading(t)
		got := r.Criteria["high-risk"]
		judge(t, v.id, v.want, got.Answer)
		if got.Explanation != "Zie het dossier." {
			t.Errorf("%s: explanation %q", v.id, got.Explanation)
		}
		for id, c := range r.Criteria {
			if id != "high-risk" && c.Value != "yes" {
				t.Errorf("%s: the row of %s became %+v", v.id, id, c.Answer)
			}
		}
		if v.want != "A" {
			coverable++
			if got.Status != forms.Read {
				asked++
			}
		}
	}
	t.Logf("%d ways, %d of %d readable ones asked", len(cells), asked, coverable)
}
