package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// jobs writes each job with its log group, roles, task definition, queue and schedule into
// a file of its own.
func (e *emitter) jobs() {
	trusting := make(map[infra.Stack]bool)
	for _, j := range e.p.Jobs {
		file := jobFile(j)
		e.task(j.Service, file)
		if !trusting[j.Stack] {
			trusting[j.Stack] = true
			e.add(j.Stack, "roles.tf", e.trust(j.Stack, j.Starts))
		}
		starts := e.role(j.Stack, j.Starts)
		starts[0].Comment = "For EventBridge Scheduler, which starts the task."
		e.add(j.Stack, file, starts...)
		e.add(j.Stack, file, failedStarts(j), e.schedule(j))
	}
}

func jobFile(j infra.Job) string { return "job-" + j.Name + ".tf" }

// failedStarts are the queue for starts that failed.
func failedStarts(j infra.Job) *tf.Block {
	b := deadQueue(j.Failed)
	b.Comment = "Starts that still failed after the retries."
	return b
}

func (e *emitter) schedule(j infra.Job) *tf.Block {
	b := tf.Resource("aws_scheduler_schedule", j.Label, tf.Set("name", tf.String(j.Schedule)))
	b.Comment = j.Purpose
	b.Add(
		tf.Set("schedule_expression", tf.String(j.Expression)),
		tf.Set("schedule_expression_timezone", tf.String(j.Timezone)))
	if e.p.Park != nil {
		b.Add(tf.Set("state", e.whileParked(tf.String("DISABLED"), tf.String("ENABLED"))))
	}
	run := tf.Nested("ecs_parameters",
		tf.Set("task_definition_arn", tf.RefTo("aws_ecs_task_definition", j.Label, "arn")),
		tf.Set("propagate_tags", tf.String("TASK_DEFINITION")))
	capacity(run, j.Service)
	run.Add(e.taskNetwork(j.Service))
	needs := tf.List{}
	if e.p.Cluster.Stack == j.Stack {
		needs = append(needs, tf.RefTo("aws_ecs_cluster_capacity_providers", clusterLabel, ""))
	}
	for _, r := range []infra.Role{j.Starts, j.Task.ExecutionRole, j.Task.TaskRole} {
		if len(r.Statements) > 0 {
			needs = append(needs, tf.RefTo("aws_iam_role_policy", r.Label, ""))
		}
	}
	b.Add(
		tf.Gap{},
		tf.Nested("flexible_time_window", tf.Set("mode", tf.String("OFF"))),
		tf.Nested("target",
			tf.Set("arn", tf.RefTo("aws_ecs_cluster", clusterLabel, "arn")),
			tf.Set("role_arn", tf.RefTo("aws_iam_role", j.Starts.Label, "arn")),
			run,
			tf.Nested("retry_policy", tf.Set("maximum_retry_attempts", tf.Int(j.Retries))),
			tf.Nested("dead_letter_config", tf.Set("arn", tf.RefTo("aws_sqs_queue", j.Failed.Label, "arn")))),
		tf.Gap{},
		tf.Comment("A start before these exist would fail."),
		tf.Set("depends_on", needs))
	return b
}

func jobAddresses(m map[nodeAttribute]tf.Ref, p infra.Platform) {
	for _, j := range p.Jobs {
		m[nodeAttribute{j.Label, infra.TaskDefinitionARN}] = tf.RefTo("aws_ecs_task_definition", j.Label, "arn_without_revision")
	}
}
