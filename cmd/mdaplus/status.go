package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strings"
	"text/tabwriter"
	"time"

	"mdaplus/internal/store"
	"mdaplus/pipeline"
	"mdaplus/pipeline/cases"
	"mdaplus/templates"
)

const queueShown = 50

// status shows the balance of today and of all days, the queue with the time left,
// and what waits for a person.
func status(ctx context.Context, c call) int {
	set := c.flags("status")
	path := set.String("config", "mdaplus.yaml", "")
	if !c.onlyFlags(set) {
		return wrongCall
	}
	s, _, err := openForReading(ctx, *path)
	if err != nil {
		return c.fail(err)
	}
	defer s.Close()
	balanced, err := showStatus(ctx, c.out, s, time.Now())
	if err != nil {
		return c.fail(err)
	}
	if !balanced {
		return notDone
	}
	return done
}

func showStatus(ctx context.Context, w io.Writer, s *store.Store, now time.Time) (balanced bool, err error) {
	year, month, day := now.In(cases.Amsterdam).Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, cases.Amsterdam)
	balanced = true
	for _, period := range []struct {
		key  string
		from time.Time
	}{{"status.today", midnight}, {"status.ever", time.Unix(0, 0)}} {
		b, err := s.Balance(ctx, period.from, now.Add(time.Hour))
		if err != nil {
			return false, err
		}
		fmt.Fprintln(w, templates.Text(period.key, "in", fmt.Sprint(b.In), "filed", fmt.Sprint(b.Filed), "ignored", fmt.Sprint(b.Ignored),
			"held", fmt.Sprint(b.Held), "waiting", fmt.Sprint(b.Waiting), "doubles", fmt.Sprint(b.Doubles)))
		if b.In != b.Filed+b.Ignored+b.Held+b.Waiting {
			balanced = false
			fmt.Fprintln(w, templates.Text("status.unbalanced"))
		}
	}
	for _, show := range []func(context.Context, io.Writer, *store.Store, time.Time) error{showQueue, showHeldCount, showOutbox, showMailbox, showArchive} {
		if err := show(ctx, w, s, now); err != nil {
			return balanced, err
		}
	}
	return balanced, nil
}

func showQueue(ctx context.Context, w io.Writer, s *store.Store, now time.Time) error {
	queue, err := s.Queue(ctx, queueShown+1)
	if err != nil {
		return err
	}
	fmt.Fprintln(w)
	if len(queue) == 0 {
		fmt.Fprintln(w, templates.Text("status.queue-empty"))
		return nil
	}
	fmt.Fprintln(w, templates.Text("status.queue"))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, c := range queue {
		if i == queueShown {
			fmt.Fprintln(table, "  "+templates.Text("status.queue-more", "n", fmt.Sprint(queueShown)))
			break
		}
		municipality := c.Municipality
		if municipality == "" {
			municipality = templates.Text("status.no-municipality")
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s (%s)\n", c.Reference, municipality, templates.Text("state."+c.State), templates.ShortDate(c.DueAt), templates.Distance(now, c.DueAt))
	}
	return table.Flush()
}

func showHeldCount(ctx context.Context, w io.Writer, s *store.Store, _ time.Time) error {
	held, err := s.Held(ctx, 1000)
	if err != nil {
		return err
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, templates.Text("status.held", "n", templates.Count(len(held), templates.Text("status.message"), templates.Text("status.messages"))))
	return nil
}

func showOutbox(ctx context.Context, w io.Writer, s *store.Store, _ time.Time) error {
	byState, err := s.OutboxBalance(ctx)
	if err != nil {
		return err
	}
	var parts []string
	for state, n := range byState {
		parts = append(parts, fmt.Sprintf("%s %d", templates.Text("mail-state."+state), n))
	}
	sort.Strings(parts)
	if len(parts) == 0 {
		parts = []string{templates.Text("status.outbox-empty")}
	}
	fmt.Fprintln(w, templates.Text("status.outbox", "states", strings.Join(parts, ", ")))
	troubled, err := s.Troubled(ctx, 20)
	for _, m := range troubled {
		fmt.Fprintf(w, "  %s  %s  %s %d %s\n", m.CreatedAt.In(cases.Amsterdam).Format("2006-01-02 15:04"), templates.Text("mail-state."+m.State), m.Kind, m.LastCode, m.Reason)
	}
	return err
}

// showArchive tells since when the whole archive was read again.
func showArchive(ctx context.Context, w io.Writer, s *store.Store, _ time.Time) error {
	looked, err := s.PartsLooked(ctx)
	if err != nil {
		return err
	}
	if len(looked) < pipeline.ArchiveParts {
		fmt.Fprintln(w, templates.Text("status.archive-part", "n", fmt.Sprint(len(looked)), "all", fmt.Sprint(pipeline.ArchiveParts)))
		return nil
	}
	oldest := slices.MinFunc(slices.Collect(maps.Values(looked)), time.Time.Compare)
	fmt.Fprintln(w, templates.Text("status.archive", "since", templates.Date(oldest)))
	return nil
}

// showMailbox tells which process reads the mailbox and how its last round went.
func showMailbox(ctx context.Context, w io.Writer, s *store.Store, now time.Time) error {
	health, err := s.MailboxHealth(ctx)
	if err != nil {
		return err
	}
	if health.Holder == "" {
		fmt.Fprintln(w, templates.Text("status.mailbox-none"))
		return nil
	}
	if health.At.IsZero() {
		fmt.Fprintln(w, templates.Text("status.mailbox-first", "state", templates.Text("mailbox-state."+health.State)))
		return nil
	}
	fmt.Fprintln(w, templates.Text("status.mailbox", "state", templates.Text("mailbox-state."+health.State), "at", templates.DateTime(health.At)))
	return nil
}
