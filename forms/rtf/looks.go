package rtf

import (
	"fmt"

	"mdaplus/forms/sheet"
)

// property is something that a control word sets for the letters behind it.
type property int

const (
	bold property = iota
	italic
	strike
	double
	hidden
	webHidden
	underline
	highlight
	fill
	back
	shading
	colour
	border
	raised
	lifted
	font
	size
	odd // a bit for each effect that the sheet has no mark for
	properties
)

// looks are properties as one place gives them.
type looks struct {
	value [properties]int32
	given uint32
}

func (l *looks) set(p property, v int) {
	l.value[p] = int32(v)
	l.given |= 1 << p
}

func (l *looks) on(p property) bool { return l.value[p] != 0 }

// over lays l over base: what l gives wins.
func (l looks) over(base looks) looks {
	for p := property(0); p < properties; p++ {
		if l.given&(1<<p) != 0 {
			base.set(p, int(l.value[p]))
		}
	}
	return base
}

// words that switch something on, or off with 0.
var toggles = map[string]property{
	"b": bold, "i": italic, "strike": strike, "striked": double, "v": hidden, "webhidden": webHidden,
	"ul": underline, "uld": underline, "uldash": underline, "uldashd": underline, "uldashdd": underline, "uldb": underline,
	"ulhwave": underline, "ulldash": underline, "ulth": underline, "ulthd": underline, "ulthdash": underline, "ulthdashd": underline,
	"ulthdashdd": underline, "ulthldash": underline, "ululdbwave": underline, "ulw": underline, "ulwave": underline,
}

// words with a number.
var numbered = map[string]property{"highlight": highlight, "chcbpat": fill, "cb": back, "chshdng": shading, "cf": colour, "f": font, "fs": size}

// effects are marks that have no name in the sheet, each with its bit.
var effects = map[string]int{"outl": 1, "shad": 2, "embo": 4, "impr": 8, "caps": 16, "scaps": 32, "animtext": 64, "accdot": 128, "acccomma": 256, "acccircle": 512}

// patterns are kinds of hatching behind text.
var patterns = map[string]bool{"chbghoriz": true, "chbgvert": true, "chbgfdiag": true, "chbgbdiag": true, "chbgcross": true, "chbgdcross": true,
	"chbgdkhoriz": true, "chbgdkvert": true, "chbgdkfdiag": true, "chbgdkbdiag": true, "chbgdkcross": true, "chbgdkdcross": true}

// take sets what a control word says; false when it says nothing about looks.
func (l *looks) take(t token) bool {
	on := one(!t.given || t.number != 0)
	if p, ok := toggles[t.name]; ok {
		l.set(p, on)
		return true
	}
	if p, ok := numbered[t.name]; ok {
		l.set(p, t.number)
		return true
	}
	if bit, ok := effects[t.name]; ok {
		was := int(l.value[odd]) &^ bit
		l.set(odd, was|bit*on)
		return true
	}
	switch t.name {
	case "ulnone":
		l.set(underline, 0)
	case "chbrdr":
		l.set(border, 1)
	case "super", "sub":
		l.set(raised, on)
	case "nosupersub":
		l.set(raised, 0)
		l.set(lifted, 0)
	case "up", "dn":
		l.set(lifted, one(!t.given || t.number != 0))
	default:
		if patterns[t.name] {
			l.set(shading, 1)
			return true
		}
		return false
	}
	return true
}

func one(on bool) int {
	if on {
		return 1
	}
	return 0
}

// run gives the sheet's view of resolved looks.
func (r *reader) runOf(l looks) sheet.Run {
	out := sheet.Run{Size: int(l.value[size]), Font: r.fontOf(l).name}
	mark := func(on bool, m sheet.Marks) {
		if on {
			out.Marks |= m
		}
	}
	mark(l.on(bold), sheet.Bold)
	mark(l.on(italic), sheet.Italic)
	mark(l.on(strike) || l.on(double), sheet.Struck)
	mark(l.on(hidden) || l.on(webHidden), sheet.Hidden)
	mark(l.on(underline), sheet.Underline)
	mark(l.on(border), sheet.Bordered)
	mark(l.on(raised) || l.on(lifted), sheet.Raised)
	mark(l.on(odd), sheet.Odd)
	if l.on(highlight) {
		out.Fill = r.colourAt(l.value[highlight])
		mark(true, sheet.Highlighted)
	} else {
		for _, p := range []property{fill, back} {
			if c := r.colourAt(l.value[p]); l.on(p) && c != "FFFFFF" && c != "" {
				out.Fill = c
			}
		}
		if out.Fill == "" && l.on(shading) {
			out.Fill = fmt.Sprintf("PATTERN:%d", l.value[shading])
		}
		mark(out.Fill != "", sheet.Shaded)
	}
	r.tint(&out, l)
	return out
}

// tint decides whether the colour of the text is a mark, faded, or not to be seen.
func (r *reader) tint(out *sheet.Run, l looks) {
	switch c := r.colourAt(l.value[colour]); {
	case c == "" || c == "000000":
		return
	case c == "FFFFFF":
		out.Colour = c
		out.Marks |= sheet.Invisible
	default:
		out.Colour = c
		out.Marks |= sheet.ColourMark(c)
	}
	if out.Fill == out.Colour {
		out.Marks |= sheet.Invisible
	}
}

// colourAt gives an entry of the colour table, empty for automatic. What the table does
// not hold is a colour all the same.
func (r *reader) colourAt(n int32) string {
	switch {
	case n >= 0 && int(n) < len(r.colours):
		return r.colours[n]
	case n == 0:
		return ""
	}
	return "MISSING"
}
