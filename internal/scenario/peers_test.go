//go:build bars

package scenario

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mdaplus/render"
)

// The same two pages in the languages of other programs: the same texts in the same order,
// with a table for the criteria. Their pages need not look alike to the millimetre.

// texts of the summary, in order.
func summaryTexts() (title string, facts [][2]string, criteria [][3]string) {
	data, _ := render.Example("intake-summary")
	s := data.(render.IntakeSummary)
	for _, f := range s.Fields {
		facts = append(facts, [2]string{f.Label, f.Value + " " + f.Text})
	}
	for _, q := range s.Missing {
		facts = append(facts, [2]string{q.Place, q.Question})
	}
	for _, c := range s.Criteria {
		criteria = append(criteria, [3]string{c.Label, c.Explanation + " " + c.Evidence, c.Value})
	}
	return "Samenvatting aanmelding " + s.Reference, facts, criteria
}

func summaryHTML() string {
	title, facts, criteria := summaryTexts()
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html><html lang=nl><meta charset=utf-8><title>%s</title><style>@page{size:A4;margin:18mm}body{font:9.2pt 'Noto Sans',sans-serif}h1{font-size:19pt}h2{color:#174e6e;border-bottom:1px solid}"+
		"td{padding:3mm;border-bottom:1px solid #ccc}</style><h1>%s</h1><h2>Kerngegevens</h2>", title, title)
	for _, f := range facts {
		fmt.Fprintf(&b, "<p><small>%s</small><br>%s</p>", html.EscapeString(f[0]), html.EscapeString(f[1]))
	}
	b.WriteString("<h2>Criteria</h2><table>")
	for i, c := range criteria {
		fmt.Fprintf(&b, "<tr><td>%d<td><b>%s</b><br>%s<td>%s", i+1, html.EscapeString(c[0]), html.EscapeString(c[1]), c[2])
	}
	b.WriteString("</table></html>")
	return b.String()
}

func summaryTypst() string {
	title, facts, criteria := summaryTexts()
	quote := func(s string) string { return strconv.Quote(s + " §") } // the sign becomes another number in each document
	var b strings.Builder
	fmt.Fprintf(&b, "#set document(title: %s)\n#set page(paper: \"a4\", margin: 18mm, footer: context [#counter(page).display(\"1 / 1\", both: true)])\n#set text(size: 9.2pt, lang: \"nl\")\n= #%s\n== Kerngegevens\n", quote(title), quote(title))
	for _, f := range facts {
		fmt.Fprintf(&b, "#text(size: 7pt)[#%s] \\\n#%s\n\n", quote(f[0]), quote(f[1]))
	}
	b.WriteString("== Criteria\n#table(columns: (8mm, 1fr, 20mm), stroke: none,\n")
	for i, c := range criteria {
		fmt.Fprintf(&b, "[%d], [#strong(%s) \\ #%s], [#%s],\n", i+1, quote(c[0]), quote(c[1]), quote(c[2]))
	}
	b.WriteString(")\n")
	return b.String()
}

const typstScript = `
const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler');
// every document has other texts: what Typst remembers of the one before would be no new document
const text = require('fs').readFileSync(process.argv[2], 'utf8');
const compiler = NodeCompiler.create();
const times = [];
for (let i = 0; i < 25; i++) {
  const began = process.hrtime.bigint();
  const pdf = compiler.pdf({ mainFileContent: text.replaceAll('§', String(1000 + i * 7)) });
  times.push(Number(process.hrtime.bigint() - began));
  if (!pdf || pdf.length < 1000) process.exit(1);
}
times.sort((a, b) => a - b);
console.log(times[Math.floor(times.length / 2)]);
`

const weasyScript = `
import sys, time, weasyprint
text = open(sys.argv[1]).read()
times = []
for i in range(8):
    began = time.monotonic_ns()
    assert len(weasyprint.HTML(string=text).write_pdf()) > 1000
    times.append(time.monotonic_ns() - began)
times.sort()
print(times[len(times) // 2])
`

// barRenderPeers makes the same pages with other programs in the same run.
func barRenderPeers(t *testing.T) {
	data := render.ExampleJSON("intake-summary")
	began, n := time.Now(), 0
	for ; time.Since(began) < 2*time.Second; n++ {
		if _, err := render.Document("intake-summary", data, render.Look{Profile: render.Profile3a}); err != nil {
			t.Fatal(err)
		}
	}
	ours := time.Since(began) / time.Duration(n)
	peers, err := filepath.Abs(filepath.Join("..", "..", "bin", "peers"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	page, typ := write("s.html", summaryHTML()), write("s.typ", summaryTypst())
	var copies []string
	for i := range 10 {
		copies = append(copies, write(fmt.Sprintf("c%d.html", i), summaryHTML()))
	}
	told := func(cmd *exec.Cmd) (time.Duration, error) {
		out, err := cmd.Output()
		if err != nil {
			return 0, err
		}
		ns, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
		return time.Duration(ns), err
	}
	took := func(files int, cmd *exec.Cmd) (time.Duration, error) {
		began := time.Now()
		err := cmd.Run()
		return time.Since(began) / time.Duration(files), err
	}
	script := write("typst.js", typstScript)
	node := exec.Command("node", script, typ)
	node.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(peers, "node_modules"))
	for _, peer := range []struct {
		name string
		run  func() (time.Duration, error)
	}{
		{"Typst, warm", func() (time.Duration, error) { return told(node) }},
		{"WeasyPrint, warm", func() (time.Duration, error) {
			return told(exec.Command(filepath.Join(peers, "py", "bin", "python"), write("w.py", weasyScript), page))
		}},
		{"LibreOffice, 10 in one call", func() (time.Duration, error) {
			return took(len(copies), exec.Command("soffice", append([]string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", filepath.Join(dir, "out")}, copies...)...))
		}},
		{"Chromium, cold", func() (time.Duration, error) {
			return took(1, exec.Command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "chromium"), "--print-to-pdf="+filepath.Join(dir, "c.pdf"), "file://"+page))
		}},
	} {
		theirs, err := peer.run()
		what := "the same two pages, against " + peer.name
		if err != nil {
			fmt.Printf("%-62s %-18s %v; not here (make peers)\n", what, "(ratio)", ours.Round(10*time.Microsecond))
			continue
		}
		fmt.Printf("%-62s %-18s %v against %v: %.1f x\n", what, "(ratio)", ours.Round(10*time.Microsecond), theirs.Round(100*time.Microsecond), float64(theirs)/float64(ours))
	}
}
