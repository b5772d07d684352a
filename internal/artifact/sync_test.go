package artifact

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const owner = "strapi"

// set is a set of files from pairs of path and text.
func set(pairs ...string) (files []File) {
	for i := 0; i < len(pairs); i += 2 {
		files = append(files, File{pairs[i], []byte(pairs[i+1])})
	}
	return files
}

// tree is every file below a folder with its text, links with where they lead,
// folders that are empty with "dir"; manifests are left out.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, p)
		switch {
		case e.IsDir():
			if entries, _ := os.ReadDir(p); len(entries) == 0 {
				out[name] = "dir"
			}
		case e.Type()&fs.ModeSymlink != 0:
			to, _ := os.Readlink(p)
			out[name] = "-> " + to
		case e.Name() != manifestName:
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			out[name] = string(data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// holds fails where a folder is not just these files, from pairs.
func holds(t *testing.T, dir string, pairs ...string) {
	t.Helper()
	want := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		want[pairs[i]] = pairs[i+1]
	}
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Errorf("the folder differs (-want +got):\n%s", diff)
	}
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func mustSync(t *testing.T, dir string, files []File, folders ...string) Changes {
	t.Helper()
	c, err := Sync(dir, owner, files, folders...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSync(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "out")
	steps := []struct {
		name    string
		before  func()
		files   []File
		folders []string
		changes Changes
		holds   []string
	}{
		{
			name: "from nothing", files: set("b/c", "1", "a", "2", "b/d/e", ""),
			changes: Changes{Created: []string{"a", "b/c", "b/d/e"}},
			holds:   []string{"strapi/a", "2", "strapi/b/c", "1", "strapi/b/d/e", ""},
		},
		{
			name: "changed, stale and new", files: set("a", "3", "b/c", "1", "f", "4"),
			changes: Changes{Created: []string{"f"}, Updated: []string{"a"}, Removed: []string{"b/d/e"}, Unchanged: []string{"b/c"}},
			holds:   []string{"strapi/a", "3", "strapi/b/c", "1", "strapi/f", "4"},
		},
		{
			name: "edited and deleted by hand", files: set("a", "3", "b/c", "1", "f", "4"),
			before: func() {
				put(t, dir, "strapi/a", "mine")
				os.Remove(filepath.Join(dir, "strapi/f"))
				put(t, dir, "strapi/b/notes", "foreign")
			},
			changes: Changes{Created: []string{"f"}, Updated: []string{"a"}, Unchanged: []string{"b/c"}},
			holds:   []string{"strapi/a", "3", "strapi/b/c", "1", "strapi/b/notes", "foreign", "strapi/f", "4"},
		},
		{
			name: "one folder only", files: set("b/x", "9"), folders: []string{"b"},
			changes: Changes{Created: []string{"b/x"}, Removed: []string{"b/c"}},
			holds:   []string{"strapi/a", "3", "strapi/b/x", "9", "strapi/b/notes", "foreign", "strapi/f", "4"},
		},
		{
			name: "a file becomes a folder", files: set("a/b", "3", "b/x", "9"),
			changes: Changes{Created: []string{"a/b"}, Removed: []string{"a", "f"}, Unchanged: []string{"b/x"}},
			holds:   []string{"strapi/a/b", "3", "strapi/b/x", "9", "strapi/b/notes", "foreign"},
		},
		{
			name: "and back", files: set("a", "3"),
			changes: Changes{Created: []string{"a"}, Removed: []string{"a/b", "b/x"}},
			holds:   []string{"strapi/a", "3", "strapi/b/notes", "foreign"},
		},
		{
			name: "no files", before: func() { os.Remove(filepath.Join(dir, "strapi/b/notes")) },
			changes: Changes{Removed: []string{"a"}},
			holds:   []string{"strapi/b", "dir"},
		},
		{name: "no files again", holds: []string{"strapi/b", "dir"}},
	}
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			if s.before != nil {
				s.before()
			}
			if diff := cmp.Diff(s.changes, mustSync(t, dir, s.files, s.folders...)); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			holds(t, dir, s.holds...)
			if text, stale, err := Diff(dir, owner, s.files, s.folders...); stale || err != nil {
				t.Errorf("stale after a sync: %v\n%s", err, text)
			}
		})
	}
}

func TestSyncUnchangedTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	files := set("a", "1", "b/c", "2")
	mustSync(t, dir, files)
	old := time.Unix(1e9, 0)
	for _, name := range []string{".", "strapi", "strapi/a", "strapi/b", "strapi/b/c", "strapi/" + manifestName} {
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if c := mustSync(t, dir, files); len(c.Unchanged) != 2 {
		t.Errorf("%+v", c)
	}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if info, _ := e.Info(); !info.ModTime().Equal(old) {
			t.Errorf("%s was touched", p)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestOwners(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "foreign/file", "")
	put(t, dir, stagePrefix+"killed/0", "")
	put(t, dir, stagePrefix+"strapi/0", "")
	put(t, dir, "file", "")
	mustSync(t, dir, set("a", ""))
	got, err := Owners(dir)
	if diff := cmp.Diff([]string{"killed", "strapi"}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if got, err := Owners(filepath.Join(dir, "none")); got != nil || err != nil {
		t.Error(got, err)
	}
	if _, err := Sync(dir, "killed", nil); err != nil {
		t.Error(err)
	}
	mustSync(t, dir, nil)
	holds(t, dir, "foreign/file", "", "file", "")
}

// TestRefused: what must not be written over stays, and the error says what it is.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		before func(t *testing.T, dir string)
		owner  string
		files  []File
		want   string
	}{
		{"foreign file", func(t *testing.T, dir string) { put(t, dir, "strapi/a", "mine") }, "", set("a", "1", "b", "2"), "strapi/a is there already and compile did not write it: move it or delete it"},
		{"folder in a file's place", func(t *testing.T, dir string) { put(t, dir, "strapi/a/mine", "") }, "", set("a", "1"), "strapi/a is a folder"},
		{"file in a folder's place", func(t *testing.T, dir string) { put(t, dir, "strapi/a", "") }, "", set("a/b", "1"), "strapi/a is a file, and a folder has to stand there"},
		{"file in the owner's place", func(t *testing.T, dir string) { put(t, dir, "strapi", "") }, "", set("a", "1"), "strapi is a file"},
		{"link in a file's place", func(t *testing.T, dir string) { link(t, dir, "../../secret", "strapi/a") }, "", set("a", "1"), "strapi/a is a symbolic link"},
		{"link in a folder's place", func(t *testing.T, dir string) { link(t, dir, "../../elsewhere", "strapi/a") }, "", set("a/b", "1"), "strapi/a is a symbolic link"},
		{"link to another owner", func(t *testing.T, dir string) { put(t, dir, "lewis/b", ""); link(t, dir, "../lewis", "strapi/a") }, "", set("a/b", "1"), "strapi/a is a symbolic link"},
		{"link in the owner's place", func(t *testing.T, dir string) {
			put(t, dir, "lewis/"+manifestName, "{}")
			link(t, dir, "lewis", "strapi")
		}, "", nil, "strapi is a symbolic link"},
		{"link in the staging's place", func(t *testing.T, dir string) { put(t, dir, "lewis/b", ""); link(t, dir, "lewis", stagePrefix+owner) }, "", set("a", "1"), ".groundplan-strapi is a symbolic link"},
		{"read-only folder", func(t *testing.T, dir string) {
			put(t, dir, "strapi/b/mine", "")
			os.Chmod(filepath.Join(dir, "strapi/b"), 0o555)
			t.Cleanup(func() { os.Chmod(filepath.Join(dir, "strapi/b"), 0o755) })
		}, "", set("a", "1", "b/c", "2"), "folder strapi/b is read-only"},
		{"broken manifest", func(t *testing.T, dir string) { put(t, dir, "strapi/"+manifestName, "<<<<<<< HEAD") }, "", set("a", "1"), "restore it from version control"},
		{"newer manifest", func(t *testing.T, dir string) { put(t, dir, "strapi/"+manifestName, `{"version": 2}`) }, "", set("a", "1"), "a manifest of version 2"},
		{"climbing manifest", func(t *testing.T, dir string) {
			put(t, dir, "strapi/"+manifestName, `{"version": 1, "files": {"../lewis/b": ""}}`)
		}, "", nil, `"../lewis/b" is not a clean relative path`},
		{"case", nil, "", set("docs/Readme.md", "", "docs/readme.md", ""), "docs/Readme.md and docs/readme.md are the same path where case does not count"},
		{"case of folders", nil, "", set("Docs/a", "", "docs/b", ""), "Docs and docs are the same path"},
		{"twice", nil, "", set("a", "1", "a", "2"), "a is generated twice"},
		{"file and folder", nil, "", set("a", "1", "a-b", "", "a/b", "2"), "a is generated twice, or as a file and a folder"},
		{"climbing", nil, "", set("../a", ""), `"../a" is not a clean relative path`},
		{"absolute", nil, "", set("/a", ""), `"/a" is not a clean relative path`},
		{"backslash", nil, "", set(`a\b`, ""), "is not a clean relative path"},
		{"the manifest", nil, "", set(".Groundplan.json", ""), "is the name of the manifest"},
		{"climbing owner", nil, "../x", set("a", ""), `"../x" is not the name of a folder`},
		{"hidden owner", nil, ".git", set("a", ""), `".git" is not the name of a folder`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if c.before != nil {
				c.before(t, dir)
			}
			before := tree(t, dir)
			if c.owner == "" {
				c.owner = owner
			}
			_, err := Sync(dir, c.owner, c.files)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
				t.Errorf("something was written:\n%s", diff)
			}
		})
	}
}

func link(t *testing.T, dir, to, name string) {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.Symlink(to, p)); err != nil {
		t.Fatal(err)
	}
}

// TestAdopts: a file that already is what it shall be becomes ours.
func TestAdopts(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "strapi/a", "1")
	mustSync(t, dir, set("a", "1"))
	mustSync(t, dir, set("a", "2"))
	holds(t, dir, "strapi/a", "2")
}

// TestStaleReplaced: what stands in the place of a stale file is not ours.
func TestStaleReplaced(t *testing.T) {
	dir := t.TempDir()
	mustSync(t, dir, set("a", "1", "b/c", "2", "d/e", "3"))
	os.Remove(filepath.Join(dir, "strapi/a"))
	put(t, dir, "strapi/a/mine", "")
	os.RemoveAll(filepath.Join(dir, "strapi/b"))
	put(t, dir, "lewis/c", "theirs")
	link(t, dir, "../lewis", "strapi/b")
	mustSync(t, dir, nil)
	holds(t, dir, "strapi/a/mine", "", "strapi/b", "-> ../lewis", "lewis/c", "theirs")
}

func TestLock(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders have no locks here")
	}
	dir := t.TempDir()
	unlock, err := lock(dir, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(dir, 60*time.Millisecond); err == nil || !strings.Contains(err.Error(), "another compile has been writing to "+dir) {
		t.Errorf("a second lock: %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := Sync(dir, owner, set("a", "1"))
		done <- err
	}()
	time.Sleep(50 * time.Millisecond)
	holds(t, dir, ".", "dir")
	unlock()
	if err := <-done; err != nil {
		t.Error(err)
	}
	holds(t, dir, "strapi/a", "1")
}

// TestSyncAtOnce: runs that want different files take turns.
func TestSyncAtOnce(t *testing.T) {
	dir := t.TempDir()
	done := make(chan error)
	for i := range 8 {
		go func() {
			_, err := Sync(dir, owner, set("same", fmt.Sprint(i), fmt.Sprint("own", i), ""))
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	last := tree(t, dir)["strapi/same"]
	holds(t, dir, "strapi/same", last, "strapi/own"+last, "")
}

// TestFullDisk fills a real one, as root on Linux.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	mountTiny(t, dir)
	mustSync(t, dir, set("a", "1", "b", "2"))
	big := strings.Repeat("x", 48<<10)
	_, err := Sync(dir, owner, set("a", big, "b", big, "c", big))
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "staging strapi/") {
		t.Errorf("error %v", err)
	}
	holds(t, dir, "strapi/a", "1", "strapi/b", "2")
	mustSync(t, dir, set("a", "3"))
	holds(t, dir, "strapi/a", "3")
}
