package check

import (
	"fmt"

	"groundplan.internal/internal/model"
)

// ruleCount is how many rules one security group gets for each direction: one for
// each peer and port, however many edges share it.
type ruleCount struct {
	at      model.Path // whose group it is
	ingress map[string]bool
	egress  map[string]bool
}

// groupRules is sg-rule-quota.
func (c *checker) groupRules() {
	quota := c.facts.Quota("rulesPerSecurityGroup").Value
	if c.Quotas.RulesPerSecurityGroup > 0 {
		quota = c.Quotas.RulesPerSecurityGroup
	}
	counts, order := c.countRules()
	for _, group := range order {
		n := counts[group]
		for _, way := range []struct {
			direction string
			rules     int
		}{{"ingress", len(n.ingress)}, {"egress", len(n.egress)}} {
			if way.rules > quota {
				c.report(n.at, fmt.Sprintf("quotas: rulesPerSecurityGroup: %d", way.rules),
					"The security group of %s gets %d %s rules; the quota is %d, and AWS raises it on request.", group, way.rules, way.direction, quota)
			}
		}
	}
}

// countRules counts rules by security group, and lists the groups in order. A test
// holds it to the rules that infra derives.
func (c *checker) countRules() (counts map[string]*ruleCount, order []string) {
	counts = map[string]*ruleCount{}
	of := func(group string, at model.Path) *ruleCount {
		if counts[group] == nil {
			counts[group] = &ruleCount{at: at, ingress: map[string]bool{}, egress: map[string]bool{}}
			order = append(order, group)
		}
		return counts[group]
	}
	for _, d := range c.Databases {
		of(d.Name, model.At("databases", d.Name))
	}
	interfaces, gateways := c.countEndpoints()
	for _, t := range c.tasks {
		name := groupOf(t)
		own := of(name, t.path)
		if t.Public && t.Port != 0 {
			own.ingress[fmt.Sprint("internet ", t.Port)] = true
		}
		switch {
		case t.Egress == "all":
			own.egress["internet"] = true
		case c.hasWayOut(t):
			own.egress["internet 443"] = true
		default:
			for i := range gateways {
				own.egress[fmt.Sprint("gateway ", i)] = true
			}
		}
		if interfaces > 0 {
			own.egress["endpoints"] = true
			of("the VPC endpoints", model.At("network", "endpoints")).ingress[name] = true
		}
		for _, u := range t.Uses {
			switch place := c.place[u.Name]; c.family[u.Name] {
			case "externals":
				if t.Egress != "all" {
					own.egress[fmt.Sprint("internet ", c.Externals[place].Port)] = true
				}
			case "databases":
				own.egress[u.Name] = true
				of(u.Name, model.At("databases", u.Name)).ingress[name] = true
			case "services":
				other := c.tasks[place]
				port := fmt.Sprint(" ", other.Port)
				own.egress[groupOf(other)+port] = true
				of(groupOf(other), other.path).ingress[name+port] = true
			}
		}
	}
	return counts, order
}

// hasWayOut reports whether a task reaches the internet.
func (c *checker) hasWayOut(t task) bool {
	return c.Network.VPC == "default" || t.Public || c.Network.NAT != "none"
}

// groupOf is what tells the security group of a service from others. Node names
// have no quotes.
func groupOf(t task) string {
	if t.SecurityGroup != nil {
		return fmt.Sprintf("%q", t.SecurityGroup.Name)
	}
	return t.Name
}
