package cost

import (
	"slices"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// Unused are the assumptions that an author has written and that no environment's
// estimate rests on.
func Unused(models []model.Platform, estimates []*Estimate) (found diag.List) {
	used := map[string]bool{}
	for _, e := range estimates {
		if e != nil {
			for _, a := range e.Assumptions {
				used[a.Name] = true
			}
		}
	}
	var said []diag.Pos
	for _, m := range models {
		for _, a := range assumptions(model.Assumptions{}) {
			at := model.At("costs", "assumptions", a.Name)
			pos := m.Origins.At(at)
			written := pos != m.Origins.At(model.At("costs", "assumptions"))
			if used[a.Name] || !written || slices.Contains(said, pos) {
				continue
			}
			said = append(said, pos)
			found = append(found, diag.Diagnostic{
				Severity: diag.Warning, Code: "cost-assumption-unused", Pos: pos, Path: at.String(),
				Summary: "nothing costs by this assumption",
				Detail:  "It is how many " + a.Title + ", and nothing of this platform costs by that.",
				Hint:    "take " + a.Name + " out",
			})
		}
	}
	return found
}
