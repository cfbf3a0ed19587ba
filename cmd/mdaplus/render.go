package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"mdaplus/render"
	"mdaplus/render/pdfa"
	"mdaplus/templates"
)

// memoryOfRender is from where on memory is collected after all, in bytes: a pack of hundreds of pages.
const memoryOfRender = 64 << 20

// renderDocument makes one document from its data.
func renderDocument(_ context.Context, c call) int {
	set := c.flags("render")
	kind := set.String("document", "", "")
	profile := set.String("profile", string(render.Profile3a), "")
	out := set.String("o", "", "")
	list := set.Bool("list", false, "")
	example := set.String("example", "", "")
	rest, ok := parse(set, c.args)
	if !ok {
		return wrongCall
	}
	switch {
	case *list:
		fmt.Fprintln(c.out, strings.Join(render.Kinds(), "\n"))
		return done
	case *example != "":
		return showExample(c, *example)
	case *kind == "" || len(rest) != 1:
		set.Usage()
		return wrongCall
	case *out == "":
		fmt.Fprintln(c.say, templates.Text("render.no-output"))
		return wrongCall
	}
	debug.SetGCPercent(-1) // one document takes less than a collection would: 2 MB
	debug.SetMemoryLimit(memoryOfRender)
	data, err := input(c, rest[0])
	if err != nil {
		return c.fail(err)
	}
	pdf, err := render.Document(*kind, data, render.Look{Profile: pdfa.Profile(*profile)})
	switch {
	case errors.Is(err, render.ErrUnknownKind):
		fmt.Fprintln(c.say, templates.Text("render.unknown", "kind", *kind))
		return wrongCall
	case errors.Is(err, pdfa.ErrProfile):
		fmt.Fprintln(c.say, templates.Text("render.profile", "profile", *profile))
		return wrongCall
	}
	if err != nil {
		return c.fail(err)
	}
	if err := os.WriteFile(*out, pdf, 0o600); err != nil {
		return c.fail(err)
	}
	return done
}

func showExample(c call, kind string) int {
	data, ok := render.Example(kind)
	if !ok {
		fmt.Fprintln(c.say, templates.Text("render.unknown", "kind", kind))
		return wrongCall
	}
	out := json.NewEncoder(c.out)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	if err := out.Encode(data); err != nil {
		return c.fail(err)
	}
	return done
}

// input reads a file, or standard input for "-".
func input(c call, name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(c.in)
	}
	return os.ReadFile(name)
}
