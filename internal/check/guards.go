package check

import (
	"fmt"
	"slices"

	"groundplan.internal/internal/model"
)

// shutGuards is guard-around: a guarded balancer lets through what comes by the platform's
// own CloudFront, so that a host which leads elsewhere leads nowhere.
func (c *checker) shutGuards() {
	for _, b := range c.Balancers {
		if !b.Guarded {
			continue
		}
		var names []string
		reached := false
		c.eachBalancedSite(func(s edgeSite, to model.Balancer, _ model.Path) {
			if to.Name != b.Name {
				return
			}
			reached = true
			names = append(names, c.originName(s, b))
			for _, h := range s.hosts {
				names = append(names, c.fullName(h))
			}
		})
		if !reached && c.lostSites() {
			continue
		}
		if !reached {
			c.report(model.At("balancers", b.Name, "guarded"), c.missingSite(b), "%s lets through what comes by a distribution or frontend of the platform, and none leads to it: everybody would get 403.", b.Name)
			continue
		}
		for _, r := range c.askedOf(b) {
			if r.host != "" && !slices.ContainsFunc(names, func(name string) bool { return name != "" && widely(r.host, name) }) {
				c.report(r.at.Then("host"), "", "%s leads straight to %s, which lets through what comes by CloudFront alone: everybody would get 403. A distribution that leads to %s can have the host.", r.host, b.Name, b.Name)
				c.also(model.At("balancers", b.Name, "guarded"), "guarded here")
			}
		}
	}
}

// lostSites reports whether a site leads to what is no node, or to one of a wrong kind: it
// is reported, and what was meant is not known.
func (c *checker) lostSites() bool {
	lost := false
	for _, s := range c.edgeSites() {
		s.eachOrigin(func(to string, _ model.Path) {
			lost = lost || !slices.Contains([]string{"balancers", "gateways", "buckets"}, c.family[to])
		})
	}
	return lost
}

// missingSite is a distribution that leads to a balancer, for the hosts of its routes.
func (c *checker) missingSite(b model.Balancer) string {
	var hosts []string
	c.eachRoute(func(_ model.Service, r model.Route, _ model.Path) {
		if r.Balancer == b.Name && r.Host != "" && !slices.Contains(hosts, r.Host) {
			hosts = append(hosts, r.Host)
		}
	})
	if len(hosts) == 0 {
		return ""
	}
	name, in := "edge", ""
	if c.family[name] != "" {
		name = b.Name + "-" + name
	}
	if c.Origins.RemovedIn("distributions") {
		in = model.At("environments", c.Environment.Name).Typed() + ": "
	}
	return fmt.Sprintf("%sdistributions: %s: {hosts: %s, to: %q}", in, model.Label(name), quoted(hosts), b.Name)
}

// halfGuards is guard-half: the addresses of CloudFront keep everybody else out, and the
// header whoever has a distribution of his own.
func (c *checker) halfGuards() {
	for _, b := range c.Balancers {
		narrow := slices.Equal(b.From, []string{"cloudfront"})
		switch {
		case b.Internal: // reported where CloudFront cannot reach it
		case b.Guarded && !narrow:
			c.report(model.At("balancers", b.Name, "from"), `from: ["cloudfront"]`, "%s lets nobody through but the platform's CloudFront, and everybody's packets reach it all the same.", b.Name)
			c.also(model.At("balancers", b.Name, "guarded"), "guarded here")
		case narrow && !b.Guarded && c.behindSite(b.Name):
			c.report(model.At("balancers", b.Name, "from"), "guarded: true", "The addresses of CloudFront are those of everybody's distributions: anyone may put one before %s, with neither the firewall nor the hosts of the platform's.", b.Name)
		}
	}
}

// behindSite reports whether CloudFront leads to a node.
func (c *checker) behindSite(node string) bool {
	return slices.ContainsFunc(c.edgeSites(), func(s edgeSite) bool { return s.leadsTo(node) })
}

// closedWays is gateway-balancer-closed: what comes by a gateway brings neither a session
// nor the header of CloudFront.
func (c *checker) closedWays() {
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		i := gatewayRoute(s, r)
		if r.Gateway == "" || i < 0 || c.family[s.Routes[i].Balancer] != "balancers" {
			return
		}
		by := s.Routes[i]
		switch {
		case c.Balancers[c.place[by.Balancer]].Guarded:
			c.report(at.Then("gateway"), "", "%s goes by %s to %s, and %s lets through what comes by CloudFront alone: every request would get 403.", r.Gateway, by.Balancer, s.Name, by.Balancer)
			c.also(model.At("balancers", by.Balancer, "guarded"), "guarded here")
		case by.SignIn != "" && by.Unauthenticated != "allow":
			c.report(at.Then("gateway"), "", "%s goes by %s to %s, and this route of it wants a session of %s, which nobody has who comes by a gateway.", r.Gateway, by.Balancer, s.Name, by.SignIn)
			c.also(routeAt(s, i).Then("signIn"), "asked for here")
		}
	})
}
