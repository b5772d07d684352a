package check

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// missingProxies is use-via-proxy.
func (c *checker) missingProxies() {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		family, known := c.family[u.Name]
		if u.Via != "proxy" || !known {
			return
		}
		at = at.Then("via")
		if family != "databases" {
			c.report(at, "take this line out", "%s is %s, and proxies stand before databases.", u.Name, aKind(family))
		} else if c.Databases[c.place[u.Name]].Proxy == nil {
			c.report(at, model.At("databases", u.Name).Typed()+": proxy: {}", "%s goes to %s through a proxy, and %s has none.", by.name, u.Name, u.Name)
		}
	})
}

// readersOfNone is db-proxy-reader.
func (c *checker) readersOfNone() {
	for _, d := range c.Databases {
		if d.Proxy == nil || !d.Proxy.ReadEndpoint {
			continue
		}
		at := model.At("databases", d.Name, "proxy", "readEndpoint")
		if !c.aurora(d) {
			c.report(at, "take this line out", "%s runs %s, which has no readers; an endpoint for them is for Aurora.", d.Name, c.title(d))
		} else if d.Instances < 2 {
			c.report(at, model.At("databases", d.Name).Typed()+": instances: 2", "%s has one instance, which writes, and nobody to read from.", d.Name)
		}
	}
}

// proxiedVersions is db-proxy-version.
func (c *checker) proxiedVersions() {
	for _, d := range c.Databases {
		e, _ := c.facts.RDS.Engine(d.Engine)
		_, major, ok := c.facts.Versions.Major(d.Engine, d.Version)
		known := strings.Fields(e.Proxy.Versions)
		if d.Proxy == nil || !ok || slices.Contains(known, major) {
			continue
		}
		c.report(model.At("databases", d.Name, "proxy"), "", "%s runs %s %s; RDS Proxy is known to stand before %s.", d.Name, e.Title, d.Version, list(known))
		c.also(model.At("databases", d.Name, "version"), "the version")
	}
}
