package verify_test

import "testing"

var monitoringMutations = []mutation{
	{"another threshold", "alarm-*.tf", `threshold( +)= \d+`, `threshold$1= 99`, "verify-setting"},
	{"the other side of a threshold", "alarm-*.tf", `"GreaterThanThreshold"`, `"LessThanThreshold"`, "verify-setting"},
	{"another node's numbers", "alarm-*.tf", `ServiceName = (var|aws_ecs_service)\.\w+`, `ServiceName = "other"`, "verify-setting"},
	{"another instance's numbers", "alarm-*.tf", `"WRITER"`, `"READER"`, "verify-setting"},
	{"another balancer's numbers", "alarm-*.tf", `LoadBalancer = [\w.]+`, `LoadBalancer = "app/other/1"`, "verify-setting"},
	{"another service's requests", "dashboard-*.tf", `(?s)("TargetGroup",\s+)[\w.]+`, `$1"other"`, "verify-dashboard"},
	{"another group's failures", "alarm-*.tf", `"service:\w+"`, `"service:other"`, "verify-setting"},
	{"another number", "alarm-*.tf", `metric_name( +)= "\w+"`, `metric_name$1= "NetworkRxBytes"`, "verify-setting"},
	{"another way to count", "alarm-*.tf", `(stat|statistic)( +)= "\w+"`, `$1$2= "SampleCount"`, "verify-setting"},
	{"another reckoning", "alarm-*.tf", `"100 \* `, `"1 * `, "verify-setting"},
	{"a wider band", "alarm-*.tf", `BAND\((\w+), 2\)`, `BAND($1, 9)`, "verify-setting"},
	{"silence is alright", "alarm-*.tf", `treat_missing_data( +)= "\w+"`, `treat_missing_data$1= "ignore"`, "verify-setting"},
	{"nobody is told", "alarm-*.tf", `alarm_actions = \[[^\]]*\]`, `alarm_actions = []`, "verify-setting"},
	{"an alarm gone", "alarm-*.tf", `(?s)resource "aws_cloudwatch_metric_alarm" .*?\n}\n`, ``, "verify-resource"},
	{"anybody speaks to a topic", "topics.tf", `"cloudwatch.amazonaws.com"`, `"events.amazonaws.com"`, "verify-topic-policy"},
	{"alarms of anybody", "topics.tf", `(?s)    condition \{.*?\n    }\n`, ``, "verify-topic-policy"},
	{"mail to somebody else", "topics.tf", `endpoint( +)= "[^"]*"`, `endpoint$1= "thief@example.org"`, "verify-alarm"},
	{"an address forgotten", "topics.tf", `(?s)resource "aws_sns_topic_subscription" .*?\n}\n`, ``, "verify-alarm"},
	{"fewer failures", "stopped-tasks.tf", `"TaskFailedToStart"`, `"UserInitiated"`, "verify-setting"},
	{"failures of another cluster", "stopped-tasks.tf", `clusterArn( +)= \[[^\]]*\]`, `clusterArn$1= ["x"]`, "verify-setting"},
	{"anybody writes the log", "stopped-tasks.tf", `values( +)= \[[^\]]*\]`, `values$1= ["*"]`, "verify-topic-policy"},
	{"another service's picture", "dashboard-*.tf", `(?s)("ServiceName",\s+)[\w.]+`, `$1"other"`, "verify-dashboard"},
	{"a number forgotten", "dashboard-*.tf", `"RunningTaskCount"`, `"PendingTaskCount"`, "verify-dashboard"},
	{"another log", "dashboard-*.tf", `SOURCE '[^']*'`, `SOURCE 'other'`, "verify-dashboard"},
	{"off the grid", "dashboard-*.tf", `\bx( +)= 12`, `x$1= 20`, "verify-dashboard"},
	{"another group of resources", "application-insights.tf", `\["production"\]`, `["staging"]`, "verify-setting"},
	{"another unit", "alarm-*.tf", `( +)metric_name`, "${1}unit = \"Bits\"\n${0}", "verify-setting"},
	{"numbers of another account", "alarm-*.tf", `( +)metric_query \{\n`, "${0}${1}account_id = \"210987654321\"\n", "verify-setting"},
	{"no word of what to do", "alarm-*.tf", ` +alarm_description +=[^\n]*\n`, ``, "verify-setting"},
	{"mail that is held back", "topics.tf", `( +)protocol +=[^\n]*\n`, "${0}${1}filter_policy = \"{}\"\n", "verify-setting"},
	{"memory for CPU", "dashboard-*.tf", `"CPUUtilization"`, `"MemoryUtilization"`, "verify-dashboard"},
	{"the least for the most", "dashboard-*.tf", `"Maximum"`, `"Minimum"`, "verify-dashboard"},
}

// TestMonitoringMutations tries them on a platform that is watched.
func TestMonitoringMutations(t *testing.T) {
	mutate(t, "../../golden/alarms/platform.cue", monitoringMutations)
}
