package scenario

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/internal/archive"
	"mdaplus/internal/samples"
	"mdaplus/internal/testkit"
)

// A case leaves the archive as a bag that others accept, twice the same, and what is spoilt
// afterwards is found.
func TestACaseLeavesTheArchive(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.start()
	s.deliver(samples.Mail(1, form(t, 1, nil), time.Now()).Bytes())
	s.settle(1, time.Minute)
	c := s.cases()[0]
	l := samples.Letter{From: coordinator, To: samples.Intake, Subject: "Plan", Text: "Zie de bijlage.\r\n", Date: time.Now(), MessageID: "<plan@hilversum.example>",
		Files: []samples.File{{Name: "Veiligheidsplan.docx", Type: samples.DocxType, Data: paper(t, "safety-plan", safetyPlan(c.Reference, 1, "3"))}}}
	s.deliver(l.Bytes())
	s.settle(2, time.Minute)
	s.awaitMail(coordinator, 1)
	var bags []string
	for _, to := range []string{"een", "twee"} {
		dir := filepath.Join(s.dir, to)
		if out, code := s.mdaplus("archive", "export", "--config", s.path(), "-o", dir, c.Reference); code != 0 {
			t.Fatalf("%d\n%s", code, out)
		}
		bags = append(bags, filepath.Join(dir, c.Reference))
	}
	if one, two := tree(t, bags[0]), tree(t, bags[1]); one != two || !strings.Contains(one, "veiligheidsplan.pdf") || !strings.Contains(one, "B-20") {
		t.Errorf("two exports differ, or something is missing:\n%s\n%s", one, two)
	}
	judged(t, bags[0])
	if out, code := s.mdaplus("archive", "import-check", bags[0]); code != 0 {
		t.Errorf("a good bag was refused: %s", out)
	}
	pdfs, err := filepath.Glob(filepath.Join(bags[0], "data", "*", "2-plannen", "*", "*.pdf"))
	if err != nil || len(pdfs) != 1 {
		t.Fatalf("%v %v", pdfs, err)
	}
	data, err := os.ReadFile(pdfs[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(pdfs[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := s.mdaplus("archive", "import-check", bags[0]); code == 0 || !strings.Contains(out, "veiligheidsplan.pdf") {
		t.Errorf("a changed byte was not noticed: %s", out)
	}
	if out, code := s.mdaplus("archive", "check", "--config", s.path()); code != 0 {
		t.Errorf("the archive is whole: %s", out)
	}
	list := exec.Command("sha256sum", "--check", "--quiet", archive.Manifest)
	list.Dir = filepath.Join(s.cfg.Store.Folder, "archive")
	if out, err := list.CombinedOutput(); err != nil {
		t.Errorf("without this program: %v\n%s", err, out)
	}
	s.spoilObject()
	if out, code := s.mdaplus("archive", "check", "--config", s.path()); code == 0 {
		t.Errorf("a spoilt object was not noticed: %s", out)
	}
}

// judged asks the validator of the Library of Congress, and the schemas of the metadata.
func judged(t *testing.T, bag string) {
	t.Helper()
	if exec.Command("python3", "-c", "import bagit").Run() != nil {
		t.Skip("the Python module bagit is not installed (pip install bagit); the judgement from outside is skipped")
	}
	if out, err := exec.Command("python3", "-m", "bagit", "--validate", bag).CombinedOutput(); err != nil {
		t.Errorf("bagit: %v\n%s", err, out)
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed (Debian: apt-get install libxml2-utils); the schemas are not asked")
	}
	schemas, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mdto"), "*.xsd"))
	if err != nil {
		t.Fatal(err)
	}
	metadata := 0
	filepath.WalkDir(bag, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".mdto.xml") {
			return err
		}
		metadata++
		for _, schema := range schemas {
			if out, err := exec.Command("xmllint", "--noout", "--schema", schema, path).CombinedOutput(); err != nil {
				t.Errorf("%s: %s", filepath.Base(schema), out)
			}
		}
		return nil
	})
	if metadata < 10 {
		t.Errorf("only %d files with metadata", metadata)
	}
}

// tree lists the files of a folder with their sizes and contents' hashes, as diff would see them.
func tree(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "tagmanifest-sha256.txt"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join(dir, "manifest-sha256.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + string(list)
}

// spoilObject changes one byte of one object in the archive.
func (s *site) spoilObject() {
	s.t.Helper()
	all, err := filepath.Glob(filepath.Join(s.cfg.Store.Archive, "objects", "*", "*"))
	if err != nil || len(all) == 0 {
		s.t.Fatalf("no objects: %v", err)
	}
	data, err := os.ReadFile(all[0])
	if err != nil {
		s.t.Fatal(err)
	}
	data = bytes.Clone(data)
	data[0] ^= 1
	if err := os.Chmod(all[0], 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(all[0], data, 0o400); err != nil {
		s.t.Fatal(err)
	}
}
