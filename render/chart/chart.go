// Package chart lays out the charts: figures in, lines and words with their places out. It
// decides where everything stands, once, so that paper and screen show the same; it draws
// nothing itself.
package chart

import (
	"math"
	"strconv"
	"strings"
)

// Drawing is a chart that was laid out, in millimetres from its upper left corner.
type Drawing struct {
	Width, Height float64
	Strokes       []Stroke
	Bars          []Bar
	Dots          []Dot
	Words         []Word
}

// Tone says what something is for; paper and screen each have their colour for it.
type Tone int

// Tones, from the background to what the chart is about.
const (
	Faint  Tone = iota // grid
	Quiet              // labels
	Goal               // threshold, target
	Strong             // the figures
	Alarm              // figures on the wrong side of the threshold
)

// Point is a place.
type Point struct{ X, Y float64 }

// Stroke is a line through points.
type Stroke struct {
	Points []Point
	Thick  float64
	Dashed bool
	Tone   Tone
}

// Bar is a filled rectangle.
type Bar struct {
	X, Y, Width, Height float64
	Tone                Tone
}

// Dot is a filled circle.
type Dot struct {
	At     Point
	Radius float64
	Tone   Tone
}

// Side is where a word stands to its place.
type Side int

// Sides.
const (
	Right  Side = iota // it begins there
	Left               // it ends there
	Middle             // its middle is there
)

// Word is a text; At is on its baseline.
type Word struct {
	At   Point
	Text string
	Side Side
	Size float64 // points
	Bold bool
	Tone Tone
}

// Value is one figure of a course or a list.
type Value struct {
	Label string // "okt 2024"
	Value float64
}

// Course is a line of figures in time, such as safety scores.
type Course struct {
	Values    []Value
	Most      float64 // top of the scale
	Step      float64 // between lines of the grid
	Threshold float64 // 0: none
	Named     string  // what the threshold is called
}

const (
	labelSize = 7.0
	leftRoom  = 8.0 // for the figures of the scale
	lowRoom   = 7.0 // for labels below
	topRoom   = 4.0
)

// Layout places the course in a frame.
func (c Course) Layout(width, height float64) Drawing {
	d := Drawing{Width: width, Height: height}
	top, bottom := topRoom, height-lowRoom
	y := func(v float64) float64 { return bottom - (bottom-top)*clamp(v, 0, c.Most)/c.Most }
	for v := 0.0; v <= c.Most+1e-9; v += c.Step {
		d.Strokes = append(d.Strokes, Stroke{Points: []Point{{leftRoom, y(v)}, {width, y(v)}}, Thick: 0.15, Tone: Faint})
		d.Words = append(d.Words, Word{At: Point{leftRoom - 2, y(v) + 0.9}, Text: Figure(v), Side: Left, Size: labelSize, Tone: Quiet})
	}
	if c.Threshold > 0 {
		d.Strokes = append(d.Strokes, Stroke{Points: []Point{{leftRoom, y(c.Threshold)}, {width, y(c.Threshold)}}, Thick: 0.4, Dashed: true, Tone: Goal})
		label := y(c.Threshold) - 1.2
		if n := len(c.Values); n > 0 && c.Values[n-1].Value >= c.Threshold {
			label = y(c.Threshold) + 3.2 // the last figure stands above the line
		}
		d.Words = append(d.Words, Word{At: Point{width, label}, Text: c.Named, Side: Left, Size: labelSize, Bold: true, Tone: Goal})
	}
	c.figures(&d, y, bottom)
	return d
}

// figures draws the line with its dots, and as many labels as fit.
func (c Course) figures(d *Drawing, y func(float64) float64, bottom float64) {
	n := len(c.Values)
	if n == 0 {
		return
	}
	const inset = 5.0
	from, room := leftRoom+inset, d.Width-leftRoom-2*inset
	x := func(i int) float64 {
		if n == 1 {
			return from + room/2
		}
		return from + room*float64(i)/float64(n-1)
	}
	var line []Point
	for i, v := range c.Values {
		line = append(line, Point{x(i), y(v.Value)})
	}
	if n > 1 {
		d.Strokes = append(d.Strokes, Stroke{Points: line, Thick: 0.6, Tone: Strong})
	}
	every := max(1, int(math.Ceil(float64(n)*labelWidth(c.Values)/(room+2*inset))))
	for i, v := range c.Values {
		tone := Strong
		if v.Value < c.Threshold {
			tone = Alarm
		}
		d.Dots = append(d.Dots, Dot{At: line[i], Radius: 1, Tone: tone})
		if (n-1-i)%every == 0 { // the last one always has its label
			d.Words = append(d.Words, Word{At: Point{line[i].X, bottom + 4.4}, Text: v.Label, Side: Middle, Size: labelSize, Tone: Quiet},
				Word{At: Point{line[i].X, c.besideDot(line[i].Y, y(c.Threshold))}, Text: Figure(v.Value), Side: Middle, Size: labelSize + 0.6, Bold: true, Tone: tone})
		}
	}
}

// besideDot gives the base line of a figure: above its dot, or below it where the line of the
// threshold would strike it through.
func (c Course) besideDot(dot, threshold float64) float64 {
	const gap, tall, air = 2.0, 1.9, 1.0
	above := dot - gap
	if c.Threshold > 0 && threshold > above-tall-air && threshold < above+air {
		return dot + gap + tall
	}
	return above
}

// labelWidth is about the width of the longest label, with air.
func labelWidth(values []Value) float64 {
	longest := 0
	for _, v := range values {
		longest = max(longest, len([]rune(v.Label)))
	}
	const letter = 1.35 // millimetres, of small text
	return float64(longest)*letter + 3
}

// Compare is a list of figures as lying bars.
type Compare struct {
	Values []Value
	Goals  []float64 // a mark on each bar, where there is one
	Unit   string    // behind each figure
	Names  float64   // room for the labels
}

// rowHeight is the height of one bar with the space around it.
const rowHeight = 7.0

// Height is how high the drawing will be.
func (c Compare) Height() float64 { return rowHeight*float64(len(c.Values)) + 1 }

// Layout places the bars in a frame of this width.
func (c Compare) Layout(width float64) Drawing {
	d := Drawing{Width: width, Height: c.Height()}
	most := 0.0
	for i, v := range c.Values {
		most = max(most, v.Value)
		if i < len(c.Goals) {
			most = max(most, c.Goals[i])
		}
	}
	const behind, thick = 22.0, 4.2
	room := width - c.Names - behind
	for i, v := range c.Values {
		top := rowHeight * float64(i)
		length := 0.0
		if most > 0 {
			length = room * v.Value / most
		}
		d.Words = append(d.Words, Word{At: Point{0, top + 4.6}, Text: v.Label, Side: Right, Size: labelSize + 1, Tone: Quiet})
		d.Bars = append(d.Bars, Bar{X: c.Names, Y: top + 1.2, Width: max(length, 0.3), Height: thick, Tone: Strong})
		end := length
		if i < len(c.Goals) && c.Goals[i] > 0 && most > 0 {
			at := c.Names + room*c.Goals[i]/most
			d.Strokes = append(d.Strokes, Stroke{Points: []Point{{at, top + 0.4}, {at, top + 6.2}}, Thick: 0.5, Tone: Goal})
			end = max(end, at-c.Names)
		}
		d.Words = append(d.Words, Word{At: Point{c.Names + end + 2, top + 4.6}, Text: strings.TrimSpace(Figure(v.Value) + " " + c.Unit), Side: Right, Size: labelSize + 1, Bold: true, Tone: Strong})
	}
	return d
}

// Figure writes a number as Dutch does: a comma, and no zeros behind it.
func Figure(v float64) string {
	return strings.Replace(strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64), ".", ",", 1)
}

func clamp(v, low, high float64) float64 { return min(max(v, low), high) }
