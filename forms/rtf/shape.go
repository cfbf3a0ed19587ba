package rtf

import (
	"strconv"
	"strings"

	"mdaplus/forms/sheet"
)

// Distances in twips beyond which a drawn object may lie over another line than the one
// it is anchored in. One line of the form is about 280 twips high.
const (
	driftTwips = 400
	tallTwips  = 800
)

// Numbers of shapes (shapeType).
var shapeKinds = map[int]sheet.ObjectKind{2: sheet.Closed, 3: sheet.Closed, 23: sheet.Closed, 120: sheet.Closed, 20: sheet.Line, 32: sheet.Line,
	33: sheet.Line, 34: sheet.Line, 75: sheet.Picture, 201: sheet.Embedded, 202: sheet.TextBox}

// shape collects what is known about a drawn object while its words go by.
type shape struct {
	kind        sheet.ObjectKind
	inside      []sheet.Block
	texts       bool
	page        bool
	top, bottom int
	name        string
}

// shapeWord acts on words of drawings, pictures and objects; false when it is none.
func (r *reader) shapeWord(t token, star bool) bool {
	switch t.name {
	case "shp", "do":
		if t.name == "do" && !star {
			return false
		}
		r.beginShape()
	case "shpgrp":
		r.beginShape()
		if s := r.shape(); s != nil {
			s.kind = sheet.Group
		}
	case "pict", "NeXTGraphic":
		if s := r.shape(); s != nil && r.dest == destShape {
			s.kind = sheet.Picture
		}
		r.object(sheet.Object{Kind: sheet.Picture})
		r.enter(destSkip)
	case "object", "objemb", "objocx":
		r.object(sheet.Object{Kind: sheet.Embedded})
		r.enter(destSkip)
	case "shptxt", "dptxbxtext":
		r.shapeText()
	default:
		return r.shapeProperty(t)
	}
	return true
}

func (r *reader) shape() *shape {
	if n := len(r.shapes); n > 0 {
		return r.shapes[n-1]
	}
	return nil
}

func (r *reader) beginShape() {
	if r.dest != destShape && !r.dest.visible() {
		r.enter(destSkip)
		return
	}
	gone, s := r.deleted, &shape{}
	r.enter(destShape)
	r.shapes = append(r.shapes, s)
	n := len(r.shapes)
	r.atClose(func() {
		r.shapes = r.shapes[:n-1]
		if !gone {
			p := r.flow.paragraph()
			p.Objects = append(p.Objects, s.object())
		}
	})
}

// shapeProperty acts on the words and names inside a shape.
func (r *reader) shapeProperty(t token) bool {
	s := r.shape()
	if s == nil || r.dest != destShape && r.dest != destName {
		return false
	}
	switch t.name {
	case "shpinst", "sp":
	case "shptop", "dpy":
		s.top = t.number
	case "shpbottom":
		s.bottom = t.number
	case "dpysize":
		s.bottom = s.top + t.number
	case "shpbypage", "shpbymargin", "dobypage", "dobymargin":
		s.page = true
	case "dpellipse", "dproundr":
		s.kind = sheet.Closed
	case "dpline":
		s.kind = sheet.Line
	case "dptxbx":
		s.kind = sheet.TextBox
	case "dpgroup":
		s.kind = sheet.Group
	case "dprect", "dparc", "dppolyline", "dpcallout":
		s.kind = sheet.Shape
	case "sn", "sv":
		r.shapeName(s, t.name)
	default:
		return false
	}
	return true
}

// shapeName reads the name or the value of a property.
func (r *reader) shapeName(s *shape, word string) {
	text := &strings.Builder{}
	outer := r.name
	r.name = text
	r.enter(destName)
	r.atClose(func() {
		r.name = outer
		if word == "sn" {
			s.name = strings.TrimSpace(text.String())
			return
		}
		s.property(strings.TrimSpace(text.String()))
	})
}

func (s *shape) property(value string) {
	n, err := strconv.Atoi(value)
	switch {
	case s.name == "shapeType" && err == nil && s.kind == "":
		s.kind = sheet.Shape
		if k, ok := shapeKinds[n]; ok {
			s.kind = k
		}
	case s.name == "posrelv" && (n == 0 || n == 1):
		s.page = true
	case s.name == "rotation" && n != 0:
		s.page = true
	}
}

// shapeText reads the text inside a shape; it is not text of the paragraph around it.
func (r *reader) shapeText() {
	s := r.shape()
	if s == nil || r.dest != destShape {
		r.enter(destUnknown)
		return
	}
	outer, fields := r.flow, r.fields
	r.flow, r.fields = &flow{}, nil
	r.inner()
	r.atClose(func() {
		inside := r.flow.finish()
		r.flow, r.fields = outer, fields
		s.inside = append(s.inside, inside...)
		s.texts = s.texts || len(written(append([]sheet.Block(nil), inside...))) > 0
	})
}

func (s *shape) object() sheet.Object {
	o := sheet.Object{Kind: s.kind, Inside: s.inside}
	if s.texts && o.Kind != sheet.Group {
		o.Kind = sheet.TextBox
	}
	if o.Kind == "" {
		o.Kind = sheet.Unknown
	}
	height := s.bottom - s.top
	o.Drifts = s.page || s.kind == sheet.Group || s.top > driftTwips || s.top < -driftTwips || height > tallTwips
	return o
}
