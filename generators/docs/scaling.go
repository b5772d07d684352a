package docs

import (
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// scalingPage tells how many tasks run, and how a new version takes the place of the old.
func scalingPage(v *view) []artifact.File {
	if len(v.Services) == 0 || len(v.Services) > mostRows {
		return nil
	}
	pg := v.page(sentence("Scaling of %s: %s", text(v.Title), text(v.Environment)))
	t := table{head: []md{"Service", "Capacity", "Size of a task", "Tasks", "Follows", "Cooldown in", "Cooldown out"}}
	for _, s := range v.Services {
		in, out, follows := md(""), md(""), md("nothing")
		if sc := s.Scaling; sc != nil {
			in, out, follows = seconds(sc.Cooldown.In), seconds(sc.Cooldown.Out), targets(s)
		}
		t.row(text(s.Name), text(capacityTitle(s.Capacity)), sentence("CPU %s, %s MiB", number(s.Task.CPU), number(s.Task.Memory)), text(tasks(s)), follows, in, out)
	}
	pg.table(t)
	queues(pg, v)
	pg.section("Deployment")
	d := table{head: []md{"Service", "Healthy at least", "Running at most", "A failing deployment", "Grace", "Revisions come from"}}
	for _, s := range v.Services {
		failing, from, grace := md("stops"), md("Terraform"), md("none")
		if s.Deployment.Rollback {
			failing = "stops, and the last good revision comes back"
		}
		if s.Pipeline {
			from = "its pipeline"
		}
		if s.Grace > 0 && len(s.TargetGroups) > 0 {
			grace = seconds(s.Grace)
		}
		d.row(text(s.Name), percent(s.Deployment.MinimumHealthy), percent(s.Deployment.Maximum), failing, grace, from)
	}
	pg.table(d)
	singletons(pg, v)
	return []artifact.File{pg.file("docs/scaling.md")}
}

// queues tells what is counted where messages wait.
func queues(pg *page, v *view) {
	t := table{head: []md{"Service", "Messages that wait", "For each task", "While none runs", "Published by"}}
	for _, s := range v.Services {
		if q := s.Queue; q != nil {
			none := md("counts as one")
			if s.Scaling.Min == 0 {
				none = "the first message brings one"
			}
			t.row(text(s.Name), text(q.Series[0].Title()), number(q.Target), none, or(join(each(q.Publishers, text)), "AWS"))
		}
	}
	if len(t.rows) == 0 {
		return
	}
	pg.subsection("Queues")
	pg.para("Every minute, CloudWatch divides the waiting messages by the running tasks. Where a service follows several metrics, the one that asks for most tasks decides. While nobody publishes how many messages wait, the count of tasks stays as it is.")
	pg.table(t)
}

// singletons says what it means to be one.
func singletons(pg *page, v *view) {
	var names []md
	for _, s := range v.Services {
		if s.Singleton {
			names = append(names, text(s.Name))
		}
	}
	if len(names) == 0 {
		return
	}
	pg.subsection("Singletons")
	pg.para("%s runs as one task, never two. A deployment stops the old task before it starts the new one: none runs while the new one starts, nor, if that one fails, until the last good revision is back. Nothing scales it, and it does not move between zones by itself.", join(names))
	pg.para("ECS does not count a task that is stopping: one that is slow to finish may still work when the next begins. What must not happen twice even then needs a lock of its own.")
}

// targets are what the count of a service follows.
func targets(s infra.Service) md {
	var out []string
	for _, t := range []struct {
		what  string
		value int
	}{{"CPU %s percent", s.Scaling.CPU}, {"memory %s percent", s.Scaling.Memory}, {"%s requests a minute for each task", s.Scaling.Requests}} {
		if t.value > 0 {
			out = append(out, strings.Replace(t.what, "%s", string(number(t.value)), 1))
		}
	}
	if q := s.Queue; q != nil {
		out = append(out, string(number(q.Target))+" messages for each task")
	}
	return text(strings.Join(out, ", "))
}

func percent(n int) md { return sentence("%s percent", number(n)) }
