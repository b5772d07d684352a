package check

import "groundplan.internal/internal/model"

// severalSingletons is singleton-contradiction: what would make a singleton several
// tasks, or none.
func (c *checker) severalSingletons() {
	for _, t := range c.tasks {
		if !t.Singleton {
			continue
		}
		for _, field := range []struct {
			at           model.Path
			contradicts  bool
			hint, detail string
		}{
			{t.path.Then("scaling"), t.Scaling != nil, "", "scaling would make it several"},
			{t.path.Then("desiredCount"), t.DesiredCount != 1, "desiredCount: 1", "that is one task"},
			{t.path.Then("deployment", "minimumHealthy"), t.Deployment.MinimumHealthy != 0, "minimumHealthy: 0", "its one task has to go before the next can come"},
			{t.path.Then("deployment", "maximum"), t.Deployment.Maximum != 100, "maximum: 100", "with more, a deployment would start a second task beside the first"},
		} {
			if field.contradicts && c.written(field.at) {
				c.report(field.at, field.hint, "%s is a singleton: %s.", t.Name, field.detail)
				c.also(t.path.Then("singleton"), "the singleton")
			}
		}
	}
}
