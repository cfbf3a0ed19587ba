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

// Term is a length of time in calendar days.
type Term struct {
	Days int `json:"days"`
}

// After gives the last moment that is still in time: the end of the last day of
// the term, in Amsterdam. The day of the beginning does not count.
func (t Term) After(from time.Time) time.Time {
	year, month, day := from.In(Amsterdam).Date()
	return time.Date(year, month, day+t.Days+1, 0, 0, 0, 0, Amsterdam).Add(-time.Second)
}
