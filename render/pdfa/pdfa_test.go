package pdfa

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

func regular(t testing.TB) *Font {
	t.Helper()
	data, err := os.ReadFile("../fonts/noto-sans-regular-full.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := ParseFont("NotoSans-Regular", data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var blue = Color{23, 78, 110}

// sample is a document with one of everything.
func sample(t testing.TB, profile Profile, f *Font) []byte {
	t.Helper()
	info := Info{Title: "Proef – één & <twee>", Subject: "Alles", Author: "Regio", Language: "nl-NL", Program: "mdaplus", Made: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	d, err := New(profile, info, Attachment{Name: "gegevens.json", Description: "De gegevens", MediaType: "application/json", Relation: DataOf, Data: []byte(`{"a": 1}`)})
	if err != nil {
		t.Fatal(err)
	}
	d.AddPage(210, 297)
	d.In(d.Add(nil, H1), func() { d.Text(20, 30, f, 18, blue, "Één titel € – ☐ ☒ Łódź Привет ") })
	d.Bookmark("Titel", 1, d.Here(25))
	d.Bookmark("Daaronder", 2, d.Here(60))
	d.Bookmark("Te diep", 5, d.Here(70))
	d.Fill(20, 32, 100, 0.4, blue)
	list := d.Add(nil, List)
	for i := range 2 {
		item := d.Add(list, Item)
		d.In(d.Add(item, Label), func() { d.Text(20, 40+6*float64(i), f, 10, blue, fmt.Sprint(i+1, " ")) })
		d.In(d.Add(item, Body), func() { d.Text(30, 40+6*float64(i), f, 10, blue, "regel ") })
	}
	table := d.Add(nil, Table)
	for r := range 3 {
		row := d.Add(table, Row)
		for c := range 3 {
			role := Cell
			if r == 0 {
				role = Head
			}
			cell := d.Add(row, role)
			if c == 0 && r > 0 {
				cell.role = Head
				cell.RowHead()
			}
			d.In(cell, func() { d.Text(20+30*float64(c), 60+6*float64(r), f, 10, blue, "cel ") })
		}
	}
	d.AddPage(210, 297)
	target := d.Here(20)
	para := d.Add(nil, P)
	d.Link(para, 20, 20, 40, 5, &target, "Naar boven", func() { d.Text(20, 24, f, 10, blue, "Naar boven ") })
	d.In(d.Add(nil, Figure).Describe("Een lijn die stijgt"), func() {
		d.Line([]Point{{20, 120}, {60, 100}, {100, 90}}, 0.5, 1, blue)
		d.Dot(Point{60, 100}, 1, blue)
		d.Shape([]Point{{20, 130}, {30, 130}, {25, 125}}, blue)
		d.Frame(15, 85, 100, 50, 0.2, blue)
	})
	d.FieldFont(f)
	d.Field(para, 20, 40, 100, 7, 9, "naam", "Naam", "Jansen é", false)
	d.Field(para, 20, 48, 100, 20, 9, "verhaal", "Verhaal", "", true)
	d.Choice(para, 20, 70, 100, 7, 9, "gemeente", "Gemeente", []string{"Huizen", "Laren"}, "Laren", false)
	d.Boxes(para, 4, "c1", "Structurele onveiligheid", []Option{{"Ja", "Ja", 20, 80}, {"Nee", "Nee", 30, 80}}, "Ja")
	d.Box(para, 4, "samenloop", Option{"Aan", "Reguliere regie", 40, 80}, false)
	d.OnPage(1, func() { d.In(nil, func() { d.Text(20, 280, f, 8, blue, "Pagina 1") }) })
	pdf, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func TestTheSameCallsGiveTheSameBytes(t *testing.T) {
	f := regular(t)
	want := sample(t, A3a, f)
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for range 50 {
				if !bytes.Equal(sample(t, A3a, f), want) {
					t.Error("another file")
				}
			}
		})
	}
	all.Wait()
}

// What other programs say of the file.
func TestOtherProgramsReadTheFile(t *testing.T) {
	f := regular(t)
	for _, profile := range []Profile{A3a, A2a} {
		file := filepath.Join(t.TempDir(), "d.pdf")
		if err := os.WriteFile(file, sample(t, profile, f), 0o600); err != nil {
			t.Fatal(err)
		}
		run := func(args ...string) string {
			t.Helper()
			if _, err := exec.LookPath(args[0]); err != nil {
				t.Skip(args[0] + " is not installed (Debian: apt-get install poppler-utils qpdf); what it says of the file is skipped")
			}
			out, err := exec.Command(args[0], append(args[1:], file)...).CombinedOutput()
			if err != nil {
				t.Errorf("%v: %v\n%s", args, err, out)
			}
			return string(out)
		}
		run("qpdf", "--check")
		tree := run("pdfinfo", "-struct-text")
		for _, want := range []string{"H1", "Łódź Привет", "L (block)", "LBody", "TH", "/Scope /Row", "/Scope /Column", "Link (inline)", "Form", "Figure"} {
			if !strings.Contains(tree, want) {
				t.Errorf("%s: the structure has no %q:\n%s", profile, want, tree)
			}
		}
		if strings.Contains(tree, "Pagina 1") {
			t.Error("a footer stands in the structure")
		}
		if attached := run("pdfdetach", "-list"); strings.Contains(attached, "gegevens.json") != (profile == A3a) {
			t.Errorf("%s: %s", profile, attached)
		}
		if fonts := run("pdffonts"); regexp.MustCompile(`(Identity-H|WinAnsi) +no`).MatchString(fonts) || strings.Contains(fonts, "Type 1") {
			t.Errorf("fonts: %s", fonts)
		}
	}
}

func TestWhatCannotBeDrawnIsAFault(t *testing.T) {
	f := regular(t)
	for what, draw := range map[string]func(d *Document){
		"a letter that the font lacks": func(d *Document) { d.AddPage(210, 297); d.Text(1, 1, f, 9, blue, "漢") },
		"no page":                      func(*Document) {},
		"a field without a font":       func(d *Document) { d.AddPage(210, 297); d.Field(d.Add(nil, P), 1, 1, 9, 9, 9, "a", "a", "", false) },
		"two fields of one name": func(d *Document) {
			d.AddPage(210, 297)
			d.FieldFont(f)
			d.Field(d.Add(nil, P), 1, 1, 9, 9, 9, "a", "a", "", false)
			d.Field(d.Add(nil, P), 1, 1, 9, 9, 9, "a", "a", "", false)
		},
		"drawing before the first page": func(d *Document) { d.Fill(1, 1, 1, 1, blue); d.AddPage(210, 297) },
	} {
		d, err := New(A3a, Info{})
		if err != nil {
			t.Fatal(err)
		}
		draw(d)
		if _, err := d.Bytes(); err == nil {
			t.Errorf("%s: no fault", what)
		}
	}
	if _, err := New("1b", Info{}); err == nil {
		t.Error("an unknown profile was taken")
	}
}

// A cut font draws the same letters: what poppler paints is the same with the whole font.
func TestACutFontKeepsItsLetters(t *testing.T) {
	f := regular(t)
	whole := f.cut(func() (all []int) {
		for g := range f.widths {
			all = append(all, g)
		}
		return all
	}())
	cut := f.cut([]int{int(f.glyphs['é']), int(f.glyphs['A'])})
	if len(cut) > len(whole)/4 {
		t.Errorf("cut: %d bytes of %d", len(cut), len(whole))
	}
	for _, data := range [][]byte{whole, cut} {
		tables, err := ParseFont("x", append([]byte(nil), data...))
		if tables == nil || err == nil || !strings.Contains(err.Error(), "cmap") && !strings.Contains(err.Error(), "OS/2") {
			continue // a cut font has no table of letters: the PDF has its own
		}
		for _, r := range "éA" {
			if !bytes.Equal(bytes.TrimRight(tables.outline(int(f.glyphs[r])), "\x00"), bytes.TrimRight(f.outline(int(f.glyphs[r])), "\x00")) {
				t.Errorf("%c is drawn in another way", r)
			}
		}
	}
}

func FuzzFont(f *testing.F) {
	data, err := os.ReadFile("../fonts/noto-sans-regular-small.ttf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:2000], 40)
	f.Fuzz(func(t *testing.T, head []byte, at int) {
		broken := append([]byte(nil), data...)
		if at < 0 || at > len(broken) {
			return
		}
		copy(broken[at:], head)
		font, err := ParseFont("x", broken)
		if err == nil {
			font.cut([]int{1, 2, 3, len(font.widths) - 1})
			font.Width("abc", 9)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("(Hé\\)")
	f.Fuzz(func(t *testing.T, s string) {
		got := text(s)
		if !strings.HasPrefix(got, "(") && !strings.HasPrefix(got, "<FEFF") || strings.ContainsAny(got, "\r\n\x00") {
			t.Errorf("%q became %q", s, got)
		}
		name(s)
	})
}
