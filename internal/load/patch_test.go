package load_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
)

const patched = `platform: {
	name: "shop", region: "eu-west-1"
	tags: {Team: "web", Cost: "7"}
	services: web: {
		image: uri: "nginx:1.27"
		port: 8080
		command: ["a", "b"]
		environment: {MODE: "live", LEVEL: "info"}
		deployment: maximum: 150
		scaling: {min: 1, max: 3}
		healthCheck: {command: ["CMD", "true"], retries: 5}
		sidecars: proxy: image: uri: "envoy:1"
		sidecars: init: {image: uri: "init:1", essential: false}
		uses: db: {}
	}
	services: worker: image: uri: "worker:1"
	databases: db: {engine: "postgres", version: "16", class: "db.t4g.medium", storage: 20, backupDays: 14}
	environments: {
		production: {}
		test: {
			title: "Test"
			region: "eu-north-1"
			tags: Cost: null
			network: vpc: "default"
			services: {
				worker: null
				web: {
					command: ["c"]
					environment: {LEVEL: "debug", EXTRA: "x"}
					scaling: {max: 1, cooldown: in: 5}
					healthCheck: null
					uses: {db: null, cache: purpose: "Speed"}
				}
			}
			databases: {
				db: {storage: 10, backupDays: null}
				cache: {engine: "mysql", version: "8.0", class: "db.t4g.micro", storage: 5}
			}
		}
		local: {compose: web: port: 80}
		other: compose: {}
	}
}
`

func environments(t *testing.T, text string) map[string]model.Platform {
	t.Helper()
	declared, found := load.Platform(fstest.MapFS{"p.cue": {Data: []byte(text)}}, "p.cue")
	if len(found) > 0 {
		t.Fatal(told(found))
	}
	out := map[string]model.Platform{}
	for _, p := range declared.Environments {
		out[p.Environment.Name] = p
	}
	return out
}

// TestPatch checks each way in which an environment differs.
func TestPatch(t *testing.T) {
	all := environments(t, patched)
	production, test := all["production"], all["test"]
	web := test.Services[0]
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"a scalar replaces", test.Region, "eu-north-1"},
		{"elsewhere it stays", production.Region, "eu-west-1"},
		{"null removes a key", test.Tags, model.Pairs{{Key: "Team", Value: "web"}}},
		{"elsewhere the key stays", len(production.Tags), 2},
		{"null removes a node", len(test.Services), 1},
		{"elsewhere the node stays", len(production.Services), 2},
		{"a list replaces", web.Command, []string{"c"}},
		{"a map merges", web.Environment, model.Pairs{{Key: "EXTRA", Value: "x"}, {Key: "LEVEL", Value: "debug"}, {Key: "MODE", Value: "live"}}},
		{"a struct merges", *web.Scaling, model.Scaling{Min: 1, Max: 1, Cooldown: model.Cooldown{In: 5, Out: 60}}},
		{"null removes a struct", web.HealthCheck, (*model.HealthCheck)(nil)},
		{"null removes an edge, another comes in", web.Uses, model.Nodes[model.Use]{{Name: "cache", Purpose: "Speed"}}},
		{"null brings the default back", test.Databases[1].BackupDays, 7},
		{"a node comes in", test.Databases[0].Name, "cache"},
		{"with the defaults", test.Databases[0].StorageType, "gp3"},
		{"no defaults of an own network", test.Network.CIDR, ""},
		{"the environment's title", test.Environment.Title, "Test"},
		{"an environment on AWS", test.Environment.Local, false},
		{"a local environment", all["local"].Environment.Local, true},
		{"a local environment as it comes", all["other"].Environment.Local, true},
		{"what differs locally", all["local"].Environment.Compose, model.Nodes[model.ComposeNode]{{Name: "web", Port: 80}}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

// TestDefaults checks what a platform gets that it does not say.
func TestDefaults(t *testing.T) {
	p := environments(t, patched)["production"]
	web, worker := p.Services[0], p.Services[1]
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"of the platform", p.Layout, "single"},
		{"of the network", p.Network, model.Network{VPC: "own", Zones: 2, NAT: "single", CIDR: "10.0.0.0/16"}},
		{"of a family", worker.CPU, 256},
		{"of a struct in a family, in part", web.Deployment, model.Deployment{MinimumHealthy: 100, Maximum: 150, Rollback: true, Drain: 30}},
		{"of a struct in a family, in whole", worker.Deployment, model.Deployment{MinimumHealthy: 100, Maximum: 200, Rollback: true, Drain: 30}},
		{"of a nested struct", *web.HealthCheck, model.HealthCheck{Command: []string{"CMD", "true"}, Interval: 30, Timeout: 5, Retries: 5}},
		{"none of a nested struct that is not there", worker.HealthCheck, (*model.HealthCheck)(nil)},
		{"of a cooldown, in part or in whole", web.Scaling.Cooldown, model.Cooldown{In: 300, Out: 60}},
		{"of a sidecar", web.Sidecars[1].Essential, true},
		{"of a sidecar that says otherwise", web.Sidecars[0].Essential, false},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

// TestOrigins checks where values were written: an environment's own line first.
func TestOrigins(t *testing.T) {
	all := environments(t, patched)
	for _, c := range []struct {
		environment string
		path        model.Path
		line, col   int
	}{
		{"production", model.At("services", "web", "command"), 7, 3},
		{"production", model.At("services", "web", "command", "1"), 7, 18},
		{"production", model.At("services", "web", "cpu"), 4, 12},
		{"production", model.At("services", "web", "sidecars", "init", "essential"), 13, 42},
		{"test", model.At("services", "web", "command"), 28, 6},
		{"test", model.At("services", "web", "port"), 6, 3},
		{"test", model.At("services", "web", "scaling", "max"), 30, 16},
		{"test", model.At("services", "web", "scaling", "min"), 10, 13},
		{"test", model.At("databases", "cache", "multiAZ"), 37, 5},
		{"test", model.At("nothing"), 1, 1},
		{"test", model.At("environments", "test", "title"), 21, 4},
	} {
		want := diag.Pos{File: "p.cue", Line: c.line, Col: c.col}
		if got := all[c.environment].Origins.At(c.path); got != want {
			t.Errorf("%s: %v is at %v, want %v", c.environment, c.path, got, want)
		}
	}
}

// TestOrder checks that the order of declaration does not matter.
func TestOrder(t *testing.T) {
	a := environments(t, `platform: {name: "x", region: "eu-west-1", environments: {b: {}, a: {}}, buckets: {y: {}, x: {}}}`)
	b := environments(t, `platform: {buckets: {x: {}, y: {}}, environments: {a: {}, b: {}}, region: "eu-west-1", name: "x"}`)
	for name := range a {
		if diff := cmp.Diff(a[name].Buckets, b[name].Buckets); diff != "" {
			t.Error(diff)
		}
	}
}

func TestRoutesThatAskNobody(t *testing.T) {
	text := `platform: {
	name: "shop", region: "eu-west-1"
	services: web: {image: uri: "nginx:1.27", port: 80, routes: [{balancer: "main", host: "a", signIn: "in"}, {balancer: "main", host: "a", path: "/hooks/*"}]}
	services: twice: {image: uri: "nginx:1.27", port: 80, routes: [{balancer: "main", host: "b", signIn: "in"}, {balancer: "main", host: "b"}]}
	environments: {
		test: services: web: routes: [{balancer: "main", host: "a"}, {balancer: "main", host: "a", path: "/hooks/*"}]
		live: services: web: port: 81
	}
}
`
	_, found := load.Platform(fstest.MapFS{"shop.cue": {Data: []byte(text)}}, "shop.cue")
	if len(found) != 1 || found[0].Code != "env-sign-in" || found[0].Pos.Line != 6 || found[0].Hint != `signIn: "in"` {
		t.Errorf("one route of the test should be reported, got %v", found)
	}
}
