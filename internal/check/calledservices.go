package check

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// calledServices is external-aws-unknown, calledActions external-aws-action, and
// halfCalled external-aws-half.
func (c *checker) calledServices() {
	for _, e := range c.Externals {
		if _, known := c.facts.Services.Services[e.AWS]; e.AWS != "" && !known {
			c.report(model.At("externals", e.Name, "aws"), meant(e.AWS, c.facts.CalledServices()), "%q is no service of AWS that is known here.", e.AWS)
		}
	}
}

func (c *checker) calledActions() {
	for _, e := range c.Externals {
		service, known := c.facts.Services.Services[e.AWS]
		for i, action := range e.Actions {
			if known && !slices.Contains(service.Actions, action) {
				c.report(model.At("externals", e.Name, "actions", strconv.Itoa(i)), meant(action, service.Actions), "%s has no action %q that is known here.", service.Title, action)
			}
		}
	}
}

func (c *checker) halfCalled() {
	for _, e := range c.Externals {
		switch {
		case e.AWS != "" && len(e.Actions) == 0:
			c.report(model.At("externals", e.Name, "aws"), "", "%s is a service of AWS, and nothing says which of its actions are called: services would be allowed none.", e.Name)
		case e.AWS == "" && len(e.Actions) > 0:
			c.report(model.At("externals", e.Name, "actions"), "", "%s has actions, and nothing says of which service of AWS.", e.Name)
		}
	}
}
