package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const schemas = `{"format_version": "1.0", "provider_schemas": {"registry.terraform.io/hashicorp/aws": {
	"provider": {"version": 0, "block": {"attributes": {"region": {"type": "string", "optional": true, "description": "Where."}}, "description_kind": "plain"}},
	"resource_schemas": {
		"aws_vpc": {"version": 1, "block": {"description": "A VPC.", "attributes": {
			"id": {"type": "string", "description": "Its id.", "description_kind": "plain", "computed": true},
			"deep": {"nested_type": {"nesting_mode": "list", "attributes": {"x": {"type": ["set", "string"], "description": "X.", "required": true}}}, "optional": true}
		}, "block_types": {"timeouts": {"nesting_mode": "single", "block": {"attributes": {"create": {"type": "string", "description": "D.", "optional": true}}, "description_kind": "plain"}}}}},
		"aws_other": {"version": 0, "block": {}},
		"aws_nested": {"version": 0, "block": {"block_types": {"statement": {"nesting_mode": "list", "block": {"block_types": {
			"not": {"nesting_mode": "list", "block": {"block_types": {"statement": {"nesting_mode": "list", "min_items": 1, "block": {}}}}}
		}}}}}}
	},
	"data_source_schemas": {"aws_vpc": {"version": 0, "block": {"attributes": {"default": {"type": "bool", "optional": true}}}}}
}}}`

const pruned = `{
"aws_nested":{"block_types":{"statement":{"nesting_mode":"list","block":{"block_types":{"not":{"nesting_mode":"list","block":{}}}}}}},
"aws_vpc":{"attributes":{"deep":{"nested_type":{"attributes":{"x":{"type":["set","string"],"required":true}},"nesting_mode":"list"},"optional":true},"id":{"type":"string","computed":true}},"block_types":{"timeouts":{"nesting_mode":"single","block":{"attributes":{"create":{"type":"string","optional":true}}}}}},
"data.aws_vpc":{"attributes":{"default":{"type":"bool","optional":true}}},
"provider":{"attributes":{"region":{"type":"string","optional":true}}}
}
`

func TestPrune(t *testing.T) {
	got, err := prune([]byte(schemas), []string{"aws_nested", "aws_vpc", "data.aws_vpc"})
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != pruned {
		t.Errorf("got\n%s\nwant\n%s", got, pruned)
	}
	if !json.Valid(got) {
		t.Error("not JSON")
	}
}

func TestPruneErrors(t *testing.T) {
	for _, tt := range []struct{ schemas, name, want string }{
		{schemas, "aws_vpcs", "the provider has no aws_vpcs"},
		{schemas, "data.aws_other", "the provider has no data.aws_other"},
		{`{"format_version": "1.0"}`, "aws_vpc", "no schema of registry.terraform.io/hashicorp/aws"},
		{`{}`, "aws_vpc", "format version is missing"},
	} {
		if _, err := prune([]byte(tt.schemas), []string{tt.name}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}

func TestTypeNames(t *testing.T) {
	got := typeNames("# network\naws_vpc\n\n  aws_eip\ndata.aws_vpc")
	if want := []string{"aws_eip", "aws_vpc", "data.aws_vpc"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
