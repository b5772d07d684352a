package artifact

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
)

// finish brings a sealed change to its end, from wherever it stands, and throws the
// staging away. Old files go first, so that their places are free.
func (t target) finish(j journal) error {
	for _, r := range j.Remove {
		if err := t.unlink(r); err != nil {
			return err
		}
	}
	made := map[string]bool{}
	for i, p := range j.Place {
		if err := t.put(strconv.Itoa(i), p, made); err != nil {
			return err
		}
	}
	if err := t.finishManifest(j); err != nil {
		return err
	}
	return t.discard()
}

func (t target) finishManifest(j journal) error {
	if !j.Empty {
		if err := t.disk.Rename(t.staged(stagedSet), t.path(manifestName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("writing the manifest: %w", err)
		}
		return nil
	}
	if err := t.disk.Remove(t.path(manifestName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the manifest: %w", err)
	}
	return t.prune(".")
}

// unlink removes a stale file, unless somebody has written it anew, and the
// folders that this leaves empty.
func (t target) unlink(r removal) error {
	name := t.path(r.Path)
	there, err := t.real(path.Dir(name))
	if err != nil {
		return err
	}
	if there {
		info, err := t.disk.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("removing %s: %w", name, err)
		case info.Mode().IsRegular():
			data, err := t.disk.ReadFile(name)
			if err != nil {
				return fmt.Errorf("removing %s: %w", name, err)
			}
			if sum(data) != r.SHA256 {
				return nil
			}
			if err := t.disk.Remove(name); err != nil {
				return fmt.Errorf("removing %s: %w", name, err)
			}
		}
	}
	return t.prune(path.Dir(r.Path))
}

// prune removes a folder of the owner's and those above it, the owner's own
// last, as long as they are empty.
func (t target) prune(dir string) error {
	for {
		name := t.path(dir)
		there, err := t.real(name)
		if err != nil {
			return err
		}
		if there {
			entries, err := t.disk.ReadDir(name)
			if err != nil {
				return fmt.Errorf("reading %s: %w", name, err)
			}
			if len(entries) > 0 {
				return nil
			}
			if err := t.disk.Remove(name); err != nil {
				return fmt.Errorf("removing the empty folder %s: %w", name, err)
			}
		}
		if dir == "." {
			return nil
		}
		dir = path.Dir(dir)
	}
}

// put renames a staged file into place; one that is gone is there already. Each
// folder is made once.
func (t target) put(number string, p placement, made map[string]bool) error {
	name := t.path(p.Path)
	if there, err := t.exists(t.staged(number)); err != nil || !there {
		return err
	}
	if dir := path.Dir(name); !made[dir] {
		if err := t.mkdir(dir); err != nil {
			return err
		}
		made[dir] = true
	}
	if p.New {
		switch there, err := t.exists(name); {
		case err != nil:
			return err
		case there:
			return fmt.Errorf("%s has appeared while a write was under way, and compile did not write it: move it or delete it, and run again", name)
		}
	}
	if err := t.disk.Rename(t.staged(number), name); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// exists reports whether anything has a name.
func (t target) exists(name string) (bool, error) {
	_, err := t.disk.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking at %s: %w", name, err)
	}
	return true, nil
}

// mkdir makes a folder and those above it. A symbolic link in its way is
// an error: it may lead to another owner.
func (t target) mkdir(name string) error {
	if name == "." {
		return nil
	}
	if err := t.mkdir(path.Dir(name)); err != nil {
		return err
	}
	info, err := t.disk.Lstat(name)
	switch {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return fmt.Errorf("%s is a %s, and a folder has to stand there: move it away", name, kind(info.Mode()))
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("looking at %s: %w", name, err)
	}
	if err := t.disk.Mkdir(name, 0o755); err != nil {
		return fmt.Errorf("making the folder %s: %w", name, err)
	}
	return nil
}

// real reports whether a folder and those above it are there and no links.
func (t target) real(name string) (bool, error) {
	if name == "." {
		return true, nil
	}
	if above, err := t.real(path.Dir(name)); err != nil || !above {
		return false, err
	}
	info, err := t.disk.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking at %s: %w", name, err)
	}
	return info.IsDir(), nil
}
