package pipeline_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"github.com/zclconf/go-cty/cty"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/pipeline"
)

// page is a Markdown file with diagrams.
type page struct {
	name string
	data []byte
}

// readBack reads every file as the program does that it is for, and compares the
// author's texts in it. It returns the pages with diagrams.
func readBack(t *testing.T, tree any, result pipeline.Result, when string) (shown []page) {
	t.Helper()
	texts := map[string]int{}
	for _, f := range result.Files {
		where := when + ", " + f.Path
		printable(t, where, f.Data)
		switch {
		case path.Ext(f.Path) == ".tf":
			literals(t, where, f, texts)
		case path.Base(path.Dir(f.Path)) == "ecs":
			taskSays(t, where, tree, f, result.Files)
		case path.Base(f.Path) == "compose.yaml":
			composeSays(t, where, tree, f)
		case path.Ext(f.Path) == ".csv":
			noFormulas(t, where, f.Data)
		case path.Ext(f.Path) == ".json" && !json.Valid(f.Data):
			t.Errorf("%s is no JSON", where)
		case path.Ext(f.Path) == ".md":
			inert(t, where, f.Data)
			if strings.Contains(string(f.Data), "```mermaid") {
				shown = append(shown, page{strings.ReplaceAll(when+"/"+f.Path, "/", "_"), f.Data})
			}
		}
	}
	for _, place := range [][]string{{"databases", "db", "parameters", "log_min_messages"}, {"secrets", "tokens", "purpose"}, {"tags", "Team"}} {
		if want := nfc(said(tree, place...).(string)); want != "" && texts[want] == 0 {
			t.Errorf("%s: %v says %.200q, and no argument of Terraform does", when, place, want)
		}
	}
	return shown
}

// said is what stands at a place of a tree.
func said(tree any, place ...string) any {
	for _, p := range place {
		switch x := tree.(type) {
		case []any:
			i, _ := strconv.Atoi(p)
			tree = x[i]
		case map[string]any:
			tree = x[p]
		}
	}
	return tree
}

// strings of a list that an author wrote; nil where there is none.
func saidList(tree any, place ...string) (out []string) {
	list, _ := said(tree, place...).([]any)
	for _, item := range list {
		out = append(out, item.(string))
	}
	return out
}

// unprintable are characters that change how the others are shown, or end a line
// for some readers and not for others.
var unprintable = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{200e}\x{200f}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]`)

func printable(t *testing.T, where string, data []byte) {
	t.Helper()
	if at := unprintable.FindIndex(data); at != nil {
		t.Errorf("%s: unprintable: %q", where, data[max(0, at[0]-40):min(len(data), at[1]+40)])
	}
}

// literals counts the texts that stand in arguments by themselves.
func literals(t *testing.T, where string, f artifact.File, out map[string]int) {
	t.Helper()
	file, diags := hclsyntax.ParseConfig(f.Data, f.Path, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %v", where, diags)
	}
	_ = hclsyntax.VisitAll(file.Body.(*hclsyntax.Body), func(n hclsyntax.Node) hcl.Diagnostics {
		if e, ok := n.(*hclsyntax.TemplateExpr); ok {
			if v, diags := e.Value(nil); !diags.HasErrors() && v.Type() == cty.String {
				out[v.AsString()]++
			}
		}
		return nil
	})
}

// task is what is read of a task definition.
type task struct {
	ContainerDefinitions []struct {
		Name                string
		Command, EntryPoint []string
		Environment         []struct{ Name, Value string }
		HealthCheck         struct{ Command []string }
	}
}

// taskSays fills a task definition in as Terraform does, and compares the texts of
// its containers.
func taskSays(t *testing.T, where string, tree any, f artifact.File, files []artifact.File) {
	t.Helper()
	e, diags := hclsyntax.ParseTemplate(f.Data, f.Path, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %v", where, diags)
	}
	variables := map[string]cty.Value{}
	family, names := bound(t, f, files)
	for _, name := range names {
		variables[name] = cty.StringVal("<" + name + ">")
	}
	v, diags := e.Value(&hcl.EvalContext{Variables: variables})
	if diags.HasErrors() {
		t.Fatalf("%s: %v", where, diags)
	}
	var got task
	check(t, json.Unmarshal([]byte(v.AsString()), &got))
	service := strings.TrimSuffix(path.Base(f.Path), ".json")
	for _, c := range got.ContainerDefinitions {
		at := []string{family, service}
		if c.Name != service {
			at = append(at, "sidecars", c.Name)
		}
		if said(tree, at...) == nil {
			continue // nobody wrote it: it makes the database of a service, or who may make some
		}
		same(t, where+" command", composed(saidList(tree, append(at, "command")...)), c.Command)
		same(t, where+" entryPoint", composed(saidList(tree, append(at, "entryPoint")...)), c.EntryPoint)
		same(t, where+" healthCheck", composed(saidList(tree, append(at, "healthCheck", "command")...)), c.HealthCheck.Command)
		settings, _ := said(tree, append(at, "environment")...).(map[string]any)
		for _, v := range c.Environment {
			if want, ok := settings[v.Name].(string); ok && nfc(want) != v.Value {
				t.Errorf("%s: %s is %.200q, want %.200q", where, v.Name, v.Value, want)
			}
		}
	}
}

// nfc is a text as it comes out of Terraform, which composes accents with their letters.
func nfc(s string) string { return cty.StringVal(s).AsString() }

func composed(texts []string) (out []string) {
	for _, s := range texts {
		out = append(out, nfc(s))
	}
	return out
}

// bound are the names that templatefile gives values for a task definition, which is of a
// service or of a job.
func bound(t *testing.T, f artifact.File, files []artifact.File) (family string, names []string) {
	t.Helper()
	dir, i := path.Dir(path.Dir(f.Path)), -1
	for _, kind := range []string{"service", "job"} {
		at := slices.IndexFunc(files, func(other artifact.File) bool {
			return other.Path == dir+"/"+kind+"-"+strings.TrimSuffix(path.Base(f.Path), ".json")+".tf"
		})
		if at >= 0 {
			family, i = kind+"s", at
		}
	}
	if i < 0 {
		t.Fatalf("%s is of no service and of no job", f.Path)
	}
	file, _ := hclsyntax.ParseConfig(files[i].Data, "", hcl.InitialPos)
	_ = hclsyntax.VisitAll(file.Body.(*hclsyntax.Body), func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok && call.Name == "templatefile" {
			for _, item := range call.Args[1].(*hclsyntax.ObjectConsExpr).Items {
				names = append(names, hcl.ExprAsKeyword(item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr).Wrapped))
			}
		}
		return nil
	})
	return family, names
}

// composeSays loads a compose file as docker compose does.
func composeSays(t *testing.T, where string, tree any, f artifact.File) {
	t.Helper()
	project, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir: "/work", Environment: map[string]string{"TOKENS_WEB": "s", "LICENCE": "s", "SAFE_ID": "s", "SAFE_VERSION": "s", "NEWS_TOPIC_ARN": "s", "TOLD_QUEUE_URL": "s", "WAITING_QUEUE_URL": "s", "HOME": "leaked"},
		ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: f.Data}},
	}, func(o *loader.Options) { o.SetProjectName("x", false) })
	if err != nil {
		t.Errorf("%s: %v", where, err)
		return
	}
	web := project.Services["web"]
	same(t, where+" entrypoint", saidList(tree, "services", "web", "entryPoint"), web.Entrypoint)
	same(t, where+" command", saidList(tree, "environments", "local", "compose", "web", "command"), web.Command)
	same(t, where+" healthcheck", saidList(tree, "services", "web", "healthCheck", "command"), web.HealthCheck.Test)
	if got, want := web.Environment["GREETING"], said(tree, "services", "web", "environment", "GREETING"); got == nil || *got != want {
		t.Errorf("%s: GREETING is %v, want %.200q", where, got, want)
	}
}

func same(t *testing.T, where string, want, got []string) {
	t.Helper()
	if !slices.Equal(want, got) {
		t.Errorf("%s (-want +got):\n%s", where, cmp.Diff(want, got))
	}
}

// noFormulas: no cell begins as a spreadsheet's formula does.
func noFormulas(t *testing.T, where string, data []byte) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Errorf("%s: %v", where, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.Contains("=+-@\t\r", cell[:1]) {
				t.Errorf("%s: a formula: %q", where, cell)
			}
		}
	}
}

var (
	gfm     = goldmark.New(goldmark.WithExtensions(extension.GFM))
	comment = regexp.MustCompile(`^<!-- Generated by Groundplan from [a-z.]+ with: compile\. Do not edit\. -->\n?$`)
	target  = regexp.MustCompile(`^((\.\./)*([a-z0-9-]+/)*[a-zA-Z0-9-]+\.(md|csv|json)(#[a-z0-9-]+)?|#[a-z0-9-]+|(\.\./)*[a-z0-9/-]+/?|https://aws\.amazon\.com/[a-z0-9/-]*pricing/[a-z0-9/-]*)$`)
)

// inert: a page holds no HTML but its header, and no link that leads out of the folder but
// to the pages that prices come from.
func inert(t *testing.T, where string, data []byte) {
	t.Helper()
	_ = ast.Walk(gfm.Parser().Parse(text.NewReader(data)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			t.Errorf("%s: HTML: %s", where, n.Segments.Value(data))
		case *ast.HTMLBlock:
			if html := string(n.Lines().Value(data)); !comment.MatchString(html) {
				t.Errorf("%s: HTML: %s", where, html)
			}
		case *ast.Image:
			t.Errorf("%s: an image: %s", where, n.Destination)
		case *ast.AutoLink:
			t.Errorf("%s: a link: %s", where, n.URL(data))
		case *ast.Link:
			if !target.Match(n.Destination) {
				t.Errorf("%s: a link to %s", where, n.Destination)
			}
		}
		return ast.WalkContinue, nil
	})
}

// drawn holds every diagram to mermaid's own parser, where it is at hand.
func drawn(t *testing.T, pages []page) {
	t.Helper()
	const tool = "../../../shared/tools/mermaid/check"
	if _, err := os.Stat(tool); err != nil {
		t.Logf("the diagrams are not parsed: there is no mermaid here (%v)", err)
		return
	}
	dir := t.TempDir()
	args := []string{"--dom"}
	for _, p := range pages {
		name := filepath.Join(dir, strings.ReplaceAll(p.name, " ", "-"))
		check(t, os.WriteFile(name, p.data, 0o644))
		args = append(args, name)
	}
	if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		t.Errorf("mermaid: %v\n%s", err, out)
	}
}
