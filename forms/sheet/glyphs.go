package sheet

import "strconv"

// BoxOf gives the state that a sign shows, NoBox when it is no box. Only signs that
// are a box or a radio button with two clear states are here; a lone tick or cross
// is a mark beside a word and decided in package forms.
func BoxOf(r rune) Box {
	switch r {
	case '☑', '☒', '⊠', '⌧', '🗹', '🗷', '🗵', '●', '◉', '⦿', '⚫', '🔘', '⬤', '■', '▣', '◼', '⬛', '▪', '🞕':
		return Ticked
	case '☐', '□', '▢', '◻', '⬜', '❏', '❐', '❑', '❒', '○', '◯', '⚪', '⭕', '▫', '🞎', '⃞':
		return Unticked
	}
	return NoBox
}

// symbolFonts maps signs of symbol fonts, by font and code: the same code means
// another thing in another font (A8 is empty in Wingdings and filled in Wingdings 2).
var symbolFonts = map[string]map[byte]rune{
	"wingdings": {
		0xFE: '☑', 0xFD: '☒', 0xFC: '✓', 0xFB: '✗', 0x78: '☒', 0xA8: '◻', 0x6F: '□', 0x71: '❑', 0x72: '❒',
		0x6E: '■', 0xA1: '○', 0xA4: '◉', 0x6C: '●', 0xA7: '▪', 0xE0: '→', 0xE8: '→', 0x9F: '•', 0xD8: '➢', 0x76: '❖', 0x20: ' ',
	},
	"wingdings 2": {
		0x50: '✓', 0x4F: '✗', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒', 0xA3: '□', 0x2A: '□', 0xA8: '▣', 0x81: '○',
		0x97: '●', 0x98: '●', 0x99: '○', 0xA2: '■', 0x20: ' ',
	},
	"wingdings 3": {0x20: ' ', 0xC6: '→', 0x67: '→'},
	"webdings":    {0x61: '✓', 0x72: '✗', 0x63: '□', 0x67: '■', 0x6E: '●', 0x20: ' '},
	"symbol":      {0xB7: '•', 0x20: ' ', 0xD6: '√', 0xAE: '→', 0xB0: '°', 0x2D: '−', 0x2F: '/'},
	"zapfdingbats": {
		0x34: '✔', 0x33: '✓', 0x38: '✘', 0x36: '✖', 0x35: '✗', 0x6E: '■', 0x6F: '❏', 0x71: '❑', 0x6C: '●', 0x20: ' ',
	},
}

// IsSymbolFont says whether letters of this font are signs.
func IsSymbolFont(lowerName string) bool { _, ok := symbolFonts[lowerName]; return ok }

// SymbolOf gives the sign that a symbol font shows for a code (F0xx or plain);
// ok is false for a sign that is not known, which must then be a question.
func SymbolOf(lowerFont string, code rune) (sign rune, ok bool) {
	if code >= 0xF000 && code <= 0xF0FF {
		code -= 0xF000
	}
	if code < 0 || code > 0xFF {
		return code, false
	}
	sign, ok = symbolFonts[lowerFont][byte(code)]
	return sign, ok
}

// Colours above this brightness (0-255) look faded out on white paper.
const faintFrom = 165

// ColourMark gives the mark that a text colour RRGGBB is: an emphasis, a fading, or
// nothing for the near black that some programs write for black.
func ColourMark(hex string) Marks {
	var v [3]int
	if len(hex) != 6 {
		return Coloured
	}
	for i := range v {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			return Coloured
		}
		v[i] = int(n)
	}
	bright := (299*v[0] + 587*v[1] + 114*v[2]) / 1000
	spread := max(v[0], v[1], v[2]) - min(v[0], v[1], v[2])
	switch {
	case bright >= 250:
		return Invisible
	case bright >= faintFrom:
		return Faint
	case spread < 24 && bright >= 110:
		return Faint
	case spread < 24 && bright < 64:
		return 0
	}
	return Coloured
}
