package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestDelivery is BL-10 and BL-11 of the platforms' sources: workflows of CircleCI, and
// seven views of the platform.
func TestDelivery(t *testing.T) {
	const platform = "golden/diagrams/platform.cue"
	c := rowsOf(t, platform, nil)
	t.Run("BL-10 workflows", func(t *testing.T) {
		var config struct {
			Workflows map[string]struct{ Jobs []any }
		}
		if err := yaml.Unmarshal([]byte(c.files[".circleci/config.yml"]), &config); err != nil {
			t.Fatal(err)
		}
		for name, jobs := range map[string]int{
			"terraform-prod": 3, "park-infrastructure": 1, "unpark-infrastructure": 3,
			"refresh-prefect-image": 1, "verify-prod-endpoints": 1,
		} {
			if n := len(config.Workflows[name].Jobs); n != jobs {
				t.Errorf("%s has %d jobs, not %d", name, n, jobs)
			}
		}
	})
	t.Run("BL-10 as files of GitHub", func(t *testing.T) {
		c := rowsOf(t, platform, func(s string) string { return strings.Replace(s, `"circleci"`, `"github"`, 1) })
		for _, name := range []string{"terraform-prod", "park-infrastructure", "unpark-infrastructure", "refresh-prefect-image", "verify-prod-endpoints"} {
			if c.files[".github/workflows/"+name+".yml"] == "" {
				t.Errorf("there is no workflow %s", name)
			}
		}
	})
	t.Run("BL-11 views", func(t *testing.T) {
		page := c.files["prod/docs/architecture.md"]
		for title, boxes := range map[string][]string{
			"Overview":              {"Users", "Cloudflare", "apps", "main", "portal", "pipelines", "worker", "metadata", "raw", "clean", "neo4j", "cloudinary", "vercel"},
			"HTTPS and auth flow":   {"Cloudflare", "apps", "main", "kinde", "kinde-client-secret", "portal", "pipelines"},
			"Prefect orchestration": {"pipelines", "worker", "blog-data-pool", "main-deployment", "metadata", "raw", "clean", "neo4j", "vercel"},
			"Data pipeline flow":    {"main-data-pipeline", "data-extraction", "data-cleaning", "graph-load", "cache", "raw", "clean", "neo4j", "cloudinary", "vercel"},
			"Design files":          {"vercel", "design", "ork", "neo4j", "cloudinary"},
			"Security and secrets":  {"Cloudflare", "apps", "main", "Task role", "Execution role", "kinde-client-secret", "neo4j-password", "metadata", "raw", "clean"},
			"Deployment and CI/CD":  {"Developer", "rlhatcher/blog#95;infra", "park-infrastructure", "unpark-infrastructure", "terraform-prod-plan", "terraform-prod-apply", "park-prod-env", "unpark-prod-env", "refresh-prefect-image", "verify-prod-endpoints"},
		} {
			_, view, ok := strings.Cut(page, "\n## "+title+"\n")
			view, _, _ = strings.Cut(view, "\n```\n")
			if !ok {
				t.Errorf("there is no view %q", title)
			}
			for _, box := range boxes {
				if !strings.Contains(view, "<b>"+box+"</b>") {
					t.Errorf("%s does not show %s", title, box)
				}
			}
		}
	})
	t.Run("BL-11 what is not there", func(t *testing.T) {
		for _, change := range []struct{ old, new, code string }{
			{`nodes: ["vercel", "design",`, `nodes: ["vercel", "plans",`, "ref-unknown-node"},
			{`{from: "ork", to: "neo4j", label: "loads`, `{from: "ork", to: "graph", label: "loads`, "ref-unknown-node"},
			{`{from: "ork", to: "neo4j", label: "loads`, `{from: "neo4j", to: "ork"}, {from: "design", to: "neo4j", label: "loads`, "diagram-edge"},
			{`"verify-prod-endpoints"`, `"verify-test-endpoints"`, "diagram-workflow"},
		} {
			c := rowsOf(t, platform, func(s string) string { return strings.ReplaceAll(s, change.old, change.new) })
			var codes []string
			for _, d := range c.found {
				codes = append(codes, d.Code)
			}
			if !slices.Contains(codes, change.code) {
				t.Errorf("%s: found %v, not %s", change.new, codes, change.code)
			}
		}
	})
}
