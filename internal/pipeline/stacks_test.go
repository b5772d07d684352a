package pipeline_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/pipeline"
)

// TestStackOrder gives every node of a platform with all families to apps at random. In
// whichever stacks they stand then, each reads only those before it: verify says so, and
// the linker would not link.
func TestStackOrder(t *testing.T) {
	const tries = 12
	known := knownFacts(t)
	usual := everything(t)
	reading := map[string]bool{}
	for seed := range uint64(tries) {
		random := rand.New(rand.NewPCG(seed, 4))
		var tree any = usual
		tree = put(tree, map[string]any{"a": map[string]any{}, "m": map[string]any{}, "shop": map[string]any{}}, "apps")
		tree = put(tree, "stacks", "layout")
		tree = put(tree, map[string]any{"production": map[string]any{}}, "environments")
		tree = put(tree, map[string]any{"to": "door"}, "distributions", "downloads", "paths", "/a/ask/*")
		for _, family := range []string{"services", "databases", "buckets", "caches", "gateways", "functions", "frontends", "distributions", "pipelines", "queues", "volumes"} {
			for name := range said(usual, family).(map[string]any) {
				tree = put(tree, []string{"a", "m", "shop"}[random.IntN(3)], family, name, "app")
			}
		}
		result := compiledTree(t, tree, known)
		if result.Found.HasErrors() {
			t.Fatalf("seed %d: %v", seed, result.Found)
		}
		for _, f := range result.Files {
			if path.Base(f.Path) == "stacks.json" {
				for _, s := range stacksOf(t, f.Data) {
					for _, n := range s.Needs {
						reading[layerOf(s.Name)+" "+layerOf(n)] = true
					}
				}
			}
		}
	}
	for _, pair := range []string{"frontend frontend", "cicd cicd", "frontend backend", "backend database", "monitoring backend"} {
		if !reading[pair] {
			t.Errorf("no platform had the pair %s: the test tries too little", pair)
		}
	}
}

// layerOf is the name of a stack without its app.
func layerOf(stack string) string {
	layer, _, _ := strings.Cut(stack, "-")
	return layer
}

// stackEntry is a line of stacks.json.
type stackEntry struct {
	Name, Folder string
	Needs        []string
	State        struct{ Bucket, Key, Region, Path string }
}

func stacksOf(t *testing.T, data []byte) (out []stackEntry) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	check(t, decoder.Decode(&out))
	return out
}

// put is a tree with something at a place; the tree stays as it is.
func put(tree, v any, place ...string) any {
	if len(place) == 0 {
		return v
	}
	out := map[string]any{}
	for k, inner := range tree.(map[string]any) {
		out[k] = inner
	}
	out[place[0]] = put(out[place[0]], v, place[1:]...)
	return out
}

var (
	outputBlock = regexp.MustCompile(`(?m)^output "(\w+)"`)
	moduleRead  = regexp.MustCompile(`module\.(\w+)\.(\w+)`)
	stateRead   = regexp.MustCompile(`data\.terraform_remote_state\.(\w+)\.outputs\.(\w+)`)
)

// TestOutputsAreRead compiles every golden case in both layouts: an output is read by
// another stack, or is one of those that the single root shows to people.
func TestOutputsAreRead(t *testing.T) {
	known := knownFacts(t)
	for _, name := range cases(t) {
		folder := filepath.Join(golden, name)
		file := platformFile(t, folder)
		source, err := os.ReadFile(filepath.Join(folder, file))
		check(t, err)
		if path.Ext(file) != ".cue" {
			continue
		}
		public := map[string]bool{} // by environment and name
		for _, layout := range []string{"single", "stacks"} {
			result := inLayout(source, layout, known)
			if result.Found.HasErrors() {
				continue // what the case is for
			}
			outputs, read := outputsOf(result.Files, layout, public)
			for _, o := range outputs {
				if !read[o] && !public[o] {
					t.Errorf("%s, %s: nobody reads the output %s", name, layout, o)
				}
			}
		}
	}
}

var layoutLine = regexp.MustCompile(`layout:\s+"\w+"`)

// inLayout compiles a platform of which every environment has the same layout.
func inLayout(source []byte, layout string, known facts.Set) pipeline.Result {
	text := layoutLine.ReplaceAll(source, []byte(`title: "x"`))
	text = bytes.Replace(text, []byte("platform: schema.#Platform & {"), []byte("platform: layout: \""+layout+"\"\nplatform: schema.#Platform & {"), 1)
	return pipeline.Compile(pipeline.Input{Root: fstest.MapFS{"platform.cue": {Data: text}}, File: "platform.cue"}, known)
}

// outputsOf are the outputs of stacks and what is read of them, as "environment stack.output";
// those that the single root shows are added to public.
func outputsOf(files []artifact.File, layout string, public map[string]bool) (outputs []string, read map[string]bool) {
	read = map[string]bool{}
	for _, f := range files {
		environment, inside, _ := strings.Cut(f.Path, "/terraform/")
		folder := path.Base(path.Dir(inside))
		if _, name, numbered := strings.Cut(folder, "-"); layout == "stacks" && numbered {
			folder = name
		}
		folder = strings.ReplaceAll(folder, "-", "_")
		reads := map[string]*regexp.Regexp{"single": moduleRead, "stacks": stateRead}[layout]
		for _, m := range reads.FindAllSubmatch(f.Data, -1) {
			at := environment + " " + string(m[1]) + "." + string(m[2])
			read[at] = true
			if inside == "outputs.tf" {
				public[at] = true
			}
		}
		if path.Base(f.Path) == "outputs.tf" && inside != "outputs.tf" {
			for _, m := range outputBlock.FindAllSubmatch(f.Data, -1) {
				outputs = append(outputs, environment+" "+folder+"."+string(m[1]))
			}
		}
	}
	slices.Sort(outputs)
	return outputs, read
}

// TestEnvironmentsApart holds two environments of one platform to having nothing in
// common in AWS: no name, no state, and no root that reads the other's.
func TestEnvironmentsApart(t *testing.T) {
	result := pipeline.Compile(pipeline.Input{Root: os.DirFS(filepath.Join(golden, "environments")), File: "platform.cue"}, knownFacts(t))
	if result.Found.HasErrors() {
		t.Fatal(result.Found)
	}
	said := map[string]map[string]diag.Pos{"production": {}, "staging": {}}
	for _, f := range result.Files {
		environment, inside, _ := strings.Cut(f.Path, "/terraform/")
		if said[environment] == nil || path.Ext(inside) != ".tf" {
			continue
		}
		within := false
		for i, line := range strings.Split(string(f.Data), "\n") {
			if strings.HasPrefix(line, "resource ") {
				within = strings.Contains(line, `"aws_ecs_service"`) // of a cluster that is the environment's own
			}
			if m := ownName.FindStringSubmatch(line); m != nil && !within {
				said[environment][m[1]+m[2]+" "+m[3]] = diag.Pos{File: f.Path, Line: i + 1}
			}
			other := map[string]string{"production": "staging", "staging": "production"}[environment]
			if strings.Contains(line, "shop-"+other) || strings.Contains(line, "/"+other) {
				t.Errorf("%s:%d speaks of %s: %s", f.Path, i+1, other, line)
			}
		}
	}
	if len(said["production"]) < 12 {
		t.Errorf("only %d names were found", len(said["production"]))
	}
	for name, at := range said["production"] {
		if other, both := said["staging"][name]; both {
			t.Errorf("%s and %s both say %s", at, other, name)
		}
	}
}

// ownName is an argument that AWS or Terraform tells things apart by.
var ownName = regexp.MustCompile(`^(?:  (bucket|family|identifier|name)|    (key)) += "([^"]*)"$`)
