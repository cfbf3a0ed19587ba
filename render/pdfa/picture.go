package pdfa

import (
	"fmt"
	"image"
	"image/draw"
)

// Picture is a picture made ready for a document: eight bits a colour, on white.
type Picture struct {
	width, height int
	packed        []byte
}

// NewPicture takes over a picture. What was see-through becomes white, so that it looks the
// same in any program.
func NewPicture(source image.Image) *Picture {
	b := source.Bounds()
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), source, b.Min, draw.Over)
	pixels := make([]byte, 0, 3*b.Dx()*b.Dy())
	for i := 0; i < len(flat.Pix); i += 4 {
		pixels = append(pixels, flat.Pix[i:i+3]...)
	}
	return &Picture{width: b.Dx(), height: b.Dy(), packed: deflate(pixels)}
}

// Ratio is width by height.
func (p *Picture) Ratio() float64 { return float64(p.width) / float64(max(p.height, 1)) }

// Picture draws a picture, in millimetres from the upper left corner.
func (d *Document) Picture(x, y, width, height float64, pic *Picture) {
	at := -1
	for i, p := range d.pictures {
		if p == pic {
			at = i
		}
	}
	if at < 0 {
		at = len(d.pictures)
		d.pictures = append(d.pictures, pic)
	}
	p := d.enter()
	fmt.Fprintf(&p.content, "q %s 0 0 %s %s %s cm /I%d Do Q\n", number(width*perMillimetre), number(height*perMillimetre), number(x*perMillimetre),
		number(p.height-(y+height)*perMillimetre), at+1)
}

func (d *Document) writePictures(w *writer, l *layout) {
	for i, p := range d.pictures {
		w.packed(l.picture[i], fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8", p.width, p.height), p.packed)
	}
}
