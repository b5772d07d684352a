package artifact

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
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

// staged is a name in the staging folder as the disk knows it.
func (t target) staged(name string) string { return path.Join(stagePrefix+t.owner, name) }

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

// ownerOfStage is the owner whose staging folder has this name.
func ownerOfStage(name string) (owner string, ok bool) { return strings.CutPrefix(name, stagePrefix) }
