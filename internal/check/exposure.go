package check

import (
	"fmt"

	"groundplan.internal/internal/model"
)

// doublePorts is task-port-duplicate: containers of a task share one network interface.
func (c *checker) doublePorts() {
	for _, t := range c.tasks {
		first := map[int]container{}
		for _, one := range t.containers {
			if one.Port == 0 {
				continue
			}
			if other, taken := first[one.Port]; taken {
				c.report(one.path.Then("port"), "", "%s and %s both listen on %d, and the containers of a task share one address.", other.Name, one.Name, one.Port)
				c.also(other.path.Then("port"), other.Name)
				continue
			}
			first[one.Port] = one
		}
	}
}

// closedPublic is public-no-port.
func (c *checker) closedPublic() {
	for _, t := range c.tasks {
		if t.Public && t.Port == 0 {
			c.report(t.path.Then("public"), "port: 8080", "%s is public and listens on no port: there is nothing to reach.", t.Name)
		}
	}
}

// openContainers is sg-open-container.
func (c *checker) openContainers() {
	for _, t := range c.tasks {
		if t.Public && t.Port != 0 && len(c.facts.SensitivePorts(t.Port, t.Port)) == 0 {
			c.report(t.path.Then("public"), "", "%s is open to the whole internet on port %d, with no load balancer before it: no TLS, no health-checked replacement, and a new address with every task.", t.Name, t.Port)
		}
	}
}

// openPorts is sg-open-sensitive-port.
func (c *checker) openPorts() {
	for _, t := range c.tasks {
		if !t.Public {
			continue
		}
		for _, port := range c.facts.SensitivePorts(t.Port, t.Port) {
			c.report(t.path.Then("public"), "public: false", "%s would open port %d, where %s usually listens, to the whole internet.", t.Name, t.Port, port.Name)
			c.also(t.path.Then("port"), "the port")
		}
	}
}

// readonlyExec is exec-readonly-root.
func (c *checker) readonlyExec() {
	for _, t := range c.tasks {
		if !t.Exec || !c.facts.ECS.ExecNeedsWritableRoot {
			continue
		}
		for _, one := range t.containers {
			if one.ReadonlyRootFilesystem {
				c.report(one.path.Then("readonlyRootFilesystem"), "", "%s has exec, whose agent writes to the container's file system, and %s may not be written to.", t.Name, one.Name)
				c.also(t.path.Then("exec"), "exec")
			}
		}
	}
}

// ruleCount is how many rules one security group gets for each direction.
type ruleCount struct {
	at      model.Path // of what brings the first rule
	ingress map[string]bool
	egress  map[string]bool
}

// groupRules is sg-rule-quota. It counts what the declared edges become: one rule
// for each pair of a peer and a port in each direction, however many edges share it.
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

// countRules counts rules by security group, and lists the groups in order.
func (c *checker) countRules() (counts map[string]*ruleCount, order []string) {
	counts = map[string]*ruleCount{}
	of := func(group string, at model.Path) *ruleCount {
		if counts[group] == nil {
			counts[group] = &ruleCount{at: at, ingress: map[string]bool{}, egress: map[string]bool{}}
			order = append(order, group)
		}
		return counts[group]
	}
	interfaces := c.hasInterfaceEndpoints()
	for _, t := range c.tasks {
		own := of(groupOf(t), t.path)
		own.egress["internet 443"] = true
		if t.Public {
			own.ingress[fmt.Sprint("internet ", t.Port)] = true
		}
		if interfaces {
			own.egress["endpoints 443"] = true
			of("the VPC endpoints", model.At("network", "endpoints")).ingress[groupOf(t)] = true
		}
		for _, u := range t.Uses {
			switch c.family[u.Name] {
			case "externals":
				own.egress[fmt.Sprint("internet ", c.Externals[c.place[u.Name]].Port)] = true
			case "databases":
				own.egress[u.Name] = true
				of(u.Name, model.At("databases", u.Name)).ingress[groupOf(t)] = true
			case "services":
				other := c.tasks[c.place[u.Name]]
				key := fmt.Sprint(" ", other.Port)
				own.egress[groupOf(other)+key] = true
				of(groupOf(other), other.path).ingress[groupOf(t)+key] = true
			}
		}
	}
	return counts, order
}

// groupOf is what tells the security group of a service from others. Node names
// have no quotes.
func groupOf(t task) string {
	if t.SecurityGroup != nil {
		return fmt.Sprintf("%q", t.SecurityGroup.Name)
	}
	return t.Name
}

// groupNames is sg-name.
func (c *checker) groupNames() {
	for _, t := range c.tasks {
		if t.SecurityGroup == nil {
			continue
		}
		if fault := c.facts.Name("security-group").Fault(t.SecurityGroup.Name); fault != "" {
			c.report(t.path.Then("securityGroup", "name"), "", "The security group name %q of %s %s.", t.SecurityGroup.Name, t.Name, fault)
		}
	}
}
