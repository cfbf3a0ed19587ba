package templates

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A mail is written once, in mail/<kind>.txt, and laid out twice: as plain text
// and as HTML. So both always say the same. The source is plain text in blocks,
// with an empty line between two blocks; the start of a line says what it is:
//
//	# heading
//	- item of a list
//	- place :: what is said about it
//	1. step, numbered in the order given
//	= label :: value
//	| line that stays a line
//	$ command to type
//
// Every other line belongs to the paragraph, item or step above it.
type block struct {
	Kind  string // "text", "heading", "list", "steps", "facts", "lines", "commands"
	Lines []line
}

// line is one paragraph, item, step or fact. Label is what stands before " :: ".
type line struct{ Label, Text string }

var marks = []struct{ mark, kind string }{
	{"# ", "heading"}, {"- ", "list"}, {"1. ", "steps"}, {"= ", "facts"}, {"| ", "lines"}, {"$ ", "commands"},
}

func parseBlocks(source string) []block {
	var blocks []block
	fresh := true // the next line starts a block
	for raw := range strings.Lines(source) {
		text := strings.TrimSpace(raw)
		if text == "" {
			fresh = true
			continue
		}
		kind, rest := kindOf(text)
		last := len(blocks) - 1
		switch {
		case fresh || kind != "text" && blocks[last].Kind != kind:
			blocks = append(blocks, block{Kind: kind, Lines: []line{lineOf(kind, rest)}})
		case kind == "text":
			lines := blocks[last].Lines
			lines[len(lines)-1].Text += " " + rest
		default:
			blocks[last].Lines = append(blocks[last].Lines, lineOf(kind, rest))
		}
		fresh = false
	}
	return blocks
}

func kindOf(text string) (kind, rest string) {
	for _, m := range marks {
		if rest, ok := strings.CutPrefix(text, m.mark); ok {
			return m.kind, rest
		}
	}
	return "text", text
}

func lineOf(kind, text string) line {
	if kind == "facts" || kind == "list" {
		if label, value, ok := strings.Cut(text, " :: "); ok {
			return line{Label: label, Text: value}
		}
	}
	return line{Text: text}
}

// lineWidth is the longest line of a plain text mail; quoting it still fits in 76.
const lineWidth = 72

// plain lays the blocks out as text.
func plain(blocks []block) string {
	var parts []string
	for _, b := range blocks {
		var lines []string
		for i, l := range b.Lines {
			lines = append(lines, plainLine(b, i, l))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func plainLine(b block, i int, l line) string {
	switch b.Kind {
	case "heading":
		return wrap(l.Text, "", "") + "\n" + strings.Repeat("-", min(utf8.RuneCountInString(l.Text), lineWidth))
	case "list":
		if l.Label != "" {
			return wrap(l.Label, "- ", "  ") + "\n" + wrap(l.Text, "  ", "  ")
		}
		return wrap(l.Text, "- ", "  ")
	case "steps":
		return wrap(l.Text, fmt.Sprintf("%d. ", i+1), "   ")
	case "facts":
		width := labelWidth(b)
		label := l.Label + ":" + strings.Repeat(" ", width-utf8.RuneCountInString(l.Label))
		return wrap(l.Text, label+" ", strings.Repeat(" ", width+2))
	case "commands":
		return "    " + l.Text
	default:
		return wrap(l.Text, "", "")
	}
}

func labelWidth(b block) int {
	width := 0
	for _, l := range b.Lines {
		width = max(width, utf8.RuneCountInString(l.Label))
	}
	return width
}

// wrap breaks text between words; the first line starts with first, the others with rest.
// A word that is longer than a line is kept whole.
func wrap(text, first, rest string) string {
	var out strings.Builder
	out.WriteString(first)
	at, empty := utf8.RuneCountInString(first), true
	for _, word := range strings.Fields(text) {
		size := utf8.RuneCountInString(word)
		if !empty && at+1+size > lineWidth {
			out.WriteString("\n" + rest)
			at, empty = utf8.RuneCountInString(rest), true
		}
		if !empty {
			out.WriteByte(' ')
			at++
		}
		out.WriteString(word)
		at, empty = at+size, false
	}
	return out.String()
}
