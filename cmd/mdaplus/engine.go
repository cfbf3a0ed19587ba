package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"

	"mdaplus/forms"
	"mdaplus/forms/pdf"
	"mdaplus/internal/convert"
	"mdaplus/internal/pdfium"
	"mdaplus/internal/reader"
	"mdaplus/pipeline/read"
	"mdaplus/templates"
)

// serve is this program as a reader for another one (internal/reader). Engine: it starts
// the engine for PDF first, with the folder cache.
func serve(c call, engine bool, cache string) int {
	err := reader.Serve(c.in, c.out, func(data []byte) (reader.Reading, error) {
		var options read.Options
		if err := json.Unmarshal(data, &options); err != nil {
			return nil, err
		}
		if !engine {
			return withoutEngine(options), nil
		}
		e, err := pdfium.New(cache)
		if err != nil && cache != "" {
			e, err = pdfium.New("")
		}
		if err != nil {
			return nil, err
		}
		options.OpenPDF = e.Open
		return withLegacy(options, func(o read.Options, name string, raw []byte) (read.Result, bool) {
			return read.File(name, raw, o), false
		}), nil
	})
	if err != nil {
		return c.fail(err)
	}
	return done
}

// withoutEngine reads everything but PDF, and says when there was one.
func withoutEngine(options read.Options) reader.Reading {
	return withLegacy(options, func(o read.Options, name string, raw []byte) (result read.Result, again bool) {
		o.OpenPDF = func([]byte) (*pdf.Document, error) {
			again = true
			return nil, pdf.ErrNoEngine
		}
		result = read.File(name, raw, o)
		return result, again
	})
}

// withLegacy reads documents of older programs as they were converted, and collects those
// that were not.
func withLegacy(options read.Options, file func(o read.Options, name string, raw []byte) (read.Result, bool)) reader.Reading {
	return func(request reader.Request, raw []byte) (reply reader.Reply) {
		o := options
		o.OpenLegacy = func(document []byte) ([]byte, bool) {
			docx, ok := request.Converted[read.Hash(document)]
			if !ok && o.Legacy && len(document) <= maxLegacy {
				reply.Legacy = append(reply.Legacy, document)
			}
			return docx, ok
		}
		reply.Result, reply.Again = file(o, request.Name, raw)
		return reply
	}
}

// maxLegacy is the size up to which a document of an older program is converted.
const maxLegacy = 16 << 20

// bench reads files in this process, and what holds a PDF in a child that is locked up as
// in the service: the engine for it is the one part that was not written here.
type bench struct {
	options read.Options
	convert reader.Converter // nil: documents of older programs stay closed

	starting sync.Mutex
	pool     *reader.Pool // the child, once there was work for it
}

// newBench reads documents of older programs too, where the path of LibreOffice is given.
func newBench(office string) (*bench, error) {
	if office == "" {
		return &bench{}, nil
	}
	c, err := convert.New(office)
	if err != nil {
		return nil, err
	}
	return &bench{options: read.Options{Legacy: true}, convert: c.Docx}, nil
}

func (b *bench) read(ctx context.Context, name string, raw []byte) (read.Result, error) {
	reply := withoutEngine(b.options)(reader.Request{Name: name}, raw)
	result := reply.Result
	if !reply.Again && (len(reply.Legacy) == 0 || b.convert == nil) {
		return result, nil
	}
	pool, err := b.started()
	if err != nil {
		return result, err
	}
	byChild, err := pool.Read(ctx, name, raw)
	if err != nil && ctx.Err() == nil {
		failed := read.Message{Outcome: read.Held, Reasons: []forms.Finding{{Code: "reader-failed", Text: templates.Reason("reader-failed")}}}
		return read.Result{File: name, Message: failed, Forms: []forms.Reading{}, Mail: result.Mail}, nil
	}
	return byChild, err
}

// started gives the child, which is started for the first file that needs it.
func (b *bench) started() (*reader.Pool, error) {
	b.starting.Lock()
	defer b.starting.Unlock()
	if b.pool != nil {
		return b.pool, nil
	}
	command, err := reader.PDFCommand(engineCache(""))
	if err != nil {
		return nil, err
	}
	pool, err := reader.New(1, command, b.options)
	if err != nil {
		return nil, err
	}
	pool.ConvertWith(b.convert)
	b.pool = pool
	return pool, nil
}

func (b *bench) Close() {
	b.starting.Lock()
	defer b.starting.Unlock()
	if b.pool != nil {
		b.pool.Close()
	}
}

// engineCache is the folder that keeps the machine code of the engine for PDF: of this
// user, or where he has none, beside other. Empty: there is none.
func engineCache(other string) string {
	dirs := []string{}
	if dir, err := os.UserCacheDir(); err == nil {
		dirs = append(dirs, filepath.Join(dir, "mdaplus"))
	}
	if other != "" {
		dirs = append(dirs, other)
	}
	for _, dir := range dirs {
		dir = filepath.Join(dir, "pdf-engine")
		if err := os.MkdirAll(dir, 0o700); err == nil && writable(dir) {
			return dir
		}
	}
	return ""
}

func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".try")
	if err != nil {
		return false
	}
	f.Close()
	return os.Remove(f.Name()) == nil
}

// warmEngine has the engine for PDF made ready where it never ran, so that the first PDF
// does not wait for it.
func (a *app) warmEngine() {
	entries, err := os.ReadDir(engineCache(a.config.Store.Folder))
	if err != nil || len(entries) > 0 {
		return
	}
	if err := a.readers.Warm(); err != nil {
		a.log.Warn("the engine for PDF", "error", err)
	}
}
