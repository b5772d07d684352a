package pipeline_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
	"groundplan.internal/internal/pipeline"
)

// TestEveryFieldMatters: for every field of every definition of the schema there is a
// platform that says it, in which a file or a finding changes with the field.
func TestEveryFieldMatters(t *testing.T) {
	l, known := schemaTree(t), knownFacts(t)
	places := map[string][]place{}
	for _, p := range platforms(t) {
		place{platform: p, shape: l, name: "Platform"}.each(l, p.tree, func(at place) { places[at.name] = append(places[at.name], at) })
	}
	fields, by := l.allFields(), map[string]int{}
	for _, field := range fields {
		switch how := matters(l, places[field], known); {
		case len(places[field]) == 0:
			t.Errorf("#%s: no platform says it; testdata/everything.yaml is the one to", field)
		case how == "":
			t.Errorf("#%s: it is said in %d places, and whatever it says, nothing changes", field, len(places[field]))
		default:
			by[how]++
		}
	}
	t.Logf("%d fields matter: %v", len(fields), by)
}

// enough are the changes after which it counts that something else is found and no other
// file is written, and most those after which nothing is looked for any more.
const (
	enough = 25
	most   = 500
)

// matters tells which change of a field, in one of its places, makes another file or else
// another finding; it is empty where none does.
func matters(l node, places []place, known facts.Set) (how string) {
	tried := 0
	for _, at := range places {
		if at.compiled(known).Found.HasErrors() {
			continue
		}
		for c := range at.changes(l, places) {
			if tried++; how != "" && tried > enough || tried > most {
				return how
			}
			switch after, refused := generated(c.tree, known); {
			case refused:
			case at.writes(after):
				return c.what + ": a file"
			case how == "" && at.finds(after):
				how = c.what + ": a finding"
			}
		}
	}
	return how
}

// platform is one that fields are changed in.
type platform struct {
	tree   map[string]any
	result *pipeline.Result // nil until it is asked for
}

// platforms are those of the golden cases and of the rules' fixtures, the one that says
// everything and the real ones. The smallest come first.
func platforms(t *testing.T) (out []*platform) {
	t.Helper()
	size := map[*platform]int{}
	add := func(tree any) {
		p, data := &platform{}, asJSON(tree)
		check(t, json.Unmarshal(data, &p.tree))
		size[p], out = len(data), append(out, p)
	}
	add(everything(t))
	ctx := cuecontext.New()
	withoutSchema := strings.NewReplacer(`import "groundplan.internal/schema"`, "", `"groundplan.internal/schema"`, "", "schema.#Platform & ", "")
	read := func(name string, text []byte) {
		tree := map[string]any{}
		if filepath.Ext(name) == ".yaml" {
			check(t, yaml.Unmarshal(text, &tree))
		} else {
			v := ctx.CompileString(withoutSchema.Replace(string(text)), cue.Filename(name))
			check(t, v.LookupPath(cue.ParsePath("platform")).Decode(&tree))
		}
		add(tree)
	}
	for _, pattern := range []string{golden + "/*/platform.*", "../../platforms/*", "../check/testdata/*.txtar"} {
		names, err := filepath.Glob(pattern)
		check(t, err)
		for _, name := range names {
			data, err := os.ReadFile(name)
			check(t, err)
			if filepath.Ext(name) != ".txtar" {
				read(name, data)
				continue
			}
			for _, f := range txtar.Parse(data).Files {
				if filepath.Ext(f.Name) == ".cue" {
					read(f.Name, f.Data)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *platform) int { return size[a] - size[b] })
	return out
}

func asJSON(tree any) []byte {
	data, err := json.Marshal(tree)
	if err != nil {
		panic(err)
	}
	return data
}

// place is where a platform says something.
type place struct {
	*platform
	path  model.Path
	shape node   // what the schema asks for
	name  string // of the field, after its definition
	patch bool   // an environment says it, in place of the platform
}

// each goes over the fields that are said in a place.
func (at place) each(l node, value any, note func(place)) {
	if at.shape.Ref != "" {
		at.name, at.shape = definition(at.shape.Ref), at.shape.resolved(l)
	}
	switch x := value.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			inner := at
			inner.path, inner.shape = at.path.Then(k), at.shape.at(k)
			if _, isField := at.shape.Properties[k]; isField {
				patch := inner.shape.anything()
				if patch {
					inner.shape, inner.patch = l.Properties[k], true
				}
				inner.name = at.name + "." + k
				note(inner)
				if patch {
					inner.name = "Platform." + k // what is in it is the platform's
				}
			}
			inner.each(l, x[k], note)
		}
	case []any:
		for i, item := range x {
			inner := at
			inner.path, inner.shape = at.path.Then(strconv.Itoa(i)), at.shape.item(i)
			inner.each(l, item, note)
		}
	}
}

// compiled is what comes of a platform as it is.
func (p *platform) compiled(known facts.Set) pipeline.Result {
	if p.result == nil {
		result, _ := generated(p.tree, known)
		p.result = &result
	}
	return *p.result
}

// generated is what comes of a tree, and whether it is the schema that refuses it.
func generated(tree any, known facts.Set) (pipeline.Result, bool) {
	root := fstest.MapFS{"platform.json": {Data: asJSON(tree)}}
	result := pipeline.Generated(pipeline.Input{Root: root, File: "platform.json"}, known)
	if !result.Found.HasErrors() {
		return result, false
	}
	_, found := load.Platform(root, "platform.json")
	return result, found.HasErrors()
}

// writes reports a file that is another than before.
func (at place) writes(after pipeline.Result) bool {
	patched := at.patch || at.patched()
	same := func(a, b artifact.File) bool {
		return a.Path == b.Path && (bytes.Equal(a.Data, b.Data) || patched && a.Path == "README.md")
	}
	return !after.Found.HasErrors() && !slices.EqualFunc(after.Files, at.result.Files, same)
}

// finds reports a finding that is another than before. Errors end the search for others.
func (at place) finds(after pipeline.Result) bool {
	return at.without(after.Found, at.result.Found) || !after.Found.HasErrors() && at.without(at.result.Found, after.Found)
}

// without reports a finding that is in one list alone, but for those of the field itself:
// that it is told from wrong words is not what it is there for.
func (at place) without(list, other diag.List) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		return !at.concerns(d) && !slices.ContainsFunc(other, func(o diag.Diagnostic) bool {
			return o.Code == d.Code && o.Path == d.Path && o.Detail == d.Detail
		})
	})
}

// concerns reports a finding about the field itself.
func (at place) concerns(d diag.Diagnostic) bool {
	path := at.path.String()
	if at.path[0] == "environments" && len(at.path) > 2 {
		path = at.path[2:].String()
	}
	found := d.Path
	if rest, ok := strings.CutPrefix(found, "environments."); ok {
		_, found, _ = strings.Cut(rest, ".")
	}
	return found == path || strings.HasPrefix(found, path+".")
}

// patched reports an environment that says something there. What it says otherwise is in
// README.md, whether or not it matters.
func (at place) patched() bool {
	environments, _ := at.tree["environments"].(map[string]any)
	for _, patch := range environments {
		if says(patch, at.path) {
			return true
		}
	}
	return false
}

// says reports whether a patch says what stands at a path, or whether anything does.
func says(patch any, path model.Path) bool {
	fields, ok := patch.(map[string]any)
	if len(path) == 0 || !ok {
		return true
	}
	inner, ok := fields[path[0]]
	return ok && says(inner, path[1:])
}
