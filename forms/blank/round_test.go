package blank_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/forms/docx"
	"mdaplus/forms/html"
	"mdaplus/forms/odf"
	"mdaplus/forms/rtf"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// filler fills in a Word form as Word does: it changes the text of a content control, takes
// the mark of a prompt away, ticks boxes both as stored and as shown, and adds rows.
type filler struct {
	t   testing.TB
	xml string
}

func (f *filler) control(tag string, nth int) (from, to int) {
	f.t.Helper()
	at := 0
	for range nth + 1 {
		i := strings.Index(f.xml[at:], `<w:tag w:val="`+tag+`"/>`)
		if i < 0 {
			f.t.Fatalf("no control %q number %d", tag, nth)
		}
		at += i + 1
	}
	end := strings.Index(f.xml[at:], `</w:sdt>`)
	return strings.LastIndex(f.xml[:at], `<w:sdt>`), at + end + len(`</w:sdt>`)
}

var shownText = regexp.MustCompile(`<w:sdtContent>.*</w:sdtContent>`)

// write fills in text, chooses from a list, or picks a date.
func (f *filler) write(tag string, nth int, text string) {
	f.t.Helper()
	from, to := f.control(tag, nth)
	c := strings.Replace(f.xml[from:to], `<w:showingPlcHdr/>`, ``, 1)
	c = shownText.ReplaceAllLiteralString(c, `<w:sdtContent><w:r><w:t xml:space="preserve">`+text+`</w:t></w:r></w:sdtContent>`)
	if day, err := time.Parse("2 January 2006", english(text)); err == nil {
		c = strings.Replace(c, `<w:date>`, `<w:date w:fullDate="`+day.Format(time.DateOnly)+`T00:00:00Z">`, 1)
	}
	f.xml = f.xml[:from] + c + f.xml[to:]
}

func english(text string) string {
	return strings.NewReplacer("juni", "June", "juli", "July", "mei", "May").Replace(text)
}

func (f *filler) tick(tag string) {
	f.t.Helper()
	from, to := f.control(tag, 0)
	c := strings.NewReplacer(`w14:checked w14:val="0"`, `w14:checked w14:val="1"`, "☐", "☒").Replace(f.xml[from:to])
	f.xml = f.xml[:from] + c + f.xml[to:]
}

// repeat adds a row to a table of agreements, as the button of Word does.
func (f *filler) repeat(tag string) {
	f.t.Helper()
	at := strings.Index(f.xml, `<w:tag w:val="`+tag+`"/>`)
	open := at + strings.Index(f.xml[at:], `<w:sdt><w:sdtPr><w:id`)
	end := open + strings.Index(f.xml[open:], `</w:tr></w:sdtContent></w:sdt>`) + len(`</w:tr></w:sdtContent></w:sdt>`)
	f.xml = f.xml[:end] + f.xml[open:end] + f.xml[end:]
}

// inside changes the main part of a Word document.
func inside(t testing.TB, data []byte, change func(f *filler)) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range in.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name == "word/document.xml" {
			f := &filler{t, string(text)}
			change(f)
			text = []byte(f.xml)
		}
		w, err := z.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filledIn is a form with every control filled in, and what it must be read as.
type filledIn struct {
	name string
	data []byte
	want map[string]string
}

// explanation is what the values of a criterion are followed by in want.
const explanationOf = ":explanation"

// completed fills in every form in every version by its controls.
func completed(t testing.TB) []filledIn {
	t.Helper()
	var all []filledIn
	for _, d := range forms.Definitions {
		for _, v := range d.Versions {
			l, err := blank.LayoutOf(d.Form, v.ID, blank.GooiEnVechtstreek)
			if err != nil {
				t.Fatal(err)
			}
			data, err := l.Docx(blank.Fill{})
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			data = inside(t, data, func(f *filler) {
				for _, s := range l.Sections {
					for i := range s.Items {
						f.item(&s.Items[i], want)
					}
				}
			})
			all = append(all, filledIn{d.Form + "-" + v.ID, data, want})
		}
	}
	return all
}

// item fills in one question and notes what it must be read as.
func (f *filler) item(it *blank.Item, want map[string]string) {
	switch it.Kind {
	case blank.Criteria, blank.Priority:
		for i := range it.Items {
			f.item(&it.Items[i], want)
		}
	case blank.Row, blank.YesNo:
		answer := []string{"yes", "no"}[len(want)/2%2]
		f.tick(it.ID + ":" + answer)
		want[it.ID] = answer
		if it.Kind == blank.Row {
			f.write(it.ID+explanationOf, 0, "Zie het &lt;dossier&gt; van "+it.ID+".")
			want[it.ID+explanationOf] = "Zie het <dossier> van " + it.ID + "."
		}
	case blank.Pick, blank.Combo:
		o := it.Options[len(want)%len(it.Options)]
		text := o.Text
		f.write(it.ID, 0, text)
		want[it.ID] = o.Value
	case blank.TickOne:
		o := it.Options[1]
		f.tick(it.ID + ":" + o.Value)
		want[it.ID] = o.Value
	case blank.TickAny:
		f.tick(it.ID + ":" + it.Options[0].Value)
		f.tick(it.ID + ":" + it.Options[len(it.Options)-1].Value)
		want[it.ID] = it.Options[0].Value + ", " + it.Options[len(it.Options)-1].Value
	case blank.Day:
		f.write(it.ID, 0, "20 juni 2025")
		want[it.ID] = "2025-06-20"
	case blank.Table:
		f.agreements(it, want)
	default:
		text := map[string]string{"initials": "A.B.", "version": "2", "plan-version": "3", "phase": it.Printed, "goal": it.Printed}[it.ID]
		if text == "" {
			text = "Wat er staat bij &lt;" + it.ID + "&gt;, in één zin."
		}
		f.write(it.ID, 0, text)
		want[it.ID] = strings.NewReplacer("&lt;", "<", "&gt;", ">").Replace(text)
	}
}

// agreements fills in four rows of the three that are there.
func (f *filler) agreements(it *blank.Item, want map[string]string) {
	f.repeat(it.ID)
	prefix := strings.TrimSuffix(it.ID, "agreements")
	for n := range 4 {
		f.write(it.ID+":who", n, fmt.Sprintf("persoon %d", n))
		f.write(it.ID+":what", n, fmt.Sprintf("doet iets, %d keer", n))
		f.write(it.ID+":byWhen", n, fmt.Sprintf("%d juli 2025", n+1))
		id := fmt.Sprintf("%sagreement-%d-", prefix, n+1)
		want[id+"who"], want[id+"what"], want[id+"byWhen"] = fmt.Sprintf("persoon %d", n), fmt.Sprintf("doet iets, %d keer", n), fmt.Sprintf("2025-07-%02d", n+1)
	}
}

// given lists what a reading says: values by id, questions as "?code".
func given(r *forms.Reading) map[string]string {
	all := map[string]string{}
	for id, a := range r.Answers() {
		all[id] = a.Value
		if a.Status == forms.Ask {
			all[id] = "?" + a.Reason
		}
	}
	for id, c := range r.Criteria {
		all[id+explanationOf] = c.Explanation
	}
	return all
}

// TestFilledInByControls: what is filled in in the controls is read, all of it.
func TestFilledInByControls(t *testing.T) {
	for _, f := range completed(t) {
		r := read(t, f.data)
		got := given(&r)
		for id, want := range f.want {
			if got[id] != want {
				t.Errorf("%s: %s = %q, want %q", f.name, id, got[id], want)
			}
		}
		for id := range got {
			if _, ok := f.want[id]; !ok {
				t.Errorf("%s: %s is on no lay-out", f.name, id)
			}
		}
		if len(r.Remarks) > 0 || r.Prefilled {
			t.Errorf("%s: remarks %+v, prefilled %v", f.name, r.Remarks, r.Prefilled)
		}
	}
}

// TestBlankFormsAreEmpty: nothing of an empty form is an answer but what is printed as one.
func TestBlankFormsAreEmpty(t *testing.T) {
	for _, d := range forms.Definitions {
		for _, v := range d.Versions {
			l, err := blank.LayoutOf(d.Form, v.ID, blank.GooiEnVechtstreek)
			if err != nil {
				t.Fatal(err)
			}
			data, err := l.Docx(blank.Fill{})
			if err != nil {
				t.Fatal(err)
			}
			if again, _ := l.Docx(blank.Fill{}); !bytes.Equal(data, again) {
				t.Errorf("%s: the same form gives other bytes", d.Form)
			}
			nothingRead(t, d, read(t, data))
			sh, err := docx.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			sheet.Each(sh.Blocks, func(p *sheet.Paragraph) { // as programs leave it that turn controls into text
				for i := range p.Runs {
					p.Runs[i].Marks &^= sheet.Placeholder
				}
			})
			nothingRead(t, d, forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})[0])
		}
	}
}

func nothingRead(t *testing.T, d *forms.Definition, r forms.Reading) {
	t.Helper()
	for id, a := range r.Answers() {
		f := d.Field(id)
		if a.Status == forms.Read && (f == nil || f.Printed != a.Value) {
			t.Errorf("%s: %s was read as %q", d.Form, id, a.Value)
		}
	}
	for id, c := range r.Criteria {
		if c.Explanation != "" {
			t.Errorf("%s: %s is explained by %q", d.Form, id, c.Explanation)
		}
	}
	if len(r.Remarks) > 0 {
		t.Errorf("%s: remarks %+v", d.Form, r.Remarks)
	}
}

// half is a form of which some answers are left out, so that there is something to ask.
func half(t *testing.T, f filledIn) forms.Reading {
	t.Helper()
	r := read(t, f.data)
	n := 0
	for id := range r.Answers() {
		if n++; n%3 == 0 && !strings.HasPrefix(id, "priority-") {
			forms.Doubt(&r, id, "unclear")
		}
	}
	return r
}

// TestFilledInBeforehand: the form that goes with questions, and comes back untouched, says
// what was certain, and nothing of what was asked or of what somebody wrote.
func TestFilledInBeforehand(t *testing.T) {
	for _, f := range completed(t) {
		before := half(t, f)
		l, err := blank.LayoutOf(before.Form, before.Version, blank.GooiEnVechtstreek)
		if err != nil {
			t.Fatal(err)
		}
		fill := blank.Prefill(before, "MDA-2026-0007")
		data, err := l.Docx(fill)
		if err != nil {
			t.Fatal(err)
		}
		checkPrefilled(t, f.name, before, read(t, data))
		for id := range fill.Unclear {
			if !bytes.Contains(mainPart(t, data), []byte(forms.FillIn)) {
				t.Errorf("%s: %s is not marked", f.name, id)
			}
		}
		if strings.Contains(string(mainPart(t, data)), "Wat er staat bij") || strings.Contains(string(mainPart(t, data)), "dossier") {
			t.Errorf("%s: words of a person went back", f.name)
		}
		answered := inside(t, data, func(w *filler) { // and with what was asked filled in
			for _, s := range l.Sections {
				for i := range s.Items {
					if it := &s.Items[i]; fill.Unclear[it.ID] && it.Kind != blank.TickAny && it.Kind != blank.TickOne {
						w.item(it, map[string]string{})
					}
				}
			}
		})
		r := read(t, answered)
		for id := range fill.Unclear {
			if d := forms.DefinitionOf(r.Form); d.Field(id) != nil && len(d.Field(id).Options) < 4 && r.Fields[id].Status != forms.Read {
				t.Errorf("%s: %s was filled in and is %+v", f.name, id, r.Fields[id])
			}
		}
	}
}

func checkPrefilled(t *testing.T, name string, before, r forms.Reading) {
	t.Helper()
	if !r.Prefilled || r.Reference != "MDA-2026-0007" {
		t.Errorf("%s: prefilled %v, reference %q", name, r.Prefilled, r.Reference)
	}
	d, was := forms.DefinitionOf(r.Form), given(&before)
	for id, a := range r.Answers() {
		f := d.Field(id)
		wordsOf := strings.HasPrefix(id, "priority-") || f != nil && (f.Kind == forms.FreeText || f.Kind == forms.LineText || f.Kind == forms.InitialsKind)
		switch {
		case a.Status == forms.Read && f != nil && f.Printed == a.Value:
		case wordsOf && a.Status != forms.Empty:
			t.Errorf("%s: %s = %+v, words never go back", name, id, a)
		case wordsOf:
		case strings.HasPrefix(was[id], "?") && a.Status == forms.Read:
			t.Errorf("%s: the question %s came back as %q", name, id, a.Value)
		case !strings.HasPrefix(was[id], "?") && a.Value != was[id]:
			t.Errorf("%s: %s = %q, was %q", name, id, a.Value, was[id])
		}
	}
	for id, c := range r.Criteria {
		if c.Explanation != "" {
			t.Errorf("%s: %s is explained by %q", name, id, c.Explanation)
		}
	}
}

func mainPart(t *testing.T, data []byte) (text []byte) {
	t.Helper()
	inside(t, data, func(f *filler) { text = []byte(f.xml) })
	return text
}

// TestOfficeRoundTrips lets a real program open, save and convert every form: filled in by
// controls, and filled in beforehand. A value may become a question, never another value.
func TestOfficeRoundTrips(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes half a minute: not in short tests")
	}
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: install libreoffice-writer to test against a real program")
	}
	dir := t.TempDir()
	all := map[string]filledIn{}
	var paths []string
	for _, f := range completed(t) {
		r := half(t, f)
		l, err := blank.LayoutOf(r.Form, r.Version, blank.GooiEnVechtstreek)
		if err != nil {
			t.Fatal(err)
		}
		data, err := l.Docx(blank.Prefill(r, "MDA-2026-0007"))
		if err != nil {
			t.Fatal(err)
		}
		again := read(t, data)
		for _, one := range []filledIn{f, {f.name + "-vooraf", data, given(&again)}} {
			path := filepath.Join(dir, one.name+".docx")
			if err := os.WriteFile(path, one.data, 0o600); err != nil {
				t.Fatal(err)
			}
			paths, all[one.name] = append(paths, path), one
		}
	}
	for _, step := range []struct{ from, to string }{{"docx", "odt"}, {"odt", "docx"}, {"docx", "fodt"}, {"docx", "rtf"}, {"docx", "html"}, {"docx", "txt:Text (encoded):UTF8"}} {
		files := paths
		if step.from == "odt" {
			files, _ = filepath.Glob(filepath.Join(dir, "docx-odt", "*.odt"))
		}
		ending, _, _ := strings.Cut(step.to, ":")
		out := filepath.Join(dir, step.from+"-"+ending)
		convert(t, program, dir, step.to, out, files)
		asked, same := 0, 0
		for name, f := range all {
			a, s := f.compare(t, out, name, ending)
			asked, same = asked+a, same+s
		}
		t.Logf("%s to %s: %d answers the same, %d became a question", step.from, step.to, same, asked)
		if same < 300 || asked*10 > same {
			t.Errorf("%s to %s: %d answers the same, %d became a question", step.from, step.to, same, asked)
		}
	}
}

func convert(t *testing.T, program, dir, format, out string, files []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", format, "--outdir", out}, files...)
	if text, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", format, err, text)
	}
}

func (f filledIn) compare(t *testing.T, dir, name, format string) (asked, same int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name+"."+format))
	if err != nil {
		t.Error(err)
		return
	}
	readers := map[string]func([]byte) (*sheet.Sheet, error){"docx": docx.Read, "odt": odf.Read, "fodt": odf.Read, "rtf": rtf.Read, "html": html.Read,
		"txt": func(data []byte) (*sheet.Sheet, error) {
			return text.Read(strings.TrimPrefix(string(data), "\uFEFF")), nil
		}}
	sh, err := readers[format](data)
	if err != nil {
		t.Errorf("%s.%s: %v", name, format, err)
		return
	}
	all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
	if len(all) != 1 {
		t.Errorf("%s.%s: %d forms", name, format, len(all))
		return
	}
	if before := strings.HasSuffix(name, "-vooraf"); format != "txt" && (all[0].Prefilled != before || before && all[0].Reference != "MDA-2026-0007") { // plain text has no foot
		t.Errorf("%s.%s: prefilled %v, reference %q", name, format, all[0].Prefilled, all[0].Reference)
	}
	got := given(&all[0])
	for _, id := range slices.Sorted(maps.Keys(f.want)) {
		w, g := f.want[id], got[id]
		switch {
		case w == g:
			same++
		case strings.HasPrefix(w, "?") && (g == "" || g[0] == '?'):
		case g == "" && !strings.HasSuffix(id, explanationOf) || strings.HasPrefix(g, "?"):
			asked++
			t.Logf("%s.%s: %s was %q, is %q", name, format, id, w, g)
		default:
			t.Errorf("%s.%s: %s was %q, is %q", name, format, id, w, g)
		}
	}
	return asked, same
}

// TestAgreementAddedToPrefilledPlan: a row that is added keeps its place behind those that
// were left alone.
func TestAgreementAddedToPrefilledPlan(t *testing.T) {
	l, err := blank.LayoutOf("safety-plan", forms.Version1, blank.GooiEnVechtstreek)
	if err != nil {
		t.Fatal(err)
	}
	data, err := l.Docx(blank.Fill{Prefilled: true, Reference: "MDA-2026-0007", Priorities: []blank.Filled{{Agreements: make([]blank.Agreement, 2)}}})
	if err != nil {
		t.Fatal(err)
	}
	data = inside(t, data, func(f *filler) {
		for _, c := range []string{"who", "what"} {
			f.write("priority-1-agreements:"+c, 2, "nieuw")
		}
		f.write("priority-1-agreements:byWhen", 2, "1 juli 2025")
	})
	p := read(t, data).Priorities[0]
	if len(p.Agreements) != 3 || p.Agreements[2].Who.Value != "nieuw" || p.Agreements[0].Who.Status != forms.Empty {
		t.Errorf("%+v", p.Agreements)
	}
}
