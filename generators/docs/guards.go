package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// guardSection tells how the secret headers of guarded balancers are drawn anew.
func (v *view) guardSection(pg *page) {
	begun := false
	for _, b := range v.Balancers {
		if b.Guard == nil {
			continue
		}
		if !begun {
			begun = true
			pg.section("A new secret header")
			pg.para("Guarded balancers recognise the platform's distributions by the header %s. If somebody may have seen its value, draw a new one. Until both the rules and the distributions have it, which takes CloudFront some minutes, requests get 403.", code(infra.GuardHeader))
		}
		address := "aws_ssm_parameter." + b.Guard.Label
		if v.Layout != "stacks" {
			pg.shell("terraform -chdir=terraform apply -replace=module." + string(b.Stack) + "." + address)
			continue
		}
		lines := []string{"terraform -chdir=" + word(v.StackDir(b.Stack)) + " apply -replace=" + address}
		for _, s := range v.askingGuard(b) {
			lines = append(lines, "terraform -chdir="+word(v.StackDir(s))+" apply")
		}
		pg.shell(lines...)
	}
}

// askingGuard are the other stacks that have the value of a balancer's header: those of its
// rules, and of the distributions before it.
func (v *view) askingGuard(b infra.Balancer) (out []infra.Stack) {
	add := func(s infra.Stack) {
		if s != b.Stack && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, r := range b.Rules {
		add(r.Stack)
	}
	for _, d := range v.Distributions {
		if slices.ContainsFunc(d.Origins, func(o infra.Origin) bool { return o.Node == b.Name }) {
			add(d.Stack)
		}
	}
	slices.SortFunc(out, infra.Stack.Before)
	return out
}
