// Package config reads the one YAML file of an installation. It decides that a
// mistake in it is found when the program starts, with a sentence on what to do:
// an unknown key is refused with the nearest known one, secrets stand in files of
// their own, and everything that may be left out has the region's value.
package config

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"mdaplus/pipeline/cases"
)

// Config is the whole file.
type Config struct {
	Region       Region       `yaml:"region"`
	Documents    Documents    `yaml:"documents"`
	Admission    cases.Policy `yaml:"admission"`
	Terms        Terms        `yaml:"terms"`
	Leader       Person       `yaml:"project_leader"`
	Coordinators []Person     `yaml:"coordinators"` // may send plans and registrations for the expert meeting
	Chairs       []Chair      `yaml:"chairs"`       // the pool for expert meetings
	Retention    Retention    `yaml:"retention"`
	Mailbox      Mailbox      `yaml:"mailbox"`
	SMTP         SMTP         `yaml:"smtp"`
	Trust        Trust        `yaml:"trust"`
	Store        Store        `yaml:"store"`
	LibreOffice  string       `yaml:"libreoffice"` // soffice, for documents of Word 97 to 2003; "": they are asked for anew
	Readers      int          `yaml:"readers"`     // child processes that read at the same time
	Timing       Timing       `yaml:"timing"`
}

// Region is who this installation works for.
type Region struct {
	Name           string         `yaml:"name"`
	Team           string         `yaml:"team"`  // under every mail
	Phone          string         `yaml:"phone"` // for questions
	CasePrefix     string         `yaml:"case_prefix"`
	Municipalities []Municipality `yaml:"municipalities"`
}

// Documents says how the documents look, and to which profile of PDF/A they keep.
type Documents struct {
	Profile  string  `yaml:"profile"`   // 3a: with the data in the file; 2a: without
	Color    string  `yaml:"color"`     // RRGGBB, dark enough for white letters
	LogoFile string  `yaml:"logo_file"` // PNG, above each document
	Seal     KeyPair `yaml:"seal"`      // certificate and key with which documents are sealed; none: they are not
}

// Retention says who keeps the records, and how long.
type Retention struct {
	Archivist  string                `yaml:"archivist"`   // archiefvormer: the organisation that made the records
	Source     string                `yaml:"source"`      // name of this system in identifiers
	Restricted string                `yaml:"restricted"`  // why not everybody may see them
	RegretDays int                   `yaml:"regret_days"` // between approval and destruction
	Rules      []cases.RetentionRule `yaml:"rules"`
}

// Municipality is one that refers, with the other names people write.
type Municipality struct {
	Name     string   `yaml:"name"`
	Aliases  []string `yaml:"aliases"`
	Villages []string `yaml:"villages"` // written instead of the municipality: asked back
}

// Terms are the region's terms, in days.
type Terms struct {
	SelectionTalk int `yaml:"selection_talk_days"`
	Meeting       int `yaml:"expert_meeting_days"` // within which a chair plans a meeting
}

// Person is a name with a mail address.
type Person struct {
	Name    string `yaml:"name"`
	Address string `yaml:"address"`
}

// Chair is one of the pool, with the organisation that must not be involved in the case.
type Chair struct {
	Name         string `yaml:"name"`
	Address      string `yaml:"address"`
	Organisation string `yaml:"organisation"`
}

// Mailbox is where referrals come in.
type Mailbox struct {
	Server  string    `yaml:"server"` // host:port
	TLS     string    `yaml:"tls"`    // tls, starttls, none (loopback only)
	Login   Login     `yaml:"login"`
	Address string    `yaml:"address"` // mail address of the mailbox, and sender of every answer
	Name    string    `yaml:"name"`    // name beside that address
	Aliases []string  `yaml:"aliases"` // other addresses that reach it
	Inbox   string    `yaml:"inbox"`
	Filed   string    `yaml:"filed"`
	Ignored string    `yaml:"ignored"`
	Held    string    `yaml:"held"`
	Sent    string    `yaml:"sent"`
	MaxSize int64     `yaml:"max_megabytes"`
	CAFile  string    `yaml:"ca_file"` // extra certificate authority, PEM
	SMIME   []KeyPair `yaml:"smime"`   // for mail that was encrypted to the mailbox; the newest first
}

// KeyPair names the files of a certificate (with those above it) and its private key, PEM
// without a password.
type KeyPair struct {
	CertificateFile string `yaml:"certificate_file"`
	KeyFile         string `yaml:"key_file"`
}

// Login is how the program enters a mail server.
type Login struct {
	Username     string `yaml:"username"`
	Method       string `yaml:"method"` // password, xoauth2, oauthbearer
	PasswordFile string `yaml:"password_file"`
	TokenURL     string `yaml:"token_url"`
	ClientID     string `yaml:"client_id"`
	SecretFile   string `yaml:"client_secret_file"`
	Scope        string `yaml:"scope"`
}

// SMTP is how answers go out.
type SMTP struct {
	Server      string `yaml:"server"`
	TLS         string `yaml:"tls"`
	Login       Login  `yaml:"login"`
	PerMinute   int    `yaml:"per_minute"`
	Connections int    `yaml:"connections"`
	CAFile      string `yaml:"ca_file"`
}

// Trust says which Authentication-Results header is that of our own border.
type Trust struct {
	AuthservIDs []string `yaml:"authserv_ids"`
	Microsoft   bool     `yaml:"microsoft_365"`
}

// Store is where everything is kept.
type Store struct {
	Folder       string `yaml:"folder"`        // database (SQLite) and archive
	PostgresFile string `yaml:"postgres_file"` // file with a connection string: PostgreSQL instead of SQLite
	Archive      string `yaml:"archive"`       // default: archive in Folder; shared by all machines
	KeyFile      string `yaml:"key_file"`
}

// Timing is for networks and tests that are slower or faster than usual.
type Timing struct {
	IdleRefresh Duration `yaml:"idle_refresh"`
	Poll        Duration `yaml:"poll"`
	Reconnect   Duration `yaml:"reconnect"`
	SendLease   Duration `yaml:"send_lease"`
	LookAgain   Duration `yaml:"look_again"`
	Lease       Duration `yaml:"mailbox_lease"`
}

// Duration is written as 30s, 5m, 1h.
type Duration time.Duration

// UnmarshalYAML reads a duration.
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	v, err := time.ParseDuration(n.Value)
	if err != nil || v <= 0 {
		return fmt.Errorf("line %d: %q is not a duration; write for example 30s or 5m", n.Line, n.Value)
	}
	*d = Duration(v)
	return nil
}

// Default is the region Gooi en Vechtstreek without what only an administrator knows.
func Default() Config {
	return Config{
		Region: Region{Name: "Gooi en Vechtstreek", Team: "Projectleider MDA++", CasePrefix: "MDA"},
		Terms:  Terms{SelectionTalk: 14, Meeting: 14}, Admission: cases.DefaultPolicy, Readers: 2, Documents: Documents{Profile: "3a"},
		Retention: Retention{Archivist: "Regio Gooi en Vechtstreek", Source: "mdaplus", Restricted: "Privacy: bijzondere persoonsgegevens van gezinnen", RegretDays: 14, Rules: defaultRules()},
		Mailbox:   Mailbox{TLS: "tls", Name: "Aanmeldpunt MDA++", Inbox: "INBOX", Filed: "Verwerkt", Ignored: "Genegeerd", Held: "Aandacht", Sent: "Sent", MaxSize: 50, Login: Login{Method: "password"}},
		SMTP:      SMTP{TLS: "starttls", PerMinute: 25, Connections: 2, Login: Login{Method: "password"}},
		Timing: Timing{IdleRefresh: Duration(6 * time.Minute), Poll: Duration(time.Minute), Reconnect: Duration(time.Second),
			SendLease: Duration(6 * time.Minute), LookAgain: Duration(2 * time.Minute), Lease: Duration(30 * time.Second)},
	}
}

// defaultRules are those of the region as they are known; a lawyer must confirm them.
func defaultRules() []cases.RetentionRule {
	const list = "Selectielijst gemeenten en intergemeentelijke organen 2020"
	return []cases.RetentionRule{
		{From: "2015-01-01", List: list, Number: "8.1.1", Term: "P20Y", CountedFrom: cases.FromLastChange, Valuation: cases.Destroy,
			States: []string{string(cases.Selection), string(cases.Questions), string(cases.Held)}, Ground: "Jeugdwet, artikel 7.3.8: twintig jaar na de laatste wijziging"},
		{From: "2015-01-01", List: list, Number: "3.2", Term: "P5Y", CountedFrom: cases.FromLastChange, Valuation: cases.Destroy, States: []string{string(cases.NotAdmissible)},
			Ground: "Niet toegelaten: vijf jaar"},
	}
}

// Load reads and checks a file. Paths in it are relative to the file.
func Load(path string) (Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	c, err := Parse(data)
	if err != nil {
		return c, fmt.Errorf("configuration %s: %w", path, err)
	}
	c.resolve(filepath.Dir(path))
	return c, nil
}

// Parse reads and checks the text of a file.
func Parse(data []byte) (Config, error) {
	c := Default()
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return c, fmt.Errorf("not YAML: %w", err)
	}
	if len(root.Content) == 0 {
		return c, errors.New("the file is empty; start from mdaplus.example.yaml")
	}
	if err := checkKeys(root.Content[0], c); err != nil {
		return c, err
	}
	if err := root.Decode(&c); err != nil {
		return c, err
	}
	return c, c.check()
}

func (c *Config) resolve(dir string) {
	for _, p := range []*string{&c.Store.Folder, &c.Store.PostgresFile, &c.Store.Archive, &c.Store.KeyFile, &c.Mailbox.CAFile, &c.SMTP.CAFile, &c.Documents.LogoFile,
		&c.Mailbox.Login.PasswordFile, &c.Mailbox.Login.SecretFile, &c.SMTP.Login.PasswordFile, &c.SMTP.Login.SecretFile} {
		*p = inFolder(dir, *p)
	}
	c.Documents.Seal = KeyPair{inFolder(dir, c.Documents.Seal.CertificateFile), inFolder(dir, c.Documents.Seal.KeyFile)}
	for i := range c.Mailbox.SMIME {
		pair := &c.Mailbox.SMIME[i]
		pair.CertificateFile, pair.KeyFile = inFolder(dir, pair.CertificateFile), inFolder(dir, pair.KeyFile)
	}
	if c.Store.Archive == "" {
		c.Store.Archive = filepath.Join(c.Store.Folder, "archive")
	}
}

func inFolder(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// check finds all that is wrong, not only the first.
func (c Config) check() error {
	var wrong []error
	say := func(bad bool, key, what string) {
		if bad {
			wrong = append(wrong, fmt.Errorf("%s: %s", key, what))
		}
	}
	say(c.Store.Folder == "", "store.folder", "name the folder in which everything is kept")
	say(c.Store.KeyFile == "", "store.key_file", "name the file with the master key; make one with: openssl rand -base64 32")
	say(!isAddress(c.Mailbox.Address), "mailbox.address", "give the mail address of the mailbox")
	say(!isAddress(c.Leader.Address), "project_leader.address", "give the mail address of the project leader")
	say(!isServer(c.Mailbox.Server), "mailbox.server", "give host:port, for example imap.example.nl:993")
	say(!isServer(c.SMTP.Server), "smtp.server", "give host:port, for example smtp.example.nl:587")
	say(c.Terms.SelectionTalk < 1 || c.Terms.SelectionTalk > 365, "terms.selection_talk_days", "give a number of days from 1 to 365")
	say(c.Documents.Profile != "3a" && c.Documents.Profile != "2a", "documents.profile", "use 3a (with the data in the file) or 2a (without)")
	say((c.Documents.Seal.CertificateFile == "") != (c.Documents.Seal.KeyFile == ""), "documents.seal", "name both certificate_file and key_file, or neither")
	say(c.Documents.Color != "" && !darkColor(c.Documents.Color), "documents.color", "give six hexadecimal digits of a colour that is dark enough for white letters, for example 174E6E")
	say(c.Retention.Archivist == "" || c.Retention.Source == "", "retention", "name archivist and source")
	say(c.Retention.RegretDays < 1 || c.Retention.RegretDays > 365, "retention.regret_days", "give a number of days from 1 to 365")
	for i, rule := range c.Retention.Rules {
		if err := rule.Check(); err != nil {
			wrong = append(wrong, fmt.Errorf("retention.rules, rule %d: %w", i+1, err))
		}
	}
	say(c.Terms.Meeting < 1 || c.Terms.Meeting > 365, "terms.expert_meeting_days", "give a number of days from 1 to 365")
	for i, person := range c.Coordinators {
		say(!isAddress(person.Address), fmt.Sprintf("coordinators, person %d", i+1), "give a mail address")
	}
	for i, chair := range c.Chairs {
		say(chair.Name == "" || !isAddress(chair.Address), fmt.Sprintf("chairs, person %d", i+1), "give name and mail address")
		say(chair.Organisation == "", fmt.Sprintf("chairs, person %d", i+1), "give the organisation: a chair may not be of one that is involved")
	}
	say(c.Readers < 1 || c.Readers > 64, "readers", "give a number from 1 to 64")
	say(c.Mailbox.MaxSize < 1 || c.Mailbox.MaxSize > 50, "mailbox.max_megabytes", "give a number from 1 to 50")
	say(strings.Trim(c.Region.CasePrefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || len(c.Region.CasePrefix) < 2 || len(c.Region.CasePrefix) > 8, "region.case_prefix", "give two to eight capital letters")
	for i, pair := range c.Mailbox.SMIME {
		say(pair.CertificateFile == "" || pair.KeyFile == "", fmt.Sprintf("mailbox.smime, pair %d", i+1), "name certificate_file and key_file")
	}
	if err := c.Admission.Check(); err != nil {
		wrong = append(wrong, fmt.Errorf("admission: %w", err))
	}
	for key, mode := range map[string]string{"mailbox.tls": c.Mailbox.TLS, "smtp.tls": c.SMTP.TLS} {
		say(mode != "tls" && mode != "starttls" && mode != "none", key, "use tls, starttls, or (on this machine only) none")
	}
	for key, login := range map[string]Login{"mailbox.login": c.Mailbox.Login, "smtp.login": c.SMTP.Login} {
		wrong = append(wrong, login.check(key)...)
	}
	folders := map[string]bool{}
	for _, f := range []string{c.Mailbox.Inbox, c.Mailbox.Filed, c.Mailbox.Ignored, c.Mailbox.Held} {
		say(f == "" || folders[f] || strings.ContainsFunc(f, func(r rune) bool { return r < ' ' || r > '~' }), "mailbox folders", "give inbox, filed, ignored and held four different names in plain letters")
		folders[f] = true
	}
	return errors.Join(wrong...)
}

func (l Login) check(key string) []error {
	switch {
	case l.Username == "":
		return nil // a server on loopback may want none
	case l.Method == "password" && l.PasswordFile == "":
		return []error{fmt.Errorf("%s.password_file: name the file with the password", key)}
	case l.Method == "password":
		return nil
	case l.Method != "xoauth2" && l.Method != "oauthbearer":
		return []error{fmt.Errorf("%s.method: use password, xoauth2 or oauthbearer", key)}
	case l.TokenURL == "" || l.ClientID == "" || l.SecretFile == "":
		return []error{fmt.Errorf("%s: %s needs token_url, client_id and client_secret_file", key, l.Method)}
	}
	return nil
}

// leastContrast is the contrast that white letters need on a colour (WCAG 2, AA).
const leastContrast = 4.5

// darkColor says whether white letters can be read on a colour RRGGBB.
func darkColor(hex string) bool {
	v, err := strconv.ParseUint(hex, 16, 24)
	if err != nil || len(hex) != 6 {
		return false
	}
	linear := func(c uint64) float64 {
		f := float64(c&255) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	bright := 0.2126*linear(v>>16) + 0.7152*linear(v>>8) + 0.0722*linear(v)
	return 1.05/(bright+0.05) >= leastContrast
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

func isServer(s string) bool {
	host, port, err := net.SplitHostPort(s)
	return err == nil && host != "" && port != ""
}

// Secret reads a secret from its file, without the line end.
func Secret(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("secret file: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return "", fmt.Errorf("secret file %s may be read by everybody; run: chmod 600 %s", path, path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("secret file: %w", err)
	}
	secret := strings.TrimRight(string(data), "\r\n")
	if secret == "" {
		return "", fmt.Errorf("secret file %s is empty", path)
	}
	return secret, nil
}

// MarshalYAML writes a duration as it is read.
func (d Duration) MarshalYAML() (any, error) { return time.Duration(d).String(), nil }
