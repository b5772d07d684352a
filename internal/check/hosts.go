package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// eachHost calls f with every host that the platform answers for.
func (c *checker) eachHost(f func(host, node string, at model.Path)) {
	many := func(hosts []string, node string, at model.Path) {
		for i, h := range hosts {
			f(h, node, at.Then(strconv.Itoa(i)))
		}
	}
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		if r.Host != "" {
			f(r.Host, s.Name, at.Then("host"))
		}
	})
	for _, b := range c.Balancers {
		at := model.At("balancers", b.Name)
		if b.Certificate != nil {
			many(b.Certificate.Domains, b.Name, at.Then("certificate", "domains"))
		}
		for i, r := range b.Redirects {
			f(r.Host, b.Name, at.Then("redirects", strconv.Itoa(i), "host"))
		}
	}
	c.eachEdgeHost(f)
}

// eachEdgeHost calls f with the hosts of frontends, distributions and user pools, behind
// each of which is a distribution of CloudFront.
func (c *checker) eachEdgeHost(f func(host, node string, at model.Path)) {
	for _, s := range c.edgeSites() {
		for i, h := range s.hosts {
			f(h, s.name, s.at.Then("hosts", strconv.Itoa(i)))
		}
	}
	for _, u := range c.UserPools {
		if u.Domain != "" {
			f(u.Domain, u.Name, model.At("userPools", u.Name, "domain"))
		}
	}
}

// nowhereHosts is host-no-domain: once, at the first of them. Where somebody else keeps the
// records, whole names need none.
func (c *checker) nowhereHosts() {
	if c.Domain != "" {
		return
	}
	first := true
	c.eachHost(func(host, node string, at model.Path) {
		whole := strings.Contains(host, ".")
		switch {
		case !first || whole && c.ExternalDNS():
			return
		case c.ExternalDNS():
			c.report(at, `domain: "example.com"`, "%s answers for %q, which stands below a domain, and the platform has none.", node, host)
		default:
			c.report(at, `domain: "example.com"`, "%s answers for %q, and the platform has no domain: its certificates and names stand in the hosted zone of one.", node, host)
		}
		first = false
	})
}

// foreignHosts is host-outside-domain. Whoever makes records by hand makes them in any zone.
func (c *checker) foreignHosts() {
	if c.Domain == "" || c.ExternalDNS() {
		return // host-no-domain
	}
	c.eachHost(func(host, node string, at model.Path) {
		if name := c.fullName(host); name != c.Domain && !strings.HasSuffix(name, "."+c.Domain) {
			c.report(at, "", "%s of %s is not below %s: its certificate could not be proven there, and nobody would find it.", name, node, c.Domain)
		}
	})
}

// doubleHosts is host-twice. A balancer may have a host of CloudFront's: it is behind it.
func (c *checker) doubleHosts() {
	type place struct {
		node string
		at   model.Path
	}
	first := map[string]place{}
	c.eachEdgeHost(func(host, node string, at model.Path) {
		name := c.fullName(host)
		other, twice := first[name]
		if !twice {
			first[name] = place{node, at}
			return
		}
		c.report(at, "", "%s and %s both answer for %s: CloudFront takes a name for one distribution.", other.node, node, name)
		c.also(other.at, "the first")
	})
}
