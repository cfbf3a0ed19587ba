package html_test

import (
	"strings"
	"testing"

	"mdaplus/forms/html"
	"mdaplus/forms/sheet"
)

// looks gives the text of a page, with marks behind the stretches that have one.
func looks(t *testing.T, page string) string {
	t.Helper()
	sh, err := html.Read([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) {
		for _, r := range p.Runs {
			b.WriteString(r.Text + marks(r))
		}
		for _, o := range p.Objects {
			b.WriteString("<" + string(o.Kind) + ">")
		}
		b.WriteString("|")
	})
	return b.String()
}

var names = []struct {
	mark sheet.Marks
	name string
}{{sheet.Struck, "s"}, {sheet.Bold, "b"}, {sheet.Underline, "u"}, {sheet.Highlighted, "h"}, {sheet.Coloured, "c"}, {sheet.Hidden, "hid"},
	{sheet.Invisible, "inv"}, {sheet.Inserted, "ins"}, {sheet.Bullet, "li"}, {sheet.Odd, "odd"}, {sheet.Placeholder, "ph"}}

func marks(r sheet.Run) string {
	var all []string
	for _, n := range names {
		if r.Marks&n.mark != 0 {
			all = append(all, n.name)
		}
	}
	switch r.Box {
	case sheet.Ticked:
		all = append(all, "on")
	case sheet.Unticked:
		all = append(all, "off")
	}
	if all == nil {
		return ""
	}
	return "{" + strings.Join(all, ",") + "}"
}

func TestLooks(t *testing.T) {
	for page, want := range map[string]string{
		`<p>Ja/ <s>Nee</s></p>`: "Ja/ Nee{s}|",
		`<p>Ja/ <span style='text-decoration:line-through'>Nee</span></p>`:                    "Ja/ Nee{s}|",
		`<p>Ja/ <span style="text-decoration-line: line-through;">Nee</span></p>`:             "Ja/ Nee{s}|",
		`<style>.c1{text-decoration:line-through}</style><p>Ja/ <i class=c1>Nee</i></p>`:      "Ja/ Nee{s}|",
		`<style>span.c2 , p.x{font-weight:700}</style><p><span class="a c2">Ja</span></p>`:    "Ja{b}|",
		`<style>p.w b{text-decoration:line-through}</style><p class=w>Ja/ <b>Nee</b></p>`:     "Ja/ Nee{s,b}|",
		`<style>#a>i{text-decoration:line-through}</style><p id=a>Ja/ <i>Nee</i></p>`:         "Ja/ Nee{s}|",
		`<style>a:hover i{text-decoration:line-through}</style><p>Ja/ Nee</p>`:                "Ja/ Nee|",
		`<style>/* x */.c1{text-decoration:line-through}/* y</style><p><a class=c1>x</a></p>`: "x{s}|",
		`<style>.h{display:none}</style><p>Ja<span class=h> nee</span></p>`:                   "Ja nee{hid}|",
		`<p>Ja<del>/ Nee</del></p>`:                                                        "Ja|",
		`<p><del>Ja/ Nee</del> <ins>Ja</ins></p>`:                                          "Ja{ins}|",
		`<p><b>Ja</b>/ Nee<o:p></o:p></p>`:                                                 "Ja{b}/ Nee|",
		`<p><span style='background:yellow;mso-highlight:yellow'>Ja</span>/ Nee</p>`:       "Ja{h}/ Nee|",
		`<div style="background:#eee"><p>Ja/ Nee</p></div>`:                                "Ja/ Nee|",
		`<p style='color:#1F497D'>Ja</p>`:                                                  "Ja{c}|",
		`<p style='color:windowtext'>Ja</p>`:                                               "Ja|",
		`<p><font color=red>Ja</font></p>`:                                                 "Ja{c}|",
		`<p><span style="color:rgb(255, 255, 255)">Ja</span></p>`:                          "Ja{inv}|",
		`<p><span style='font-family:Wingdings'>þ</span> Ja</p>`:                           "☑{on} Ja|",
		`<p><span style='font-family:Wingdings'>¨</span> Ja</p>`:                           "◻{off} Ja|",
		`<p><span style='mso-list:Ignore'>o&nbsp; </span>Ja</p>`:                           "o\u00a0{li} Ja|",
		`<p><input type=checkbox checked> Ja <input type=checkbox> Nee</p>`:                "☒{on} Ja ☐{off} Nee|",
		`<p><input value="Huizen"></p>`:                                                    "Huizen|",
		`<select><option>Ja<option selected>Nee</select>`:                                  "Nee|",
		`<select><option>Ja<option>Nee</select>`:                                           "Ja{ph}|",
		`<ul><li role=checkbox aria-checked=true>Ja<li role=checkbox>Nee</ul>`:             "☒{on}Ja|☐{off}Nee|",
		`<p>Ja <img src=x width=200></p>`:                                                  "Ja|",
		`<p>a<br>b</p>`:                                                                    "a\nb|",
		`<p>a  b	c` + "\n" + `d</p>`:                                                       "a b c d|",
		`<p style="text-transform:uppercase">a <span style="text-shadow:1px">b</span></p>`: "a b{odd}|",
		`<p>Ja<span hidden>nee</span></p>`:                                                 "Ja|",
	} {
		got := looks(t, page)
		if strings.Contains(page, "<img") {
			want = "Ja<picture>|"
		}
		if got != want {
			t.Errorf("%s\n gives %q\n want  %q", page, got, want)
		}
	}
}

func TestQuotedMail(t *testing.T) {
	for name, page := range map[string]string{
		"outlook":  `<p>nieuw</p><div id="divRplyFwdMsg"><b>Van:</b> x</div><p>oud</p>`,
		"gmail":    `<p>nieuw</p><div class="gmail_quote gmail_quote_container"><p>oud</p></div>`,
		"apple":    `<p>nieuw</p><blockquote type=cite><p>oud</p></blockquote>`,
		"header":   `<p>nieuw</p><div style='border-top:solid #E1E1E1 1.0pt'><p><b>Van:</b> A &lt;a@b.c&gt;<br><b>Verzonden:</b> maandag 2 maart 2026 10:11<br><b>Aan:</b> B<br><b>Onderwerp:</b> x</p></div><p>oud</p>`,
		"english":  `<p>nieuw</p><p>From: A<br>Sent: Monday<br>To: B<br>Subject: x</p><p>oud</p>`,
		"original": `<p>nieuw</p><p>-----Oorspronkelijk bericht-----</p><p>oud</p>`,
	} {
		now, older, err := html.Mail([]byte(page))
		if err != nil {
			t.Fatal(err)
		}
		if s := all(now); !strings.Contains(s, "nieuw") || strings.Contains(s, "oud") {
			t.Errorf("%s: now %q", name, s)
		}
		if s := all(older); !strings.Contains(s, "oud") || strings.Contains(s, "nieuw") {
			t.Errorf("%s: older %q", name, s)
		}
	}
}

func all(sh *sheet.Sheet) string {
	s := ""
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) { s += p.Text() + "\n" })
	return s
}

func TestTooLarge(t *testing.T) {
	if _, err := html.Read([]byte(strings.Repeat("<div>", 300_000))); err == nil {
		t.Error("a page without end was read")
	}
}
