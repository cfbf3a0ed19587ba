package templates

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryKindRenders(t *testing.T) {
	for _, e := range Examples() {
		t.Run(e.Name, func(t *testing.T) {
			mail, err := Mail(e.Kind, e.Data)
			if err != nil {
				t.Fatal(err)
			}
			for part, text := range map[string]string{"subject": mail.Subject, "text": mail.Text, "html": mail.HTML} {
				for _, wrong := range []string{"⟦", "<no value>", "{{", "::", "%!", "ZgotmplZ", "  ."} {
					if strings.Contains(text, wrong) {
						t.Errorf("%s holds %q", part, wrong)
					}
				}
				if !utf8.ValidString(text) || strings.Contains(text, "\r") {
					t.Errorf("%s is not clean text", part)
				}
			}
			if n := utf8.RuneCountInString(mail.Subject); n == 0 || n > 78 || strings.Contains(mail.Subject, "\n") {
				t.Errorf("subject of %d characters: %q", n, mail.Subject)
			}
			for line := range strings.Lines(mail.Text) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > lineWidth {
					t.Errorf("line of %d characters: %s", n, line)
				}
			}
		})
	}
}

func TestTextAndHTMLSayTheSame(t *testing.T) {
	for _, e := range Examples() {
		mail, err := Mail(e.Kind, e.Data)
		if err != nil {
			t.Fatal(err)
		}
		if text, html := words(mail.Text), words(bodyText(t, mail.HTML)); !reflect.DeepEqual(text, html) {
			t.Errorf("%s:\ntext %q\nhtml %q", e.Name, text, html)
		}
	}
}

// words leaves out what only one of the two forms needs: dashes and numbers of lists, underlining.
func words(text string) []string {
	return strings.Fields(regexp.MustCompile(`(?m)^(- |\d\. |-+$)`).ReplaceAllString(text, ""))
}

// bodyText reads the HTML with a strict parser; every element must close.
func bodyText(t *testing.T, html string) string {
	t.Helper()
	var out strings.Builder
	inBody := false
	decoder := xml.NewDecoder(strings.NewReader(html))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatalf("HTML: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inBody = inBody || token.Name.Local == "body"
			onlyInline(t, token)
		case xml.CharData:
			if inBody {
				out.Write(token)
			}
		}
	}
}

// onlyInline refuses what a mail must not carry: pictures, links, scripts, style sheets.
func onlyInline(t *testing.T, element xml.StartElement) {
	t.Helper()
	switch element.Name.Local {
	case "html", "head", "meta", "title", "body", "table", "tr", "th", "td", "div", "h2", "p", "br", "ul", "ol", "li", "strong":
	default:
		t.Errorf("element <%s> in a mail", element.Name.Local)
	}
	for _, a := range element.Attr {
		if strings.Contains(a.Value, "url(") || strings.Contains(a.Value, "//") || strings.HasPrefix(a.Name.Local, "on") {
			t.Errorf("attribute %s=%q in a mail", a.Name.Local, a.Value)
		}
	}
}

// Each field that must be filled in is left empty once: then there is no mail.
func TestAMailWithAHoleIsAnError(t *testing.T) {
	for _, e := range Examples() {
		holes := 0
		for hole := range withHoles(reflect.ValueOf(e.Data)) {
			holes++
			if mail, err := Mail(e.Kind, hole.Interface()); err == nil {
				t.Errorf("%s: no error for %+v\n%s", e.Name, hole.Interface(), mail.Text)
			}
		}
		if holes < 3 {
			t.Errorf("%s: only %d holes tried", e.Name, holes)
		}
	}
}

func TestAHoleInsideIsAnErrorToo(t *testing.T) {
	data := exampleQuestions()
	data.Items = []Item{{Place: "Gemeente", Question: " \n"}}
	if _, err := Mail("questions", data); err == nil || err.Error() != "templates: questions.Items[0].Question is empty" {
		t.Errorf("error %v", err)
	}
	data = exampleQuestions()
	data.Region.Mail = ""
	if _, err := Mail("questions", data); err == nil || err.Error() != "templates: questions.Region.Mail is empty" {
		t.Errorf("error %v", err)
	}
}

func withHoles(v reflect.Value) func(yield func(reflect.Value) bool) {
	return func(yield func(reflect.Value) bool) {
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("mail") == "optional" {
				continue
			}
			hole := reflect.New(v.Type()).Elem()
			hole.Set(v)
			hole.Field(i).SetZero()
			if !yield(hole) {
				return
			}
		}
	}
}

func TestKindAndDataBelongTogether(t *testing.T) {
	if _, err := Mail("unknown", Received{}); err == nil {
		t.Error("an unknown kind gives no error")
	}
	if _, err := Mail("received", Questions{}); err == nil {
		t.Error("the data of another kind gives no error")
	}
	if _, err := Mail("received", nil); err == nil {
		t.Error("no data gives no error")
	}
	if got, want := len(Kinds()), len(examples); got != want {
		t.Errorf("%d kinds have a file, %d have data", got, want)
	}
}

func TestUnknownCodesInAMail(t *testing.T) {
	data := NotAdmissible{exampleRegion, "MDA-2026-0007", exampleReceived, "no-such-reason", 0}
	if _, err := Mail("not-admissible", data); err == nil {
		t.Error("a reason without a sentence gives no error")
	}
	if got := Reason("no-such-reason"); !strings.Contains(got, "no-such-reason") {
		t.Errorf("Reason of an unknown code: %q", got)
	}
}

// A value cannot add a line, a block or markup to a mail.
func TestAValueStaysAValue(t *testing.T) {
	data := exampleQuestions()
	data.Items = []Item{{"Gemeente\r\nBcc: x", "Klopt <b>dit</b>?\n\n# Kop\n- nog iets {{.Region}}"}}
	mail, err := Mail("questions", data)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(mail.Text, "- Gemeente Bcc: x\n  Klopt <b>dit</b>? # Kop - nog iets {{.Region}}\n") {
		t.Errorf("text:\n%s", mail.Text)
	}
	if strings.Contains(mail.HTML, "<b>") {
		t.Errorf("html:\n%s", mail.HTML)
	}
	if !strings.Contains(data.Items[0].Question, "\n") {
		t.Error("Mail changed the data of its caller")
	}
}

func exampleQuestions() Questions {
	return Questions{exampleRegion, "MDA-2026-0007", exampleReceived, exampleTalk, "2 weken", exampleItems}
}

func ExampleMail() {
	mail, err := Mail("received", Received{
		Region:     exampleRegion,
		Reference:  "MDA-2026-0007",
		Received:   exampleReceived,
		TalkBefore: exampleTalk,
		Term:       Count(2, "week", "weken"),
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(mail.Subject + "\n\n" + mail.Text)
	// Output:
	// Uw aanmelding MDA++ is compleet (MDA-2026-0007)
	//
	// Geachte aanmelder,
	//
	// Wij hebben uw aanmelding voor MDA++ ontvangen. Het formulier is
	// compleet. De aanmelding voldoet aan de criteria voor een
	// casusselectiegesprek.
	//
	// Kenmerk:              MDA-2026-0007
	// Ontvangen:            woensdag 25 november 2026 om 10.05 uur
	// Casusselectiegesprek: uiterlijk woensdag 9 december 2026
	//
	// Wat gebeurt er nu?
	// ------------------
	//
	// De projectleider neemt contact met u op en plant het
	// casusselectiegesprek met u en met Veilig Thuis. Dat gebeurt binnen 2
	// weken na ontvangst van uw aanmelding, dus uiterlijk op woensdag 9
	// december 2026. In dat gesprek wordt besloten of de casus in MDA++ komt.
	// U hoeft nu niets te doen.
	//
	// Is er acuut gevaar? Wacht dan niet op het gesprek. Bel 112.
	//
	// Hebt u een vraag? Beantwoord deze e-mail of bel 035 000 00 00. Noem
	// daarbij het kenmerk. Schrijf geen namen, adressen of andere gegevens
	// waaraan een gezin te herkennen is.
	//
	// Met vriendelijke groet,
	//
	// Projectleider MDA++
	// Regio Gooi en Vechtstreek
	// 035 000 00 00
	// aanmelden@mda.example
	//
	// Dit is een automatisch bericht. Er staat niets in van wat u op het
	// formulier of in uw e-mail hebt geschreven.
}
