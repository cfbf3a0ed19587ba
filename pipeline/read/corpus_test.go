package read

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"mdaplus/forms"
)

// shared gives the folder with the development corpus: MDAPLUS_SHARED, or ../shared
// beside the checkout. Without it the tests that need it are skipped.
func shared(t testing.TB) string {
	dir := os.Getenv("MDAPLUS_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "corpus", "score.py")); err != nil {
		t.Skip("no development corpus: set MDAPLUS_SHARED to the folder that holds corpus/")
	}
	return dir
}

// TestCorpus reads every file of the corpus and has score.py compare: nothing may be
// silently wrong, and files of containers that are not read yet must be held.
func TestCorpus(t *testing.T) {
	dir := filepath.Join(shared(t), "corpus")
	files, err := filepath.Glob(filepath.Join(dir, "reading", "[0-9]*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in the corpus: %v", err)
	}
	var answers bytes.Buffer
	read, asked := map[string]int{}, map[string]int{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r := File(f, data, pdfOptions(t))
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		answers.Write(append(line, '\n'))
		count(r, filepath.Ext(f), read, asked)
	}
	t.Logf("read %v, asked %v", read, asked)
	score(t, dir, answers.Bytes())
	coverage(t, dir, answers.Bytes())
}

func count(r Result, class string, read, asked map[string]int) {
	for _, f := range r.Forms {
		for _, a := range f.Fields {
			tally(a, class, read, asked)
		}
		for _, c := range f.Criteria {
			tally(c.Answer, class, read, asked)
		}
	}
}

func tally(a forms.Answer, class string, read, asked map[string]int) {
	if a.Status == forms.Read {
		read[class]++
	} else {
		asked[class]++
	}
}

func score(t *testing.T, dir string, answers []byte) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "answers.jsonl")
	if err := os.WriteFile(out, answers, 0o600); err != nil {
		t.Fatal(err)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run score.py")
	}
	report, err := exec.Command(python, filepath.Join(dir, "score.py"), "reading", "--answers", out).CombinedOutput()
	t.Logf("%s", report)
	if err != nil {
		t.Errorf("score.py: %v", err)
	}
}

// minCoverage is the share of answers with a sure gold value that must be read, by class.
var minCoverage = map[string]float64{".docx": 0.97, ".eml": 0.97, ".html": 0.9, ".txt": 0.9, ".odt": 0.96, ".rtf": 0.96, ".pdf": 0.98}

type gold struct {
	File  string
	Forms []struct {
		Fields, Criteria map[string]struct {
			Is    string
			Ask   bool
			OrAsk bool
		}
	}
}

// coverage counts by class; a PDF with another name counts for PDF.
func coverage(t *testing.T, dir string, answers []byte) {
	given := map[string]Result{}
	for _, line := range bytes.Split(bytes.TrimSpace(answers), []byte("\n")) {
		var r Result
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		given[filepath.Base(r.File)] = r
	}
	f, err := os.Open(filepath.Join(dir, "reading", "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sure, right := map[string]int{}, map[string]int{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var g gold
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		r := given[g.File]
		if r.Message.Outcome == Held {
			continue
		}
		class := filepath.Ext(g.File)
		for i, form := range g.Forms {
			for id, a := range form.Fields {
				if !a.Ask && !a.OrAsk {
					sure[class]++
					right[class] += one(i < len(r.Forms) && r.Forms[i].Fields[id].Status == forms.Read)
				}
			}
			for id, a := range form.Criteria {
				if !a.Ask && !a.OrAsk {
					sure[class]++
					right[class] += one(i < len(r.Forms) && r.Forms[i].Criteria[id].Status == forms.Read)
				}
			}
		}
	}
	for class, least := range minCoverage {
		if got := float64(right[class]) / float64(max(sure[class], 1)); got < least {
			t.Errorf("%s: coverage %.3f, at least %.3f", class, got, least)
		}
	}
}

func one(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

func BenchmarkFilledDocx(b *testing.B) {
	data, err := os.ReadFile(filepath.Join(shared(b), "corpus", "reading", "07-strike-direct.docx"))
	if err != nil {
		b.Skip(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if r := File("form.docx", data, Options{}); r.Message.Outcome != Filed {
			b.Fatal(r.Message)
		}
	}
}
