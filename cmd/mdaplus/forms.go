package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/templates"
)

// writeForms writes the blank referral form in each of its versions.
func writeForms(_ context.Context, c call) int {
	set := c.flags("forms")
	dir := set.String("o", "", "")
	if rest, ok := parse(set, c.args); !ok || *dir == "" || len(rest) > 0 {
		set.Usage()
		return wrongCall
	}
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return c.fail(err)
	}
	for _, version := range forms.Referral.Versions {
		data, err := blank.Docx(version.ID, blank.Fill{})
		if err != nil {
			return c.fail(err)
		}
		if err := os.WriteFile(filepath.Join(*dir, "Aanmeldingsformulier-"+version.ID+".docx"), data, 0o644); err != nil {
			return c.fail(err)
		}
	}
	fmt.Fprintln(c.say, templates.Text("forms.written", "n", fmt.Sprint(len(forms.Referral.Versions)), "dir", *dir))
	return done
}
