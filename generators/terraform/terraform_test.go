package terraform_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"groundplan.internal/generators/ecs"
	"groundplan.internal/generators/terraform"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// TestEmit compares whole trees with testdata/*.txtar, which begin with the list of
// files. That of stacks leaves out what reads as in single. GROUNDPLAN_KEEP names a
// folder to write the trees to, for tools that need files.
func TestEmit(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range []struct {
		name     string
		platform infra.Platform
	}{
		{"strapi", strapi()},
		{"single", everything("single")},
		{"stacks", everything("stacks")},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, _ := terraform.Emit(c.platform)
			files = append(files, ecs.Emit(c.platform)...)
			keep(t, c.name, files)
			var archive txtar.Archive
			for _, f := range files {
				archive.Comment = append(archive.Comment, f.Path+"\n"...)
				if !seen[string(f.Data)] {
					archive.Files = append(archive.Files, txtar.File{Name: f.Path, Data: f.Data})
				}
				seen[string(f.Data)] = c.name == "single"
			}
			golden(t, filepath.Join("testdata", c.name+".txtar"), txtar.Format(&archive))
		})
	}
}

func keep(t *testing.T, name string, files []artifact.File) {
	t.Helper()
	dir := os.Getenv("GROUNDPLAN_KEEP")
	if dir == "" {
		return
	}
	for _, f := range files {
		path := filepath.Join(dir, name, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// golden compares with the file at path, or writes it under UPDATE_GOLDEN.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func BenchmarkEmit(b *testing.B) {
	p := many(5000)
	b.ReportAllocs()
	for b.Loop() {
		terraform.Emit(p)
		ecs.Emit(p)
	}
}
