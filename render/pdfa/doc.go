// Package pdfa writes documents that an archive accepts and a screen reader can read:
// PDF/A-3a with the data attached, or PDF/A-2a without, both PDF/UA-1 as well. It decides
// how pages, letters, tags, bookmarks, links, fields and metadata become the bytes of a
// file; what stands on the pages is its caller's. The same calls give the same bytes on any
// machine: no clock, no random number, no order of a map.
//
// Everything drawn stands in an element of the structure tree, or is an artifact: there is
// no third way, so nothing is drawn that a screen reader would stumble over.
package pdfa

import (
	"bytes"
	"errors"
	"fmt"
	"time"
)

// Profile is the standard that a file keeps to, beside PDF/UA-1.
type Profile string

// Profiles. An archive that refuses attachments takes the second, with the data beside it.
// The third is for forms to be filled in: it keeps the rules of 2a and does not say so, since
// programs open what says it is PDF/A for reading only.
const (
	A3a      Profile = "3a"
	A2a      Profile = "2a"
	Fillable Profile = "ua1"
)

// Info is what a document says of itself.
type Info struct {
	Title    string
	Subject  string
	ID       string // of what it was made from, for machines; "" for none
	Author   string // the organisation
	Language string // "nl-NL"
	Program  string // name and version of what made it
	Made     time.Time
}

// Attachment is a file in the file, in profile 3a: the data behind a document, or what
// explains them. Names stand in the order of the alphabet.
type Attachment struct {
	Name        string // "gegevens.json"
	Description string
	MediaType   string // "application/json"
	Relation    Relation
	Data        []byte
}

// Relation is what an attachment is to the document (ISO 19005-3, annex E).
type Relation string

// Relations.
const (
	DataOf       Relation = "Data"       // what the document shows
	SupplementTo Relation = "Supplement" // what explains it
)

// Document is a file in the making.
type Document struct {
	info     Info
	profile  Profile
	attach   []Attachment
	pages    []*page
	now      *page // that is drawn on
	fonts    []*use
	root     *Element
	current  *Element // nil: an artifact
	marks    []*mark  // bookmarks
	fields   []*field
	pictures []*Picture

	fieldFont *Font
	sealer    *Sealer // nil: not sealed
	sealField *annot
	err       error // the first fault: Bytes gives it
}

// ErrProfile means that there is no such profile.
var ErrProfile = errors.New("unknown profile: use 3a or 2a")

// New begins a document. Attachments belong to profile 3a only; in the other they are left out.
func New(profile Profile, info Info, attach ...Attachment) (*Document, error) {
	if profile != A3a && profile != A2a && profile != Fillable {
		return nil, fmt.Errorf("%w, not %q", ErrProfile, profile)
	}
	if profile != A3a {
		attach = nil
	}
	return &Document{info: info, profile: profile, attach: attach, root: &Element{role: "Document"}}, nil
}

// fail keeps the first fault.
func (d *Document) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("pdfa: "+format, args...)
	}
}

// AddPage begins a page of this size in millimetres; what is drawn next stands on it.
func (d *Document) AddPage(width, height float64) {
	d.leave()
	d.now = &page{width: width * perMillimetre, height: height * perMillimetre, number: len(d.pages)}
	d.pages = append(d.pages, d.now)
}

// Pages is how many there are.
func (d *Document) Pages() int { return len(d.pages) }

// OnPage draws on an earlier page, from 1: a footer that tells the number of pages.
func (d *Document) OnPage(number int, draw func()) {
	d.leave()
	was := d.now
	d.now = d.pages[number-1]
	draw()
	d.leave()
	d.now = was
}

// Bytes gives the file.
func (d *Document) Bytes() ([]byte, error) {
	d.leave()
	if len(d.pages) == 0 {
		d.fail("a document without pages")
	}
	if d.err != nil {
		return nil, d.err
	}
	w := newWriter()
	l := d.layOut(w)
	d.writePages(w, l)
	d.writeFonts(w, l)
	d.writePictures(w, l)
	d.writeStructure(w, l)
	d.writeMarks(w, l)
	d.writeFields(w, l)
	d.writeMetadata(w, l)
	d.writeCatalog(w, l)
	if d.err != nil {
		return nil, d.err
	}
	pdf, err := w.finish(l.catalog)
	if err != nil || d.sealer == nil {
		return pdf, err
	}
	return d.sealed(pdf)
}

// layout holds the numbers of the objects, given out before anything is written.
type layout struct {
	catalog, pages, tree, parents, outlines, metadata, icc, form, fieldFont, seal int
	page, content, font, picture, file, spec                                      []int
}

func (d *Document) layOut(w *writer) *layout {
	l := &layout{catalog: w.reserve(), pages: w.reserve(), tree: w.reserve(), parents: w.reserve(), metadata: w.reserve(), icc: w.reserve()}
	for range d.pages {
		l.page, l.content = append(l.page, w.reserve()), append(l.content, w.reserve())
	}
	for range d.fonts {
		l.font = append(l.font, w.reserve())
	}
	for range d.pictures {
		l.picture = append(l.picture, w.reserve())
	}
	if len(d.marks) > 0 {
		l.outlines = w.reserve()
	}
	if d.sealer != nil {
		l.seal = w.reserve()
		d.addSealField(l)
	}
	if len(d.fields) > 0 || d.sealer != nil {
		l.form = w.reserve()
		if d.fieldFont != nil {
			l.fieldFont = w.reserve()
		}
		for _, f := range d.fields {
			f.id = w.reserve()
		}
	}
	for range d.attach {
		l.file, l.spec = append(l.file, w.reserve()), append(l.spec, w.reserve())
	}
	return l
}

func (d *Document) writePages(w *writer, l *layout) {
	var fonts, pictures, kids bytes.Buffer
	for i, id := range l.font {
		fmt.Fprintf(&fonts, "/F%d %d 0 R", i+1, id)
	}
	for i, id := range l.picture {
		fmt.Fprintf(&pictures, "/I%d %d 0 R", i+1, id)
	}
	for i, p := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", l.page[i])
		var annots bytes.Buffer
		for _, a := range p.annots {
			a.id = w.reserve()
			fmt.Fprintf(&annots, "%d 0 R ", a.id)
		}
		entry := ""
		if annots.Len() > 0 {
			entry = "/Annots[" + annots.String() + "]"
		}
		w.object(l.page[i], fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources<</Font<<%s>>/XObject<<%s>>>>/Contents %d 0 R/StructParents %d/Tabs/S%s>>",
			l.pages, number(p.width), number(p.height), fonts.String(), pictures.String(), l.content[i], i, entry))
		w.stream(l.content[i], "", p.content.Bytes())
	}
	w.object(l.pages, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(d.pages), kids.String()))
}

func (d *Document) writeCatalog(w *writer, l *layout) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/Lang%s/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot %d 0 R",
		l.pages, l.metadata, text(d.info.Language), l.tree)
	fmt.Fprintf(&b, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]", l.icc)
	if l.outlines > 0 {
		fmt.Fprintf(&b, "/Outlines %d 0 R/PageMode/UseOutlines", l.outlines)
	}
	if l.form > 0 {
		fmt.Fprintf(&b, "/AcroForm %d 0 R", l.form)
	}
	d.listAttachments(&b, l)
	b.WriteString(">>")
	w.object(l.catalog, b.String())
}

// listAttachments names the attachments in the catalog.
func (d *Document) listAttachments(b *bytes.Buffer, l *layout) {
	if len(l.spec) == 0 {
		return
	}
	var files, names bytes.Buffer
	for i, id := range l.spec {
		fmt.Fprintf(&files, "%d 0 R ", id)
		fmt.Fprintf(&names, "%s %d 0 R ", text(d.attach[i].Name), id)
	}
	fmt.Fprintf(b, "/AF[%s]/Names<</EmbeddedFiles<</Names[%s]>>>>", files.String(), names.String())
}
