package read

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// acroForm fills in a PDF form as a viewer does: it leaves the file as it is and writes the
// fields that changed behind it, with a new table of objects that leads to the old one.
type acroForm struct {
	t       testing.TB
	data    []byte
	objects map[int]string
	fields  map[string]int // by name
	font    string         // reference of the font of the fields
	size    int            // first number that is free
	changed map[int]string
	mode    viewer
}

// viewer is what a program writes when it fills in a form.
type viewer int

const (
	wholeViewer  viewer = iota // values, states and looks
	withoutLooks               // no looks of its own: who opens the file makes them
	valuesOnly                 // and no states of boxes
	looksLeft                  // values, while the looks stay those of the empty form
	looksAsked                 // and asks who opens the file to make them
)

var viewers = map[string]viewer{"a viewer": wholeViewer, "without looks": withoutLooks, "values only": valuesOnly, "looks left": looksLeft, "looks asked": looksAsked}

var (
	plainObject = regexp.MustCompile(`(?:^|\n)(\d+) 0 obj\n(<<[^\n]*>>)$`)
	fieldTitle  = regexp.MustCompile(`/T(\((?:[^()\\]|\\.)*\)|<[0-9A-F]*>)/TU`)
	kidsOf      = regexp.MustCompile(`/Kids\[([0-9R ]*)\]`)
	fontOf      = regexp.MustCompile(`/Vak (\d+ 0 R)>>>>/DA`)
	rectOf      = regexp.MustCompile(`/Rect\[([-0-9. ]+)\]`)
	stateOf     = regexp.MustCompile(`/AP<</N<</([^ /]+) \d+ 0 R/Off`)
	looksOf     = regexp.MustCompile(`/AP<</N \d+ 0 R>>`)
	valueOf     = regexp.MustCompile(`/(DV|V)(\((?:[^()\\]|\\.)*\)|<[0-9A-F]*>)`)
	boxValue    = regexp.MustCompile(`/V/[^/<>\[\] ]+`)
	boxState    = regexp.MustCompile(`/AS/[^/<>\[\] ]+`)
)

func openForm(t testing.TB, data []byte, mode viewer) *acroForm {
	t.Helper()
	f := &acroForm{t: t, data: data, objects: map[int]string{}, fields: map[string]int{}, changed: map[int]string{}, mode: mode}
	for _, object := range bytes.Split(data, []byte("\nendobj\n")) {
		m := plainObject.FindSubmatch(object)
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(string(m[1]))
		f.objects[n] = string(m[2])
		f.size = max(f.size, n+1)
		if title := fieldTitle.FindSubmatch(m[2]); title != nil {
			f.fields[readText(string(title[1]))] = n
		}
	}
	if m := fontOf.FindSubmatch(data); m != nil {
		f.font = string(m[1])
	}
	size := regexp.MustCompile(`/Size (\d+)`).FindSubmatch(data)
	if f.font == "" || len(f.fields) == 0 || size == nil {
		t.Fatal("no form in this file")
	}
	f.size, _ = strconv.Atoi(string(size[1]))
	return f
}

func readText(s string) string {
	if s[0] == '(' {
		return strings.NewReplacer(`\(`, "(", `\)`, ")", `\\`, `\`).Replace(s[1 : len(s)-1])
	}
	var units []uint16
	for i := 5; i+4 <= len(s); i += 4 {
		n, _ := strconv.ParseUint(s[i:i+4], 16, 16)
		units = append(units, uint16(n))
	}
	return string(utf16.Decode(units))
}

func pdfText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

func (f *acroForm) object(n int) string {
	if s, ok := f.changed[n]; ok {
		return s
	}
	return f.objects[n]
}

func (f *acroForm) kids(field string) (n int, kids []int) {
	f.t.Helper()
	n, ok := f.fields[field]
	if !ok {
		f.t.Fatalf("the form has no field %q", field)
	}
	for _, s := range strings.Fields(strings.ReplaceAll(kidsOf.FindStringSubmatch(f.objects[n])[1], "0 R", "")) {
		k, _ := strconv.Atoi(s)
		kids = append(kids, k)
	}
	return n, kids
}

// write fills in a field of text, or chooses from a list.
func (f *acroForm) write(field, value string) {
	f.t.Helper()
	n, kids := f.kids(field)
	s := valueOf.ReplaceAllString(f.object(n), "")
	f.changed[n] = strings.TrimSuffix(s, ">>") + "/V" + pdfText(value) + ">>"
	for _, k := range kids {
		switch f.mode {
		case wholeViewer:
			looks := f.looks(f.object(k), value)
			f.changed[k] = looksOf.ReplaceAllString(f.object(k), fmt.Sprintf("/AP<</N %d 0 R>>", looks))
		case withoutLooks, valuesOnly:
			f.changed[k] = looksOf.ReplaceAllString(f.object(k), "")
		}
	}
}

// looks draws a value in the box of its field, a line of words after another.
func (f *acroForm) looks(widget, value string) int {
	var r [4]float64
	fmt.Sscanf(rectOf.FindStringSubmatch(widget)[1], "%g %g %g %g", &r[0], &r[1], &r[2], &r[3])
	width, height := r[2]-r[0], r[3]-r[1]
	var b strings.Builder
	fmt.Fprintf(&b, "/Tx BMC q 1 1 %.2f %.2f re W n BT /Vak 10 Tf 0 g 2 %.2f Td 12 TL", width-2, height-2, height-10)
	line := ""
	show := func() { fmt.Fprintf(&b, " <%X> Tj T*", latin(line)) }
	for _, word := range strings.Fields(value) {
		if line != "" && float64(len(line)+1+len(word))*6 > width {
			show()
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	show()
	b.WriteString(" ET Q EMC")
	n := f.size
	f.size++
	f.changed[n] = fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]/Resources<</Font<</Vak %s>>>>/Length %d>>\nstream\n%s\nendstream", width, height, f.font, b.Len(), b.String())
	return n
}

// latin writes a text in the encoding of the font, one byte a letter.
func latin(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

// tick ticks the box of a field that stands for this state; "" is the only one that it has.
func (f *acroForm) tick(field, state string) {
	f.t.Helper()
	n, kids := f.kids(field)
	found := false
	for _, k := range kids {
		on := stateOf.FindStringSubmatch(f.objects[k])[1]
		now := "/AS/Off"
		if state == "" || on == state {
			state, now, found = on, "/AS/"+on, true
		}
		if f.mode != valuesOnly {
			f.changed[k] = boxState.ReplaceAllLiteralString(f.object(k), now)
		}
	}
	if !found {
		f.t.Fatalf("%s has no box %q", field, state)
	}
	f.changed[n] = boxValue.ReplaceAllLiteralString(f.object(n), "/V/"+state)
}

// root gives an object that the catalogue names.
func (f *acroForm) root(key string) (int, string) {
	f.t.Helper()
	n, err := strconv.Atoi(string(regexp.MustCompile(`/` + key + ` (\d+) 0 R`).FindSubmatch(f.data)[1]))
	if err != nil {
		f.t.Fatal(err)
	}
	return n, f.objects[n]
}

// bytes gives the file with what changed behind it.
func (f *acroForm) bytes() []byte {
	out := bytes.NewBuffer(bytes.Clone(f.data))
	var table strings.Builder
	for n := range f.size {
		s, ok := f.changed[n]
		if !ok {
			continue
		}
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", n, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", n, s)
	}
	if f.mode == looksAsked {
		form, at := f.root("AcroForm")
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", form, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s/NeedAppearances true>>\nendobj\n", form, strings.TrimSuffix(at, ">>"))
	}
	before := regexp.MustCompile(`startxref\n(\d+)`).FindSubmatch(f.data)[1]
	root := regexp.MustCompile(`/Root \d+ 0 R`).Find(f.data)
	at := out.Len()
	fmt.Fprintf(out, "xref\n%strailer\n<</Size %d%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", table.String(), f.size, root, before, at)
	return out.Bytes()
}
