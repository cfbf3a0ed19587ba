package odf

import (
	"strings"

	"mdaplus/forms/sheet"
)

// changeKind is what a tracked change did.
type changeKind int

const (
	changeUnknown changeKind = iota
	changeInsertion
	changeDeletion
	changeFormat
)

// trackedChanges reads text:tracked-changes: what each change did, and the deleted text,
// which is not part of the document any more.
func (w *walker) trackedChanges() error {
	return w.p.children(func(e element) error {
		if e.key != "text:changed-region" {
			return w.p.skip()
		}
		var ids []string // the same one in two namespaces
		for _, a := range e.attrs {
			if a.Name.Local == "id" {
				ids = append(ids, a.Value)
			}
		}
		return w.p.children(func(e element) error { return w.changeRegion(ids, e) })
	})
}

func (w *walker) changeRegion(ids []string, e element) error {
	kind := map[string]changeKind{"text:insertion": changeInsertion, "text:format-change": changeFormat, "text:deletion": changeDeletion}[e.key]
	for _, id := range ids {
		if w.changes[id] != changeDeletion { // what was inserted and deleted again is not there
			w.changes[id] = kind
		}
	}
	if kind == changeDeletion {
		return w.p.children(func(e element) error {
			if e.key == "office:change-info" {
				return w.p.skip()
			}
			t, err := w.p.words()
			w.aside("revisions", t)
			return err
		})
	}
	return w.p.skip()
}

// change reads the place of a change. A deletion is a point where nothing stands any more,
// or, in flat files, a stretch of text that is still there.
func (w *walker) change(e element) error {
	id := e.attr("change-id")
	kind := w.changes[id]
	switch e.key {
	case "text:change":
		if kind == changeUnknown {
			w.object(sheet.Object{Kind: sheet.Unknown})
		}
	case "text:change-start":
		if _, twice := w.open[id]; !twice {
			w.open[id] = kind
			w.weigh(kind, 1)
		}
	case "text:change-end":
		if kind, began := w.open[id]; began {
			delete(w.open, id)
			w.weigh(kind, -1)
		}
	}
	return w.p.skip()
}

func (w *walker) weigh(kind changeKind, by int) {
	switch kind {
	case changeInsertion:
		w.inserted += by
	case changeDeletion:
		w.gone += by
	case changeUnknown:
		w.object(sheet.Object{Kind: sheet.Unknown})
	}
}

// note reads a text:note: a footnote or endnote.
func (w *walker) note() error {
	body := ""
	err := w.p.children(func(e element) error {
		if e.key != "text:note-body" {
			return w.p.skip()
		}
		t, err := w.p.words()
		body = t
		return err
	})
	w.aside("comments", body)
	w.object(sheet.Object{Kind: sheet.Footnote, Text: body})
	return err
}

// comment reads an office:annotation; who wrote it and when is no part of it.
func (w *walker) comment() error {
	var said []string
	err := w.p.children(func(e element) error {
		if strings.HasPrefix(e.key, "dc:") || strings.HasPrefix(e.key, "meta:") || strings.HasPrefix(e.key, "loext:sender") {
			return w.p.skip()
		}
		t, err := w.p.words()
		said = append(said, t)
		return err
	})
	body := strings.TrimSpace(strings.Join(said, " "))
	w.aside("comments", body)
	w.object(sheet.Object{Kind: sheet.Comment, Text: body})
	return err
}

// furniture keeps the text of headers and footers, a line a paragraph.
func (w *walker) furniture(inside bool) error {
	return w.p.content(func(e element) error {
		switch {
		case !e.start:
			if inside {
				w.edges.Write(e.text)
			}
			return nil
		case e.key == "text:tracked-changes" || e.key == "office:annotation":
			return w.p.skip()
		case strings.HasPrefix(e.key, "style:header") || strings.HasPrefix(e.key, "style:footer"):
			return w.furniture(true)
		case e.key == "text:p" || e.key == "text:h":
			err := w.furniture(inside)
			w.edges.WriteByte('\n')
			return err
		case e.key == "text:s" || e.key == "text:tab" || e.key == "text:line-break":
			w.edges.WriteByte(' ')
		}
		return w.furniture(inside)
	})
}
