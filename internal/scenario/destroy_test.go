package scenario

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mdaplus/forms/blank"
	"mdaplus/internal/config"
	"mdaplus/internal/samples"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
)

const secretOfTheFamily = "Zeldzaam woord: kanarievogelvrees"

// longAgo makes every case one of twenty-one years ago: the rules here count from receipt.
func (s *site) longAgo() {
	s.inDatabase(fmt.Sprintf(`UPDATE cases SET received_at = received_at - %d`, 21*366*24*time.Hour.Milliseconds()))
}

// pastRegret lets the time to regret pass.
func (s *site) pastRegret() {
	s.inDatabase(fmt.Sprintf(`UPDATE destruction_list SET approved_at = approved_at - %d WHERE state = 'approved'`, 15*24*time.Hour.Milliseconds()))
}

func (s *site) openDatabase() *sql.DB {
	s.t.Helper()
	driver, where := "sqlite", filepath.Join(s.cfg.Store.Folder, "mdaplus.db")+"?_pragma=busy_timeout(5000)"
	if s.cfg.Store.PostgresFile != "" {
		url, err := config.Secret(s.cfg.Store.PostgresFile)
		if err != nil {
			s.t.Fatal(err)
		}
		driver, where = "pgx", url
	}
	db, err := sql.Open(driver, where)
	if err != nil {
		s.t.Fatal(err)
	}
	return db
}

func (s *site) inDatabase(query string) {
	s.t.Helper()
	db := s.openDatabase()
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) wrappedKeys(ids ...int64) (wrapped [][]byte) {
	s.t.Helper()
	db := s.openDatabase()
	defer db.Close()
	for _, id := range ids {
		var b []byte
		if err := db.QueryRow(fmt.Sprintf(`SELECT wrapped FROM data_key WHERE id = %d`, id)).Scan(&b); err != nil {
			s.t.Fatal(err)
		}
		wrapped = append(wrapped, b)
	}
	return wrapped
}

func (s *site) countFromReceipt() {
	rule := cases.RetentionRule{From: "2000-01-01", List: "Selectielijst 2020", Number: "8.1.1", Term: "P20Y", CountedFrom: cases.FromReceipt, Valuation: cases.Destroy, Ground: "Jeugdwet 7.3.8"}
	s.cfg.Retention.Rules = []cases.RetentionRule{rule}
	s.save()
}

// archiveSays runs one of the commands and compares what it tells, and how it ends.
func (s *site) archiveSays(code int, want string, args ...string) string {
	s.t.Helper()
	out, got := s.mdaplus(append(append([]string{"archive"}, args...), "--config", s.path())...)
	if got != code || !strings.Contains(out, want) {
		s.t.Errorf("%v: status %d, want %d and %q:\n%s", args, got, code, want, out)
	}
	return out
}

func (s *site) objects() (n int) {
	filepath.WalkDir(filepath.Join(s.cfg.Store.Archive, "objects"), func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	return n
}

func (s *site) verifySays(want string) {
	s.t.Helper()
	if out, code := s.mdaplus("verify", "--config", s.path()); code != 0 || !strings.Contains(out, want) {
		s.t.Errorf("verify: status %d, want %q:\n%s", code, want, out)
	}
}

// onDisk says which files below the data folder hold some bytes.
func (s *site) onDisk(secret []byte) (in []string) {
	filepath.WalkDir(s.cfg.Store.Folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, secret) {
			in = append(in, filepath.Base(path))
		}
		return err
	})
	return in
}

// The term of two cases is over. A hold keeps one; the other goes, once a second person has
// approved it and the time to regret is past, and nothing can bring it back.
func TestCasesAreDestroyedAfterTheirTerm(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		t.Run(database, func(t *testing.T) { casesAreDestroyed(t, siteOptions{postgres: database == "postgres"}) })
	}
}

func casesAreDestroyed(t *testing.T, o siteOptions) {
	s := newSite(t, o)
	s.countFromReceipt()
	p := s.start()
	for n := range 2 {
		s.deliver(samples.Mail(n, form(t, n, func(f *blank.Fill) { f.Fields["summary"] = secretOfTheFamily + "." }), time.Now()).Bytes())
		s.settle(n+1, time.Minute)
	}
	gone, kept := s.cases()[0], s.cases()[1]
	s.archiveSays(0, "niets dat vernietigd", "propose", "--by", "R.M.")
	s.longAgo()
	s.archiveSays(2, "--by", "propose")
	s.archiveSays(0, "L-"+thisYear()+"-0001", "propose", "--by", "R.M.")
	list := "L-" + thisYear() + "-0001"
	s.archiveSays(0, "niets dat vernietigd", "propose", "--by", "R.M.") // both are on an open list
	s.archiveSays(1, "nog niet goedgekeurd", "destroy", list, "--by", "R.M.")
	s.archiveSays(1, "Vraag een ander", "approve", list, "--by", "r.m. ")
	s.archiveSays(0, "goedgekeurd", "approve", list, "--by", "J.W.")
	s.archiveSays(1, "wacht niet", "approve", list, "--by", "X.Y.")
	s.archiveSays(1, "bedenktijd", "destroy", list, "--by", "R.M.")
	s.archiveSays(1, "Er is geen lijst", "approve", "L-1999-0001", "--by", "J.W.")
	s.archiveSays(2, "--reason", "hold", kept.Reference, "--by", "R.M.")
	s.archiveSays(0, "bewaarplicht", "hold", kept.Reference, "--by", "R.M.", "--reason", "De rechter moet nog beslissen")
	s.archiveSays(0, "R.M.: De rechter moet nog beslissen", "list")
	s.archiveSays(1, "al een bewaarplicht", "hold", kept.Reference, "--by", "R.M.", "--reason", "nog eens")
	s.pastRegret()
	if out, _ := s.mdaplus("held", "show", "1", "--config", s.path()); !strings.Contains(out, "kanarievogelvrees") {
		t.Logf("held show: %s", out) // what it shows is not what is tested
	}
	keys := s.wrappedKeys(gone.KeyID, 1)
	before := s.objects()
	certificate := filepath.Join(s.dir, "verklaring.pdf")
	out := s.archiveSays(1, "overgeslagen", "destroy", list, "--by", "R.M.", "-o", certificate) // not everything went: 1
	if !strings.Contains(out, "vernietigd") || !strings.Contains(out, "V-"+thisYear()+"-0001") {
		t.Error(out)
	}
	if after := s.objects(); after != before-2+1 { // original and summary went, the certificate came
		t.Errorf("%d objects, there were %d", after, before)
	}
	data, err := os.ReadFile(certificate)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(pdfText(t, data)), " ")
	for _, want := range []string{"Verklaring van vernietiging", "V-" + thisYear() + "-0001", list, gone.Reference, kept.Reference, "Niet alles", "bewaarplicht", "R.M.", "J.W.", "8.1.1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the certificate lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "kanarie") || strings.Contains(text, "rechter") {
		t.Error("the certificate says what was in a case")
	}
	s.cannotBeRead(gone)
	s.verifySays("Fouten: 0")
	s.archiveSays(0, "vernietigd", "list")
	s.archiveSays(0, "Beschadigd: 0", "check")
	s.archiveSays(1, "al vernietigd", "hold", gone.Reference, "--by", "R.M.", "--reason", "te laat")

	// the list is closed: doing it again gives the same certificate and changes nothing
	s.archiveSays(1, "V-"+thisYear()+"-0001", "destroy", list, "--by", "Z.Z.", "-o", certificate)
	if again, err := os.ReadFile(certificate); err != nil || !bytes.Equal(again, data) {
		t.Error("another certificate the second time")
	}

	// the same form again is a new case: nothing knows the old one
	again := samples.Mail(0, form(t, 0, func(f *blank.Fill) { f.Fields["summary"] = secretOfTheFamily + "." }), time.Now())
	again.Text += "\r\nNog eens."
	s.deliver(again.Bytes())
	s.settle(3, time.Minute)
	if all := s.cases(); len(all) != 3 {
		t.Errorf("%d cases: a destroyed case was found back", len(all))
	}

	// what is released goes with the next list
	s.archiveSays(0, "geen bewaarplicht meer", "release", kept.Reference, "--by", "R.M.")
	s.archiveSays(1, "rust geen", "release", kept.Reference, "--by", "R.M.")
	s.archiveSays(0, kept.Reference, "propose", "--by", "R.M.")
	list = "L-" + thisYear() + "-0002"
	s.archiveSays(0, "goedgekeurd", "approve", list, "--by", "J.W.")
	s.pastRegret()
	s.archiveSays(0, "V-"+thisYear()+"-0002", "destroy", list, "--by", "R.M.")
	s.stop(p)
	s.verifySays("Fouten: 0")
	for _, secret := range append(keys, []byte("kanarievogelvrees")) {
		if o.postgres {
			break
		}
		if in := s.onDisk(secret); len(in) > 0 {
			t.Errorf("a destroyed key, or what it sealed, stands in %v", in)
		}
	}
}

func thisYear() string { return fmt.Sprint(time.Now().Year()) }

// cannotBeRead tries every way there is to a case.
func (s *site) cannotBeRead(c store.Case) {
	s.t.Helper()
	if out, code := s.mdaplus("held", "show", "1", "-o", s.dir, "--config", s.path()); code == 0 || strings.Contains(out, "kanarie") {
		s.t.Errorf("held show: %d %s", code, out)
	}
	if out, code := s.mdaplus("archive", "export", c.Reference, "-o", filepath.Join(s.dir, "uit"), "--config", s.path()); code == 0 {
		s.t.Errorf("it was exported: %s", out)
	}
	st, err := s.look(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	for _, id := range []int64{c.KeyID, 1} {
		if _, err := st.Key(s.t.Context(), id); err == nil {
			s.t.Errorf("key %d is still there", id)
		}
	}
}

// A case in which something happened after it was listed stays, and so does one about which a message
// is held that nobody has looked at. When it goes, what was held for it, but never filed in it, goes too.
func TestACaseThatChangedStaysAndWhatIsAboutItGoesWithIt(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.countFromReceipt()
	p := s.start()
	s.deliver(samples.Mail(1, form(t, 1, nil), time.Now()).Bytes())
	s.settle(1, time.Minute)
	c := s.cases()[0]
	plan := samples.Letter{From: samples.Sender(3), To: samples.Intake, Subject: "Plan", Text: "Zie de bijlage.\r\n", Date: time.Now(), MessageID: "<plan@elders.example>",
		Files: []samples.File{{Name: "Plan.docx", Type: samples.DocxType, Data: paper(t, "safety-plan", safetyPlan(c.Reference, 1, "3"))}}}
	s.deliver(plan.Bytes()) // from nobody who may send one
	s.settle(2, time.Minute)
	s.deliver(report(s.awaitMail(samples.Sender(1), 1).MessageID, samples.Sender(1))) // it may hold our whole mail
	s.settle(3, time.Minute)
	s.longAgo()
	list := "L-" + thisYear() + "-0001"
	s.archiveSays(0, list, "propose", "--by", "R.M.")
	s.archiveSays(0, list, "approve", list, "--by", "J.W.")
	s.archiveSays(0, "staat in", "export", c.Reference, "-o", filepath.Join(s.dir, "uit")) // that is no change
	again := samples.Mail(1, form(t, 1, nil), time.Now())
	again.Text += "\r\nNog eens."
	s.deliver(again.Bytes())
	s.settle(4, time.Minute)
	s.pastRegret()
	s.archiveSays(1, "veranderd", "destroy", list, "--by", "R.M.")
	list = "L-" + thisYear() + "-0002"
	s.archiveSays(0, list, "propose", "--by", "R.M.")
	s.archiveSays(0, list, "approve", list, "--by", "J.W.")
	s.pastRegret()
	s.archiveSays(1, "waar een mens nog naar moet kijken", "destroy", list, "--by", "R.M.") // the plan from nobody
	if out, code := s.mdaplus("held", "release", "2", "--by", "R.M.", "--config", s.path()); code != 0 {
		t.Fatal(out)
	}
	list = "L-" + thisYear() + "-0003"
	s.archiveSays(0, list, "propose", "--by", "R.M.")
	s.archiveSays(0, list, "approve", list, "--by", "J.W.")
	s.pastRegret()
	s.archiveSays(0, "V-"+thisYear()+"-0003", "destroy", list, "--by", "R.M.")
	for _, n := range []string{"1", "2", "3", "4"} {
		if out, code := s.mdaplus("held", "show", n, "-o", s.dir, "--config", s.path()); code == 0 {
			t.Errorf("message %s can still be read:\n%s", n, out)
		}
	}
	s.stop(p)
	s.verifySays("Fouten: 0")
	if n := s.objects(); n != 3 {
		t.Errorf("%d objects, want three certificates", n)
	}
}

// A file that will not go keeps its case, its list and its certificate open, and the next run
// finishes them. A file that somebody else took away stops nothing.
func TestADeletionThatFailsNeverLooksFinished(t *testing.T) {
	s := newSite(t, siteOptions{})
	s.countFromReceipt()
	p := s.start()
	s.deliver(samples.Mail(1, form(t, 1, nil), time.Now()).Bytes())
	s.settle(1, time.Minute)
	s.stop(p)
	s.longAgo()
	list := "L-" + thisYear() + "-0001"
	s.archiveSays(0, list, "propose", "--by", "R.M.")
	s.archiveSays(0, list, "approve", list, "--by", "J.W.")
	s.pastRegret()
	all, err := filepath.Glob(filepath.Join(s.cfg.Store.Archive, "objects", "*", "*"))
	if err != nil || len(all) < 2 {
		t.Fatalf("%v %v", all, err)
	}
	// a folder in the place of a file: nobody, not even root, can remove it as a file
	stuck := all[0]
	if err := os.Remove(stuck); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(stuck, "vol"), 0o700); err != nil {
		t.Fatal(err)
	}
	certificate := filepath.Join(s.dir, "verklaring.pdf")
	for range 2 {
		out := s.archiveSays(1, "mislukt", "destroy", list, "--by", "R.M.", "-o", certificate)
		if !strings.Contains(out, "is niet af") || strings.Contains(out, s.dir+"/data") {
			t.Error(out)
		}
		data, err := os.ReadFile(certificate)
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(strings.Fields(pdfText(t, data)), " "); !strings.Contains(text, "Niet alles op de lijst is vernietigd") || !strings.Contains(text, "niet alle bestanden") {
			t.Errorf("the certificate: %s", text)
		}
		s.verifySays("de bestanden nog niet allemaal")
		s.archiveSays(0, "bestanden nog niet weg", "list")
	}
	if err := os.RemoveAll(stuck); err != nil {
		t.Fatal(err)
	}
	s.archiveSays(0, "V-"+thisYear()+"-0003", "destroy", list, "--by", "R.M.", "-o", certificate)
	data, err := os.ReadFile(certificate)
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(strings.Fields(pdfText(t, data)), " "); !strings.Contains(text, "Alles op de lijst is vernietigd") {
		t.Errorf("the last certificate: %s", text)
	}
	s.verifySays("Fouten: 0")
	// a file that comes back, from a backup, is told
	if err := os.WriteFile(stuck, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := s.mdaplus("verify", "--config", s.path()); code == 0 || !strings.Contains(out, "is still there") {
		t.Errorf("status %d\n%s", code, out)
	}
	// and so is a key that went without a list
	s.inDatabase(`DELETE FROM destruction_object`)
	if out, code := s.mdaplus("verify", "--config", s.path()); code == 0 || !strings.Contains(out, "no list says") {
		t.Errorf("status %d\n%s", code, out)
	}
}

// Killed at any moment, a destruction leaves nothing that can be read and counts as gone, and
// nothing that is gone and counts as there; the next run finishes it.
func TestADestructionThatIsKilled(t *testing.T) {
	const families = 12
	s := newSite(t, siteOptions{})
	s.countFromReceipt()
	p := s.start()
	for n := range families {
		s.deliver(samples.Mail(n, form(t, n, nil), time.Now()).Bytes())
	}
	s.settle(families, 2*time.Minute)
	s.stop(p)
	s.longAgo()
	list := "L-" + thisYear() + "-0001"
	s.archiveSays(0, list, "propose", "--by", "R.M.")
	s.archiveSays(0, list, "approve", list, "--by", "J.W.")
	s.pastRegret()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	db := s.openDatabase()
	defer db.Close()
	between := 0
	for killed := 0; killed < families; killed++ {
		before, ok := keysGone(t, db), false
		cmd := exec.Command(binary, "archive", "destroy", list, "--by", "R.M.", "--config", s.path())
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(10 * time.Second); !ok && time.Now().Before(deadline); {
			ok = keysGone(t, db) > before || before == families
		}
		time.Sleep(moment(random, 0, 4*time.Millisecond))
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		cmd.Wait()
		out, code := s.mdaplus("verify", "--config", s.path())
		if code != 0 {
			t.Errorf("verify after a kill: %d\n%s", code, out)
		}
		between += strings.Count(out, "de bestanden nog niet allemaal")
	}
	if between == 0 {
		t.Error("no kill fell between keys and files: nothing was tested")
	}
	t.Logf("%d kills fell between keys and files", between)
	s.archiveSays(0, "V-"+thisYear(), "destroy", list, "--by", "R.M.")
	s.verifySays("Fouten: 0")
	if n := s.objects(); n > families { // certificates, and what runs that were killed left of them
		t.Errorf("%d objects are left", n)
	}
	st, err := s.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	l, err := st.List(t.Context(), list)
	if err != nil || l.State != store.ListDone {
		t.Fatalf("%+v %v", l, err)
	}
	items, err := st.ItemsOf(t.Context(), l.ID)
	if err != nil || len(items) != families {
		t.Fatalf("%d items, %v", len(items), err)
	}
	for _, i := range items {
		if i.State != store.ItemDestroyed || i.Files != 2 {
			t.Errorf("%+v", i)
		}
	}
}

// keysGone counts the cases of which the keys are destroyed.
func keysGone(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	if err := db.QueryRow(`SELECT COUNT(*) FROM destruction_item WHERE sha256 <> ''`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
