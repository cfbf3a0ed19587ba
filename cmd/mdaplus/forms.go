package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/internal/config"
	"mdaplus/render"
	"mdaplus/templates"
)

// writeForms writes every blank form that is handed out, in each of its versions: for the
// region of a configuration, or for the one that this was made for.
func writeForms(_ context.Context, c call) int {
	set := c.flags("forms")
	dir := set.String("o", "", "")
	path := set.String("config", "", "")
	if rest, ok := parse(set, c.args); !ok || *dir == "" || len(rest) > 0 {
		set.Usage()
		return wrongCall
	}
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return c.fail(err)
	}
	region := blank.GooiEnVechtstreek
	if *path != "" {
		cfg, err := config.Load(*path)
		if err != nil {
			return c.fail(err)
		}
		region = formsRegion(cfg)
	}
	n := 0
	for _, d := range forms.Definitions {
		for _, v := range d.Versions {
			if v.Tests {
				continue
			}
			files, err := blankForm(d, v.ID, region)
			if err != nil {
				return c.fail(err)
			}
			for name, data := range files {
				if err := os.WriteFile(filepath.Join(*dir, name), data, 0o644); err != nil {
					return c.fail(err)
				}
				n++
			}
		}
	}
	fmt.Fprintln(c.say, templates.Text("forms.written", "n", fmt.Sprint(n), "dir", *dir))
	return done
}

// blankForm gives the files of one form by name, all written from one lay-out: a further
// file format is a further line here.
func blankForm(d *forms.Definition, version string, region blank.Region) (map[string][]byte, error) {
	layout, err := blank.LayoutOf(d.Form, version, region)
	if err != nil {
		return nil, err
	}
	word, err := layout.Docx(blank.Fill{})
	if err != nil {
		return nil, err
	}
	pdf, err := render.BlankForm(layout, blank.Fill{}, render.Look{})
	if err != nil {
		return nil, err
	}
	return map[string][]byte{layout.FileName() + ".docx": word, layout.FileName() + ".pdf": pdf}, nil
}
