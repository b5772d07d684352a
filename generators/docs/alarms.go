package docs

import (
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// alarmsPage is for whoever is woken: what each alarm means, who hears of it, what to do.
func alarmsPage(v *view) []artifact.File {
	if len(v.Alarms)+len(v.Topics)+len(v.Dashboards) == 0 && v.Insights == nil {
		return nil
	}
	pg := v.page(sentence("Alarms of %s: %s", text(v.Title), text(v.Environment)))
	v.alarmsSection(pg)
	v.topicsSection(pg)
	v.dashboardsSection(pg)
	if v.Insights != nil {
		pg.section("Application Insights")
		pg.para("CloudWatch Application Insights watches everything with the tags of this environment, in the resource group %s, and chooses by itself what is a problem.", code(v.Insights.Group))
	}
	return []artifact.File{pg.file("docs/alarms.md")}
}

func (v *view) alarmsSection(pg *page) {
	if len(v.Alarms) == 0 {
		return
	}
	pg.section("Alarms")
	pg.para("Each alarm tells its topics when it goes off, and again when it is over.")
	t := table{head: []md{"Alarm", "Watches", "Goes off", "Who hears", "Name in AWS"}}
	for _, a := range v.Alarms {
		t.row(text(a.Declared), text(a.Watches()), text(a.Condition()), or(join(each(a.Topics, v.topicName)), "nobody"), code(a.Name))
	}
	pg.table(t)
	pg.subsection("What to do")
	todo := table{head: []md{"Alarm", "What it is there for", "What to do"}}
	for i, a := range v.Alarms {
		if i == 0 || v.Alarms[i-1].Declared != a.Declared || v.Alarms[i-1].Todo != a.Todo {
			todo.row(text(a.Declared), or(text(a.Purpose), text(a.Title)), text(a.Todo))
		}
	}
	pg.table(todo)
	if s := v.StoppedTasks; s != nil {
		pg.para("ECS forgets a stopped task after an hour. Why it stopped stays in the log group %s for %s.", code(s.LogGroup.Name), count(s.LogGroup.RetentionDays, "day", "days"))
		pg.shell("aws logs tail " + word(s.LogGroup.Name) + " --since 1d --region " + word(v.Region))
	}
}

// topicName is the topic that has a label.
func (v *view) topicName(label string) md {
	i := slices.IndexFunc(v.Topics, func(t infra.Topic) bool { return t.Label == label })
	return text(v.Topics[i].Name)
}

func (v *view) topicsSection(pg *page) {
	if len(v.Topics) == 0 {
		return
	}
	pg.section("Topics")
	pg.para("AWS writes to each address once, when it is first applied, and sends nothing more until somebody has followed the link in that mail.")
	t := table{head: []md{"Topic", "What it is there for", "Region", "Mail to", "Name in AWS"}}
	for _, x := range v.Topics {
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
	pg.para("In the console below CloudWatch, Dashboards; one value for each minute.")
	t := table{head: []md{"Service", "Dashboard", "Shows"}}
	for _, d := range v.Dashboards {
		t.row(text(d.Service), code(d.Name), join(each(d.Widgets, func(w infra.Widget) md { return text(w.Title) })))
	}
	pg.table(t)
}
