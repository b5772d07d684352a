package infra

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// undeclaredArrows finds arrows of a view between nodes of the platform that lead along no
// edge of it. What externals do nobody else tells. What belongs to a node, as a role does,
// stands for it: arrows come to it from its node alone.
func (b *builder) undeclaredArrows(d model.Diagram) {
	if b.in.Environment.Local {
		return
	}
	for i, e := range d.Edges {
		at := model.At("diagrams", d.Name, "edges", strconv.Itoa(i))
		from, owner := cmp.Or(model.Owner(d.Others, e.From), e.From), model.Owner(d.Others, e.To)
		switch {
		case owner != "" && b.isNode(e.From) && e.From != owner:
			b.errorf("diagram-edge", at, "an arrow of a view is not declared", "%s belongs to %s, and not to %s.", e.To, owner, e.From)
		case from != e.To && b.begins(from) && b.isNode(e.To) && !b.isDrawn(from, e.To):
			b.errorf("diagram-edge", at, "an arrow of a view is not declared",
				"Nothing leads from %s to %s: an arrow between nodes of the platform is one that it has, in uses, routes or elsewhere.", from, e.To)
		}
	}
}

// isDrawn reports whether there is a declared edge between two nodes, or one reads the other
// as a secret.
func (b *builder) isDrawn(from, to string) bool {
	return slices.ContainsFunc(b.out.Edges, func(e Edge) bool { return e.From == from && e.To == to }) ||
		slices.ContainsFunc(b.out.Secrets, func(s Secret) bool {
			read := s.Name == to && len(s.Clients) > 0 && b.familyOf(from) == "balancers" // who signs people in
			return read || s.Name == to && slices.ContainsFunc(s.Readers, func(r SecretReader) bool { return r.Service == from })
		})
}

func (b *builder) isNode(name string) bool {
	_, ok := b.nodes[name]
	return ok
}

// begins reports whether a name is of a node whose edges are declared.
func (b *builder) begins(name string) bool { return b.isNode(name) && b.familyOf(name) != "externals" }

// UnknownJobs are the workflows and jobs of views that no delivery makes.
func UnknownJobs(models []model.Platform, decided []Platform) (found diag.List) {
	known, said := deliveryJobs(decided), map[string]bool{}
	for _, m := range models {
		for _, d := range m.Diagrams {
			for _, o := range d.Others {
				at := model.At("diagrams", d.Name, "others", o.Name)
				if o.Kind != "workflow" && o.Kind != "job" || known[o.Kind+" "+o.Name] || said[at.String()] {
					continue
				}
				said[at.String()] = true
				var names []string
				for _, of := range slices.Sorted(maps.Keys(known)) {
					if kind, name, _ := strings.Cut(of, " "); kind == o.Kind {
						names = append(names, name)
					}
				}
				hint := hintOf(diag.Nearest(o.Name, names))
				if hint == "" && len(names) > 0 {
					hint = "there is " + strings.Join(names, ", ")
				}
				found = append(found, diag.Diagnostic{
					Code: "diagram-workflow", Pos: m.Origins.At(at), Path: at.String(), Summary: "a view shows a workflow that is not there",
					Detail: fmt.Sprintf("The delivery of %s makes no %s %q.", m.Name, o.Kind, o.Name), Hint: hint,
				})
			}
		}
	}
	return found
}

// deliveryJobs are the workflows and jobs of all environments, by what they are and their
// name. Names do not depend on what a stack needs.
func deliveryJobs(decided []Platform) map[string]bool {
	var all []Applied
	for _, p := range decided {
		e := Applied{Platform: p}
		if p.Layout == "stacks" {
			for _, s := range p.Stacks {
				e.Roots = append(e.Roots, Root{Stack: s, Parks: true})
			}
		}
		all = append(all, e)
	}
	known := map[string]bool{}
	for _, system := range []string{"circleci", "github"} {
		for _, w := range Workflows(system, all) {
			known["workflow "+w.Name] = true
			for _, j := range w.Jobs {
				known["job "+j.Name] = true
			}
		}
	}
	return known
}
