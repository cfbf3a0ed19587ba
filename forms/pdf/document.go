package pdf

import "errors"

// Why a PDF stays closed.
var (
	ErrEncrypted = errors.New("pdf: it opens with a password only")
	ErrTooLarge  = errors.New("pdf: it is too large, or takes too long to open")
	ErrDamaged   = errors.New("pdf: it is damaged")
	ErrNoEngine  = errors.New("pdf: there is no engine to open it with")
	ErrPicture   = errors.New("pdf: what it shows is a picture, not text")
	ErrUnread    = errors.New("pdf: its content lies elsewhere than on its pages")
)

// Document is a PDF as an engine opens it: what is drawn where, and nothing about what
// it means.
type Document struct {
	Pages     []Page
	Revisions int  // how often it was saved on top of an earlier state
	XFA       bool // its form is kept as XML beside the pages
	Portfolio bool // its pages are only the cover of files in it
	Layers    bool // it has layers that are switched off
}

// Point is a place on a page, in points, Y upwards.
type Point struct{ X, Y float64 }

// Rect is an upright rectangle.
type Rect struct{ Left, Bottom, Right, Top float64 }

// Page is what is drawn on one page. Rotation counts quarter turns clockwise; all
// coordinates are those before the turn. Visible is the part that is shown.
type Page struct {
	Visible  Rect
	Rotation int
	Chars    []Char
	Texts    []Text
	Paths    []Path
	Areas    []Area
	Notes    []Annotation
}

// Text is what a stretch of characters has in common.
type Text struct {
	Font         string // the name as in the file, with its subset tag
	Size         float64
	Weight       int // 0 when not known
	Italic, Bold bool
	Fixed        bool // of one width
	Colour       Colour
	Mode         int // how it is drawn: 3 is not at all
	Order        int // of painting
	Layer        bool
	Clip         Rect
}

// Char is one character. Origin lies on the baseline; Box is round the ink, Cell from the
// origin to the next one.
type Char struct {
	Rune    rune
	Text    int // index into Texts
	Origin  Point
	Box     Rect
	Cell    Rect
	Angle   float64 // radians, anticlockwise
	Unknown bool    // its font does not say which character it is
}

// Colour is what ink has: Pattern for what is no single colour. A of 255 is opaque.
type Colour struct {
	R, G, B, A uint8
	Pattern    bool
}

// Path is a drawn figure. Lines holds its straight and curved parts in order.
type Path struct {
	Box         Rect
	Strokes     []Stroke
	Filled      bool
	Stroked     bool
	Fill, Line  Colour
	Width       float64
	Transparent bool
	Order       int
	Layer       bool
	Clip        Rect
	Many        bool // more parts than were kept
}

// Stroke is one part of a figure, from the end of the one before to To.
type Stroke struct {
	To   Point
	Kind StrokeKind
	Back bool // and from there back to where the figure began
}

// StrokeKind is the sort of a stroke.
type StrokeKind uint8

// Kinds of strokes. Of a curve every control point is one.
const (
	Move StrokeKind = iota
	Straight
	Curve
)

// Area is a picture, shading or whatever else covers a part of the page.
type Area struct {
	Box   Rect
	Image bool
	Order int
	Layer bool
}

// Annotation is what was put on a page afterwards, or a control of its form.
type Annotation struct {
	Kind     string // as in the file: StrikeOut, Widget, …
	Box      Rect
	Hidden   bool // not shown on a screen
	Quads    [][4]Point
	Ink      [][]Point
	Line     []Point
	Contents string
	Filled   bool // it has a colour inside
	Layer    bool
	Drawn    bool // it has an appearance of its own
	Reply    bool
	Field    *Field
}

// FieldKind is the sort of a control.
type FieldKind uint8

// Kinds of controls.
const (
	OtherField FieldKind = iota
	PushButton
	CheckBox
	Radio
	TextField
	Combo
	List
	Signature
)

// Field is a control of a form. State is what is shown (/AS), Value what is stored (/V).
type Field struct {
	Kind     FieldKind
	Name     string
	Tip      string
	Value    string
	State    string
	Export   string // the value that it stands for when it is on
	Chosen   []string
	Password bool
	// Shown is the text that the control shows, when the engine could tell.
	Shown      string
	ShownKnown bool
}
