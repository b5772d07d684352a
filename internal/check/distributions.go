package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// edgeSite is what CloudFront serves: a frontend or a distribution.
type edgeSite struct {
	name, to string // to: who answers by default; empty for a frontend's own files
	cache    string // of what answers by default
	hosts    []string
	paths    []model.Behavior
	at       model.Path
}

func (c *checker) edgeSites() (out []edgeSite) {
	for _, x := range c.Frontends {
		out = append(out, edgeSite{x.Name, "", "", x.Hosts, x.Paths, model.At("frontends", x.Name)})
	}
	for _, x := range c.Distributions {
		out = append(out, edgeSite{x.Name, x.To, x.Cache, x.Hosts, x.Paths, model.At("distributions", x.Name)})
	}
	return out
}

// eachOrigin calls f with every node that answers for a site, with where it is named.
func (s edgeSite) eachOrigin(f func(to string, at model.Path)) {
	if s.to != "" {
		f(s.to, s.at.Then("to"))
	}
	for _, p := range s.paths {
		f(p.To, s.at.Then("paths", p.Name, "to"))
	}
}

// hiddenPaths is distribution-path-hidden. Of two patterns that overlap, the one that says
// more is asked first, so that only those that say the same hide each other.
func (c *checker) hiddenPaths() {
	for _, s := range c.edgeSites() {
		first := map[string]string{}
		for _, p := range s.paths {
			at, same := s.at.Then("paths", p.Name), plainPattern(p.Name)
			if same == "/*" {
				c.report(at, "", "Every path fits %s: nothing is left for what %s answers otherwise.", p.Name, s.name)
				continue
			}
			if other, twice := first[same]; twice {
				c.report(at, "", "%s fits what %s fits: only one of them would ever be asked.", p.Name, other)
				c.also(s.at.Then("paths", other), "the other one")
				continue
			}
			first[same] = p.Name
		}
	}
}

// plainPattern is the one way to write a pattern: of wildcards in a row, those for one
// character first, and then one for any text.
func plainPattern(pattern string) string {
	for {
		plain := strings.NewReplacer("**", "*", "*?", "?*").Replace(pattern)
		if plain == pattern {
			return plain
		}
		pattern = plain
	}
}

// largeDistributions is distribution-size.
func (c *checker) largeDistributions() {
	known := c.facts.CloudFront
	for _, s := range c.edgeSites() {
		origins := map[string]bool{s.to: true}
		s.eachOrigin(func(to string, _ model.Path) { origins[to] = true })
		for _, part := range []struct {
			field   string
			n, most int
			what    string
		}{
			{"hosts", len(s.hosts), known.Aliases, "hosts"},
			{"paths", len(s.paths) + 1, known.Behaviors, "behaviors, with the default one"},
			{"paths", len(origins), known.Origins, "origins"},
		} {
			if part.n > part.most {
				c.report(s.at.Then(part.field), "", "%s has %d %s, and a distribution begins with %d.", s.name, part.n, part.what, part.most)
			}
		}
	}
}

// unreachableBalancers is distribution-balancer-internal.
func (c *checker) unreachableBalancers() {
	c.eachBalancedSite(func(s edgeSite, b model.Balancer, at model.Path) {
		if b.Internal {
			c.report(at, "", "%s is internal, and CloudFront comes from the internet: it would never get there.", b.Name)
			c.also(model.At("balancers", b.Name, "internal"), "said here")
		}
	})
}

// untrustedBalancers is distribution-balancer-host: CloudFront speaks TLS with a balancer
// by the name that it was asked by, if the balancer has a route for that name, or else
// by one that is the balancer's own.
func (c *checker) untrustedBalancers() {
	c.eachBalancedSite(func(s edgeSite, b model.Balancer, at model.Path) {
		var routed, edge []string
		c.eachEdgeHost(func(host, _ string, _ model.Path) { edge = append(edge, c.fullName(host)) })
		rules := c.askedOf(b)
		for _, r := range rules {
			if r.host != "" {
				routed = append(routed, r.host)
			}
		}
		certified := routed
		if b.Certificate != nil {
			certified = nil
			for _, d := range b.Certificate.Domains {
				certified = append(certified, c.fullName(d))
			}
		}
		passes := slices.ContainsFunc(rules, func(r asked) bool {
			return r.host == "" || slices.ContainsFunc(s.hosts, func(h string) bool { return widely(r.host, c.fullName(h)) })
		})
		if !passes {
			if !slices.ContainsFunc(routed, func(h string) bool { return h[0] != '*' && !slices.Contains(edge, h) }) {
				c.report(at, "", "No route of %s is for a host of %s, nor for a host of its own: it would answer everything with 404.", b.Name, s.name)
			}
			return
		}
		for _, h := range s.hosts {
			name := c.fullName(h)
			if len(certified) > 0 && !slices.ContainsFunc(certified, func(d string) bool { return certifies(d, name) }) {
				slices.Sort(certified)
				c.report(at, "", "CloudFront asks %s by the name %s, and its certificate is for %s: every request would fail.", b.Name, name, list(slices.Compact(certified)))
			}
		}
	})
}

// unroutedHosts is distribution-host-unrouted. A balancer that is asked by a name of its own
// has routes for that.
func (c *checker) unroutedHosts() {
	for _, s := range c.edgeSites() {
		if c.family[s.to] != "balancers" {
			continue
		}
		rules := c.askedOf(c.Balancers[c.place[s.to]])
		routed := func(h string) bool {
			return slices.ContainsFunc(rules, func(r asked) bool { return r.host == "" || widely(r.host, c.fullName(h)) })
		}
		if !slices.ContainsFunc(s.hosts, routed) {
			continue // distribution-balancer-host
		}
		for i, h := range s.hosts {
			if !routed(h) {
				c.report(s.at.Then("hosts", strconv.Itoa(i)), "", "No route of %s is for %s: it answers everything there with 404.", s.to, c.fullName(h))
			}
		}
	}
}

// impatientDistributions is distribution-timeout.
func (c *checker) impatientDistributions() {
	waits := c.facts.CloudFront.OriginSeconds
	said := map[string]bool{}
	c.eachBalancedSite(func(s edgeSite, b model.Balancer, _ model.Path) {
		at := model.At("balancers", b.Name, "idleTimeout")
		if said[b.Name] || !b.Guarded || b.IdleTimeout <= waits || !c.written(at) {
			return
		}
		said[b.Name] = true
		c.report(at, "take this line out", "%s waits %d seconds for an answer, and %s, by which all come, waits %d: what takes longer ends in 504.", b.Name, b.IdleTimeout, s.name, waits)
		c.also(s.at, "the distribution")
	})
}

// widely reports whether a host of a route, maybe with a wildcard, is for a name.
func widely(host, name string) bool {
	rest, wildcard := strings.CutPrefix(host, "*")
	return host == name || wildcard && strings.HasSuffix(name, rest)
}

// eachBalancedSite calls f with every balancer that answers for a site, once for each.
func (c *checker) eachBalancedSite(f func(s edgeSite, b model.Balancer, at model.Path)) {
	for _, s := range c.edgeSites() {
		seen := map[string]bool{}
		s.eachOrigin(func(to string, at model.Path) {
			if c.family[to] == "balancers" && !seen[to] {
				seen[to] = true
				f(s, c.Balancers[c.place[to]], at)
			}
		})
	}
}
