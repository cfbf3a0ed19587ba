package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// value is a text of a control or note with the box that it stands in.
type value struct {
	Rect
	lines []string
}

// controls gives the boxes of a form's controls as characters, and keeps their texts and
// the texts of notes to be placed beside the lines of the page.
func (l *layout) controls(glyphs []glyph) []glyph {
	groups, crossed := groupsOf(l.page.Notes), crossedFields(l.page.Notes)
	var out []glyph
	for i := range l.page.Notes {
		n := &l.page.Notes[i]
		switch {
		case n.Kind == "FreeText" && !n.Hidden && !n.Layer:
			l.typed(n.Box, n.Contents, glyphs)
		case n.Field == nil:
		case crossed[i]:
			state := sheet.Unticked
			if strings.TrimSpace(n.Field.Value) != "" {
				state = sheet.Ticked
			}
			out = append(out, boxGlyph(n.Box, state, false, false))
		case n.Field.Kind == CheckBox || n.Field.Kind == Radio:
			if g, ok := n.tick(groups[n.Field.Name]); ok {
				out = append(out, g)
			}
		default:
			l.entry(n, glyphs)
		}
	}
	return out
}

// crossedFields finds text fields that are boxes to tick: as small as a box, beside another
// such field on their line, each empty or with a cross in it, and one of them crossed.
func crossedFields(notes []Annotation) map[int]bool {
	const most, sameY = 200, 3
	var small []int
	for i := range notes {
		if notes[i].box() && len(small) < most {
			small = append(small, i)
		}
	}
	out := map[int]bool{}
	for _, i := range small {
		for _, j := range small {
			a, b := &notes[i], &notes[j]
			if i != j && math.Abs(a.Box.midY()-b.Box.midY()) <= sameY && strings.TrimSpace(a.Field.Value+b.Field.Value) != "" {
				out[i], out[j] = true, true
			}
		}
	}
	return out
}

// box says whether a text field can be a box to tick.
func (n *Annotation) box() bool {
	f := n.Field
	if f == nil || f.Kind != TextField || n.Hidden || n.Layer || f.Password || !boxSized(n.Box) {
		return false
	}
	value := []rune(strings.TrimSpace(f.Value))
	if len(value) == 0 {
		return !f.ShownKnown || strings.TrimSpace(f.Shown) == ""
	}
	return len(value) == 1 && strings.ContainsRune(ticks, value[0]) && f.agrees(n, f.Value)
}

// group is what the boxes of one name store and show together.
type group struct {
	value string
	shown int // boxes that are shown as ticked
	match int // of these, how many say what is stored
}

func groupsOf(notes []Annotation) map[string]*group {
	all := map[string]*group{}
	for i := range notes {
		f := notes[i].Field
		if f == nil || f.Kind != CheckBox && f.Kind != Radio {
			continue
		}
		g := all[f.Name]
		if g == nil {
			g = &group{value: f.Value}
			all[f.Name] = g
		}
		if f.on() {
			g.shown++
			if f.State == f.Value || f.Export != "" && f.Export == f.Value {
				g.match++
			}
		}
	}
	return all
}

func (f *Field) on() bool { return f.State != "" && f.State != "Off" }

func stored(value string) bool { return value != "" && value != "Off" }

// tick gives the state of a box: what is shown and what is stored must agree.
func (n *Annotation) tick(g *group) (glyph, bool) {
	f := n.Field
	state := sheet.Unticked
	switch {
	case f.on() && (f.State == f.Value || f.Export != "" && f.Export == f.Value):
		state = sheet.Ticked
	case f.on():
		state = sheet.Conflicting
	case stored(f.Value) && (g.match == 0 || f.Export == f.Value && f.Export != ""):
		state = sheet.Conflicting
	}
	if n.Hidden || n.Layer {
		if state == sheet.Unticked {
			return glyph{}, false
		}
		state = sheet.Conflicting
	}
	out := boxGlyph(n.Box, state, false, false)
	out.means = meaningOf(f)
	return out, true
}

// meaningOf tells from the name of a box's state which answer it stands for.
func meaningOf(f *Field) string {
	for _, name := range []string{f.State, f.Export} {
		switch strings.ToLower(name) {
		case "ja", "yes_ja", "j":
			return "ja"
		case "nee", "neen", "no", "n":
			return "nee"
		}
	}
	return ""
}

// compareNames doubts a ticked box whose name says another answer than the word beside it.
func (l *textLine) compareNames() {
	words := l.words()
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if g.means == "" || g.looks.Box != sheet.Ticked {
			continue
		}
		for _, w := range words {
			if near := l.glyphs[w[0]].x0 - g.x1; near < -0.1*l.size || near > 1.5*l.size {
				continue
			}
			word := strings.ToLower(l.wordText(w))
			if (word == "ja" || word == "nee") && word != g.means {
				g.looks.Box = sheet.Conflicting
			}
			break
		}
	}
}

func (l *textLine) wordText(w [2]int) string {
	var b strings.Builder
	for i := w[0]; i < w[1]; i++ {
		b.WriteRune(l.glyphs[i].r)
	}
	return b.String()
}

// entry keeps the text of a text field or list.
func (l *layout) entry(n *Annotation, glyphs []glyph) {
	f := n.Field
	text := f.Value
	switch f.Kind {
	case PushButton, Signature:
		return
	case Combo, List:
		if len(f.Chosen) > 0 {
			text = strings.Join(f.Chosen, ", ")
		}
	}
	if strings.TrimSpace(text) == "" {
		if f.ShownKnown && !n.Hidden && letters(f.Shown) != "" && letters(f.Shown) != lettersIn(glyphs, n.Box) {
			l.notes = append(l.notes, thing{n.Box, sheet.Object{Kind: sheet.Conflict, Text: f.Shown}})
		}
		return
	}
	if n.Hidden || n.Layer || f.Password || f.Kind == OtherField || !f.agrees(n, text) {
		l.notes = append(l.notes, thing{n.Box, sheet.Object{Kind: sheet.Conflict, Text: text}})
		if n.Hidden {
			l.hidden += " " + text
			return
		}
	}
	l.typed(n.Box, text, glyphs)
}

// agrees says whether a control shows the text that it stores. What is too long for it is
// cut off; without an appearance of its own the program that opens it makes one.
func (f *Field) agrees(n *Annotation, text string) bool {
	if !f.ShownKnown || !n.Drawn {
		return true
	}
	shown, kept := letters(f.Shown), letters(text)
	return strings.Contains(shown, kept) || shown != "" && strings.HasPrefix(kept, shown)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func lettersIn(glyphs []glyph, box Rect) string {
	var b strings.Builder
	for i := range glyphs {
		if g := &glyphs[i]; box.holds(g.ink.midX(), g.ink.midY()) {
			b.WriteRune(g.r)
		}
	}
	return letters(b.String())
}

// typed keeps a text for its region; where it stands over other text it is a question.
func (l *layout) typed(box Rect, text string, glyphs []glyph) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if len(lines) == 0 {
		return
	}
	if len([]rune(text)) <= shortTyped && l.overText(box, lines[0], glyphs) || lettersIn(glyphs, box.wider(-0.5)) != "" {
		l.notes = append(l.notes, thing{box, sheet.Object{Kind: sheet.Unknown, Text: text}})
	}
	r := l.regionAt(box.midX(), box.midY())
	r.values = append(r.values, value{box, lines})
}

// shortTyped is how many characters a mark has at most that was typed beside an option.
const shortTyped = 3

// overText says whether a short mark lies over a letter of the page.
func (l *layout) overText(box Rect, text string, glyphs []glyph) bool {
	mark := box
	if w := 0.6 * box.height() * float64(len([]rune(text))); mark.width() > w {
		mark.Right = mark.Left + w
	}
	return slices.ContainsFunc(glyphs, func(g glyph) bool {
		return g.letter() && g.core().share(mark) > 0.25
	})
}

// placeValues puts the texts of controls on the lines that they stand on, or between them.
func (r *region) placeValues() {
	for _, v := range r.values {
		size := min(max(v.height()*0.75, 6), 11)
		base := v.Top - size
		if v.height() < 2.2*size {
			base = v.midY() - 0.33*size
		}
		first := r.lineFor(v, base, size)
		if first == nil {
			first = &textLine{y: base, size: size, alone: true}
			r.insert(first)
		}
		first.put(v.Rect, v.lines[0], size)
		for i, text := range v.lines[1:] {
			next := &textLine{y: min(first.y, base) - 0.01 - float64(i+1)*size*0.01, size: size, alone: true}
			next.put(v.Rect, text, size)
			r.insert(next)
		}
	}
}

// lineFor finds the line that a text stands on: beside its first line.
func (r *region) lineFor(v value, base, size float64) *textLine {
	var best *textLine
	least := 0.6 * size
	for _, l := range r.lines {
		if d := math.Abs(l.y - base); d < least && !l.crowded(v.Rect) {
			best, least = l, d
		}
	}
	return best
}

// crowded says whether letters of a line stand in the box of a text.
func (l *textLine) crowded(box Rect) bool {
	return slices.ContainsFunc(l.glyphs, func(g glyph) bool {
		return g.letter() && overlap(g.x0, g.x1, box.Left+1, box.Right-1) > 0.5*(g.x1-g.x0)
	})
}

// put adds a text to a line; dots and rules to write on make room for it.
func (l *textLine) put(box Rect, text string, size float64) {
	l.alone = true
	l.glyphs = slices.DeleteFunc(l.glyphs, func(g glyph) bool {
		return strings.ContainsRune("._…", g.r) && g.x0 >= box.Left-1 && g.x1 <= box.Right+1
	})
	runes := []rune(text)
	step := min(0.5*size, box.width()/float64(len(runes)))
	for i, c := range runes {
		x := box.Left + 0.5 + float64(i)*step
		g := glyph{r: c, x0: x, x1: x + step, y: l.y, size: size, typed: true, space: isSpace(c), order: math.MaxInt}
		g.ink = g.body()
		g.looks.Box = sheet.BoxOf(c)
		l.glyphs = append(l.glyphs, g)
	}
	l.sort()
}

func (r *region) insert(l *textLine) {
	at := slices.IndexFunc(r.lines, func(o *textLine) bool { return o.y < l.y })
	if at < 0 {
		at = len(r.lines)
	}
	r.lines = slices.Insert(r.lines, at, l)
}

// annotations gives what was put on the page afterwards to the text that it lies on.
func (l *layout) annotations() {
	for _, t := range l.notes {
		l.dropAt(t.Rect, t.object)
	}
	for i := range l.page.Notes {
		l.annotation(&l.page.Notes[i])
	}
}

func (l *layout) annotation(n *Annotation) {
	switch {
	case n.Kind == "Popup", n.Kind == "Link", n.Kind == "Widget" && n.Field != nil:
		return
	case n.Hidden:
		l.hidden += " " + n.Contents
		return
	case n.Layer:
		l.drop(n.Box, sheet.Object{Kind: sheet.Unknown})
		return
	}
	unknown := sheet.Object{Kind: sheet.Unknown}
	switch n.Kind {
	case "StrikeOut":
		l.quads(n, sheet.Struck)
	case "Highlight":
		l.quads(n, sheet.Highlighted)
	case "Underline", "Squiggly":
		l.quads(n, sheet.Underline)
	case "Circle", "Square":
		if n.Filled {
			l.drop(n.Box, unknown)
		} else {
			l.enclose(n.Box, true)
		}
		l.comment(n)
	case "Line":
		l.line(n)
		l.comment(n)
	case "Ink":
		l.drop(n.Box, sheet.Object{Kind: sheet.Ink})
	case "FreeText":
		if strings.TrimSpace(n.Contents) == "" {
			l.drop(n.Box, unknown)
		}
	case "Stamp":
		l.drop(n.Box, sheet.Object{Kind: sheet.Picture})
		l.comment(n)
	case "Text", "Caret":
		l.dropAt(n.Box, sheet.Object{Kind: sheet.Comment, Text: n.Contents})
	case "Polygon", "PolyLine":
		l.drop(n.Box, sheet.Object{Kind: sheet.Shape})
		l.comment(n)
	default:
		l.drop(n.Box, unknown)
	}
}

// quads keeps the stretches of text that a note marks.
func (l *layout) quads(n *Annotation, m sheet.Marks) {
	boxes := []Rect{n.Box}
	if len(n.Quads) > 0 {
		boxes = boxes[:0]
		for _, q := range n.Quads {
			box := Rect{q[0].X, q[0].Y, q[0].X, q[0].Y}
			for _, at := range q[1:] {
				box = box.with(at)
			}
			boxes = append(boxes, box)
		}
	}
	for _, b := range boxes {
		l.marks = append(l.marks, textMark{b, m})
		l.missed(b)
	}
	l.comment(n)
}

// missed asks about a mark that lies beside the text that it seems to be meant for.
func (l *layout) missed(box Rect) {
	hit := false
	l.each(func(r *region) {
		for _, line := range r.lines {
			hit = hit || line.core().share(Rect{line.left(), box.Bottom, line.right(), box.Top}) > 0.5 && overlap(line.left(), line.right(), box.Left, box.Right) > 0
		}
	})
	if !hit {
		l.drop(box, sheet.Object{Kind: sheet.Unknown})
	}
}

// comment keeps what was written with a mark, unless it only repeats the text under it.
func (l *layout) comment(n *Annotation) {
	if said := letters(n.Contents); said != "" && said != l.lettersUnder(n.Box) {
		l.dropAt(n.Box, sheet.Object{Kind: sheet.Comment, Text: n.Contents})
	}
}

func (l *layout) lettersUnder(box Rect) string {
	var b strings.Builder
	l.each(func(r *region) {
		for _, line := range r.lines {
			for i := range line.glyphs {
				if g := &line.glyphs[i]; box.holds((g.x0+g.x1)/2, g.y+0.3*g.size) {
					b.WriteRune(g.r)
				}
			}
		}
	})
	return letters(b.String())
}

// levelSlope is how much a line drawn by hand may rise and still be level.
const levelSlope = 0.12

func (l *layout) line(n *Annotation) {
	if len(n.Line) != 2 {
		l.drop(n.Box, sheet.Object{Kind: sheet.Line})
		return
	}
	a, b := n.Line[0], n.Line[1]
	if math.Abs(a.Y-b.Y) > levelSlope*math.Abs(a.X-b.X) {
		l.drop(n.Box, sheet.Object{Kind: sheet.Line})
		return
	}
	mid := (a.Y + b.Y) / 2
	l.bar(&bar{Rect: Rect{min(a.X, b.X), mid - 0.5, max(a.X, b.X), mid + 0.5}, thick: 1})
}
