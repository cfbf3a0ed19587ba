package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"

	"mdaplus/internal/bagit"
	"mdaplus/internal/mdto"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/templates"
)

// A case leaves the archive as a file plan: a folder for each part, in it each record with its
// own metadata (MDTO) beside it. Names are kinds, numbers and dates, never people.

// Folders of the file plan.
const (
	folderReferral = "1-aanmelding"
	folderPlans    = "2-plannen"
	folderMeeting  = "3-expertoverleg"
	folderLetters  = "4-correspondentie"
	folderHistory  = "5-geschiedenis"
)

// record is one record of a case, with the files that represent it.
type record struct {
	folder, id, title string
	received          bool // else made here
	at                time.Time
	files             []recordFile
	replaces          string // id of the record before
	replacedBy        string
}

type recordFile struct {
	name, format string
	data         []byte
}

// Dossier is a case as it leaves the archive.
type Dossier struct {
	Reference string
	Files     []bagit.File
	Info      []bagit.Info
	Records   int
}

// Export gathers a case with everything that belongs to it. The same case gives the same
// files until something new happens in it.
func (p *Pipeline) Export(ctx context.Context, ref string) (d Dossier, err error) {
	e, err := p.exporter(ctx, ref)
	if err != nil {
		return d, err
	}
	for _, part := range []func(context.Context) error{e.messages, e.documents, e.letters, e.history} {
		if err := part(ctx); err != nil {
			return d, fmt.Errorf("exporting %s: %w", ref, err)
		}
	}
	d.Reference, d.Records = ref, len(e.records)
	if d.Files, err = e.files(); err != nil {
		return d, err
	}
	d.Info = []bagit.Info{{Label: "Source-Organization", Value: p.settings.Retention.Archivist}, {Label: "External-Identifier", Value: ref},
		{Label: "External-Description", Value: templates.Text("archive.case", "case", ref)}, {Label: "Bagging-Date", Value: e.last.In(cases.Amsterdam).Format(time.DateOnly)},
		{Label: "Bag-Software-Agent", Value: "mdaplus"}}
	return d, nil
}

// Exported notes in the case that it was exported.
func (p *Pipeline) Exported(ctx context.Context, ref string) error {
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		if err := tx.LockDecisions(ctx); err != nil { // it may be on its way to be destroyed
			return err
		}
		c, err := tx.CaseByReference(ctx, ref)
		if err != nil {
			return err
		}
		key, err := tx.Key(ctx, c.KeyID)
		if err != nil {
			return err
		}
		f := &filing{p: p, tx: tx, now: p.now()}
		_, err = f.happen(ctx, c, key, cases.Event{Kind: cases.Exported, At: p.now()})
		return err
	})
}

type exporter struct {
	p       *Pipeline
	c       store.Case
	events  []cases.Event
	last    time.Time // when something last happened in the case
	records []record
}

func (p *Pipeline) exporter(ctx context.Context, ref string) (*exporter, error) {
	e := &exporter{p: p}
	err := p.store.WithTx(ctx, func(tx *store.Tx) (err error) {
		e.c, err = tx.CaseByReference(ctx, ref)
		return err
	})
	if err != nil {
		return nil, err
	}
	key, err := p.store.Key(ctx, e.c.KeyID)
	if err != nil {
		return nil, err
	}
	all, err := p.store.CaseEvents(ctx, e.c.ID, key)
	if err != nil {
		return nil, err
	}
	for _, event := range all {
		if event.Kind != cases.Exported {
			e.events = append(e.events, event)
		}
	}
	e.last = cases.LastChange(all)
	return e, nil
}

// messages are the originals that this case came from.
func (e *exporter) messages(ctx context.Context) error {
	readings, err := e.p.store.ReadingsOf(ctx, e.c.ID)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, r := range readings {
		if seen[r.MessageID] {
			continue
		}
		seen[r.MessageID] = true
		m, err := e.p.store.Message(ctx, r.MessageID)
		if err != nil {
			return err
		}
		name, raw, err := e.p.Original(ctx, m)
		if err != nil {
			return err
		}
		folder := map[string]string{store.Plan: folderPlans, store.Registration: folderMeeting}[r.Role]
		if folder == "" {
			folder = folderReferral
		}
		e.records = append(e.records, record{folder: folder, id: m.Number(), title: templates.Text("archive.message", "number", m.Number()), received: true, at: m.ReceivedAt,
			files: []recordFile{original(m, name, raw)}})
	}
	return nil
}

var plainEnding = regexp.MustCompile(`^[a-z0-9]{1,5}$`)

// original is the file of a message: a mail, or a form that somebody added by hand.
func original(m store.Message, name string, raw []byte) recordFile {
	kind := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	if name == "" {
		kind = "eml"
	} else if !plainEnding.MatchString(kind) {
		kind = "bin"
	}
	return recordFile{name: m.Number() + "." + kind, format: kind, data: raw}
}

// documents are what was made, older versions included, each with its data.
func (e *exporter) documents(ctx context.Context) error {
	all, err := e.p.store.DocumentsOf(ctx, e.c.ID)
	if err != nil {
		return err
	}
	before := map[string]int{} // place of the last record of a kind
	for _, d := range all {
		if d.State != "made" {
			continue
		}
		r, err := e.document(ctx, d)
		if err != nil {
			return err
		}
		kind := d.Kind
		if cases.IsPlan(kind) {
			kind = "plan" // a plan of the next phase replaces the one before
		}
		if i, ok := before[kind]; ok && kind != "meeting-pack" {
			r.replaces, e.records[i].replacedBy = e.records[i].id, r.id
		}
		before[kind] = len(e.records)
		e.records = append(e.records, r)
	}
	return nil
}

func (e *exporter) document(ctx context.Context, d store.Document) (record, error) {
	pdf, err := e.p.Document(ctx, d)
	if err != nil {
		return record{}, err
	}
	paper, err := e.p.gather(ctx, d)
	if err != nil {
		return record{}, err
	}
	data, err := json.MarshalIndent(paper.document, "", "  ")
	if err != nil {
		return record{}, err
	}
	name := templates.Text("filename." + d.Kind)
	id := fmt.Sprintf("D-%d-%s", d.ID, name)
	folder := map[string]string{"intake-summary": folderReferral, "meeting-pack": folderMeeting}[d.Kind]
	if folder == "" {
		folder = folderPlans
	}
	return record{folder: folder, id: id, title: templates.Text("archive.document", "name", name, "case", e.c.Reference), at: d.MadeAt,
		files: []recordFile{{name: id + ".pdf", format: "pdf/a-" + profileOf(pdf), data: pdf}, {name: id + ".json", format: "json", data: data}}}, nil
}

// letters are the mails that went out about the case.
func (e *exporter) letters(ctx context.Context) error {
	mails, err := e.p.store.MailsOfCase(ctx, e.c.ID)
	if err != nil {
		return err
	}
	for _, m := range mails {
		if m.State == store.Suppressed {
			continue
		}
		key, err := e.p.store.Key(ctx, m.KeyID)
		if errors.Is(err, store.ErrKeyDestroyed) {
			continue
		}
		if err != nil {
			return err
		}
		_, raw, err := store.OpenMail(key, m)
		if err != nil {
			return err
		}
		id := "U-" + strconv.FormatInt(m.ID, 10)
		e.records = append(e.records, record{folder: folderLetters, id: id, title: templates.Text("archive.letter", "kind", templates.Text("answer."+m.Kind)), at: m.CreatedAt,
			files: []recordFile{{name: id + ".eml", format: "eml", data: raw}}})
	}
	return nil
}

// history is everything that happened, as it was kept.
func (e *exporter) history(context.Context) error {
	data, err := json.MarshalIndent(e.events, "", "  ")
	if err != nil {
		return err
	}
	e.records = append(e.records, record{folder: folderHistory, id: "geschiedenis", title: templates.Text("archive.history", "case", e.c.Reference), at: e.last,
		files: []recordFile{{name: "geschiedenis.json", format: "json", data: data}}})
	return nil
}

// files lays the records out, with the metadata of the case, of each record and of each file.
func (e *exporter) files() ([]bagit.File, error) {
	top, err := e.caseObject().XML()
	if err != nil {
		return nil, err
	}
	out := []bagit.File{{Name: path.Join(e.c.Reference, e.c.Reference+".mdto.xml"), Data: top}}
	for _, r := range e.records {
		dir := path.Join(e.c.Reference, r.folder, r.id)
		about, err := e.object(r).XML()
		if err != nil {
			return nil, err
		}
		out = append(out, bagit.File{Name: path.Join(dir, r.id+".mdto.xml"), Data: about})
		for _, f := range r.files {
			about, err := e.file(r, f).XML()
			if err != nil {
				return nil, err
			}
			out = append(out, bagit.File{Name: path.Join(dir, f.name), Data: f.data}, bagit.File{Name: path.Join(dir, f.name+".bestand.mdto.xml"), Data: about})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}

func (e *exporter) id(mark string) mdto.ID {
	return mdto.ID{Mark: mark, Source: e.p.settings.Retention.Source}
}

func (e *exporter) ref(mark, name string) mdto.Ref {
	id := e.id(mark)
	return mdto.Ref{Name: name, ID: &id}
}

// common is what the case and its records have alike.
func (e *exporter) common() mdto.Object {
	r, ok := cases.RetentionOf(e.p.settings.Retention.Rules, cases.State(e.c.State), e.c.ReceivedAt, e.last)
	o := mdto.Object{Language: "nl", Creator: mdto.Ref{Name: e.p.settings.Retention.Archivist}, Restrictions: []mdto.Restriction{mdto.RestrictedBy(e.p.settings.Retention.Restricted)}}
	if !ok {
		o.Valuation = mdto.Valuation(cases.Keep) // no rule says that it may go
		return o
	}
	o.Valuation, o.Category = mdto.Valuation(r.Rule.Valuation), mdto.Category(r.Rule.List, r.Rule.Number, r.Rule.Ground)
	if !r.End.IsZero() {
		trigger := mdto.EventType("Afsluiting")
		o.Retention = &mdto.Period{Trigger: &trigger, Start: r.Start.In(cases.Amsterdam).Format(time.DateOnly), Length: r.Rule.Term, End: r.End.In(cases.Amsterdam).Format(time.DateOnly)}
	}
	return o
}

func (e *exporter) caseObject() mdto.Object {
	o := e.common()
	o.IDs, o.Name, o.Level = []mdto.ID{e.id(e.c.Reference)}, templates.Text("archive.case", "case", e.c.Reference), mdto.Level("Zaak")
	o.Events = []mdto.Event{{Type: mdto.EventType("Creatie"), Time: mdto.Time(e.c.ReceivedAt), Actor: &mdto.Ref{Name: e.p.settings.Retention.Archivist}}}
	for _, r := range e.records {
		o.Parts = append(o.Parts, e.ref(e.c.Reference+"/"+r.id, r.title))
	}
	return o
}

func (e *exporter) object(r record) mdto.Object {
	o := e.common()
	o.IDs, o.Name, o.Level = []mdto.ID{e.id(e.c.Reference + "/" + r.id)}, r.title, mdto.Level("Archiefstuk")
	o.PartOf = []mdto.Ref{e.ref(e.c.Reference, templates.Text("archive.case", "case", e.c.Reference))}
	what := "Creatie"
	if r.received {
		what = "Ontvangst"
	}
	o.Events = []mdto.Event{{Type: mdto.EventType(what), Time: mdto.Time(r.at), Actor: &mdto.Ref{Name: e.p.settings.Retention.Archivist}}}
	for _, f := range r.files {
		o.Representation = append(o.Representation, e.ref(e.c.Reference+"/"+r.id+"/"+f.name, f.name))
	}
	for id, relation := range map[string]string{r.replaces: "Vervangt", r.replacedBy: "Vervangen door"} {
		if id != "" {
			o.Related = append(o.Related, mdto.Related{Ref: e.ref(e.c.Reference+"/"+id, id), Type: mdto.Relation(relation)})
		}
	}
	sort.Slice(o.Related, func(i, j int) bool { return o.Related[i].Type.Label < o.Related[j].Type.Label })
	return o
}

func (e *exporter) file(r record, f recordFile) mdto.File {
	return mdto.File{IDs: []mdto.ID{e.id(e.c.Reference + "/" + r.id + "/" + f.name)}, Name: f.name, Size: int64(len(f.data)), Format: mdto.Format(f.format),
		Checksums: []mdto.Checksum{mdto.Sum(digest(f.data), r.at)}, Representation: e.ref(e.c.Reference+"/"+r.id, r.title)}
}

// Kept is one case in the list of the archive.
type Kept struct {
	Case      store.Case
	Documents int
	Last      time.Time
	Retention cases.Retention
	Ruled     bool // a rule fits
	Destroyed bool
	FilesLeft bool   // destroyed, and not all of its files are removed yet
	HeldBy    string // who holds it back from destruction, "" when nobody
	HeldFor   string // and why
}

// EachKept visits every case with how long it is kept and why.
func (p *Pipeline) EachKept(ctx context.Context, visit func(Kept) error) error {
	return p.store.EachCase(ctx, func(c store.Case) error {
		k := Kept{Case: c}
		key, err := p.store.Key(ctx, c.KeyID)
		if errors.Is(err, store.ErrKeyDestroyed) {
			k.Destroyed = true
			if k.FilesLeft, err = p.store.Unfinished(ctx, c.ID); err != nil {
				return err
			}
			return visit(k)
		}
		if err != nil {
			return err
		}
		events, err := p.store.CaseEvents(ctx, c.ID, key)
		if err != nil {
			return err
		}
		docs, err := p.store.DocumentsOf(ctx, c.ID)
		if err != nil {
			return err
		}
		if k.HeldBy, k.HeldFor, err = p.holdOf(ctx, c.ID, key); err != nil {
			return err
		}
		k.Documents, k.Last = len(docs), cases.LastChange(events)
		k.Retention, k.Ruled = cases.RetentionOf(p.settings.Retention.Rules, cases.State(c.State), c.ReceivedAt, k.Last)
		return visit(k)
	})
}

// profileOf tells which profile a document was written in, from its own metadata.
func profileOf(pdf []byte) string {
	if bytes.Contains(pdf, []byte("<pdfaid:part>2<")) {
		return "2a"
	}
	return "3a"
}
