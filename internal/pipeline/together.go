package pipeline

import (
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
)

// together makes one finding of those that say the same of several nodes at one place, as
// where many services come from one template: the first, with the names of the others.
func together(found diag.List) (out diag.List) {
	type key struct {
		code               string
		pos                diag.Pos
		family, rest, text string // but for the name of the node
	}
	first := map[key]int{}
	var nodes [][]string // that each finding is about
	for _, d := range found {
		family, after, _ := strings.Cut(d.Path, ".")
		node, rest, _ := strings.Cut(after, ".")
		k := key{d.Code, d.Pos, family, rest, strings.ReplaceAll(d.Detail, node, "@")}
		i, said := first[k]
		if !said || d.Pos.Line == 0 || node == "" || slices.Contains(nodes[i], node) {
			first[k] = len(out)
			out, nodes = append(out, d), append(nodes, []string{node})
			continue
		}
		nodes[i] = append(nodes[i], node)
		for _, note := range d.Related {
			if !slices.ContainsFunc(out[i].Related, func(r diag.Related) bool { return r.Pos == note.Pos }) {
				out[i].Related = append(out[i].Related, note)
			}
		}
	}
	for i := range out {
		if also := nodes[i][1:]; len(also) > 0 {
			out[i].Detail += " So it is with " + strings.Join(also, ", ") + "."
		}
	}
	return out
}
