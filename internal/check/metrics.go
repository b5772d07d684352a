package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// reservedNamespaces is metric-namespace-reserved.
func (c *checker) reservedNamespaces() {
	reserved := c.facts.Metrics.Namespaces.Reserved
	writes := func(by string, namespaces []string, at model.Path) {
		for i, n := range namespaces {
			if strings.HasPrefix(n, reserved) {
				c.report(at.Then("publishes", strconv.Itoa(i)), "", "%s cannot write to %q: namespaces that begin with %s are AWS's own.", by, n, reserved)
			}
		}
	}
	for _, s := range c.Services {
		writes(s.Name, s.Publishes, model.At("services", s.Name))
	}
	for _, e := range c.Externals {
		writes(e.Name, e.Publishes, model.At("externals", e.Name))
	}
}
