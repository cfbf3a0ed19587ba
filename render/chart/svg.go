package chart

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// SVG writes the drawing for a screen. Each thing has the class of its tone; the page's
// style sheet has the colours. Alt is the text for who cannot see it.
func (d Drawing) SVG(alt string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %.2f %.2f" role="img" aria-label="%s">`, d.Width, d.Height, escaped(alt))
	for _, s := range d.Strokes {
		var at []string
		for _, p := range s.Points {
			at = append(at, fmt.Sprintf("%.2f,%.2f", p.X, p.Y))
		}
		dash := ""
		if s.Dashed {
			dash = ` stroke-dasharray="1.2"`
		}
		fmt.Fprintf(&b, `<polyline class="%s" points="%s" fill="none" stroke="currentColor" stroke-width="%.2f"%s/>`, s.Tone, strings.Join(at, " "), s.Thick, dash)
	}
	for _, r := range d.Bars {
		fmt.Fprintf(&b, `<rect class="%s" x="%.2f" y="%.2f" width="%.2f" height="%.2f" fill="currentColor"/>`, r.Tone, r.X, r.Y, r.Width, r.Height)
	}
	for _, o := range d.Dots {
		fmt.Fprintf(&b, `<circle class="%s" cx="%.2f" cy="%.2f" r="%.2f" fill="currentColor"/>`, o.Tone, o.At.X, o.At.Y, o.Radius)
	}
	for _, w := range d.Words {
		anchor := map[Side]string{Right: "start", Left: "end", Middle: "middle"}[w.Side]
		weight := ""
		if w.Bold {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(&b, `<text class="%s" x="%.2f" y="%.2f" text-anchor="%s" font-size="%.2f"%s fill="currentColor">%s</text>`,
			w.Tone, w.At.X, w.At.Y, anchor, w.Size*25.4/72, weight, escaped(w.Text))
	}
	b.WriteString("</svg>")
	return b.String()
}

// String is the class of a tone.
func (t Tone) String() string {
	return [...]string{"faint", "quiet", "goal", "strong", "alarm"}[t]
}

func escaped(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // into memory: it cannot fail
	return b.String()
}
