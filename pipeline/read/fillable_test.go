package read

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/render"
)

// paperForm is a fillable form that was filled in, and what it must be read as.
type paperForm struct {
	name string
	data []byte
	want map[string]string
}

// handedOut are all forms that are handed out, in all versions.
func handedOut(t testing.TB) []blank.Layout {
	t.Helper()
	var all []blank.Layout
	for _, d := range forms.Definitions {
		for _, v := range d.Versions {
			l, err := blank.LayoutOf(d.Form, v.ID, blank.GooiEnVechtstreek)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, l)
		}
	}
	return all
}

func blankPDF(t testing.TB, l blank.Layout, f blank.Fill) []byte {
	t.Helper()
	data, err := render.BlankForm(l, f, render.Look{})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// filledPDF fills in every question of a form; another turn gives other answers.
func filledPDF(t testing.TB, l blank.Layout, mode viewer, turn int) paperForm {
	t.Helper()
	f := openForm(t, blankPDF(t, l, blank.Fill{}), mode)
	w := &filler{acroForm: f, want: map[string]string{}, turn: turn}
	for _, s := range l.Sections {
		for i := range s.Items {
			w.item(&s.Items[i])
		}
	}
	return paperForm{fmt.Sprintf("%s-%s-%d", l.Form, l.Version, turn), f.bytes(), w.want}
}

// filler fills in question by question and notes what must be read.
type filler struct {
	*acroForm
	want map[string]string
	turn int
	n    int
}

const explanationID = ":explanation"

func (f *filler) next(n int) int { f.n++; return (f.n + f.turn) % n }

func (f *filler) item(it *blank.Item) {
	switch it.Kind {
	case blank.Criteria, blank.Priority:
		for i := range it.Items {
			f.item(&it.Items[i])
		}
	case blank.Row, blank.YesNo:
		f.yesNo(it)
	case blank.Pick, blank.Combo:
		o := it.Options[f.next(len(it.Options))]
		f.write(it.ID, o.Text)
		f.want[it.ID] = o.Value
	case blank.TickOne:
		o := it.Options[f.next(len(it.Options))]
		f.tick(it.ID, strings.ReplaceAll(o.Value, " ", "-"))
		f.want[it.ID] = o.Value
	case blank.TickAny:
		f.several(it)
	case blank.Day:
		days := [][2]string{{"20 juni 2025", "2025-06-20"}, {"20-6-2025", "2025-06-20"}, {"1 juli 2025", "2025-07-01"}}
		d := days[f.next(len(days))]
		f.write(it.ID, d[0])
		f.want[it.ID] = d[1]
	case blank.Table:
		f.agreements(it)
	default:
		f.words(it)
	}
}

func (f *filler) yesNo(it *blank.Item) {
	i := (len(f.want)/2 + f.turn) % 2
	f.tick(it.ID, []string{"Ja", "Nee"}[i])
	f.want[it.ID] = []string{"yes", "no"}[i]
	if it.Kind == blank.Row {
		text := []string{"Zie het <dossier> van " + it.ID + ".", "Er zijn vier meldingen geweest, en elk jaar komen er meer bij. De kinderen waren er steeds bij aanwezig, zegt moeder (bij de huisarts).", "Kort."}[f.next(3)]
		f.write(it.ID+explanationID, text)
		f.want[it.ID+explanationID] = text
	}
}

func (f *filler) several(it *blank.Item) {
	var values []string
	for i, o := range it.Options {
		if (i+f.turn)%3 == 0 {
			f.tick(it.ID+":"+o.Value, "")
			values = append(values, o.Value)
		}
	}
	f.want[it.ID] = strings.Join(values, ", ")
}

func (f *filler) words(it *blank.Item) {
	if it.Printed != "" {
		f.want[it.ID] = it.Printed
		return
	}
	text := map[string]string{"initials": "A.B.", "version": "2", "plan-version": "3"}[it.ID]
	if text == "" {
		text = "Wat er staat bij <" + it.ID + ">, in één zin."
	}
	f.write(it.ID, text)
	f.want[it.ID] = text
}

func (f *filler) agreements(it *blank.Item) {
	for n := range 2 + f.turn%3 {
		row := fmt.Sprintf("%s:%d:", it.ID, n+1)
		f.write(row+"who", fmt.Sprintf("persoon %d", n))
		f.write(row+"what", fmt.Sprintf("doet iets, %d keer", n))
		f.write(row+"byWhen", fmt.Sprintf("%d juli 2025", n+1))
		id := fmt.Sprintf("%sagreement-%d-", strings.TrimSuffix(it.ID, "agreements"), n+1)
		f.want[id+"who"], f.want[id+"what"], f.want[id+"byWhen"] = fmt.Sprintf("persoon %d", n), fmt.Sprintf("doet iets, %d keer", n), fmt.Sprintf("2025-07-%02d", n+1)
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
		all[id+explanationID] = c.Explanation
	}
	return all
}

// readPDF gives the one form in a file.
func readPDF(t testing.TB, name string, data []byte) forms.Reading {
	t.Helper()
	r := File(name+".pdf", data, pdfOptions(t))
	if len(r.Forms) != 1 {
		t.Fatalf("%s: %d forms, %+v", name, len(r.Forms), r.Message)
	}
	return r.Forms[0]
}

// compare counts what is the same, and what became a question; another value is an error.
func (p paperForm) compare(t testing.TB, name string, r forms.Reading) (same, asked int) {
	t.Helper()
	got := given(&r)
	for _, id := range slices.Sorted(maps.Keys(p.want)) {
		switch w, g := p.want[id], got[id]; {
		case w == g:
			same++
		case strings.HasPrefix(g, "?"):
			asked++
			t.Logf("%s: %s was %q, is %q", name, id, w, g)
		default:
			t.Errorf("%s: %s was %q, is %q", name, id, w, g)
		}
	}
	for id, g := range got {
		if _, ok := p.want[id]; !ok && g != "" && g[0] != '?' {
			t.Errorf("%s: %s is %q, and was not filled in", name, id, g)
		}
	}
	return same, asked
}

// TestFillableForms: what is filled in in the fields is read, all of it, whatever program
// filled it in; where what is stored and what is shown disagree, it is asked.
func TestFillableForms(t *testing.T) {
	for _, l := range handedOut(t) {
		for how, mode := range viewers {
			for turn := range 3 {
				f := filledPDF(t, l, mode, turn)
				name := f.name + ", " + how
				r := readPDF(t, name, f.data)
				_, asked := f.compare(t, name, r)
				whole := mode < valuesOnly || mode == looksAsked
				if asked > 0 && whole {
					t.Errorf("%s: %d answers are asked", name, asked)
				}
				if r.Version != l.Version || r.Prefilled || len(r.Remarks) > 0 && whole {
					t.Errorf("%s: version %q, prefilled %v, remarks %+v", name, r.Version, r.Prefilled, r.Remarks)
				}
			}
		}
	}
}

// TestBlankPDFsAreEmpty: nothing of an empty form is an answer but what is printed as one.
func TestBlankPDFsAreEmpty(t *testing.T) {
	for _, l := range handedOut(t) {
		r := readPDF(t, l.Form, blankPDF(t, l, blank.Fill{}))
		d := forms.DefinitionOf(l.Form)
		for id, a := range r.Answers() {
			if f := d.Field(id); a.Status == forms.Read && (f == nil || f.Printed != a.Value) || a.Status == forms.Ask && a.Reason != "unmarked" {
				t.Errorf("%s: %s was read as %+v", l.Form, id, a)
			}
		}
		for id, c := range r.Criteria {
			if c.Explanation != "" || c.Reason != "unmarked" {
				t.Errorf("%s: %s is %+v", l.Form, id, c)
			}
		}
		if len(r.Remarks) > 0 || r.Prefilled {
			t.Errorf("%s: remarks %+v", l.Form, r.Remarks)
		}
	}
}

// TestFlattenedForms: a program turned the fields into ink, or printed the form anew.
func TestFlattenedForms(t *testing.T) {
	for what, args := range map[string][]string{
		"qpdf": {"qpdf", "--generate-appearances", "--flatten-annotations=all", "in", "out"},
		"gs":   {"gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=out", "in"},
	} {
		if _, err := exec.LookPath(args[0]); err != nil {
			if what == "qpdf" {
				t.Skip("qpdf is not installed (Debian: apt-get install qpdf); reading flattened forms is skipped")
			}
			continue // a further program, where it is there
		}
		same, asked := 0, 0
		for _, l := range handedOut(t) {
			f := filledPDF(t, l, wholeViewer, 1)
			name := f.name + ", " + what
			s, a := f.compare(t, name, readPDF(t, name, through(t, args, f.data)))
			same, asked = same+s, asked+a
		}
		t.Logf("%s: %d answers the same, %d became a question", what, same, asked)
		if same < 200 || asked*50 > same {
			t.Errorf("%s: %d answers the same, %d became a question", what, same, asked)
		}
	}
}

// through has a program make another file of a file.
func through(t testing.TB, args []string, data []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	call := slices.Clone(args)
	for i := range call {
		switch call[i] {
		case "in":
			call[i] = in
		case "out":
			call[i] = out
		}
		call[i] = strings.Replace(call[i], "OutputFile=out", "OutputFile="+out, 1)
	}
	if text, err := exec.Command(call[0], call[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", call, err, text)
	}
	made, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestPrefilledPDFs: the form that goes with questions says what was certain, nothing of what
// was asked and no word that anybody wrote; with the questions answered it has no more.
func TestPrefilledPDFs(t *testing.T) {
	const reference = "MDA-2026-0007"
	for _, l := range handedOut(t) {
		full := filledPDF(t, l, wholeViewer, 1)
		before := readPDF(t, full.name, full.data)
		doubted := 0
		for _, id := range slices.Sorted(maps.Keys(given(&before))) {
			if doubted++; doubted%3 == 0 && !strings.HasPrefix(id, "priority-") && !strings.HasSuffix(id, explanationID) {
				forms.Doubt(&before, id, "unclear")
			}
		}
		fill := blank.Prefill(before, reference)
		sent := blankPDF(t, l, fill)
		if bytes.Contains(sent, []byte("Wat er staat")) || bytes.Contains(sent, []byte(pdfText("Wat er staat")[5:20])) {
			t.Errorf("%s: words of a person went back", full.name)
		}
		r := readPDF(t, full.name, sent)
		if !r.Prefilled || r.Reference != reference || len(r.Remarks) > 0 {
			t.Errorf("%s: prefilled %v, reference %q, remarks %+v", full.name, r.Prefilled, r.Reference, r.Remarks)
		}
		sameChoices(t, full.name, before, r)
		answerTheQuestions(t, l, fill, sent)
	}
}

// sameChoices compares a form that was filled in beforehand with the reading that it came from.
func sameChoices(t *testing.T, name string, before, r forms.Reading) {
	t.Helper()
	d, was := forms.DefinitionOf(r.Form), given(&before)
	for id, a := range r.Answers() {
		f := d.Field(id)
		words := strings.HasPrefix(id, "priority-") || f != nil && (f.Kind == forms.FreeText || f.Kind == forms.LineText || f.Kind == forms.InitialsKind)
		switch {
		case a.Status == forms.Read && f != nil && f.Printed == a.Value:
		case words && a.Status != forms.Empty:
			t.Errorf("%s: %s = %+v, words never go back", name, id, a)
		case words:
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

// answerTheQuestions fills in what is marked, and no more.
func answerTheQuestions(t *testing.T, l blank.Layout, fill blank.Fill, sent []byte) {
	t.Helper()
	w := &filler{acroForm: openForm(t, sent, wholeViewer), want: map[string]string{}}
	for _, s := range l.Sections {
		for i := range s.Items {
			for _, it := range append([]blank.Item{s.Items[i]}, s.Items[i].Items...) {
				if fill.Unclear[it.ID] && it.Kind != blank.Priority {
					w.item(&it)
				}
			}
		}
	}
	r := readPDF(t, l.Form, w.bytes())
	got := given(&r)
	for id, want := range w.want {
		if got[id] != want {
			t.Errorf("%s: %s was filled in as %q and is %q", l.Form, id, want, got[id])
		}
	}
}
