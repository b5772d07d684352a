package docs

import (
	"slices"

	"groundplan.internal/internal/model"
)

// appsSection tells which nodes belong together, and what for where an app says so.
func appsSection(pg *page, v *view) {
	if len(v.Apps) == 0 {
		return
	}
	app, nodes := v.appOf(), map[string][]md{}
	for _, n := range drawn(v.Platform) {
		if n.key == n.name { // and not the files of one that is listed
			nodes[app[n.key]] = append(nodes[app[n.key]], text(n.name))
		}
	}
	t := table{head: []md{"App", "Nodes"}}
	purposes := slices.ContainsFunc(v.Apps, func(a model.App) bool { return a.Purpose != "" })
	if purposes {
		t.head = append(t.head, "Purpose")
	}
	for _, a := range v.Apps {
		what := join(nodes[a.Name])
		if n := len(nodes[a.Name]); n > mostRows {
			what = count(n, "node", "nodes")
		}
		row := []md{called(a.Name, a.Title), or(what, "none")}
		if purposes {
			row = append(row, text(a.Purpose))
		}
		t.row(row...)
	}
	pg.section("Apps")
	pg.table(t)
}
