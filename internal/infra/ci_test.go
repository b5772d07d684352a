package infra

import (
	"slices"
	"testing"

	"groundplan.internal/internal/model"
)

func delivered(variables ...model.Pair) func(*model.Platform) {
	return func(p *model.Platform) {
		p.Domain = "example.com"
		p.Delivery = &model.Delivery{System: "github", Role: "arn:aws:iam::123456789012:role/x", Variables: variables}
	}
}

// TestUnansweredVariables wants a value for every variable without a default, and for no other.
func TestUnansweredVariables(t *testing.T) {
	asks := change(func(s *model.Service) { s.Image = model.Image{Variable: "image"} })
	for _, c := range []struct {
		variables []model.Pair
		want      []string
	}{
		{nil, []string{"delivery"}},
		{[]model.Pair{{Key: "image", Value: "nginx:1"}}, nil},
		{[]model.Pair{{Key: "image", Value: "nginx:1"}, {Key: "size", Value: "1"}}, []string{"delivery.variables.size"}},
	} {
		var got []string
		for _, d := range found(t, with(empty(), service("web", 80), asks, delivered(c.variables...))) {
			got = append(got, d.Code+" "+d.Path)
		}
		for i := range c.want {
			c.want[i] = "variable-unanswered " + c.want[i]
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.variables, got, c.want)
		}
	}
}

// TestEndpointsOfHosts wants "/" of hosts that the world reaches and that something answers for.
func TestEndpointsOfHosts(t *testing.T) {
	routes := func(routes ...model.Route) func(*model.Platform) {
		return change(func(s *model.Service) { s.Routes = routes })
	}
	balancer := func(b model.Balancer) func(*model.Platform) {
		return func(p *model.Platform) { p.Balancers = append(p.Balancers, b) }
	}
	p := build(t, with(empty(), delivered(),
		balancer(model.Balancer{Name: "front"}), balancer(model.Balancer{Name: "inner", Internal: true}), balancer(model.Balancer{Name: "office", From: []string{"10.0.0.0/8"}}),
		service("web", 80), routes(
			model.Route{Balancer: "front", Host: "shop"}, model.Route{Balancer: "front", Host: "api", Path: "/v1/*"}, model.Route{Balancer: "front", Host: "*"},
			model.Route{Balancer: "inner", Host: "own"}, model.Route{Balancer: "office", Host: "desk"},
		),
		func(p *model.Platform) { p.Frontends = []model.Frontend{{Name: "site", Hosts: []string{"@", "www"}}} },
	))
	same(t, "endpoints", p.CI.Endpoints, []string{"https://example.com/", "https://shop.example.com/", "https://www.example.com/"})
}
