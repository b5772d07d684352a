package check

import (
	"fmt"
	"slices"
)

// stuckDeployments is deployment-no-progress. A rolling update stops old tasks down
// to the minimum and starts new ones up to the maximum, both in whole tasks; the
// fewer tasks, the less room there is, so that the least number decides.
func (c *checker) stuckDeployments() {
	for _, t := range c.tasks {
		n := t.DesiredCount
		if t.Scaling != nil {
			n = max(t.Scaling.Min, 1)
		}
		most := n * t.Deployment.Maximum / 100
		least := (n*t.Deployment.MinimumHealthy + 99) / 100
		if n == 0 || most > least || t.Singleton {
			continue
		}
		c.report(t.path.Then("deployment"), "deployment: {minimumHealthy: 100, maximum: 200}",
			"%s runs %s, of which %d%% must stay (%d) while no more than %d%% may run (%d): no task can be replaced.",
			t.Name, count(n, "task"), t.Deployment.MinimumHealthy, least, t.Deployment.Maximum, most)
	}
}

// scalingRanges is scaling-range.
func (c *checker) scalingRanges() {
	for _, t := range c.tasks {
		if s := t.Scaling; s != nil && s.Min > s.Max {
			c.report(t.path.Then("scaling", "min"), "", "%s scales from %d to %d: the fewest are more than the most.", t.Name, s.Min, s.Max)
		}
	}
}

// blindScaling is scaling-no-target.
func (c *checker) blindScaling() {
	for _, t := range c.tasks {
		if s := t.Scaling; s != nil && s.CPU == 0 && s.Memory == 0 && s.Requests == 0 && s.QueueDepth == nil {
			c.report(t.path.Then("scaling"), "scaling: cpu: 70", "%s scales from %d to %d and follows none of cpu, memory, requests and queueDepth: its count would never change.", t.Name, s.Min, s.Max)
		}
	}
}

// startCounts is scaling-desired-count.
func (c *checker) startCounts() {
	for _, t := range c.tasks {
		s := t.Scaling
		at := t.path.Then("desiredCount")
		if s == nil || s.Min > s.Max || s.Min <= t.DesiredCount && t.DesiredCount <= s.Max || !c.written(at) {
			continue
		}
		c.report(at, fmt.Sprintf("desiredCount: %d", min(max(t.DesiredCount, s.Min), s.Max)),
			"%s begins with %s, and scaling keeps it between %d and %d.", t.Name, count(t.DesiredCount, "task"), s.Min, s.Max)
		c.also(t.path.Then("scaling"), "scaling")
	}
}

// sleepingScaling is scaling-from-zero: with no task there is no load to measure, nor a
// queue that the service alone would count.
func (c *checker) sleepingScaling() {
	published := c.published()
	for _, t := range c.tasks {
		s := t.Scaling
		if s == nil || s.Min > 0 {
			continue
		}
		at := t.path.Then("scaling", "min")
		switch q := s.QueueDepth; {
		case q == nil && (s.CPU > 0 || s.Memory > 0 || s.Requests > 0):
			c.report(at, "min: 1", "%s may scale down to no task, and follows the load of its tasks: with none there is no load that could bring one back.", t.Name)
		case q != nil && slices.Equal(published[q.Namespace], []string{t.Name}):
			c.report(at, "min: 1", "%s may scale down to no task, and nobody else publishes how many messages wait: with none running nothing would bring one back.", t.Name)
			c.also(t.path.Then("publishes"), "the one who does")
		}
	}
}

// count is a number with its noun: "1 task", "2 tasks".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
