package render

import (
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/render/pdfa"
)

// column is a column of a table; the widths of all together are at most the grid.
type column struct {
	title string
	width int
	bold  bool
}

const cellGap = 3 // millimetres between the columns of a table

// table sets rows of texts under a head that every further page repeats. A row that is
// higher than a few lines is set in parts, so that it may go on on the next page.
func (p *page) table(columns []column, rows [][]string) {
	p.tag(pdfa.Table, func() {
		p.room(22)
		p.tag(pdfa.Row, func() { p.tableHead(columns, true) })
		for _, cells := range rows {
			p.tag(pdfa.Row, func() { p.tableRow(columns, cells) })
		}
	})
	p.space(2.5)
}

// tableHead draws the head; on a further page it is only for the eye.
func (p *page) tableHead(columns []column, first bool) {
	st := style{size: smallSize + 0.4, bold: true, color: p.accent, top: 1.2}
	var cols []core.Col
	tall := 1
	for _, c := range columns {
		var e *pdfa.Element
		if first {
			e = p.doc.Add(p.in, pdfa.Head)
		}
		lines := p.wrap(c.title, st, float64(c.width-cellGap))
		tall = max(tall, len(lines))
		cols = append(cols, p.cellIn(e, c.width, st, lines...))
	}
	p.add(2.4+float64(tall)*st.lineHeight(), &props.Cell{BorderType: border.Bottom, BorderColor: p.accent, BorderThickness: 0.35}, cols...)
}

func (p *page) tableRow(columns []column, cells []string) {
	st := style{size: bodySize}
	lines := make([][]string, len(columns))
	elements := make([]*pdfa.Element, len(columns))
	tall := 1
	for i, c := range columns {
		elements[i] = p.doc.Add(p.in, pdfa.Cell)
		if i < len(cells) {
			lines[i] = p.wrap(cells[i], c.style(st), float64(c.width-cellGap))
		}
		tall = max(tall, len(lines[i]))
	}
	p.tableRoom(columns, 1.2+float64(min(tall, linesARow))*st.lineHeight()+1.2)
	p.add(1.2, nil, col.New(grid))
	for from := 0; from < tall; from += linesARow {
		n := min(linesARow, tall-from)
		p.tableRoom(columns, float64(n)*st.lineHeight())
		var cols []core.Col
		for i, c := range columns {
			cols = append(cols, p.cellIn(elements[i], c.width, c.style(st), part(lines[i], from, n)...))
		}
		p.add(float64(n)*st.lineHeight(), nil, cols...)
	}
	p.add(1.2, &props.Cell{BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.2}, col.New(grid))
}

func (c column) style(st style) style { st.bold = c.bold; return st }

// tableRoom begins a new page, with the head again, when less than this height is left.
func (p *page) tableRoom(columns []column, height float64) {
	if capacity-p.used < height {
		p.turn()
		p.within(nil, func() { p.tableHead(columns, false) })
	}
}

// mostAcross is how many figures stand beside each other in one table.
const mostAcross = 8

// across sets figures under their titles, beside each other.
func (p *page) across(titles, figures []string) {
	for from := 0; from < len(titles); from += mostAcross {
		to := min(from+mostAcross, len(titles))
		const widest = 34
		var columns []column
		for _, t := range titles[from:to] {
			columns = append(columns, column{title: t, width: min(grid/(to-from), widest)})
		}
		p.table(columns, [][]string{figures[from:to]})
	}
}
