package chart

import (
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"
)

func inside(t *testing.T, d Drawing) {
	t.Helper()
	check := func(x, y float64) {
		if math.IsNaN(x) || math.IsNaN(y) || x < -1 || y < -1 || x > d.Width+1 || y > d.Height+1 {
			t.Errorf("%.1f, %.1f lies outside %.0f × %.0f", x, y, d.Width, d.Height)
		}
	}
	for _, s := range d.Strokes {
		for _, p := range s.Points {
			check(p.X, p.Y)
		}
	}
	for _, o := range d.Dots {
		check(o.At.X, o.At.Y)
	}
	for _, b := range d.Bars {
		check(b.X, b.Y)
		check(b.X+b.Width, b.Y+b.Height)
	}
	for _, w := range d.Words {
		check(w.At.X, w.At.Y)
	}
}

func TestACourseStaysInItsFrame(t *testing.T) {
	for n := range 40 {
		c := Course{Most: 10, Step: 2, Threshold: 6, Named: "6: directe veiligheid"}
		for i := range n {
			c.Values = append(c.Values, Value{"jan 2026", float64((i*7)%14) - 2}) // also figures that are off the scale
		}
		d := c.Layout(170, 58)
		inside(t, d)
		labels := 0
		for _, w := range d.Words {
			if w.Text == "jan 2026" {
				labels++
			}
		}
		if n > 0 && (labels == 0 || float64(labels)*labelWidth(c.Values) > 190) {
			t.Errorf("%d figures: %d labels", n, labels)
		}
	}
}

func TestFiguresUnderTheThresholdAreToldApart(t *testing.T) {
	d := Course{Values: []Value{{"a", 5.5}, {"b", 6}}, Most: 10, Step: 5, Threshold: 6}.Layout(100, 50)
	if d.Dots[0].Tone != Alarm || d.Dots[1].Tone != Strong {
		t.Errorf("%+v", d.Dots)
	}
	if Figure(5.5) != "5,5" || Figure(6) != "6" {
		t.Errorf("figures %q %q", Figure(5.5), Figure(6))
	}
}

// No figure is struck through by the line of the threshold.
func TestFiguresStandClearOfTheThreshold(t *testing.T) {
	for v := 0.0; v <= 10; v += 0.1 {
		d := Course{Values: []Value{{"a", v}}, Most: 10, Step: 2, Threshold: 6, Named: "goal"}.Layout(170, 58)
		line := d.Strokes[len(d.Strokes)-1].Points[0].Y
		for _, w := range d.Words {
			if w.Bold && w.Text == Figure(v) && line > w.At.Y-1.9 && line < w.At.Y {
				t.Errorf("%.1f stands at %.1f, the line at %.1f", v, w.At.Y, line)
			}
		}
	}
}

func TestBarsStayInTheirFrame(t *testing.T) {
	for _, values := range [][]Value{nil, {{"nul", 0}}, {{"a", 3}, {"b", 0}, {"een lange naam", 1e6}}} {
		inside(t, Compare{Values: values, Goals: []float64{4}, Unit: "uur", Names: 40}.Layout(170))
	}
}

func TestTheSVGIsWellFormed(t *testing.T) {
	svg := Course{Values: []Value{{`<"a&`, 3}}, Most: 10, Step: 2, Threshold: 6, Named: "x<y"}.Layout(100, 50).SVG(`a "b" <c>`)
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v\n%s", err, svg)
		}
	}
}
