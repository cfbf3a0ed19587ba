package html

import (
	"strings"

	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// cut takes the blocks from the first header of older mail on off a list of blocks; nil
// when there is none.
func cut(blocks *[]sheet.Block) []sheet.Block {
	lines, at := linesOf(*blocks)
	for n := range lines {
		i := at[n].block
		if t := (*blocks)[i].Table; t != nil && at[n].line == 0 {
			if older := cutTable(t); older != nil {
				older = append(older, (*blocks)[i+1:]...)
				*blocks = (*blocks)[:i+1]
				return older
			}
		}
		if !text.IsHistory(lines[n:]) {
			continue
		}
		older := append([]sheet.Block{}, (*blocks)[i:]...)
		*blocks = (*blocks)[:i:i]
		if p := older[0].Paragraph; p != nil && at[n].line > 0 {
			head, rest := split(p, at[n].line)
			*blocks = append(*blocks, sheet.Block{Paragraph: head})
			older[0].Paragraph = rest
		}
		return older
	}
	return nil
}

// place is where a line stands: the number of its block, and of the line or row in it.
type place struct{ block, line int }

// linesOf gives the lines of paragraphs, and a line for each row of a table.
func linesOf(blocks []sheet.Block) (lines []string, at []place) {
	for i, b := range blocks {
		if b.Table != nil {
			for r := range b.Table.Rows {
				lines, at = append(lines, rowText(&b.Table.Rows[r])), append(at, place{i, r})
			}
			continue
		}
		for n, l := range strings.Split(b.Paragraph.Text(), "\n") {
			lines, at = append(lines, l), append(at, place{i, n})
		}
	}
	return lines, at
}

// shortCell is how long the cell of a header may be at most.
const shortCell = 200

// rowText gives the text of a row as a line, when it is short enough for one of a header.
func rowText(row *sheet.Row) string {
	var b strings.Builder
	for c := range row.Cells {
		sheet.Each(row.Cells[c].Blocks, func(p *sheet.Paragraph) {
			if b.Len() < shortCell {
				b.WriteString(p.Text() + " ")
			}
		})
	}
	if b.Len() >= shortCell {
		return ""
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// cutTable looks for a header in the cells of a table, and takes what follows off it.
func cutTable(t *sheet.Table) []sheet.Block {
	for r := range t.Rows {
		cells := t.Rows[r].Cells
		for c := range cells {
			older := cut(&cells[c].Blocks)
			if older == nil {
				continue
			}
			below := &sheet.Table{Rows: append([]sheet.Row{{Cells: cells[c+1:]}}, t.Rows[r+1:]...)}
			t.Rows = t.Rows[:r+1]
			t.Rows[r].Cells = cells[: c+1 : c+1]
			return append(older, sheet.Block{Table: below})
		}
	}
	return nil
}

// split cuts a paragraph before a line of it.
func split(p *sheet.Paragraph, line int) (head, rest *sheet.Paragraph) {
	top, below := *p, *p
	top.Runs, below.Runs, below.Objects = nil, nil, nil
	for i, r := range p.Runs {
		for line > 0 {
			at := strings.IndexByte(r.Text, '\n')
			if at < 0 {
				break
			}
			piece := r
			piece.Text = r.Text[:at+1]
			top.Runs = append(top.Runs, piece)
			r.Text = r.Text[at+1:]
			line--
		}
		if line == 0 {
			below.Runs = append(append(below.Runs, r), p.Runs[i+1:]...)
			return &top, &below
		}
		top.Runs = append(top.Runs, r)
	}
	return &top, &below
}
