package check_test

import (
	"fmt"
	"testing"
	"testing/fstest"
)

// hints are platforms and what is to be typed where the first finding is shown.
var hints = []struct {
	name, platform, hint string
}{
	{"a field in a struct that nobody wrote", `services: web: image: repository: "web"`, `network: nat: "perZone"`},
	{"a field beside others", `services: web: image: repository: "web", network: flowLogs: true`, `nat: "perZone"`},
	{"a field that stands there", `services: web: image: repository: "web", network: nat: "single"`, `nat: "perZone"`},
	{"a name with a hyphen", `services: {api: {image: repository: "api", uses: "web-1": {}}, "web-1": image: repository: "web"}, network: nat: "perZone"`, `services: "web-1": port: 8080`},
	{"a field of the network, at a service", `services: api: {image: repository: "api", uses: mail: {}}, externals: mail: {}, network: {nat: "none", endpoints: ["ecr", "logs", "s3"]}`, `network: nat: "single"`},
	{"a node that the environment takes away", `services: api: {image: repository: "api", uses: legacy: {}}, network: nat: "perZone", databases: legacy: {engine: "postgres", version: "17", class: "db.t4g.micro", storage: 20}, environments: staging: databases: legacy: null`, `environments: staging: services: api: uses: legacy: null`},
	{"a pool that is too large", `services: web: {image: repository: "web", uses: db: {}, pool: {workers: 8, connections: 20}}, network: nat: "perZone", databases: db: {engine: "postgres", version: "17", class: "db.t4g.small", storage: 20}`,
		`services: web: pool: connections: 10, or databases: db: class: "db.t4g.medium", or databases: db: proxy: {} and via: "proxy"`},
	{"a proxy that takes all beside who has its own", `services: {web: {image: repository: "web", uses: db: via: "proxy"}, beat: {image: repository: "beat", singleton: true, uses: db: {}, pool: connections: 3}}, network: nat: "perZone", databases: db: {engine: "postgres", version: "17", class: "db.t4g.medium", storage: 20, proxy: {}}`,
		`databases: db: proxy: maxConnections: 78`},
	{"zones by name", `databases: db: {engine: "postgres", version: "17", class: "db.t4g.micro", storage: 20}, network: availabilityZones: ["eu-west-1b"]`, `availabilityZones: ["eu-west-1a", "eu-west-1b"]`},
}

func TestHints(t *testing.T) {
	f := known(t)
	for _, h := range hints {
		t.Run(h.name, func(t *testing.T) {
			text := fmt.Sprintf("platform: {name: \"shop\", region: \"eu-west-1\", environments: production: {}\n%s}\n", h.platform)
			root := fstest.MapFS{"p.cue": {Data: []byte(text)}}
			found := examine(root, "p.cue", f)
			if len(found) == 0 || found[0].Hint != h.hint {
				t.Errorf("want the hint %s, got:\n%s", h.hint, printed(t, root, found))
			}
		})
	}
}

// TestOneFinding: what has one cause is said once.
func TestOneFinding(t *testing.T) {
	f := known(t)
	for name, platform := range map[string]string{
		"subnets of another VPC":    `services: web: image: repository: "web", network: {cidr: "10.1.0.0/16", nat: "perZone", subnets: {public: ["10.0.0.0/24", "10.0.1.0/24"], private: ["10.0.2.0/24", "10.0.3.0/24"]}}`,
		"an image that is no image": `services: web: image: uri: "https://ghcr.io/acme/web", network: nat: "perZone"`,
	} {
		t.Run(name, func(t *testing.T) {
			text := fmt.Sprintf("platform: {name: \"shop\", region: \"eu-west-1\", environments: production: {}\n%s}\n", platform)
			root := fstest.MapFS{"p.cue": {Data: []byte(text)}}
			if found := examine(root, "p.cue", f); len(found) != 1 {
				t.Errorf("want one finding, got:\n%s", printed(t, root, found))
			}
		})
	}
}
