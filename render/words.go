package render

import (
	"strconv"
	"time"

	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"mdaplus/templates"
)

// Words and figures as documents write them.

func number(n int) string { return strconv.Itoa(n) }

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// day writes an ISO date in Dutch; what is no date stays as it is.
func day(iso string) string {
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return templates.ShortDate(t)
	}
	return iso
}

// weekday writes an ISO date with the day of the week.
func weekday(iso string) string {
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return templates.Date(t)
	}
	return iso
}

// month writes "2024-10", or a day in it, as people read it on a chart: "okt 2024".
func month(iso string) string {
	t, err := time.Parse("2006-01", iso[:min(len(iso), 7)])
	if err != nil {
		return iso
	}
	return templates.ShortMonth(t)
}

// orDay is a time, or the start of an ISO day where there is none.
func orDay(t time.Time, iso string) time.Time {
	if !t.IsZero() {
		return t
	}
	if d, err := time.Parse(time.DateOnly, iso); err == nil {
		return d
	}
	return t
}

func underline(c *props.Color) *props.Cell {
	return &props.Cell{BorderType: border.Bottom, BorderColor: c, BorderThickness: 0.2}
}

func blankCol() core.Col { return col.New(grid) }
