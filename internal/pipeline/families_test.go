package pipeline_test

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
)

// standNowhere are families that stand in no stack, or as a part of another's node there.
var standNowhere = []string{"externals", "frontends", "identityProviders", "models"}

// TestEveryFamilyHasItsStack: the list of stacks tells of every family what stands where.
func TestEveryFamilyHasItsStack(t *testing.T) {
	tree := put(any(everything(t)), "stacks", "layout")
	told := ""
	for _, f := range compiledTree(t, tree, knownFacts(t)).Files {
		if _, table, ok := strings.Cut(string(f.Data), "| What stands in it "); ok {
			told, _, _ = strings.Cut(table, "\n\n")
		}
	}
	hump := regexp.MustCompile(`[A-Z]`)
	for _, n := range production(t, tree).Nodes() {
		one := strings.TrimSuffix(strings.ToLower(hump.ReplaceAllString(n.Family, " $0")), "s")
		if !slices.Contains(standNowhere, n.Family) && !regexp.MustCompile(`\b`+one).MatchString(told) {
			t.Errorf("no stack has a %s (generators/docs/stacks.go):\n%s", one, told)
		}
	}
}

// TestEveryFamilyIsDrawn: the page on architecture shows nodes of every family, but of
// guardrails, which are part of how models are called.
func TestEveryFamilyIsDrawn(t *testing.T) {
	tree := any(everything(t))
	var page string
	for _, f := range compiledTree(t, tree, knownFacts(t)).Files {
		if f.Path == "production/docs/architecture.md" {
			page = string(f.Data)
		}
	}
	nodes, drawn := production(t, tree).Nodes(), map[string]bool{"guardrails": true}
	for _, n := range nodes {
		shown := regexp.MustCompile(`\b(` + regexp.QuoteMeta(cmp.Or(n.Title, n.Name)) + `|` + regexp.QuoteMeta(n.Name) + `)\b`)
		drawn[n.Family] = drawn[n.Family] || shown.MatchString(page)
	}
	for _, n := range nodes {
		if !drawn[n.Family] {
			t.Errorf("%s and its like are not drawn (generators/docs/nodes.go, outline.go)", n.Path())
		}
	}
}

// production is the environment of that name, of a platform as a tree.
func production(t *testing.T, tree any) model.Platform {
	t.Helper()
	text, err := yaml.Marshal(tree)
	check(t, err)
	declared, found := load.Platform(fstest.MapFS{"platform.yaml": {Data: text}}, "platform.yaml")
	i := slices.IndexFunc(declared.Environments, func(p model.Platform) bool { return p.Environment.Name == "production" })
	if found.HasErrors() || i < 0 {
		t.Fatal(found)
	}
	return declared.Environments[i]
}
