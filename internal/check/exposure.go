package check

import "slices"

// doublePorts is task-port-duplicate: containers of a task share one network interface.
func (c *checker) doublePorts() {
	for _, t := range c.tasks {
		first := map[int]container{}
		for _, one := range t.containers {
			if one.Port == 0 {
				continue
			}
			if t.Tracing && slices.Contains(c.facts.Tracing.Ports, one.Port) {
				c.report(one.path.Then("port"), "", "%s listens on %d, and so does the collector of traces beside it: the containers of a task share one address.", one.Name, one.Port)
				c.also(t.path.Then("tracing"), "the collector")
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
		if t.Public && t.Port != 0 && !balanced(*t.Service) && len(c.facts.SensitivePorts(t.Port, t.Port)) == 0 {
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
