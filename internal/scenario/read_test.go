package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/samples"
	"mdaplus/pipeline/read"
)

// Files are read side by side, the PDFs among them by a child; what is said of them comes in
// the order in which they were given, and a file that is not there stops nothing.
func TestReadKeepsTheOrderOfItsFiles(t *testing.T) {
	pdf, err := os.ReadFile(filepath.Join("..", "..", "pipeline", "read", "testdata", "pdf", "form.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var args, want []string
	for n := range 40 {
		file := filepath.Join(dir, fmt.Sprintf("%d.docx", n))
		data := pdf
		if n%4 > 0 {
			if data, err = blank.Docx(forms.Version2019, samples.Fill(n)); err != nil {
				t.Fatal(err)
			}
		}
		if args = append(args, file); n%10 == 5 {
			want = append(want, file+" "+string(read.Held)) // not there
			continue
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		want = append(want, file+" "+string(read.Filed))
	}
	var out, say bytes.Buffer
	cmd := exec.Command(binary, append([]string{"read", "--json"}, args...)...)
	cmd.Stdout, cmd.Stderr = &out, &say
	if err := cmd.Run(); err == nil || strings.Count(say.String(), "\n") != 4 {
		t.Errorf("%v: %s", err, &say)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		var r read.Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		got = append(got, r.File+" "+string(r.Message.Outcome))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}
