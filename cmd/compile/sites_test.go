package main

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/pipeline"
)

// TestSites compiles hundreds of sites of one comprehension, with names shorter and longer
// than AWS takes: every name is within its limits, and no two are one.
func TestSites(t *testing.T) {
	const n = 300
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	root := os.DirFS(workspace(t, sites(n)))
	result := pipeline.Compile(pipeline.Input{Root: root, File: "platforms/platform.cue"}, known)
	if result.Found.HasErrors() {
		t.Fatal(result.Found)
	}
	kinds := map[string]struct {
		kind string // of name
		each int    // for each site
	}{
		"aws_ecs_service":          {"ecs-service", 1},
		"aws_lb_target_group":      {"target-group", 1},
		"aws_cloudwatch_log_group": {"log-group", 1},
		"aws_iam_role":             {"iam-role", 2},
		"aws_lb":                   {"load-balancer", 0},
		"aws_security_group":       {"security-group", 0},
		"family":                   {"ecs-family", 1},
	}
	named := regexp.MustCompile(`(?m)^resource "(\w+)" "\w+" \{\n +(?:name|family) += "(.*)"$|^  "(family)": "(.*)",$`)
	taken, count := map[string]string{}, map[string]int{}
	for _, f := range result.Files {
		if ext := path.Ext(f.Path); ext != ".tf" && ext != ".json" {
			continue
		}
		for _, m := range named.FindAllStringSubmatch(string(f.Data), -1) {
			typ, name := m[1]+m[3], m[2]+m[4]
			kind, ok := kinds[typ]
			if !ok {
				continue
			}
			if fault := known.Name(kind.kind).Fault(name); fault != "" {
				t.Errorf("%s: %s %q %s", f.Path, typ, name, fault)
			}
			key := typ + " " + strings.ToLower(name)
			if taken[key] != "" {
				t.Errorf("%s and %s: two are the %s %q", taken[key], f.Path, typ, name)
			}
			taken[key] = f.Path
			count[typ]++
		}
	}
	for typ, kind := range kinds {
		if count[typ] == 0 || count[typ] < kind.each*n {
			t.Errorf("%d names of %s, for %d sites", count[typ], typ, n)
		}
	}
}
