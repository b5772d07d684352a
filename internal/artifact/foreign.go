package artifact

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Foreign lists files in the folders of an owner's files that are neither among
// them nor written by an earlier Sync, and whose names end in one of the suffixes:
// what a program that reads whole folders would read too. Paths are relative to
// the owner's folder, sorted.
func Foreign(dir, owner string, files []File, suffixes ...string) ([]string, error) {
	t, done, err := open(dir, owner, nil)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer done()
	owned, _, err := t.manifest()
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{}
	for name := range owned.Files {
		ours[name] = true
	}
	var folders []string
	for _, f := range files {
		ours[f.Path] = true
		folders = append(folders, path.Dir(f.Path))
	}
	slices.Sort(folders)
	var foreign []string
	for _, folder := range slices.Compact(folders) {
		entries, err := t.disk.ReadDir(t.path(folder))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("looking into %s: %w", folder, err)
		}
		for _, e := range entries {
			name := path.Join(folder, e.Name())
			if !ours[name] && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) }) {
				foreign = append(foreign, name)
			}
		}
	}
	return foreign, nil
}
