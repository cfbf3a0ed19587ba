package read

import (
	"fmt"
	"strings"
	"testing"

	"mdaplus/forms"
)

// helvetica are the widths of small letters, in thousands of their size.
var helvetica = [26]float64{556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500}

func helveticaWidth(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			w += helvetica[r-'a']
		case r >= 'A' && r <= 'Z':
			w += 667
		case r >= '0' && r <= '9' || r == 'é':
			w += 556
		default:
			w += 278
		}
	}
	return w * typeSize / 1000
}

// fill breaks a text into lines that fit; "|" ends a line.
func fill(text string, room float64) []string {
	var out []string
	for _, part := range strings.Split(text, "|") {
		line := ""
		for _, word := range strings.Fields(part) {
			if line != "" && helveticaWidth(line+" "+word) > room {
				out, line = append(out, line), ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		out = append(out, line)
	}
	return out
}

// ruled draws rows of a table with lines, each as high as its highest cell, and gives where
// they end.
func (p *pdfPage) ruled(y float64, columns []float64, rows [][]string) float64 {
	const padding, leading = 5, 12
	last := len(columns) - 1
	p.line(columns[0], y, columns[last], y)
	for _, row := range rows {
		high := 1
		for i, cell := range row {
			lines := fill(cell, columns[i+1]-columns[i]-2*padding)
			for n, line := range lines {
				p.write("F", columns[i]+padding, y-10-float64(n)*leading, line)
			}
			high = max(high, len(lines))
		}
		end := y - float64(high)*leading - 2
		p.line(columns[0], end, columns[last], end)
		for _, x := range columns {
			p.line(x, end, x, y)
		}
		y = end
	}
	return y
}

// pagesOf draws a form whose table goes on from page to page.
func pagesOf(columns []float64, pages ...[][]string) []byte {
	f := &pdfFile{}
	for i, rows := range pages {
		p := f.page()
		y := 800.0
		if i == 0 {
			p.write("B", tableLeft, 790, "Aanmeldingsformulier MDA++")
			p.write("F", tableLeft, 770, "Gemeente: Huizen")
			p.write("F", tableLeft, 750, "Korte omschrijving van de situatie: er is veel ruzie.")
			y = 700
		}
		p.ruled(y, columns, rows)
	}
	return f.bytes()
}

// tableWay is one way to set out the criteria.
type tableWay struct {
	columns []float64
	heading []string
	row     func(nr int, name, answer, why string) []string
}

var tableWays = map[string]tableWay{
	"two columns": {[]float64{70, 330, 520}, nil, func(nr int, name, answer, why string) []string {
		return []string{fmt.Sprintf("%d. %s|toelichting: %s", nr, name, why), answer}
	}},
	"two columns without numbers": {[]float64{70, 330, 520}, nil, func(_ int, name, answer, why string) []string {
		return []string{name + "|toelichting: " + why, answer}
	}},
	"three columns": {[]float64{70, 230, 330, 520}, []string{"Criterium", "Van toepassing?", "Toelichting"}, func(_ int, name, answer, why string) []string {
		return []string{name, answer, why}
	}},
	"four columns": {[]float64{70, 100, 230, 330, 520}, []string{"Nr", "Criterium", "Ja/Nee", "Toelichting"}, func(nr int, name, answer, why string) []string {
		return []string{fmt.Sprint(nr), name, answer, why}
	}},
}

const (
	highRisk = "Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT"
	seeFile  = "Zie het verslag."
)

// rows gives criteria of the table, from one to another.
func (w tableWay) rows(from, to int) [][]string {
	var out [][]string
	for nr := from; nr <= to; nr++ {
		name := strings.ReplaceAll(pdfNames[nr-1], "|", " ")
		if nr == 4 {
			name = highRisk
		}
		out = append(out, w.row(nr, name, "Ja", seeFile))
	}
	return out
}

// cutRow is the fourth row in two parts, and what it must give.
type cutRow struct {
	name, way    string
	first, other []string
	want         string // J, N or A
	why          string // the explanation when it is read
	again        bool   // the headings stand on the next page too
}

var cutRows = []cutRow{
	{"rest of the explanation", "two columns", []string{"4. " + highRisk + "|toelichting: Moeder en de kinderen zijn", "Ja"}, []string{"bang voor vader.", ""}, "J", "Moeder en de kinderen zijn bang voor vader.", false},
	{"rest that begins with a capital", "two columns", []string{"4. " + highRisk + "|toelichting: Moeder is bang.", "Ja"}, []string{"Vader drinkt.", ""}, "J", "Moeder is bang. Vader drinkt.", false},
	{"explanation that begins on the next page", "two columns", []string{"4. " + highRisk, "Ja"}, []string{"toelichting: Moeder is bang.", ""}, "J", "Moeder is bang.", false},
	{"rest of the explanation", "four columns", []string{"4", highRisk, "Ja", "Moeder en de kinderen|zijn al jaren|heel erg|bang"}, []string{"", "", "", "voor vader."}, "J", "Moeder en de kinderen zijn al jaren heel erg bang voor vader.", false},
	{"rest of the name too", "four columns", []string{"4", "Hoog risico gezin dat", "Ja", "Moeder en de kinderen"}, []string{"", "telkens terugkomt bij politie/ hulpverlening/ VT", "", "zijn bang."}, "J", "Moeder en de kinderen zijn bang.", true},
	{"rest of the explanation", "three columns", []string{highRisk, "Nee", "Moeder en de kinderen|zijn al jaren|heel erg|bang"}, []string{"", "", "voor vader."}, "N", "Moeder en de kinderen zijn al jaren heel erg bang voor vader.", true},
	{"rest of the name too", "three columns", []string{"Hoog risico gezin dat telkens", "Ja", "Moeder en de kinderen"}, []string{"terugkomt bij politie/ hulpverlening/ VT", "", "zijn bang."}, "J", "Moeder en de kinderen zijn bang.", false},
	{"rest of the answer", "four columns", []string{"4", highRisk, "Ja,|maar|toen,|niet", "Moeder is bang."}, []string{"", "", "meer nu", ""}, "A", "", false},
	{"rest that may be a row of its own", "two columns without numbers", []string{highRisk + "|toelichting: Moeder is bang.", "Ja"}, []string{"Vader drinkt.", ""}, "A", "", false},
	{"rest below a cell that had room", "four columns", []string{"4", highRisk, "Ja", "Moeder is|bang|voor|vader."}, []string{"", "", "Nee", ""}, "A", "", false},
}

func TestRowsOverPages(t *testing.T) {
	opts := pdfOptions(t)
	for _, c := range cutRows {
		w := tableWays[c.way]
		first, next := append(w.rows(1, 3), c.first), append([][]string{c.other}, w.rows(5, 8)...)
		if w.heading != nil {
			first = append([][]string{w.heading}, first...)
		}
		if c.again {
			next = append([][]string{w.heading}, next...)
		}
		checkRows(t, c.way+": "+c.name, File("form.pdf", pagesOf(w.columns, first, next), opts), c.want, c.why)
	}
}

// checkRows compares the fourth criterion; the others must be read as they are.
func checkRows(t *testing.T, name string, r Result, want, why string) {
	t.Helper()
	if len(r.Forms) != 1 {
		t.Errorf("%s: %d forms, %v", name, len(r.Forms), r.Message)
		return
	}
	for _, id := range forms.CriterionOrder {
		c := r.Forms[0].Criteria[id]
		switch {
		case id != "high-risk":
			if c.Value != "yes" || c.Explanation != seeFile {
				t.Errorf("%s: %s is %+v", name, id, c)
			}
		case !fits(want, c.Answer):
			t.Errorf("%s: want %s, got %s %q %s (%s)", name, want, c.Status, c.Value, c.Reason, c.Text)
		case want != "A" && strings.Join(strings.Fields(c.Explanation), " ") != why:
			t.Errorf("%s: explanation is %q", name, c.Explanation)
		}
	}
}

// TestWholeRowsOverPages: rows that only begin on the next page stay rows of their own.
func TestWholeRowsOverPages(t *testing.T) {
	opts := pdfOptions(t)
	for name, w := range tableWays {
		for at := 1; at < 8; at++ {
			first := w.rows(1, at)
			if w.heading != nil {
				first = append([][]string{w.heading}, first...)
			}
			data := pagesOf(w.columns, first, w.rows(at+1, 8))
			checkRows(t, fmt.Sprint(name, " after ", at), File("form.pdf", data, opts), "J", seeFile)
		}
	}
}

// TestRowOverPagesAboveAnotherTable: the next page has more columns, of a table right below.
func TestRowOverPagesAboveAnotherTable(t *testing.T) {
	w := tableWays["four columns"]
	f := &pdfFile{}
	p := f.page()
	p.write("B", tableLeft, 790, "Aanmeldingsformulier MDA++")
	p.ruled(700, w.columns, append(append([][]string{w.heading}, w.rows(1, 3)...), []string{"4", highRisk, "Ja", "Moeder en|de kinderen|zijn al|jaren"}))
	p = f.page()
	y := p.ruled(800, w.columns, append([][]string{{"", "", "", "bang."}}, w.rows(5, 8)...))
	p.ruled(y, []float64{70, 280, 520}, [][]string{{"Is het Zorg- en Veiligheidshuis betrokken?", "Nee"}})
	r := File("form.pdf", f.bytes(), pdfOptions(t))
	checkRows(t, "another table", r, "J", "Moeder en de kinderen zijn al jaren bang.")
	if len(r.Forms) == 1 && r.Forms[0].Fields["zvh"].Value != "no" {
		t.Errorf("zvh is %+v", r.Forms[0].Fields["zvh"])
	}
}
