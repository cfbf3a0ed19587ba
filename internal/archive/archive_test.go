package archive

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestPutGetAndDamage(t *testing.T) {
	dir := t.TempDir()
	a, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	name, err := a.Put([]byte("sealed"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := a.Put([]byte("sealed")); err != nil || again != name {
		t.Fatalf("second put: %s, %v", again, err)
	}
	if data, err := a.Get(name); err != nil || string(data) != "sealed" {
		t.Fatalf("got %q, %v", data, err)
	}
	path := filepath.Join(dir, objects, name[:2], name)
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o400 {
		t.Errorf("mode %o, want read-only", info.Mode().Perm())
	}
	if left, _ := os.ReadDir(filepath.Join(dir, incoming)); len(left) != 0 {
		t.Errorf("%d half files left", len(left))
	}
	os.Chmod(path, 0o600)
	os.WriteFile(path, []byte("sealeX"), 0o600)
	if _, err := a.Get(name); !errors.Is(err, ErrDamaged) {
		t.Errorf("changed byte: %v", err)
	}
	os.Remove(path)
	if _, err := a.Get(name); !errors.Is(err, ErrMissing) {
		t.Errorf("removed: %v", err)
	}
	for _, bad := range []string{"", "../../etc/passwd", name[:63], name + "0"} {
		if _, err := a.Get(bad); !errors.Is(err, ErrMissing) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestWalkSeesEveryObject(t *testing.T) {
	a, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, s := range []string{"a", "b", "c"} {
		name, _ := a.Put([]byte(s))
		want[name] = true
	}
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	err = a.Walk(func(name string) error { delete(want, name); return nil })
	if err != nil || len(want) != 0 {
		t.Errorf("not seen: %v, %v", want, err)
	}
}
