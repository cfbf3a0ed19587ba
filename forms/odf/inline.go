package odf

import (
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// inline reads what stands in a paragraph, or in an element inside one.
func (w *walker) inline() error {
	return w.p.Content(func(e element) error {
		if !e.Start {
			w.typed(e.Text)
			return nil
		}
		return w.inlineElement(e)
	})

}

func (w *walker) inlineElement(e element) error {
	switch e.Key {
	case "text:span", "text:a", "text:ruby-base":
		return w.styled(attr(e, "style-name"))
	case "text:meta", "text:ruby", "text:meta-field", "draw:a", "text:bibliography-mark", "text:text-input", "loext:p":
		return w.inline()
	case "text:s":
		n := count(e, "c", maxSpaces)
		if w.grown += n - 1; w.grown > maxGrown {
			return office.ErrTooLarge
		}
		w.write(strings.Repeat(" ", n))
		return w.p.Skip()
	case "text:tab":
		w.write("\t")
		return w.p.Skip()
	case "text:line-break":
		w.write("\n")
		return w.p.Skip()
	case "text:change", "text:change-start", "text:change-end":
		return w.change(e)
	case "text:note":
		return w.note()
	case "office:annotation":
		return w.comment()
	case "text:placeholder":
		return during(&w.prompt, w.inline)
	case "text:drop-down":
		return w.dropDown()
	case "loext:content-control":
		return w.contentControl(e)
	case "field:fieldmark", "field:fieldmark-start":
		return w.fieldStart(e)
	case "field:fieldmark-separator", "field:fieldmark-end":
		return w.fieldEnd(e)
	case "draw:control":
		return w.control(e)
	case "text:list", "text:p", "text:h", "table:table": // seen in broken files
		w.object(sheet.Object{Kind: sheet.Unknown})
		return w.inline()
	case "text:conditional-text", "text:hidden-text", "text:hidden-paragraph":
		return w.conditional(e)
	}
	return w.inlineRest(e)
}

func (w *walker) inlineRest(e element) error {
	switch {
	case drawing(e.Key):
		return w.draw(e)
	case shownField(e.Key):
		if attr(e, "display") == "none" {
			return w.p.Skip()
		}
		return w.inline()
	case !neutral(e.Key):
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
	return w.p.Skip()
}

// styled reads an element whose text has a style of its own.
func (w *walker) styled(name string) error {
	around := w.looks
	w.looks = w.styles.spanLooks(name, around)
	err := w.inline()
	w.looks = around
	return err
}

// conditional reads text that is shown or not as a condition says: what the file holds of
// it may be old.
func (w *walker) conditional(e element) error {
	w.object(sheet.Object{Kind: sheet.Unknown})
	if isYes(e, "is-hidden") {
		w.aside("hidden", attr(e, "string-value"))
		return during(&w.hidden, w.inline)
	}
	return w.inline()
}

// shownField says whether an element is a field that only shows text that stands in it.
func shownField(key string) bool {
	switch key {
	case "text:date", "text:time", "text:page-number", "text:page-count", "text:page-continuation", "text:author-name", "text:author-initials",
		"text:chapter", "text:file-name", "text:template-name", "text:sheet-name", "text:title", "text:subject", "text:keywords", "text:description",
		"text:creator", "text:initial-creator", "text:creation-date", "text:creation-time", "text:modification-date", "text:modification-time",
		"text:print-date", "text:print-time", "text:printed-by", "text:editing-cycles", "text:editing-duration", "text:user-defined",
		"text:paragraph-count", "text:word-count", "text:character-count", "text:table-count", "text:image-count", "text:object-count",
		"text:sender-firstname", "text:sender-lastname", "text:sender-initials", "text:sender-title", "text:sender-position", "text:sender-email",
		"text:sender-phone-private", "text:sender-phone-work", "text:sender-fax", "text:sender-company", "text:sender-street", "text:sender-city",
		"text:sender-postal-code", "text:sender-country", "text:sender-state-or-province", "text:variable-get", "text:variable-set",
		"text:variable-input", "text:user-field-get", "text:user-field-input", "text:sequence", "text:sequence-ref", "text:reference-ref",
		"text:bookmark-ref", "text:note-ref", "text:expression", "text:page-variable-get", "text:page-variable-set", "text:database-display",
		"text:database-name", "text:dde-connection", "text:measure", "text:number":
		return true
	}
	return false
}
