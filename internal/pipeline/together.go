package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
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

// merge joins what was found in each environment: one finding of those that differ by the
// platform's domain alone. What does not hold in all environments on AWS says in which it
// does, unless its place says so.
func merge(models []model.Platform, each []diag.List) (out diag.List) {
	type key struct {
		pos                diag.Pos
		code, path, detail string
	}
	of := func(i int, d diag.Diagnostic) key {
		if domain := models[i].Domain; domain != "" {
			d.Detail = strings.ReplaceAll(d.Detail, domain, "@")
		}
		return key{d.Pos, d.Code, d.Path, d.Detail}
	}
	where, onAWS, allOnAWS := map[key][]string{}, map[key]int{}, 0
	for i, list := range each {
		aws := 1
		if models[i].Environment.Local {
			aws = 0
		}
		allOnAWS += aws
		for _, d := range list {
			where[of(i, d)] = append(where[of(i, d)], models[i].Environment.Name)
			onAWS[of(i, d)] += aws
		}
	}
	said := map[key]bool{}
	for i, list := range each {
		for _, d := range list {
			k := of(i, d)
			if said[k] {
				continue
			}
			said[k] = true
			everywhere := len(where[k]) == len(models) || allOnAWS > 0 && onAWS[k] == allOnAWS
			if !everywhere && !strings.HasPrefix(d.Path, "environments.") {
				d.Detail += fmt.Sprintf(" This is so in %s.", strings.Join(where[k], ", "))
			}
			out = append(out, d)
		}
	}
	return out
}
