package templates

import "embed"

//go:embed help
var help embed.FS

// Help gives the help text of a command, which ends in a line end.
func Help(command string) (text string, ok bool) {
	data, err := help.ReadFile("help/" + command + ".txt")
	return string(data), err == nil
}
