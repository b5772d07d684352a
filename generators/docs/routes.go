package docs

import (
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// routesPage tells where requests go: balancers with their rules, gateways, names and
// certificates.
func routesPage(v *view) []artifact.File {
	if len(v.Balancers)+len(v.Gateways)+len(v.Aliases) == 0 {
		return nil
	}
	pg := v.page(sentence("Routes of %s: %s", text(v.Title), text(v.Environment)))
	for _, b := range v.Balancers {
		v.balancerSection(pg, b)
	}
	v.targetSection(pg)
	v.gatewaySection(pg)
	v.nameSection(pg)
	return []artifact.File{pg.file("docs/routes.md")}
}

// balancerSection is one load balancer, with its listener rules in the order in which
// they are asked.
func (v *view) balancerSection(pg *page, b infra.Balancer) {
	pg.section(sentence("Balancer %s", called(b.Name, b.Title)))
	plain := md("On port 80 it sends everybody to HTTPS; on 443 it speaks")
	if !b.Redirects {
		plain = "It listens on port 443 alone, and speaks"
	}
	rest := md("404")
	if b.Guard != nil {
		rest = "403"
	}
	pg.para("%s is reached from %s%s. %s %s. A request that matches no rule gets %s.", code(b.AWSName), join(each(b.From, text)), alone(b), plain, code(b.TLSPolicy), rest)
	if b.Guard != nil {
		pg.para("It is guarded: every rule requires the header %s, with a value that only the platform's own distributions send. Requests that come around them get 403 as well.", code(infra.GuardHeader))
	}
	for _, l := range v.Network.PrefixLists {
		if len(l.Ranges) > 0 && slices.Contains(b.From, l.Title) {
			if v.ExternalDNS {
				continue // the page on records says so
			}
			pg.para("Its names in the hosted zone lead straight to it, which is where %s is to ask. Whoever else asks must be led to %s first, by the DNS there: see %s.", text(l.Title), text(l.Title), link("before the first apply", "operations.md#before-the-first-apply"))
		}
	}
	t := table{head: []md{"Priority", "Host", "Path", "Goes to", "Declared at"}}
	for _, r := range b.Rules {
		to := sentence("%s, target group %s", text(r.Service), code(r.Target))
		if r.SignIn != nil {
			to = sentence("%s, after %s with %s", to, link("sign-in", "sign-in.md"), text(r.SignIn.Provider))
		}
		if r.Redirect != "" {
			to = sentence("redirect to %s", code("https://"+r.Redirect))
		}
		t.row(number(r.Priority), or(code(r.Host), "every host"), or(code(r.Path), "every path"), to, code(r.Declared.String()))
	}
	pg.table(t)
	if b.Logs != nil {
		pg.para("Access logs are kept in the bucket %s for %s.", code(v.bucketName(*b.Logs)), count(b.Logs.ExpireDays, "day", "days"))
	}
}

// alone says that others than those who may reach a balancer do not.
func alone(b infra.Balancer) md {
	if slices.Contains(b.From, "the internet") {
		return ""
	}
	return " alone"
}

// targetSection is how balancers find out that tasks work.
func (v *view) targetSection(pg *page) {
	t := table{head: []md{"Target group", "Service", "Container", "Port", "Health check", "Good codes", "Every", "Timeout", "Good after", "Bad after", "Drained for"}}
	for _, s := range v.Services {
		for _, g := range s.TargetGroups {
			h := g.Health
			t.row(code(g.Name), text(s.Name), text(g.Container), number(g.Port), code(h.Path), code(h.Codes),
				seconds(h.Interval), seconds(h.Timeout), number(h.Healthy), number(h.Unhealthy), seconds(g.Drain))
		}
	}
	if len(t.rows) > 0 {
		pg.section("Target groups")
		pg.table(t)
	}
}

func seconds(n int) md { return sentence("%s s", number(n)) }

// gatewaySection is the HTTP APIs, with what they lead to.
func (v *view) gatewaySection(pg *page) {
	t := table{head: []md{"Gateway", "Route", "Goes to", "By", "Tokens"}}
	for _, g := range v.Gateways {
		for _, r := range g.Routes {
			tokens := md("none asked for")
			if g.Authorizer != nil && !r.Preflight {
				tokens = sentence("of the user pool %s", text(g.Authorizer.Pool))
			}
			for _, x := range g.Integrations {
				if x.Label == r.Integration {
					t.row(text(g.Name), code(r.Key), text(x.Service), sentence("the VPC link and the balancer, as %s", code(x.Host)), tokens)
				}
			}
		}
	}
	if len(t.rows) > 0 {
		pg.section("Gateways")
		pg.table(v.gatewayTable())
		pg.table(t)
	}
}

// gatewayTable is what each HTTP API lets through, and where its logs are.
func (v *view) gatewayTable() table {
	t := table{head: []md{"Gateway", "API", "Pages of", "Lets through", "Access logs"}}
	for _, g := range v.Gateways {
		pages, through, logs := md("no other site"), md("what the account does"), md("none")
		if g.CORS != nil {
			pages = join(each(g.CORS.Origins, code))
		}
		if g.Throttle != nil {
			through = sentence("%s requests a second, %s at once", number(g.Throttle.Rate), number(g.Throttle.Burst))
		}
		if g.Logs != nil {
			logs = sentence("%s, kept for %s", code(g.Logs.Name), count(g.Logs.RetentionDays, "day", "days"))
		}
		t.row(called(g.Name, g.Title), code(g.AWSName), pages, through, logs)
	}
	return t
}

// nameSection is the names in DNS, and the certificates.
func (v *view) nameSection(pg *page) {
	names := table{head: []md{"Name", "Leads to"}}
	for _, a := range v.Aliases {
		names.row(code(a.Name), text(aliasTitle(a.Target)))
	}
	if len(names.rows) > 0 {
		pg.section("Names")
		if v.ExternalDNS {
			pg.para("Somebody else keeps them: see %s.", link("DNS records", "dns.md"))
		} else {
			pg.para("They stand in the hosted zone of %s, which exists.", code(v.Domain.Name))
		}
		pg.table(names)
	}
	certificates := table{head: []md{"Certificate", "For", "Region"}}
	for _, c := range v.Certificates {
		certificates.row(text(c.Label), join(each(c.Domains, code)), code(c.Region))
	}
	if len(certificates.rows) > 0 {
		pg.section("Certificates")
		pg.para("ACM renews them by itself for as long as their records stand in %s.", map[bool]md{false: "the zone", true: "DNS"}[v.ExternalDNS])
		pg.table(certificates)
	}
}

// aliasTitle is what a name leads to.
func aliasTitle(t infra.AliasTarget) string {
	return map[string]string{"balancers": "load balancer ", "distributions": "CloudFront distribution ", "userPools": "sign-in pages of "}[t.Kind] + t.Label
}

// firewallsPage tells what each firewall looks for, and where it stands.
func firewallsPage(v *view) []artifact.File {
	if len(v.Firewalls) == 0 {
		return nil
	}
	pg := v.page(sentence("Firewalls of %s: %s", text(v.Title), text(v.Environment)))
	for _, f := range v.Firewalls {
		pg.section(called(f.Name, f.Title))
		if f.Purpose != "" {
			pg.para("%s", text(f.Purpose))
		}
		rules := table{head: []md{"Priority", "Rule", "Blocks"}}
		for _, r := range f.Rules {
			rules.row(number(r.Priority), text(r.Name), blocks(r))
		}
		pg.table(rules)
		acls, inside := table{head: []md{"Web ACL", "Scope", "Region", "Logs"}}, false
		for _, acl := range f.ACLs {
			logs := md("none")
			if acl.Logs != nil {
				logs = sentence("%s, kept for %s", code(acl.Logs.Name), count(acl.Logs.RetentionDays, "day", "days"))
			}
			acls.row(code(acl.Name), code(acl.Scope), code(acl.Region), logs)
			inside = inside || acl.Inside != nil
		}
		pg.table(acls)
		if inside {
			pg.para("Behind the gateways every request comes from an address of their VPC link, so the regional web ACL counts none from within the VPC. Requests through CloudFront are counted there; those to a gateway's own address are bounded only by its throttling.")
		}
	}
	return []artifact.File{pg.file("docs/firewalls.md")}
}

// blocks is what a rule of a firewall blocks.
func blocks(r infra.FirewallRule) md {
	switch {
	case r.Blocks != "":
		return sentence("what %s finds, and %s", code(r.Managed), text(r.Blocks))
	case r.Managed != "":
		return sentence("what %s finds", code(r.Managed))
	case r.Limit > 0:
		return sentence("an address after %s requests in %s", number(r.Limit), seconds(r.Window))
	}
	return sentence("requests from %s", join(each(r.Countries, code)))
}
