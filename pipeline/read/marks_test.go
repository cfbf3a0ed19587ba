package read

import (
	"fmt"
	"strings"
	"testing"

	"mdaplus/forms"
)

// looksLike is one way in which a word can look, as three formats write it. The words of
// RTF stand before the text in a group, those of OpenDocument in a style.
type looksLike struct{ name, word, odf, rtf string }

var lookalikes = []looksLike{
	{"plain", ``, ``, ``},
	{"struck", `<w:strike/>`, `style:text-line-through-style="solid"`, `\strike`},
	{"struck twice", `<w:dstrike/>`, `style:text-line-through-type="double"`, `\striked1`},
	{"not struck", `<w:strike w:val="0"/>`, `style:text-line-through-style="none"`, `\strike0`},
	{"bold", `<w:b/>`, `fo:font-weight="bold"`, `\b`},
	{"italic", `<w:i/>`, `fo:font-style="italic"`, `\i`},
	{"underlined", `<w:u w:val="single"/>`, `style:text-underline-style="solid"`, `\ul`},
	{"highlighted", `<w:highlight w:val="yellow"/>`, `fo:background-color="#ffff00"`, `\highlight2`},
	{"red", `<w:color w:val="FF0000"/>`, `fo:color="#ff0000"`, `\cf3`},
	{"grey", `<w:color w:val="D9D9D9"/>`, `fo:color="#d9d9d9"`, `\cf4`},
	{"white", `<w:color w:val="FFFFFF"/>`, `fo:color="#ffffff"`, `\cf5`},
	{"black", `<w:color w:val="000000"/>`, `fo:color="#000000"`, `\cf1`},
	{"hidden", `<w:vanish/>`, `text:display="none"`, `\v`},
	{"framed", `<w:bdr w:val="single"/>`, `fo:border="0.5pt solid #000000"`, `\chbrdr\brdrs\brdrw10`},
	{"raised", `<w:vertAlign w:val="superscript"/>`, `style:text-position="super 58%"`, `\super`},
	{"capitals", `<w:caps/>`, `fo:text-transform="uppercase"`, `\caps`},
	{"large", `<w:sz w:val="40"/>`, `fo:font-size="20pt"`, `\fs40`},
	{"struck and bold", `<w:strike/><w:b/>`, `style:text-line-through-style="solid" fo:font-weight="bold"`, `\strike\b`},
	{"struck and highlighted", `<w:strike/><w:highlight w:val="yellow"/>`, `style:text-line-through-style="solid" fo:background-color="#ffff00"`, `\strike\highlight2`},
	{"deleted", "del", "del", `\deleted`},
	{"inserted", "ins", "ins", `\revised`},
}

// piece3 is a word in one of the looks.
type piece3 struct {
	text  string
	looks int
}

func asWord(pieces []piece3) string {
	out := ""
	for _, p := range pieces {
		switch l := lookalikes[p.looks]; l.word {
		case "del":
			out += del(p.text)
		case "ins":
			out += ins(t_(p.text))
		default:
			out += run(l.word, p.text)
		}
	}
	return out
}

func asODF(pieces []piece3) string {
	out := ""
	for _, p := range pieces {
		text := strings.ReplaceAll(p.text, " ", "<text:s/>")
		switch lookalikes[p.looks].odf {
		case "del":
			out += `<text:change text:change-id="del"/>`
		case "ins":
			out += `<text:change-start text:change-id="ins"/>` + text + `<text:change-end text:change-id="ins"/>`
		default:
			out += fmt.Sprintf(`<text:span text:style-name="L%d">%s</text:span>`, p.looks, text)
		}
	}
	return out
}

func asRTF(pieces []piece3) string {
	out := ""
	for _, p := range pieces {
		out += "{" + strings.TrimLeft(lookalikes[p.looks].rtf+" ", " ") + p.text + "}"
	}
	return out
}

// odfForm, rtfForm8 and wordForm give the form of eight criteria with these answers.
func odfForm(answers []string) []byte {
	const oasis = "urn:oasis:names:tc:opendocument:xmlns:"
	var b strings.Builder
	fmt.Fprintf(&b, `<office:document xmlns:office="%soffice:1.0" xmlns:text="%stext:1.0" xmlns:style="%sstyle:1.0" xmlns:table="%stable:1.0" xmlns:fo="%sxsl-fo-compatible:1.0"><office:automatic-styles>`, oasis, oasis, oasis, oasis, oasis)
	for i, l := range lookalikes {
		if l.odf != "del" && l.odf != "ins" {
			fmt.Fprintf(&b, `<style:style style:name="L%d" style:family="text"><style:text-properties %s/></style:style>`, i, l.odf)
		}
	}
	b.WriteString(`</office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region text:id="del"><text:deletion><text:p>x</text:p></text:deletion></text:changed-region>` +
		`<text:changed-region text:id="ins"><text:insertion/></text:changed-region></text:tracked-changes><table:table>`)
	for i, id := range forms.CriteriaOf(forms.Version2019) {
		fmt.Fprintf(&b, `<table:table-row><table:table-cell><text:p>%d</text:p></table:table-cell><table:table-cell><text:p>%s</text:p><text:p>toelichting:</text:p></table:table-cell><table:table-cell><text:p>%s</text:p></table:table-cell></table:table-row>`, i+1, criterionName(id), answers[i])
	}
	return []byte(b.String() + `</table:table></office:text></office:body></office:document>`)
}

func rtfForm8(answers []string) []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi{\colortbl;\red0\green0\blue0;\red255\green255\blue0;\red255\green0\blue0;\red217\green217\blue217;\red255\green255\blue255;}`)
	for i, id := range forms.CriteriaOf(forms.Version2019) {
		fmt.Fprintf(&b, `\trowd\cellx500\cellx7000\cellx9000\pard\intbl %d\cell %s\par toelichting:\cell %s\cell\row`, i+1, criterionName(id), answers[i])
	}
	return []byte(b.String() + `\pard\par}`)
}

func wordForm(answers []string) []byte {
	var b strings.Builder
	b.WriteString(`<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/_rels/.rels"><pkg:xmlData><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r" Type="x/officeDocument" Target="d.xml"/></Relationships></pkg:xmlData></pkg:part><pkg:part pkg:name="/d.xml"><pkg:xmlData><w:document ` + namespaces + `><w:body><w:tbl>`)
	for i, id := range forms.CriteriaOf(forms.Version2019) {
		b.WriteString(`<w:tr><w:tc>` + p(t_(fmt.Sprint(i+1))) + `</w:tc><w:tc>` + p(t_(criterionName(id))) + p(t_("toelichting:")) + `</w:tc><w:tc>` + p(answers[i]) + `</w:tc></w:tr>`)
	}
	return []byte(b.String() + `</w:tbl></w:body></w:document></pkg:xmlData></pkg:part></pkg:package>`)
}

func criterionName(id string) string {
	for _, c := range forms.Referral.Criteria {
		if c.ID == id {
			return c.Labels[0]
		}
	}
	return id
}

// TestSameMarksInEveryFormat gives every pair of looks to Ja and Nee, in the printed answer
// and with a word typed behind it: the three readers must come to the same answer.
func TestSameMarksInEveryFormat(t *testing.T) {
	var all [][]piece3
	for ja := range lookalikes {
		for nee := range lookalikes {
			all = append(all, []piece3{{"Ja", ja}, {"/ ", 0}, {"Nee", nee}})
			if (ja+nee)%3 == 0 {
				all = append(all, []piece3{{"Ja", ja}, {"/ ", nee}, {"Nee", nee}, {" ja", 0}}, []piece3{{"☒", ja}, {" Ja ", 0}, {"☐", nee}, {" Nee", 0}},
					[]piece3{{"J", ja}, {"a", nee}, {"/ Nee", 0}})
			}
		}
	}
	read := 0
	for len(all) > 0 {
		var w, o, r []string
		for i := range 8 {
			c := all[min(i, len(all)-1)]
			w, o, r = append(w, asWord(c)), append(o, asODF(c)), append(r, strings.NewReplacer("☒", `\u9746?`, "☐", `\u9744?`).Replace(asRTF(c)))
		}
		word, odf, rtf := File("a", wordForm(w), Options{}), File("b", odfForm(o), Options{}), File("c", rtfForm8(r), Options{})
		if len(word.Forms) != 1 || len(odf.Forms) != 1 || len(rtf.Forms) != 1 {
			t.Fatalf("%+v %+v %+v", word.Message, odf.Message, rtf.Message)
		}
		for i, id := range forms.CriteriaOf(forms.Version2019) {
			a, b, c := word.Forms[0].Criteria[id], odf.Forms[0].Criteria[id], rtf.Forms[0].Criteria[id]
			if a.Value != b.Value || a.Value != c.Value || a.Status != b.Status || a.Status != c.Status {
				t.Errorf("%v: Word %q %s, OpenDocument %q %s, RTF %q %s", described(all[min(i, len(all)-1)]), a.Value, a.Reason, b.Value, b.Reason, c.Value, c.Reason)
			}
			if a.Status == forms.Read {
				read++
			}
		}
		all = all[min(8, len(all)):]
	}
	if read < 50 {
		t.Errorf("only %d answers were read", read)
	}
	t.Logf("%d answers read", read)
}

func described(pieces []piece3) string {
	out := ""
	for _, p := range pieces {
		out += p.text + "(" + lookalikes[p.looks].name + ")"
	}
	return out
}
