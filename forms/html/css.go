package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits on style sheets.
const (
	maxCSS   = 256 << 10
	maxRules = 2000
)

// rule is what a style sheet says of a class or an element.
type rule struct{ name, value string }

// sheetRules are the rules of a page's own style sheets for simple selectors: ".c1",
// "p", "span.c1". Other selectors are left out: what they mark stays unmarked, and is asked.
type sheetRules map[string][]rule

// readCSS collects the rules of all style elements.
func readCSS(root *html.Node) sheetRules {
	rules := sheetRules{}
	each(root, func(n *html.Node) {
		if n.DataAtom == atom.Style {
			rules.add(content(n))
		}
	})
	return rules
}

func (s sheetRules) add(css string) {
	if len(css) > maxCSS {
		return
	}
	css = withoutComments(css)
	for _, block := range strings.Split(css, "}") {
		selectors, body, ok := strings.Cut(block, "{")
		if !ok || len(s) > maxRules || strings.Contains(selectors, "@") {
			continue
		}
		rules := declarations(body)
		for _, selector := range strings.Split(selectors, ",") {
			selector = strings.ToLower(strings.TrimSpace(selector))
			if !strings.ContainsAny(selector, " >+~:[*#") {
				s[selector] = append(s[selector], rules...)
			}
		}
	}
}

func withoutComments(css string) string {
	css = strings.NewReplacer("<!--", "", "-->", "").Replace(css)
	for {
		from := strings.Index(css, "/*")
		if from < 0 {
			return css
		}
		to := strings.Index(css[from+2:], "*/")
		if to < 0 {
			return css[:from]
		}
		css = css[:from] + css[from+2+to+2:]
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
func (s sheetRules) of(n *html.Node) []rule {
	if len(s) == 0 {
		return nil
	}
	out := s[n.Data]
	for _, class := range strings.Fields(strings.ToLower(attr(n, "class"))) {
		out = append(out[:len(out):len(out)], s["."+class]...)
		out = append(out, s[n.Data+"."+class]...)
	}
	return out
}
