package pdf

import (
	"math"
	"slices"

	"mdaplus/forms/sheet"
)

// Where a line lies over or under a word, as parts of the size of its type above the
// baseline. A strike was measured at 0.17 to 0.30, an underline at -0.07 to -0.2. Between
// the two, and above, nobody can say what a line is.
const (
	strikeLow   = 0.10
	strikeHigh  = 0.50
	underLow    = -0.42
	underHigh   = 0.05
	overHigh    = 0.80
	thickest    = 0.30 // a thicker line is no line but a box
	wordCovered = 0.70 // of a word under a line that strikes it
	wordSpared  = 0.15
	overhang    = 1.3 // a line this much longer than its words is no strike
)

// textMark is what a note marks: a stretch of text and how.
type textMark struct {
	Rect
	marks sheet.Marks
}

// mark gives every line drawn over, under or behind text to that text.
func (l *layout) mark() {
	for i := range l.figures.bars {
		b := &l.figures.bars[i]
		switch {
		case b.used:
		case b.grid && l.alongEdge(b):
			l.changed(b)
		case b.grid:
			l.throughText(b)
		case b.flat():
			l.bar(b)
		default:
			l.upright(b)
		}
	}
	for i := range l.figures.fills {
		if f := &l.figures.fills[i]; !f.used {
			l.fill(f)
		}
	}
	for _, m := range l.marks {
		l.each(func(r *region) {
			for _, line := range r.lines {
				if line.core().share(Rect{line.left(), m.Bottom, line.right(), m.Top}) > 0.5 {
					line.apply(m.Left, m.Right, m.marks)
				}
			}
		})
	}
	l.lighten()
}

func (l *textLine) core() Rect { return Rect{l.left(), l.y, l.right(), l.y + 0.5*l.size} }

// throughText notices a line of a table that crosses text: either is not what it seems.
func (l *layout) throughText(b *bar) {
	l.each(func(r *region) {
		for _, line := range r.lines {
			for i := range line.glyphs {
				g := &line.glyphs[i]
				inner := g.core()
				inner.Bottom += 0.08 * g.size
				if !b.flat() {
					inner.Left, inner.Right = inner.Left+0.25*inner.width(), inner.Right-0.25*inner.width()
				}
				if g.letter() && inner.meets(b.Rect) {
					r.things = append(r.things, thing{b.Rect, sheet.Object{Kind: sheet.Shape}})
					return
				}
			}
		}
	})
}

// upright notices a standing line that crosses a letter; between words it separates them.
func (l *layout) upright(b *bar) {
	b.used = true
	if l.changeBar(b) {
		return
	}
	l.each(func(r *region) {
		for _, line := range r.lines {
			for i := range line.glyphs {
				g := &line.glyphs[i]
				inner := g.core()
				inner.Left, inner.Right = inner.Left+0.25*inner.width(), inner.Right-0.25*inner.width()
				if g.letter() && inner.meets(b.Rect) {
					line.things = append(line.things, sheet.Object{Kind: sheet.Line})
					return
				}
			}
		}
	})
}

// changeBar notices a short standing line in the margin: beside it something was changed,
// and the colours and strikes there may tell of the change instead of an answer.
func (l *layout) changeBar(b *bar) bool {
	const longest, nearest, farFrom, farthest = 0.4, 2, 8, 80
	if b.height() > longest*l.view.height() || slices.ContainsFunc(l.grids, func(g grid) bool { return g.Rect.wider(slack).meets(b.Rect) }) {
		return false
	}
	left, right := l.view.Right, 0.0
	l.each(func(r *region) {
		for _, line := range r.lines {
			left, right = min(left, line.left()), max(right, line.right())
		}
	})
	if b.Right > left-nearest && b.Left < right+farFrom || b.Right < left-farthest {
		return false
	}
	return l.changed(b)
}

// changed asks about the lines beside a change bar; false when there are none.
func (l *layout) changed(b *bar) bool {
	var beside []*textLine
	l.each(func(r *region) {
		for _, line := range r.lines {
			if box := line.box(); overlap(box.Bottom, box.Top, b.Bottom, b.Top) > 0.5*min(box.height(), b.height()) {
				beside = append(beside, line)
			}
		}
	})
	for _, line := range beside {
		line.things = append(line.things, sheet.Object{Kind: sheet.Comment})
	}
	return len(beside) > 0
}

// alongEdge says whether a standing line that touches a table is a change bar all the same: it
// stands close along the edge, and does not go from row to row as the outer one of two lines does.
func (l *layout) alongEdge(b *bar) bool {
	const along = 0.8
	if b.flat() {
		return false
	}
	for i := range l.grids {
		g := &l.grids[i]
		if b.midX() > g.Left+slack || b.Bottom < g.Bottom-slack || b.Top > g.Top+slack {
			continue
		}
		ends := 0
		for _, y := range g.ys {
			if math.Abs(y-b.Top) <= along {
				ends++
			}
			if math.Abs(y-b.Bottom) <= along {
				ends++
			}
		}
		edge := slices.ContainsFunc(l.figures.bars, func(o bar) bool {
			return o.grid && !o.flat() && o.midX() > b.midX()+along && o.midX() < b.midX()+slack+along && o.Bottom <= b.Bottom+along && o.Top >= b.Top-along
		})
		return edge && ends < 2
	}
	return false
}

// bar decides what a level line is: a strike, an underline, a rule to write on, or unclear.
func (l *layout) bar(b *bar) {
	b.used = true
	l.each(func(r *region) {
		for _, line := range r.lines {
			if code := line.under(b, r.table); code != "" {
				line.things = append(line.things, sheet.Object{Kind: code})
			}
		}
	})
}

// under applies a level line to a line of text, and gives the kind of object that it is
// when that is unclear.
func (l *textLine) under(b *bar, table bool) sheet.ObjectKind {
	from, to, ok := l.reach(b)
	if !ok {
		return ""
	}
	rel := (b.midY() - l.y) / l.size
	long := b.width() > overhang*(to-from)+2
	switch {
	case b.thick > thickest*l.size && rel > underHigh && rel < overHigh:
		return sheet.Shape
	case rel >= strikeLow && rel <= strikeHigh && !long:
		l.apply(b.Left, b.Right, sheet.Struck)
	case rel >= underLow && rel <= underHigh && !long:
		l.apply(b.Left, b.Right, sheet.Underline)
	case rel >= underLow && rel <= underHigh:
		if table && !l.wholly(b) {
			return sheet.Line
		}
	case rel > underHigh && rel < overHigh:
		return sheet.Line
	}
	return ""
}

// reach gives how far the text over or under a level line reaches; ok is false when there is none.
func (l *textLine) reach(b *bar) (from, to float64, ok bool) {
	rel := (b.midY() - l.y) / l.size
	if rel < underLow || rel > overHigh {
		return 0, 0, false
	}
	from, to = math.Inf(1), math.Inf(-1)
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if !g.space && overlap(g.x0, g.x1, b.Left, b.Right) > 0.3*(g.x1-g.x0) {
			from, to = min(from, g.x0), max(to, g.x1)
		}
	}
	return from, to, to > from
}

// wholly says whether a line runs under all of the text: it was there to write on.
func (l *textLine) wholly(b *bar) bool {
	return b.Left <= l.left()+1 && b.Right >= l.right()-1
}

// apply marks the words of a stretch: a word under most of it is marked as a whole.
func (l *textLine) apply(left, right float64, m sheet.Marks) {
	done := make([]bool, len(l.glyphs))
	for _, w := range l.words() {
		x0, x1 := l.glyphs[w[0]].x0, l.glyphs[w[1]-1].x1
		part := overlap(x0, x1, left, right) / max(x1-x0, 0.1)
		if part >= wordCovered || part <= wordSpared {
			for i := w[0]; i < w[1]; i++ {
				done[i] = true
				if part >= wordCovered {
					l.glyphs[i].mark(m)
				}
			}
		}
	}
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if !done[i] && overlap(g.x0, g.x1, left, right) > 0.5*(g.x1-g.x0) {
			g.mark(m)
		}
	}
}

// Shares of what a coloured box covers.
const (
	pageFilled  = 0.5
	cellFilled  = 0.75
	rowFilled   = 0.6
	glyphFilled = 0.6
	glyphTouch  = 0.2
)

// fill decides what a coloured box is: paper, the background of a cell, a marker pen, or a cover.
func (l *layout) fill(f *fill) {
	f.used = true
	if l.view.share(f.Rect) > pageFilled && !l.covers(f) {
		return
	}
	background := f.width() > rowFilled*l.view.width()
	l.each(func(r *region) {
		if r.table && r.share(f.Rect) > cellFilled {
			background = true
			if !white(f.colour) {
				r.filled = true
			}
		}
	})
	met := false
	l.each(func(r *region) {
		for _, line := range r.lines {
			met = l.behind(r, line, f, background) || met
		}
	})
	if !met && !background && !light(f.colour) && f.width() > thin && f.height() > thin {
		l.drop(f.Rect, sheet.Object{Kind: sheet.Shape})
	}
}

func (l *layout) covers(f *fill) bool {
	hit := false
	l.each(func(r *region) {
		for _, line := range r.lines {
			hit = hit || len(line.glyphs) > 0 && line.glyphs[0].order < f.order && !line.glyphs[0].typed
		}
	})
	return hit
}

func white(c Colour) bool { return !c.Pattern && c.R >= 250 && c.G >= 250 && c.B >= 250 }

// behind applies a coloured box to a line of text; true when it touches it.
func (l *layout) behind(r *region, line *textLine, f *fill, background bool) bool {
	met, hides := false, false
	if len(line.glyphs) == 0 || !line.box().meets(f.Rect) {
		return false
	}
	for i := range line.glyphs {
		g := &line.glyphs[i]
		part := g.core().share(f.Rect)
		if part < glyphTouch || g.typed && g.looks.Box != sheet.NoBox {
			continue
		}
		met = true
		over := f.order > g.order && !g.typed
		switch {
		case over && !f.transparent:
			if g.space {
				continue
			}
			hides = true
			if part > glyphFilled {
				g.mark(sheet.Hidden)
			}
		case part < glyphFilled:
		case white(f.colour) && !over:
			g.looks.Fill = ""
			g.looks.Marks &^= sheet.Highlighted
		case background && !over:
			if !light(f.colour) {
				g.looks.Marks &^= sheet.Invisible | sheet.Faint
			}
		default:
			g.mark(sheet.Highlighted)
			g.looks.Fill = hex(f.colour)
		}
	}
	if hides {
		r.things = append(r.things, thing{f.Rect, sheet.Object{Kind: sheet.Unknown}})
	}
	return met
}

// lighten takes white type on a dark marker for what it is: type to be read.
func (l *layout) lighten() {
	l.each(func(r *region) {
		for _, line := range r.lines {
			for i := range line.glyphs {
				g := &line.glyphs[i]
				if g.looks.Marks&sheet.Highlighted != 0 && g.looks.Marks&(sheet.Invisible|sheet.Faint) != 0 && darker(g.looks.Fill) {
					g.looks.Marks &^= sheet.Invisible | sheet.Faint
				}
			}
		}
	})
}

func darker(fill string) bool { return sheet.ColourMark(fill)&(sheet.Invisible|sheet.Faint) == 0 }

// Shares of a word that a curve holds: a drawn ellipse held the word meant for the whole and
// the next one for 0.38.
const (
	wholeIn  = 0.9
	partlyIn = 0.42
)

// enclose decides what a frame or closed curve goes round: one word or two, which it
// marks, a longer text, which it frames, or something unclear.
func (l *layout) enclose(box Rect, curved bool) {
	type hit struct {
		line *textLine
		word [2]int
	}
	var full []hit
	partly := false
	l.each(func(r *region) {
		for _, line := range r.lines {
			for _, w := range line.words() {
				word := line.glyphs[w[0]].core()
				for i := w[0]; i < w[1]; i++ {
					word = word.and(line.glyphs[i].core())
				}
				switch part := word.share(box); {
				case part >= wholeIn:
					full = append(full, hit{line, w})
				case part > partlyIn:
					partly = true
				}
			}
		}
	})
	oneLine := len(full) > 0 && !slices.ContainsFunc(full, func(h hit) bool { return h.line != full[0].line })
	const fewWords = 3
	switch {
	case len(full) == 0 && !partly:
		if curved {
			l.drop(box, sheet.Object{Kind: sheet.Shape})
		}
	case partly, curved && !oneLine, curved && len(full) > fewWords:
		l.drop(box, sheet.Object{Kind: sheet.Closed})
	case oneLine && len(full) <= fewWords && box.height() < 4*full[0].line.size:
		for _, h := range full {
			for i := h.word[0]; i < h.word[1]; i++ {
				h.line.glyphs[i].mark(sheet.Bordered)
			}
		}
	}
}

// leftovers asks about every figure that nothing explains.
func (l *layout) leftovers() {
	for _, r := range l.frames {
		l.enclose(r, false)
	}
	for i := range l.figures.scrawls {
		s := &l.figures.scrawls[i]
		switch {
		case s.used:
		case s.paper && l.hides(s):
			l.drop(s.Rect, sheet.Object{Kind: sheet.Unknown})
		case s.paper && !s.closed:
		case s.closed && s.curved && !s.filled:
			l.enclose(s.Rect, true)
		default:
			l.drop(s.Rect, sheet.Object{Kind: sheet.Shape})
		}
	}
}

// hides says whether a figure in the colour of paper was painted over letters.
func (l *layout) hides(s *scrawl) bool {
	hit := false
	l.each(func(r *region) {
		for _, line := range r.lines {
			hit = hit || slices.ContainsFunc(line.glyphs, func(g glyph) bool {
				return g.letter() && g.order < s.order && g.core().share(s.Rect) > glyphTouch
			})
		}
	})
	return hit
}

// areas asks about pictures and shadings that lie where text is.
func (l *layout) areas() {
	for _, a := range l.page.Areas {
		if a.Box.within(l.view).width() < thin || a.Box.within(l.view).height() < thin {
			continue
		}
		kind := sheet.Unknown
		if a.Image {
			kind = sheet.Picture
		}
		l.drop(a.Box.within(l.view), sheet.Object{Kind: kind})
	}
}
