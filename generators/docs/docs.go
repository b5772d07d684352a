// Package docs writes what people read about a platform: Markdown pages with mermaid
// diagrams, and the security-group matrix as Markdown, CSV and JSON. What enters is
// the decided platform, what leaves is files. It decides nothing and knows no
// Terraform and no CUE; text of the author reaches a page through one escaper for
// each format.
package docs

import (
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/cost"
	"groundplan.internal/internal/infra"
)

// writer makes the files of one page, or none where the environment has nothing for it.
type writer struct {
	name  string // file in the folder
	title md     // in the index
	about md     // what a reader finds there
	emit  func(*view) []artifact.File
}

// pages are the pages of an environment on AWS, in the order of the index.
func pages() []writer {
	return []writer{
		{"architecture.md", "Architecture", "what runs, and what talks to what", architecturePage},
		{"network.md", "Network", "VPC, subnets and ways out", networkPage},
		{"security-groups.md", "Security groups", "who may reach whom, and what is open to the world", securityGroupPages},
		{"routes.md", "Routes", "balancers, their rules and target groups, gateways, names and certificates", routesPage},
		{"sites.md", "Sites", "services of one image, by host, with their databases, objects and sizes", sitesPage},
		{"dns.md", "DNS records", "which records somebody else must make, and what for", recordsPage},
		{"distributions.md", "Distributions", "what CloudFront answers and keeps, and how files get there", distributionsPage},
		{"scaling.md", "Scaling", "how many tasks run, and how a new version comes", scalingPage},
		{"jobs.md", "Jobs", "what is started when, and which starts failed", jobsPage},
		{"functions.md", "Functions", "what runs when something happens, and what it failed at", functionsPage},
		{"queues.md", "Queues", "what waits for whom, and what topics tell", queuesPage},
		{"sign-in.md", "Sign-in", "who signs in, where, and for how long", signInPage},
		{"models.md", "Models", "which models are called, by whom, and what is held back", modelsPage},
		{"firewalls.md", "Firewalls", "what is blocked before it gets in", firewallsPage},
		{"iam.md", "IAM roles", "who may do what, and why", iamPage},
		{"secrets.md", "Secrets", "where secret values come from and who reads them", secretsPage},
		{"security.md", "Security", "which concerns there are, and what the platform itself answers", securityPage},
		{"data.md", "Data stores", "databases, caches, volumes and buckets, their backup and protection", dataPage},
		{"externals.md", "Externals", "what the platform needs and does not deploy", externalsPage},
		{"pipelines.md", "Pipelines", "how code becomes what runs, and how to go back", pipelinesPage},
		{"flows.md", "Flows", "what happens in which order", flowsPage},
		{"alarms.md", "Alarms", "what is watched, who hears of it, and what to do", alarmsPage},
		{"operations.md", "Operations", "logs, shell, restore, and what is done by hand", operationsPage},
		{"costs.md", "Costs", "what a month costs, roughly, and how that adds up", costPages},
	}
}

// Emit writes the docs of one environment. Paths are relative to the environment's
// folder, and all begin with docs/. roots are those of Terraform in the layout of stacks;
// estimate is what a month costs, nil where nobody asks for it; sizes are of task definitions.
func Emit(p infra.Platform, roots []infra.Root, estimate *cost.Estimate, sizes TaskSizes) []artifact.File {
	v := newView(p)
	v.roots, v.estimate, v.taskSizes = roots, estimate, sizes
	if p.Local != nil {
		return localPage(v)
	}
	var files []artifact.File
	var written []writer
	for _, w := range pages() {
		if made := w.emit(v); len(made) > 0 {
			files, written = append(files, made...), append(written, w)
		}
	}
	return append(files, indexPage(v, written))
}

// indexPage leads to the pages of an environment.
func indexPage(v *view, written []writer) artifact.File {
	pg := v.page(sentence("%s: %s", text(v.Title), text(v.Environment)))
	pg.para("%s in %s. %s", componentCount(v.Platform), code(v.Region), "[Every environment](../../README.md)")
	t := table{head: []md{"Page", "What it tells"}}
	for _, w := range written {
		t.row(link(w.title, w.name), w.about)
	}
	pg.table(t)
	return pg.file("docs/README.md")
}

// componentCount says how large an environment is.
func componentCount(p infra.Platform) md {
	return or(join([]md{
		some(len(p.Services), "service", "services"),
		some(len(p.Jobs), "job", "jobs"),
		some(len(p.Functions), "function", "functions"),
		some(len(p.Databases), "database", "databases"),
		some(len(p.Caches), "cache", "caches"),
		some(len(p.Volumes), "volume", "volumes"),
		some(len(p.Buckets), "bucket", "buckets"),
		some(len(p.Queues), "queue", "queues"),
		some(len(p.Secrets), "secret", "secrets"),
		some(len(p.Externals), "external", "externals"),
	}), "nothing")
}

// view is an environment with what the pages look up in it.
type view struct {
	infra.Platform
	roots     []infra.Root   // in the order of applying
	estimate  *cost.Estimate // of a month; nil: none
	taskSizes TaskSizes
	nodes     map[string]node           // drawn, by name
	services  map[string]int            // places, by name
	groups    map[string]string         // label of a security group to what it is called
	logs      map[string]infra.LogGroup // by label
}

func newView(p infra.Platform) *view {
	v := &view{Platform: p, nodes: map[string]node{}, services: map[string]int{}, groups: map[string]string{}, logs: map[string]infra.LogGroup{}}
	for _, g := range p.SecurityGroups {
		v.groups[g.Label] = groupTitle(g)
	}
	for _, l := range p.LogGroups {
		v.logs[l.Label] = l
	}
	for _, x := range p.Pipelines {
		for _, project := range x.Projects() {
			v.logs[project.LogGroup.Label] = project.LogGroup
		}
	}
	for i, s := range p.Services {
		v.services[s.Name] = i
	}
	for _, n := range drawn(p) {
		v.nodes[n.key] = n
	}
	return v
}

// page begins a page of the environment.
func (v *view) page(title md) *page { return newPage(v.File, title) }
