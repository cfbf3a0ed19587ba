// Package templates holds every Dutch sentence that a person reads: mails,
// documents, findings. Code names a text by its key; the sentence lives in
// text/*.json, the layout of a mail in mail/. Nothing a referrer wrote ever
// goes through here.
package templates

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:embed text mail
var files embed.FS

// catalogue is read once; a broken catalogue is a programming error and found by any test.
var catalogue = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	names, err := fs.Glob(files, "text/*.json")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		part := map[string]string{}
		if err := json.Unmarshal(data, &part); err != nil {
			panic(fmt.Sprintf("templates: %s: %v", name, err))
		}
		for key, text := range part {
			if _, twice := all[key]; twice {
				panic(fmt.Sprintf("templates: key %q stands in two files", key))
			}
			all[key] = text
		}
	}
	return all
})

// Has says whether the catalogue holds a sentence for key.
func Has(key string) bool { _, ok := catalogue()[key]; return ok }

// Text gives the sentence for key with {name} replaced by value, for each pair
// name, value in args. An unknown key gives the key itself between ⟦⟧, so that it
// is seen at once and never hides what it stands for.
func Text(key string, args ...string) string {
	text, ok := catalogue()[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !open || !closed {
			b.WriteString(text[len(before):])
			return b.String()
		}
		if value, ok := argument(args, name); ok {
			b.WriteString(value)
		} else {
			b.WriteString("{" + name + "}")
		}
		text = after
	}
}

func argument(args []string, name string) (value string, ok bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return "", false
}
