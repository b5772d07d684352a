package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

var monitoringRules = []Rule{
	{"verify-alarm", "alarm other than declared", "Every alarm counts what it says, of the node that it is declared for, against the declared threshold."},
	{"verify-topic-policy", "topic that others may speak to", "Only CloudWatch speaks to a topic, for alarms of this account and region alone, and only EventBridge writes the log of stopped tasks."},
	{"verify-dashboard", "dashboard other than declared", "Every dashboard draws the numbers of the service that it is called after, within the grid."},
}

// watched is a thing that an alarm of the author's watches: the words of its label, and
// how what tells its numbers apart is spelled.
type watched struct {
	label  string
	spells map[string]string
}

// alarmed calls f with every alarm that there must be.
func (o *output) alarmed(f func(model.Alarm, facts.Watched, watched)) {
	for _, a := range o.declared.Alarms {
		for _, row := range o.facts.Metrics.Metric(a.Metric) {
			for _, w := range o.watches(row) {
				node, part, _ := strings.Cut(w.label, ".")
				if len(a.On) > 0 && !slices.Contains(a.On, node) {
					continue
				}
				w.label = label(strings.Trim(a.Name+"-"+node+"-"+part, "-"))
				f(a, row, w)
			}
		}
	}
}

// watches are the things that have a metric, called "node" or "node.part".
func (o *output) watches(row facts.Watched) (out []watched) {
	one := func(name, resource, what, attribute string) {
		if slices.Contains(row.Families, what) {
			out = append(out, watched{name, map[string]string{attribute: resource}})
		}
	}
	for _, s := range o.declared.Services {
		if slices.Contains(row.Families, "services") {
			out = append(out, watched{s.Name, map[string]string{
				"cluster-name": "aws_ecs_cluster.main.name", "service-name": "aws_ecs_service." + label(s.Name) + ".name",
				"task-group": "service:" + s.Name, "stopped-tasks": o.declared.Name + "-" + o.declared.Environment.Name,
			}})
		}
	}
	for _, d := range o.declared.Databases {
		if slices.Contains(row.Families, "databases") {
			out = append(out, o.watchesDatabase(d, row.Kind)...)
		}
	}
	for _, x := range o.declared.Balancers {
		one(x.Name, "aws_lb."+label(x.Name)+".arn_suffix", "balancers", "balancer-suffix")
		if x.Firewall != "" && row.Kind == "regional" && !slices.ContainsFunc(out, func(w watched) bool { return w.label == x.Firewall }) {
			out = append(out, o.watchesFirewall(x.Firewall, "", ""))
		}
	}
	for _, x := range o.declared.Gateways {
		one(x.Name, "aws_apigatewayv2_api."+label(x.Name)+".id", "gateways", "api-id")
	}
	for _, x := range o.declared.Distributions {
		one(x.Name, "aws_cloudfront_distribution."+label(x.Name)+".id", "distributions", "distribution-id")
		out = o.watchesEdge(out, row, x.Firewall)
	}
	for _, x := range o.declared.Frontends {
		one(x.Name, "aws_cloudfront_distribution."+label(x.Name)+".id", "frontends", "distribution-id")
		out = o.watchesEdge(out, row, x.Firewall)
	}
	for _, p := range o.declared.UserPools {
		for _, c := range p.Clients {
			if slices.Contains(row.Families, "userPools") {
				out = append(out, watched{p.Name + "." + c.Name, map[string]string{
					"user-pool-id":        "aws_cognito_user_pool." + label(p.Name) + ".id",
					"user-pool-client-id": "aws_cognito_user_pool_client." + label(p.Name+"-"+c.Name) + ".id",
				}})
			}
		}
	}
	for _, g := range o.declared.Guardrails {
		if slices.Contains(row.Families, "guardrails") {
			out = append(out, watched{g.Name, map[string]string{
				"guardrail-arn":     "aws_bedrock_guardrail." + label(g.Name) + ".guardrail_arn",
				"guardrail-version": "aws_bedrock_guardrail_version." + label(g.Name) + ".version",
			}})
		}
	}
	return out
}

func (o *output) watchesEdge(out []watched, row facts.Watched, firewall string) []watched {
	if row.Kind != "cloudfront" || firewall == "" || slices.ContainsFunc(out, func(w watched) bool { return w.label == firewall+".cloudfront" }) {
		return out
	}
	return append(out, o.watchesFirewall(firewall, ".cloudfront", "_cloudfront"))
}

func (o *output) watchesFirewall(name, part, suffix string) watched {
	return watched{name + part, map[string]string{
		"firewall-metric": "aws_wafv2_web_acl." + label(name) + suffix + ".visibility_config", "region": o.declared.Region,
	}}
}

// watchesDatabase is an instance, or the roles within a cluster, or its volume.
func (o *output) watchesDatabase(d model.Database, kind string) (out []watched) {
	engine, _ := o.facts.RDS.Engine(d.Engine)
	parameter, _ := d.Parameters.Get("max_connections")
	most, _ := o.facts.MaxConnections(d.Engine, d.Class, parameter)
	spells := func(role string) map[string]string {
		return map[string]string{
			"max-connections": fmt.Sprint(most), "volume-bytes": fmt.Sprint(o.facts.Metrics.VolumeBytes), "cluster-role": role,
			"database-identifier": "aws_db_instance." + label(d.Name) + ".identifier",
			"allocated-gibibytes": "aws_db_instance." + label(d.Name) + ".allocated_storage",
			"cluster-identifier":  "aws_rds_cluster." + label(d.Name) + ".cluster_identifier",
		}
	}
	switch {
	case kind == "instance" && !engine.Aurora, kind == "volume" && engine.Aurora:
		out = append(out, watched{d.Name, spells("")})
	case kind == "cluster" && engine.Aurora:
		out = append(out, watched{d.Name + ".writer", spells("WRITER")})
		if d.Instances > 1 {
			out = append(out, watched{d.Name + ".readers", spells("READER")})
		}
	}
	return out
}

// spelled is a text of the facts with what a thing has in place of "{…}".
func (w watched) spelled(text string) string {
	for name, value := range w.spells {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

func (w watched) dimensions(s facts.Series) string {
	var out []string
	for _, d := range s.Dimensions {
		value := d.Is
		if d.Of != "" {
			value = w.spells[d.Of]
		}
		out = append(out, d.Name+"="+value)
	}
	slices.Sort(out)
	return strings.Join(out, ",")
}

// metricAlarms are all alarms, by label.
func (o *output) metricAlarms() map[string]arguments {
	out := map[string]arguments{}
	o.alarmed(func(a model.Alarm, row facts.Watched, w watched) {
		want := arguments{
			"evaluation_periods": a.Periods, "datapoints_to_alarm": "", "treat_missing_data": row.Missing,
			"actions_enabled": "", "insufficient_data_actions": "", "threshold": "", "threshold_metric_id": "",
			"provider": o.providerIn(row.Region),
		}
		want["alarm_actions"] = o.hearing(a, row)
		want["ok_actions"] = want["alarm_actions"]
		switch {
		case a.Above != nil:
			want["comparison_operator"], want["threshold"] = "GreaterThanThreshold", *a.Above
		case a.Below != nil:
			want["comparison_operator"], want["threshold"] = "LessThanThreshold", *a.Below
		default:
			want["comparison_operator"], want["threshold_metric_id"] = "GreaterThanUpperThreshold", "usual"
		}
		if row.Expression == "" && !a.Anomaly {
			s := row.Series[0]
			want["namespace"], want["metric_name"], want["period"] = w.spelled(s.Namespace), s.Metric, a.Window
			want["statistic"], want["dimensions"], want["metric_query.id"] = s.Stat, w.dimensions(s), ""
		} else {
			w.queries(want, a, row, o.facts.Metrics.Alarm.Band)
		}
		out[w.label] = want
	})
	return out
}

// queries are what an alarm must compute: first what is compared, then what it is made of.
func (w watched) queries(want arguments, a model.Alarm, row facts.Watched, band int) {
	var ids, expressions, returned, namespaces, metrics, stats, periods, dimensions []string
	compared := row.Series[0].ID
	if row.Expression != "" {
		compared = "value"
	}
	if a.Anomaly {
		ids, returned = append(ids, "usual"), append(returned, "true")
		expressions = append(expressions, fmt.Sprintf("ANOMALY_DETECTION_BAND(%s, %d)", compared, band))
	}
	if row.Expression != "" {
		ids, returned, expressions = append(ids, "value"), append(returned, "true"), append(expressions, w.spelled(row.Expression))
	}
	for _, s := range row.Series {
		ids = append(ids, s.ID)
		if s.ID == compared {
			returned = append(returned, "true")
		}
		namespaces, metrics, stats = append(namespaces, w.spelled(s.Namespace)), append(metrics, s.Metric), append(stats, s.Stat)
		periods, dimensions = append(periods, fmt.Sprint(a.Window)), append(dimensions, w.dimensions(s))
	}
	for name, values := range map[string][]string{
		"id": ids, "expression": expressions, "return_data": returned, "metric.namespace": namespaces,
		"metric.metric_name": metrics, "metric.stat": stats, "metric.period": periods, "metric.dimensions": dimensions,
	} {
		want["metric_query."+name] = strings.Join(values, ",")
	}
}

// hearing are the topics of an alarm, as they are spelled.
func (o *output) hearing(a model.Alarm, row facts.Watched) string {
	topics := a.Notify
	if len(topics) == 0 {
		topics = o.declared.Notify
	}
	var out []string
	for _, t := range topics {
		if o.providerIn(row.Region) != "" {
			t += "-" + row.Region
		}
		out = append(out, "aws_sns_topic."+label(t)+".arn")
	}
	return strings.Join(out, ",")
}

// providerIn is the provider of a region, as it is spelled; "" for the platform's own.
func (o *output) providerIn(region string) string {
	if region == "" || region == o.declared.Region {
		return ""
	}
	return "aws." + providerAlias(region)
}

// topicLabels are the labels of all topics, with the region of each.
func (o *output) topicLabels() map[string]string {
	out := map[string]string{}
	for _, t := range o.declared.Topics {
		out[label(t.Name)] = o.declared.Region
	}
	o.alarmed(func(a model.Alarm, row facts.Watched, _ watched) {
		for _, arn := range strings.Split(o.hearing(a, row), ",") {
			if name, _ := strings.CutSuffix(strings.TrimPrefix(arn, "aws_sns_topic."), ".arn"); name != "" && out[name] == "" {
				out[name] = row.Region
			}
		}
	})
	return out
}

func (o *output) snsTopics() map[string]arguments {
	out := map[string]arguments{}
	for name, region := range o.topicLabels() {
		out[name] = arguments{"policy": "", "kms_master_key_id": "", "provider": o.providerIn(region)}
	}
	return out
}

func (o *output) snsTopicPolicies() map[string]arguments {
	out := map[string]arguments{}
	for name, region := range o.topicLabels() {
		out[name] = arguments{"arn": "aws_sns_topic." + name + ".arn", "provider": o.providerIn(region)}
	}
	return out
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
	return stopped(arguments{"event_pattern": pattern, "state": "", "schedule_expression": "", "event_bus_name": ""})(o)
}

func (o *output) stopFilter() map[string]arguments {
	const to = "metric_transformation."
	return stopped(arguments{
		"log_group_name": "aws_cloudwatch_log_group.stopped_tasks.name", "pattern": "{ $.detail.group = * }",
		to + "namespace": o.declared.Name + "-" + o.declared.Environment.Name, to + "name": "FailedTasks", to + "value": "1",
		to + "dimensions": "Group=$.detail.group", to + "default_value": "",
	})(o)
}

func (o *output) insights() map[string]arguments {
	if !o.declared.ApplicationInsights {
		return nil
	}
	return map[string]arguments{"main": {"resource_group_name": "aws_resourcegroups_group.main.name", "auto_config_enabled": true, "auto_create": ""}}
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
		want := statement{
			effect: "Allow", actions: []string{"sns:Publish"}, resources: []string{"aws_sns_topic." + b.label + ".arn"},
			principals: []string{"Service cloudwatch.amazonaws.com"},
			conditions: []string{
				"StringEquals aws:SourceAccount " + accountID,
				"ArnLike aws:SourceArn " + o.arnIn(topics[b.label], "cloudwatch", accountID) + "alarm:*",
			},
		}
		if have := o.statements(b.of(m, "policy")); len(have) != 1 || have[0].String() != want.String() {
			found = append(found, finding(monitoringRules, "verify-topic-policy", b.pos, nil, fmt.Sprintf("%s must say %s, and says %v.", b.address, want, have)))
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
	events := []string{"Service delivery.logs.amazonaws.com,events.amazonaws.com"}
	want := []statement{
		{effect: "Allow", actions: []string{"logs:CreateLogStream"}, resources: group, principals: events},
		{effect: "Allow", actions: []string{"logs:PutLogEvents"}, resources: group, principals: events,
			conditions: []string{"ArnEquals aws:SourceArn aws_cloudwatch_event_rule.stopped_tasks.arn"}},
	}
	have := o.statements(b.of(m, "policy_document"))
	if fmt.Sprint(have) != fmt.Sprint(want) {
		return diag.List{finding(monitoringRules, "verify-topic-policy", b.pos, nil, fmt.Sprintf("%s must say %v, and says %v.", b.address, want, have))}
	}
	return nil
}

// addresses are who must hear of each topic, as "topic address".
func (o *output) addresses(topics map[string]string) map[string]bool {
	out := map[string]bool{}
	for _, t := range o.declared.Topics {
		for name, region := range topics {
			if name != label(t.Name) && name != label(t.Name+"-"+region) {
				continue
			}
			for _, address := range t.Email {
				out["aws_sns_topic."+name+".arn "+address] = true
			}
		}
	}
	return out
}

// subscription is one that is declared.
func (o *output) subscription(m *module, b *block, topics map[string]string) diag.List {
	topic, _ := strings.CutSuffix(strings.TrimPrefix(o.config.spelled(b.of(m, "topic_arn")), "aws_sns_topic."), ".arn")
	if have, want := o.config.spelled(b.of(m, "provider")), o.providerIn(topics[topic]); have != want {
		return diag.List{finding(monitoringRules, "verify-alarm", b.pos, nil, fmt.Sprintf("%s is made by %q, and its topic by %q.", b.address, have, want))}
	}
	who := o.config.spelled(b.of(m, "topic_arn")) + " " + o.config.spelled(b.of(m, "endpoint"))
	if protocol := o.config.spelled(b.of(m, "protocol")); protocol != "email" || !o.addresses(topics)[who] {
		return diag.List{finding(monitoringRules, "verify-alarm", b.pos, nil, fmt.Sprintf("%s tells %s by %s, which nobody declared.", b.address, who, protocol))}
	}
	return nil
}

// unheard are addresses that no topic writes to.
func (o *output) unheard(topics map[string]string) (found diag.List) {
	missing := o.addresses(topics)
	o.config.each("resource", "aws_sns_topic_subscription", func(m *module, b *block) {
		delete(missing, o.config.spelled(b.of(m, "topic_arn"))+" "+o.config.spelled(b.of(m, "endpoint")))
	})
	if len(missing) > 0 {
		found = append(found, finding(monitoringRules, "verify-alarm", diag.Pos{File: o.declared.File}, nil, fmt.Sprintf("%d declared addresses hear of no topic.", len(missing))))
	}
	return found
}

// arnIn is the beginning of an ARN of another region.
func (o *output) arnIn(region, service, account string) string {
	return strings.Replace(o.arn(service, account), ":"+o.declared.Region+":", ":"+region+":", 1)
}
