package main

import (
	"context"
	"fmt"

	"mdaplus/templates"
)

// verify reads everything again: every hash, every message accounted for, every chain whole.
func verify(ctx context.Context, c call) int {
	set := c.flags("verify")
	path := set.String("config", "mdaplus.yaml", "")
	if !c.onlyFlags(set) {
		return wrongCall
	}
	app, err := openForCommand(ctx, *path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	report, err := app.pipeline.Verify(ctx, func(n int) { fmt.Fprintln(c.say, templates.Text("verify.progress", "n", fmt.Sprint(n))) })
	if err != nil {
		return c.fail(err)
	}
	for _, trouble := range report.Trouble {
		fmt.Fprintln(c.out, trouble)
	}
	for _, ref := range report.Unfinished {
		fmt.Fprintln(c.out, templates.Text("verify.unfinished", "case", ref))
	}
	fmt.Fprintln(c.out, templates.Text("verify.done", "messages", fmt.Sprint(report.Messages), "cases", fmt.Sprint(report.Cases),
		"documents", fmt.Sprint(report.Documents), "orphans", fmt.Sprint(report.Orphans), "destroyed", fmt.Sprint(report.Destroyed), "trouble", fmt.Sprint(len(report.Trouble))))
	if len(report.Trouble) > 0 {
		return notDone
	}
	return done
}
