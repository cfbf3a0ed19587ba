package html

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"mdaplus/forms/sheet"
)

// styled gives the looks inside an element: its own meaning, then its style attribute.
func (w *walker) styled(n *html.Node, l looks) looks {
	switch n.DataAtom {
	case atom.S, atom.Strike:
		l.run.Marks |= sheet.Struck
	case atom.Ins:
		l.run.Marks |= sheet.Inserted
	case atom.U:
		l.run.Marks |= sheet.Underline
	case atom.B, atom.Strong, atom.Th, atom.H1, atom.H2, atom.H3, atom.H4:
		l.run.Marks |= sheet.Bold
	case atom.I, atom.Em:
		l.run.Marks |= sheet.Italic
	case atom.Mark:
		l.run.Marks |= sheet.Highlighted
		l.run.Fill = "yellow"
	case atom.Sub, atom.Sup:
		l.run.Marks |= sheet.Raised
	case atom.Pre:
		l.pre = true
	case atom.Font:
		l.font(attr(n, "face"))
		if c := attr(n, "color"); c != "" {
			l.colour(c)
		}
		if s := attr(n, "size"); s != "" {
			l.run.Size = len(s)*1000 + int(s[0])
		}
	}
	outer := l.run
	for _, r := range append(w.css.of(n), declarations(attr(n, "style"))...) {
		l.property(r.name, r.value)
	}
	if boxLevel(n.DataAtom) { // the background or frame of a block is no mark on a word
		l.run.Fill = outer.Fill
		l.run.Marks = l.run.Marks&^ground | outer.Marks&ground
	}
	return l
}

const ground = sheet.Highlighted | sheet.Shaded | sheet.Bordered | sheet.Odd

func boxLevel(a atom.Atom) bool {
	switch a {
	case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
		return true
	}
	return blockLevel(a)
}

func (l *looks) set(on bool, m sheet.Marks) {
	l.run.Marks &^= m
	if on {
		l.run.Marks |= m
	}
}

func (l *looks) property(name, value string) {
	switch name {
	case "text-decoration", "text-decoration-line":
		if strings.Contains(value, "line-through") {
			l.run.Marks |= sheet.Struck
		}
		if strings.Contains(value, "underline") {
			l.run.Marks |= sheet.Underline
		}
	case "font-weight":
		n, _ := strconv.Atoi(value)
		l.set(n >= 600 || strings.HasPrefix(value, "bold"), sheet.Bold)
	case "font-style":
		l.set(strings.HasPrefix(value, "italic") || strings.HasPrefix(value, "oblique"), sheet.Italic)
	case "font-family":
		l.font(value)
	case "font-size":
		l.run.Size = size(value)
		if value == "0" || strings.HasPrefix(value, "0p") || value == "1px" {
			l.run.Marks |= sheet.Hidden
		}
	case "color":
		l.colour(value)
	case "background", "background-color", "mso-highlight":
		l.background(value)
	case "border":
		l.set(!strings.Contains(value, "none") && !strings.HasPrefix(value, "0"), sheet.Bordered)
	case "vertical-align":
		l.set(value == "super" || value == "sub", sheet.Raised)
	case "text-transform", "text-shadow", "outline", "font-variant", "border-bottom", "border-top", "border-left", "border-right", "box-shadow", "filter":
		l.set(value != "normal" && !strings.HasPrefix(value, "0") && !strings.Contains(value, "none"), sheet.Odd)
	case "mso-list":
		l.set(strings.Contains(value, "ignore"), sheet.Bullet)
	case "white-space":
		l.pre = strings.HasPrefix(value, "pre")
	case "display", "visibility", "mso-hide", "opacity":
		if value == "none" || value == "hidden" || value == "all" || value == "0" || value == "collapse" {
			l.run.Marks |= sheet.Hidden
		}
	}
}

func size(value string) int {
	n, err := strconv.ParseFloat(strings.TrimRight(value, "ptxemr%"), 64)
	if err != nil || n < 0 || n > 10000 {
		return len(value) * 100000
	}
	return int(n * 2)
}

func (l *looks) font(face string) {
	l.run.Font = strings.Trim(strings.ToLower(strings.TrimSpace(strings.Split(face, ",")[0])), `"' `)
}

func (l *looks) colour(value string) {
	c := hex(value)
	l.run.Marks &^= sheet.Coloured | sheet.Faint | sheet.Invisible
	l.run.Colour = ""
	if c != "" && c != "000000" {
		l.run.Colour = c
		l.run.Marks |= sheet.ColourMark(c)
		if c == l.run.Fill {
			l.run.Marks |= sheet.Invisible
		}
	}
}

func (l *looks) background(value string) {
	c := hex(strings.Fields(value + " x")[0])
	l.run.Marks &^= sheet.Highlighted
	l.run.Fill = ""
	if c != "" && c != "FFFFFF" && value != "transparent" && value != "none" && value != "initial" && value != "inherit" {
		l.run.Fill = c
		l.run.Marks |= sheet.Highlighted
	}
}

var names = map[string]string{
	"black": "000000", "windowtext": "000000", "white": "FFFFFF", "red": "FF0000", "blue": "0000FF", "green": "008000", "yellow": "FFFF00",
	"lime": "00FF00", "gray": "808080", "grey": "808080", "silver": "C0C0C0", "lightgray": "D3D3D3", "lightgrey": "D3D3D3", "navy": "000080",
	"orange": "FFA500", "purple": "800080", "maroon": "800000", "teal": "008080", "inherit": "", "initial": "", "transparent": "", "none": "",
	"auto": "", "currentcolor": "", "x": "",
}

// hex gives RRGGBB for the usual ways to write a colour; an unknown one stays as written.
func hex(v string) string {
	v = strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "!important")))
	if c, ok := names[v]; ok {
		return c
	}
	if strings.HasPrefix(v, "#") {
		v = v[1:]
		if len(v) == 3 {
			v = string([]byte{v[0], v[0], v[1], v[1], v[2], v[2]})
		}
		return strings.ToUpper(v)
	}
	if strings.HasPrefix(v, "rgb") {
		return rgb(v)
	}
	return v
}

func rgb(v string) string {
	parts := strings.FieldsFunc(v[3:], func(c rune) bool { return c < '0' || c > '9' })
	if len(parts) < 3 {
		return v
	}
	out := ""
	for _, p := range parts[:3] {
		n, _ := strconv.Atoi(p)
		h := strconv.FormatInt(int64(min(n, 255)), 16)
		out += strings.Repeat("0", 2-len(h)) + h
	}
	return strings.ToUpper(out)
}
