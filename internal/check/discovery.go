package check

import (
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// undeclaredNamespace is discovery-namespace-missing.
func (c *checker) undeclaredNamespace() {
	if c.Discovery != nil {
		return
	}
	for _, s := range c.Services {
		if s.Discoverable {
			c.report(model.At("services", s.Name, "discoverable"), `discovery: namespace: "`+c.Name+`.internal"`,
				"%s has a private name, and the platform has no namespace that names stand below.", s.Name)
		}
	}
}

// publicNamespace is discovery-namespace-public.
func (c *checker) publicNamespace() {
	if c.Discovery != nil && c.Domain != "" && c.Discovery.Namespace == c.Domain {
		c.report(model.At("discovery", "namespace"), `namespace: "`+c.Name+`.internal"`,
			"The namespace is the platform's domain: within the VPC, %s and all names below it would be answered by the namespace alone.", c.Domain)
	}
}

// namelessServices is use-no-name. A balancer's host is a name for who is told it.
func (c *checker) namelessServices() {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		other, ok := c.service(u.Name)
		if !ok || other.Port == 0 || other.Discoverable || u.Name == by.name {
			return
		}
		why := "has no name for it: the addresses of tasks change"
		if hosts := c.hostsOf(other); len(hosts) > 0 {
			if by.knows(hosts) {
				return
			}
			why = "no variable tells it where: a balancer knows it as " + list(hosts)
		}
		c.report(at, "services: "+model.Label(u.Name)+": discoverable: true",
			"%s may connect to %s, and %s.", by.name, u.Name, why)
	})
}

// hostsOf are the hosts by which balancers lead to a service, each once.
func (c *checker) hostsOf(s model.Service) (hosts []string) {
	for _, r := range s.Routes {
		if host := c.fullName(r.Host); r.Balancer != "" && host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// speaksOf reports whether a text has a host name in it, and not one of another host.
func speaksOf(text, host string) bool {
	return strings.Contains(text, host) && regexp.MustCompile(`(^|[^A-Za-z0-9.-])`+regexp.QuoteMeta(host)+`([.]?$|[^A-Za-z0-9.-]|[.][^A-Za-z0-9-])`).MatchString(text)
}
