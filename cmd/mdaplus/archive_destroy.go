package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"mdaplus/internal/store"
	"mdaplus/pipeline"
	"mdaplus/templates"
)

// destroyCall is how one of these commands was called: on a list or a case, by whom.
type destroyCall struct {
	path, by, reason, out string
	what                  string // number of the list, or reference of the case
}

// destroyArgs reads the call; why is what a person is told when it is wrong.
func (c call) destroyArgs(wants int) (d destroyCall, why string) {
	set := c.flags("archive")
	set.StringVar(&d.path, "config", "mdaplus.yaml", "")
	set.StringVar(&d.by, "by", "", "")
	set.StringVar(&d.reason, "reason", "", "")
	set.StringVar(&d.out, "o", "", "")
	rest, ok := parse(set, c.args)
	switch {
	case !ok || len(rest) != wants:
		return d, templates.Text("archive.which")
	case d.by == "":
		return d, templates.Text("destroy.by")
	}
	if wants > 0 {
		d.what = rest[0]
	}
	return d, ""
}

// destroyDo reads the call, opens the store, and tells what came of it.
func (c call) destroyDo(ctx context.Context, wants int, do func(*app, destroyCall) (int, error)) int {
	d, why := c.destroyArgs(wants)
	if why != "" {
		fmt.Fprintln(c.say, why)
		return wrongCall
	}
	app, err := openForCommand(ctx, d.path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	code, err := do(app, d)
	if err != nil {
		return c.failDestroy(err, d.what)
	}
	return code
}

// refusals are the texts for what the pipeline refuses.
var refusals = []struct {
	err error
	key string
}{
	{pipeline.ErrSamePerson, "destroy.same-person"}, {pipeline.ErrNotProposed, "destroy.not-proposed"}, {pipeline.ErrNotApproved, "destroy.not-approved"},
	{pipeline.ErrHeld, "destroy.held-already"}, {pipeline.ErrNotHeld, "destroy.not-held"}, {store.ErrKeyDestroyed, "destroy.closed-case"},
}

func (c call) failDestroy(err error, what string) int {
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			fmt.Fprintln(c.say, templates.Text(r.key, "list", what, "case", what))
			return notDone
		}
	}
	var early *pipeline.TooEarlyError
	if errors.As(err, &early) {
		fmt.Fprintln(c.say, templates.Text("destroy.too-early", "list", what, "from", templates.DateTime(early.Until)))
		return notDone
	}
	return c.fail(err)
}

// archivePropose lists what may be destroyed.
func archivePropose(ctx context.Context, c call) int {
	return c.destroyDo(ctx, 0, func(a *app, d destroyCall) (int, error) {
		l, err := a.pipeline.Propose(ctx, d.by)
		if errors.Is(err, pipeline.ErrNothingToDestroy) {
			fmt.Fprintln(c.say, templates.Text("destroy.none"))
			return done, nil
		}
		if err != nil {
			return notDone, err
		}
		c.tellItems(l.Items)
		fmt.Fprintln(c.out, templates.Text("destroy.proposed", "list", l.List.Reference))
		return done, nil
	})
}

// archiveApprove is the second person.
func archiveApprove(ctx context.Context, c call) int {
	return c.destroyDo(ctx, 1, func(a *app, d destroyCall) (int, error) {
		l, err := a.pipeline.Approve(ctx, d.what, d.by)
		if errors.Is(err, store.ErrNotFound) {
			fmt.Fprintln(c.say, templates.Text("destroy.no-list", "list", d.what))
			return notDone, nil
		}
		if err != nil {
			return notDone, err
		}
		c.tellItems(l.Items)
		fmt.Fprintln(c.out, templates.Text("destroy.approved", "list", l.List.Reference, "from", templates.DateTime(a.pipeline.RegretUntil(l.List))))
		return done, nil
	})
}

// archiveDestroy carries a list out and gives the certificate.
func archiveDestroy(ctx context.Context, c call) int {
	return c.destroyDo(ctx, 1, func(a *app, d destroyCall) (int, error) {
		l, err := a.pipeline.Destroy(ctx, d.what, d.by)
		if errors.Is(err, store.ErrNotFound) {
			fmt.Fprintln(c.say, templates.Text("destroy.no-list", "list", d.what))
			return notDone, nil
		}
		if err != nil {
			return notDone, err
		}
		c.tellItems(l.Items)
		fmt.Fprintln(c.out, templates.Text("destroy.certificate", "certificate", l.Certificate.Reference))
		if d.out != "" {
			if err := os.WriteFile(d.out, l.PDF, 0o600); err != nil {
				return notDone, err
			}
			fmt.Fprintln(c.out, templates.Text("destroy.written", "file", d.out))
		}
		if l.List.State != store.ListDone {
			fmt.Fprintln(c.say, templates.Text("destroy.open", "list", l.List.Reference))
		}
		if !l.Whole() {
			return notDone, nil
		}
		return done, nil
	})
}

// tellItems shows the cases of a list, and why one was not destroyed.
func (c call) tellItems(items []store.DestructionItem) {
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, templates.Text("destroy.head"))
	for _, i := range items {
		why := ""
		if i.State == store.ItemSkipped || i.State == store.ItemFailed {
			why = pipeline.WhyNot(i)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", i.Reference, i.Rule, templates.ShortDate(i.Start), templates.ShortDate(i.End), templates.Text("destroy.state-"+i.State), why)
	}
	table.Flush()
}

// archiveHold keeps a case from being destroyed.
func archiveHold(ctx context.Context, c call) int {
	return c.destroyDo(ctx, 1, func(a *app, d destroyCall) (int, error) {
		if d.reason == "" {
			fmt.Fprintln(c.say, templates.Text("destroy.reason"))
			return wrongCall, nil
		}
		return c.holdTold(d, "destroy.held", a.pipeline.Hold(ctx, d.what, d.by, d.reason))
	})
}

// archiveRelease ends that.
func archiveRelease(ctx context.Context, c call) int {
	return c.destroyDo(ctx, 1, func(a *app, d destroyCall) (int, error) {
		return c.holdTold(d, "destroy.released", a.pipeline.ReleaseHold(ctx, d.what, d.by))
	})
}

func (c call) holdTold(d destroyCall, key string, err error) (int, error) {
	if errors.Is(err, store.ErrNotFound) {
		fmt.Fprintln(c.say, templates.Text("destroy.no-case", "case", d.what))
		return notDone, nil
	}
	if err != nil {
		return notDone, err
	}
	fmt.Fprintln(c.out, templates.Text(key, "case", d.what))
	return done, nil
}
