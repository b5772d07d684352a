package cost

import (
	"slices"

	"groundplan.internal/internal/decimal"
	"groundplan.internal/internal/infra"
)

// balancers have a public address in each zone, unless they are internal. What they send to
// CloudFront costs nothing there.
func (e *estimator) balancers() {
	for _, b := range e.Balancers {
		e.begin("balancer", b.Name)
		e.add("alb", always(e.hours(1)), "1 × %s", e.month())
		lcu := e.assume("lcu")
		e.add("alb-lcu", running(e.hours(lcu)), "%s × %s", some(lcu, "capacity unit", "capacity units"), e.month())
		if zones := len(e.Network.Zones); !b.Internal {
			e.add("public-ipv4", always(e.hours(zones)), "%s × %s", some(zones, "zone", "zones"), e.month())
		}
		if !b.Internal && !e.fronted(b.Name) {
			e.sent()
		}
		if b.Logs != nil {
			e.bucket("access logs")
		}
	}
}

// sent is what the component that is added to sends to the internet.
func (e *estimator) sent() {
	gb := e.assume("outGB")
	e.add("data-out", running(decimal.Of(gb)), "%d GB", gb)
}

// fronted reports whether a node is asked by CloudFront.
func (e *estimator) fronted(node string) bool {
	return slices.ContainsFunc(e.Distributions, func(d infra.Distribution) bool {
		return slices.ContainsFunc(d.Origins, func(o infra.Origin) bool { return o.Node == node })
	})
}

func (e *estimator) gateways() {
	for _, g := range e.Gateways {
		e.begin("gateway", g.Name)
		n := e.assume("requests")
		e.add("http-api", running(decimal.Fraction(n, 1_000_000)), "%d requests", n)
		if !e.fronted(g.Name) {
			e.sent()
		}
	}
}

// distributions of files go on while everything else is parked.
func (e *estimator) distributions() {
	for _, d := range e.Distributions {
		e.begin("distribution", d.Name)
		files := slices.ContainsFunc(d.Origins, func(o infra.Origin) bool { return o.Family == "frontends" || o.Family == "buckets" })
		n, gb := e.assume("requests"), e.assume("outGB")
		e.add("cloudfront-requests", runningIf(!files, decimal.Fraction(n, 10_000)), "%d requests", n)
		e.add("cloudfront-data", runningIf(!files, decimal.Of(gb)), "%d GB", gb)
		if d.Bucket != nil {
			e.bucket("files")
		}
	}
}

func (e *estimator) firewalls() {
	for _, f := range e.Firewalls {
		e.begin("firewall", f.Name)
		acls, rules, n := len(f.ACLs), len(f.Rules), e.assume("requests")
		of := some(acls, "web ACL", "web ACLs")
		e.add("waf-acl", always(decimal.Of(acls)), "%s", of)
		e.add("waf-rule", always(decimal.Of(acls*rules)), "%s × %s", of, some(rules, "rule", "rules"))
		e.add("waf-requests", running(decimal.Fraction(acls*n, 1_000_000)), "%s × %d requests", of, n)
	}
}

// userPools are those of the tier Essentials, which new pools have, or of the tier that
// threat detection comes with.
func (e *estimator) userPools() {
	for _, u := range e.UserPools {
		e.begin("user pool", u.Name)
		price, n := "cognito-essentials", e.assume("users")
		if u.ThreatDetection != "off" {
			price = "cognito-plus"
		}
		e.add(price, running(decimal.Of(n)), "%d people", n)
	}
}

// network is the ways out, and the ways to AWS. The addresses of NAT gateways stay when
// they are parked.
func (e *estimator) network() {
	e.begin("network", "network")
	zones := len(e.Network.Zones)
	if n := map[string]int{"single": 1, "perZone": zones}[e.Network.NAT]; n > 0 {
		of, gb := some(n, "gateway", "gateways"), e.assume("natGB")
		e.add("nat-gateway", runningIf(e.ParksNAT(), e.hours(n)), "%s × %s", of, e.month())
		e.add("nat-data", runningIf(e.ParksNAT(), decimal.Of(n*gb)), "%s × %d GB", of, gb)
		e.add("public-ipv4", always(e.hours(n)), "%s × %s", of, e.month())
	}
	interfaces := 0
	for _, x := range e.Network.Endpoints {
		if !x.Gateway {
			interfaces++
		}
	}
	if interfaces > 0 {
		of, gb := some(interfaces, "endpoint", "endpoints"), e.assume("endpointGB")
		e.add("vpc-endpoint", always(e.hours(interfaces*zones)), "%s × %s × %s", of, some(zones, "zone", "zones"), e.month())
		e.add("vpc-endpoint-data", running(decimal.Of(interfaces*gb)), "%s × %d GB", of, gb)
	}
	if e.Discovery != nil {
		e.add("private-zone", always(decimal.One), "1 of private names")
	}
}
