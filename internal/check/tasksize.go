package check

import (
	"fmt"
	"slices"

	"groundplan.internal/internal/model"
)

// taskSizes is task-size-invalid.
func (c *checker) taskSizes() {
	for _, t := range c.tasks {
		memory := c.facts.Fargate.Memory(t.CPU)
		if slices.Contains(memory, t.Memory) {
			continue
		}
		hint := ""
		if cpu, mem, ok := c.facts.Fargate.Fit(t.CPU, t.Memory); ok {
			hint = fmt.Sprintf("cpu: %d, memory: %d", cpu, mem)
		}
		if len(memory) == 0 {
			c.report(t.path.Then("cpu"), hint, "%s has %d CPU units; Fargate has tasks of %s.", t.Name, t.CPU, numbers(c.facts.Fargate.CPU()))
			continue
		}
		c.report(t.path.Then("memory"), hint, "%s has %d CPU units and %d MiB; with so many units Fargate takes %s MiB.", t.Name, t.CPU, t.Memory, c.memoryFor(t.CPU))
	}
}

// memoryFor are the MiB that go with a cpu, in words.
func (c *checker) memoryFor(cpu int) string {
	for _, s := range c.facts.Fargate.Sizes {
		if s.CPU == cpu && s.Step > 0 {
			return fmt.Sprintf("%d to %d in steps of %d", s.From, s.To, s.Step)
		}
	}
	return numbers(c.facts.Fargate.Memory(cpu))
}

// containerSums is task-container-sum: what sidecars take out of the task.
func (c *checker) containerSums() {
	for _, t := range c.tasks {
		cpu, memory := 0, 0
		for _, s := range t.Sidecars {
			cpu, memory = cpu+s.CPU, memory+s.Memory
		}
		if cpu > t.CPU {
			c.report(t.largest(func(one container) int { return one.CPU }).Then("cpu"), "", "The sidecars of %s take %d CPU units, and the task has %d.", t.Name, cpu, t.CPU)
		}
		if memory > t.Memory {
			c.report(t.largest(func(one container) int { return one.Memory }).Then("memory"), "", "The sidecars of %s take %d MiB, and the task has %d.", t.Name, memory, t.Memory)
		}
	}
}

// largest is the sidecar with the most of something.
func (t task) largest(of func(container) int) model.Path {
	most := slices.MaxFunc(t.containers[1:], func(a, b container) int { return of(a) - of(b) })
	return most.path
}

// containerCounts is task-container-count.
func (c *checker) containerCounts() {
	for _, t := range c.tasks {
		if n := len(t.containers); n > c.facts.ECS.Containers {
			c.report(t.path.Then("sidecars"), "", "The task of %s has %d containers; ECS takes %d at most.", t.Name, n, c.facts.ECS.Containers)
		}
	}
}
