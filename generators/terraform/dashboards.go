package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// widgetHeight is a quarter of the usual width of the grid: two pictures stand side by side,
// twice as wide as high, and what a query finds takes the whole width.
const widgetHeight = 6

func (e *emitter) dashboards() {
	for _, d := range e.p.Dashboards {
		var widgets tf.List
		x, y := 0, 0
		for _, w := range d.Widgets {
			width := d.Columns / 2
			if w.Query != nil {
				width = d.Columns
			}
			if x+width > d.Columns {
				x, y = 0, y+widgetHeight
			}
			widgets = append(widgets, e.widget(d, w, x, y, width))
			x += width
		}
		e.add(d.Stack, "dashboard-"+d.Service+".tf", tf.Resource("aws_cloudwatch_dashboard", d.Label,
			tf.Set("dashboard_name", tf.String(d.Name)),
			tf.Set("dashboard_body", tf.Fn("jsonencode", tf.Object{{Key: "widgets", Value: widgets}}))))
	}
}

func (e *emitter) widget(d infra.Dashboard, w infra.Widget, x, y, width int) tf.Object {
	kind, properties := "metric", e.picture(d, w)
	if w.Query != nil {
		kind, properties = "log", tf.Object{
			{Key: "title", Value: tf.String(w.Title)},
			{Key: "region", Value: tf.String(e.p.Region)},
			{Key: "view", Value: tf.String("table")},
			{Key: "query", Value: e.value(d.Stack, w.Query)},
		}
	}
	return tf.Object{
		{Key: "type", Value: tf.String(kind)},
		{Key: "x", Value: tf.Int(x)},
		{Key: "y", Value: tf.Int(y)},
		{Key: "width", Value: tf.Int(width)},
		{Key: "height", Value: tf.Int(widgetHeight)},
		{Key: "properties", Value: properties},
	}
}

func (e *emitter) picture(d infra.Dashboard, w infra.Widget) tf.Object {
	lines := make(tf.List, len(w.Metrics))
	for i, m := range w.Metrics {
		line := tf.Strings(m.Namespace, m.Metric)
		for _, dimension := range m.Dimensions {
			line = append(line, tf.String(dimension.Name), e.value(d.Stack, dimension.Value))
		}
		lines[i] = append(line, tf.Object{{Key: "stat", Value: tf.String(m.Stat)}, {Key: "label", Value: tf.String(m.Label)}})
	}
	properties := tf.Object{
		{Key: "title", Value: tf.String(w.Title)},
		{Key: "region", Value: tf.String(e.p.Region)},
		{Key: "view", Value: tf.String("timeSeries")},
		{Key: "period", Value: tf.Int(d.Period)},
		{Key: "metrics", Value: lines},
	}
	if w.Percent {
		properties = append(properties, tf.Entry{Key: "yAxis", Value: tf.Object{
			{Key: "left", Value: tf.Object{{Key: "min", Value: tf.Int(0)}, {Key: "max", Value: tf.Int(100)}}},
		}})
	}
	return properties
}
