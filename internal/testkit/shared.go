package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared gives a folder of the examples that lie beside the checkout (or where
// MDAPLUS_SHARED says), and skips the test with a clear line where it is absent.
func Shared(t testing.TB, part string) string {
	t.Helper()
	base := os.Getenv("MDAPLUS_SHARED")
	if base == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for ; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
		}
		base = filepath.Join(dir, "..", "shared")
	}
	path := filepath.Join(base, part)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the examples in shared/%s are not here; set MDAPLUS_SHARED to their folder", part)
	}
	return path
}
