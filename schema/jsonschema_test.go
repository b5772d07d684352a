package schema_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	cuejson "cuelang.org/go/encoding/json"
	cuejsonschema "cuelang.org/go/encoding/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"groundplan.internal/schema"
)

const valid = `{"name": "shop", "region": "eu-west-1",
	"services": {"web": {"image": {"uri": "nginx:1.27"}, "port": 80, "egress": "all", "uses": {"db": {"as": "DB"}},
		"healthCheck": {"command": ["CMD", "true"]}}},
	"databases": {"db": {"engine": "postgres", "version": "16", "class": "db.t4g.micro", "storage": 20, "monitoringInterval": 60}},
	"secrets": {"key": {"recoveryDays": 0}},
	"flows": {"buy": {"steps": [{"from": "web", "to": "db", "label": "x"}]}},
	"environments": {"production": {}, "staging": {"services": {"web": {"cpu": 512}}}}}`

// mistakes are edits of the valid platform that no editor may accept.
var mistakes = []struct{ name, old, new string }{
	{"missing name", `"name": "shop", `, ``},
	{"missing region", `"region": "eu-west-1",`, ``},
	{"missing environments", `"environments"`, `"surroundings"`},
	{"region", `eu-west-1`, `Ireland`},
	{"unknown field", `"port": 80`, `"prot": 80`},
	{"port as text", `"port": 80`, `"port": "80"`},
	{"port too high", `"port": 80`, `"port": 70000`},
	{"fractional port", `"port": 80`, `"port": 80.5`},
	{"egress", `"egress": "all"`, `"egress": "some"`},
	{"engine", `"postgres"`, `"oracle"`},
	{"node name", `"web": {"image"`, `"Web!": {"image"`},
	{"no command", `["CMD", "true"]`, `[]`},
	{"no steps", `[{"from": "web", "to": "db", "label": "x"}]`, `[]`},
	{"monitoring interval", `60`, `7`},
	{"recovery days", `"recoveryDays": 0`, `"recoveryDays": 3`},
}

func TestJSONSchemaAcceptsAndRejects(t *testing.T) {
	data, err := schema.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("platform.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("platform.json")
	if err != nil {
		t.Fatal(err)
	}
	eachPlatform(t, func(platform string) error {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(platform))
		if err != nil {
			t.Fatal(err)
		}
		return compiled.Validate(v)
	})
}

// TestJSONSchemaRoundTrip reads the JSON Schema back into CUE, which must judge as the schema does.
func TestJSONSchemaRoundTrip(t *testing.T) {
	data, err := schema.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	ctx := cuecontext.New()
	expr, err := cuejson.Extract("schema.json", data)
	if err != nil {
		t.Fatal(err)
	}
	file, err := cuejsonschema.Extract(ctx.BuildExpr(expr), &cuejsonschema.Config{})
	if err != nil {
		t.Fatal(err)
	}
	back := ctx.BuildFile(file)
	if err := back.Err(); err != nil {
		t.Fatal(err)
	}
	eachPlatform(t, func(platform string) error {
		return back.Unify(ctx.CompileString(platform)).Validate(cue.Concrete(true))
	})
}

func eachPlatform(t *testing.T, validate func(string) error) {
	t.Helper()
	if err := validate(valid); err != nil {
		t.Errorf("the valid platform is rejected: %v", err)
	}
	for _, m := range mistakes {
		platform := strings.Replace(valid, m.old, m.new, 1)
		if platform == valid {
			t.Fatalf("%s: the edit changes nothing", m.name)
		}
		if validate(platform) == nil {
			t.Errorf("%s is accepted", m.name)
		}
	}
}

func TestJSONSchemaDescribesEveryField(t *testing.T) {
	data, err := schema.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Defs map[string]struct {
			Properties map[string]struct{ Description string }
		} `json:"$defs"`
		Properties map[string]struct{ Description string }
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for name, p := range doc.Properties {
		if p.Description == "" {
			t.Errorf("#Platform.%s has no description", name)
		}
	}
	for def, d := range doc.Defs {
		for name, p := range d.Properties {
			if p.Description == "" {
				t.Errorf("#%s.%s has no description", def, name)
			}
		}
	}
}
