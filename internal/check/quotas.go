package check

import (
	"fmt"

	"groundplan.internal/internal/model"
)

// accountUse is how much a platform needs of what an account has a quota of.
type accountUse struct {
	at    model.Path
	quota string
	what  string
	n     int
}

// accountQuotas is quota-account: what one platform alone would use up.
func (c *checker) accountQuotas() {
	endpoints, _ := c.countEndpoints()
	instances, proxies, nodes := 0, 0, 0
	for _, d := range c.Databases {
		instances += max(d.Instances, 1)
		if d.Proxy != nil {
			proxies++
		}
	}
	reserved := 0
	for _, f := range c.Functions {
		if f.Concurrency != nil && *f.Concurrency > 0 {
			reserved = max(reserved, c.facts.Lambda.Unreserved) + *f.Concurrency
		}
	}
	for _, n := range c.Caches {
		nodes += 1 + n.Replicas
	}
	groups, loads := 0, c.loads()
	for _, l := range loads {
		groups += l.groups
	}
	uses := []accountUse{
		{model.At("services"), "servicesPerCluster", "services in a cluster", len(c.Services)},
		{model.At("databases"), "databaseInstances", "database instances in a region", instances},
		{model.At("databases"), "databaseProxies", "database proxies in a region", proxies},
		{model.At("services"), "securityGroupsPerRegion", "security groups in a region", c.groupCount()},
		{model.At("services"), "rolesPerAccount", "IAM roles", 2*len(c.tasks) + len(c.Jobs) + len(c.Functions)},
		{model.At("services"), "targetGroupsPerRegion", "target groups in a region", groups},
		{model.At("functions"), "functionConcurrency", "calls of functions at once, with those that stay for everybody", reserved},
		{model.At("caches"), "cacheNodes", "nodes of caches in a region", nodes},
		{model.At("balancers"), "balancersPerRegion", "load balancers in a region", len(c.Balancers)},
		{model.At("network", "endpoints"), "interfaceEndpointsPerVPC", "interface endpoints in a VPC", endpoints},
	}
	for _, b := range c.Balancers {
		uses = append(uses, accountUse{model.At("balancers", b.Name), "targetsPerBalancer", "targets of " + b.Name + ", with as many tasks as may run", loads[b.Name].targets})
	}
	for _, use := range uses {
		if q := c.facts.Quota(use.quota); use.n > q.Value {
			raised := "on request"
			if q.Most > 0 {
				raised = fmt.Sprintf("to %d at most", q.Most)
			}
			c.report(use.at, "", "The platform has %d %s; an account begins with %d (quota %s of %s), and AWS raises it %s.", use.n, use.what, q.Value, q.Code, q.Service, raised)
		}
	}
}

// groupCount is how many security groups there are: one for each node that has none by
// name, and one for each name.
func (c *checker) groupCount() (n int) {
	named := map[string]bool{}
	add := func(g *model.SecurityGroup) {
		if g == nil || !named[g.Name] {
			n++
		}
		if g != nil {
			named[g.Name] = true
		}
	}
	for _, t := range c.tasks {
		add(t.SecurityGroup)
	}
	for _, f := range c.Functions {
		if c.Connected(f) {
			add(f.SecurityGroup)
		}
	}
	for _, d := range c.Databases {
		add(d.SecurityGroup)
		if d.Proxy != nil {
			add(d.Proxy.SecurityGroup)
		}
	}
	for _, x := range c.Caches {
		add(x.SecurityGroup)
	}
	for _, x := range c.Volumes {
		add(x.SecurityGroup)
	}
	for _, x := range c.Balancers {
		add(x.SecurityGroup)
	}
	return n
}
