package docx

import (
	"strings"
	"unicode/utf16"

	"mdaplus/forms/office"
)

// spaces gives each namespace its short name, the strict and the transitional one the
// same. Elements are only ever known by namespace and local name, never by prefix.
var spaces = office.Spaces{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":            "",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                        "",
	"http://schemas.microsoft.com/office/word/2010/wordml":                    "w14:",
	"http://schemas.microsoft.com/office/word/2012/wordml":                    "w15:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc:",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":     "r:",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                 "r:",
	"http://schemas.openxmlformats.org/package/2006/relationships":            "rel:",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                   "a:",
	"http://purl.oclc.org/ooxml/drawingml/main":                               "a:",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing":  "wp:",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":              "wp:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing":     "wp14:",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":                "pic:",
	"http://purl.oclc.org/ooxml/drawingml/picture":                            "pic:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":       "wps:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup":       "wpg:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingInk":         "wpi:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas":      "wpc:",
	"urn:schemas-microsoft-com:vml":                                           "v:",
	"urn:schemas-microsoft-com:office:office":                                 "o:",
	"urn:schemas-microsoft-com:office:word":                                   "w10:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":              "m:",
	"http://purl.oclc.org/ooxml/officeDocument/math":                          "m:",
	"http://schemas.microsoft.com/office/2006/xmlPackage":                     "pkg:",
	"http://schemas.openxmlformats.org/officeDocument/2006/customXml":         "ds:",
	"http://purl.oclc.org/ooxml/officeDocument/customXml":                     "ds:",
	"http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
	"http://purl.org/dc/elements/1.1/":                                        "dc:",
}

// element and parser are those of every office file.
type (
	element = office.Element
	parser  = office.Parser
)

// on reads an on/off value: absent is on.
func on(e element) bool {
	switch strings.ToLower(e.Attr("val")) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}
