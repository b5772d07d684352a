package check

import (
	"fmt"

	"groundplan.internal/internal/model"
)

// shortGraces is route-grace-short. The balancer tries a task from its first second on,
// and ECS replaces one that the balancer gave up before the program was there. What the
// start may take is the start period of the container's own check.
func (c *checker) shortGraces() {
	for _, t := range c.tasks {
		most, given, start := 0, 0, 0
		for _, r := range t.Routes {
			h, ok := c.tries(t, r)
			needed := t.startPeriod(r)
			if givenUp := h.Unhealthy * h.Interval; !ok || needed <= givenUp {
				continue
			}
			if all := needed + h.Healthy*h.Interval; all > most {
				most, given, start = all, h.Unhealthy*h.Interval, needed
			}
		}
		if most > t.Deployment.Grace {
			c.report(t.path.Then("deployment", "grace"), fmt.Sprintf("grace: %d", most),
				"%s may take %d seconds to start, the balancer gives a task up after %d, and ECS looks away for %d: a task that starts slowly is replaced, and so is the next.", t.Name, start, given, t.Deployment.Grace)
		}
	}
}

// tries is how a balancer tries the tasks behind a route: as a route to the same port
// says, or else as the balancer does.
func (c *checker) tries(t task, r model.Route) (model.RouteHealth, bool) {
	if c.family[r.Balancer] != "balancers" {
		return model.RouteHealth{}, false
	}
	for _, other := range t.Routes {
		if other.Health != nil && other.Balancer == r.Balancer && other.PortOn(*t.Service) == r.PortOn(*t.Service) {
			return *other.Health, true
		}
	}
	return c.Balancers[c.place[r.Balancer]].Health, true
}

// startPeriod is how many seconds the container that a route leads to may take to start,
// as far as its own check says; 0 where it says nothing.
func (t task) startPeriod(r model.Route) int {
	for _, one := range t.containers {
		if one.Port == r.PortOn(*t.Service) && one.HealthCheck != nil {
			return one.HealthCheck.StartPeriod
		}
	}
	return 0
}
