package pdf

import (
	"math"
	"slices"
)

// Sizes of tables.
const (
	leastCell = 4.0  // a gap between two lines that is smaller is a double line
	covered   = 0.6  // how much of the side of a cell must be drawn
	maxLines  = 400  // lines one way; more is no form
	openSide  = 8.0  // by which rules must stand out for a column that has no line of its own
	cellLeast = 14.0 // what is smaller both ways is a box to tick
)

// grid is a table: its lines each way and the cells between them.
type grid struct {
	Rect
	xs, ys []float64 // from left to right, from top to bottom
	cells  []gridCell
}

// gridCell is a cell of a grid: the rows and columns that it takes, from 0.
type gridCell struct {
	row, column, rows, columns int
	Rect
}

// gridsOf finds the tables in the lines of a page: lines that meet, at least a closed box.
// Lines that belong to one are marked.
func gridsOf(bars []bar) []grid {
	var out []grid
	for _, group := range connected(bars) {
		group = withoutFrames(bars, withoutStubs(bars, group))
		g, ok := gridOf(bars, group)
		if !ok {
			continue
		}
		for _, i := range group {
			bars[i].grid = true
		}
		out = append(out, g)
	}
	return out
}

// connected groups lines that meet.
func connected(bars []bar) [][]int {
	parent := make([]int, len(bars))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	var flat, up []int
	for i := range bars {
		b := &bars[i]
		switch {
		case b.square, b.width() <= dot && b.height() <= dot:
		case b.flat():
			flat = append(flat, i)
		default:
			up = append(up, i)
		}
	}
	slices.SortFunc(flat, func(a, b int) int { return order(bars[a].Bottom, bars[b].Bottom) })
	for _, u := range up {
		box := bars[u].Rect.wider(slack)
		from, _ := slices.BinarySearchFunc(flat, box.Bottom-thin, func(i int, y float64) int { return order(bars[i].Bottom, y) })
		for _, h := range flat[from:] {
			if bars[h].Bottom > box.Top {
				break
			}
			if bars[h].meets(box) {
				parent[find(h)] = find(u)
			}
		}
	}
	groups := map[int][]int{}
	for _, i := range append(up, flat...) {
		groups[find(i)] = append(groups[find(i)], i)
	}
	var out [][]int
	for _, i := range append(up, flat...) {
		if g := groups[i]; len(g) >= 3 {
			out = append(out, g)
		}
	}
	return out
}

// withoutStubs leaves out level lines that end in the middle of nothing: underlines and
// strikes that begin at the side of a cell.
func withoutStubs(bars []bar, group []int) []int {
	var flat, up, out []int
	box := bars[group[0]].Rect
	for _, i := range group {
		box = box.and(bars[i].Rect)
		if bars[i].flat() {
			flat = append(flat, i)
		} else {
			up = append(up, i)
			out = append(out, i)
		}
	}
	meets := func(x, y float64) bool {
		return x-box.Left <= slack || box.Right-x <= slack || slices.ContainsFunc(up, func(u int) bool {
			b := &bars[u]
			return math.Abs(b.midX()-x) <= slack+b.thick/2 && y >= b.Bottom-slack && y <= b.Top+slack
		})
	}
	for _, run := range runsOf(bars, flat) {
		first, last := &bars[run[0]], &bars[run[0]]
		for _, i := range run {
			if bars[i].Right > last.Right {
				last = &bars[i]
			}
		}
		if meets(first.Left, first.midY()) && meets(last.Right, last.midY()) {
			out = append(out, run...)
		}
	}
	return out
}

// Sizes of a frame round a word that touches the lines of its cell.
const (
	frameHeight = 24.0
	frameWidth  = 80.0
	muchMore    = 4 // as large as such a frame is a table at least
)

// withoutFrames leaves out short lines that stand in one place of a large table only.
func withoutFrames(bars []bar, group []int) []int {
	if len(group) == 0 {
		return group
	}
	box := bars[group[0]].Rect
	for _, i := range group {
		box = box.and(bars[i].Rect)
	}
	long := func(i int) float64 {
		b, sum := &bars[i], 0.0
		for _, j := range group {
			o := &bars[j]
			switch {
			case o.flat() != b.flat():
			case b.flat() && math.Abs(o.midY()-b.midY()) < leastCell/2:
				sum += o.width()
			case !b.flat() && math.Abs(o.midX()-b.midX()) < leastCell/2:
				sum += o.height()
			}
		}
		return sum
	}
	const most = 600 // more lines than this are not looked through
	if len(group) > most {
		return group
	}
	var out []int
	for _, i := range group {
		most, whole := frameHeight, box.height()
		if bars[i].flat() {
			most, whole = frameWidth, box.width()
		}
		if n := long(i); n <= most && n*muchMore < whole {
			continue
		}
		out = append(out, i)
	}
	return out
}

// runsOf groups pieces of one level line, such as dashes.
func runsOf(bars []bar, flat []int) [][]int {
	const sameY, room = 0.6, 4
	slices.SortFunc(flat, func(a, b int) int {
		return order(math.Round(bars[a].midY()/sameY), math.Round(bars[b].midY()/sameY), bars[a].Left, bars[b].Left)
	})
	var out [][]int
	right := 0.0
	for _, i := range flat {
		if n := len(out); n > 0 {
			first := &bars[out[n-1][0]]
			if math.Abs(first.midY()-bars[i].midY()) <= sameY && bars[i].Left-right <= room {
				out[n-1] = append(out[n-1], i)
				right = max(right, bars[i].Right)
				continue
			}
		}
		out = append(out, []int{i})
		right = bars[i].Right
	}
	return out
}

func gridOf(bars []bar, group []int) (grid, bool) {
	if len(group) < 3 {
		return grid{}, false
	}
	var xs, ys []float64
	box := bars[group[0]].Rect
	for _, i := range group {
		b := &bars[i]
		box = box.and(b.Rect)
		if b.flat() {
			ys = append(ys, b.midY())
		} else {
			xs = append(xs, b.midX())
		}
	}
	if len(xs) == 0 || len(ys) == 0 || len(xs) > maxLines*10 || len(ys) > maxLines*10 {
		return grid{}, false
	}
	xs, ys = distinct(openEnds(xs, box.Left, box.Right)), distinct(openEnds(ys, box.Bottom, box.Top))
	slices.Reverse(ys)
	if len(xs) < 2 || len(ys) < 2 || len(xs) > maxLines || len(ys) > maxLines {
		return grid{}, false
	}
	g := grid{Rect: box, xs: xs, ys: ys}
	g.cells = g.cellsOf(bars, group)
	return g, true
}

// openEnds adds the ends of the rules where a table has no line at its side.
func openEnds(at []float64, low, high float64) []float64 {
	if slices.Min(at)-low > openSide {
		at = append(at, low)
	}
	if high-slices.Max(at) > openSide {
		at = append(at, high)
	}
	return at
}

// distinct sorts and makes one of lines that lie close together.
func distinct(at []float64) []float64 {
	slices.Sort(at)
	out := at[:0]
	for _, v := range at {
		if n := len(out); n > 0 && v-out[n-1] < leastCell {
			continue
		}
		out = append(out, v)
	}
	return out
}

// cellsOf joins the fields of a grid that have no line between them.
func (g *grid) cellsOf(bars []bar, group []int) []gridCell {
	rows, columns := len(g.ys)-1, len(g.xs)-1
	parent := make([]int, rows*columns)
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	lines := g.drawn(bars, group)
	for r := range rows {
		for c := range columns {
			if c+1 < columns && !lines.side(c+1, g.ys[r+1], g.ys[r]) {
				parent[find(r*columns+c+1)] = find(r*columns + c)
			}
			if r+1 < rows && !lines.under(r+1, g.xs[c], g.xs[c+1]) {
				parent[find((r+1)*columns+c)] = find(r*columns + c)
			}
		}
	}
	byRoot := map[int][]int{}
	for i := range parent {
		byRoot[find(i)] = append(byRoot[find(i)], i)
	}
	var out []gridCell
	for i := range parent {
		if fields := byRoot[i]; find(i) == i {
			out = append(out, g.whole(fields, columns)...)
		}
	}
	slices.SortFunc(out, func(a, b gridCell) int {
		return order(float64(a.row), float64(b.row), float64(a.column), float64(b.column))
	})
	return out
}

// whole makes one cell of fields that are a rectangle; others stay fields.
func (g *grid) whole(fields []int, columns int) []gridCell {
	top, left, bottom, right := fields[0]/columns, fields[0]%columns, 0, 0
	for _, f := range fields {
		top, bottom = min(top, f/columns), max(bottom, f/columns)
		left, right = min(left, f%columns), max(right, f%columns)
	}
	if (bottom-top+1)*(right-left+1) == len(fields) {
		return []gridCell{g.cell(top, left, bottom-top+1, right-left+1)}
	}
	var out []gridCell
	for _, f := range fields {
		out = append(out, g.cell(f/columns, f%columns, 1, 1))
	}
	return out
}

func (g *grid) cell(row, column, rows, columns int) gridCell {
	return gridCell{row, column, rows, columns, Rect{g.xs[column], g.ys[row+rows], g.xs[column+columns], g.ys[row]}}
}

// drawn are the stretches that are drawn along each line of a grid.
type drawn struct{ xs, ys [][][2]float64 }

func (g *grid) drawn(bars []bar, group []int) *drawn {
	d := &drawn{make([][][2]float64, len(g.xs)), make([][][2]float64, len(g.ys))}
	for _, i := range group {
		b := &bars[i]
		if b.flat() {
			if n := nearest(g.ys, b.midY()); n >= 0 {
				d.ys[n] = append(d.ys[n], [2]float64{b.Left, b.Right})
			}
		} else if n := nearest(g.xs, b.midX()); n >= 0 {
			d.xs[n] = append(d.xs[n], [2]float64{b.Bottom, b.Top})
		}
	}
	return d
}

func nearest(at []float64, v float64) int {
	best, least := -1, leastCell
	for i := range at {
		if d := math.Abs(at[i] - v); d <= least {
			best, least = i, d
		}
	}
	return best
}

func (d *drawn) side(x int, low, high float64) bool  { return drawnAlong(d.xs[x], low, high) }
func (d *drawn) under(y int, low, high float64) bool { return drawnAlong(d.ys[y], low, high) }

// drawnAlong says whether enough of a stretch is drawn.
func drawnAlong(pieces [][2]float64, low, high float64) bool {
	sum := 0.0
	for _, p := range pieces {
		sum += overlap(p[0]-slack, p[1]+slack, low, high)
	}
	return sum >= covered*(high-low)
}
