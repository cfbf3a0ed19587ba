package bagit

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var sample = []File{{"a/één.txt", []byte("een")}, {"a/leeg", nil}, {"b c.json", []byte("{}")}}

func bag(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bag")
	if err := Write(dir, []Info{{"External-Identifier", "MDA-1"}, {"Bagging-Date", "2026-01-02"}}, sample); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestABagIsWhole(t *testing.T) {
	dir := bag(t)
	if wrong, err := Check(dir); err != nil || len(wrong) > 0 {
		t.Errorf("%v %v", wrong, err)
	}
	if Write(dir, nil, sample) == nil {
		t.Error("a bag was written over another")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".bag-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	one, err := os.ReadFile(filepath.Join(dir, "tagmanifest-sha512.txt"))
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(filepath.Join(bag(t), "tagmanifest-sha512.txt"))
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("the same files gave another bag: %v", err)
	}
}

func TestWhatIsWrongWithABagIsFound(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"a changed byte": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "data/a/één.txt"), []byte("tje"), 0o600)
		},
		"a file less": func(dir string) error { return os.Remove(filepath.Join(dir, "data/a/leeg")) },
		"a file more": func(dir string) error { return os.WriteFile(filepath.Join(dir, "data/x"), nil, 0o600) },
		"a list less": func(dir string) error { return os.Remove(filepath.Join(dir, "manifest-sha512.txt")) },
		"a changed tag": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bag-info.txt"), []byte("x: y\n"), 0o600)
		},
		"another version": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bagit.txt"), []byte("BagIt-Version: 0.97\n"), 0o600)
		},
		"a list that leads outside": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "manifest-sha256.txt"), []byte(strings.Repeat("0", 64)+"  data/../../etc/passwd\n"), 0o600)
		},
		"a tag file more": func(dir string) error { return os.WriteFile(filepath.Join(dir, "extra.txt"), nil, 0o600) },
	} {
		dir := bag(t)
		if err := spoil(dir); err != nil {
			t.Fatal(err)
		}
		if wrong, err := Check(dir); err != nil || len(wrong) == 0 {
			t.Errorf("%s: not noticed (%v)", name, err)
		}
	}
	dir := bag(t)
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "data", "link")); err != nil {
		t.Fatal(err)
	}
	if _, err := Check(dir); err == nil {
		t.Error("a link that leads outside was followed")
	}
}

func TestATreeIsThereWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	good, bad := File{"MDA/1/a.eml", []byte("a")}, File{"MDA/../../b", []byte("b")}
	if err := WriteTree(dir, "MDA", []File{good, bad}); err == nil {
		t.Error("a name that leaves the tree was written")
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%v is left of a tree that failed", left)
	}
	if err := WriteTree(dir, "MDA", []File{good}); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "MDA", "1", "a.eml")); err != nil || string(data) != "a" {
		t.Errorf("%q, %v", data, err)
	}
	if err := WriteTree(dir, "MDA", []File{good}); err == nil {
		t.Error("a tree was written over another")
	}
}

func TestNamesStayInTheBag(t *testing.T) {
	for _, name := range []string{"", "..", "../x", "/x", "a/../../x", "a//b", `a\b`, "a:b", "a\x00", "a%25", "a\nb"} {
		if err := Write(filepath.Join(t.TempDir(), "bag"), nil, []File{{name, nil}}); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
}

// The validator of the Library of Congress is the judge from outside.
func TestTheLibraryOfCongressAgrees(t *testing.T) {
	if err := exec.Command("python3", "-c", "import bagit").Run(); err != nil {
		t.Skip("the Python module bagit is not installed (pip install bagit); the judgement from outside is skipped")
	}
	judge := func(dir string) error { return exec.Command("python3", "-m", "bagit", "--validate", dir).Run() }
	dir := bag(t)
	if err := judge(dir); err != nil {
		t.Errorf("a good bag was refused: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data/a/één.txt"), []byte("eem"), 0o600); err != nil {
		t.Fatal(err)
	}
	if judge(dir) == nil {
		t.Error("a changed byte was not noticed")
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("0  data/x\n"), []byte("Payload-Oxum: 1.1\n"))
	f.Fuzz(func(t *testing.T, list, info []byte) {
		dir := t.TempDir()
		for name, data := range map[string][]byte{"manifest-sha256.txt": list, "bag-info.txt": info, "bagit.txt": []byte(declaration)} {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if wrong, err := Check(dir); err != nil || len(wrong) == 0 {
			t.Errorf("half a bag was taken: %v", err)
		}
	})
}
