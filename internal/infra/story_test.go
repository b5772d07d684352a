package infra

import (
	"slices"
	"testing"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// TestStrayArrows: a flow goes along declared edges, in either direction.
func TestStrayArrows(t *testing.T) {
	for _, c := range []struct {
		from, to string
		stray    bool
	}{
		{"web", "db", false}, {"db", "web", false}, {"visitor", "web", false}, {"partner", "web", false}, {"web", "web", false},
		{"partner", "db", true}, {"other", "db", true},
	} {
		p := with(empty(), service("web", 80, to("db")), change(public), service("other", 0), database("db"), external("partner", 443))
		p.Flows = model.Nodes[model.Flow]{{Name: "f", Actors: model.Pairs{{Key: "visitor", Value: "Visitor"}}, Steps: []model.Step{{From: c.from, To: c.to, Label: "asks"}}}}
		if got := slices.ContainsFunc(found(t, p), func(d diag.Diagnostic) bool { return d.Code == "flow-no-edge" }); got != c.stray {
			t.Errorf("%s to %s: reported is %v", c.from, c.to, got)
		}
	}
}
