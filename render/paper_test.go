package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// unseen are the texts of each kind that its paper does not show: codes that become words,
// dates that are written out, and what only serves to look something up.
var unseen = map[string]bool{"kind": true, "status": true, "outcome": true, "id": true, "trust": true, "date": true, "nextReview": true, "byWhen": true, "month": true, "from": true, "to": true,
	"registered": true, "start": true, "reply": true, "nextLook": true, "closed": true, "until": true, "title": true, "value": true, "region": true}

// marks replaces every text that is shown by a word of its own, and gives the words.
func marks(v reflect.Value, key string, words *[]string) {
	switch v.Kind() {
	case reflect.String:
		if !unseen[key] && v.String() != "" && v.String() != "Korte omschrijving van de situatie" { // that one has a heading of its own
			word := fmt.Sprintf("Woord%04d", len(*words))
			*words = append(*words, word)
			v.SetString(word)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if v.Field(i).CanSet() {
				marks(v.Field(i), name, words)
			}
		}
	case reflect.Slice:
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range v.Len() {
			marks(v.Index(i), key, words)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			marks(own.Elem(), key, words)
			v.Set(own)
		}
	}
}

// Every text in the data of every kind of document can be taken out of its PDF again.
func TestNoTextOfAnyDocumentIsLost(t *testing.T) {
	for _, e := range documents {
		example := reflect.New(reflect.TypeOf(e.example)).Elem()
		example.Set(reflect.ValueOf(e.example))
		var words []string
		marks(example, "", &words)
		pdf, err := Make(example.Interface().(Paper), Look{Profile: Profile3a})
		if err != nil {
			t.Fatalf("%s: %v", e.kind, err)
		}
		text := letters(textOf(t, pdf))
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %s is in the data and not on paper", e.kind, w)
			}
		}
		if strings.Contains(text, "⟦") {
			t.Errorf("%s: a text is missing in templates", e.kind)
		}
		if len(words) < 5 {
			t.Errorf("%s: only %d texts", e.kind, len(words))
		}
	}
}

// Long words and texts of many pages stay on the paper, whole.
func TestLongTextsOfAnyDocumentStayWhole(t *testing.T) {
	const rare, many = "ŵ", 960
	long := strings.Repeat(rare, many)
	for _, e := range documents {
		data, err := json.Marshal(e.example)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range []string{`"question":"`, `"vision":"`, `"outcome":"`, `"what":"`, `"why":"`, `"reason":"`, `"explanation":"`, `"ground":"`} {
			changed := bytes.Replace(data, []byte(place), []byte(place+long+" "), 1)
			if bytes.Equal(changed, data) || place == `"outcome":"` && e.kind != "agreements" {
				continue
			}
			pdf, err := Document(e.kind, changed, Look{Profile: Profile2a})
			if err != nil {
				t.Fatalf("%s: %v", e.kind, err)
			}
			if n := strings.Count(textOf(t, pdf), rare); n < many {
				t.Errorf("%s: of a word of %d letters behind %s only %d are there", e.kind, many, place, n)
			}
		}
	}
}

// renders says how often each document is made in the test of sameness.
const renders = 1000

// The same data give the same file: a thousand times, on two goroutines, in two processes.
func TestTheSameDataGiveTheSameFile(t *testing.T) {
	if os.Getenv("MDAPLUS_RENDER_HASHES") != "" {
		fmt.Print(hashes(t, renders/len(documents)/2))
		return
	}
	mine := hashes(t, renders/len(documents)/2)
	cmd := exec.Command(os.Args[0], "-test.run", "^TestTheSameDataGiveTheSameFile$")
	cmd.Env = append(os.Environ(), "MDAPLUS_RENDER_HASHES=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	theirs, _, _ := strings.Cut(string(out), "PASS")
	if theirs != mine {
		t.Errorf("another process makes other files:\n%s\n%s", mine, theirs)
	}
}

// hashes makes every document so many times on each of two goroutines, and gives one hash of
// each; more than one is a failure.
func hashes(t *testing.T, times int) string {
	var out strings.Builder
	for _, e := range documents {
		var mu sync.Mutex
		seen := map[string]bool{}
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				for range times {
					pdf, err := Make(e.example, Look{Profile: Profile3a})
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					seen[fmt.Sprintf("%x", sha256.Sum256(pdf))] = true
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(seen) != 1 {
			t.Errorf("%s: %d different files", e.kind, len(seen))
		}
		for h := range seen {
			fmt.Fprintln(&out, e.kind, h)
		}
	}
	return out.String()
}
