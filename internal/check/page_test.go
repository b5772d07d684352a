package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"groundplan.internal/internal/check"
	"groundplan.internal/internal/check/catalogue"
	"groundplan.internal/internal/verify"
)

// TestRulesPage holds docs/rules.md to the tables that it is made from.
func TestRulesPage(t *testing.T) {
	const page = "../../docs/rules.md"
	got := catalogue.Page(chapters(t), rules(t))
	if update {
		if err := os.WriteFile(page, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("docs/rules.md is not what the tables say (UPDATE_GOLDEN=1 rewrites it):\n%s", cmp.Diff(string(want), string(got)))
	}
}

// chapters are the checks, area by area, what other phases report, and the proofs.
func chapters(t *testing.T) (out []catalogue.Chapter) {
	t.Helper()
	for _, area := range slices.Concat(check.Areas(), check.Elsewhere()) {
		c := catalogue.Chapter{Title: area.Title}
		for _, r := range area.Rules {
			c.Diagnostics = append(c.Diagnostics, catalogue.Diagnostic{
				Code: r.Code, Severity: r.Severity.String(), Summary: r.Summary, Purpose: r.Purpose, Example: example(r.Code),
			})
		}
		out = append(out, c)
	}
	proofs := catalogue.Chapter{
		Title: "Proofs",
		Intro: "These are found in what was emitted, not in what was declared. Each is a fault of the compiler, and nothing is written.",
	}
	for _, r := range verify.Rules() {
		proofs.Diagnostics = append(proofs.Diagnostics, catalogue.Diagnostic{Code: r.Code, Severity: "error", Summary: r.Summary, Purpose: r.Purpose})
	}
	return append(out, proofs)
}

// example is the first diagnostic of a rule's fixture, as it is printed; empty for
// the rules of other phases.
func example(code string) string {
	archive, err := txtar.ParseFile(filepath.Join("testdata", code+".txtar"))
	if err != nil {
		return "" // TestFixtures says so where there must be one
	}
	for _, f := range archive.Files {
		if f.Name == "stderr.txt" {
			first, _, _ := strings.Cut(string(f.Data), "\n\n")
			return first
		}
	}
	return ""
}
