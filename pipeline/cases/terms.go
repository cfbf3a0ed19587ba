package cases

import (
	"time"
	_ "time/tzdata" // terms are counted in local days, on any machine
)

// Amsterdam is where terms are counted.
var Amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err) // the zone is built in
	}
	return zone
}()

// Terms are the region's terms.
type Terms struct {
	SelectionTalk Term // step 3: from receipt
}

// Term is a length of time in calendar days or in working days.
type Term struct {
	Days    int  `json:"days"`
	Working bool `json:"working,omitempty"`
}

// DefaultTerms are those of Gooi en Vechtstreek (domain.md 3).
var DefaultTerms = Terms{SelectionTalk: Term{Days: 14}}

// After gives the last moment that is still in time: the end of the last day of
// the term, in Amsterdam. The day of the beginning does not count.
func (t Term) After(from time.Time) time.Time {
	local := from.In(Amsterdam)
	year, month, day := local.Date()
	last := time.Date(year, month, day+t.Days, 0, 0, 0, 0, Amsterdam)
	if t.Working {
		last = time.Date(year, month, day, 0, 0, 0, 0, Amsterdam)
		for left := t.Days; left > 0; {
			last = last.AddDate(0, 0, 1)
			if WorkingDay(last) {
				left--
			}
		}
	}
	return last.AddDate(0, 0, 1).Add(-time.Second)
}

// WorkingDay says whether people work on the local day of t: not in the weekend and
// not on a Dutch public holiday (Algemene termijnenwet, art. 3).
func WorkingDay(t time.Time) bool {
	local := t.In(Amsterdam)
	if local.Weekday() == time.Saturday || local.Weekday() == time.Sunday {
		return false
	}
	_, holiday := Holiday(local)
	return !holiday
}

// Holiday names the Dutch public holiday of the local day of t.
func Holiday(t time.Time) (name string, ok bool) {
	local := t.In(Amsterdam)
	easter := easter(local.Year())
	switch days := dayNumber(local) - dayNumber(easter); days {
	case -2:
		return "Goede Vrijdag", true
	case 0, 1:
		return "Pasen", true
	case 39:
		return "Hemelvaartsdag", true
	case 49, 50:
		return "Pinksteren", true
	}
	name, ok = fixedHolidays[local.Format("01-02")]
	if ok && name == koningsdag {
		return name, local.Weekday() != time.Sunday
	}
	if local.Format("01-02") == "04-26" && local.Weekday() == time.Saturday {
		return koningsdag, true // the 27th is a Sunday
	}
	if local.Format("01-02") == "05-05" && local.Year()%5 != 0 {
		return "", false // a day off once in five years
	}
	return name, ok
}

const koningsdag = "Koningsdag"

var fixedHolidays = map[string]string{
	"01-01": "Nieuwjaarsdag",
	"04-27": koningsdag,
	"05-05": "Bevrijdingsdag",
	"12-25": "Eerste Kerstdag",
	"12-26": "Tweede Kerstdag",
}

func dayNumber(t time.Time) int {
	year, month, day := t.Date()
	return int(time.Date(year, month, day, 12, 0, 0, 0, time.UTC).Unix() / 86400)
}

// easter gives Easter Sunday (Gregorian computus of Meeus, Jones and Butcher).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month, day := (h+l-7*m+114)/31, (h+l-7*m+114)%31+1
	return time.Date(year, time.Month(month), day, 12, 0, 0, 0, Amsterdam)
}
