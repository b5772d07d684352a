package infra

import (
	"cmp"

	"groundplan.internal/internal/model"
)

// story takes over what is told in the docs: flows and diagrams.
func (b *builder) story() {
	for _, f := range b.in.Flows {
		b.out.Flows = append(b.out.Flows, Flow{
			Name: f.Name, Title: cmp.Or(f.Title, f.Name), Actors: b.participants(f), Steps: f.Steps,
		})
	}
	for _, d := range b.in.Diagrams {
		b.out.Diagrams = append(b.out.Diagrams, Diagram{Name: d.Name, Title: cmp.Or(d.Title, d.Name), Nodes: d.Nodes, App: d.App, Without: d.Without})
	}
}

// participants are who takes part in a flow, in the order of their first step.
func (b *builder) participants(f model.Flow) (out []Participant) {
	seen := map[string]bool{}
	f.EachArrow(func(_ model.Path, arrow model.Arrow) {
		for _, name := range []string{arrow.From, arrow.To} {
			if seen[name] {
				continue
			}
			seen[name] = true
			title, actor := f.Actors.Get(name)
			if !actor {
				title = b.title(name)
			}
			out = append(out, Participant{Name: name, Title: cmp.Or(title, name), Actor: actor})
		}
	})
	return out
}

// title is what people call a node; empty where they call it by its name.
func (b *builder) title(name string) string {
	n, ok := b.nodes[name]
	if !ok {
		return ""
	}
	return b.rows[n.family].title(b.in, n.at)
}
