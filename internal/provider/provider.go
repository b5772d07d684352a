// Package provider answers what the Terraform AWS provider accepts: the arguments
// and nested blocks of the resource types and data sources that the generators
// emit, in the oldest and the newest provider version that generated code is for,
// and in both at once. The schemas are embedded, made by the command prune from
// what terraform prints, and decoded type by type when asked for. It must not know
// HCL or the generators; package verify walks the emitted blocks.
package provider

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"
)

//go:embed aws-5.100.0.json
var aws5 string

//go:embed aws-6.25.0.json
var aws6 string

// Schema is what one or several versions of the provider accept. It may be used
// by several goroutines.
type Schema struct {
	version string
	texts   []string // one for each version

	mu    sync.Mutex
	types map[string]*Type
}

// Versions is the schema of each version, oldest first.
func Versions() []*Schema {
	return []*Schema{newSchema("5.100.0", aws5), newSchema("6.25.0", aws6)}
}

// Both is what all versions accept alike: an argument is there if all have it, may
// be set if all let it, and must be set if any demands it.
func Both() *Schema {
	return newSchema("5.100.0 and 6.25.0", aws5, aws6)
}

func newSchema(version string, texts ...string) *Schema {
	return &Schema{version: version, texts: texts, types: make(map[string]*Type)}
}

// Version is the version for messages: 5.100.0, or 5.100.0 and 6.25.0.
func (s *Schema) Version() string { return s.version }

// Resource is the resource type of that name: aws_vpc.
func (s *Schema) Resource(typ string) (*Type, bool) { return s.lookUp(typ) }

// DataSource is the data source of that name: aws_vpc.
func (s *Schema) DataSource(typ string) (*Type, bool) { return s.lookUp("data." + typ) }

// Provider is the provider's own configuration.
func (s *Schema) Provider() *Type {
	t, ok := s.lookUp("provider")
	if !ok {
		panic("provider: the embedded schema has no provider line")
	}
	return t
}

// SuggestResource is the resource type whose name is nearest to typ, if any is
// near.
func (s *Schema) SuggestResource(typ string) (string, bool) {
	return nearest(typ, slices.DeleteFunc(s.names(), func(name string) bool { return !strings.HasPrefix(name, "aws_") }))
}

// SuggestDataSource is the data source whose name is nearest to typ, if any is
// near.
func (s *Schema) SuggestDataSource(typ string) (string, bool) {
	var names []string
	for _, name := range s.names() {
		if data, ok := strings.CutPrefix(name, "data."); ok {
			names = append(names, data)
		}
	}
	return nearest(typ, names)
}

// names is the keys of the lines of the first version, sorted.
func (s *Schema) names() []string {
	var names []string
	for line := range strings.Lines(s.texts[0]) {
		if name, _, ok := strings.Cut(strings.TrimPrefix(line, `"`), `":`); ok {
			names = append(names, name)
		}
	}
	return names
}

func (s *Schema) lookUp(key string) (*Type, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.types[key]
	if !ok {
		t = s.decode(key)
		s.types[key] = t
	}
	return t, t != nil
}

// decode is the type in all versions, or nil if one lacks it.
func (s *Schema) decode(key string) *Type {
	var merged *tfjson.SchemaBlock
	for _, text := range s.texts {
		block := find(text, key)
		if block == nil {
			return nil
		}
		if merged != nil {
			block = intersection(merged, block)
		}
		merged = block
	}
	return &Type{Name: strings.TrimPrefix(key, "data."), Block: newBlock(merged)}
}

// find decodes the line of key, and no other.
func find(text, key string) *tfjson.SchemaBlock {
	_, rest, ok := strings.Cut(text, "\n\""+key+"\":")
	if !ok {
		return nil
	}
	line, _, _ := strings.Cut(rest, "\n")
	var block tfjson.SchemaBlock
	if err := json.Unmarshal([]byte(strings.TrimSuffix(line, ",")), &block); err != nil {
		panic(fmt.Sprintf("provider: embedded schema of %s: %v", key, err))
	}
	return &block
}
