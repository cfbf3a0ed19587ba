package docx

import (
	"strconv"
	"strings"

	"mdaplus/forms/sheet"
)

// Distances beyond which a drawn object may lie over another line than the one it is
// anchored in. One line of the form is about 14 points high.
const (
	emuPerPoint = 12700
	driftPoints = 20
	tallPoints  = 40
)

// drawn collects what is known about a drawing while its elements go by.
type drawn struct {
	kind     sheet.ObjectKind
	inside   []sheet.Block
	vertical bool // inside wp:positionV
	offset   int  // EMU
	height   int  // EMU
	page     bool // placed relative to the page or margin
	texts    bool
}

// drawing reads a w:drawing.
func (w *walker) drawing() error {
	var d drawn
	if err := w.drawnInside(&d); err != nil {
		return err
	}
	w.object(d.object())
	return nil
}

func (w *walker) drawnInside(d *drawn) error {
	return w.p.Children(func(e element) error {
		if e.Key == "txbxContent" {
			return w.textBox(d)
		}
		if e.Key == "mc:AlternateContent" {
			return w.alternate(func() error { return w.drawnInside(d) })
		}
		if e.Key == "wp:posOffset" {
			t, err := w.p.Words()
			if n, bad := strconv.Atoi(strings.TrimSpace(t)); bad == nil && d.vertical {
				d.offset = n
			}
			return err
		}
		d.see(e)
		return w.drawnInside(d)
	})

}

func (d *drawn) see(e element) {
	switch e.Key {
	case "wp:positionV", "wp:positionH":
		d.vertical = e.Key == "wp:positionV"
		from := e.Attr("relativeFrom")
		d.page = d.page || d.vertical && from != "paragraph" && from != "line"
	case "wp:extent":
		d.height, _ = strconv.Atoi(e.Attr("cy"))
	case "a:prstGeom":
		d.be(geometry(e.Attr("prst")))
	case "a:custGeom":
		d.be(sheet.Shape)
	case "a:blip", "pic:pic":
		d.be(sheet.Picture)
	case "wpg:wgp", "wpg:grpSp", "wpc:wpc":
		d.kind = sheet.Group
	case "w14:contentPart", "wpi:ink":
		d.kind = sheet.Ink
	}
	if strings.HasPrefix(e.Key, "?:") && d.kind == "" {
		d.kind = sheet.Unknown
	}
}

func (d *drawn) be(k sheet.ObjectKind) {
	if d.kind == "" || d.kind == sheet.Unknown {
		d.kind = k
	}
}

func geometry(preset string) sheet.ObjectKind {
	switch preset {
	case "ellipse", "donut", "roundRect", "flowChartConnector":
		return sheet.Closed
	case "line", "straightConnector1":
		return sheet.Line
	}
	return sheet.Shape
}

func (d *drawn) object() sheet.Object {
	o := sheet.Object{Kind: d.kind, Inside: d.inside}
	if d.texts && o.Kind != sheet.Group {
		o.Kind = sheet.TextBox
	}
	if o.Kind == "" {
		o.Kind = sheet.Unknown
	}
	far := d.offset > driftPoints*emuPerPoint || d.offset < -driftPoints*emuPerPoint || d.height > tallPoints*emuPerPoint
	o.Drifts = far || d.page || o.Kind == sheet.Group
	return o
}

// textBox reads the blocks of a text box; they are not text of the paragraph around it.
func (w *walker) textBox(d *drawn) error {
	into, base, fields, table := w.into, w.base, w.fields, w.table
	w.into, w.fields, w.table = nil, nil, nil
	blocks, err := w.blocks()
	w.into, w.base, w.fields, w.table = into, base, fields, table
	d.inside = append(d.inside, blocks...)
	d.texts = true
	return err
}

// vml reads a w:pict: shapes as older versions of Word wrote them.
func (w *walker) vml() error {
	var d drawn
	if err := w.vmlInside(&d); err != nil {
		return err
	}
	w.object(d.object())
	return nil
}

func (w *walker) vmlInside(d *drawn) error {
	return w.p.Children(func(e element) error {
		switch e.Key {
		case "txbxContent":
			return w.textBox(d)
		case "v:oval", "v:roundrect", "v:arc":
			d.be(sheet.Closed)
		case "v:line", "v:polyline":
			d.be(sheet.Line)
		case "v:imagedata":
			d.kind = sheet.Picture
		case "v:group":
			d.kind = sheet.Group
		case "o:OLEObject", "control":
			d.kind = sheet.Embedded
		case "v:rect", "v:shape":
			d.be(sheet.Shape)
		}
		if style := e.Attr("style"); strings.HasPrefix(e.Key, "v:") && style != "" {
			d.vmlPlace(style)
		}
		return w.vmlInside(d)
	})

}

// vmlPlace reads the vertical place from a style such as "margin-top:-1.6pt;height:16pt".
func (d *drawn) vmlPlace(style string) {
	for _, part := range strings.Split(style, ";") {
		name, value, _ := strings.Cut(part, ":")
		points, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), "pt"), 64)
		if err != nil || points > 1e6 || points < -1e6 {
			continue
		}
		switch strings.TrimSpace(name) {
		case "margin-top":
			d.offset = int(points * emuPerPoint)
		case "height":
			d.height = int(points * emuPerPoint)
		}
	}
}

// embedded reads a w:object or w:control: its state lies in a binary part.
func (w *walker) embedded() error {
	w.object(sheet.Object{Kind: sheet.Embedded})
	return w.p.Skip()
}
