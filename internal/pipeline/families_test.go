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
	text, err := yaml.Marshal(tree)
	check(t, err)
	declared, found := load.Platform(fstest.MapFS{"platform.yaml": {Data: text}}, "platform.yaml")
	if found.HasErrors() {
		t.Fatal(found)
	}
	told := ""
	for _, f := range compiledTree(t, tree, knownFacts(t)).Files {
		if _, table, ok := strings.Cut(string(f.Data), "| What stands in it "); ok {
			told, _, _ = strings.Cut(table, "\n\n")
		}
	}
	hump := regexp.MustCompile(`[A-Z]`)
	for _, n := range declared.Environments[0].Nodes() {
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
	text, err := yaml.Marshal(tree)
	check(t, err)
	declared, found := load.Platform(fstest.MapFS{"platform.yaml": {Data: text}}, "platform.yaml")
	if found.HasErrors() {
		t.Fatal(found)
	}
	var page string
	for _, f := range compiledTree(t, tree, knownFacts(t)).Files {
		if f.Path == "production/docs/architecture.md" {
			page = string(f.Data)
		}
	}
	i := slices.IndexFunc(declared.Environments, func(p model.Platform) bool { return p.Environment.Name == "production" })
	drawn := map[string]bool{"guardrails": true}
	for _, n := range declared.Environments[i].Nodes() {
		shown := regexp.MustCompile(`\b(` + regexp.QuoteMeta(cmp.Or(n.Title, n.Name)) + `|` + regexp.QuoteMeta(n.Name) + `)\b`)
		drawn[n.Family] = drawn[n.Family] || shown.MatchString(page)
	}
	for _, n := range declared.Environments[i].Nodes() {
		if !drawn[n.Family] {
			t.Errorf("%s and its like are not drawn (generators/docs/nodes.go, outline.go)", n.Path())
		}
	}
}
