package read

import (
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
)

const relPrefix = `<Relationship Id="p" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`

// A form may lie in another part than the main one.
func TestFormInAnotherPart(t *testing.T) {
	page := blank.HTMLBody(forms.Version2019, filled(blank.Struck))
	document := `<w:document ` + namespaces + `><w:body><w:altChunk r:id="p"/></w:body></w:document>`
	whole := sample{answers: map[int]string{4: t_("Nee")}}
	for name, v := range map[string]struct {
		part, content, want string
	}{
		"html": {"chunk.html", page, "J"},
		"docx": {"chunk.docx", string(whole.docx(t)), "N"},
		"text": {"chunk.txt", textForm(), "J"},
	} {
		data := pack(t, document, map[string]string{"word/" + v.part: v.content}, relPrefix+`aFChunk" Target="`+v.part+`"/>`)
		r := File("x.docx", data, Options{})
		if len(r.Forms) != 1 {
			t.Errorf("%s: %d forms, %v", name, len(r.Forms), r.Message)
			continue
		}
		judge(t, name, v.want, r.Forms[0].Criteria["high-risk"].Answer)
	}
	mht := pack(t, document, map[string]string{"word/chunk.mht": "MIME-Version: 1.0\r\n\r\n" + page}, relPrefix+`aFChunk" Target="chunk.mht"/>`)
	if r := File("x.docx", mht, Options{}); r.Message.Outcome != Held {
		t.Errorf("a part that stays closed was passed over: %+v", r.Message)
	}
}

// What marks mean may be said in the footer.
func TestLegendInFooter(t *testing.T) {
	for text, want := range map[string]string{"geel = niet van toepassing": "A", "Versie 2019": "J"} {
		s := sample{answers: map[int]string{4: jn(pen, "", "")}, rels: relPrefix + `footer" Target="footer1.xml"/>`,
			parts: map[string]string{"word/footer1.xml": `<w:ftr ` + namespaces + `>` + p(t_(text)) + `</w:ftr>`}}
		judge(t, text, want, s.reading(t).Criteria["high-risk"].Answer)
	}
}

// A control bound to data shows what the data say when Word opens the file.
func TestBoundControls(t *testing.T) {
	control := `<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns0:form[1]/ns0:answer[2]" w:storeItemID="{AB}"/></w:sdtPr><w:sdtContent>` + t_("Ja") + `</w:sdtContent></w:sdt>`
	for stored, want := range map[string]string{"Ja": "J", "Nee": "A", "": "A"} {
		s := sample{answers: map[int]string{4: control}, parts: map[string]string{
			"customXml/item1.xml":      `<form xmlns="urn:f"><answer>x</answer><answer>` + stored + `</answer></form>`,
			"customXml/itemProps1.xml": `<ds:datastoreItem ds:itemID="{AB}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>`,
		}}
		judge(t, "stored "+stored, want, s.reading(t).Criteria["high-risk"].Answer)
	}
}

// Toggle properties of styles: levels are added up, direct formatting is absolute.
func TestStyles(t *testing.T) {
	styles := `<w:styles ` + namespaces + `><w:style w:type="paragraph" w:styleId="P"><w:rPr><w:strike/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="C"><w:rPr><w:strike/></w:rPr></w:style><w:style w:type="character" w:styleId="D"><w:basedOn w:val="C"/></w:style>` +
		`<w:style w:type="character" w:styleId="E"><w:basedOn w:val="C"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="lastCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>` +
		`<w:style w:type="character" w:styleId="L1"><w:basedOn w:val="L2"/></w:style><w:style w:type="character" w:styleId="L2"><w:basedOn w:val="L1"/></w:style></w:styles>`
	pStyle := `<w:pPr><w:pStyle w:val="P"/></w:pPr>`
	c := func(id string) string { return `<w:rStyle w:val="` + id + `"/>` }
	for name, v := range map[string]struct{ xml, tblPr, want string }{
		"character style":             {jn("", "", c("C")), "", "J"},
		"based on":                    {jn("", "", c("D")), "", "J"},
		"based on, switched off":      {jn("", "", c("E")), "", "A"},
		"switched off directly":       {jn("", "", c("C")+`<w:strike w:val="0"/>`), "", "A"},
		"paragraph style":             {pStyle + jn("", "", ""), "", "A"},
		"F05":                         {pStyle + jn(`<w:strike w:val="0"/>`, "", ""), "", "J"},
		"F07":                         {pStyle + jn("", "", c("C")), "", "N|A"},
		"a circle of styles":          {jn("", "", c("L1")), "", "A"},
		"an unknown style":            {jn("", "", c("nowhere")), "", "A"},
		"F38 last column bold":        {jn("", "", ""), `<w:tblStyle w:val="T"/><w:tblLook w:val="0100"/>`, "A"},
		"F38 and Ja bold as well":     {jn("<w:b/>", "", ""), `<w:tblStyle w:val="T"/><w:tblLook w:lastColumn="1"/>`, "A"},
		"last column not switched on": {jn("<w:b/>", "", ""), `<w:tblStyle w:val="T"/><w:tblLook w:val="0000"/>`, "J"},
	} {
		s := sample{answers: map[int]string{4: v.xml}, parts: map[string]string{"word/styles.xml": styles}, tblPr: v.tblPr}
		judge(t, name, v.want, s.reading(t).Criteria["high-risk"].Answer)
	}
	defaults := sample{answers: map[int]string{4: jn("", "", `<w:strike w:val="0"/>`)}, parts: map[string]string{
		"word/styles.xml": `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`}}
	judge(t, "bold by default", "A", defaults.reading(t).Criteria["high-risk"].Answer)
}

func TestFormInTextBoxOrTwice(t *testing.T) {
	box := func(body string) string {
		return p(`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>` + body +
			`</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox><w:txbxContent>` + body +
			`</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>`)
	}
	s := sample{answers: map[int]string{4: jn(struck, "", "")}, wrap: box}
	judge(t, "in a text box", "N", s.reading(t).Criteria["high-risk"].Answer)

	other := sample{fields: map[string]string{"initials": p(t_("Initialen één van de betrokkenen: X.Y."))}, answers: map[int]string{4: t_("Nee")}}
	for name, cut := range map[string]string{"with title": "", "without title": p(t_("Aanmeldingsformulier MDA++"))} {
		second := strings.TrimPrefix(other.body(), cut)
		two := sample{wrap: func(body string) string { return body + second }}
		r := File("x.docx", two.docx(t), Options{})
		if len(r.Forms) != 2 || r.Forms[0].Criteria["high-risk"].Value != "yes" || r.Forms[1].Criteria["high-risk"].Value != "no" || r.Forms[1].Fields["initials"].Value != "X.Y." {
			t.Errorf("%s: %d forms", name, len(r.Forms))
		}
	}
}
