package check

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// tlsPolicies is tls-policy-unknown, and oldTLS tls-policy-old.
func (c *checker) tlsPolicies() {
	known := c.facts.ELB.TLSPolicies
	for _, b := range c.Balancers {
		if _, ok := known[b.TLSPolicy]; !ok {
			c.report(model.At("balancers", b.Name, "tlsPolicy"), meant(b.TLSPolicy, slices.Sorted(maps.Keys(known))),
				"The security policy %q is not among those that ELB had on %s: unless it is newer, AWS refuses it.", b.TLSPolicy, c.facts.ELB.Checked)
		}
	}
}

func (c *checker) oldTLS() {
	for _, b := range c.Balancers {
		if oldest, ok := c.facts.ELB.TLSPolicies[b.TLSPolicy]; ok && oldest < c.facts.ELB.SoundTLS {
			c.report(model.At("balancers", b.Name, "tlsPolicy"), "", "%s speaks TLS %s with whoever asks for it: versions before %s are broken.", b.Name, oldest, c.facts.ELB.SoundTLS)
		}
	}
}

// certified is what a certificate is for, and where the names of it are declared.
type certified struct {
	node  string
	hosts []string
	at    model.Path
}

// certificates are what all certificates are for. The names of one are told apart as
// DNS does.
func (c *checker) certificates() (out []certified) {
	for _, b := range c.Balancers {
		if b.Certificate != nil {
			out = append(out, certified{b.Name, b.Certificate.Domains, model.At("balancers", b.Name, "certificate", "domains")})
			continue
		}
		of := certified{b.Name, nil, model.At("balancers", b.Name)}
		for _, r := range c.askedOf(b) {
			if r.host != "" {
				of.hosts = append(of.hosts, r.host)
			}
		}
		out = append(out, of)
	}
	for _, s := range c.edgeSites() {
		out = append(out, certified{s.name, s.hosts, s.at.Then("hosts")})
	}
	for i, of := range out {
		var names []string
		for _, h := range of.hosts {
			names = append(names, c.fullName(h))
		}
		if of.at[len(of.at)-1] == of.node { // nobody has put them into an order
			slices.Sort(names)
		}
		out[i].hosts = slices.Compact(names)
	}
	return out
}

// largeCertificates is certificate-names, and longCertificates certificate-name-length.
func (c *checker) largeCertificates() {
	for _, of := range c.certificates() {
		if n := len(of.hosts); n > c.facts.ACM.Names {
			c.report(of.at, "", "The certificate of %s is for %d names; an account begins with %d, and AWS raises it on request. A wildcard covers many.", of.node, n, c.facts.ACM.Names)
		}
	}
}

func (c *checker) longCertificates() {
	for _, of := range c.certificates() {
		if len(of.hosts) > 0 && len(of.hosts[0]) > c.facts.ACM.FirstName {
			c.report(of.at, "", "The first name of the certificate of %s is %s, with %d characters; ACM takes %d. Another one may come first.", of.node, of.hosts[0], len(of.hosts[0]), c.facts.ACM.FirstName)
		}
	}
}

// doubleHealth is route-health-twice: the routes of a balancer to one port share a target
// group, and with it the health check.
func (c *checker) doubleHealth() {
	type group struct {
		service, balancer string
		port              int
	}
	first := map[group]model.Path{}
	checks := map[group]model.RouteHealth{}
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		if r.Balancer == "" || r.Health == nil {
			return
		}
		g := group{s.Name, r.Balancer, r.PortOn(s)}
		if other, twice := checks[g]; twice && other != *r.Health {
			c.report(at.Then("health"), "", "Two routes of %s lead to port %d of %s, where there is one target group, and try it in two ways.", r.Balancer, g.port, s.Name)
			c.also(first[g].Then("health"), "the other one")
			return
		}
		first[g], checks[g] = at, *r.Health
	})
}

// manyWildcards is route-wildcards.
func (c *checker) manyWildcards() {
	most := c.facts.ELB.WildcardsPerRule
	for _, b := range c.Balancers {
		for _, r := range c.askedOf(b) {
			if n := strings.Count(r.host+r.path, "*") + strings.Count(r.path, "?"); n > most {
				c.report(r.at, "", "This rule of %s has %d wildcards in host and path; AWS takes %d, and does not raise that.", b.Name, n, most)
			}
		}
	}
}

// manyTargetGroups is route-target-groups.
func (c *checker) manyTargetGroups() {
	most := c.facts.ELB.TargetGroupsPerService
	for _, s := range c.Services {
		groups := map[string]bool{}
		for _, r := range s.Routes {
			if r.Balancer != "" {
				groups[r.Balancer+" "+strconv.Itoa(r.PortOn(s))] = true
			}
		}
		if len(groups) > most {
			c.report(model.At("services", s.Name, "routes"), "", "The routes of %s lead to %d target groups, one for each port at each balancer; ECS registers a service with %d.", s.Name, len(groups), most)
		}
	}
}

// contestedHosts is balancer-host-twice: a name leads to one balancer, unless CloudFront
// has it, which comes before them all.
func (c *checker) contestedHosts() {
	behind, signIn := map[string]bool{}, map[string]string{}
	for _, s := range c.edgeSites() {
		for _, h := range s.hosts {
			behind[c.fullName(h)] = true
		}
	}
	for _, u := range c.UserPools {
		if u.Domain != "" {
			signIn[c.fullName(u.Domain)] = u.Name
		}
	}
	first := map[string]asked{}
	owner := map[string]string{}
	for _, b := range c.Balancers {
		for _, r := range c.askedOf(b) {
			other := cmp.Or(owner[r.host], signIn[r.host])
			switch {
			case r.host == "" || behind[r.host] || other == b.Name:
			case other == "":
				owner[r.host], first[r.host] = b.Name, r
			default:
				c.report(r.at.Then("host"), "", "%s and %s both answer for %s: a name leads to one of them.", other, b.Name, r.host)
				if at := first[r.host].at; at != nil {
					c.also(at.Then("host"), "the other one")
				}
			}
		}
	}
}

// idleBalancerFields is the part of field-without-effect for balancers. What many services
// have in common, as grace, may be of use to some of them only.
func (c *checker) idleBalancerFields(idle func(at model.Path, because string, args ...any)) {
	for _, b := range c.Balancers {
		if !b.AccessLogs {
			idle(model.At("balancers", b.Name, "accessLogDays"), "%s keeps no access logs.", b.Name)
		}
	}
	c.eachRoute(func(_ model.Service, r model.Route, at model.Path) {
		if r.SignIn == "" {
			idle(at.Then("unauthenticated"), "Nobody signs in here.")
		}
	})
}
