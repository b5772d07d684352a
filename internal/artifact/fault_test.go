package artifact

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// faulty is a disk whose at-th operation fails, counted from 1.
type faulty struct {
	disk
	at, count int
	dies      bool  // and every later one, as after a kill
	half      bool  // a write that fails leaves half of its bytes
	err       error // what it fails with
}

func (d *faulty) fails() bool {
	d.count++
	return d.count == d.at || d.dies && d.count > d.at
}

func (d *faulty) Lstat(name string) (fs.FileInfo, error) {
	if d.fails() {
		return nil, d.err
	}
	return d.disk.Lstat(name)
}

func (d *faulty) ReadFile(name string) ([]byte, error) {
	if d.fails() {
		return nil, d.err
	}
	return d.disk.ReadFile(name)
}

func (d *faulty) ReadDir(name string) ([]fs.DirEntry, error) {
	if d.fails() {
		return nil, d.err
	}
	return d.disk.ReadDir(name)
}

func (d *faulty) Mkdir(name string, perm fs.FileMode) error {
	if d.fails() {
		return d.err
	}
	return d.disk.Mkdir(name, perm)
}

func (d *faulty) WriteFile(name string, data []byte, perm fs.FileMode) error {
	if d.fails() {
		if d.half && d.count == d.at {
			return errors.Join(d.err, d.disk.WriteFile(name, data[:len(data)/2], perm))
		}
		return d.err
	}
	return d.disk.WriteFile(name, data, perm)
}

func (d *faulty) Rename(from, to string) error {
	if d.fails() {
		return d.err
	}
	return d.disk.Rename(from, to)
}

func (d *faulty) Remove(name string) error {
	if d.fails() {
		return d.err
	}
	return d.disk.Remove(name)
}

var errKilled = errors.New("killed")

// The change under test has a file of every fate.
var (
	before = set("same", "0", "edited", "1", "stale/deep/x", "2", "turns", "3", "shrinks/a", "4", "shrinks/b", "5", "gone", "6")
	after  = set("same", "0", "edited", "new text", "fresh/deep/y", "7", "turns/into", "8", "shrinks", "9")
	other  = set("same", "another", "stale/deep/x", "back", "fresh/deep/z", "10")
)

// foreign are files that nobody of us wrote, and stay.
var foreign = []string{"strapi/notes", "mine", "strapi/stale/mine", "mine too", "lewis/same", "theirs"}

// TestFault makes every single operation of a Sync fail, in every way, and then
// runs once more: the end is the same as if nothing had happened. What fails before
// the change is sealed leaves the files as they were.
func TestFault(t *testing.T) {
	for _, mode := range []faulty{
		{dies: true, err: errKilled},
		{dies: true, half: true, err: errKilled},
		{err: syscall.ENOSPC},
		{half: true, err: syscall.ENOSPC},
		{err: fs.ErrPermission},
	} {
		for name, next := range map[string][]File{"same": after, "other": other, "none": nil} {
			t.Run(fmt.Sprintf("%v,dies=%v,half=%v,next=%s", mode.err, mode.dies, mode.half, name), func(t *testing.T) {
				n := 1
				for ; !fault(t, mode, n, next) && !t.Failed(); n++ {
				}
				if n < 50 && !t.Failed() {
					t.Errorf("only %d operations", n)
				}
			})
		}
	}
}

// fault is one round; it reports whether the n-th operation is past the end.
func fault(t *testing.T, mode faulty, n int, next []File) bool {
	t.Helper()
	dir := memoryDir(t)
	mustSync(t, dir, before)
	for i := 0; i < len(foreign); i += 2 {
		put(t, dir, foreign[i], foreign[i+1])
	}
	old := tree(t, dir)
	target, done, err := open(dir, owner, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	d := mode
	d.disk, d.at = target.disk, n
	target.disk = &d
	_, err = target.sync(after)
	if d.count < n {
		if err != nil {
			t.Fatalf("without a fault: %v", err)
		}
		return true
	}
	if _, sealed := os.Stat(dir + "/" + target.staged(stagedJournal)); err != nil && !mode.dies && sealed != nil {
		unsealed(t, n, err, old, tree(t, dir))
	}
	if _, _, err := Diff(dir, owner, next); err != nil {
		t.Errorf("operation %d: diff after the fault: %v", n, err)
	}
	mustSync(t, dir, next)
	want := append([]string{}, foreign...)
	for _, f := range next {
		want = append(want, "strapi/"+f.Path, string(f.Data))
	}
	holds(t, dir, want...)
	if again := mustSync(t, dir, next); len(again.Unchanged) != len(next) {
		t.Errorf("operation %d: a third run changes %+v", n, again)
	}
	if t.Failed() {
		t.Errorf("operation %d of %d, which failed with: %v", n, d.count, err)
	}
	return false
}

// memoryDir is a new folder, in memory where the system has such a place: the
// tests here make some thousand trees.
func memoryDir(t *testing.T) string {
	t.Helper()
	const memory = "/dev/shm"
	parent := ""
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		parent = memory
	}
	dir, err := os.MkdirTemp(parent, "artifact")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// unsealed fails where an error without a journal left something else than all of
// the old files or all of the new ones; staging that could not be cleared aside.
func unsealed(t *testing.T, n int, err error, old, got map[string]string) {
	t.Helper()
	for name := range got {
		if owner, staged := ownerOfStage(name); staged && owner != "" {
			delete(got, name)
		}
	}
	wanted := map[string]string{}
	for i := 0; i < len(foreign); i += 2 {
		wanted[foreign[i]] = foreign[i+1]
	}
	for _, f := range after {
		wanted["strapi/"+f.Path] = string(f.Data)
	}
	if !cmp.Equal(old, got) && !cmp.Equal(wanted, got) {
		t.Errorf("operation %d (%v) left a mixture:\n%s", n, err, cmp.Diff(old, got))
	}
}

// TestKilledTwice kills the repair as well.
func TestKilledTwice(t *testing.T) {
	for first := 40; first < 100; first += 7 {
		for second := 1; second < 60; second += 3 {
			dir := memoryDir(t)
			mustSync(t, dir, before)
			for _, at := range []int{first, second} {
				target, done, err := open(dir, owner, nil)
				if err != nil {
					t.Fatal(err)
				}
				target.disk = &faulty{disk: target.disk, at: at, dies: true, half: true, err: errKilled}
				target.sync(after)
				done()
			}
			mustSync(t, dir, other)
			holds(t, dir, "strapi/same", "another", "strapi/stale/deep/x", "back", "strapi/fresh/deep/z", "10")
			if t.Failed() {
				t.Fatalf("killed at %d and %d", first, second)
			}
		}
	}
}

// TestAppeared: a file that somebody writes between a kill and the repair is kept.
func TestAppeared(t *testing.T) {
	dir := t.TempDir()
	mustSync(t, dir, set("old", "1"))
	target, done, err := open(dir, owner, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	p, err := target.plan(set("a", "2"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := target.stage(p); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "strapi/a", "mine")
	put(t, dir, "strapi/old", "mine now")
	if _, err := Sync(dir, owner, set("a", "2")); err == nil {
		t.Error("no error for a foreign file")
	}
	if got := tree(t, dir)["strapi/a"]; got != "mine" {
		t.Errorf("the foreign file is now %q", got)
	}
	os.Remove(dir + "/strapi/a")
	mustSync(t, dir, set("a", "2"))
	holds(t, dir, "strapi/a", "2", "strapi/old", "mine now")
}
