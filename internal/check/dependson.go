package check

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// dependencies calls f with every dependsOn whose target there is; the others,
// and those on itself, are for unknownDependencies.
func (t task) dependencies(f func(from container, d model.Pair, to container)) {
	for _, from := range t.containers {
		for _, d := range from.DependsOn {
			if to, ok := t.container(d.Key); ok && to.Name != from.Name {
				f(from, d, to)
			}
		}
	}
}

func (t task) container(name string) (container, bool) {
	i := slices.IndexFunc(t.containers, func(c container) bool { return c.Name == name })
	if i < 0 {
		return container{}, false
	}
	return t.containers[i], true
}

func (t task) containerNames() (names []string) {
	for _, c := range t.containers {
		names = append(names, c.Name)
	}
	return names
}

// unknownDependencies is depends-on-unknown.
func (c *checker) unknownDependencies() {
	for _, t := range c.tasks {
		for _, from := range t.containers {
			for _, d := range from.DependsOn {
				if _, ok := t.container(d.Key); ok {
					continue
				}
				c.report(from.path.Then("dependsOn", d.Key), meant(d.Key, t.containerNames()),
					"%s waits for %q, and the task of %s has no such container: it has %s.", from.Name, d.Key, t.Name, list(t.containerNames()))
			}
		}
	}
}

// dependencyCycles is depends-on-cycle: containers that wait for each other, or one
// for itself. Each cycle is reported once, at its first container.
func (c *checker) dependencyCycles() {
	for _, t := range c.tasks {
		for _, cycle := range t.cycles() {
			from, _ := t.container(cycle[0])
			next := cycle[1%len(cycle)]
			c.report(from.path.Then("dependsOn", next), "", "In the task of %s, %s waits for %s: none of them would ever start.", t.Name, cycle[0], strings.Join(append(cycle[1:], cycle[0]), ", which waits for "))
		}
	}
}

// cycles are the cycles among the containers of a task, each as the names along it.
// The walk keeps its own state by container: unseen, on the way, or done.
func (t task) cycles() (found [][]string) {
	const onWay, done = 1, 2
	state := map[string]int{}
	var way []string
	var visit func(container)
	visit = func(from container) {
		state[from.Name] = onWay
		way = append(way, from.Name)
		for _, d := range from.DependsOn {
			to, ok := t.container(d.Key)
			switch {
			case !ok || state[to.Name] == done:
			case state[to.Name] == onWay:
				found = append(found, slices.Clone(way[slices.Index(way, to.Name):]))
			default:
				visit(to)
			}
		}
		way = way[:len(way)-1]
		state[from.Name] = done
	}
	for _, one := range t.containers {
		if len(one.DependsOn) > 0 && state[one.Name] == 0 {
			visit(one)
		}
	}
	return found
}

// unhealthyDependencies is depends-on-no-health-check.
func (c *checker) unhealthyDependencies() {
	for _, t := range c.tasks {
		t.dependencies(func(from container, d model.Pair, to container) {
			if d.Value == "HEALTHY" && to.HealthCheck == nil {
				c.report(from.path.Then("dependsOn", d.Key), "", "%s waits until %s is HEALTHY, and %s has no healthCheck that could say so.", from.Name, to.Name, to.Name)
				c.also(to.path, "the container without a health check")
			}
		})
	}
}

// endlessDependencies is depends-on-essential.
func (c *checker) endlessDependencies() {
	for _, t := range c.tasks {
		t.dependencies(func(from container, d model.Pair, to container) {
			if (d.Value == "COMPLETE" || d.Value == "SUCCESS") && to.Essential {
				hint := ""
				if to.Name != t.Name {
					hint = "sidecars: " + model.Label(to.Name) + ": essential: false"
				}
				c.report(from.path.Then("dependsOn", d.Key), hint, "%s waits until %s has ended (%s), and %s is essential: when it ends, the whole task stops.", from.Name, to.Name, d.Value, to.Name)
			}
		})
	}
}
