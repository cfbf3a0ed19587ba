package pdfa

import (
	"bytes"
	"fmt"
)

// annot is something on a page that can be clicked: a link or a field of a form.
type annot struct {
	rect         [4]float64 // points, from the lower left corner
	element      *Element
	body         func(w *writer, l *layout, a *annot) string // its entries
	id           int
	structParent int
}

func (p *page) rect(x, y, width, height float64) [4]float64 {
	return [4]float64{x * perMillimetre, p.height - (y+height)*perMillimetre, (x + width) * perMillimetre, p.height - y*perMillimetre}
}

func (d *Document) annotate(x, y, width, height float64, e *Element, body func(w *writer, l *layout, a *annot) string) {
	p := d.now
	a := &annot{rect: p.rect(x, y, width, height), element: e, body: body}
	p.annots = append(p.annots, a)
	e.kids = append(e.kids, kid{page: p.number, annot: a})
}

// Place is a spot in the document that links and bookmarks lead to.
type Place struct {
	page int     // from 0
	y    float64 // points from below
}

// Here gives the place at this height of the page, in millimetres from above.
func (d *Document) Here(y float64) Place {
	return Place{page: d.now.number, y: d.now.height - y*perMillimetre}
}

// Number is the page of a place, from 1.
func (p Place) Number() int { return p.page + 1 }

// Link draws something within an element that leads to a place. Place may be filled in
// until the document is finished; says is the text for who cannot see it.
func (d *Document) Link(in *Element, x, y, width, height float64, to *Place, says string, draw func()) {
	e := d.Add(in, link)
	d.In(e, draw)
	d.annotate(x, y, width, height, e, func(_ *writer, l *layout, _ *annot) string {
		return fmt.Sprintf("/Subtype/Link/Border[0 0 0]/Contents%s/Dest[%d 0 R/XYZ 0 %s 0]", text(says), l.page[to.page], number(to.y))
	})
}

func (d *Document) writeAnnots(w *writer, l *layout) {
	for _, p := range d.pages {
		for _, a := range p.annots {
			w.object(a.id, fmt.Sprintf("<</Type/Annot/F 4/P %d 0 R/StructParent %d/Rect[%s %s %s %s]%s>>", l.page[p.number], a.structParent,
				number(a.rect[0]), number(a.rect[1]), number(a.rect[2]), number(a.rect[3]), a.body(w, l, a)))
		}
	}
}

// mark is a bookmark.
type mark struct {
	title string
	level int // from 1
	place Place
	kids  []*mark
	id    int
}

// Bookmark adds a line to the list of contents that a reader shows beside the pages.
// Levels count from 1; one too deep is put where it fits.
func (d *Document) Bookmark(title string, level int, place Place) {
	all := &d.marks
	for l := 1; l < level && len(*all) > 0; l++ {
		all = &(*all)[len(*all)-1].kids
	}
	*all = append(*all, &mark{title: title, level: level, place: place})
}

func (d *Document) writeMarks(w *writer, l *layout) {
	if l.outlines == 0 {
		return
	}
	n := numberMarks(w, d.marks)
	w.object(l.outlines, fmt.Sprintf("<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", d.marks[0].id, d.marks[len(d.marks)-1].id, n))
	writeMarks(w, l, d.marks, l.outlines)
}

func numberMarks(w *writer, all []*mark) int {
	n := len(all)
	for _, m := range all {
		m.id = w.reserve()
		n += numberMarks(w, m.kids)
	}
	return n
}

func writeMarks(w *writer, l *layout, all []*mark, parent int) {
	for i, m := range all {
		var b bytes.Buffer
		fmt.Fprintf(&b, "<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ 0 %s 0]", text(m.title), parent, l.page[m.place.page], number(m.place.y))
		if i > 0 {
			fmt.Fprintf(&b, "/Prev %d 0 R", all[i-1].id)
		}
		if i+1 < len(all) {
			fmt.Fprintf(&b, "/Next %d 0 R", all[i+1].id)
		}
		if len(m.kids) > 0 {
			fmt.Fprintf(&b, "/First %d 0 R/Last %d 0 R/Count %d", m.kids[0].id, m.kids[len(m.kids)-1].id, countMarks(m.kids))
		}
		b.WriteString(">>")
		w.object(m.id, b.String())
		writeMarks(w, l, m.kids, m.id)
	}
}

func countMarks(all []*mark) int {
	n := len(all)
	for _, m := range all {
		n += countMarks(m.kids)
	}
	return n
}
