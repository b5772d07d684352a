package check

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// parentNames is userpool-parent-name: Cognito takes a host for its pages only where the
// name above it has an address already. Where somebody else keeps the records, that is for
// the operator to see to, and only what CloudFront answers for cannot have one.
func (c *checker) parentNames() {
	for _, u := range c.UserPools {
		if u.Domain == "" {
			continue
		}
		_, parent, _ := strings.Cut(c.fullName(u.Domain), ".")
		if slices.Contains(c.answeredNames(), parent) {
			continue
		}
		at, name := model.At("userPools", u.Name, "domain"), c.fullName(u.Domain)
		site, host, fronted := c.siteOf(parent)
		if !fronted && c.ExternalDNS() {
			continue
		}
		if !fronted {
			c.report(at, "", "Cognito refuses %s unless %s has an address, and no balancer answers for that: a route or redirect of one with that host gives it an address before the pages are made.", name, parent)
			continue
		}
		c.report(at, c.redirectTo(site, parent), "Cognito refuses %s unless %s has an address, and that is the host of %s: what CloudFront answers for gets its address after the pages are made. A balancer that has the host in its place, and redirects to %s, gets its own before.", name, parent, site.name, site.name)
		c.also(host, "the host")
	}
}

// redirectTo is how a balancer has a host in place of a site that it redirects to.
func (c *checker) redirectTo(site edgeSite, name string) string {
	for _, b := range c.Balancers {
		if slices.ContainsFunc(b.Redirects, func(r model.Redirect) bool { return c.fullName(r.Host) == name }) {
			return "take the host out of " + site.name + ": " + b.Name + " redirects it"
		}
	}
	if len(c.Balancers) == 0 || len(site.hosts) < 2 {
		return ""
	}
	host := name
	if name == c.Domain {
		host = "@"
	}
	return fmt.Sprintf("balancers: %s: redirects: [{host: %q, to: %q}]", model.Label(c.Balancers[0].Name), host, site.name)
}

// answeredNames are the hosts that have an address before user pools are made: those of
// balancers, unless CloudFront answers to them, which comes after.
func (c *checker) answeredNames() (names []string) {
	later := map[string]bool{}
	for _, x := range c.Frontends {
		for _, h := range x.Hosts {
			later[c.fullName(h)] = true
		}
	}
	for _, d := range c.Distributions {
		for _, h := range d.Hosts {
			later[c.fullName(h)] = true
		}
	}
	for _, b := range c.Balancers {
		for _, a := range c.askedOf(b) {
			if !later[a.host] {
				names = append(names, a.host)
			}
		}
	}
	return names
}

// clientURLs is userpool-client-urls.
func (c *checker) clientURLs() {
	for _, u := range c.UserPools {
		for _, client := range u.Clients {
			if len(client.Callbacks) == 0 && !c.appHasHost(client.Name) {
				c.report(model.At("userPools", u.Name, "clients", client.Name), `callbacks: ["https://example.com/callback"]`,
					"Nothing says where people come back to from %s: it has no callbacks, and no app with a host is called like it.", client.Name)
			}
		}
	}
}

// appHasHost reports whether a browser knows an app by some name.
func (c *checker) appHasHost(app string) bool {
	known := func(host string) bool { return host != "" && !strings.Contains(host, "*") }
	for _, x := range c.Frontends {
		if x.App == app && slices.ContainsFunc(x.Hosts, known) {
			return true
		}
	}
	for _, d := range c.Distributions {
		files := slices.ContainsFunc(c.Buckets, func(b model.Bucket) bool { return b.Name == d.To })
		if d.App == app && !files && slices.ContainsFunc(d.Hosts, known) {
			return true
		}
	}
	for _, s := range c.Services {
		for _, r := range s.Routes {
			if s.App == app && r.Balancer != "" && known(r.Host) {
				return true
			}
		}
	}
	return false
}

// emptyPools is userpool-no-client.
func (c *checker) emptyPools() {
	for _, u := range c.UserPools {
		if len(u.Clients) == 0 {
			c.report(model.At("userPools", u.Name, "clients"), "clients: site: {}", "Nobody can sign in to %s: it has no client.", u.Name)
		}
	}
}
