package pipeline_test

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/ledger"
	"groundplan.internal/internal/pipeline"
)

// again compiles CUE text, with what an earlier result left.
func again(t *testing.T, source string, before pipeline.Result) pipeline.Result {
	t.Helper()
	left := fstest.MapFS{}
	for _, f := range before.Files {
		left[path.Join(before.Name, f.Path)] = &fstest.MapFile{Data: f.Data}
	}
	result := pipeline.Compile(pipeline.Input{
		Root: fstest.MapFS{"platform.cue": {Data: []byte(source)}}, File: "platform.cue",
		Written: pipeline.Written{Root: left, Name: "out"},
	}, knownFacts(t))
	return result
}

// contents are the files of a result, by path.
func contents(r pipeline.Result) map[string]string {
	out := map[string]string{}
	for _, f := range r.Files {
		out[f.Path] = string(f.Data)
	}
	return out
}

// TestSecondCompile: what was compiled is the same when it is compiled again.
func TestSecondCompile(t *testing.T) {
	for _, name := range cases(t) {
		folder := filepath.Join(golden, name)
		if platformFile(t, folder) != "platform.cue" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join(folder, "platform.cue"))
			check(t, err)
			first := again(t, string(source), pipeline.Result{})
			if diff := cmp.Diff(contents(first), contents(again(t, string(source), first))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// renaming is the case of renamed nodes, and the platform as it was before.
func renaming(t *testing.T) (before, after string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(golden, "renamed", "platform.cue"))
	check(t, err)
	after = string(data)
	before = regexp.MustCompile(`was: +"[a-z-]+",?`).ReplaceAllString(after, "")
	before = regexp.MustCompile(`(?m)^\t\ttask: \{`).ReplaceAllString(before, "\t\texecution: {")
	return strings.ReplaceAll(before, `new-`, `old-`), after
}

// TestRenamed renames every node of a platform: all that was there has moved to what there is,
// and nothing that AWS knows it by has changed.
func TestRenamed(t *testing.T) {
	before, after := renaming(t)
	first := again(t, before, pipeline.Result{})
	second := again(t, after, first)
	for _, r := range []pipeline.Result{first, second} {
		if r.Found.HasErrors() {
			t.Fatal(r.Found)
		}
	}
	had, has := contents(first), contents(second)
	priority := func(place int) bool { return place >= 1 }
	for _, environment := range []string{"production", "staging"} {
		file := environment + "/" + ledger.File
		was, err := ledger.Parse([]byte(had[file]), priority)
		check(t, err)
		is, err := ledger.Parse([]byte(has[file]), priority)
		check(t, err)
		for _, stack := range slices.Sorted(maps.Keys(is.Addresses)) {
			from := map[string]string{}
			for _, m := range is.Moved[stack] {
				from[m.To] = m.From
			}
			var origins []string
			for _, a := range is.Addresses[stack] {
				if from[a] != "" {
					a = from[a]
				}
				origins = append(origins, a)
			}
			slices.Sort(origins)
			if diff := cmp.Diff(was.Addresses[stack], origins); diff != "" {
				t.Errorf("%s: %s: what was there, and where what there is comes from:\n%s", environment, stack, diff)
			}
		}
	}
	forgetful := regexp.MustCompile(`was: +"[a-z-]+",?`).ReplaceAllString(after, "")
	if diff := cmp.Diff(has, contents(again(t, forgetful, second))); diff != "" {
		t.Errorf("once the author takes was out:\n%s", diff)
	}
	inPlace(t, has)
}

// changeable are the arguments of which a later name may be a part: AWS changes them in place.
var changeable = []string{"description", "alarm_description", "Name", "comment", "origin_id", "target_origin_id", "dashboard_body", "buildspec"}

// inPlace: beside labels and files, only arguments that AWS changes in place may say a new name.
func inPlace(t *testing.T, has map[string]string) {
	t.Helper()
	argument := regexp.MustCompile(`^\s*"?([A-Za-z_]+)"?\s*[:=]`)
	for _, file := range slices.Sorted(maps.Keys(has)) {
		if !strings.HasSuffix(file, ".tf") && !strings.Contains(file, "/ecs/") || strings.HasSuffix(file, "outputs.tf") || strings.HasSuffix(file, "variables.tf") {
			continue
		}
		if strings.Contains(file, "/ecs/") { // what a revision calls a volume is its own affair
			has[file] = strings.ReplaceAll(has[file], "new-shelf", "shelf")
		}
		for n, line := range strings.Split(has[file], "\n") {
			line = strings.TrimSpace(line)
			if !strings.Contains(line, "new-") || strings.HasPrefix(line, "#") || strings.Contains(line, "templatefile(") {
				continue
			}
			if found := argument.FindStringSubmatch(line); found == nil || !slices.Contains(changeable, found[1]) {
				t.Errorf("%s:%d: %s", file, n+1, line)
			}
		}
	}
}
