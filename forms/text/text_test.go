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
		"no date":    "nieuw\n\nK.L. <kl@h.example> schreef:\n\nAanmeldingsformulier\noud",
		"citing":     "nieuw\n\nCiteren \"K.L.\" <kl@h.example>:\n\noud",
		"one line":   "nieuw\n\nVan: K Verzonden: maandag 2 maart 2026 Aan: Y Onderwerp: Z\n\noud",
		"date first": "nieuw\n\n2 mrt. 2026 10:11 schreef \"K.L.\" <kl@h.example>:\n\noud",
		"has":        "nieuw\n\nK.L. heeft op 2-3-2026 het volgende geschreven:\n\nAanmeldingsformulier\noud",
		"german":     "nieuw\n\nAm 02.03.2026 um 10:11 schrieb K.L. <kl@h.example>:\n\noud",
		"french":     "nieuw\n\nLe 2 mars 2026 à 10:11, K.L. <kl@h.example> a écrit :\n\noud",
		"german*":    "nieuw\n\nVon: K\nGesendet: Montag\nAn: Y\nBetreff: Z\n\noud",
		"afzender":   "nieuw\n\nAfzender: K\nDatum: 2 maart 2026\nAan: Y\nOnderwerp: Z\n\noud",
		"dashes":     "nieuw\n\n--- K.L. schreef ---\n\nBeste L.,\noud",
		"vorige":     "nieuw\n\nVorige mail:\n\nAanmeldingsformulier\noud",
		"eerder":     "nieuw\n\nEerder bericht van K.L. (2 maart 2026):\n\nAanmeldingsformulier\noud",
		"groupwise":  "nieuw\n\n>>> K.L. 2-3-2026 10:11 >>>\n\noud",
		"no time":    "nieuw\n\nOn 2 Mar 2026, K.L. wrote:\n\noud",
		"no address": "nieuw\n\nOp 02-03-2026 om 10:11 schreef K.L.:\n\noud",
		"spaced":     "nieuw\n\nVan: K.L.\n\nVerzonden: maandag 2 maart 2026\n\nAan: Y\n\nOnderwerp: Z\n\noud",
		"forwarded2": "nieuw\nBegin doorgestuurd bericht:\n",
	} {
		now, older := text.Mail(mail)
		if s := all(now); !strings.Contains(s, "nieuw") || strings.Contains(s, "oud") {
			t.Errorf("%s: now %q", name, s)
		}
		if s := all(older); strings.Contains(s, "nieuw") || strings.Contains("\n"+s, "\n>") {
			t.Errorf("%s: older %q", name, s)
		}
	}
}

func TestNoHistory(t *testing.T) {
	for _, mail := range []string{
		"Van: moeder komt weinig informatie.\nDe rest volgt.", "Op school gaat het niet goed: vader komt niet.", "Op 3 mei schreef vader een brief over het gezin.",
		"Gemeente: Huizen\nAan: niemand", "On hold", "Moeder schreef:\nik ben bang", "Contact per mail (a@b.example):\nK.L.", "aantal mutaties:\n> 10 dit jaar\nveel dus",
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
