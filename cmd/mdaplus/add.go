package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"mdaplus/mailbox"
	"mdaplus/pipeline"
	"mdaplus/templates"
)

// addWait is how long add waits for the service to say what came of a file.
const addWait = 10 * time.Second

// add takes in forms by hand, the same way as a mail.
func add(ctx context.Context, c call) int {
	set := c.flags("add")
	path := set.String("config", "mdaplus.yaml", "")
	files, ok := parse(set, c.args)
	if !ok || len(files) == 0 {
		set.Usage()
		return wrongCall
	}
	app, err := openForCommand(ctx, *path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	code := done
	for _, file := range files {
		if err := app.addFile(ctx, c, file); err != nil {
			c.fail(err)
			code = notDone
		}
	}
	return code
}

func (a *app) addFile(ctx context.Context, c call, file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Size() > mailbox.MaxMessage {
		return fmt.Errorf("%s: %s", file, templates.Reason("too-large"))
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	m, err := a.pipeline.TakeIn(ctx, pipeline.Incoming{Name: filepath.Base(file), Received: time.Now(), Raw: raw})
	if err != nil {
		return err
	}
	if m.State == "decided" {
		fmt.Fprintln(c.out, templates.Text("add.known", "name", file, "number", m.Number()))
		return nil
	}
	for deadline := time.Now().Add(addWait); m.State != "decided" && time.Now().Before(deadline) && ctx.Err() == nil; sleep(ctx, 100*time.Millisecond) {
		if m, err = a.store.Message(ctx, m.ID); err != nil {
			return err
		}
	}
	if m.State != "decided" {
		fmt.Fprintln(c.out, templates.Text("add.waiting", "name", file, "number", m.Number()))
		return nil
	}
	fmt.Fprintf(c.out, "%s: %s %s %s\n", file, m.Number(), templates.Text("message-outcome."+m.Outcome), a.referencesOf(ctx, m.ID))
	return nil
}

func (a *app) referencesOf(ctx context.Context, messageID int64) string {
	cases, err := a.store.CasesOf(ctx, messageID)
	if err != nil {
		return ""
	}
	var refs []string
	for _, one := range cases {
		refs = append(refs, one.Reference)
	}
	return templates.List(refs...)
}
