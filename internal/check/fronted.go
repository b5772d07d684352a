package check

import (
	"cmp"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// frontedRoutes is route-host-edge: DNS leads a host of CloudFront's to CloudFront, so that
// a balancer's route for it is taken by what comes from there, or by a gateway, or by nobody.
func (c *checker) frontedRoutes() {
	if c.lostSites() {
		return // ref-wrong-kind
	}
	linked := c.linkedRoutes()
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		if r.Balancer == "" || r.Host == "" || linked[at.String()] {
			return
		}
		site, host, fronted := c.siteOf(c.fullName(r.Host))
		if !fronted || site.leadsTo(r.Balancer) {
			return
		}
		c.report(at.Then("host"), "", "%s has the name %s in DNS, and nothing of it leads to %s: nobody would ever come to %s by this route. A host of its own, or a path of %s that leads to %s, would bring them.", site.name, c.fullName(r.Host), r.Balancer, s.Name, site.name, r.Balancer)
		c.also(host, "the host")
	})
}

// siteOf is what CloudFront serves under a full name, and where its host is declared.
func (c *checker) siteOf(name string) (s edgeSite, host model.Path, ok bool) {
	for _, s := range c.edgeSites() {
		for i, h := range s.hosts {
			if c.fullName(h) == name {
				return s, s.at.Then("hosts", strconv.Itoa(i)), true
			}
		}
	}
	return edgeSite{}, nil, false
}

// leadsTo reports whether a node answers for a site.
func (s edgeSite) leadsTo(node string) bool {
	found := false
	s.eachOrigin(func(to string, _ model.Path) { found = found || to == node })
	return found
}

// linkedRoutes are the routes of balancers by which gateways reach services, by their paths.
func (c *checker) linkedRoutes() map[string]bool {
	out := map[string]bool{}
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		if i := gatewayRoute(s, r); r.Gateway != "" && i >= 0 {
			out[routeAt(s, i).String()] = true
		}
	})
	return out
}

// unroutedPaths is distribution-gateway-path: CloudFront passes the path on as it is.
func (c *checker) unroutedPaths() {
	paths := map[string][]string{}
	c.eachRoute(func(_ model.Service, r model.Route, _ model.Path) {
		if r.Gateway != "" {
			paths[r.Gateway] = append(paths[r.Gateway], cmp.Or(r.Path, "/*"))
		}
	})
	for _, s := range c.edgeSites() {
		for _, p := range s.paths {
			known := paths[p.To]
			if len(known) == 0 || slices.ContainsFunc(known, func(path string) bool { return overlap(p.Name, path) }) { // without any, gateway-unused says more
				continue
			}
			c.report(s.at.Then("paths", p.Name), "", "%s leads %s to the gateway %s, whose routes are for %s alone: it would answer everything with 404.", s.name, p.Name, p.To, list(known))
		}
	}
}

// overlap reports whether some text fits both patterns. Row i of the table says, for each
// end of b, whether it and the end of a from i on have a text in common.
func overlap(a, b string) bool {
	table := make([][]bool, len(a)+2)
	for i := range table {
		table[i] = make([]bool, len(b)+2)
	}
	table[len(a)][len(b)] = true
	for i := len(a); i >= 0; i-- {
		for j := len(b); j >= 0; j-- {
			inA, inB := i < len(a), j < len(b)
			switch {
			case inA && a[i] == '*', inB && b[j] == '*':
				table[i][j] = inA && table[i+1][j] || inB && table[i][j+1]
			case inA && inB && (a[i] == b[j] || a[i] == '?' || b[j] == '?'):
				table[i][j] = table[i+1][j+1]
			}
		}
	}
	return table[0][0]
}

// keptAnswers is distribution-cache-long.
func (c *checker) keptAnswers() {
	c.eachBehavior(func(s edgeSite, to, cache string, at model.Path) {
		if family, known := c.family[to]; known && cache == "long" && family != "buckets" {
			c.report(at.Then("cache"), `cache: "optimized"`, "%s would keep what %s answers for a year unless the answer says otherwise: long is for objects of a bucket.", s.name, to)
		}
	})
}

// keptTokens is distribution-cache-authorizer: what CloudFront keeps, it asks for without
// the header that a token stands in.
func (c *checker) keptTokens() {
	c.eachBehavior(func(s edgeSite, to, cache string, at model.Path) {
		i := c.place[to]
		if cache == "" || cache == "none" || c.family[to] != "gateways" || c.Gateways[i].Authorizer == nil {
			return
		}
		c.report(at.Then("cache"), `cache: "none"`, "What %s keeps of %s it asks for without the Authorization header, and %s wants a token of %s: every request would be answered with 401.", s.name, to, to, c.Gateways[i].Authorizer.UserPool)
		c.also(model.At("gateways", to, "authorizer"), "the authorizer")
	})
}

// eachBehavior calls f with each node that CloudFront asks, how it keeps the answers, and
// where that is declared.
func (c *checker) eachBehavior(f func(s edgeSite, to, cache string, at model.Path)) {
	for _, s := range c.edgeSites() {
		f(s, s.to, s.cache, s.at)
		for _, p := range s.paths {
			f(s, p.To, p.Cache, s.at.Then("paths", p.Name))
		}
	}
}
