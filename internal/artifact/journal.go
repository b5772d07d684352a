package artifact

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// A change is staged in stagePrefix + owner, beside the owner's folder and so on
// its file system: the new files under their numbers, the new manifest, and at last
// the journal, by a rename. Before that rename nothing has happened, and the
// staging is thrown away; after it the change is decided, and whoever comes next
// finishes it. Nothing is synced to the platter: a kill loses nothing that the
// system has taken, and after a power cut the next run compares every byte.
const (
	stagePrefix   = ".groundplan-"
	stagedJournal = "journal.json"
	stagedUnready = "journal.new"
	stagedSet     = "manifest.json"
)

// journal is a decided change.
type journal struct {
	Version int         `json:"version"`
	Place   []placement `json:"place"`
	Remove  []removal   `json:"remove"`
	Empty   bool        `json:"empty"` // the owner has no files left, and so no manifest
}

// placement is a staged file, by its number, and where it goes.
type placement struct {
	Path string `json:"path"`
	New  bool   `json:"new"` // nothing stood there
}

// removal is a stale file and the hash that it had when it was found.
type removal struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// staged is a name in the staging directory as the disk knows it.
func (t target) staged(name string) string { return path.Join(stagePrefix+t.owner, name) }

// stage writes a change beside the owner's folder and seals it.
func (t target) stage(p plan) (journal, error) {
	j := journal{Version: manifestVersion, Remove: p.remove, Empty: p.manifest == nil}
	if err := t.disk.Mkdir(t.staged("."), 0o755); err != nil {
		return j, fmt.Errorf("staging: %w", err)
	}
	created := map[string]bool{}
	for _, c := range p.changes.Created {
		created[c] = true
	}
	for i, f := range p.place {
		if err := t.disk.WriteFile(t.staged(strconv.Itoa(i)), f.Data, 0o644); err != nil {
			return j, fmt.Errorf("staging %s: %w", t.path(f.Path), err)
		}
		j.Place = append(j.Place, placement{f.Path, created[f.Path]})
	}
	if !j.Empty {
		if err := t.disk.WriteFile(t.staged(stagedSet), p.manifest, 0o644); err != nil {
			return j, fmt.Errorf("staging the manifest: %w", err)
		}
	}
	data, err := json.Marshal(j)
	if err != nil {
		panic(fmt.Sprintf("artifact: the journal does not marshal: %v", err))
	}
	if err := t.disk.WriteFile(t.staged(stagedUnready), data, 0o644); err != nil {
		return j, fmt.Errorf("staging the journal: %w", err)
	}
	if err := t.disk.Rename(t.staged(stagedUnready), t.staged(stagedJournal)); err != nil {
		return j, fmt.Errorf("staging the journal: %w", err)
	}
	return j, nil
}

// finish brings a sealed change to its end, from wherever it stands, and throws the
// staging away. Old files go first, so that their places are free.
func (t target) finish(j journal) error {
	for _, r := range j.Remove {
		if err := t.unlink(r); err != nil {
			return err
		}
	}
	for i, p := range j.Place {
		if err := t.put(strconv.Itoa(i), p); err != nil {
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
// directories that this leaves empty.
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

// prune removes a directory of the owner's and those above it, the owner's own
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
				return fmt.Errorf("removing the empty directory %s: %w", name, err)
			}
		}
		if dir == "." {
			return nil
		}
		dir = path.Dir(dir)
	}
}

// put renames a staged file into place; one that is gone is there already.
func (t target) put(number string, p placement) error {
	name := t.path(p.Path)
	if there, err := t.exists(t.staged(number)); err != nil || !there {
		return err
	}
	if err := t.directories(path.Dir(name)); err != nil {
		return err
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

// directories makes a directory and those above it. A symbolic link in its way is
// an error: it may lead to another owner.
func (t target) directories(name string) error {
	if name == "." {
		return nil
	}
	if err := t.directories(path.Dir(name)); err != nil {
		return err
	}
	info, err := t.disk.Lstat(name)
	switch {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return fmt.Errorf("%s is a %s, and a directory has to stand there: move it away", name, kind(info.Mode()))
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("looking at %s: %w", name, err)
	}
	if err := t.disk.Mkdir(name, 0o755); err != nil {
		return fmt.Errorf("making the directory %s: %w", name, err)
	}
	return nil
}

// real reports whether a directory and those above it are there and no links.
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

// recover finishes a change that was sealed and throws away one that was not.
func (t target) recover() error {
	info, err := t.disk.Lstat(t.staged("."))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking for an interrupted write: %w", err)
	case !info.IsDir():
		return fmt.Errorf("%s is a %s, which compile did not write: move it away", t.staged("."), kind(info.Mode()))
	}
	j, sealed, err := t.journal()
	if err != nil {
		return err
	}
	if !sealed {
		return t.discard()
	}
	if err := t.finish(j); err != nil {
		return fmt.Errorf("finishing an interrupted write: %w", err)
	}
	return nil
}

// journal reads the journal of a sealed change. One that does not parse, as after a
// power cut, seals nothing.
func (t target) journal() (j journal, sealed bool, err error) {
	data, err := t.disk.ReadFile(t.staged(stagedJournal))
	if errors.Is(err, fs.ErrNotExist) {
		return journal{}, false, nil
	}
	if err != nil {
		return journal{}, false, fmt.Errorf("looking for an interrupted write: %w", err)
	}
	if json.Unmarshal(data, &j) != nil || j.Version != manifestVersion {
		return journal{}, false, nil
	}
	for _, p := range j.Place {
		if usable(p.Path) != nil {
			return journal{}, false, nil
		}
	}
	for _, r := range j.Remove {
		if usable(r.Path) != nil {
			return journal{}, false, nil
		}
	}
	return j, true, nil
}

// pending is the manifest of a sealed change that was interrupted, whose files are
// the owner's too, and its journal.
func (t target) pending() (manifest, journal, error) {
	j, sealed, err := t.journal()
	if err != nil || !sealed {
		return manifest{}, journal{}, err
	}
	data, err := t.disk.ReadFile(t.staged(stagedSet))
	if errors.Is(err, fs.ErrNotExist) {
		return manifest{}, j, nil
	}
	if err != nil {
		return manifest{}, journal{}, fmt.Errorf("looking for an interrupted write: %w", err)
	}
	m, err := parseManifest(data)
	if err != nil {
		return manifest{}, journal{}, fmt.Errorf("%s: %w", t.staged(stagedSet), err)
	}
	return m, j, nil
}

// discard throws the staging away: the journal first when its work is done, so that
// it never stands without its files.
func (t target) discard() error {
	if err := t.disk.Remove(t.staged(stagedJournal)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clearing the staging: %w", err)
	}
	entries, err := t.disk.ReadDir(t.staged("."))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clearing the staging: %w", err)
	}
	for _, e := range entries {
		if err := t.disk.Remove(t.staged(e.Name())); err != nil {
			return fmt.Errorf("clearing the staging: %w", err)
		}
	}
	if err := t.disk.Remove(t.staged(".")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clearing the staging: %w", err)
	}
	return nil
}

// ownerOfStage is the owner whose staging directory has this name.
func ownerOfStage(name string) (owner string, ok bool) { return strings.CutPrefix(name, stagePrefix) }
