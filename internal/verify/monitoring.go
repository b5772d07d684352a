package verify

import (
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

var monitoringRules = []Rule{
	{"verify-alarm", "alarm other than declared", "Every alarm counts what it says, of the node that it is declared for, against the declared threshold."},
	{"verify-topic-policy", "topic that others may speak to", "Only CloudWatch speaks to a topic of alarms, for those of this account and region alone; the policy of one that programs use lets nobody in, and refuses what comes without TLS; and only EventBridge writes the log of stopped tasks."},
	{"verify-dashboard", "dashboard other than declared", "Every dashboard draws the numbers of the service that it is called after, within the grid."},
}

// stopped is what a block of the log of stopped tasks must say, where an alarm counts them.
func stopped(a arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		if !o.countsStops() {
			return nil
		}
		return map[string]arguments{"stopped_tasks": a}
	}
}

func (o *output) countsStops() (counts bool) {
	o.alarmed(func(a model.Alarm, _ facts.Watched, _ watched) { counts = counts || a.Metric == "service-failed-tasks" })
	return counts
}

// stopRule matches failed tasks of the services of the cluster, and no others.
func (o *output) stopRule() map[string]arguments {
	var reasons []string
	for _, r := range o.facts.Metrics.Stops.Reasons {
		reasons = append(reasons, "prefix="+r)
	}
	pattern := "detail-type=ECS Task State Change,detail=$or=stopCode=" + strings.Join(o.facts.Metrics.Stops.Codes, ",") + ",stoppedReason=" + strings.Join(reasons, ",") +
		",clusterArn=aws_ecs_cluster.main.arn,group=prefix=service:,lastStatus=STOPPED,source=aws.ecs"
	return stopped(arguments{"event_pattern": pattern})(o)
}

// stopTarget is the log that the rule writes what it matches to, once it may.
var stopTarget = arguments{
	"rule": "aws_cloudwatch_event_rule.stopped_tasks.name", "arn": "aws_cloudwatch_log_group.stopped_tasks.arn",
	"depends_on": "aws_cloudwatch_log_resource_policy.stopped_tasks",
}

func (o *output) stopFilter() map[string]arguments {
	const to = "metric_transformation."
	return stopped(arguments{
		"log_group_name": "aws_cloudwatch_log_group.stopped_tasks.name", "pattern": "{ $.detail.group = * }",
		to + "namespace": o.declared.Name + "-" + o.declared.Environment.Name, to + "name": "FailedTasks", to + "value": "1",
		to + "dimensions": "Group=$.detail.group",
	})(o)
}

func (o *output) insights() map[string]arguments {
	if !o.declared.ApplicationInsights {
		return nil
	}
	return map[string]arguments{"main": {"resource_group_name": "aws_resourcegroups_group.main.name", "auto_config_enabled": true, "cwe_monitor_enabled": true}}
}

// tagged is the group of everything that carries the platform's tags.
func (o *output) tagged() map[string]arguments {
	if !o.declared.ApplicationInsights {
		return nil
	}
	tag := func(key, own string) string {
		if given, ok := o.declared.Tags.Get(key); ok {
			own = given
		}
		return "Key=" + key + ",Values=" + own
	}
	return map[string]arguments{"main": {"resource_query.query": "ResourceTypeFilters=AWS::AllSupported,TagFilters=" +
		tag("Environment", o.declared.Environment.Name) + "," + tag("Platform", o.declared.Name)}}
}

func (o *output) dashboardNames() map[string]arguments {
	if o.declared.Dashboards == nil || !o.declared.Dashboards.PerService {
		return nil
	}
	return per(o.declared.Services, func(s model.Service) string { return s.Name }, func(model.Service) arguments { return arguments{} })
}

// monitoring compares who may speak to topics, and what dashboards draw.
func (o *output) monitoring() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	topics := o.topicLabels()
	o.config.each("resource", "aws_sns_topic_policy", func(m *module, b *block) {
		if problem := o.unsaid(m, b, "policy", o.topicTrust(b.label, topics[b.label])); problem != "" {
			found = append(found, finding(monitoringRules, "verify-topic-policy", b.pos, nil, problem))
		}
	})
	o.config.each("resource", "aws_cloudwatch_log_resource_policy", func(m *module, b *block) { found = append(found, o.stopPolicy(m, b)...) })
	o.config.each("resource", "aws_sns_topic_subscription", func(m *module, b *block) { found = append(found, o.subscription(m, b, topics)...) })
	o.config.each("resource", "aws_cloudwatch_dashboard", func(m *module, b *block) { found = append(found, o.dashboard(m, b)...) })
	return append(found, o.unheard(topics)...)
}

// stopPolicy lets EventBridge write what the one rule finds, and nothing else.
func (o *output) stopPolicy(m *module, b *block) diag.List {
	group := []string{"aws_cloudwatch_log_group.stopped_tasks.arn:*"}
	problem := o.unsaid(m, b, "policy_document",
		o.visit("event-stream", group),
		o.visit("event-write", group, "ArnEquals aws:SourceArn aws_cloudwatch_event_rule.stopped_tasks.arn"))
	if problem != "" {
		return diag.List{finding(monitoringRules, "verify-topic-policy", b.pos, nil, problem)}
	}
	return nil
}
