package templates

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"sync"
	"text/template"
	"time"
)

// Rendered is one mail, ready to be composed: Text and HTML say the same.
type Rendered struct{ Subject, Text, HTML string }

// Mail renders the mail of this kind. Data is the struct that belongs to the
// kind (see kinds.go); a kind or struct that do not belong together, or a field
// that was not filled in, is an error: a mail with a hole is never sent.
func Mail(kind string, data any) (Rendered, error) {
	want, ok := dataOf[kind]
	if !ok {
		return Rendered{}, fmt.Errorf("templates: no mail of kind %q", kind)
	}
	if got := reflect.TypeOf(data); got != want {
		return Rendered{}, fmt.Errorf("templates: mail %q takes %v, not %v", kind, want, got)
	}
	filled, err := fill(reflect.ValueOf(data), kind)
	if err != nil {
		return Rendered{}, err
	}
	var source bytes.Buffer
	if err := sources().ExecuteTemplate(&source, kind+".txt", filled.Interface()); err != nil {
		return Rendered{}, fmt.Errorf("templates: mail %q: %w", kind, err)
	}
	return layOut(kind, source.String())
}

// layOut makes both forms of a mail whose first line is "Onderwerp: …".
func layOut(kind, source string) (Rendered, error) {
	head, body, _ := strings.Cut(strings.TrimSpace(source), "\n")
	subject, ok := strings.CutPrefix(head, "Onderwerp: ")
	if !ok {
		return Rendered{}, fmt.Errorf("templates: mail %q does not start with its subject", kind)
	}
	blocks := parseBlocks(body)
	var html bytes.Buffer
	err := wrapper().Execute(&html, struct {
		Subject string
		Blocks  []block
	}{subject, blocks})
	if err != nil {
		return Rendered{}, fmt.Errorf("templates: mail %q as HTML: %w", kind, err)
	}
	return Rendered{Subject: subject, Text: plain(blocks), HTML: html.String()}, nil
}

var sources = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("mail").Option("missingkey=error").Funcs(helpers).ParseFS(files, "mail/*.txt"))
})

var wrapper = sync.OnceValue(func() *htmltemplate.Template {
	return htmltemplate.Must(htmltemplate.ParseFS(files, "mail/wrapper.html"))
})

var helpers = template.FuncMap{
	"count":     Count,
	"date":      Date,
	"datetime":  DateTime,
	"distance":  Distance,
	"reason":    Reason,
	"sender":    SenderReason,
	"shortdate": ShortDate,
	"text":      mustText,
}

// mustText is Text for a template: there an unknown key stops the mail.
func mustText(key string, args ...any) (string, error) {
	if !Has(key) {
		return "", fmt.Errorf("no text with key %q", key)
	}
	var pairs []string
	for _, arg := range args {
		pairs = append(pairs, fmt.Sprint(arg))
	}
	return Text(key, pairs...), nil
}

// Reason gives the sentence for the project leader that says why a message was
// held or ignored. A code without a sentence is named as it is.
func Reason(code string) string {
	if Has("reason." + code) {
		return Text("reason." + code)
	}
	return Text("reason.other", "code", code)
}

// SenderReason gives the sentence for the sender that says why a message could
// not be read, or nothing when the reason does not help the sender.
func SenderReason(code string) string {
	if Has("sender." + code) {
		return Text("sender." + code)
	}
	return ""
}

// fill copies the data with the white space of each string folded, so that no
// value can add a line to a mail, and reports the fields that are empty. A field
// with the tag `mail:"optional"` may be empty.
func fill(v reflect.Value, place string) (reflect.Value, error) {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.String:
		out.SetString(strings.Join(strings.Fields(v.String()), " "))
	case v.Kind() == reflect.Slice:
		return fillSlice(v, place)
	case v.Kind() == reflect.Struct:
		return fillStruct(v, place)
	}
	return out, nil
}

func fillSlice(v reflect.Value, place string) (reflect.Value, error) {
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		item, err := fill(v.Index(i), fmt.Sprintf("%s[%d]", place, i))
		if err != nil {
			return out, err
		}
		out.Index(i).Set(item)
	}
	return out, nil
}

func fillStruct(v reflect.Value, place string) (reflect.Value, error) {
	out := reflect.New(v.Type()).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name := place + "." + field.Name
		value, err := fill(v.Field(i), name)
		if err != nil {
			return out, err
		}
		if isEmpty(value) && field.Tag.Get("mail") != "optional" {
			return out, fmt.Errorf("templates: %s is empty", name)
		}
		out.Field(i).Set(value)
	}
	return out, nil
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.IsZero()
}

// Kinds names the mails, in the order of the files.
func Kinds() []string {
	var kinds []string
	names, _ := fs.Glob(files, "mail/*.txt")
	for _, name := range names {
		if kind := strings.TrimSuffix(path.Base(name), ".txt"); dataOf[kind] != nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
