package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"mdaplus/mailbox"
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
	reading, err := newBench(*office)
	if err != nil {
		return c.fail(err)
	}
	defer reading.Close()
	code := done
	out := json.NewEncoder(c.out)
	out.SetEscapeHTML(false)
	for _, file := range files {
		if ctx.Err() != nil {
			return notDone
		}
		raw, err := readLimited(file)
		if err != nil {
			fmt.Fprintln(c.say, templates.Text("read.file-trouble", "file", file, "error", err.Error()))
			code = notDone
			continue
		}
		result, err := reading.read(ctx, file, raw)
		if err != nil {
			return c.fail(err)
		}
		if *asJSON {
			err = out.Encode(result)
		} else {
			err = tell(c.out, result)
		}
		if err != nil {
			return c.fail(err)
		}
	}
	return code
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
