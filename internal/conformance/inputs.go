//go:build conformance

package conformance

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"

	"mdaplus/render"
)

// variant changes the example of a document into another input.
type variant struct {
	name   string
	text   func(was string) string // every text that is not a key
	repeat int                     // every list this often; -1: empty
	number float64                 // every number, when not 0
}

// planes are samples of every plane of Unicode, and of what gives programs trouble.
var planes = map[string]string{
	"latin": "Łódź Ğülşen Ærø naïve ﬁ ÿ", "greek-cyrillic": "Ελλάς Привет", "hebrew-arabic": "שלום مرحبا", "indic": "नमस्ते தமிழ்", "cjk": "漢字 かな 한국어",
	"combining": "e\u0301 o\u0323\u0302 A\u030a", "control": "a\x00b\x07c\x1bd\x7fe\u0085f", "bidi": "abc\u202edef\u202c \u2066x\u2069", "white": "a\u00a0b\u2003c\td\ne\r\nf\u200bg",
	"private": "\ue000 \uf8ff", "plane-1": "😀 𝔘 𐍈", "plane-2": "𠀀 𪛖", "plane-3": "𰀀", "plane-14": "\U000e0001\U000e0041 \U000e0100", "plane-15": "\U000f0000", "plane-16": "\U0010fffd", "broken": "\xff\xfe \xc3\x28 \xed\xa0\x80",
	"symbols": "☐ ☒ ✓ € – … “ ” ‰ ½ → ≤", "marks": "<b>&amp;</b> (\\) %PDF endstream [x] {y} /Z",
}

// variants are the inputs of every kind of document.
func variants() []variant {
	keep := func(s string) string { return s }
	all := []variant{
		{name: "example", text: keep}, {name: "no-texts", text: func(string) string { return "" }}, {name: "one-letter", text: func(string) string { return "x" }},
		{name: "no-lists", text: keep, repeat: -1}, {name: "nothing", text: func(string) string { return "" }, repeat: -1, number: 0.0001},
		{name: "lists-3", text: keep, repeat: 3}, {name: "lists-6", text: keep, repeat: 6},
		{name: "large-numbers", text: keep, number: 1e6}, {name: "negative-numbers", text: keep, number: -3}, {name: "small-numbers", text: keep, number: 0.4},
		{name: "long-words", text: func(string) string { return strings.Repeat("hulpverleningsinstanties", 12) }},
		{name: "many-words", text: func(was string) string { return strings.Repeat(was+" en ", 8) + "einde" }},
		{name: "lines", text: func(was string) string { return strings.Repeat(was+"\n\n", 8) }},
		{name: "spaces", text: func(was string) string { return "   " + strings.ReplaceAll(was, " ", "     ") + "   " }},
		{name: "capitals", text: strings.ToUpper}, {name: "digits", text: func(string) string { return "0123456789,.-" }},
		{name: "urls", text: func(string) string { return "https://voorbeeld.example/" + strings.Repeat("pad/", 40) + "?a=b&c=d" }},
		{name: "quotes", text: func(was string) string { return `"` + was + `" 'x' (` + was + `) \` }},
		{name: "long-lists", text: func(was string) string { return strings.Repeat(was+" ", 3) }, repeat: 4},
		{name: "hyphens", text: func(was string) string { return strings.ReplaceAll(was, " ", "-") }},
	}
	for name, sample := range planes {
		all = append(all, variant{name: name, text: func(was string) string { return was + " " + sample }}, variant{name: name + "-only", text: func(string) string { return sample }})
	}
	return all
}

// thick is one input more, for the documents that may be as thick as a book: a pack of more
// than a hundred pages.
var thick = map[string]variant{"meeting-pack": {name: "thick", text: func(was string) string { return strings.Repeat(was+" ", 25) }, repeat: 5}}

// keys are fields whose value is a code or a date: another one would be another document.
var keys = map[string]bool{"kind": true, "status": true, "value": true, "outcome": true, "date": true, "from": true, "to": true, "byWhen": true, "month": true, "id": true, "trust": true, "nextReview": true,
	"registered": true, "closed": true, "until": true, "reply": true, "nextLook": true, "start": true}

// input gives the data of a kind of document in a variant.
func input(kind string, v variant) ([]byte, error) {
	example, ok := render.Example(kind)
	if !ok {
		return nil, fmt.Errorf("no example of %s", kind)
	}
	changed := reflect.New(reflect.TypeOf(example)).Elem()
	changed.Set(reflect.ValueOf(example))
	v.change(changed, "")
	return json.Marshal(changed.Interface())
}

func (v variant) change(x reflect.Value, key string) {
	switch x.Kind() {
	case reflect.String:
		if !keys[key] {
			x.SetString(v.text(x.String()))
		}
	case reflect.Int:
		if v.number != 0 && key != "number" && key != "phase" {
			x.SetInt(int64(v.number))
		}
	case reflect.Float64:
		if v.number != 0 {
			x.SetFloat(v.number)
		}
	case reflect.Struct:
		if x.Type() == reflect.TypeOf(time.Time{}) {
			return
		}
		for i := range x.NumField() {
			name, _, _ := strings.Cut(x.Type().Field(i).Tag.Get("json"), ",")
			v.change(x.Field(i), name)
		}
	case reflect.Slice:
		v.changeList(x, key)
	case reflect.Pointer:
		if x.IsNil() {
			return
		}
		own := reflect.New(x.Type().Elem())
		own.Elem().Set(x.Elem())
		v.change(own.Elem(), key)
		x.Set(own)
	}
}

func (v variant) changeList(x reflect.Value, key string) {
	n := x.Len() * max(v.repeat, 1)
	if v.repeat < 0 {
		n = 0
	}
	own := reflect.MakeSlice(x.Type(), n, n)
	for i := range n {
		own.Index(i).Set(x.Index(i % x.Len()))
		v.change(own.Index(i), key)
	}
	x.Set(own)
}

// letters are what must be found again in the text of a document.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
}
