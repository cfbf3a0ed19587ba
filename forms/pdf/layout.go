package pdf

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"mdaplus/forms/sheet"
)

// region is a part of a page whose text belongs together: a cell, or all outside tables.
type region struct {
	Rect
	glyphs []glyph
	things []thing
	lines  []*textLine
	limit  float64 // where a line of text had to end
	filled bool
	table  bool
	values []value
}

// layout is one page while it is read.
type layout struct {
	page    *Page
	view    Rect
	figures *figures
	grids   []grid
	frames  []Rect      // boxes drawn round something that are no table
	squares []Rect      // boxes to tick made of four lines
	leading float64     // between lines of one paragraph, in parts of their size
	cells   [][]*region // of each grid, by its cells
	outside *region
	hidden  string
	notes   []thing // of annotations, before they have a place
	marks   []textMark
	loose   []sheet.Object
}

// layoutOf reads one page into regions with lines, marks and things.
func layoutOf(p *Page) *layout {
	up := p.upright()
	l := &layout{page: up, view: Rect{0, 0, up.Visible.width(), up.Visible.height()}}
	glyphs, hidden, odd, cut := up.glyphs()
	l.hidden = hidden
	l.figures = figuresOf(up.Paths)
	l.squares, l.frames = closedBoxes(l.figures.bars)
	grids, frames := outermost(gridsOf(l.figures.bars))
	l.grids, l.frames = grids, append(l.frames, frames...)
	l.regions()
	boxes := l.boxes(glyphs)
	glyphs = append(withoutTicks(glyphs, boxes), boxGlyphs(boxes)...)
	glyphs = append(glyphs, l.controls(glyphs)...)
	for _, g := range glyphs {
		l.regionAt((g.x0+g.x1)/2, g.y+0.3*g.size).add(g)
	}
	l.each(func(r *region) {
		r.lines = linesOf(r.glyphs)
		r.cutOff(cut)
		r.placeValues()
	})
	for _, box := range odd {
		l.drop(box, sheet.Object{Kind: sheet.Unknown})
	}
	l.annotations()
	l.mark()
	l.areas()
	l.leftovers()
	l.each((*region).settle)
	l.lead()
	return l
}

func (r *region) add(g glyph) { r.glyphs = append(r.glyphs, g) }

// cutOff asks about lines of which a part lies outside the page.
func (r *region) cutOff(baselines []float64) {
	for _, l := range r.lines {
		if slices.ContainsFunc(baselines, func(y float64) bool { return math.Abs(y-l.y) < sameLine*l.size }) {
			l.things = append(l.things, sheet.Object{Kind: sheet.Unknown})
		}
	}
}

// outermost sorts closed lines into tables and frames. What lies in a cell of a table is a
// frame, and so is a single box.
func outermost(all []grid) (tables []grid, frames []Rect) {
	for i := range all {
		g := &all[i]
		inner := slices.ContainsFunc(all, func(o grid) bool {
			return o.area() > g.area() && len(o.cells) > 1 && g.Rect.wider(-slack).inside(o.Rect)
		})
		switch {
		case !inner && len(g.cells) > 1:
			tables = append(tables, *g)
		case boxSized(g.Rect):
		default:
			for _, c := range g.cells {
				frames = append(frames, c.Rect)
			}
		}
	}
	return tables, frames
}

// regions makes a region of each cell and one of the rest of the page.
func (l *layout) regions() {
	l.outside = &region{Rect: l.view, limit: l.view.Right}
	for i := range l.grids {
		g := &l.grids[i]
		cells := make([]*region, len(g.cells))
		for j := range g.cells {
			cells[j] = &region{Rect: g.cells[j].Rect, limit: g.cells[j].Right, table: true}
		}
		l.cells = append(l.cells, cells)
	}
}

func (l *layout) each(f func(*region)) {
	for _, cells := range l.cells {
		for _, r := range cells {
			f(r)
		}
	}
	f(l.outside)
}

func (l *layout) regionAt(x, y float64) *region {
	for i := range l.grids {
		if !l.grids[i].holds(x, y) {
			continue
		}
		for _, r := range l.cells[i] {
			if r.holds(x, y) {
				return r
			}
		}
	}
	return l.outside
}

// drop puts a thing into every region with text or cells that it touches.
func (l *layout) drop(box Rect, o sheet.Object) bool {
	any := false
	l.each(func(r *region) {
		if r.table && r.reaches(box) || !r.table && r.touches(box) {
			r.things = append(r.things, thing{box, o})
			any = true
		}
	})
	return any
}

// reaches says whether a box lies in a cell with more than its edge.
func (r *region) reaches(box Rect) bool {
	const edge, most = 0.2, 3
	in := r.within(box)
	return in.width() >= min(edge*box.width(), most) && in.height() >= min(edge*box.height(), most)
}

// touches says whether a box lies over text of a region.
func (r *region) touches(box Rect) bool {
	return slices.ContainsFunc(r.lines, func(l *textLine) bool {
		return l.box().meets(box) && slices.ContainsFunc(l.glyphs, func(g glyph) bool { return !g.space && g.body().meets(box) })
	})
}

// dropAt puts a thing into the cell that its middle lies in, or at the nearest line.
func (l *layout) dropAt(box Rect, o sheet.Object) {
	if r := l.regionAt(box.midX(), box.midY()); r.table {
		r.things = append(r.things, thing{box, o})
		return
	}
	l.dropNear(box, o)
}

// dropNear puts a thing where it lies, or at the nearest line.
func (l *layout) dropNear(box Rect, o sheet.Object) {
	if l.drop(box, o) {
		return
	}
	best, least := (*region)(nil), 1e9
	l.each(func(r *region) {
		for _, line := range r.lines {
			d := max(line.box().Bottom-box.Top, box.Bottom-line.box().Top, 0) + max(line.left()-box.Right, box.Left-line.right(), 0)/20
			if d < least {
				best, least = r, d
			}
		}
	})
	if best != nil {
		best.things = append(best.things, thing{box, o})
	}
}

// settle gives each thing of a region to a line of it.
func (r *region) settle() {
	for _, t := range r.things {
		var best *textLine
		least := 1e9
		for _, l := range r.lines {
			d := max(l.box().Bottom-t.Top, t.Bottom-l.box().Top, 0)
			if d < least {
				best, least = l, d
			}
		}
		if best == nil {
			best = &textLine{y: t.midY(), size: 10, alone: true}
			r.lines = append(r.lines, best)
		}
		best.things = append(best.things, t.object)
	}
	for _, l := range r.lines {
		l.compareNames()
		if l.piles() {
			l.things = append(l.things, sheet.Object{Kind: sheet.Unknown})
		}
	}
}

// lead measures how far the lines of one paragraph lie apart: as far as the nearest do.
func (l *layout) lead() {
	l.leading = leadMost
	l.each(func(r *region) {
		for i := 1; i < len(r.lines); i++ {
			a, b := r.lines[i-1], r.lines[i]
			if ratio := (a.y - b.y) / max(a.size, b.size, 1); !a.alone && !b.alone && ratio > leadLeast && overlap(a.left(), a.right(), b.left(), b.right()) > 0 {
				l.leading = min(l.leading, ratio)
			}
		}
	})
	l.leading *= leadSlack
}

func (g *glyph) bold() bool { return g.looks.Marks&sheet.Bold != 0 }

// blocks gives the text of a region.
func (r *region) blocks(lead float64) []sheet.Block {
	var out []sheet.Block
	for _, p := range paragraphs(r.lines, r.textLimit(), lead) {
		out = append(out, sheet.Block{Paragraph: p})
	}
	return out
}

// maxPadding is how far text stands from the side of its cell at most.
const maxPadding = 12

// textLimit is how far lines of a cell may reach: its side less the room that they leave
// at the other.
func (r *region) textLimit() float64 {
	padding := float64(maxPadding)
	for _, l := range r.lines {
		if len(l.glyphs) > 0 {
			padding = min(padding, max(l.left()-r.Left, 0))
		}
	}
	return r.limit - padding
}

// Distances between lines, in parts of their size.
const (
	leadLeast = 1.05 // between baselines of one paragraph
	leadMost  = 2.2
	leadSlack = 1.1
	emptyLine = 3.4 // from here on an empty line stands between
)

// paragraphs joins lines that were only broken because they were full.
func paragraphs(lines []*textLine, limit, lead float64) []*sheet.Paragraph {
	var out []*sheet.Paragraph
	var last *textLine
	for _, l := range lines {
		if last != nil && len(l.glyphs) > 0 && (last.full(l, limit, lead) || last.hyphened(l) && last.full(l, limit, leadMost)) {
			p := out[len(out)-1]
			if !last.hyphened(l) && !last.torn(l, limit) {
				end := last.glyphs[len(last.glyphs)-1]
				space := end.looks
				space.Box, space.Text, space.Marks = sheet.NoBox, " ", space.Marks&l.glyphs[0].looks.Marks
				p.Add(space)
			}
			withoutSoft(p)
			l.write(p)
			last = l
			continue
		}
		if last != nil && len(l.glyphs) > 0 && last.y-l.y > emptyLine*max(last.size, l.size) {
			out = append(out, &sheet.Paragraph{})
		}
		p := &sheet.Paragraph{}
		l.write(p)
		l.bullet(p)
		out = append(out, p)
		last = l
		if len(l.glyphs) == 0 {
			last = nil
		}
	}
	return out
}

// suspended are the words before which the second half of a compound was left out, behind
// a hyphen: "jeugd- en opvoedhulp".
var suspended = regexp.MustCompile(`(?i)^(en|of|en/of|tot|als|maar|noch)$`)

// hyphened says whether a line was broken behind a hyphen within a word or a number. The
// hyphen was written, and stays; only one that is soft was there for the break alone.
func (l *textLine) hyphened(next *textLine) bool {
	n := len(l.glyphs)
	if n < 2 || len(next.glyphs) == 0 || l.spaced || !strings.ContainsRune("-\u2010\u00ad", l.glyphs[n-1].r) {
		return false
	}
	word, _, _ := strings.Cut(strings.TrimSpace(next.text()), " ")
	return l.glyphs[n-2].letter() && next.glyphs[0].letter() && !suspended.MatchString(word)
}

// lastLetters end a word that was too long for its cell. A single letter that may be a word or
// a mark is not among them.
const lastLetters = "abcdefghijklmnpqrstwyz"

// torn says whether a word was broken anywhere, for no line of the cell could hold it: nothing
// else stands on the line, there was no room for a letter, and one letter is left.
func (l *textLine) torn(next *textLine, limit float64) bool {
	word, _, _ := strings.Cut(next.text(), " ")
	n := len(l.glyphs)
	return len(word) == 1 && strings.Contains(lastLetters, word) && l.glyphs[n-1].letter() && l.right()+next.glyphs[0].x1-next.glyphs[0].x0 > limit && !strings.ContainsAny(l.text(), " \t")
}

// withoutSoft takes the soft hyphen off the end of a paragraph whose word goes on.
func withoutSoft(p *sheet.Paragraph) {
	if n := len(p.Runs); n > 0 {
		p.Runs[n-1].Text = strings.TrimSuffix(p.Runs[n-1].Text, "\u00ad")
	}
}

// full says whether a line goes on in the next one: its first word had no room left.
func (l *textLine) full(next *textLine, limit, lead float64) bool {
	if l.alone || next.alone || len(l.glyphs) == 0 || l.y-next.y > lead*max(l.size, next.size) || l.glyphs[len(l.glyphs)-1].bold() != next.glyphs[0].bold() || next.left() < l.left()-30 || next.left() > l.left()+60 {
		return false
	}
	end := 0
	for end+1 < len(next.glyphs) && !next.glyphs[end+1].space && gap(&next.glyphs[end], &next.glyphs[end+1], false) == "" {
		end++
	}
	word := next.glyphs[end].x1 - next.glyphs[0].x0
	return l.right()+0.2*l.size+word > limit
}

// bullet marks the sign of a list item before a line.
func (l *textLine) bullet(p *sheet.Paragraph) {
	if len(l.glyphs) < 2 || len(p.Runs) == 0 || !strings.ContainsRune("•▪·➢❖", l.glyphs[0].r) {
		return
	}
	sign := p.Runs[0]
	head, rest := string(l.glyphs[0].r), strings.TrimPrefix(sign.Text, string(l.glyphs[0].r))
	sign.Text, sign.Marks = head, sign.Marks|sheet.Bullet
	p.Runs[0].Text = rest
	p.Runs = append([]sheet.Run{sign}, p.Runs...)
	if rest == "" {
		p.Runs = slices.Delete(p.Runs, 1, 2)
	}
}
