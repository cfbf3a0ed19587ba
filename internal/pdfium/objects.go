package pdfium

import (
	"math"
	"strings"

	"mdaplus/forms/pdf"
)

// Kinds of page objects.
const (
	textObject    = 1
	pathObject    = 2
	imageObject   = 3
	shadingObject = 4
	formObject    = 5
)

// matrix is how an object lies on the page.
type matrix struct{ a, b, c, d, e, f float64 }

var upright = matrix{a: 1, d: 1}

// then gives the matrix that does m first and n after it.
func (m matrix) then(n matrix) matrix {
	return matrix{m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d, m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d, m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f}
}

func (m matrix) point(x, y float64) pdf.Point {
	return pdf.Point{X: finite(m.a*x + m.c*y + m.e), Y: finite(m.b*x + m.d*y + m.f)}
}

func (m matrix) rect(r pdf.Rect) pdf.Rect {
	return around(m.point(r.Left, r.Bottom), m.point(r.Right, r.Bottom), m.point(r.Left, r.Top), m.point(r.Right, r.Top))
}

func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

func around(points ...pdf.Point) pdf.Rect {
	r := pdf.Rect{Left: math.Inf(1), Bottom: math.Inf(1), Right: math.Inf(-1), Top: math.Inf(-1)}
	for _, p := range points {
		r.Left, r.Right = min(r.Left, p.X), max(r.Right, p.X)
		r.Bottom, r.Top = min(r.Bottom, p.Y), max(r.Top, p.Y)
	}
	return r
}

// painter walks over what is painted on a page, in order.
type painter struct {
	*machine
	page  *pdf.Page
	texts map[uint64]int // handle of a text object → index into page.Texts
	order int
}

// painted gives everything painted on a page, and by their handles its text objects.
func (m *machine) painted(page uint64, p *pdf.Page) map[uint64]int {
	w := &painter{machine: m, page: p, texts: map[uint64]int{}}
	for i := range m.number("FPDFPage_CountObjects", page) {
		w.object(m.call("FPDFPage_GetObject", page, uint64(i)), upright, 0, false)
	}
	return w.texts
}

func (w *painter) object(o uint64, m matrix, deep int, layer bool) {
	if o == 0 {
		return
	}
	w.order++
	if w.objects++; w.objects > maxObjects || deep > maxDeep {
		panic(tooLarge{})
	}
	layer = layer || w.inLayer(o)
	switch kind := w.number("FPDFPageObj_GetType", o); kind {
	case textObject:
		w.text(o, m, layer)
	case pathObject:
		w.path(o, m, layer)
	case formObject:
		inner := w.matrix(o).then(m)
		for i := range w.number("FPDFFormObj_CountObjects", o) {
			w.object(w.call("FPDFFormObj_GetObject", o, uint64(i)), inner, deep+1, layer)
		}
	default:
		box := intersect(m.rect(w.bounds(o)), w.clip(o, m))
		w.page.Areas = append(w.page.Areas, pdf.Area{Box: box, Image: kind == imageObject, Order: w.order, Layer: layer})
	}
}

// inLayer says whether an object is marked to belong to a layer.
func (w *painter) inLayer(o uint64) bool {
	const most = 20
	for i := range min(w.number("FPDFPageObj_CountMarks", o), most) {
		mark := w.call("FPDFPageObj_GetMark", o, uint64(i))
		if mark == 0 {
			continue
		}
		if w.yes("FPDFPageObjMark_GetName", mark, w.room, 64, w.room+128) && string(w.bytes(w.room, 6)) == "O\x00C\x00\x00\x00" {
			return true
		}
	}
	return false
}

func (w *painter) matrix(o uint64) matrix {
	if !w.yes("FPDFPageObj_GetMatrix", o, w.room) {
		return upright
	}
	return w.matrixAt(w.room)
}

func (m *machine) matrixAt(at uint64) matrix {
	return matrix{m.float(at), m.float(at + 4), m.float(at + 8), m.float(at + 12), m.float(at + 16), m.float(at + 20)}
}

func (w *painter) bounds(o uint64) pdf.Rect {
	if !w.yes("FPDFPageObj_GetBounds", o, w.room, w.room+4, w.room+8, w.room+12) {
		return pdf.Rect{}
	}
	return ordered(w.float(w.room), w.float(w.room+4), w.float(w.room+8), w.float(w.room+12))
}

var everywhere = pdf.Rect{Left: -farAway, Bottom: -farAway, Right: farAway, Top: farAway}

// clip gives the part of the page to which an object is cut, as far as that is a box. It is
// measured as the figure is in which the object stands, without the object's own matrix.
func (w *painter) clip(o uint64, m matrix) pdf.Rect {
	const most = 40
	all := everywhere
	path := w.call("FPDFPageObj_GetClipPath", o)
	if path == 0 {
		return all
	}
	for i := range min(w.number("FPDFClipPath_CountPaths", path), most) {
		n := w.number("FPDFClipPath_CountPathSegments", path, uint64(i))
		if n <= 0 || n > most {
			continue
		}
		points := make([]pdf.Point, 0, n)
		for j := range n {
			s := w.call("FPDFClipPath_GetPathSegment", path, uint64(i), uint64(j))
			if s != 0 && w.yes("FPDFPathSegment_GetPoint", s, w.room, w.room+4) {
				points = append(points, m.point(w.float(w.room), w.float(w.room+4)))
			}
		}
		if len(points) > 0 {
			all = intersect(all, around(points...))
		}
	}
	return all
}

func intersect(a, b pdf.Rect) pdf.Rect {
	r := pdf.Rect{Left: max(a.Left, b.Left), Bottom: max(a.Bottom, b.Bottom), Right: min(a.Right, b.Right), Top: min(a.Top, b.Top)}
	if r.Right < r.Left || r.Top < r.Bottom {
		return pdf.Rect{}
	}
	return r
}

func (w *painter) colour(name string, o uint64) pdf.Colour {
	if !w.yes(name, o, w.room, w.room+4, w.room+8, w.room+12) {
		return pdf.Colour{A: 255, Pattern: true}
	}
	at := func(n uint64) uint8 { return uint8(w.word(w.room + n)) }
	return pdf.Colour{R: at(0), G: at(4), B: at(8), A: at(12)}
}

func (w *painter) path(o uint64, in matrix, layer bool) {
	m := w.matrix(o).then(in)
	p := pdf.Path{Order: w.order, Layer: layer}
	if w.yes("FPDFPath_GetDrawMode", o, w.room, w.room+4) {
		p.Filled, p.Stroked = w.word(w.room) != 0, w.word(w.room+4) != 0
	}
	if !p.Filled && !p.Stroked {
		return // only cut out with it
	}
	if p.Filled {
		p.Fill = w.colour("FPDFPageObj_GetFillColor", o)
	}
	if p.Stroked {
		p.Line = w.colour("FPDFPageObj_GetStrokeColor", o)
		if w.yes("FPDFPageObj_GetStrokeWidth", o, w.room) {
			p.Width = w.float(w.room) * m.scale()
		}
	}
	p.Transparent = w.yes("FPDFPageObj_HasTransparency", o)
	n := w.number("FPDFPath_CountSegments", o)
	p.Many = n > maxStrokes
	points := []pdf.Point{}
	for i := range min(n, maxStrokes) {
		s := w.call("FPDFPath_GetPathSegment", o, uint64(i))
		if s == 0 || !w.yes("FPDFPathSegment_GetPoint", s, w.room, w.room+4) {
			continue
		}
		at := m.point(w.float(w.room), w.float(w.room+4))
		points = append(points, at)
		kind := map[int]pdf.StrokeKind{0: pdf.Straight, 1: pdf.Curve, 2: pdf.Move}[w.number("FPDFPathSegment_GetType", s)]
		p.Strokes = append(p.Strokes, pdf.Stroke{To: at, Kind: kind, Back: w.yes("FPDFPathSegment_GetClose", s)})
	}
	p.Box = around(points...)
	if p.Many {
		p.Box = m.rect(w.bounds(o))
	}
	if len(points) == 0 {
		return
	}
	p.Clip = w.clip(o, in)
	w.page.Paths = append(w.page.Paths, p)
}

// font is what a font's own data say of it.
type font struct {
	name                string
	weight              int
	italic, bold, fixed bool
}

// Flags of a font.
const (
	fixedFlag  = 1 << 0
	italicFlag = 1 << 6
	boldFlag   = 1 << 18
)

func (w *painter) text(o uint64, m matrix, layer bool) {
	t := pdf.Text{Order: w.order, Layer: layer}
	t.Mode = w.number("FPDFTextObj_GetTextRenderMode", o)
	t.Colour = w.colour("FPDFPageObj_GetFillColor", o)
	if t.Mode == 1 || t.Mode == 5 {
		t.Colour = w.colour("FPDFPageObj_GetStrokeColor", o)
	}
	if w.yes("FPDFTextObj_GetFontSize", o, w.room) {
		t.Size = w.float(w.room) * w.matrix(o).then(m).scale()
	}
	f := w.font(w.call("FPDFTextObj_GetFont", o))
	t.Font, t.Weight, t.Italic, t.Bold, t.Fixed = f.name, f.weight, f.italic, f.bold, f.fixed
	t.Clip = w.clip(o, m)
	w.texts[o] = len(w.page.Texts)
	w.page.Texts = append(w.page.Texts, t)
}

func (w *painter) font(handle uint64) font {
	if handle == 0 {
		return font{}
	}
	if f, ok := w.fonts[handle]; ok {
		return f
	}
	const longest = 200
	n := int(uint32(w.call("FPDFFont_GetBaseFontName", handle, w.room, longest)))
	name := string(w.bytes(w.room, max(min(n, longest)-1, 0)))
	flags := max(w.number("FPDFFont_GetFlags", handle), 0)
	f := font{name: strings.Clone(name), weight: max(w.number("FPDFFont_GetWeight", handle), 0), italic: flags&italicFlag != 0, bold: flags&boldFlag != 0, fixed: flags&fixedFlag != 0}
	w.fonts[handle] = f
	return f
}

// text gives the characters of a page, each with the object that painted it.
func (m *machine) text(page uint64, p *pdf.Page, texts map[uint64]int) {
	text := m.call("FPDFText_LoadPage", page)
	if text == 0 {
		return
	}
	defer m.call("FPDFText_ClosePage", text)
	n := m.number("FPDFText_CountChars", text)
	if m.chars += n; m.chars > maxChars {
		panic(tooLarge{})
	}
	p.Chars = make([]pdf.Char, 0, max(n, 0))
	angles := map[uint64]float64{}
	for i := range n {
		at := uint64(i)
		object := m.call("FPDFText_GetTextObject", text, at)
		in, ok := texts[object]
		if !ok || m.yes("FPDFText_IsGenerated", text, at) {
			continue // the engine's own space or line end
		}
		c := pdf.Char{Rune: rune(uint32(m.call("FPDFText_GetUnicode", text, at))), Text: in}
		c.Unknown = m.yes("FPDFText_HasUnicodeMapError", text, at)
		if m.yes("FPDFText_GetCharOrigin", text, at, m.room, m.room+8) {
			c.Origin = pdf.Point{X: m.double(m.room), Y: m.double(m.room + 8)}
		}
		if m.yes("FPDFText_GetCharBox", text, at, m.room, m.room+8, m.room+16, m.room+24) {
			c.Box = ordered(m.double(m.room), m.double(m.room+16), m.double(m.room+8), m.double(m.room+24))
		}
		if m.yes("FPDFText_GetLooseCharBox", text, at, m.room) {
			c.Cell = m.rect(m.room)
		}
		if angle, known := angles[object]; known {
			c.Angle = angle
		} else if m.yes("FPDFText_GetMatrix", text, at, m.room) {
			mx := m.matrixAt(m.room)
			c.Angle = math.Atan2(mx.b, mx.a)
			angles[object] = c.Angle
		}
		p.Chars = append(p.Chars, c)
	}
}
