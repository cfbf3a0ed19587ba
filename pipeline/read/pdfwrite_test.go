package read

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"mdaplus/internal/pdfium"
)

// engine is the one engine of this package's tests. It keeps its machine code where the
// program keeps it: without that every run translates it anew.
var engine = sync.OnceValues(func() (*pdfium.Engine, error) {
	dir, err := os.UserCacheDir()
	if err == nil {
		if e, err := pdfium.New(filepath.Join(dir, "mdaplus", "pdf-engine")); err == nil {
			return e, nil
		}
	}
	return pdfium.New("")
})

func pdfOptions(t testing.TB) Options {
	e, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	return Options{OpenPDF: e.Open}
}

// pdfFile writes a PDF by hand, so that a test says what is drawn and nothing else.
type pdfFile struct {
	objects []string // the first one is object 4
	pages   []*pdfPage
	fields  []int
	form    string // more keys of the form
	catalog string // more keys of the catalogue
	figures string // names of figures that pages draw with Do
}

// pdfPage is one page: what is painted on it, and its annotations.
type pdfPage struct {
	bytes.Buffer
	notes []int
	keys  string
}

func (f *pdfFile) add(object string, args ...any) int {
	f.objects = append(f.objects, fmt.Sprintf(object, args...))
	return len(f.objects) + 3
}

func (f *pdfFile) stream(keys, content string) int {
	return f.add("<<%s/Length %d>>stream\n%s\nendstream", keys, len(content), content)
}

func (f *pdfFile) page() *pdfPage {
	p := &pdfPage{}
	f.pages = append(f.pages, p)
	return p
}

// note puts an annotation on a page.
func (f *pdfFile) note(p *pdfPage, kind string, box [4]float64, keys string) int {
	n := f.add("<</Type/Annot/Subtype/%s/Rect[%.2f %.2f %.2f %.2f]%s>>", kind, box[0], box[1], box[2], box[3], keys)
	p.notes = append(p.notes, n)
	return n
}

func (f *pdfFile) bytes() []byte {
	var kids, notes []string
	first := len(f.objects) + 4
	for i, p := range f.pages {
		notes = notes[:0]
		for _, n := range p.notes {
			notes = append(notes, fmt.Sprintf("%d 0 R", n))
		}
		content := f.stream("", p.String())
		kids = append(kids, fmt.Sprintf("%d 0 R", first+2*i+1))
		f.add("<</Type/Page/Parent 2 0 R/Contents %d 0 R/Annots[%s]%s>>", content, strings.Join(notes, " "), p.keys)
	}
	fields := ""
	for _, n := range f.fields {
		fields += fmt.Sprintf("%d 0 R ", n)
	}
	head := []string{
		fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]%s>>%s>>", fields, f.form, f.catalog),
		fmt.Sprintf("<</Type/Pages/MediaBox[0 0 595 842]/Count %d/Kids[%s]/Resources 3 0 R>>", len(kids), strings.Join(kids, " ")),
		"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>/B<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>" +
			"/Z<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>/U<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 90/Widths[" +
			strings.Repeat("0.5 ", 26) + "]/Encoding<</Type/Encoding/Differences[65/g1/g2/g3/g4/g5/g6/g7/g8/g9]>>/CharProcs<<>>>>>>/ExtGState<</M<</BM/Multiply/ca 0.5>>>>/Properties<</L<</Type/OCG/Name(x)>>>>/XObject<<" + f.figures + ">>>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range append(head, f.objects...) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return b.Bytes()
}

// widths of the letters that stand in answers, in parts of their size.
var widths = map[rune]float64{'J': 0.5, 'a': 0.556, 'N': 0.722, 'e': 0.556, '/': 0.278, ' ': 0.278, 'x': 0.5}

const typeSize = 10

func width(s string) float64 {
	w := 0.0
	for _, r := range s {
		if n, ok := widths[r]; ok {
			w += n * typeSize
		} else {
			w += 0.55 * typeSize
		}
	}
	return w
}

// write puts a text on a page, in font F, B, Z or U.
func (p *pdfPage) write(font string, x, y float64, s string) {
	s = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "é", `\351`).Replace(s)
	fmt.Fprintf(p, "BT /%s %d Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj ET\n", font, typeSize, x, y, s)
}

// box fills a box with a colour; a thin one is a line as Word draws it.
func (p *pdfPage) box(colour string, x0, y0, x1, y1 float64) {
	fmt.Fprintf(p, "q %s rg %.2f %.2f %.2f %.2f re f Q\n", colour, x0, y0, x1-x0, y1-y0)
}

// line draws a line with a pen.
func (p *pdfPage) line(x0, y0, x1, y1 float64) {
	fmt.Fprintf(p, "q 0.6 w %.2f %.2f m %.2f %.2f l S Q\n", x0, y0, x1, y1)
}

// Columns of the table, as LibreOffice and Word set them out.
const (
	tableLeft   = 71.0
	nameColumn  = 99.5
	replyColumn = 446.8
	tableRight  = 524.7
	replyAt     = replyColumn + 5.5
	rowHeight   = 33.0
	tableTop    = 590.0
)

// rowBase is the baseline of the first line of a row.
func rowBase(row int) float64 { return tableTop - float64(row)*rowHeight - 11 }

// place is where the two options of the row under test stand: x from and to, and the baseline.
type place struct{ ja0, ja1, nee0, nee1, y float64 }

var optionsAt = place{replyAt, replyAt + width("Ja"), replyAt + width("Ja/ "), replyAt + width("Ja/ Nee"), rowBase(3)}

func (p place) ja() [4]float64  { return [4]float64{p.ja0, p.y - 2.5, p.ja1, p.y + 8.5} }
func (p place) nee() [4]float64 { return [4]float64{p.nee0, p.y - 2.5, p.nee1, p.y + 8.5} }

var pdfNames = []string{"Structurele onveiligheid", "Hulp is vastgelopen of dreigt vast te lopen", "Ernstig actueel en/of chronisch geweld of verwaarlozing",
	"Hoog risico gezin dat telkens terugkomt bij politie/ hulpverlening/ VT", "Intergenerationele overdracht", "Overstijgende problematiek (verslaving, psychiatrie, eer, schulden)",
	"Ernstige gevolgen zoals trauma of ontwikkeling kinderen ernstig in|gevaar", "Reguliere interventies/ trajecten onvoldoende resultaat"}

// pdfForm draws a filled form; under is painted before the text, reply in place of the
// answer to the fourth criterion, and over when all is done.
type pdfForm struct {
	ruled  func(*pdfPage)
	under  func(*pdfFile, *pdfPage)
	reply  func(*pdfPage)
	over   func(*pdfFile, *pdfPage)
	finish func(*pdfFile)
}

func (v pdfForm) bytes() []byte {
	f := &pdfFile{}
	p := f.page()
	if v.under != nil {
		v.under(f, p)
	}
	y := 790.0
	for _, l := range [][2]string{{"Aanmeldingsformulier MDA++", ""}, {"Graag geanonimiseerd invullen!", ""}, {"Naam en contactgegevens aanmelder:", "J. Jansen"},
		{"Initialen één van de betrokkenen:", "A.B."}, {"Rol van degene van wie de initialen zijn:", "Moeder"}, {"Gemeente:", "Huizen"},
		{"Samenstelling van het gezin:", "moeder en twee kinderen"}, {"Wonen deze gezinsleden allemaal op hetzelfde adres?", "Ja"},
		{"Korte omschrijving van de situatie:", "Er is veel ruzie."}} {
		p.write("B", tableLeft, y, l[0])
		p.write("F", tableLeft+290, y, l[1])
		y -= 19
	}
	if v.ruled == nil {
		v.ruled = wordRules
	}
	v.ruled(p)
	for i, name := range pdfNames {
		v.row(p, i, name)
	}
	p.write("B", tableLeft, tableTop-8*rowHeight-30, "Is het Zorg- en Veiligheidshuis betrokken? Zo ja; geef aan voor welk gezinslid (moeder,")
	p.write("B", tableLeft, tableTop-8*rowHeight-41, "vader, zoon, dochter)")
	p.write("F", tableLeft, tableTop-8*rowHeight-57, "Ja, vader")
	if v.over != nil {
		v.over(f, p)
	}
	if v.finish != nil {
		v.finish(f)
	}
	return f.bytes()
}

func (v pdfForm) row(p *pdfPage, i int, name string) {
	base := rowBase(i)
	p.write("F", tableLeft+5, base, fmt.Sprint(i+1))
	note := base - 13
	for n, line := range strings.Split(name, "|") {
		p.write("B", nameColumn+5.5, base-10*float64(n), line)
		note = base - 10*float64(n) - 10
	}
	p.write("F", nameColumn+5.5, note, "toelichting: zie het verslag.")
	switch {
	case i != 3:
		p.write("F", replyAt, base, "Ja/ Nee")
		p.box("0 0 0", replyAt+width("Ja/ "), base+2.4, replyAt+width("Ja/ Nee"), base+2.9)
	case v.reply != nil:
		v.reply(p)
	default:
		p.write("F", replyAt, base, "Ja/ Nee")
	}
}

// wordRules draws the lines of the table as Word does: a thin filled box for every side of
// every cell, and a small one at every corner.
func wordRules(p *pdfPage) {
	const w = 0.48
	columns := []float64{tableLeft, nameColumn, replyColumn, tableRight}
	for r := range 9 {
		y := tableTop - float64(r)*rowHeight
		for c := range 4 {
			p.box("0 0 0", columns[c], y, columns[c]+w, y+w)
			if c < 3 {
				p.box("0 0 0", columns[c]+w, y, columns[c+1], y+w)
			}
			if r < 8 {
				p.box("0 0 0", columns[c], y-rowHeight+w, columns[c]+w, y)
			}
		}
	}
}

// penRules draws them as LibreOffice does: lines from side to side.
func penRules(p *pdfPage) {
	for r := range 9 {
		p.line(tableLeft, tableTop-float64(r)*rowHeight, tableRight, tableTop-float64(r)*rowHeight)
	}
	for _, x := range []float64{tableLeft, nameColumn, replyColumn, tableRight} {
		p.line(x, tableTop-8*rowHeight, x, tableTop)
	}
}

func noRules(*pdfPage) {}
