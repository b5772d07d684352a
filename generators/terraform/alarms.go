package terraform

import (
	"strconv"
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// alarms writes each alarm of the author's, for all that it watches, into a file of its own.
func (e *emitter) alarms() {
	for _, a := range e.p.Alarms {
		e.add(a.Stack, "alarm-"+a.Declared+".tf", e.alarm(a))
	}
}

func (e *emitter) alarm(a infra.Alarm) *tf.Block {
	b := tf.Resource("aws_cloudwatch_metric_alarm", a.Label,
		tf.Set("alarm_name", tf.String(a.Name)),
		tf.Set("alarm_description", tf.String(a.Description)),
		tf.Gap{})
	b.Region = a.Region
	plain := a.Expression == nil && a.Bound != "anomaly"
	if plain {
		b.Add(e.metric(a, a.Series[0], "statistic")...)
		b.Add(tf.Gap{})
	}
	b.Add(
		tf.Set("comparison_operator", tf.String(comparison(a))),
		threshold(a),
		tf.Set("evaluation_periods", tf.Int(a.Periods)),
		tf.Set("treat_missing_data", tf.String(a.Missing)),
		tf.Gap{})
	if len(a.Topics) > 0 {
		topics := make(tf.List, len(a.Topics))
		for i, label := range a.Topics {
			topics[i] = tf.RefTo("aws_sns_topic", label, "arn")
		}
		b.Add(tf.Set("alarm_actions", topics), tf.Set("ok_actions", topics))
		if a.Parks {
			b.Add(tf.Set("actions_enabled", tf.Not{Of: tf.Var(e.p.Park.Variable)}))
		}
	}
	if !plain {
		b.Add(e.queries(a)...)
	}
	return b
}

func comparison(a infra.Alarm) string {
	switch a.Bound {
	case "above":
		return "GreaterThanThreshold"
	case "below":
		return "LessThanThreshold"
	}
	return "GreaterThanUpperThreshold"
}

func threshold(a infra.Alarm) *tf.Attr {
	if a.Bound == "anomaly" {
		return tf.Set("threshold_metric_id", tf.String(bandID))
	}
	return tf.Set("threshold", tf.Int(a.Threshold))
}

// The ids of queries that are not series: what is compared, and what with.
const (
	valueID = "value"
	bandID  = "usual"
)

// queries are what an alarm computes: the expression, the band where it is compared with
// one, and the series that they are made of. Terraform shows an alarm's queries as a set.
func (e *emitter) queries(a infra.Alarm) (out []tf.Item) {
	compared := valueID
	if a.Expression == nil {
		compared = a.Series[0].ID
	}
	if a.Bound == "anomaly" {
		out = append(out, tf.Nested("metric_query",
			tf.Set("id", tf.String(bandID)),
			tf.Set("expression", tf.String("ANOMALY_DETECTION_BAND("+compared+", "+strconv.Itoa(a.Band)+")")),
			tf.Set("label", tf.String("usual")),
			tf.Set("return_data", tf.Bool(true))))
	}
	if a.Expression != nil {
		reckoned := tf.Nested("metric_query",
			tf.Set("id", tf.String(valueID)),
			tf.Set("expression", e.value(a.Stack, a.Expression)),
			tf.Set("label", tf.String(a.Title)),
			tf.Set("return_data", tf.Bool(true)))
		reckoned.Comment = a.Note
		out = append(out, reckoned)
	}
	for _, s := range a.Series {
		query := tf.Nested("metric_query",
			tf.Set("id", tf.String(s.ID)),
			tf.Nested("metric", e.metric(a, s, "stat")...))
		if s.ID == compared {
			query.Add(tf.Set("return_data", tf.Bool(true)))
		}
		out = append(out, query)
	}
	return out
}

// metric says which numbers of CloudWatch are read, and how many of them make one.
func (e *emitter) metric(a infra.Alarm, s infra.Series, stat string) []tf.Item {
	dimensions := make(tf.Object, len(s.Dimensions))
	for i, d := range s.Dimensions {
		dimensions[i] = tf.Entry{Key: d.Name, Value: e.value(a.Stack, d.Value)}
	}
	if stat == "statistic" && strings.HasPrefix(s.Stat, "p") {
		stat = "extended_statistic"
	}
	items := []tf.Item{
		tf.Set("namespace", tf.String(s.Namespace)),
		tf.Set("metric_name", tf.String(s.Metric)),
	}
	if len(dimensions) > 0 {
		items = append(items, tf.Set("dimensions", dimensions))
	}
	return append(items, tf.Set(stat, tf.String(s.Stat)), tf.Set("period", tf.Int(a.Period)))
}
