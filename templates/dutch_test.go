package templates

import (
	"testing"
	"time"
)

func at(value string) time.Time {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		panic(err)
	}
	return t
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ in, date, dateTime string }{
		{"2026-12-01T13:05:00Z", "dinsdag 1 december 2026", "dinsdag 1 december 2026 om 14.05 uur"},
		{"2026-12-31T23:30:00Z", "vrijdag 1 januari 2027", "vrijdag 1 januari 2027 om 0.30 uur"},
		{"2026-06-30T22:00:00Z", "woensdag 1 juli 2026", "woensdag 1 juli 2026 om 0.00 uur"},
		{"2026-03-29T00:59:00Z", "zondag 29 maart 2026", "zondag 29 maart 2026 om 1.59 uur"},
		{"2026-03-29T01:00:00Z", "zondag 29 maart 2026", "zondag 29 maart 2026 om 3.00 uur"},
	} {
		if got := Date(at(c.in)); got != c.date {
			t.Errorf("Date(%s) = %q", c.in, got)
		}
		if got := DateTime(at(c.in)); got != c.dateTime {
			t.Errorf("DateTime(%s) = %q", c.in, got)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct{ now, then, want string }{
		{"2026-11-25T09:00:00Z", "2026-12-09T22:59:59Z", "nog 14 dagen"},
		{"2026-11-25T09:00:00Z", "2026-11-27T00:00:00Z", "overmorgen"},
		{"2026-11-25T22:59:00Z", "2026-11-25T23:01:00Z", "morgen"},
		{"2026-11-25T09:00:00Z", "2026-11-25T08:00:00Z", "vandaag"},
		{"2026-11-25T09:00:00Z", "2026-11-24T22:59:59Z", "1 dag te laat"},
		{"2026-11-25T09:00:00Z", "2026-11-22T09:00:00Z", "3 dagen te laat"},
		{"2026-03-28T09:00:00Z", "2026-03-31T00:00:00Z", "nog 3 dagen"}, // a day of 23 hours
		{"2026-10-24T09:00:00Z", "2026-10-27T00:00:00Z", "nog 3 dagen"}, // a day of 25 hours
		{"2026-12-30T09:00:00Z", "2027-01-02T09:00:00Z", "nog 3 dagen"},
	} {
		if got := Distance(at(c.now), at(c.then)); got != c.want {
			t.Errorf("Distance(%s, %s) = %q, want %q", c.now, c.then, got, c.want)
		}
	}
}

func TestCountAndList(t *testing.T) {
	for n, want := range map[int]string{
		0: "geen aanmeldingen", 1: "1 aanmelding", 2: "2 aanmeldingen", 999: "999 aanmeldingen",
		1000: "1.000 aanmeldingen", 1234567: "1.234.567 aanmeldingen", -1234: "-1.234 aanmeldingen",
	} {
		if got := Count(n, "aanmelding", "aanmeldingen"); got != want {
			t.Errorf("Count(%d) = %q", n, got)
		}
	}
	for want, items := range map[string][]string{"": nil, "a": {"a"}, "a en b": {"a", "b"}, "a, b en c": {"a", "b", "c"}} {
		if got := List(items...); got != want {
			t.Errorf("List(%q) = %q", items, got)
		}
	}
}
