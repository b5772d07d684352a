package artifact

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
)

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
