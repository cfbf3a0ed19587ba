// Package text reads plain text into a sheet, one paragraph a line, and decides where
// the newest message ends and quoted older mail begins: an older form that is quoted
// never supplies answers.
package text

import (
	"slices"
	"strings"
	"unicode"

	"mdaplus/forms/sheet"
)

// maxLines bounds what is read; a form has about sixty lines.
const maxLines = 200_000

// Read gives the text as a sheet; lines keep their order, empty lines stay.
func Read(s string) *sheet.Sheet {
	sh := &sheet.Sheet{}
	for i, line := range lines(s) {
		if i == maxLines {
			sh.Loose = append(sh.Loose, sheet.Object{Kind: sheet.Unknown})
			break
		}
		sh.Blocks = append(sh.Blocks, sheet.Block{Paragraph: paragraph(line)})
	}
	sh.Mend()
	return sh
}

func lines(s string) []string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Split(strings.TrimRight(s, "\n"), "\n")
}

// paragraph makes a line with its signs of boxes as runs of their own.
func paragraph(line string) *sheet.Paragraph {
	p := &sheet.Paragraph{}
	Write(p, line, sheet.Run{})
	return p
}

// Write adds text to a paragraph in the given looks, with every box sign as its own run.
func Write(p *sheet.Paragraph, s string, looks sheet.Run) {
	from := 0
	for i, c := range s {
		if b := sheet.BoxOf(c); b != sheet.NoBox {
			looks.Text, looks.Box = s[from:i], sheet.NoBox
			p.Add(looks)
			looks.Text, looks.Box = string(c), b
			p.Add(looks)
			from = i + len(string(c))
		}
	}
	looks.Text, looks.Box = s[from:], sheet.NoBox
	p.Add(looks)
}

// Mail splits the text of a mail into what was written now and the older mail that it quotes.
func Mail(s string) (now, older *sheet.Sheet) {
	all := lines(s)
	var top, rest []string
	for i, line := range all {
		if IsHistory(all[i:]) {
			end := i + quotedBelow(all[i:])
			for _, l := range all[i:end] {
				rest = append(rest, unquote(l))
			}
			top = append(top, all[end:]...)
			break
		}
		if quoted(line) && !ownSign(all, i) {
			rest = append(rest, unquote(line))
			continue
		}
		top = append(top, line)
	}
	return Read(strings.Join(top, "\n")), Read(strings.Join(rest, "\n"))
}

// ownSign says whether the sign of a quote was typed by who writes now: one line between
// lines of their own, as in "> 10 meldingen".
func ownSign(all []string, i int) bool {
	own := func(j int) bool {
		return j >= 0 && j < len(all) && strings.TrimSpace(all[j]) != "" && !quoted(all[j])
	}
	return own(i-1) && own(i+1)
}

// Turn is a stretch of older mail and what was written right below it.
type Turn struct{ Older, Now string }

// Turns splits a mail that is answered between its lines: in the first turn stands what was
// written above all older mail. It gives nil when older mail is not marked line by line.
func Turns(s string) (turns []Turn) {
	var older, now strings.Builder
	next := func() {
		turns = append(turns, Turn{older.String(), now.String()})
		older.Reset()
		now.Reset()
	}
	said := true // something was written since the last line of older mail
	all := lines(s)
	for i := 0; i < len(all); i++ {
		switch {
		case quoted(all[i]):
			if said {
				next()
				said = false
			}
			older.WriteString(unquote(all[i]) + "\n")
		case IsHistory(all[i:]):
			end := slices.IndexFunc(all[i:], quoted)
			if end < 0 || end > maxIntroduction {
				return nil
			}
			i += end - 1
		default:
			said = said || strings.TrimSpace(all[i]) != ""
			now.WriteString(all[i] + "\n")
		}
	}
	next()
	return turns
}

// maxIntroduction is how many lines may lie between the header of older mail and its text.
const maxIntroduction = 4

// quotedBelow counts the lines of older mail from its header on: all that follow, or up to
// the last one with the sign of a quote where every line of it has that sign. What stands
// below those was written now.
func quotedBelow(ahead []string) int {
	first, last, bare := -1, 0, 0
	for i, line := range ahead {
		switch {
		case quoted(line):
			if first < 0 {
				first = i
			}
			last = i
		case first < 0 && i >= maxIntroduction:
			return len(ahead)
		case first >= 0 && i > 0 && strings.TrimSpace(line) != "" && IsHistory(ahead[i:]):
			return len(ahead)
		}
	}
	if first < 0 || divider(clean(ahead[0])) || strings.HasSuffix(clean(ahead[0]), ">>>") {
		return len(ahead)
	}
	for _, line := range ahead[first:last] {
		if !quoted(line) && strings.TrimSpace(line) != "" {
			bare++
		}
	}
	if bare > 0 { // lines that a program wrapped, or answers between the lines
		return len(ahead)
	}
	return last + 1
}

func quoted(line string) bool {
	t := strings.TrimLeft(line, " \t")
	return strings.HasPrefix(t, ">") || strings.HasPrefix(t, "|>")
}

func unquote(line string) string {
	t := strings.TrimLeft(line, " \t")
	if !quoted(line) {
		return line
	}
	for strings.HasPrefix(t, ">") || strings.HasPrefix(t, "|") || strings.HasPrefix(t, " >") {
		t = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(t, " "), ">"), "|")
	}
	return strings.TrimPrefix(t, " ")
}

// headerWindow is how many lines may lie between "Van:" and the other lines of a header.
const headerWindow = 8

// IsHistory says whether the lines begin with the header that a mail program puts above
// older mail, in Dutch or English.
func IsHistory(ahead []string) bool {
	first := clean(ahead[0])
	switch {
	case first == "":
		return false
	case divider(first):
		return true
	case starts(first, "van:", "from:", "von:", "de:", "de :", "afzender:"):
		return headerIn(first) || headerFollows(ahead[1:])
	case starts(first, "onderwerp:", "subject:", "datum:", "date:", "verzonden:", "sent:"):
		return headerFollows(ahead[1:]) && senderFollows(ahead[1:])
	case starts(first, "op ", "on ", "le ", "am ", "in een bericht", "in een e-mail") && introduction(ahead):
		return true
	}
	return writes(first, ahead[1:])
}

// clean takes the signs of bold and quotes off a line and folds it.
func clean(line string) string {
	line = strings.TrimLeft(strings.NewReplacer("*", "", "\u00a0", " ", "_", " ").Replace(line), "> \t")
	return strings.ToLower(strings.TrimSpace(line))
}

func divider(line string) bool {
	bare := strings.Trim(line, "-–—_=* ")
	if bare == line {
		return false
	}
	return starts(bare, "oorspronkelijk bericht", "origineel bericht", "original message", "forwarded message", "doorgestuurd bericht",
		"begin doorgestuurd bericht", "begin forwarded message", "original appointment", "doorgestuurde mail", "reply message")
}

// headerFollows looks for at least two of date, to and subject right below.
func headerFollows(ahead []string) bool {
	n := 0
	if len(ahead) > 1 && starts(clean(ahead[0]), "verzonden:", "sent:", "datum:", "date:") && clean(ahead[1]) == "" {
		return true
	}
	for i, line := range ahead {
		if i == headerWindow || n >= 2 {
			break
		}
		l := clean(line)
		if starts(l, headerNames...) {
			n++
		}
	}
	return n >= 2
}

// headerNames are the names of the lines of a header below that of its sender.
var headerNames = []string{"verzonden:", "sent:", "datum:", "date:", "aan:", "to:", "onderwerp:", "subject:", "cc:", "verzonden op:",
	"gesendet:", "an:", "betreff:", "envoyé", "à :", "à:", "objet"}

// headerIn says whether a whole header stands on one line.
func headerIn(line string) bool {
	n := 0
	for _, name := range headerNames {
		if strings.Contains(line, " "+name) {
			n++
		}
	}
	return n >= 2
}

// senderFollows looks for the sender right below.
func senderFollows(ahead []string) bool {
	for i, line := range ahead {
		if i < headerWindow && starts(clean(line), "van:", "from:") {
			return true
		}
	}
	return false
}

// maxName is how long a line with a name and a time may be at most.
const maxName = 160

// writes is "Naam <adres> schreef op 1-6-2026 09:00:" and its kin. A sentence in a form may be
// like it: an address, a time, a quote or the beginning of a letter below makes it certain.
func writes(first string, below []string) bool {
	if len(first) > maxName || !strings.HasSuffix(first, ":") && !strings.HasSuffix(first, "---") && !strings.HasSuffix(first, ">>>") {
		return false
	}
	words := strings.FieldsFunc(first, func(r rune) bool { return !unicode.IsLetter(r) })
	if !slices.ContainsFunc(words, func(w string) bool { return writing[w] }) && !starts(first, "vorige mail", "vorig bericht", "eerder bericht", "eerdere mail") {
		return strings.HasSuffix(first, ">>>") && clock(first)
	}
	return strings.Contains(first, "@") || strings.Contains(first, "<") || clock(first) && strings.Contains(first, " op ") || letterBelow(below)
}

// writing are the words with which programs say whose mail follows.
var writing = map[string]bool{"schreef": true, "geschreven": true, "wrote": true, "schrieb": true, "écrit": true, "citeren": true, "citaat": true, "quoting": true}

// letterBelow says whether a quote, a form or a letter begins right below.
func letterBelow(below []string) bool {
	for i, line := range below {
		if i >= maxIntroduction {
			break
		}
		if l := clean(line); quoted(line) || starts(l, "aanmeldingsformulier", "beste ", "geachte ", "hallo", "hoi", "goede") {
			return true
		} else if l != "" {
			return false
		}
	}
	return false
}

// clock says whether a time such as 09:00 stands in a line.
func clock(s string) bool {
	for i := 2; i+2 < len(s); i++ {
		if s[i] == ':' && digit(s[i-1]) && digit(s[i-2]) && digit(s[i+1]) && digit(s[i+2]) {
			return true
		}
	}
	return false
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// introduction is "Op ma 2 mrt 2026 om 10:11 schreef X <x@y>:", also over two or three lines.
func introduction(ahead []string) bool {
	joined := ""
	for i := 0; i < 3 && i < len(ahead); i++ {
		joined += " " + clean(ahead[i])
		if strings.HasSuffix(joined, ":") || strings.HasSuffix(joined, ">") && strings.Contains(joined, "@") && strings.Contains(joined, "schreef ") {
			dated := strings.ContainsAny(joined, "0123456789")
			return dated && (strings.Contains(joined, "schreef") || strings.Contains(joined, " wrote") || strings.Contains(joined, "geschreven") ||
				strings.Contains(joined, " schrieb ") || strings.Contains(joined, " écrit "))
		}
	}
	return false
}

func starts(s string, with ...string) bool {
	for _, w := range with {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
