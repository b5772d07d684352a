package pipeline_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/pipeline"
)

// sites is a platform of many sites, behind so many balancers, each with content of so
// many times 5 bytes.
func sites(balancers, n, content int, more string) string {
	return fmt.Sprintf(`package cms
import ("list", "strings", "groundplan.internal/schema")
platform: schema.#Platform & {
	name: "cms", region: "eu-west-2", domain: "example.com", network: nat: "perZone"
	balancers: {for b in list.Range(0, %d, 1) {"front-\(b)": certificate: domains: ["*"]}}
	databases: content: {engine: "mysql", version: "8.4", class: "db.t4g.micro", storage: 20}
	services: {for i in list.Range(0, %d, 1) {"site-\(i)": {
		image: {repository: "site", tag: "1"}
		port: 80
		%s
		routes: [{balancer: "front-\(mod(i, %d))", host: "site-\(i)"}]
		uses: content: {}
		environment: CONTENT: strings.Repeat("<\"x>", %d)
	}}}
	environments: production: {}
}
`, balancers, n, more, balancers, content)
}

// TestLimitsWithNumbers: each limit is said once, however many services there are, with the
// numbers and with what to do.
func TestLimitsWithNumbers(t *testing.T) {
	const shared = `securityGroup: name: "sites"`
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"all is well", sites(1, 3, 10, shared), nil},
		{"task definitions", sites(1, 8, 13000, shared), []string{
			`13:16 task-definition-size: The task definition of site-0 has at least 65768 bytes, and ECS takes 65536 (64 KiB): what only deployment knows, such as ARNs, is not counted. Its biggest variable is CONTENT, with 65029 bytes. So it is with site-1 (65768), site-2 (65768), site-3 (65768), site-4 (65768), site-5 (65768), and 2 more.`}},
		{"target groups", sites(1, 101, 1, shared), []string{
			"5:44 balancer-target-groups: The 101 routes of front-0 lead to 101 target groups, one for each port of a service. A load balancer takes 100, and AWS does not raise that: so many routes take 2 balancers."}},
		{"rules of groups", sites(2, 130, 1, ""), []string{
			"5:44 sg-rule-quota: The security group of front-0 gets 65 egress rules; the quota is 60, and AWS raises it on request. Nodes that name one security group, as in securityGroup: name: \"sites\", need one rule together. So it is with front-1.",
			"6:13 sg-rule-quota: The security group of content gets 130 ingress rules; the quota is 60, and AWS raises it on request. Nodes that name one security group, as in securityGroup: name: \"sites\", need one rule together."}},
	} {
		var got []string
		for _, d := range pipeline.Compile(pipeline.Input{Root: fstest.MapFS{"platform.cue": {Data: []byte(c.text)}}, File: "platform.cue"}, knownFacts(t)).Found {
			if d.Severity == diag.Error {
				got = append(got, fmt.Sprintf("%d:%d %s: %s", d.Pos.Line, d.Pos.Col, d.Code, d.Detail))
			}
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestNearlyTooLarge: what only deployment knows is not known, and weighs something.
func TestNearlyTooLarge(t *testing.T) {
	const shared = `securityGroup: name: "sites"`
	for content, want := range map[int]string{12000: "", 12850: "task-definition-near", 13000: "task-definition-size"} {
		got := ""
		for _, d := range pipeline.Compile(pipeline.Input{Root: fstest.MapFS{"platform.cue": {Data: []byte(sites(1, 3, content, shared))}}, File: "platform.cue"}, knownFacts(t)).Found {
			if strings.HasPrefix(d.Code, "task-definition") {
				got += d.Code
			}
		}
		if got != want {
			t.Errorf("with %d parts: %q, want %q", content, got, want)
		}
	}
}
