package rtf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/rtf"
	"mdaplus/forms/sheet"
)

// sharedFolder is where examples may lie, whether they are there or not.
func sharedFolder() string {
	if dir := os.Getenv("MDAPLUS_SHARED"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared")
}

const head = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset2 Wingdings;}{\f2\fnil\fcharset2 Wingdings 2;}` +
	`{\f3\fswiss\fcharset204 Arial Cyr;}{\f4\fnil\fcharset2 Onbekend;}{\f5\fnil\fcharset128 MS Gothic{\*\falt x};}}` +
	`{\colortbl;\red255\green255\blue0;\red255\green0\blue0;\red255\green255\blue255;\red217\green217\blue217;}` +
	`{\stylesheet{\s0 Normal;}{\s1\sbasedon0\strike Weg;}{\*\cs10\strike Doorgehaald;}{\*\cs11\sbasedon10 Vervallen;}}` +
	`{\info{\title Aanmelding}{\author A. Geheim}}{\*\generator Iets 1.0;}{\header\pard versie 2019\par}\pard\plain\f0\fs20 `

// document gives a form of which the fourth criterion has this answer cell.
func document(cell string) string {
	var b strings.Builder
	b.WriteString(head)
	for _, f := range [][2]string{{"Naam en contactgegevens aanmelder:", "J.J., wijkteam, 035-1234567"}, {"Initialen \\'e9\\'e9n van de betrokkenen:", "A.B."},
		{"Rol van degene van wie de initialen zijn:", "Moeder"}, {"Gemeente:", "Huizen"}, {"Samenstelling van het gezin:", "moeder en zoon"},
		{"Wonen deze gezinsleden allemaal op hetzelfde adres?", "Ja"}, {"Korte omschrijving van de situatie:", "Er is veel ruzie."}} {
		fmt.Fprintf(&b, `{\b %s} %s\par`+"\n", f[0], f[1])
	}
	for i, id := range forms.CriteriaOf(forms.Version2019) {
		c := "Ja"
		if i == 3 {
			c = cell
		}
		fmt.Fprintf(&b, `\trowd\trgaph108\cellx567\cellx7513\cellx9072 \pard\plain\intbl\f0\fs20 %d\cell{\b %s}\par toelichting: \cell %s\cell\row`+"\n", i+1, criterion(id), c)
	}
	return b.String() + `\pard\par}`
}

func criterion(id string) string {
	for _, c := range forms.Referral.Criteria {
		if c.ID == id {
			return c.Labels[0]
		}
	}
	return id
}

const (
	checked   = `{\field{\*\fldinst { FORMCHECKBOX }{{\*\formfield{\fftype1\ffres1\fftypetxt0\ffhps20\ffdefres0}}}}{\fldrslt }}`
	unchecked = `{\field{\*\fldinst { FORMCHECKBOX }{{\*\formfield{\fftype1\ffres0\fftypetxt0\ffhps20\ffdefres0}}}}{\fldrslt }}`
	nothing   = `{\field{\*\fldinst { FORMCHECKBOX }}{\fldrslt }}`
)

func byDefault(on int) string {
	return fmt.Sprintf(`{\field{\*\fldinst { FORMCHECKBOX }{{\*\formfield{\fftype1\ffres25\ffhps20\ffdefres%d}}}}{\fldrslt }}`, on)
}

func list(state, shown string) string {
	return `{\field{\*\fldinst { FORMDROPDOWN {\*\formfield{\fftype2\ffhaslistbox1` + state + `{\*\ffl Kies}{\*\ffl Ja}{\*\ffl Nee}}}}}{\fldrslt ` + shown + `}}`
}

// cases are answer cells with what may come of them: J, N or A (a question).
var cases = []struct{ name, cell, want string }{
	{"typed", `Ja`, "J"}, {"typed no", `Nee`, "N"}, {"untouched", `Ja/ Nee`, "A"}, {"empty", ``, "A"},
	{"strike", `Ja/ {\strike Nee}`, "J"}, {"strike as a word", `Ja/ \strike Nee\strike0 `, "J"}, {"strike 1", `Ja/ {\strike1 Nee}`, "J"},
	{"strike off", `Ja/ {\strike\strike0 Nee}`, "A"}, {"strike on yes", `{\strike Ja}/ Nee`, "N"}, {"double", `Ja/ {\striked1 Nee}`, "J"},
	{"double off", `Ja/ {\striked0 Nee}`, "A"}, {"double ends with plain strike off", `Ja/ {\striked1\strike0 Nee}`, "J"},
	{"incomplete", `Ja/ N{\strike ee}`, "A"}, {"both struck", `{\strike Ja/ Nee}`, "A"}, {"all struck, typed behind", `{\strike Ja/ Nee} Ja`, "J|A"},
	{"strike ends with its group", `{\strike}Ja/ Nee`, "A"}, {"plain ends strike", `\strike\plain Ja/ Nee`, "A"},
	{"pard does not end strike", `\strike Ja/ Nee\pard\intbl x`, "A"}, {"strike by style", `Ja/ {\cs10 Nee}`, "J"}, {"strike by style of style", `Ja/ {\cs11 Nee}`, "J"},
	{"style taken back", `Ja/ {\cs10\strike0 Nee}`, "A"}, {"paragraph style struck", `\pard\intbl\s1{\strike0 Ja}/ Nee`, "J"},
	{"pard ends the paragraph style", `\s1\pard\intbl Ja/ Nee`, "A"}, {"strike only on the end", `Ja/ Nee{\strike\par}`, "A"},
	{"hex inside", `J\'61/ {\strike N\'65e}`, "J"}, {"line feed inside", "Ja/ {\\strike Ne\r\ne}", "J"},
	{"bold", `{\b Ja}/ Nee`, "J"}, {"both bold", `{\b Ja/ Nee}`, "A"}, {"bold off", `{\b0 Ja}/ Nee`, "A"},
	{"underline", `{\ul Ja}/ Nee`, "J"}, {"double underline", `{\uldb Ja}/ Nee`, "J"}, {"underline off", `{\ul\ulnone Ja}/ Nee`, "A"},
	{"italic", `{\i Ja}/ Nee`, "A"}, {"highlight", `{\highlight1 Ja}/ Nee`, "J"}, {"highlight off", `{\highlight1\highlight0 Ja}/ Nee`, "A"},
	{"highlight on both", `{\highlight1 Ja/ Nee}`, "A"}, {"background", `{\chcbpat1 Ja}/ Nee`, "J"}, {"background of TextEdit", `{\cb1 Ja}/ Nee`, "J"},
	{"background white", `{\chcbpat3 Ja}/ Nee`, "A"}, {"hatched", `{\chshdng2500 Ja}/ Nee`, "J"},
	{"red", `{\cf2 Ja}/ Nee`, "J"}, {"colour that the table lacks", `{\cf99 Ja}/ Nee`, "J|A"}, {"automatic", `{\cf0 Ja}/ Nee`, "A"},
	{"grey", `Ja/ {\cf4 Nee}`, "J|A"}, {"white", `Ja/ {\cf3 Nee}`, "A"}, {"box", `{\chbrdr\brdrs\brdrw10 Ja}/ Nee`, "J"},
	{"box without line", `{\chbrdr\brdrnone Ja}/ Nee`, "A"}, {"capitals", `{\caps Ja}/ Nee`, "A"}, {"superscript", `Ja/ {\super Nee}`, "A"},
	{"raised", `Ja/ {\up6 Nee}`, "A"}, {"hidden", `Ja/ {\v Nee}`, "A"}, {"web hidden", `Ja/ {\webhidden Nee}`, "A"},
	{"struck and highlighted", `Ja/ {\strike\highlight1 Nee}`, "A"}, {"bold against underline", `{\b Ja}/ {\ul Nee}`, "A"},
	{"deleted", `Ja/ {\deleted Nee}`, "J"}, {"deleted and inserted", `{\deleted Ja/ Nee}{\revised ja}`, "J"},
	{"inserted and deleted", `{\deleted Ja/ Nee}{\revised\deleted Ja}{\revised Nee}`, "N"}, {"deleted off", `Ja/ {\deleted\deleted0 Nee}`, "A"},
	{"moved", `{\mvf Nee}{\mvt Ja}`, "J"}, {"reset in a deletion", `Ja/ {\deleted\plain Nee}`, "A"}, {"number of LibreOffice", `Ja/ {1206215232  \strike Nee}`, "A"},
	{"boxes", checked + ` Ja  ` + unchecked + ` Nee`, "J"}, {"boxes no", unchecked + ` Ja  ` + checked + ` Nee`, "N"}, {"both boxes", checked + ` Ja ` + checked + ` Nee`, "A"},
	{"no box", unchecked + ` Ja ` + unchecked + ` Nee`, "A"}, {"box by default", byDefault(0) + ` Ja ` + byDefault(1) + ` Nee`, "N"},
	{"boxes without state", nothing + ` Ja ` + nothing + ` Nee`, "A"}, {"one box without state", checked + ` Ja ` + nothing + ` Nee`, "A"},
	{"box struck", `{\strike ` + checked + `} Ja ` + unchecked + ` Nee`, "J|A"}, {"box deleted", `{\deleted ` + checked + `} Ja ` + checked + ` Nee`, "A|N"},
	{"list", list(`\ffres1`, ``), "J"}, {"list no", list(`\ffres2`, ``), "N"}, {"list not chosen", list(`\ffres0`, ``), "A"},
	{"list by default", list(`\ffres25\ffdefres1`, ``), "A"}, {"list without result", list(``, ``), "A"}, {"list beyond", list(`\ffres7`, ``), "A"},
	{"list says otherwise", list(`\ffres1`, `Nee`), "A"}, {"list says the same", list(`\ffres1`, `Ja`), "J"},
	{"form text", `{\field{\*\fldinst { FORMTEXT }{{\*\formfield{\fftype0}}}}{\fldrslt ja}}`, "J"},
	{"form text without result", `{\field{\*\fldinst { FORMTEXT }{{\*\formfield{\fftype0{\*\ffdeftext Ja}}}}}}`, "A"},
	{"link", `{\field{\*\fldinst HYPERLINK "x"}{\fldrslt Ja}}`, "J"}, {"unknown field", `{\field{\*\fldinst EQ \\o (Ja,/)}{\fldrslt }}Ja/ Nee`, "A"},
	{"lost shape of LibreOffice", `{\field{\*\fldinst SHAPE }{\fldrslt}}Ja`, "A"},
	{"symbol field", `{\field{\*\fldinst SYMBOL 254 \\f "Wingdings" \\s 10}{\fldrslt\f1\fs20 }} Ja {\field{\*\fldinst SYMBOL 168 \\f "Wingdings"}{\fldrslt }} Nee`, "J"},
	{"private use", `{\f1 \u-3842?} Ja {\f1 \u-3928?} Nee`, "J"}, {"byte in Wingdings", `{\f1 \'a8} Ja {\f1 \'fe} Nee`, "N"}, {"letter in Wingdings 2", `{\f2 R} Ja {\f2 \'a3} Nee`, "J"},
	{"unknown symbol font", `{\f4 \'fe} Ja {\f4 \'a8} Nee`, "A"}, {"unknown sign", `{\f1 \'01} Ja / Nee`, "A"},
	{"unicode boxes", `\u9746? Ja \u9744? Nee`, "J"}, {"two characters skipped", `{\uc2\u9746 ?? Ja \u9744 ?? Nee}`, "J"}, {"none skipped", `{\uc0\u9746 Ja \u9744 Nee}`, "J"},
	{"hex skipped", `\u9746\'78 Ja \u9744\'78 Nee`, "J"}, {"a word is no copy", `\u9746\b  Ja \b0\u9744? Nee`, "J"}, {"pair of halves", `\u-10178?\u-8680? Ja`, "J|A"},
	{"Shift JIS", `{\f5 \'81\'a0} Ja {\f5 \'81\'a1} Nee`, "N"},
	{"ellipse", `{\shp{\*\shpinst\shptop0\shpbottom200{\sp{\sn shapeType}{\sv 3}}}}Ja/ Nee`, "A"}, {"line", `{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 20}}}{\shprslt Nee}}Ja`, "A"},
	{"text box", `{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard X\par}}}Ja/ Nee`, "A"}, {"old drawing", `{\*\do\dobxcolumn\dpellipse\dpx1\dpy1}Ja`, "A"},
	{"picture", `{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict Nee}}Ja`, "A"}, {"object", `{\object\objocx{\*\objdata 00}{\result{\pict 00}}}Ja`, "A"},
	{"comment", `Ja/ Nee{\*\atnid C}{\*\atnauthor X}\chatn{\*\annotation ja}`, "A"}, {"comment on an answer", `Ja{\*\annotation klopt dit wel?}`, "A"},
	{"footnote", `Ja{\super\chftn}{\footnote alleen bij vader}`, "A"}, {"unknown with text", `{\*\nieuwding Nee}Ja`, "A"}, {"unknown without text", `{\*\nieuwding\x1}Ja`, "J"},
	{"unknown word", `{\nieuwding Ja}`, "J"}, {"index entry", `Ja{\xe Nee}`, "J"}, {"bookmark", `{\*\bkmkstart Nee}Ja{\*\bkmkend Nee}`, "J"},
	{"old formatting", `Ja/ {{\*\oldcprops\strike}Nee}`, "A"}, {"html of Outlook", `{\*\htmltag64 <p>}Ja{\*\htmltag72 </p>}`, "J"}, {"unicode copy", `{\upr{Nee}{\*\ud{Ja}}}`, "J"},
	{"list signs", `{\listtext\f1\'fe\tab}Ja\par{\listtext\f1\'a8\tab}Nee`, "A|J"}, {"same signs", `{\listtext\u8226?\tab}Ja\par{\listtext\u8226?\tab}Nee`, "A"},
	{"list without its sign", `\ls1 Ja\par\pard\intbl Nee`, "A"}, {"cut by a deleted end", `J{\deleted\par}a`, "J"},
	{"table in the cell", `\pard\intbl\itap2 Ja\nestcell x\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}\pard\intbl\itap2 Nee\nestcell\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}\pard\intbl `, "A|J"},
	{"two cells too many", `Ja\cell Nee\cell x`, "A"}, {"new page", `Ja\page `, "J"}, {"tab and line", `\tab Ja\line `, "J"}, {"hard space", `Ja\~`, "J"},
}

func TestEvidence(t *testing.T) {
	for _, c := range cases {
		sh, err := rtf.Read([]byte(document(c.cell)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
		if len(all) != 1 {
			t.Errorf("%s: %d forms", c.name, len(all))
			continue
		}
		a := all[0].Criteria["high-risk"]
		if got := map[string]string{"yes": "J", "no": "N", "": "A"}[a.Value]; !strings.Contains("|"+c.want+"|", "|"+got+"|") {
			t.Errorf("%s: %s (%s, %q), want %s", c.name, got, a.Reason, a.Text, c.want)
		}
		for id, other := range all[0].Criteria {
			if id != "high-risk" && other.Value != "yes" && !strings.Contains(c.name, "too many") {
				t.Errorf("%s: %s became %q (%s)", c.name, id, other.Value, other.Reason)
			}
		}
		if f := all[0].Fields["municipality"]; f.Value != "Huizen" {
			t.Errorf("%s: municipality %q", c.name, f.Value)
		}
	}
}

// TestGrid holds how cells lie where rows differ, with column, span and merging.
func TestGrid(t *testing.T) {
	const three = `\trowd\cellx1000\cellx5000\cellx6000 `
	for _, c := range []struct{ name, rows, want string }{
		{"plain", three + `\intbl a\cell b\cell c\cell\row`, "a0+1 b1+1 c2+1"},
		{"definition behind", `\trowd\intbl a\cell b\cell` + `\trowd\cellx1000\cellx5000\row`, "a0+1 b1+1"},
		{"wide", three + `\intbl a\cell b\cell c\cell\row\trowd\cellx5020\cellx6000 \intbl d\cell e\cell\row`, "a0+1 b1+1 c2+1 / d0+2 e2+1"},
		{"merged to the right", `\trowd\clmgf\cellx1000\clmrg\cellx5000\cellx6000 \intbl a\cell\cell c\cell\row`, "a0+2 c2+1"},
		{"merged with text", `\trowd\clmgf\cellx1000\clmrg\cellx5000 \intbl a\cell b\cell\row`, "ab0+2"},
		{"merged down", `\trowd\cellx1000\clvmgf\cellx5000 \intbl a\cell b\cell\row\trowd\cellx1000\clvmrg\cellx5000 \intbl c\cell\cell\row`, "a0+1 b1+1m / c0+1 1+1m"},
		{"same definition again", three + `\intbl a\cell b\cell c\cell\row\intbl d\cell e\cell f\cell\row`, "a0+1 b1+1 c2+1 / d0+1 e1+1 f2+1"},
		{"indented", `\trowd\trleft500\cellx1000\cellx5000 \intbl a\cell b\cell\row`, "a0+1 b1+1"},
		{"more cells than defined", three + `\intbl a\cell b\cell c\cell\row\trowd\cellx1000 \intbl d\cell e\cell\row`, "a0+1 b1+1 c2+1 / d0+1? e1+1?"},
		{"text behind the last cell", three + `\intbl a\cell b\row`, "a0+1 b1+1?"},
		{"no definition", `\intbl a\cell b\cell\row`, "a0+1 b1+1"}, {"no row", three + `\intbl a\cell b\cell`, "a0+1 b1+1"},
		{"object behind the last cell", three + `\intbl a\cell{\pict 00}\row`, "a0+1?"},
	} {
		sh, err := rtf.Read([]byte(head + c.rows + `\pard x\par}`))
		if err != nil || sh.Blocks[0].Table == nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := gridOf(sh.Blocks[0].Table); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func gridOf(table *sheet.Table) string {
	var rows []string
	for _, r := range table.Rows {
		var cells []string
		for _, c := range r.Cells {
			text, doubt := "", ""
			sheet.Each(c.Blocks, func(p *sheet.Paragraph) {
				text += p.Text()
				if len(p.Objects) > 0 {
					doubt = "?"
				}
			})
			text += fmt.Sprintf("%d+%d", c.Column, c.Span)
			if c.Merged {
				text += "m"
			}
			cells = append(cells, text+doubt)
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	return strings.Join(rows, " / ")
}

func TestOutOfSight(t *testing.T) {
	sh, err := rtf.Read([]byte("\xEF\xBB\xBF\r\n" + document(`Ja{\v stiekem}{\deleted weg}{\*\annotation opmerking}`)))
	if err != nil {
		t.Fatal(err)
	}
	for place, words := range map[string]string{"properties": "A. Geheim", "revisions": "weg", "hidden": "stiekem", "comments": "opmerking"} {
		if got := sh.OutOfSight[place]; !strings.Contains(got, words) {
			t.Errorf("%s: %q", place, got)
		}
	}
	if strings.TrimSpace(sh.Furniture) != "versie 2019" {
		t.Errorf("%q", sh.Furniture)
	}
}

func TestLetters(t *testing.T) {
	for _, c := range []struct{ rtf, want string }{
		{`caf\'e9`, "café"}, {`{\f3 \'cd\'e5\'f2}`, "Нет"}, {`\u233\'e9\u233?`, "éé"}, {`\u-10179?\u-8704?`, "😀"}, {`\u-10179?x`, "\uFFFDx"}, {`\u-8704?`, "\uFFFD"},
		{`a\~b\_c\-d\emdash e`, "a\u00a0b-cd—e"}, {`\{\\\}`, `{\}`}, {`\'zz`, "\uFFFDzz"}, {"regel\n weg", "regel weg"}, {`{\uc3\u8364 EUR}5`, "€5"},
		{`{\pict\bin5 }}}}}}x`, "x"}, {`{\f5 \'82\'b1}`, "こ"}, {`\lquote x\rquote`, "‘x’"}, {`{\f1 \'fe}`, "☑"},
	} {
		sh, err := rtf.Read([]byte(head + c.rtf + `\par}`))
		if err != nil {
			t.Errorf("%s: %v", c.rtf, err)
			continue
		}
		if got := sh.Blocks[0].Paragraph.Text(); got != c.want {
			t.Errorf("%s: %q, want %q", c.rtf, got, c.want)
		}
	}
}
