package check

import "groundplan.internal/internal/model"

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
