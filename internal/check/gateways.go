package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// gatewayWays is gateway-no-way: a gateway reaches a service by a route of a balancer.
func (c *checker) gatewayWays() {
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		if r.Gateway == "" || gatewayRoute(s, r) >= 0 {
			return
		}
		hint := ""
		narrow := slices.IndexFunc(s.Routes, hosted)
		switch {
		case narrow >= 0:
			hint = fmt.Sprintf("path: %q", s.Routes[narrow].Path)
		case len(c.Balancers) > 0:
			hint = `{balancer: "` + c.Balancers[0].Name + `", host: "` + s.Name + `"}`
		}
		c.report(at.Then("gateway"), hint, "The gateway %s has no way to %s: it goes by a load balancer, and no route of one with a host leads %s to %s.", r.Gateway, s.Name, orAll(r.Path), s.Name)
		if narrow >= 0 {
			c.also(routeAt(s, narrow), "this one leads "+s.Routes[narrow].Path+" there")
		}
	})
}

// hosted reports whether a route is of a balancer, for one host.
func hosted(r model.Route) bool {
	return r.Balancer != "" && r.Host != "" && !strings.Contains(r.Host, "*")
}

// gatewayRoute is which of a service's routes a route of a gateway reaches it by: one of a
// balancer; -1 where there is none.
func gatewayRoute(s model.Service, r model.Route) int {
	return slices.IndexFunc(s.Routes, func(by model.Route) bool {
		wide, open := strings.CutSuffix(by.Path, "*")
		return hosted(by) && (by.Path == "" || by.Path == r.Path || open && strings.HasPrefix(r.Path, wide))
	})
}

func orAll(path string) string {
	if path == "" {
		return "every path"
	}
	return path
}

// eachRoute calls f with every route of every service.
func (c *checker) eachRoute(f func(s model.Service, r model.Route, at model.Path)) {
	for _, s := range c.Services {
		for i, r := range s.Routes {
			f(s, r, routeAt(s, i))
		}
	}
}

// routeAt is where a route of a service is declared.
func routeAt(s model.Service, i int) model.Path {
	return model.At("services", s.Name, "routes", strconv.Itoa(i))
}

// gatewayPaths is gateway-path: a star stands for all that follows a slash, and nowhere else.
func (c *checker) gatewayPaths() {
	c.eachRoute(func(_ model.Service, r model.Route, at model.Path) {
		if r.Gateway != "" && strings.ContainsAny(strings.TrimSuffix(r.Path, "/*"), "*?") {
			c.report(at.Then("path"), "", "API Gateway knows a star at the end of a path alone, behind a slash: %q is none of its paths.", r.Path)
		}
	})
}

// gatewayKeys is gateway-path-twice.
func (c *checker) gatewayKeys() {
	first := map[string]model.Path{}
	c.eachRoute(func(_ model.Service, r model.Route, at model.Path) {
		if r.Gateway == "" {
			return
		}
		path := r.Path
		if path == "/*" {
			path = ""
		}
		key := r.Gateway + " " + path
		if other, twice := first[key]; twice {
			c.report(at.Then("path"), "", "The gateway %s has two routes for %s.", r.Gateway, orAll(r.Path))
			c.also(other, "the other one")
			return
		}
		first[key] = at
	})
}

// idleGateways is gateway-unused.
func (c *checker) idleGateways() {
	used := map[string]bool{}
	c.eachRoute(func(_ model.Service, r model.Route, _ model.Path) { used[r.Gateway] = true })
	for _, g := range c.Gateways {
		if !used[g.Name] {
			c.report(model.At("gateways", g.Name), "", "No service has a route of the gateway %s: it answers everything with 404.", g.Name)
		}
	}
}

// openCredentials is gateway-cors-credentials.
func (c *checker) openCredentials() {
	for _, g := range c.Gateways {
		if g.CORS == nil || !g.CORS.Credentials {
			continue
		}
		for _, list := range []struct {
			field  string
			values []string
		}{{"origins", g.CORS.Origins}, {"methods", g.CORS.Methods}, {"headers", g.CORS.Headers}} {
			if slices.Contains(list.values, "*") {
				c.report(model.At("gateways", g.Name, "cors", list.field), "", "%s lets credentials through, and \"*\" among its %s: browsers, and API Gateway, refuse both at once.", g.Name, list.field)
			}
		}
	}
}

// unknownClients is gateway-client.
func (c *checker) unknownClients() {
	for _, g := range c.Gateways {
		if g.Authorizer == nil {
			continue
		}
		known, found := c.clientsOf(g.Authorizer.UserPool)
		for i, name := range g.Authorizer.Clients {
			if found && !slices.Contains(known, name) {
				c.report(model.At("gateways", g.Name, "authorizer", "clients", strconv.Itoa(i)), meant(name, known), "The user pool %s has no client %q.", g.Authorizer.UserPool, name)
			}
		}
	}
}

// clientsOf are the clients of a user pool, if it is there.
func (c *checker) clientsOf(pool string) (names []string, found bool) {
	for _, p := range c.UserPools {
		if p.Name != pool {
			continue
		}
		for _, client := range p.Clients {
			names = append(names, client.Name)
		}
		return names, true
	}
	return nil, false
}
