// Package pdfcheck looks whether a PDF is what an archive and a screen reader need: the
// structure that PDF/A-2a, PDF/A-3a and PDF/UA-1 ask of the files that package pdfa writes. It
// is the check that always runs; veraPDF, which knows every rule, is the one from outside.
package pdfcheck

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Check says everything that is wrong with a file; nothing when it is right.
func Check(data []byte) []string {
	f, err := parse(data)
	if err != nil {
		return []string{err.Error()}
	}
	c := &checker{file: f, data: data, root: f.dict(f.trailer["Root"])}
	for _, part := range []func(){c.header, c.catalog, c.metadata, c.attachments, c.pages, c.tree, c.fonts, c.annotations, c.fields} {
		part()
	}
	sort.Strings(c.wrong)
	return slices.Compact(c.wrong)
}

type checker struct {
	*file
	data  []byte
	root  dict
	wrong []string
	seen  map[int]map[int]bool // marked content by page and number, as the pages have it
}

func (c *checker) say(bad bool, format string, args ...any) {
	if bad {
		c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
	}
}

func (c *checker) header() {
	c.say(!bytes.HasPrefix(c.data, []byte("%PDF-1.7\n%")) || len(c.data) < 14 || c.data[10] < 128 || c.data[13] < 128, "header: no PDF 1.7 with a line of high bytes")
	c.say(!bytes.HasSuffix(c.data, []byte("%%EOF\n")), "end: something stands behind the end")
	id, _ := c.trailer["ID"].(list)
	c.say(len(id) != 2, "trailer: no ID")
	c.say(c.trailer["Encrypt"] != nil, "trailer: encrypted")
	c.say(c.trailer["Info"] != nil, "trailer: information beside the metadata")
}

func (c *checker) catalog() {
	c.say(c.root == nil, "no catalog")
	lang, _ := c.root["Lang"].(text)
	c.say(lang == "", "catalog: no language")
	c.say(c.dict(c.root["MarkInfo"])["Marked"] != "true", "catalog: not marked as tagged")
	c.say(c.dict(c.root["ViewerPreferences"])["DisplayDocTitle"] != "true", "catalog: the title is not shown")
	intents := c.list(c.root["OutputIntents"])
	c.say(len(intents) != 1, "catalog: not one output intent")
	for _, v := range intents {
		intent := c.dict(v)
		c.say(intent["S"] != name("GTS_PDFA1"), "output intent: of another kind")
		profile, ok := c.content(intent["DestOutputProfile"])
		c.say(!ok || len(profile) < 128 || string(profile[36:40]) != "acsp" || string(profile[16:20]) != "RGB ", "output intent: no colour profile")
	}
}

func (c *checker) metadata() {
	xmp, ok := c.content(c.root["Metadata"])
	c.say(!ok, "no metadata")
	c.say(c.dict(c.root["Metadata"])["Filter"] != nil, "metadata: compressed")
	needed := []string{"<pdfaid:conformance>A<", "pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<"}
	fillable := c.root["AcroForm"] != nil // programs open what says it is PDF/A for reading only
	if fillable {
		needed = nil
	}
	for _, part := range append(needed, "<pdfuaid:part>1<", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", "<xmp:CreateDate>", "<pdf:Producer>") {
		c.say(!bytes.Contains(xmp, []byte(part)), "metadata: no %s", strings.Trim(part, "<>"))
	}
	c.say(bytes.Contains(xmp, []byte("x-default\"></rdf:li></rdf:Alt></dc:title>")), "metadata: no title")
	c.say(!fillable && !bytes.Contains(xmp, []byte("<pdfaid:part>3<")) && !bytes.Contains(xmp, []byte("<pdfaid:part>2<")), "metadata: no part of PDF/A")
	c.say(bytes.Contains(xmp, []byte("<pdfaid:part>2<")) && c.root["AF"] != nil, "an attachment in PDF/A-2")
}

func (c *checker) attachments() {
	names := c.list(c.dict(c.dict(c.root["Names"])["EmbeddedFiles"])["Names"])
	files := c.list(c.root["AF"])
	c.say(len(names) != 2*len(files), "attachments: those of the document and those by name differ")
	for _, v := range files {
		spec := c.dict(v)
		relation, _ := spec["AFRelationship"].(name)
		c.say(!slices.Contains([]name{"Data", "Source", "Alternative", "Supplement", "Unspecified"}, relation), "attachment: no relationship")
		c.say(spec["F"] == nil || spec["UF"] == nil || spec["Desc"] == nil, "attachment: without name or description")
		stream := c.dict(c.dict(spec["EF"])["F"])
		c.say(stream["Subtype"] == nil || c.dict(stream["Params"])["ModDate"] == nil, "attachment: without type or date")
		_, ok := c.content(c.dict(spec["EF"])["F"])
		c.say(!ok, "attachment: empty")
	}
}

func (c *checker) pageList() list { return c.list(c.dict(c.root["Pages"])["Kids"]) }

// pages looks that everything drawn stands in marked content, artifacts included.
func (c *checker) pages() {
	c.seen = map[int]map[int]bool{}
	kids := c.pageList()
	c.say(len(kids) == 0, "no pages")
	for i, v := range kids {
		page := c.dict(v)
		c.say(page["Tabs"] != name("S"), "page %d: the order of tabs is not that of the structure", i+1)
		c.say(page["MediaBox"] == nil || page["Resources"] == nil, "page %d: no size or no resources", i+1)
		number, ok := page["StructParents"].(float64)
		c.say(!ok || int(number) != i, "page %d: not joined to the structure", i+1)
		content, ok := c.content(page["Contents"])
		c.say(!ok, "page %d: no content", i+1)
		c.seen[i] = c.marked(i+1, content)
	}
}

// painting are the operators that draw.
var painting = map[string]bool{"Tj": true, "TJ": true, "'": true, `"`: true, "f": true, "F": true, "f*": true, "S": true, "s": true, "B": true, "B*": true, "b": true, "b*": true, "Do": true, "sh": true}

// marked reads the content of a page, and gives the numbers of its marked content.
func (c *checker) marked(page int, content []byte) map[int]bool {
	found := map[int]bool{}
	p := &parser{data: content}
	depth := 0
	var before []value
	for {
		p.skip()
		if p.at >= len(p.data) || p.bad {
			break
		}
		v := p.value(0)
		operator, ok := v.(string)
		if !ok {
			before = append(before, v)
			continue
		}
		switch {
		case operator == "BMC" || operator == "BDC":
			depth++
			c.mark(page, operator, before, found)
		case operator == "EMC":
			depth--
		case painting[operator] && depth < 1:
			c.say(true, "page %d: something is drawn that is neither tagged nor an artifact", page)
		}
		before = nil
	}
	c.say(p.bad, "page %d: content that cannot be read", page)
	c.say(depth != 0, "page %d: marked content that does not end", page)
	return found
}

func (c *checker) mark(page int, operator string, before []value, found map[int]bool) {
	if operator == "BMC" {
		c.say(len(before) != 1 || before[0] != name("Artifact"), "page %d: content marked without a number", page)
		return
	}
	if len(before) != 2 {
		c.say(true, "page %d: a mark without its properties", page)
		return
	}
	properties, _ := before[1].(dict)
	n, ok := properties["MCID"].(float64)
	c.say(!ok || found[int(n)], "page %d: a mark without a number of its own", page)
	found[int(n)] = true
}

// element is a node of the structure tree on its way to be checked.
type element struct {
	dict
	id     int
	parent int
	role   string
}

// tree looks that the structure is whole: every mark in one element, parents as they say, and
// what each role needs.
func (c *checker) tree() {
	root := c.dict(c.root["StructTreeRoot"])
	c.say(root == nil, "no structure")
	owners := c.owners(root)
	joined := map[int]map[int]bool{}
	heading := 0
	rootID, _ := c.root["StructTreeRoot"].(ref)
	var walk func(v value, parent int, depth int)
	walk = func(v value, parent, depth int) {
		r, ok := v.(ref)
		d := c.dict(v)
		if !ok || d == nil || depth > maxDepth {
			c.say(true, "structure: a kid that is none")
			return
		}
		role, _ := d["S"].(name)
		e := element{dict: d, id: int(r), parent: parent, role: string(role)}
		c.say(d["P"] != ref(parent), "structure: %s does not know its parent", e.role)
		heading = c.role(e, heading)
		for _, k := range c.kids(d) {
			switch kid := k.(type) {
			case float64:
				c.join(joined, owners, e, d["Pg"], int(kid))
			case dict:
				if n, ok := kid["MCID"].(float64); ok {
					c.join(joined, owners, e, kid["Pg"], int(n))
				}
			default:
				walk(k, e.id, depth+1)
			}
		}
	}
	for _, k := range c.kids(root) {
		walk(k, int(rootID), 0)
	}
	for page, marks := range c.seen {
		for n := range marks {
			c.say(!joined[page][n], "page %d: mark %d is in no element", page+1, n)
		}
	}
}

func (c *checker) kids(d dict) list {
	switch k := c.get(d["K"]).(type) {
	case list:
		return k
	case nil:
		return nil
	}
	return list{d["K"]}
}

// owners reads the tree that leads from marks to elements.
func (c *checker) owners(root dict) map[int]list {
	nums := c.list(c.dict(root["ParentTree"])["Nums"])
	owners := map[int]list{}
	for i := 0; i+1 < len(nums); i += 2 {
		if n, ok := nums[i].(float64); ok {
			owners[int(n)] = c.list(nums[i+1])
		}
	}
	return owners
}

func (c *checker) join(joined map[int]map[int]bool, owners map[int]list, e element, pg value, n int) {
	page := slices.IndexFunc(c.pageList(), func(v value) bool { return v == pg })
	if page < 0 || !c.seen[page][n] {
		c.say(true, "structure: %s holds a mark that no page has", e.role)
		return
	}
	if joined[page] == nil {
		joined[page] = map[int]bool{}
	}
	c.say(joined[page][n], "page %d: mark %d is in two elements", page+1, n)
	joined[page][n] = true
	c.say(n >= len(owners[page]) || owners[page][n] != ref(e.id), "page %d: mark %d leads to another element", page+1, n)
}

// parents are the roles in which a role may stand.
var parents = map[string][]string{"TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TOCI": {"TOC"}}

// role looks at what one element needs; it gives the level of the last heading.
func (c *checker) role(e element, heading int) int {
	if allowed, ok := parents[e.role]; ok {
		role, _ := c.dict(e.dict["P"])["S"].(name)
		c.say(!slices.Contains(allowed, string(role)), "structure: %s in %s", e.role, role)
	}
	switch e.role {
	case "":
		c.say(true, "structure: an element without a role")
	case "Figure":
		alt, _ := e.dict["Alt"].(text)
		c.say(alt == "", "structure: a figure without words for it")
	case "TH":
		c.say(c.dict(e.dict["A"])["Scope"] == nil, "structure: a head cell without scope")
	case "Table":
		c.rows(e)
	case "H1", "H2", "H3":
		level := int(e.role[1] - '0')
		c.say(level > heading+1, "structure: heading %s after level %d", e.role, heading)
		return level
	}
	return heading
}

// rows looks that all rows of a table are as wide.
func (c *checker) rows(e element) {
	width := -1
	for _, r := range c.kids(e.dict) {
		n := 0
		for _, cell := range c.kids(c.dict(r)) {
			span, _ := c.dict(c.dict(cell)["A"])["ColSpan"].(float64)
			n += max(int(span), 1)
		}
		c.say(width >= 0 && n != width, "structure: a table with rows of %d and %d cells", width, n)
		width = n
	}
}

func (c *checker) fonts() {
	for n, v := range c.objects {
		d, ok := v.(dict)
		if !ok || d["Type"] != name("Font") {
			continue
		}
		switch d["Subtype"] {
		case name("Type0"):
			c.say(d["ToUnicode"] == nil, "font %d: nobody can tell its letters", n)
			unicode, ok := c.content(d["ToUnicode"])
			c.say(!ok || !bytes.Contains(unicode, []byte("beginbfchar")) || bytes.Contains(unicode, []byte("<0000>\n")), "font %d: no table of letters", n)
		case name("CIDFontType2"):
			c.say(d["CIDToGIDMap"] != name("Identity") || d["W"] == nil, "font %d: no widths", n)
			c.embedded(n, d)
		case name("TrueType"):
			c.say(d["Encoding"] != name("WinAnsiEncoding"), "font %d: no encoding", n)
			c.embedded(n, d)
		default:
			c.say(true, "font %d: of a kind that is not embedded", n)
		}
	}
}

func (c *checker) embedded(n int, d dict) {
	program, ok := c.content(c.dict(d["FontDescriptor"])["FontFile2"])
	c.say(!ok || len(program) < 100, "font %d: not in the file", n)
}

// annotations looks that links and fields are in the structure and have words.
func (c *checker) annotations() {
	for i, v := range c.pageList() {
		for _, a := range c.list(c.dict(v)["Annots"]) {
			d := c.dict(a)
			flags, _ := d["F"].(float64)
			c.say(int(flags)&4 == 0 || int(flags)&(1|2|32) != 0, "page %d: something to click that is not printed", i+1)
			c.say(d["StructParent"] == nil, "page %d: something to click outside the structure", i+1)
			contents, _ := d["Contents"].(text)
			c.say(d["Subtype"] == name("Link") && contents == "", "page %d: a link without words", i+1)
			c.say(d["A"] != nil || d["AA"] != nil, "page %d: an action", i+1)
		}
	}
}

func (c *checker) fields() {
	form := c.dict(c.root["AcroForm"])
	if form == nil {
		return
	}
	c.say(form["NeedAppearances"] == "true" || form["XFA"] != nil, "form: looks that are not in the file")
	for _, v := range c.list(form["Fields"]) {
		d := c.dict(v)
		help, _ := d["TU"].(text)
		title, _ := d["T"].(text)
		c.say(help == "" || title == "", "form: a field without name or help")
		for _, k := range c.list(d["Kids"]) {
			c.say(c.dict(c.dict(k)["AP"])["N"] == nil, "form: the field %s has no looks", title)
		}
	}
}
