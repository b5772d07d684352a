package pipeline_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/pipeline"
)

// TestCollidingNames: the compiler puts names of nodes together into labels, and adds
// words of its own. Where two nodes would come to the same one, that is reported.
func TestCollidingNames(t *testing.T) {
	const head = "name: shop\nregion: eu-west-1\ndomain: example.com\nenvironments: {production: {}}\n"
	const image = `image: {uri: "nginx:1.27"}`
	const program = `image: {repository: repo, tag: "1"}`
	const functions = "network: {nat: perZone}\nrepositories: {repo: {}}\nfunctions:\n  z: {" + program
	known := knownFacts(t)
	for _, c := range []struct{ name, platform string }{
		{"clients of user pools", `
userPools:
  p-a: {clients: {b: {callbacks: ["https://x.example.com/"]}}}
  p: {clients: {a-b: {callbacks: ["https://x.example.com/"]}}}`},
		{"services behind gateways", `
network: {nat: perZone}
balancers: {front: {}}
gateways: {g: {}, g-a: {}}
services:
  b-x: {` + image + `, port: 80, routes: [{balancer: front, host: one}, {gateway: g-a}]}
  a-b-x: {` + image + `, port: 80, routes: [{balancer: front, host: two}, {gateway: g}]}`},
		{"redirects and services", `
network: {nat: perZone}
balancers: {front: {redirects: [{host: old, path: /x/y, to: site}]}}
services:
  front-redirect: {` + image + `, port: 80, routes: [{balancer: front, host: old, path: /x-y}]}
frontends: {site: {hosts: [www]}}`},
		{"hosts and services", `
network: {nat: perZone}
balancers: {front: {}}
services:
  web: {` + image + `, port: 80, routes: [{balancer: front, host: shop, path: /x}]}
  web-shop: {` + image + `, port: 80, routes: [{balancer: front, host: x}]}`},
		{"a service's second port", `
network: {nat: perZone}
balancers: {front: {}}
services:
  web:
    ` + image + `
    port: 80
    sidecars: {admin: {image: {uri: "nginx:1.27"}, port: 81}}
    routes: [{balancer: front, host: one}, {balancer: front, host: admin, port: 81}]
  web-81: {` + image + `, port: 80, routes: [{balancer: front, host: two}]}`},
		{"firewalls in two scopes", `
firewalls: {wall: {managed: [common]}, wall-cloudfront: {managed: [common]}}
balancers: {front: {certificate: {domains: [one]}, firewall: wall-cloudfront}}
frontends: {site: {hosts: [www], firewall: wall}}`},
		{"topics in two regions", `
firewalls: {wall: {managed: [common]}}
frontends: {site: {hosts: [www], firewall: wall}}
topics: {ops: {email: [a@example.com]}, ops-us-east-1: {email: [a@example.com]}}
alarms: {blocked: {metric: firewall-blocked-requests, above: 5, notify: [ops]}}`},
		{"permissions of functions", functions + `}
  a: {` + program + `, triggers: [{bucket: b-c, events: [created]}]}
  a-b: {` + program + `, triggers: [{bucket: c, events: [created]}]}
buckets: {c: {}, b-c: {}}`},
		{"roles of functions and of services", functions + "}\n  web-task: {" + program + "}\nservices: {web: {" + image + ", port: 80}}"},
		{"a function and who assumes functions", functions + "}\n  lambda-trust: {" + program + "}"},
		{"a function and who assumes tasks", functions + "}\n  ecs-tasks-trust: {" + program + "}\nservices: {web: {" + image + ", port: 80}}"},
		{"a function and who starts jobs", functions + "}\n  scheduler-trust: {" + program + "}\njobs: {nightly: {" + image + `, schedule: "rate(1 day)"}}`},
		{"a function and a repository", functions + "}\n  repo-repository: {" + program + "}"},
		{"a function and a bucket", functions + "}\n  files-bucket: {" + program + "}\nbuckets: {files: {}}"},
		{"a function and a topic", functions + "}\n  ops-topic: {" + program + "}\ntopics: {ops: {email: [a@example.com]}}"},
		{"a function and a volume", functions + "}\n  shelf-volume: {" + program + "}\nvolumes: {shelf: {}}\nservices: {web: {" + image + ", port: 80, uses: {shelf: {path: /x}}}}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{"platforms/shop.yaml": {Data: []byte(head + c.platform + "\n")}}
			found := pipeline.Compile(pipeline.Input{Root: files, File: "platforms/shop.yaml"}, known).Found
			if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == "name-collision" }) {
				t.Errorf("no name-collision among %v", found)
			}
		})
	}
}
