package pipeline_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"groundplan.internal/schema"
)

// node is what is read of a JSON Schema.
type node struct {
	Type                 any
	Ref                  string `json:"$ref"`
	Enum                 []any
	Pattern              string
	Minimum, Maximum     any
	Properties           map[string]node
	PatternProperties    map[string]node
	AdditionalProperties json.RawMessage // false in closed structures
	PrefixItems          []node
	Items                json.RawMessage // false in lists of certain elements
	Defs                 map[string]node `json:"$defs"`
}

// schemaTree is the language; its definitions are in Defs, but for #Platform, which it is.
func schemaTree(t testing.TB) (language node) {
	t.Helper()
	data, err := schema.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &language); err != nil {
		t.Fatal(err)
	}
	return language
}

// resolved is the definition that a node refers to, or the node.
func (n node) resolved(language node) node {
	if n.Ref == "" {
		return n
	}
	return language.Defs[definition(n.Ref)].resolved(language)
}

func definition(ref string) string { return strings.TrimPrefix(ref, "#/$defs/") }

// anything reports a field that takes whatever a platform has by that name.
func (n node) anything() bool { return n.Ref == "" && n.Type == nil && n.Enum == nil }

// at is what stands under a key: a field of a structure, or a value of a map.
func (n node) at(key string) node {
	if f, ok := n.Properties[key]; ok {
		return f
	}
	return sole(append(slices.Collect(maps.Values(n.PatternProperties)), parsed(n.AdditionalProperties)...))
}

// item is an element of a list.
func (n node) item(i int) node {
	if i < len(n.PrefixItems) {
		return n.PrefixItems[i]
	}
	return sole(parsed(n.Items))
}

// elements are what stands in a list or a map.
func (n node) elements() []node {
	return slices.Concat(n.PrefixItems, parsed(n.Items), slices.Collect(maps.Values(n.PatternProperties)), parsed(n.AdditionalProperties))
}

// parsed is a node that may also be false: there is none.
func parsed(data json.RawMessage) []node {
	var n node
	if json.Unmarshal(data, &n) != nil {
		return nil
	}
	return []node{n}
}

func sole(nodes []node) node {
	if len(nodes) != 1 {
		return node{} // what nothing is known of
	}
	return nodes[0]
}

// fields are the names of those in a structure and in all that is in it, after its own.
func (n node) fields(name string) (out []string) {
	for f, inner := range n.Properties {
		out = append(out, name+"."+f)
		out = append(out, inner.fields(name+"."+f)...)
	}
	for _, inner := range n.elements() {
		out = append(out, inner.fields(name)...)
	}
	return out
}

// allFields are those of all definitions, sorted.
func (n node) allFields() []string {
	out := n.fields("Platform")
	for name, definition := range n.Defs {
		out = append(out, definition.fields(name)...)
	}
	slices.Sort(out)
	return out
}
