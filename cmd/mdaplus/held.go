package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"mdaplus/internal/store"
	"mdaplus/templates"
)

// held is for the person who looks at what the program did not dare to decide.
func held(ctx context.Context, c call) int {
	set := c.flags("held")
	path := set.String("config", "mdaplus.yaml", "")
	out := set.String("o", "", "")
	who := set.String("by", os.Getenv("USER"), "")
	rest, ok := parse(set, c.args)
	if !ok || len(rest) == 0 {
		set.Usage()
		return wrongCall
	}
	if rest[0] == "list" && len(rest) == 1 {
		return heldList(ctx, c, *path)
	}
	if len(rest) != 2 {
		set.Usage()
		return wrongCall
	}
	id, err := messageID(rest[1])
	if err != nil {
		fmt.Fprintln(c.say, err)
		return wrongCall
	}
	switch rest[0] {
	case "show":
		return heldShow(ctx, c, *path, id, *out, *who)
	case "release":
		return heldRelease(ctx, c, *path, id, *who)
	case "return":
		return heldReturn(ctx, c, *path, id, *who)
	}
	set.Usage()
	return wrongCall
}

// messageID reads B-2026-000123 or 123.
func messageID(s string) (int64, error) {
	digits := s[strings.LastIndexByte(s, '-')+1:]
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id < 1 {
		return 0, fmt.Errorf("%s", templates.Text("held.bad-number", "number", s))
	}
	return id, nil
}

func heldList(ctx context.Context, c call, path string) int {
	s, _, err := openForReading(ctx, path)
	if err != nil {
		return c.fail(err)
	}
	defer s.Close()
	messages, err := s.Held(ctx, 1000)
	if err != nil {
		return c.fail(err)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, m := range messages {
		fmt.Fprintf(table, "%s\t%s\t%s\n", m.Number(), templates.DateTime(m.ReceivedAt), templates.Reason(m.Reason))
	}
	table.Flush()
	if len(messages) == 0 {
		fmt.Fprintln(c.say, templates.Text("held.none"))
	}
	return done
}

// heldShow tells what is known of a message, with the forms that were read in it; with -o it writes the original to a file.
func heldShow(ctx context.Context, c call, path string, id int64, out, who string) int {
	app, err := openForCommand(ctx, path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	m, err := app.store.Message(ctx, id)
	if err != nil {
		return c.fail(err)
	}
	name, raw, err := app.pipeline.Original(ctx, m)
	if err != nil {
		return c.fail(err)
	}
	if err := app.pipeline.Shown(ctx, m, who); err != nil { // before anything is shown
		return c.fail(err)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, line := range [][2]string{{"number", m.Number()}, {"received", templates.DateTime(m.ReceivedAt)}, {"size", templates.Text("held.bytes", "n", fmt.Sprint(m.Size))},
		{"outcome", templates.Text("message-outcome." + orWaiting(m))}, {"reason", reasonOf(m)}} {
		fmt.Fprintf(table, "%s\t%s\n", templates.Text("held.label-"+line[0]), line[1])
	}
	table.Flush()
	if m.State == store.MessageDecided {
		result, err := app.pipeline.Reading(ctx, m)
		if err != nil {
			return c.fail(err)
		}
		for _, f := range result.Forms {
			tellForm(c.out, f)
		}
	}
	if out == "" {
		fmt.Fprintln(c.say, templates.Text("held.show-hint", "number", m.Number()))
		return done
	}
	if err := writeOriginal(out, m, name, raw); err != nil {
		return c.fail(err)
	}
	return done
}

func reasonOf(m store.Message) string {
	if m.Reason == "" {
		return "–"
	}
	return templates.Reason(m.Reason)
}

func orWaiting(m store.Message) string {
	if m.Outcome == "" {
		return "waiting"
	}
	return m.Outcome
}

// writeOriginal never replaces a file and never trusts the name a message came with.
func writeOriginal(dir string, m store.Message, name string, raw []byte) error {
	ext := ".eml"
	if name != "" {
		ext = ".bin"
	}
	f, err := os.OpenFile(filepath.Join(dir, m.Number()+ext), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(raw); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// heldRelease: a person dealt with it; it leaves the list.
func heldRelease(ctx context.Context, c call, path string, id int64, who string) int {
	return heldDo(ctx, c, path, id, "held.released", func(app *app, m store.Message) error { return app.pipeline.Release(ctx, m, who) })
}

// heldReturn: read it once more, as after an update of the program.
func heldReturn(ctx context.Context, c call, path string, id int64, who string) int {
	return heldDo(ctx, c, path, id, "held.returned", func(app *app, m store.Message) error { return app.pipeline.Reread(ctx, m, who) })
}

func heldDo(ctx context.Context, c call, path string, id int64, said string, do func(*app, store.Message) error) int {
	app, err := openForCommand(ctx, path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	m, err := app.store.Message(ctx, id)
	if err != nil {
		return c.fail(err)
	}
	if m.Outcome != "held" || !m.ReleasedAt.IsZero() {
		fmt.Fprintln(c.say, templates.Text("held.not-held", "number", m.Number()))
		return notDone
	}
	if err := do(app, m); err != nil {
		return c.fail(err)
	}
	fmt.Fprintln(c.say, templates.Text(said, "number", m.Number()))
	return done
}
