package templates

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // dates are Dutch dates, also on a machine without a zone database
)

// amsterdam is the zone in which every reader lives. Times are stored in UTC
// and turned into Dutch time here and nowhere else.
var amsterdam = mustZone("Europe/Amsterdam")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

var (
	weekdays = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}
	months   = [...]string{"januari", "februari", "maart", "april", "mei", "juni",
		"juli", "augustus", "september", "oktober", "november", "december"}
)

// Date gives "dinsdag 1 december 2026", the day it is then in the Netherlands.
func Date(t time.Time) string {
	t = t.In(amsterdam)
	return fmt.Sprintf("%s %s", weekdays[t.Weekday()], ShortDate(t))
}

// ShortMonth writes month and year where there is little room: "okt 2026".
func ShortMonth(t time.Time) string {
	t = t.In(amsterdam)
	return fmt.Sprintf("%s %d", shortMonths[t.Month()-1], t.Year())
}

var shortMonths = [...]string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}

// ShortDate gives "1 december 2026", for a subject or a table.
func ShortDate(t time.Time) string {
	t = t.In(amsterdam)
	return fmt.Sprintf("%d %s %d", t.Day(), months[t.Month()-1], t.Year())
}

// DateTime gives "dinsdag 1 december 2026 om 14.05 uur".
func DateTime(t time.Time) string {
	t = t.In(amsterdam)
	return fmt.Sprintf("%s om %d.%02d uur", Date(t), t.Hour(), t.Minute())
}

// Distance says how far the day of t is from the day of now, in calendar days:
// "nog 14 dagen", "overmorgen", "morgen", "vandaag", "1 dag te laat".
func Distance(now, t time.Time) string {
	switch days := dayNumber(t) - dayNumber(now); {
	case days > 2:
		return "nog " + Count(days, "dag", "dagen")
	case days == 2:
		return "overmorgen"
	case days == 1:
		return "morgen"
	case days == 0:
		return "vandaag"
	default:
		return Count(-days, "dag", "dagen") + " te laat"
	}
}

// dayNumber counts Dutch calendar days, so that a day of 23 or 25 hours counts as one.
func dayNumber(t time.Time) int {
	year, month, day := t.In(amsterdam).Date()
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// List gives "a", "a en b", "a, b en c".
func List(items ...string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " en " + items[last]
}

// Count gives "geen aanmeldingen", "1 aanmelding", "2 aanmeldingen", "1.234 aanmeldingen".
func Count(n int, one, many string) string {
	switch n {
	case 0:
		return "geen " + many
	case 1:
		return "1 " + one
	default:
		return Number(n) + " " + many
	}
}

// Number writes n the Dutch way, with a point between thousands: "1.234".
func Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "." + digits[at:]
	}
	return sign + digits
}
