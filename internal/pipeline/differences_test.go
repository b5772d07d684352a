package pipeline_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
	"groundplan.internal/internal/pipeline"
)

// TestDifferencesTable counts the rows of each environment's table in the README against
// what differs, which model's own test holds to every single value.
func TestDifferencesTable(t *testing.T) {
	known := knownFacts(t)
	rows := 0
	for _, name := range cases(t) {
		root := os.DirFS(filepath.Join(golden, name))
		file := platformFile(t, filepath.Join(golden, name))
		result := pipeline.Compile(pipeline.Input{Root: root, File: file}, known)
		declared, _ := load.Platform(root, file)
		for _, f := range result.Files {
			if f.Path != "README.md" {
				continue
			}
			from, section := differencesIn(string(f.Data))
			for _, e := range declared.Environments {
				_, table, _ := strings.Cut(section, "\n### "+e.Environment.Name+"\n")
				table, _, _ = strings.Cut(table, "\n### ")
				got, want := max(0, strings.Count(table, "\n| ")-2), 0
				for _, other := range declared.Environments {
					if other.Environment.Name == from {
						want = len(model.Differences(other, e))
					}
				}
				if rows += got; got != want {
					t.Errorf("%s: %s differs from %s in %d, and has %d rows", name, e.Environment.Name, from, want, got)
				}
			}
		}
	}
	if rows < 30 {
		t.Errorf("only %d rows were counted", rows)
	}
}

// differencesIn is the section of a README on differences, and the environment from which.
func differencesIn(page string) (from, section string) {
	_, section, _ = strings.Cut(page, "\n## Differences from ")
	section, _, _ = strings.Cut(section, "\n## ")
	from, section, _ = strings.Cut(section, "\n")
	return from, section
}
