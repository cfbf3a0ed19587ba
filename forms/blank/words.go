package blank

import "fmt"

// Words of the form that belong to no field, in the text of a mail.
const (
	title       = "Aanmeldingsformulier MDA++"
	anonymous   = "Graag geanonimiseerd invullen!"
	summaryHint = " (geef per criterium aan of het van toepassing is en zo ja waarom; het mag kort)"
)

// Widths of columns in twentieths of a point; those of one table are the width of the text.
const (
	columnLabel     = 3345
	columnAnswer    = 6519
	columnNumber    = 624
	columnName      = 7200
	columnYesNo     = 2040
	columnWho       = 2494
	columnWhat      = 5046
	columnWhen      = 2324
	rowHeight       = 380
	lineHeight      = 300
	agreementHeight = 600
	firstID         = 40_000
)

// Looks.
const (
	plainRun    = ""
	struckRun   = `<w:rPr><w:strike/></w:rPr>`
	boldRun     = `<w:rPr><w:b/></w:rPr>`
	markedRun   = `<w:rPr><w:highlight w:val="yellow"/></w:rPr>`
	boxRun      = `<w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>`
	promptRun   = `<w:rPr><w:rStyle w:val="Prompt"/><w:color w:val="696969"/></w:rPr>`
	headFill    = `<w:shd w:val="clear" w:color="auto" w:fill="DDE7EF"/>`
	labelFill   = `<w:shd w:val="clear" w:color="auto" w:fill="F3F7FA"/>`
	unclearFill = `<w:shd w:val="clear" w:color="auto" w:fill="FFF1DC"/>`
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>`

const (
	officeRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordSpace  = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	packageRel = "http://schemas.openxmlformats.org/package/2006/relationships"
)

const packageRels = `<Relationships xmlns="` + packageRel + `">` +
	`<Relationship Id="rId1" Type="` + officeRel + `/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="` + packageRel + `/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeRel + `/custom-properties" Target="docProps/custom.xml"/></Relationships>`

const documentRels = `<Relationships xmlns="` + packageRel + `">` +
	`<Relationship Id="rId1" Type="` + officeRel + `/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + officeRel + `/settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeRel + `/footer" Target="footer1.xml"/>` +
	`<Relationship Id="rId4" Type="` + officeRel + `/header" Target="header1.xml"/></Relationships>`

// TemplateID names the form and its version for machines.
func (l Layout) TemplateID() string { return "mdaplus:" + l.Form + ":" + l.Version }

func coreProperties(l Layout) string {
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escape(l.Title) + `</dc:title><dc:identifier>` + escape(l.TemplateID()) + `</dc:identifier><dc:language>nl-NL</dc:language></cp:coreProperties>`
}

// customProperties say in a machine's words which form this is, and which case it is about.
func customProperties(l Layout, f Fill) string {
	properties := [][2]string{{"mdaplus-form", l.Form}, {"mdaplus-version", l.Version}}
	if f.Prefilled {
		properties = append(properties, [2]string{"mdaplus-reference", f.Reference})
	}
	out := `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`
	for i, p := range properties {
		out += fmt.Sprintf(`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>`, i+2, p[0], escape(p[1]))
	}
	return out + `</Properties>`
}

// settings ask for the Word of today: rows that repeat need it.
const settings = `<w:settings xmlns:w="` + wordSpace + `"><w:defaultTabStop w:val="709"/><w:compat>` +
	`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="nl-NL"/></w:settings>`

const documentHead = `<w:document xmlns:w="` + wordSpace + `" xmlns:r="` + officeRel + `" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
	`xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15">`

const sectionEnd = `<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>` +
	`<w:pgMar w:top="1247" w:right="1021" w:bottom="1134" w:left="1021" w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>`

func tableHead(widths ...int) string {
	total, grid := 0, ""
	for _, w := range widths {
		total += w
		grid += fmt.Sprintf(`<w:gridCol w:w="%d"/>`, w)
	}
	return fmt.Sprintf(`<w:tbl><w:tblPr><w:tblStyle w:val="Formulier"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`<w:tblLook w:val="0480" w:firstRow="0" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>%s</w:tblGrid>`, total, grid)
}

// House style: one dark blue, greys that print, room round every answer.
const (
	blue = "154273"
	grey = "595959"
	line = `w:val="single" w:sz="4" w:space="0" w:color="AEBFCD"`
)

func style(id, name, properties string) string {
	own := ""
	if name == id {
		own = ` w:customStyle="1"`
	}
	return `<w:style w:type="paragraph"` + own + ` w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="Standaard"/>` + properties + `</w:style>`
}

var styles = `<w:styles xmlns:w="` + wordSpace + `">` +
	`<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="21"/><w:lang w:val="nl-NL"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>` +
	style("Title", "Title", `<w:pPr><w:spacing w:after="40"/></w:pPr><w:rPr><w:b/><w:color w:val="`+blue+`"/><w:sz w:val="40"/></w:rPr>`) +
	style("Subtitle", "Subtitle", `<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:color w:val="`+grey+`"/><w:sz w:val="22"/></w:rPr>`) +
	style("Heading1", "heading 1", `<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="220" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="`+blue+`"/><w:sz w:val="27"/></w:rPr>`) +
	style("Heading2", "heading 2", `<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:color w:val="`+blue+`"/><w:sz w:val="23"/></w:rPr>`) +
	style("Uitleg", "Uitleg", `<w:pPr><w:keepNext/><w:spacing w:after="100"/></w:pPr><w:rPr><w:color w:val="`+grey+`"/></w:rPr>`) +
	style("Vraag", "Vraag", `<w:pPr><w:spacing w:before="60" w:after="60"/></w:pPr><w:rPr><w:b/></w:rPr>`) +
	style("VraagMetVolgende", "VraagMetVolgende", `<w:pPr><w:keepNext/><w:spacing w:before="60" w:after="60"/></w:pPr><w:rPr><w:b/></w:rPr>`) +
	style("Hulp", "Hulp", `<w:pPr><w:spacing w:after="60"/></w:pPr><w:rPr><w:color w:val="`+grey+`"/><w:sz w:val="18"/></w:rPr>`) +
	style("Invullen", "Invullen", `<w:pPr><w:keepNext/><w:spacing w:before="60"/></w:pPr><w:rPr><w:b/><w:color w:val="9A4B00"/><w:sz w:val="18"/></w:rPr>`) +
	style("Antwoord", "Antwoord", `<w:pPr><w:spacing w:before="60" w:after="60"/></w:pPr>`) +
	style("AntwoordMetVolgende", "AntwoordMetVolgende", `<w:pPr><w:keepNext/><w:spacing w:before="60" w:after="60"/></w:pPr>`) +
	style("Keuze", "Keuze", `<w:pPr><w:tabs><w:tab w:val="left" w:pos="3118"/></w:tabs><w:spacing w:before="40" w:after="40"/></w:pPr>`) +
	style("Kop", "Kop", `<w:pPr><w:keepNext/><w:spacing w:before="60" w:after="60"/></w:pPr><w:rPr><w:b/><w:color w:val="`+blue+`"/></w:rPr>`) +
	style("Tussen", "Tussen", `<w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="8"/></w:rPr>`) +
	style("TussenMetVolgende", "TussenMetVolgende", `<w:pPr><w:keepNext/><w:spacing w:line="120" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="8"/></w:rPr>`) +
	style("Header", "header", `<w:pPr><w:tabs><w:tab w:val="right" w:pos="9864"/></w:tabs></w:pPr><w:rPr><w:color w:val="`+grey+`"/><w:sz w:val="18"/></w:rPr>`) +
	style("Footer", "footer", `<w:pPr><w:tabs><w:tab w:val="right" w:pos="9864"/></w:tabs></w:pPr><w:rPr><w:color w:val="`+grey+`"/><w:sz w:val="18"/></w:rPr>`) +
	`<w:style w:type="character" w:styleId="Prompt"><w:name w:val="Placeholder Text"/><w:rPr><w:b w:val="0"/><w:color w:val="696969"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="Formulier"><w:name w:val="Formulier"/><w:tblPr><w:tblBorders><w:top ` + line + `/><w:left ` + line + `/><w:bottom ` + line + `/><w:right ` + line +
	`/><w:insideH ` + line + `/><w:insideV ` + line + `/></w:tblBorders><w:tblCellMar><w:left w:w="113" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`

func header(l Layout) string {
	return `<w:hdr xmlns:w="` + wordSpace + `">` + paragraph("Header", run("", l.Head()), `<w:r><w:tab/></w:r>`, run("", "MDA++")) + `</w:hdr>`
}

// footer names form and version, and the case of a form that was filled in beforehand.
func footer(l Layout, f Fill) string {
	return `<w:ftr xmlns:w="` + wordSpace + `">` + paragraph("Footer", run("", l.Foot(f)), `<w:r><w:tab/></w:r>`, run("", "pagina "), field("PAGE"), run("", " van "), field("NUMPAGES")) + `</w:ftr>`
}

func field(name string) string {
	return `<w:fldSimple w:instr=" ` + name + ` ">` + run("", "1") + `</w:fldSimple>`
}
