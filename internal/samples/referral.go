package samples

import (
	"fmt"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
)

// Intake is the mailbox that all samples go to.
const Intake = "aanmelden@mda.example"

var (
	municipalities = []string{"Hilversum", "Gooise Meren", "Huizen", "Blaricum", "Laren", "Wijdemeren", "Weesp"}
	families       = []string{"moeder, stiefvader, twee kinderen van 4 en 9 jaar", "vader, moeder, drie kinderen van 2, 5 en 11 jaar",
		"moeder en een baby van 8 maanden", "moeder, vader, zoon van 15 en dochter van 12 jaar"}
	roles        = []string{"Moeder", "Vader", "Kind"}
	situations   = []string{"Sinds drie jaar zijn er terugkerende meldingen van geweld tussen de ouders, waarbij de kinderen aanwezig zijn.", "Vader controleert moeder en dreigt wanneer zij wil vertrekken. De dochter slaapt slecht.", "Na de scheiding zoekt vader moeder en de kinderen steeds op."}
	explanations = []string{"De onveiligheid keert na elke rustige periode terug.", "De gezinshulp dreigt te stoppen; er is geen ingang meer.", "Er is bijna elke week een incident.",
		"Elf politiemutaties in een jaar en vijf meldingen bij VT.", "Vader is als kind uit huis geplaatst.", "Alcohol, schulden en een depressie bij moeder.",
		"Het oudste kind is bang en gaat nauwelijks naar school.", "Na twee veiligheidsplannen is er niets veranderd."}
)

// Fill gives a complete form; every n gives another family.
func Fill(n int) blank.Fill {
	letter := func(k int) string { return string(rune('A' + k%26)) }
	municipality := municipalities[n%len(municipalities)]
	f := blank.Fill{Marking: blank.Marking(n % 5), Answers: map[string]blank.Answer{}, Explanations: map[string]string{}, Fields: map[string]string{
		"referrer": fmt.Sprintf("%s.%s., procesregisseur gemeente %s, 035-%07d", letter(n), letter(n/26+7), municipality, 1234500+n%5000),
		"initials": letter(n) + "." + letter(n/26) + ".", "role": roles[n%3], "municipality": municipality,
		"family": families[n%len(families)], "same-address": []string{"Ja", "Nee"}[n%2],
		"summary": fmt.Sprintf("%s Dit is voorbeeld %d.", situations[n%len(situations)], n), "zvh": "Nee",
	}}
	for i, id := range forms.CriterionOrder {
		f.Answers[id], f.Explanations[id] = blank.Yes, explanations[i]
		if i > 2 && (n+i)%4 == 0 {
			refuse(f, id)
		}
	}
	return f
}

// refuse answers a criterion with Nee, and explains that.
func refuse(f blank.Fill, id string) {
	f.Answers[id], f.Explanations[id] = blank.No, "Daar zijn geen aanwijzingen voor."
}

// Sender is the mail address of the n-th referrer.
func Sender(n int) string { return fmt.Sprintf("verwijzer%d@gemeente%d.example", n, n%7) }

// Mail wraps a form as an attachment to the n-th referrer's mail.
func Mail(n int, docx []byte, at time.Time) Letter {
	return Letter{From: Sender(n), To: Intake, Subject: "Aanmelding MDA++", MessageID: fmt.Sprintf("<aanmelding%d@gemeente.example>", n), Date: at,
		Text: "Beste collega,\n\nBijgaand een aanmelding.\n\nMet vriendelijke groet\n", Files: []File{{Name: "Aanmeldingsformulier.docx", Type: DocxType, Data: docx}}}
}

// Kinds of bulk mail, with the outcome that each must have.
const (
	Complete      = "complete"       // filed, received
	Incomplete    = "incomplete"     // filed, questions
	NotAdmissible = "not-admissible" // filed, not-admissible
	InBody        = "in-body"        // filed, received
	AutoReply     = "auto-reply"     // ignored, no answer
	NoForm        = "no-form"        // held, unreadable
)

// Mixed gives the n-th mail of a mixed heap and its kind. Most are referrals.
func Mixed(n int, at time.Time) (raw []byte, kind string, err error) {
	fill := Fill(n)
	switch n % 10 {
	case 3:
		kind = Incomplete
		delete(fill.Answers, "intergenerational")
	case 5:
		kind = NotAdmissible
		refuse(fill, "structural-unsafety")
	case 6:
		l := Mail(n, nil, at)
		l.Files, l.Text, l.HTML = nil, blank.TextBody(forms.Version2019, fill), blank.HTMLBody(forms.Version2019, fill)
		return l.Bytes(), InBody, nil
	case 8:
		l := Mail(n, nil, at)
		l.Files, l.Subject, l.Headers = nil, "Automatisch antwoord: afwezig", [][2]string{{"Auto-Submitted", "auto-replied"}}
		return l.Bytes(), AutoReply, nil
	case 9:
		l := Mail(n, nil, at)
		l.Files, l.Text = nil, fmt.Sprintf("Goedemiddag,\n\nWanneer is het volgende overleg? Vraag %d.\n", n)
		return l.Bytes(), NoForm, nil
	default:
		kind = Complete
	}
	docx, err := blank.Docx(forms.Version2019, fill)
	return Mail(n, docx, at).Bytes(), kind, err
}
