package infra

import (
	"strings"

	"groundplan.internal/internal/model"
)

// Dashboard is a dashboard of CloudWatch.
type Dashboard struct {
	Label   string
	Name    string // in AWS
	Stack   Stack
	Service string
	Period  int // seconds that one value of a picture stands for
	Columns int // of its grid
	Widgets []Widget
}

// Widget is one picture of a dashboard: metrics over time, or what a query finds in logs.
type Widget struct {
	Title   string
	Metrics []Drawn
	Percent bool // of 0 to 100
	Query   Value
}

// Drawn is a line of a picture.
type Drawn struct {
	Label string
	Series
}

// dashboardPeriod is the least that the metrics of ECS and of load balancers have.
const dashboardPeriod = 60

func (b *builder) dashboards() {
	if b.in.Dashboards == nil || !b.in.Dashboards.PerService {
		return
	}
	for _, s := range b.out.Services {
		at := model.At("services", s.Name)
		b.out.Dashboards = append(b.out.Dashboards, Dashboard{
			Label: s.Label, Name: b.names.derived("cloudwatch-dashboard", at, s.Name),
			Stack: b.stack(partMonitoring, ""), Service: s.Name, Period: dashboardPeriod, Columns: b.facts.Metrics.DashboardColumns, Widgets: b.widgets(s),
		})
	}
}

// widgets are how a service does, what it is asked for, and what goes wrong in it.
func (b *builder) widgets(s Service) []Widget {
	of := ofService(s.Label)
	line := func(label, namespace, metric, stat string) Drawn {
		return Drawn{label, Series{Namespace: namespace, Metric: metric, Stat: stat, Dimensions: of}}
	}
	widgets := []Widget{
		{Title: "CPU", Percent: true, Metrics: []Drawn{
			line("average", "AWS/ECS", "CPUUtilization", "Average"), line("highest", "AWS/ECS", "CPUUtilization", "Maximum"),
		}},
		{Title: "Memory", Percent: true, Metrics: []Drawn{
			line("average", "AWS/ECS", "MemoryUtilization", "Average"), line("highest", "AWS/ECS", "MemoryUtilization", "Maximum"),
		}},
		{Title: "Tasks", Metrics: []Drawn{
			line("running", "ECS/ContainerInsights", "RunningTaskCount", "Average"),
			line("wanted", "ECS/ContainerInsights", "DesiredTaskCount", "Average"),
		}},
	}
	if s.Queue != nil {
		widgets = append(widgets, Widget{Title: "Messages that wait", Metrics: []Drawn{{"waiting", s.Queue.Series[0]}}})
	}
	widgets = append(widgets, asked(s)...)
	return append(widgets, Widget{Title: "Errors in the log", Query: b.errorsIn(s)})
}

// asked is what balancers see of a service: how much it is asked for, what goes wrong,
// and how long it takes.
func asked(s Service) []Widget {
	requests, latency := Widget{Title: "Requests"}, Widget{Title: "Seconds to answer"}
	for _, g := range s.TargetGroups {
		line := func(label, metric, stat string) Drawn {
			if len(s.TargetGroups) > 1 {
				label += " " + g.Label
			}
			return Drawn{label, Series{Namespace: "AWS/ApplicationELB", Metric: metric, Stat: stat, Dimensions: []Dimension{
				{"TargetGroup", Of(g.Label, TargetGroupSuffix)},
				{"LoadBalancer", Of(g.BalancerLabel, BalancerSuffix)},
			}}}
		}
		requests.Metrics = append(requests.Metrics,
			line("all", "RequestCount", "Sum"), line("server errors", "HTTPCode_Target_5XX_Count", "Sum"))
		latency.Metrics = append(latency.Metrics,
			line("half within", "TargetResponseTime", "p50"), line("95 of 100 within", "TargetResponseTime", "p95"))
	}
	if len(requests.Metrics) == 0 {
		return nil
	}
	return []Widget{requests, latency}
}

// errorsIn is the query for the last lines of a service's log that speak of an error.
// Where services share a group, a stream's name tells whose it is.
func (b *builder) errorsIn(s Service) Value {
	own := s.Task.Containers[0]
	find := "' | fields @timestamp, @message"
	if own.LogGroup == sharedLogs {
		find += " | filter @logStream like '" + quotable(own.StreamPrefix) + "/" + own.Name + "/'"
	}
	find += " | filter @message like /(?i)(error|exception|fatal)/ | sort @timestamp desc | limit 50"
	return Value{{Text: "SOURCE '"}, {Node: own.LogGroup, Attribute: LogGroupName}, {Text: find}}
}

// quotable is a text within quotes of a query.
func quotable(s string) string { return strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) }
