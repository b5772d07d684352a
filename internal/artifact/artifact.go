// Package artifact takes the files that generators made to the disk: all or
// nothing, only what changed, and never over anything that the compiler does not
// own. Each owner (a platform) has a folder of its own name in the output
// folder, and in it a manifest of its files. A change is staged beside that
// folder, sealed with a journal, then renamed into place; what a kill interrupts,
// the next run finishes. It knows paths and bytes, nothing of what is in them.
package artifact

// File is one generated file. Path is relative to the owner's folder, with forward
// slashes, clean, and never absolute or climbing.
type File struct {
	Path string
	Data []byte
}

// Changes are the paths that a Sync created, updated, removed and left alone,
// relative to the owner's folder and sorted.
type Changes struct {
	Created   []string
	Updated   []string
	Removed   []string
	Unchanged []string
}
