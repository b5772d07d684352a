package check

import "groundplan.internal/internal/model"

// usesNoRuntime is use-no-runtime.
func (c *checker) usesNoRuntime() {
	for _, t := range c.tasks {
		for _, u := range t.Uses {
			if c.family[u.Name] != "externals" || c.Externals[c.place[u.Name]].Runtime {
				continue
			}
			at := model.At("externals", u.Name, "runtime")
			c.report(t.path.Then("uses", u.Name), at.Typed()+": true", "%s uses %s, and %s says that nobody connects to it.", t.Name, u.Name, at)
			c.also(at, "here")
		}
	}
}
