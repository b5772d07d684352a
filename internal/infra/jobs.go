package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// Job is a task that is started at set times, and all that is its own. Of a service it
// has what every task has.
type Job struct {
	Service
	Schedule   string // name in AWS
	Expression string // cron(…), rate(…) or at(…)
	Timezone   string
	Retries    int       // of a start
	Starts     Role      // of who starts it
	Failed     DeadQueue // starts that failed
}

// Tasks are all that run on ECS: services, and what jobs run.
func (p Platform) Tasks() []Service {
	out := append(make([]Service, 0, len(p.Services)+len(p.Jobs)), p.Services...)
	for _, j := range p.Jobs {
		out = append(out, j.Service)
	}
	return out
}

// Path is where a service is declared, or the job whose task it is.
func (s Service) Path() model.Path { return model.Service{Name: s.Name, Job: s.Job}.Path() }

// jobs decides every job, with its task as that of a service.
func (b *builder) jobs() {
	for _, j := range b.in.Jobs {
		b.out.Jobs = append(b.out.Jobs, b.job(j))
	}
}

func (b *builder) job(j model.Job) Job {
	at := model.At("jobs", j.Name)
	out := Job{
		Service: b.service(j.Task()), Schedule: b.names.derived("schedule", at, j.Name),
		Expression: j.Schedule, Timezone: j.Timezone, Retries: j.Retries,
		Starts: b.role("scheduler", at, "Starts the job "+j.Name, j.Name, "start"),
		Failed: b.deadQueue(at, false, j.Name, "failed"),
	}
	out.Starts.Statements = b.startStatements(at, out)
	return out
}

// startStatements let EventBridge Scheduler start tasks of one definition on the cluster,
// pass them their two roles and the tags of the definition, and keep what it failed at.
func (b *builder) startStatements(at model.Path, j Job) []Statement {
	tasks := append(b.arn("ecs", "task/"), Part{Attribute: ClusterName})
	return slices.Concat(
		under(b.permit("task-run", "RunTask", at, Of(j.Label, TaskDefinitionARN)),
			Condition{"ArnEquals", b.facts.IAM.Keys.Cluster, []Value{{{Attribute: ClusterARN}}}}),
		under(b.permit("task-start-tag", "TagTask", at, tasks), b.madeBy("ecs", "RunTask")),
		b.passTo("ecs-task", at, j.Task.Execution(), j.Task.Program()),
		b.permit("queue-send", "KeepFailed", at, Of(j.Failed.Label, QueueARN)))
}
