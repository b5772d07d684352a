// Package aws carries the facts about AWS inside the binary: limits, versions,
// names and ports as CUE data, each table with the page that it comes from and
// the day on which it was compared with it. Package facts decodes them.
package aws

import "embed"

// Files are the tables, one CUE file for each subject.
//
//go:embed *.cue
var Files embed.FS
