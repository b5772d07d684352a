package check

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/load"
)

// TestAgreement holds what this package foresees to what infra decides, for the
// good platform of every fixture and for testdata/agreement.cue, which has every kind
// of edge: the variables that uses bring, and how many rules each group gets.
func TestAgreement(t *testing.T) {
	f, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, good := range archive.Files {
			if good.Name == "good.cue" {
				agree(t, file, good.Data, f)
			}
		}
	}
	const whole = "testdata/agreement.cue"
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	agree(t, whole, data, f)
}

func agree(t *testing.T, file string, data []byte, f facts.Set) {
	t.Helper()
	declared, found := load.Platform(fstest.MapFS{"good.cue": {Data: data}}, "good.cue")
	if found.HasErrors() {
		t.Fatalf("%s: %v", file, found)
	}
	for _, p := range declared.Environments {
		if p.Environment.Local {
			continue
		}
		decided, found := infra.Build(p, f)
		if found.HasErrors() {
			t.Errorf("%s passes the checks, and not infra: %v", file, found)
			continue
		}
		c := newChecker(p, f)
		if d := cmp.Diff(foreseenVariables(c), decidedVariables(decided)); d != "" {
			t.Errorf("%s: variables foreseen by check (-) and decided by infra (+):\n%s", file, d)
		}
	}
}

// foreseenVariables are the names of the variables of each user's own program.
func foreseenVariables(c *checker) map[string][]string {
	out := map[string][]string{}
	for _, by := range c.users() {
		names := []string{}
		for _, v := range slices.Concat(by.environment, by.secrets) {
			names = append(names, v.Key)
		}
		for _, v := range slices.Concat(c.brought(by)...) {
			names = append(names, v.name)
		}
		slices.Sort(names)
		out[by.name] = slices.Compact(names)
	}
	return out
}

func decidedVariables(p infra.Platform) map[string][]string {
	out := map[string][]string{}
	for _, s := range p.Tasks() {
		names := []string{}
		for _, v := range s.Task.Containers[0].Environment {
			names = append(names, v.Name)
		}
		for _, v := range s.Task.Containers[0].Secrets {
			names = append(names, v.Name)
		}
		slices.Sort(names)
		out[s.Name] = names
	}
	for _, f := range p.Functions {
		names := []string{}
		for _, v := range f.Environment {
			names = append(names, v.Name)
		}
		slices.Sort(names)
		out[f.Name] = names
	}
	return out
}
