package pipeline_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"groundplan.internal/internal/model"
)

// everything is a platform that says something in every field that takes text.
func everything(t testing.TB) map[string]any {
	t.Helper()
	data, err := os.ReadFile("testdata/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tree := map[string]any{}
	if err := yaml.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

// field is a place in a platform's tree that holds a text.
type field struct {
	path  model.Path
	field string // the path in the schema: "*" for names of nodes and places in lists
	value string
}

// texts are the places of a tree that hold a text, sorted by path.
func texts(tree any) (out []field) {
	var walk func(at any, path model.Path)
	walk = func(at any, path model.Path) {
		switch x := at.(type) {
		case string:
			out = append(out, field{path, inSchema(path), x})
		case []any:
			for i, item := range x {
				walk(item, path.Then(strconv.Itoa(i)))
			}
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(x)) {
				walk(x[k], path.Then(k))
			}
		}
	}
	walk(tree, nil)
	return out
}

// maps of the language, whose keys are names and no fields: how deep in a path they
// stand, by the field before them.
var named = []string{"tags", "apps", "services", "jobs", "functions", "databases", "caches", "buckets", "queues", "secrets", "externals", "flows", "diagrams", "environments", "environment", "alarms", "topics", "repositories", "pipelines", "sidecars", "uses", "dependsOn", "actors", "compose", "volumes", "parameters", "balancers", "frontends", "distributions", "firewalls", "paths", "models", "guardrails", "deniedTopics", "pii", "gateways", "userPools", "identityProviders", "clients", "securityGroups", "dimensions", "concerns", "variables", "images", "others"}

// inSchema is a path with "*" in place of names and of places in lists.
func inSchema(path model.Path) string {
	out := slices.Clone(path)
	for i := 1; i < len(out); i++ {
		_, err := strconv.Atoi(path[i])
		if err == nil || slices.Contains(named, path[i-1]) && out[i-1] != "*" {
			out[i] = "*"
		}
	}
	return strings.Join(out, ".")
}

// with is a copy of a tree with another value in one place.
func with(tree any, path model.Path, value any) any {
	if len(path) == 0 {
		return value
	}
	switch x := tree.(type) {
	case []any:
		i, _ := strconv.Atoi(path[0])
		out := slices.Clone(x)
		out[i] = with(x[i], path[1:], value)
		return out
	case map[string]any:
		out := maps.Clone(x)
		out[path[0]] = with(x[path[0]], path[1:], value)
		return out
	}
	panic("no place " + path.String())
}

// TestEveryTextField: the platform that hostile texts are tried on has every field
// of the schema that takes a text of the author's choice.
func TestEveryTextField(t *testing.T) {
	want, got := textFields(t), map[string]bool{}
	delete(want, "functions.*.uses.*.database") // which no function can have
	for _, f := range texts(everything(t)) {
		if free, ok := want[f.field]; ok { // and no choice
			got[f.field] = free
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("testdata/everything.yaml lacks fields (-want +got):\n%s", diff)
	}
}

// textFields are the fields of the schema that take a text, and whether they take any.
func textFields(t testing.TB) map[string]bool {
	t.Helper()
	language := schemaTree(t)
	out := map[string]bool{}
	language.texts(language.Defs, nil, out)
	return out
}

// texts adds the paths below a node at which a text may stand.
func (n node) texts(defs map[string]node, path model.Path, out map[string]bool) {
	if n.Ref != "" {
		defs[strings.TrimPrefix(n.Ref, "#/$defs/")].texts(defs, path, out)
		return
	}
	if n.Type == "string" && n.Enum == nil {
		out[strings.Join(path, ".")] = n.Pattern == ""
	}
	for name, p := range n.Properties {
		p.texts(defs, path.Then(name), out)
	}
	for _, p := range n.PatternProperties {
		p.texts(defs, path.Then("*"), out)
	}
	var items node
	if json.Unmarshal(n.Items, &items) == nil {
		items.texts(defs, path.Then("*"), out)
	}
	for _, item := range n.PrefixItems {
		item.texts(defs, path.Then("*"), out)
	}
}
