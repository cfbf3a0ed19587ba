package docx

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"mdaplus/forms/html"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// chunk reads a w:altChunk: a whole part in another format that Word would take in.
func (w *walker) chunk(e element, out *[]sheet.Block) error {
	unread := func() error {
		w.sh.Loose = append(w.sh.Loose, sheet.Object{Kind: sheet.Unknown})
		return w.p.skip()
	}
	r, ok := w.rels[e.attr("id")]
	if !ok || r.external || w.gone > 0 || w.levels >= maxAltChunks {
		return unread()
	}
	w.levels++
	data, err := w.pkg.part(r.target)
	if err != nil || data == nil {
		return unread()
	}
	inner, err := readChunk(data, w.levels)
	if err != nil {
		return unread()
	}
	*out = append(*out, inner.Blocks...)
	w.sh.Loose = append(w.sh.Loose, inner.Loose...)
	return w.p.skip()
}

func readChunk(data []byte, deep int) (*sheet.Sheet, error) {
	head := bytes.ToLower(data[:min(len(data), 1024)])
	switch {
	case bytes.HasPrefix(data, []byte("PK")) && deep < 2:
		pkg, err := open(data)
		if err != nil {
			return nil, err
		}
		return pkg.read(maxAltChunks)
	case bytes.Contains(head, []byte("mime-version:")) || bytes.HasPrefix(head, []byte(`{\rtf`)):
		return nil, ErrNotDocx
	case bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html")):
		return html.Read(data)
	case bytes.IndexByte(data, 0) < 0:
		return text.Read(string(data)), nil
	}
	return nil, ErrNotDocx
}

// boundValue gives the value that a data-bound control points at in customXml.
func (p *parts) boundValue(storeItem, xpath string) (string, bool) {
	for name := range p.names() {
		if !strings.HasPrefix(name, "customxml/itemprops") {
			continue
		}
		data, err := p.part(name)
		if err != nil || !bytes.Contains(bytes.ToLower(data), bytes.ToLower([]byte(strings.Trim(storeItem, "{}")))) {
			continue
		}
		item, err := p.part(strings.Replace(name, "itemprops", "item", 1))
		if err != nil || item == nil {
			return "", false
		}
		return evaluate(item, xpath)
	}
	return "", false
}

func (p *parts) names() map[string]struct{} {
	all := make(map[string]struct{}, len(p.files)+len(p.inline))
	for n := range p.files {
		all[n] = struct{}{}
	}
	for n := range p.inline {
		all[n] = struct{}{}
	}
	return all
}

// step is one step of a simple path such as /ns0:form[1]/ns0:answer[2].
type step struct {
	name string
	nth  int
}

func stepsOf(xpath string) []step {
	var out []step
	for _, s := range strings.Split(strings.Trim(xpath, "/"), "/") {
		name, index, _ := strings.Cut(s, "[")
		if i := strings.IndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		n, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
		if err != nil {
			n = 1
		}
		out = append(out, step{name, n})
	}
	return out
}

// evaluate follows a simple path of elements; anything else is not found, which asks.
func evaluate(data []byte, xpath string) (string, bool) {
	p := newParser(data)
	steps := stepsOf(xpath)
	counts := make([]int, len(steps)+1)
	at, depth := 0, 0
	for {
		e, err := p.next()
		if errors.Is(err, io.EOF) || err != nil {
			return "", false
		}
		if e.end {
			if depth--; depth < at {
				return "", false
			}
			continue
		}
		if !e.start {
			continue
		}
		if depth == at && localOf(e.key) == steps[at].name {
			if counts[at]++; counts[at] == steps[at].nth {
				if at++; at == len(steps) {
					t, err := p.text()
					return t, err == nil
				}
			}
		}
		depth++
	}
}

func localOf(key string) string { return key[strings.IndexByte(key, ':')+1:] }

// properties keeps the document properties aside for the search for personal data.
func (w *walker) properties() error {
	rels, err := w.pkg.relations("")
	if err != nil {
		return err
	}
	for _, r := range rels {
		if r.kind != "core-properties" || r.external {
			continue
		}
		data, err := w.pkg.part(r.target)
		if err != nil {
			return err
		}
		p := newParser(data)
		for {
			e, err := p.next()
			if err != nil {
				break
			}
			if e.text != nil {
				w.sh.Hide("properties", string(e.text))
			}
		}
	}
	return nil
}
