package check

import "groundplan.internal/internal/model"

// usesNoRuntime is use-no-runtime.
func (c *checker) usesNoRuntime() {
	c.eachUse(func(by user, u model.Use, used model.Path) {
		if c.family[u.Name] != "externals" || c.Externals[c.place[u.Name]].Runtime {
			return
		}
		at := model.At("externals", u.Name, "runtime")
		c.report(used, at.Typed()+": true", "%s uses %s, and %s says that nobody connects to it.", by.name, u.Name, at)
		c.also(at, "here")
	})
}
