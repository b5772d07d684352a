package pipeline

import (
	"testing"

	"groundplan.internal/internal/diag"
)

// TestInNotation checks that hints are braced in YAML and JSON, and left as they are in CUE.
func TestInNotation(t *testing.T) {
	for _, c := range []struct{ hint, want string }{
		{"", ""},
		{"cpu: 512, memory: 1024", "cpu: 512, memory: 1024"},
		{"write uses: db: {}", "write uses: {db: {}}"},
		{"services: app: port: 8080", "services: {app: {port: 8080}}"},
		{`secrets: "api-key": {}, and here API_KEY: "api-key"`, `secrets: {"api-key": {}}, and here API_KEY: "api-key"`},
		{"services: web: pool: connections: 3, or databases: c: proxy: {} and via: \"proxy\"", "services: {web: {pool: {connections: 3}}}, or databases: {c: {proxy: {}}} and via: \"proxy\""},
		{`add image: uri: "public.ecr.aws/nginx/nginx:1.27"`, `add image: {uri: "public.ecr.aws/nginx/nginx:1.27"}`},
		{`write title: "a: b: c"`, `write title: "a: b: c"`},
		{"network: endpoints: [\"s3\", \"logs\"]", "network: {endpoints: [\"s3\", \"logs\"]}"},
		{`write deploy: {service: web: {image: uri: "x"}, to: "y"}`, `write deploy: {service: {web: {image: {uri: "x"}}}, to: "y"}`},
		{"environments: test: services: web: null", "environments: {test: {services: {web: null}}}"},
	} {
		for file, want := range map[string]string{"p.yaml": c.want, "p.yml": c.want, "p.json": c.want, "p.cue": c.hint} {
			if got := inNotation(diag.List{{Pos: diag.Pos{File: file}, Hint: c.hint}}); got[0].Hint != want {
				t.Errorf("%s: %s: got %s, want %s", file, c.hint, got[0].Hint, want)
			}
		}
	}
}
