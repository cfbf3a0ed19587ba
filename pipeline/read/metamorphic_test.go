package read

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"mdaplus/forms"
	"mdaplus/forms/docx"
	"mdaplus/forms/sheet"
)

// What a program does to a file without changing what a person sees must not change a value.
var rewritings = map[string]func(string) string{
	"split runs": splitRuns,
	"strict":     strict,
	"utf-16":     utf16BOM,
	"rsid noise": func(s string) string {
		return strings.ReplaceAll(s, "<w:r>", `<w:bookmarkStart w:id="7" w:name="b"/><w:proofErr w:type="gramStart"/><w:r w:rsidR="00AB12CD">`)
	},
	"other prefix": func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, "w:", "woord:"), "xmlns:w=", "xmlns:woord=")
	},
	"neutral comment elsewhere": func(s string) string {
		return strings.Replace(s, "Graag geanonimiseerd invullen!</w:t></w:r>", `Graag geanonimiseerd invullen!</w:t></w:r><w:r><w:commentReference w:id="5"/></w:r>`, 1)
	},
	"controls around paragraphs": func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, "<w:p>", "<w:sdt><w:sdtPr/><w:sdtContent><w:p>"), "</w:p>", "</w:p></w:sdtContent></w:sdt>")
	},
	"language and spelling": func(s string) string {
		return strings.ReplaceAll(s, "<w:rPr>", `<w:rPr><w:lang w:val="nl-NL"/><w:noProof/>`)
	},
}

var runText = regexp.MustCompile(`<w:r>(<w:rPr>(?:[^w]|w[^:]|w:[^t])*?</w:rPr>)?<w:t xml:space="preserve">([^<]*)</w:t></w:r>`)

func splitRuns(s string) string {
	return runText.ReplaceAllStringFunc(s, func(m string) string {
		parts := runText.FindStringSubmatch(m)
		if strings.Contains(parts[2], "&") {
			return m
		}
		out := ""
		for _, r := range parts[2] {
			out += `<w:r w:rsidR="1">` + parts[1] + `<w:t xml:space="preserve">` + string(r) + `</w:t></w:r>`
		}
		return out
	})
}

func strict(s string) string {
	return strings.NewReplacer("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships",
		"http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main").Replace(s)
}

func utf16BOM(s string) string {
	var b bytes.Buffer
	b.Write([]byte{0xFF, 0xFE})
	for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + s)) {
		binary.Write(&b, binary.LittleEndian, u)
	}
	return b.String()
}

// allCells puts the answer cells of the catalogue in forms of eight rows.
func allCells() []sample {
	var out []sample
	for i := 0; i < len(cells); i += 8 {
		s := sample{answers: map[int]string{}, parts: map[string]string{
			"word/comments.xml":  `<w:comments ` + namespaces + `><w:comment w:id="0">` + p(t_("klopt dit wel?")) + `</w:comment><w:comment w:id="5">` + p(t_("netjes")) + `</w:comment></w:comments>`,
			"word/footnotes.xml": `<w:footnotes ` + namespaces + `><w:footnote w:id="1">` + p(t_("alleen bij vader")) + `</w:footnote></w:footnotes>`,
		}}
		for j := 0; j < 8 && i+j < len(cells); j++ {
			s.answers[j+1] = cells[i+j].xml
		}
		out = append(out, s)
	}
	return out
}

func TestRewritingChangesNothing(t *testing.T) {
	for name, rewrite := range rewritings {
		for i, s := range allCells() {
			want := s.reading(t)
			document := rewrite(`<w:document ` + namespaces + `><w:body>` + s.body() + `</w:body></w:document>`)
			r := File("x", pack(t, document, s.parts, s.rels), Options{})
			if len(r.Forms) != 1 {
				t.Errorf("%s %d: %d forms %v", name, i, len(r.Forms), r.Message)
				continue
			}
			got := r.Forms[0]
			for id, c := range want.Criteria {
				g := got.Criteria[id]
				if g.Status != c.Status || g.Value != c.Value || g.Explanation != c.Explanation {
					t.Errorf("%s form %d: %s was %+v, is %+v", name, i, id, c, g)
				}
			}
			for id, a := range want.Fields {
				if g := got.Fields[id]; g.Value != a.Value || g.Status != a.Status {
					t.Errorf("%s: %s was %+v, is %+v", name, id, a, g)
				}
			}
		}
	}
}

// A second mark may make an answer doubtful; it never gives another one.
func TestSecondMarkNeverTurnsAnAnswer(t *testing.T) {
	looks := []string{"", struck, bold, under, pen, `<w:color w:val="FF0000"/>`, `<w:bdr w:val="single"/>`, `<w:i/>`, `<w:color w:val="D9D9D9"/>`}
	value := func(ja, nee, before, behind string) string {
		s := sample{answers: map[int]string{4: t_(before) + jn(ja, "", nee) + t_(behind)}}
		return s.reading(t).Criteria["high-risk"].Value
	}
	for _, ja := range looks {
		for _, nee := range looks {
			for _, behind := range []string{"", " ja", " nee", " x"} {
				one := value(ja, nee, "", behind)
				if one == "" {
					continue
				}
				for _, more := range looks[1:] {
					for _, two := range []string{value(ja+more, nee, "", behind), value(ja, nee+more, "", behind), value(ja, nee, "x ", behind), value(ja, nee, "☒ ", behind)} {
						if two != "" && two != one {
							t.Errorf("ja %q nee %q behind %q: %s, with %q: %s", ja, nee, behind, one, more, two)
						}
					}
				}
			}
		}
	}
}

// Taking a source of evidence away must be noticed by the catalogue: each one counts.
func TestEverySourceOfEvidenceCounts(t *testing.T) {
	mask := func(m sheet.Marks) func(*sheet.Paragraph) {
		return func(p *sheet.Paragraph) {
			for i := range p.Runs {
				p.Runs[i].Marks &^= m
			}
		}
	}
	without := func(kinds ...sheet.ObjectKind) func(*sheet.Paragraph) {
		return func(p *sheet.Paragraph) {
			var left []sheet.Object
			for _, o := range p.Objects {
				keep := true
				for _, k := range kinds {
					keep = keep && o.Kind != k
				}
				if keep {
					left = append(left, o)
				}
			}
			p.Objects = left
		}
	}
	sources := map[string]func(*sheet.Paragraph){
		"struck": mask(sheet.Struck), "bold": mask(sheet.Bold), "underline": mask(sheet.Underline), "highlight": mask(sheet.Highlighted),
		"colour": mask(sheet.Coloured), "border": mask(sheet.Bordered), "hidden": mask(sheet.Hidden), "invisible": mask(sheet.Invisible),
		"faint": mask(sheet.Faint), "placeholder": mask(sheet.Placeholder), "raised": mask(sheet.Raised),
		"boxes": func(p *sheet.Paragraph) {
			for i := range p.Runs {
				p.Runs[i].Box = sheet.NoBox
			}
		},
		"conflicts in boxes": func(p *sheet.Paragraph) {
			for i := range p.Runs {
				if p.Runs[i].Box == sheet.Conflicting {
					p.Runs[i].Box = sheet.Ticked
				}
			}
		},
		"comments": without(sheet.Comment), "footnotes": without(sheet.Footnote), "shapes": without(sheet.Closed, sheet.Line, sheet.Shape),
		"embedded": without(sheet.Embedded), "unknown": without(sheet.Unknown), "conflict": without(sheet.Conflict), "pictures": without(sheet.Picture),
	}
	for name, remove := range sources {
		if missed(t, remove) == 0 {
			t.Errorf("without %s nothing changes: the evidence is not used or not tested", name)
		}
	}
	if n := missed(t, func(*sheet.Paragraph) {}); n != 0 {
		t.Errorf("%d answers are wrong with all evidence", n)
	}
}

func missed(t *testing.T, remove func(*sheet.Paragraph)) int {
	t.Helper()
	n := 0
	for i, s := range allCells() {
		sh, err := docx.Read(s.docx(t))
		if err != nil {
			t.Fatal(err)
		}
		sheet.Each(sh.Blocks, remove)
		all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
		for j := 0; j < 8 && i*8+j < len(cells); j++ {
			a := all[0].Criteria[forms.CriterionOrder[j]]
			if !fits(cells[i*8+j].want, a.Answer) {
				n++
			}
		}
	}
	return n
}

func fits(want string, a forms.Answer) bool {
	letter := map[string]string{"yes": "J", "no": "N", "": "A"}[a.Value]
	return strings.Contains("|"+want+"|", "|"+letter+"|")
}

func TestFlatDocument(t *testing.T) {
	s := sample{answers: map[int]string{4: jn("", "", struck)}}
	z, err := zip.NewReader(bytes.NewReader(s.docx(t)), int64(len(s.docx(t))))
	if err != nil {
		t.Fatal(err)
	}
	flat := `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">`
	for _, f := range z.File {
		r, _ := f.Open()
		data, _ := io.ReadAll(r)
		flat += `<pkg:part pkg:name="/` + f.Name + `"><pkg:xmlData>` + string(data) + `</pkg:xmlData></pkg:part>`
	}
	r := File("x.xml", []byte(flat+`</pkg:package>`), Options{})
	if len(r.Forms) != 1 || !reflect.DeepEqual(r.Forms[0].Criteria, s.reading(t).Criteria) {
		t.Errorf("%d forms, %v", len(r.Forms), r.Message)
	}
}
