package odf

import (
	"strconv"
	"strings"

	"mdaplus/forms/sheet"
)

// style is one named or automatic style.
type style struct {
	parent   string
	looks    looks
	list     string // the list style of a paragraph style
	filled   onOff  // cells: a background
	gone     bool   // sections and rows that are not shown
	page     bool   // drawings placed relative to the page
	resolved bool

	conditional bool // it looks otherwise in some places
}

// styles holds what both parts define, by family and name; the body's own come last and win.
type styles struct {
	fonts     map[string]string // name → family
	defaults  map[string]looks  // by family
	common    map[string]*style // "family name"
	automatic map[string]*style // the same, of the part that is read
	lists     map[string]*listStyle
}

func newStyles() *styles {
	return &styles{fonts: map[string]string{}, defaults: map[string]looks{}, common: map[string]*style{}, automatic: map[string]*style{}, lists: map[string]*listStyle{}}
}

// faces reads office:font-face-decls.
func (s *styles) faces(p *parser) error {
	return p.Within(func(e element) {
		if e.Key == "style:font-face" {
			s.fonts[attr(e, "name")] = attr(e, "font-family")
		}
	})

}

// read reads office:styles or office:automatic-styles.
func (s *styles) read(p *parser, into map[string]*style) error {
	return p.Children(func(e element) error {
		switch e.Key {
		case "style:default-style":
			var st style
			err := s.properties(p, &st)
			s.defaults[attr(e, "family")] = st.looks
			return err
		case "style:style":
			st := &style{parent: attr(e, "parent-style-name"), list: attr(e, "list-style-name")}
			into[attr(e, "family")+" "+attr(e, "name")] = st
			return s.properties(p, st)
		case "text:list-style":
			return s.listStyle(p, attr(e, "name"))
		}
		return p.Skip()
	})

}

func (s *styles) properties(p *parser, st *style) error {
	return p.Children(func(e element) error {
		switch e.Key {
		case "style:text-properties":
			st.looks.read(e, s.fonts)
		case "style:map":
			st.conditional = true
		case "style:paragraph-properties":
			st.paragraph(e)
		case "style:table-cell-properties":
			if v, ok := lookup(e, "background-color"); ok {
				c := colourOf(v)
				st.filled = when(c != "NONE" && c != "FFFFFF")
			}
		case "style:section-properties":
			st.gone = st.gone || attr(e, "display") == "none"
		case "style:graphic-properties":
			st.page = strings.HasPrefix(attr(e, "vertical-rel"), "page")
		}
		return p.Skip()
	})

}

// paragraph takes the colour and frame behind a whole paragraph for looks of its text.
func (st *style) paragraph(e element) {
	var l looks
	for _, name := range []string{"background-color", "border", "border-left", "border-right", "border-top", "border-bottom"} {
		if v, ok := lookup(e, name); ok {
			l.take(name, v, nil)
		}
	}
	st.looks = st.looks.over(l)
}

// get gives a style with everything it is based on laid under it; nil when there is none.
func (s *styles) get(family, name string) *style {
	if st := s.automatic[family+" "+name]; st != nil {
		return s.resolve(st, family, 0)
	}
	return s.resolve(s.common[family+" "+name], family, 0)
}

func (s *styles) resolve(st *style, family string, deep int) *style {
	if st == nil || st.resolved || deep > maxStyleChain {
		return st
	}
	st.resolved = true
	if base := s.resolve(s.common[family+" "+st.parent], family, deep+1); base != nil && base != st {
		st.looks = st.looks.over(base.looks)
		if st.list == "" {
			st.list = base.list
		}
		if st.filled == unset {
			st.filled = base.filled
		}
		st.gone = st.gone || base.gone
		st.conditional = st.conditional || base.conditional
		st.page = st.page || base.page
	}
	return st
}

// paragraphLooks gives what the defaults and a paragraph style add up to.
func (s *styles) paragraphLooks(name string) looks {
	base := s.defaults["text"].over(s.defaults["paragraph"])
	if st := s.get("paragraph", name); st != nil {
		return st.looks.over(base)
	}
	return base
}

// spanLooks lays a text style over the looks around it.
func (s *styles) spanLooks(name string, around looks) looks {
	if st := s.get("text", name); st != nil {
		return st.looks.over(around)
	}
	return around
}

// listStyle gives the sign of each level of a list.
type listStyle struct{ levels map[int]bullet }

type bullet struct{ text, font, style string }

func (s *styles) listStyle(p *parser, name string) error {
	ls := &listStyle{levels: map[int]bullet{}}
	s.lists[name] = ls
	return p.Children(func(e element) error {
		level, _ := strconv.Atoi(attr(e, "level"))
		switch e.Key {
		case "text:list-level-style-bullet":
			b := bullet{text: attr(e, "bullet-char"), style: attr(e, "style-name")}
			err := p.Within(func(e element) {
				if e.Key == "style:text-properties" {
					var l looks
					l.read(e, s.fonts)
					b.font = orElse(l.font, b.font)
				}
			})

			ls.levels[level] = b
			return err
		case "text:list-level-style-image":
			ls.levels[level] = bullet{text: "\uFFFC" + attr(e, "href")}
		}
		return p.Skip()
	})

}

func orElse(v, standard string) string {
	if v == "" {
		return standard
	}
	return v
}

// sign gives the sign of a list item as a run; a square or tick before an option may be a
// box that exists nowhere else.
func (s *styles) sign(b bullet) (sheet.Run, bool) {
	if b.text == "" {
		return sheet.Run{}, false
	}
	if st := s.get("text", b.style); st != nil && b.font == "" {
		b.font = st.looks.font
	}
	r := sheet.Run{Text: b.text, Marks: sheet.Bullet}
	c := []rune(b.text)[0]
	if sheet.IsSymbolFont(b.font) {
		if known, ok := sheet.SymbolOf(b.font, c); ok {
			c, r.Text = known, string(known)
		}
	}
	switch r.Text {
	case "•", "·", "-", "–", "o", "▪", "●", "○", "■", "➢", "❖":
		return r, true
	}
	r.Box = sheet.BoxOf(c)
	if r.Box == sheet.NoBox && strings.ContainsRune("✓✔✗✘", c) {
		r.Box = sheet.Ticked
	}
	return r, true
}
