package check

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// idleFirewalls is firewall-unused.
func (c *checker) idleFirewalls() {
	used := map[string]bool{}
	for _, b := range c.Balancers {
		used[b.Firewall] = true
	}
	for _, x := range c.Frontends {
		used[x.Firewall] = true
	}
	for _, x := range c.Distributions {
		used[x.Firewall] = true
	}
	for _, f := range c.Firewalls {
		if !used[f.Name] {
			c.report(model.At("firewalls", f.Name), "", "The firewall %s stands before nothing: a balancer, frontend or distribution names it as its firewall.", f.Name)
		}
	}
}

// costlyFirewalls is firewall-price. What the language can say never takes more than
// a web ACL has.
func (c *checker) costlyFirewalls() {
	for _, f := range c.Firewalls {
		units := 0
		if len(f.BlockCountries) > 0 {
			units += c.facts.WAF.CountryUnits
		}
		if f.RatePerIP != nil {
			units += c.facts.WAF.RateUnits
			if len(c.linkedFirewalls()[f.Name]) > 0 {
				units += c.facts.WAF.RangeUnits
			}
		}
		for _, word := range f.Managed {
			units += c.facts.WAF.Managed[word].Units
		}
		if free := c.facts.WAF.PricedUnits; units > free {
			c.report(model.At("firewalls", f.Name, "managed"), "", "The rules of %s take %d capacity units; above %d every request costs more.", f.Name, units, free)
		}
	}
}

// emptyFirewalls is firewall-empty.
func (c *checker) emptyFirewalls() {
	for _, f := range c.Firewalls {
		if len(f.Managed) == 0 && f.RatePerIP == nil && len(f.BlockCountries) == 0 {
			c.report(model.At("firewalls", f.Name), `managed: ["common", "known-bad-inputs", "ip-reputation"]`, "The firewall %s has no rule: everything passes.", f.Name)
		}
	}
}

// unknownCountries is firewall-country-unknown.
func (c *checker) unknownCountries() {
	for _, f := range c.Firewalls {
		for i, country := range f.BlockCountries {
			if !slices.Contains(c.facts.WAF.Countries, country) {
				c.report(model.At("firewalls", f.Name, "blockCountries", strconv.Itoa(i)), countryHint(country), "WAF knows no country %q, which %s blocks: it takes the two letters of ISO 3166.", country, f.Name)
			}
		}
	}
}

// countryHint is what was meant by the letters of a country that others use.
func countryHint(letters string) string {
	if letters == "UK" {
		return `did you mean "GB"?`
	}
	return ""
}

// linkedFirewalls are the gateways that go by the balancers of each firewall, sorted.
func (c *checker) linkedFirewalls() map[string][]string {
	before := map[string]string{}
	for _, b := range c.Balancers {
		before[b.Name] = b.Firewall
	}
	out := map[string][]string{}
	c.eachRoute(func(s model.Service, r model.Route, _ model.Path) {
		if r.Gateway == "" {
			return
		}
		i := gatewayRoute(s, r)
		if i < 0 {
			return
		}
		if f := before[s.Routes[i].Balancer]; f != "" && !slices.Contains(out[f], r.Gateway) {
			out[f] = append(out[f], r.Gateway)
		}
	})
	return out
}

// uncountedGateways is gateway-uncounted: a firewall that counts the requests of each
// address leaves out those of the VPC, from which a gateway's come, and none stands
// before the gateway's own address.
func (c *checker) uncountedGateways() {
	linked := c.linkedFirewalls()
	for _, g := range c.Gateways {
		for _, f := range c.Firewalls {
			if f.RatePerIP != nil && g.Throttle == nil && slices.Contains(linked[f.Name], g.Name) {
				c.report(model.At("gateways", g.Name), "throttle: {rate: 100, burst: 200}",
					"%s has an address of its own that anybody may ask, and the rate of %s does not count what comes by a gateway: nothing bounds it but the quota of the account.", g.Name, f.Name)
				break
			}
		}
	}
}

// crowdedFirewalls is firewall-rate-edge.
func (c *checker) crowdedFirewalls() {
	rate := map[string]bool{}
	for _, f := range c.Firewalls {
		rate[f.Name] = f.RatePerIP != nil
	}
	c.eachBalancedSite(func(s edgeSite, b model.Balancer, at model.Path) {
		if rate[b.Firewall] {
			c.report(at, "", "The firewall %s of %s counts the requests of each address, and what comes by %s has addresses of CloudFront's: many people would count as one. A firewall of %s that counts, and one of %s that does not, tell them apart.", b.Firewall, b.Name, s.name, s.name, b.Name)
			c.also(model.At("balancers", b.Name, "firewall"), "its firewall")
		}
	})
}
