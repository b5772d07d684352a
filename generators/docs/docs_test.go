package docs_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"groundplan.internal/generators/docs"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// TestGolden holds every page of small platforms to what was read and accepted.
func TestGolden(t *testing.T) {
	cases := map[string][]infra.Platform{
		"strapi": {strapi(), strapiLocal()},
		"shop":   {shop("production"), shop("staging")},
	}
	for name, environments := range cases {
		t.Run(name, func(t *testing.T) {
			golden(t, filepath.Join("testdata", name+".txtar"), all(environments))
		})
	}
}

// all are the files of a platform, relative to its folder.
func all(environments []infra.Platform) []artifact.File {
	files := docs.Overview(environments)
	for _, p := range environments {
		for _, f := range docs.Emit(p) {
			files = append(files, artifact.File{Path: p.Environment + "/" + f.Path, Data: f.Data})
		}
	}
	return files
}

func golden(t *testing.T, path string, files []artifact.File) {
	t.Helper()
	a := &txtar.Archive{}
	for _, f := range files {
		a.Files = append(a.Files, txtar.File{Name: f.Path, Data: f.Data})
	}
	got := txtar.Format(a)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is written now; UPDATE_GOLDEN=1 rewrites it\n%s", path, firstDifference(want, got))
	}
}

func firstDifference(want, got []byte) string {
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one is longer"
}
