package infra

import (
	"testing"

	"groundplan.internal/internal/model"
)

// TestDiagramEdges wants arrows between nodes of the platform to be declared, in their
// direction, and takes a view's word for all others.
func TestDiagramEdges(t *testing.T) {
	for _, c := range []struct {
		from, to string
		wrong    bool
	}{
		{"web", "db", false},
		{"db", "web", true},
		{"web", "mail", true},
		{"mail", "web", false},
		{"clerk", "db", false},
		{"web", "clerk", false},
		{"web", "key", false},
		{"role", "db", false},
		{"role", "mail", true},
		{"web", "role", false},
		{"db", "role", true},
		{"clerk", "role", false},
	} {
		in := with(empty(), database("db"), external("mail", 587), secret("key"), service("web", 80, to("db")), change(func(s *model.Service) {
			s.Secrets = model.Pairs{{Key: "KEY", Value: "key"}}
		}))
		in.Diagrams = model.Nodes[model.Diagram]{{
			Name: "part", Others: model.Nodes[model.Other]{{Name: "clerk", Kind: "person"}, {Name: "role", Kind: "role", Of: "web"}},
			Edges: []model.DiagramEdge{{From: c.from, To: c.to}},
		}}
		if list := found(t, in); list.HasErrors() != c.wrong {
			t.Errorf("%s to %s: %v", c.from, c.to, list)
		}
	}
}

// TestUnknownJobs wants workflows and jobs of views to be those of the delivery.
func TestUnknownJobs(t *testing.T) {
	in := with(empty(), service("web", 80), delivered())
	in.Environment.Name = "live"
	in.Diagrams = model.Nodes[model.Diagram]{{Name: "part", Others: model.Nodes[model.Other]{
		{Name: "terraform-live", Kind: "workflow"}, {Name: "terraform-live-plan", Kind: "job"},
		{Name: "terraform-test", Kind: "workflow"}, {Name: "terraform-live-lint", Kind: "job"}, {Name: "extract", Kind: "flow"},
	}}}
	var got []string
	for _, d := range UnknownJobs([]model.Platform{in}, []Platform{build(t, in)}) {
		got = append(got, d.Code+" "+d.Path)
	}
	same(t, "findings", got, []string{"diagram-workflow diagrams.part.others.terraform-test", "diagram-workflow diagrams.part.others.terraform-live-lint"})
}
