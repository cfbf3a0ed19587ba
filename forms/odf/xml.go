package odf

import (
	"strconv"
	"strings"

	"mdaplus/forms/office"
)

const oasis = "urn:oasis:names:tc:opendocument:xmlns:"

// spaces gives each namespace its short name. Elements are only ever known by namespace
// and local name, never by prefix.
var spaces = office.Spaces{
	officeName:                             "office:",
	oasis + "text:1.0":                     "text:",
	oasis + "table:1.0":                    "table:",
	oasis + "style:1.0":                    "style:",
	oasis + "xsl-fo-compatible:1.0":        "fo:",
	oasis + "svg-compatible:1.0":           "svg:",
	oasis + "drawing:1.0":                  "draw:",
	oasis + "form:1.0":                     "form:",
	oasis + "meta:1.0":                     "meta:",
	oasis + "manifest:1.0":                 "manifest:",
	oasis + "presentation:1.0":             "presentation:",
	"http://www.w3.org/1999/xlink":         "xlink:",
	"http://www.w3.org/XML/1998/namespace": "xml:",
	"xml":                                  "xml:",
	"http://purl.org/dc/elements/1.1/":     "dc:",
	"http://openoffice.org/2009/office":    "officeooo:",
	"http://www.w3.org/1998/Math/MathML":   "math:",
	"urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0":     "field:",
	"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext:",
	"urn:oasis:names:tc:opendocument:xmlns:loext:1.0":                      "loext:",
	"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
	"http://www.w3.org/2003/g/data-view#":                                  "grddl:",
	"http://www.w3.org/1999/xhtml":                                         "xhtml:",
}

// element and parser are those of every office file.
type (
	element = office.Element
	parser  = office.Parser
)

// newParser reads a part. LibreOffice writes tables inside shapes in a namespace of its own.
func newParser(data []byte) *parser {
	p := office.NewParser(data, spaces)
	p.Rename = func(key string) string {
		if strings.HasPrefix(key, "loext:table") {
			return "table:" + strings.TrimPrefix(key, "loext:")
		}
		return key
	}
	return p
}

// attr gives the value of an attribute of a known namespace by its local name.
func attr(e element, local string) string {
	v, _ := lookup(e, local)
	return v
}

func lookup(e element, local string) (string, bool) {
	for i := range e.Attrs {
		if a := &e.Attrs[i]; a.Local == local && a.Space != "" {
			return a.Value, true
		}
	}
	return "", false
}

// isYes reads a boolean attribute: absent is no.
func isYes(e element, local string) bool { return attr(e, local) == "true" }

// count reads a number from 1 to the most that is allowed; absent is 1.
func count(e element, local string, most int) int {
	n, err := strconv.Atoi(attr(e, local))
	if err != nil {
		if attr(e, local) != "" && !strings.HasPrefix(attr(e, local), "-") {
			return most
		}
		return 1
	}
	return max(1, min(n, most))
}

// words gives all text below the element whose start was just read, paragraphs apart.
func words(p *parser) (string, error) {
	var b strings.Builder
	var inside func() error
	inside = func() error {
		return p.Content(func(e element) error {
			switch {
			case !e.Start:
				b.WriteString(e.Text)
				return nil
			case e.Key == "text:p" || e.Key == "text:h" || e.Key == "text:s" || e.Key == "text:tab" || e.Key == "text:line-break":
				b.WriteByte(' ')
			}
			return inside()
		})
	}
	err := inside()
	return strings.Join(strings.Fields(b.String()), " "), err
}
