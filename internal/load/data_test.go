package load_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
)

const yamlPlatform = `# a shop
name: shop
region: eu-west-1
services:
  web:
    image: {uri: "nginx:1.27"}
    port: 8080
environments:
  production: {}
  test:
    services:
      web: {cpu: 1024}
`

const jsonPlatform = `{
  "name": "shop", "region": "eu-west-1",
  "services": {"web": {"image": {"uri": "nginx:1.27"}, "port": 8080}},
  "environments": {"production": {}, "test": {"services": {"web": {"cpu": 1024}}}}
}`

const cuePlatform = `platform: {name: "shop", region: "eu-west-1", services: web: {image: uri: "nginx:1.27", port: 8080}
	environments: {production: {}, test: services: web: cpu: 1024}}`

// TestFormats reads one platform in CUE, YAML and JSON.
func TestFormats(t *testing.T) {
	root := fstest.MapFS{
		"p.yaml": {Data: []byte(yamlPlatform)}, "p.yml": {Data: []byte("\ufeff" + yamlPlatform)},
		"p.json": {Data: []byte(jsonPlatform)}, "p.cue": {Data: []byte(cuePlatform)},
	}
	want, found := load.Platform(root, "p.cue")
	if len(found) > 0 {
		t.Fatal(told(found))
	}
	for name, pos := range map[string]diag.Pos{"p.yaml": {Line: 7, Col: 5}, "p.yml": {Line: 7, Col: 5}, "p.json": {Line: 3, Col: 56}} {
		got, found := load.Platform(root, name)
		if len(found) > 0 {
			t.Fatal(told(found))
		}
		pos.File = name
		if at := got.Environments[0].Origins.At(model.At("services", "web", "port")); at != pos {
			t.Errorf("%s: the port is at %v, want %v", name, at, pos)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(model.Origins{}), cmpopts.IgnoreFields(model.Declaration{}, "File"), cmpopts.IgnoreFields(model.Platform{}, "File")); diff != "" {
			t.Errorf("%s (-cue +%s):\n%s", name, name, diff)
		}
	}
}

// TestDataMistakes holds where something is found; the words stand in testdata/data.txt.
func TestDataMistakes(t *testing.T) {
	var all strings.Builder
	for _, c := range []struct{ name, file, text, want string }{
		{"wrong type", "p.yaml", "name: shop\nregion: 7\nenvironments: {a: {}}\n", "p.yaml:2:1 schema-type"},
		{"in a list", "p.yaml", "name: shop\nregion: eu-west-1\nenvironments: {a: {}}\nbuckets:\n  b:\n    holds:\n      - a\n      - 5\n", "p.yaml:8:9 schema-type"},
		{"in an anchor", "p.yaml", "name: shop\nregion: eu-west-1\nenvironments: {a: {}}\nbuckets:\n  a: &x {expireDays: 0}\n  b: *x\n", "p.yaml:5:10 schema-range p.yaml:5:10 schema-range"},
		{"under platform", "p.yaml", "platform:\n  name: shop\n", "p.yaml:1:1 load-form"},
		{"a list", "p.yaml", "- name: shop\n", "p.yaml:1:1 load-form"},
		{"two documents", "p.yaml", "name: shop\n---\nname: shop\n", "p.yaml:1:1 load-form"},
		{"empty", "p.yaml", "", "p.yaml:1:1 load-form"},
		{"empty JSON", "p.json", "", "p.json:1:1 load-syntax"},
		{"a tab", "p.yaml", "name: shop\nservices:\n\tweb: {}\n", "p.yaml:3:1 load-syntax"},
		{"bad indent", "p.yaml", "name: shop\n  region: x\n", "p.yaml:2:3 load-syntax"},
		{"indent between two", "p.yaml", "name: shop\nservices:\n  web:\n    port: 80\n  api:\n    port: 80\n    environment:\n      A: b\n     C: d\n    cpu: 256\nregion: eu-west-1\n", "p.yaml:9:6 load-syntax"},
		{"indent too deep", "p.yaml", "name: shop\nservices:\n  web:\n    image: {uri: x}\n     port: 80\n    cpu: 256\n", "p.yaml:5:6 load-syntax"},
		{"open bracket", "p.yaml", "name: shop\nservices:\n  web:\n    image: {uri: x\n    port: 80\n", "p.yaml:4:5 load-syntax"},
		{"open string", "p.yaml", "name: shop\ntitle: \"shop\nregion: eu-west-1\n", "p.yaml:2:1 load-syntax"},
		{"colon in a value", "p.yaml", "name: shop\ntitle: a: b\n", "p.yaml:2:1 load-syntax"},
		{"no colon", "p.yaml", "name: shop\nregion eu-west-1\ntitle: x\n", "p.yaml:2:1 load-syntax"},
		{"character that has a meaning", "p.yaml", "name: shop\ntitle: @x\n", "p.yaml:2:1 load-syntax"},
		{"anchor that is none", "p.yaml", "name: shop\ntitle: *x\n", "p.yaml:2:1 load-syntax"},
		{"merge conflict", "p.yaml", "name: shop\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> other\n", "p.yaml:2:1 load-syntax"},
		{"merge conflict in JSON", "p.json", "{\n<<<<<<< HEAD\n\"name\": \"a\"\n=======\n\"name\": \"b\"\n>>>>>>> other\n}", "p.json:2:1 load-syntax"},
		{"tag without quotes", "p.yaml", "name: shop\nregion: eu-west-1\nservices:\n  web:\n    image: {repository: web, tag: 1.10}\nenvironments: {a: {}}\n", "p.yaml:5:30 schema-type"},
		{"key twice", "p.yaml", "name: shop\nname: blog\nregion: eu-west-1\nenvironments: {a: {}}\n", "p.yaml:2:1 schema-conflict"},
		{"key twice in JSON", "p.json", "{\"name\": \"shop\",\n \"name\": \"blog\", \"region\": \"eu-west-1\", \"environments\": {\"a\": {}}}", "p.json:2:2 schema-conflict"},
		{"trailing comma", "p.json", "{\"name\": \"shop\",}", "p.json:1:17 load-syntax"},
		{"CUE in JSON", "p.json", "{\"name\": string}", "p.json:1:10 load-syntax"},
		{"no environment", "p.yaml", "name: shop\nregion: eu-west-1\nenvironments: {}\n", "p.yaml:3:1 env-none"},
		{"names with nothing below them", "p.yaml", "name: shop\nregion: eu-west-1\nservices:\n  web:\n    image: {uri: x}\n    uses:\n      db:\n  api:\nenvironments:\n  production:\n", "p.yaml:7:7 schema-type p.yaml:8:3 schema-type p.yaml:10:3 schema-type"},
		{"YAML in a CUE file", "p.cue", "name: shop\nregion: eu-west-1\nservices:\n  web:\n    port: 80\n", "p.cue:1:1 load-form"},
		{"YAML in a CUE file, with a mark", "p.cue", "---\nname: shop\nregion: eu-west-1\n", "p.cue:1:1 load-syntax"},
		{"unclosed", "p.json", "{\"name\": \"shop\"", "p.json:1:15 load-syntax"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := loaded(c.file, []byte(c.text))
			got := ""
			for _, d := range found {
				got += " " + d.Pos.String() + " " + d.Code
			}
			if got != " "+c.want {
				t.Errorf("got %s, want %s\n%s", got, c.want, told(found))
			}
			fmt.Fprintf(&all, "# %s\n%s\n", c.name, told(found))
		})
	}
	golden(t, "testdata/data.txt", all.String())
}

func TestFind(t *testing.T) {
	root := fstest.MapFS{"platforms/b.cue": {}, "platforms/a.yaml": {}, "platforms/c.json": {}, "platforms/d.yml": {}, "platforms/README.md": {}, "platforms/x/e.cue": {}, "f.cue": {}}
	got, err := load.Find(root)
	if diff := cmp.Diff([]string{"platforms/a.yaml", "platforms/b.cue", "platforms/c.json", "platforms/d.yml"}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if got, err := load.Find(os.DirFS(t.TempDir())); len(got) > 0 || err != nil {
		t.Error("an empty folder:", got, err)
	}
}
