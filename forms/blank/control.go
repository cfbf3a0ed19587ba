package blank

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mdaplus/forms"
)

// A content control is a w:sdt: w:tag names the question, w:alias says it in Dutch. Its
// text is the answer, or the prompt while w:showingPlcHdr says so.

// control writes a control round a text. kind is the element that says what it is.
func (w *writer) control(tag, alias, kind, value, prompt string) string {
	showing, content := "", run(plainRun, value)
	if value == "" {
		showing, content = `<w:showingPlcHdr/>`, run(promptRun, prompt)
	}
	return w.sdt(tag, alias, showing+kind, content)
}

func (w *writer) sdt(tag, alias, properties, content string) string {
	w.ids++
	return fmt.Sprintf(`<w:sdt><w:sdtPr><w:alias w:val="%s"/><w:tag w:val="%s"/><w:id w:val="%d"/>%s</w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>`,
		escape(alias), escape(tag), firstID+w.ids, properties, content)
}

// textControl takes words: where there is room for more than a line also paragraphs that
// were pasted, with their looks.
func (w *writer) textControl(it Item, value string) string {
	kind := `<w:text w:multiLine="1"/>`
	if it.Kind == Prose {
		kind = `<w:richText/>`
	}
	return w.control(it.ID, it.Label, kind, value, w.prompt(it))
}

// prompt is what stands where nothing was filled in.
func (w *writer) prompt(it Item) string {
	if w.fill.Stays(it) {
		return forms.Unchanged
	}
	return it.Prompt
}

// listControl offers the options; a combo box also takes what is typed. A value that a list
// does not have is written without it, as if it had been pasted.
func (w *writer) listControl(it Item, value string) string {
	kind := "dropDownList"
	if it.Kind == Combo {
		kind = "comboBox"
	}
	items, listed := "", value == "" || it.Kind == Combo
	for _, o := range it.Options {
		items += fmt.Sprintf(`<w:listItem w:displayText="%s" w:value="%s"/>`, escape(o.Text), escape(o.Text))
		listed = listed || o.Text == value
	}
	if !listed {
		return run(plainRun, value)
	}
	return w.control(it.ID, it.Label, `<w:`+kind+`>`+items+`</w:`+kind+`>`, value, w.prompt(it))
}

func (w *writer) dateControl(tag, alias, value, prompt string) string {
	full := ""
	if day, err := time.Parse(time.DateOnly, value); err == nil {
		full, value = ` w:fullDate="`+value+`T00:00:00Z"`, dutchDay(day)
	}
	return w.control(tag, alias, `<w:date`+full+`><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="nl-NL"/><w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>`, value, prompt)
}

var monthNames = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

func dutchDay(t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + monthNames[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

func dutchNumber(s string) string { return strings.Replace(s, ".", ",", 1) }

// box is a check box; what is stored and what is shown agree.
func (w *writer) box(tag, alias string, on bool) string {
	state, sign := "0", "☐"
	if on {
		state, sign = "1", "☒"
	}
	return w.sdt(tag, alias, `<w14:checkbox><w14:checked w14:val="`+state+`"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>`+
		`<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>`, run(boxRun, sign))
}

// yesNo is the pair of boxes Ja and Nee.
func (w *writer) yesNo(it Item, answer Answer) string {
	return w.box(it.ID+":yes", it.Label+": Ja", answer == Yes) + run(plainRun, " Ja     ") + w.box(it.ID+":no", it.Label+": Nee", answer == No) + run(plainRun, " Nee")
}

// tickRows gives one paragraph of boxes for each row: two columns where the options are short.
func (w *writer) tickRows(it Item) []string {
	columns := 1
	if len(it.Options) > manyOptions {
		columns = 2
	}
	depth := (len(it.Options) + columns - 1) / columns
	var out []string
	for r := range depth {
		line := ""
		for c := range columns {
			i := c*depth + r
			if i >= len(it.Options) {
				continue
			}
			if c > 0 {
				line += `<w:r><w:tab/></w:r>`
			}
			o := it.Options[i]
			line += w.box(it.ID+":"+o.Value, it.Label+": "+o.Text, ticked(w.fill.Chosen[it.ID], o.Value)) + run(plainRun, " "+o.Text)
		}
		out = append(out, line)
	}
	return out
}

// manyOptions is from how many options two columns are used.
const manyOptions = 6

func ticked(values []string, value string) bool {
	for _, v := range values {
		if v == value {
			return true
		}
	}
	return false
}

// repeated wraps rows in a section of which Word adds another at the press of a button.
func (w *writer) repeated(tag, alias string, rows []string) string {
	items := ""
	for _, r := range rows {
		w.ids++
		items += fmt.Sprintf(`<w:sdt><w:sdtPr><w:id w:val="%d"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>`, firstID+w.ids, r)
	}
	return w.sdt(tag, alias, `<w15:repeatingSection/>`, items)
}
