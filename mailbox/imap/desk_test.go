package imap

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"mdaplus/mailbox/account"
	"mdaplus/mailbox/mailtest"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// memDesk is a desk in memory. decide says what becomes of stored bytes; "" leaves them waiting.
type memDesk struct {
	mu      sync.Mutex
	rows    map[Key]*row
	bodies  map[[32]byte]int // how often Store saw these bytes
	refused map[string]int
	decide  func(raw []byte) string
	looks   int
	storing error

	storingOnly string // the only message that storing is for
}

type row struct {
	sum      [32]byte
	standing Standing
	movedTo  string
	movedUID uint32
}

func newDesk(decide func(raw []byte) string) *memDesk {
	return &memDesk{rows: map[Key]*row{}, bodies: map[[32]byte]int{}, refused: map[string]int{}, decide: decide}
}

func processed([]byte) string { return "Processed" }
func undecided([]byte) string { return "" }

func (d *memDesk) Look(_ context.Context, account, folder string, uidValidity uint32, uids []uint32) (map[uint32]Standing, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looks++
	out := map[uint32]Standing{}
	for _, uid := range uids {
		if r := d.rows[Key{account, folder, uidValidity, uid}]; r != nil {
			out[uid] = r.standing
		}
	}
	return out, nil
}

func (d *memDesk) Store(_ context.Context, key Key, received time.Time, raw []byte) (Standing, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.storing != nil && (d.storingOnly == "" || d.storingOnly == string(raw)) {
		return Standing{}, d.storing
	}
	sum := sha256.Sum256(raw)
	d.bodies[sum]++
	r := &row{sum: sum, standing: Standing{State: Waiting}}
	if folder := d.decide(raw); folder != "" {
		r.standing = Standing{State: Decided, Folder: folder}
	}
	if d.rows[key] != nil {
		return Standing{}, fmt.Errorf("stored twice: %v", key)
	}
	d.rows[key] = r
	return r.standing, nil
}

func (d *memDesk) Refuse(_ context.Context, key Key, header []byte, code string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refused[code]++
	d.rows[key] = &row{standing: Standing{State: Decided, Folder: "Attention"}}
	return nil
}

func (d *memDesk) Moved(_ context.Context, keys []Key, folder string, uids []uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, key := range keys {
		r := d.rows[key]
		if r == nil {
			return fmt.Errorf("moved and never seen: %v", key)
		}
		r.standing.State, r.movedTo, r.movedUID = Moved, folder, uids[i]
	}
	return nil
}

// Present marks what was moved before a crash: decided, and not in the folder any more.
func (d *memDesk) Present(_ context.Context, account, folder string, uidValidity uint32, uids []uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	present := map[Key]bool{}
	for _, uid := range uids {
		present[Key{account, folder, uidValidity, uid}] = true
	}
	for key, r := range d.rows {
		if !present[key] && key.UIDValidity == uidValidity && r.standing.State == Decided {
			r.standing.State = Moved
		}
	}
	return nil
}

// decideAll decides what waits.
func (d *memDesk) decideAll(folder string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range d.rows {
		if r.standing.State == Waiting {
			r.standing = Standing{State: Decided, Folder: folder}
		}
	}
}

// count returns how many messages are in a state.
func (d *memDesk) count(s State) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, r := range d.rows {
		if r.standing.State == s {
			n++
		}
	}
	return n
}

func (d *memDesk) stored() (distinct, total int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, n := range d.bodies {
		total += n
	}
	return len(d.bodies), total
}

func (d *memDesk) refusals(code string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.refused[code]
}

// eventually waits for a condition, looking often, and fails after a time that no healthy run needs.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	const patience = 20 * time.Second
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("%s: did not come about in %v", what, patience)
}

// quick are timings for tests.
var quick = Timings{
	Command: 2 * time.Second, Fetch: 2 * time.Second, Look: 5 * time.Millisecond, RetryMin: 5 * time.Millisecond, RetryMax: 50 * time.Millisecond,
	Auth: []time.Duration{20 * time.Millisecond}, Message: []time.Duration{5 * time.Millisecond, 5 * time.Millisecond}, Poll: 20 * time.Millisecond,
}

func config(server account.Server, user, password string) Config {
	return Config{
		Account: "intake", Server: server, Login: account.Login{Username: user, Password: password}, Timings: quick,
		Folders: Folders{Inbox: "INBOX", Processed: "Processed", Ignored: "Ignored", Attention: "Attention", Sent: "Sent"},
	}
}

// run starts a worker and stops it with the test.
func run(t testing.TB, cfg Config, desk Desk) *Worker {
	t.Helper()
	w := NewWorker(cfg, desk, quiet)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("worker: %v", err)
			}
		case <-time.After(10 * time.Second):
			t.Error("the worker does not end")
		}
	})
	return w
}

func mail(n int) []byte {
	return fmt.Appendf(nil, "From: <a@x.example>\r\nSubject: %d\r\nMessage-ID: <%d@x.example>\r\n\r\nbody %d\r\n", n, n, n)
}

// startMem starts the memory server and gives its configuration.
func startMem(t testing.TB, opts mailtest.IMAPOptions) (*mailtest.IMAP, Config) {
	t.Helper()
	srv, err := mailtest.StartIMAP(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	mode := opts.Mode
	if mode == "" {
		mode = account.None
	}
	return srv, config(account.Server{Address: srv.Address, TLS: mode, RootCAs: srv.Certificate.Pool}, srv.Username, srv.Password)
}

func folderHas(t testing.TB, read func(string) ([][]byte, error), folder string, n int) func() bool {
	return func() bool {
		list, err := read(folder)
		return err == nil && len(list) == n
	}
}
