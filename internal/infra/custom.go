package infra

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// QueueDepth is what a service's count of tasks follows where messages wait for it.
type QueueDepth struct {
	Target     int      // messages for each running task
	Series     []Series // the messages that wait, and the tasks that run
	Expression string   // over the ids of the series
	Note       string   // what a reader of the expression should know
	Publishers []string // nodes that write how many messages wait; none: AWS counts them
}

// queueDepth is how many messages wait for each running task. Container Insights, which the
// cluster has, counts the tasks. While none runs, the messages count as those of one;
// where none is allowed, a single message has to bring one back.
func (b *builder) queueDepth(s model.Service) *QueueDepth {
	if s.Scaling == nil || s.Scaling.QueueDepth == nil {
		return nil
	}
	q := s.Scaling.QueueDepth
	none, note := "1", "Messages per running task; while none runs, as if one did."
	if s.Scaling.Min == 0 {
		none, note = "1 / "+strconv.Itoa(q.Target+1), "Messages per running task; while none runs, a single one is more than the target."
	}
	return &QueueDepth{
		Target: q.Target, Note: note, Publishers: b.publishers(q.Namespace),
		Series: []Series{
			{ID: "waiting", Namespace: q.Namespace, Metric: q.Metric, Stat: "Average", Dimensions: told(q.Dimensions)},
			{ID: "running", Namespace: "ECS/ContainerInsights", Metric: "RunningTaskCount", Stat: "Average", Dimensions: ofService(labelOf(s.Name))},
		},
		Expression: "waiting / IF(FILL(running, 0) > 0, running, " + none + ")",
	}
}

// told are dimensions whose values the author knows.
func told(pairs model.Pairs) (out []Dimension) {
	for _, p := range pairs {
		out = append(out, Dimension{p.Key, Text(p.Value)})
	}
	return out
}

// Title names a series whose dimensions are all known: "Shop Orders where kind is new".
func (s Series) Title() string {
	title := s.Namespace + " " + s.Metric
	for i, d := range s.Dimensions {
		value, _ := d.Value.Literal()
		title += []string{" where ", " and "}[min(i, 1)] + d.Name + " is " + value
	}
	return title
}

// ofService are the dimensions of a service's own numbers.
func ofService(label string) []Dimension {
	return []Dimension{
		{"ClusterName", Value{{Attribute: ClusterName}}},
		{"ServiceName", Of(label, ServiceName)},
	}
}

// customAlarm watches a metric that a program publishes.
func (b *builder) customAlarm(a model.Alarm) Alarm {
	out := b.alarm(a, b.customRow(*a.Custom, a), target{})
	out.Publishers = b.publishers(a.Custom.Namespace)
	return out
}

// metricNamespaces notes which namespaces programs publish to, and which are watched.
func (b *builder) metricNamespaces() {
	name := func(namespace string, at model.Path) Name {
		return Name{Kind: "namespace of metrics", Name: namespace, Key: namespace, Within: "region", Path: at, Pos: b.names.pos(at)}
	}
	for _, s := range b.in.Services {
		at := model.At("services", s.Name)
		for _, namespace := range s.Publishes {
			b.out.Published = append(b.out.Published, name(namespace, at.Then("publishes")))
		}
		if s.Scaling != nil && s.Scaling.QueueDepth != nil {
			b.out.Watched = append(b.out.Watched, name(s.Scaling.QueueDepth.Namespace, at.Then("scaling", "queueDepth", "namespace")))
		}
	}
	for _, a := range b.in.Alarms {
		if a.Custom != nil {
			b.out.Watched = append(b.out.Watched, name(a.Custom.Namespace, model.At("alarms", a.Name, "custom", "namespace")))
		}
	}
}

// customRow is what is known of a metric that a program publishes. Where nothing is
// published, nothing is above a bound; below one, silence is as bad.
func (b *builder) customRow(m model.CustomMetric, a model.Alarm) facts.Watched {
	series := facts.Series{ID: "published", Namespace: m.Namespace, Metric: m.Metric, Stat: statistic(m.Statistic)}
	for _, d := range m.Dimensions {
		series.Dimensions = append(series.Dimensions, facts.Dimension{Name: d.Key, Is: d.Value})
	}
	title := m.Statistic + " of " + Series{Namespace: m.Namespace, Metric: m.Metric, Dimensions: told(m.Dimensions)}.Title()
	todo := "AWS publishes it."
	if by := b.publishers(m.Namespace); len(by) > 0 {
		todo = "Published by " + strings.Join(by, ", ") + ": look at what is logged there."
	}
	missing := "notBreaching"
	switch {
	case a.Below != nil:
		missing = "breaching"
	case a.Anomaly:
		missing = "missing"
	}
	return facts.Watched{Title: title, Todo: todo, Unit: "count", Series: []facts.Series{series}, Missing: missing}
}

// statistic is a statistic in CloudWatch's words.
func statistic(word string) string {
	switch word {
	case "average", "sum", "minimum", "maximum":
		return strings.ToUpper(word[:1]) + word[1:]
	case "samples":
		return "SampleCount"
	}
	return word // a percentile
}

// publishers are the services, jobs and externals that write to a namespace.
func (b *builder) publishers(namespace string) (nodes []string) {
	for _, s := range b.in.Tasks() {
		if slices.Contains(s.Publishes, namespace) {
			nodes = append(nodes, s.Name)
		}
	}
	for _, e := range b.in.Externals {
		if slices.Contains(e.Publishes, namespace) {
			nodes = append(nodes, e.Name)
		}
	}
	return nodes
}
