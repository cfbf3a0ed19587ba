// Package html reads a web page or the HTML part of a mail into a sheet: text with
// strikes, emphasis, boxes and inputs as they are shown. It decides what a reader sees;
// it loads nothing, and what it cannot judge (pictures, drawings, scripts' work) it
// passes on as an object.
package html

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// ErrTooLarge and ErrDamaged tell why a page was not read.
var (
	ErrTooLarge = errors.New("html: larger than allowed")
	ErrDamaged  = errors.New("html: damaged")
)

// Limits.
const (
	maxBytes = 16 << 20
	maxDepth = 400
	maxNodes = 2_000_000
	maxSpan  = 1000
)

// Read gives the whole page.
func Read(data []byte) (*sheet.Sheet, error) {
	now, older, err := Mail(data)
	if err != nil {
		return nil, err
	}
	now.Blocks = append(now.Blocks, older.Blocks...)
	now.Mend()
	return now, nil
}

// Mail splits the HTML of a mail into what was written now and the older mail that it quotes.
func Mail(data []byte) (now, older *sheet.Sheet, err error) {
	if len(data) > maxBytes {
		return nil, nil, ErrTooLarge
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	w := &walker{now: &sheet.Sheet{}, older: &sheet.Sheet{}, css: readCSS(root)}
	w.out = &w.now.Blocks
	if err := w.walk(root, looks{}, 0); err != nil {
		return nil, nil, err
	}
	w.splitAtHeader()
	w.now.Mend()
	w.older.Mend()
	return w.now, w.older, nil
}

// looks is what an element inherits.
type looks struct {
	run   sheet.Run
	pre   bool
	quote bool
}

type walker struct {
	css        sheetRules
	now, older *sheet.Sheet
	out        *[]sheet.Block
	into       *sheet.Paragraph
	space      bool // white space is due before the next word
	nodes      int
	inTable    int
	loose      []sheet.Object // objects met before the paragraph they belong to
}

func (w *walker) walk(n *html.Node, l looks, depth int) error {
	if w.nodes++; w.nodes > maxNodes || depth > maxDepth {
		return ErrTooLarge
	}
	switch n.Type {
	case html.TextNode:
		w.text(n.Data, l)
		return nil
	case html.ElementNode:
		return w.element(n, l, depth)
	case html.DocumentNode:
		return w.inside(n, l, depth)
	}
	return nil
}

func (w *walker) inside(n *html.Node, l looks, depth int) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := w.walk(c, l, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) element(n *html.Node, l looks, depth int) error {
	if unseen(n) {
		return nil
	}
	if quote(n) && !l.quote && w.inTable == 0 {
		return w.aside(n, l, depth)
	}
	l = w.styled(n, l)
	switch n.DataAtom {
	case atom.Br:
		w.write("\n", l)
		w.space = false
		return nil
	case atom.Input:
		w.input(n, l)
		return nil
	case atom.Select:
		w.choice(n, l)
		return nil
	case atom.Textarea:
		w.text(content(n), l)
		return nil
	case atom.Img:
		w.picture(n)
		return nil
	case atom.Canvas, atom.Svg, atom.Object, atom.Embed, atom.Iframe, atom.Video, atom.Math:
		w.object(sheet.Object{Kind: sheet.Unknown})
		return nil
	case atom.Del:
		w.space = w.space || strings.HasPrefix(content(n), " ")
		w.now.Hide("revisions", content(n))
		return nil
	case atom.Table:
		return w.table(n, l, depth)
	}
	if l.run.Marks&sheet.Hidden != 0 {
		w.now.Hide("hidden", content(n))
	}
	if !blockLevel(n.DataAtom) {
		return w.inside(n, l, depth)
	}
	w.into = nil
	w.listSign(n, l)
	err := w.inside(n, l, depth)
	if w.into == nil && (n.DataAtom == atom.P || n.DataAtom == atom.Div) && n.FirstChild == nil {
		w.paragraph()
	}
	w.into = nil
	return err
}

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
	if n.DataAtom == atom.Blockquote {
		return true
	}
	id, class := attr(n, "id"), " "+attr(n, "class")+" "
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

// aside reads quoted mail. After Outlook's mark everything that follows is older mail too.
func (w *walker) aside(n *html.Node, l looks, depth int) error {
	out := w.out
	w.out, w.into = &w.older.Blocks, nil
	l.quote = true
	err := w.inside(n, l, depth)
	w.into = nil
	if id := attr(n, "id"); id == "divRplyFwdMsg" || id == "appendonsend" {
		return err
	}
	w.out = out
	return err
}

// splitAtHeader moves everything from a header "Van: … Verzonden: …" on to the older mail.
func (w *walker) splitAtHeader() {
	var lines []string
	var at []int
	for i, b := range w.now.Blocks {
		if b.Paragraph == nil {
			lines, at = append(lines, ""), append(at, i)
			continue
		}
		for _, l := range strings.Split(b.Paragraph.Text(), "\n") {
			lines, at = append(lines, l), append(at, i)
		}
	}
	for i := range lines {
		if text.IsHistory(lines[i:]) {
			w.older.Blocks = append(append([]sheet.Block{}, w.now.Blocks[at[i]:]...), w.older.Blocks...)
			w.now.Blocks = w.now.Blocks[:at[i]]
			return
		}
	}
}

func (w *walker) paragraph() *sheet.Paragraph {
	if w.into == nil {
		w.into = &sheet.Paragraph{Objects: w.loose}
		w.loose = nil
		*w.out = append(*w.out, sheet.Block{Paragraph: w.into})
		w.space = false
	}
	return w.into
}

// text writes text with its white space folded, as a browser shows it.
func (w *walker) text(s string, l looks) {
	if l.pre {
		w.write(s, l)
		return
	}
	var b strings.Builder
	for _, c := range s {
		if unicode.IsSpace(c) && c != '\u00a0' {
			w.space = true
			continue
		}
		if w.space && (w.into != nil && len(w.into.Runs) > 0 || b.Len() > 0) {
			b.WriteByte(' ')
		}
		w.space = false
		b.WriteRune(c)
	}
	due := w.space // opening a paragraph forgets white space that stood before it
	w.write(b.String(), l)
	w.space = due
}

func (w *walker) write(s string, l looks) {
	if s == "" {
		return
	}
	if sheet.IsSymbolFont(l.run.Font) {
		w.signs(s, l)
		return
	}
	text.Write(w.paragraph(), s, l.run)
}

// signs writes letters of a symbol font as the signs that they show.
func (w *walker) signs(s string, l looks) {
	for _, c := range s {
		r := l.run
		sign, ok := sheet.SymbolOf(r.Font, c)
		switch {
		case c == '\n' || c == ' ' || c == '\u00a0':
			r.Text = string(c)
		case ok:
			r.Text, r.Box, r.Font = string(sign), sheet.BoxOf(sign), ""
		default:
			r.Text, r.Marks = "\uFFFD", r.Marks|sheet.Symbol
		}
		w.paragraph().Add(r)
	}
}

func (w *walker) object(o sheet.Object) {
	if w.into == nil {
		w.loose = append(w.loose, o)
		return
	}
	w.into.Objects = append(w.into.Objects, o)
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
	w.inTable++
	err := w.rows(n, t, l, depth)
	w.inTable--
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
	out := w.out
	defer func() { w.out, w.into = out, nil }()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		cell := sheet.Cell{Column: column, Span: span(c, "colspan"), Merged: span(c, "rowspan") > 1}
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
