package odf

import (
	"strings"

	"mdaplus/forms/sheet"
)

// Distances in points beyond which a drawn object may lie over another line than the one
// it is anchored in. One line of the form is about 14 points high.
const (
	driftPoints = 20
	tallPoints  = 40
)

// drawn collects what is known about a drawing while its elements go by.
type drawn struct {
	kind   sheet.ObjectKind
	inside []sheet.Block
	texts  bool
	inline bool // it stands in the line like a letter
	page   bool // placed relative to the page, or turned
	offset float64
	height float64
}

func drawing(key string) bool {
	return strings.HasPrefix(key, "draw:") && key != "draw:a" && key != "draw:control" && !neutral(key)
}

// drawn reads the place of a drawn object from its attributes.
func (w *walker) drawn(e element) drawn {
	anchor := attr(e, "anchor-type")
	d := drawn{inline: anchor == "as-char", page: anchor == "page" || attr(e, "transform") != ""}
	if st := w.styles.get("graphic", attr(e, "style-name")); st != nil {
		d.page = d.page || st.page
	}
	d.offset, _ = length(orElse(attr(e, "y"), attr(e, "y1")))
	d.height, _ = length(attr(e, "height"))
	if y2, ok := length(attr(e, "y2")); ok {
		d.height = max(y2-d.offset, d.offset-y2)
	}
	return d
}

func (d *drawn) far() bool {
	return !d.inline && (d.page || d.offset > driftPoints || d.offset < -driftPoints || d.height > tallPoints)
}

// draw reads a drawn object with everything in it.
func (w *walker) draw(e element) error {
	d := w.drawn(e)
	d.see(e)
	if err := w.drawnInside(&d); err != nil {
		return err
	}
	w.object(d.object())
	return nil
}

func (w *walker) drawnInside(d *drawn) error {
	return w.p.Children(func(e element) error {
		switch {
		case e.Key == "text:p" || e.Key == "text:h" || e.Key == "text:list" || e.Key == "table:table":
			return w.drawnText(d, func(out *[]sheet.Block) error { return w.block(e, out) })
		case e.Key == "draw:text-box":
			return w.drawnText(d, w.blocksInto)
		case e.Key == "draw:control":
			d.kind = sheet.Unknown
			return w.p.Skip()
		case strings.HasPrefix(e.Key, "?:"):
			d.be(sheet.Unknown)
			return w.p.Skip()
		}
		d.see(e)
		return w.drawnInside(d)
	})

}

func (d *drawn) see(e element) {
	switch e.Key {
	case "draw:ellipse", "draw:circle":
		d.be(sheet.Closed)
	case "draw:line", "draw:connector":
		d.be(sheet.Line)
	case "draw:rect", "draw:polygon", "draw:regular-polygon", "draw:polyline", "draw:path", "draw:measure", "draw:caption":
		d.be(sheet.Shape)
	case "draw:enhanced-geometry":
		d.be(geometry(attr(e, "type")))
	case "draw:image":
		d.be(sheet.Picture)
	case "draw:object", "draw:object-ole", "draw:applet", "draw:plugin", "draw:floating-frame":
		if d.kind == sheet.Picture || d.kind == "" {
			d.kind = sheet.Embedded
		}
	case "draw:g":
		d.kind = sheet.Group
	}
}

func (d *drawn) be(k sheet.ObjectKind) {
	if d.kind == "" || d.kind == sheet.Unknown {
		d.kind = k
	}
}

func geometry(preset string) sheet.ObjectKind {
	switch strings.TrimPrefix(preset, "ooxml-") {
	case "ellipse", "donut", "roundRect", "round-rectangle", "ring", "flowChartConnector", "flowchart-connector":
		return sheet.Closed
	case "line", "straightConnector1", "mso-spt20", "mso-spt32":
		return sheet.Line
	}
	return sheet.Shape
}

func (d *drawn) object() sheet.Object {
	o := sheet.Object{Kind: d.kind, Inside: d.inside, Drifts: d.far() || d.kind == sheet.Group}
	if d.texts && o.Kind != sheet.Group && o.Kind != sheet.Embedded {
		o.Kind = sheet.TextBox
	}
	if o.Kind == "" {
		o.Kind = sheet.Unknown
	}
	return o
}

// drawnText reads text inside an object; it is not text of the paragraph around it.
func (w *walker) drawnText(d *drawn, read func(*[]sheet.Block) error) error {
	into, looks, space, lists, sign, fields, box := w.into, w.looks, w.space, w.lists, w.sign, w.fields, w.box
	w.into, w.lists, w.sign, w.fields, w.box = nil, nil, false, nil, nil
	var blocks []sheet.Block
	err := read(&blocks)
	w.into, w.looks, w.space, w.lists, w.sign, w.fields, w.box = into, looks, space, lists, sign, fields, box
	for _, b := range blocks {
		if b.Table != nil || len(b.Paragraph.Runs)+len(b.Paragraph.Objects) > 0 {
			d.texts = true
		}
	}
	d.inside = append(d.inside, blocks...)
	return err
}
