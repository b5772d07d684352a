package docs_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"groundplan.internal/generators/docs"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// TestGolden holds every page of small platforms to what was read and accepted.
func TestGolden(t *testing.T) {
	cases := map[string][]infra.Platform{
		"strapi":  {strapi(), strapiLocal()},
		"shop":    {shop("production"), shop("staging")},
		"hostile": {hostilePlatform()},
	}
	for name, environments := range cases {
		t.Run(name, func(t *testing.T) {
			golden(t, filepath.Join("testdata", name+".txtar"), all(environments))
		})
	}
}

// TestLarge holds the pages of a large platform to a size that grows with it no
// faster than it does, and its charts to what mermaid draws.
func TestLarge(t *testing.T) {
	for _, n := range []int{12, 40, 100, 1000} {
		size := 0
		for _, f := range all([]infra.Platform{grown(n)}) {
			size += len(f.Data)
			for _, chart := range strings.Split(string(f.Data), "```mermaid\n")[1:] {
				chart, _, _ = strings.Cut(chart, "```")
				boxes, arrows := strings.Count(chart, ":::"), strings.Count(chart, "-->")+strings.Count(chart, ".->")
				if boxes > 34 || arrows > 60 {
					t.Errorf("%d services: %s has a chart of %d boxes and %d arrows", n, f.Path, boxes, arrows)
				}
			}
		}
		if size/n > 16_000 {
			t.Errorf("%d services: %d bytes of docs for each", n, size/n)
		}
	}
}

// TestLongFlow holds diagrams to a readable size, and alternatives together.
func TestLongFlow(t *testing.T) {
	p := strapi()
	ask := model.Arrow{From: "client", To: "strapi", Label: "asks"}
	p.Flows[0].Steps = slices.Repeat([]model.Step{{From: "strapi", To: "db", Label: "asks"}}, 29)
	p.Flows[0].Steps = append(p.Flows[0].Steps, model.Step{Alternatives: []model.Alternative{{When: "hit", Steps: []model.Arrow{ask}}, {When: "miss", Steps: []model.Arrow{ask}}}})
	for _, f := range docs.Emit(p, nil, nil, docs.TaskSizes{}) {
		if f.Path != "docs/flows.md" {
			continue
		}
		parts := strings.Split(string(f.Data), "```mermaid\n")[1:]
		if len(parts) != 2 || strings.Count(parts[0], "->>") != 29 || !strings.Contains(parts[1], "  alt hit\n    n0->>n1: asks\n  else miss\n    n0->>n1: asks\n  end\n") {
			t.Errorf("%d parts:\n%s", len(parts), f.Data)
		}
	}
}

// TestEmpty writes pages of a platform that has nothing yet.
func TestEmpty(t *testing.T) {
	if got := docs.Overview(nil, nil, nil); got != nil {
		t.Errorf("no environments have %d files", len(got))
	}
	for _, p := range []infra.Platform{{Environment: "production"}, {Environment: "local", Local: &infra.Local{}}} {
		if files := all([]infra.Platform{p}); len(files) < 2 {
			t.Errorf("%s: %d files", p.Environment, len(files))
		}
	}
}

// TestLinks follows every link between pages.
func TestLinks(t *testing.T) {
	for _, environments := range [][]infra.Platform{{strapi(), strapiLocal()}, {shop("production"), shop("staging")}} {
		files := map[string]string{}
		for _, f := range all(environments) {
			files[f.Path] = string(f.Data)
		}
		for from, body := range files {
			for _, m := range linkTo.FindAllStringSubmatch(body, -1) {
				target, anchor, _ := strings.Cut(m[1], "#")
				page, ok := files[path.Join(path.Dir(from), cmp.Or(target, path.Base(from)))]
				if !ok {
					t.Errorf("%s leads to %s, which is not there", from, m[1])
				}
				heading := "\n## " + strings.ReplaceAll(anchor, "-", " ") + "\n"
				if anchor != "" && !strings.Contains(strings.ToLower(page), heading) {
					t.Errorf("%s leads to %s, which has no such section", from, m[1])
				}
			}
		}
	}
}

var linkTo = regexp.MustCompile(`\]\(([^)]+)\)`)

// TestMatrixJSON reads the matrix as a program would.
func TestMatrixJSON(t *testing.T) {
	var doc struct {
		Version int
		Flows   []struct {
			From, To                struct{ Name, SecurityGroup, CIDR string }
			FromPort                int
			EgressRule, IngressRule string
		}
		SecurityGroups []struct{ Rules []struct{ Label string } }
	}
	for _, f := range docs.Emit(strapi(), nil, nil, docs.TaskSizes{}) {
		if f.Path == "docs/security-groups.json" {
			if err := json.Unmarshal(f.Data, &doc); err != nil {
				t.Fatal(err)
			}
		}
	}
	if doc.Version != 1 || len(doc.Flows) != 3 || len(doc.SecurityGroups) != 2 {
		t.Fatalf("version %d, %d flows, %d groups", doc.Version, len(doc.Flows), len(doc.SecurityGroups))
	}
	db := doc.Flows[2]
	if db.From.SecurityGroup != "strapi" || db.To.SecurityGroup != "db" || db.FromPort != 5432 || db.EgressRule == "" || db.IngressRule == "" {
		t.Errorf("the flow to the database is %+v", db)
	}
}

// BenchmarkEmit writes the docs of platforms of 100 to 5,000 services.
func BenchmarkEmit(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		p := []infra.Platform{grown(n)}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				all(p)
			}
		})
	}
}

// all are the files of a platform, relative to its folder.
func all(environments []infra.Platform) []artifact.File {
	files := docs.Overview(environments, nil, nil)
	for _, p := range environments {
		for _, f := range docs.Emit(p, roots(p), nil, docs.TaskSizes{}) {
			files = append(files, artifact.File{Path: p.Environment + "/" + f.Path, Data: f.Data})
		}
	}
	return files
}

// roots are those of a platform of stacks, where each reads the first.
func roots(p infra.Platform) (out []infra.Root) {
	if p.Layout != "stacks" {
		return nil
	}
	for i, s := range p.Stacks {
		r := infra.Root{Stack: s, Key: p.Name + "/" + p.Environment + "/" + string(s) + ".tfstate"}
		if i > 0 {
			r.Needs = p.Stacks[:1]
		}
		out = append(out, r)
	}
	return out
}

func golden(t *testing.T, path string, files []artifact.File) {
	t.Helper()
	a := &txtar.Archive{}
	for _, f := range files {
		a.Files = append(a.Files, txtar.File{Name: f.Path, Data: f.Data})
	}
	got := txtar.Format(a)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is written now; UPDATE_GOLDEN=1 rewrites it\n%s", path, firstDifference(want, got))
	}
}

func firstDifference(want, got []byte) string {
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one is longer"
}
