package rtf

import (
	"fmt"
	"strings"

	"mdaplus/forms/sheet"
)

// state is what a group inherits from the group around it.
type state struct {
	dest  dest
	field *field // whose instruction is read

	direct    looks // set by words since \plain
	styled    looks // of the character style
	paragraph looks // of the paragraph style and the paragraph itself

	deleted, inserted bool
	doubted           bool // a reset stood inside a deletion
	unicode           int  // characters behind \u that stand for it
	inTable           bool
	level             int  // of nested tables
	listed            bool // the paragraph belongs to a list
	borders           borderOf
}

// borderOf says what the next kind of line is a line of.
type borderOf int

const (
	borderOther borderOf = iota
	borderText
	borderParagraph
)

// group is an open group: the state outside it, and what to do at its end.
type group struct {
	outer state
	close func()
}

// reader turns tokens into blocks.
type reader struct {
	lexer
	state
	groups []group
	star   bool // \* was just read: the next word may be left out when unknown
	skip   int  // characters to pass over behind \u

	pending []byte // bytes of text not decoded yet
	half    rune   // the first half of a character of two \u

	fonts    map[int]fontInfo
	colours  []string
	styles   map[styleKey]*style
	tables   tables
	rowDefs  [2]rowDef // of tables, and of tables inside tables
	page     int       // the code page of the document
	standard int       // the font where none is given

	flow   *flow
	grid   int // cells of rows so far
	fields []*field
	shapes []*shape
	list   *strings.Builder // the sign of a list item
	name   *strings.Builder // a name or value
	kept   map[string]*strings.Builder
	edges  strings.Builder
}

func newReader(data []byte) *reader {
	r := &reader{lexer: lexer{data: data}, fonts: map[int]fontInfo{}, styles: map[styleKey]*style{}, page: 1252, flow: &flow{},
		kept: map[string]*strings.Builder{}}
	r.unicode = 1
	return r
}

// run reads until the group that holds the document closes.
func (r *reader) run() error {
	for {
		t, err := r.next()
		if err != nil {
			return err
		}
		if t.kind != char {
			r.flush()
		}
		switch t.kind {
		case groupOpen:
			if len(r.groups) >= maxDepth {
				return fmt.Errorf("%w: groups nested deeper than %d", ErrTooLarge, maxDepth)
			}
			r.groups = append(r.groups, group{outer: r.state})
			r.star, r.skip = false, 0
			r.opened()
		case groupClose:
			if r.closed(); len(r.groups) == 0 {
				return nil
			}
		case end:
			return fmt.Errorf("%w: it ends too early", ErrDamaged)
		case char:
			if r.byte(t.char); r.dest == destSkip {
				r.pass()
			}
		default:
			if err := r.control(t); err != nil {
				return err
			}
		}
	}
}

// closed ends a group.
func (r *reader) closed() {
	r.star, r.skip = false, 0
	n := len(r.groups)
	g := r.groups[n-1]
	if g.close != nil {
		g.close()
	}
	r.groups = r.groups[:n-1]
	r.state = g.outer
}

// atClose adds what to do at the end of the group that is open.
func (r *reader) atClose(f func()) {
	g := &r.groups[len(r.groups)-1]
	first := g.close
	g.close = func() {
		f()
		if first != nil {
			first()
		}
	}
}

// control acts on a control word or sign.
func (r *reader) control(t token) error {
	if _, text := spoken[t.name]; r.skip > 0 && (t.kind == sign || text || t.name == "bin") {
		r.skip--
		return nil
	}
	r.skip = 0 // a word that changes looks is no copy of a character
	star := r.star
	r.star = false
	if t.kind == sign {
		r.sign(t.char)
		return nil
	}
	if r.dest.table() && r.tableWord(t) {
		return nil
	}
	if r.destination(t, star) {
		return nil
	}
	switch {
	case star && (r.dest.visible() || r.dest == destUnknown):
		r.enter(destUnknown)
		return nil
	case star:
		r.enter(destSkip)
		return nil
	}
	return r.word(t)
}

// sign acts on a backslash with a character that is no letter.
func (r *reader) sign(c byte) {
	switch c {
	case '*':
		r.star = true
	case '~':
		r.emit("\u00a0")
	case '_':
		r.emit("-")
	case '-', '|', ':':
	case '\'':
		r.emit("\uFFFD")
	}
}

// word acts on a control word that is no destination.
func (r *reader) word(t token) error {
	switch t.name {
	case "ansicpg":
		r.page = t.number
	case "mac":
		r.page = 10000
	case "pc":
		r.page = 437
	case "pca":
		r.page = 850
	case "deff":
		r.standard = t.number
	case "uc":
		r.unicode = max(0, min(t.number, 16))
	case "u":
		r.unicodeChar(t.number)
	case "bin":
	case "plain":
		r.plain()
	case "pard":
		r.inTable, r.level, r.listed = false, 0, false
		r.paragraph = looks{}
	case "deleted", "mvf":
		r.deleted = !t.given || t.number != 0
	case "revised", "mvt":
		r.inserted = !t.given || t.number != 0
	default:
		return r.formatting(t)
	}
	return nil
}

// plain resets the looks of letters. Whether a deletion goes on behind it is not certain.
func (r *reader) plain() {
	r.direct, r.styled = looks{}, looks{}
	if r.deleted {
		r.doubted = true
	}
	r.deleted, r.inserted = false, false
}

func (r *reader) formatting(t token) error {
	if text, ok := spoken[t.name]; ok {
		r.emit(text)
		return nil
	}
	switch t.name {
	case "par", "sect", "page", "column":
		r.endParagraph()
	case "cs":
		r.styled = r.styleLooks(styleKey{'c', t.number})
	case "s":
		r.paragraph = r.styleLooks(styleKey{'p', t.number})
	case "cbpat":
		r.paragraph.set(fill, t.number)
	case "box", "brdrt", "brdrb", "brdrl", "brdrr":
		r.borders = borderParagraph
	case "pgbrdrt", "pgbrdrb", "pgbrdrl", "pgbrdrr":
		r.borders = borderOther
	case "brdrs", "brdrth", "brdrdb", "brdrdot", "brdrdash", "brdrhair", "brdrtriple", "brdrw":
		if r.borders == borderParagraph {
			r.paragraph.set(border, 1)
		}
	case "brdrnone", "brdrnil":
		r.noBorder()
	case "ls":
		r.listed = t.number != 0
	default:
		if r.cellWord(t) {
			return r.tooLarge()
		}
		if r.direct.take(t) {
			r.borders = map[bool]borderOf{true: borderText, false: r.borders}[t.name == "chbrdr"]
		}
	}
	return nil
}

func (r *reader) noBorder() {
	switch r.borders {
	case borderText:
		r.direct.set(border, 0)
	case borderParagraph:
		r.paragraph.set(border, 0)
	}
}

// spoken are words that stand for text.
var spoken = map[string]string{"tab": "\t", "line": "\n", "lbr": "\n", "softline": "", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
	"ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "", "zwnj": "",
	"zwbo": "", "zwnbo": ""}

// looksNow gives what all levels add up to.
func (r *reader) looksNow() looks { return r.direct.over(r.styled.over(r.paragraph)) }

// fontNow gives the font that letters at this place stand in.
func (r *reader) fontNow() fontInfo { return r.fontOf(r.looksNow()) }

func (r *reader) fontOf(l looks) fontInfo {
	if l.given&(1<<font) == 0 {
		return r.fonts[r.standard]
	}
	return r.fonts[int(l.value[font])]
}

// look gives the run that text at this place is.
func (r *reader) look() sheet.Run {
	out := r.runOf(r.looksNow())
	if r.inserted {
		out.Marks |= sheet.Inserted
	}
	return out
}

// object puts an object at the current place.
func (r *reader) object(o sheet.Object) {
	if r.deleted || !r.dest.visible() {
		return
	}
	p := r.flow.paragraph()
	if n := len(p.Objects); n > 0 && o.Kind == sheet.Unknown && p.Objects[n-1].Kind == sheet.Unknown {
		return
	}
	p.Objects = append(p.Objects, o)
}
