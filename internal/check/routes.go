package check

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// routeWays is route-way: a route comes through a balancer or a gateway.
func (c *checker) routeWays() {
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		switch {
		case r.Balancer == "" && r.Gateway == "":
			c.report(at, "", "A route of %s comes through nothing: it names a balancer or a gateway.", s.Name)
		case r.Balancer != "" && r.Gateway != "":
			c.report(at.Then("gateway"), "", "A route of %s comes through the balancer %s and the gateway %s: each is a route of its own.", s.Name, r.Balancer, r.Gateway)
		case r.Gateway != "" && (r.Host != "" || r.Priority != 0 || r.Port != 0 || r.Health != nil || r.SignIn != ""):
			c.report(at, "", "A route of the gateway %s has a path alone: host, priority, port, health and signIn are the balancer's.", r.Gateway)
		}
	})
}

// unservedPorts is route-port-unserved.
func (c *checker) unservedPorts() {
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		port := r.PortOn(s)
		served := port == s.Port
		for _, one := range s.Sidecars {
			served = served || one.Port == port
		}
		switch {
		case port == 0:
			c.report(at, "services: "+model.Label(s.Name)+": port: 8080", "%s listens on no port: the target group of the route would have no task that answers.", s.Name)
		case !served:
			c.report(at.Then("port"), "", "No container of %s listens on port %d: no task in the target group of the route would ever be healthy.", s.Name, port)
		}
	})
}

// asked is a rule of a balancer in the author's words: a route, or a redirect.
type asked struct {
	host, path string
	priority   int // 0: chosen
	at         model.Path
}

// askedOf are the rules of a balancer.
func (c *checker) askedOf(b model.Balancer) []asked { return c.asked[b.Name] }

// rulesAsked are the rules of every balancer.
func (c *checker) rulesAsked() map[string][]asked {
	out := map[string][]asked{}
	for _, b := range c.Balancers {
		for i, r := range b.Redirects {
			out[b.Name] = append(out[b.Name], asked{c.fullName(r.Host), r.Path, r.Priority, model.At("balancers", b.Name, "redirects", strconv.Itoa(i))})
		}
	}
	c.eachRoute(func(_ model.Service, r model.Route, at model.Path) {
		out[r.Balancer] = append(out[r.Balancer], asked{c.fullName(r.Host), r.Path, r.Priority, at})
	})
	return out
}

// fullName is a host as DNS knows it; empty for every host.
func (c *checker) fullName(host string) string {
	switch {
	case host == "" || strings.Contains(host, "."):
		return host
	case host == "@":
		return c.Domain
	}
	return host + "." + c.Domain
}

// pathOf is the path that a rule asks for.
func (a asked) pathOf() string { return strings.TrimPrefix(cmp.Or(a.path, "/*"), "/*") }

// doubleRules is route-duplicate, and doublePriorities route-priority-twice.
func (c *checker) doubleRules() {
	for _, b := range c.Balancers {
		rules := c.askedOf(b)
		for i, r := range rules {
			for _, first := range rules[:i] {
				if first.host == r.host && first.pathOf() == r.pathOf() {
					c.report(r.at, "", "Two rules of %s ask for host %q and path %q: only the first would ever be asked.", b.Name, r.host, cmp.Or(r.path, "/*"))
					c.also(first.at, "the other one")
				}
			}
		}
	}
}

func (c *checker) doublePriorities() {
	for _, b := range c.Balancers {
		first := map[int]asked{}
		for _, r := range c.askedOf(b) {
			if r.priority == 0 {
				continue
			}
			if other, twice := first[r.priority]; twice {
				c.report(r.at.Then("priority"), "", "Two rules of %s have the priority %d.", b.Name, r.priority)
				c.also(other.at, "the other one")
				continue
			}
			first[r.priority] = r
		}
	}
}

// shadowedRules is route-shadowed: a rule that asks for less stands before one that asks
// for more. Places that are chosen put the latter first.
func (c *checker) shadowedRules() {
	for _, b := range c.Balancers {
		rules := c.askedOf(b)
		for _, r := range rules {
			for _, other := range rules {
				before := other.priority != 0 && other.priority < cmp.Or(r.priority, model.FirstChosenPriority)
				if before && other.hides(r) && (other.host != r.host || other.pathOf() != r.pathOf()) {
					c.report(r.at, "", "No request gets as far as this rule of %s: the one of priority %d takes all that it asks for.", b.Name, other.priority)
					c.also(other.at, "asked first")
				}
			}
		}
	}
}

// hides reports whether a rule takes all that another asks for.
func (a asked) hides(other asked) bool {
	domain, wide := strings.CutPrefix(a.host, "*") // in a rule it stands for several words too
	host := a.host == "" || a.host == other.host || wide && strings.HasSuffix(other.host, domain)
	path, open := strings.CutSuffix(cmp.Or(a.path, "/*"), "*")
	return host && (a.path == other.path || open && strings.HasPrefix(cmp.Or(other.path, "/*"), path))
}

// certifies reports whether a name of a certificate is good for a host: a wildcard is
// one word.
func certifies(name, host string) bool {
	if base, wildcard := strings.CutPrefix(name, "*."); wildcard {
		_, parent, _ := strings.Cut(host, ".")
		return parent == base
	}
	return name == host
}

// uncertifiedHosts is route-host-certificate.
func (c *checker) uncertifiedHosts() {
	for _, b := range c.Balancers {
		if b.Certificate == nil {
			continue
		}
		var names []string
		for _, d := range b.Certificate.Domains {
			names = append(names, c.fullName(d))
		}
		for _, r := range c.askedOf(b) {
			if r.host != "" && !slices.ContainsFunc(names, func(name string) bool { return certifies(name, r.host) }) {
				c.report(r.at.Then("host"), "", "The certificate of %s is for %s, which does not cover %s: browsers would refuse the connection.", b.Name, list(names), r.host)
				c.also(model.At("balancers", b.Name, "certificate"), "the certificate")
			}
		}
	}
}

// uncertifiedBalancers is balancer-no-host.
func (c *checker) uncertifiedBalancers() {
	for _, b := range c.Balancers {
		if b.Certificate == nil && !slices.ContainsFunc(c.askedOf(b), func(a asked) bool { return a.host != "" }) {
			c.report(model.At("balancers", b.Name), `certificate: domains: ["@"]`, "Nothing says which names the certificate of %s is for: no route of it has a host, and it has no certificate of its own.", b.Name)
		}
	}
}

// idleBalancers is balancer-unused.
func (c *checker) idleBalancers() {
	for _, b := range c.Balancers {
		if len(c.askedOf(b)) == 0 {
			c.report(model.At("balancers", b.Name), "", "No service has a route of %s: it answers everything with 404.", b.Name)
		}
	}
}

// slowHealth is route-health-timeout.
func (c *checker) slowHealth() {
	slow := func(h model.RouteHealth, at model.Path) {
		if h.Timeout >= h.Interval {
			c.report(at.Then("timeout"), fmt.Sprintf("timeout: %d", h.Interval-1), "A try takes up to %d seconds and the next begins after %d: AWS refuses that.", h.Timeout, h.Interval)
		}
	}
	for _, b := range c.Balancers {
		slow(b.Health, model.At("balancers", b.Name, "health"))
	}
	c.eachRoute(func(_ model.Service, r model.Route, at model.Path) {
		if r.Health != nil {
			slow(*r.Health, at.Then("health"))
		}
	})
}

// shortDrains is route-drain-short.
func (c *checker) shortDrains() {
	for _, s := range c.Services {
		if len(s.Routes) > 0 && s.StopTimeout > s.Deployment.Drain {
			c.report(model.At("services", s.Name, "deployment", "drain"), fmt.Sprintf("drain: %d", s.StopTimeout),
				"%s takes up to %d seconds to stop, and the balancer cuts its connections after %d.", s.Name, s.StopTimeout, s.Deployment.Drain)
		}
	}
}

// balancerPlaces is balancer-zones, and sheltered balancer-internal-default.
func (c *checker) balancerPlaces() {
	if least := c.facts.Network.BalancerZones; len(c.Balancers) > 0 && c.zones() < least {
		c.report(model.At("network", "zones"), fmt.Sprintf("zones: %d", least), "A load balancer stands in %d zones or more; the network has %s.", least, count(c.zones(), "zone"))
	}
}

func (c *checker) sheltered() {
	for _, b := range c.Balancers {
		if b.Internal && c.Network.VPC == "default" {
			c.report(model.At("balancers", b.Name, "internal"), `network: vpc: "own"`, "The default VPC has public subnets alone: an internal balancer needs a network of the platform's own.")
		}
	}
}

// balanced reports whether a balancer leads to a service.
func balanced(s model.Service) bool {
	return slices.ContainsFunc(s.Routes, func(r model.Route) bool { return r.Balancer != "" })
}

// exposedTwice is route-public.
func (c *checker) exposedTwice() {
	for _, s := range c.Services {
		if s.Public && balanced(s) {
			meets := "no TLS and no firewall"
			if slices.ContainsFunc(s.Routes, func(r model.Route) bool { return r.SignIn != "" }) {
				meets = "no TLS and no firewall, and is not asked to sign in"
			}
			c.report(model.At("services", s.Name, "public"), "take this line out", "%s is behind a balancer, and open to the internet beside it: whoever goes around the balancer meets %s.", s.Name, meets)
		}
	}
}

// uncountedRequests is scaling-no-requests.
func (c *checker) uncountedRequests() {
	for _, s := range c.Services {
		if s.Scaling != nil && s.Scaling.Requests > 0 && !balanced(s) {
			c.report(model.At("services", s.Name, "scaling", "requests"), "", "%s follows the requests of a balancer, and no route of one leads to it.", s.Name)
		}
	}
}
