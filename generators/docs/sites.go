package docs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// TaskSizes are the bytes of task definitions, by service or job, of which ECS takes so many.
type TaskSizes struct {
	Limit int
	Of    map[string]int
}

// leastSeries is how many services of one image are a series.
const leastSeries = 3

// series are services of one image that are told apart by hosts: sites of one kind.
type series struct {
	image    string // without its tag
	services []infra.Service
}

// sitesPage lists the services that come in a series, one row each.
func sitesPage(v *view) []artifact.File {
	rules := v.hostRules()
	all := v.series(rules)
	if len(all) == 0 {
		return nil
	}
	pg := v.page(sentence("Sites of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("Services of one image, which balancers tell apart by host. Priorities follow from host and path, unless they are given: no other site moves them. The size of a task definition is without the values that only Terraform knows.")
	for _, one := range all {
		pg.section(sentence("%s of %s", number(len(one.services)), code(one.image)))
		t := table{head: []md{"Host", "Service", "Balancer", "Priority", "Database", "Objects", "Task definition"}}
		for _, s := range one.services {
			for i, r := range rules[s.Name] {
				if i > 0 {
					t.row(code(r.Host+r.Path), text(s.Name), text(r.balancer), number(r.Priority), "", "", "")
					continue
				}
				t.row(code(r.Host+r.Path), called(s.Name, s.Title), text(r.balancer), number(r.Priority), join(v.databasesOf(s)), join(v.objectsOf(s)), v.taskShare(s))
			}
		}
		pg.table(t)
	}
	return []artifact.File{pg.file("docs/sites.md")}
}

// hostRule is a rule of a balancer that asks for a host.
type hostRule struct {
	infra.ListenerRule
	balancer string
}

// hostRules are those that lead to each service.
func (v *view) hostRules() map[string][]hostRule {
	out := map[string][]hostRule{}
	for _, b := range v.Balancers {
		for _, r := range b.Rules {
			if r.Service != "" && r.Host != "" {
				out[r.Service] = append(out[r.Service], hostRule{r, b.Name})
			}
		}
	}
	return out
}

// series finds services with the same image, each with a host of its own, in the order of
// their images.
func (v *view) series(rules map[string][]hostRule) (out []series) {
	at := map[string]int{}
	for _, s := range v.Services {
		if len(rules[s.Name]) == 0 {
			continue
		}
		_, image := v.parts(s.Task.Containers[0].Image)
		image = withoutTag(image)
		i, known := at[image]
		if !known {
			i = len(out)
			at[image] = i
			out = append(out, series{image: image})
		}
		out[i].services = append(out[i].services, s)
	}
	out = slices.DeleteFunc(out, func(one series) bool { return len(one.services) < leastSeries })
	slices.SortFunc(out, func(a, b series) int { return cmp.Compare(a.image, b.image) })
	return out
}

// withoutTag is an image without its tag or digest.
func withoutTag(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if i := strings.LastIndexByte(image, ':'); i > strings.LastIndexByte(image, '/') {
		image = image[:i]
	}
	return image
}

// databasesOf are the databases that a service connects to, and by which name, as its
// variables tell.
func (v *view) databasesOf(s infra.Service) (out []md) {
	variables := map[string]infra.Value{}
	environment := s.Task.Containers[0].Environment
	for _, e := range environment {
		variables[e.Name] = e.Value
	}
	for _, e := range environment {
		prefix, host := strings.CutSuffix(e.Name, "_HOST")
		if !host || len(e.Value) != 1 || e.Value[0].Attribute != infra.DatabaseAddress && e.Value[0].Attribute != infra.ProxyAddress {
			continue
		}
		if name, known := variables[prefix+"_NAME"].Literal(); known && name != "" {
			out = append(out, sentence("%s in %s", code(name), text(e.Value[0].Node)))
		} else {
			out = append(out, text(e.Value[0].Node))
		}
	}
	return out
}

// objectsOf are the beginnings of the keys that a service may use in buckets, as its role
// tells.
func (v *view) objectsOf(s infra.Service) (out []md) {
	for _, statement := range s.Task.TaskRole.Statements {
		for _, on := range statement.Resources {
			if len(on) < 2 || on[0].Attribute != infra.BucketARN {
				continue
			}
			keys := sentence("%s in %s", code(strings.TrimPrefix(on[1].Text, "/")), text(on[0].Node))
			if !slices.Contains(out, keys) {
				out = append(out, keys)
			}
		}
	}
	return out
}

// taskShare is how much of what ECS takes the task definition of a service is.
func (v *view) taskShare(s infra.Service) md {
	bytes, known := v.taskSizes.Of[s.Name]
	if !known || v.taskSizes.Limit == 0 {
		return ""
	}
	return sentence("%s, %s", count(bytes, "byte", "bytes"), md(fmt.Sprintf("%d %%", (100*bytes+v.taskSizes.Limit-1)/v.taskSizes.Limit)))
}
