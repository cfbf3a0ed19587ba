package mailbox

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// cleanFilename makes a name that is safe to show and to offer: normalised first, then checked (FreeScout's CVE-2026-28289 came from the other
// order). No path, control, zero-width or bidi character, no leading dot, no device name, at most MaxFilename bytes. "" stays "".
func cleanFilename(raw string) string {
	if raw == "" {
		return ""
	}
	name := norm.NFC.String(decodeWords(raw))
	name = strings.Map(filenameRune, name)
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Trim(name, " .")
	name = clipFilename(name)
	switch {
	case name == "":
		return "attachment"
	case isDevice(name):
		return "_" + name
	}
	return name
}

func filenameRune(r rune) rune {
	switch {
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
		return -1
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// clipFilename shortens the stem and keeps the extension.
func clipFilename(name string) string {
	if len(name) <= MaxFilename {
		return name
	}
	ext := ""
	if i := strings.LastIndexByte(name, '.'); i >= 0 && len(name)-i <= 16 {
		ext = name[i:]
	}
	cut := MaxFilename - len(ext)
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return strings.Trim(name[:cut], " .") + ext
}

// isDevice knows the names that Windows keeps for itself.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && '0' <= stem[3] && stem[3] <= '9'
}
