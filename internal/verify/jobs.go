package verify

import (
	"strings"

	"groundplan.internal/internal/model"
)

// schedules are those of jobs, by label: they start the job's task on the platform's
// cluster, where a service would run it, and never while the platform is parked.
func (o *output) schedules() map[string]arguments {
	const target, run = "target.", "target.ecs_parameters."
	return per(o.declared.Jobs, func(j model.Job) string { return j.Name }, func(j model.Job) arguments {
		state := ""
		if o.canPark() {
			state = map[bool]string{false: "ENABLED", true: "DISABLED"}[o.parked]
		}
		return arguments{
			"schedule_expression": j.Schedule, "schedule_expression_timezone": j.Timezone, "state": state,
			"flexible_time_window.mode": "OFF", "depends_on": o.startedAfter(j),
			target + "arn": "aws_ecs_cluster.main.arn", target + "role_arn": "aws_iam_role." + label(j.Name) + "_start.arn",
			target + "retry_policy.maximum_retry_attempts":       j.Retries,
			target + "dead_letter_config.arn":                    "aws_sqs_queue." + label(j.Name) + "_failed.arn",
			run + "task_definition_arn":                          "aws_ecs_task_definition." + label(j.Name) + ".arn",
			run + "propagate_tags":                               "TASK_DEFINITION",
			run + "capacity_provider_strategy.capacity_provider": j.Capacity, run + "capacity_provider_strategy.weight": 1,
			run + "network_configuration.assign_public_ip": o.declared.Network.VPC == "default",
		}
	})
}

// startedAfter is what a first start needs and the schedule does not refer to.
func (o *output) startedAfter(j model.Job) string {
	needs := []string{}
	for _, folder := range o.config.folders {
		const providers = "aws_ecs_cluster_capacity_providers.main"
		if m := o.config.modules[folder]; m.at["aws_scheduler_schedule."+label(j.Name)] != nil && m.at[providers] != nil {
			needs = append(needs, providers)
		}
	}
	for _, role := range []string{"_start", "_execution", "_task"} {
		o.config.each("resource", "aws_iam_role_policy", func(_ *module, b *block) {
			if b.label == label(j.Name)+role {
				needs = append(needs, b.address)
			}
		})
	}
	return strings.Join(needs, ",")
}

// jobRoles are the roles by which jobs are started.
func (o *output) jobRoles() map[string]purpose {
	out, keys := map[string]purpose{}, o.facts.IAM.Keys
	for _, j := range o.declared.Jobs {
		may := map[permission]bool{}
		o.permitIf(may, "task-run", "aws_ecs_task_definition."+label(j.Name)+".arn_without_revision", "ArnEquals "+keys.Cluster+" aws_ecs_cluster.main.arn")
		o.permitIf(may, "task-start-tag", o.arn("ecs", accountID)+"task/aws_ecs_cluster.main.name", "StringEquals "+keys.CreateAction["ecs"]+" RunTask")
		for _, role := range []string{"_execution", "_task"} {
			o.passTasks(may, "aws_iam_role."+label(j.Name)+role+".arn")
		}
		o.permit(may, "queue-send", "aws_sqs_queue."+label(j.Name)+"_failed.arn")
		out["aws_iam_role."+label(j.Name)+"_start"] = purpose{"scheduler", may, model.At("jobs", j.Name)}
	}
	return out
}

// starts is what a schedule has ECS run.
func starts(schedule *block) (out []body) {
	for _, target := range schedule.body.all("target") {
		out = append(out, target.all("ecs_parameters")...)
	}
	return out
}

// placements are where it has ECS run that.
func placements(schedule *block) (out []body) {
	for _, run := range starts(schedule) {
		out = append(out, run.all("network_configuration")...)
	}
	return out
}
