package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const shop = `import "groundplan.internal/schema"

platform: schema.#Platform & {
	name:   "shop"
	region: "eu-west-1"
	network: nat: "perZone"
	services: web: {image: uri: "public.ecr.aws/nginx/nginx:1.27.3", port: 8080, uses: db: {}}
	databases: db: {engine: "postgres", version: "16", class: "db.t4g.micro", storage: 20, name: "shop"}
	environments: {production: {}, staging: {}}
}
`

// repository is a folder with one platform.
func repository(t *testing.T, platform string) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "platforms"), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "platforms", "shop.cue"), []byte(platform), 0o644))
	return dir
}

// compileIn is the command, to run in a folder: this very binary, by its other name.
func compileIn(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Args = append([]string{"compile"}, args...)
	cmd.Dir = dir
	return cmd
}

// compiles runs the command and expects an exit code.
func compiles(t *testing.T, code int, dir string, args ...string) string {
	t.Helper()
	out, err := compileIn(dir, args...).CombinedOutput()
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		must(t, err)
	}
	if got != code {
		t.Fatalf("exit code %d, want %d:\n%s", got, code, out)
	}
	return string(out)
}

// tree is every file below a folder, with what is in it.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[rel] = string(data)
		return err
	}))
	return files
}

func same(t *testing.T, want, got map[string]string, when string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: %s is missing or different", when, name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is left behind", when, name)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestKilled ends the command at many moments while it replaces one output by
// another. The next run makes of it what an undisturbed one would have made.
func TestKilled(t *testing.T) {
	changed := strings.ReplaceAll(shop, "8080", "9090")
	after := repository(t, changed)
	compiles(t, exitClean, after)
	want := tree(t, filepath.Join(after, "out"))
	dir := repository(t, shop)
	file := filepath.Join(dir, "platforms", "shop.cue")
	killed := 0
	for wait := time.Duration(0); wait < 120*time.Millisecond; wait += 4 * time.Millisecond {
		must(t, os.WriteFile(file, []byte(shop), 0o644))
		compiles(t, exitClean, dir)
		must(t, os.WriteFile(file, []byte(changed), 0o644))
		cmd := compileIn(dir)
		must(t, cmd.Start())
		time.Sleep(wait)
		_ = cmd.Process.Kill() // it may have ended
		if cmd.Wait() != nil {
			killed++
		}
		compiles(t, exitClean, dir)
		same(t, want, tree(t, filepath.Join(dir, "out")), "killed after "+wait.String())
		compiles(t, exitClean, dir, "--check")
	}
	if killed == 0 {
		t.Error("it was never killed")
	}
}

// TestNoRoom writes where nothing can be written: on a full disk, and in a folder
// that is read-only. What was there stays, and another run with room goes well.
func TestNoRoom(t *testing.T) {
	for _, c := range []struct {
		name   string
		narrow func(t *testing.T, out string) (widen func())
		says   string
	}{
		{"full disk", func(t *testing.T, out string) func() {
			filler := filepath.Join(out, "filler")
			err := os.WriteFile(filler, bytes.Repeat([]byte("x"), 1<<20), 0o644)
			if err == nil {
				t.Fatal("the disk does not fill up")
			}
			return func() { must(t, os.Remove(filler)) }
		}, "no space left on device"},
		{"read-only", func(t *testing.T, out string) func() {
			remount(t, out, true)
			return func() { remount(t, out, false) }
		}, "read-only file system"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := repository(t, shop)
			out := filepath.Join(dir, "out")
			must(t, os.Mkdir(out, 0o755))
			mountSmall(t, out)
			compiles(t, exitClean, dir)
			before := tree(t, filepath.Join(out, "shop"))
			widen := c.narrow(t, out)
			file := filepath.Join(dir, "platforms", "shop.cue")
			must(t, os.WriteFile(file, []byte(strings.ReplaceAll(shop, "8080", "9090")), 0o644))
			said := compiles(t, exitError, dir)
			if !strings.HasPrefix(said, "compile: writing shop: ") || !strings.Contains(said, c.says) || strings.Count(said, "\n") > 2 {
				t.Errorf("not clear: %s", said)
			}
			same(t, before, tree(t, filepath.Join(out, "shop")), c.name)
			widen()
			compiles(t, exitClean, dir)
			compiles(t, exitClean, dir, "--check")
		})
	}
}

// TestUnreadable takes a user that files can be closed to, which root is not.
func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root reads everything")
	}
	dir := repository(t, shop)
	must(t, os.Chmod(filepath.Join(dir, "platforms", "shop.cue"), 0))
	if said := compiles(t, exitError, dir); !strings.Contains(said, "load-read") || !strings.Contains(said, "permission denied") {
		t.Errorf("not clear: %s", said)
	}
}
