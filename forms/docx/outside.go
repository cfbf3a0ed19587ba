package docx

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mdaplus/forms/html"
	"mdaplus/forms/office"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// chunk reads a w:altChunk: a whole part in another format that Word would take in.
func (w *walker) chunk(e element, out *[]sheet.Block) error {
	unread := func() error {
		w.sh.Loose = append(w.sh.Loose, sheet.Object{Kind: sheet.Unknown})
		return w.p.Skip()
	}
	r, ok := w.rels[e.Attr("id")]
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
	return w.p.Skip()
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
	for _, name := range p.names() {
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

func (p *parts) names() []string {
	if p.zip != nil {
		return p.zip.Names()
	}
	return slices.Collect(maps.Keys(p.inline))
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
	p := office.NewParser(data, spaces)
	steps := stepsOf(xpath)
	counts := make([]int, len(steps)+1)
	at, depth := 0, 0
	for {
		e, err := p.Next()
		if errors.Is(err, io.EOF) || err != nil {
			return "", false
		}
		if e.End {
			if depth--; depth < at {
				return "", false
			}
			continue
		}
		if !e.Start {
			continue
		}
		if depth == at && localOf(e.Key) == steps[at].name {
			if counts[at]++; counts[at] == steps[at].nth {
				if at++; at == len(steps) {
					t, err := p.Words()
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
		p := office.NewParser(data, spaces)
		for {
			e, err := p.Next()
			if err != nil {
				break
			}
			if e.Text != "" {
				w.sh.Hide("properties", e.Text)
			}
		}
	}
	return nil
}
