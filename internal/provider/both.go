package provider

import tfjson "github.com/hashicorp/terraform-json"

// intersection is what two versions accept alike. A name that is an attribute in
// one and a block in the other is in neither.
func intersection(a, b *tfjson.SchemaBlock) *tfjson.SchemaBlock {
	both := &tfjson.SchemaBlock{
		Attributes:   make(map[string]*tfjson.SchemaAttribute),
		NestedBlocks: make(map[string]*tfjson.SchemaBlockType),
		Deprecated:   a.Deprecated || b.Deprecated,
	}
	for name, x := range a.Attributes {
		if y := b.Attributes[name]; y != nil && valueType(x).Equals(valueType(y)) {
			both.Attributes[name] = attributeOfBoth(x, y)
		}
	}
	for name, x := range a.NestedBlocks {
		if y := b.NestedBlocks[name]; y != nil && x.NestingMode == y.NestingMode {
			both.NestedBlocks[name] = &tfjson.SchemaBlockType{
				NestingMode: x.NestingMode,
				Block:       intersection(x.Block, y.Block),
				MinItems:    max(x.MinItems, y.MinItems),
				MaxItems:    lowerLimit(x.MaxItems, y.MaxItems),
			}
		}
	}
	return both
}

func attributeOfBoth(x, y *tfjson.SchemaAttribute) *tfjson.SchemaAttribute {
	settable := (x.Required || x.Optional) && (y.Required || y.Optional)
	required := settable && (x.Required || y.Required)
	both := *x
	both.Required = required
	both.Optional = settable && !required
	both.Computed = x.Computed || y.Computed
	both.Deprecated = x.Deprecated || y.Deprecated
	both.Sensitive = x.Sensitive || y.Sensitive
	return &both
}

// lowerLimit is the lower of two limits, where 0 is none.
func lowerLimit(x, y uint64) uint64 {
	if x == 0 || y != 0 && y < x {
		return y
	}
	return x
}
