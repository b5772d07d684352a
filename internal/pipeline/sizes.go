package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/generators/docs"
	"groundplan.internal/generators/ecs"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// large is a task definition that ECS does not take.
type large struct {
	service infra.Service
	ecs.Size
	at  model.Path // of the biggest variable, or of the service
	pos diag.Pos
}

// sizes are those of the task definitions of an environment, by service or job.
func sizes(p infra.Platform) map[string]ecs.Size {
	out := map[string]ecs.Size{}
	if p.Local == nil {
		for _, s := range p.Tasks() {
			out[s.Name] = ecs.SizeOf(p, s)
		}
	}
	return out
}

// oversized finds task definitions that are too large, or will be once all of them is known:
// one finding for all whose biggest variable is written at the same place, as where many
// services come from one template.
func oversized(m model.Platform, p infra.Platform, sizes map[string]ecs.Size, f facts.Set) (found diag.List) {
	limit := f.ECS.TaskDefinitionBytes
	type place struct {
		pos  diag.Pos
		near bool
	}
	var places []place
	at := map[place][]large{}
	for _, s := range p.Tasks() {
		size := sizes[s.Name]
		if size.Bytes+size.Open*f.ECS.OpenPartBytes <= limit {
			continue
		}
		l := large{service: s, Size: size, at: variablePath(s, size.Biggest)}
		l.pos = m.Origins.At(l.at)
		here := place{l.pos, size.Bytes <= limit}
		if at[here] == nil {
			places = append(places, here)
		}
		at[here] = append(at[here], l)
	}
	for _, here := range places {
		d := tooLarge(at[here], limit)
		if here.near {
			d.Code, d.Severity, d.Summary = "task-definition-near", diag.Warning, "a task definition is nearly too large"
		}
		found = append(found, d)
	}
	return found
}

// shown are sizes for the docs.
func shown(sizes map[string]ecs.Size, f facts.Set) docs.TaskSizes {
	out := docs.TaskSizes{Limit: f.ECS.TaskDefinitionBytes, Of: map[string]int{}}
	for name, size := range sizes {
		out.Of[name] = size.Bytes
	}
	return out
}

// variablePath is where a variable of a service is declared, or what brings it.
func variablePath(s infra.Service, v ecs.Variable) model.Path {
	switch {
	case v.Name == "":
		return s.Path()
	case v.Container != s.Name:
		return s.Path().Then("sidecars", v.Container, "environment", v.Name)
	}
	return s.Path().Then("environment", v.Name)
}

// tooLarge speaks of the largest, and names some of the others.
func tooLarge(all []large, limit int) diag.Diagnostic {
	slices.SortStableFunc(all, func(a, b large) int { return cmp.Compare(b.Bytes, a.Bytes) })
	worst := all[0]
	detail := fmt.Sprintf("The task definition of %s has at least %d bytes, and ECS takes %d (%d KiB): what only deployment knows, such as ARNs, is not counted.", worst.service.Name, worst.Bytes, limit, limit>>10)
	if v := worst.Biggest; v.Name != "" {
		detail += fmt.Sprintf(" Its biggest variable is %s, with %d bytes.", v.Name, v.Bytes)
	}
	const most = 5
	var others []string
	for _, l := range all[1:] {
		if len(others) < most {
			others = append(others, fmt.Sprintf("%s (%d)", l.service.Name, l.Bytes))
		}
	}
	if more := len(all) - 1 - len(others); more > 0 {
		others = append(others, fmt.Sprintf("and %d more", more))
	}
	if len(others) > 0 {
		detail += " So it is with " + strings.Join(others, ", ") + "."
	}
	return diag.Diagnostic{
		Code: "task-definition-size", Severity: diag.Error, Summary: "a task definition is too large",
		Pos: worst.pos, Path: worst.at.String(), Detail: detail,
	}
}
