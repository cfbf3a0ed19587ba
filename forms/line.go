package forms

import (
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// char is one character with the run that it stands in.
type char struct {
	r   rune
	run *sheet.Run
}

func (c char) is(m sheet.Marks) bool { return c.run.Marks&m != 0 }

// line is one line of a paragraph: what the recogniser works on. Hidden text and
// prompts are taken out of it, and remembered.
type line struct {
	chars   []char
	words   []word
	objects []sheet.Object
	place   sheet.Place
	bullet  *sheet.Run // a list sign that is no box
	hidden  bool       // text that is not shown stood here
	prompt  bool       // a prompt stood here
}

// word is a folded word of a line with its place in chars.
type word struct {
	text     string
	from, to int
}

func (l *line) blank() bool { return len(l.words) == 0 && strings.TrimSpace(l.text()) == "" }

func (l *line) text() string { return textOf(l.chars) }

func textOf(chars []char) string {
	var b strings.Builder
	b.Grow(len(chars))
	for _, c := range chars {
		b.WriteRune(c.r)
	}
	return b.String()
}

// from gives the rest of the line behind a character.
func (l *line) from(at int) line {
	rest := *l
	rest.chars = l.chars[min(at, len(l.chars)):]
	rest.words = wordsOf(rest.chars)
	return rest
}

// tab is the run of the first of the two spaces that a tab becomes.
var tab = &sheet.Run{}

// behindTab cuts a line at its last tab.
func (l *line) behindTab() (head, rest line, ok bool) {
	for i := len(l.chars) - 1; i > 0; i-- {
		if l.chars[i].run == tab {
			return l.until(i), l.from(i), true
		}
	}
	return line{}, line{}, false
}

// until gives the line up to a character.
func (l *line) until(at int) line {
	head := *l
	head.chars = l.chars[:at:at]
	head.words = wordsOf(head.chars)
	return head
}

// linesOf cuts a paragraph into lines.
func linesOf(p *sheet.Paragraph) []line {
	n := 0
	for i := range p.Runs {
		n += len(p.Runs[i].Text)
	}
	all := make([]char, 0, n)
	base := line{place: p.Place, objects: p.Objects}
	var out []line
	flush := func() {
		l := base
		l.chars = all[:len(all):len(all)]
		l.words = wordsOf(l.chars)
		out = append(out, l)
		all = all[len(all):]
	}
	for i := range p.Runs {
		run := &p.Runs[i]
		if base.takeAside(run) {
			continue
		}
		for _, r := range run.Text {
			if r == '\n' {
				flush()
				continue
			}
			if r == '\t' { // wide enough to set an answer apart from its label
				all = append(all, char{' ', tab})
			}
			if r = plain(r); r != 0 {
				all = append(all, char{r, run})
			}
		}
	}
	flush()
	for i := range out {
		out[i].hidden, out[i].prompt, out[i].bullet = base.hidden, base.prompt, base.bullet
	}
	return out
}

// takeAside keeps text that nobody sees, prompts and list signs out of the line.
func (l *line) takeAside(run *sheet.Run) bool {
	switch m := run.Marks; {
	case m&(sheet.Hidden|sheet.Invisible) != 0 || barred(run):
		l.hidden = l.hidden || strings.TrimSpace(run.Text) != ""
	case m&sheet.Placeholder != 0 && run.Box == sheet.NoBox:
		l.prompt = true
	case m&sheet.Bullet != 0 && run.Box == sheet.NoBox:
		l.bullet = run
	default:
		return false
	}
	return true
}

// barred says whether a run shows as a black bar.
func barred(run *sheet.Run) bool {
	return run.Fill != "" && black(run.Fill) && (run.Colour == "" || black(run.Colour))
}

func black(colour string) bool {
	switch strings.TrimPrefix(strings.ToLower(colour), "#") {
	case "black", "000000", "000", "rgb(0,0,0)", "rgb(0, 0, 0)":
		return true
	}
	return false
}

// plain folds characters that look alike; 0 is dropped.
func plain(r rune) rune {
	switch r {
	case '\u00a0', '\u2007', '\u2009', '\u200a', '\u202f', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u3000', '\t':
		return ' '
	case '\u00ad', '\u200b', '\u2060', '\ufeff', '\r', '\v', '\f':
		return 0
	}
	if r < ' ' && r != '\n' || r == '\u007f' {
		return 0 // nobody sees it
	}
	return r
}

// wordsOf cuts characters into folded words of letters and digits.
func wordsOf(chars []char) []word {
	const usual = 5 // letters of a word, with the space behind it
	if len(chars) == 0 {
		return nil
	}
	out := make([]word, 0, len(chars)/usual+1)
	var b [64]byte
	for i := 0; i < len(chars); {
		if !wordly(chars[i].r) || chars[i].run.Box != sheet.NoBox {
			i++
			continue
		}
		w, from := b[:0], i
		for i < len(chars) && wordly(chars[i].r) && chars[i].run.Box == sheet.NoBox {
			w = appendFolded(w, chars[i].r)
			i++
		}
		if len(w) > 0 {
			out = append(out, word{string(w), from, i})
		}
	}
	return out
}

func wordly(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// appendFolded appends a letter in lower case and without accents.
func appendFolded(b []byte, r rune) []byte {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(b, byte(r))
	}
	if unicode.Is(unicode.Mn, r) {
		return b
	}
	r = unicode.ToLower(r)
	if base, ok := accents[r]; ok {
		return append(b, base...)
	}
	return append(b, string(r)...)
}

var accents = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'ä': "a", 'å': "a", 'è': "e", 'é': "e", 'ê': "e", 'ë': "e", 'ì': "i", 'í': "i", 'î': "i", 'ï': "i",
	'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ö': "o", 'ù': "u", 'ú': "u", 'û': "u", 'ü': "u", 'ñ': "n", 'ç': "c", 'ý': "y", 'ÿ': "y", 'ĳ': "ij",
	'ﬁ': "fi", 'ﬂ': "fl", 'ﬀ': "ff",
}

// foldWords gives the folded words of a text.
func foldWords(s string) []string {
	var out []string
	var b [64]byte
	w := b[:0]
	in := false
	end := func() {
		if in && len(w) > 0 {
			out = append(out, string(w))
		}
		w, in = b[:0], false
	}
	for _, r := range s {
		if r = plain(r); r == 0 {
			continue
		}
		if !wordly(r) {
			end()
			continue
		}
		w, in = appendFolded(w, r), true
	}
	end()
	return out
}

func foldText(s string) string { return strings.Join(foldWords(s), " ") }

// typedChars leaves out the sign of a list item, which nobody typed.
func typedChars(chars []char) []char {
	for i := range chars {
		if !chars[i].is(sheet.Bullet) {
			return chars[i:]
		}
	}
	return nil
}

// written gives lines as written, white space folded.
func written(lines []line) string {
	var parts []string
	for i := range lines {
		parts = append(parts, textOf(typedChars(lines[i].chars)))
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}
