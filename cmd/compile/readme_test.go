package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/pipeline"
)

// TestReadme compiles the platform that the README shows: whoever types it must
// get what is promised, without a single finding.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, ok := strings.Cut(string(readme), "```cue\npackage ")
	example, _, closed := strings.Cut(example, "```")
	if !ok || !closed {
		t.Fatal("the README shows no platform")
	}
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{"platforms/shop.cue": {Data: []byte("package " + example)}}
	result := pipeline.Compile(pipeline.Input{Root: root, File: "platforms/shop.cue"}, known)
	for _, d := range result.Found {
		t.Errorf("%s: %s %s", d.Pos, d.Summary, d.Detail)
	}
	if len(result.Files) == 0 {
		t.Error("nothing was made")
	}
}
