package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// declaredView draws the nodes that the author named and the edges between them.
func (v *view) declaredView(pg *page, d infra.Diagram) {
	in := map[string]bool{}
	for _, n := range d.Nodes {
		in[n] = true
	}
	p := part{arrows: v.arrows(func(e infra.Edge) bool {
		return (in[e.From] || e.From == infra.Internet) && in[e.To]
	})}
	if slices.ContainsFunc(p.arrows, func(a arrow) bool { return a.from == infra.Internet }) {
		p.keys = []string{infra.Internet}
	}
	p.arrows = merged(append(p.arrows, v.readerArrows(in)...))
	for _, n := range d.Nodes {
		if _, ok := v.nodes[n]; ok {
			p.keys = append(p.keys, n)
		}
	}
	if p.crowded() {
		pg.para("This view is too large to draw: %s and %s. See the table of connections.",
			count(len(p.keys), "node", "nodes"), count(len(p.arrows), "connection", "connections"))
		return
	}
	pg.chart(v.placed(p))
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
