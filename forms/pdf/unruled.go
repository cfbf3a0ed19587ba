package pdf

import "mdaplus/forms/sheet"

// unruled gives lines outside tables as blocks.
func unruled(lines []*textLine, limit, lead float64) []sheet.Block {
	var out []sheet.Block
	for _, p := range paragraphs(lines, limit, lead) {
		out = append(out, sheet.Block{Paragraph: p})
	}
	return out
}
