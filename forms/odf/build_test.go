package odf_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mdaplus/forms"
)

// sharedFolder is where examples may lie, whether they are there or not.
func sharedFolder() string {
	if dir := os.Getenv("MDAPLUS_SHARED"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared")
}

const oasis = "urn:oasis:names:tc:opendocument:xmlns:"

const namespaces = `xmlns:office="` + oasis + `office:1.0" xmlns:text="` + oasis + `text:1.0" xmlns:table="` + oasis + `table:1.0" xmlns:style="` + oasis +
	`style:1.0" xmlns:fo="` + oasis + `xsl-fo-compatible:1.0" xmlns:svg="` + oasis + `svg-compatible:1.0" xmlns:draw="` + oasis + `drawing:1.0" xmlns:form="` + oasis +
	`form:1.0" xmlns:meta="` + oasis + `meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0" ` +
	`xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" xmlns:xml2="urn:nieuw"`

func textStyle(name, properties string) string {
	return `<style:style style:name="` + name + `" style:family="text"><style:text-properties ` + properties + `/></style:style>`
}

const fonts = `<office:font-face-decls><style:font-face style:name="Wingdings1" svg:font-family="Wingdings" style:font-charset="x-symbol"/>` +
	`<style:font-face style:name="Wingdings 2" svg:font-family="'Wingdings 2'"/><style:font-face style:name="OpenSymbol" svg:font-family="OpenSymbol, 'Arial Unicode MS'"/></office:font-face-decls>`

var named = `<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Arial" fo:font-size="10pt"/></style:default-style>` +
	`<style:style style:name="Standard" style:family="paragraph"/>` +
	`<style:style style:name="Weg" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties style:text-line-through-style="solid"/></style:style>` +
	`<style:style style:name="Zelfde" style:family="paragraph"><style:text-properties style:text-line-through-style="solid"/></style:style>` +
	textStyle("Doorgehaald", `style:text-line-through-style="solid" style:text-line-through-type="single"`) +
	`<style:style style:name="Vervallen" style:family="text" style:parent-style-name="Doorgehaald"/>` +
	`<style:style style:name="Rond" style:family="text" style:parent-style-name="Kring"/><style:style style:name="Kring" style:family="text" style:parent-style-name="Rond"/>` +
	`<text:list-style style:name="Vink"><text:list-level-style-bullet text:level="1" text:bullet-char="&#xF0FE;"><style:text-properties style:font-name="Wingdings1"/></text:list-level-style-bullet></text:list-style>` +
	`<text:list-style style:name="Leeg"><text:list-level-style-bullet text:level="1" text:bullet-char="☐"/></text:list-style>` +
	`<text:list-style style:name="Stip"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>` +
	`<text:list-style style:name="Ster"><text:list-level-style-bullet text:level="1" text:bullet-char="&#xE4C4;"><style:text-properties style:font-name="OpenSymbol"/></text:list-level-style-bullet></text:list-style></office:styles>`

var automatic = `<office:automatic-styles>` + textStyle("S", `style:text-line-through-style="solid" style:text-line-through-type="single"`) +
	textStyle("SD", `style:text-line-through-type="double"`) + textStyle("SX", `style:text-line-through-style="solid" style:text-line-through-text="/"`) +
	textStyle("ST", `style:text-line-through-text="X"`) + textStyle("S0", `style:text-line-through-style="none" style:text-line-through-type="none"`) +
	textStyle("S1", `style:text-line-through-style="none"`) + textStyle("S?", `style:text-line-through-style="none" style:text-line-through-type="single"`) +
	textStyle("B", `fo:font-weight="bold"`) + textStyle("B7", `fo:font-weight="700"`) + textStyle("B0", `fo:font-weight="normal"`) + textStyle("I", `fo:font-style="italic"`) +
	textStyle("U", `style:text-underline-style="solid" style:text-underline-width="auto"`) + textStyle("U2", `style:text-underline-style="solid" style:text-underline-type="double"`) +
	textStyle("U0", `style:text-underline-style="none"`) + textStyle("H", `fo:background-color="#ffff00"`) + textStyle("H0", `fo:background-color="transparent"`) +
	textStyle("R", `fo:color="#ff0000" style:use-window-font-color="false"`) + textStyle("Z", `fo:color="#000000"`) + textStyle("A", `style:use-window-font-color="true" loext:opacity="0%"`) +
	textStyle("G", `fo:color="#d9d9d9"`) + textStyle("W", `fo:color="#ffffff"`) + textStyle("O", `fo:color="#ff0000" loext:opacity="5%"`) + textStyle("K", `loext:border="0.06pt solid #000000"`) + textStyle("K0", `fo:border="none"`) +
	textStyle("V", `text:display="none"`) + textStyle("VC", `text:display="condition" text:condition="x"`) + textStyle("P", `style:text-position="super 58%"`) + textStyle("C", `fo:text-transform="uppercase"`) +
	textStyle("Wd", `style:font-name="Wingdings1"`) + textStyle("W2", `style:font-name="Wingdings 2"`) + textStyle("OS", `style:font-name="OpenSymbol"`) +
	textStyle("O6", `fo:color="#000001" loext:opacity="60%"`) +
	`<style:style style:name="Map" style:family="paragraph"><style:map style:condition="table()" style:apply-style-name="Weg"/></style:style>` +
	`<style:style style:name="Zelfde" style:family="paragraph" style:parent-style-name="Zelfde"/>` +
	`<style:style style:name="PF" style:family="paragraph"><style:paragraph-properties fo:background-color="#ffff00"/></style:style>` +
	`<style:style style:name="CF" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffff00"/></style:style>` +
	`<style:style style:name="gp" style:family="graphic"><style:graphic-properties style:vertical-rel="page"/></style:style></office:automatic-styles>`

const tracked = `<text:tracked-changes>` +
	`<text:changed-region xml:id="d" text:id="d"><text:deletion><office:change-info><dc:creator>X</dc:creator></office:change-info><text:p>Nee</text:p></text:deletion></text:changed-region>` +
	`<text:changed-region text:id="i"><text:insertion><office:change-info/></text:insertion></text:changed-region>` +
	`<text:changed-region text:id="f"><text:format-change><office:change-info/></text:format-change></text:changed-region>` +
	`<text:changed-region text:id="di"><text:deletion><office:change-info/><text:p/></text:deletion><text:insertion><office:change-info/></text:insertion></text:changed-region></text:tracked-changes>`

const controls = `<office:forms><form:form><form:checkbox form:id="c1" xml:id="c1" form:label="Ja" form:current-state="checked"/>` +
	`<form:checkbox form:id="c2" form:label="Nee"><form:properties/></form:checkbox><form:checkbox form:id="c3" form:label="Nee" form:state="checked"/>` +
	`<form:checkbox form:id="c4" form:label="Nee" form:current-state="unknown"/><form:checkbox form:id="c5" form:current-state="checked"/><form:checkbox form:id="c6"/>` +
	`<form:checkbox form:id="c7" form:label="Nee" form:state="checked" form:current-state="unchecked"/>` +
	`<form:form><form:radio form:id="r1" form:label="Ja"/><form:radio form:id="r2" form:label="Nee" form:current-selected="true"/></form:form>` +
	`<form:checkbox form:id="c8" form:label="Ja"/><form:radio form:id="r3" form:label="Nee" form:selected="true"/><form:listbox form:id="l2"><form:option form:label="Ja" form:selected="true"/></form:listbox><form:listbox form:id="l1"><form:option form:label="Ja" form:current-selected="true"/><form:option form:label="Nee"/></form:listbox>` +
	`<form:text form:id="t1" form:current-value="nee"/><form:text form:id="t2" form:value="Ja"/><form:image form:id="x1"/></form:form></office:forms>`

// cellOf puts text in a paragraph; cells that begin with a block stay as they are.
func cellOf(cell string) string {
	if strings.HasPrefix(cell, "<text:p ") || strings.HasPrefix(cell, "<text:p>") || strings.HasPrefix(cell, "<text:list") || strings.HasPrefix(cell, "<table:") || strings.HasPrefix(cell, "<text:section") {
		return cell
	}
	return `<text:p text:style-name="Standard">` + cell + `</text:p>`
}

// body gives a form of which the fourth criterion has this answer cell.
func body(cell string) string {
	var b strings.Builder
	b.WriteString(`<office:body><office:text>` + tracked + controls + `<text:sequence-decls/>`)
	for _, f := range [][2]string{{"Naam en contactgegevens aanmelder:", "J.J., wijkteam, 035-1234567"}, {"Initialen één van de betrokkenen:", "A.B."},
		{"Rol van degene van wie de initialen zijn:", "Moeder"}, {"Gemeente:", "Huizen"}, {"Samenstelling van het gezin:", "moeder en zoon"},
		{"Wonen deze gezinsleden allemaal op hetzelfde adres?", "Ja"}, {"Korte omschrijving van de situatie:", "Er is veel ruzie."}} {
		fmt.Fprintf(&b, `<text:p><text:span text:style-name="B">%s</text:span> %s</text:p>`, f[0], f[1])
	}
	b.WriteString(`<table:table><table:table-column table:number-columns-repeated="3"/>`)
	for i, id := range forms.CriteriaOf(forms.Version2019) {
		c := cellOf("Ja")
		if i == 3 {
			c = cellOf(cell)
		}
		fmt.Fprintf(&b, `<table:table-row><table:table-cell><text:p>%d</text:p></table:table-cell><table:table-cell><text:p><text:span text:style-name="B">%s</text:span></text:p><text:p>toelichting:</text:p></table:table-cell><table:table-cell>%s</table:table-cell></table:table-row>`,
			i+1, criterion(id), c)
	}
	return b.String() + `</table:table><text:p/></office:text></office:body>`
}

func criterion(id string) string {
	for _, c := range forms.Referral.Criteria {
		if c.ID == id {
			return c.Labels[0]
		}
	}
	return id
}

func flat(body string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?><office:document ` + namespaces + ` office:mimetype="application/vnd.oasis.opendocument.text">` +
		`<office:meta><meta:initial-creator>A. Geheim</meta:initial-creator></office:meta>` + fonts + named + automatic + body + `</office:document>`)
}

const (
	mimetype     = "application/vnd.oasis.opendocument.text"
	manifestHead = `<manifest:manifest xmlns:manifest="` + oasis + `manifest:1.0">`
)

// files are the parts of a package in order.
type files [][2]string

func packed(t testing.TB, parts files) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: map[bool]uint16{true: zip.Store, false: zip.Deflate}[p[0] == "mimetype"]})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// odt gives the form as a package: named styles in one part, the body in another.
func odt(body string) files {
	return files{{"mimetype", mimetype}, {"content.xml", `<office:document-content ` + namespaces + `>` + fonts + automatic + body + `</office:document-content>`},
		{"styles.xml", `<office:document-styles ` + namespaces + `>` + fonts + named + `<office:master-styles><style:master-page style:name="M" xmlns:style="` + oasis +
			`style:1.0"><style:footer><text:p>versie 2019</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`},
		{"META-INF/manifest.xml", manifestHead + `</manifest:manifest>`}}
}
