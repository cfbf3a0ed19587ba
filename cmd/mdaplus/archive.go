package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"mdaplus/internal/bagit"
	"mdaplus/internal/mdto"
	"mdaplus/pipeline"
	"mdaplus/pipeline/cases"
	"mdaplus/templates"
)

// archiveCommands are what can be done with what is kept.
var archiveCommands = map[string]func(context.Context, call) int{
	"list": archiveList, "export": archiveExport, "check": archiveCheck, "import-check": archiveImportCheck,
	"propose": archivePropose, "approve": archiveApprove, "destroy": archiveDestroy, "hold": archiveHold, "release": archiveRelease,
}

// archiveCommand leads to one of them.
func archiveCommand(ctx context.Context, c call) int {
	if len(c.args) == 0 {
		fmt.Fprintln(c.say, templates.Text("archive.which"))
		return wrongCall
	}
	do, ok := archiveCommands[c.args[0]]
	if !ok {
		fmt.Fprintln(c.say, templates.Text("archive.which"))
		return wrongCall
	}
	c.args = c.args[1:]
	return do(ctx, c)
}

// archiveList tells of every case how long it is kept, and why.
func archiveList(ctx context.Context, c call) int {
	set := c.flags("archive")
	path := set.String("config", "mdaplus.yaml", "")
	if !c.onlyFlags(set) {
		return wrongCall
	}
	app, err := openForCommand(ctx, *path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, templates.Text("archive.head"))
	err = app.pipeline.EachKept(ctx, func(k pipeline.Kept) error {
		until, why := kept(k)
		_, err := fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\n", k.Case.Reference, k.Documents, shortDate(k.Last), until, why)
		return err
	})
	if err == nil {
		err = table.Flush()
	}
	if err != nil {
		return c.fail(err)
	}
	return done
}

func shortDate(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return templates.ShortDate(t)
}

// kept says until when a case is kept, and by which rule.
func kept(k pipeline.Kept) (until, why string) {
	switch {
	case k.FilesLeft:
		return templates.Text("destroy.state-destroying"), ""
	case k.Destroyed:
		return templates.Text("archive.destroyed"), ""
	case k.HeldBy != "":
		return templates.Text("archive.held"), k.HeldBy + ": " + k.HeldFor
	case !k.Ruled:
		return templates.Text("archive.no-rule"), ""
	case k.Retention.Rule.Valuation == cases.Keep:
		return templates.Text("archive.for-ever"), k.Retention.Rule.Number
	}
	return shortDate(k.Retention.End), k.Retention.Rule.Number + ": " + k.Retention.Rule.Ground
}

// archiveExport writes a case as a bag, or as a plain tree.
func archiveExport(ctx context.Context, c call) int {
	set := c.flags("archive")
	path := set.String("config", "mdaplus.yaml", "")
	dir := set.String("o", "", "")
	tree := set.Bool("tree", false, "")
	refs, ok := parse(set, c.args)
	if !ok || len(refs) == 0 || *dir == "" {
		fmt.Fprintln(c.say, templates.Text("archive.which"))
		return wrongCall
	}
	app, err := openForCommand(ctx, *path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	if err := os.MkdirAll(*dir, 0o700); err != nil {
		return c.fail(err)
	}
	code := done
	for _, ref := range refs {
		if err := app.export(ctx, ref, *dir, *tree); err != nil {
			fmt.Fprintln(c.say, templates.Text("archive.export-failed", "case", ref, "error", err.Error()))
			code = notDone
			continue
		}
		fmt.Fprintln(c.out, templates.Text("archive.exported", "case", ref, "dir", filepath.Join(*dir, ref)))
	}
	return code
}

func (a *app) export(ctx context.Context, ref, dir string, tree bool) error {
	d, err := a.pipeline.Export(ctx, ref)
	if err != nil {
		return err
	}
	if tree {
		err = bagit.WriteTree(dir, d.Reference, d.Files)
	} else {
		err = bagit.Write(filepath.Join(dir, d.Reference), d.Info, d.Files)
	}
	if err != nil {
		return err
	}
	return a.pipeline.Exported(ctx, ref)
}

// archiveCheck reads everything that is kept again.
func archiveCheck(ctx context.Context, c call) int {
	set := c.flags("archive")
	path := set.String("config", "mdaplus.yaml", "")
	if !c.onlyFlags(set) {
		return wrongCall
	}
	app, err := openForCommand(ctx, *path)
	if err != nil {
		return c.fail(err)
	}
	defer app.Close()
	damaged, err := app.pipeline.Damaged(ctx, func(string) bool { return true })
	if err != nil {
		return c.fail(err)
	}
	if err := app.pipeline.WriteManifest(ctx); err != nil {
		return c.fail(err)
	}
	for _, name := range damaged {
		fmt.Fprintln(c.out, templates.Text("archive.damaged", "object", name))
	}
	fmt.Fprintln(c.out, templates.Text("archive.checked", "n", fmt.Sprint(len(damaged))))
	if len(damaged) > 0 {
		return notDone
	}
	return done
}

// archiveImportCheck looks whether what was exported is whole: as whoever takes it in will.
func archiveImportCheck(_ context.Context, c call) int {
	if len(c.args) != 1 {
		fmt.Fprintln(c.say, templates.Text("archive.which"))
		return wrongCall
	}
	wrong, err := importCheck(c.args[0])
	if err != nil {
		return c.fail(err)
	}
	for _, w := range wrong {
		fmt.Fprintln(c.out, w)
	}
	fmt.Fprintln(c.out, templates.Text("archive.import-checked", "n", fmt.Sprint(len(wrong))))
	if len(wrong) > 0 {
		return notDone
	}
	return done
}

const (
	aboutFile   = ".bestand.mdto.xml"
	aboutObject = ".mdto.xml"
)

// importCheck compares every file with its metadata, and a bag with its lists.
func importCheck(dir string) (wrong []string, err error) {
	root := dir
	if _, err := os.Stat(filepath.Join(dir, "bagit.txt")); err == nil {
		if wrong, err = bagit.Check(dir); err != nil {
			return nil, err
		}
		root = filepath.Join(dir, "data")
	}
	files := map[string][]byte{}
	err = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err == nil && len(files) == 0 {
		wrong = append(wrong, "there are no files")
	}
	for path, data := range files {
		if strings.HasSuffix(path, aboutObject) {
			continue
		}
		if fault := matches(files[path+aboutFile], data); fault != "" {
			wrong = append(wrong, filepath.Base(path)+": "+fault)
		}
	}
	return wrong, err
}

// matches says what is wrong between a file and its metadata.
func matches(about, data []byte) string {
	if about == nil {
		return "no metadata beside it"
	}
	f, err := mdto.ReadFile(about)
	switch {
	case err != nil:
		return err.Error()
	case f.Size != int64(len(data)):
		return "another size than its metadata say"
	case f.SHA256() != bagit.SHA256(data):
		return "another checksum than its metadata say"
	}
	return ""
}
