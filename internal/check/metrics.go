package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// silentMetrics is metric-unpublished.
func (c *checker) silentMetrics() {
	published := c.published()
	for _, t := range c.tasks {
		if t.Scaling != nil && t.Scaling.QueueDepth != nil {
			c.heard(published, t.Scaling.QueueDepth.Namespace, "the scaling of "+t.Name+" follows", t.path.Then("scaling", "queueDepth"))
		}
	}
	for _, a := range c.Alarms {
		if a.Custom != nil {
			c.heard(published, a.Custom.Namespace, "the alarm "+a.Name+" watches", model.At("alarms", a.Name, "custom"))
		}
	}
}

// published are the namespaces that somebody of the platform writes to, with who does.
func (c *checker) published() map[string][]string {
	out := map[string][]string{}
	for _, s := range c.Platform.Tasks() {
		for _, n := range s.Publishes {
			out[n] = append(out[n], s.Name)
		}
	}
	for _, e := range c.Externals {
		for _, n := range e.Publishes {
			out[n] = append(out[n], e.Name)
		}
	}
	return out
}

// heard reports a metric that nobody publishes.
func (c *checker) heard(published map[string][]string, namespace, what string, at model.Path) {
	if len(published[namespace]) > 0 || c.facts.Metrics.Namespaces.OfAWS(namespace) {
		return
	}
	hint := meant(namespace, slices.Sorted(maps.Keys(published)))
	if hint == "" {
		hint = fmt.Sprintf("publishes: [%q]", namespace)
	}
	c.report(at.Then("namespace"), hint, "No service and no external publishes to %q, which %s: a program may write only to the namespaces of its publishes.", namespace, what)
}

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
	for _, s := range c.Platform.Tasks() {
		writes(s.Name, s.Publishes, s.Path())
	}
	for _, e := range c.Externals {
		writes(e.Name, e.Publishes, model.At("externals", e.Name))
	}
}
