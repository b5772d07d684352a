package verify_test

import "testing"

var jobMutations = []mutation{
	{"another time", "job-*.tf", `schedule_expression( +)= "(cron|rate|at)[^"]*"`, `schedule_expression$1= "rate(1 minute)"`, "verify-setting"},
	{"another time zone", "job-*.tf", `schedule_expression_timezone( +)= "[^"]*"`, `schedule_expression_timezone$1= "Asia/Tokyo"`, "verify-setting"},
	{"started while parked", "job-*.tf", `"DISABLED"`, `"ENABLED"`, "verify-setting"},
	{"never started", "job-*.tf", `"ENABLED"`, `"DISABLED"`, "verify-setting"},
	{"whenever there is room", "job-*.tf", `mode = "OFF"`, `mode = "FLEXIBLE"`, "verify-setting"},
	{"another task", "job-sweep.tf", `task_definition_arn( +)= aws_ecs_task_definition\.sweep\.arn`, `task_definition_arn$1= "arn:aws:ecs:eu-west-1:123456789012:task-definition/x:1"`, ""},
	{"another program", "job-sweep.tf", `(ecs_parameters \{\n)`, "${1}      enable_execute_command = true\n", "verify-setting"},
	{"five at once", "job-*.tf", `(ecs_parameters \{\n)`, "${1}      task_count = 5\n", "verify-setting"},
	{"what it runs, said otherwise", "job-*.tf", `(  target \{\n)`, "${1}    input = \"{}\"\n", "verify-setting"},
	{"on another cluster", "job-*.tf", `(target \{\n +arn( +)= )\S+`, `${1}"arn:aws:ecs:eu-west-1:123456789012:cluster/x"`, ""},
	{"by another role", "job-sweep.tf", `role_arn = aws_iam_role\.sweep_start\.arn`, `role_arn = aws_iam_role.sweep_task.arn`, "verify-setting"},
	{"in the open", "job-*.tf", `assign_public_ip( +)= false`, `assign_public_ip$1= true`, "verify-setting"},
	{"in other subnets", "job-*.tf", `outputs\.private_subnet_ids`, `outputs.database_subnet_ids`, ""},
	{"in another group", "job-sweep.tf", `security_groups( +)= \[[^\]]*\]`, `security_groups$1= ["sg-1"]`, ""},
	{"tried for ever", "job-*.tf", `maximum_retry_attempts = \d+`, `maximum_retry_attempts = 185`, "verify-setting"},
	{"failures forgotten", "job-*.tf", `(?s)\n    dead_letter_config \{.*?\n    \}\n`, "\n", "verify-setting"},
	{"failures in the open", "job-*.tf", `sqs_managed_sse_enabled( +)= true`, `sqs_managed_sse_enabled$1= false`, "verify-setting"},
	{"any task", "job-*.tf", `"\$\{aws_ecs_task_definition\.\w+\.arn_without_revision\}:\*"`, `"*"`, "verify-permission-extra"},
	{"on any cluster", "job-*.tf", `(?s)\n    condition \{\n      test     = "ArnEquals".*?\n    \}\n`, "\n", "verify-permission-extra"},
	{"any role", "job-*.tf", `resources = \[aws_iam_role\.\w+_execution\.arn, aws_iam_role\.\w+_task\.arn\]`, `resources = ["*"]`, "verify-permission-extra"},
	{"roles for somebody else", "job-*.tf", `values( +)= \["ecs-tasks\.amazonaws\.com"\]`, `values$1= ["ec2.amazonaws.com"]`, "verify-permission-extra"},
	{"tags on anything", "job-*.tf", `"RunTask"\]`, `"RunTask", "CreateCluster"]`, ""},
	{"started by somebody else", "roles.tf", `"scheduler\.amazonaws\.com"`, `"events.amazonaws.com"`, "verify-trust"},
	{"for schedules of any group", "roles.tf", `schedule-group/default`, `schedule-group/*`, "verify-trust"},
	{"a job dropped", "job-*.tf", `(?s)resource "aws_scheduler_schedule" .*?\n}\n`, ``, ""},
	{"a task's size", "ecs/sweep.json", `"cpu": "\d+"`, `"cpu": "4096"`, "verify-task-differs"},
	{"another command", "ecs/sweep.json", `"--older-than"`, `"--newer-than"`, "verify-task-differs"},
	{"what it uses cut off", "security-group-*.tf", `(?s)resource "aws_vpc_security_group_\w+_rule" "jobs_sweep_to_orders\w*" .*?\n}\n`, ``, "verify-reach-missing"},
}

// TestJobMutations tries them on jobs.
func TestJobMutations(t *testing.T) {
	mutate(t, "../../golden/jobs/platform.cue", jobMutations)
}
