package check_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"groundplan.internal/internal/check"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/load"
)

// A fixture is testdata/<code>.txtar:
//
//	bad.cue     a platform that breaks the rule and no other
//	want.txt    what is found in it, as "<code> <line>:<column>"
//	stderr.txt  the same as it is printed
//	good.cue    its neighbour, in which nothing is found
//
// Those of what the schema refuses are testdata/schema/<rule of the catalogue>.txtar,
// without stderr.txt, whose words are load's. UPDATE_GOLDEN=1 rewrites both.
var update = os.Getenv("UPDATE_GOLDEN") != ""

func TestFixtures(t *testing.T) {
	f := known(t)
	var files []string
	for _, rule := range check.Rules() {
		file := filepath.Join("testdata", rule.Code+".txtar")
		files = append(files, file)
		t.Run(rule.Code, func(t *testing.T) {
			found := fixture(t, file, []string{"want.txt", "stderr.txt"}, func(root fs.FS, name string) diag.List { return examine(root, name, f) })
			for _, d := range found {
				if d.Code != rule.Code {
					t.Errorf("the fixture breaks another rule: %s %s", d.Code, d.Pos)
				}
				if d.Severity != rule.Severity || d.Summary != rule.Summary {
					t.Errorf("%s says %q as %s, and its rule %q as %s", d.Code, d.Summary, d.Severity, rule.Summary, rule.Severity)
				}
			}
		})
	}
	onlyThese(t, "testdata", files)
}

// TestSchemaFixtures holds for what the schema makes impossible.
func TestSchemaFixtures(t *testing.T) {
	var files []string
	for _, id := range schemaFixtures(t) {
		file := filepath.Join("testdata", "schema", id+".txtar")
		files = append(files, file)
		t.Run(id, func(t *testing.T) {
			fixture(t, file, []string{"want.txt"}, func(root fs.FS, name string) diag.List {
				_, found := load.Platform(root, name)
				return found
			})
		})
	}
	onlyThese(t, filepath.Join("testdata", "schema"), files)
}

// fixture runs both platforms of a fixture, compares the texts that are named, and
// returns what was found in the bad one.
func fixture(t *testing.T, file string, texts []string, examine func(fs.FS, string) diag.List) diag.List {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatalf("the rule has no fixture: %v", err)
	}
	root := fstest.MapFS{}
	for _, f := range archive.Files {
		root[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	if found := examine(root, "good.cue"); len(found) > 0 {
		t.Errorf("in good.cue there should be nothing:\n%s", printed(t, root, found))
	}
	found := examine(root, "bad.cue")
	if len(found) == 0 {
		t.Errorf("in bad.cue nothing is found")
	}
	got := map[string]string{"want.txt": positions(found), "stderr.txt": printed(t, root, found)}
	if update {
		rewrite(t, file, archive, texts, got)
		return found
	}
	for _, name := range texts {
		want := ""
		if f := root[name]; f != nil {
			want = string(f.Data)
		}
		if d := cmp.Diff(want, got[name]); d != "" {
			t.Errorf("%s differs (-want +got):\n%s", name, d)
		}
	}
	return found
}

// examine is what the compiler finds in a platform before anything is decided.
func examine(root fs.FS, name string, f facts.Set) diag.List {
	declared, found := load.Platform(root, name)
	if found.HasErrors() {
		return found
	}
	for _, p := range declared.Environments {
		found = append(found, check.Run(p, f)...)
	}
	found, accepted := check.Accepted(declared.Environments[0], found)
	return append(found, check.Unused(declared.Environments, accepted)...).Sorted()
}

func positions(found diag.List) string {
	var b strings.Builder
	for _, d := range found {
		fmt.Fprintf(&b, "%s %d:%d\n", d.Code, d.Pos.Line, d.Pos.Col)
	}
	return b.String()
}

func printed(t *testing.T, root fstest.MapFS, found diag.List) string {
	t.Helper()
	var b bytes.Buffer
	if err := diag.Text(&b, found, func(file string) []byte { return root[file].Data }, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rewrite puts what was found into a fixture, between bad.cue and good.cue.
func rewrite(t *testing.T, file string, archive *txtar.Archive, texts []string, got map[string]string) {
	t.Helper()
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	out := &txtar.Archive{Comment: archive.Comment}
	out.Files = append(out.Files, txtar.File{Name: "bad.cue", Data: []byte(files["bad.cue"])})
	for _, name := range texts {
		out.Files = append(out.Files, txtar.File{Name: name, Data: []byte(got[name])})
	}
	out.Files = append(out.Files, txtar.File{Name: "good.cue", Data: []byte(files["good.cue"])})
	if err := os.WriteFile(file, txtar.Format(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// onlyThese fails for a fixture that no rule stands behind.
func onlyThese(t *testing.T, folder string, files []string) {
	t.Helper()
	there, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range there {
		if !slices.Contains(files, file) {
			t.Errorf("%s is the fixture of no rule", file)
		}
	}
}

func known(t testing.TB) facts.Set {
	t.Helper()
	f, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}
