package samples

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"mdaplus/forms"
	"mdaplus/forms/blank"
	"mdaplus/render"
)

// Sample is one mail of the demo.
type Sample struct {
	Name    string // in Dutch, as the demo's table shows it
	Outcome string // that it must have: filed, ignored, held
	Raw     []byte
	// Answers names the sample whose questions this one answers; its Raw is then nil
	// and made by Reply when the questions are known.
	Answers string
	Reply   func(questionsID string) []byte
	// About names the sample whose case this one is about; it is made by Follow when the
	// reference of that case is known.
	About  string
	Follow func(reference string) []byte
}

// maker collects samples and the first error.
type maker struct {
	at  time.Time
	all []Sample
	err error
}

func (m *maker) docx(version string, f blank.Fill) []byte {
	data, err := blank.Docx(version, f)
	if err != nil && m.err == nil {
		m.err = err
	}
	return data
}

// pdf is the fillable PDF form, filled in.
func (m *maker) pdf(version string, f blank.Fill) []byte {
	layout, err := blank.LayoutOf(forms.Referral.Form, version, blank.GooiEnVechtstreek)
	var data []byte
	if err == nil {
		data, err = render.BlankForm(layout, f, render.Look{})
	}
	if err != nil && m.err == nil {
		m.err = err
	}
	return data
}

func (m *maker) add(name, outcome string, l Letter) {
	m.all = append(m.all, Sample{Name: name, Outcome: outcome, Raw: l.Bytes()})
}

// mail gives the next referrer's mail with a form attached.
func (m *maker) mail(version string, f blank.Fill) Letter {
	n := 900 + len(m.all)
	return Mail(n, m.docx(version, f), m.at.Add(time.Duration(len(m.all))*time.Minute))
}

// letter gives the next sender's mail without attachments.
func (m *maker) letter(subject, text string, headers ...[2]string) Letter {
	l := m.mail(forms.Version2019, Fill(0))
	l.Files, l.Subject, l.Text, l.Headers = nil, subject, text, headers
	return l
}

// Demo gives the mails of the demo, one of every kind that an intake mailbox sees.
func Demo(at time.Time) ([]Sample, error) {
	m := &maker{at: at}
	m.forms()
	m.papers()
	m.repeats()
	m.noise()
	m.troubles()
	return m.all, m.err
}

func with(n int, marking blank.Marking, change func(*blank.Fill)) blank.Fill {
	f := Fill(n)
	f.Marking = marking
	if change != nil {
		change(&f)
	}
	return f
}

func (m *maker) forms() {
	m.add("Compleet, Nee doorgehaald", "filed", m.mail(forms.Version2019, with(1, blank.Struck, nil)))
	m.add("Compleet, vakjes aangevinkt", "filed", m.mail(forms.Version2019, with(2, blank.Boxes, nil)))
	m.add("Compleet, vet gemaakt, nieuwere versie", "filed", m.mail(forms.Version2020, with(3, blank.Bold, nil)))
	m.add("Genummerd van 2 tot 9", "filed", m.mail(forms.Version2019Numbered, with(4, blank.Highlighted, nil)))

	filled := m.mail(forms.Version2019, Fill(0))
	filled.Files = []File{{Name: "Aanmeldingsformulier.pdf", Type: PDFType, Data: m.pdf(forms.Version2020, with(13, blank.Boxes, nil))}}
	m.add("Ingevuld PDF-formulier", "filed", filled)

	body := m.letter("Aanmelding in de mail zelf", "")
	body.Text, body.HTML = blank.TextBody(forms.Version2019, with(5, blank.Struck, nil)), blank.HTMLBody(forms.Version2019, with(5, blank.Struck, nil))
	m.add("Formulier in de mail zelf", "filed", body)

	m.add("Twee antwoorden ontbreken", "filed", m.mail(forms.Version2019, with(6, blank.Typed, func(f *blank.Fill) {
		delete(f.Answers, "intergenerational")
		delete(f.Answers, "high-risk")
	})))
	questions, number := m.all[len(m.all)-1], len(m.all)-1
	m.add("Dorp in plaats van gemeente", "filed", m.mail(forms.Version2019, with(7, blank.Struck, func(f *blank.Fill) { f.Fields["municipality"] = "Loosdrecht" })))
	m.add("Geen structurele onveiligheid", "filed", m.mail(forms.Version2019, with(8, blank.Struck, func(f *blank.Fill) { refuse(*f, "structural-unsafety") })))

	two := m.mail(forms.Version2019, with(9, blank.Struck, nil))
	two.Files = append(two.Files, File{Name: "Tweede gezin.docx", Type: DocxType, Data: m.docx(forms.Version2019, with(10, blank.Boxes, nil))})
	m.add("Twee gezinnen in één mail", "filed", two)

	m.add("Eén antwoord ontbreekt", "filed", m.mail(forms.Version2019, with(14, blank.Struck, func(f *blank.Fill) { delete(f.Answers, "intergenerational") })))
	m.inWords(m.all[len(m.all)-1].Name, 900+len(m.all)-1)
	n := number // the mail with questions was sent by this referrer
	m.all = append(m.all, Sample{Name: "Antwoord op onze vragen", Outcome: "filed", Answers: questions.Name, Reply: func(id string) []byte {
		l := Mail(900+n, m.docx(forms.Version2019, with(6, blank.Typed, nil)), m.at.Add(time.Hour))
		l.MessageID, l.InReplyTo, l.Subject = "<verbeterd@gemeente.example>", id, "Re: vragen over uw aanmelding"
		return l.Bytes()
	}})
}

// inWords answers the one question about a sample with one word.
func (m *maker) inWords(about string, sender int) {
	m.all = append(m.all, Sample{Name: "Antwoord in één woord", Outcome: "filed", Answers: about, Reply: func(id string) []byte {
		l := Letter{From: Sender(sender), To: Intake, Subject: "Re: vragen over uw aanmelding", Text: "Goedemiddag,\n\nJa.\n\nMet vriendelijke groet\n",
			MessageID: "<inwoorden@gemeente.example>", InReplyTo: id, Date: m.at.Add(time.Hour)}
		return l.Bytes()
	}})
}

// papers are a plan of the first case, and a newer one with the registration for the expert
// meeting.
func (m *maker) papers() {
	about := m.all[0].Name
	follow := func(name string, files func(reference string) []File) {
		n := len(m.all)
		m.all = append(m.all, Sample{Name: name, Outcome: "filed", About: about, Follow: func(reference string) []byte {
			return Letter{From: Coordinator, To: Intake, Subject: name + " " + reference, Text: "Zie de bijlage.\n\nGroet, K.L.\n", Files: files(reference),
				MessageID: fmt.Sprintf("<stukken%d@hilversum.example>", n), Date: m.at.Add(time.Duration(n) * time.Minute)}.Bytes()
		}})
	}
	follow("TOP 3 Veiligheidsplan van de coördinator", func(reference string) []File {
		return []File{{Name: "TOP 3 Veiligheidsplan.docx", Type: DocxType, Data: m.paper(forms.SafetyPlan.Form, plan(reference, 1, m.at))}}
	})
	follow("Aanmelding voor het expertoverleg, met een nieuw plan", func(reference string) []File {
		return []File{{Name: "Aanmelding expertoverleg.docx", Type: DocxType, Data: m.paper(forms.MeetingRegistration.Form, registration(reference, 2, m.at))},
			{Name: "TOP 3 Veiligheidsplan 2.docx", Type: DocxType, Data: m.paper(forms.SafetyPlan.Form, plan(reference, 2, m.at))}}
	})
}

func (m *maker) repeats() {
	first := m.all[0]
	m.all = append(m.all, Sample{Name: "Dezelfde mail nog een keer bezorgd", Outcome: "filed", Raw: first.Raw})
	m.add("Hetzelfde formulier van een collega", "filed", m.mail(forms.Version2019, with(2, blank.Boxes, nil)))
	inner := m.mail(forms.Version2019, with(11, blank.Struck, nil))
	forwarded := m.letter("Doorgestuurd: aanmelding", "Zie de bijlage, deze kwam bij mij binnen.\n")
	forwarded.Files = []File{{Type: MailType, Data: inner.Bytes()}}
	m.add("Doorgestuurd als bijlage", "filed", forwarded)
}

func (m *maker) noise() {
	m.add("Afwezigheidsmelding", "ignored", m.letter("Automatisch antwoord: Aanmelding", "Ik ben er maandag weer.\n", [2]string{"Auto-Submitted", "auto-replied"}))
	m.add("Nieuwsbrief", "ignored", m.letter("Nieuws uit de regio", "Deze week in het nieuws.\n", [2]string{"List-Unsubscribe", "<mailto:af@nieuws.example>"}, [2]string{"Precedence", "bulk"}))
	m.add("Vraag zonder formulier", "held", m.letter("Vraag", "Goedemiddag,\n\nWanneer is het volgende overleg?\n"))
	m.add("Bericht van beveiligde mail", "held", m.letter("U heeft een beveiligd bericht", "Er staat een beveiligd bericht voor u klaar. Klik op de link om het te lezen:\nhttps://veilig.example/bericht/1\n"))
}

func (m *maker) troubles() {
	whole := m.docx(forms.Version2019, with(12, blank.Struck, nil))
	attach := func(name, file, mediaType string, data []byte) {
		l := m.mail(forms.Version2019, Fill(0))
		l.Files = []File{{Name: file, Type: mediaType, Data: data}}
		m.add(name, "held", l)
	}
	attach("Word-bestand is half overgekomen", "Aanmeldingsformulier.docx", DocxType, whole[:len(whole)*2/3])
	attach("Word-bestand met een wachtwoord", "Aanmeldingsformulier.docx", DocxType, encrypted())
	attach("PDF die beschadigd is", "Aanmeldingsformulier.pdf", PDFType, []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"))
	attach("Vijandig: een bom in een Word-bestand", "Aanmeldingsformulier.docx", DocxType, m.bomb())
	attach("Vijandig: een programma als bijlage", "../../Aanmelding\u202excod.exe", "application/octet-stream", append([]byte("MZ"), make([]byte, 200)...))
}

// encrypted is the beginning of what Word writes for a document with a password: a
// compound file with a stream EncryptedPackage.
func encrypted() []byte {
	data := make([]byte, 4096)
	copy(data, []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1})
	for i, r := range "EncryptedPackage" {
		data[2048+2*i] = byte(r)
	}
	return data
}

// bomb is a small file that unpacks to 160 MB.
func (m *maker) bomb() []byte {
	const blocks, block = 160, 1 << 20
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		w, err := z.Create(name)
		if err != nil && m.err == nil {
			m.err = err
		}
		fmt.Fprint(w, "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">")
		for range blocks / 2 {
			w.Write(make([]byte, block))
		}
	}
	z.Close()
	return b.Bytes()
}
