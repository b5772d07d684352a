package infra

import (
	"cmp"
	"slices"

	"groundplan.internal/internal/model"
)

// StoppedTasks is the record of tasks that failed: a rule of EventBridge that keeps what
// ECS says of each in a log group, and a count of them by service. ECS itself forgets a
// task an hour after it stopped.
type StoppedTasks struct {
	Label, Rule string // the rule's name in AWS
	Stack       Stack
	LogGroup    LogGroup
	Streams     Visit // by which the rule makes streams of it
	Writes      Visit // and writes into them
	Cluster     Value // ARN
	Codes       []string
	Reasons     []string // beginnings
	Namespace   string   // of the count
	Metric      string
	Dimension   string
}

// Insights is Application Insights over all that carries the platform's tags.
type Insights struct {
	Label, Group string // the resource group's name in AWS
	Stack        Stack
	Tags         model.Pairs
}

// ServingLogs are the log groups of what serves, and of its traffic; builds and the record
// of stopped tasks have others.
func (p Platform) ServingLogs() []LogGroup {
	out := slices.Clone(p.LogGroups)
	if p.Network.FlowLogs != nil {
		out = append(out, p.Network.FlowLogs.LogGroup)
	}
	for _, g := range p.Gateways {
		if g.Logs != nil {
			out = append(out, *g.Logs)
		}
	}
	for _, f := range p.Firewalls {
		for _, acl := range f.ACLs {
			if acl.Logs != nil {
				out = append(out, *acl.Logs)
			}
		}
	}
	return out
}

// monitoring watches what all families have made.
func (b *builder) monitoring() {
	b.alarms()
	b.topicCopies()
	b.dashboards()
	if b.in.ApplicationInsights {
		at := model.At("applicationInsights")
		b.out.Insights = &Insights{
			Label: "main", Group: b.names.derived("resource-group", at), Stack: b.stack(partMonitoring, ""),
			Tags: model.Pairs{
				{Key: "Environment", Value: b.tag("Environment", b.out.Environment)},
				{Key: "Platform", Value: b.tag("Platform", b.out.Name)},
			},
		}
	}
}

// tag is the value of one of the compiler's own tags, unless the author has another.
func (b *builder) tag(key, own string) string {
	given, _ := b.in.Tags.Get(key)
	return cmp.Or(given, own)
}

// stoppedTasks is made with the first alarm that counts them.
func (b *builder) stoppedTasks() {
	if b.out.StoppedTasks != nil {
		return
	}
	at, stack, stops := model.At("alarms"), b.stack(partMonitoring, ""), b.facts.Metrics.Stops
	b.out.StoppedTasks = &StoppedTasks{
		Label: b.document(at, "stopped-tasks"), Rule: b.names.derived("event-rule", at, "stopped-tasks"), Stack: stack,
		LogGroup: LogGroup{
			Label:         b.names.label("log-group", at, "stopped-tasks"),
			Name:          b.names.from("log-group", at, "/aws/events/"+b.names.platform, b.names.tail("stopped-tasks")),
			RetentionDays: b.in.Logs.RetentionDays, Stack: stack,
		},
		Streams: b.visit("event-stream"), Writes: b.visit("event-write"),
		Cluster: Value{{Attribute: ClusterARN}},
		Codes:   stops.Codes, Reasons: stops.Reasons,
		Namespace: b.names.base(), Metric: "FailedTasks", Dimension: "Group",
	}
}
