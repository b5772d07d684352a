package check

import (
	"slices"

	"groundplan.internal/internal/model"
)

// sameNames is name-not-unique.
func (c *checker) sameNames() {
	first := map[string]string{}
	for _, n := range c.Nodes() {
		if other, taken := first[n.Name]; taken {
			c.report(n.Path(), "", "%q is %s and %s: an edge gives no more than the name.", n.Name, aKind(other), aKind(n.Family))
			c.also(model.At(other, n.Name), "the "+kinds[other])
			continue
		}
		first[n.Name] = n.Family
	}
}

// actorNames is flow-actor-name: an actor with the name of a node would be taken for it.
func (c *checker) actorNames() {
	for _, flow := range c.Flows {
		for _, a := range flow.Actors {
			if family, ok := c.family[a.Key]; ok {
				c.report(model.At("flows", flow.Name, "actors", a.Key), "", "The actor %q has the name of %s: the steps of %s could mean either.", a.Key, aKind(family), flow.Name)
			}
		}
	}
}

// idleActors is flow-actor-unused.
func (c *checker) idleActors() {
	for _, flow := range c.Flows {
		acts := map[string]bool{}
		flow.EachArrow(func(_ model.Path, a model.Arrow) { acts[a.From], acts[a.To] = true, true })
		for _, a := range flow.Actors {
			if !acts[a.Key] {
				c.report(model.At("flows", flow.Name, "actors", a.Key), "", "No step of %s is from %s, or to it.", flow.Name, a.Key)
			}
		}
	}
}

// containerNames is task-container-name: a sidecar with the name of its service, of
// the collector, or of what makes a database.
func (c *checker) containerNames() {
	for i, t := range c.tasks {
		for _, s := range t.Sidecars {
			called := func(other model.Sidecar) bool { return other.Name == s.Name && other.Creates == "" }
			if s.Creates != "" && slices.ContainsFunc(t.Sidecars, called) {
				c.report(t.path.Then("sidecars", s.Name), "", "The container that makes the database of %s in %s is called %q, and so is a sidecar: containers of a task are told apart by name.", t.Name, s.Creates, s.Name)
				c.also(t.path.Then("uses", s.Creates, "database"), "the database")
			}
		}
		for _, s := range t.Sidecars {
			if s.Name == t.Name {
				c.report(t.path.Then("sidecars", s.Name), "", "The service's own container is called %q, and so is the sidecar: containers of a task are told apart by name.", t.Name)
			}
		}
		if t.Job {
			continue // without sidecars
		}
		name := c.facts.Tracing.Container
		called := func(s model.Sidecar) bool { return s.Name == name }
		if own := c.Services[i].Sidecars; t.Tracing && slices.ContainsFunc(own, called) {
			c.report(t.path.Then("tracing"), "", "The collector of traces that stands beside %s is called %q, and so is a container of its own: containers of a task are told apart by name.", t.Name, name)
		}
	}
}
