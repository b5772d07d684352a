package check

import "groundplan.internal/internal/model"

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
	reserved, connected := 0, 0
	for _, f := range c.Functions {
		if c.Connected(f) {
			connected++
		}
		if f.Concurrency != nil && *f.Concurrency > 0 {
			reserved = max(reserved, c.facts.Lambda.Unreserved) + *f.Concurrency
		}
	}
	for _, n := range c.Caches {
		nodes += 1 + n.Replicas
	}
	for _, use := range []struct {
		at    model.Path
		quota string
		what  string
		n     int
	}{
		{model.At("services"), "servicesPerCluster", "services in a cluster", len(c.Services)},
		{model.At("databases"), "databaseInstances", "database instances in a region", instances},
		{model.At("databases"), "databaseProxies", "database proxies in a region", proxies},
		{model.At("services"), "securityGroupsPerRegion", "security groups in a region", len(c.Services) + len(c.Jobs) + connected + len(c.Databases) + len(c.Caches) + len(c.Volumes) + len(c.Balancers) + proxies},
		{model.At("functions"), "functionConcurrency", "calls of functions at once, with those that stay for everybody,", reserved},
		{model.At("caches"), "cacheNodes", "nodes of caches in a region", nodes},
		{model.At("balancers"), "balancersPerRegion", "load balancers in a region", len(c.Balancers)},
		{model.At("network", "endpoints"), "interfaceEndpointsPerVPC", "interface endpoints in a VPC", endpoints},
	} {
		if q := c.facts.Quota(use.quota); use.n > q.Value {
			c.report(use.at, "", "The platform has %d %s; an account begins with %d (quota %s of %s), and AWS raises it on request.", use.n, use.what, q.Value, q.Code, q.Service)
		}
	}
}
