package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// checkKeys refuses every key the program does not know, and names the nearest one it does.
func checkKeys(n *yaml.Node, example any) error {
	return errors.Join(unknown(n, reflect.TypeOf(example), "")...)
}

func unknown(n *yaml.Node, t reflect.Type, path string) (wrong []error) {
	if t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			wrong = append(wrong, unknown(item, t.Elem(), path)...)
		}
		return wrong
	}
	if t.Kind() != reflect.Struct || n.Kind != yaml.MappingNode {
		return nil // of another shape than expected: decoding says so
	}
	known := map[string]reflect.Type{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		known[name] = t.Field(i).Type
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		sub, ok := known[key.Value]
		if !ok {
			wrong = append(wrong, fmt.Errorf("line %d: unknown key %q%s; did you mean %q?", key.Line, key.Value, inside(path), nearest(key.Value, known)))
			continue
		}
		wrong = append(wrong, unknown(n.Content[i+1], sub, strings.TrimPrefix(path+"."+key.Value, "."))...)
	}
	return wrong
}

func inside(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}

func nearest[T any](word string, known map[string]T) string {
	best, distance := "", 1<<30
	for name := range known {
		if d := edits(word, name); d < distance || d == distance && name < best {
			best, distance = name, d
		}
	}
	return best
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
