package docx_test

import (
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/forms/docx"
)

// FuzzDocument changes the main part itself, which changing packed bytes seldom reaches.
func FuzzDocument(f *testing.F) {
	head := `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/_rels/.rels"><pkg:xmlData>` +
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="x/officeDocument" Target="d.xml"/></Relationships>` +
		`</pkg:xmlData></pkg:part><pkg:part pkg:name="/d.xml"><pkg:xmlData>`
	const space = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	f.Add(space + `<w:p><w:r><w:t>Gemeente: Huizen</w:t></w:r></w:p></w:body></w:document>`)
	f.Add(space + `<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:sdt><w:sdtContent><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:sdtContent></w:sdt></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`)
	f.Add(space + `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="9"/></w:ddList></w:ffData></w:fldChar><w:instrText>FORMDROPDOWN</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p></w:body></w:document>`)
	f.Fuzz(func(t *testing.T, document string) {
		sh, err := docx.Read([]byte(head + document + `</pkg:xmlData></pkg:part></pkg:package>`))
		if err == nil {
			forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
		}
	})
}

func TestErrors(t *testing.T) {
	whole, err := blank.Docx(forms.Version2019, blank.Fill{})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"nothing": nil, "cut": whole[:len(whole)/2], "text": []byte("Ja")} {
		if _, err := docx.Read(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
