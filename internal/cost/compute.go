package cost

import (
	"fmt"

	"groundplan.internal/internal/decimal"
	"groundplan.internal/internal/infra"
)

// services are the tasks of Fargate: from the fewest that scaling keeps to the most.
func (e *estimator) services() {
	for _, s := range e.Services {
		e.begin("service", s.Name)
		least, most := tasks(s)
		counted := Amounts{Least: e.hours(least), Most: e.hours(most)}
		of := some(most, "task", "tasks")
		if least != most {
			of = fmt.Sprintf("%d to %s", least, of)
		}
		platform, architecture := "fargate", "x86"
		if s.Capacity == "FARGATE_SPOT" {
			platform = "fargate-spot"
		}
		if s.Task.Architecture == "ARM64" {
			architecture = "arm"
		}
		vcpu, memory := decimal.Fraction(s.Task.CPU, 1024), decimal.Fraction(s.Task.Memory, 1024)
		e.add(platform+"-vcpu-"+architecture, counted.times(vcpu), "%s × %s vCPU × %s", of, vcpu, e.month())
		e.add(platform+"-memory-"+architecture, counted.times(memory), "%s × %s GB × %s", of, memory, e.month())
		if more := s.Task.EphemeralStorage - e.facts.Fargate.DefaultEphemeralStorage; more > 0 {
			e.add("fargate-storage", counted.times(decimal.Of(more)), "%s × %d GB × %s", of, more, e.month())
		}
		if s.PublicIP {
			e.add("public-ipv4", counted, "%s × %s", of, e.month())
		}
		n := e.assume("insightsMetrics")
		e.add("metric", running(decimal.Of(n)), "%d of Container Insights", n)
	}
}

// tasks are the fewest and the most tasks of a service that are wanted.
func tasks(s infra.Service) (least, most int) {
	if s.Scaling != nil {
		return s.Scaling.Min, s.Scaling.Max
	}
	return s.DesiredCount, s.DesiredCount
}

// pipelines are their builds, and the minutes of their actions: one each for the source and
// for bringing out, beside the builds.
func (e *estimator) pipelines() {
	for _, x := range e.Pipelines {
		e.begin("pipeline", x.Name)
		builds, minutes, actions := e.assume("builds"), e.assume("buildMinutes"), 2
		for i, project := range x.Projects() {
			price := "codebuild-" + machine(project)
			e.add(price, always(decimal.Of(builds*minutes)), "%s × %d minutes of %s", some(builds, "run", "runs"), minutes, []string{"building", "bringing out"}[i])
			actions += minutes
		}
		e.add("codepipeline", always(decimal.Of(builds*actions)), "%s × %d minutes of actions", some(builds, "run", "runs"), actions)
	}
	if d := e.Delivery; d != nil {
		e.begin("pipeline", "all pipelines")
		e.add("kms-key", always(decimal.One), "1 key of their artifacts")
		e.bucket("their artifacts")
	}
}

// machine is what CodeBuild bills a project as: linux-small.
func machine(p infra.Project) string {
	architecture := "linux"
	if p.Machine == "ARM_CONTAINER" {
		architecture = "arm"
	}
	return architecture + "-" + size(p.ComputeType)
}
