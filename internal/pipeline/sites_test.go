package pipeline_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/pipeline"
)

// TestSites applies a platform of sites on an emulated AWS; adds a site, gives it another
// name, and takes it away: each plan touches only what is that site's, and under another
// name a site keeps all that it has. (A new revision of a task definition is a resource that
// Terraform makes, and deregisters the one before.)
func TestSites(t *testing.T) {
	aws := emulated(t)
	s := siteFolder{t: t, aws: aws, dir: t.TempDir()}
	s.root = filepath.Join(s.dir, "blogs", "production", "terraform")

	s.compile("example: title: \"Example\"")
	aws.run(t, s.root, "init", "-no-color", "-plugin-dir="+aws.plugins)
	aws.run(t, s.root, "apply", "-auto-approve", "-no-color")

	s.compile("example: title: \"Example\"\n\tmice: title: \"Mice\"")
	s.apply("adding a site", "mice", "create")

	s.compile("example: title: \"Example\"\n\tdogs: {title: \"Dogs\", was: \"mice\", keeps: \"mice\"}")
	moved := s.apply("renaming a site", "dogs", "update", "move")
	for _, typ := range []string{"aws_ecs_service", "aws_lb_target_group", "aws_lb_listener_rule", "aws_iam_role", "aws_cloudwatch_log_group", "aws_appautoscaling_target", "aws_secretsmanager_secret"} {
		if !slices.ContainsFunc(moved, func(address string) bool { return strings.HasPrefix(within(address), typ+".") }) {
			t.Errorf("renaming a site moves nothing of the type %s", typ)
		}
	}

	s.compile("example: title: \"Example\"\n\tdogs: {title: \"Dogs\", keeps: \"mice\"}")
	s.apply("saying no more of it", "nobody")

	s.compile("example: title: \"Example\"")
	s.apply("removing a site", "dogs", "delete")
	aws.unchanged(t, s.root)
}

// siteFolder is the case on disk, compiled again and again into one folder.
type siteFolder struct {
	t         *testing.T
	aws       *emulator
	dir, root string
	files     []string
}

// compile writes the case with other sites beside the first two.
func (s *siteFolder) compile(others string) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(golden, "sites", "platform.cue"))
	check(s.t, err)
	const said = "example: title: \"Example\""
	if strings.Count(string(text), said) != 1 {
		s.t.Fatalf("the case does not say %s", said)
	}
	result := pipeline.Compile(pipeline.Input{
		Root: fstest.MapFS{"platform.cue": {Data: []byte(strings.Replace(string(text), said, others, 1))}}, File: "platform.cue",
		Written: pipeline.Written{Root: os.DirFS(s.dir), Name: "out"},
	}, knownFacts(s.t))
	if result.Found.HasErrors() {
		s.t.Fatal(result.Found)
	}
	for _, name := range s.files {
		check(s.t, os.Remove(name))
	}
	s.files = nil
	for _, f := range result.Files {
		name := filepath.Join(s.dir, result.Name, filepath.FromSlash(f.Path))
		check(s.t, os.MkdirAll(filepath.Dir(name), 0o755))
		check(s.t, os.WriteFile(name, f.Data, 0o644))
		s.files = append(s.files, name)
	}
}

// apply plans, holds the plan to a site and to what may be done with what it has, and applies
// it. It gives the addresses that moved.
func (s *siteFolder) apply(what, site string, may ...string) (moved []string) {
	s.t.Helper()
	s.aws.run(s.t, s.root, "plan", "-no-color", "-out=change")
	changes, _ := s.aws.show(s.t, s.root, "change")["resource_changes"].([]any)
	done := map[string]int{}
	for _, c := range changes {
		planned := c.(map[string]any)
		address := planned["address"].(string)
		action := actionOf(planned)
		if planned["previous_address"] != nil {
			moved = append(moved, address)
			done["move"]++
		}
		revision := action == "replace" && strings.HasPrefix(within(address), "aws_ecs_task_definition.") && slices.Contains(may, "update")
		touched := action != "no-op" || planned["previous_address"] != nil
		if planned["mode"] != "managed" || !touched {
			continue
		}
		if !strings.Contains(address, "site_"+site) || action != "no-op" && !revision && !slices.Contains(may, action) {
			s.t.Errorf("%s: Terraform would %s %s", what, action, address)
		}
		done[action]++
	}
	for _, action := range may {
		if done[action] == 0 {
			s.t.Errorf("%s: Terraform would %s nothing", what, action)
		}
	}
	if len(may) > 0 {
		s.aws.run(s.t, s.root, "apply", "-no-color", "change")
	}
	return moved
}

// actionOf is what Terraform would do with a resource, in one word.
func actionOf(planned map[string]any) string {
	actions := planned["change"].(map[string]any)["actions"].([]any)
	if len(actions) > 1 {
		return "replace"
	}
	return actions[0].(string)
}
