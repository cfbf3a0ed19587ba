package blank

import "mdaplus/forms"

// Words of the form that belong to no field.
const (
	title       = "Aanmeldingsformulier MDA++"
	anonymous   = "Graag geanonimiseerd invullen!"
	summaryHint = " (geef per criterium aan of het van toepassing is en zo ja waarom; het mag kort)"
)

// prompt is what stands in a control until something is filled in.
func prompt(id string) string {
	if id == "explanation" {
		return forms.ExplanationPrompt
	}
	return forms.Referral.Field(id).Prompt
}

// Widths of the columns in twentieths of a point; together the width of the text.
const (
	columnNumber = 567
	columnName   = 7088
	columnAnswer = 1984
	firstID      = 40_000
)

// Looks.
const (
	plainRun  = `<w:rPr><w:b w:val="0"/></w:rPr>`
	struckRun = `<w:rPr><w:strike/></w:rPr>`
	boldRun   = `<w:rPr><w:b/></w:rPr>`
	markedRun = `<w:rPr><w:highlight w:val="yellow"/></w:rPr>`
	boxRun    = `<w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/><w:b w:val="0"/></w:rPr>`
	headFill  = `<w:shd w:val="clear" w:color="auto" w:fill="E7EEF4"/>`
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const packageRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const documentRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>`

const coreProperties = `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
	`<dc:title>Aanmeldingsformulier MDA++</dc:title><dc:language>nl-NL</dc:language></cp:coreProperties>`

const settings = `<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:themeFontLang w:val="nl-NL"/></w:settings>`

const documentHead = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
	`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
	`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14">`

const sectionEnd = `<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>` +
	`<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`

const tableHead = `<w:tbl><w:tblPr><w:tblStyle w:val="Formulier"/><w:tblW w:w="9639" w:type="dxa"/><w:tblLayout w:type="fixed"/>` +
	`<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>` +
	`<w:tblGrid><w:gridCol w:w="567"/><w:gridCol w:w="7088"/><w:gridCol w:w="1984"/></w:tblGrid>`

const line = `w:val="single" w:sz="4" w:space="0" w:color="8CA3B5"`

const styles = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
	`<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="nl-NL"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Standaard"/><w:pPr><w:spacing w:after="60"/></w:pPr><w:rPr><w:b/><w:color w:val="154273"/><w:sz w:val="36"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Standaard"/><w:pPr><w:spacing w:after="240"/></w:pPr><w:rPr><w:b/><w:i/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Vraag"><w:name w:val="Vraag"/><w:basedOn w:val="Standaard"/><w:pPr><w:spacing w:before="80" w:after="80"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Antwoord"><w:name w:val="Antwoord"/><w:basedOn w:val="Standaard"/><w:pPr><w:spacing w:after="200"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cel"><w:name w:val="Cel"/><w:basedOn w:val="Standaard"/><w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Standaard"/><w:rPr><w:color w:val="696969"/><w:sz w:val="18"/></w:rPr></w:style>` +
	`<w:style w:type="character" w:customStyle="1" w:styleId="Prompt"><w:name w:val="Placeholder Text"/><w:rPr><w:b w:val="0"/><w:color w:val="696969"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="Formulier"><w:name w:val="Formulier"/><w:tblPr><w:tblBorders><w:top ` + line + `/><w:left ` + line + `/><w:bottom ` + line + `/><w:right ` + line +
	`/><w:insideH ` + line + `/><w:insideV ` + line + `/></w:tblBorders><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`

func footer(version string) string {
	return `<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` +
		run("", title+" · versie "+version) + `</w:p></w:ftr>`
}
