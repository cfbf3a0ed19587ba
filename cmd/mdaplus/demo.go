package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"go.yaml.in/yaml/v3"

	"mdaplus/internal/config"
	"mdaplus/internal/samples"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/mailbox"
	"mdaplus/mailbox/mailtest"
	"mdaplus/templates"
)

// demoPatience is how long the demo waits for all samples.
const demoPatience = 2 * time.Minute

// demo shows the main job with nothing installed: a mail server in this process, a
// folder that may be thrown away, and one mail of every kind.
func demo(ctx context.Context, c call) int {
	set := c.flags("demo")
	once := set.Bool("once", false, "")
	asJSON := set.Bool("json", false, "")
	dir := set.String("dir", "", "")
	if !c.onlyFlags(set) {
		return wrongCall
	}
	d, err := newDemo(ctx, c, *dir)
	if err != nil {
		return c.fail(err)
	}
	defer d.close()
	rows, err := d.play(ctx)
	if err != nil {
		return c.fail(err)
	}
	if *asJSON {
		err = showJSON(c.out, rows)
	} else {
		err = d.showTable(c.out, rows)
	}
	if err != nil {
		return c.fail(err)
	}
	if !*once {
		fmt.Fprintln(c.say, templates.Text("demo.more", "smtp", d.smtp.Address))
		<-ctx.Done()
	}
	for _, r := range rows {
		if r.Outcome == "" {
			fmt.Fprintln(c.say, templates.Text("demo.late", "n", r.Mail))
			return notDone
		}
	}
	return done
}

// demoRow is one line of what came of it (contracts.md).
type demoRow struct {
	Mail      string   `json:"mail"`
	Outcome   string   `json:"outcome"`
	Reason    string   `json:"reason,omitempty"`
	Case      []string `json:"case"`
	Documents []string `json:"documents"`
	Answer    []string `json:"answer"`
}

// demonstration is a running demo.
type demonstration struct {
	call    call
	dir     string
	imap    *mailtest.IMAP
	smtp    *mailtest.SMTP
	app     *app
	stop    context.CancelFunc
	stopped chan error
	ids     map[string]int64 // sample to message
}

func newDemo(ctx context.Context, c call, dir string) (d *demonstration, err error) {
	d = &demonstration{call: c, dir: dir, stopped: make(chan error, 1), ids: map[string]int64{}}
	if d.dir == "" {
		if d.dir, err = os.MkdirTemp("", "mdaplus-demo-"); err != nil {
			return nil, err
		}
	}
	for _, sub := range []string{"documenten", "antwoorden", "post", "geheim"} {
		if err := os.MkdirAll(filepath.Join(d.dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	if d.imap, err = mailtest.StartIMAP(mailtest.IMAPOptions{Folders: []string{"Sent"}}); err != nil {
		return nil, err
	}
	if d.smtp, err = mailtest.StartSMTP(mailtest.SMTPOptions{Accept: d.accept}); err != nil {
		return nil, err
	}
	cfg, err := d.configure()
	if err != nil {
		return nil, err
	}
	if d.app, err = newApp(ctx, cfg, true, slog.New(slog.DiscardHandler)); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.stop = stop
	go func() { d.stopped <- d.app.Run(running) }()
	return d, nil
}

func (d *demonstration) close() {
	d.stop()
	<-d.stopped
	d.app.Close()
	d.smtp.Close()
	d.imap.Close()
}

// configure writes a configuration as an administrator would, so that the other
// commands work on the demo's folder too.
func (d *demonstration) configure() (config.Config, error) {
	secret := filepath.Join(d.dir, "geheim", "mailbox")
	key := filepath.Join(d.dir, "geheim", "sleutel")
	if err := os.WriteFile(secret, []byte(d.imap.Password), 0o600); err != nil {
		return config.Config{}, err
	}
	if err := seal.WriteNewMaster(key); err != nil && !errors.Is(err, os.ErrExist) {
		return config.Config{}, err
	}
	cfg := config.Default()
	cfg.Leader = config.Person{Name: "Projectleider MDA++", Address: "projectleider@mda.example"}
	cfg.Coordinators = []config.Person{{Name: "K.L.", Address: samples.Coordinator}}
	cfg.Chairs = []config.Chair{{Name: "Q.R.", Address: samples.InvolvedChair, Organisation: samples.InvolvedOrganised}, {Name: "Z.V.", Address: samples.Chair, Organisation: "vrouwenopvang"}}
	cfg.Mailbox.Address, cfg.Mailbox.Server, cfg.Mailbox.TLS = samples.Intake, d.imap.Address, "none"
	cfg.Mailbox.Login = config.Login{Username: d.imap.Username, Method: "password", PasswordFile: secret}
	cfg.SMTP.Server, cfg.SMTP.TLS, cfg.SMTP.PerMinute, cfg.SMTP.Login = d.smtp.Address, "none", 0, config.Login{}
	cfg.Store = config.Store{Folder: filepath.Join(d.dir, "gegevens"), KeyFile: key}
	data, err := yaml.Marshal(cfg)
	if err != nil {
		return cfg, err
	}
	path := filepath.Join(d.dir, "mdaplus.yaml")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return cfg, err
	}
	return config.Load(path)
}

// accept keeps every mail that goes out where a person can open it, and a copy in the
// folder of sent mail, as a mail server does.
func (d *demonstration) accept(a mailtest.Accepted) {
	m := mailbox.Parse(a.Raw)
	name := strings.Trim(m.MessageID, "<>")
	name, _, _ = strings.Cut(name, "@")
	os.WriteFile(filepath.Join(d.dir, "antwoorden", a.To+" "+name[:min(8, len(name))]+".eml"), a.Raw, 0o600)
	d.imap.Append("Sent", a.Raw)
}

// play mails everything in, answers included, and waits for what comes of it.
func (d *demonstration) play(ctx context.Context) ([]demoRow, error) {
	all, err := samples.Demo(time.Now())
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(d.call.say, templates.Text("demo.start"))
	fmt.Fprintln(d.call.say, templates.Text("demo.mailing", "n", fmt.Sprint(len(all))))
	ctx, cancel := context.WithTimeout(ctx, demoPatience)
	defer cancel()
	for i := range all {
		if all[i].Raw == nil {
			continue // it follows on another one
		}
		if err := d.deliver(ctx, i, all[i].Name, all[i].Raw); err != nil {
			return nil, err
		}
	}
	for i, s := range all {
		if s.Answers == "" {
			continue
		}
		question, err := d.questionsTo(ctx, s.Answers)
		if err != nil {
			return nil, err
		}
		if err := d.deliver(ctx, i, s.Name, s.Reply(question)); err != nil {
			return nil, err
		}
	}
	for i, s := range all {
		if s.About == "" {
			continue
		}
		cases, err := d.app.store.CasesOf(ctx, d.ids[s.About])
		if err == nil && len(cases) == 0 {
			err = fmt.Errorf("no case came of %q", s.About)
		}
		if err != nil {
			return nil, err
		}
		if err := d.deliver(ctx, i, s.Name, s.Follow(cases[0].Reference)); err != nil {
			return nil, err
		}
	}
	return d.rows(ctx, all)
}

// deliver mails one sample in and waits until it is stored, so that the order of
// cases in the table is the order of mails.
func (d *demonstration) deliver(ctx context.Context, i int, name string, raw []byte) error {
	if err := os.WriteFile(filepath.Join(d.dir, "post", fmt.Sprintf("%02d.eml", i+1)), raw, 0o600); err != nil {
		return err
	}
	if err := d.imap.Append("INBOX", raw); err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	return until(ctx, func() (bool, error) {
		m, err := d.app.store.MessageBySHA(ctx, hex.EncodeToString(sum[:]))
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		d.ids[name] = m.ID
		return m.State == store.MessageDecided, err
	})
}

// questionsTo waits until the questions about a sample were sent, and gives their Message-ID.
func (d *demonstration) questionsTo(ctx context.Context, name string) (id string, err error) {
	err = until(ctx, func() (bool, error) {
		mails, err := d.app.store.MailsOf(ctx, d.ids[name])
		for _, m := range mails {
			if m.Kind == "questions" && m.State == store.Sent {
				id = m.MailID
			}
		}
		return id != "", err
	})
	return id, err
}

func until(ctx context.Context, holds func() (bool, error)) error {
	for {
		ok, err := holds()
		if ok || err != nil {
			return err
		}
		if sleep(ctx, 10*time.Millisecond); ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// rows waits until nothing is on its way any more, and tells what came of each sample.
func (d *demonstration) rows(ctx context.Context, all []samples.Sample) ([]demoRow, error) {
	err := until(ctx, func() (bool, error) { return d.app.store.Settled(ctx) })
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	var rows []demoRow
	for _, s := range all {
		r, err := d.row(ctx, s.Name)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func (d *demonstration) row(ctx context.Context, name string) (r demoRow, err error) {
	r = demoRow{Mail: name, Case: []string{}, Documents: []string{}, Answer: []string{}}
	m, err := d.app.store.Message(ctx, d.ids[name])
	if err != nil {
		return r, err
	}
	r.Outcome, r.Reason = m.Outcome, m.Reason
	cases, err := d.app.store.CasesOf(ctx, m.ID)
	if err != nil {
		return r, err
	}
	for _, one := range cases {
		r.Case = append(r.Case, one.Reference)
		files, err := d.documents(ctx, one)
		if err != nil {
			return r, err
		}
		r.Documents = append(r.Documents, files...)
	}
	mails, err := d.app.store.MailsOf(ctx, m.ID)
	for _, out := range mails {
		if out.Kind != "attention" && out.State != store.Suppressed {
			r.Answer = append(r.Answer, out.Kind)
		}
	}
	return r, err
}

// documents writes the PDFs of a case where a person can open them.
func (d *demonstration) documents(ctx context.Context, one store.Case) (files []string, err error) {
	docs, err := d.app.store.DocumentsOf(ctx, one.ID)
	if err != nil {
		return nil, err
	}
	for i, doc := range docs {
		if doc.State != "made" {
			continue
		}
		pdf, err := d.app.pipeline.Document(ctx, doc)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(d.dir, "documenten", fmt.Sprintf("%s-%d-%s.pdf", one.Reference, i+1, templates.Text("filename."+doc.Kind)))
		if err := os.WriteFile(path, pdf, 0o600); err != nil {
			return nil, err
		}
		files = append(files, path)
	}
	return files, nil
}

func showJSON(w io.Writer, rows []demoRow) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, r := range rows {
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

func (d *demonstration) showTable(w io.Writer, rows []demoRow) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table)
	var head []string
	for _, column := range []string{"mail", "outcome", "case", "answer"} {
		head = append(head, strings.ToUpper(templates.Text("demo.head-"+column)))
	}
	fmt.Fprintln(table, strings.Join(head, "\t"))
	for _, r := range rows {
		var answers []string
		for _, kind := range r.Answer {
			answers = append(answers, templates.Text("mail-kind."+kind))
		}
		outcome := templates.Text("message-outcome." + r.Outcome)
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.Mail, outcome, strings.Join(r.Case, ", "), strings.Join(answers, ", "))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s\n", templates.Text("demo.where", "dir", d.dir))
	for _, sub := range [][2]string{{"documenten", "documents"}, {"antwoorden", "answers"}, {"post", "mail"}} {
		fmt.Fprintf(w, "  %-12s %s\n", sub[0]+"/", templates.Text("demo.where-"+sub[1]))
	}
	_, err := fmt.Fprintln(w, templates.Text("demo.status", "config", filepath.Join(d.dir, "mdaplus.yaml")))
	return err
}
