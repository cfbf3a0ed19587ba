// Package html reads a web page or the HTML part of a mail into a sheet: text with
// strikes, emphasis, boxes and inputs as they are shown. It decides what a reader sees;
// it loads nothing, and what it cannot judge (pictures, drawings, scripts' work) it
// passes on as an object.
package html

import (
	"bytes"
	"errors"
	"fmt"
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
	css        *sheetRules
	now, older *sheet.Sheet
	out        *[]sheet.Block
	into       *sheet.Paragraph
	space      bool // white space is due before the next word
	nodes      int
	inTable    int
	covered    []int          // by column: how many rows the cells of rows above still cover
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
	if quote(n) && !l.quote {
		return w.aside(n, l, depth)
	}
	l = w.styled(n, l)
	if w.css.looked > maxLookUp {
		return ErrTooLarge
	}
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

// splitAtHeader moves everything from a header "Van: … Verzonden: …" on to the older mail,
// also where the mail stands in a table or in one paragraph.
func (w *walker) splitAtHeader() {
	if older := cut(&w.now.Blocks); older != nil {
		w.older.Blocks = append(older, w.older.Blocks...)
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
