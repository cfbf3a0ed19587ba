package templates

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestCatalogueIsSortedAndUnique(t *testing.T) {
	names, err := fs.Glob(files, "text/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	seen := map[string]string{}
	for _, name := range names {
		keys := keysOf(t, name)
		if !slices.IsSorted(keys) {
			t.Errorf("%s: keys are not sorted", name)
		}
		for _, key := range keys {
			if first, twice := seen[key]; twice {
				t.Errorf("key %q stands in %s and in %s", key, first, name)
			}
			seen[key] = name
			if text := catalogue()[key]; text != strings.TrimSpace(text) || text == "" || strings.ContainsAny(text, "\n⟦⟧") {
				t.Errorf("%s: text of %q is empty, untidy or of several lines", name, key)
			}
		}
	}
}

// keysOf gives the keys in the order of the file, also those that occur twice.
func keysOf(t *testing.T, name string) []string {
	t.Helper()
	file, err := files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var keys []string
	decoder := json.NewDecoder(file)
	for _, err = decoder.Token(); decoder.More() && err == nil; {
		key, _ := decoder.Token()
		_, err = decoder.Token()
		keys = append(keys, key.(string))
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return keys
}

// Every key that stands whole in the Go code or in a mail has a text.
func TestEveryKeyUsedExists(t *testing.T) {
	calls := regexp.MustCompile(`(?:templates\.|\b)(?:Text|mustText)\("([^"]+)"[,)]|\{\{-? ?text "([^"]+)"`)
	used := 0
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains([]string{".go", ".txt"}, filepath.Ext(path)) || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !strings.Contains(string(source), "templates") && !strings.HasPrefix(path, "../templates") {
			return nil
		}
		for _, call := range calls.FindAllStringSubmatch(string(source), -1) {
			used++
			if key := call[1] + call[2]; !Has(key) {
				t.Errorf("%s uses %q, which has no text", path, key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if used == 0 {
		t.Error("no key found in the code")
	}
}

// Every mail has a name for the report that it was not delivered, every outcome a word,
// every reason for the sender one for the project leader.
func TestFamiliesOfKeysAreComplete(t *testing.T) {
	for _, kind := range Kinds() {
		wantText(t, "answer."+kind)
	}
	for _, outcome := range []string{"accepted", "ask-back", "not-admissible", "held"} {
		wantText(t, "outcome."+outcome)
	}
	for _, status := range []string{"read", "empty", "ask"} {
		wantText(t, "status."+status)
	}
	for key := range catalogue() {
		if code, ok := strings.CutPrefix(key, "sender."); ok {
			wantText(t, "reason."+code)
		}
	}
}

func wantText(t *testing.T, key string) {
	t.Helper()
	if !Has(key) {
		t.Errorf("no text with key %q", key)
	}
}

func TestText(t *testing.T) {
	if got := Text("document.page", "page", "1", "pages", "{page}"); got != "Pagina 1 van {page}" {
		t.Errorf("a value was read as a placeholder: %q", got)
	}
	if got := Text("no.such.key"); got != "⟦no.such.key⟧" {
		t.Errorf("unknown key: %q", got)
	}
}
