package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"log/slog"
	"os"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/archive"
	"mdaplus/internal/config"
	"mdaplus/internal/convert"
	"mdaplus/internal/reader"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/mailbox"
	"mdaplus/mailbox/account"
	"mdaplus/mailbox/imap"
	"mdaplus/mailbox/smtp"
	"mdaplus/pipeline"
	"mdaplus/pipeline/cases"
	"mdaplus/pipeline/read"
	"mdaplus/render"
	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// app is everything joined: the one place where parts meet.
type app struct {
	config   config.Config
	store    *store.Store
	readers  *reader.Pool
	pipeline *pipeline.Pipeline
	intake   *intake // nil in a command beside the service
	log      *slog.Logger
}

// openForReading opens the store for a command that only looks.
func openForReading(ctx context.Context, path string) (*store.Store, config.Config, error) {
	cfg, err := config.Load(path)
	if err != nil {
		return nil, cfg, err
	}
	s, err := openStore(ctx, cfg, store.Options{ReadOnly: true})
	return s, cfg, err
}

// openForCommand joins what a command needs that works beside the service.
func openForCommand(ctx context.Context, path string) (*app, error) {
	cfg, err := config.Load(path)
	if err != nil {
		return nil, err
	}
	return newApp(ctx, cfg, false, slog.New(slog.DiscardHandler))
}

// newApp joins the parts. Service: this process works on the jobs and reads the mailbox.
func newApp(ctx context.Context, cfg config.Config, service bool, log *slog.Logger) (a *app, err error) {
	a = &app{config: cfg, log: log}
	if a.store, err = openStore(ctx, cfg, store.Options{Service: service, Log: log}); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	objects, err := archive.Open(cfg.Store.Archive)
	if err != nil {
		return nil, err
	}
	if a.readers, err = newReaders(cfg, loopSecret(a.store)); err != nil {
		return nil, err
	}
	post, err := newPost(cfg, log)
	if err != nil {
		return nil, err
	}
	if service {
		if a.intake, err = newIntake(cfg, log); err != nil {
			return nil, err
		}
	}
	work := settings(cfg, a.store)
	if work.Look, err = look(cfg); err != nil {
		return nil, err
	}
	a.pipeline = pipeline.New(a.store, objects, a.readers, post, work, newHolder(), time.Now, log)
	if a.intake != nil {
		a.intake.join(a.pipeline, a.store)
	}
	return a, nil
}

// newReaders makes the children that read, with what the configuration gives them.
func newReaders(cfg config.Config, loopSecret []byte) (*reader.Pool, error) {
	command, err := reader.Command()
	if err != nil {
		return nil, err
	}
	withPDF, err := reader.PDFCommand(engineCache(cfg.Store.Folder))
	if err != nil {
		return nil, err
	}
	options := readOptions(cfg, loopSecret)
	if options.Keys, err = mailKeys(cfg.Mailbox.SMIME); err != nil {
		return nil, err
	}
	options.Legacy = cfg.LibreOffice != ""
	pool, err := reader.WithPDF(cfg.Readers, command, withPDF, options)
	if err != nil || cfg.LibreOffice == "" {
		return pool, err
	}
	office, err := convert.New(cfg.LibreOffice)
	if err != nil {
		return nil, err
	}
	pool.ConvertWith(office.Docx)
	return pool, nil
}

// Close ends everything that newApp began.
func (a *app) Close() {
	if a.readers != nil {
		a.readers.Close()
	}
	if a.store != nil {
		a.store.Close()
	}
}

func openStore(ctx context.Context, cfg config.Config, o store.Options) (*store.Store, error) {
	var err error
	if o.Master, err = seal.LoadMaster(cfg.Store.KeyFile); err != nil {
		return nil, err
	}
	if cfg.Store.PostgresFile != "" {
		if o.Postgres, err = config.Secret(cfg.Store.PostgresFile); err != nil {
			return nil, err
		}
	} else {
		o.SQLite = cfg.Store.Folder + "/mdaplus.db"
	}
	if !o.ReadOnly {
		if err := os.MkdirAll(cfg.Store.Folder, 0o700); err != nil {
			return nil, err
		}
	}
	return store.Open(ctx, o)
}

// newHolder names this process for claims and leases.
func newHolder() string {
	b := make([]byte, 8)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// loopSecret marks our own mail; it is derived from the master key, so all processes share it.
func loopSecret(s *store.Store) []byte { return []byte(s.Fingerprint("loop", "mail")) }

func settings(cfg config.Config, s *store.Store) pipeline.Settings {
	return pipeline.Settings{
		Region:     templates.Region{Name: cfg.Region.Name, Team: cfg.Region.Team, Phone: cfg.Region.Phone, Mail: cfg.Mailbox.Address},
		CasePrefix: cfg.Region.CasePrefix,
		From:       pipeline.Address{Name: cfg.Mailbox.Name, Address: cfg.Mailbox.Address},
		Leader:     pipeline.Address{Name: cfg.Leader.Name, Address: cfg.Leader.Address},
		Policy:     cfg.Admission,
		Terms:      cases.Terms{SelectionTalk: cases.Term{Days: cfg.Terms.SelectionTalk}},
		TermText:   termText(cfg.Terms.SelectionTalk),
		LoopSecret: loopSecret(s),
		Folders:    pipeline.Folders{Filed: cfg.Mailbox.Filed, Ignored: cfg.Mailbox.Ignored, Held: cfg.Mailbox.Held},
		SendLease:  time.Duration(cfg.Timing.SendLease), LookAgain: time.Duration(cfg.Timing.LookAgain),
		Program: program(), Forms: formsRegion(cfg), Retention: pipeline.Retention(cfg.Retention), Coordinators: coordinators(cfg), Chairs: chairs(cfg), MeetingDays: cfg.Terms.Meeting, AloneOnJobs: cfg.Store.PostgresFile == "",
	}
}

func termText(days int) string {
	if days%7 == 0 {
		return templates.Count(days/7, "week", "weken")
	}
	return templates.Count(days, "dag", "dagen")
}

// readOptions is what reading depends on; it goes to the children as JSON.
func readOptions(cfg config.Config, loopSecret []byte) read.Options {
	o := read.Options{Policy: cfg.Admission, Trust: mailbox.TrustConfig{AuthservIDs: cfg.Trust.AuthservIDs, Microsoft: cfg.Trust.Microsoft}}
	o.Own = mailbox.Own{Addresses: append([]string{cfg.Mailbox.Address}, cfg.Mailbox.Aliases...), LoopSecret: loopSecret}
	o.Region.Municipalities = municipalities(cfg)
	return o
}

func municipalities(cfg config.Config) (all []forms.Municipality) {
	for _, m := range cfg.Region.Municipalities {
		all = append(all, forms.Municipality{Name: m.Name, Aliases: m.Aliases, Villages: m.Villages})
	}
	return all
}

// look is the house style of the region's documents.
func look(cfg config.Config) (render.Look, error) {
	l := render.Look{Profile: pdfa.Profile(cfg.Documents.Profile), Accent: cfg.Documents.Color}
	var err error
	if l.Sealer, err = sealer(cfg.Documents.Seal); err != nil || cfg.Documents.LogoFile == "" {
		return l, err
	}
	data, err := os.ReadFile(cfg.Documents.LogoFile)
	if err != nil {
		return l, fmt.Errorf("logo: %w", err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return l, fmt.Errorf("logo %s: %w", cfg.Documents.LogoFile, err)
	}
	l.Logo = pdfa.NewPicture(picture)
	return l, nil
}

// sealer reads with what documents are sealed; nil when they are not.
func sealer(pair config.KeyPair) (*pdfa.Sealer, error) {
	if pair.KeyFile == "" {
		return nil, nil
	}
	private, err := config.Secret(pair.KeyFile)
	if err != nil {
		return nil, err
	}
	certificates, err := os.ReadFile(pair.CertificateFile)
	if err != nil {
		return nil, fmt.Errorf("certificate of the seal: %w", err)
	}
	both, err := tls.X509KeyPair(certificates, []byte(private))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	s := &pdfa.Sealer{}
	s.Key, _ = both.PrivateKey.(crypto.Signer)
	for _, der := range both.Certificate {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("certificate of the seal: %w", err)
		}
		s.Chain = append(s.Chain, c)
	}
	return s, s.Check()
}

func coordinators(cfg config.Config) (all []pipeline.Address) {
	for _, c := range cfg.Coordinators {
		all = append(all, pipeline.Address{Name: c.Name, Address: c.Address})
	}
	return all
}

func chairs(cfg config.Config) (all []pipeline.Chair) {
	for _, c := range cfg.Chairs {
		all = append(all, pipeline.Chair{Name: c.Name, Address: c.Address, Organisation: c.Organisation})
	}
	return all
}

// formsRegion is what the blank forms show of the region; without a list of municipalities
// in the configuration, those of the region that this was made for.
func formsRegion(cfg config.Config) blank.Region {
	r := blank.Region{Name: cfg.Region.Name, Municipalities: municipalities(cfg)}
	if r.Municipalities == nil {
		r.Municipalities = blank.GooiEnVechtstreek.Municipalities
	}
	return r
}

// mailKeys reads the keys for mail that was encrypted to the mailbox.
func mailKeys(pairs []config.KeyPair) ([]mailbox.Key, error) {
	var keys []mailbox.Key
	for _, pair := range pairs {
		certificate, err := os.ReadFile(pair.CertificateFile)
		if err != nil {
			return nil, fmt.Errorf("S/MIME certificate: %w", err)
		}
		private, err := config.Secret(pair.KeyFile)
		if err != nil {
			return nil, err
		}
		key := mailbox.Key{Certificate: certificate, Private: []byte(private)}
		if err := key.Check(); err != nil {
			return nil, fmt.Errorf("%s: %w", pair.KeyFile, err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// post is the pipeline's Sender: an SMTP server for sending and the mailbox for finding copies.
type post struct {
	sender *smtp.Sender
	from   string
	sent   imap.Config
}

func newPost(cfg config.Config, log *slog.Logger) (*post, error) {
	login, err := login(cfg.SMTP.Login)
	if err != nil {
		return nil, err
	}
	roots, err := roots(cfg.SMTP.CAFile)
	if err != nil {
		return nil, err
	}
	sent, err := imapConfig(cfg)
	if err != nil {
		return nil, err
	}
	sender := smtp.NewSender(smtp.Config{
		Server: account.Server{Address: cfg.SMTP.Server, TLS: account.Mode(cfg.SMTP.TLS), RootCAs: roots}, Login: login,
		PerMinute: cfg.SMTP.PerMinute, Connections: cfg.SMTP.Connections, Timeout: time.Duration(cfg.Timing.SendLease) / 2,
	}, log)
	return &post{sender: sender, from: cfg.Mailbox.Address, sent: sent}, nil
}

// deliveries translates the states of sending.
var deliveries = map[smtp.State]string{smtp.Sent: pipeline.Delivered, smtp.Retry: pipeline.TryLater, smtp.Failed: pipeline.Refused,
	smtp.Uncertain: pipeline.Unknown, smtp.Account: pipeline.AccountTrouble}

func (p *post) Send(ctx context.Context, to, envelopeID string, raw []byte) pipeline.Delivery {
	r := p.sender.Send(ctx, p.from, to, envelopeID, raw)
	return pipeline.Delivery{State: deliveries[r.State], Code: r.Code, Text: r.Enhanced}
}

func (p *post) FindSent(ctx context.Context, mailID string) (bool, error) {
	return imap.FindSent(ctx, p.sent, mailID)
}

func (p *post) KeepsCopies() bool { return p.sent.Folders.Sent != "" }

func (p *post) Backoff(attempt int) time.Duration { return smtp.Backoff(attempt) }

func login(l config.Login) (account.Login, error) {
	out := account.Login{Username: l.Username, Method: account.Method(l.Method)}
	var err error
	if out.Password, err = config.Secret(l.PasswordFile); err != nil {
		return out, err
	}
	secret, err := config.Secret(l.SecretFile)
	out.OAuth = account.OAuth{TokenURL: l.TokenURL, ClientID: l.ClientID, ClientSecret: secret}
	if l.Scope != "" {
		out.OAuth.Scopes = []string{l.Scope}
	}
	return out, err
}

// roots adds an authority of the organisation's own to those of the system.
func roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("certificate authority: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(data) {
		return nil, errors.New("certificate authority: " + file + " holds no certificate in PEM")
	}
	return pool, nil
}
