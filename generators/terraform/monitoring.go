package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// monitoring is what watches the rest.
func (e *emitter) monitoring() {
	e.topics()
	e.stoppedTasks()
	e.alarms()
	e.dashboards()
	e.insights()
}

// counted says which resource has an attribute that is found by its label.
func counted() map[infra.Attribute]struct{ resource, attribute string } {
	return map[infra.Attribute]struct{ resource, attribute string }{
		infra.ServiceName:        {"aws_ecs_service", "name"},
		infra.FunctionName:       {"aws_lambda_function", "function_name"},
		infra.QueueARN:           {"aws_sqs_queue", "arn"},
		infra.QueueURL:           {"aws_sqs_queue", "url"},
		infra.TopicARN:           {"aws_sns_topic", "arn"},
		infra.QueueName:          {"aws_sqs_queue", "name"},
		infra.BalancerSuffix:     {"aws_lb", "arn_suffix"},
		infra.TargetGroupSuffix:  {"aws_lb_target_group", "arn_suffix"},
		infra.GatewayID:          {"aws_apigatewayv2_api", "id"},
		infra.DistributionID:     {"aws_cloudfront_distribution", "id"},
		infra.CacheIdentifier:    {"aws_elasticache_replication_group", "replication_group_id"},
		infra.DatabaseIdentifier: {"aws_db_instance", "identifier"},
		infra.AllocatedGibibytes: {"aws_db_instance", "allocated_storage"},
		infra.ClusterIdentifier:  {"aws_rds_cluster", "cluster_identifier"},
		infra.FirewallMetric:     {"aws_wafv2_web_acl", "visibility_config[0].metric_name"},
		infra.UserPoolID:         {"aws_cognito_user_pool", "id"},
		infra.UserPoolClientID:   {"aws_cognito_user_pool_client", "id"},
		infra.GuardrailID:        {"aws_bedrock_guardrail", "guardrail_id"},
		infra.GuardrailARN:       {"aws_bedrock_guardrail", "guardrail_arn"},
		infra.GuardrailVersion:   {"aws_bedrock_guardrail_version", "version"},
	}
}

// stoppedTasks keeps what ECS says of tasks that failed, and counts them by service.
func (e *emitter) stoppedTasks() {
	s := e.p.StoppedTasks
	if s == nil {
		return
	}
	const file = "stopped-tasks.tf"
	rule := tf.Resource("aws_cloudwatch_event_rule", s.Label,
		tf.Set("name", tf.String(s.Rule)),
		tf.Set("description", tf.String("Tasks of services that could not start, or ended by themselves")),
		tf.Set("event_pattern", tf.Fn("jsonencode", e.stopPattern(*s))))
	rule.Comment = "ECS forgets a stopped task after an hour. The log keeps the reason, and alarms count what is in it."
	group := logGroup(s.LogGroup)
	streams := tf.List{tf.Template{group.Ref("arn"), tf.String(":*")}}
	document := tf.Data("aws_iam_policy_document", s.Label,
		visit("", s.Streams, streams),
		visit("", s.Writes, streams, condition("ArnEquals", "aws:SourceArn", tf.List{rule.Ref("arn")})))
	e.add(s.Stack, file, rule, group,
		tf.Resource("aws_cloudwatch_event_target", s.Label,
			tf.Set("rule", rule.Ref("name")),
			tf.Set("arn", group.Ref("arn")),
			tf.Gap{},
			tf.Set("depends_on", tf.List{tf.RefTo("aws_cloudwatch_log_resource_policy", s.Label, "")})),
		tf.Resource("aws_cloudwatch_log_resource_policy", s.Label,
			tf.Set("policy_name", tf.String(s.Rule)),
			tf.Set("policy_document", document.Ref("json"))),
		document,
		tf.Resource("aws_cloudwatch_log_metric_filter", s.Label,
			tf.Set("name", tf.String("failed-tasks")),
			tf.Set("log_group_name", group.Ref("name")),
			tf.Set("pattern", tf.String("{ $.detail.group = * }")),
			tf.Nested("metric_transformation",
				tf.Set("namespace", tf.String(s.Namespace)),
				tf.Set("name", tf.String(s.Metric)),
				tf.Set("value", tf.String("1")),
				tf.Set("dimensions", tf.Object{{Key: s.Dimension, Value: tf.String("$.detail.group")}}))))
}

// stopPattern matches tasks of services that stopped and should not have.
func (e *emitter) stopPattern(s infra.StoppedTasks) tf.Object {
	reasons := make(tf.List, len(s.Reasons))
	for i, r := range s.Reasons {
		reasons[i] = tf.Object{{Key: "prefix", Value: tf.String(r)}}
	}
	return tf.Object{
		{Key: "source", Value: tf.Strings("aws.ecs")},
		{Key: "detail-type", Value: tf.Strings("ECS Task State Change")},
		{Key: "detail", Value: tf.Object{
			{Key: "clusterArn", Value: tf.List{e.value(s.Stack, s.Cluster)}},
			{Key: "group", Value: tf.List{tf.Object{{Key: "prefix", Value: tf.String("service:")}}}},
			{Key: "lastStatus", Value: tf.Strings("STOPPED")},
			{Key: "$or", Value: tf.List{
				tf.Object{{Key: "stopCode", Value: tf.Strings(s.Codes...)}},
				tf.Object{{Key: "stoppedReason", Value: reasons}},
			}},
		}},
	}
}

// insights is Application Insights over what carries the platform's tags.
func (e *emitter) insights() {
	x := e.p.Insights
	if x == nil {
		return
	}
	group := tf.Resource("aws_resourcegroups_group", x.Label,
		tf.Set("name", tf.String(x.Group)),
		tf.Set("description", tf.String("Everything of "+e.p.Name+" "+e.p.Environment)),
		tf.Nested("resource_query", tf.Set("query", tf.Fn("jsonencode", tf.Object{
			{Key: "ResourceTypeFilters", Value: tf.Strings("AWS::AllSupported")},
			{Key: "TagFilters", Value: tagFilters(x.Tags)},
		}))))
	e.add(x.Stack, "application-insights.tf", group,
		tf.Resource("aws_applicationinsights_application", x.Label,
			tf.Set("resource_group_name", group.Ref("name")),
			tf.Comment("AWS chooses what to watch from what it finds in the group."),
			tf.Set("auto_config_enabled", tf.Bool(true)),
			tf.Set("cwe_monitor_enabled", tf.Bool(true))))
}

func tagFilters(tags model.Pairs) (out tf.List) {
	for _, t := range tags {
		out = append(out, tf.Object{{Key: "Key", Value: tf.String(t.Key)}, {Key: "Values", Value: tf.Strings(t.Value)}})
	}
	return out
}
