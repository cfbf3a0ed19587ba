package docx

import (
	"strconv"
	"strings"

	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
)

// onOff is a toggle that may also be not given.
type onOff int8

const (
	unset onOff = iota
	yes
	no
)

func toggle(e element) onOff {
	if on(e) {
		return yes
	}
	return no
}

// looks are run properties as one place gives them; empty means not given.
type looks struct {
	bold, italic, strike, vanish       onOff // toggles: XOR over style levels
	double, hiddenAlways, web          onOff
	odd                                onOff // an effect that the sheet has no mark for
	underline, highlight, fill, colour string
	border, raised                     string
	ascii, hAnsi, eastAsia, cs, hint   string
	size                               int
	style                              string // character style
}

// read takes in the properties inside w:rPr, whose start was just read. The old
// formatting of a tracked format change is skipped: yesterday's strike does not count.
func (l *looks) read(p *parser) error {
	return p.Children(func(e element) error {
		l.take(e)
		return p.Skip()
	})

}

func (l *looks) take(e element) {
	switch e.Key {
	case "b":
		l.bold = toggle(e)
	case "i":
		l.italic = toggle(e)
	case "strike":
		l.strike = toggle(e)
	case "dstrike":
		l.double = toggle(e)
	case "vanish":
		l.vanish = toggle(e)
	case "specVanish":
		l.hiddenAlways = toggle(e)
	case "webHidden":
		l.web = toggle(e)
	case "u":
		l.underline = orNone(e.Attr("val"))
	case "highlight":
		l.highlight = orNone(e.Attr("val"))
	case "shd":
		l.fill = shade(e)
	case "color":
		l.colour = colour(e)
	case "bdr":
		l.border = orNone(e.Attr("val"))
	case "vertAlign":
		l.raised = e.Attr("val")
	case "sz":
		l.size, _ = strconv.Atoi(e.Attr("val"))
	case "rStyle":
		l.style = e.Attr("val")
	case "rFonts":
		l.fonts(e)
	case "caps", "smallCaps", "outline", "shadow", "emboss", "imprint", "effect", "em":
		l.odd = toggle(e)
	default:
		if strings.HasPrefix(e.Key, "w14:") && e.Key != "w14:ligatures" && e.Key != "w14:numForm" && e.Key != "w14:numSpacing" && e.Key != "w14:cntxtAlts" {
			l.odd = yes
		}
	}
}

func (l *looks) fonts(e element) {
	for _, f := range []struct {
		into *string
		name string
	}{{&l.ascii, "ascii"}, {&l.hAnsi, "hAnsi"}, {&l.eastAsia, "eastAsia"}, {&l.cs, "cs"}, {&l.hint, "hint"}} {
		if e.Has(f.name) {
			*f.into = strings.ToLower(e.Attr(f.name))
		}
	}
}

func orNone(v string) string {
	if v == "" || v == "nil" {
		return "none"
	}
	return v
}

func colour(e element) string {
	v := strings.ToUpper(e.Attr("val"))
	if theme := e.Attr("themeColor"); theme != "" && (v == "" || v == "AUTO") {
		return "THEME:" + theme + e.Attr("themeTint") + e.Attr("themeShade")
	}
	if v == "" {
		return "AUTO"
	}
	return v
}

func shade(e element) string {
	v := strings.ToUpper(e.Attr("fill"))
	if v == "" || v == "AUTO" {
		if theme := e.Attr("themeFill"); theme != "" {
			return "THEME:" + theme
		}
		if pattern := e.Attr("val"); pattern != "" && pattern != "clear" && pattern != "nil" {
			return "PATTERN:" + pattern
		}
		return "AUTO"
	}
	return v
}

// over lays l over base: what l gives wins. It serves inheritance within one level
// and everything that is not a toggle.
func (l looks) over(base looks) looks {
	for _, t := range []struct{ into, from *onOff }{
		{&base.bold, &l.bold}, {&base.italic, &l.italic}, {&base.strike, &l.strike}, {&base.vanish, &l.vanish},
		{&base.double, &l.double}, {&base.hiddenAlways, &l.hiddenAlways}, {&base.web, &l.web}, {&base.odd, &l.odd},
	} {
		if *t.from != unset {
			*t.into = *t.from
		}
	}
	for _, s := range []struct{ into, from *string }{
		{&base.underline, &l.underline}, {&base.highlight, &l.highlight}, {&base.fill, &l.fill}, {&base.colour, &l.colour},
		{&base.border, &l.border}, {&base.raised, &l.raised}, {&base.ascii, &l.ascii}, {&base.hAnsi, &l.hAnsi},
		{&base.eastAsia, &l.eastAsia}, {&base.cs, &l.cs}, {&base.hint, &l.hint}, {&base.style, &l.style},
	} {
		if *s.from != "" {
			*s.into = *s.from
		}
	}
	if l.size != 0 {
		base.size = l.size
	}
	return base
}

// level lays a style level over what the levels before gave: toggles by XOR
// (ECMA-376 part 1, 17.7.3), the rest by the last that gives it.
func (l looks) level(before looks) looks {
	out := l.over(before)
	out.bold = xor(before.bold, l.bold)
	out.italic = xor(before.italic, l.italic)
	out.strike = xor(before.strike, l.strike)
	out.vanish = xor(before.vanish, l.vanish)
	return out
}

func xor(a, b onOff) onOff {
	if (a == yes) != (b == yes) {
		return yes
	}
	if a == unset && b == unset {
		return unset
	}
	return no
}

// run gives the sheet's view of resolved looks.
func (l looks) run() sheet.Run {
	r := sheet.Run{Size: l.size, Font: l.ascii}
	mark := func(on bool, m sheet.Marks) {
		if on {
			r.Marks |= m
		}
	}
	mark(l.bold == yes, sheet.Bold)
	mark(l.italic == yes, sheet.Italic)
	mark(l.strike == yes || l.double == yes, sheet.Struck)
	mark(l.vanish == yes || l.hiddenAlways == yes, sheet.Hidden)
	mark(l.odd == yes, sheet.Odd)
	mark(given(l.underline), sheet.Underline)
	mark(given(l.border), sheet.Bordered)
	mark(l.raised == "superscript" || l.raised == "subscript", sheet.Raised)
	if given(l.highlight) && l.highlight != "white" {
		r.Fill = l.highlight
		mark(true, sheet.Highlighted)
	} else if l.fill != "" && l.fill != "AUTO" && l.fill != "FFFFFF" {
		r.Fill = l.fill
		mark(true, sheet.Shaded)
	}
	l.tint(&r)
	return r
}

func given(v string) bool { return v != "" && v != "none" }

// tint decides whether the colour of the text is a mark, faded, or not to be seen.
func (l looks) tint(r *sheet.Run) {
	switch c := l.colour; {
	case c == "" || c == "AUTO" || c == "000000" || strings.HasPrefix(c, "THEME:text1") || strings.HasPrefix(c, "THEME:dark1"):
	case c == "FFFFFF" || strings.HasPrefix(c, "THEME:background1") || strings.HasPrefix(c, "THEME:light1"):
		r.Colour = c
		r.Marks |= sheet.Invisible
	default:
		r.Colour = c
		r.Marks |= sheet.ColourMark(c)
	}
	if r.Fill != "" && r.Fill == r.Colour {
		r.Marks |= sheet.Invisible
	}
}

// style is one entry of styles.xml.
type style struct {
	kind, basedOn string
	looks         looks
	numbered      numRef
	conditional   map[string]looks // tables: by tblStylePr type
	done          bool
}

// styles holds all styles, each resolved within its level at first use.
type styles struct {
	defaults  looks
	byID      map[string]*style
	paragraph string // the default paragraph style
}

func readStyles(data []byte) (*styles, error) {
	s := &styles{byID: map[string]*style{}}
	if data == nil {
		return s, nil
	}
	p := office.NewParser(data, spaces)
	return s, p.Each(func(e element) error {
		switch e.Key {
		case "styles", "docDefaults", "rPrDefault":
			return nil
		case "rPr":
			return s.defaults.read(p)
		case "style":
			return s.read(p, e)
		}
		return p.Skip()
	})

}

func (s *styles) read(p *parser, e element) error {
	st := &style{kind: e.Attr("type")}
	id := e.Attr("styleId")
	s.byID[id] = st
	if st.kind == "paragraph" && e.Has("default") && e.Attr("default") != "0" && e.Attr("default") != "false" {
		s.paragraph = id
	}
	return p.Children(func(e element) error {
		switch e.Key {
		case "basedOn":
			st.basedOn = e.Attr("val")
		case "rPr":
			return st.looks.read(p)
		case "pPr":
			return p.Within(st.numbered.take)
		case "tblStylePr":
			return st.part(p, e.Attr("type"))
		}
		return p.Skip()
	})

}

// part reads the looks of a part of a table, such as its last column.
func (st *style) part(p *parser, kind string) error {
	return p.Children(func(e element) error {
		if e.Key != "rPr" {
			return p.Skip()
		}
		var l looks
		err := l.read(p)
		if st.conditional == nil {
			st.conditional = map[string]looks{}
		}
		st.conditional[kind] = l
		return err
	})

}

// get gives a style with everything it is based on laid under it.
func (s *styles) get(id string) *style { return s.resolve(id, 0) }

func (s *styles) resolve(id string, deep int) *style {
	st := s.byID[id]
	if st == nil || st.done || deep > maxStyleChain {
		return st
	}
	st.done = true
	if base := s.resolve(st.basedOn, deep+1); base != nil && base != st {
		st.looks = st.looks.over(base.looks)
		if st.numbered.id == "" {
			st.numbered = base.numbered
		}
		for kind, l := range base.conditional {
			if _, own := st.conditional[kind]; !own {
				if st.conditional == nil {
					st.conditional = map[string]looks{}
				}
				st.conditional[kind] = l
			}
		}
	}
	return st
}
