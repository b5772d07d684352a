package docs

import (
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// alarmsPage is for whoever is woken: what each alarm means, who hears of it, what to do.
func alarmsPage(v *view) []artifact.File {
	if len(v.Alarms)+len(v.alarmTopics())+len(v.Dashboards) == 0 && v.Insights == nil {
		return nil
	}
	pg := v.page(sentence("Alarms of %s: %s", text(v.Title), text(v.Environment)))
	v.alarmsSection(pg)
	v.topicsSection(pg)
	v.dashboardsSection(pg)
	if v.Insights != nil {
		pg.section("Application Insights")
		pg.para("CloudWatch Application Insights watches everything with the tags of this environment, in the resource group %s, and decides by itself what is a problem.", code(v.Insights.Group))
	}
	return []artifact.File{pg.file("docs/alarms.md")}
}

func (v *view) alarmsSection(pg *page) {
	if len(v.Alarms) == 0 {
		return
	}
	pg.section("Alarms")
	pg.para("Each alarm notifies its topics when it goes off, and again when it is over.")
	t := table{head: []md{"Alarm", "Watches", "Goes off", "Who hears", "Logs", "Name in AWS"}}
	for _, a := range v.Alarms {
		t.row(text(a.Declared), text(a.Watches()), text(a.Condition()), or(join(each(a.Topics, v.topicName)), "nobody"), or(v.alarmLogsCell(a), "none"), code(a.Name))
	}
	pg.table(t)
	if i := slices.IndexFunc(v.Alarms, func(a infra.Alarm) bool { return len(v.alarmLogs(a)) > 0 }); i >= 0 {
		pg.para("This shows a log group, here that of the first alarm with one:")
		region := v.Region
		if v.Alarms[i].Region != "" {
			region = v.Alarms[i].Region
		}
		pg.shell("aws logs tail " + word(v.alarmLogs(v.Alarms[i])[0]) + " --since 1h --region " + word(region))
	}
	pg.subsection("What to do")
	pg.table(v.todoTable())
	if s := v.StoppedTasks; s != nil {
		pg.para("ECS forgets a stopped task after an hour. Why it stopped stays in the log group %s for %s.", code(s.LogGroup.Name), count(s.LogGroup.RetentionDays, "day", "days"))
		pg.shell("aws logs tail " + word(s.LogGroup.Name) + " --since 1d --region " + word(v.Region))
	}
}

// todoTable is what to do about each of the author's alarms, and what they are there for
// where any says so.
func (v *view) todoTable() table {
	t := table{head: []md{"Alarm", "What to do"}}
	purposes := slices.ContainsFunc(v.Alarms, func(a infra.Alarm) bool { return a.Purpose != "" })
	if purposes {
		t.head = []md{"Alarm", "Purpose", "What to do"}
	}
	for i, a := range v.Alarms {
		switch {
		case i > 0 && v.Alarms[i-1].Declared == a.Declared && v.Alarms[i-1].Todo == a.Todo:
		case purposes:
			t.row(text(a.Declared), text(a.Purpose), text(a.Todo))
		default:
			t.row(text(a.Declared), text(a.Todo))
		}
	}
	return t
}

// alarmLogsCell is where the logs are that tell what an alarm is about.
func (v *view) alarmLogsCell(a infra.Alarm) md {
	out := each(v.alarmLogs(a), code)
	for _, b := range v.Balancers {
		if b.Name == a.Node && b.Logs != nil {
			out = append(out, sentence("bucket %s", code(v.bucketName(*b.Logs))))
		}
	}
	return join(out)
}

// alarmLogs are the log groups that tell what an alarm is about.
func (v *view) alarmLogs(a infra.Alarm) (names []string) {
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if t := v.StoppedTasks; t != nil && slices.ContainsFunc(a.Series, func(s infra.Series) bool { return s.Namespace == t.Namespace && s.Metric == t.Metric }) {
		add(t.LogGroup.Name)
	}
	consumers := v.consumers(a.Node)
	for _, node := range slices.Concat([]string{a.Node}, a.Publishers, consumers) {
		if s, ok := v.service(node); ok {
			for _, c := range s.Task.Containers {
				add(v.logs[c.LogGroup].Name)
			}
		}
	}
	for _, j := range v.Jobs {
		if slices.Contains(a.Publishers, j.Name) || slices.Contains(consumers, j.Name) {
			add(v.logs[j.Task.Containers[0].LogGroup].Name)
		}
	}
	for _, f := range v.Functions {
		if f.Name == a.Node || slices.Contains(consumers, f.Name) {
			add(v.logs[f.LogGroup].Name)
		}
	}
	for _, d := range v.Databases {
		if d.Name != a.Node {
			continue
		}
		for _, g := range v.LogGroups {
			if strings.HasPrefix(g.Name, d.LogPrefix()) {
				add(g.Name)
			}
		}
	}
	for _, g := range v.Gateways {
		if g.Name == a.Node && g.Logs != nil {
			add(g.Logs.Name)
		}
	}
	for _, f := range v.Firewalls {
		for _, acl := range f.ACLs {
			if f.Name == a.Node && acl.Logs != nil && (acl.Scope == infra.ScopeCloudFront) == (a.Part == "cloudfront") {
				add(acl.Logs.Name)
			}
		}
	}
	return names
}

// topicName is the name of the topic that has a label.
func (v *view) topicName(label string) md { return text(v.topicOf(label).Name) }

func (v *view) topicOf(label string) infra.Topic {
	return v.Topics[slices.IndexFunc(v.Topics, func(t infra.Topic) bool { return t.Label == label })]
}

// alarmTopics are those that alarms speak to, and others that write to somebody.
func (v *view) alarmTopics() []infra.Topic {
	return slices.DeleteFunc(slices.Clone(v.Topics), func(t infra.Topic) bool { return t.Programs() && len(t.Email) == 0 })
}

func (v *view) topicsSection(pg *page) {
	topics := v.alarmTopics()
	if len(topics) == 0 {
		return
	}
	pg.section("Topics")
	pg.para("AWS writes to each address once, when it is first applied, and sends nothing more until somebody has followed the link in that mail.")
	t := table{head: []md{"Topic", "Purpose", "Region", "Mail to", "Name in AWS"}}
	for _, x := range topics {
		region := x.Region
		if region == "" {
			region = v.Region
		}
		t.row(text(titleOr(x.Title, x.Name)), or(text(x.Purpose), "alarms"), code(region), or(join(each(x.Email, text)), "nobody yet"), code(x.Topic))
	}
	pg.table(t)
}

// titleOr is what people call a thing, with its name.
func titleOr(title, name string) string {
	if title == "" {
		return name
	}
	return title + " (" + name + ")"
}

func (v *view) dashboardsSection(pg *page) {
	if len(v.Dashboards) == 0 {
		return
	}
	pg.section("Dashboards")
	pg.para("In the console under CloudWatch, Dashboards; one value a minute.")
	t := table{head: []md{"Service", "Dashboard", "Shows"}}
	for _, d := range v.Dashboards {
		t.row(text(d.Service), code(d.Name), join(each(d.Widgets, func(w infra.Widget) md { return text(w.Title) })))
	}
	pg.table(t)
}
