package verify_test

import "testing"

var workerMutations = []mutation{
	{"two of a singleton", "service-beat.tf", `desired_count( +)= 1`, `desired_count$1= 2`, "verify-setting"},
	{"a second beside the first", "service-beat.tf", `deployment_maximum_percent( +)= 100`, `deployment_maximum_percent$1= 200`, "verify-setting"},
	{"a singleton that stays", "service-beat.tf", `deployment_minimum_healthy_percent( +)= 0`, `deployment_minimum_healthy_percent$1= 100`, "verify-setting"},
	{"rebalancing beside the first", "service-beat.tf", `"DISABLED"`, `"ENABLED"`, "verify-setting"},
	{"a namespace more", "service-*.tf", `values( +)= \["(Shop|Celery)"`, `values$1= ["$2", "AWS/Billing"`, "verify-permission-extra"},
	{"another namespace", "service-*.tf", `values( +)= \["Celery"\]`, `values$1= ["Shop"]`, "verify-permission-extra"},
	{"any namespace", "service-*.tf", `(?s)\n    condition \{\s+test += "StringEquals"\s+variable = "cloudwatch:namespace".*?\n    }`, ``, "verify-permission-extra"},
	{"more than numbers", "service-*.tf", `"cloudwatch:PutMetricData"`, `"cloudwatch:*"`, "verify-permission-extra"},
	{"another target", "service-*.tf", `target_value( +)= (50|20)`, `target_value$1= 5`, "verify-setting"},
	{"another queue", "service-*.tf", `(?s)(name +)= "queue"\n( +value +)= "\w+"`, "$1= \"queue\"\n$2= \"other\"", "verify-setting"},
	{"another metric of a queue", "service-*.tf", `metric_name( +)= "QueueDepth"`, `metric_name$1= "Latency"`, "verify-setting"},
	{"all tasks of the cluster", "service-*.tf", `(?s)\n +dimensions \{\s+name +\S+ "ServiceName".*?\}`, ``, "verify-setting"},
	{"tasks that are wanted", "service-*.tf", `"RunningTaskCount"`, `"DesiredTaskCount"`, "verify-setting"},
	{"divided by nothing", "service-*.tf", `IF\(FILL\(running, 0\) > 0, running, [^)]*\)`, `running`, "verify-setting"},
	{"messages that count twice", "service-*.tf", `expression( +)= "waiting`, `expression$1= "2 * waiting`, "verify-setting"},
	{"two answers", "service-*.tf", `return_data = false`, `return_data = true`, "verify-setting"},
	{"the most that ever waited", "service-*.tf", `stat = "Average"`, `stat = "Maximum"`, "verify-setting"},
	{"in one direction only", "service-*.tf", `(scale_out_cooldown( +)= \d+)`, "$1\n    disable_scale_in$2= true", "verify-setting"},
	{"another rest", "service-*.tf", `(scale_(?:in|out)_cooldown) ( *)= \d+`, `$1 $2= 0`, "verify-setting"},
	{"a policy gone", "service-*.tf", `(?s)resource "aws_appautoscaling_policy" .*?\n}\n`, ``, "verify-resource"},
	{"another namespace of an alarm", "alarm-*.tf", `namespace( +)= "[\w/]+"`, `namespace$1= "Other"`, "verify-setting"},
	{"another of its numbers", "alarm-*.tf", `cache( +)= "hit"`, `cache$1= "miss"`, "verify-setting"},
	{"another percentile", "alarm-*.tf", `"p95"`, `"p50"`, "verify-setting"},
	{"another statistic", "alarm-*.tf", `(stat|statistic)( +)= "(Sum|Maximum|Average)"`, `$1$2= "Minimum"`, "verify-setting"},
	{"silence", "alarm-*.tf", `treat_missing_data( +)= "\w+"`, `treat_missing_data$1= "ignore"`, "verify-setting"},
	{"another queue's picture", "dashboard-*.tf", `"queue", "\w+"|(?s)"queue",\s+"\w+"`, `"queue", "other"`, "verify-dashboard"},
	{"no picture of the queue", "dashboard-*.tf", `"QueueDepth"`, `"Latency"`, "verify-dashboard"},
	{"no way to CloudWatch", "endpoints.tf", `service_name( +)= "com.amazonaws.eu-west-1.monitoring"`, `service_name$1= "com.amazonaws.eu-west-1.sqs"`, "verify-setting"},
}

// TestWorkerMutations tries them on a platform with workers.
func TestWorkerMutations(t *testing.T) {
	mutate(t, "../../golden/workers/platform.cue", workerMutations)
}
