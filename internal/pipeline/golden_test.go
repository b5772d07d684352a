package pipeline_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/pipeline"
)

// golden is the folder of cases. Each holds one platform file, the diagnostics as
// a person reads them in stderr.txt, and below out/ every file that comes of it.
const golden = "../../golden"

// TestGolden compiles each case and compares all that comes of it, in both
// directions. UPDATE_GOLDEN=1 rewrites the cases and removes what is stale.
func TestGolden(t *testing.T) {
	known := knownFacts(t)
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(golden, name)
			got := compiled(t, folder, known)
			if os.Getenv("UPDATE_GOLDEN") != "" {
				rewrite(t, folder, got)
			}
			compare(t, expected(t, folder), got)
		})
	}
}

// TestErrorsWriteNothing holds the case of many mistakes to what it is there for.
func TestErrorsWriteNothing(t *testing.T) {
	got := compiled(t, filepath.Join(golden, "errors"), knownFacts(t))
	if files := slices.Sorted(maps.Keys(got)); !slices.Equal(files, []string{"stderr.txt"}) {
		t.Errorf("errors leave %v", files)
	}
}

func knownFacts(t testing.TB) facts.Set {
	t.Helper()
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// cases are the folders of golden/; it holds nothing else.
func cases(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			t.Errorf("golden/%s belongs to no case", e.Name())
			continue
		}
		names = append(names, e.Name())
	}
	return names
}

// platformFile is the one platform file of a case, relative to its folder.
func platformFile(t testing.TB, folder string) string {
	t.Helper()
	found, err := fs.Glob(os.DirFS(folder), "platform.*")
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: want one file platform.*, there is %v (%v)", folder, found, err)
	}
	return found[0]
}

// compiled is what comes of a case: files below out/, and stderr.txt.
func compiled(t testing.TB, folder string, known facts.Set) map[string][]byte {
	t.Helper()
	root := os.DirFS(folder)
	result := pipeline.Compile(pipeline.Input{Root: root, File: platformFile(t, folder)}, known)
	out := map[string][]byte{"stderr.txt": rendered(t, root, result.Found)}
	for _, f := range result.Files {
		name := path.Join("out", f.Path)
		if _, twice := out[name]; twice {
			t.Errorf("%s is emitted twice", name)
		}
		out[name] = f.Data
	}
	return out
}

// rendered are diagnostics as the command prints them, without colour.
func rendered(t testing.TB, root fs.FS, found diag.List) []byte {
	t.Helper()
	var b bytes.Buffer
	sources := func(file string) []byte {
		data, err := fs.ReadFile(root, file)
		if err != nil {
			t.Errorf("a diagnostic is in %q: %v", file, err)
		}
		return data
	}
	if err := diag.Text(&b, found, sources, false); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// expected is what a case says that should come of it.
func expected(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	input := platformFile(t, folder)
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, name)
		if err != nil || rel == input {
			return err
		}
		out[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// compare reports each file that is missing, too many or different.
func compare(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: made, and not in the golden case (UPDATE_GOLDEN=1 accepts it)", name)
		} else if difference := difference(want[name], got[name]); difference != "" {
			t.Errorf("%s (UPDATE_GOLDEN=1 accepts it):\n%s", name, difference)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[name]; !ok {
			t.Errorf("%s: in the golden case, and not made", name)
		}
	}
}

// difference is between two files, line by line; empty where there is none.
func difference(want, got []byte) string {
	if bytes.Equal(want, got) {
		return ""
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); d != "" {
		return d
	}
	return fmt.Sprintf("want %q\n got %q", want, got)
}

// rewrite makes a case expect what was made.
func rewrite(t *testing.T, folder string, got map[string][]byte) {
	t.Helper()
	for name := range expected(t, folder) {
		if _, ok := got[name]; !ok {
			check(t, os.Remove(filepath.Join(folder, name)))
		}
	}
	for name, data := range got {
		file := filepath.Join(folder, name)
		check(t, os.MkdirAll(filepath.Dir(file), 0o755))
		check(t, os.WriteFile(file, data, 0o644))
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
