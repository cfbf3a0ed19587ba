package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"

	"mdaplus/mailbox"
	"mdaplus/pipeline/read"
	"mdaplus/templates"
)

// readFiles reads messages and forms and says what they hold. No network, no store.
func readFiles(ctx context.Context, c call) int {
	set := c.flags("read")
	asJSON := set.Bool("json", false, "")
	child := set.Bool("child", false, "")
	cache := set.String("pdf", "", "")
	office := set.String("libreoffice", "", "")
	files, ok := parse(set, c.args)
	if *child {
		return serve(c, isSet(set, "pdf"), *cache)
	}
	if !ok || len(files) == 0 {
		set.Usage()
		return wrongCall
	}
	bench, err := newBench(*office)
	if err != nil {
		return c.fail(err)
	}
	defer bench.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	show := func(result read.Result) error { return tell(c.out, result) }
	if *asJSON {
		out := json.NewEncoder(c.out)
		out.SetEscapeHTML(false)
		show = func(result read.Result) error { return out.Encode(result) }
	}
	code := done
	for reading := range inOrder(ctx, bench, files) {
		r := <-reading
		switch {
		case ctx.Err() != nil:
			return notDone
		case r.unopened != nil:
			fmt.Fprintln(c.say, templates.Text("read.file-trouble", "file", r.file, "error", r.unopened.Error()))
			code = notDone
			if *asJSON { // a line for each file
				r.err = show(read.Unopened(r.file))
			}
		case r.err == nil:
			r.err = show(r.result)
		}
		if r.err != nil {
			return c.fail(r.err)
		}
	}
	return code
}

// fileReading is what came of one file.
type fileReading struct {
	file     string
	result   read.Result
	unopened error // the file could not be opened
	err      error
}

// inOrder reads as many files at once as there are processors, and gives their readings in the order of the files.
func inOrder(ctx context.Context, b *bench, files []string) <-chan chan fileReading {
	readings := make(chan chan fileReading, runtime.GOMAXPROCS(0)-1)
	go func() {
		defer close(readings)
		for _, file := range files {
			reading := make(chan fileReading, 1)
			select {
			case readings <- reading:
			case <-ctx.Done():
				return
			}
			go func() { reading <- b.open(ctx, file) }()
		}
	}()
	return readings
}

func (b *bench) open(ctx context.Context, file string) fileReading {
	raw, err := readLimited(file)
	if err != nil {
		return fileReading{file: file, unopened: err}
	}
	result, err := b.read(ctx, file, raw)
	return fileReading{file: file, result: result, err: err}
}

// isSet says whether a flag was given, if only to be empty.
func isSet(set *flag.FlagSet, name string) (given bool) {
	set.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// readLimited reads a file, and of one that is too large just enough to say so.
func readLimited(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mailbox.MaxMessage+1))
}
