package read

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/samples"
)

// variant is one form in one container, with what must be read: values by id of a field or
// criterion, and "" for what only its sender can say; "yes|" may be read or asked.
type variant struct {
	container, name string
	file            string // name of the file or message
	data            []byte
	gold            map[string]string
}

// containerBar is a way in which forms come, with the least share of answers that must be read.
type containerBar struct {
	name     string
	coverage float64
}

var containers = []containerBar{
	{"docx", 0.98}, {"docx, other lay-outs", 0.98}, {"docx, marks by hand", 0.98}, {"odt", 0.96}, {"fodt", 0.96}, {"rtf", 0.96}, {"doc", 0.96}, {"PDF, form fields", 0.98}, {"PDF, fields made flat", 0.98}, {"PDF, printed", 0.93},
	{"HTML mail", 0.94}, {"text mail", 0.85}, {"mail with a file", 0.98}, {"zip", 0.98}, {"winmail.dat", 0.98},
}

// variantsLeast is how many variants there are at least.
const variantsLeast = 300

// TestContainersHoldTheirBars reads every variant and prints a line for each container. No
// answer may be wrong without a question; the least coverage is that of the design.
func TestContainersHoldTheirBars(t *testing.T) {
	opts := pdfOptions(t)
	all := variantsOf(t)
	if len(all) < variantsLeast {
		t.Errorf("only %d variants", len(all))
	}
	total := &tallied{}
	scores := map[string]*tallied{}
	for _, v := range all {
		if scores[v.container] == nil {
			scores[v.container] = &tallied{}
		}
		scores[v.container].read(t, v, opts)
	}
	fmt.Printf("\n%-24s %6s %8s %7s %8s %9s %6s %9s %10s %14s\n", "container", "forms", "answers", "right", "needed", "needless", "wrong", "coverage", "questions", "wrong / 1,000")
	for _, c := range containers {
		s := scores[c.name]
		if s == nil {
			t.Errorf("no variants of %s", c.name)
			continue
		}
		total.add(s)
		s.print(c.name)
		if s.coverage() < c.coverage {
			t.Errorf("%s: coverage %.1f %%, the bar is %.0f %%", c.name, 100*s.coverage(), 100*c.coverage)
		}
	}
	total.print("all")
}

// tallied counts answers. Needed: asked, and only the sender can say it; needless: asked, and
// it stood there.
type tallied struct {
	forms, answers, right, needed, needless, wrong int
	questions                                      []int
}

func (s *tallied) read(t *testing.T, v variant, opts Options) {
	t.Helper()
	r := File(v.file, v.data, opts)
	s.forms++
	s.answers += len(v.gold)
	if len(r.Forms) != 1 {
		t.Logf("%s, %s: %d forms, %+v", v.container, v.name, len(r.Forms), r.Message)
		s.needless += len(v.gold)
		s.questions = append(s.questions, len(v.gold))
		return
	}
	got, asked := maps.Collect(r.Forms[0].Answers()), 0
	for id, c := range r.Forms[0].Criteria {
		got[id] = c.Answer
	}
	for _, id := range slices.Sorted(maps.Keys(v.gold)) {
		want, a := strings.Split(v.gold[id], "|"), got[id]
		read := a.Status == forms.Read
		switch {
		case read && slices.Contains(want, a.Value):
			s.right++
		case read:
			s.wrong++
			t.Errorf("%s, %s: %s is read as %q, is %q", v.container, v.name, id, a.Value, want)
		case slices.Contains(want, ""):
			s.needed++
			asked++
		default:
			s.needless++
			asked++
			t.Logf("%s, %s: %s is %q, and asked: %s %q", v.container, v.name, id, want, a.Reason, a.Text)
		}
	}
	s.questions = append(s.questions, asked)
}

func (s *tallied) add(o *tallied) {
	s.forms, s.answers, s.right, s.needed = s.forms+o.forms, s.answers+o.answers, s.right+o.right, s.needed+o.needed
	s.needless, s.wrong, s.questions = s.needless+o.needless, s.wrong+o.wrong, append(s.questions, o.questions...)
}

// coverage is the share of what stands on the forms that was read.
func (s *tallied) coverage() float64 {
	return float64(s.right) / float64(max(s.right+s.needless+s.wrong, 1))
}

// bound is the upper end of the exact 95 % interval (one-sided) of wrong answers in a
// thousand: with none, three in n.
func (s *tallied) bound() float64 {
	n, low, high := float64(s.answers), 0.0, 1.0
	for range 60 { // the share at which so few wrong ones are a chance of one in twenty
		mid := (low + high) / 2
		chance, term := 0.0, math.Pow(1-mid, n)
		for k := 0; k <= s.wrong; k++ {
			chance += term
			term *= (n - float64(k)) / float64(k+1) * mid / (1 - mid)
		}
		if chance > 0.05 {
			low = mid
		} else {
			high = mid
		}
	}
	return 1000 * high
}

func (s *tallied) print(name string) {
	slices.Sort(s.questions)
	median, p95 := s.questions[len(s.questions)/2], s.questions[min(len(s.questions)*95/100, len(s.questions)-1)]
	fmt.Printf("%-24s %6d %8d %7d %8d %9d %6d %7.1f %% %5d / %2d %5.1f (≤ %.2f)\n", name, s.forms, s.answers, s.right, s.needed, s.needless, s.wrong, 100*s.coverage(),
		median, p95, 1000*float64(s.wrong)/float64(max(s.answers, 1)), s.bound())
}

// versions are those of the referral form.
var versions = []string{forms.Version2019, forms.Version2019Numbered, forms.Version2020}

// filling is one way to fill in the referral form, with what it says.
type filling struct {
	name, version string
	fill          blank.Fill
	gold          map[string]string
}

// fillings are all versions in all ways of marking, each with other answers; on some of them
// an answer or two is missing.
func fillings(turns int) []filling {
	var all []filling
	for turn := range turns {
		for i, version := range versions {
			for m := blank.Boxes; m <= blank.Highlighted; m++ {
				n := 5*(3*turn+i) + int(m) // the marking is by the number
				f := samples.Fill(n)
				f.Marking = m
				if n%4 == 2 {
					delete(f.Answers, forms.CriterionOrder[n%7])
				}
				if n%9 == 4 {
					f.Fields["family"] = ""
				}
				all = append(all, filling{fmt.Sprintf("%s-%d-%d", version, m, turn), version, f, goldOf(version, f)})
			}
		}
	}
	return all
}

func goldOf(version string, f blank.Fill) map[string]string {
	gold := map[string]string{}
	for id, value := range f.Fields {
		gold[id] = value
	}
	gold["role"] = map[string]string{"Moeder": "mother", "Vader": "father", "Kind": "child"}[f.Fields["role"]]
	gold["same-address"], gold["zvh"] = map[string]string{"Ja": "yes", "Nee": "no"}[f.Fields["same-address"]], map[string]string{"Ja": "yes", "Nee": "no"}[f.Fields["zvh"]]
	for _, id := range forms.CriteriaOf(version) {
		gold[id] = string(f.Answers[id])
	}
	return gold
}

// variantsOf makes all variants. What a real program must make is made in one call a format.
func variantsOf(t *testing.T) []variant {
	t.Helper()
	var all []variant
	add := func(container string, f filling, file string, data []byte) {
		all = append(all, variant{container, f.name, file, data, f.gold})
	}
	many, few := fillings(4), fillings(2)
	for _, f := range many {
		add("docx", f, "aanmelding.docx", inWord(t, f))
		body := mail("Subject: aanmelding\r\n", "text/html", blank.HTMLBody(f.version, f.fill))
		add("HTML mail", f, "mail.eml", body)
	}
	for i, f := range few {
		add("text mail", f, "mail.eml", mail("Subject: aanmelding\r\n", "text/plain", blank.TextBody(f.version, f.fill)))
		word := inWord(t, f)
		with := piece{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Aanmelding.docx", string(word)}
		text := piece{plainKind, "", "Beste collega,\n\nBijgaand een aanmelding.\n\nMet vriendelijke groet\n"}
		add("mail with a file", f, "mail.eml", mixed("Subject: aanmelding\r\n", "mixed", text, with))
		switch i % 2 {
		case 0:
			add("zip", f, "mail.eml", mixed("", "mixed", text, piece{"application/zip", "formulier.zip", string(zipped(t, map[string][]byte{"Aanmelding.docx": word}))}))
		case 1:
			add("winmail.dat", f, "mail.eml", mixed("", "mixed", text, piece{"application/ms-tnef", "winmail.dat", string(winmail("Aanmelding.docx", word))}))
		}
	}
	all = append(all, fieldVariants(t)...)
	all = append(all, layoutVariants(t)...)
	all = append(all, handVariants(t)...)
	return append(all, officeVariants(t, few)...)
}

func inWord(t testing.TB, f filling) []byte {
	t.Helper()
	data, err := blank.Docx(f.version, f.fill)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// winmail packs a file as Outlook does.
func winmail(name string, data []byte) []byte {
	out := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint32(nil, 0x223E9F78), 1)
	for _, a := range []struct {
		id   uint32
		data []byte
	}{{0x00069002, make([]byte, 14)}, {0x00018010, append([]byte(name), 0)}, {0x0006800F, data}} {
		out = binary.LittleEndian.AppendUint32(append(out, 2), a.id)
		out = append(binary.LittleEndian.AppendUint32(out, uint32(len(a.data))), a.data...)
		sum := uint16(0)
		for _, b := range a.data {
			sum += uint16(b)
		}
		out = binary.LittleEndian.AppendUint16(out, sum)
	}
	return out
}

// fieldVariants are fillable PDFs of every form, filled in by several kinds of programs, and
// the same with their fields made flat.
func fieldVariants(t *testing.T) []variant {
	t.Helper()
	flat := []string{"qpdf", "--generate-appearances", "--flatten-annotations=all", "in", "out"}
	var all []variant
	for _, l := range handedOut(t) {
		for turn := range 3 {
			for _, mode := range []viewer{wholeViewer, withoutLooks, looksAsked} {
				f := filledPDF(t, l, mode, turn)
				for id := range f.want {
					if strings.HasSuffix(id, explanationID) || strings.Contains(f.want[id], ", ") {
						delete(f.want, id) // lists and words beside the answers are held by TestFillableForms
					}
				}
				all = append(all, variant{"PDF, form fields", fmt.Sprintf("%s, mode %d", f.name, mode), f.name + ".pdf", f.data, f.want})
				if mode == wholeViewer {
					all = append(all, variant{"PDF, fields made flat", f.name, f.name + ".pdf", through(t, flat, f.data), f.want})
				}
			}
		}
	}
	return all
}

// layoutVariants are the form in lay-outs that people made of it, each with every way of
// marking an answer by hand.
func layoutVariants(t *testing.T) []variant {
	t.Helper()
	fields := map[string]string{"referrer": "K.L., wijkteam", "initials": "A.B.", "role": "mother", "municipality": "Huizen", "family": "moeder, zoon", "same-address": "yes", "summary": "Er is veel."}
	marks := map[string][2]string{ // how Ja, and how Nee is marked
		"struck": {jn("", "", struck), jn(struck, "", "")}, "bold": {jn(bold, "", ""), jn("", "", bold)}, "marker": {jn(pen, "", ""), jn("", "", pen)}, "underlined": {jn(under, "", ""), jn("", "", under)},
		"typed": {t_("Ja"), t_("Nee")}, "crossed": {t_("x Ja / Nee"), t_("Ja / x Nee")}, "boxes": {tick("1", "☒") + t_(" Ja ") + tick("0", "☐") + t_(" Nee"), tick("0", "☐") + t_(" Ja ") + tick("1", "☒") + t_(" Nee")},
	}
	var all []variant
	for layout, s := range fieldLayouts() {
		for mark, looks := range marks {
			gold := maps.Clone(fields)
			s.answers = map[int]string{}
			for i, id := range forms.CriterionOrder {
				s.answers[i+1], gold[id] = looks[0], "yes"
				if (i+len(layout)+len(mark))%3 == 0 {
					s.answers[i+1], gold[id] = looks[1], "no"
				}
			}
			all = append(all, variant{"docx, other lay-outs", layout + ", " + mark, "x.docx", s.docx(t), gold})
		}
	}
	return all
}

// handVariants are the answers of the catalogue: all the ways in which people mark them.
func handVariants(t *testing.T) []variant {
	t.Helper()
	meaning := strings.NewReplacer("J", "yes", "N", "no", "A", "")
	var all []variant
	for i, s := range allCells() {
		gold := map[string]string{"referrer": "K.L., gemeente Hilversum, 035-1234501", "initials": "A.B.", "role": "mother", "municipality": "Hilversum"}
		for j := 0; j < 8 && i*8+j < len(cells); j++ {
			gold[forms.CriterionOrder[j]] = meaning.Replace(cells[i*8+j].want)
		}
		all = append(all, variant{"docx, marks by hand", fmt.Sprintf("cells-%02d", i), "x.docx", s.docx(t), gold})
	}
	return all
}

// officeVariants are Word forms that a real program turned into other files.
func officeVariants(t *testing.T, all []filling) []variant {
	t.Helper()
	program, dir := libreOffice(t), t.TempDir()
	var paths []string
	for _, f := range all {
		path := filepath.Join(dir, f.name+".docx")
		if err := os.WriteFile(path, inWord(t, f), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	var out []variant
	for _, format := range []struct{ ending, container string }{{"odt", "odt"}, {"fodt", "fodt"}, {"rtf", "rtf"}, {"doc", "doc"}, {"pdf", "PDF, printed"}} {
		convert(t, program, dir, format.ending, paths)
		made := filepath.Join(dir, format.ending)
		if format.ending == "doc" { // as the converter of the service gives it back
			docs, _ := filepath.Glob(filepath.Join(made, "*.doc"))
			convert(t, program, made, "docx", docs)
			made = filepath.Join(made, "docx")
		}
		for _, f := range all {
			ending := format.ending
			if ending == "doc" {
				ending = "docx"
			}
			data, err := os.ReadFile(filepath.Join(made, f.name+"."+ending))
			if err != nil {
				t.Error(err)
				continue
			}
			out = append(out, variant{format.container, f.name, f.name + "." + ending, data, f.gold})
		}
	}
	return out
}
