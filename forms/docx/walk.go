package docx

import (
	"errors"
	"io"
	"maps"
	"slices"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// walker turns the main part into blocks. Its fields are the state that text inherits
// from the elements around it.
type walker struct {
	pkg    *parts
	p      *parser
	sh     *sheet.Sheet
	rels   map[string]relation
	styles *styles
	lists  *lists
	notes  map[string]string // "comment:3", "footnote:1" → text
	bound  func(storeItem, path string) (string, bool)

	gone     int // depth of deletions and moves away: text inside is not there
	prompt   int // depth of controls that show their prompt
	inserted int
	fields   []*field
	box      *tickBox
	into     *sheet.Paragraph   // where runs go now
	open     *sheet.Paragraph   // a paragraph whose mark was deleted: the next one joins it
	base     looks              // looks of the paragraph: defaults, table, paragraph style
	table    []tableState       // tables around the current place
	read     []*sheet.Paragraph // all paragraphs so far
	levels   int                // documents inside this one read so far
}

// read builds the sheet; deep counts documents inside documents.
func (p *parts) read(deep int) (*sheet.Sheet, error) {
	main, err := p.mainPart()
	if err != nil {
		return nil, err
	}
	data, err := p.part(main)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, ErrNotDocx
	}
	w := &walker{pkg: p, sh: &sheet.Sheet{}, levels: deep}
	if err := w.prepare(main); err != nil {
		return nil, err
	}
	if err := w.document(data); err != nil {
		return nil, err
	}
	w.sh.Mend()
	return w.sh, nil
}

// prepare reads the parts that the main part leans on.
func (w *walker) prepare(main string) (err error) {
	if w.rels, err = w.pkg.relations(main); err != nil {
		return err
	}
	side := map[string][]byte{}
	for _, id := range slices.Sorted(maps.Keys(w.rels)) {
		r := w.rels[id]
		if r.external {
			continue
		}
		switch r.kind {
		case "styles", "numbering", "comments", "footnotes", "endnotes", "header", "footer":
			data, err := w.pkg.part(r.target)
			if err != nil {
				return err
			}
			if r.kind == "header" || r.kind == "footer" {
				w.furniture(data)
				continue
			}
			side[r.kind] = data
		}
	}
	if w.styles, err = readStyles(side["styles"]); err != nil {
		return err
	}
	if w.lists, err = readLists(side["numbering"]); err != nil {
		return err
	}
	if err := w.readNotes(side); err != nil {
		return err
	}
	w.bound = w.pkg.boundValue
	return w.properties()
}

// furniture keeps the text of headers and footers, a line a paragraph; a broken one is left out.
func (w *walker) furniture(data []byte) {
	p := office.NewParser(data, spaces)
	for {
		e, err := p.Next()
		if err != nil {
			return
		}
		if e.Start && e.Key == "t" {
			t, _ := p.Words()
			w.sh.Furniture += t
		}
		if e.End && e.Key == "p" {
			w.sh.Furniture += "\n"
		}
	}
}

func (w *walker) document(data []byte) error {
	w.p = office.NewParser(data, spaces)
	for {
		e, err := w.p.Next()
		if errors.Is(err, io.EOF) {
			if w.sh.Blocks == nil {
				return ErrNotDocx
			}
			return nil
		}
		if err != nil {
			return err
		}
		if e.Start && e.Key == "body" {
			blocks, err := w.blocks()
			if err != nil {
				return err
			}
			w.sh.Blocks = append(w.sh.Blocks, blocks...)
			if w.sh.Blocks == nil {
				w.sh.Blocks = []sheet.Block{{Paragraph: &sheet.Paragraph{}}}
			}
		}
	}
}

// blocks reads block content until the end of the element whose start was just read.
func (w *walker) blocks() ([]sheet.Block, error) {
	var out []sheet.Block
	outer := w.open
	w.open = nil
	err := w.blocksInto(&out)
	w.open = outer
	return out, err
}

func (w *walker) blocksInto(out *[]sheet.Block) error {
	return w.p.Children(func(e element) error { return w.block(e, out) })
}

func (w *walker) block(e element, out *[]sheet.Block) error {
	switch e.Key {
	case "p":
		return w.paragraph(out)
	case "tbl":
		w.open = nil
		t, err := w.tableBlock()
		if t != nil && len(t.Rows) > 0 {
			*out = append(*out, sheet.Block{Table: t})
		}
		return err
	case "sdt":
		return w.control(func() error { return w.blocksInto(out) })
	case "customXml", "smartTag":
		return w.blocksInto(out)
	case "ins", "moveTo":
		return w.during(&w.inserted, func() error { return w.blocksInto(out) })
	case "del", "moveFrom":
		return w.during(&w.gone, func() error { return w.blocksInto(out) })
	case "altChunk":
		return w.chunk(e, out)
	case "mc:AlternateContent":
		return w.alternate(func() error { return w.blocksInto(out) })
	case "subDoc":
		w.sh.Loose = append(w.sh.Loose, sheet.Object{Kind: sheet.Unknown})
		return w.p.Skip()
	}
	if !neutral(e.Key) {
		w.sh.Loose = append(w.sh.Loose, sheet.Object{Kind: sheet.Unknown})
	}
	return w.p.Skip()
}

// during runs f with a depth counter raised.
func (w *walker) during(depth *int, f func() error) error {
	*depth++
	defer func() { *depth-- }()
	return f()
}

// neutral says whether an element carries nothing that a reader of the form could see.
func neutral(key string) bool {
	switch key {
	case "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sdtEndPr", "proofErr", "permStart", "permEnd",
		"bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "commentRangeEnd", "customXmlPr", "smartTagPr", "rubyPr", "rt",
		"moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "footnoteRef", "endnoteRef", "annotationRef",
		"separator", "continuationSeparator", "softHyphen", "delText", "delInstrText", "fldData", "pgNum", "dayShort", "monthShort",
		"yearShort", "dayLong", "monthLong", "yearLong", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
		"customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart",
		"customXmlMoveToRangeEnd", "numberingChange", "w14:conflictIns", "w14:customXmlConflictInsRangeStart",
		"w14:customXmlConflictInsRangeEnd", "w14:ligatures", "divId", "cnfStyle":
		return true
	}
	return false
}

// paragraph reads a w:p. A paragraph whose mark is deleted goes on in the next one.
func (w *walker) paragraph(out *[]sheet.Block) error {
	par := w.open
	if par == nil {
		par = &sheet.Paragraph{}
		w.read = append(w.read, par)
		*out = append(*out, sheet.Block{Paragraph: par})
	}
	w.open = nil
	outer, outerBase := w.into, w.base
	w.into, w.base = par, w.paragraphLooks("")
	markGone, err := w.inline(true)
	if markGone {
		w.open = par
	}
	w.into, w.base = outer, outerBase
	return err
}

// paragraphLooks gives the looks that a paragraph style, table style and the defaults add up to.
func (w *walker) paragraphLooks(styleID string) looks {
	if styleID == "" {
		styleID = w.styles.paragraph
	}
	levels := looks{}
	if n := len(w.table); n > 0 {
		levels = w.table[n-1].looks.level(levels)
	}
	if st := w.styles.get(styleID); st != nil {
		levels = st.looks.level(levels)
	}
	d := w.styles.defaults
	sum := levels.over(d)
	sum.bold, sum.italic = either(levels.bold, d.bold), either(levels.italic, d.italic)
	sum.strike, sum.vanish = either(levels.strike, d.strike), either(levels.vanish, d.vanish)
	return sum
}

func either(level, standard onOff) onOff {
	if standard == yes {
		return yes
	}
	return level
}
