// Package reader has messages read by child processes: this same program, started
// as a reader with nothing but its standard input and output. A message that
// crashes, hangs or swells its reader costs one child and nothing else. Children
// are kept and reused, so that a reading costs little more than a function call;
// they end when idle, and after many messages.
//
// The engine for PDF takes a tenth of a second to start and some 50 MB, and it has to be
// there before the child locks itself up. So only a message in which a child meets a PDF
// is read again, by a child that was started with it.
package reader

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"mdaplus/pipeline/read"
)

// Limits of a child.
const (
	MaxTime     = 30 * time.Second // for one message
	MaxMemory   = 512 << 20        // bytes, what a child may add to its address space
	maxMessages = 1000             // then a fresh child
	idleTime    = 30 * time.Second // then a child ends
	maxAnswer   = 64 << 20         // bytes of JSON
)

var errAgain = errors.New("the message holds a PDF, and this reader has no engine for it")

// Pool is a number of children.
type Pool struct {
	command []string
	options []byte
	slots   chan *child // nil: a place without a living child
	pdf     *Pool       // children with the engine for PDF; nil when these have it, or nobody
	convert Converter   // for documents of older programs; nil: they stay closed
}

// Converter turns a document of an older program into a Word document of today.
type Converter func(ctx context.Context, document []byte) ([]byte, error)

// ConvertWith has documents of older programs converted.
func (p *Pool) ConvertWith(c Converter) { p.convert = c }

// withEngine is how many children with the engine for PDF there are at most.
const withEngine = 2

type child struct {
	cmd    *exec.Cmd
	in     *bufio.Writer
	pipe   io.WriteCloser
	out    *bufio.Reader
	served int
	idle   *time.Timer
}

// WithPDF makes a pool of size children, and of a few more, started as pdf, for messages
// that hold a PDF.
func WithPDF(size int, command, pdf []string, options any) (*Pool, error) {
	p, err := New(size, command, options)
	if err != nil {
		return nil, err
	}
	p.pdf, err = New(min(size, withEngine), pdf, options)
	return p, err
}

// New makes a pool of size children, started as command when first needed. Options
// are handed to each child as JSON.
func New(size int, command []string, options any) (*Pool, error) {
	data, err := json.Marshal(options)
	if err != nil {
		return nil, fmt.Errorf("reader options: %w", err)
	}
	p := &Pool{command: command, options: data, slots: make(chan *child, size)}
	for range size {
		p.slots <- nil
	}
	return p, nil
}

// Read has one file read. An error says that reading failed, never what is wrong with the file.
func (p *Pool) Read(ctx context.Context, name string, raw []byte) (read.Result, error) {
	request := Request{Name: name}
	reply, err := p.ask(ctx, request, raw)
	if err != nil || len(reply.Legacy) == 0 || p.convert == nil {
		return reply.Result, err
	}
	if request.Converted = p.converted(ctx, reply.Legacy); len(request.Converted) == 0 {
		return reply.Result, ctx.Err()
	}
	reply, err = p.ask(ctx, request, raw)
	return reply.Result, err
}

// ask has one file read, by a child with the engine for PDF when it holds one.
func (p *Pool) ask(ctx context.Context, request Request, raw []byte) (Reply, error) {
	reply, err := p.read(ctx, request, raw)
	if errors.Is(err, errAgain) && p.pdf != nil {
		return p.pdf.read(ctx, request, raw)
	}
	return reply, err
}

// converted gives what could be converted. What could not stays closed, as without a converter.
func (p *Pool) converted(ctx context.Context, documents [][]byte) map[string][]byte {
	all := map[string][]byte{}
	for _, d := range documents[:min(len(documents), maxConverted)] {
		if docx, err := p.convert(ctx, d); err == nil {
			all[read.Hash(d)] = docx
		}
	}
	return all
}

// maxConverted is how many documents of one message are converted.
const maxConverted = 5

// Warm starts a child with the engine for PDF, so that the engine is ready in its cache
// before the first PDF comes.
func (p *Pool) Warm() error {
	if p.pdf == nil {
		return nil
	}
	_, err := p.pdf.Read(context.Background(), "", nil)
	return err
}

func (p *Pool) read(ctx context.Context, request Request, raw []byte) (reply Reply, err error) {
	var c *child
	select {
	case c = <-p.slots:
	case <-ctx.Done():
		return reply, ctx.Err()
	}
	if c != nil && !c.idle.Stop() { // it was just told to end
		c.kill()
		c = nil
	}
	if c == nil {
		if c, err = p.start(); err != nil {
			p.slots <- nil
			return reply, err
		}
	}
	reply, err = c.read(ctx, request, raw)
	p.slots <- p.keep(c, err)
	return reply, err
}

// keep decides whether a child may serve again.
func (p *Pool) keep(c *child, err error) *child {
	if err != nil && !errors.Is(err, errAgain) || c.served >= maxMessages {
		c.kill()
		return nil
	}
	c.idle = time.AfterFunc(idleTime, func() { c.pipe.Close() })
	return c
}

func (p *Pool) start() (*child, error) {
	cmd := exec.Command(p.command[0], p.command[1:]...)
	cmd.Env = []string{"GOMEMLIMIT=400MiB", "GOMAXPROCS=1", "GOTRACEBACK=none", "GOGC=200"}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting a reader: %w", err)
	}
	c := &child{cmd: cmd, in: bufio.NewWriterSize(in, 64<<10), pipe: in, out: bufio.NewReaderSize(out, 64<<10)}
	if err := writeFrame(c.in, p.options); err != nil {
		c.kill()
		return nil, fmt.Errorf("starting a reader: %w", err)
	}
	return c, nil
}

func (c *child) read(ctx context.Context, request Request, raw []byte) (reply Reply, err error) {
	c.served++
	ctx, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { c.cmd.Process.Kill() })
	answer, err := c.ask(request, raw)
	if !stop() {
		return reply, errors.Join(read.ErrKilled, context.Cause(ctx))
	}
	if err != nil {
		return reply, errors.Join(read.ErrKilled, err)
	}
	if len(answer) == 0 {
		return reply, errAgain
	}
	if err := json.Unmarshal(answer, &reply); err != nil {
		return reply, errors.Join(read.ErrKilled, fmt.Errorf("the reader's answer: %w", err))
	}
	return reply, nil
}

func (c *child) ask(request Request, raw []byte) ([]byte, error) {
	head, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	if err := writeFrame(c.in, head); err != nil {
		return nil, err
	}
	if err := writeFrame(c.in, raw); err != nil {
		return nil, err
	}
	if err := c.in.Flush(); err != nil {
		return nil, err
	}
	return readFrame(c.out, maxAnswer)
}

func (c *child) kill() {
	c.pipe.Close()
	c.cmd.Process.Kill()
	c.cmd.Wait()
}

// Close ends all children. No Read may be under way.
func (p *Pool) Close() {
	if p.pdf != nil {
		p.pdf.Close()
	}
	var all sync.WaitGroup
	for range cap(p.slots) {
		if c := <-p.slots; c != nil {
			all.Go(c.kill)
		}
	}
	all.Wait()
}

// Command is how this program starts itself as a reader.
func Command() ([]string, error) {
	self, err := os.Executable()
	return []string{self, "read", "--child"}, err
}

// PDFCommand is how it starts itself as a reader with the engine for PDF, which keeps its
// machine code in the folder cache.
func PDFCommand(cache string) ([]string, error) {
	command, err := Command()
	return append(command, "--pdf", cache), err
}
