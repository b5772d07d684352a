package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// eachSignIn calls f with every route of a balancer that asks people to sign in.
func (c *checker) eachSignIn(f func(s model.Service, r model.Route, at model.Path)) {
	c.eachRoute(func(s model.Service, r model.Route, at model.Path) {
		if r.SignIn != "" && c.family[r.SignIn] == "identityProviders" && c.family[r.Balancer] == "balancers" {
			f(s, r, at)
		}
	})
}

// clientSecrets is sign-in-secret: Terraform reads the value in Secrets Manager, where it
// is one value or a key of an object.
func (c *checker) clientSecrets() {
	for _, p := range c.IdentityProviders {
		name, key, keyed := strings.Cut(p.ClientSecret, ":")
		s, ok := c.secret(name)
		at := model.At("identityProviders", p.Name, "clientSecret")
		switch {
		case !ok: // reported where references are checked
		case s.Store == "ssm":
			c.report(at, "secrets: "+model.Label(name)+`: store: "secretsmanager"`, "%s is a parameter of Parameter Store; Terraform takes the secret of %s from Secrets Manager.", name, p.Name)
		case keyed && len(s.Keys) == 0:
			c.report(at, "secrets: "+model.Label(name)+`: keys: ["`+key+`"]`, "%s takes the key %q of the secret %s, which declares no keys: it is taken for one plain value.", p.Name, key, name)
		case keyed && !slices.Contains(s.Keys, key):
			c.report(at, meant(key, s.Keys), "%s takes the key %q of the secret %s, which has %s.", p.Name, key, name, list(s.Keys))
		case !keyed && len(s.Keys) > 0:
			hint := ""
			if len(s.Keys) == 1 {
				hint = `clientSecret: "` + name + ":" + s.Keys[0] + `"`
			}
			c.report(at, hint, "The secret %s is an object with %s, and %s takes the whole of it.", name, list(s.Keys), p.Name)
		}
	}
}

// idleProviders is sign-in-unused.
func (c *checker) idleProviders() {
	used := map[string]bool{}
	c.eachRoute(func(_ model.Service, r model.Route, _ model.Path) { used[r.SignIn] = true })
	for _, p := range c.IdentityProviders {
		if !used[p.Name] {
			c.report(model.At("identityProviders", p.Name), `signIn: "`+p.Name+`"`, "No route has people sign in with %s.", p.Name)
		}
	}
}

// openAround is sign-in-around: a balancer compares paths letter by letter, so that what a
// program takes for one path reaches it by others.
func (c *checker) openAround() {
	c.eachSignIn(func(s model.Service, r model.Route, at model.Path) {
		for _, open := range s.Routes {
			if open.SignIn == "" && open.Balancer == r.Balancer && open.Host == r.Host && open.Path != r.Path && takesAll(open.Path, r.Path) {
				c.report(at.Then("signIn"), "", "%s is reached without it by %s: /Admin, //admin or /%%61dmin are other paths to a balancer than /admin, and may be the same to %s. Sign-in for the whole host, and open routes for the paths that need none, leave nothing to spelling.",
					s.Name, described(open), s.Name)
				return
			}
		}
	})
}

// takesAll reports whether a path takes all that another does.
func takesAll(wide, narrow string) bool {
	prefix, open := strings.CutSuffix(wide, "*")
	return wide == "" || open && strings.HasPrefix(narrow, prefix)
}

// described is a route in words.
func described(r model.Route) string {
	if r.Path == "" || r.Path == "/*" {
		return "the route for everything else of that host"
	}
	return "the route for " + r.Path
}

// namelessCallbacks is sign-in-host: a provider sends people back to hosts that it knows.
func (c *checker) namelessCallbacks() {
	c.eachSignIn(func(s model.Service, r model.Route, at model.Path) {
		if r.Host == "" || strings.HasPrefix(r.Host, "*") {
			c.report(at.Then("signIn"), "host: "+strconv.Quote(s.Name), "People come back from %s to the host that they asked for, and this route of %s is for any: which URLs %s is to allow, nobody can tell.", r.SignIn, r.Balancer, r.SignIn)
		}
	})
}

// cutOffBalancers is sign-in-no-way: a balancer itself asks the provider for tokens.
func (c *checker) cutOffBalancers() {
	c.eachSignIn(func(_ model.Service, r model.Route, at model.Path) {
		if c.Balancers[c.place[r.Balancer]].Internal && c.Network.VPC == "own" && c.Network.NAT == "none" {
			c.report(at.Then("signIn"), `network: nat: "single"`, "There is no NAT gateway, and %s, which is internal, asks %s for tokens: no packet would reach it.", r.Balancer, r.SignIn)
			c.also(model.At("network", "nat"), "no NAT gateway")
		}
	})
}

// lostCallbacks is sign-in-callback: people come back to the host and to the balancer that
// sent them away.
func (c *checker) lostCallbacks() {
	c.eachSignIn(func(_ model.Service, r model.Route, at model.Path) {
		name := c.fullName(r.Host)
		if site, _, fronted := c.siteOf(name); fronted && site.leadsTo(r.Balancer) {
			if to, where := site.answers(c.facts.ELB.CallbackPath); to != r.Balancer {
				c.report(at.Then("signIn"), site.at.Then("paths", c.facts.ELB.CallbackPath, "to").Typed()+": "+strconv.Quote(r.Balancer),
					"People come back from %s to https://%s%s, and %s does not lead that path to %s: nobody would ever be signed in.", r.SignIn, name, c.facts.ELB.CallbackPath, site.name, r.Balancer)
				c.also(where, "leads it elsewhere")
			}
			return
		}
		for _, s := range c.edgeSites() {
			if s.leadsTo(r.Balancer) && c.originName(s, c.Balancers[c.place[r.Balancer]]) == name {
				c.report(at.Then("signIn"), "host: "+strconv.Quote(s.hosts[0]), "%s asks %s by the name %s, to which %s would send people back, and not to %s, where they were.", s.name, r.Balancer, name, r.SignIn, c.fullName(s.hosts[0]))
				c.also(s.at, "the way of people")
				return
			}
		}
	})
}

// answers is the node that a site leads a path to, empty for its own files, and where that
// is said. Of patterns that fit, the one that says most is asked.
func (s edgeSite) answers(path string) (to string, at model.Path) {
	to, at = s.to, s.at
	said := -1
	for _, p := range s.paths {
		if n := len(strings.TrimRight(p.Name, "*?")); overlap(p.Name, path) && n > said {
			to, at, said = p.To, s.at.Then("paths", p.Name), n
		}
	}
	return to, at
}

// originName is the name by which CloudFront asks a balancer, where that is none of the
// names that CloudFront itself is asked by; otherwise empty.
func (c *checker) originName(s edgeSite, b model.Balancer) string {
	var edge []string
	c.eachEdgeHost(func(host, _ string, _ model.Path) { edge = append(edge, c.fullName(host)) })
	var own []string
	for _, r := range c.askedOf(b) {
		if r.host == "" || slices.ContainsFunc(s.hosts, func(h string) bool { return widely(r.host, c.fullName(h)) }) {
			return ""
		}
		if r.host[0] != '*' && !slices.Contains(edge, r.host) {
			own = append(own, r.host)
		}
	}
	if len(own) == 0 {
		return "" // reported where certificates of balancers are checked
	}
	return slices.Min(own)
}

// keptSignIns is distribution-cache-sign-in.
func (c *checker) keptSignIns() {
	c.eachBehavior(func(s edgeSite, to, cache string, at model.Path) {
		if cache == "" || cache == "none" || c.family[to] != "balancers" {
			return
		}
		reported := false
		c.eachSignIn(func(_ model.Service, r model.Route, route model.Path) {
			if reported || r.Balancer != to || !slices.ContainsFunc(s.hosts, func(h string) bool { return r.Host == "" || widely(c.fullName(r.Host), c.fullName(h)) }) {
				return
			}
			reported = true
			c.report(at.Then("cache"), `cache: "none"`, "%s keeps what %s answers, and that differs by who has signed in with %s.", s.name, to, r.SignIn)
			c.also(route.Then("signIn"), "sign-in")
		})
	})
}
