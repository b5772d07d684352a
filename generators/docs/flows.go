package docs

import (
	"cmp"
	"slices"
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
	parts := (len(f.Steps) + longestFlow - 1) / longestFlow
	at := 0
	for chunk := range slices.Chunk(f.Steps, longestFlow) {
		at++
		if parts > 1 {
			pg.para("Part %s of %s:", number(at), number(parts))
		}
		s.messages = messages(chunk)
		pg.fence("mermaid", s.String())
	}
}

func messages(steps []model.Step) []message {
	out := make([]message, len(steps))
	for i, s := range steps {
		out[i] = message{s.From, s.To, s.Label, s.Reply}
	}
	return out
}

// holdings is what the author says is kept where, by node.
func holdings(p infra.Platform) map[string]string {
	out := map[string]string{}
	for _, d := range p.Databases {
		out[d.Name] = strings.Join(d.Holds, ", ")
	}
	for _, c := range p.Caches {
		out[c.Name] = strings.Join(c.Holds, ", ")
	}
	for _, b := range p.Buckets {
		out[b.Name] = strings.Join(b.Holds, ", ")
	}
	return out
}
