package infra

import (
	"cmp"
	"fmt"
	"slices"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// story takes over what is told in the docs: flows and diagrams.
func (b *builder) story() {
	for _, f := range b.in.Flows {
		b.out.Flows = append(b.out.Flows, Flow{
			Name: f.Name, Title: cmp.Or(f.Title, f.Name), Actors: b.participants(f), Steps: f.Steps,
		})
		b.strayArrows(f)
	}
	for _, d := range b.in.Diagrams {
		b.out.Diagrams = append(b.out.Diagrams, Diagram{
			Name: d.Name, Title: cmp.Or(d.Title, d.Name), Nodes: d.Nodes, App: d.App, Without: d.Without,
			Others: d.Others, Edges: d.Edges, Frames: d.Frames,
		})
		b.undeclaredArrows(d)
	}
}

// strayArrows reports the arrows of a flow between nodes that nothing connects: the flow
// tells of traffic that no rule lets through. An external comes as anybody on the internet
// does.
func (b *builder) strayArrows(f model.Flow) {
	f.EachArrow(func(at model.Path, arrow model.Arrow) {
		from, known := b.nodes[arrow.From]
		_, both := b.nodes[arrow.To]
		if !known || !both || arrow.From == arrow.To {
			return
		}
		if here := b.in.Environment.Local; here && (b.familyOf(arrow.From) == "functions" || b.familyOf(arrow.To) == "functions") {
			return // nothing of them runs
		}
		outside := b.rows[from.family].name == "externals"
		connected := slices.ContainsFunc(b.out.Edges, func(e Edge) bool {
			return e.From == arrow.From && e.To == arrow.To || e.From == arrow.To && e.To == arrow.From || outside && e.From == Internet && e.To == arrow.To
		})
		if connected {
			return
		}
		b.diags = append(b.diags, diag.Diagnostic{
			Code: "flow-no-edge", Severity: diag.Warning, Pos: b.names.pos(at), Path: at.String(), Summary: "a flow goes where nothing leads",
			Detail: fmt.Sprintf("%s leads from %s to %s, and nothing that is declared connects them.", f.Name, arrow.From, arrow.To),
		})
	})
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
				title = b.nodes[name].title
			}
			out = append(out, Participant{Name: name, Title: cmp.Or(title, name), Actor: actor})
		}
	})
	return out
}
