package ecs

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	api "github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// platform has a service of two containers with everything switched on, and one
// with nothing that could be left out.
func platform() infra.Platform {
	check := &model.HealthCheck{Command: []string{"CMD", "/healthy"}, Interval: 30, Timeout: 5, Retries: 3, StartPeriod: 20}
	return infra.Platform{Name: "shop", Region: "eu-west-1", Layout: "single", Services: []infra.Service{
		{Name: "web", Stack: infra.StackCompute, Task: infra.Task{
			Family: "shop-web", CPU: 512, Memory: 1024, Architecture: "ARM64", EphemeralStorage: 40,
			ExecutionRole: infra.Role{Label: "web_execution"}, TaskRole: infra.Role{Label: "web_task"},
			Containers: []infra.Container{
				{
					Name: "web", Image: infra.Value{{Attribute: infra.AccountID}, {Text: ".dkr.ecr.eu-west-1.amazonaws.com/web:"}, {Node: "web_image_tag", Attribute: infra.VariableValue}},
					Essential: true, Port: 8080, EntryPoint: []string{"/bin/web"}, Command: []string{"--verbose", "a \"b\""},
					Environment: []infra.EnvVar{
						{Name: "BUCKET", Value: infra.Of("media-files", infra.BucketName)},
						{Name: "URL", Value: infra.Value{{Text: "$"}, {Node: "db", Attribute: infra.DatabaseAddress}, {Text: ":5432/${x}"}}},
					},
					Secrets: []infra.SecretVariable{
						{Name: "PASSWORD", Source: infra.Of("db", infra.DatabaseSecret), Key: "password"},
						{Name: "TOKEN", Source: infra.Of("token", infra.SecretARN)},
					},
					HealthCheck: check, DependsOn: model.Pairs{{Key: "proxy", Value: "HEALTHY"}}, StopTimeout: 60,
					ReadonlyRootFilesystem: true, Init: true, LogGroup: "web", StreamPrefix: "ecs",
				},
				{Name: "proxy", Image: infra.Text("envoyproxy/envoy:v1.31.0"), CPU: 128, Memory: 256, HealthCheck: check, LogGroup: "web", StreamPrefix: "ecs"},
			},
		}},
		{Name: "worker", Stack: infra.StackCompute, Task: infra.Task{
			Family: "shop-worker", CPU: 256, Memory: 512, Architecture: "X86_64",
			ExecutionRole: infra.Role{Label: "worker_execution"}, TaskRole: infra.Role{Label: "worker_task"},
			Containers: []infra.Container{{Name: "worker", Image: infra.Text("busybox:1.37"), Essential: true}},
		}},
	}}
}

func TestEmit(t *testing.T) {
	for _, f := range Emit(platform()) {
		golden(t, filepath.Join("testdata", filepath.Base(f.Path)), f.Data)
	}
}

func TestPaths(t *testing.T) {
	for layout, want := range map[string]string{
		"single": "terraform/modules/compute/ecs/web.json",
		"stacks": "terraform/6-compute/ecs/web.json",
	} {
		p := platform()
		p.Layout = layout
		if got := Emit(p)[0].Path; got != want {
			t.Errorf("%s: %s, want %s", layout, got, want)
		}
	}
	p := platform()
	p.Local = &infra.Local{}
	if files := Emit(p); len(files) > 0 {
		t.Errorf("a local environment has %d task definitions", len(files))
	}
}

// TestAPI reads the files, filled in, as the AWS SDK's own input, whose fields are
// the API's. The SDK's names begin with a capital, the API's do not.
func TestAPI(t *testing.T) {
	for _, f := range Emit(platform()) {
		text := []byte(fill(t, f.Data))
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		var input api.RegisterTaskDefinitionInput
		if err := d.Decode(&input); err != nil {
			t.Errorf("%s: %v", f.Path, err)
		}
		eachKey(t, text, func(key string) {
			if unicode.IsUpper(rune(key[0])) {
				t.Errorf("%s: key %q", f.Path, key)
			}
		})
		if bytes.Contains(text, []byte("null")) {
			t.Errorf("%s: has a null", f.Path)
		}
	}
}

// eachKey calls f with the keys of all objects in a JSON text.
func eachKey(t *testing.T, text []byte, f func(string)) {
	t.Helper()
	var visit func(any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, e := range v {
				f(k)
				visit(e)
			}
		case []any:
			for _, e := range v {
				visit(e)
			}
		}
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	visit(v)
}

// fill is a template as Terraform's templatefile renders it, with "X" everywhere.
func fill(t *testing.T, template []byte) string {
	t.Helper()
	e, diags := hclsyntax.ParseTemplate(template, "task.json", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s\n%s", diags, template)
	}
	variables := map[string]cty.Value{}
	for _, v := range e.Variables() {
		variables[v.RootName()] = cty.StringVal("X")
	}
	v, diags := e.Value(&hcl.EvalContext{Variables: variables})
	if diags.HasErrors() {
		t.Fatalf("%s\n%s", diags, template)
	}
	return v.AsString()
}

func TestPlaceholdersAreBound(t *testing.T) {
	p := platform()
	for i, f := range Emit(p) {
		e, diags := hclsyntax.ParseTemplate(f.Data, f.Path, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		var used, known []string
		for _, v := range e.Variables() {
			if !slices.Contains(used, v.RootName()) {
				used = append(used, v.RootName())
			}
		}
		slices.Sort(used)
		for _, open := range p.Services[i].Task.Placeholders() {
			known = append(known, open.Name)
		}
		if diff := cmp.Diff(known, used); diff != "" {
			t.Errorf("%s (-bound +used):\n%s", f.Path, diff)
		}
	}
}

// FuzzText brings text through Terraform's templates and JSON and wants it back.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", `"`, `\`, "${", "%{", "$${", "%%{", "$$${", "$", "%", "$$", "${a}", "~}", "%{if}", "\n", "\r\n", "\t", "\x00", "\x7f", "\xff",
		"\u2028", "\ufeff", "e\u0301", "日本", "👩‍👩‍👧", "\U000e0001", "\ufffd", "</script>", `\u0024{`, `\`,
	} {
		f.Add(s, "$")
		f.Add("$", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		got := ""
		value := text{{literal: a}, {placeholder: "NAME"}, {literal: b}}
		filled := fill(t, appendValue(nil, value, 0, 0))
		if err := json.Unmarshal([]byte(filled), &got); err != nil {
			t.Fatalf("%v\n%s", err, filled)
		}
		// Bytes that are not UTF-8 become U+FFFD, and Terraform normalizes what it reads.
		want := func(s string) string { return strings.ToValidUTF8(string([]rune(s)), "") }
		if norm(got) != norm(want(a)+"X"+want(b)) {
			t.Errorf("%q, %q read back as %q", a, b, got)
		}
	})
}

func norm(s string) string { return cty.StringVal(s).AsString() }

// golden compares with the file at path, or writes it under UPDATE_GOLDEN.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// TestSizeOf holds what is counted to what is written, without white space, placeholders
// and escapes that JSON does not need.
func TestSizeOf(t *testing.T) {
	p := platform()
	open := regexp.MustCompile(`\$\{[A-Z0-9_]+\}`)
	for i, f := range Emit(p) {
		var task any
		if err := json.Unmarshal(open.ReplaceAll(f.Data, nil), &task); err != nil {
			t.Fatal(err)
		}
		var compact bytes.Buffer
		plain := json.NewEncoder(&compact)
		plain.SetEscapeHTML(false)
		if err := plain.Encode(task); err != nil {
			t.Fatal(err)
		}
		if got, want := SizeOf(p, p.Services[i]).Bytes, len(bytes.TrimSpace(compact.Bytes())); got != want {
			t.Errorf("%s has %d bytes, counted are %d", f.Path, want, got)
		}
	}
	if got, want := SizeOf(p, p.Services[0]).Biggest, (Variable{"web", "URL", len(`{"name":"URL","value":"$:5432/${x}"}`)}); got != want {
		t.Errorf("the biggest variable is %+v, want %+v", got, want)
	}
}
