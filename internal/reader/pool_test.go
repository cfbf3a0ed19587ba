package reader

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mdaplus/pipeline/read"
)

// The test binary is its own reader: what a message says is what its reader does.
func TestMain(m *testing.M) {
	if os.Getenv("GOTRACEBACK") == "none" && len(os.Args) == 2 && (os.Args[1] == "child" || os.Args[1] == "pdf") {
		if err := Serve(os.Stdin, os.Stdout, func([]byte) (Reading, error) { return behave, nil }); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func behave(r Request, raw []byte) Reply {
	if string(raw) == "pdf" && os.Args[1] != "pdf" {
		return Reply{Again: true}
	}
	if old, isOld := strings.CutPrefix(string(raw), "old:"); isOld {
		docx, ok := r.Converted[read.Hash([]byte(old))]
		if !ok {
			return Reply{Result: act(r.Name, []byte("closed")), Legacy: [][]byte{[]byte(old)}}
		}
		raw = docx
	}
	return Reply{Result: act(r.Name, raw)}
}

func TestOldDocumentsAreConvertedWhereThatIsSet(t *testing.T) {
	p := pool(t, 1)
	outcome := func() string {
		r, err := p.Read(t.Context(), "x", []byte("old:letter"))
		if err != nil {
			t.Fatal(err)
		}
		return r.Message.Outcome
	}
	if got := outcome(); got != "read closed" {
		t.Errorf("without a converter: %s", got)
	}
	p.ConvertWith(func(context.Context, []byte) ([]byte, error) { return nil, errors.New("no") })
	if got := outcome(); got != "read closed" {
		t.Errorf("with one that fails: %s", got)
	}
	p.ConvertWith(func(_ context.Context, d []byte) ([]byte, error) { return append([]byte("new "), d...), nil })
	if got := outcome(); got != "read new letter" {
		t.Errorf("with one that works: %s", got)
	}
}

func act(name string, raw []byte) read.Result {
	say := func(s string) read.Result { return read.Result{File: name, Message: read.Message{Outcome: s}} }
	switch string(raw) {
	case "crash":
		panic("crash")
	case "hang":
		select {}
	case "swell":
		var all [][]byte
		for {
			all = append(all, make([]byte, 1<<20))
			all[len(all)-1][0] = 1
		}
	case "open a file":
		_, err := os.Open("/etc/passwd")
		return say(fmt.Sprint(err))
	case "reach out":
		_, err := net.Dial("tcp", "127.0.0.1:9")
		return say(fmt.Sprint(err))
	case "start a program":
		return say(fmt.Sprint(exec.Command("/bin/true").Run()))
	case "stack":
		var f func(int) int
		f = func(n int) int { return f(n+1) + n }
		f(0)
	}
	return say("read " + string(raw[:min(len(raw), 20)]))
}

func pool(t *testing.T, size int) *Pool {
	t.Helper()
	p, err := New(size, []string{os.Args[0], "child"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func TestManyMessagesFewChildren(t *testing.T) {
	p := pool(t, 2)
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			name := fmt.Sprint("f", i)
			if r, err := p.Read(t.Context(), name, []byte("hello")); err != nil || r.File != name || r.Message.Outcome != "read hello" {
				t.Errorf("%s: %+v %v", name, r, err)
			}
		})
	}
	wg.Wait()
}

func TestABadMessageCostsOneChild(t *testing.T) {
	p := pool(t, 1)
	for _, bad := range []string{"crash", "swell", "stack"} {
		if _, err := p.Read(t.Context(), "x", []byte(bad)); !errors.Is(err, read.ErrKilled) {
			t.Errorf("%s: %v", bad, err)
		}
		if r, err := p.Read(t.Context(), "y", []byte("next")); err != nil || r.Message.Outcome != "read next" {
			t.Errorf("after %s: %+v %v", bad, r, err)
		}
	}
}

func TestAChildWithoutTheEngineHandsOn(t *testing.T) {
	p, err := WithPDF(1, []string{os.Args[0], "child"}, []string{os.Args[0], "pdf"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, raw := range []string{"pdf", "other", "pdf"} {
		if r, err := p.Read(t.Context(), "x", []byte(raw)); err != nil || r.Message.Outcome != "read "+raw {
			t.Errorf("%s: %+v %v", raw, r, err)
		}
	}
	if r, err := pool(t, 1).Read(t.Context(), "x", []byte("pdf")); err == nil {
		t.Errorf("a pool without the engine: %+v", r)
	}
}

func TestAHangingReaderIsKilled(t *testing.T) {
	p := pool(t, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := p.Read(ctx, "x", []byte("hang")); !errors.Is(err, read.ErrKilled) {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestAReaderIsLockedUp(t *testing.T) {
	p := pool(t, 1)
	for _, try := range []string{"open a file", "reach out", "start a program"} {
		r, err := p.Read(t.Context(), "x", []byte(try))
		if err != nil || !strings.Contains(r.Message.Outcome, "operation not permitted") {
			t.Errorf("%s: %q %v", try, r.Message.Outcome, err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	p, _ := New(1, []string{os.Args[0], "child"}, nil)
	defer p.Close()
	raw := make([]byte, 40<<10)
	for b.Loop() {
		if _, err := p.Read(b.Context(), "x", raw); err != nil {
			b.Fatal(err)
		}
	}
}

// A reader that cannot be started, as while the program is replaced, is no fault of the message.
func TestAReaderThatCannotStart(t *testing.T) {
	p, err := New(1, []string{filepath.Join(t.TempDir(), "gone")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.Read(t.Context(), "x", []byte("x")); err == nil || errors.Is(err, read.ErrKilled) {
		t.Errorf("%v, want an error that does not count against the message", err)
	}
}
