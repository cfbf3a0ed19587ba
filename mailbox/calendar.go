package mailbox

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is one whole day to keep in mind, as a calendar file (RFC 5545).
type Calendar struct {
	ID    string // stays the same for the same thing, so that it is not entered twice
	Made  time.Time
	Day   time.Time
	Title string
	Note  string
}

// Bytes gives the file. It asks nobody for anything: opening it offers to put the day in the
// reader's own calendar.
func (c Calendar) Bytes() []byte {
	day := c.Day
	var b strings.Builder
	for _, line := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mdaplus//NL", "METHOD:PUBLISH", "BEGIN:VEVENT", "UID:" + escapedText(c.ID) + "@mdaplus",
		"DTSTAMP:" + c.Made.UTC().Format("20060102T150405Z"), "DTSTART;VALUE=DATE:" + day.Format("20060102"), "DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"),
		"SUMMARY:" + escapedText(c.Title), "DESCRIPTION:" + escapedText(c.Note), "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR"} {
		b.WriteString(folded(line))
	}
	return []byte(b.String())
}

func escapedText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`).Replace(s)
}

// maxCalendarLine is how many bytes a line of a calendar file may have.
const maxCalendarLine = 75

// folded writes a line, broken where it is too long, never inside a letter.
func folded(line string) string {
	var b strings.Builder
	used := 0
	for _, r := range line {
		n := utf8.RuneLen(r)
		if used+n > maxCalendarLine {
			b.WriteString("\r\n ")
			used = 1
		}
		fmt.Fprintf(&b, "%c", r)
		used += n
	}
	return b.String() + "\r\n"
}
