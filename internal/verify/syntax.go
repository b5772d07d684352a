package verify

import (
	"fmt"
	"slices"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/provider"
)

var syntaxRules = []Rule{
	{"verify-syntax", "emitted file that cannot be read", "Every emitted Terraform file is valid HCL."},
	{"verify-provider", "argument that the AWS provider does not take", "Every resource and data source fits the schema of AWS provider 5.100 and 6.x alike: known types, known arguments and blocks, everything required, as often as allowed."},
}

// meta are the arguments and blocks that Terraform itself adds to every resource.
var meta = []string{"count", "for_each", "provider", "depends_on", "lifecycle"}

// syntax finds what Terraform or the provider would not accept.
func (o *output) syntax() (found diag.List) {
	found = append(found, o.config.faults...)
	schema := provider.Both()
	for _, folder := range o.config.folders {
		for _, b := range o.config.modules[folder].blocks {
			lookUp, suggest := schema.Resource, schema.SuggestResource
			switch {
			case b.kind == "data" && b.typ != "terraform_remote_state":
				lookUp, suggest = schema.DataSource, schema.SuggestDataSource
			case b.kind != "resource", b.typ == "terraform_data": // Terraform's own
				continue
			}
			typ, known := lookUp(b.typ)
			if !known {
				suggestion, _ := suggest(b.typ)
				found = append(found, finding(syntaxRules, "verify-provider", b.pos, nil,
					fmt.Sprintf("%s: the provider has no %s %s%s.", b.address, b.kind, b.typ, near(suggestion))))
				continue
			}
			found = append(found, fits(b, b.body, typ.Block, b.address, true)...)
		}
	}
	return found
}

// fits compares a body with its schema. At the top, Terraform's own arguments pass.
func fits(b *block, in body, schema *provider.Block, where string, top bool) (found diag.List) {
	fault := func(at diag.Pos, format string, args ...any) {
		found = append(found, finding(syntaxRules, "verify-provider", at, nil, fmt.Sprintf(format, args...)))
	}
	for _, a := range in.attributes {
		if top && slices.Contains(meta, a.name) {
			continue
		}
		switch known, ok := schema.Attribute(a.name); {
		case !ok:
			suggestion, _ := schema.Suggest(a.name)
			fault(a.pos, "%s has no argument %s%s.", where, a.name, near(suggestion))
		case !known.Settable():
			fault(a.pos, "%s.%s is only read, never set.", where, a.name)
		}
	}
	for _, name := range schema.Required() {
		if _, ok := in.get(name); !ok {
			fault(b.pos, "%s lacks the argument %s.", where, name)
		}
	}
	count := map[string]int{}
	for _, n := range in.blocks {
		if top && slices.Contains(meta, n.name) {
			continue
		}
		count[n.name]++
		known, ok := schema.Nested(n.name)
		if !ok {
			suggestion, _ := schema.Suggest(n.name)
			fault(n.pos, "%s has no block %s%s.", where, n.name, near(suggestion))
			continue
		}
		if known.Max > 0 && count[n.name] == known.Max+1 {
			fault(n.pos, "%s takes at most %d of the block %s.", where, known.Max, n.name)
		}
		found = append(found, fits(b, n.body, known.Block, where+"."+n.name, false)...)
	}
	for _, name := range schema.RequiredBlocks() {
		if count[name] == 0 {
			fault(b.pos, "%s lacks the block %s.", where, name)
		}
	}
	return found
}

// near words a suggestion.
func near(name string) string {
	if name == "" {
		return ""
	}
	return "; the nearest is " + name
}
