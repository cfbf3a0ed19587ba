//go:build bars

package scenario

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/config"
	"mdaplus/internal/pdfium"
	"mdaplus/internal/samples"
	"mdaplus/mailbox/mailtest"
	"mdaplus/pipeline/read"
	"mdaplus/render"
)

// TestBars measures the bars of the design that intake can reach and prints each with
// its figure. It never fails on a figure: machines differ, a person compares.
func TestBars(t *testing.T) {
	fmt.Printf("\n%d processors, load %s, %s\n", runtime.NumCPU(), loadAverage(), runtime.Version())
	for _, measure := range []struct {
		name string
		do   func(*testing.T)
	}{
		{"read", barReadInProcess}, {"read-cold", barReadCold}, {"read-many", barReadMany}, {"read-pdf", barReadPDF}, {"render", barRender}, {"render-cold", barRenderCold}, {"render-peers", barRenderPeers},
		{"idle", barIdle}, {"arrival", barArrival}, {"heap", barHeap},
	} {
		t.Run(measure.name, measure.do)
	}
}

func bar(what, want, got string, reached bool) {
	verdict := "reached"
	if !reached {
		verdict = "MISSED"
	}
	fmt.Printf("%-62s %-18s %-34s %s\n", what, want, got, verdict)
}

func loadAverage() string {
	data, _ := os.ReadFile("/proc/loadavg")
	return strings.Join(strings.Fields(string(data))[:min(3, len(strings.Fields(string(data))))], " ")
}

func filledForm(t *testing.T, n int) []byte {
	t.Helper()
	docx, err := blank.Docx(forms.Version2019, samples.Fill(n))
	if err != nil {
		t.Fatal(err)
	}
	return docx
}

func barReadInProcess(t *testing.T) {
	docx := filledForm(t, 1)
	result := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			read.File("form.docx", docx, read.Options{})
		}
	})
	took := time.Duration(result.NsPerOp())
	bar("read one filled DOCX, in process", "<= 2 ms", fmt.Sprintf("%v, %d kB", took.Round(10*time.Microsecond), result.AllocedBytesPerOp()>>10), took <= 2*time.Millisecond)
}

// coldRuns is how often a cold start is timed; the median counts.
const coldRuns = 15

// inTurn times commands one after another, round by round, so that a noisy machine
// is noisy for all, and gives the median of each.
func inTurn(t *testing.T, commands ...[]string) []time.Duration {
	t.Helper()
	times := make([][]time.Duration, len(commands))
	for range coldRuns {
		for i, c := range commands {
			began := time.Now()
			if out, err := exec.Command(c[0], c[1:]...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", c, err, out)
			}
			times[i] = append(times[i], time.Since(began))
		}
	}
	medians := make([]time.Duration, len(commands))
	for i := range times {
		slices.Sort(times[i])
		medians[i] = times[i][coldRuns/2]
	}
	return medians
}

func barReadCold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "form.docx")
	os.WriteFile(file, filledForm(t, 1), 0o600)
	if _, err := exec.LookPath("pandoc"); err != nil {
		m := inTurn(t, []string{binary, "read", "--json", file})
		bar("read one DOCX, cold process", "<= half of pandoc", fmt.Sprintf("%v, pandoc not here", m[0].Round(time.Millisecond)), false)
		return
	}
	m := inTurn(t, []string{binary, "read", "--json", file}, []string{"pandoc", "-t", "plain", file})
	ratio := float64(m[0]) / float64(m[1])
	bar("read one DOCX, cold process", "<= half of pandoc", fmt.Sprintf("%v against %v: %.2f", m[0].Round(time.Millisecond), m[1].Round(time.Millisecond), ratio), ratio <= 0.5)
}

func barReadMany(t *testing.T) {
	dir := t.TempDir()
	args := []string{"read", "--json"}
	for n := range 100 {
		file := filepath.Join(dir, fmt.Sprintf("%d.docx", n))
		os.WriteFile(file, filledForm(t, n), 0o600)
		args = append(args, file)
	}
	began := time.Now()
	if err := exec.Command(binary, args...).Run(); err != nil {
		t.Fatal(err)
	}
	ours := time.Since(began) / 100
	for _, peer := range []struct {
		name string
		args []string
		n    int
		want float64
	}{{"pandoc", []string{"-t", "plain"}, 10, 20}, {"soffice", []string{"--headless", "--convert-to", "txt:Text", "--outdir", dir}, 10, 60}} {
		what := "read 100 DOCX in one call, a file, against " + peer.name
		want := fmt.Sprintf(">= %.0f x", peer.want)
		if _, err := exec.LookPath(peer.name); err != nil {
			bar(what, want, fmt.Sprintf("%v; %s not here", ours.Round(10*time.Microsecond), peer.name), false)
			continue
		}
		theirs := peerTime(t, peer.name, peer.args, args[2:2+peer.n])
		ratio := float64(theirs) / float64(ours)
		bar(what, want, fmt.Sprintf("%v against %v: %.0f x", ours.Round(10*time.Microsecond), theirs.Round(time.Millisecond), ratio), ratio >= peer.want)
	}
}

// barReadPDF measures a form as PDF: warm in this process, and cold as a command with and
// without the engine's machine code in the cache. The command starts a second process, in
// which the engine is locked up.
func barReadPDF(t *testing.T) {
	path, err := filepath.Abs(filepath.Join("..", "..", "pipeline", "read", "testdata", "pdf", "form.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	engine, err := pdfium.New(filepath.Join(cache, "mdaplus", "pdf-engine"))
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	result := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			read.File("form.pdf", data, read.Options{OpenPDF: engine.Open})
		}
	})
	took := time.Duration(result.NsPerOp())
	bar("read one filled PDF, warm", "<= 40 ms", took.Round(100*time.Microsecond).String(), took <= 40*time.Millisecond)
	barFillable(t, engine)
	cold := func(cache string) time.Duration {
		cmd := exec.Command(binary, "read", "--json", path)
		cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+cache)
		began := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), `"filed"`) {
			t.Fatalf("%v\n%s", err, out)
		}
		return time.Since(began)
	}
	empty := t.TempDir()
	first, second := cold(empty), cold(empty)
	fmt.Printf("%-62s %-18s %v with the engine in its cache, %v without\n", "read one filled PDF, cold process", "(no bar)", second.Round(time.Millisecond), first.Round(time.Millisecond))
}

// barFillable measures our own fillable form: how long it takes to make, and to read when it
// comes back filled in.
func barFillable(t *testing.T, engine *pdfium.Engine) {
	t.Helper()
	layout, err := blank.LayoutOf(forms.Referral.Form, forms.Version2019, blank.GooiEnVechtstreek)
	if err != nil {
		t.Fatal(err)
	}
	var data []byte
	made := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			if data, err = render.BlankForm(layout, samples.Fill(1), render.Look{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	result := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			read.File("form.pdf", data, read.Options{OpenPDF: engine.Open})
		}
	})
	took := time.Duration(result.NsPerOp())
	bar("read one fillable PDF of two pages and 24 fields, warm", "<= 40 ms", took.Round(100*time.Microsecond).String(), took <= 40*time.Millisecond)
	fmt.Printf("%-62s %-18s %v, %d kB\n", "make that form", "(no bar)", time.Duration(made.NsPerOp()).Round(100*time.Microsecond), len(data)>>10)
}

// peerTime is what another program takes for one file: pandoc in a call each, since it
// joins several into one; LibreOffice in one call for all.
func peerTime(t *testing.T, name string, args, files []string) time.Duration {
	t.Helper()
	began := time.Now()
	if name == "soffice" {
		if err := exec.Command(name, append(args, files...)...).Run(); err != nil {
			t.Fatal(err)
		}
		return time.Since(began) / time.Duration(len(files))
	}
	for _, f := range files {
		if err := exec.Command(name, append(args, f)...).Run(); err != nil {
			t.Fatal(err)
		}
	}
	return time.Since(began) / time.Duration(len(files))
}

func barRender(t *testing.T) {
	data := render.ExampleJSON("intake-summary")
	result := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			if _, err := render.Document("intake-summary", data, render.Look{Profile: render.Profile3a}); err != nil {
				b.Fatal(err)
			}
		}
	})
	took := time.Duration(result.NsPerOp())
	bar("two-page summary, PDF/A-3a and PDF/UA-1, warm", "<= 8 ms", took.Round(10*time.Microsecond).String(), took <= 8*time.Millisecond)
}

func barRenderCold(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.json"), filepath.Join(dir, "out.pdf")
	os.WriteFile(in, render.ExampleJSON("intake-summary"), 0o600)
	m := inTurn(t, []string{binary, "render", "--document", "intake-summary", "-o", out, in})
	peak := peakMemory(t, exec.Command(binary, "render", "--document", "intake-summary", "-o", out, in)) >> 10
	bar("two-page summary, cold process", "<= 30 ms, 25 MiB", fmt.Sprintf("%v, %d MiB", m[0].Round(time.Millisecond), peak), m[0] <= 30*time.Millisecond && peak <= 25)
}

// peakMemory runs a command and gives its peak resident memory in kB, as the kernel counts
// it for the program itself: what rusage tells begins with the memory of the test that forked it.
func peakMemory(t *testing.T, cmd *exec.Cmd) (peak int) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			return peak
		default:
		}
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		_, after, _ := strings.Cut(string(status), "VmHWM:")
		if fields := strings.Fields(after); len(fields) > 0 && strings.Contains(string(status), "Name:\tmdaplus") {
			kB, _ := strconv.Atoi(fields[0])
			peak = max(peak, kB)
		}
	}
}

func barIdle(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.cfg.Timing.Lease = config.Default().Timing.Lease
	s.save()
	kinds := s.heap(0, 20)
	p := s.start()
	s.settle(len(kinds), time.Minute)
	time.Sleep(40 * time.Second) // the readers end
	before := processorTime(p.cmd.Process.Pid)
	const watch = 30 * time.Second
	time.Sleep(watch)
	share := 100 * float64(processorTime(p.cmd.Process.Pid)-before) / float64(watch)
	memory := resident(p.cmd.Process.Pid)
	for _, child := range children(p.cmd.Process.Pid) {
		memory += resident(child)
	}
	bar("idle", "<= 80 MB, 2 %", fmt.Sprintf("%d MB, %.1f %% of a processor", memory>>20, share), memory <= 80<<20 && share <= 2)
}

// processorTime is what a process has used, from /proc/PID/stat in ticks of 10 ms.
func processorTime(pid int) time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// barArrival measures from the moment a server tells of a mail (the in-process one
// tells at once; Dovecot waits half a second to gather news) to the answer's 250.
func barArrival(t *testing.T) {
	const mails = 200
	s := newSite(t, siteOptions{})
	memory, err := mailtest.StartIMAP(mailtest.IMAPOptions{Folders: []string{"Sent"}})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	var mu sync.Mutex
	answered := map[string]time.Time{}
	receiver, err := mailtest.StartSMTP(mailtest.SMTPOptions{Accept: func(a mailtest.Accepted) {
		mu.Lock()
		defer mu.Unlock()
		answered[a.To] = time.Now()
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer receiver.Close()
	s.cfg.Mailbox.Server, s.cfg.SMTP.Server, s.cfg.Mailbox.Login.Username = memory.Address, receiver.Address, memory.Username
	os.WriteFile(s.cfg.Mailbox.Login.PasswordFile, []byte(memory.Password), 0o600)
	s.save()
	s.start()
	var took []time.Duration
	for n := range mails {
		raw := samples.Mail(n, filledForm(t, n), time.Now()).Bytes()
		arrived := time.Now()
		if err := memory.Append("INBOX", raw); err != nil {
			t.Fatal(err)
		}
		at := waitFor(t, func() (time.Time, bool) {
			mu.Lock()
			defer mu.Unlock()
			at, ok := answered[samples.Sender(n)]
			return at, ok
		})
		if n >= 5 { // the first ones start the readers
			took = append(took, at.Sub(arrived))
		}
		time.Sleep(100 * time.Millisecond)
	}
	slices.Sort(took)
	p50, p99 := took[len(took)/2], took[len(took)*99/100]
	bar("arrival (IDLE) to answer accepted by SMTP, p50 / p99", "<= 250 ms / 1 s", fmt.Sprintf("%v / %v", p50.Round(time.Millisecond), p99.Round(time.Millisecond)), p50 <= 250*time.Millisecond && p99 <= time.Second)
}

func waitFor(t *testing.T, look func() (time.Time, bool)) time.Time {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if at, ok := look(); ok {
			return at
		}
	}
	t.Fatal("no answer within 30 s")
	return time.Time{}
}

// barHeap works through ten thousand referrals from a real Dovecot and compares the
// cost of the first thousand with that of the last.
func barHeap(t *testing.T) {
	const mails, part = 10000, 1000
	s := newSite(t, siteOptions{noCopies: true})
	for n := range mails {
		s.deliver(samples.Mail(n, filledForm(t, n), time.Now()).Bytes())
	}
	p := s.start()
	began := time.Now()
	stop, peaks := make(chan struct{}), make(chan [2]int64, 1)
	go watchMemory(p.cmd.Process.Pid, stop, peaks)
	var costs []time.Duration // processor time of the service at each thousand
	var memory []int64
	for n := part; n <= mails; n += part {
		s.filed(t, n)
		costs = append(costs, processorTime(p.cmd.Process.Pid))
		memory = append(memory, resident(p.cmd.Process.Pid))
	}
	s.settle(mails, 10*time.Minute)
	took := time.Since(began)
	close(stop)
	peak := <-peaks
	rate := float64(mails) / took.Seconds()
	bar("10,000 referrals from Dovecot, filed, rendered, archived, answered", ">= 60 /s, 300 MB", fmt.Sprintf("%.0f /s, peak %d MB + readers %d MB", rate, peak[0]>>20, peak[1]>>20), rate >= 60 && peak[0] <= 300<<20)
	fmt.Printf("%-62s %-18s %d … %d MB\n", "  memory at each thousand, first and last", "flat", memory[1]>>20, memory[len(memory)-1]>>20)
	first, last := costs[1]-costs[0], costs[len(costs)-1]-costs[len(costs)-2]
	growth := float64(last) / float64(first)
	bar("cost a mail, tenth thousand against second (bar: 100,000 / 1,000)", "<= 1.2 x", fmt.Sprintf("%.2f x (%.1f ms a mail)", growth, float64(last.Microseconds())/part/1000), growth <= 1.2)
}

// filed waits until n messages have their outcome.
func (s *site) filed(t *testing.T, n int) {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Minute); time.Now().Before(deadline); time.Sleep(time.Second) {
		st, err := s.look(context.Background())
		if err != nil {
			continue
		}
		b, err := st.Balance(context.Background(), time.Unix(0, 0), time.Now().Add(time.Hour))
		st.Close()
		if err == nil && b.Filed >= n {
			return
		}
	}
	t.Fatalf("%d messages were not filed in time", n)
}
