package docs

import (
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/infra"
)

// declaredView draws the view that the author asked for.
func (v *view) declaredView(pg *page, d infra.Diagram) {
	p := v.namedPart(d.Nodes)
	if d.App != "" {
		p = v.appPart(d)
	}
	p = withOthers(p, d)
	if p.crowded() {
		pg.para("This view is too large to draw: %s and %s. See the table of connections.",
			count(len(p.keys), "node", "nodes"), count(len(p.arrows), "connection", "connections"))
		return
	}
	pg.chart(v.diagramChart(d, p))
}

// namedPart is some nodes and the edges between them.
func (v *view) namedPart(nodes []string) part {
	in := map[string]bool{}
	for _, n := range nodes {
		in[n] = true
		if _, ok := v.nodes[infra.FilesOf(n)]; ok {
			in[infra.FilesOf(n)] = true
		}
	}
	p := part{arrows: v.arrows(func(e infra.Edge) bool {
		return (in[e.From] || e.From == infra.Internet) && in[e.To]
	})}
	if slices.ContainsFunc(p.arrows, func(a arrow) bool { return a.from == infra.Internet }) {
		p.keys = []string{infra.Internet}
	}
	p.arrows = merged(append(p.arrows, v.readerArrows(in)...))
	p.arrows = append(p.arrows, v.detours(func(p pass) bool { return in[p.gateway] && in[p.service] && !in[p.balancer] })...)
	for _, n := range nodes {
		for _, key := range []string{n, infra.FilesOf(n)} {
			if _, ok := v.nodes[key]; ok {
				p.keys = append(p.keys, key)
			}
		}
	}
	return p
}

// appPart is the nodes of an app with what they use, and what no app owns and leads to
// them: a balancer that several apps share.
func (v *view) appPart(d infra.Diagram) part {
	app := v.appOf()
	shown := func(node string) bool {
		return node != infra.Internet && v.nodes[node].kind != kindPipeline && !slices.Contains(d.Without, node)
	}
	p := part{arrows: v.arrows(func(e infra.Edge) bool {
		mine := app[e.From] == d.App || app[e.From] == "" && (app[e.To] == d.App || v.leads(e.From, e.To, d.App))
		return mine && shown(e.From) && shown(e.To)
	})}
	p.arrows = append(p.arrows, v.detours(func(p pass) bool {
		mine := app[p.gateway] == d.App || app[p.gateway] == "" && app[p.service] == d.App
		return mine && shown(p.gateway) && shown(p.service) && !shown(p.balancer)
	})...)
	at := map[string]bool{}
	for _, a := range p.arrows {
		at[a.from], at[a.to] = true, true
	}
	for _, n := range drawn(v.Platform) {
		if at[n.key] || app[n.key] == d.App && shown(n.key) {
			p.keys = append(p.keys, n.key)
		}
	}
	return p
}

// leads reports whether a gateway reaches a service of an app by a balancer.
func (v *view) leads(gateway, balancer, app string) bool {
	services := v.appOf()
	return slices.ContainsFunc(v.passes(), func(p pass) bool {
		return p.gateway == gateway && p.balancer == balancer && services[p.service] == app
	})
}

// detours lead from gateways straight to services, in views that leave out the balancer
// between them.
func (v *view) detours(keep func(pass) bool) (out []arrow) {
	for _, p := range v.passes() {
		a := arrow{from: p.gateway, to: p.service, label: "through " + p.balancer, dotted: true}
		if keep(p) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// pass is the way of a gateway to a service, by nodes.
type pass struct{ gateway, balancer, service string }

func (v *view) passes() (out []pass) {
	for _, g := range v.Gateways {
		for _, x := range g.Integrations {
			i := slices.IndexFunc(v.Balancers, func(b infra.Balancer) bool { return b.Label == x.Balancer })
			out = append(out, pass{g.Name, v.Balancers[i].Name, x.Service})
		}
	}
	return out
}

// appOf is the app of each node that belongs to one, and of the files of a frontend.
func (v *view) appOf() map[string]string {
	app := map[string]string{}
	maps.Copy(app, v.AppOf)
	for _, x := range v.Distributions {
		app[infra.FilesOf(x.Name)] = x.App
	}
	return app
}

// readerArrows lead from services to the secrets that they read.
func (v *view) readerArrows(in map[string]bool) (out []arrow) {
	for _, s := range v.Secrets {
		for _, r := range s.Readers {
			if in[s.Name] && in[r.Service] {
				out = append(out, arrow{from: r.Service, to: s.Name, label: "reads", dotted: true})
			}
		}
	}
	return out
}

// merged makes one arrow of several between the same two.
func merged(arrows []arrow) []arrow {
	at := map[[2]string]int{}
	var out []arrow
	for _, a := range arrows {
		key := [2]string{a.from, a.to}
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			out = append(out, a)
			continue
		}
		if !strings.Contains(", "+out[i].label+", ", ", "+a.label+", ") {
			out[i].label += ", " + a.label
		}
	}
	return out
}
