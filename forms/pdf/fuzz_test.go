package pdf

import (
	"math"
	"testing"

	"mdaplus/forms/sheet"
)

// drawnBy makes a document of bytes: eight for each thing that is drawn.
func drawnBy(data []byte) *Document {
	doc := &Document{Pages: []Page{{Visible: Rect{0, 0, 255, 255}, Texts: []Text{{Font: "F", Size: 10, Clip: Rect{-1e6, -1e6, 1e6, 1e6}, Colour: Colour{A: 255}}}}}}
	kinds := []string{"StrikeOut", "Circle", "Ink", "FreeText", "Text", "Line", "Widget", "Stamp", "Popup"}
	for len(data) >= 8 {
		d := data[:8]
		data = data[8:]
		p := &doc.Pages[len(doc.Pages)-1]
		box := Rect{float64(d[1]), float64(d[2]), float64(d[1]) + float64(d[3])/4, float64(d[2]) + float64(d[4])/4}
		switch d[0] % 8 {
		case 0, 1:
			p.Chars = append(p.Chars, Char{Rune: rune(d[5]), Origin: Point{box.Left, box.Bottom}, Box: box, Cell: box, Angle: float64(d[6]%4) * math.Pi / 2, Unknown: d[7] == 1})
		case 2, 3:
			p.Paths = append(p.Paths, Path{Box: box, Clip: Rect{-1e6, -1e6, 1e6, 1e6}, Stroked: d[5]&1 > 0, Filled: d[5]&2 > 0, Width: float64(d[6]) / 50, Order: int(d[7]), Line: Colour{A: 255}, Fill: Colour{R: d[6], A: 255},
				Strokes: []Stroke{{To: Point{box.Left, box.Bottom}}, {To: Point{box.Right, box.Bottom}, Kind: StrokeKind(d[5]>>3) % 3}, {To: Point{box.Right, box.Top}, Kind: Straight}, {To: Point{box.Left, box.Top}, Kind: Straight, Back: d[5]&4 > 0}}})
		case 4:
			p.Areas = append(p.Areas, Area{Box: box, Image: d[5]&1 > 0})
		case 5:
			doc.Pages = append(doc.Pages, Page{Visible: Rect{0, 0, float64(d[1]), float64(d[2])}, Rotation: int(d[3]), Texts: p.Texts})
		default:
			n := Annotation{Kind: kinds[int(d[5])%len(kinds)], Box: box, Hidden: d[6]&1 > 0, Contents: string(d[6:8]), Line: []Point{{box.Left, box.Bottom}, {box.Right, box.Top}}}
			if n.Kind == "Widget" {
				n.Field = &Field{Kind: FieldKind(d[6] % 9), Name: string(d[7:8]), Value: string(d[6:7]), State: string(d[4:5])}
			}
			p.Notes = append(p.Notes, n)
		}
	}
	return doc
}

func FuzzRead(f *testing.F) {
	var form []byte
	for i, r := range "Ja/ Nee Ja/ Nee" {
		form = append(form, 0, byte(20+10*i), 100, 24, 40, byte(r), 0, 0)
	}
	for i := range byte(4) {
		form = append(form, 2, 10, 90+i*20, 250, 2, 1, 40, i, 2, 10+i*60, 90, 2, 240, 1, 40, i)
	}
	f.Add(form)
	for kind := range byte(9) {
		f.Add(append(append([]byte{}, form...), 6, 20, 98, 80, 60, kind, 2, 'x', 5, 200, 200, 1, 0, 0, 0, 0))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 8 * 400
		sh, err := Read(drawnBy(data[:min(len(data), most)]))
		if err == nil && sh == nil {
			t.Error("neither a sheet nor an error")
		}
		if sh != nil {
			sheet.Each(sh.Blocks, func(p *sheet.Paragraph) { p.Text() })
		}
	})
}
