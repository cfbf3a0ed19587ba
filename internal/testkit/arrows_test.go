package testkit

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// core packages take values and return values: no file, network, clock, database or log.
var core = []string{"forms", "forms/sheet", "forms/docx", "forms/office", "forms/odf", "forms/pdf", "forms/rtf", "forms/html", "forms/text", "forms/blank",
	"mailbox", "templates", "pipeline/cases", "pipeline/read"}

// arrows says which packages of this module a package may import. What is not named
// here may not exist: a new package gets its place first.
var arrows = map[string][]string{
	"templates":            {},
	"mailbox":              {},
	"forms":                {"forms/sheet", "forms/text", "templates"},
	"forms/sheet":          {},
	"forms/office":         {},
	"forms/docx":           {"forms/office", "forms/sheet", "forms/html", "forms/text"},
	"forms/odf":            {"forms/office", "forms/sheet", "forms/text"},
	"forms/pdf":            {"forms/sheet"},
	"forms/rtf":            {"forms/sheet", "forms/text"},
	"forms/html":           {"forms/sheet", "forms/text"},
	"forms/text":           {"forms/sheet"},
	"forms/blank":          {"forms", "forms/sheet", "templates"},
	"pipeline/cases":       {"forms", "templates"},
	"pipeline/read":        core,
	"pipeline":             append([]string{"internal/archive", "internal/bagit", "internal/mdto", "internal/seal", "internal/store", "render", "render/pdfa"}, core...),
	"render":               {"forms", "forms/blank", "render/chart", "render/pdfa", "templates"},
	"render/chart":         {},
	"render/pdfa":          {},
	"mailbox/account":      {},
	"mailbox/imap":         {"mailbox", "mailbox/account"},
	"mailbox/smtp":         {"mailbox", "mailbox/account"},
	"mailbox/mailtest":     {"mailbox", "mailbox/account"},
	"internal/seal":        {},
	"internal/archive":     {},
	"internal/store":       {"internal/seal", "pipeline/cases"},
	"internal/pdfium":      {"forms/pdf"},
	"internal/reader":      {"forms/pdf", "pipeline/read"},
	"internal/convert":     {},
	"internal/mdto":        {},
	"internal/bagit":       {},
	"internal/pdfcheck":    {},
	"internal/conformance": {"*"}, // documents before judges from outside
	"internal/config":      {"pipeline/cases"},
	"internal/testkit":     {},
	"internal/samples":     {"forms", "forms/blank", "render"},
	"cmd/mdaplus":          {"*"},
	"internal/scenario":    {"*"}, // tests of the whole
}

// banned is what the core may not import of the standard library.
var banned = []string{"os", "os/exec", "os/signal", "net", "net/http", "database/sql", "log", "log/slog", "syscall", "plugin"}

// outside is what the core may import from other modules.
var outside = []string{"github.com/go-playground/", "github.com/emersion/go-message", "github.com/smallstep/pkcs7", "golang.org/x/text/", "golang.org/x/net/",
	"github.com/andybalholm/cascadia"}

func TestArrowsPointDown(t *testing.T) {
	files := 0
	for dir, imports := range moduleImports(t) {
		allowed, known := arrows[dir]
		if !known {
			t.Errorf("%s has no place in the design: name it in arrows, with what it may import", dir)
		}
		files += len(imports)
		for _, imported := range imports {
			checkImport(t, dir, imported, allowed)
		}
	}
	if files < 100 {
		t.Fatalf("only %d imports were found: the test does not see the code", files)
	}
}

func checkImport(t *testing.T, dir, imported string, allowed []string) {
	t.Helper()
	inModule, ours := strings.CutPrefix(imported, "mdaplus/")
	switch {
	case ours && !slices.Contains(allowed, inModule) && !slices.Contains(allowed, "*"):
		t.Errorf("%s imports %s: that arrow points up or sideways", dir, inModule)
	case ours || !slices.Contains(core, dir):
	case slices.Contains(banned, imported):
		t.Errorf("%s is core and imports %s", dir, imported)
	case strings.Contains(imported, ".") && !slices.ContainsFunc(outside, func(p string) bool { return strings.HasPrefix(imported, p) }):
		t.Errorf("%s is core and imports the module %s", dir, imported)
	}
}

// moduleImports parses every file that is not a test. It does not ask the go command:
// the test cache would not notice a new import.
func moduleImports(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != "..") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		dir := path.Dir(filepath.ToSlash(relative))
		for _, spec := range parsed.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			found[dir] = append(found[dir], name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
