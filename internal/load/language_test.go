package load

import (
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/token"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
	"groundplan.internal/schema"
)

// candidates are CUE values, some of which fit each shape of the schema.
var candidates = []string{
	`null`, `true`, `false`, `-1`, `0`, `1`, `5`, `7`, `30`, `64`, `256`, `443`, `1000`, `3653`, `36500`, `65535`, `65536`, `1000000`, `1.5`, `1.0`, `1e3`, `1K`,
	`""`, `"a"`, `"A"`, `"a-b"`, `"a--b"`, `"a_b"`, `"A_B"`, `"16.4"`, `"db.t4g.medium"`, `"eu-west-1"`, `"10.0.0.0/16"`, `"10.0.0.256/16"`,
	`"03:00-04:00"`, `"25:00-04:00"`, `"sun:04:30-sun:05:30"`, `"/data"`, `"postgres"`, `"own"`, `"gp3"`, `"single"`, `"ssm"`, `"HEALTHY"`, `"a:b"`, `"é \n"`,
	`[]`, `["a"]`, `["A b"]`, `[1]`, `["10.0.0.0/16"]`, `[{}]`, `["a", 1]`, `[{from: "a", to: "b", label: "c"}]`, `[{code: "a", reason: ""}]`,
	`{}`, `{a: "a"}`, `{A: "a"}`, `{a: 1}`, `{A: 1}`, `{a: {}}`, `{"a-b": {}}`, `{"a_b": {}}`, `{a: null}`, `{"x y": "z"}`, `{"é": "é"}`, `{"a?": "b"}`, `{a: "START"}`, `{in: 5}`,
}

// TestJudgesAsCUE holds every candidate against every field of every definition,
// here and with CUE's own evaluator over the same schema: both must agree.
func TestJudgesAsCUE(t *testing.T) {
	l := theLanguage()
	ctx := cuecontext.New()
	root := ctx.BuildInstance(realSchema(t))
	if err := root.Err(); err != nil {
		t.Fatal(err)
	}
	agree := func(s *shape, inCUE cue.Value, text string) {
		t.Helper()
		var j judge
		j.value(read(t, text), s, nil, "")
		ours := slices.ContainsFunc(j.found, func(d diag.Diagnostic) bool {
			return d.Code != "schema-missing" || strings.Contains(d.Detail, "too short")
		})
		theirs := inCUE.Unify(ctx.CompileString(text)).Validate(cue.Concrete(false))
		if ours != (theirs != nil) {
			t.Errorf("%s: load finds %v, CUE %v", text, j.found, theirs)
		}
	}
	for _, name := range l.definitionNames() {
		s := l.definitions[name]
		inCUE := root.LookupPath(cue.MakePath(cue.Def(name)))
		for _, c := range candidates {
			agree(s, inCUE, c)
			for _, f := range s.fields {
				agree(s, inCUE, fmt.Sprintf("{%s: %s}", f.name, c))
			}
		}
	}
}

// realSchema is the schema as CUE builds it.
func realSchema(t *testing.T) *build.Instance {
	t.Helper()
	names, err := fs.Glob(schema.Files, "*.cue")
	if err != nil {
		t.Fatal(err)
	}
	inst := build.NewContext().NewInstance("", nil)
	for _, name := range names {
		if err := inst.AddSyntax(schemaFile(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := inst.Complete(); err != nil {
		t.Fatal(err)
	}
	return inst
}

// read is a literal as a value.
func read(t *testing.T, text string) *value {
	t.Helper()
	file, found := parse("x.cue", []byte("x: "+text))
	if len(found) > 0 {
		t.Fatalf("%s: %v", text, found)
	}
	var r plain
	v, ok := r.read(file.Decls[0].(*ast.Field).Value, token.NoPos)
	if !ok {
		t.Fatalf("%s is not plain", text)
	}
	return v
}

// TestModelHasEveryField walks the schema and the model side by side.
func TestModelHasEveryField(t *testing.T) {
	l := theLanguage()
	seen := map[*shape]bool{}
	var compare func(s *shape, typ reflect.Type, where string)
	compare = func(s *shape, typ reflect.Type, where string) {
		for typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if s.kind == mapping && s.values.kind == structure || s.kind == list {
			inner := s.values
			if s.kind == list {
				inner = s.others
			}
			if typ.Kind() != reflect.Slice {
				t.Errorf("%s is several things in the schema and %v in the model", where, typ)
				return
			}
			compare(inner, typ.Elem(), where+"[]")
			return
		}
		if s.kind != structure || seen[s] {
			return
		}
		seen[s] = true
		index := modelFields()[typ]
		for _, f := range s.fields {
			i, ok := index[f.name]
			if !ok && !(typ == reflect.TypeFor[model.Platform]() && f.name == "environments") {
				t.Errorf("%s.%s is in the schema and not in model.%s", where, f.name, typ.Name())
			}
			if ok {
				compare(f.shape, typ.Field(i).Type, where+"."+f.name)
			}
		}
		for name := range index {
			if s.field(name) == nil {
				t.Errorf("%s.%s is in model.%s and not in the schema", where, name, typ.Name())
			}
		}
	}
	compare(l.platform, reflect.TypeFor[model.Platform](), "#Platform")
	environment := *l.definitions["#Environment"]
	environment.fields = slices.DeleteFunc(slices.Clone(environment.fields), func(f field) bool { return f.kind == anything })
	compare(&environment, reflect.TypeFor[model.Environment](), "#Environment")
	for name, s := range l.definitions {
		if s.kind == structure && !seen[s] && name != "#Environment" {
			t.Errorf("%s has no place in the model", name)
		}
	}
	for _, f := range l.definitions["#Environment"].fields {
		if f.kind == anything && l.platform.field(f.name) == nil {
			t.Errorf("#Environment.%s patches nothing that a platform has", f.name)
		}
	}
}

// TestDefaultsFit holds the defaults against the schema.
func TestDefaultsFit(t *testing.T) {
	l := theLanguage()
	check := func(v *value, s *shape, where string) {
		var j judge
		j.value(v, s, model.At(where), "")
		for _, d := range j.found {
			if d.Code != "schema-missing" {
				t.Error(d.Detail)
			}
		}
	}
	for _, m := range l.defaults.data.(object) {
		s := l.platform.field(m.key).shape
		if s.kind == mapping {
			s = s.values
		}
		check(m.value, s, m.key)
	}
	check(l.ownNetwork, l.definitions["#Network"], "ownNetwork")
	for name, definition := range map[string]string{
		"healthCheck": "#HealthCheck", "scaling": "#Scaling", "sidecars": "#Sidecar", "clients": "#UserPoolClient", "dashboards": "#Dashboards", "costs": "#Costs",
		"delivery": "#Delivery", "discovery": "#Discovery", "images": "#DeliveryImage", "health": "#RouteHealth", "park": "#Park", "pool": "#Pool", "proxy": "#Proxy", "ratePerIP": "#Rate",
	} {
		check(l.nested.get(name), l.definitions[definition], "nested."+name)
	}
	if got := l.nested.data.(object).keys(); !slices.Equal(got, []string{"clients", "costs", "dashboards", "delivery", "discovery", "health", "healthCheck", "images", "park", "pool", "proxy", "ratePerIP", "scaling", "sidecars"}) {
		t.Errorf("nested defaults of %v", got)
	}
}
