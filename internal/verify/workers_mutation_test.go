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
	{"no way to CloudWatch", "endpoints.tf", `service_name( +)= "com.amazonaws.eu-west-1.monitoring"`, `service_name$1= "com.amazonaws.eu-west-1.sqs"`, "verify-setting"},
}

// TestWorkerMutations tries them on a platform with workers.
func TestWorkerMutations(t *testing.T) {
	mutate(t, "../../golden/workers/platform.cue", workerMutations)
}
