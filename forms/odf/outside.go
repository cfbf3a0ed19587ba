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
	return w.p.Children(func(e element) error {
		if e.Key != "text:changed-region" {
			return w.p.Skip()
		}
		var ids []string
		for _, a := range e.Attrs {
			if a.Local == "id" {
				ids = append(ids, a.Value)
			}
		}
		return w.p.Children(func(e element) error { return w.changeRegion(ids, e) })
	})

}

func (w *walker) changeRegion(ids []string, e element) error {
	kind := map[string]changeKind{"text:insertion": changeInsertion, "text:format-change": changeFormat, "text:deletion": changeDeletion}[e.Key]
	for _, id := range ids {
		if w.changes[id] != changeDeletion { // what was inserted and deleted again is not there
			w.changes[id] = kind
		}
	}
	if kind == changeDeletion {
		return w.p.Children(func(e element) error {
			if e.Key == "office:change-info" {
				return w.p.Skip()
			}
			t, err := words(w.p)
			w.aside("revisions", t)
			return err
		})

	}
	return w.p.Skip()
}

// change reads the place of a change. A deletion is a point where nothing stands any more,
// or, in flat files, a stretch of text that is still there.
func (w *walker) change(e element) error {
	id := attr(e, "change-id")
	kind := w.changes[id]
	switch e.Key {
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
	return w.p.Skip()
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
	err := w.p.Children(func(e element) error {
		if e.Key != "text:note-body" {
			return w.p.Skip()
		}
		t, err := words(w.p)
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
	err := w.p.Children(func(e element) error {
		if strings.HasPrefix(e.Key, "dc:") || strings.HasPrefix(e.Key, "meta:") || strings.HasPrefix(e.Key, "loext:sender") {
			return w.p.Skip()
		}
		t, err := words(w.p)
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
	return w.p.Content(func(e element) error {
		switch {
		case !e.Start:
			if inside {
				w.edges.WriteString(e.Text)
			}
			return nil
		case e.Key == "text:tracked-changes" || e.Key == "office:annotation":
			return w.p.Skip()
		case strings.HasPrefix(e.Key, "style:header") || strings.HasPrefix(e.Key, "style:footer"):
			return w.furniture(true)
		case e.Key == "text:p" || e.Key == "text:h":
			err := w.furniture(inside)
			w.edges.WriteByte('\n')
			return err
		case e.Key == "text:s" || e.Key == "text:tab" || e.Key == "text:line-break":
			w.edges.WriteByte(' ')
		}
		return w.furniture(inside)
	})

}
