// Package convert has documents of older programs turned into Word documents of today, by a
// LibreOffice that is shut in: a profile of its own that is thrown away, no network, no
// macros, limits on time and size, one document at a time. It decides nothing about what a
// document says. Where the system cannot shut a program in, nothing is converted.
package convert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// Limits of one conversion.
const (
	MaxTime   = 30 * time.Second
	maxResult = 64 << 20 // bytes
	maxMemory = 3 << 30  // bytes of address space; the program reserves much and uses little
)

// ErrFailed means that nothing came out; the document stays closed.
var ErrFailed = errors.New("LibreOffice did not convert the document")

// Converter runs one LibreOffice.
type Converter struct {
	program string
	one     sync.Mutex
}

// New makes a converter from the path of soffice.
func New(program string) (*Converter, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fmt.Errorf("LibreOffice: %w", err)
	}
	return &Converter{program: path}, nil
}

// settings switch off what a document could start.
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

// Docx converts one document.
func (c *Converter) Docx(ctx context.Context, document []byte) ([]byte, error) {
	c.one.Lock()
	defer c.one.Unlock()
	dir, err := os.MkdirTemp("", "mdaplus-convert-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	in, profile := filepath.Join(dir, "in.doc"), filepath.Join(dir, "profile", "user")
	if err := os.MkdirAll(profile, 0o700); err != nil {
		return nil, err
	}
	if err := errors.Join(os.WriteFile(filepath.Join(profile, "registrymodifications.xcu"), []byte(settings), 0o600), os.WriteFile(in, document, 0o600)); err != nil {
		return nil, err
	}
	if err := c.run(ctx, dir, in); err != nil {
		return nil, err
	}
	return result(filepath.Join(dir, "out", "in.docx"))
}

func (c *Converter) run(ctx context.Context, dir, in string) error {
	ctx, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.program, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
		"--convert-to", "docx:MS Word 2007 XML", "--outdir", filepath.Join(dir, "out"), in)
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "TMPDIR=" + dir, "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "SAL_USE_VCLPLUGIN=svp"}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = time.Second
	if err := shutIn(cmd); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting LibreOffice shut in: %w", err)
	}
	if err := limit(cmd.Process.Pid); err != nil {
		cmd.Cancel()
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%w: %w", ErrFailed, err)
	}
	return nil
}

func result(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxResult {
		return nil, ErrFailed
	}
	return os.ReadFile(path)
}
