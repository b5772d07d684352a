package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
)

// dashboard reads a dashboard as the console would: every widget within the grid, and
// every number of the service that the dashboard is called after.
func (o *output) dashboard(m *module, b *block) (found diag.List) {
	fault := func(format string, args ...any) {
		found = append(found, finding(monitoringRules, "verify-dashboard", b.pos, nil, b.address+": "+fmt.Sprintf(format, args...)))
	}
	text := b.of(m, "dashboard_body")
	if text.kind != call || text.text != "jsonencode" || len(text.parts) != 1 {
		fault("its body is not JSON that Terraform encodes.")
		return found
	}
	widgets, _ := text.parts[0].get("widgets")
	var have []string
	for _, w := range widgets.parts {
		have = append(have, picture(w))
	}
	if want := o.pictures(b.label); !slices.Equal(have, want) {
		fault("it shows %q, and must show %q.", have, want)
	}
	for i, w := range widgets.parts {
		if problem := o.widget(m, b.label, w); problem != "" {
			fault("widget %d %s.", i, problem)
		}
	}
	return found
}

// pictures are what a service's dashboard shows, in order: each title with its metrics.
func (o *output) pictures(service string) (out []string) {
	const tasks = "ECS/ContainerInsights"
	for _, s := range o.declared.Services {
		if label(s.Name) != service {
			continue
		}
		out = append(out,
			drawing("CPU", "AWS/ECS CPUUtilization stat=Average", "AWS/ECS CPUUtilization stat=Maximum"),
			drawing("Memory", "AWS/ECS MemoryUtilization stat=Average", "AWS/ECS MemoryUtilization stat=Maximum"),
			drawing("Tasks", tasks+" RunningTaskCount stat=Average", tasks+" DesiredTaskCount stat=Average"))
		if s.Scaling != nil && s.Scaling.QueueDepth != nil {
			out = append(out, drawing("Messages that wait", s.Scaling.QueueDepth.Namespace+" "+s.Scaling.QueueDepth.Metric+" stat=Average"))
		}
		if groups, _, _ := o.registrations(s); groups != "" {
			const balancer = "AWS/ApplicationELB "
			n := 1 + strings.Count(groups, ",")
			out = append(out,
				drawing("Requests", slices.Repeat([]string{balancer + "RequestCount stat=Sum", balancer + "HTTPCode_Target_5XX_Count stat=Sum"}, n)...),
				drawing("Seconds to answer", slices.Repeat([]string{balancer + "TargetResponseTime stat=p50", balancer + "TargetResponseTime stat=p95"}, n)...))
		}
		out = append(out, drawing("Errors in the log"))
	}
	return out
}

func drawing(title string, metrics ...string) string {
	return title + ": " + strings.Join(metrics, ", ")
}

// picture reads a widget: its title, and of each line the metric and how it is counted.
func picture(w expression) string {
	properties, _ := w.get("properties")
	title, _ := properties.get("title")
	metrics, _ := properties.get("metrics")
	var lines []string
	for _, line := range metrics.parts {
		var words []string
		if len(line.parts) > 2 {
			counted := line.parts[len(line.parts)-1]
			words = append(words, line.parts[0].text, line.parts[1].text)
			for i, key := range counted.keys {
				if key != "label" {
					words = append(words, key+"="+counted.parts[i].text)
				}
			}
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return drawing(title.text, lines...)
}

// widget says what is wrong with a widget of a service's dashboard, or "".
func (o *output) widget(m *module, service string, w expression) string {
	number := func(name string) int {
		e, _ := w.get(name)
		n, err := strconv.Atoi(e.text)
		if err != nil {
			return -1
		}
		return n
	}
	if x, width := number("x"), number("width"); x < 0 || number("y") < 0 || width < 1 || number("height") < 1 || x+width > o.facts.Metrics.DashboardColumns {
		return "does not stand in the grid"
	}
	properties, _ := w.get("properties")
	if region, _ := properties.get("region"); region.text != o.declared.Region {
		return "is of another region"
	}
	if e, _ := w.get("type"); e.text == "log" {
		query, _ := properties.get("query")
		if !strings.HasPrefix(o.config.spelled(value{m.folder, query}), "SOURCE 'aws_cloudwatch_log_group."+o.dashboardLog(service)+".name'") {
			return "reads another log"
		}
		return ""
	}
	metrics, _ := properties.get("metrics")
	for _, line := range metrics.parts {
		if problem := o.drawn(m, service, line); problem != "" {
			return problem
		}
	}
	return ""
}

// drawn says what is wrong with a line of a picture, or "".
func (o *output) drawn(m *module, service string, line expression) string {
	if o.drawsQueue(service, line) {
		return ""
	}
	if len(line.parts) < 4 {
		return "draws what is no metric"
	}
	for i := 2; i+1 < len(line.parts); i += 2 {
		name, of := line.parts[i].text, o.config.spelled(value{m.folder, line.parts[i+1]})
		own, known := map[string]string{
			"ClusterName": "aws_ecs_cluster.main.name", "ServiceName": "aws_ecs_service." + service + ".name",
		}[name]
		if known && of != own || !known && !o.serves(service, of) {
			return fmt.Sprintf("draws %s %s, which is not the service's", name, of)
		}
	}
	return ""
}

// drawsQueue reports whether a line is of the queue that a service's scaling follows.
func (o *output) drawsQueue(service string, line expression) bool {
	for _, s := range o.declared.Services {
		if label(s.Name) != service || s.Scaling == nil || s.Scaling.QueueDepth == nil {
			continue
		}
		want := []string{s.Scaling.QueueDepth.Namespace, s.Scaling.QueueDepth.Metric}
		for _, d := range s.Scaling.QueueDepth.Dimensions {
			want = append(want, d.Key, d.Value)
		}
		return len(line.parts) == len(want)+1 && slices.EqualFunc(line.parts[:len(want)], want, func(e expression, text string) bool { return e.kind == literal && e.text == text })
	}
	return false
}

// dashboardLog is the label of the log group of the service that has a label.
func (o *output) dashboardLog(service string) string {
	for _, s := range o.declared.Services {
		if label(s.Name) == service {
			return o.logGroup(s)
		}
	}
	return ""
}

// serves reports whether a balancer or a target group brings requests to a service.
func (o *output) serves(service, of string) bool {
	if group, ok := strings.CutPrefix(of, "aws_lb_target_group."); ok {
		name, _, _ := strings.Cut(group, ".")
		return name == service || strings.HasPrefix(name, service+"_")
	}
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			if label(s.Name) == service && of == "aws_lb."+label(r.Balancer)+".arn_suffix" {
				return true
			}
		}
	}
	return false
}
