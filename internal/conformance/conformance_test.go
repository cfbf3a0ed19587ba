//go:build conformance

// Package conformance has every document, in both profiles and with many inputs, judged by
// programs from outside: veraPDF for PDF/A-3a, PDF/A-2a and PDF/UA-1, qpdf for the file,
// poppler for the text. What the judges must refuse is in pdfcheck.Breaks.
package conformance

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/internal/pdfcheck"
	"mdaplus/render"
	"mdaplus/render/pdfa"
)

// veraPDF is where the judge is; make conformance fetches it.
var veraPDF = flag.String("verapdf", "", "jar of veraPDF (greenfield)")

// judge has a folder of files judged in one run, and gives the files that passed.
func judge(t *testing.T, flavour, dir string) map[string]bool {
	t.Helper()
	if *veraPDF == "" {
		t.Fatal("name the judge with -verapdf, or run make conformance")
	}
	start := time.Now()
	cmd := exec.Command("java", "-Xmx1g", "-cp", *veraPDF, "org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour, "--format", "text", "-v", "--recurse", dir)
	out, err := cmd.Output()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatalf("veraPDF: %v", err)
	}
	t.Logf("%s: judged in %s", flavour, time.Since(start).Round(time.Second))
	passed, seen := map[string]bool{}, 0
	for _, line := range strings.Split(string(out), "\n") {
		verdict, rest, _ := strings.Cut(line, " ")
		if verdict != "PASS" && verdict != "FAIL" || !strings.Contains(rest, ".pdf") {
			continue
		}
		seen++
		path := strings.TrimSuffix(strings.TrimSpace(rest), " "+flavour)
		passed[filepath.Base(path)] = verdict == "PASS"
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	if err != nil || len(files) == 0 || seen != len(files) {
		t.Fatalf("veraPDF judged %d of %d files\n%s", seen, len(files), out[:min(len(out), 2000)])
	}
	return passed
}

func TestEveryDocumentConforms(t *testing.T) {
	root := t.TempDir()
	all := variants()
	if len(all) < 40 {
		t.Fatalf("only %d inputs", len(all))
	}
	n, pages := 0, 0
	for _, profile := range []pdfa.Profile{pdfa.A3a, pdfa.A2a} {
		dir := filepath.Join(root, string(profile))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, kind := range render.Kinds() {
			inputs := all
			if v, ok := thick[kind]; ok {
				inputs = append(inputs[:len(inputs):len(inputs)], v)
			}
			for _, v := range inputs {
				data, err := input(kind, v)
				if err != nil {
					t.Fatal(err)
				}
				pdf, err := render.Document(kind, data, render.Look{Profile: profile})
				if err != nil {
					t.Errorf("%s %s %s: %v", kind, v.name, profile, err)
					continue
				}
				n++
				pages += bytes.Count(pdf, []byte("/Type/Page/"))
				for _, wrong := range pdfcheck.Check(pdf) {
					t.Errorf("%s %s %s: %s", kind, v.name, profile, wrong)
				}
				if err := os.WriteFile(filepath.Join(dir, kind+"."+v.name+".pdf"), pdf, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, flavour := range []string{string(profile), "ua1"} {
			passed := judge(t, flavour, dir)
			failed := 0
			for file, ok := range passed {
				if !ok {
					failed++
					t.Errorf("%s is not %s", file, flavour)
				}
			}
			t.Logf("%s: %d files, %d failures", flavour, len(passed), failed)
		}
	}
	t.Logf("%d documents, %d pages: %d kinds, %d inputs, two profiles", n, pages, len(render.Kinds()), len(all))
	readable(t, filepath.Join(root, "3a"))
}

// readable looks at a part of the files with qpdf and poppler.
func readable(t *testing.T, dir string) {
	t.Helper()
	for _, kind := range render.Kinds() {
		for _, name := range []string{"example", "latin", "many-words", "lists-6"} {
			file := filepath.Join(dir, kind+"."+name+".pdf")
			if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil {
				t.Errorf("qpdf on %s: %v\n%s", filepath.Base(file), err, out)
			}
			if name == "example" && kind != "meeting-pack" { // poppler takes seconds a page for the structure of many pages
				tree, err := exec.Command("pdfinfo", "-struct-text", file).Output()
				if err != nil || !bytes.Contains(tree, []byte("H1")) {
					t.Errorf("pdfinfo on %s: %v", filepath.Base(file), err)
				}
			}
			plain, err := exec.Command("pdftotext", file, "-").Output()
			if err != nil || len(letters(string(plain))) < 100 {
				t.Errorf("pdftotext on %s: %v", filepath.Base(file), err)
			}
		}
	}
}

// The verdicts mean something: what is broken on purpose is refused.
func TestBrokenFilesAreRefused(t *testing.T) {
	whole, err := render.Document("meeting-pack", render.ExampleJSON("meeting-pack"), render.Look{Profile: render.Profile3a})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for i, b := range pdfcheck.Breaks {
		broken := bytes.ReplaceAll(whole, []byte(b.Was), []byte(b.Becomes))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.pdf", i)), broken, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	archive, access := judge(t, "3a", dir), judge(t, "ua1", dir)
	for i, b := range pdfcheck.Breaks {
		if file := fmt.Sprintf("%02d.pdf", i); archive[file] && access[file] {
			t.Errorf("%s: veraPDF did not notice", b.What)
		}
	}
}
