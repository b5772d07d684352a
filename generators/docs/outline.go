package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// outline draws counts in place of nodes.
func (v *view) outline() chart {
	public := 0
	for _, s := range v.Services {
		if s.Public {
			public++
		}
	}
	vpc := group{name: v.vpcTitle() + " in " + v.Region, border: borderNetwork}
	vpc.nodes = slices.Concat(
		many("public", "public service", "public services", public),
		many("private", "private service", "private services", len(v.Services)-public),
		many("databases", "database", "databases", len(v.Databases)),
		many("caches", "cache", "caches", len(v.Caches)),
		many("volumes", "volume", "volumes", len(v.Volumes)),
	)
	c := chart{arrows: v.outlineArrows()}
	c.groups = []group{vpc}
	c.nodes = slices.Concat(
		many("jobs", "job", "jobs", len(v.Jobs)),
		many("functions", "function", "functions", len(v.Functions)),
		many("buckets", "bucket", "buckets", len(v.Buckets)),
		many("queues", "queue", "queues", len(v.Queues)),
		many("topics", "topic", "topics", len(v.programsTopics())),
		many("externals", "external", "externals", len(v.Externals)),
	)
	if public > 0 {
		c.nodes = append(c.nodes, v.nodes[infra.Internet])
	}
	return c
}

// many is a box that stands for several nodes; none for none.
func many(key, one, several string, n int) []node {
	if n == 0 {
		return nil
	}
	return []node{{key, kindMany, string(count(n, one, several)), nil}}
}

// outlineArrows counts the edges between the boxes of the outline.
func (v *view) outlineArrows() []arrow {
	side := map[string]string{infra.Internet: infra.Internet}
	for _, s := range v.Services {
		side[s.Name] = "private"
		if s.Public {
			side[s.Name] = "public"
		}
	}
	for _, j := range v.Jobs {
		side[j.Name] = "jobs"
	}
	for _, f := range v.Functions {
		side[f.Name] = "functions"
	}
	for _, d := range v.Databases {
		side[d.Name] = "databases"
	}
	for _, c := range v.Caches {
		side[c.Name] = "caches"
	}
	for _, x := range v.Volumes {
		side[x.Name] = "volumes"
	}
	for _, b := range v.Buckets {
		side[b.Name] = "buckets"
	}
	for _, q := range v.Queues {
		side[q.Name] = "queues"
	}
	for _, t := range v.programsTopics() {
		side[t.Name] = "topics"
	}
	for _, e := range v.Externals {
		side[e.Name] = "externals"
	}
	at := map[[2]string]int{}
	var out []arrow
	var counts []int
	for _, e := range v.Edges {
		key := [2]string{side[e.From], side[e.To]}
		if key[0] == "" || key[1] == "" {
			continue
		}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out, counts = append(out, arrow{from: key[0], to: key[1]}), append(counts, 0)
		}
		counts[i]++
	}
	for i, n := range counts {
		out[i].label = string(count(n, "connection", "connections"))
	}
	return out
}
