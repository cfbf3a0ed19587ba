// Package sheet is the one representation that every reader makes of a filled-in
// form: text with the evidence that stands in, under and over it. It decides
// nothing about meaning. It exists so that a mark is never lost between the file
// and the decision: a strike, a box, a circle or an object nobody knows reaches
// the recogniser together with its place.
package sheet

import (
	"strconv"
	"strings"
)

// Marks is what a stretch of text looks like, or what happened to it.
type Marks uint32

// The marks a reader can give. What they mean is decided in package forms.
const (
	Struck      Marks = 1 << iota // a line through it, single or double
	Bold                          //
	Italic                        //
	Underline                     //
	Highlighted                   // marker pen
	Shaded                        // background of the text itself
	Coloured                      // text colour other than black or automatic
	Bordered                      // a box drawn round the text
	Raised                        // superscript or subscript
	Inserted                      // a tracked insertion
	Hidden                        // not shown
	Invisible                     // shown in the colour of the paper
	Faint                         // shown in so light a colour that it looks faded out
	Placeholder                   // the prompt of a control, or an untouched default
	Bullet                        // the sign of a list item, not typed
	Symbol                        // a sign of a symbol font that the reader does not know
	Odd                           // an effect that has no name here: outline, capitals, shadow …
)

// Emphasis holds the marks that draw attention to a word.
const Emphasis = Bold | Italic | Underline | Highlighted | Shaded | Coloured | Bordered

// Box is the state of a tick box.
type Box uint8

// States of a box. Conflicting: what is stored and what is shown differ.
const (
	NoBox Box = iota
	Ticked
	Unticked
	Conflicting
)

// Run is a stretch of text with the same looks. A box is a run of its own.
type Run struct {
	Text   string
	Marks  Marks
	Colour string // RRGGBB, empty for automatic
	Fill   string // highlight or background colour
	Font   string
	Size   int // half points, 0 when not known
	Box    Box
}

// ObjectKind says what else stands in or over the text.
type ObjectKind string

// Objects. Whatever a reader does not know is Unknown: it must never be left out.
const (
	Comment  ObjectKind = "comment"
	Footnote ObjectKind = "footnote"
	Closed   ObjectKind = "closed-curve" // ellipse, rounded frame
	Line     ObjectKind = "line"
	Shape    ObjectKind = "shape" // any other drawn shape
	Group    ObjectKind = "group"
	Ink      ObjectKind = "ink"
	Picture  ObjectKind = "picture"
	TextBox  ObjectKind = "text-box"
	Embedded ObjectKind = "embedded" // OLE, ActiveX, a control whose state lies elsewhere
	Conflict ObjectKind = "conflict" // two copies of the same answer that differ
	Unknown  ObjectKind = "unknown"
)

// Object is something in or over a paragraph that is not text of that paragraph.
type Object struct {
	Kind   ObjectKind
	Text   string // of a comment or note
	Inside []Block
	Drifts bool // it may lie far from where it is anchored
}

// Overlay says whether the object may cover text.
func (o Object) Overlay() bool {
	switch o.Kind {
	case Closed, Line, Shape, Group, Ink, Picture, TextBox:
		return true
	}
	return false
}

// Place is where something stands in the source, counted from 1; 0 is "not".
type Place struct{ Paragraph, Table, Row, Column int }

// String gives the place in Dutch: "tabel 1 rij 3 kolom 3" or "alinea 4".
func (p Place) String() string {
	if p.Table == 0 {
		return "alinea " + strconv.Itoa(p.Paragraph)
	}
	s := "tabel " + strconv.Itoa(p.Table) + " rij " + strconv.Itoa(p.Row)
	if p.Column > 0 {
		s += " kolom " + strconv.Itoa(p.Column)
	}
	return s
}

// Paragraph is a line of text with its evidence. A line break in it is "\n", a tab "\t".
type Paragraph struct {
	Runs    []Run
	Objects []Object
	Place   Place
}

// Text gives the visible text of the paragraph.
func (p *Paragraph) Text() string {
	var b strings.Builder
	for _, r := range p.Runs {
		if r.Marks&(Hidden|Invisible|Bullet) == 0 {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

// maxJoined is the length up to which runs are joined: joining without end would take
// time by the square of the text.
const maxJoined = 256

// Add appends a run, joined to the one before when both look the same, so that
// the way a program cut the text into runs never matters.
func (p *Paragraph) Add(r Run) {
	if r.Text == "" && r.Box == NoBox {
		return
	}
	if n := len(p.Runs); n > 0 && r.Box == NoBox {
		last := &p.Runs[n-1]
		if same := *last; same.Box == NoBox && len(same.Text) < maxJoined {
			same.Text = r.Text
			if same == r {
				last.Text += r.Text
				return
			}
		}
	}
	p.Runs = append(p.Runs, r)
}

// Block is a paragraph or a table; exactly one of the two is set.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
}

// Table is a grid of rows.
type Table struct{ Rows []Row }

// Row is one row of a table.
type Row struct{ Cells []Cell }

// Cell is one cell. Column counts grid columns from 0; Span says how many it covers.
// Merged: the cell is one with the cell above or below it.
type Cell struct {
	Blocks []Block
	Column int
	Span   int
	Merged bool
	Filled bool // the cell itself has a background colour
}

// Sheet is a whole document.
type Sheet struct {
	Blocks    []Block
	Furniture string   // text of headers and footers, a line each: it may say what marks mean
	Loose     []Object // objects that belong to no paragraph
	// Out of sight holds text that a reader of the form does not see, by place
	// (properties, comments, revisions, hidden): only for the search for personal data.
	OutOfSight map[string]string
}

// Hide records text that is not shown.
func (s *Sheet) Hide(place, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if s.OutOfSight == nil {
		s.OutOfSight = map[string]string{}
	}
	if was := s.OutOfSight[place]; was != "" {
		text = was + " " + text
	}
	s.OutOfSight[place] = text
}

// Each calls f for every paragraph in reading order, also those in tables, not those in text boxes.
func Each(blocks []Block, f func(*Paragraph)) {
	for _, b := range blocks {
		if b.Paragraph != nil {
			f(b.Paragraph)
			continue
		}
		for r := range b.Table.Rows {
			for c := range b.Table.Rows[r].Cells {
				Each(b.Table.Rows[r].Cells[c].Blocks, f)
			}
		}
	}
}

// Mend numbers the places of a finished sheet and marks merged cells.
func (s *Sheet) Mend() {
	n := numbering{}
	n.blocks(s.Blocks, Place{})
}

type numbering struct{ paragraph, table int }

func (n *numbering) blocks(blocks []Block, in Place) {
	for _, b := range blocks {
		if b.Paragraph != nil {
			n.paragraph++
			b.Paragraph.Place = in
			b.Paragraph.Place.Paragraph = n.paragraph
			for i := range b.Paragraph.Objects {
				n.blocks(b.Paragraph.Objects[i].Inside, in)
			}
			continue
		}
		n.rows(b.Table)
	}
}

func (n *numbering) rows(t *Table) {
	n.table++
	at := Place{Table: n.table}
	for r := range t.Rows {
		at.Row = r + 1
		for c := range t.Rows[r].Cells {
			at.Column = c + 1
			n.blocks(t.Rows[r].Cells[c].Blocks, at)
		}
	}
}
