// Package schema carries the CUE language of Groundplan inside the binary.
package schema

import "embed"

// Files are the definitions and their defaults, as *.cue at the top.
//
//go:embed *.cue
var Files embed.FS
