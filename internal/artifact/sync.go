package artifact

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"github.com/gofrs/flock"
)

// How long a run waits for another one, and how often it looks.
const (
	lockWait = 5 * time.Second
	lockPoll = 25 * time.Millisecond
)

// Sync makes dir/owner hold the files, and no other file that an earlier Sync wrote
// there; no files removes them all. With folders, only those of the owner's are
// spoken of, and its other files stay as they are.
//
// What is equal is not touched, and with nothing to change nothing is written. A
// file that was edited by hand is generated again. A file that compile did not
// write is an error when one of ours has to stand there and differs, and is
// otherwise left alone. An error before the change is sealed, as of a full disk,
// leaves everything as it was; one after it, or a kill, is repaired by the next
// Sync of this owner.
//
// The lock is flock(2) on dir itself: it needs no file of its own, and ends with
// the process.
func Sync(dir, owner string, files []File, folders ...string) (Changes, error) {
	if err := usableOwner(owner); err != nil {
		return Changes{}, err
	}
	if len(files) > 0 {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return Changes{}, fmt.Errorf("making the output folder: %w", err)
		}
	}
	t, done, err := open(dir, owner, folders)
	if errors.Is(err, fs.ErrNotExist) {
		return Changes{}, nil // no files, and no folder for them
	}
	if err != nil {
		return Changes{}, err
	}
	defer done()
	unlock, err := lock(dir, lockWait)
	if err != nil {
		return Changes{}, err
	}
	defer unlock()
	return t.sync(files)
}

func (t target) sync(files []File) (Changes, error) {
	if err := t.recover(); err != nil {
		return Changes{}, err
	}
	p, err := t.plan(files)
	if err != nil || p.empty() {
		return p.changes, err
	}
	j, err := t.stage(p)
	if err != nil {
		return Changes{}, errors.Join(err, t.discard())
	}
	if err := t.finish(j); err != nil {
		return Changes{}, fmt.Errorf("%w; the next run goes on from here", err)
	}
	return p.changes, nil
}

// open is an owner's folder in an output folder, and how to close it.
func open(dir, owner string, folders []string) (target, func(), error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return target{}, nil, fmt.Errorf("opening the output folder: %w", err)
	}
	return target{rootDisk{root}, owner, folders}, func() { root.Close() }, nil
}

// lock keeps other runs out of a folder. Where the file system has no locks for
// folders, as NFS and Windows, there is none.
func lock(dir string, wait time.Duration) (unlock func(), err error) {
	l := flock.New(dir, flock.SetFlag(os.O_RDONLY))
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	_, err = l.TryLockContext(ctx, lockPoll)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("another compile has been writing to %s for %s: wait for it to end, or end it, and run again", dir, wait)
	}
	return func() { l.Close() }, nil
}

// Owners are the folders of an output folder that a Sync has written or begun to
// write, sorted; none where there is no such folder.
func Owners(dir string) ([]string, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	d := rootDisk{root}
	entries, err := d.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var owners []string
	for _, e := range entries {
		name, staged := ownerOfStage(e.Name())
		if !staged {
			if _, err := d.Lstat(path.Join(name, manifestName)); err != nil {
				continue
			}
		}
		if e.IsDir() && usableOwner(name) == nil {
			owners = append(owners, name)
		}
	}
	slices.Sort(owners)
	return slices.Compact(owners), nil
}
