package artifact

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	t.Chdir(t.TempDir())
	mustSync(t, "out", set("a", "1\n2\n3\n", "b", "same\n", "c", "stale\n"))
	put(t, "out", "strapi/notes", "mine")
	files := set("a", "1\n2\nthree\n", "b", "same\n", "d/e", "new\n")
	was := tree(t, ".")
	got, stale, err := Diff("out", owner, files)
	if err != nil || !stale {
		t.Fatal(stale, err)
	}
	want := `diff a/out/strapi/a b/out/strapi/a
--- a/out/strapi/a
+++ b/out/strapi/a
@@ -1,3 +1,3 @@
 1
 2
-3
+three
diff a/out/strapi/c /dev/null
--- a/out/strapi/c
+++ /dev/null
@@ -1,1 +0,0 @@
-stale
diff /dev/null b/out/strapi/d/e
--- /dev/null
+++ b/out/strapi/d/e
@@ -0,0 +1,1 @@
+new
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(was, tree(t, ".")); diff != "" {
		t.Errorf("a diff wrote something:\n%s", diff)
	}
	if git, err := exec.LookPath("git"); err == nil {
		apply := exec.Command(git, "apply", "-")
		apply.Stdin = strings.NewReader(string(got))
		if out, err := apply.CombinedOutput(); err != nil {
			t.Fatalf("git apply: %v\n%s", err, out)
		}
		holds(t, "out", "strapi/a", "1\n2\nthree\n", "strapi/b", "same\n", "strapi/d/e", "new\n", "strapi/notes", "mine")
	}
}

func TestDiffFromNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	got, stale, err := Diff(dir, owner, set("a", "1\n"))
	if err != nil || !stale || !strings.Contains(string(got), "+++ b/strapi/a\n") {
		t.Errorf("%v %v\n%s", stale, err, got)
	}
	if got, stale, err := Diff(dir, owner, nil); stale || err != nil || got != nil {
		t.Errorf("%v %v\n%s", stale, err, got)
	}
}

func TestDiffLostManifest(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "strapi/a", "1")
	got, stale, err := Diff(dir, owner, set("a", "1"))
	if err != nil || !stale || !strings.Contains(string(got), "+++ b/strapi/"+manifestName) {
		t.Errorf("%v %v\n%s", stale, err, got)
	}
}

func TestDiffRefuses(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "strapi/a", "mine")
	if _, _, err := Diff(dir, owner, set("a", "1")); err == nil || !strings.Contains(err.Error(), "compile did not write it") {
		t.Error(err)
	}
}

func TestDiffIsCapped(t *testing.T) {
	got, _, err := Diff(filepath.Join(t.TempDir(), "out"), owner, many(500, 6<<10))
	if err != nil || len(got) > 2*maxDiff {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	shown := strings.Count(string(got), "\n+++ ")
	if m := regexp.MustCompile(`\nand (\d+) more files differ\n$`).FindStringSubmatch(string(got)); m == nil || fmt.Sprint(500-shown) != m[1] {
		t.Errorf("%d shown, and it ends %q", shown, got[len(got)-60:])
	}
}

// many are n files of a size, fifty to a folder.
func many(n, size int) (files []File) {
	line := "a line of generated text that is about as long as lines are\n"
	text := strings.Repeat(line, size/len(line))
	for i := range n {
		files = append(files, File{fmt.Sprintf("production/%03d/%05d.tf", i/50, i), []byte(fmt.Sprintf("# %d\n%s", i, text))})
	}
	return files
}

func BenchmarkSync(b *testing.B) {
	files := many(10_000, 6<<10)
	b.Run("unchanged", func(b *testing.B) {
		dir := b.TempDir()
		if _, err := Sync(dir, owner, files); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if c, err := Sync(dir, owner, files); err != nil || len(c.Unchanged) != len(files) {
				b.Fatal(err)
			}
		}
	})
	b.Run("nothing", func(b *testing.B) {
		dir := b.TempDir()
		for i := 0; b.Loop(); i++ {
			if c, err := Sync(dir, fmt.Sprint(i), files); err != nil || len(c.Created) != len(files) {
				b.Fatal(err)
			}
		}
	})
}
