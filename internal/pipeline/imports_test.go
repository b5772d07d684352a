package pipeline_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "groundplan.internal/"

// may lists, for each package, the packages of this module that it may import.
// "generators/*" stands for every generator. Imports run one way: down this list.
var may = map[string][]string{
	"cmd/compile":              {"internal/pipeline", "internal/load", "internal/facts", "internal/diag", "internal/artifact", "schema"},
	"internal/pipeline":        {"internal/load", "internal/check", "internal/infra", "internal/cost", "internal/ledger", "internal/verify", "internal/model", "internal/facts", "internal/diag", "internal/artifact", "generators/*"},
	"internal/verify":          {"internal/provider", "internal/model", "internal/facts", "internal/diag", "internal/artifact"},
	"generators/terraform":     {"generators/terraform/tf", "internal/infra", "internal/model", "internal/facts", "internal/artifact", "internal/diag"},
	"generators/terraform/tf":  {"internal/artifact"},
	"generators/ecs":           {"internal/infra", "internal/model", "internal/artifact"},
	"generators/docs":          {"internal/cost", "internal/decimal", "internal/infra", "internal/budget", "internal/model", "internal/facts", "internal/artifact"},
	"generators/compose":       {"internal/infra", "internal/model", "internal/artifact", "internal/yamltext"},
	"generators/delivery":      {"internal/infra", "internal/artifact", "internal/yamltext"},
	"internal/ledger":          {"internal/infra", "internal/model"},
	"internal/infra":           {"internal/budget", "internal/model", "internal/facts", "internal/diag"},
	"internal/cost":            {"internal/infra", "internal/model", "internal/facts", "internal/decimal", "internal/diag"},
	"internal/budget":          {"internal/model", "internal/facts"},
	"internal/check":           {"internal/budget", "internal/model", "internal/facts", "internal/diag", "internal/check/catalogue"},
	"internal/check/catalogue": {},
	"internal/load":            {"internal/model", "internal/diag", "schema"},
	"internal/provider":        {},
	"internal/provider/prune":  {"internal/provider"},
	"internal/facts":           {"internal/decimal", "schema/aws"},
	"internal/model":           {"internal/diag"},
	"internal/decimal":         {},
	"internal/diag":            {},
	"internal/artifact":        {},
	"internal/yamltext":        {},
	"schema":                   {},
	"schema/aws":               {},
}

// only says which packages may import a library: what one phase is there for, no
// other phase does.
var only = []struct {
	library string
	in      []string
}{
	{"cuelang.org/go", []string{"internal/load", "internal/facts", "schema"}},
	{"github.com/hashicorp/hcl/v2", []string{"internal/verify"}}, // tf prints by itself, and its tests hold it to hclwrite
	{"github.com/hashicorp/terraform-json", []string{"internal/provider", "internal/provider/prune"}},
	{"github.com/spf13/cobra", []string{"cmd/compile"}},
}

// TestImports holds the packages to the layers of ARCHITECTURE.md.
func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := may[name]
		if !known {
			t.Errorf("package %s has no row in this test: say what it may import", name)
			continue
		}
		for _, imported := range p.Imports {
			if own, ok := strings.CutPrefix(imported, module); ok {
				if !slices.Contains(allowed, own) && !(slices.Contains(allowed, "generators/*") && strings.HasPrefix(own, "generators/")) {
					t.Errorf("%s imports %s", name, own)
				}
			}
			for _, rule := range only {
				if (imported == rule.library || strings.HasPrefix(imported, rule.library+"/")) && !slices.Contains(rule.in, name) {
					t.Errorf("%s imports %s, which is for %s", name, imported, strings.Join(rule.in, ", "))
				}
			}
		}
	}
}

// TestImportsDrawing holds the drawing in ARCHITECTURE.md to the imports as they are.
// UPDATE_GOLDEN=1 draws them anew.
func TestImportsDrawing(t *testing.T) {
	const page, begin, end = "../../ARCHITECTURE.md", "```mermaid\nflowchart TB\n", "```\n"
	text, err := os.ReadFile(page)
	check(t, err)
	before, rest, found := strings.Cut(string(text), begin)
	drawn, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("ARCHITECTURE.md has no drawing of imports")
	}
	want := drawing(packages(t))
	if os.Getenv("UPDATE_GOLDEN") != "" {
		check(t, os.WriteFile(page, []byte(before+begin+want+end+after), 0o644))
		return
	}
	if diff := cmp.Diff(want, drawn); diff != "" {
		t.Errorf("the drawing of imports (UPDATE_GOLDEN=1 draws them anew):\n%s", diff)
	}
}

// TestNamedFiles holds ARCHITECTURE.md to files that there are.
func TestNamedFiles(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	check(t, err)
	for _, name := range regexp.MustCompile("`([a-z/]+[.](?:go|cue))`").FindAllStringSubmatch(string(text), -1) {
		if !slices.ContainsFunc([]string{"", "internal", "internal/infra", "internal/verify", "generators/docs", "schema/aws"}, func(dir string) bool {
			_, err := os.Stat(path.Join("../..", dir, name[1]))
			return err == nil
		}) {
			t.Errorf("there is no %s", name[1])
		}
	}
}

// drawing is the graph of who imports whom, without what follows from the rest.
func drawing(all []listed) string {
	own := map[string][]string{}
	for _, p := range all {
		for _, imported := range p.Imports {
			if name, ok := strings.CutPrefix(imported, module); ok {
				from := strings.TrimPrefix(p.ImportPath, module)
				own[from] = append(own[from], name)
			}
		}
	}
	var reaches func(from, to string) bool
	reaches = func(from, to string) bool {
		return slices.ContainsFunc(own[from], func(next string) bool { return next == to || reaches(next, to) })
	}
	node := strings.NewReplacer("internal/", "", "generators/", "", "cmd/", "", "/", "_").Replace
	var b strings.Builder
	for _, from := range slices.Sorted(maps.Keys(own)) {
		for _, to := range slices.Sorted(slices.Values(own[from])) {
			if !slices.ContainsFunc(own[from], func(other string) bool { return other != to && reaches(other, to) }) {
				fmt.Fprintf(&b, "    %s[%s] --> %s[%s]\n", node(from), strings.TrimPrefix(from, "internal/"), node(to), strings.TrimPrefix(to, "internal/"))
			}
		}
	}
	return b.String()
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) (out []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	data, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for d := json.NewDecoder(strings.NewReader(string(data))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}
