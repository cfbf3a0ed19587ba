package pdfa

import (
	"bytes"
	"fmt"
)

// Element is a node of the structure tree: what a screen reader is told.
type Element struct {
	role   string
	alt    string // of a figure
	actual string // text that the drawn signs stand for
	attrs  string // attribute dictionaries
	parent *Element
	kids   []kid
	id     int
}

// kid is one thing in an element: another element, a stretch of marked content on a page,
// or an annotation.
type kid struct {
	element *Element
	page    int
	content int // number of the marked content on its page
	annot   *annot
}

// Roles of elements (ISO 32000-1, 14.8.4) that documents here are made of.
const (
	Sect    = "Sect"
	H1      = "H1"
	H2      = "H2"
	H3      = "H3"
	P       = "P"
	List    = "L"
	Item    = "LI"
	Label   = "Lbl"
	Body    = "LBody"
	Table   = "Table"
	Row     = "TR"
	Head    = "TH"
	Cell    = "TD"
	Figure  = "Figure"
	Caption = "Caption"
	Span    = "Span"
	TOC     = "TOC"
	TOCItem = "TOCI"
	link    = "Link"
	form    = "Form"
)

// Add makes an element in another one; in nil it stands at the top of the document.
func (d *Document) Add(in *Element, role string) *Element {
	if in == nil {
		in = d.root
	}
	e := &Element{role: role, parent: in}
	if role == Head {
		e.attrs = "<</O/Table/Scope/Column>>"
	}
	if role == List {
		e.attrs = "<</O/List/ListNumbering/None>>"
	}
	in.kids = append(in.kids, kid{element: e})
	return e
}

// RowHead makes a head cell that stands for its row.
func (e *Element) RowHead() *Element { e.attrs = "<</O/Table/Scope/Row>>"; return e }

// Spans makes a cell that stands over several columns.
func (e *Element) Spans(columns int) *Element {
	if columns < 2 {
		return e
	}
	scope := ""
	if e.role == Head {
		scope = "/Scope/Column"
	}
	e.attrs = fmt.Sprintf("<</O/Table%s/ColSpan %d>>", scope, columns)
	return e
}

// Describe gives a figure the words that stand for it.
func (e *Element) Describe(alt string) *Element { e.alt = alt; return e }

// Means gives the text that drawn signs stand for.
func (e *Element) Means(actual string) *Element { e.actual = actual; return e }

// In draws inside an element; nil draws an artifact, which a screen reader skips.
func (d *Document) In(e *Element, draw func()) {
	was := d.current
	d.turnTo(e)
	draw()
	d.turnTo(was)
}

// turnTo makes what is drawn next belong to an element.
func (d *Document) turnTo(e *Element) {
	if e != d.current {
		d.leave()
		d.current = e
	}
}

// leave ends the stretch of marked content that is open on this page.
func (d *Document) leave() {
	if p := d.now; p != nil && p.open {
		p.content.WriteString("EMC\n")
		p.open = false
	}
}

// enter begins a stretch of marked content, unless one of this element is open.
func (d *Document) enter() *page {
	p := d.now
	if p == nil {
		d.fail("drawing before the first page")
		p = &page{}
		d.now = p
	}
	if p.open {
		return p
	}
	p.open = true
	if d.current == nil {
		p.content.WriteString("/Artifact BMC\n")
		return p
	}
	n := len(p.owners)
	p.owners = append(p.owners, d.current)
	d.current.kids = append(d.current.kids, kid{page: p.number, content: n})
	fmt.Fprintf(&p.content, "%s<</MCID %d>>BDC\n", name(d.current.role), n)
	return p
}

func (d *Document) writeStructure(w *writer, l *layout) {
	d.root.number(w)
	var parents bytes.Buffer
	for i, p := range d.pages {
		fmt.Fprintf(&parents, "%d[", i)
		for _, e := range p.owners {
			fmt.Fprintf(&parents, "%d 0 R ", e.id)
		}
		parents.WriteString("]")
	}
	next := len(d.pages)
	for _, p := range d.pages {
		for _, a := range p.annots {
			a.structParent = next
			fmt.Fprintf(&parents, "%d %d 0 R ", next, a.element.id)
			next++
		}
	}
	w.object(l.parents, "<</Nums["+parents.String()+"]>>")
	w.object(l.tree, fmt.Sprintf("<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>", d.root.id, l.parents, next))
	d.root.write(w, l, l.tree)
	d.writeAnnots(w, l)
}

// number gives an element and all in it their object numbers.
func (e *Element) number(w *writer) {
	e.id = w.reserve()
	for _, k := range e.kids {
		if k.element != nil {
			k.element.number(w)
		}
	}
}

func (e *Element) write(w *writer, l *layout, parent int) {
	var kids bytes.Buffer
	page := -1
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			fmt.Fprintf(&kids, "%d 0 R ", k.element.id)
		case k.annot != nil:
			fmt.Fprintf(&kids, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>", k.annot.id, l.page[k.page])
		case page < 0 || page == k.page:
			page = k.page
			fmt.Fprintf(&kids, "%d ", k.content)
		default:
			fmt.Fprintf(&kids, "<</Type/MCR/Pg %d 0 R/MCID %d>>", l.page[k.page], k.content)
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Type/StructElem/S%s/P %d 0 R/K[%s]", name(e.role), parent, kids.String())
	if page >= 0 {
		fmt.Fprintf(&b, "/Pg %d 0 R", l.page[page])
	}
	if e.alt != "" {
		b.WriteString("/Alt" + text(e.alt))
	}
	if e.actual != "" {
		b.WriteString("/ActualText" + text(e.actual))
	}
	if e.attrs != "" {
		b.WriteString("/A" + e.attrs)
	}
	b.WriteString(">>")
	w.object(e.id, b.String())
	for _, k := range e.kids {
		if k.element != nil {
			k.element.write(w, l, e.id)
		}
	}
}
