package scenario

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
	"go.yaml.in/yaml/v3"

	"mdaplus/internal/config"
	"mdaplus/internal/samples"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/internal/testkit"
	"mdaplus/mailbox"
	"mdaplus/mailbox/mailtest"
)

var (
	crashes = flag.Int("crashes", 24, "how often the crash tests kill a process, in all")
	raced   = flag.Bool("raced", false, "build the program with the race detector; a race fails the test")
)

var (
	binary   string // the program under test
	postgres *testkit.Postgres
)

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := prepare(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "scenario:", err)
		code = 1
	}
	os.Exit(code)
}

func prepare(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "mdaplus-bin-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "mdaplus")
	args := []string{"build", "-o", binary}
	if *raced {
		args = append(args, "-race")
	}
	build := exec.Command("go", append(args, "mdaplus/cmd/mdaplus")...)
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return 0, fmt.Errorf("building the program: %w", err)
	}
	if testkit.PostgresMissing() == "" {
		if postgres, err = testkit.NewPostgres(); err != nil {
			return 0, err
		}
		defer postgres.Remove()
	}
	return m.Run(), nil
}

// Who works on a case in these stories.
const (
	coordinator = "k.l@hilversum.example"
	chair       = "z.v@opvang.example" // the other chair's organisation is involved
)

// site is one installation with everything around it.
type site struct {
	t       *testing.T
	dir     string
	dovecot *mailtest.Dovecot
	smtp    *mailtest.SMTP
	cfg     config.Config

	mu    sync.Mutex
	procs []*process
	sent  *imapclient.Client
}

type siteOptions struct {
	postgres bool
	noMove   bool
	oauth    string                      // log-in method with client credentials instead of a password
	noCopies bool                        // the receiver keeps no copies in Sent: where that work is not the program's
	through  func(address string) string // a proxy in front of the mailbox
}

func newSite(t *testing.T, o siteOptions) *site {
	t.Helper()
	if why := mailtest.DovecotMissing(); why != "" {
		t.Skip(why)
	}
	if why := testkit.PostgresMissing(); o.postgres && why != "" {
		t.Skip(why)
	}
	s := &site{t: t, dir: t.TempDir()}
	var err error
	if s.dovecot, err = mailtest.StartDovecot(mailtest.DovecotOptions{NoMove: o.noMove, OAuth: o.oauth != "", Folders: []string{"Sent"}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.dovecot.Close)
	accept := s.fileCopy
	if o.noCopies {
		accept = nil
	}
	if s.smtp, err = mailtest.StartSMTP(mailtest.SMTPOptions{Accept: accept}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.smtp.Close)
	s.configure(o)
	t.Cleanup(s.killAll)
	return s
}

func (s *site) configure(o siteOptions) {
	secret := func(name, value string) string {
		path := filepath.Join(s.dir, name)
		if err := os.WriteFile(path, []byte(value), 0o600); err != nil {
			s.t.Fatal(err)
		}
		return path
	}
	key := filepath.Join(s.dir, "key")
	if err := seal.WriteNewMaster(key); err != nil {
		s.t.Fatal(err)
	}
	address := s.dovecot.Address
	if o.through != nil {
		address = o.through(address)
	}
	c := config.Default()
	c.Leader = config.Person{Name: "Projectleider", Address: "leider@mda.example"}
	c.Coordinators = []config.Person{{Name: "K.L.", Address: coordinator}}
	c.Chairs = []config.Chair{{Name: "Q.R.", Address: "q.r@welzijn.example", Organisation: "Stichting Welzijn"}, {Name: "Z.V.", Address: chair, Organisation: "opvang"}}
	c.Mailbox.Address, c.Mailbox.Server, c.Mailbox.TLS = samples.Intake, address, "none"
	c.Mailbox.Login = config.Login{Username: s.dovecot.Username, Method: "password", PasswordFile: secret("pw", s.dovecot.Password)}
	if o.oauth != "" {
		c.Mailbox.Login = config.Login{Username: s.dovecot.Username, Method: o.oauth, TokenURL: s.dovecot.TokenURL, ClientID: "client",
			SecretFile: secret("client", "client-secret"), Scope: "https://mail.example/.default"}
	}
	c.SMTP.Server, c.SMTP.TLS, c.SMTP.PerMinute, c.SMTP.Connections = s.smtp.Address, "none", 0, 8
	c.Store = config.Store{Folder: filepath.Join(s.dir, "data"), KeyFile: key}
	if o.postgres {
		url, err := postgres.NewDatabase()
		if err != nil {
			s.t.Fatal(err)
		}
		c.Store.PostgresFile = secret("pg", url)
	}
	c.Timing.Reconnect, c.Timing.SendLease, c.Timing.LookAgain = config.Duration(200*time.Millisecond), config.Duration(10*time.Second), config.Duration(time.Second)
	c.Timing.Lease = config.Duration(3 * time.Second)
	s.cfg = c
	s.save()
}

func (s *site) path() string { return filepath.Join(s.dir, "mdaplus.yaml") }

func (s *site) save() {
	data, err := yaml.Marshal(s.cfg)
	if err == nil {
		err = os.WriteFile(s.path(), data, 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	if s.cfg, err = config.Load(s.path()); err != nil {
		s.t.Fatal(err)
	}
}

// fileCopy puts a copy of each mail in Sent before the server says 250, as Microsoft and Google do.
func (s *site) fileCopy(a mailtest.Accepted) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range 2 {
		if s.appendSent(a.Raw) == nil {
			return
		}
		s.sent = nil // connect anew
	}
}

func (s *site) appendSent(raw []byte) error {
	if s.sent == nil {
		conn, err := net.Dial("tcp", s.dovecot.Address)
		if err != nil {
			return err
		}
		s.sent = imapclient.New(conn, nil)
		if err := s.sent.Login(s.dovecot.Username, s.dovecot.Password).Wait(); err != nil {
			return err
		}
	}
	cmd := s.sent.Append("Sent", int64(len(raw)), nil)
	if _, err := cmd.Write(raw); err != nil {
		return err
	}
	if err := cmd.Close(); err != nil {
		return err
	}
	_, err := cmd.Wait()
	return err
}

// process is one `mdaplus run`.
type process struct {
	cmd    *exec.Cmd
	output *bytes.Buffer
	ended  chan struct{}
}

func (s *site) start() *process {
	s.t.Helper()
	p := &process{cmd: exec.Command(binary, "run", "--config", s.path()), output: &bytes.Buffer{}, ended: make(chan struct{})}
	p.cmd.Stderr, p.cmd.Stdout = p.output, p.output
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.ended) }()
	s.mu.Lock()
	s.procs = append(s.procs, p)
	s.mu.Unlock()
	return p
}

// kill ends a process as a power cut would, its children with it.
func (p *process) kill() {
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.ended
}

// stop asks a process to end and fails when it does not.
func (s *site) stop(p *process) {
	s.t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(40 * time.Second):
		s.t.Errorf("the service did not stop:\n%s", p.output)
		p.kill()
	}
}

func (s *site) killAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.procs {
		if strings.Contains(p.output.String(), "DATA RACE") {
			s.t.Errorf("the service races:\n%s", p.output)
		}
		select {
		case <-p.ended:
		default:
			p.kill()
		}
	}
}

// look opens the store beside the service.
func (s *site) look(ctx context.Context) (*store.Store, error) {
	master, err := seal.LoadMaster(s.cfg.Store.KeyFile)
	if err != nil {
		return nil, err
	}
	o := store.Options{Master: master, Log: slog.New(slog.DiscardHandler), ReadOnly: true}
	if s.cfg.Store.PostgresFile != "" {
		if o.Postgres, err = config.Secret(s.cfg.Store.PostgresFile); err != nil {
			return nil, err
		}
	} else {
		o.SQLite = filepath.Join(s.cfg.Store.Folder, "mdaplus.db")
	}
	return store.Open(ctx, o)
}

// settle waits until so many messages are in, the inbox is empty and nothing is on its way.
func (s *site) settle(messages int, patience time.Duration) {
	s.t.Helper()
	var last string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if last = s.unsettled(messages); last == "" {
			return
		}
	}
	s.t.Fatalf("not settled after %v: %s\n%s", patience, last, s.tail())
}

func (s *site) tail() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.procs[len(s.procs)-1].output.String()
	return out[max(0, len(out)-3000):]
}

func (s *site) unsettled(messages int) string {
	st, err := s.look(s.t.Context())
	if err != nil {
		return err.Error()
	}
	defer st.Close()
	b, err := st.Balance(s.t.Context(), time.Unix(0, 0), time.Now().Add(time.Hour))
	if err != nil {
		return err.Error()
	}
	settled, err := st.Settled(s.t.Context())
	if err != nil {
		return err.Error()
	}
	inbox, err := s.dovecot.Folder("INBOX")
	if err != nil {
		return err.Error()
	}
	if (messages >= 0 && b.In != messages) || !settled || len(inbox) != 0 {
		out, _ := st.OutboxBalance(s.t.Context())
		return fmt.Sprintf("%d of %d messages in, %+v, settled %v, %d in the inbox, outbox %v", b.In, messages, b, settled, len(inbox), out)
	}
	return ""
}

// answersTo gives the kinds of mails that arrived at each address, by their fixed subjects.
func (s *site) answersTo() map[string][]string {
	kinds := map[string][]string{}
	for _, a := range s.smtp.Accepted() {
		kinds[a.To] = append(kinds[a.To], mailbox.Parse(a.Raw).Subject)
	}
	return kinds
}

// arrivedOnce fails for every mail that arrived more than once, and gives how many there were.
func (s *site) arrivedOnce() int {
	seen := map[string]int{}
	for _, a := range s.smtp.Accepted() {
		seen[mailbox.Parse(a.Raw).MessageID]++
	}
	for id, n := range seen {
		if n > 1 {
			s.t.Errorf("mail %s arrived %d times", id, n)
		}
	}
	return len(seen)
}

// verify runs the program's own check.
func (s *site) verify() {
	s.t.Helper()
	out, err := exec.Command(binary, "verify", "--config", s.path()).CombinedOutput()
	if err != nil {
		s.t.Errorf("verify: %v\n%s", err, out)
	}
}

func (s *site) deliver(raw []byte) {
	s.t.Helper()
	if err := s.dovecot.Deliver(raw); err != nil {
		s.t.Fatal(err)
	}
}

// heap delivers mixed mails number from to before, and says of each what it is.
func (s *site) heap(from, before int) map[int]string {
	s.t.Helper()
	kinds := map[int]string{}
	for n := from; n < before; n++ {
		raw, kind, err := samples.Mixed(n, time.Now())
		if err != nil {
			s.t.Fatal(err)
		}
		kinds[n] = kind
		s.deliver(raw)
	}
	return kinds
}

// expected are the outcome of each kind of sample and a word of the subject of its one answer.
var expected = map[string]struct{ outcome, subject string }{
	samples.Complete: {"filed", "is compleet"}, samples.InBody: {"filed", "is compleet"}, samples.Incomplete: {"filed", "vragen"},
	samples.NotAdmissible: {"filed", "niet"}, samples.AutoReply: {"ignored", ""}, samples.NoForm: {"held", "lezen"},
}

// check compares everything that came of a heap with what must have come of it.
func (s *site) check(kinds map[int]string) {
	s.t.Helper()
	st, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	want := map[string]int{}
	mails, answers := 0, s.answersTo()
	for n, kind := range kinds {
		e := expected[kind]
		want[e.outcome]++
		got := answers[samples.Sender(n)]
		switch {
		case e.subject == "" && len(got) > 0:
			s.t.Errorf("mail %d (%s) was answered: %v", n, kind, got)
		case e.subject != "" && (len(got) != 1 || !strings.Contains(strings.ToLower(got[0]), e.subject)):
			s.t.Errorf("mail %d (%s): answers %q, want one with %q", n, kind, got, e.subject)
		}
		mails += len(got)
	}
	b, err := st.Balance(s.t.Context(), time.Unix(0, 0), time.Now().Add(time.Hour))
	if err != nil {
		s.t.Fatal(err)
	}
	if b.Filed != want["filed"] || b.Ignored != want["ignored"] || b.Held != want["held"] {
		s.t.Errorf("balance %+v, want %v", b, want)
	}
	references := map[string]bool{}
	st.EachCase(s.t.Context(), func(c store.Case) error { references[c.Reference] = true; return nil })
	if len(references) != want["filed"] {
		s.t.Errorf("%d cases, want one for each of %d distinct referrals", len(references), want["filed"])
	}
	summaries := 0
	for _, subject := range answers["leider@mda.example"] {
		if strings.Contains(subject, "MDA-") {
			summaries++
		}
	}
	if summaries != want["filed"] {
		s.t.Errorf("the project leader got %d summaries, want %d", summaries, want["filed"])
	}
	s.folders(want)
	s.arrivedOnce()
}

func (s *site) folders(want map[string]int) {
	s.t.Helper()
	for folder, n := range map[string]int{s.cfg.Mailbox.Filed: want["filed"], s.cfg.Mailbox.Ignored: want["ignored"], s.cfg.Mailbox.Held: want["held"]} {
		messages, err := s.dovecot.Folder(folder)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(messages) != n {
			s.t.Errorf("folder %s holds %d messages, want %d", folder, len(messages), n)
		}
	}
}
