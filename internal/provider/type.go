package provider

import (
	"maps"
	"slices"

	"github.com/agext/levenshtein"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"
)

// Type is a resource type, a data source, or the provider's configuration. The
// arguments that Terraform adds to all of them, such as count, are not in it.
type Type struct {
	Name string // aws_vpc
	*Block
}

// Block is what may stand in a block of configuration.
type Block struct {
	attributes map[string]Attribute
	blocks     map[string]*Nested

	required, requiredBlocks []string // sorted
}

// Attribute is an argument, or a value that the provider computes.
type Attribute struct {
	Type       cty.Type
	Required   bool
	Optional   bool // may be set
	Computed   bool // known after apply unless set
	Deprecated bool // in any of the versions
	Sensitive  bool
}

// Settable reports whether configuration may set the attribute; one that it may
// not can only be referred to.
func (a Attribute) Settable() bool { return a.Required || a.Optional }

// Nested is a block within a block.
type Nested struct {
	Nesting    string // list, set, map, single, group
	Min        int    // 0: may be left out
	Max        int    // 0: any number
	Deprecated bool
	*Block
}

// Attribute is the attribute of that name.
func (b *Block) Attribute(name string) (Attribute, bool) {
	a, ok := b.attributes[name]
	return a, ok
}

// Nested is the nested block of that name.
func (b *Block) Nested(name string) (*Nested, bool) {
	n, ok := b.blocks[name]
	return n, ok
}

// Required is the arguments that must be set, sorted.
func (b *Block) Required() []string { return b.required }

// RequiredBlocks is the nested blocks of which one at least must be there, sorted.
func (b *Block) RequiredBlocks() []string { return b.requiredBlocks }

// Suggest is what configuration may set whose name is nearest to name, if any is
// near.
func (b *Block) Suggest(name string) (string, bool) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(b.attributes)), func(name string) bool {
		return !b.attributes[name].Settable()
	})
	return nearest(name, append(names, slices.Sorted(maps.Keys(b.blocks))...))
}

// nearest is the first of the candidates with the fewest edits from name, if a
// third of its letters or fewer need one.
func nearest(name string, candidates []string) (string, bool) {
	best, edits := "", max(1, len(name)/3)+1
	for _, c := range candidates {
		if d := levenshtein.Distance(name, c, nil); d < edits {
			best, edits = c, d
		}
	}
	return best, best != ""
}

func newBlock(b *tfjson.SchemaBlock) *Block {
	out := &Block{
		attributes: make(map[string]Attribute, len(b.Attributes)),
		blocks:     make(map[string]*Nested, len(b.NestedBlocks)),
	}
	for name, a := range b.Attributes {
		out.attributes[name] = Attribute{
			Type: valueType(a), Required: a.Required, Optional: a.Optional,
			Computed: a.Computed, Deprecated: a.Deprecated, Sensitive: a.Sensitive,
		}
		if a.Required {
			out.required = append(out.required, name)
		}
	}
	for name, n := range b.NestedBlocks {
		out.blocks[name] = &Nested{
			Nesting: string(n.NestingMode), Min: int(n.MinItems), Max: int(n.MaxItems),
			Deprecated: n.Block.Deprecated, Block: newBlock(n.Block),
		}
		if n.MinItems > 0 {
			out.requiredBlocks = append(out.requiredBlocks, name)
		}
	}
	slices.Sort(out.required)
	slices.Sort(out.requiredBlocks)
	return out
}

// valueType is the type of an attribute, with the attributes of a nested type as
// an object; those that need not be set are optional in it.
func valueType(a *tfjson.SchemaAttribute) cty.Type {
	if a.AttributeNestedType == nil {
		return a.AttributeType
	}
	types := make(map[string]cty.Type)
	var optional []string
	for name, inner := range a.AttributeNestedType.Attributes {
		types[name] = valueType(inner)
		if !inner.Required {
			optional = append(optional, name)
		}
	}
	object := cty.ObjectWithOptionalAttrs(types, optional)
	switch a.AttributeNestedType.NestingMode {
	case tfjson.SchemaNestingModeList:
		return cty.List(object)
	case tfjson.SchemaNestingModeSet:
		return cty.Set(object)
	case tfjson.SchemaNestingModeMap:
		return cty.Map(object)
	}
	return object
}
