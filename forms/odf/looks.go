package odf

import (
	"strconv"
	"strings"

	"mdaplus/forms/sheet"
)

// onOff is a property that may also be not given.
type onOff int8

const (
	unset onOff = iota
	yes
	no
	disputed // one place says both
)

func when(on bool) onOff {
	if on {
		return yes
	}
	return no
}

// looks are text properties as one place gives them; empty means not given.
type looks struct {
	bold, italic, strike, underline, border, odd onOff
	hidden                                       onOff // disputed: shown under a condition
	raised                                       onOff
	fill, colour                                 string // RRGGBB, NONE, AUTO
	font, asian, complex                         string
	size                                         int
	percent                                      int // size relative to what is around, 0 when not given
}

// read takes in style:text-properties.
func (l *looks) read(e element, fonts map[string]string) {
	l.line(e)
	for i := range e.Attrs {
		a := &e.Attrs[i]
		if a.Space != "" {
			l.take(a.Local, a.Value, fonts)
		}
	}
	if isYes(e, "use-window-font-color") {
		l.colour = "AUTO"
	} else if l.colour != "" && l.colour != "AUTO" {
		l.fade(attr(e, "opacity"))
	}
}

// line reads a line through the text: its style, its type and the signs it is drawn with
// are three attributes that programs set alone or together.
func (l *looks) line(e element) {
	style, s := lookup(e, "text-line-through-style")
	kind, k := lookup(e, "text-line-through-type")
	sign := attr(e, "text-line-through-text")
	switch {
	case !s && !k && sign == "":
	case s && k && (style == "none") != (kind == "none"):
		l.strike = disputed
	default:
		l.strike = when(s && style != "none" || k && kind != "none" || !s && !k)
	}
}

func (l *looks) take(name, v string, fonts map[string]string) {
	switch name {
	case "font-weight":
		n, err := strconv.Atoi(v)
		l.bold = when(v == "bold" || err == nil && n >= 600)
	case "font-style":
		l.italic = when(v == "italic" || v == "oblique")
	case "text-underline-style", "text-underline-type":
		if l.underline != no {
			l.underline = when(v != "none")
		}
	case "background-color":
		l.fill = colourOf(v)
	case "color":
		l.colour = colourOf(v)
	case "border", "border-left", "border-right", "border-top", "border-bottom":
		if l.border != yes {
			l.border = when(v != "none" && v != "hidden" && !strings.HasPrefix(v, "0 ") && !strings.Contains(v, " none"))
		}
	case "display":
		l.hidden = map[string]onOff{"none": yes, "true": no}[v]
		if l.hidden == unset {
			l.hidden = disputed
		}
	case "text-position":
		first, _, _ := strings.Cut(v, " ")
		l.raised = when(first != "0%" && first != "" && first != "normal")
	case "font-name":
		l.font = fontName(v, fonts)
	case "font-family":
		if l.font == "" {
			l.font = fontName(v, nil)
		}
	case "font-name-asian":
		l.asian = fontName(v, fonts)
	case "font-name-complex":
		l.complex = fontName(v, fonts)
	case "font-size":
		l.sized(v)
	case "text-outline", "text-blinking":
		l.effect(v == "true")
	case "text-shadow", "font-relief", "text-emphasize", "text-transform", "text-overline-style", "text-combine":
		l.effect(v != "none")
	case "font-variant":
		l.effect(v != "normal")
	case "text-rotation-angle":
		l.effect(v != "0")
	}
}

func (l *looks) effect(on bool) {
	if l.odd != yes {
		l.odd = when(on)
	}
}

func (l *looks) sized(v string) {
	if n, ok := strings.CutSuffix(v, "%"); ok {
		l.percent, _ = strconv.Atoi(n)
		return
	}
	points, ok := length(v)
	if ok && points < 1000 {
		l.size = int(points*2 + 0.5)
	}
}

// length gives a length in points.
func length(v string) (float64, bool) {
	for unit, points := range map[string]float64{"pt": 1, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12, "px": 0.75} {
		if n, ok := strings.CutSuffix(v, unit); ok {
			f, err := strconv.ParseFloat(n, 64)
			return f * points, err == nil
		}
	}
	return 0, false
}

// fade takes text of which the paper shines through for odd, or for not seen at all.
func (l *looks) fade(opacity string) {
	switch n, err := strconv.Atoi(strings.TrimSuffix(opacity, "%")); {
	case err != nil:
	case n < 50:
		l.colour = "FFFFFF"
	case n < 100:
		l.odd = yes
	}
}

func colourOf(v string) string {
	v = strings.ToUpper(strings.TrimSpace(v))
	if v == "TRANSPARENT" {
		return "NONE"
	}
	return strings.TrimPrefix(v, "#")
}

func fontName(v string, fonts map[string]string) string {
	if f := fonts[v]; f != "" {
		v = f
	}
	v, _, _ = strings.Cut(v, ",")
	return strings.ToLower(strings.Trim(strings.TrimSpace(v), `'"`))
}

// over lays l over base: what l gives wins.
func (l looks) over(base looks) looks {
	for _, t := range []struct{ into, from *onOff }{
		{&base.bold, &l.bold}, {&base.italic, &l.italic}, {&base.strike, &l.strike}, {&base.underline, &l.underline},
		{&base.border, &l.border}, {&base.odd, &l.odd}, {&base.hidden, &l.hidden}, {&base.raised, &l.raised},
	} {
		if *t.from != unset {
			*t.into = *t.from
		}
	}
	for _, s := range []struct{ into, from *string }{
		{&base.fill, &l.fill}, {&base.colour, &l.colour}, {&base.font, &l.font}, {&base.asian, &l.asian}, {&base.complex, &l.complex},
	} {
		if *s.from != "" {
			*s.into = *s.from
		}
	}
	switch {
	case l.size != 0:
		base.size = l.size
	case l.percent != 0:
		base.size = base.size * l.percent / 100
	}
	return base
}

// run gives the sheet's view of resolved looks.
func (l looks) run() sheet.Run {
	r := sheet.Run{Size: l.size, Font: l.font}
	mark := func(on bool, m sheet.Marks) {
		if on {
			r.Marks |= m
		}
	}
	mark(l.bold == yes, sheet.Bold)
	mark(l.italic == yes, sheet.Italic)
	mark(l.strike == yes, sheet.Struck)
	mark(l.underline == yes, sheet.Underline)
	mark(l.border == yes, sheet.Bordered)
	mark(l.hidden == yes, sheet.Hidden)
	mark(l.odd == yes, sheet.Odd)
	mark(l.raised == yes, sheet.Raised)
	if l.fill != "" && l.fill != "NONE" && l.fill != "FFFFFF" {
		r.Fill = l.fill
		mark(true, sheet.Highlighted)
	}
	switch l.colour {
	case "", "AUTO", "000000":
	case "FFFFFF":
		r.Colour = l.colour
		mark(true, sheet.Invisible)
	default:
		r.Colour = l.colour
		r.Marks |= sheet.ColourMark(l.colour)
	}
	mark(r.Fill != "" && r.Fill == r.Colour, sheet.Invisible)
	return r
}
