package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// watched is a thing that an alarm of the author's watches: the words of its label, and
// how what tells its numbers apart is spelled.
type watched struct {
	label  string
	node   string // empty: none, a program publishes it
	spells map[string]string
}

// alarmed calls f with every alarm that there must be.
func (o *output) alarmed(f func(model.Alarm, facts.Watched, watched)) {
	for _, a := range o.declared.Alarms {
		if a.Custom != nil {
			f(a, published(a), watched{label: label(a.Name)})
		}
		for _, row := range o.facts.Metrics.Metric(a.Metric) {
			for _, w := range o.watches(row) {
				node, part, _ := strings.Cut(w.label, ".")
				if len(a.On) > 0 && !slices.Contains(a.On, node) {
					continue
				}
				w.node, w.label = node, label(strings.Trim(a.Name+"-"+node+"-"+part, "-"))
				f(a, row, w)
			}
		}
	}
}

// published is what an alarm counts that watches a program's own metric.
func published(a model.Alarm) facts.Watched {
	words := map[string]string{"average": "Average", "sum": "Sum", "minimum": "Minimum", "maximum": "Maximum", "samples": "SampleCount"}
	m := a.Custom
	s := facts.Series{ID: "published", Namespace: m.Namespace, Metric: m.Metric, Stat: cmp.Or(words[m.Statistic], m.Statistic)}
	for _, d := range m.Dimensions {
		s.Dimensions = append(s.Dimensions, facts.Dimension{Name: d.Key, Is: d.Value})
	}
	missing := "notBreaching"
	if a.Below != nil {
		missing = "breaching"
	}
	if a.Anomaly {
		missing = "missing"
	}
	return facts.Watched{Series: []facts.Series{s}, Missing: missing}
}

// watches are the things that have a metric, called "node" or "node.part".
func (o *output) watches(row facts.Watched) (out []watched) {
	for _, family := range row.Families {
		switch family {
		case "services":
			out = append(out, o.watchesServices()...)
		case "functions":
			out = append(out, o.watchesFunctions()...)
		case "jobs":
			for _, j := range o.declared.Jobs {
				out = append(out, watched{label: j.Name, spells: map[string]string{"queue-name": "aws_sqs_queue." + label(j.Name) + "_failed.name"}})
			}
		case "databases":
			for _, d := range o.declared.Databases {
				out = append(out, o.watchesDatabase(d, row.Kind)...)
			}
		case "caches":
			out = append(out, o.watchesCaches()...)
		case "balancers":
			out = append(out, watchesEach(o.declared.Balancers, func(x model.Balancer) string { return x.Name }, "aws_lb", "arn_suffix", "balancer-suffix")...)
		case "gateways":
			out = append(out, watchesEach(o.declared.Gateways, func(x model.Gateway) string { return x.Name }, "aws_apigatewayv2_api", "id", "api-id")...)
		case "distributions":
			out = append(out, watchesEach(o.declared.Distributions, func(x model.Distribution) string { return x.Name }, "aws_cloudfront_distribution", "id", "distribution-id")...)
		case "frontends":
			out = append(out, watchesEach(o.declared.Frontends, func(x model.Frontend) string { return x.Name }, "aws_cloudfront_distribution", "id", "distribution-id")...)
		case "queues":
			out = append(out, o.watchesQueues()...)
		case "firewalls":
			out = append(out, o.watchesFirewalls(row.Kind)...)
		case "userPools":
			out = append(out, o.watchesUserPools()...)
		case "guardrails":
			out = append(out, o.watchesGuardrails()...)
		}
	}
	return out
}

// watchesEach are nodes that one attribute of one resource tells apart.
func watchesEach[T any](nodes []T, name func(T) string, resource, attribute, spells string) (out []watched) {
	for _, n := range nodes {
		out = append(out, watched{label: name(n), spells: map[string]string{spells: resource + "." + label(name(n)) + "." + attribute}})
	}
	return out
}

func (o *output) watchesServices() (out []watched) {
	for _, s := range o.declared.Services {
		out = append(out, watched{label: s.Name, spells: map[string]string{
			"cluster-name": "aws_ecs_cluster.main.name", "service-name": "aws_ecs_service." + label(s.Name) + ".name",
			"task-group": "service:" + o.known(s.Name), "stopped-tasks": o.declared.Name + "-" + o.declared.Environment.Name,
		}})
	}
	return out
}

func (o *output) watchesFunctions() (out []watched) {
	for _, f := range o.declared.Functions {
		out = append(out, watched{label: f.Name, spells: map[string]string{
			"function-name": "aws_lambda_function." + label(f.Name) + ".function_name", "queue-name": "aws_sqs_queue." + label(f.Name) + "_failed.name",
		}})
	}
	return out
}

// watchesUserPools are clients: Cognito counts by client.
func (o *output) watchesUserPools() (out []watched) {
	for _, p := range o.declared.UserPools {
		for _, c := range p.Clients {
			out = append(out, watched{label: p.Name + "." + c.Name, spells: map[string]string{
				"user-pool-id":        "aws_cognito_user_pool." + label(p.Name) + ".id",
				"user-pool-client-id": "aws_cognito_user_pool_client." + label(p.Name+"-"+c.Name) + ".id",
			}})
		}
	}
	return out
}

func (o *output) watchesGuardrails() (out []watched) {
	for _, g := range o.declared.Guardrails {
		out = append(out, watched{label: g.Name, spells: map[string]string{
			"guardrail-arn":     "aws_bedrock_guardrail." + label(g.Name) + ".guardrail_arn",
			"guardrail-version": "aws_bedrock_guardrail_version." + label(g.Name) + ".version",
		}})
	}
	return out
}

// watchesFirewalls are web ACLs of a scope that something stands behind.
func (o *output) watchesFirewalls(kind string) (out []watched) {
	behind := map[string]bool{}
	for _, x := range o.declared.Balancers {
		behind[x.Firewall+".regional"] = true
	}
	for _, x := range o.declared.Distributions {
		behind[x.Firewall+".cloudfront"] = true
	}
	for _, x := range o.declared.Frontends {
		behind[x.Firewall+".cloudfront"] = true
	}
	for _, f := range o.declared.Firewalls {
		if !behind[f.Name+"."+kind] {
			continue
		}
		part, suffix := "", ""
		if kind == "cloudfront" {
			part, suffix = ".cloudfront", "_cloudfront"
		}
		out = append(out, watched{label: f.Name + part, spells: map[string]string{
			"firewall-metric": "aws_wafv2_web_acl." + label(f.Name) + suffix + ".visibility_config", "region": o.declared.Region,
		}})
	}
	return out
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
		out = append(out, watched{label: d.Name, spells: spells("")})
	case kind == "cluster" && engine.Aurora:
		out = append(out, watched{label: d.Name + ".writer", spells: spells("WRITER")})
		if d.Instances > 1 {
			out = append(out, watched{label: d.Name + ".readers", spells: spells("READER")})
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
			"alarm_description": something, "evaluation_periods": a.Periods, "treat_missing_data": row.Missing,
			"provider": o.providerIn(row.Region),
		}
		want["alarm_actions"] = o.hearing(a, row)
		want["ok_actions"] = want["alarm_actions"]
		if want["alarm_actions"] != "" && o.parks(a, w.node) {
			want["actions_enabled"] = !o.parked
		}
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
			want["statistic"], want["extended_statistic"], want["dimensions"] = s.Stat, "", w.dimensions(s)
			if strings.HasPrefix(s.Stat, "p") {
				want["statistic"], want["extended_statistic"] = "", s.Stat
			}
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
