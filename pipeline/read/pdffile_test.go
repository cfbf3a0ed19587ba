package read

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// scan draws a page-sized picture, and over it the text that a program read in it.
func scan(text func(*pdfPage)) []byte {
	f := &pdfFile{}
	p := f.page()
	fmt.Fprint(p, "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80\nEI Q\n")
	text(p)
	return f.bytes()
}

func manyLines(p *pdfPage) {
	for i := range 30 {
		p.write("F", 70, 800-float64(i)*20, "Gemeente: Huizen. Ja/ Nee en nog wat tekst")
	}
}

// pages spreads the form over two pages: the fifth row begins on the first and ends on the
// second, on which the headings stand again.
func twoPages() []byte {
	f := &pdfFile{}
	p := f.page()
	y := 700.0
	for _, l := range []string{"Aanmeldingsformulier MDA++", "Naam en contactgegevens aanmelder: J. Jansen", "Initialen een van de betrokkenen: A.B.",
		"Rol van degene van wie de initialen zijn: Moeder", "Gemeente: Huizen"} {
		p.write("F", tableLeft, y, l)
		y -= 19
	}
	heading := func(p *pdfPage, y float64) {
		p.write("B", nameColumn+5, y, "Criterium")
		p.write("B", replyAt, y, "Ja/ Nee")
	}
	rules := func(p *pdfPage, top, bottom float64, between ...float64) {
		for _, y := range append([]float64{top, bottom}, between...) {
			p.line(tableLeft, y, tableRight, y)
		}
		for _, x := range []float64{tableLeft, nameColumn, replyColumn, tableRight} {
			p.line(x, bottom, x, top)
		}
	}
	row := func(p *pdfPage, y float64, i int) {
		p.write("F", tableLeft+5, y, fmt.Sprint(i+1))
		for n, line := range strings.Split(strings.Replace(pdfNames[i], "politie/ ", "politie/|", 1), "|") {
			p.write("B", nameColumn+5, y-10*float64(n), line)
		}
	}
	footer := func(p *pdfPage, n int) {
		p.write("F", 250, 40, fmt.Sprintf("Pagina %d van 2", n))
		p.write("F", 70, 815, "Vertrouwelijk")
	}
	rules(p, 400, 200, 380, 340, 300, 260, 220)
	heading(p, 385)
	for i := range 4 {
		row(p, 365-float64(i)*40, i)
		p.write("F", nameColumn+5, 343-float64(i)*40, "toelichting: kort.")
		p.write("F", replyAt, 365-float64(i)*40, "Ja")
	}
	row(p, 207, 4)
	footer(p, 1)
	p = f.page()
	rules(p, 780, 620, 760, 740, 700, 660)
	heading(p, 765)
	p.write("F", nameColumn+5, 747, "toelichting: op de volgende bladzijde.")
	p.write("F", replyAt, 747, "Nee")
	for i := 5; i < 8; i++ {
		y := 725 - float64(i-5)*40
		row(p, y, i)
		p.write("F", nameColumn+5, y-22, "toelichting: kort.")
		p.write("F", replyAt, y, "Ja")
	}
	footer(p, 2)
	return f.bytes()
}

func TestARowOverTwoPages(t *testing.T) {
	r := File("x.pdf", twoPages(), pdfOptions(t))
	if len(r.Forms) != 1 {
		t.Fatalf("%d forms, %v", len(r.Forms), r.Message)
	}
	if c := r.Forms[0].Criteria["intergenerational"]; c.Value != "no" || c.Explanation != "op de volgende bladzijde." {
		t.Errorf("%+v", c)
	}
	for _, id := range []string{"high-risk", "overarching-problems", "insufficient-results"} {
		if c := r.Forms[0].Criteria[id]; c.Value != "yes" || c.Explanation != "kort." {
			t.Errorf("%s: %+v", id, c)
		}
	}
}

// nested draws a figure in a figure, ten times each, ten deep.
func nested() []byte {
	f := &pdfFile{}
	inner := f.stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "0 0 1 1 re f")
	for range 10 {
		inner = f.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>", inner), strings.Repeat("/X Do ", 10))
	}
	p := f.page()
	p.keys = fmt.Sprintf("/Resources<</XObject<</X %d 0 R>>>>", inner)
	fmt.Fprint(p, strings.Repeat("/X Do ", 10))
	return f.bytes()
}

func manyPages(n int) []byte {
	f := &pdfFile{}
	for range n {
		f.page().write("F", 70, 700, "tekst")
	}
	return f.bytes()
}

func TestPDFThatIsHeld(t *testing.T) {
	plain := pdfForm{}.bytes()
	xfa := pdfForm{finish: func(f *pdfFile) { f.form = "/XFA(x)" }}.bytes()
	for _, c := range []struct {
		name, code string
		data       []byte
	}{
		{"a picture", "container-image", scan(func(*pdfPage) {})},
		{"a picture with the text that a program read in it", "container-image", scan(func(p *pdfPage) { fmt.Fprint(p, "3 Tr "); manyLines(p) })},
		{"text in a font that does not say which letters it has", "container-image", func() []byte {
			f := &pdfFile{}
			p := f.page()
			for i := range 20 {
				p.write("U", 70, 800-float64(i)*20, "ABCDEFGHIABCDEFGHI")
			}
			return f.bytes()
		}()},
		{"figures only", "container-image", func() []byte { f := &pdfFile{}; wordRules(f.page()); return f.bytes() }()},
		{"nothing", "no-form", func() []byte { f := &pdfFile{}; f.page(); return f.bytes() }()},
		{"XFA", "container-pdf", xfa},
		{"another text", "no-form", func() []byte { f := &pdfFile{}; manyLines(f.page()); return f.bytes() }()},
		{"cut", "damaged", plain[:200]},
		{"a folder of files", "container-pdf", func() []byte {
			f := &pdfFile{catalog: "/Collection<<>>"}
			f.page().write("F", 70, 700, "Open dit met Acrobat")
			return f.bytes()
		}()},
		{"many pages", "too-large", manyPages(300)},
	} {
		r := File(c.name, c.data, pdfOptions(t))
		if r.Message.Outcome != Held || r.Message.Reasons[0].Code != c.code || len(r.Forms) > 0 {
			t.Errorf("%s: %+v, want held %s", c.name, r.Message, c.code)
		}
	}
	if r := File("x.pdf", plain, Options{}); r.Message.Reasons[0].Code != "container-pdf" {
		t.Errorf("without an engine: %+v", r.Message)
	}
}

func TestABombInAPDF(t *testing.T) {
	began := time.Now()
	r := File("bomb.pdf", nested(), pdfOptions(t))
	if r.Message.Outcome != Held || time.Since(began) > slowest {
		t.Errorf("%+v after %v", r.Message, time.Since(began))
	}
}

func TestLayersThatAreOff(t *testing.T) {
	data := pdfForm{finish: func(f *pdfFile) { f.catalog = "/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>" }}.bytes()
	r := File("x.pdf", data, pdfOptions(t))
	if len(r.Forms) != 1 || r.Forms[0].Criteria["structural-unsafety"].Value != "" {
		t.Errorf("%+v", r)
	}
}

func TestPDFInMail(t *testing.T) {
	form := string(pdfForm{}.bytes())
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("formulier.pdf")
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(form))
	z.Close()
	pdfPiece := piece{"application/pdf", "formulier.pdf", form}
	for name, raw := range map[string][]byte{
		"attached":       mixed("Subject: aanmelding\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, pdfPiece),
		"zipped":         mixed("Subject: aanmelding\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, piece{"application/zip", "f.zip", packed.String()}),
		"as octets":      mixed("Subject: aanmelding\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, piece{"application/octet-stream", "f.bin", form}),
		"beside a photo": mixed("Subject: aanmelding\r\n", "mixed", piece{plainKind, "", "Zie bijlage."}, pdfPiece, piece{"image/png", "logo.png", "\x89PNG"}),
	} {
		r := File("x.eml", raw, pdfOptions(t))
		if len(r.Forms) != 1 || r.Forms[0].Fields["initials"].Value != "A.B." || r.Forms[0].Criteria["structural-unsafety"].Value != "yes" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func BenchmarkFilledPDF(b *testing.B) {
	data, opts := pdfForm{}.bytes(), pdfOptions(b)
	b.ReportAllocs()
	for b.Loop() {
		if r := File("form.pdf", data, opts); r.Message.Outcome != Filed {
			b.Fatal(r.Message)
		}
	}
}

// TestHeadingsAtTheTopOfPages: what stands at the top of several pages with other numbers is
// no page number when it names a part of the form.
func TestHeadingsAtTheTopOfPages(t *testing.T) {
	f := &pdfFile{}
	head := []string{"TOP 3 Veiligheidsplan", "Casus: voorbeeld-B", "Gemeente: Huizen", "Fase: 1", "Versie: 2", "Datum: 2025-06-20", "Veiligheidscijfer nu: 4"}
	for n := 1; n <= 3; n++ {
		p := f.page()
		lines := []string{fmt.Sprintf("Prioriteit %d", n), "Onveilige situatie: toestand " + string(rune('a'+n)), "Veiligheidsvoorwaarde: voorwaarde " + string(rune('a'+n))}
		if n == 1 {
			lines = append(head, lines...)
		}
		if n == 3 {
			lines = append(lines, "Netwerk: zus van moeder")
		}
		for i, l := range lines {
			p.write("F", tableLeft, 800-float64(i)*24, l)
		}
		p.write("F", 250, 40, fmt.Sprintf("Plan van 2025, pagina %d van 3", n))
	}
	r := File("plan.pdf", f.bytes(), pdfOptions(t))
	if len(r.Forms) != 1 || len(r.Forms[0].Priorities) != 3 {
		t.Fatalf("%+v", r)
	}
	for i, p := range r.Forms[0].Priorities {
		if p.Number != i+1 || p.Problem.Value != "toestand "+string(rune('b'+i)) || p.Condition.Value != "voorwaarde "+string(rune('b'+i)) {
			t.Errorf("%+v", p)
		}
	}
}
