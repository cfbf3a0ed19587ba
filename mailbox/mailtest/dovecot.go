//go:build unix

package mailtest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"text/template"
	"time"
)

// DovecotOptions says how to run Dovecot.
type DovecotOptions struct {
	Users   map[string]string // name to password; default intake@example.test with "secret"
	OAuth   bool              // also XOAUTH2 and OAUTHBEARER, with a token endpoint of its own
	NoMove  bool              // neither MOVE nor UIDPLUS
	Folders []string          // made beforehand
}

// Dovecot is a true server run as an unprivileged process in a folder of its own.
type Dovecot struct {
	Address, TLSAddress string // plain with STARTTLS, and TLS
	Username, Password  string // the first user
	TokenURL            string // with OAuth
	Certificate         *Certificate

	dir      string
	opts     DovecotOptions
	uid, gid int
	owner    string
	group    string
	cmd      *exec.Cmd
	exited   chan struct{}
	serial   atomic.Int64
	tokens   *http.Server

	mu    sync.Mutex
	valid map[string]string // token to user
	next  string            // what the endpoint hands out
}

// DovecotMissing returns "" where Dovecot can be run, and otherwise the one line that a skipped test shows.
func DovecotMissing() string {
	for _, name := range []string{"dovecot", "doveadm"} {
		if _, err := findProgram(name); err != nil {
			return "no Dovecot here: apt-get install dovecot-imapd"
		}
	}
	return ""
}

func findProgram(name string) (string, error) {
	for _, dir := range []string{"/usr/sbin", "/usr/bin", "/usr/local/sbin"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return filepath.Join(dir, name), nil
		}
	}
	return exec.LookPath(name)
}

// StartDovecot starts a server with an empty store on free loopback ports. Root runs it as nobody, since Dovecot refuses to be root.
func StartDovecot(opts DovecotOptions) (*Dovecot, error) {
	if len(opts.Users) == 0 {
		opts.Users = map[string]string{"intake@example.test": "secret"}
	}
	d := &Dovecot{opts: opts, valid: map[string]string{}}
	for name := range opts.Users {
		if d.Username == "" || name < d.Username {
			d.Username, d.Password = name, opts.Users[name]
		}
	}
	if err := d.prepare(); err != nil {
		d.Close()
		return nil, fmt.Errorf("preparing Dovecot: %w", err)
	}
	if err := d.Start(); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// prepare makes the folder with everything in it.
func (d *Dovecot) prepare() (err error) {
	if d.Certificate, err = NewCertificate(); err != nil {
		return err
	}
	if err := d.chooseOwner(); err != nil {
		return err
	}
	if d.dir, err = os.MkdirTemp("", "dovecot"); err != nil {
		return err
	}
	for _, port := range []*string{&d.Address, &d.TLSAddress} {
		if *port, err = freeAddress(); err != nil {
			return err
		}
	}
	if d.opts.OAuth {
		if err := d.startTokens(); err != nil {
			return err
		}
	}
	if err := d.writeFiles(); err != nil {
		return err
	}
	return filepath.WalkDir(d.dir, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, d.uid, d.gid))
	})
}

func (d *Dovecot) chooseOwner() error {
	account, err := user.Current()
	if err == nil && account.Uid == "0" {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return err
	}
	group, err := user.LookupGroupId(account.Gid)
	if err != nil {
		return err
	}
	d.owner, d.group = account.Username, group.Name
	d.uid, _ = strconv.Atoi(account.Uid)
	d.gid, _ = strconv.Atoi(account.Gid)
	return nil
}

func freeAddress() (string, error) {
	ln, err := listen(nil)
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

func (d *Dovecot) writeFiles() error {
	for _, dir := range []string{"run", "state", "log", "mail"} {
		if err := os.Mkdir(filepath.Join(d.dir, dir), 0o755); err != nil {
			return err
		}
	}
	var passwd strings.Builder
	for name, password := range d.opts.Users {
		fmt.Fprintf(&passwd, "%s:{PLAIN}%s::::::\n", name, password)
		for _, dir := range []string{"new", "cur", "tmp"} {
			if err := os.MkdirAll(filepath.Join(d.dir, "mail", name, dir), 0o755); err != nil {
				return err
			}
		}
	}
	config, err := d.config()
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"passwd": []byte(passwd.String()), "cert.pem": d.Certificate.CertPEM, "key.pem": d.Certificate.KeyPEM, "dovecot.conf": config, "oauth2.ext": d.oauthConfig(),
	} {
		if err := os.WriteFile(filepath.Join(d.dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return os.Chmod(d.dir, 0o755)
}

func (d *Dovecot) oauthConfig() []byte {
	return fmt.Appendf(nil, "introspection_mode = get\nintrospection_url = %s\nusername_attribute = preferred_username\nactive_attribute = active\nactive_value = true\n",
		strings.TrimSuffix(d.TokenURL, "/token")+"/introspect?token=")
}

func (d *Dovecot) config() ([]byte, error) {
	_, port, _ := net.SplitHostPort(d.Address)
	_, tlsPort, _ := net.SplitHostPort(d.TLSAddress)
	var out bytes.Buffer
	err := dovecotConfig.Execute(&out, map[string]any{
		"Dir": d.dir, "Owner": d.owner, "Group": d.group, "UID": d.uid, "GID": d.gid, "Port": port, "TLSPort": tlsPort,
		"OAuth": d.opts.OAuth, "NoMove": d.opts.NoMove, "Folders": d.opts.Folders,
	})
	return out.Bytes(), err
}

// dovecotConfig is for Dovecot 2.3. Blocks must be on several lines there.
var dovecotConfig = template.Must(template.New("").Parse(`base_dir = {{.Dir}}/run
state_dir = {{.Dir}}/state
default_internal_user = {{.Owner}}
default_internal_group = {{.Group}}
default_login_user = {{.Owner}}
log_path = {{.Dir}}/log/dovecot.log
protocols = imap
listen = 127.0.0.1
first_valid_uid = 0
mail_location = maildir:{{.Dir}}/mail/%u
mail_max_userip_connections = 50
disable_plaintext_auth = no
auth_mechanisms = plain login{{if .OAuth}} xoauth2 oauthbearer{{end}}
auth_failure_delay = 0
ssl = yes
ssl_cert = <{{.Dir}}/cert.pem
ssl_key = <{{.Dir}}/key.pem
{{if .OAuth}}passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {{.Dir}}/oauth2.ext
}
{{end}}passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {{.Dir}}/passwd
}
userdb {
  driver = static
  args = uid={{.UID}} gid={{.GID}} home={{.Dir}}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
{{range .Folders}}  mailbox {{.}} {
    auto = create
  }
{{end}}}
{{if .NoMove}}protocol imap {
  imap_capability = IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE UNSELECT CHILDREN NAMESPACE
}
{{end}}service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = {{.Port}}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = {{.TLSPort}}
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service auth {
  chroot =
}
service auth-worker {
  user = {{.Owner}}
}
`))

// command prepares a Dovecot program to run as the owner of the store.
func (d *Dovecot) command(name string, args ...string) (*exec.Cmd, error) {
	path, err := findProgram(name)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(path, append([]string{"-c", filepath.Join(d.dir, "dovecot.conf")}, args...)...)
	cmd.Dir = d.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(d.uid), Gid: uint32(d.gid)}
	}
	return cmd, nil
}

// Start runs the server and waits until it answers.
func (d *Dovecot) Start() error {
	const patience = 15 * time.Second
	cmd, err := d.command("dovecot", "-F")
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	d.cmd, d.exited = cmd, make(chan struct{})
	go func() { cmd.Wait(); close(d.exited) }()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if answers(d.Address) {
			return nil
		}
		select {
		case <-d.exited:
			return fmt.Errorf("Dovecot ended at once:\n%s", d.Log())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fmt.Errorf("Dovecot does not answer:\n%s", d.Log())
}

func answers(address string) bool {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	greeting := make([]byte, 4)
	n, _ := conn.Read(greeting)
	return string(greeting[:n]) == "* OK"
}

// Stop ends the server; Start runs it again on the same store. Sessions that idle outlive their master by many seconds, so the whole process
// group goes.
func (d *Dovecot) Stop() {
	if d.cmd == nil {
		return
	}
	d.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-d.exited:
	case <-time.After(10 * time.Second):
		d.cmd.Process.Kill()
		<-d.exited
	}
	syscall.Kill(-d.cmd.Process.Pid, syscall.SIGKILL)
	os.Remove(filepath.Join(d.dir, "run", "master.pid"))
	d.cmd = nil
}

// Close stops the server and removes its folder.
func (d *Dovecot) Close() {
	d.Stop()
	if d.tokens != nil {
		d.tokens.Close()
	}
	if d.dir != "" {
		os.RemoveAll(d.dir)
	}
}

// Log returns the end of the server's log.
func (d *Dovecot) Log() string {
	const tail = 4000
	data, _ := os.ReadFile(filepath.Join(d.dir, "log", "dovecot.log"))
	return string(data[max(0, len(data)-tail):])
}

// Deliver puts a message into the first user's inbox behind the server's back, as a delivery agent does.
func (d *Dovecot) Deliver(raw []byte) error {
	name := fmt.Sprintf("%d.M%dP%d.test", time.Now().Unix(), d.serial.Add(1), os.Getpid())
	box := filepath.Join(d.dir, "mail", d.Username)
	tmp := filepath.Join(box, "tmp", name)
	if err := os.WriteFile(tmp, raw, 0o600); err != nil {
		return err
	}
	if err := os.Chown(tmp, d.uid, d.gid); err != nil {
		return err
	}
	return os.Rename(tmp, filepath.Join(box, "new", name))
}

// Folder returns the raw messages of the first user's folder in the order of delivery, those marked deleted left out.
func (d *Dovecot) Folder(name string) ([][]byte, error) {
	dir := filepath.Join(d.dir, "mail", d.Username)
	if !strings.EqualFold(name, "INBOX") {
		dir = filepath.Join(dir, "."+strings.ReplaceAll(name, "/", "."))
	}
	var paths []string
	for _, sub := range []string{"cur", "new"} {
		list, _ := filepath.Glob(filepath.Join(dir, sub, "*"))
		paths = append(paths, list...)
	}
	sort.Slice(paths, func(i, j int) bool { return filepath.Base(paths[i]) < filepath.Base(paths[j]) })
	var out [][]byte
	for _, path := range paths {
		if _, flags, _ := strings.Cut(filepath.Base(path), ":2,"); strings.Contains(flags, "T") {
			continue
		}
		raw, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			return d.Folder(name) // renamed meanwhile: look again
		}
		if err != nil {
			return nil, err
		}
		out = append(out, raw)
	}
	return out, nil
}

// SetUIDValidity gives the first user's folder another UIDVALIDITY, as a rebuilt server does.
func (d *Dovecot) SetUIDValidity(folder string, value uint32) error {
	cmd, err := d.command("doveadm", "mailbox", "update", "-u", d.Username, "--uid-validity", strconv.Itoa(int(value)), folder)
	if err != nil {
		return err
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("doveadm: %w: %s", err, out)
	}
	return nil
}
