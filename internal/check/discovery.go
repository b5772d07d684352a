package check

import "groundplan.internal/internal/model"

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

// namelessServices is use-no-name.
func (c *checker) namelessServices() {
	for _, t := range c.tasks {
		for _, u := range t.Uses {
			other, ok := c.service(u.Name)
			if !ok || other.Port == 0 || other.Discoverable || len(other.Routes) > 0 || u.Name == t.Name {
				continue
			}
			c.report(t.path.Then("uses", u.Name), "services: "+model.Label(u.Name)+": discoverable: true",
				"%s may connect to %s, and has no name for it: the addresses of tasks change.", t.Name, u.Name)
		}
	}
}
