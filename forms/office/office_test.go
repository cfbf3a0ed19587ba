package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func zipOf(t testing.TB, entries ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e[0])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, e[1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPackageIsRefusedForWhatItIs(t *testing.T) {
	many := make([][2]string, MaxEntries+1)
	for i := range many {
		many[i] = [2]string{fmt.Sprint(i), ""}
	}
	locked := zipOf(t, [2]string{"a.xml", "<a/>"})
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no zip":             {[]byte("PK\x03\x04 and no more"), ErrDamaged},
		"cut off":            {zipOf(t, [2]string{"a.xml", strings.Repeat("x", 500)})[:60], ErrDamaged},
		"too many entries":   {zipOf(t, many...), ErrTooLarge},
		"a part twice":       {zipOf(t, [2]string{"a.xml", "1"}, [2]string{"A.XML", "2"}), ErrRefused},
		"up the tree":        {zipOf(t, [2]string{"../a.xml", ""}), ErrRefused},
		"up from the middle": {zipOf(t, [2]string{"a/../../b.xml", ""}), ErrRefused},
		"from the root":      {zipOf(t, [2]string{"/etc/passwd", ""}), ErrRefused},
		"the Windows way":    {zipOf(t, [2]string{`..\a.xml`, ""}), ErrRefused},
		"with a password":    {locked, ErrEncrypted},
		"nothing wrong":      {zipOf(t, [2]string{"map/", ""}, [2]string{"map/a.xml", "<a/>"}), nil},
	} {
		if _, err := Open(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestOnlySoMuchIsUnpacked(t *testing.T) {
	text := strings.Repeat("geen bom maar tekst ", 40) // compresses well, but is small
	p, err := Open(zipOf(t, [2]string{"bomb.xml", strings.Repeat("0", 8<<20)}, [2]string{"huge.xml", strings.Repeat(text, (maxPart/len(text))+1)}, [2]string{"a.xml", text}))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bomb.xml", "huge.xml"} {
		if _, err := p.Part(name); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b, err := p.Part("none.xml"); b != nil || err != nil {
		t.Errorf("an absent part: %q, %v", b, err)
	}
	fresh, _ := Open(zipOf(t, [2]string{"A.xml", text}))
	if b, err := fresh.Part("a.XML"); string(b) != text || err != nil {
		t.Errorf("a part by its name in other letters: %d bytes, %v", len(b), err)
	}
}

func TestOnlySoMuchIsParsed(t *testing.T) {
	count := func(xml string, named bool) error {
		p := NewParser([]byte(xml), Spaces{"urn:a": "a:"})
		p.Named = named
		return p.Each(func(Element) error { return nil })
	}
	for name, c := range map[string]struct {
		xml   string
		named bool
		want  error
	}{
		"deep":                     {strings.Repeat("<a>", maxDepth+1), false, ErrTooLarge},
		"many tokens":              {"<a>" + strings.Repeat("<b/>", maxTokens/2) + "</a>", false, ErrTooLarge},
		"a document type":          {"<!DOCTYPE a><a/>", false, ErrRefused},
		"a named one, allowed":     {"<!DOCTYPE a SYSTEM 'a.dtd'><a/>", true, nil},
		"one brought along":        {"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", true, ErrRefused},
		"an entity nobody defined": {"<a>&x;</a>", false, ErrDamaged},
		"an end without a start":   {"</a>", false, ErrDamaged},
		"fine":                     {"<a xmlns='urn:a'><b/>tekst</a>", false, nil},
	} {
		if err := count(c.xml, c.named); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestElementsAreKnownByNamespace(t *testing.T) {
	p := NewParser([]byte(`<x:root xmlns:x="urn:a" xmlns:y="urn:other"><y:child x:v="1">een<x:p>twee</x:p></y:child></x:root>`), Spaces{"urn:a": "a:"})
	var keys []string
	p.Next()
	err := p.Children(func(e Element) error {
		keys = append(keys, e.Key+" "+e.Attr("v"))
		words, err := p.Words()
		keys = append(keys, words)
		return err
	})
	if got := strings.Join(keys, "|"); err != nil || got != "?:child 1|eentwee" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestUTF16ByItsMark(t *testing.T) {
	for _, in := range []string{"\xff\xfeJ\x00a\x00", "\xfe\xff\x00J\x00a", "\xef\xbb\xbfJa", "Ja"} {
		if got := string(ToUTF8([]byte(in))); got != "Ja" {
			t.Errorf("%q gives %q", in, got)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(zipOf(f, [2]string{"content.xml", "<a>tekst</a>"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Open(data)
		if err != nil {
			return
		}
		for _, name := range p.Names() {
			part, err := p.Part(name)
			if err == nil && len(part) > maxPart {
				t.Errorf("%d bytes were unpacked", len(part))
			}
			NewParser(part, nil).Each(func(Element) error { return nil })
		}
	})
}
