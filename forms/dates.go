package forms

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Days are read as people in the Netherlands write them. A day that does not exist, or that
// may be another one, is a question.

var (
	isoDay    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	dutchDay  = regexp.MustCompile(`^(\d{1,2}) ?([-./]) ?(\d{1,2}) ?([-./]) ?(\d{4})$`)
	writtenAs = regexp.MustCompile(`^(?:(ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\.?,? )?(\d{1,2})[ -]([a-z]+)\.?[ -](\d{4})$`)
)

var months = map[string]time.Month{
	"januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8, "september": 9, "oktober": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12,
}

var weekdays = map[string]time.Weekday{"ma": 1, "di": 2, "wo": 3, "do": 4, "vr": 5, "za": 6, "zo": 0}

// Years in which a case can lie.
const (
	firstYear = 2015
	lastYear  = 2075
)

// dateOf gives the day that a text says and nothing else, as 2025-06-20.
func dateOf(text string) (iso string, ok bool) {
	t := strings.ToLower(strings.Join(strings.Fields(strings.Map(plain, strings.ReplaceAll(text, "‑", "-"))), " "))
	t = strings.TrimSpace(strings.TrimPrefix(strings.TrimRight(t, ". "), "op "))
	if m := isoDay.FindStringSubmatch(t); m != nil {
		return day(m[1], m[2], m[3], "")
	}
	if m := dutchDay.FindStringSubmatch(t); m != nil && m[2] == m[4] {
		if m[2] == "/" && m[1] != m[3] && atMostTwelve(m[1]) {
			return "", false // somebody may have written the month first
		}
		return day(m[5], m[3], m[1], "")
	}
	if m := writtenAs.FindStringSubmatch(t); m != nil {
		if month, known := months[m[3]]; known {
			return day(m[4], strconv.Itoa(int(month)), m[2], m[1])
		}
	}
	return "", false
}

func atMostTwelve(digits string) bool {
	n, err := strconv.Atoi(digits)
	return err == nil && n <= 12
}

func day(year, month, dayOfMonth, weekday string) (string, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(dayOfMonth)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < firstYear || y > lastYear || t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return "", false
	}
	if weekday != "" && weekdays[weekday[:2]] != t.Weekday() {
		return "", false
	}
	return t.Format(time.DateOnly), true
}
