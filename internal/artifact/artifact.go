// Package artifact takes the files that generators made to the disk: all or
// nothing, only what changed, and never over anything that the compiler does not
// own. It knows paths and bytes, nothing of what is in them.
package artifact

// File is one generated file. Path is relative to the output directory, with
// forward slashes, clean, and never absolute or climbing.
type File struct {
	Path string
	Data []byte
}
