package html

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"mdaplus/forms/sheet"
)

func blockLevel(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Form, atom.Fieldset, atom.Legend,
		atom.Address, atom.Pre, atom.Hr, atom.Center, atom.Body, atom.Html, atom.Figure, atom.Details, atom.Summary, atom.Nav, atom.Aside:
		return true
	}
	return false
}

func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Title, atom.Meta, atom.Link:
		return true
	}
	return attr(n, "hidden") != "" || has(n, "hidden")
}

// quote says whether an element holds older mail.
func quote(n *html.Node) bool {
	id, class := attr(n, "id"), " "+attr(n, "class")+" "
	if n.DataAtom == atom.Blockquote {
		return !indented(attr(n, "style")) || attr(n, "type") != "" || attr(n, "cite") != "" || strings.TrimSpace(class) != ""
	}
	if id == "divRplyFwdMsg" || id == "appendonsend" || id == "mail-editor-reference-message-container" || id == "OLK_SRC_BODY_SECTION" {
		return true
	}
	for _, c := range []string{"gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra"} {
		if strings.Contains(class, " "+c+" ") {
			return true
		}
	}
	return false
}

// indented says whether a style is the one with which mail programs move a paragraph to the
// right: no line stands beside it, as it does beside a quote.
func indented(style string) bool {
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "border:none") || strings.Contains(style, "border:0")
}

// picture notes a picture that can be seen; a counting pixel is none.
func (w *walker) picture(n *html.Node) {
	if width := attr(n, "width"); width == "1" || width == "0" {
		return
	}
	w.object(sheet.Object{Kind: sheet.Picture})
}

func (w *walker) input(n *html.Node, l looks) {
	switch strings.ToLower(attr(n, "type")) {
	case "checkbox", "radio":
		w.tick(has(n, "checked"), l)
	case "hidden", "submit", "button", "reset", "image":
	default:
		w.text(attr(n, "value")+" ", l)
	}
}

func (w *walker) tick(on bool, l looks) {
	if w.space && w.into != nil && len(w.into.Runs) > 0 {
		w.write(" ", l)
	}
	w.space = false
	r := l.run
	r.Text, r.Box = "☐", sheet.Unticked
	if on {
		r.Text, r.Box = "☒", sheet.Ticked
	}
	w.paragraph().Add(r)
}

// choice writes the chosen entry of a list; the first one when nobody chose is a prompt.
func (w *walker) choice(n *html.Node, l looks) {
	var first *html.Node
	var chosen []*html.Node
	each(n, func(o *html.Node) {
		if o.DataAtom != atom.Option {
			return
		}
		if first == nil {
			first = o
		}
		if has(o, "selected") {
			chosen = append(chosen, o)
		}
	})
	switch {
	case len(chosen) == 1:
		w.text(" "+content(chosen[0])+" ", l)
	case len(chosen) > 1:
		w.object(sheet.Object{Kind: sheet.Conflict})
	case first != nil:
		l.run.Marks |= sheet.Placeholder
		w.text(" "+content(first)+" ", l)
	}
}

func (w *walker) listSign(n *html.Node, l looks) {
	if n.DataAtom != atom.Li && attr(n, "role") != "checkbox" {
		return
	}
	if attr(n, "role") == "checkbox" || has(n, "aria-checked") {
		w.tick(attr(n, "aria-checked") == "true", l)
	}
}

func (w *walker) table(n *html.Node, l looks, depth int) error {
	w.into = nil
	t := &sheet.Table{}
	covered := w.covered
	w.covered = nil
	w.inTable++
	err := w.rows(n, t, l, depth)
	w.inTable--
	w.covered = covered
	w.into = nil
	if len(t.Rows) > 0 {
		*w.out = append(*w.out, sheet.Block{Table: t})
	}
	return err
}

func (w *walker) rows(n *html.Node, t *sheet.Table, l looks, depth int) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		var err error
		switch {
		case c.Type != html.ElementNode || unseen(c):
		case c.DataAtom == atom.Tr:
			err = w.row(c, t, w.styled(c, l), depth+1)
		case c.DataAtom == atom.Table:
			err = w.table(c, l, depth+1)
		default:
			err = w.rows(c, t, w.styled(c, l), depth+1)
		}
		if err != nil || depth > maxDepth {
			return err
		}
	}
	return nil
}

func (w *walker) row(n *html.Node, t *sheet.Table, l looks, depth int) error {
	row := sheet.Row{}
	column := 0
	above := w.nextRow()
	out := w.out
	defer func() { w.out, w.into = out, nil }()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		for column < len(above) && above[column] > 0 {
			column++
		}
		cell := sheet.Cell{Column: column, Span: span(c, "colspan"), Merged: span(c, "rowspan") > 1}
		w.cover(column, cell.Span, span(c, "rowspan")-1)
		w.out, w.into = &cell.Blocks, nil
		if err := w.inside(c, w.styled(c, l), depth+1); err != nil {
			return err
		}
		if cell.Blocks == nil && w.loose != nil {
			w.paragraph()
		}
		column += cell.Span
		row.Cells = append(row.Cells, cell)
	}
	if len(row.Cells) > 0 {
		t.Rows = append(t.Rows, row)
	}
	return nil
}

// nextRow gives which columns cells of rows above cover in this row, and counts them down.
func (w *walker) nextRow() []int {
	above := append([]int{}, w.covered...)
	for i := range w.covered {
		w.covered[i] = max(0, w.covered[i]-1)
	}
	return above
}

// cover notes that a cell also covers its columns in rows below.
func (w *walker) cover(column, columns, rows int) {
	if rows <= 0 || column+columns > maxSpan {
		return
	}
	for len(w.covered) < column+columns {
		w.covered = append(w.covered, 0)
	}
	for i := column; i < column+columns; i++ {
		w.covered[i] = rows
	}
}

func span(n *html.Node, name string) int {
	v, err := strconv.Atoi(attr(n, name))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxSpan)
}

func attr(n *html.Node, name string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == name {
			return n.Attr[i].Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == name {
			return true
		}
	}
	return false
}

func each(n *html.Node, f func(*html.Node)) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f(c)
		each(c, f)
	}
}

func content(n *html.Node) string {
	var b strings.Builder
	each(n, func(c *html.Node) {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	})
	return b.String()
}
