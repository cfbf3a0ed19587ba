package render

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"
)

// The data of a document travel with a description of their shape (JSON Schema, draft
// 2020-12), made from the types themselves: who opens the file in thirty years has both.

// node is one part of a schema; the order of its fields is the order in the file.
type node struct {
	Schema     string           `json:"$schema,omitempty"`
	Title      string           `json:"title,omitempty"`
	Type       string           `json:"type,omitempty"`
	Format     string           `json:"format,omitempty"`
	Properties map[string]*node `json:"properties,omitempty"`
	Required   []string         `json:"required,omitempty"`
	Items      *node            `json:"items,omitempty"`
	Values     *node            `json:"additionalProperties,omitempty"`
}

// schemas are made once for each kind of document.
var schemas sync.Map

func schemaOf(paper Paper) []byte {
	t := reflect.TypeOf(paper)
	if done, ok := schemas.Load(t); ok {
		return done.([]byte)
	}
	top := nodeOf(t)
	top.Schema, top.Title = "https://json-schema.org/draft/2020-12/schema", t.Name()
	data, err := json.MarshalIndent(top, "", "  ")
	if err != nil {
		panic(err) // of our own types
	}
	schemas.Store(t, data)
	return data
}

func nodeOf(t reflect.Type) *node {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return &node{Type: "string", Format: "date-time"}
	case t.Kind() == reflect.Pointer:
		return nodeOf(t.Elem())
	}
	switch t.Kind() {
	case reflect.Struct:
		return structNode(t)
	case reflect.Slice:
		return &node{Type: "array", Items: nodeOf(t.Elem())}
	case reflect.Map:
		return &node{Type: "object", Values: nodeOf(t.Elem())}
	case reflect.Int, reflect.Int64:
		return &node{Type: "integer"}
	case reflect.Float64:
		return &node{Type: "number"}
	case reflect.Bool:
		return &node{Type: "boolean"}
	}
	return &node{Type: "string"}
}

func structNode(t reflect.Type) *node {
	n := &node{Type: "object", Properties: map[string]*node{}}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		n.Properties[name] = nodeOf(t.Field(i).Type)
		if !strings.Contains(options, "omit") {
			n.Required = append(n.Required, name)
		}
	}
	return n
}
