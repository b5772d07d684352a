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
		of := some(most, "task", "tasks")
		if least != most {
			of = fmt.Sprintf("%d to %s", least, of)
		}
		counted := Amounts{Least: e.hours(least), Most: e.hours(most)}
		e.task(s, counted, of+" × "+e.month())
		if s.PublicIP {
			e.add("public-ipv4", counted, "%s × %s", of, e.month())
		}
		if s.Public {
			e.sent()
		}
		n := e.assume("insightsMetrics")
		e.add("metric", running(decimal.Of(n)), "%d of Container Insights", n)
	}
}

// jobs are tasks for as long as they run; nothing starts them while the platform is parked.
func (e *estimator) jobs() {
	for _, j := range e.Jobs {
		e.begin("job", j.Name)
		n, minutes := starts(j.Expression, e.in.HoursPerMonth, e.facts.Scheduler), e.assume("jobMinutes")
		if e.in.Assumptions.Starts > 0 {
			n = e.assume("starts")
		}
		counted := running(decimal.Fraction(n*minutes, 60))
		of := fmt.Sprintf("%s × %d minutes", some(n, "start", "starts"), minutes)
		e.task(j.Service, counted, of)
		if j.PublicIP {
			e.add("public-ipv4", counted, "%s", of)
		}
		e.add("scheduler", running(decimal.Fraction(n, 1_000_000)), "%s of %s", some(n, "start", "starts"), j.Expression)
		e.missing(j.Name, "messages of starts that failed", "nobody knows how many there are")
	}
}

// task is a task of Fargate for so many hours.
func (e *estimator) task(s infra.Service, counted Amounts, of string) {
	platform, architecture := "fargate", "x86"
	if s.Capacity == "FARGATE_SPOT" {
		platform = "fargate-spot"
	}
	if s.Task.Architecture == "ARM64" {
		architecture = "arm"
	}
	vcpu, memory := decimal.Fraction(s.Task.CPU, 1024), decimal.Fraction(s.Task.Memory, 1024)
	e.add(platform+"-vcpu-"+architecture, counted.times(vcpu), "%s × %s vCPU", of, vcpu)
	e.add(platform+"-memory-"+architecture, counted.times(memory), "%s × %s GB", of, memory)
	if more := s.Task.EphemeralStorage - e.facts.Fargate.DefaultEphemeralStorage; more > 0 {
		e.add("fargate-storage", counted.times(decimal.Of(more)), "%s × %d GB", of, more)
	}
}

// functions run whenever they are called, parked or not.
func (e *estimator) functions() {
	for _, f := range e.Functions {
		e.begin("function", f.Name)
		calls, ms := e.assume("calls"), e.assume("callMilliseconds")
		price := "lambda-compute-x86"
		if f.Architecture == "arm64" {
			price = "lambda-compute-arm"
		}
		millions, memory := decimal.Fraction(calls, 1_000_000), decimal.Fraction(f.Memory, 1024)
		e.add("lambda-requests", always(millions), "%d calls", calls)
		e.add(price, always(millions.Times(decimal.Fraction(ms, 1000)).Times(memory)), "%d calls × %d ms × %s GB", calls, ms, memory)
		if f.Storage > 0 {
			e.missing(f.Name, "disk beyond what comes with a function", "Lambda asks for it by the second")
		}
		e.missing(f.Name, "messages of what it failed at", "nobody knows how many there are")
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
