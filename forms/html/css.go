package html

import (
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits on style sheets.
const (
	maxCSS    = 256 << 10
	maxRules  = 2000
	maxNested = 100       // rules that are looked up along the tree
	maxLookUp = 3_000_000 // how often in all
)

// rule is what a style sheet says of a class or an element.
type rule struct{ name, value string }

// sheetRules are the rules of a page's own style sheets: those for simple selectors (".c1",
// "p", "span.c1") by their name, and those that must be looked up along the tree ("p.w b").
// What no browser shows at rest (":hover") is left out.
type sheetRules struct {
	simple map[string][]rule
	nested []nestedRule
	looked int // how often a nested rule was looked up
}

type nestedRule struct {
	selector cascadia.Sel
	rules    []rule
}

// readCSS collects the rules of all style elements.
func readCSS(root *html.Node) *sheetRules {
	s := &sheetRules{simple: map[string][]rule{}}
	each(root, func(n *html.Node) {
		if n.DataAtom == atom.Style {
			s.add(content(n))
		}
	})
	return s
}

func (s *sheetRules) add(css string) {
	if len(css) > maxCSS {
		return
	}
	css = withoutComments(css)
	for _, block := range strings.Split(css, "}") {
		selectors, body, ok := strings.Cut(block, "{")
		if !ok || len(s.simple) > maxRules || strings.Contains(selectors, "@") {
			continue
		}
		rules := declarations(body)
		for _, selector := range strings.Split(selectors, ",") {
			s.addRule(strings.TrimSpace(selector), rules)
		}
	}
}

func (s *sheetRules) addRule(selector string, rules []rule) {
	if !strings.ContainsAny(selector, " >+~:[*#") {
		name := strings.ToLower(selector)
		s.simple[name] = append(s.simple[name], rules...)
		return
	}
	if sel, err := cascadia.Parse(selector); err == nil && sel.PseudoElement() == "" && len(s.nested) < maxNested {
		s.nested = append(s.nested, nestedRule{sel, rules})
	}
}

func withoutComments(css string) string {
	css = strings.NewReplacer("<!--", "", "-->", "").Replace(css)
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(css, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if _, css, found = strings.Cut(rest, "*/"); !found {
			return b.String()
		}
	}
}

func declarations(body string) []rule {
	var out []rule
	for _, part := range strings.Split(body, ";") {
		name, value, ok := strings.Cut(part, ":")
		if ok {
			value = strings.TrimSpace(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(value)), "!important"))
			out = append(out, rule{strings.ToLower(strings.TrimSpace(name)), value})
		}
	}
	return out
}

// of gives the rules for an element, the more special ones last.
func (s *sheetRules) of(n *html.Node) []rule {
	out := s.simple[n.Data]
	for _, class := range strings.Fields(strings.ToLower(attr(n, "class"))) {
		out = append(out[:len(out):len(out)], s.simple["."+class]...)
		out = append(out, s.simple[n.Data+"."+class]...)
	}
	s.looked += len(s.nested)
	for _, r := range s.nested {
		if r.selector.Match(n) {
			out = append(out[:len(out):len(out)], r.rules...)
		}
	}
	return out
}
