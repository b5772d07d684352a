package infra_test

import (
	"slices"
	"testing"

	"groundplan.internal/internal/infra"
)

// TestCollisions tries where two environments meet, and which of them takes another name.
func TestCollisions(t *testing.T) {
	place := func(environment, account, region string, names ...infra.Name) infra.Platform {
		return infra.Platform{Environment: environment, Account: account, Region: region, Partition: "aws", Domain: infra.Domain{Name: "example.com"}, Names: names}
	}
	name := func(kind, within string, path ...string) infra.Name {
		return infra.Name{Kind: kind, Name: "x", Key: "x", Within: within, Path: path}
	}
	logs, bucket := name("log-group", "region", "logs", "group"), name("s3-bucket", "global", "buckets", "media", "name")
	host, group := name("host", "global", "frontends", "web", "hosts", "0"), name("security-group", "vpc", "services", "web", "securityGroup", "name")
	inDefault := func(p infra.Platform) infra.Platform { p.Network.Default = true; return p }
	for _, c := range []struct {
		name          string
		first, second infra.Platform
		hints         []string
	}{
		{"one region", place("production", "", "eu-west-1", logs), place("staging", "", "eu-west-1", logs), []string{`environments: staging: logs: group: "x-staging"`}},
		{"production is the second", place("dev", "", "eu-west-1", logs), place("production", "", "eu-west-1", logs), []string{`environments: dev: logs: group: "x-dev"`}},
		{"two regions", place("production", "", "eu-west-1", logs), place("staging", "", "eu-north-1", logs), nil},
		{"two accounts", place("production", "1", "eu-west-1", logs), place("staging", "2", "eu-west-1", logs), nil},
		{"an account and any", place("production", "1", "eu-west-1", logs), place("staging", "", "eu-west-1", logs), []string{`environments: staging: logs: group: "x-staging"`}},
		{"the world", place("production", "1", "eu-west-1", bucket), place("staging", "2", "eu-north-1", bucket), []string{`environments: staging: buckets: media: name: "x-staging"`}},
		{"hosts, once", place("production", "1", "eu-west-1", host, host), place("staging", "2", "eu-west-1", host, host), []string{`environments: staging: domain: "staging.example.com"`}},
		{"a VPC each", place("production", "", "eu-west-1", group), place("staging", "", "eu-west-1", group), nil},
		{"the default VPC", inDefault(place("production", "", "eu-west-1", group)), inDefault(place("staging", "", "eu-west-1", group)), []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var hints []string
			for _, d := range infra.Collisions([]infra.Platform{c.first, c.second}) {
				hints = append(hints, d.Hint)
			}
			if !slices.Equal(hints, c.hints) {
				t.Errorf("got %q, want %q", hints, c.hints)
			}
		})
	}
}

// TestMixedMetrics: who publishes is told, whoever of the two environments watches.
func TestMixedMetrics(t *testing.T) {
	metrics := func(at ...string) []infra.Name {
		return []infra.Name{{Kind: "namespace of metrics", Name: "Shop", Key: "Shop", Within: "region", Path: at}}
	}
	publishers, watchers := metrics("services", "web", "publishes"), metrics("alarms", "slow", "custom", "namespace")
	place := func(environment, region string, watched []infra.Name) infra.Platform {
		return infra.Platform{Environment: environment, Region: region, Partition: "aws", Published: publishers, Watched: watched}
	}
	for _, c := range []struct {
		name          string
		first, second infra.Platform
		notes         int // -1: nothing is found
	}{
		{"both watch", place("production", "eu-west-1", watchers), place("staging", "eu-west-1", watchers), 1},
		{"production watches", place("production", "eu-west-1", watchers), place("staging", "eu-west-1", nil), 0},
		{"staging watches", place("production", "eu-west-1", nil), place("staging", "eu-west-1", watchers), 1},
		{"nobody watches", place("production", "eu-west-1", nil), place("staging", "eu-west-1", nil), -1},
		{"two regions", place("production", "eu-west-1", watchers), place("staging", "eu-north-1", watchers), -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := infra.MixedMetrics([]infra.Platform{c.first, c.second})
			switch {
			case c.notes < 0 && len(found) > 0:
				t.Errorf("found %v", found)
			case c.notes < 0:
			case len(found) != 1 || len(found[0].Related) != c.notes || found[0].Hint != `environments: staging: services: web: publishes: ["Shop/staging"]`:
				t.Errorf("found %+v", found)
			}
		})
	}
}
