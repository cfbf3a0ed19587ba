// Command mdaplus takes referral forms out of a mailbox, reads and checks them,
// files them as cases with deadlines, and answers. One file per command; app.go is
// the one place where the parts are joined.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"mdaplus/templates"
)

// Exit statuses (contracts.md).
const (
	done      = 0 // the whole job was done
	notDone   = 1 // something was not
	wrongCall = 2 // the call was wrong
)

// command is one thing the program does. Its help text is templates/help/<name>.txt.
type command struct {
	name string
	run  func(ctx context.Context, call call) int
}

// call is how a command was called: data go to out, messages for people to say.
type call struct {
	args []string
	in   io.Reader
	out  io.Writer
	say  io.Writer
}

var commands = []command{
	{"demo", demo},
	{"run", run},
	{"read", readFiles},
	{"render", renderDocument},
	{"forms", writeForms},
	{"add", add},
	{"held", held},
	{"status", status},
	{"doctor", doctor},
	{"verify", verify},
	{"archive", archiveCommand},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := dispatch(ctx, call{args: os.Args[1:], in: os.Stdin, out: os.Stdout, say: os.Stderr})
	stop()
	os.Exit(code)
}

func dispatch(ctx context.Context, c call) int {
	if len(c.args) == 0 {
		usage(c.say)
		return wrongCall
	}
	name := c.args[0]
	if name == "help" || name == "--help" || name == "-h" {
		return help(c)
	}
	if name == "version" || name == "--version" {
		fmt.Fprintln(c.out, program())
		return done
	}
	for _, cmd := range commands {
		if cmd.name == name {
			c.args = c.args[1:]
			return cmd.run(ctx, c)
		}
	}
	fmt.Fprintln(c.say, templates.Text("command.unknown", "name", name))
	usage(c.say)
	return wrongCall
}

func usage(w io.Writer) {
	fmt.Fprintf(w, "%s\n\n%s\n\n", templates.Text("command.usage"), templates.Text("command.how"))
	for _, cmd := range commands {
		fmt.Fprintf(w, "  %-8s %s\n", cmd.name, templates.Text("command."+cmd.name+".short"))
	}
	fmt.Fprintf(w, "\n%s\n", templates.Text("command.more"))
}

func help(c call) int {
	if len(c.args) < 2 {
		usage(c.out)
		return done
	}
	text, ok := templates.Help(c.args[1])
	if !ok {
		fmt.Fprintln(c.say, templates.Text("command.unknown", "name", c.args[1]))
		return wrongCall
	}
	fmt.Fprint(c.out, text)
	return done
}

// flags makes a flag set whose mistakes are told with the command's own help.
func (c call) flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(c.say)
	set.Usage = func() {
		text, _ := templates.Help(name)
		fmt.Fprint(c.say, text)
	}
	return set
}

// parse reads the flags wherever they stand among the other arguments, and gives the others.
func parse(set *flag.FlagSet, args []string) (rest []string, ok bool) {
	for {
		if err := set.Parse(args); err != nil {
			return nil, false
		}
		if set.NArg() == 0 {
			return rest, true
		}
		rest = append(rest, set.Arg(0))
		args = set.Args()[1:]
	}
}

// onlyFlags reads the flags of a command that takes nothing else.
func (c call) onlyFlags(set *flag.FlagSet) bool {
	rest, ok := parse(set, c.args)
	if ok && len(rest) > 0 {
		fmt.Fprintln(c.say, templates.Text("command.surplus", "argument", rest[0]))
		set.Usage()
	}
	return ok && len(rest) == 0
}

// fail tells what went wrong and gives the exit status for it.
func (c call) fail(err error) int {
	if errors.Is(err, context.Canceled) {
		return notDone
	}
	fmt.Fprintln(c.say, "mdaplus:", err)
	return notDone
}

// program names this program and its version.
func program() string {
	version := "dev"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				version = s.Value[:12]
			}
		}
	}
	return "mdaplus " + version
}
