// Package testkit gives tests the real things they run against: a PostgreSQL of
// their own, the example corpus, a clock that is told what time it is.
package testkit

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres is a real PostgreSQL server on a loopback port, with its data in a
// folder of its own.
type Postgres struct {
	dir, bin string
	port     int
	server   *exec.Cmd
	bases    atomic.Int64
}

// unprivileged is the user the server runs as when the tests run as root.
const unprivileged = 65534

// PostgresMissing gives "" when a PostgreSQL server is installed, otherwise what to install.
func PostgresMissing() string {
	if postgresBin() == "" {
		return "PostgreSQL is not installed (Debian: apt-get install postgresql); tests on PostgreSQL are skipped"
	}
	return ""
}

func postgresBin() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

// NewPostgres makes a cluster and starts it.
func NewPostgres() (*Postgres, error) {
	dir, err := os.MkdirTemp("", "mdaplus-pg-")
	if err != nil {
		return nil, err
	}
	p := &Postgres{dir: dir, bin: postgresBin()}
	if err := p.own(); err != nil {
		return nil, err
	}
	if out, err := p.command("initdb", "-D", p.data(), "-U", "mdaplus", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	if p.port, err = freePort(); err != nil {
		return nil, err
	}
	return p, p.Start()
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

func (p *Postgres) own() error {
	if os.Getuid() != 0 {
		return nil
	}
	return os.Chown(p.dir, unprivileged, unprivileged)
}

func (p *Postgres) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.bin, name), args...)
	cmd.Dir = p.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: unprivileged, Gid: unprivileged}
	}
	return cmd
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// Start starts the server and waits until it answers.
func (p *Postgres) Start() error {
	p.server = p.command("postgres", "-D", p.data(), "-p", strconv.Itoa(p.port), "-h", "127.0.0.1", "-k", p.dir, "-c", "max_connections=200")
	if err := p.server.Start(); err != nil {
		return err
	}
	deadline := time.Now().Add(30 * time.Second)
	for {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		conn, err := pgx.Connect(ctx, p.URL("postgres"))
		if err == nil {
			err = conn.Close(ctx)
		}
		cancel()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Stop ends the server at once, as a crash would.
func (p *Postgres) Stop() error {
	if p.server == nil {
		return nil
	}
	p.server.Process.Signal(syscall.SIGQUIT)
	err := p.server.Wait()
	p.server = nil
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil
	}
	return err
}

// Remove stops the server and removes its data.
func (p *Postgres) Remove() error { return errors.Join(p.Stop(), os.RemoveAll(p.dir)) }

// URL is the connection string of a database.
func (p *Postgres) URL(database string) string {
	return fmt.Sprintf("postgres://mdaplus@127.0.0.1:%d/%s?sslmode=disable", p.port, database)
}

// NewDatabase makes an empty database and gives its connection string.
func (p *Postgres) NewDatabase() (string, error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, p.URL("postgres"))
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	name := fmt.Sprintf("test%d", p.bases.Add(1))
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	return p.URL(name), err
}
