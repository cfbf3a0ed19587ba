package rtf

import (
	"fmt"
	"slices"

	"mdaplus/forms/sheet"
)

// depth gives how many tables are around the current paragraph.
func (r *reader) depth() int {
	if r.level > 0 {
		return min(r.level, maxNesting+1)
	}
	return one(r.inTable)
}

// endParagraph ends a paragraph, unless its mark was deleted: then it goes on in the next.
func (r *reader) endParagraph() {
	switch {
	case r.dest == destEdges:
		r.edges.WriteByte('\n')
	case !r.dest.visible():
	case r.deleted:
		r.aside("revisions", " ")
	case r.dest == destHushed:
	default:
		r.doubtSign()
		r.flow.endParagraph(r.depth())
	}
}

// doubtSign doubts an item of a list of which the file does not hold the sign.
func (r *reader) doubtSign() {
	if r.listed && !r.flow.signed && r.flow.par != nil && len(r.flow.par.Runs) > 0 {
		r.object(sheet.Object{Kind: sheet.Unknown})
	}
}

// def gives the definition of the row at a depth: nested tables have their own.
func (r *reader) def() *rowDef {
	if r.nested() {
		return &r.rowDefs[1]
	}
	return &r.rowDefs[0]
}

func (r *reader) nested() bool { return r.level > 1 }

// cellWord acts on words of tables; false when it is none.
func (r *reader) cellWord(t token) bool {
	if !r.dest.visible() {
		return false
	}
	switch t.name {
	case "intbl":
		r.inTable = true
	case "itap":
		r.level = max(0, t.number)
	case "cell":
		r.doubtSign()
		r.flow.endCell(1, false)
	case "nestcell":
		r.doubtSign()
		r.flow.endCell(max(2, r.depth()), false)
	case "row":
		r.endRow(1, &r.rowDefs[0])
	case "nestrow":
		r.endRow(max(2, r.depth()), &r.rowDefs[1])
	default:
		return r.defWord(t)
	}
	return true
}

func (r *reader) tooLarge() error {
	switch {
	case len(r.flow.levels) > maxNesting:
		return fmt.Errorf("%w: tables nested deeper than %d", ErrTooLarge, maxNesting)
	case r.grid > maxGrid:
		return fmt.Errorf("%w: more than %d cells", ErrTooLarge, maxGrid)
	}
	return nil
}

// endRow ends a row with its definition as it is now. Rows without one of their own use
// the last again, so that what they take in all must be bounded.
func (r *reader) endRow(depth int, d *rowDef) {
	if r.grid += len(d.cells); r.grid > maxGrid {
		return
	}
	r.flow.endRow(depth, rowDef{left: d.left, cells: slices.Clone(d.cells)})
}

// defWord acts on words that say how the cells of a row lie.
func (r *reader) defWord(t token) bool {
	d := r.def()
	switch t.name {
	case "trowd":
		*d = rowDef{}
	case "trleft":
		d.left = t.number
	case "clmgf":
	case "clmrg":
		d.pending.joined = true
	case "clvmgf":
		d.pending.first = true
	case "clvmrg":
		d.pending.down = true
	case "clcbpat":
		c := r.colourAt(int32(t.number))
		d.pending.filled = t.number != 0 && c != "FFFFFF" && c != ""
	case "cellx":
		if d.pending.right = t.number; len(d.cells) < maxCells {
			d.cells = append(d.cells, d.pending)
		}
		d.pending = cellDef{}
	case "clbrdrt", "clbrdrb", "clbrdrl", "clbrdrr", "trbrdrt", "trbrdrb", "trbrdrl", "trbrdrr", "trbrdrh", "trbrdrv":
		r.borders = borderOther
	default:
		return false
	}
	return true
}
