// Package pdfium opens a PDF with PDFium and tells what is drawn on its pages, as plain
// data for forms/pdf. PDFium is a large program in C++; here it runs as WebAssembly, where
// it has no files, no network, no clock and no more memory than maxMemory, and where a
// crash is an error. Every document gets an instance of its own: what one file does to its
// instance ends with it. Scripts in a PDF are not run and nothing is fetched: this build
// cannot do either.
package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"mdaplus/forms/pdf"
)

// Limits of one document.
const (
	maxMemory  = 128 << 20 // bytes inside the engine
	pageBytes  = 64 << 10  // of WebAssembly
	maxPages   = 200
	maxChars   = 400_000
	maxObjects = 100_000
	maxStrokes = 500 // of one figure; of one with more only the frame counts
	maxNotes   = 5_000
	maxDeep    = 12 // drawings in drawings
	maxText    = 1 << 20
	// maxTime is for one document; the hardest form known takes a tenth of a second.
	maxTime = 6 * time.Second
)

// Engine opens documents, one at a time.
type Engine struct {
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// New starts the engine. Translating it into machine code takes seconds; the result is kept
// in the folder cache, which only this user may write, since it is run as it is found there.
// Without a folder it is translated anew.
func New(cache string) (*Engine, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // PDFium's error handling needs it
		WithMemoryLimitPages(maxMemory / pageBytes)
	e := &Engine{}
	if cache != "" {
		if err := ownFolder(cache); err != nil {
			return nil, err
		}
		kept, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, fmt.Errorf("cache of the PDF engine: %w", err)
		}
		e.cache = kept
		config = config.WithCompilationCache(kept)
	}
	var err error
	e.pool, err = webassembly.Init(webassembly.Config{
		MaxTotal: 1, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), // the default would show it every file of this machine
		Stdout:   io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("starting the PDF engine: %w", err)
	}
	return e, nil
}

// ownFolder makes a folder that only this user may enter, and refuses one that others may write.
func ownFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("cache of the PDF engine: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("cache of the PDF engine: %w", err)
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("cache of the PDF engine: others may write in %s", filepath.Clean(dir))
	}
	return nil
}

// Close ends the engine.
func (e *Engine) Close() {
	e.pool.Close()
	if e.cache != nil {
		e.cache.Close(context.Background())
	}
}

// Open tells what is drawn in a PDF. Its errors are those of forms/pdf.
func (e *Engine) Open(data []byte) (doc *pdf.Document, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), maxTime)
	defer cancel()
	instance, err := e.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, errors.Join(pdf.ErrNoEngine, err)
	}
	defer instance.Close()
	m, err := newMachine(ctx, instance)
	if err != nil {
		return nil, errors.Join(pdf.ErrNoEngine, err)
	}
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, m.failure(p)
		}
	}()
	return m.document(data)
}

// machine is one instance of the engine with the functions that were used of it.
type machine struct {
	ctx       context.Context
	instance  pdfium.Pdfium
	module    api.Module
	memory    api.Memory
	functions map[string]api.Function
	stack     [16]uint64
	room      uint64 // a piece of memory for answers
	calls     int
	chars     int
	objects   int
	fonts     map[uint64]font
}

// trap is what a call that the engine did not survive panics with, up to Open.
type trap struct{ err error }

// tooLarge is what a limit panics with, up to Open.
type tooLarge struct{}

// roomBytes is the size of the piece of memory for answers.
const roomBytes = 64 << 10

// newMachine takes the instance's module: the calls of go-pdfium give every handle a name
// of its own, so that two characters of one object cannot be told to be so, and take
// several times as long.
func newMachine(ctx context.Context, instance pdfium.Pdfium) (*machine, error) {
	field := reflect.Indirect(reflect.ValueOf(instance.GetImplementation())).FieldByName("Module")
	if !field.IsValid() {
		return nil, errors.New("the PDF engine has another shape than expected")
	}
	module, ok := field.Interface().(api.Module)
	if !ok {
		return nil, errors.New("the PDF engine has another shape than expected")
	}
	return &machine{ctx: ctx, instance: instance, module: module, memory: module.Memory(), functions: map[string]api.Function{}, fonts: map[uint64]font{}}, nil
}

// failure turns a panic into the error of this document. Whatever goes wrong in here is
// the document's doing: it must never end the program.
func (m *machine) failure(p any) error {
	switch p := p.(type) {
	case tooLarge:
		return pdf.ErrTooLarge
	case trap:
		if m.ctx.Err() != nil || m.memory.Size() > maxMemory*3/4 {
			return errors.Join(pdf.ErrTooLarge, p.err)
		}
		return errors.Join(pdf.ErrDamaged, p.err)
	}
	return errors.Join(pdf.ErrDamaged, fmt.Errorf("%v", p))
}

// call calls a function of the engine.
func (m *machine) call(name string, args ...uint64) uint64 {
	f := m.functions[name]
	if f == nil {
		if f = m.module.ExportedFunction(name); f == nil {
			panic(fmt.Sprintf("the PDF engine has no %s", name))
		}
		m.functions[name] = f
	}
	if m.calls++; m.calls%1024 == 0 && m.ctx.Err() != nil {
		panic(tooLarge{})
	}
	copy(m.stack[:], args)
	if err := f.CallWithStack(m.ctx, m.stack[:]); err != nil {
		panic(trap{err})
	}
	return m.stack[0]
}

func (m *machine) number(name string, args ...uint64) int { return int(int32(m.call(name, args...))) }

func (m *machine) yes(name string, args ...uint64) bool { return m.number(name, args...) > 0 }

func (m *machine) float(at uint64) float64 {
	v, ok := m.memory.ReadFloat32Le(uint32(at))
	if !ok {
		panic(trap{errors.New("memory")})
	}
	return finite(float64(v))
}

func (m *machine) double(at uint64) float64 {
	v, ok := m.memory.ReadFloat64Le(uint32(at))
	if !ok {
		panic(trap{errors.New("memory")})
	}
	return finite(v)
}

// farAway is more than any place on a page.
const farAway = 1e6

// finite keeps what is no number, or none of a page, out of later sums.
func finite(v float64) float64 {
	if v != v {
		return farAway
	}
	return min(max(v, -farAway), farAway)
}

func (m *machine) word(at uint64) uint32 {
	v, ok := m.memory.ReadUint32Le(uint32(at))
	if !ok {
		panic(trap{errors.New("memory")})
	}
	return v
}

func (m *machine) bytes(at uint64, n int) []byte {
	b, ok := m.memory.Read(uint32(at), uint32(n))
	if !ok {
		panic(trap{errors.New("memory")})
	}
	return b
}

func (m *machine) put(data []byte) uint64 {
	at := m.call("malloc", uint64(len(data)+1))
	if at == 0 || !m.memory.Write(uint32(at), data) || !m.memory.WriteByte(uint32(at)+uint32(len(data)), 0) {
		panic(tooLarge{})
	}
	return at
}
