package terraform_test

import (
	"encoding/json"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"groundplan.internal/generators/ecs"
	"groundplan.internal/generators/terraform"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// parsed is each .tf file of a platform as Terraform's own parser reads it.
func parsed(t *testing.T, p infra.Platform) map[string]*hclsyntax.Body {
	t.Helper()
	bodies := map[string]*hclsyntax.Body{}
	for _, f := range emitted(p) {
		file, diags := hclsyntax.ParseConfig(f.Data, f.Path, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		bodies[f.Path] = file.Body.(*hclsyntax.Body)
	}
	return bodies
}

// TestFreeText puts text that means something to HCL, templates and JSON wherever an
// author may write freely, and reads it back: as itself, and as nothing else.
func TestFreeText(t *testing.T) {
	want := cty.StringVal(hostile).AsString()
	found := map[string]int{}
	for _, body := range parsed(t, everything("single")) {
		eachAttribute(body, func(name string, e hclsyntax.Expression) {
			if v, diags := e.Value(nil); !diags.HasErrors() && v.Type() == cty.String && strings.Contains(v.AsString(), want) {
				found[name]++
			}
		})
	}
	// The variable in the root and in its module; a
	// message. Purposes and titles of services are in no argument.
	if diff := cmp.Diff(map[string]int{"description": 2, "error_message": 1}, found); diff != "" {
		t.Errorf("free text (-want +got):\n%s", diff)
	}
}

func eachAttribute(body *hclsyntax.Body, f func(string, hclsyntax.Expression)) {
	for _, name := range slices.Sorted(maps.Keys(body.Attributes)) {
		f(name, body.Attributes[name].Expr)
	}
	for _, b := range body.Blocks {
		eachAttribute(b.Body, f)
	}
}

// TestTaskText fills a task definition in as Terraform does, with the names that the
// emitted templatefile binds, and reads the author's text back.
func TestTaskText(t *testing.T) {
	p := everything("single")
	bound := templateNames(t, parsed(t, p)["terraform/modules/compute/service-web.tf"])
	i := slices.IndexFunc(ecs.Emit(p), func(f artifact.File) bool { return path.Base(f.Path) == "web.json" })
	e, diags := hclsyntax.ParseTemplate(ecs.Emit(p)[i].Data, "web.json", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	variables := map[string]cty.Value{}
	for _, name := range bound {
		variables[name] = cty.StringVal("<" + name + ">")
	}
	v, diags := e.Value(&hcl.EvalContext{Variables: variables})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var task struct {
		ContainerDefinitions []struct {
			Command     []string
			Environment []struct{ Name, Value string }
		}
	}
	if err := json.Unmarshal([]byte(v.AsString()), &task); err != nil {
		t.Fatal(err)
	}
	want := cty.StringVal(hostile).AsString()
	web := task.ContainerDefinitions[0]
	for name, value := range map[string]string{
		"BUCKET": "<UPLOADS_BUCKET_NAME>", "DATABASE_URL": "postgres://$<ORDERS_ADDRESS>:5433/" + want, "HOSTILE": want,
	} {
		for _, e := range web.Environment {
			if e.Name == name && e.Value != value {
				t.Errorf("%s: %q, want %q", name, e.Value, value)
			}
		}
	}
	if !strings.HasSuffix(web.Command[0], want) {
		t.Errorf("command: %q", web.Command[0])
	}
}

// templateNames are the keys of the object that a file hands to templatefile.
func templateNames(t *testing.T, body *hclsyntax.Body) (names []string) {
	t.Helper()
	for _, b := range body.Blocks {
		if b.Type != "locals" {
			continue
		}
		decode := b.Body.Attributes["web_task"].Expr.(*hclsyntax.FunctionCallExpr)
		for _, item := range decode.Args[0].(*hclsyntax.FunctionCallExpr).Args[1].(*hclsyntax.ObjectConsExpr).Items {
			names = append(names, hcl.ExprAsKeyword(item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr).Wrapped))
		}
	}
	return names
}

// TestTypesAreKnown: the provider schemas that are kept have every type that is emitted.
func TestTypesAreKnown(t *testing.T) {
	list, err := os.ReadFile("../../internal/provider/types.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields(string(list))
	for _, p := range []infra.Platform{strapi(), everything("single")} {
		for file, body := range parsed(t, p) {
			for _, b := range body.Blocks {
				typ := ""
				switch b.Type {
				case "resource":
					typ = b.Labels[0]
				case "data":
					typ = "data." + b.Labels[0]
				default:
					continue
				}
				if typ != "terraform_data" && !slices.Contains(known, typ) { // that is Terraform's own
					t.Errorf("%s: internal/provider/types.txt has no %s", file, typ)
				}
			}
		}
	}
}

// TestFilesStay: a further node adds files, and changes only those that speak of it.
func TestFilesStay(t *testing.T) {
	before := map[string]string{}
	for _, f := range emitted(many(5)) {
		before[f.Path] = string(f.Data)
	}
	shared := []string{"terraform/main.tf", "terraform/outputs.tf"}
	for _, f := range emitted(many(6)) {
		was, ok := before[f.Path]
		delete(before, f.Path)
		if base := path.Base(f.Path); base == "outputs.tf" || base == "variables.tf" || slices.Contains(shared, f.Path) {
			continue
		}
		if ok && was != string(f.Data) {
			t.Errorf("%s changed with a service that it does not speak of", f.Path)
		}
	}
	for file := range before {
		t.Errorf("%s went away", file)
	}
}

func TestLocalHasNone(t *testing.T) {
	p := strapi()
	p.Local = &infra.Local{}
	if files := emitted(p); len(files) > 0 {
		t.Errorf("a local environment has %d files of Terraform", len(files))
	}
}

func emitted(p infra.Platform) []artifact.File {
	files, _ := terraform.Emit(p)
	return files
}
