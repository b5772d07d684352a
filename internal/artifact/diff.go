package artifact

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// maxDiff is the size in bytes after which a diff only counts files.
const maxDiff = 256 << 10

// Diff is what Sync would change, as a unified diff that patch -p1 takes, and
// whether that is anything. It writes nothing and takes no lock. The errors are
// those of Sync before it writes. A long diff ends with the number of files that it
// leaves out.
func Diff(dir, owner string, files []File, folders ...string) (text []byte, stale bool, err error) {
	if err := usableOwner(owner); err != nil {
		return nil, false, err
	}
	t, done, err := open(dir, owner, folders)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t = target{noDisk{}, owner, folders}
	case err != nil:
		return nil, false, err
	default:
		defer done()
	}
	p, err := t.plan(files)
	if err != nil || p.empty() {
		return nil, false, err
	}
	shown := "."
	if filepath.IsLocal(dir) {
		shown = filepath.ToSlash(filepath.Clean(dir))
	}
	text, err = t.diff(p, shown)
	return text, true, err
}

// diff prints a plan; names stand in dir.
func (t target) diff(p plan, dir string) ([]byte, error) {
	var out bytes.Buffer
	differ := p.differing()
	for i, f := range differ {
		if out.Len() > maxDiff {
			fmt.Fprintf(&out, "and %d more files differ\n", len(differ)-i)
			break
		}
		name := path.Join(dir, t.path(f.Path))
		from, to := "a/"+name, "b/"+name
		old, err := t.disk.ReadFile(t.path(f.Path))
		if slices.Contains(p.changes.Created, f.Path) || errors.Is(err, fs.ErrNotExist) {
			from, old = "/dev/null", nil
		} else if err != nil {
			return nil, fmt.Errorf("reading %s: %w", t.path(f.Path), err)
		}
		if f.gone {
			to = "/dev/null"
		}
		out.Write(diff.Diff(from, old, to, f.Data))
	}
	return out.Bytes(), nil
}

// difference is a file as it shall be.
type difference struct {
	File
	gone bool
}

// differing are the files that a plan writes and removes, by path; the manifest
// where it alone changes.
func (p plan) differing() []difference {
	var out []difference
	for _, f := range p.place {
		out = append(out, difference{f, false})
	}
	for _, r := range p.remove {
		out = append(out, difference{File{Path: r.Path}, true})
	}
	slices.SortFunc(out, func(a, b difference) int { return strings.Compare(a.Path, b.Path) })
	if out == nil {
		out = []difference{{File{manifestName, p.manifest}, p.manifest == nil}}
	}
	return out
}

// noDisk is an output folder that is not there; it is only looked at.
type noDisk struct{ disk }

func (noDisk) Lstat(string) (fs.FileInfo, error)     { return nil, fs.ErrNotExist }
func (noDisk) ReadFile(string) ([]byte, error)       { return nil, fs.ErrNotExist }
func (noDisk) ReadDir(string) ([]fs.DirEntry, error) { return nil, fs.ErrNotExist }
