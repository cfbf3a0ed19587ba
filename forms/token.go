package forms

import (
	"strings"

	"mdaplus/forms/sheet"
)

// option is one of the answers that a question offers.
type option struct {
	value string
	word  string // folded
}

var (
	yesNo = []option{{"yes", "ja"}, {"no", "nee"}}
	roles = []option{{"mother", "moeder"}, {"father", "vader"}, {"child", "kind"}}
)

// tokenKind is what a piece of an answer is.
type tokenKind int

const (
	optionToken  tokenKind = iota
	boxToken               // a tick box in some state
	markToken              // x, v, a tick: a mark beside a word
	crossToken             // ❌ ✗: a mark that may also mean "not"
	slashToken             // what stands between options
	lineToken              // the end of a line
	wordToken              // anything else that was written
	bracketToken           // an option in brackets: emphasis, or a remark
)

// token is one piece of an answer with its characters.
type token struct {
	kind   tokenKind
	option int
	box    sheet.Box
	bullet bool
	text   string
	chars  []char
	bare   bool // nothing but the word: no comma or full stop behind it
}

// share gives how many of the letters of a token have one of the marks, and of how many.
func (t *token) share(m sheet.Marks) (with, of int) {
	for _, c := range t.chars {
		if !wordly(c.r) && t.kind != boxToken && t.kind != markToken {
			continue
		}
		of++
		if c.is(m) {
			with++
		}
	}
	return with, of
}

func (t *token) wholly(m sheet.Marks) bool { w, of := t.share(m); return of > 0 && w == of }
func (t *token) partly(m sheet.Marks) bool { w, of := t.share(m); return w > 0 && w < of }

const (
	// betweenPieces are signs that say nothing: space, punctuation, and what chooses how the
	// sign before it is drawn.
	betweenPieces = " _.…,;:\"'‘’“”\u200c\u200d\ufe0e\ufe0f"
	slashes       = "/|\\\u2044\u2215\uff0f"
)

// tokens cuts the lines of an answer into pieces.
func tokens(lines []line, options []option) []token {
	var out []token
	for i := range lines {
		if i > 0 {
			out = append(out, token{kind: lineToken})
		}
		out = tokensOf(out, lines[i].chars, options)
	}
	return out
}

func tokensOf(out []token, chars []char, options []option) []token {
	for i := 0; i < len(chars); {
		c := chars[i]
		switch {
		case c.run.Box != sheet.NoBox:
			out = append(out, token{kind: boxToken, box: c.run.Box, bullet: c.is(sheet.Bullet), chars: chars[i : i+1], text: string(c.r)})
			i++
		case strings.ContainsRune(betweenPieces, c.r):
			i++
		case strings.ContainsRune(slashes, c.r):
			out = append(out, token{kind: slashToken, chars: chars[i : i+1]})
			i++
		case c.r == '[' || c.r == '(':
			t, n := bracket(chars[i:], options)
			out = append(out, t)
			i += n
		default:
			t, n := piece(chars[i:], options)
			out = append(out, t)
			i += n
		}
	}
	return out
}

// maxBracket is how far the bracket that closes a typed box may stand.
const maxBracket = 8

// bracket reads a typed box such as "[x]" or "( )", or an option in brackets.
func bracket(chars []char, options []option) (token, int) {
	end := 0
	for i := 1; i < len(chars) && i <= maxBracket; i++ {
		if c := chars[i].r; c == ']' || c == ')' {
			end = i
			break
		}
	}
	if end == 0 {
		return token{kind: wordToken, text: "(", chars: chars[:1]}, 1
	}
	inner := strings.Trim(textOf(chars[1:end]), " _\u00a0")
	t := token{chars: chars[:end+1], text: inner}
	switch strings.ToLower(inner) {
	case "":
		t.kind, t.box = boxToken, sheet.Unticked
	case "x", "v", "✓", "✔", "•", "●", "*", "☒", "☑", "√":
		t.kind, t.box = boxToken, sheet.Ticked
	default:
		t.kind = wordToken
		for i, o := range options {
			if foldText(inner) == o.word {
				t.kind, t.option = bracketToken, i
			}
		}
	}
	return t, end + 1
}

// piece reads a word or a sign.
func piece(chars []char, options []option) (token, int) {
	if kind, ok := signKind(chars[0].r); ok {
		return token{kind: kind, chars: chars[:1], text: string(chars[0].r), bare: true}, 1
	}
	n := 0
	for n < len(chars) && !strings.ContainsRune(" []()\"“”\u200d\ufe0f"+slashes, chars[n].r) && chars[n].run.Box == sheet.NoBox {
		if _, sign := signKind(chars[n].r); sign {
			break
		}
		n++
	}
	n = max(n, 1)
	core := n
	for core > 1 && strings.ContainsRune(".,;:!_…'’", chars[core-1].r) {
		core--
	}
	t := token{kind: wordToken, chars: chars[:core], text: strings.ToLower(textOf(chars[:core])), bare: core == n}
	folded := foldText(t.text)
	for i, o := range options {
		if folded == o.word && len([]rune(t.text)) == len([]rune(o.word)) || o.word == "nee" && folded == "neen" {
			t.kind, t.option = optionToken, i
		}
	}
	if t.kind == wordToken {
		switch t.text {
		case "x", "v":
			if t.bare {
				t.kind = markToken
			}
		case "of":
			t.kind = slashToken
		}
	}
	return t, n
}

// signKind knows signs that mark a word.
func signKind(r rune) (tokenKind, bool) {
	switch r {
	case '✓', '✔', '√', '✅':
		return markToken, true
	case '×':
		return markToken, true
	case '✗', '✘', '✖', '❌', '❎', '✕':
		return crossToken, true
	}
	return 0, false
}
