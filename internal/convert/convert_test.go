package convert

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func office(t *testing.T) *Converter {
	t.Helper()
	c, err := New("soffice")
	if err != nil {
		t.Skip("soffice is not installed (Debian: apt-get install libreoffice-writer-nogui); converting is skipped")
	}
	return c
}

func TestAnOldDocumentIsConverted(t *testing.T) {
	c := office(t)
	rtf := []byte(`{\rtf1\ansi Structurele onveiligheid: {\strike Ja}/ Nee\par}`) // by content, whatever its name
	docx, err := c.Docx(t.Context(), rtf)
	if err != nil || !bytes.HasPrefix(docx, []byte("PK")) {
		t.Fatalf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "mdaplus-convert-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWhatCannotBeConvertedIsAnError(t *testing.T) {
	c := office(t)
	if _, err := c.Docx(t.Context(), append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 3000)...)); err == nil {
		t.Error("a damaged document was converted")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := c.Docx(ctx, []byte(`{\rtf1 x}`)); err == nil {
		t.Error("nobody waited, and it was converted")
	}
}

// What runs shut in reaches no network and sees no other process.
func TestTheProgramIsShutIn(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	for script, want := range map[string]string{"exec 3<>/dev/tcp/127.0.0.1/" + port + " && echo reached": "", "echo $$": "1"} {
		cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
		if err := shutIn(cmd); err != nil {
			t.Skip(err)
		}
		out, _ := cmd.Output()
		if got := strings.TrimSpace(string(out)); got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
}
