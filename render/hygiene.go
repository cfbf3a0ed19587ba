package render

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text from a form is made fit for paper here, and nothing of it is lost: letters
// that no font of ours has are shown by their number, visibly, between ‹ ›.

// tidy gives text in composed form (NFC) with white space folded and control, format
// and private characters made visible or, where they carry no meaning, removed.
func tidy(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r < ' ' || r == 0x7f:
			blank = true
			continue
		case silent(r):
			continue
		case blank && b.Len() > 0:
			b.WriteByte(' ')
		}
		blank = false
		writeVisible(&b, r)
	}
	return b.String()
}

// silent are signs that only tell a screen how to behave: soft hyphen, joiners,
// direction marks, variation selectors, byte order mark. On paper they would mislead.
func silent(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}

func writeVisible(b *strings.Builder, r rune) {
	if small().covers(r) || full().covers(r) { // the small one is loaded anyway
		b.WriteRune(r)
		return
	}
	fmt.Fprintf(b, "‹U+%04X›", r)
}
