package scenario

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mdaplus/internal/samples"
	"mdaplus/internal/store"
	"mdaplus/internal/testkit"
)

// Limits of the service on hostile input.
const (
	parentMemory = 300 << 20
	childMemory  = 512 << 20
)

// TestEveryHostileFileMailedIn sends each hostile file in one run: mails as they are,
// documents as attachments. None may crash or hang the service, and each ends in one outcome.
func TestEveryHostileFileMailedIn(t *testing.T) {
	dir := testkit.Shared(t, "hostile")
	s := newSite(t, siteOptions{})
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Dir(path) == dir {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		raw := hostileMail(files, path, data)
		files++
		return s.dovecot.Deliver(raw)
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 2000 {
		t.Fatalf("only %d hostile files were found", files)
	}
	p := s.start()
	stop, peaks := make(chan struct{}), make(chan [2]int64, 1)
	go watchMemory(p.cmd.Process.Pid, stop, peaks)
	began := time.Now()
	s.settle(-1, 15*time.Minute)
	close(stop)
	peak := <-peaks
	took := time.Since(began)
	select {
	case <-p.ended:
		t.Fatalf("the service ended:\n%s", p.output)
	default:
	}
	s.hostileLedger(files)
	t.Logf("%d files in %v, peak memory parent %d MB, children %d MB", files, took.Round(time.Second), peak[0]>>20, peak[1]>>20)
	if peak[0] > parentMemory {
		t.Errorf("the service took %d MB, limit %d", peak[0]>>20, parentMemory>>20)
	}
	if peak[1] > childMemory {
		t.Errorf("a reader took %d MB, limit %d", peak[1]>>20, childMemory>>20)
	}
	s.stop(p)
	s.verify()
}

// hostileMail gives a mail file as it is and wraps anything else.
func hostileMail(n int, path string, data []byte) []byte {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".docx", ".docm", ".dotx", ".doc", ".odt", ".ott", ".fodt", ".rtf", ".pdf", ".zip", ".xml", ".html", ".htm":
		l := samples.Mail(n, data, time.Now())
		l.Files[0].Name, l.Files[0].Type = filepath.Base(path), "application/octet-stream"
		return l.Bytes()
	}
	return data
}

// hostileLedger: one outcome for every message, and every one decided within its time.
func (s *site) hostileLedger(files int) {
	s.t.Helper()
	st, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	b, err := st.Balance(s.t.Context(), time.Unix(0, 0), time.Now().Add(time.Hour))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Logf("balance %+v", b)
	if b.Waiting != 0 || b.In != b.Filed+b.Ignored+b.Held || b.In+b.Doubles != files {
		s.t.Errorf("%d files, balance %+v: every one must have an outcome", files, b)
	}
	reasons := map[string]int{}
	st.EachMessage(s.t.Context(), func(m store.Message) error {
		reasons[m.Outcome+" "+m.Reason]++
		if m.Attempts > 0 {
			s.t.Logf("%s needed %d attempts: %s", m.Number(), m.Attempts, m.Reason)
		}
		return nil
	})
	s.t.Log(reasons)
}

// watchMemory gives the peak resident memory of the service and of its children.
func watchMemory(pid int, stop chan struct{}, out chan [2]int64) {
	var peak [2]int64
	for {
		select {
		case <-stop:
			out <- peak
			return
		case <-time.After(20 * time.Millisecond):
		}
		peak[0] = max(peak[0], resident(pid))
		for _, child := range children(pid) {
			peak[1] = max(peak[1], resident(child))
		}
	}
}

func resident(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

func children(pid int) (pids []int) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, task := range tasks {
		data, _ := os.ReadFile(task)
		for _, field := range strings.Fields(string(data)) {
			if child, err := strconv.Atoi(field); err == nil {
				pids = append(pids, child)
			}
		}
	}
	return pids
}
