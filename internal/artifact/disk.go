package artifact

import (
	"io/fs"
	"os"
)

// disk is what a Sync does to the output folder: names are relative to it and
// cannot leave it.
type disk interface {
	Lstat(name string) (fs.FileInfo, error)
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	Mkdir(name string, perm fs.FileMode) error
	WriteFile(name string, data []byte, perm fs.FileMode) error
	Rename(from, to string) error
	Remove(name string) error
}

// rootDisk is a folder that no symbolic link leads out of.
type rootDisk struct{ *os.Root }

func (d rootDisk) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(d.FS(), name) }
