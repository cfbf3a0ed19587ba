package text_test

import (
	"strings"
	"testing"

	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

func all(sh *sheet.Sheet) string {
	s := ""
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) { s += p.Text() + "\n" })
	return s
}

func TestQuotedMail(t *testing.T) {
	for name, mail := range map[string]string{
		"signs":      "nieuw\n> oud\n> oud",
		"nested":     "nieuw\n> > oud",
		"outlook":    "nieuw\n\nVan: a@b.c\nVerzonden: maandag 2 maart 2026 10:11\nAan: b\nOnderwerp: x\n\noud",
		"outlook*":   "nieuw\n\n*Van:* a@b.c\n*Verzonden:* maandag\n*Aan:* b\n\noud",
		"english":    "nieuw\n\nFrom: a\nSent: Monday\nTo: b\nSubject: x\n\noud",
		"gmail":      "nieuw\n\nOp ma 2 mrt 2026 om 10:11 schreef A <a@b.c>:\n\noud",
		"wrapped":    "nieuw\n\nOp ma 2 mrt 2026 om 10:11 schreef A\n<a@b.c>:\n\noud",
		"apple":      "nieuw\n\nOp 2 mrt 2026, om 10:11 heeft A <a@b.c> het volgende geschreven:\n\noud",
		"gmail-en":   "nieuw\n\nOn Mon, Mar 2, 2026 at 10:11 AM A <a@b.c> wrote:\noud",
		"original":   "nieuw\n-----Oorspronkelijk bericht-----\noud",
		"forwarded":  "nieuw\n---------- Forwarded message ---------\noud",
		"windows":    "nieuw\r\n> oud\r\n",
		"forwarded2": "nieuw\nBegin doorgestuurd bericht:\n",
	} {
		now, older := text.Mail(mail)
		if s := all(now); !strings.Contains(s, "nieuw") || strings.Contains(s, "oud") {
			t.Errorf("%s: now %q", name, s)
		}
		if s := all(older); strings.Contains(s, "nieuw") || strings.Contains(s, ">") && name != "gmail" && name != "wrapped" && name != "apple" && name != "gmail-en" {
			t.Errorf("%s: older %q", name, s)
		}
	}
}

func TestNoHistory(t *testing.T) {
	for _, mail := range []string{
		"Van: moeder komt weinig informatie.\nDe rest volgt.", "Op school gaat het niet goed: vader komt niet.", "Op 3 mei schreef vader een brief over het gezin.",
		"Gemeente: Huizen\nAan: niemand", "On hold",
	} {
		now, _ := text.Mail(mail)
		if got := strings.TrimSpace(all(now)); got != mail {
			t.Errorf("%q became %q", mail, got)
		}
	}
}

func TestBoxesAreRunsOfTheirOwn(t *testing.T) {
	sh := text.Read("☒ Ja ☐ Nee")
	runs := sh.Blocks[0].Paragraph.Runs
	if len(runs) != 4 || runs[0].Box != sheet.Ticked || runs[2].Box != sheet.Unticked {
		t.Errorf("%+v", runs)
	}
}
