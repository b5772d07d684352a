package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/load"
	"cuelang.org/go/encoding/jsonschema"
)

// JSONSchema is the language as a JSON Schema (draft 2020-12) for platforms in
// YAML or JSON, with every doc comment as a description. An editor that validates
// against it knows types, ranges and names; what crosses fields is for compile to say.
func JSONSchema() ([]byte, error) {
	overlay := map[string]load.Source{}
	entries, err := Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("reading the embedded schema: %w", err)
	}
	const dir = "/groundplan/schema"
	names := []string{}
	for _, e := range entries {
		data, err := Files.ReadFile(e.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the embedded schema: %w", err)
		}
		overlay[dir+"/"+e.Name()] = load.FromBytes(data)
		names = append(names, dir+"/"+e.Name())
	}
	instances := load.Instances(names, &load.Config{Dir: dir, Overlay: overlay, Env: []string{}})
	ctx := cuecontext.New()
	root := ctx.BuildInstance(instances[0])
	if err := root.Err(); err != nil {
		return nil, fmt.Errorf("building the schema: %w", err)
	}
	expr, err := jsonschema.Generate(root.LookupPath(cue.ParsePath("#Platform")), &jsonschema.GenerateConfig{})
	if err != nil {
		return nil, fmt.Errorf("generating the JSON Schema: %w", err)
	}
	raw, err := ctx.BuildExpr(expr).MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("writing the JSON Schema: %w", err)
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, fmt.Errorf("reading the JSON Schema back: %w", err)
	}
	tree["title"] = "Groundplan platform"
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(plain(tree)); err != nil {
		return nil, fmt.Errorf("writing the JSON Schema: %w", err)
	}
	return out.Bytes(), nil
}

// plain rewrites the two forms that editors explain badly: a choice of constants
// becomes an enum (the generator leaves CUE's error("…") alternative as false), and
// a number that is also an integer becomes an integer.
func plain(node any) any {
	switch n := node.(type) {
	case []any:
		for i := range n {
			n[i] = plain(n[i])
		}
	case map[string]any:
		for k := range n {
			n[k] = plain(n[k])
		}
		if values, ok := constants(n["anyOf"]); ok {
			delete(n, "anyOf")
			n["enum"] = values
		}
		if all, ok := n["allOf"].([]any); ok {
			if one, ok := soleInteger(all); ok {
				delete(n, "allOf")
				for k, v := range one {
					n[k] = v
				}
			}
		}
	}
	return node
}

// constants are the values of an anyOf whose alternatives are all constants.
func constants(anyOf any) (values []any, ok bool) {
	alternatives, _ := anyOf.([]any)
	for _, a := range alternatives {
		if a == false {
			continue
		}
		m, isMap := a.(map[string]any)
		value, isConst := m["const"]
		if !isMap || !isConst || len(m) != 1 {
			return nil, false
		}
		values = append(values, value)
	}
	return values, len(values) > 0
}

// soleInteger is the integer schema in an allOf that adds nothing but "number".
func soleInteger(allOf []any) (map[string]any, bool) {
	rest := slices.DeleteFunc(slices.Clone(allOf), func(a any) bool {
		m, ok := a.(map[string]any)
		return ok && len(m) == 1 && m["type"] == "number"
	})
	if len(rest) != 1 {
		return nil, false
	}
	m, ok := rest[0].(map[string]any)
	return m, ok && m["type"] == "integer"
}
