package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

const source = "registry.terraform.io/hashicorp/aws"

// typeNames is what a list of types names, sorted: lines but empty ones and
// comments.
func typeNames(list string) []string {
	var names []string
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			names = append(names, line)
		}
	}
	slices.Sort(names)
	return names
}

// prune keeps names, and the provider's own arguments as "provider", of the
// output of terraform providers schema -json.
func prune(schemas []byte, names []string) ([]byte, error) {
	var all tfjson.ProviderSchemas
	if err := json.Unmarshal(schemas, &all); err != nil {
		return nil, err
	}
	aws := all.Schemas[source]
	if aws == nil {
		return nil, fmt.Errorf("no schema of %s", source)
	}
	out := bytes.NewBufferString("{\n")
	for _, name := range names {
		schema := aws.ResourceSchemas[name]
		if data, ok := strings.CutPrefix(name, "data."); ok {
			schema = aws.DataSourceSchemas[data]
		}
		if schema == nil {
			return nil, fmt.Errorf("types.txt: the provider has no %s", name)
		}
		if err := line(out, name, schema); err != nil {
			return nil, err
		}
		out.WriteString(",\n")
	}
	if err := line(out, "provider", aws.ConfigSchema); err != nil {
		return nil, err
	}
	out.WriteString("\n}\n")
	return out.Bytes(), nil
}

func line(out *bytes.Buffer, name string, schema *tfjson.Schema) error {
	undescribe(schema.Block)
	unnest(schema.Block, nil)
	data, err := json.Marshal(schema.Block)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(out, "%q:%s", name, data)
	return nil
}

// unnest leaves out blocks that stand within one of their own name, unless they are what
// a scope is narrowed by the opposite of. Statements of WAF do, three deep, which is a
// megabyte of schema for what no generator emits.
func unnest(b *tfjson.SchemaBlock, around []string) {
	opposite := len(around) > 1 && slices.Equal(around[len(around)-2:], []string{"scope_down_statement", "not_statement"})
	for name, nested := range b.NestedBlocks {
		if slices.Contains(around, name) && !opposite {
			delete(b.NestedBlocks, name)
			continue
		}
		unnest(nested.Block, append(slices.Clip(around), name))
	}
}

// undescribe removes the descriptions from a block and all below it.
func undescribe(b *tfjson.SchemaBlock) {
	b.Description, b.DescriptionKind = "", ""
	undescribeAttributes(b.Attributes)
	for _, nested := range b.NestedBlocks {
		undescribe(nested.Block)
	}
}

func undescribeAttributes(attributes map[string]*tfjson.SchemaAttribute) {
	for _, a := range attributes {
		a.Description, a.DescriptionKind = "", ""
		if a.AttributeNestedType != nil {
			undescribeAttributes(a.AttributeNestedType.Attributes)
		}
	}
}
