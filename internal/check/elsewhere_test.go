package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"groundplan.internal/internal/check"
)

// code is the form of a code that load, infra or the pipeline reports.
var code = regexp.MustCompile(`^((load|schema|env|name|cidr|subnet|sg|route|variable|diagram|compose|out|platform|deploys)(-[a-z]+)+|cost-assumption-unused|flow-no-edge|task-definition-(size|near))$`)

// TestElsewhere holds the table of other phases' diagnostics to what their sources
// say, in both directions.
func TestElsewhere(t *testing.T) {
	var listed []string
	for _, area := range check.Elsewhere() {
		for _, r := range area.Rules {
			listed = append(listed, r.Code)
		}
	}
	for _, r := range check.Rules() {
		if slices.Contains(listed, r.Code) {
			t.Errorf("%s is a rule of this package", r.Code)
		}
	}
	used := codesIn(t, "../load", "../infra", "../cost", "../pipeline")
	for _, c := range listed {
		if !slices.Contains(used, c) {
			t.Errorf("%s is listed, and no phase reports it", c)
		}
	}
	for _, r := range check.Rules() {
		listed = append(listed, r.Code)
	}
	for _, c := range used {
		if !slices.Contains(listed, c) {
			t.Errorf("%s is reported, and not listed in Elsewhere", c)
		}
	}
}

// codesIn are the texts in the sources of some packages that look like codes.
func codesIn(t *testing.T, folders ...string) (codes []string) {
	t.Helper()
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil && code.MatchString(text) && text != "load-balancer" {
						codes = append(codes, text)
					}
				}
				return true
			})
		}
	}
	return codes
}
