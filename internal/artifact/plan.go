package artifact

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
)

// target is one owner's folder in an output folder.
type target struct {
	disk    disk
	owner   string
	folders []string // of the owner's, that are spoken of; none is all
}

// path is a name in the owner's folder as the disk knows it.
func (t target) path(name string) string { return path.Join(t.owner, name) }

// plan is what has to change on the disk.
type plan struct {
	changes         Changes
	place           []File
	remove          []removal
	manifest        []byte // as it shall be; nil for none
	manifestChanged bool
}

// empty reports whether the disk is as it shall be.
func (p plan) empty() bool {
	return len(p.place) == 0 && len(p.remove) == 0 && !p.manifestChanged
}

// comparison is a look at the disk with a set of files in mind.
type comparison struct {
	target
	owned  map[string]string      // hash by path
	stale  map[string]bool        // owned, and no longer wanted
	byFold map[string]string      // stale paths by folded path
	seen   map[string]fs.FileMode // folders; 0 for one that is not there
	plan   plan

	removed []removal // perhaps, by an interrupted write
}

// maxProblems is how many files an error names.
const maxProblems = 10

// plan compares the disk with the files that shall be there, and writes nothing.
// The error names every path where something stands that is not the compiler's.
func (t target) plan(files []File) (plan, error) {
	files, err := checked(files, t.folders)
	if err != nil {
		return plan{}, err
	}
	c := comparison{target: t, seen: map[string]fs.FileMode{}, owned: map[string]string{}, stale: map[string]bool{}, byFold: map[string]string{}}
	if _, err := c.folder("."); err != nil {
		return plan{}, err
	}
	old, data, err := t.manifest()
	if err != nil {
		return plan{}, err
	}
	pending, j, err := t.pending()
	if err != nil {
		return plan{}, err
	}
	c.removed = j.Remove
	maps.Copy(c.owned, pending.Files)
	maps.Copy(c.owned, old.Files)
	next := c.next(files)
	var problems []error
	for _, f := range files {
		if err := c.file(f); err != nil {
			problems = append(problems, err)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(c.stale)) {
		if err := c.leftover(p); err != nil {
			problems = append(problems, err)
		}
	}
	if len(problems) > 0 {
		return plan{}, joined(problems)
	}
	c.plan.manifest = next.bytes()
	c.plan.manifestChanged = !bytes.Equal(c.plan.manifest, data)
	return c.plan, nil
}

// next is the manifest after the change; what is stale is noted on the way.
func (c *comparison) next(files []File) manifest {
	next := manifest{Files: map[string]string{}}
	for p, hash := range c.owned {
		if within(p, c.folders) {
			c.stale[p] = true
		} else {
			next.Files[p] = hash
		}
	}
	for _, f := range files {
		next.Files[f.Path] = sum(f.Data)
		delete(c.stale, f.Path)
	}
	for p := range c.stale {
		c.byFold[fold(p)] = p
	}
	return next
}

func joined(problems []error) error {
	if more := len(problems) - maxProblems; more > 0 {
		problems = append(problems[:maxProblems:maxProblems], fmt.Errorf("and %d more", more))
	}
	return errors.Join(problems...)
}

// file plans one wanted file.
func (c *comparison) file(f File) error {
	name := c.path(f.Path)
	there, err := c.folder(path.Dir(f.Path))
	if err != nil {
		return err
	}
	if !there {
		return c.create(f)
	}
	info, err := c.disk.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c.create(f)
	case err != nil:
		return fmt.Errorf("looking at %s: %w", name, err)
	case info.IsDir():
		if gone, err := c.vanishes(f.Path); err != nil || gone {
			return cmp.Or(err, c.create(f))
		}
		return fmt.Errorf("%s is a folder, and a file has to stand there: move it away", name)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is a %s, which compile did not write: move it away", name, kind(info.Mode()))
	}
	if same, err := c.recased(f.Path, info); err != nil || same {
		return cmp.Or(err, c.create(f))
	}
	same, err := c.holds(name, info, f.Data)
	switch {
	case err != nil:
		return err
	case same:
		c.plan.changes.Unchanged = append(c.plan.changes.Unchanged, f.Path)
		return nil
	case c.owned[f.Path] == "":
		return fmt.Errorf("%s is there already and compile did not write it: move it or delete it", name)
	}
	c.plan.changes.Updated = append(c.plan.changes.Updated, f.Path)
	return c.write(f)
}

func (c *comparison) create(f File) error {
	c.plan.changes.Created = append(c.plan.changes.Created, f.Path)
	return c.write(f)
}

func (c *comparison) write(f File) error {
	c.plan.place = append(c.plan.place, f)
	return c.writable(path.Dir(f.Path))
}

// leftover plans the removal of a file that is no longer wanted, where it still
// stands. What stands there in its place is left alone.
func (c *comparison) leftover(p string) error {
	if there, err := c.real(path.Dir(c.path(p))); err != nil || !there {
		return err
	}
	if _, err := c.folder(path.Dir(p)); err != nil {
		return err
	}
	info, err := c.disk.Lstat(c.path(p))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking at %s: %w", c.path(p), err)
	case !info.Mode().IsRegular():
		return nil
	}
	data, err := c.disk.ReadFile(c.path(p))
	if err != nil {
		return fmt.Errorf("reading %s: %w", c.path(p), err)
	}
	c.plan.changes.Removed = append(c.plan.changes.Removed, p)
	c.plan.remove = append(c.plan.remove, removal{p, sum(data)})
	return c.writable(path.Dir(p))
}

// folder reports whether a folder of the owner's is there; a stale file that
// stands in its place will be gone.
func (c *comparison) folder(dir string) (bool, error) {
	if mode, ok := c.seen[dir]; ok {
		return mode != 0, nil
	}
	mode := fs.FileMode(0)
	there := true
	if dir != "." {
		var err error
		if there, err = c.folder(path.Dir(dir)); err != nil {
			return false, err
		}
	}
	if there {
		info, err := c.disk.Lstat(c.path(dir))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return false, fmt.Errorf("looking at %s: %w", c.path(dir), err)
		case info.IsDir():
			mode = info.Mode()
		case !c.stale[dir]:
			return false, fmt.Errorf("%s is a %s, and a folder has to stand there: move it away", c.path(dir), kind(info.Mode()))
		}
	}
	c.seen[dir] = mode
	return mode != 0, nil
}

// writable reports a folder that is there and must not be written to.
func (c *comparison) writable(dir string) error {
	if mode := c.seen[dir]; mode != 0 && mode.Perm()&0o200 == 0 {
		return fmt.Errorf("folder %s is read-only: make it writable", c.path(dir))
	}
	return nil
}

// vanishes reports whether a folder holds stale files of ours only, or is empty
// because an interrupted write removed those.
func (c *comparison) vanishes(dir string) (bool, error) {
	entries, err := c.disk.ReadDir(c.path(dir))
	if err != nil {
		return false, fmt.Errorf("reading %s: %w", c.path(dir), err)
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		switch {
		case e.Type().IsRegular() && c.stale[p]:
		case e.IsDir():
			if gone, err := c.vanishes(p); err != nil || !gone {
				return false, err
			}
		default:
			return false, nil
		}
	}
	removed := slices.ContainsFunc(c.removed, func(r removal) bool { return within(r.Path, []string{dir}) })
	return len(entries) > 0 || removed, nil
}

// recased reports whether a file is a stale one of ours that is now spelt in
// another case, on a file system where both are the same file.
func (c *comparison) recased(p string, info fs.FileInfo) (bool, error) {
	old, ok := c.byFold[fold(p)]
	if !ok {
		return false, nil
	}
	oldInfo, err := c.disk.Lstat(c.path(old))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("looking at %s: %w", c.path(old), err)
	}
	return os.SameFile(info, oldInfo), nil
}

// holds reports whether a file has just these bytes.
func (c *comparison) holds(name string, info fs.FileInfo, data []byte) (bool, error) {
	if info.Size() != int64(len(data)) {
		return false, nil
	}
	got, err := c.disk.ReadFile(name)
	if err != nil {
		return false, fmt.Errorf("reading %s: %w", name, err)
	}
	return bytes.Equal(got, data), nil
}

// kind names what is not a folder.
func kind(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	case mode.IsRegular():
		return "file"
	}
	return "special file"
}
