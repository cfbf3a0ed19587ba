package odf

import (
	"errors"
	"io"
	"strings"

	"mdaplus/forms/sheet"
)

// walker turns the parts into blocks. Its fields are the state that text inherits from
// the elements around it.
type walker struct {
	p        *parser
	sh       *sheet.Sheet
	styles   *styles
	controls map[string]*formControl
	changes  map[string]changeKind

	open     map[string]changeKind // changes that began and have not ended
	gone     int                   // depth of deletions: text inside is not there
	inserted int
	hidden   int // depth of sections that are not shown
	prompt   int // depth of controls that show their prompt
	hush     int // depth of what is shown in another way
	box      *tickBox
	fields   []*field
	into     *sheet.Paragraph            // where runs go now
	looks    looks                       // of the text at this place
	space    bool                        // white space that follows is folded away
	lists    []string                    // styles of the lists around the current place
	sign     bool                        // the next paragraph begins a list item
	found    bool                        // a body of text was met
	grown    int                         // spaces and cells beyond those that are written
	kept     map[string]*strings.Builder // what is not shown, by place
	edges    strings.Builder             // headers and footers
}

func readParts(all []part) (*sheet.Sheet, error) {
	w := &walker{sh: &sheet.Sheet{}, styles: newStyles(), controls: map[string]*formControl{}, changes: map[string]changeKind{},
		open: map[string]changeKind{}, kept: map[string]*strings.Builder{}}
	for _, part := range all {
		w.p = newParser(part.data)
		if err := w.document(); err != nil {
			return nil, err
		}
	}
	if !w.found {
		return nil, ErrNotText
	}
	if w.sh.Blocks == nil {
		w.sh.Blocks = []sheet.Block{{Paragraph: &sheet.Paragraph{}}}
	}
	for place, b := range w.kept {
		w.sh.Hide(place, b.String())
	}
	w.sh.Furniture = w.edges.String()
	w.sh.Mend()
	return w.sh, nil
}

// aside keeps text that is not shown, for the search for personal data.
func (w *walker) aside(place, t string) {
	if strings.TrimSpace(t) == "" {
		return
	}
	b := w.kept[place]
	if b == nil {
		b = &strings.Builder{}
		w.kept[place] = b
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(t)
}

// document reads one part: what stands in its root element.
func (w *walker) document() error {
	for {
		e, err := w.p.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e.Start {
			if err := w.p.Children(w.top); err != nil {
				return err
			}
		}
	}
}

func (w *walker) top(e element) error {
	switch e.Key {
	case "office:font-face-decls":
		return w.styles.faces(w.p)
	case "office:styles":
		return w.styles.read(w.p, w.styles.common)
	case "office:automatic-styles":
		clear(w.styles.automatic) // those of one part do not hold in another
		return w.styles.read(w.p, w.styles.automatic)
	case "office:master-styles":
		return w.furniture(false)
	case "office:meta":
		t, err := words(w.p)
		w.aside("properties", t)
		return err
	case "office:body":
		return w.p.Children(w.body)
	}
	return w.p.Skip()
}

func (w *walker) body(e element) error {
	if e.Key != "office:text" {
		return w.p.Skip()
	}
	w.found = true
	return w.blocksInto(&w.sh.Blocks)
}

// blocks reads block content until the end of the element whose start was just read, in
// a paragraph world of its own.
func (w *walker) blocks() ([]sheet.Block, error) {
	var out []sheet.Block
	into, looks, space, lists, sign := w.into, w.looks, w.space, w.lists, w.sign
	w.into, w.lists, w.sign = nil, nil, false
	err := w.blocksInto(&out)
	w.into, w.looks, w.space, w.lists, w.sign = into, looks, space, lists, sign
	return out, err
}

func (w *walker) blocksInto(out *[]sheet.Block) error {
	return w.p.Children(func(e element) error { return w.block(e, out) })
}

func (w *walker) block(e element, out *[]sheet.Block) error {
	again := func() error { return w.blocksInto(out) }
	switch e.Key {
	case "text:p", "text:h":
		return w.paragraph(e, out)
	case "table:table":
		return w.table(e, out)
	case "text:list":
		return w.list(e, out)
	case "text:numbered-paragraph":
		return again()
	case "text:section":
		return w.section(e, again)
	case "text:table-of-content", "text:index-body", "text:index-title", "text:illustration-index", "text:table-index", "text:object-index",
		"text:user-index", "text:alphabetical-index", "text:bibliography", "office:text-content":
		return again()
	case "text:tracked-changes":
		return w.trackedChanges()
	case "text:change", "text:change-start", "text:change-end":
		return w.change(e)
	case "office:forms":
		return w.forms()
	case "text:note", "office:annotation":
		return w.inlineElement(e)
	}
	if drawing(e.Key) {
		return w.floating(e, out)
	}
	if !neutral(e.Key) {
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
	return w.p.Skip()
}

// floating reads a drawing that hangs in no paragraph: it gets one of its own.
func (w *walker) floating(e element, out *[]sheet.Block) error {
	par := &sheet.Paragraph{}
	into := w.into
	w.into = par
	err := w.draw(e)
	w.into = into
	for i := range par.Objects {
		par.Objects[i].Drifts = true
	}
	if len(par.Objects) > 0 {
		*out = append(*out, sheet.Block{Paragraph: par})
	}
	return err
}

// section reads a text:section. One under a condition may be shown or not.
func (w *walker) section(e element, again func() error) error {
	st := w.styles.get("section", attr(e, "style-name"))
	hidden := attr(e, "display") == "none" || st != nil && st.gone
	if attr(e, "display") == "condition" || isYes(e, "is-hidden") {
		w.object(sheet.Object{Kind: sheet.Unknown})
		hidden = hidden || isYes(e, "is-hidden")
	}
	if !hidden {
		return again()
	}
	return during(&w.hidden, again)
}

// during runs f with a depth counter raised.
func during(depth *int, f func() error) error {
	*depth++
	defer func() { *depth-- }()
	return f()
}

// neutral says whether an element carries nothing that a reader of the form could see.
func neutral(key string) bool {
	switch key {
	case "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:dde-connection-decls", "text:alphabetical-index-auto-mark-file",
		"text:soft-page-break", "text:bookmark", "text:bookmark-start", "text:bookmark-end", "text:reference-mark", "text:reference-mark-start",
		"text:reference-mark-end", "text:toc-mark", "text:toc-mark-start", "text:toc-mark-end", "text:user-index-mark", "text:user-index-mark-start",
		"text:user-index-mark-end", "text:alphabetical-index-mark", "text:alphabetical-index-mark-start", "text:alphabetical-index-mark-end",
		"text:index-source", "text:table-of-content-source", "text:illustration-index-source", "text:table-index-source", "text:object-index-source",
		"text:user-index-source", "text:alphabetical-index-source", "text:bibliography-source", "text:index-title-template", "text:note-citation",
		"text:section-source", "office:dde-source", "office:annotation-end", "office:event-listeners", "office:scripts", "office:settings",
		"svg:title", "svg:desc", "table:title", "table:desc", "table:table-source", "table:calculation-settings", "table:content-validations",
		"table:label-ranges", "table:table-protection", "loext:table-protection", "loext:bookmark", "loext:theme", "table:named-expressions",
		"table:database-ranges", "draw:glue-point", "draw:layer-set", "xhtml:link", "text:meta-field-source", "text:page-sequence",
		"text:ruby-text", "loext:content-control-source":
		return true
	}
	return false
}

// paragraph reads a text:p or text:h.
func (w *walker) paragraph(e element, out *[]sheet.Block) error {
	par := &sheet.Paragraph{}
	*out = append(*out, sheet.Block{Paragraph: par})
	into, looks, space := w.into, w.looks, w.space
	w.into, w.looks, w.space = par, w.styles.paragraphLooks(attr(e, "style-name")), true
	if st := w.styles.get("paragraph", attr(e, "style-name")); st != nil && st.conditional {
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
	w.listSign(attr(e, "style-name"))
	err := w.inline()
	w.into, w.looks, w.space = into, looks, space
	return err
}

// list reads a text:list: the first paragraph of every item has the sign of its level.
func (w *walker) list(e element, out *[]sheet.Block) error {
	w.lists = append(w.lists, attr(e, "style-name"))
	defer func() { w.lists = w.lists[:len(w.lists)-1] }()
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "text:list-item", "text:list-header":
			w.sign = e.Key == "text:list-item"
			err := w.blocksInto(out)
			w.sign = false
			return err
		}
		if !neutral(e.Key) {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
		return w.p.Skip()
	})

}

// listSign writes the sign of a list item at the beginning of a paragraph.
func (w *walker) listSign(paragraphStyle string) {
	if !w.sign || len(w.lists) == 0 {
		return
	}
	w.sign = false
	name := ""
	for _, l := range w.lists {
		name = orElse(l, name)
	}
	if st := w.styles.get("paragraph", paragraphStyle); name == "" && st != nil {
		name = st.list
	}
	if ls := w.styles.lists[name]; ls != nil && w.gone == 0 {
		if r, ok := w.styles.sign(ls.levels[len(w.lists)]); ok {
			w.into.Add(r)
		}
	}
}
