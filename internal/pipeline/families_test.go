package pipeline_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"groundplan.internal/internal/load"
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
