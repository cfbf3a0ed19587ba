package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"mdaplus/forms"
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
	files, ok := parse(set, c.args)
	if *child {
		return serve(c, isSet(set, "pdf"), *cache)
	}
	if !ok || len(files) == 0 {
		set.Usage()
		return wrongCall
	}
	reading := &bench{}
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

// tell says in Dutch what a file holds, field by field, with the place of each answer.
func tell(w io.Writer, r read.Result) error {
	fmt.Fprintf(w, "%s: %s\n", r.File, templates.Text("message-outcome."+r.Message.Outcome))
	for _, reason := range r.Message.Reasons {
		fmt.Fprintf(w, "  %s\n", templates.Reason(reason.Code))
	}
	for _, f := range r.Forms {
		tellForm(w, f)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func tellForm(w io.Writer, f forms.Reading) {
	fmt.Fprintf(w, "\n  %s (%s): %s\n", f.Source, f.Version, templates.Text("outcome."+f.Outcome))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, id := range forms.FieldOrder {
		if a, ok := f.Fields[id]; ok {
			tellAnswer(table, "field."+id, a)
		}
	}
	for _, id := range forms.CriterionOrder {
		if a, ok := f.Criteria[id]; ok {
			tellAnswer(table, "criterion."+id, a.Answer)
		}
	}
	table.Flush()
	for _, reason := range f.Reasons {
		name := forms.Name(reason.Field)
		if name != "" {
			name += ": "
		}
		fmt.Fprintf(w, "    ? %s%s\n", name, reason.Text)
	}
}

func tellAnswer(w io.Writer, label string, a forms.Answer) {
	value := templates.Text("status." + string(a.Status))
	if a.Status == forms.Read {
		value = a.Value
		if templates.Has("value." + value) {
			value = templates.Text("value." + value)
		}
	}
	fmt.Fprintf(w, "    %s\t%s\t%s\n", shorten(templates.Text(label), 48), shorten(value, 60), a.Evidence)
}

func shorten(s string, most int) string {
	letters := []rune(s)
	if len(letters) <= most {
		return s
	}
	return string(letters[:most-1]) + "…"
}
