package pipeline_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/pipeline"
)

// rows is a compiled platform, for tests that look up in it what its source asks for.
type rows struct {
	*testing.T
	found diag.List
	files map[string]string // by path
}

// rowsOf compiles a platform of the repository, after a change of its text.
func rowsOf(t *testing.T, path string, change func(string) string) rows {
	t.Helper()
	data, err := os.ReadFile("../../" + path)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		changed := change(string(data))
		if changed == string(data) {
			t.Fatal("the change changes nothing")
		}
		data = []byte(changed)
	}
	result := pipeline.Compile(pipeline.Input{Root: fstest.MapFS{path: {Data: data}}, File: path}, knownFacts(t))
	files := map[string]string{}
	for _, f := range result.Files {
		files[f.Path] = string(f.Data)
	}
	return rows{t, result.Found, files}
}

// in is c for a test within the test.
func (c rows) in(t *testing.T) rows {
	c.T = t
	return c
}

// block is a Terraform block of a file, which must hold the texts.
func (c rows) block(file, head string, texts ...string) string {
	c.Helper()
	_, block, ok := strings.Cut(c.files[file], "\n"+head+" {\n")
	block, _, _ = strings.Cut(block, "\n}\n")
	if !ok {
		c.Errorf("%s has no %s", file, head)
	}
	for _, text := range texts {
		if !strings.Contains(squeezed(block), squeezed(text)) {
			c.Errorf("%s of %s has no %s", head, file, text)
		}
	}
	return block
}

// squeezed folds runs of spaces, so that alignment does not matter.
func squeezed(s string) string { return regexp.MustCompile(` +`).ReplaceAllString(s, " ") }

func (c rows) has(file string, texts ...string) {
	c.Helper()
	for _, text := range texts {
		if !strings.Contains(squeezed(c.files[file]), text) {
			c.Errorf("%s has no %s", file, text)
		}
	}
}

// lacks makes sure that no emitted file matches.
func (c rows) lacks(pattern string) {
	c.Helper()
	for path, text := range c.files {
		if regexp.MustCompile(pattern).MatchString(text) {
			c.Errorf("%s has %s", path, pattern)
		}
	}
}

// count is how often a text stands in the files whose path matches.
func (c rows) count(files, text string) (n int) {
	pattern := regexp.MustCompile(files)
	for path, body := range c.files {
		if pattern.MatchString(path) {
			n += strings.Count(squeezed(body), text)
		}
	}
	return n
}

// warns reports whether there is a finding of a code at a path.
func (c rows) finds(code, path string) bool {
	for _, d := range c.found {
		if d.Code == code && d.Path == path && d.Pos.Line > 0 && d.Pos.Col > 0 {
			return true
		}
	}
	return false
}

// codes are those of all findings.
func (c rows) codes() (out []string) {
	for _, d := range c.found {
		out = append(out, d.Code)
	}
	return out
}
