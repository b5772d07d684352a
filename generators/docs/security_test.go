package docs

import (
	"testing"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// TestInTransit claims TLS only where something that is declared makes it so.
func TestInTransit(t *testing.T) {
	v := newView(infra.Platform{
		Balancers:     []infra.Balancer{{Name: "front", TLSPolicy: "policy"}},
		Distributions: []infra.Distribution{{Name: "site"}, {Name: "own", Certificate: "own", MinimumTLS: "TLSv1.2_2021"}},
		Services: []infra.Service{
			{Name: "web", TargetGroups: []infra.TargetGroup{{Balancer: "front", Port: 80, Protocol: "HTTP"}, {Balancer: "front", Port: 443, Protocol: "HTTPS"}}},
			{Name: "api"},
		},
		Databases: []infra.Database{
			{Name: "plain"}, {Name: "forced", Parameters: []infra.Parameter{{Name: "rds.force_ssl", Value: "1"}}},
			{Name: "loose", Parameters: []infra.Parameter{{Name: "rds.force_ssl", Value: "0"}}},
			{Name: "shared", Proxy: &infra.Proxy{}}, {Name: "signed", Proxy: &infra.Proxy{IAM: true}},
		},
		Pipelines: []infra.Pipeline{{Name: "ship"}},
		Concerns:  model.Pairs{{Key: "CSRF", Value: "a token"}},
	})
	for _, c := range []struct {
		edge infra.Edge
		want md
	}{
		{infra.Edge{From: infra.Internet, To: "front", Family: "balancers"}, "always, by the policy `policy`"},
		{infra.Edge{From: infra.Internet, To: "site", Family: "frontends"}, "always"},
		{infra.Edge{From: infra.Internet, To: "own", Family: "distributions"}, "always, `TLSv1.2_2021` or later"},
		{infra.Edge{From: "front", To: "web", Family: "services", Port: 80}, "none, within the VPC"},
		{infra.Edge{From: "front", To: "web", Family: "services", Port: 443}, "always; a balancer does not look at the certificate"},
		{infra.Edge{From: infra.Internet, To: "api", Family: "services", Port: 80}, upToPrograms},
		{infra.Edge{From: "web", To: "api", Family: "services", Port: 80}, upToPrograms},
		{infra.Edge{From: "web", To: "plain", Family: "databases"}, "offered: used where the program, or the engine's default, asks for it"},
		{infra.Edge{From: "web", To: "loose", Family: "databases"}, "offered: used where the program, or the engine's default, asks for it"},
		{infra.Edge{From: "web", To: "forced", Family: "databases"}, "always: the database takes nothing else"},
		{infra.Edge{From: "web", To: "shared", Family: "databases", Via: "proxy"}, upToPrograms},
		{infra.Edge{From: "web", To: "signed", Family: "databases", Via: "proxy"}, "always: the proxy takes nothing else"},
		{infra.Edge{From: "web", To: "mail", Family: "externals", Port: 587}, upToPrograms},
		{infra.Edge{From: "web", To: "voice", Family: "externals", Access: "call"}, "always"},
		{infra.Edge{From: infra.Internet, To: "cdn", Family: "externals"}, ""},
		{infra.Edge{From: "ship", To: "api", Family: "services"}, ""},
		{infra.Edge{From: "ship", To: "own", Family: "frontends"}, ""},
	} {
		if got := v.inTransit(c.edge); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.edge.From, c.edge.To, got, c.want)
		}
	}
}
