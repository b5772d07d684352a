package docs

import (
	"cmp"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// longestFlow is how many steps one diagram shows; a longer flow goes on in the next.
const longestFlow = 30

// flowsPage tells each flow as a sequence.
func flowsPage(v *view) []artifact.File {
	if len(v.Flows) == 0 {
		return nil
	}
	pg := v.page(sentence("Flows of %s: %s", text(v.Title), text(v.Environment)))
	notes := holdings(v.Platform)
	for _, f := range v.Flows {
		flow(pg, f, notes)
	}
	return []artifact.File{pg.file("docs/flows.md")}
}

// flow draws one flow. Notes say what stores hold, by node.
func flow(pg *page, f infra.Flow, notes map[string]string) {
	pg.section(text(cmp.Or(f.Title, f.Name)))
	s := sequence{}
	for _, a := range f.Actors {
		s.lifelines = append(s.lifelines, lifeline{a.Name, cmp.Or(a.Title, a.Name), a.Actor, notes[a.Name]})
	}
	parts := flowParts(f.Steps)
	for i, part := range parts {
		if len(parts) > 1 {
			pg.para("Part %s of %s:", number(i+1), number(len(parts)))
		}
		s.turns = turns(part)
		pg.fence("mermaid", s.String())
	}
}

// flowParts are the steps in diagrams of a readable size. Alternatives stay together.
func flowParts(steps []model.Step) (parts [][]model.Step) {
	begin, arrows := 0, 0
	for i, s := range steps {
		n := 1
		for _, a := range s.Alternatives {
			n += len(a.Steps)
		}
		if arrows > 0 && arrows+n > longestFlow {
			parts = append(parts, steps[begin:i])
			begin, arrows = i, 0
		}
		arrows += n
	}
	return append(parts, steps[begin:])
}

func turns(steps []model.Step) []turn {
	out := make([]turn, len(steps))
	for i, s := range steps {
		if len(s.Alternatives) == 0 {
			out[i].message = arrowMessage(s.Arrow())
		}
		for _, a := range s.Alternatives {
			out[i].ways = append(out[i].ways, way{a.When, each(a.Steps, arrowMessage)})
		}
	}
	return out
}

func arrowMessage(a model.Arrow) message { return message{a.From, a.To, a.Label, a.Reply} }

// holdings is what the author says is kept where, by node.
func holdings(p infra.Platform) map[string]string {
	out := map[string]string{}
	for _, d := range p.Databases {
		out[d.Name] = strings.Join(d.Holds, ", ")
	}
	for _, c := range p.Caches {
		out[c.Name] = strings.Join(c.Holds, ", ")
	}
	for _, x := range p.Volumes {
		out[x.Name] = strings.Join(x.Holds, ", ")
	}
	for _, b := range p.Buckets {
		out[b.Name] = strings.Join(b.Holds, ", ")
	}
	return out
}
